"""The buttons on an open workbook: what they write on its sheets, and what they say."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlwings
from portfolio_books import PORTFOLIO, Layout, book, edited
from remote_book import RemoteBook, Sheet

from shk_xl.cli.app import run as run_command
from shk_xl.documents.kinds import KIND_OF_TYPE, DocumentKind
from shk_xl.domain import portfolio as model
from shk_xl.domain.amounts import NBSP, Known, Unknown
from shk_xl.domain.faults import Place, Refused
from shk_xl.domain.findings import Level
from shk_xl.excel.buttons import BUTTONS
from shk_xl.excel.live import scripts
from shk_xl.excel.live.book import read_computed, read_live
from shk_xl.excel.live.check_sheet import FIRST_ROW, HEADING, link, write_check
from shk_xl.excel.live.computed import OddCell, odd_cells
from shk_xl.excel.live.scripts import run
from shk_xl.excel.live.totals import totals_in_words
from shk_xl.wording.findings import LEVELS
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.check_lines import CHECK_SHEET, Line
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.recalculation.recalculate import recalculate

pytestmark = pytest.mark.thorough

EXAMPLE = build_workbook(example_2024())
LINK = re.compile(r'=HYPERLINK\("#((?:[^"]|"")*)","((?:[^"]|"")*)"\)')


class RecordingHost:
    """A host that remembers what it was asked for."""

    def __init__(self) -> None:
        self.shown: list[str] = []
        self.asked: list[tuple[Collection[str] | None, Collection[str] | None]] = []
        self.read: ReadWorkbook | None = None
        self.recalculated = 0
        self.respelled = 0

    def progress(self, text: str) -> None:
        self.shown.append(text)

    def recalculate(self, _book: xlwings.Book) -> None:
        self.recalculated += 1

    def documents(
        self,
        workbook: ReadWorkbook,
        kinds: Collection[str] | None,
        initiatives: Collection[str] | None,
    ) -> str:
        self.read = workbook
        self.asked.append((kinds, initiatives))
        return "Klart."

    def respell(self, _book: xlwings.Book) -> int:
        return self.respelled


def press(remote: RemoteBook, name: str, host: RecordingHost | None = None) -> str:
    """Press a button; what it wrote reaches the workbook, also when it refuses."""
    opened = remote.open()
    try:
        return run(name, opened, host or RecordingHost())
    finally:
        remote.apply(opened)


def refused(remote: RemoteBook, name: str) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as caught:
        press(remote, name)
    return [(fault.code, fault.place.sheet) for fault in caught.value.faults]


def listed(sheet: Sheet) -> list[list[Any]]:
    return sheet.rows(FIRST_ROW)


def test_every_button_has_its_script() -> None:
    assert list(scripts.SCRIPTS) == [button.name for button in BUTTONS]


def test_the_kinds_are_those_of_the_documents() -> None:
    assert set(scripts.BASIS_KINDS) == set(KIND_OF_TYPE.values())
    assert (scripts.PROPOSAL_KIND, scripts.MINUTES_KIND) == (
        DocumentKind.PROPOSAL,
        DocumentKind.MINUTES,
    )


@pytest.mark.parametrize("button", BUTTONS)
def test_every_button_shows_that_it_works(button: Any) -> None:
    host = RecordingHost()
    assert press(RemoteBook(EXAMPLE), button.name, host)
    assert host.shown
    assert all(text.endswith("…") for text in host.shown)


# Kontrollera.


def test_the_sheet_tells_what_the_command_tells(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "exempel.xlsx"
    file.write_bytes(EXAMPLE)
    run_command(["check", str(file), "--json"])
    told = json.loads(capsys.readouterr().out)
    remote = RemoteBook(EXAMPLE)
    sentence = press(remote, "kontrollera")
    assert [[LEVELS[Level(line["level"])], line["message"], line["where"]] for line in told] == [
        [level, what, _link(where)[1]] for level, what, where in listed(remote[CHECK_SHEET])
    ]
    assert "1 att lösa före mötet" in sentence
    assert remote[CHECK_SHEET].cells[1, 1] == HEADING
    assert sentence.split(" Listan")[0] in remote[CHECK_SHEET].cells[2, 1]


def test_each_link_leads_to_the_cell_that_it_names() -> None:
    remote = RemoteBook(EXAMPLE)
    press(remote, "kontrollera")
    for _level, what, where in listed(remote[CHECK_SHEET]):
        target, _label = _link(where)
        sheet, cell = re.fullmatch(r"'(.*)'!([A-Z]+[0-9]+)", target).groups()  # type: ignore[union-attr]
        letters, row = re.fullmatch(r"([A-Z]+)([0-9]+)", cell).groups()  # type: ignore[union-attr]
        column = sum((ord(c) - 64) * 26**i for i, c in enumerate(reversed(letters)))
        titles = remote[sheet].rows()[0]
        assert column <= len(titles)
        if sheet == "Initiativ":
            assert str(remote[sheet].cells[int(row), 2]) in what


def _link(formula: str) -> tuple[str, str]:
    """Give where a link leads, and what it shows."""
    target, label = LINK.fullmatch(formula).groups()  # type: ignore[union-attr]
    return target.replace('""', '"'), label.replace('""', '"')


def test_a_link_survives_the_oddest_name_of_a_sheet() -> None:
    place = Place(sheet="""Bo's "blad" !""", cell="C4")
    assert _link(str(link(place))) == ("'Bo''s \"blad\" !'!C4",) * 2
    assert _link(str(link(Place(sheet="Ramar")))) == ("'Ramar'!A1", "Ramar")
    assert link(Place()) is None


