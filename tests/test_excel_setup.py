"""Setting up Excel: what is put on a machine, and what is taken away again."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import xlwings
from excel_machines import (
    MACHINES,
    PYTHON_MAC,
    PYTHON_WIN,
    XLWINGS,
    codes,
    mac,
    put,
    set_up,
    snapshot,
    windows,
)
from hypothesis import given, settings
from hypothesis import strategies as st
from xlwings.utils import prepare_sys_path

from shk_xl.domain.faults import Refused
from shk_xl.excel.setup.changes import Change, apply
from shk_xl.excel.setup.facts import (
    System,
)
from shk_xl.excel.setup.installation import install, uninstall, wanted
from shk_xl.excel.setup.places import mac_places
from shk_xl.excel.setup.settings_file import SettingsFile
from shk_xl.excel.setup.xlwings_files import script_name
from shk_xl.wording import in_words

# --- xlwings' settings file ---------------------------------------------------------------

KEYS = st.sampled_from(["INTERPRETER_WIN", "INTERPRETER_MAC", "PYTHONPATH", "UDF MODULES"])
ODD_LINES = st.sampled_from([b"", b"trasig rad", b'"EN BARA"', b"plain,value", b'"x","\xe5"'])
ENDINGS = st.sampled_from([b"\n", b"\r\n"])


@st.composite
def settings_files(draw: st.DrawFn) -> bytes:
    """Settings as people and programs leave them, with or without a last line's ending."""
    ending = draw(ENDINGS)
    lines = draw(
        st.lists(
            ODD_LINES
            | st.builds(
                lambda key, value: f'"{key}","{value}"'.encode("cp1252"),
                KEYS,
                st.sampled_from([PYTHON_WIN, PYTHON_MAC, "C:\\Åsas kod", ""]),
            ),
            max_size=5,
        )
    )
    return ending.join(lines) + (ending if draw(st.booleans()) else b"")


@given(data=settings_files(), key=KEYS)
def test_a_setting_that_is_set_and_taken_away_leaves_every_byte(data: bytes, key: str) -> None:
    before = SettingsFile(data, "cp1252")
    line = before.line(key)
    after = before.with_setting(key, "nytt värde")
    assert after.values()[key] == "nytt värde"
    others = {name: value for name, value in before.values().items() if name != key}
    assert {name: value for name, value in after.values().items() if name != key} == others
    assert after.with_line(key, line).data == data


def test_settings_are_read_as_vba_reads_them() -> None:
    data = b'"Interpreter_Win" , "C:\\\xc5sa\\python.exe"\r\nSHOW CONSOLE,True\r\n'
    data += b'"INTERPRETER_WIN","den andra"\r\n'
    values = SettingsFile(data, "cp1252").values()
    assert values == {"INTERPRETER_WIN": "C:\\Åsa\\python.exe", "SHOW CONSOLE": "True"}


# --- several files at once ----------------------------------------------------------------


def test_a_change_that_is_refused_takes_the_others_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second, held = tmp_path / "ny" / "a", tmp_path / "b", tmp_path / "upptagen"
    second.write_bytes(b"2")
    held.write_bytes(b"3")
    before = snapshot(tmp_path)
    replace_file = os.replace

    def replaced(source: Path, target: Path) -> None:
        if Path(target) == held:
            raise PermissionError(13, "used by another process")
        replace_file(source, target)

    monkeypatch.setattr(os, "replace", replaced)
    changes = [Change(first, None, b"1"), Change(second, b"2", None), Change(held, b"3", b"4")]
    with pytest.raises(Refused):
        apply(changes)
    assert snapshot(tmp_path) == before


