"""The one way from cells to a cell: convert the arguments, call, convert the result.

A range given where a function takes a single cell is answered with an array, cell by cell, as
Excel's own functions do, so that a whole column costs one call. Every host (Excel, its web
kin, the batch recalculation, LibreOffice in the tests) is a thin shell over ``evaluate``, so
that all of them give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from shk_xl.functions.arguments import CellFault, column
from shk_xl.functions.cell_values import (
    MISSING,
    Argument,
    Block,
    CellError,
    CellValue,
    Column,
)

Result: TypeAlias = CellValue | Fraction


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument of a worksheet function, as the user sees it.

    Args:
        name: Its Swedish name.
        help: What to give.
        take: The converter from cells, of ``shk_xl.functions.arguments``.
        optional: The formula may leave it out.
        block: It takes a range rather than a single cell.
    """

    name: str
    help: str
    take: Callable[[Argument], Any]
    optional: bool = False
    block: bool = False


@dataclass(frozen=True, slots=True)
class WorksheetFunction:
    """A worksheet function.

    Args:
        name: Its name in Excel: ASCII, ``SHK_…``.
        call: The Python behind it; takes the converted arguments in order.
        help: What it gives, in Swedish.
        parameters: Its arguments in order; optional ones last.
        example: A formula as a user would write it.
    """

    name: str
    call: Callable[..., Result]
    help: str
    parameters: tuple[Parameter, ...]
    example: str

    @property
    def required(self) -> int:
        """How many arguments a formula must give."""
        return sum(not parameter.optional for parameter in self.parameters)


def evaluate(function: WorksheetFunction, arguments: Sequence[Argument]) -> CellValue | Block:
    """Calculate one cell, or an array where a range stands for a single cell.

    Args:
        function: An entry of the catalogue.
        arguments: Cell values, blocks of them, or ``MISSING``; trailing ones may be left out.

    Returns:
        A cell value; a wrong number of arguments, or an impossible one, gives an error value.
        A block as high and wide as the largest range that stands for a cell.
    """
    parameters = function.parameters
    given = len(arguments)
    if given > len(parameters) or MISSING in arguments[: function.required]:
        return CellError.VALUE
    if given < function.required:
        return CellError.VALUE
    padded = (*arguments, *(MISSING,) * (len(parameters) - given))
    try:
        taken = [parameter.take(value) for parameter, value in zip(parameters, padded, strict=True)]
        result = function.call(*taken)
    except CellFault as fault:
        spread = _ranges_for_cells(parameters, padded)
        return _each(function, padded, spread) if spread else fault.error
    return float(result) if isinstance(result, Fraction) else result


def _ranges_for_cells(
    parameters: Sequence[Parameter], values: Sequence[Argument]
) -> dict[int, Block]:
    """Find the ranges of several cells that stand where a single cell belongs, by place."""
    found: dict[int, Block] = {}
    for place, (parameter, value) in enumerate(zip(parameters, values, strict=True)):
        if not parameter.block and isinstance(value, list | Column):
            block = value.block() if isinstance(value, Column) else value
            if len(block) > 1 or len(block[0]) > 1:
                found[place] = block
    return found


def _each(
    function: WorksheetFunction, values: Sequence[Argument], spread: dict[int, Block]
) -> Block:
    """Calculate every cell of an array."""
    once = [
        column(value) if parameter.block and value is not MISSING else value
        for parameter, value in zip(function.parameters, values, strict=True)
    ]

    def result(row: int, place: int) -> CellValue:
        for argument, block in spread.items():
            once[argument] = _cell_of(block, row, place)
        found = evaluate(function, once)
        return CellError.VALUE if isinstance(found, list) else found

    height = max(len(block) for block in spread.values())
    width = max(len(block[0]) for block in spread.values())
    return [[result(row, place) for place in range(width)] for row in range(height)]


def _cell_of(block: Block, row: int, place: int) -> CellValue:
    """Give a cell of a range; one row or column counts for all, and beyond the range is #N/A."""
    row = 0 if len(block) == 1 else row
    place = 0 if len(block[0]) == 1 else place
    inside = row < len(block) and place < len(block[0])
    return block[row][place] if inside else CellError.NA
