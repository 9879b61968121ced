"""A party's copy: what it says, what is marked in it, and what it no longer has."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet
from outgoing_copies import HOSTILE, REQUEST, copy_for, example, example_copy, typed_in, with_party
from portfolio_books import Layout, book

from shk_xl import look
from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import Heading, Party, Portfolio, Score, TextSection
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.outgoing.copy import OutgoingCopy, name_of_file
from shk_xl.exchange.outgoing.registration import registration
from shk_xl.exchange.outgoing.source import source_of
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import Package
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.filling import may_fill
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.respelling import respell
from shk_xl.workbook.schema import ABOUT_SHEET, OVERVIEW_SHEET, TABLES
from shk_xl.workbook.spelling import Spelling
from shk_xl.workbook.starting_point import empty_portfolio

pytestmark = pytest.mark.thorough

FRAME = f"FF{look.PRIMARY}"


@pytest.fixture(scope="module")
def team() -> bytes:
    return build_workbook(example())


@pytest.fixture(scope="module")
def copy(team: bytes) -> OutgoingCopy:
    return copy_for("MDU", team)


@pytest.fixture(scope="module")
def own(team: bytes) -> OutgoingCopy:
    return copy_for("MDU", team, only_own=True)


@pytest.fixture(scope="module")
def opened(copy: OutgoingCopy) -> Workbook:
    return openpyxl.load_workbook(BytesIO(copy.data))


def shown(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


def in_cells(sheet: Worksheet) -> dict[str, Any]:
    """What the cells of a sheet hold, the blank ones and the empty texts left out."""
    cells = (cell for row in sheet.iter_rows() for cell in row)
    return {cell.coordinate: cell.value for cell in cells if cell.value not in (None, "")}


def cell(sheet: Worksheet, code: str, title: str, *others: str) -> Any:
    """The cell of the first row that begins with some texts, in a column."""
    header = [found.value for found in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        if tuple(found.value for found in row[: 1 + len(others)]) == (code, *others):
            return row[header.index(title)]
    raise LookupError(code)


def help_at(sheet: Worksheet, coordinate: str) -> Any:
    """The only help that a cell has."""
    (found,) = (v for v in sheet.data_validations.dataValidation if coordinate in v.sqref)
    return found


def test_a_copy_says_what_the_team_s_workbook_says(team: bytes, copy: OutgoingCopy) -> None:
    read = read_portfolio_bytes(copy.data, file=copy.file_name)
    assert read.portfolio == example()
    assert typed_in(copy.data) == typed_in(team)


def test_every_sheet_shows_what_it_shows_the_team(team: bytes, copy: OutgoingCopy) -> None:
    ours, theirs = shown(team), shown(copy.data)
    assert theirs.sheetnames == [ABOUT_SHEET, *ours.sheetnames[:-1]]
    for name in ours.sheetnames[:-1]:
        assert in_cells(theirs[name]) == in_cells(ours[name]), name


@pytest.mark.parametrize("only_own", [False, True])
def test_no_function_of_ours_is_left_anywhere(team: bytes, *, only_own: bool) -> None:
    data = copy_for("MDU", team, only_own=only_own).data
    for spelling in Spelling:
        assert respell(data, spelling).data is data
    again = recalculate(data, functions={}, full=True)
    assert (again.changed, again.errors, again.kept) == (0, 0, 0)
    assert again.formulas > 20


def test_native_formulas_stay_in_the_table_for_new_rows_and_ours_do_not(opened: Workbook) -> None:
    columns = {c.name: c for c in opened["Värdering"].tables["Värdering"].tableColumns}
    assert columns["Vikt"].calculatedColumnFormula.attr_text == TABLES[2].column("Vikt").formula
    of_initiatives = {c.name: c for c in opened["Initiativ"].tables["Initiativ"].tableColumns}
    assert of_initiatives["Ordning"].calculatedColumnFormula is not None
    assert of_initiatives["Kronor"].calculatedColumnFormula is None
    assert cell(opened["Initiativ"], "NYROLL", "Kronor").data_type == "e"
    assert cell(opened["Initiativ"], "UVAS", "Kronor").value == 648_000


def test_the_same_input_day_and_id_give_the_same_bytes(team: bytes, copy: OutgoingCopy) -> None:
    assert copy_for("MDU", team) == copy
    later = replace(REQUEST, made_on=date(2027, 2, 2))
    assert copy_for("MDU", team, request=later).sha256 != copy.sha256


def test_what_the_party_fills_in_looks_and_reads_different_from_the_rest(opened: Workbook) -> None:
    sheet = opened["Initiativ"]
    ours, theirs = cell(sheet, "NORM", "Belopp"), cell(sheet, "CORNERSTONE", "Belopp")
    assert (ours.fill.fgColor.rgb, ours.border.left.color.rgb) == (f"FF{look.INPUT}", FRAME)
    assert (theirs.fill.fgColor.rgb, theirs.font.color.rgb) == (
        f"FF{look.SHADE}",
        f"FF{look.MUTED}",
    )
    assert theirs.border.left.color.rgb != FRAME
    fill, read = help_at(sheet, ours.coordinate), help_at(sheet, theirs.coordinate)
    assert (fill.promptTitle, read.promptTitle) == ("Fyll i: Belopp", "Fylls inte i")
    assert fill.type == "whole"
    assert not read.formula1


@pytest.mark.parametrize("only_own", [False, True])
def test_the_cells_that_are_marked_are_those_that_the_merge_lets_in(
    team: bytes, *, only_own: bool
) -> None:
    """Cell by cell, the new rows too: the frame and the rule are the same."""
    made = copy_for("MDU", team, only_own=only_own)
    book_, may = openpyxl.load_workbook(BytesIO(made.data)), may_fill(example(), "MDU")
    marked = 0
    for table in TABLES:
        if table.sheet not in book_.sheetnames:
            continue
        titles = [str(found.value) for found in book_[table.sheet][1]]
        for row in book_[table.sheet].iter_rows(min_row=2):
            key = tuple(row[titles.index(title)].value for title in table.key)
            if any(key):
                frames = [c.border.left.color.rgb for c in row]
                framed = {t for t, rgb in zip(titles, frames, strict=True) if rgb == FRAME}
                assert framed == {t for t in titles if may(table.name, key, t)}, (table.name, key)
                marked += len(framed)
    assert marked == made.summary.cells > 50


def test_there_is_room_for_new_rows_inside_the_tables(opened: Workbook) -> None:
    sheet = opened["Värdering"]
    assert sheet.tables["Värdering"].ref == "A1:E22"
    assert [c.value for c in sheet["A"][-6:]] == ["CORNERSTONE", *[None] * 5]
    assert (
        help_at(sheet, "C22").promptTitle == help_at(sheet, "C900").promptTitle == "Fyll i: Poäng"
    )
    assert sheet["E22"].value.startswith("=IF(")


def test_a_value_typed_into_a_new_row_is_read(copy: OutgoingCopy) -> None:
    filled = openpyxl.load_workbook(BytesIO(copy.data))
    row: dict[str, str | int] = {"A": "NORM", "B": "Ett nytt kriterium", "C": 4, "D": "Därför."}
    for letter, score in row.items():
        filled["Värdering"][f"{letter}18"] = score
    below = filled["Texter"].max_row + 1
    for letter, value in zip("ABC", ("NORM", "Övrigt", "Under tabellen."), strict=True):
        filled["Texter"][f"{letter}{below}"] = value
    stream = BytesIO()
    filled.save(stream)
    read = tables_of(stream.getvalue(), file="svar.xlsx")
    assert read["Värdering"].rows["norm", "ett nytt kriterium"].values["Poäng"] == 4
    assert read["Texter"].rows["norm", "övrigt"].values["Text"] == "Under tabellen."


@pytest.mark.parametrize("only_own", [False, True])
def test_an_answer_without_changes_changes_nothing(team: bytes, *, only_own: bool) -> None:
    """Rows and sheets that were left out are not missed."""
    data = copy_for("MDU", team, only_own=only_own).data
    base, ours = tables_of(data, file="kopia.xlsx"), tables_of(team, file="portfolj.xlsx")
    merged = merge(base, ours, [Reply("MDU", "svar.xlsx", base, may_fill(example(), "MDU"))])
    assert (merged.changes, merged.conflicts, merged.proposals, merged.notices) == ((), (), (), ())


def test_a_copy_of_the_party_s_own_has_its_rows_and_what_they_need(own: OutgoingCopy) -> None:
    read = tables_of(own.data, file="kopia.xlsx")
    assert [*read] == [
        *("Initiativ", "Texter", "Värdering", "Ramar", "Finansiering", "Kriterier", "Parter"),
        "OmFilen",
    ]
    assert ("cornerstone",) not in read["Initiativ"].rows
    assert len(read["Initiativ"].rows) == 6
    assert {key[0] for key in read["Texter"].rows} <= {key[0] for key in read["Initiativ"].rows}
    assert [*read["Parter"].rows] == [("mdu",)]


def test_what_is_left_out_still_counts(team: bytes, own: OutgoingCopy) -> None:
    """The place among all, and what is left of a frame that others share."""
    ours, theirs = shown(team), shown(own.data)
    for title in ("Plats", "Poäng", "Finansierat"):
        code = "DEMOKRATI"
        assert (
            cell(theirs["Initiativ"], code, title).value
            == cell(ours["Initiativ"], code, title).value
        )
    left = cell(theirs["Ramar"], "Pilotbudget", "Kvar").value
    assert left == cell(ours["Ramar"], "Pilotbudget", "Kvar").value == 5_500_000
    assert OVERVIEW_SHEET not in theirs.sheetnames


def test_the_first_sheet_says_what_is_asked_by_when_and_which_copy_it_is(
    opened: Workbook, copy: OutgoingCopy
) -> None:
    assert opened.active is opened[ABOUT_SHEET]
    said = " ".join(str(value) for value in in_cells(opened[ABOUT_SHEET]).values())
    for text in ("Kopia till MDU", REQUEST.asked, "2027-03-15", REQUEST.reply_to, copy.id_text):
        assert text in said
    assert "Värdering: Poäng och Motivering. Det är 24 celler i 12 rader." in said
    assert "sist i Initiativ, Texter, Värdering och Finansiering" in said


def test_nothing_is_locked_and_nothing_asks_to_be_calculated(
    opened: Workbook, copy: OutgoingCopy
) -> None:
    assert not any(sheet.protection.sheet for sheet in opened.worksheets)
    assert b"fullCalcOnLoad" not in Package(copy.data).read("xl/workbook.xml")


def test_a_text_stays_a_text_in_every_place() -> None:
    portfolio = empty_portfolio(2027)
    texts = tuple(TextSection(f"K{n}", Heading.PURPOSE, text) for n, text in enumerate(HOSTILE))
    scores = tuple(Score(f"K{n}", text, 3, text) for n, text in enumerate(HOSTILE))
    team = build_workbook(replace(with_party(portfolio, Party("MDU")), texts=texts, scores=scores))
    made = copy_for("MDU", team, request=replace(REQUEST, asked=HOSTILE[1]))
    book_ = openpyxl.load_workbook(BytesIO(made.data))
    cells = [row[2] for row in book_["Texter"].iter_rows(min_row=2, max_row=1 + len(HOSTILE))]
    assert {found.data_type for found in cells} == {"s"}
    assert [row["Text"] for row in typed_in(made.data)["Texter"]] == sorted(
        (section.text for section in texts), key=lambda text: f"('k{HOSTILE.index(text)}'"
    )
    assert typed_in(made.data) == typed_in(team)
    assert book_[ABOUT_SHEET]["B4"].data_type == "s"


def messy(layouts: dict[str, Layout]) -> None:
    """Cells as people type them: each means what its column says, in other words."""
    layouts["Parter"].rows.append({"Namn": "MDU"})
    first = layouts["Initiativ"].rows[0]
    first |= {"Belopp": "Inväntar svar", "Beloppsläge": "okänt", "Alias": "a;b ;c"}
    first |= {"Namn": " Unga  utan\u00a0arbete ", "Samverkande aktörer": "mdu"}
    layouts["Möten"].rows[0] |= {"Möte": (45_029, "yyyy-mm-dd"), "Punkt": "1"}
    layouts["Värdering"].rows[0] |= {"Poäng": 2.5, "Kriterium": "ÖNSKAT "}
    layouts["Ramar"].rows[0] |= {"Belopp": "1 750kr", "Preliminär": True}
    layouts["Texter"].below.append({"Initiativ": "UVAS", "Rubrik": "mervärde", "Text": "Under."})


def test_cells_go_out_as_they_are_typed_so_that_nobody_seems_to_have_changed_them() -> None:
    team = book(messy)
    made = copy_for("MDU", team)
    assert typed_in(made.data) == typed_in(team)
    assert typed_in(made.data)["Initiativ"][1]["Belopp"] == "Inväntar svar"
    assert typed_in(made.data)["Värdering"][0]["Poäng"] == 2.5


def test_an_unknown_amount_typed_as_an_error_stays_one() -> None:
    team = build_workbook(with_party(empty_portfolio(), Party("MDU")))
    filled = openpyxl.load_workbook(BytesIO(team))
    for letter, value in {
        "A": "P",
        "B": "Piloten",
        "D": "Pilotinitiativ",
        "G": "MDU",
        "L": "#N/A",
    }.items():
        filled["Initiativ"][f"{letter}2"] = value
    for sheet in filled.worksheets:
        for row in sheet.iter_rows():
            for found in row:
                if found.data_type == "f":
                    found.value = None
    stream = BytesIO()
    filled.save(stream)
    made = copy_for("MDU", stream.getvalue())
    amount = openpyxl.load_workbook(BytesIO(made.data))["Initiativ"]["L2"]
    assert (amount.value, amount.data_type) == ("#N/A", "e")
    assert typed_in(made.data)["Initiativ"] == typed_in(stream.getvalue())["Initiativ"]


def test_columns_and_sheets_of_the_team_s_own_stay_at_home_and_it_is_told() -> None:
    def with_own(layouts: dict[str, Layout]) -> None:
        layouts["Parter"].rows.append({"Namn": "MDU"})
        layouts["Initiativ"].titles.append("Internt")
        layouts["Initiativ"].rows[0] |= {"Internt": "hemligt", "Samverkande aktörer": "MDU"}
        layouts["Hemligt"] = Layout("Hemligt", "Hemligt", ["A"], [{"A": "hemligt"}])

    team = book(with_own)
    made = copy_for("MDU", team)
    assert "hemligt" not in str(typed_in(made.data)).casefold()
    assert "Hemligt" not in shown(made.data).sheetnames
    (note,) = made.summary.notes
    assert (note.code, note.values["names"]) == ("outgoing_columns_left", "Internt")
    left = source_of(read_portfolio_bytes(team, file="portfolj.xlsx"), team).left_out
    assert [fault.values["names"] for fault in left] == ["Internt", "Hemligt"]


@pytest.mark.parametrize(
    ("text", "warned"),
    [("Kontakt: 19121212-1212", True), ("121212-1213", False), ("Beslut 2023-04-13", False)],
)
def test_what_looks_like_a_personal_number_is_warned_of(text: str, *, warned: bool) -> None:
    sections = (TextSection("UVAS", Heading.NOTES, text),)
    made = copy_for("MDU", build_workbook(replace(example(), texts=sections)))
    places = [(fault.place.sheet, fault.place.cell) for fault in made.summary.warnings]
    assert places == ([("Texter", "C2")] if warned else [])


def test_who_has_nothing_to_fill_in_gets_no_copy(team: bytes) -> None:
    with pytest.raises(Refused) as refused:
        copy_for("Processtödet", team)
    assert refused.value.faults[0].code == "outgoing_nothing_to_fill"


def test_a_party_without_initiatives_gets_room_for_new_ones_and_it_is_told() -> None:
    made = copy_for("MDU", build_workbook(with_party(Portfolio(), Party("MDU"))))
    assert made.summary.cells == 0
    assert [note.code for note in made.summary.notes] == ["outgoing_only_new_rows"]
    assert typed_in(made.data)["Initiativ"] == []


def test_the_summary_is_of_the_bytes_that_leave(copy: OutgoingCopy) -> None:
    summary = copy.summary
    assert (summary.size, summary.address) == (len(copy.data), "post2@part.example")
    assert copy.file_name == "Portfölj-MDU-utskick-3.xlsx"
    check_package(copy.data, file=copy.file_name)


def test_a_file_name_is_safe_and_short() -> None:
    name = name_of_file("../x" * 40, "Å" * 300, 12)
    assert name.endswith("-utskick-12.xlsx")
    assert len(name.encode()) < 110
    assert "/" not in name


def test_the_registration_sheet_lists_what_left(copy: OutgoingCopy) -> None:
    data = registration([copy, copy], REQUEST, example().about)
    sheet = openpyxl.load_workbook(BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    header, line = ([found.value for found in sheet[row]] for row in (4, 5))
    assert header == [
        *("Diarienummer", "Datum", "Avsändare", "Mottagare", "Innehåll", "Filnamn", "SHA-256"),
    ]
    assert line[0] is None
    assert line[1:4] == [
        "2027-02-01",
        "Processtödet\nportfolj@kommunen.example",
        "MDU\npost2@part.example",
    ]
    assert line[5:] == [copy.file_name, copy.sha256]
    assert sheet.max_row == 6
    assert data == registration([copy, copy], REQUEST, example().about)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"asked": " "}, "request_empty"),
        ({"sender": ""}, "request_empty"),
        ({"answer_by": date(2027, 1, 1)}, "request_answer_by_past"),
        ({"reply_to": "a@x.se, b@x.se"}, "request_reply_to"),
        ({"reply_to": "portfolj"}, "request_reply_to"),
    ],
)
def test_a_request_that_nobody_could_answer_is_told(changes: Mapping[str, Any], code: str) -> None:
    assert [fault.code for fault in replace(REQUEST, **changes).faults()] == [code]
    assert not [*REQUEST.faults()]


def test_a_copy_of_a_party_is_for_that_party_alone() -> None:
    assert example_copy("Eskilstuna kommun").sha256 != example_copy("MDU").sha256
