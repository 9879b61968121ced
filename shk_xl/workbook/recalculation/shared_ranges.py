"""Ranges that many calls of our functions take, handed to Python once.

The engine makes a new Python list of every range at every call, so a column of n calls over
n rows would cost n² cells. In the calculation copy each distinct range that stands fast
(``$B$2:$B$900``, as table columns become) is therefore an argument by reference: a cell on a
sheet of its own hands the range over once, and calls refer to that cell. The engine still
sees what depends on what.

Rules: only whole arguments of our own functions, only ranges that mean the same from every
row of a column. The sheet exists in the engine alone, never in a file.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from shk_xl.ooxml.addresses import sheet_prefix
from shk_xl.workbook.formula_tokens import Kind, Token, arguments
from shk_xl.workbook.recalculation.one_cell import SUFFIX

SHEET: Final = "\ue000ranges"
"""The sheet's name; a private character, so that no workbook has it by chance."""
HAND_OVER: Final = "SHK__RANGE"
"""The function that hands a range over and answers with its mark."""

_FIXED_ROWS: Final = re.compile(
    r"(?P<sheet>(?:'(?:[^']|'')+'|[\w.]+)!)?"
    r"\$?[A-Za-z]{1,3}\$[0-9]{1,7}:\$?[A-Za-z]{1,3}\$[0-9]{1,7}"
)
_KINDS: Final = frozenset((Kind.SHEET, Kind.REFERENCE, Kind.OPERATOR))


class SharedRanges:
    """The distinct ranges that calls of our functions take in one workbook.

    Args:
        functions: The names of our functions, in upper case.
    """

    __slots__ = ("_functions", "_places")

    def __init__(self, functions: Collection[str]) -> None:
        self._functions = functions
        self._places: dict[str, int] = {}

    @property
    def references(self) -> tuple[str, ...]:
        """The ranges, with their sheets, in the order of their cells."""
        return tuple(self._places)

    def shared(self, pieces: list[Token], sheet: str | None) -> list[Token]:
        """Replace ranges in calls of our functions by the cells that hand them over.

        Args:
            pieces: A formula in a column, with our functions in their one spelling and tables as
                addresses.
            sheet: The sheet that the formula stands on; None for a defined name, which is
                left as it is.
        """
        if sheet is None:
            return pieces
        spans = [
            span
            for place, token in enumerate(pieces)
            if token.kind is Kind.FUNCTION and token.text.removesuffix(SUFFIX) in self._functions
            for span in arguments(pieces, place + 1)
        ]
        result = list(pieces)
        for start, end in sorted(spans, reverse=True):
            reference = _whole_range(pieces[start:end], sheet)
            if reference is not None:
                number = self._places.setdefault(reference, len(self._places) + 1)
                cell = (
                    Token(Kind.SHEET, sheet_prefix(SHEET)),
                    Token(Kind.REFERENCE, f"$A${number}"),
                )
                result[start:end] = cell
        return result


def _whole_range(argument: list[Token], sheet: str) -> str | None:
    """Give the range that an argument is, with its sheet; None when it is anything else."""
    content = [token for token in argument if token.kind is not Kind.SPACE]
    text = "".join(token.text for token in content)
    fixed = _FIXED_ROWS.fullmatch(text) if _KINDS.issuperset(t.kind for t in content) else None
    if fixed is None:
        return None
    return text if fixed["sheet"] else sheet_prefix(sheet) + text
