"""A press of a button in Excel on this computer: what the person sees, and what is left behind."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import docx
import pytest
import xlwings
from desktop_book import DesktopExcel
from portfolio_books import Layout, book
from remote_book import RemoteBook

from shk_xl.domain.faults import Refused, refuse
from shk_xl.excel.live import desktop, desktop_formulas, folder
from shk_xl.excel.live.check_sheet import HEADING
from shk_xl.excel.live.desktop import press
from shk_xl.excel.live.desktop_formulas import as_rows
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.check_lines import CHECK_SHEET
from shk_xl.workbook.example import example_2024

pytestmark = pytest.mark.thorough

EXAMPLE = build_workbook(example_2024())
STORED = "=_xldudf_SHK_BELOPP([@Belopp],[@Beloppsläge])"
SHOWN = "=SHK_BELOPP([@Belopp],[@Beloppsläge])"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setattr(Path, "home", lambda: folder)
    return folder


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were shown to the person."""
    shown: list[Path] = []

    def show(path: Path) -> bool:
        shown.append(path)
        return True

    monkeypatch.setattr(desktop, "open_folder", show)
    return shown


@pytest.fixture
def excel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DesktopExcel:
    """Excel with the example open, saved in a folder of its own."""
    return with_book(EXAMPLE, tmp_path, monkeypatch)


