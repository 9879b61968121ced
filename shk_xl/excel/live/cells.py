"""The values of an open workbook's cells as plain values.

Rules: a block is read in one call. What a host makes of a cell on its way to Python is
undone here: an error is an error, a blank cell is None, a date is a date.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

import xlwings

from shk_xl.functions.cell_values import CellError, error_from_text
from shk_xl.workbook.reading.plain import PlainValue

_COM_ERRORS: Final = range(-2_146_826_288, -2_146_826_200)
"""How COM spells an error: xlwings names the seven old ones, and lets newer ones through as
numbers. Source: ``XlCVError`` of Excel's object model, 2000 and up, as SCODE."""
_DAY_ZERO: Final = date(1899, 12, 30)
"""The day of a time without a date."""
_BLANK: Final = (None, "")


def is_desktop(book: xlwings.Book) -> bool:
    """Whether the book is open in an Excel that Python talks to directly."""
    return bool(book.app.engine.type == "desktop")


def read_block(cells: xlwings.Range) -> list[list[PlainValue]]:
    """Read a rectangle of cells.

    Args:
        cells: Where.

    Returns:
        The values, row by row.
    """
    if sys.platform == "darwin" and is_desktop(cells.sheet.book):
        return _read_block_on_mac(cells)
    rows = cells.options(ndim=2, err_to_str=True).value
    return [[plain_value(value) for value in row] for row in rows]


def plain_value(value: Any) -> PlainValue:  # noqa: ANN401 - whatever a host gives
    """Turn a value of xlwings into a plain value.

    >>> plain_value("#N/A"), plain_value(-2146826245), plain_value("")
    (<CellError.NA: '#N/A'>, <CellError.UNKNOWN: '#UNKNOWN!'>, None)
    """
    turn = _TURN.get(type(value))
    plain: PlainValue = turn(value) if turn else value
    return plain


def _from_text(text: str) -> PlainValue:
    return error_from_text(text) or text or None


def _from_whole(number: int) -> PlainValue:
    return CellError.UNKNOWN if number in _COM_ERRORS else number


def _from_moment(moment: datetime) -> PlainValue:
    """Round what the conversion of days to seconds left over; a time of no day is a time."""
    rounded = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    return rounded.time() if rounded.date() == _DAY_ZERO else rounded


_TURN: Final[Mapping[type, Callable[[Any], PlainValue]]] = {
    str: _from_text,
    int: _from_whole,
    datetime: _from_moment,
    Decimal: float,  # COM gives it for a cell with a currency format
}


def _read_block_on_mac(cells: xlwings.Range) -> list[list[PlainValue]]:
    """Read values, and errors by what the cells show.

    AppleScript gives no value for a cell with an error, and xlwings' own ``err_to_str`` fails
    there on more than one row (``_xlmac.Range.raw_value``).
    """
    rows = cells.options(ndim=2).value
    shown = cells.api.string_value.get()
    if not isinstance(shown, list):
        shown = [[shown]]
    return [
        [_with_error(value, text) for value, text in zip(row, texts, strict=True)]
        for row, texts in zip(rows, shown, strict=True)
    ]


def _with_error(value: Any, shown: Any) -> PlainValue:  # noqa: ANN401 - whatever a host gives
    """Take the error that a cell shows where it has no value."""
    if value in _BLANK and isinstance(shown, str) and shown.startswith("#"):
        return error_from_text(_ENGLISH.get(shown, shown)) or CellError.UNKNOWN
    return plain_value(value)


_ENGLISH: Final = {
    "#SAKNAS!": "#N/A",
    "#NAMN?": "#NAME?",
    "#VÄRDEFEL!": "#VALUE!",
    "#REFERENS!": "#REF!",
    "#DIVISION/0!": "#DIV/0!",
    "#OGILTIGT!": "#NUM!",
    "#SKÄRNING!": "#NULL!",
}
"""How a Swedish Excel shows the errors."""