def test_a_file_that_may_not_be_removed_is_a_message(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = tmp_path / "upptagen"
    held.write_bytes(b"3")

    def unlinked(_path: Path, *, missing_ok: bool = False) -> None:
        raise PermissionError(13, f"used by another process ({missing_ok})")

    monkeypatch.setattr(Path, "unlink", unlinked)
    with pytest.raises(Refused) as refused:
        apply([Change(held, b"3", None)])
    assert [fault.code for fault in refused.value.faults] == ["file_open_elsewhere"]


# --- install and uninstall ----------------------------------------------------------------


def test_windows_gets_two_lines_and_nothing_else(tmp_path: Path) -> None:
    places = windows(tmp_path)
    assert codes(set_up(places)) == ["setting_written", "setting_written"]
    assert SettingsFile(places.configuration.read_bytes(), "cp1252").values() == {
        "INTERPRETER_WIN": PYTHON_WIN,
        "ADD_WORKBOOK_TO_PYTHONPATH": "false",
    }
    assert set(snapshot(tmp_path)) == {
        "kim",
        "kim/.xlwings",
        "kim/.xlwings/xlwings.conf",
        "kim/.xlwings/shk-xl.json",
    }


def test_a_mac_also_gets_the_script_that_the_vba_calls(tmp_path: Path) -> None:
    places = mac(tmp_path)
    assert codes(set_up(places)) == ["setting_written", "setting_written", "file_written"]
    name = script_name(xlwings.__version__)
    assert places.scripts
    assert (places.scripts / name).read_bytes() == (XLWINGS / name).read_bytes()
    vba = (XLWINGS / "xlwings.bas").read_text(encoding="utf-8")
    assert 'AppleScriptTask("xlwings-" & XLWINGS_VERSION & ".applescript"' in vba


def test_the_places_are_those_of_xlwings_vba() -> None:
    vba = (XLWINGS / "xlwings.bas").read_text(encoding="utf-8")
    for name in ("INTERPRETER_WIN", "INTERPRETER_MAC"):
        assert f'GetConfig("{name}"' in vba
    assert 'Environ("USERPROFILE") & "\\." & PROJECT_NAME & "\\" & PROJECT_NAME' in vba
    assert "~/Library/Containers/com.microsoft.Excel/Data/xlwings.conf" in vba
    home = Path("/Users/kim")
    assert mac_places(home).configuration == home.joinpath(
        "Library", "Containers", "com.microsoft.Excel", "Data", "xlwings.conf"
    )


def test_what_would_change_other_workbooks_is_left_to_who_has_some(tmp_path: Path) -> None:
    places = windows(tmp_path)
    put(places.configuration, b'"PYTHONPATH","D:\\egen kod"\n')
    set_up(places)
    values = SettingsFile(places.configuration.read_bytes(), "cp1252").values()
    assert values == {"INTERPRETER_WIN": PYTHON_WIN, "PYTHONPATH": "D:\\egen kod"}
    set_up(places, force=True)
    values = SettingsFile(places.configuration.read_bytes(), "cp1252").values()
    assert values["ADD_WORKBOOK_TO_PYTHONPATH"] == "false"


def test_the_setting_keeps_the_workbooks_folder_away_from_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "path", list[str]())
    unreachable = "https://kommunen.sharepoint.com/sites/x/Delade/bok.xlsm"
    prepare: Callable[[str], None] = prepare_sys_path
    prepare(f"false;{unreachable};{unreachable};;;;")
    assert [path for path in sys.path if path] == []
    prepare("true;/mapp/bok.xlsm;/mapp/bok.xlsm;;;;")
    assert "/mapp" in sys.path


def test_the_add_in_comes_only_when_it_is_asked_for(tmp_path: Path) -> None:
    places = windows(tmp_path)
    set_up(places, add_in=True)
    assert places.add_in.read_bytes() == (XLWINGS / "addin" / "xlwings.xlam").read_bytes()
    values = SettingsFile(places.configuration.read_bytes(), "cp1252").values()
    assert "UDF MODULES" not in values, "xlwings' own VBA would show our marks of errors as text"


@pytest.mark.thorough
@pytest.mark.parametrize("system", MACHINES)
@settings(max_examples=40)
@given(
    configuration=st.none() | settings_files(),
    add_in=st.booleans(),
    there=st.sampled_from([None, b"ett annat xlwings", "shipped"]),
)
def test_install_and_uninstall_leave_the_machine_as_it_was(
    system: System, configuration: bytes | None, there: bytes | str | None, *, add_in: bool
) -> None:
    with TemporaryDirectory() as folder:
        root = Path(folder)
        places = MACHINES[system](root)
        if configuration is not None:
            put(places.configuration, configuration)
        if there is not None:
            shipped = (XLWINGS / "addin" / "xlwings.xlam").read_bytes()
            put(places.add_in, there if isinstance(there, bytes) else shipped)
        before = snapshot(root)
        set_up(places, add_in=add_in, force=True)
        installed = snapshot(root)
        set_up(places, add_in=add_in)
        assert snapshot(root) == installed
        uninstall(places)
        assert snapshot(root) == before
        assert codes(uninstall(places)) == ["nothing_of_ours"]
        assert snapshot(root) == before


