"""The facts about a machine, gathered from its files and its registry."""

from __future__ import annotations

import plistlib
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Self

import pytest
import xlwings
from excel_machines import (
    CLICK_TO_RUN,
    RecordedRegistry,
    book_with_buttons,
    mac,
    marks,
    put,
    windows,
)

from shk_xl import __version__
from shk_xl.domain.faults import Refused
from shk_xl.excel.setup.ask_interpreter import ask_interpreter, this_interpreter
from shk_xl.excel.setup.facts import (
    AddIn,
    BookFacts,
    Configuration,
    Macros,
    MacroSetting,
)
from shk_xl.excel.setup.installation import install, wanted
from shk_xl.excel.setup.probe import probe, probe_mac, probe_windows
from shk_xl.excel.setup.registry import (
    Hive,
)
from shk_xl.excel.setup.verdict import Mark
from shk_xl.ooxml.package import Package


def test_this_python_describes_itself_and_another_one_is_asked(tmp_path: Path) -> None:
    here = this_interpreter()
    assert here.executable == sys.executable
    assert here.version == sys.version_info[:3]
    assert (here.shk_xl, here.xlwings) == (__version__, xlwings.__version__)
    asked = ask_interpreter(sys.executable)
    assert asked == here
    assert ask_interpreter(str(tmp_path / "finns inte")) is None
    script = tmp_path / "python"
    script.write_text("#!/bin/sh\necho inget svar\n", encoding="utf-8")
    script.chmod(0o755)
    assert ask_interpreter(str(script)) is None


@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for another Python")
def test_another_python_is_started_and_asked(tmp_path: Path) -> None:
    other = tmp_path / "python"
    other.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n', encoding="utf-8")
    other.chmod(0o755)
    assert ask_interpreter(str(other)) == this_interpreter()


def test_windows_is_probed_from_its_files_and_its_registry(tmp_path: Path) -> None:
    places = windows(tmp_path)
    install(places, wanted(places, sys.executable, add_in=True))
    synced = tmp_path / "kim" / "OneDrive - Kommunen"
    synced.mkdir()
    book = book_with_buttons(synced)
    Path(f"{book}:Zone.Identifier").write_text("[ZoneTransfer]\nZoneId=3\n", encoding="utf-8")
    book.with_name("~$bok.xlsm").write_bytes(b"kim")
    registry = RecordedRegistry({(Hive.MACHINE, CLICK_TO_RUN, "VersionToReport"): "16.0.1"})
    environment = {"OneDriveCommercial": str(synced)}
    machine = probe_windows(places, environment, registry, running=False, book=book)
    assert machine.configuration == Configuration(
        str(places.configuration), sys.executable, exists=True, answer=this_interpreter()
    )
    assert machine.excel.version == "16.0.1"
    assert machine.add_in == AddIn(str(places.add_in), same=True)
    assert machine.book == BookFacts(
        str(book),
        macros=True,
        vba_version=xlwings.__version__,
        zone=3,
        synced=str(synced),
        open=True,
    )
    stops = {code for code, mark in marks(machine).items() if mark is Mark.STOP}
    assert stops == {"library_missing", "mark_of_the_web"}


def test_a_mac_is_probed_from_its_files(tmp_path: Path) -> None:
    home = tmp_path / "kim"
    places = mac(tmp_path)
    before = probe_mac(home, tmp_path, running=None, book=None)
    assert {"settings_missing", "script_missing", "excel_not_found"} <= set(marks(before))
    install(places, wanted(places, sys.executable, add_in=False))
    app = tmp_path / "Applications/Microsoft Excel.app/Contents/Info.plist"
    put(app, plistlib.dumps({"CFBundleShortVersionString": "16.90"}))
    chosen = home / "Library/Preferences/com.microsoft.office.plist"
    put(chosen, plistlib.dumps({"VisualBasicMacroExecutionState": "EnabledWithoutWarnings"}))
    book = book_with_buttons(tmp_path)
    machine = probe_mac(home, tmp_path, running=True, book=book)
    assert (machine.script, machine.excel.version) == (True, "16.90")
    assert machine.macros == Macros(MacroSetting.RUN_ALL)
    assert not [code for code, mark in marks(machine).items() if mark is Mark.STOP]
    managed = tmp_path / "Library/Managed Preferences/com.microsoft.office.plist"
    put(managed, plistlib.dumps({"VisualBasicMacroExecutionState": "DisabledWithoutWarnings"}))
    strict = probe_mac(home, tmp_path, running=True, book=book)
    assert strict.macros == Macros(MacroSetting.RUN_NONE, by_policy=True)


