"""Where xlwings' VBA and Excel look for things, on each system.

The VBA reads its settings from ``GetConfigFilePath`` in xlwings.bas, in the code page of the
system. Excel opens everything in its start folder.

Rules: nothing is read or written here.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shk_xl.excel.setup.facts import System
from shk_xl.excel.setup.xlwings_files import ADD_IN_NAME

WORKBOOK_FOLDER: Final = "ADD_WORKBOOK_TO_PYTHONPATH"
"""The setting that lets Python load modules from the workbook's folder, before all others.

xlwings has it on. Our code is not in that folder, but a file that came by mail may be; and for
a workbook from SharePoint xlwings then has to find the folder, and stops where it can't.
"""

_CONTAINER: Final = "Library/Containers/com.microsoft.Excel/Data"
_SCRIPTS: Final = "Library/Application Scripts/com.microsoft.Excel"
_START: Final = (
    "Library/Group Containers/UBF8T346G9.Office/User Content.localized/Startup.localized/Excel"
)


@dataclass(frozen=True, slots=True)
class Places:
    """The places of one user on one system.

    Args:
        system: Windows or Mac.
        configuration: xlwings' settings for the user.
        start: The folder whose files Excel opens when it starts.
        scripts: The folder of AppleScripts that Excel may run; None off Mac.
        interpreter_key: The setting that names the interpreter.
        encoding: The code page that VBA reads the settings in.
        readable: Whether VBA and what it starts can take this path to an interpreter.
        unreadable: The fault when they can't.
    """

    system: System
    configuration: Path
    start: Path
    scripts: Path | None
    interpreter_key: str
    encoding: str
    readable: Callable[[str], bool]
    unreadable: str

    @property
    def receipt(self) -> Path:
        """The file that says what the installation put where."""
        return self.configuration.with_name("shk-xl.json")

    @property
    def add_in(self) -> Path:
        """The file that holds the add-in of xlwings."""
        return self.start / ADD_IN_NAME


def windows_places(environment: Mapping[str, str], encoding: str = "mbcs") -> Places:
    """Give the places on Windows.

    Args:
        environment: The environment's variables; ``USERPROFILE`` and ``APPDATA`` are used.
        encoding: The code page of the system.
    """
    return Places(
        system=System.WINDOWS,
        configuration=Path(environment["USERPROFILE"], ".xlwings", "xlwings.conf"),
        start=Path(environment["APPDATA"], "Microsoft", "Excel", "XLSTART"),
        scripts=None,
        interpreter_key="INTERPRETER_WIN",
        encoding=encoding,
        readable=lambda path: '"' not in path and _fits(path, encoding),
        unreadable="interpreter_path_windows",
    )


def mac_places(home: Path) -> Places:
    """Give the places on a Mac.

    Args:
        home: The user's own folder, outside Excel's sandbox.
    """
    return Places(
        system=System.MAC,
        configuration=home / _CONTAINER / "xlwings.conf",
        start=home / _START,
        scripts=home / _SCRIPTS,
        interpreter_key="INTERPRETER_MAC",
        encoding="ascii",
        readable=_needs_no_quotes,
        unreadable="interpreter_path_mac",
    )


def _fits(path: str, encoding: str) -> bool:
    try:
        path.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _needs_no_quotes(path: str) -> bool:
    """Tell whether a shell takes a path as it is: xlwings' AppleScript does not quote it.

    >>> _needs_no_quotes("/Users/k/shk-xl/.venv/bin/python")
    True
    >>> _needs_no_quotes("/Users/k/Mina dokument/bin/python")
    False
    """
    return path.isascii() and shlex.quote(path) == path
