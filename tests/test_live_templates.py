"""Kontrollera mallar, pressed in an Excel on this computer: the templates beside the book."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlwings
from desktop_book import DesktopExcel
from remote_book import RemoteBook

from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.word.package import Entry, read_package, write_package
from shk_xl.excel.live import check_templates, desktop
from shk_xl.excel.live.desktop import press
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024

pytestmark = pytest.mark.thorough

EXAMPLE = build_workbook(example_2024())


@pytest.fixture
def excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DesktopExcel:
    made = DesktopExcel(RemoteBook(EXAMPLE, "exempel.xlsm"), monkeypatch)
    made.fullname = str(tmp_path / "exempel.xlsm")
    monkeypatch.setattr(xlwings.Book, "caller", made.open)
    for module in (check_templates, desktop):
        monkeypatch.setattr(module, "open_folder", lambda _folder: True)
    return made


def misspelled(template: bytes) -> bytes:
    """A template where somebody has typed a field's name wrong."""
    package = read_package(template, "x")
    parts = {**package.parts}
    parts[package.main] = parts[package.main].replace(b"{{ namn }}", b"{{ nman }}")
    assert parts != package.parts
    return write_package({name: Entry.of(data) for name, data in parts.items()})


def pressed(excel: DesktopExcel, *answers: str) -> str:
    """Press the button, answer its question, and give the message; empty for none."""
    excel.answers = [*answers]
    press("kontrollera_mallar")
    excel.close()
    assert excel.status[-1] is False
    assert excel.answers == []
    return excel.alerts.pop()[1] if excel.alerts else ""


def test_the_built_in_templates_are_put_beside_the_workbook_when_the_person_agrees(
    excel: DesktopExcel, tmp_path: Path
) -> None:
    assert pressed(excel, "cancel") == ""
    assert not (tmp_path / "mallar").exists()

    told = pressed(excel, "ok")

    assert sorted(path.name for path in (tmp_path / "mallar").iterdir()) == sorted(TEMPLATES)
    assert told.startswith(f"Mallarna ligger i {tmp_path / 'mallar'}.")
    assert pressed(excel).endswith("inget att åtgärda.")


def test_what_is_wrong_is_told_with_its_template(excel: DesktopExcel, tmp_path: Path) -> None:
    pressed(excel, "ok")
    template = tmp_path / "mallar" / "ny_roll.docx"
    template.write_bytes(misspelled(template.read_bytes()))

    told = pressed(excel)

    assert "ny_roll.docx" in told
    assert "Fältet nman finns inte" in told


def test_the_documents_are_made_with_the_teams_own_templates(
    excel: DesktopExcel, tmp_path: Path
) -> None:
    pressed(excel, "ok")
    template = tmp_path / "mallar" / "helhetsforslag.docx"
    template.write_bytes(b"inget dokument")

    press("skapa_helhetsforslag")

    assert "helhetsforslag.docx" in excel.alerts.pop()[1]
