"""Machines to set Excel up on: temporary folders, and a registry out of recorded entries."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import xlwings

from shk_xl.excel.setup.checks import check_machine
from shk_xl.excel.setup.facts import Machine, System
from shk_xl.excel.setup.installation import Step, install, wanted
from shk_xl.excel.setup.places import Places, mac_places, windows_places
from shk_xl.excel.setup.registry import Hive, RegistryValue
from shk_xl.excel.setup.verdict import Mark

XLWINGS = Path(xlwings.__file__).parent
PYTHON_WIN = r"C:\shk-xl\.venv\Scripts\python.exe"
PYTHON_MAC = "/Users/kim/shk-xl/.venv/bin/python"
INTERPRETERS = {System.WINDOWS: PYTHON_WIN, System.MAC: PYTHON_MAC}


def windows(root: Path) -> Places:
    environment = {
        "USERPROFILE": str(root / "kim"),
        "APPDATA": str(root / "kim" / "AppData" / "Roaming"),
    }
    return windows_places(environment, "cp1252")


def mac(root: Path) -> Places:
    places = mac_places(root / "kim")
    places.configuration.parent.mkdir(parents=True, exist_ok=True)
    return places


MACHINES: dict[System, Callable[[Path], Places]] = {System.WINDOWS: windows, System.MAC: mac}


def snapshot(folder: Path) -> dict[str, bytes | None]:
    """Everything below a folder: files with their bytes, folders with None."""
    return {
        str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None
        for path in folder.rglob("*")
    }


def put(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)


def set_up(places: Places, *, add_in: bool = False, force: bool = False) -> list[Step]:
    wish = wanted(places, INTERPRETERS[places.system], add_in=add_in)
    return install(places, wish, force=force)


def codes(steps: Sequence[Step]) -> list[str]:
    return [step.code for step in steps]


def marks(machine: Machine) -> dict[str, Mark]:
    """What the checks say about a machine, by the code of the answer."""
    return {verdict.code: verdict.mark for verdict in check_machine(machine)}


def book_with_buttons(folder: Path) -> Path:
    """The workbook that xlwings ships with its VBA inside."""
    return Path(shutil.copy(XLWINGS / "quickstart_standalone.xlsm", folder / "bok.xlsm"))


OFFICE = r"Software\Microsoft\Office\16.0"
POLICY = r"Software\Policies\Microsoft\Office\16.0"
CLOUD = r"Software\Policies\Microsoft\Cloud\Office\16.0"
CLICK_TO_RUN = r"Software\Microsoft\Office\ClickToRun\Configuration"
Entries = Mapping[tuple[Hive, str, str], RegistryValue]


class RecordedRegistry:
    """A registry out of recorded entries; names without regard to case, as in Windows."""

    def __init__(self, entries: Entries) -> None:
        self.entries = {
            (hive, key.lower(), name.lower()): value for (hive, key, name), value in entries.items()
        }

    def value(self, hive: Hive, key: str, name: str) -> RegistryValue:
        return self.entries.get((hive, key.lower(), name.lower()))

    def subkeys(self, hive: Hive, key: str) -> Sequence[str]:
        above = f"{key.lower()}\\"
        below = [one for place, one, _ in self.entries if place is hive and one.startswith(above)]
        return sorted({one.removeprefix(above).partition("\\")[0] for one in below})