def test_the_sheet_stands_after_the_overview_and_is_shown() -> None:
    remote = RemoteBook(EXAMPLE)
    press(remote, "kontrollera")
    assert [sheet.name for sheet in remote.sheets][:3] == ["Översikt", CHECK_SHEET, "Initiativ"]
    assert remote.sheets[remote.active].name == CHECK_SHEET


def test_without_an_overview_the_sheet_stands_last() -> None:
    remote = RemoteBook(EXAMPLE)
    remote.sheets.remove(remote["Översikt"])
    press(remote, "kontrollera")
    assert remote.sheets[-1].name == CHECK_SHEET


def test_everything_is_written_in_one_block_and_laid_out_once() -> None:
    remote = RemoteBook(EXAMPLE)
    press(remote, "kontrollera")
    written = [action for action in remote.actions if action["func"] == "setValues"]
    assert len(written) == 1
    looks = list(remote[CHECK_SHEET].looks)
    assert {"setColumnWidth", "setWrapText", "setRangeColor"} <= set(looks)
    press(remote, "kontrollera")
    assert remote[CHECK_SHEET].looks == looks


def test_a_shorter_list_leaves_no_old_rows() -> None:
    remote = RemoteBook(EXAMPLE)
    press(remote, "kontrollera")
    before = len(listed(remote[CHECK_SHEET]))
    texts = remote["Texter"]
    row = max(row for row, _ in texts.cells) + 1
    for code in ("UVAS", "FORSKOLA"):
        for column, value in enumerate((code, "Barnets bästa", "Prövat."), start=1):
            texts.cells[row, column] = value
        row += 1
    remote.table("Texter")["range_address"] = f"A1:C{row - 1}"
    press(remote, "kontrollera")
    after = listed(remote[CHECK_SHEET])
    assert len(after) == before - 2
    assert len({what for _, what, _ in after}) == len(after)


def test_a_workbook_with_nothing_to_remark_upon_says_so() -> None:
    portfolio = model.Portfolio(about=model.About("Samverkan", "Alla barn", 2024))
    remote = RemoteBook(build_workbook(portfolio))
    sentence = press(remote, "kontrollera")
    assert sentence.startswith("Inget att anmärka på.")
    assert listed(remote[CHECK_SHEET]) == []