def test_what_somebody_else_set_is_shown_all_of_it_and_kept(tmp_path: Path) -> None:
    places = windows(tmp_path)
    put(places.configuration, b'"INTERPRETER_WIN","D:\\egen\\python.exe"\n')
    put(places.add_in, b"ett annat xlwings")
    before = snapshot(tmp_path)
    with pytest.raises(Refused) as refused:
        set_up(places, add_in=True)
    assert [fault.code for fault in refused.value.faults] == [
        "setting_differs",
        "file_differs",
    ]
    assert "D:\\egen\\python.exe" in in_words(refused.value.faults[0])
    assert snapshot(tmp_path) == before


def test_a_newer_environment_takes_over_from_our_own_without_force(tmp_path: Path) -> None:
    places = windows(tmp_path)
    put(places.configuration, b'"LICENSE_KEY","hemlig"\r\n')
    before = snapshot(tmp_path)
    set_up(places)
    moved = r"D:\ny plats\.venv\Scripts\python.exe"
    assert codes(install(places, wanted(places, moved, add_in=False))) == ["setting_replaced"]
    values = SettingsFile(places.configuration.read_bytes(), "cp1252").values()
    assert values == {"INTERPRETER_WIN": moved, "LICENSE_KEY": "hemlig"}
    uninstall(places)
    assert snapshot(tmp_path) == before


def test_what_was_changed_since_is_left(tmp_path: Path) -> None:
    places = mac(tmp_path)
    set_up(places, add_in=True)
    changed = places.configuration.read_bytes().replace(PYTHON_MAC.encode(), b"/usr/bin/python3")
    places.configuration.write_bytes(changed)
    places.add_in.write_bytes(b"ett nyare xlwings")
    steps = uninstall(places)
    assert sorted(codes(steps)) == [
        "file_left",
        "file_removed",
        "setting_left",
        "setting_removed",
    ]
    assert places.configuration.read_bytes() == b'"INTERPRETER_MAC","/usr/bin/python3"\n'
    assert places.add_in.read_bytes() == b"ett nyare xlwings"
    assert not places.receipt.exists()


@pytest.mark.parametrize("remove", [False, True])
def test_an_add_in_that_excel_has_open_stops_everything(tmp_path: Path, *, remove: bool) -> None:
    places = windows(tmp_path)
    if remove:
        set_up(places, add_in=True)
    else:
        put(places.add_in, b"ett annat xlwings")
    put(places.add_in.with_name("~$xlwings.xlam"), b"kim")
    before = snapshot(tmp_path)
    wish = wanted(places, PYTHON_WIN, add_in=True)
    act = partial(uninstall, places) if remove else partial(install, places, wish, force=True)
    with pytest.raises(Refused) as refused:
        act()
    assert [fault.code for fault in refused.value.faults] == ["file_locked"]
    assert snapshot(tmp_path) == before


def test_a_mac_where_excel_never_ran_is_left_alone(tmp_path: Path) -> None:
    places = mac_places(tmp_path)
    with pytest.raises(Refused) as refused:
        set_up(places)
    assert refused.value.faults[0].code == "excel_never_started"
    assert snapshot(tmp_path) == {}


@pytest.mark.parametrize(
    ("system", "path", "readable"),
    [
        (System.WINDOWS, r"C:\Users\Åsa Öberg\shk-xl\.venv\Scripts\python.exe", True),
        (System.WINDOWS, "C:\\Users\\Юля\\.venv\\Scripts\\python.exe", False),
        (System.MAC, "/Users/asa/shk-xl/.venv/bin/python", True),
        (System.MAC, "/Users/asa/Mina filer/.venv/bin/python", False),
        (System.MAC, "/Users/åsa/.venv/bin/python", False),
        (System.MAC, "/Users/asa/a|b/python", False),
    ],
)
def test_a_path_that_the_vba_cannot_take_is_refused(
    tmp_path: Path, system: System, path: str, *, readable: bool
) -> None:
    places = MACHINES[system](tmp_path)
    if readable:
        install(places, wanted(places, path, add_in=False))
        data = places.configuration.read_bytes()
        assert path in SettingsFile(data, places.encoding).values().values()
        return
    with pytest.raises(Refused) as refused:
        wanted(places, path, add_in=False)
    assert path in in_words(refused.value.faults[0])


def test_a_damaged_receipt_is_told(tmp_path: Path) -> None:
    places = windows(tmp_path)
    for damaged in (b"{", b"[]", b'{"form": 2}', b'{"form": 1, "settings": {"A": {}}}'):
        put(places.receipt, damaged)
        with pytest.raises(Refused) as refused:
            uninstall(places)
        assert refused.value.faults[0].code == "receipt_damaged"
        assert places.receipt.read_bytes() == damaged
