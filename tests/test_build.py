"""The workbook that the builder makes: what a person, Excel and LibreOffice find in it."""

from __future__ import annotations

import csv
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import Heading, Initiative, InitiativeType, Portfolio, TextSection
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.building.entry import LAST_ROW, list_name
from shk_xl.workbook.columns import Column, Table
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.schema import ABOUT_SHEET, OVERVIEW_SHEET, TABLES
from shk_xl.workbook.starting_point import empty_portfolio

ROOT = Path(__file__).parents[1]
COLUMNS = [(table, column) for table in TABLES for column in table.columns]
TYPED = [(table, column) for table, column in COLUMNS if not column.formula]
COMPUTED = [(table, column) for table, column in COLUMNS if column.formula]


def named(case: object) -> str:
    return case.name if isinstance(case, Table) else str(getattr(case, "title", case))


@pytest.fixture(scope="module")
def data() -> bytes:
    return build_workbook(example_2024())


@pytest.fixture(scope="module")
def book(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data))


@pytest.fixture(scope="module")
def values(data: bytes) -> Workbook:
    return openpyxl.load_workbook(BytesIO(data), data_only=True)


def cells_of(book: Workbook, table: Table, column: Column) -> list[object]:
    index = table.columns.index(column) + 1
    rows = book[table.sheet].iter_rows(min_row=2, min_col=index, max_col=index, values_only=True)
    return [row[0] for row in rows]


def validations_of(sheet: Worksheet, letter: str) -> Iterator[DataValidation]:
    for validation in sheet.data_validations.dataValidation:
        if str(validation.sqref) == f"{letter}2:{letter}{LAST_ROW}":
            yield validation


def test_the_same_portfolio_gives_the_same_bytes(data: bytes) -> None:
    assert build_workbook(example_2024()) == data


@pytest.mark.parametrize(
    ("name", "portfolio"),
    [("tom_portfolj.xlsx", empty_portfolio()), ("exempel_2024.xlsx", example_2024())],
)
def test_the_workbooks_handed_out_are_those_of_the_builder(name: str, portfolio: Portfolio) -> None:
    """Part by part and byte for byte; only how tightly a part is packed is the computer's."""
    with (
        ZipFile(ROOT / "workbooks" / name) as handed_out,
        ZipFile(BytesIO(build_workbook(portfolio))) as built,
    ):
        assert handed_out.namelist() == built.namelist()
        assert [n for n in built.namelist() if handed_out.read(n) != built.read(n)] == []


@pytest.mark.parametrize("portfolio", [example_2024(), empty_portfolio(2027), Portfolio()])
def test_reading_the_workbook_gives_the_portfolio_back(portfolio: Portfolio) -> None:
    read = read_portfolio_bytes(build_workbook(portfolio), file="bok.xlsx")
    assert read.portfolio == portfolio


def test_the_sheets_stand_in_order_with_one_table_each(book: Workbook) -> None:
    assert book.sheetnames == [OVERVIEW_SHEET, *(table.sheet for table in TABLES), ABOUT_SHEET]
    for table in TABLES:
        found = book[table.sheet].tables[table.name]
        assert found.column_names == [column.title for column in table.columns]
        assert found.ref.startswith("A1:")
        assert len(book[table.sheet].tables) == 1


def test_a_table_without_rows_has_one_to_type_in() -> None:
    book = openpyxl.load_workbook(BytesIO(build_workbook(Portfolio())))
    for table in TABLES:
        assert book[table.sheet].tables[table.name].ref.endswith("2"), table.name


@pytest.mark.parametrize(("table", "column"), COMPUTED, ids=named)
def test_a_computed_column_is_one_formula_in_every_row(
    book: Workbook, table: Table, column: Column
) -> None:
    defined = book[table.sheet].tables[table.name].tableColumns[table.columns.index(column)]
    assert defined.calculatedColumnFormula.attr_text == column.formula
    assert set(cells_of(book, table, column)) == {f"={column.formula}"}


