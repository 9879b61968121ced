"""``shk-xl excel`` as a person meets it, on this system and as on a Mac."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from excel_machines import book_with_buttons, snapshot

from shk_xl.cli.app import run
from shk_xl.cli.excel_command import COMMANDS


class Console:
    """Runs commands and keeps what they print."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *arguments: object) -> tuple[int, str, str]:
        self.capsys.readouterr()
        code = run(["excel", *map(str, arguments)])
        captured = self.capsys.readouterr()
        return code, captured.out, captured.err


@pytest.fixture
def excel(capsys: pytest.CaptureFixture[str]) -> Console:
    return Console(capsys)


@pytest.fixture
def mac(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The home folder of somebody on a Mac where Excel has run."""
    home = tmp_path / "kim"
    (home / "Library/Containers/com.microsoft.Excel/Data").mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setattr(sys, "platform", "darwin")
    return home


elsewhere = pytest.mark.skipif(
    sys.platform in {"win32", "darwin"}, reason="shows what a system without Excel says"
)


def test_the_group_lists_its_commands_without_loading_them() -> None:
    program = (
        "import sys; from shk_xl.cli.app import run; code = run(['excel', '--help']);"
        "loaded = [name for name in sys.modules if name.startswith('shk_xl.cli.excel_')];"
        "assert loaded == ['shk_xl.cli.excel_command'], loaded;"
        "assert 'xlwings' not in sys.modules; sys.exit(code)"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)
    listed = answer.stdout.decode()
    for name in COMMANDS:
        assert f"\n  {name}" in listed


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help_in_swedish_and_a_place_in_the_manual(
    excel: Console, name: str
) -> None:
    code, out, _ = excel(name, "--help")
    assert code == 0
    assert out.startswith(f"Användning: shk-xl excel {name}")
    for english in ("Show ", "Usage", "Options:", "default:"):
        assert english not in out
    manual = Path(__file__).parents[1] / "docs" / "handbok.md"
    assert f"shk-xl excel {name}" in manual.read_text(encoding="utf-8")


def test_a_command_that_does_not_exist_is_told(excel: Console) -> None:
    code, _, err = excel("instal")
    assert code == 2
    assert "finns inte" in err


@elsewhere
@pytest.mark.parametrize("name", ["install", "uninstall"])
def test_without_excel_there_is_nothing_to_connect(excel: Console, name: str) -> None:
    code, _, err = excel(name)
    assert code == 3
    assert "shk-xl excel lite" in err
    assert "shk-xl recalc" in err


@elsewhere
def test_status_says_what_cannot_be_checked_and_what_works(excel: Console) -> None:
    code, out, err = excel("status")
    assert (code, err) == (0, "")
    assert "kan inte kontrolleras här" in out
    assert "recalc" in out
    assert out.endswith("Inget att åtgärda.\n")


def test_the_commands_do_not_load_what_xlwings_loads() -> None:
    program = (
        "import sys; from shk_xl.cli.app import run; run(['excel', 'status']);"
        "found = [name for name in ('xlwings', 'matplotlib', 'numpy') if name in sys.modules];"
        "assert not found, found"
    )
    subprocess.run([sys.executable, "-c", program], capture_output=True, check=True)


def test_status_for_machines_is_a_list(excel: Console, tmp_path: Path) -> None:
    code, out, _ = excel("status", book_with_buttons(tmp_path), "--json")
    assert code in {0, 1}
    found = json.loads(out)
    assert {"level", "code", "message", "remedy"} == set(found[0])
    assert {one["level"] for one in found} <= {"ok", "note", "warn", "stop"}


def test_a_workbook_that_cannot_be_read_is_refused(excel: Console, tmp_path: Path) -> None:
    code, _, err = excel("status", tmp_path / "saknas.xlsm")
    assert code == 3
    assert "finns inte" in err
    (tmp_path / "text.xlsm").write_bytes(b"hej")
    assert excel("status", tmp_path / "text.xlsm")[0] == 3


def test_a_mac_from_the_first_install_to_the_last_uninstall(excel: Console, mac: Path) -> None:
    before = snapshot(mac)
    code, out, _ = excel("status")
    assert code == 1
    assert "Kör: shk-xl excel install" in out
    code, out, err = excel("install")
    assert (code, err) == (0, "")
    assert f"INTERPRETER_MAC är {sys.executable}" in out
    installed = snapshot(mac)
    code, out, _ = excel("install")
    assert code == 0
    assert "är redan" in out
    assert snapshot(mac) == installed
    _, out, _ = excel("status", "--json")
    found = {one["code"]: one["level"] for one in json.loads(out)}
    assert (found["settings_ok"], found["script_ok"]) == ("ok", "ok")
    code, out, _ = excel("uninstall")
    assert code == 0
    assert "Borttagen" in out
    assert snapshot(mac) == before
    assert excel("uninstall")[1] == "Det finns inget att ta bort.\n"


def test_another_python_is_shown_and_replaced_only_by_force(excel: Console, mac: Path) -> None:
    settings = mac / "Library/Containers/com.microsoft.Excel/Data/xlwings.conf"
    settings.write_text('"INTERPRETER_MAC","/opt/annan/python"\n', encoding="utf-8")
    before = snapshot(mac)
    code, _, err = excel("install")
    assert code == 3
    assert "/opt/annan/python" in err
    assert "--force" in err
    assert snapshot(mac) == before
    code, out, _ = excel("install", "--force")
    assert code == 0
    assert "Förut: /opt/annan/python" in out
    assert excel("uninstall")[0] == 0
    assert snapshot(mac) == before