def with_book(data: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> DesktopExcel:
    made = DesktopExcel(RemoteBook(data, "exempel.xlsm"), monkeypatch)
    made.fullname = str(tmp_path / "exempel.xlsm")
    monkeypatch.setattr(xlwings.Book, "caller", made.open)
    return made


def pressed(excel: DesktopExcel, name: str) -> str:
    """Press a button, see that all is as it was in Excel's window, and give the message."""
    press(name)
    excel.close()
    assert excel.status[-1] is False
    assert len(excel.alerts) == 1
    title, text, _mode = excel.alerts.pop()
    assert title in {"Räkna om", "Kontrollera", "Anpassa formler"} or title.startswith("Skapa ")
    return text


def words_of(path: Path) -> str:
    document = docx.Document(str(path))
    cells = (c.text for t in document.tables for row in t.rows for c in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


# What the person sees.


def test_progress_is_shown_and_the_status_bar_given_back(excel: DesktopExcel) -> None:
    assert "3\u00a0456\u00a0000\u00a0kr" in pressed(excel, "rakna_om")
    assert excel.status == [
        "Läser arbetsboken …",
        "Räknar om …",
        "Kontrollerar de beräknade cellerna …",
        False,
    ]
    assert excel.calculated == 1


def test_the_findings_are_written_on_the_sheet(excel: DesktopExcel) -> None:
    assert "Listan står på bladet Kontroll" in pressed(excel, "kontrollera")
    assert excel.remote[CHECK_SHEET].cells[1, 1] == HEADING


def test_the_message_has_the_caption_and_its_sign(excel: DesktopExcel) -> None:
    press("kontrollera")
    assert [(title, mode) for title, _text, mode in excel.alerts] == [("Kontrollera", "info")]


# Räkna om.


def test_cells_that_show_something_else_after_the_calculation_are_told(
    excel: DesktopExcel,
) -> None:
    def calculate() -> None:
        excel.remote["Initiativ"].cells[2, 15] = 5

    assert excel.remote["Initiativ"].cells[1, 15] == "Kronor"
    excel.before_calculation = calculate
    text = pressed(excel, "rakna_om")
    assert "Beräknade celler som visar något annat än de ska: 1." in text
    assert "Initiativ!O2 visar 5, ska vara 648000" in text


def test_functions_that_are_not_loaded_are_told_with_what_to_do(excel: DesktopExcel) -> None:
    def calculate() -> None:
        for row in range(2, 10):
            excel.remote["Initiativ"].cells[row, 15] = "#NAME?"

    excel.before_calculation = calculate
    text = pressed(excel, "rakna_om")
    assert "Excel hittar inte funktionerna" in text
    assert "Initiativ!O2 visar #NAME?" in text
    assert "… och 3 celler till." in text
    assert "3\u00a0456\u00a0000\u00a0kr" in text


def test_windows_calculates_everything_and_mac_what_waits(
    excel: DesktopExcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    rebuilt: list[str] = []
    app: Any = SimpleNamespace(
        api=SimpleNamespace(CalculateFullRebuild=lambda: rebuilt.append("all")),
        calculate=lambda: rebuilt.append("waiting"),
    )
    calling: Any = SimpleNamespace(app=app)
    for platform in ("win32", "darwin"):
        monkeypatch.setattr(desktop, "sys", SimpleNamespace(platform=platform))
        desktop.DesktopHost(calling, "rakna_om").recalculate(calling)
    assert rebuilt == ["all", "waiting"]
    assert excel.calculated == 0


# Documents.


def test_unsaved_changes_are_in_the_document(
    excel: DesktopExcel, tmp_path: Path, opened: list[Path]
) -> None:
    excel.remote["Initiativ"].cells[3, 2] = "Helt nytt namn"
    excel.remote.select("Initiativ", "B3")
    text = pressed(excel, "skapa_underlag")
    (document,) = (tmp_path / "underlag").iterdir()
    assert "Helt nytt namn" in words_of(document)
    assert document.name.startswith("FORSKOLA")
    assert text == (
        "Beslutsunderlag för de markerade raderna: FORSKOLA.\n"
        f"1 dokument: 1 skrivet.\nMapp: {tmp_path / 'underlag'}."
    )
    assert f"Dokument 1 av 1: {document.name}" in excel.status
    assert opened == [tmp_path / "underlag"]


def test_a_document_that_somebody_edited_is_kept_and_the_new_one_named(
    excel: DesktopExcel, tmp_path: Path
) -> None:
    excel.remote.select("Initiativ", "B3")
    pressed(excel, "skapa_underlag")
    (path,) = (tmp_path / "underlag").iterdir()
    document = docx.Document(str(path))
    document.paragraphs[0].add_run(" – mitt tillägg")
    document.save(str(path))
    edited = path.read_bytes()
    text = pressed(excel, "skapa_underlag")
    assert path.read_bytes() == edited
    assert "1 dokument: 1 ändrat för hand." in text
    assert f"Det nya ligger bredvid:\n{path.stem}_ny.docx" in text


@pytest.mark.parametrize(
    ("button", "start"),
    [("skapa_helhetsforslag", "helhetsforslag"), ("skapa_motesanteckningar", "motesanteckningar")],
)
def test_the_other_documents_are_made(
    excel: DesktopExcel, tmp_path: Path, button: str, start: str
) -> None:
    text = pressed(excel, button)
    names = [path.name for path in (tmp_path / "underlag").iterdir()]
    assert names
    assert all(name.startswith(start) for name in names)
    assert f"{len(names)} dokument" in text


def test_a_document_that_is_open_in_word_stops_all_with_its_name(
    excel: DesktopExcel, tmp_path: Path
) -> None:
    pressed(excel, "skapa_underlag")
    before = {path: path.read_bytes() for path in (tmp_path / "underlag").iterdir()}
    locked = next(path for path in before if path.name.startswith("UVAS"))
    (tmp_path / "underlag" / f"~${locked.name}").write_bytes(b"x")
    assert excel.remote["Initiativ"].cells[1, 9] == "Period"
    excel.remote["Initiativ"].cells |= {(2, 9): "Hösten", (3, 9): "Våren"}
    text = pressed(excel, "skapa_underlag")
    assert locked.name in text
    assert "öppen" in text
    assert {path: path.read_bytes() for path in before} == before


def test_a_missing_template_is_a_message(
    excel: DesktopExcel, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def missing(*_arguments: object) -> bytes:
        raise refuse("template_missing")

    monkeypatch.setattr("shk_xl.documents.templates.kind_of_template.read_template", missing)
    assert "Mallen finns inte." in pressed(excel, "skapa_helhetsforslag")
    assert not (tmp_path / "underlag").exists()


def test_no_meetings_make_no_documents_and_show_no_folder(
    tmp_path: Path, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    def clear(layouts: dict[str, Layout]) -> None:
        layouts["Möten"].rows.clear()
        layouts["Närvaro"].rows.clear()

    excel = with_book(book(clear), tmp_path, monkeypatch)
    assert pressed(excel, "skapa_motesanteckningar") == "Inga dokument att skapa."
    assert opened == []


def test_a_folder_that_cannot_be_made_is_a_message(excel: DesktopExcel, tmp_path: Path) -> None:
    (tmp_path / "underlag").write_text("i vägen")
    assert "Mappen går inte att skapa" in pressed(excel, "skapa_helhetsforslag")


def test_a_folder_that_cannot_be_shown_is_still_named(
    excel: DesktopExcel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop, "open_folder", lambda _path: False)
    text = pressed(excel, "skapa_helhetsforslag")
    assert f"Mapp: {tmp_path / 'underlag'}. Den gick inte att visa" in text


# Where the documents belong.


def test_a_workbook_that_was_never_saved_is_told_to_be(excel: DesktopExcel) -> None:
    excel.fullname = "exempel.xlsm"
    text = pressed(excel, "skapa_helhetsforslag")
    assert text.startswith("Arbetsboken är inte sparad än")
    assert "Spara den" in text


@pytest.mark.parametrize("has_documents", [True, False])
def test_a_workbook_on_the_web_has_a_folder_of_its_own(
    excel: DesktopExcel, home: Path, *, has_documents: bool
) -> None:
    own = home / "Documents" if has_documents else home
    own.mkdir(exist_ok=True)
    web: tuple[Any, ...] = (
        "https://partner.sharepoint.com/sites/x/exempel.xlsm",
        xlwings.XlwingsError("Couldn't find your local OneDrive file"),
    )
    for fullname in web:
        excel.fullname = fullname
        text = pressed(excel, "skapa_helhetsforslag")
        assert f"Mapp: {own / 'underlag exempel'}." in text
    assert list((own / "underlag exempel").iterdir())


def test_the_folder_is_shown_by_the_system(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[object]] = []

    def start(command: list[object], **_options: object) -> object:
        asked.append(command)
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", start)
    for platform in ("darwin", "linux"):
        monkeypatch.setattr(folder, "sys", SimpleNamespace(platform=platform))
        assert folder.open_folder(Path("underlag"))
    assert [command[0] for command in asked] == ["open", "xdg-open"]


def test_a_system_that_cannot_show_folders_says_no(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(*_arguments: object, **_options: object) -> object:
        raise FileNotFoundError

    monkeypatch.setattr(subprocess, "run", absent)
    assert not folder.open_folder(Path("underlag"))


# Anpassa formler.


def column_of_formulas(excel: DesktopExcel, sheet: str, column: int, rows: range) -> None:
    excel.formulas |= {(sheet, row, column): STORED for row in rows}


def test_formulas_are_adapted_in_blocks_and_others_left(excel: DesktopExcel) -> None:
    column_of_formulas(excel, "Initiativ", 15, range(2, 10))
    excel.formulas["Ramar", 6, 8] = "=SUM(C2:C3)"
    excel.remote["Ramar"].cells[6, 9] = STORED  # a text that somebody pasted is a formula too
    assert pressed(excel, "anpassa_formler").startswith("9 formler")
    assert {excel.formulas["Initiativ", row, 15] for row in range(2, 10)} == {SHOWN}
    assert excel.formulas["Ramar", 6, 8] == "=SUM(C2:C3)"
    assert excel.writes == [("Initiativ", "$O$2:$O$9"), ("Ramar", "$I$6")]
    assert excel.modes == ["manual", "automatic"]


def test_a_gap_parts_the_blocks(excel: DesktopExcel) -> None:
    column_of_formulas(excel, "Initiativ", 15, range(2, 4))
    column_of_formulas(excel, "Initiativ", 15, range(6, 8))
    assert pressed(excel, "anpassa_formler").startswith("4 formler")
    assert [address for _sheet, address in excel.writes] == ["$O$2:$O$3", "$O$6:$O$7"]


def test_arrays_and_spilled_values_are_left_and_counted(excel: DesktopExcel) -> None:
    overview = excel.remote["Översikt"]
    rows = sorted(row for row, column in overview.cells if column == 2)[:3]
    for row in range(rows[0], rows[0] + 4):
        overview.cells[row, 2] = 1
        excel.formulas["Översikt", row, 2] = "=_xldudf_SHK_KRONOR(A1)"
    excel.spilled = {("Översikt", rows[0] + 1, 2)}
    excel.arrays = {("Översikt", rows[0] + 3, 2)}
    text = pressed(excel, "anpassa_formler")
    assert text.startswith("2 formler")
    assert "Formler som är lämnade som de är: 2." in text


def test_a_protected_sheet_is_left_and_counted(excel: DesktopExcel) -> None:
    column_of_formulas(excel, "Initiativ", 15, range(2, 10))
    excel.protected = {"Initiativ"}
    text = pressed(excel, "anpassa_formler")
    assert "Inget är ändrat." in text
    assert "Formler som är lämnade som de är: 8." in text


def test_an_excel_without_spilling_arrays_is_asked_for_plain_formulas(
    excel: DesktopExcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    from xlwings.pro import _xlremote  # noqa: PLC0415 - only here

    def unknown(_cells: object) -> object:
        raise OSError

    monkeypatch.setattr(_xlremote.Range, "formula", _xlremote.Range.formula2)
    monkeypatch.setattr(_xlremote.Range, "formula2", property(unknown))
    column_of_formulas(excel, "Initiativ", 15, range(2, 10))
    assert pressed(excel, "anpassa_formler").startswith("8 formler")


def test_on_mac_only_tables_are_safe_from_spilling(
    excel: DesktopExcel, monkeypatch: pytest.MonkeyPatch
) -> None:
    mac = SimpleNamespace(platform="darwin")
    monkeypatch.setattr(desktop_formulas, "sys", mac)
    column_of_formulas(excel, "Initiativ", 15, range(2, 4))
    excel.remote["Översikt"].cells[3, 2] = 1
    excel.formulas["Översikt", 3, 2] = "=_xldudf_SHK_KRONOR(A1)"
    text = pressed(excel, "anpassa_formler")
    assert text.startswith("2 formler")
    assert "Formler som är lämnade som de är: 1." in text


def test_what_a_host_gives_for_a_range_becomes_rows() -> None:
    assert as_rows(["=A1", 2]) == [["=A1", 2]]
    assert as_rows([["=A1"], [2]]) == [["=A1"], [2]]


# What goes wrong.


def test_faults_are_told_as_a_list_that_fits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def spoil(layouts: dict[str, Layout]) -> None:
        layouts["Texter"].rows = [{"Initiativ": "UVAS", "Rubrik": f"Fel {n}"} for n in range(13)]

    excel = with_book(book(spoil), tmp_path, monkeypatch)
    text = pressed(excel, "rakna_om")
    assert text.count("•") == 10
    assert "Texter!B2: ”Fel 0” finns inte bland valen." in text
    assert text.endswith("… och 3 fel till. Tryck Kontrollera för att se alla med länkar.")


def test_a_workbook_that_is_no_portfolio_is_a_message(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def clear(layouts: dict[str, Layout]) -> None:
        layouts.clear()
        layouts["Kunder"] = Layout("Blad1", "Kunder", ["Namn"], [{"Namn": "a"}])

    excel = with_book(book(clear), tmp_path, monkeypatch)
    for name in ("rakna_om", "kontrollera", "skapa_underlag"):
        text = pressed(excel, name)
        assert text.startswith("Filen är ingen portföljarbetsbok")
    assert not list(home.iterdir())


@pytest.mark.parametrize(
    ("protect", "said"),
    [
        (lambda excel: excel.protected.add(CHECK_SHEET), "Bladet är skyddat"),
        (lambda excel: setattr(excel, "structure_protected", True), "struktur är skyddad"),
    ],
)
def test_what_is_protected_is_told_and_left_alone(
    excel: DesktopExcel, protect: Callable[[DesktopExcel], object], said: str
) -> None:
    if "blad" in said.casefold():
        pressed(excel, "kontrollera")
    protect(excel)
    excel.remote.actions.clear()
    assert said in pressed(excel, "kontrollera")
    assert excel.remote.actions == []


@pytest.mark.parametrize(
    ("button", "state"),
    [
        ("rakna_om", "Inget som du har skrivit är ändrat."),
        ("kontrollera", "Bara bladet Kontroll kan vara ändrat."),
        ("skapa_underlag", "Inget i arbetsboken är ändrat."),
        ("anpassa_formler", "Antal formler som hann skrivas om: 0."),
    ],
)
def test_an_error_that_nobody_foresaw_is_told_and_logged(
    excel: DesktopExcel, home: Path, monkeypatch: pytest.MonkeyPatch, button: str, state: str
) -> None:
    def fail(*_arguments: object) -> str:
        raise ZeroDivisionError("hemligt")

    monkeypatch.setattr(desktop, "run", fail)
    for times in (1, 2):
        text = pressed(excel, button)
        log = home / "shk-xl-fel.log"
        assert text.startswith("Något gick fel i programmet; det beror inte på dig.")
        assert state in text
        assert str(log) in text
        assert "Traceback" not in text
        written = log.read_text(encoding="utf-8")
        assert written.count("ZeroDivisionError: hemligt") == times
        heads = re.findall(rf"^20[0-9-]+T\S+ {button} shk-xl ", written, re.MULTILINE)
        assert len(heads) == times


def test_a_failure_half_way_tells_how_far_it_came(
    excel: DesktopExcel, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(formula: str) -> str:
        if "Ramar" in formula:
            raise OSError("COM")
        return formula.replace("_xldudf_", "")

    monkeypatch.setattr(desktop_formulas, "displayed", fail)
    column_of_formulas(excel, "Initiativ", 15, range(2, 6))
    excel.formulas["Ramar", 2, 3] = "=Ramar"
    assert "Antal formler som hann skrivas om: 4." in pressed(excel, "anpassa_formler")
    assert excel.modes == ["manual", "automatic"]
    assert (home / "shk-xl-fel.log").exists()


def test_a_log_that_cannot_be_written_is_told(
    excel: DesktopExcel, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home / "shk-xl-fel.log").mkdir()
    monkeypatch.setattr(desktop, "run", lambda *_arguments: 1 / 0)
    text = pressed(excel, "rakna_om")
    assert "De tekniska uppgifterna gick inte att spara." in text
    assert "ZeroDivisionError" in text


def test_a_single_fault_is_told_without_a_list() -> None:
    assert desktop.refused_in_words(Refused(refuse("book_not_saved").faults)).startswith("Arbets")