@pytest.mark.parametrize("odd", [b"", b"<plist", b"bplist00", plistlib.dumps(["lista"])])
def test_preferences_that_make_no_sense_are_as_if_they_were_not_there(
    tmp_path: Path, odd: bytes
) -> None:
    mac(tmp_path)
    put(tmp_path / "Applications/Microsoft Excel.app/Contents/Info.plist", odd)
    put(tmp_path / "kim/Library/Preferences/com.microsoft.office.plist", odd)
    machine = probe_mac(tmp_path / "kim", tmp_path, running=None, book=None)
    assert (machine.excel.version, machine.macros) == (None, Macros())


def test_a_mac_reads_home_as_xlwings_vba_does(tmp_path: Path) -> None:
    places = mac(tmp_path)
    put(places.configuration, b'"INTERPRETER_MAC","$HOME/python"\n')
    machine = probe_mac(tmp_path / "kim", tmp_path, running=None, book=None)
    assert machine.configuration
    assert machine.configuration.interpreter == str(tmp_path / "kim" / "python")


def test_a_damaged_vba_project_is_told(tmp_path: Path) -> None:
    book = book_with_buttons(tmp_path)
    package = Package(book.read_bytes())
    book.write_bytes(package.replaced({"xl/vbaProject.bin": b"inte ett projekt"}))
    with pytest.raises(Refused) as refused:
        probe(book)
    assert refused.value.faults[0].code == "package_damaged_part"


Values = dict[str, int | str | bytes]
KEYS: dict[tuple[int, str], tuple[Values, list[str]]] = {
    (1, "A"): ({"Tal": 1, "Text": "ja", "Bytes": b"x"}, ["B", "C"]),
    (2, "A"): ({"Tal": 2}, []),
}


class RecordedKey:
    """An open key of a recorded registry."""

    def __init__(self, place: tuple[int, str]) -> None:
        self.values, self.subkeys = KEYS[place]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


class RecordedWinreg(ModuleType):
    """Windows' own module, over the recorded keys."""

    HKEY_CURRENT_USER, HKEY_LOCAL_MACHINE, KEY_READ, KEY_WOW64_64KEY = 1, 2, 4, 8
    HKEYType = RecordedKey

    def OpenKey(self, hive: int, key: str, *, access: int) -> RecordedKey:  # noqa: N802
        assert access == self.KEY_READ | self.KEY_WOW64_64KEY
        if (hive, key) not in KEYS:
            raise FileNotFoundError(key)
        return RecordedKey((hive, key))

    def QueryValueEx(self, key: RecordedKey, name: str) -> tuple[object, int]:  # noqa: N802
        if name not in key.values:
            raise FileNotFoundError(name)
        return key.values[name], 0

    def QueryInfoKey(self, key: RecordedKey) -> tuple[int, int, int]:  # noqa: N802
        return len(key.subkeys), 0, 0

    def EnumKey(self, key: RecordedKey, index: int) -> str:  # noqa: N802
        return key.subkeys[index]


def test_windows_registry_is_read_and_what_is_not_there_is_none(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "winreg", RecordedWinreg("winreg"))
    monkeypatch.setattr(sys, "platform", "win32")
    name = "shk_xl.excel.setup.windows_registry"
    monkeypatch.delitem(sys.modules, name, raising=False)
    registry = import_module(name).WindowsRegistry()
    monkeypatch.delitem(sys.modules, name)
    assert registry.value(Hive.USER, "A", "Tal") == 1
    assert registry.value(Hive.MACHINE, "A", "Tal") == 2
    assert registry.value(Hive.USER, "A", "Text") == "ja"
    for key, value in (("A", "Bytes"), ("A", "saknas"), ("saknas", "Tal")):
        assert registry.value(Hive.USER, key, value) is None
    assert registry.subkeys(Hive.USER, "A") == ["B", "C"]
    assert registry.subkeys(Hive.USER, "saknas") == []
