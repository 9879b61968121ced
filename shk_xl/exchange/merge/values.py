r"""When two cells say the same, and what is written when one of them is taken.

Rules: a cell says what the reader of workbooks reads in it, by the kind of its column. So
``1`` and ``'1'`` are the same number of points and the same text, but ``'001'`` is another
text; that the type was changed is told. Numbers count to 15 digits, as Excel's do; LibreOffice
stores no more. Texts count in Unicode's form NFC with line feeds. What can't be seen is no
change: a no-break space for a space, and white space last in the text; such a text stays as it
stands in the team's workbook. Dates have the day that the file's own calendar gives them. What
the reader would refuse is kept as it is typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, time
from typing import Final

from shk_xl.domain.amounts import Known
from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.workbook.columns import NO, YES, Column, Kind
from shk_xl.workbook.reading.amounts import read_kronor_cell
from shk_xl.workbook.reading.plain import PlainValue
from shk_xl.workbook.reading.records import Key, comparable_key
from shk_xl.workbook.reading.values import (
    WrongValue,
    is_blank,
    read_choice,
    read_key,
    read_points,
    read_text,
    read_whole,
    read_yes_no,
    shown,
)

CLEARED: Final = "tömd"
"""How a cell is shown that somebody has made blank."""

_DIGITS: Final = ".15g"
_LINE_ENDS: Final = re.compile(r"\r\n?")
_NO_BREAK: Final = ("\u00a0", "\u202f")
_TYPES: Final = ((bool, "logiskt värde"), (int | float, "tal"), (str, "text"), (CellError, "fel"))


def text_of(text: str) -> str:
    r"""Write a text in the one form that is stored.

    >>> text_of("a\r\nb")
    'a\nb'
    """
    lines = _LINE_ENDS.sub("\n", text) if "\r" in text else text
    return lines if lines.isascii() else unicodedata.normalize("NFC", lines)


def as_typed(value: PlainValue) -> CellValue:
    """Give what a cell holds where no kind of column tells more.

    >>> as_typed(0.1 + 0.2), as_typed(2.0), as_typed(" "), as_typed(date(2024, 4, 13))
    (0.3, 2, None, '2024-04-13')
    """
    if is_blank(value):
        return None
    if isinstance(value, str):
        return text_of(value)
    if isinstance(value, bool | date | time):
        return shown(value)
    if isinstance(value, float):
        number = float(format(value, _DIGITS))
        return int(number) if number.is_integer() else number
    return value


def normal(value: PlainValue, column: Column) -> CellValue:
    """Give what a cell says, in the form in which it would be written.

    Args:
        value: As the file has it.
        column: Decides how it is read.

    Returns:
        Never a logical value or a date: those are texts in every column of ours.

    >>> points = Column("Poäng", Kind.POINTS, 8, "")
    >>> normal("3", points), normal(3.0, points), normal("tre", points)
    (3, 3, 'tre')
    """
    if is_blank(value):
        return None
    read = _READ.get(column.kind)
    try:
        return read(value, column) if read else as_typed(value)
    except WrongValue:
        return as_typed(value)


def same(left: CellValue, right: CellValue) -> bool:
    r"""Tell whether two normal values say the same.

    >>> same("A\u00a0B ", "A B"), same("001", "1"), same(1, "1")
    (True, False, False)
    """
    if left == right:
        return True
    return isinstance(left, str) and isinstance(right, str) and seen(left) == seen(right)


def seen(value: CellValue) -> CellValue:
    """Give a normal value without what can't be seen in it."""
    if not isinstance(value, str):
        return value
    for space in _NO_BREAK:
        value = value.replace(space, " ")
    return value.rstrip()


def key_of(values: Mapping[str, CellValue], titles: tuple[str, ...]) -> Key:
    """Give the key of a row of normal values, in the form in which keys are compared.

    >>> key_of({"Kod": "Uvas"}, ("Kod",)), key_of({}, ("Initiativ", "Rubrik"))
    (('uvas',), (None, None))
    """
    return comparable_key(seen(values.get(title)) for title in titles)


def type_of(value: PlainValue) -> str:
    """Name the type of what a cell holds, as a colleague would."""
    return next((word for type_, word in _TYPES if isinstance(value, type_)), "datum")


def in_words(value: CellValue) -> str:
    """Write a normal value in full, as a Swedish Excel shows it; an empty text for a blank."""
    return value if isinstance(value, str) else shown(value)


def _text(value: PlainValue, column: Column) -> CellValue:
    return text_of(value if isinstance(value, str) else read_text(value, column))


def _kronor(value: PlainValue, _column: Column) -> CellValue:
    """Read an amount; one in words, such as what is awaited, stays words."""
    amount = read_kronor_cell(value)
    return amount.kronor if isinstance(amount, Known) else as_typed(value)


_READ: Final[Mapping[Kind, Callable[[PlainValue, Column], CellValue]]] = {
    Kind.TEXT: _text,
    Kind.LONG_TEXT: _text,
    Kind.NAMES: _text,
    Kind.CODE: read_key,
    Kind.CHOICE: lambda value, column: read_choice(value, column).value,
    Kind.YES_NO: lambda value, column: YES if read_yes_no(value, column) else NO,
    Kind.WHOLE: read_whole,
    Kind.POINTS: read_points,
    Kind.KRONOR: _kronor,
}
