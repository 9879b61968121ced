"""Formulas by shape: what the copies of a formula have in common.

A column of twenty thousand rows usually holds one formula, moved down. Its *shape* is the
formula with every relative address as a distance from the cell; its *template* in a column
is the text with only row numbers left open. A text is read once for each shape; for all
other cells of a column the template foretells the text, and is compared with it.

Rules: two cells have one shape only where all of their text agrees. This module knows the
text of formulas, no workbook, no XML and no engine.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple, TypeAlias

from shk_xl.ooxml.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_number

_SCAN: Final = re.compile(
    r"""
      "(?:[^"]|"")*+"
    | '(?:[^']|'')*+'
    | \[(?:[^\[\]']|'[\s\S]|\[(?:[^\[\]']|'[\s\S])*+\])*+\]
    | [\w.]+:[\w.]+!
    | (\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})(?![\w.?\\(!])
    | (\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})(?![\w.?\\(!\[])
    | (\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})(?![\w.])
    | [\w.?\\]+
    """,
    re.VERBOSE,
)
"""A relative or absolute address, or something in which none is to be looked for."""

_CELL, _ROWS = 4, 12
"""The last group of the address of a cell, and of rows, in ``_SCAN``."""


class Step(NamedTuple):
    """A relative row or column in a formula: how far it is from the formula's own cell."""

    is_row: bool
    by: int


Atoms: TypeAlias = tuple[str | Step, ...]
"""A formula's text, parted where a relative row or column stands."""


def atoms(formula: str, row: int, column: int) -> Atoms:
    """Part a formula at its relative rows and columns.

    Args:
        formula: As it reads in a cell.
        row: That cell's row.
        column: Its column.

    >>> atoms('A$1&"A1"', 2, 3)
    (Step(is_row=False, by=-2), '$1&"A1"')
    """
    found: list[str | Step] = []
    position = 0
    for match in _SCAN.finditer(formula):
        kind = match.lastindex
        if kind is None:
            continue
        first = kind - 3
        for group in (first, first + 2):
            if match[group]:
                continue
            start, end = match.span(group + 1)
            if position < start:
                found.append(formula[position:start])
            text, position = match[group + 1], end
            if kind == _ROWS or (kind == _CELL and group != first):
                found.append(Step(is_row=True, by=int(text) - row))
            else:
                found.append(Step(is_row=False, by=column_number(text) - column))
    if position < len(formula):
        found.append(formula[position:])
    return tuple(found)


class Template(NamedTuple):
    """A formula as it reads in one column.

    Args:
        pieces: The text, parted where the row numbers stand.
        rows: How far each of these is from the formula's own row.
        common: That distance where it is the same for all; None where it is not.
        format: The text with ``%d`` for the row numbers.
    """

    pieces: tuple[str, ...]
    rows: tuple[int, ...]
    common: int | None
    format: str

    def at(self, row: int) -> str:
        """Write the formula for a row.

        >>> template(atoms("A3+B2*$C$1", 2, 4), 4).at(7)
        'A8+B7*$C$1'
        """
        if self.common is not None:
            return str(row + self.common).join(self.pieces)
        return self.format % tuple([row + by for by in self.rows])

    def fits(self, row: int) -> bool:
        """Whether every address is on the sheet when the formula stands in a row."""
        low, high = min(self.rows, default=0), max(self.rows, default=0)
        return row + low >= 1 and row + high <= LAST_ROW


def template(parted: Sequence[str | Step], column: int) -> Template | None:
    """Write a formula for a column; None where that leads off the sheet."""
    pieces = [""]
    rows: list[int] = []
    for atom in parted:
        if isinstance(atom, str):
            pieces[-1] += atom
        elif atom.is_row:
            rows.append(atom.by)
            pieces.append("")
        elif 1 <= column + atom.by <= LAST_COLUMN:
            pieces[-1] += column_letters(column + atom.by)
        else:
            return None
    distances = set(rows) or {0}
    common = distances.pop() if len(distances) == 1 else None
    written = "%d".join(piece.replace("%", "%%") for piece in pieces)
    return Template(tuple(pieces), tuple(rows), common, written)
