"""From cells to what a function needs: one converter for each kind of argument.

The order is the same for every argument: unwrap a block of one cell, pass an error on,
tell missing from blank, read the type, check the shape. ``#N/A`` means unknown and is a
value where amounts, points or scores are expected; everywhere else it is an error.
A converter raises ``CellFault`` with the error that the cell shall show.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from shk_xl.domain.amounts import AmbiguousAmount, Amount, Known, Unknown, read_amount
from shk_xl.functions.cell_values import (
    MISSING,
    Argument,
    CellError,
    CellValue,
    Column,
    Missing,
    comparable,
)


class CellFault(Exception):  # noqa: N818 - it is a cell's value, not a crash
    """The cell shall show an error.

    Args:
        error: Which one.
    """

    def __init__(self, error: CellError) -> None:
        super().__init__(error.value)
        self.error = error


def cell(value: Argument) -> CellValue:
    """Take a single cell; an omitted argument reads as a blank one."""
    if isinstance(value, Column):
        if len(value) == 1:
            return value.cells[0]
        raise CellFault(CellError.VALUE)
    if isinstance(value, list):
        if len(value) == 1 and len(value[0]) == 1:
            return value[0][0]
        raise CellFault(CellError.VALUE)
    return None if isinstance(value, Missing) else value


def column(value: Argument) -> Column:
    """Take a range as one list of cells, row by row; a single cell is a list of one."""
    if isinstance(value, Column):
        return value
    if isinstance(value, list):
        return Column((item for row in value for item in row), len(value[0]) if value else 1)
    return Column() if isinstance(value, Missing) else Column([value])


def optional_column(value: Argument) -> Column | None:
    """Take a range that the formula may leave out."""
    return None if value is MISSING else column(value)


def optional_cell(value: Argument) -> Argument:
    """Take a cell that the formula may leave out; ``MISSING`` where it does."""
    return MISSING if value is MISSING else cell(value)


def amount(value: Argument) -> Amount:
    """Take an amount: a number, a text that ``read_amount`` understands, blank or #N/A."""
    return amount_in_cell(cell(value))


def amount_in_cell(value: CellValue) -> Amount:
    """Read the amount in a cell; blank and #N/A are unknown.

    Raises:
        CellFault: Another error (the same), öre (#NUM!), a boolean or an unclear text (#VALUE!).
    """
    if type(value) is int:
        return Known(value)
    if type(value) is float:
        if not value.is_integer():
            raise CellFault(CellError.NUM)
        return Known(int(value))
    if value is None or value is CellError.NA:
        return Unknown()
    if isinstance(value, CellError):
        raise CellFault(value)
    if isinstance(value, bool):
        raise CellFault(CellError.VALUE)
    return _amount_in_text(str(value))


def _amount_in_text(text: str) -> Amount:
    try:
        return read_amount(text)
    except AmbiguousAmount as fault:
        error = CellError.NUM if fault.why == "not_whole_kronor" else CellError.VALUE
        raise CellFault(error) from fault


def is_empty(value: CellValue) -> bool:
    """Whether nothing stands in the cell: blank, or the empty text of a formula."""
    return value is None or value == ""


def number(value: CellValue) -> float:
    """Read a number.

    Raises:
        CellFault: An error (the same one), or no number (#VALUE!).
    """
    if isinstance(value, CellError):
        raise CellFault(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise CellFault(CellError.VALUE)
    return value


def exact(value: CellValue) -> Fraction:
    """Read a number exactly as it is written: 0.2 is one fifth; errors as for ``number``."""
    return Fraction(repr(number(value)))


def matching(values: Column, conditions: Column | None, wanted: Argument) -> Iterator[CellValue]:
    """Give the values on the rows where the condition holds; all of them without one.

    Raises:
        CellFault: Ranges of different length, or half a condition (#VALUE!); an error in the
            wanted cell (the same); an error other than #N/A among the conditions (the same).
    """
    if (conditions is None) != (wanted is MISSING):
        raise CellFault(CellError.VALUE)
    if conditions is None or wanted is MISSING:
        yield from values
        return
    if len(conditions) != len(values):
        raise CellFault(CellError.VALUE)
    sought = comparable(cell(wanted))
    if isinstance(sought, CellError):
        raise CellFault(sought)
    if conditions.first_error:
        raise CellFault(conditions.first_error)
    for row in conditions.rows_by_key.get(sought, ()):
        yield values.cells[row]