def test_another_sheet_of_that_name_is_left_alone() -> None:
    remote = RemoteBook(EXAMPLE)
    remote.sheets.append(Sheet("kontroll", {(1, 1): "Min egen lista"}))
    assert refused(remote, "kontrollera") == [("check_sheet_taken", "kontroll")]
    assert remote.actions == []


def test_a_sheet_with_something_else_below_an_empty_corner_is_left_alone() -> None:
    remote = RemoteBook(EXAMPLE)
    remote.sheets.append(Sheet(CHECK_SHEET, {(40, 9): "anteckning"}))
    assert refused(remote, "kontrollera") == [("check_sheet_taken", CHECK_SHEET)]
    assert remote.actions == []


def test_an_empty_sheet_of_that_name_is_used() -> None:
    remote = RemoteBook(EXAMPLE)
    remote.sheets.insert(2, Sheet(CHECK_SHEET))
    press(remote, "kontrollera")
    assert remote.sheets[2].cells[1, 1] == HEADING
    assert [sheet.name for sheet in remote.sheets].count(CHECK_SHEET) == 1


def test_the_faults_of_an_unreadable_workbook_are_listed_with_links() -> None:
    def spoil(layouts: dict[str, Layout]) -> None:
        layouts["Initiativ"].rows[0]["Belopp"] = "1.750"
        layouts["Texter"].titles.remove("Text")

    remote = RemoteBook(book(spoil))
    sentence = press(remote, "kontrollera")
    rows = listed(remote[CHECK_SHEET])
    assert "Antal fel: 2." in sentence
    assert [level for level, _, _ in rows] == ["Stopp", "Stopp"]
    assert {_link(where)[0] for _, _, where in rows} == {"'Initiativ'!L2", "'Texter'!A1"}
    assert any("”1.750” kan betyda två olika belopp." in what for _, what, _ in rows)


def test_a_workbook_that_is_no_portfolio_gets_no_sheet() -> None:
    def clear(layouts: dict[str, Layout]) -> None:
        layouts.clear()
        layouts["Kunder"] = Layout("Blad1", "Kunder", ["Namn"], [{"Namn": "a"}])

    remote = RemoteBook(book(clear))
    for button in ("rakna_om", "kontrollera", "skapa_underlag", "skapa_helhetsforslag"):
        assert refused(remote, button) == [("not_a_portfolio", None)]
    assert remote.actions == []


@pytest.mark.parametrize("text", ["=1+1", "+46", "-5", "@SUM(A1)", "'citat"])
def test_a_text_that_looks_like_a_formula_stays_a_text(text: str) -> None:
    remote = RemoteBook(EXAMPLE)
    opened = remote.open()
    line = Line(Level.NOTE, "x", Place(sheet="Ramar", cell="A2"), f"{text} är ett namn.")
    write_check(opened, [line], "En.", datetime(2024, 5, 1, 9, 30).astimezone())
    remote.apply(opened)
    assert remote[CHECK_SHEET].cells[FIRST_ROW, 2] == f"{text} är ett namn."
    assert remote[CHECK_SHEET].cells[2, 1] == "Kontrollerad 2024-05-01 klockan 09:30. En."


def test_a_workbook_with_the_sheet_can_be_read_and_recalculated() -> None:
    remote = RemoteBook(EXAMPLE)
    press(remote, "kontrollera")
    assert read_live(remote.open()).portfolio == example_2024()
    formula = str(link(Place(sheet="Initiativ", cell="A8"))).removeprefix("=")
    cell = f'<row r="90"><c r="A90" t="str"><f>{formula}</f><v>A8</v></c></row></sheetData>'
    data = edited(EXAMPLE, ("xl/worksheets/sheet14.xml", "</sheetData>", cell))
    assert recalculate(data).data == data


# Räkna om.


