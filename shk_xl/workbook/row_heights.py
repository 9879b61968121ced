"""How high a row must be for the wrapped texts in it.

Rules: an estimate, since only a program that draws can know. Excel fits the rows that have no
height of their own when somebody writes in them; LibreOffice takes the height that stands there.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_LINE: Final = 15
_HIGHEST: Final = 409
"""In points, Excel's limit."""
_LETTERS_PER_DIGIT: Final = 1.12
"""A width counts digits; Swedish text in Calibri has 1.2 letters for each, less line ends."""


def lines_of(text: str, width: int) -> int:
    r"""Count the lines of a wrapped text.

    Args:
        text: What stands in the cell.
        width: Of its column, in digits.

    >>> lines_of("Ett ord", 10), lines_of("Ett ord\noch ett till som är längre", 10)
    (1, 4)
    """
    letters = round(width * _LETTERS_PER_DIGIT)
    if "\n" not in text:
        return 1 + len(text) // letters
    return sum(1 + len(line) // letters for line in text.split("\n"))


def height_of(lines: Iterable[int]) -> int:
    """Give the height in points of a row whose cells have so many lines.

    >>> height_of([1, 3]), height_of([])
    (45, 15)
    """
    return min(_LINE * max(lines, default=1), _HIGHEST)
