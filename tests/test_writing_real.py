"""Tables that Excel itself saved, with rows added; and a book with macros, edited."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from portfolio_books import PORTFOLIO
from written_books import cells_of, changed_parts, check_sanity, parts_of

from shk_xl.domain.faults import Refused
from shk_xl.excel.macro_workbook import build_macro_workbook
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import Package, Relationship
from shk_xl.ooxml.workbook_parts import Workbook, read_tables
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.reading.tables import Found, Wanted
from shk_xl.workbook.writing.book_tables import BookTable, open_workbook
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow
from shk_xl.workbook.writing.report import ReportColumn, ReportSheet
from shk_xl.workbook.writing.report_sheet import read_report_sheet, write_report_sheet
from shk_xl.workbook.writing.table_part import read_table_part
from shk_xl.workbook.writing.write import _Writing, edit_tables

pytestmark = pytest.mark.thorough

LARGE = 50_000
"""Bytes above which openpyxl takes seconds."""


def opened(path: Path) -> tuple[Package, Workbook] | None:
    data = path.read_bytes()
    try:
        check_package(data, file=str(path))
        return open_workbook(data)
    except Refused:
        return None


def with_openpyxl(data: bytes) -> openpyxl.Workbook | None:
    """Open a workbook in openpyxl, unless that fails on some part of its own."""
    try:
        return openpyxl.load_workbook(io.BytesIO(data))
    except (KeyError, TypeError, ValueError):
        return None


def tables_in(package: Package, workbook: Workbook) -> Iterator[BookTable]:
    """Take every table of a workbook for one of ours: what it computes stands in its part."""
    for sheet in workbook.sheets:
        tables = read_tables(package, sheet)
        partnames = package.related(sheet.partname, "table") if sheet.partname else ()
        for table, partname in zip(tables, partnames, strict=True):
            formulas = read_table_part(package, partname).formulas
            computed = tuple(table.columns[place] for place in formulas)
            typed = tuple(title for title in table.columns if title not in computed)
            numbers = {t: table.area.first_column + i for i, t in enumerate(table.columns)}
            wanted = Wanted(table.name, table.sheet, typed, computed)
            alone = len(tables) == 1
            found = Found(wanted, table, numbers, (), alone=alone)
            others = tuple(other for other in tables if other is not table)
            yield BookTable(found, partname, sheet.partname, others)


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_tables_of_real_workbooks_get_rows_and_all_else_stays(excel_files: list[Path]) -> None:
    grown = refused = 0
    for path in excel_files:
        package_and_workbook = opened(path)
        if package_and_workbook is None:
            continue
        package, workbook = package_and_workbook
        for table in tables_in(package, workbook):
            if not table.found.wanted.typed or len(set(table.found.table.columns)) < 1:
                continue
            writing = _Writing(package, workbook)
            writing.open(table)
            row = NewRow(table.name, {table.found.wanted.typed[0]: "=nytt"})
            (number,) = writing.make([row])
            if writing.told.faults:
                refused += 1
                continue
            grown += 1
            written = writing.data()
            check_rest(package, workbook, table, written, number)
    assert grown >= 15
    assert refused <= grown


def check_rest(
    package: Package, workbook: Workbook, table: BookTable, written: bytes, number: int
) -> None:
    """See that the row is there, and that no part changed that is not about the table."""
    known = {r.target for name in ("", *package.partnames) for r in relationships(package, name)}
    changed_ones = changed_parts(package.data, written)
    check_sanity(written, known={*known, "xl/calcChain.xml"}, only=changed_ones)
    allowed = {table.sheet_part, table.partname, "xl/calcChain.xml", workbook.partname}
    allowed |= {"[Content_Types].xml", "xl/_rels/workbook.xml.rels"}
    allowed |= {sheet.partname for sheet in workbook.sheets}
    assert changed_ones <= allowed
    old, new = (
        cells_of(package.read(table.sheet_part)),
        cells_of(Package(written).read(table.sheet_part)),
    )
    changed = {where for where in new if old.get(where) != new[where]}
    assert {int("".join(filter(str.isdigit, where))) for where in changed} == {number}
    assert old.keys() <= new.keys()
    column = table.found.columns[table.found.wanted.typed[0]]
    if len(written) > LARGE:
        return
    book = with_openpyxl(written)
    if book is None:
        assert with_openpyxl(package.data) is None
        return
    sheet = book[table.sheet]
    assert sheet.cell(number, column).value == "=nytt"
    assert sheet.cell(number, column).data_type == "s"
    (ref,) = (one.ref for one in sheet.tables.values() if one.displayName == table.name)
    assert str(number) in ref or number < int(
        ref.rpartition(":")[2].lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    )


def relationships(package: Package, name: str) -> Iterator[Relationship]:
    if not name.endswith(".rels"):
        yield from package.relationships(name)


REPORT = ReportSheet(
    "Konflikter", (ReportColumn("Ark", 20), ReportColumn("Fält", 20)), [["a", "=b"]]
)


def test_a_workbook_with_macros_keeps_them(tmp_path: Path) -> None:
    data = build_macro_workbook(PORTFOLIO)
    edits: list[Edit] = [CellEdit("Initiativ", 2, "Namn", "Nytt"), NewRow("Parter", {"Namn": "B"})]
    written = write_report_sheet(edit_tables(data, edits).data, REPORT)
    old, new = parts_of(data), parts_of(written)
    for name in old:
        if name.endswith((".bin", ".vml")) or "drawing" in name or "ctrlProp" in name:
            assert new[name] == old[name]
    assert new.keys() - old.keys() == {"xl/worksheets/sheet14.xml"}
    assert b"sheet.macroEnabled" in new["[Content_Types].xml"]
    check_sanity(written)
    assert read_portfolio_bytes(written, file="bok.xlsm").portfolio.parties[1].name == "B"
    path = tmp_path / "bok.xlsm"
    path.write_bytes(written)
    assert openpyxl.load_workbook(path, keep_vba=True).sheetnames[-1] == "Konflikter"


@pytest.mark.filterwarnings("ignore::UserWarning:openpyxl")
def test_a_report_goes_into_real_workbooks_and_all_else_stays(excel_files: list[Path]) -> None:
    count = 0
    for path in excel_files:
        package_and_workbook = opened(path)
        if package_and_workbook is None:
            continue
        package, workbook = package_and_workbook
        if not package.related(workbook.partname, "styles"):
            continue
        written = write_report_sheet(package.data, REPORT)
        count += 1
        changed = changed_parts(package.data, written)
        (added,) = {n for n in changed if n not in package}
        styles = package.related(workbook.partname, "styles")
        lists = {"[Content_Types].xml", "xl/_rels/workbook.xml.rels", workbook.partname}
        assert changed == {*lists, *styles, added}
        assert read_report_sheet(written, "Konflikter") == [{"Ark": "a", "Fält": "=b"}]
        assert write_report_sheet(written, REPORT) == written
        if len(written) > LARGE:
            continue
        book = with_openpyxl(written)
        if book is None:
            assert with_openpyxl(package.data) is None
            continue
        sheet = book["Konflikter"]
        assert sheet["A1"].font.b
        assert (sheet["B2"].number_format, sheet["B2"].alignment.wrap_text) == ("@", True)
    assert count >= 40


def test_libreoffice_opens_real_tables_that_grew(
    soffice: str, excel_files: list[Path], tmp_path: Path
) -> None:
    from written_books import resaved  # noqa: PLC0415 - only where LibreOffice is

    path = next(
        path for path in excel_files if path.name == "poi_StructuredRefs-lots-with-lookups.xlsx"
    )
    package, workbook = open_workbook(path.read_bytes())
    table = next(tables_in(package, workbook))
    writing = _Writing(package, workbook)
    writing.open(table)
    title = table.found.wanted.typed[0]
    (number,) = writing.make([NewRow(table.name, {title: "=nytt"})])
    again = resaved(soffice, writing.data(), tmp_path)
    sheet = openpyxl.load_workbook(io.BytesIO(again))[table.sheet]
    assert sheet.cell(number, table.found.columns[title]).value == "=nytt"