def test_the_totals_are_told_from_what_people_typed() -> None:
    remote = RemoteBook(EXAMPLE)
    kronor = next(c for (r, c), v in remote["Initiativ"].cells.items() if v == "Kronor" and r == 1)
    for row in range(2, 10):
        remote["Initiativ"].cells[row, kronor] = "#NAME?"
    host = RecordingHost()
    sentence = press(remote, "rakna_om", host).replace(NBSP, " ")
    assert host.recalculated == 1
    assert sentence == (
        "Totalt 3 456 000 kr för 8 initiativ.\n"
        "Okända belopp, inte med i summan: 1.\n"
        "Initiativbudget: 294 000 kr kvar.\n"
        "Pilotbudget: 5 500 000 kr kvar (preliminär ram).\n"
        "6 av 7 initiativ som ska värderas har en plats."
    )


def test_an_unknown_or_overdrawn_frame_is_told_as_such() -> None:
    frames = (
        model.Frame("Okänd", Unknown(), funds_initiatives=True),
        model.Frame("Liten", Known(1), preliminary=True, funds_initiatives=True),
    )
    allocations = (model.Allocation("UVAS", "Liten", Known(3)),)
    told = totals_in_words(replace(PORTFOLIO, frames=frames, allocations=allocations))
    assert f"Okänd: ramen är okänd, 0{NBSP}kr är fördelat." in told
    assert f"Liten: överskriden med 2{NBSP}kr (preliminär ram)." in told


def test_many_sources_are_counted_in_the_end() -> None:
    frames = tuple(model.Frame(f"Källa {n}", Known(n), funds_initiatives=True) for n in range(12))
    assert "… och 4 källor till." in totals_in_words(replace(PORTFOLIO, frames=frames))


def test_the_computed_cells_of_the_example_are_right() -> None:
    opened = RemoteBook(EXAMPLE).open()
    assert odd_cells(read_live(opened), read_computed(opened)) == []


@pytest.mark.parametrize(
    ("table", "title", "shown", "right"),
    [
        ("Initiativ", "Kronor", 1, 648_000),
        ("Initiativ", "Kronor", "#N/A", 648_000),
        ("Initiativ", "Plats", None, 1),
        ("Initiativ", "Poäng", "4,5", 4.5),
        ("Initiativ", "Ordning", "#NAME?", None),
        ("Värdering", "Vikt", "#VALUE!", 1),
        ("Finansiering", "Kronor", 0, 648_000),
        ("Närvaro", "Part", "#NAME?", None),
    ],
)
def test_a_computed_cell_that_is_wrong_is_found(
    table: str, title: str, shown: object, right: object
) -> None:
    remote = RemoteBook(EXAMPLE)
    sheet = next(sheet for sheet in remote.sheets for t in sheet.tables if t["name"] == table)
    column = remote.table(table)["columns"].index(title) + 1
    sheet.cells[2, column] = shown
    opened = remote.open()
    workbook = read_live(opened)
    (odd,) = odd_cells(workbook, read_computed(opened))
    assert (odd.place.sheet, odd.right) == (sheet.name, right)
    assert odd.place.cell is not None
    assert odd.place.cell.endswith("2")


def test_what_is_unknown_or_does_not_apply_is_no_error() -> None:
    remote = RemoteBook(EXAMPLE)
    shown = {value for value in remote["Initiativ"].cells.values() if value == "#N/A"}
    assert shown == {"#N/A"}
    opened = remote.open()
    assert odd_cells(read_live(opened), read_computed(opened)) == []


def test_a_row_below_its_table_has_no_formulas_to_be_wrong() -> None:
    remote = RemoteBook(EXAMPLE)
    row = max(row for row, _ in remote["Finansiering"].cells) + 1
    remote["Finansiering"].cells |= {(row, 1): "UVAS", (row, 2): "Pilotbudget", (row, 4): 0}
    opened = remote.open()
    odd = odd_cells(read_live(opened), read_computed(opened))
    assert OddCell(Place(None, "Finansiering", f"H{row}"), None, 0) not in odd
    assert not [cell for cell in odd if cell.place.sheet == "Finansiering"]


