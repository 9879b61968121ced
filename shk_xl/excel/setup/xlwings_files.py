"""The files that xlwings ships, found without importing it: that loads pandas and matplotlib."""

from __future__ import annotations

from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

ADD_IN_NAME: Final = "xlwings.xlam"


def add_in() -> bytes:
    """Give the add-in."""
    return (_folder() / "addin" / ADD_IN_NAME).read_bytes()


def script() -> bytes:
    """Give the AppleScript that the VBA of the installed version calls."""
    return (_folder() / script_name(version("xlwings"))).read_bytes()


def script_name(of_version: str) -> str:
    """Name the AppleScript that a version of xlwings' VBA calls.

    >>> script_name("0.37.8")
    'xlwings-0.37.8.applescript'
    """
    return f"xlwings-{of_version}.applescript"


def _folder() -> Path:
    spec = find_spec("xlwings")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name="xlwings")
    return Path(spec.origin).parent
