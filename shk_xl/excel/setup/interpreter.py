"""What a Python says about itself: this one, or another one that is asked.

Rules: the standard library only and nothing of this program, since another Python, which may
lack it, runs this very file as a script. It must then also run where Python is older.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import os
import struct
import sys

BRIDGES = {"win32": "win32com", "darwin": "appscript"}
"""What xlwings speaks to Excel through, by ``sys.platform``."""


def describe() -> dict[str, object]:
    """Describe the Python that runs this, as the fields of ``facts.Interpreter``."""
    return {
        "executable": sys.executable,
        "version": list(sys.version_info[:3]),
        "bits": struct.calcsize("P") * 8,
        "base": sys.base_prefix,
        "shk_xl": version_of("shk-xl"),
        "xlwings": version_of("xlwings"),
        "bridge": has_module(BRIDGES.get(sys.platform, "xlwings")),
        "libraries": libraries(os.path.dirname(sys.executable)),  # noqa: PTH120 - as a script
    }


def version_of(distribution: str) -> str | None:
    """Give the version of an installed distribution; None when it is missing."""
    try:
        return importlib.metadata.version(distribution)
    except importlib.metadata.PackageNotFoundError:
        return None


def has_module(name: str) -> bool:
    """Tell whether a module can be imported, without importing it."""
    return importlib.util.find_spec(name) is not None


def libraries(folder: str) -> list[str]:
    """Name xlwings' DLLs beside the interpreter and in the folder above.

    These are the two places where ``XLPyLoadDLL`` of xlwings' VBA looks.
    """
    found: set[str] = set()
    for place in (folder, os.path.dirname(folder)):  # noqa: PTH120 - as a script
        if os.path.isdir(place):  # noqa: PTH112 - as a script
            found.update(name for name in os.listdir(place) if is_library(name))  # noqa: PTH208
    return sorted(found)


def is_library(name: str) -> bool:
    """Tell whether a file is one of xlwings' DLLs.

    >>> is_library("xlwings64-0.37.8.dll"), is_library("xlwings.exe")
    (True, False)
    """
    return name.lower().startswith("xlwings") and name.lower().endswith(".dll")


if __name__ == "__main__":
    sys.stdout.write(json.dumps(describe()))