# Documents.


def mark(sheet: str, address: str | None) -> Callable[[RemoteBook], None]:
    return lambda remote: remote.select(sheet, address)


@pytest.mark.parametrize(
    ("select", "codes"),
    [
        (mark("Initiativ", "A2"), ("UVAS",)),
        (mark("Initiativ", "D2:F3"), ("UVAS", "FORSKOLA")),
        (mark("Initiativ", "3:3"), ("FORSKOLA",)),
        (mark("Värdering", "B2:C5"), ("UVAS", "FORSKOLA")),
        (mark("Finansiering", "A2"), ("UVAS",)),
        (mark("Initiativ", "A1"), None),
        (mark("Initiativ", "A200"), None),
        (mark("Initiativ", None), None),
        (mark("Ramar", "A2"), None),
        (mark("Översikt", "A2"), None),
    ],
)
def test_the_decision_bases_are_those_of_the_selected_rows(
    select: Callable[[RemoteBook], None], codes: tuple[str, ...] | None
) -> None:
    remote, host = RemoteBook(EXAMPLE), RecordingHost()
    select(remote)
    sentence = press(remote, "skapa_underlag", host)
    assert host.asked == [(scripts.BASIS_KINDS, codes)]
    expected = f"de markerade raderna: {', '.join(codes)}." if codes else "alla initiativ."
    assert sentence == f"Beslutsunderlag för {expected}\nKlart."


def test_the_whole_column_means_all_rows() -> None:
    remote, host = RemoteBook(EXAMPLE), RecordingHost()
    remote.select("Initiativ", "A:B")
    press(remote, "skapa_underlag", host)
    assert len(host.asked[0][1] or ()) == len(example_2024().initiatives)


def test_the_selection_is_that_of_the_book_itself() -> None:
    """One app serves all requests of xlwings Server; its selection is the latest one's."""
    remote, other, host = RemoteBook(EXAMPLE), RemoteBook(EXAMPLE), RecordingHost()
    remote.select("Initiativ", "A3")
    other.select("Initiativ", "A2")
    opened = remote.open()
    other.open()
    run("skapa_underlag", opened, host)
    assert host.asked[0][1] == ("FORSKOLA",)


def test_a_code_is_found_in_another_case_and_a_wrong_one_is_passed_on() -> None:
    remote, host = RemoteBook(EXAMPLE), RecordingHost()
    remote["Texter"].cells |= {(2, 1): "uvas", (3, 1): "FINNSEJ"}
    remote.select("Texter", "A2:A3")
    press(remote, "skapa_underlag", host)
    assert host.asked[0][1] == ("UVAS", "FINNSEJ")


@pytest.mark.parametrize(
    ("button", "kind"),
    [
        ("skapa_helhetsforslag", DocumentKind.PROPOSAL),
        ("skapa_motesanteckningar", DocumentKind.MINUTES),
    ],
)
def test_the_other_documents_are_of_their_kind_whatever_is_selected(
    button: str, kind: DocumentKind
) -> None:
    remote, host = RemoteBook(EXAMPLE), RecordingHost()
    remote.select("Initiativ", "A2")
    remote["Initiativ"].cells[2, 2] = "Nytt namn"
    assert press(remote, button, host) == "Klart."
    assert host.asked == [((kind,), None)]
    assert host.read is not None
    assert host.read.portfolio.initiatives[0].name == "Nytt namn"


# Anpassa formler.


@pytest.mark.parametrize(("count", "said"), [(0, "Inget är ändrat."), (7, "7 formler har fått")])
def test_the_count_of_adapted_formulas_is_told(count: int, said: str) -> None:
    host = RecordingHost()
    host.respelled = count
    assert said in press(RemoteBook(EXAMPLE), "anpassa_formler", host)
