"""Every case of the function table through a workbook file and batch recalculation."""

from __future__ import annotations

import io

import pytest
import xlsxwriter
from case_sheet import PlacedCase, case_workbook, placed_cases
from raw_workbooks import workbook

from shk_xl.domain.faults import Refused
from shk_xl.functions.cell_values import Block, CellError, CellValue
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.workbook.recalculation.cached_value import old_value
from shk_xl.workbook.recalculation.recalculate import recalculate

pytestmark = pytest.mark.thorough

PLACED = list(placed_cases())
NAMES = [f"{placed.case.function}-{number}" for number, placed in enumerate(PLACED)]


@pytest.fixture(scope="module")
def values() -> dict[tuple[int, int], CellValue]:
    """The values of all cases' cells after recalculation, by row and column."""
    result = recalculate(case_workbook(PLACED))
    assert result.functions_called >= len(PLACED)
    cells = read_sheet(Package(result.data).read("xl/worksheets/sheet1.xml")).cells()
    return {
        (cell.row, cell.column): old_value(cell.type, cell.value, lambda _: "ett argument")
        for cell in cells
    }


@pytest.mark.parametrize("placed", PLACED, ids=NAMES)
def test_every_case_holds_in_batch_recalculation(
    placed: PlacedCase, values: dict[tuple[int, int], CellValue]
) -> None:
    first_row, first_column, last_row, last_column = placed.result
    found: Block = [
        [values[row, column] for column in range(first_column, last_column + 1)]
        for row in range(first_row, last_row + 1)
    ]
    assert found == placed.expected
    assert [[type(value) is CellError for value in row] for row in found] == [
        [type(value) is CellError for value in row] for row in placed.expected
    ]


AMOUNTS = {"A1": "10", "A2": "250 tkr", "A3": "=NA()", "B1": "1"}


def refused(cells: dict[str, str]) -> list[tuple[str, str | None]]:
    with pytest.raises(Refused) as error:
        recalculate(workbook({"Blad": {**AMOUNTS, **cells}}))
    return [(fault.code, fault.place.cell) for fault in error.value.faults]


IN_ONE_CELL = [
    "SHK_BELOPP(A1:A3)",
    "SHK_BELOPP(A1:A2)+1",
    "SUM(SHK_BELOPP(A1:A2))",
    "SUM(SHK_BELOPP(A1:A2)*2)",
    "LEN(SHK_KRONOR(A1:A2))",
    "SUM(IF(SHK_BELOPP(A1:A2)>5,1,0))",
    "SHK_BELOPP(INDEX(A1:B2,0,1))",
    "SHK_BUDGETSUMMA(SHK_BELOPP(A1:A2))",
]


@pytest.mark.parametrize("formula", IN_ONE_CELL)
@pytest.mark.parametrize("below", [{}, {"D6": "5"}], ids=["room", "no room"])
def test_an_array_in_a_formula_with_room_for_one_value_is_refused(
    formula: str, below: dict[str, str]
) -> None:
    assert refused({"D5": f"={formula}", **below}) == [("formula_fills_several", "D5")]


def test_an_array_is_refused_also_where_a_formula_catches_errors() -> None:
    found = refused({"D5": "=IFERROR(SUM(SHK_BELOPP(A1:A2)),0)"})
    assert found == [("formula_fills_several", "D5")]


def array(formula: str, area: str) -> str:
    return f'<c><f t="array" ref="{area}">{formula}</f></c>'


def test_an_array_formula_gives_the_array_to_what_stands_around_it() -> None:
    cells = {"D1": array("SUM(SHK_BELOPP(A1:A2)*2)", "D1")}
    cells |= {"E1": array("SHK_BELOPP(A1:A2)+B1", "E1:E2"), "E2": "<c/>"}
    data = recalculate(workbook({"Blad": {**AMOUNTS, **cells}})).data
    read = read_sheet(Package(data).read("xl/worksheets/sheet1.xml")).cells()
    shown = {cell.address: cell.value for cell in read}
    assert (shown["D1"], shown["E1"], shown["E2"]) == ("500020", "11", "250001")


@pytest.mark.parametrize("formula", ["SUM(LEN(SHK_KRONOR(A1:A2)))", "LEN(SHK_KRONOR(A1:A2))"])
def test_an_array_in_a_function_that_the_engine_gives_one_value_is_refused(formula: str) -> None:
    assert refused({"D1": array(formula, "D1")}) == [("range_as_value", "D1")]


@pytest.mark.thorough
@pytest.mark.parametrize("rows", [10_000, 10_001, 25_000])
def test_an_array_formula_may_be_larger_than_the_engine_fills_at_once(rows: int) -> None:
    cells = {"B1": "1", "C1": array(f"SHK_BELOPP(A1:A{rows})*B1", f"C1:C{rows}")}
    cells |= {f"A{row}": str(row) for row in range(1, rows + 1)}
    cells |= {f"C{row}": "<c/>" for row in range(2, rows + 1)}
    cells["D1"] = f"=SUM(C1:C{rows})"
    data = recalculate(workbook({"Blad": cells})).data
    shown = {
        cell.address: cell.value
        for cell in read_sheet(Package(data).read("xl/worksheets/sheet1.xml")).cells()
    }
    assert [shown[f"C{row}"] for row in (1, 9_999, rows)] == ["1", "9999", str(rows)]
    assert shown["D1"] == str(rows * (rows + 1) // 2)


@pytest.mark.parametrize("source", [11_999, 12_001, 25_000])
def test_a_large_array_of_another_size_than_the_file_shows_is_refused(source: int) -> None:
    cells = {"C1": array(f"A1:A{source}*2", "C1:C12000")}
    cells |= {f"C{row}": "<c/>" for row in range(2, 12_001)}
    assert refused(cells) == [("array_size", "C1")]


def test_an_array_that_outgrows_the_engine_is_refused() -> None:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet = book.add_worksheet("Blad")
    for row in range(12_000):
        sheet.write_number(row, 0, row)
    sheet.write_dynamic_array_formula("C1:C5", "=A1:A12000*2", None, 7)
    book.close()
    with pytest.raises(Refused) as error:
        recalculate(written.getvalue())
    assert [(f.code, f.place.cell) for f in error.value.faults] == [("array_size", "C1")]
