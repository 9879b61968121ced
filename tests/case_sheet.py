"""The case table laid out on one sheet: cells for the arguments, and a formula for each case.

Every case has columns of its own, from the left: its arguments, then its result. A blank cell
is left blank, an omitted argument is left out of the formula, and an array has the size that
is expected of it.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import xlsxwriter
from function_cases import CASES, Case
from xlsxwriter.worksheet import Worksheet

from shk_xl.functions.cell_values import MISSING, Block, CellError, CellValue
from shk_xl.ooxml.addresses import Area

SHEET = "Fall"
ERRORS = {CellError.NA: "=NA()", CellError.DIV0: "=1/0", CellError.REF: "=#REF!"}
"""How a cell comes to hold each error that the cases have as an argument."""


@dataclass(frozen=True)
class PlacedCase:
    """A case on the sheet.

    Args:
        case: The case.
        formula: Its formula, in the language of files.
        arguments: Where each block of arguments stands.
        result: The cells that show the result.
    """

    case: Case
    formula: str
    arguments: tuple[tuple[Area, Block], ...]
    result: Area

    @property
    def is_array(self) -> bool:
        """Whether the result fills several cells, and the formula is an array formula."""
        return isinstance(self.case.expected, list)

    @property
    def expected(self) -> Block:
        """The result as rows of cells."""
        return rows_of(self.case.expected)


def rows_of(value: CellValue | Block) -> Block:
    """Give a value as rows of cells."""
    return value if isinstance(value, list) else [[value]]


def _area(rows: Block, column: int) -> Area:
    return Area(1, column, len(rows), column + len(rows[0]) - 1)


def placed_cases(cases: Sequence[Case] = CASES) -> Iterator[PlacedCase]:
    """Lay cases out from column A on."""
    column = 1
    for case in cases:
        arguments, references = [], []
        for argument in case.arguments:
            if argument is MISSING:
                references.append("")
                continue
            assert isinstance(argument, list | str | float | int | CellError | None)
            block = rows_of(argument)
            area = _area(block, column)
            arguments.append((area, block))
            references.append(str(area))
            column = area.last_column + 1
        result = _area(rows_of(case.expected), column)
        column = result.last_column + 1
        formula = f"{case.function}({','.join(references)})"
        yield PlacedCase(case, formula, tuple(arguments), result)


def write_cell(sheet: Worksheet, row: int, column: int, value: CellValue) -> None:
    if isinstance(value, CellError):
        sheet.write_formula(row, column, ERRORS[value], None, value.value)
    elif value == "":
        sheet.write_formula(row, column, '=""', None, "")
    elif value is not None:
        sheet.write(row, column, value)


def write_case(sheet: Worksheet, placed: PlacedCase) -> None:
    for area, block in placed.arguments:
        for row, cells in enumerate(block, area.first_row - 1):
            for column, value in enumerate(cells, area.first_column - 1):
                write_cell(sheet, row, column, value)
    first_row, first_column, last_row, last_column = (place - 1 for place in placed.result)
    if placed.is_array:
        corners = (first_row, first_column, last_row, last_column)
        sheet.write_array_formula(*corners, f"{{={placed.formula}}}")
    else:
        sheet.write_formula(first_row, first_column, f"={placed.formula}", None, "gammalt")


def case_workbook(placed: Sequence[PlacedCase]) -> bytes:
    """Write the sheet as a workbook, with stale values in every formula cell."""
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    sheet = book.add_worksheet(SHEET)
    for one in placed:
        write_case(sheet, one)
    book.close()
    return written.getvalue()