def test_every_function_of_ours_is_used(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as archive:
        sheets = "".join(archive.read(n).decode() for n in archive.namelist() if "/sheet" in n)
    assert [f.name for f in FUNCTIONS if f"{f.name}(" not in sheets] == []


def test_every_formula_holds_its_value_already(data: bytes) -> None:
    result = recalculate(data)
    assert result.formulas > 100
    assert (result.changed, result.errors) == (0, 0)


def test_the_values_are_those_of_2024(values: Workbook) -> None:
    initiatives, frames = TABLES[0], next(t for t in TABLES if t.name == "Ramar")
    assert cells_of(values, initiatives, initiatives.column("Poäng")) == [
        *(4.5, 4, 3, 2.5, 4.5, 3.5),
        *("#N/A", None),
    ]
    assert cells_of(values, initiatives, initiatives.column("Plats"))[:6] == [1, 2, 3, 4, 1, 2]
    assert cells_of(values, initiatives, initiatives.column("Kronor"))[-1] == "#N/A"
    assert cells_of(values, frames, frames.column("Fördelat"))[-2:] == [1_456_000, 2_000_000]
    assert cells_of(values, frames, frames.column("Kvar"))[-2:] == [294_000, 5_500_000]


def test_excel_is_not_asked_to_calculate_when_it_opens_the_file(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as archive:
        assert b"fullCalcOnLoad" not in archive.read("xl/workbook.xml")


def test_nothing_is_locked(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as archive:
        assert not [n for n in archive.namelist() if b"Protection" in archive.read(n)]


@pytest.mark.parametrize(("table", "column"), TYPED, ids=named)
def test_every_typed_column_has_help_and_its_limits(
    book: Workbook, table: Table, column: Column
) -> None:
    letter = get_column_letter(table.columns.index(column) + 1)
    (found,) = validations_of(book[table.sheet], letter)
    assert (found.promptTitle, found.prompt) == (column.title, column.help)
    if column.choices:
        assert found.formula1 == f'"{",".join(column.choices)}"'
        assert found.errorStyle in {None, "stop"}
    elif column.refers_to:
        assert found.formula1 == list_name(*column.refers_to)
        assert found.errorStyle == "warning"


def test_the_lists_grow_with_their_tables(book: Workbook) -> None:
    for table, column in {c.refers_to for _, c in TYPED if c.refers_to}:
        assert book.defined_names[list_name(table, column)].value == f"{table}[{column}]"


def test_a_text_stays_a_text_whatever_it_begins_with() -> None:
    texts = ["=1+1", "- punkt", "+46 70", "@alla", "007", "2023-04-13", "TRUE", "http://a.se"]
    portfolio = Portfolio(
        texts=tuple(TextSection(f"K{i}", Heading.PURPOSE, text) for i, text in enumerate(texts))
    )
    book = openpyxl.load_workbook(BytesIO(build_workbook(portfolio)))
    cells = [row[2] for row in book["Texter"].iter_rows(min_row=2)]
    assert [(cell.value, cell.data_type) for cell in cells] == [(text, "s") for text in texts]


def test_a_text_that_no_cell_can_hold_is_refused() -> None:
    long = Initiative("A", "n" * 32_768, InitiativeType.FORUM)
    with pytest.raises(Refused):
        build_workbook(Portfolio(initiatives=(long,)))


def test_kronor_are_grouped_as_the_reader_groups(book: Workbook) -> None:
    assert book["Initiativ"]["L2"].number_format.startswith('#,##0"\u00a0kr"')


def test_overdrawn_unknown_and_missing_are_marked_with_a_sign(book: Workbook) -> None:
    rules = {
        (sheet.title, rule.formula[0]): rule.dxf
        for sheet in book.worksheets
        for area in sheet.conditional_formatting
        for rule in area.rules
    }
    overdrawn = rules["Ramar", "AND(ISNUMBER($H2),$H2<0)"]
    assert overdrawn.numFmt.formatCode.startswith('"▼ ')
    assert ("Initiativ", "ISNA($O2)") in rules
    assert ("Initiativ", '$M2="Okänt"') in rules
    missing = rules["Värdering", 'AND($C2="",$A2<>"")']
    assert missing.fill.patternType == "lightUp"
    assert ("Initiativ", 'AND($A2="",COUNTA($A2:$N2)>0)') in rules


def test_every_sheet_prints_with_its_name_and_page(book: Workbook) -> None:
    for sheet in book.worksheets:
        assert sheet.page_setup.orientation == "landscape"
        page, footer = sheet.sheet_properties.pageSetUpPr, sheet.oddFooter
        assert page
        assert page.fitToPage
        assert footer
        assert (footer.left.text, footer.right.text) == ("&A", "Sida &P (&N)")
        assert sheet.title == OVERVIEW_SHEET or sheet.print_title_rows == "$1:$1"
        assert sheet.title == OVERVIEW_SHEET or sheet.freeze_panes in {"B2", "A2"}


def test_the_rows_of_tables_grow_with_what_is_typed(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as archive:
        texts = archive.read("xl/worksheets/sheet3.xml").decode()
    assert 'ht="' in texts
    assert "customHeight" not in texts


def test_the_file_says_what_it_is_and_in_which_language(data: bytes, book: Workbook) -> None:
    assert book.properties.title == "Portfölj: Alla barn och unga lyckas 2024"
    with ZipFile(BytesIO(data)) as archive:
        assert b"<dc:language>sv-SE</dc:language>" in archive.read("docProps/core.xml")


def test_a_criterion_that_gets_points_later_needs_no_other_change() -> None:
    portfolio = example_2024()
    scores = tuple(replace(score, points=5) for score in portfolio.scores)
    data = build_workbook(replace(portfolio, scores=scores))
    book = openpyxl.load_workbook(BytesIO(data), data_only=True)
    assert [book["Initiativ"][f"Q{row}"].value for row in range(2, 8)] == [5] * 6
    assert [book["Initiativ"][f"T{row}"].value for row in range(2, 8)] == [1] * 6


def test_libreoffice_shows_every_value_without_our_functions(
    data: bytes, soffice: str, tmp_path: Path
) -> None:
    (tmp_path / "bok.xlsx").write_bytes(data)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    to_csv = "csv:Text - txt - csv (StarCalc):44,34,76,1,,1033,false,true,false,false,false,-1"
    command = [soffice, profile, "--headless", "--convert-to", to_csv, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(tmp_path / "bok.xlsx")], check=True, capture_output=True)
    shown = {
        path.stem.removeprefix("bok-"): list(csv.reader(path.read_text("utf-8").splitlines()))
        for path in tmp_path.glob("*.csv")
    }
    assert len(shown) == len(TABLES) + 2
    assert "#NAME?" not in str(shown)
    assert shown["Ramar"][-1][-2:] == ["2000000", "5500000"]
    assert "#N/A" in shown["Initiativ"][-1]
    assert "3456000" in shown[OVERVIEW_SHEET][4]
