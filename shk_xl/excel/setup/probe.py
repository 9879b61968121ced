"""Gathering the facts about this machine.

Rules: everything that differs between systems comes in as an argument (the environment, the
registry, the home folder), so that each part runs anywhere. Nothing is judged here.
"""

from __future__ import annotations

import os
import plistlib
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final
from xml.parsers.expat import ExpatError

from shk_xl.excel.setup import xlwings_files
from shk_xl.excel.setup.ask_interpreter import ask_interpreter, this_interpreter
from shk_xl.excel.setup.book_facts import read_book
from shk_xl.excel.setup.changes import content_of
from shk_xl.excel.setup.facts import (
    AddIn,
    Configuration,
    Excel,
    Interpreter,
    Machine,
    Macros,
    MacroSetting,
    System,
)
from shk_xl.excel.setup.places import WORKBOOK_FOLDER, Places, mac_places, windows_places
from shk_xl.excel.setup.registry import Registry, read_excel, read_macros, read_synced_folders
from shk_xl.excel.setup.settings_file import SettingsFile
from shk_xl.excel.setup.xlwings_files import script_name

_ONEDRIVE: Final = ("OneDriveCommercial", "OneDriveConsumer", "OneDrive")
_MAC_EXCEL: Final = "Applications/Microsoft Excel.app/Contents/Info.plist"
_MAC_OFFICE: Final = "com.microsoft.office.plist"
_MAC_MACROS: Final = {
    "DisabledWithWarnings": MacroSetting.ASK,
    "DisabledWithoutWarnings": MacroSetting.RUN_NONE,
    "EnabledWithoutWarnings": MacroSetting.RUN_ALL,
}
"""The preference VisualBasicMacroExecutionState of Office for Mac."""


def places_here() -> Places | None:
    """Give the places of the person who runs this; None where Excel does not exist."""
    if sys.platform == "win32":
        return windows_places(os.environ)
    if sys.platform == "darwin":
        return mac_places(Path.home())
    return None


def probe(book: Path | None) -> Machine:
    """Gather the facts about this machine.

    Args:
        book: A workbook that the person wants to use, if any.

    Raises:
        Refused: The workbook can't be read.
    """
    if sys.platform == "win32":
        from shk_xl.excel.setup.windows_registry import WindowsRegistry  # noqa: PLC0415

        running = _is_running("tasklist", "/FI", "IMAGENAME eq EXCEL.EXE", "/NH")
        return probe_windows(
            windows_places(os.environ), os.environ, WindowsRegistry(), running, book
        )
    if sys.platform == "darwin":
        running = _is_running("pgrep", "-l", "-x", "Microsoft Excel")
        return probe_mac(Path.home(), Path("/"), running, book)
    return Machine(System.OTHER, this_interpreter(), book=read_book(book) if book else None)


def probe_windows(
    places: Places,
    environment: Mapping[str, str],
    registry: Registry,
    running: bool | None,  # noqa: FBT001 - a fact among facts
    book: Path | None,
) -> Machine:
    """Gather the facts on Windows.

    Args:
        places: The user's places.
        environment: The environment's variables.
        registry: The registry.
        running: Whether Excel runs; None when it is not known.
        book: A workbook, if any.
    """
    synced = [environment[name] for name in _ONEDRIVE if environment.get(name)]
    synced += read_synced_folders(registry)
    return Machine(
        system=System.WINDOWS,
        python=this_interpreter(),
        configuration=_configuration(places, os.path.expandvars),
        excel=read_excel(registry, running=running),
        macros=read_macros(registry, os.path.expandvars),
        add_in=_add_in(places),
        book=read_book(book, synced) if book else None,
    )


def probe_mac(
    home: Path,
    root: Path,
    running: bool | None,  # noqa: FBT001 - a fact among facts
    book: Path | None,
) -> Machine:
    """Gather the facts on a Mac.

    Args:
        home: The user's own folder.
        root: The root of the file system.
        running: Whether Excel runs; None when it is not known.
        book: A workbook, if any.
    """
    places = mac_places(home)
    app = _plist(root / _MAC_EXCEL) or _plist(home / _MAC_EXCEL)
    synced = [*(home / "Library/CloudStorage").glob("OneDrive*"), *home.glob("OneDrive*")]
    configuration = _configuration(places, lambda path: _mac_path(path, home))
    return Machine(
        system=System.MAC,
        python=this_interpreter(),
        configuration=configuration,
        excel=Excel(app.get("CFBundleShortVersionString") if app else None, 64, running),
        macros=_mac_macros(home, root),
        add_in=_add_in(places),
        script=_has_script(places, configuration.answer),
        book=read_book(book, map(str, synced)) if book else None,
    )


def _configuration(places: Places, expand: Callable[[str], str]) -> Configuration:
    """Read xlwings' settings and ask the Python that they name."""
    data = content_of(places.configuration)
    values = SettingsFile(data or b"", places.encoding).values()
    named = values.get(places.interpreter_key) or values.get("INTERPRETER")
    found = Configuration(
        path=str(places.configuration),
        conda=bool(values.get("CONDA PATH") and values.get("CONDA ENV")),
        workbook_folder=values.get(WORKBOOK_FOLDER, "true").lower() == "true",
    )
    if not named:
        return found
    path = expand(named)
    exists = Path(path).is_file()
    answer = ask_interpreter(path) if exists else None
    return replace(found, interpreter=path, exists=exists, answer=answer)


def _has_script(places: Places, python: Interpreter | None) -> bool:
    """Tell whether the AppleScript is there that the VBA of that Python's xlwings calls."""
    if python is None or python.xlwings is None or places.scripts is None:
        return False
    return (places.scripts / script_name(python.xlwings)).is_file()


def _mac_path(path: str, home: Path) -> str:
    """Replace the one variable of ``ExpandEnvironmentStrings`` that leads to Python."""
    return path.replace("$HOME", str(home), 1) if path.startswith("$HOME") else path


def _add_in(places: Places) -> AddIn:
    """Compare the add-in in the start folder with the one of the installed xlwings."""
    found = content_of(places.add_in)
    same = None if found is None else found == xlwings_files.add_in()
    return AddIn(str(places.add_in), same)


def _mac_macros(home: Path, root: Path) -> Macros:
    """Read the macro setting: what the organisation manages goes before the person's choice."""
    managed = root / "Library/Managed Preferences"
    decided = [_macro_state(folder / _MAC_OFFICE) for folder in (managed / home.name, managed)]
    policy = next((setting for setting in decided if setting is not None), None)
    chosen = _macro_state(home / "Library/Preferences" / _MAC_OFFICE)
    return Macros(policy or chosen or MacroSetting.ASK, by_policy=policy is not None)


def _macro_state(path: Path) -> MacroSetting | None:
    preferences = _plist(path) or {}
    return _MAC_MACROS.get(str(preferences.get("VisualBasicMacroExecutionState")))


def _plist(path: Path) -> dict[str, Any] | None:
    """Read a property list; None when it is not there or can't be understood."""
    try:
        with path.open("rb") as file:
            read = plistlib.load(file)
    except (OSError, ExpatError, plistlib.InvalidFileException, ValueError):
        return None
    return read if isinstance(read, dict) else None


def _is_running(*command: str) -> bool | None:
    """Ask the system for Excel's process; None when it does not answer."""
    try:
        answer = subprocess.run(command, capture_output=True, check=False, timeout=10)  # noqa: S603
    except (OSError, subprocess.SubprocessError):
        return None
    return b"EXCEL" in answer.stdout.upper()
