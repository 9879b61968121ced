"""Report sheets: added, made anew, added to and read back, with text as text."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolio_books import PORTFOLIO, edited
from written_books import changed_parts, check_sanity, parts_of, resaved

from shk_xl.domain.faults import Refused
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.writing.report import Link, ReportColumn, ReportSheet
from shk_xl.workbook.writing.report_sheet import (
    append_report_rows,
    read_report_sheet,
    write_report_sheet,
)

BUILT = build_workbook(PORTFOLIO)
COLUMNS = (
    ReportColumn("Var", 24),
    ReportColumn("Fält", 24),
    ReportColumn("Värde", 40),
    ReportColumn("Välj", 12, choices=("Vår", "Deras")),
    ReportColumn("Anmärkning", 30, fills_in=True),
)
ROWS: list[list[Any]] = [
    [Link("Initiativ!B2", "Initiativ", "B2"), "=Namn", " å\n", "Vår", None],
    [Link('"&<', "Närvaro och röster", "A3"), "@x", 12.5, None, "00123"],
]
SHEET = ReportSheet("Konflikter", COLUMNS, ROWS)
SEEN = [
    {"Var": "Initiativ!B2", "Fält": "=Namn", "Värde": " å\n", "Välj": "Vår", "Anmärkning": None},
    {"Var": '"&<', "Fält": "@x", "Värde": 12.5, "Välj": None, "Anmärkning": "00123"},
]


def refusal(data: bytes, sheet: ReportSheet) -> list[str]:
    with pytest.raises(Refused) as refused:
        write_report_sheet(data, sheet)
    return [fault.code for fault in refused.value.faults]


def test_rows_are_as_high_as_their_texts() -> None:
    long = "Ett ganska långt ord och flera till på raden\nen rad\nen till"
    row = ["Initiativ!B2", "", long, None, None]
    data = write_report_sheet(BUILT, replace(SHEET, rows=[row, ROWS[1]]))
    data = append_report_rows(data, replace(SHEET, rows=[row]))
    heights = openpyxl.load_workbook(io.BytesIO(data))["Konflikter"].row_dimensions
    assert [heights[number].height for number in (2, 3, 4)] == [60, 15, 60]
    part = parts_of(data)["xl/worksheets/sheet14.xml"].decode()
    assert part.count("customHeight") == 1  # the headings: the others follow what is written


def test_a_report_comes_last_and_nothing_else_changes() -> None:
    written = write_report_sheet(BUILT, SHEET)
    assert read_report_sheet(BUILT, "Konflikter") is None
    assert read_report_sheet(written, "konflikter") == SEEN
    added = "xl/worksheets/sheet14.xml"
    assert changed_parts(BUILT, written) == {
        "[Content_Types].xml",
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/styles.xml",
        added,
    }
    check_sanity(written)
    assert read_portfolio_bytes(written, file="b").portfolio == PORTFOLIO
    book = openpyxl.load_workbook(io.BytesIO(written))
    assert book.sheetnames[-2:] == ["Om filen", "Konflikter"]
    sheet = book["Konflikter"]
    assert sheet.freeze_panes == "A2"
    assert sheet["A2"].hyperlink.location == "'Initiativ'!B2"
    assert sheet["A3"].hyperlink.location == "'Närvaro och röster'!A3"
    (choice,) = sheet.data_validations.dataValidation
    assert (choice.formula1, str(choice.sqref)) == ('"Vår,Deras"', "D2:D1048576")
    assert [sheet.cell(2, column).data_type for column in range(1, 5)] == ["s"] * 4
    ours = parts_of(written)
    style = re.compile(rb'<c r="A1" s="(\d+)"')
    shown = [style.search(ours[part])[1] for part in (added, "xl/worksheets/sheet2.xml")]  # type: ignore[index]
    assert shown[0] == shown[1]
    assert sheet["E2"].fill.fgColor.rgb == book["Initiativ"]["A2"].fill.fgColor.rgb


def test_a_report_is_made_anew_in_its_place() -> None:
    once = write_report_sheet(BUILT, SHEET)
    assert write_report_sheet(once, SHEET) is once
    other = write_report_sheet(once, replace(SHEET, rows=ROWS[1:]))
    assert changed_parts(once, other) == {"xl/worksheets/sheet14.xml"}
    assert read_report_sheet(other, "Konflikter") == SEEN[1:]
    assert read_report_sheet(write_report_sheet(once, replace(SHEET, rows=[])), "Konflikter") == []
    both = write_report_sheet(once, replace(SHEET, name="Ändringslogg"))
    assert read_report_sheet(both, "Ändringslogg") == read_report_sheet(both, "Konflikter") == SEEN
    check_sanity(both)


def test_rows_are_added_after_what_stands_there() -> None:
    once = append_report_rows(BUILT, SHEET)
    twice = append_report_rows(once, SHEET)
    assert read_report_sheet(twice, "Konflikter") == [*SEEN, *SEEN]
    old, new = (parts_of(one)["xl/worksheets/sheet14.xml"].decode() for one in (once, twice))
    assert new.startswith(old.partition("</sheetData>")[0].replace('ref="A1:E3"', 'ref="A1:E5"'))
    sheet = openpyxl.load_workbook(io.BytesIO(twice))["Konflikter"]
    assert sheet["A4"].hyperlink.location == "'Initiativ'!B2"
    assert sheet.dimensions == "A1:E5"
    check_sanity(twice)
    wider = replace(SHEET, columns=(*COLUMNS, ReportColumn("Ny", 5)), rows=[])
    with pytest.raises(Refused):
        append_report_rows(once, wider)


def test_a_sheet_of_somebody_else_is_left_alone() -> None:
    renamed = edited(BUILT, ("xl/workbook.xml", 'name="Parter"', 'name="Konflikter"'))
    assert refusal(renamed, SHEET) == ["report_sheet_taken"]
    protected = (
        "xl/workbook.xml",
        "<bookViews>",
        '<workbookProtection lockStructure="1"/><bookViews>',
    )
    assert refusal(edited(BUILT, protected), SHEET) == ["book_structure_protected"]


def test_what_no_cell_can_hold_is_refused() -> None:
    long = replace(SHEET, rows=[["a", "b", "å" * 32_768, None, None]])
    assert refusal(BUILT, long) == ["text_too_long"]
    for choices in (("a,b",), tuple("x" * 60 for _ in range(5))):
        with pytest.raises(ValueError, match=r"a,b|x"):
            write_report_sheet(
                BUILT, replace(SHEET, columns=(replace(COLUMNS[3], choices=choices),), rows=[])
            )


values = (
    st.none()
    | st.text(st.characters(codec="utf-8"), max_size=30)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
)


@settings(max_examples=30)
@given(st.lists(st.lists(values, min_size=2, max_size=2), max_size=5))
def test_what_is_written_is_read(rows: list[list[Any]]) -> None:
    sheet = ReportSheet("Ändringslogg", COLUMNS[:2], rows)
    found = read_report_sheet(write_report_sheet(BUILT, sheet), "Ändringslogg")
    told = [
        [None if value == "" and value is not False else value for value in row] for row in rows
    ]
    kept = [row for row in told if any(value is not None for value in row)]
    assert found == [dict(zip(("Var", "Fält"), row, strict=True)) for row in kept]


def test_a_report_survives_libreoffice(soffice: str, tmp_path: Path) -> None:
    again = resaved(soffice, write_report_sheet(BUILT, SHEET), tmp_path)
    assert read_report_sheet(again, "Konflikter") == SEEN
    added = append_report_rows(again, SHEET)
    assert read_report_sheet(added, "Konflikter") == [*SEEN, *SEEN]
    anew = write_report_sheet(again, SHEET)
    assert read_report_sheet(anew, "Konflikter") == SEEN
    check_sanity(anew)
