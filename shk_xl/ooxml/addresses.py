"""A1 addresses as numbers: rows and columns counted from 1.

Source: ECMA-376-1:2016, 18.18.7 (``ST_CellRef``) and 18.18.62 (``ST_Ref``).
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final, NamedTuple

LAST_ROW: Final = 1_048_576
LAST_COLUMN: Final = 16_384
_AREA: Final = re.compile(r"\$?([A-Z]{1,3})\$?([0-9]{1,7})(?::\$?([A-Z]{1,3})\$?([0-9]{1,7}))?")
_LETTERS: Final = 26


def sheet_prefix(sheet: str) -> str:
    """Give what stands before an address on a sheet, as formulas spell it.

    >>> sheet_prefix("Årets mål")
    "'Årets mål'!"
    """
    escaped = sheet.replace("'", "''")
    return f"'{escaped}'!"


class Area(NamedTuple):
    """A rectangle of cells, its edges included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    @property
    def size(self) -> int:
        """How many cells it has."""
        return (self.last_row - self.first_row + 1) * (self.last_column - self.first_column + 1)

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell is inside."""
        first_row, first_column, last_row, last_column = self
        return first_row <= row <= last_row and first_column <= column <= last_column

    def __str__(self) -> str:
        """Write it as Excel does."""
        start = address(self.first_row, self.first_column)
        return start if self.size == 1 else f"{start}:{address(self.last_row, self.last_column)}"


@cache
def column_number(letters: str) -> int:
    """Give a column's number.

    >>> column_number("A"), column_number("xfd")
    (1, 16384)
    """
    number = 0
    for letter in letters.upper():
        number = number * _LETTERS + ord(letter) - ord("A") + 1
    return number


@cache
def column_letters(number: int) -> str:
    """Give a column's letters.

    >>> column_letters(1), column_letters(16384)
    ('A', 'XFD')
    """
    letters = ""
    while number:
        number, letter = divmod(number - 1, _LETTERS)
        letters = chr(ord("A") + letter) + letters
    return letters


def address(row: int, column: int) -> str:
    """Write a cell's address.

    >>> address(4, 3)
    'C4'
    """
    return f"{column_letters(column)}{row}"


def area(text: str) -> Area | None:
    """Read the address of a cell or a rectangle; None when it is neither, or off the sheet.

    >>> area("C4")
    Area(first_row=4, first_column=3, last_row=4, last_column=3)
    >>> area("$B$9:A1")
    Area(first_row=1, first_column=1, last_row=9, last_column=2)
    """
    found = _AREA.fullmatch(text.upper())
    if found is None:
        return None
    column, row, other_column, other_row = found.groups()
    columns = sorted((column_number(column), column_number(other_column or column)))
    rows = sorted((int(row), int(other_row or row)))
    if rows[0] < 1 or rows[1] > LAST_ROW or columns[1] > LAST_COLUMN:
        return None
    return Area(rows[0], columns[0], rows[1], columns[1])
