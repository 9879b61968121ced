"""What a formula refers to: the cells that its value may depend on.

Rules: too much is a cost, too little is a wrong number. So what cannot be told from the text
(``A1:INDEX(…)``) reaches a whole sheet, and an intersection counts as all of its parts.
``OFFSET`` and ``INDIRECT`` reach cells that no text names: those formulas are always computed.

Source: ECMA-376-1:2016, 18.17.2 (syntax) and 18.17.2.5 (names).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from shk_xl.ooxml.addresses import LAST_COLUMN, LAST_ROW, column_number
from shk_xl.workbook.formula_tokens import Kind, Token

_CORNER: Final = re.compile(r"(\$?)([A-Za-z]{1,3})(\$?)([0-9]{1,7})")
_COLUMNS: Final = re.compile(r"(\$?)([A-Za-z]{1,3}):(\$?)([A-Za-z]{1,3})")
_ROWS: Final = re.compile(r"(\$?)([0-9]{1,7}):(\$?)([0-9]{1,7})")
_SPILL_FUNCTION: Final = "_XLFN.ANCHORARRAY"


class Edge(NamedTuple):
    """A row or column that bounds a reference.

    Args:
        fixed: It is the same for every cell.
        at: Its number, or how far it is from the formula's own.
    """

    fixed: bool
    at: int

    def of(self, own: int) -> int:
        """Give the number, for a formula in a row or column."""
        return self.at if self.fixed else own + self.at


class Reference(NamedTuple):
    """Cells that a formula refers to.

    Args:
        sheets: The places of their sheets, in the order of the workbook.
        top: Their first row, unless a relative row has passed a fixed one.
        left: Their first column, likewise.
        bottom: Their last row.
        right: Their last column.
        spill: It means all the cells that the formula there fills (``A1#``).
    """

    sheets: tuple[int, ...]
    top: Edge
    left: Edge
    bottom: Edge
    right: Edge
    spill: bool = False


_FIRST: Final = Edge(fixed=True, at=1)
_LAST_ROW: Final = Edge(fixed=True, at=LAST_ROW)
_LAST_COLUMN: Final = Edge(fixed=True, at=LAST_COLUMN)


def whole_sheets(sheets: Iterable[int]) -> Reference:
    """Refer to every cell of some sheets."""
    return Reference(tuple(sheets), _FIRST, _FIRST, _LAST_ROW, _LAST_COLUMN)


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a formula mentions.

    Args:
        references: The cells.
        names: Names that stand for something in the workbook, casefolded.
        outside: It refers to another workbook.
    """

    references: tuple[Reference, ...]
    names: frozenset[str]
    outside: bool


@dataclass(slots=True)
class _Reading:
    """A formula being read, token by token."""

    pieces: Sequence[Token]
    row: int
    column: int
    own: int | None
    sheets: Mapping[str, int]
    found: list[Reference] = field(default_factory=list)
    names: set[str] = field(default_factory=set)
    outside: bool = False
    open_ended: bool = False

    def read(self) -> Mentions:
        at = 0
        while at < len(self.pieces):
            at = self._step(at)
        if self.open_ended:
            reached = {sheet for reference in self.found for sheet in reference.sheets}
            reached |= set() if self.own is None else {self.own}
            self.found.append(whole_sheets(sorted(reached)))
        return Mentions(tuple(self.found), frozenset(self.names), self.outside)

    def _step(self, start: int) -> int:
        """Read what starts at a token; give where the next starts."""
        kind, text = self.pieces[start]
        if kind is Kind.OPERATOR and text == ":":
            self.open_ended = True
        at = start
        sheets: tuple[int, ...] = () if self.own is None else (self.own,)
        if kind is Kind.SHEET:
            sheets = self._sheets(text)
            at += 1
        kind, text = self._piece(at)
        if kind is Kind.NAME:
            self.names.add(text.casefold())
        if kind is not Kind.REFERENCE:
            return max(at, start + 1) if kind is not Kind.NAME else at + 1
        edges, end = self._edges(at)
        is_spill = self._piece(end).text == "#" or self._in_spill_function(start)
        if sheets:
            self.found.append(Reference(sheets, *edges, is_spill))
        return end

    def _piece(self, at: int) -> Token:
        return self.pieces[at] if at < len(self.pieces) else Token(Kind.OTHER, "")

    def _in_spill_function(self, start: int) -> bool:
        return start > 1 and self.pieces[start - 2].text.upper() == _SPILL_FUNCTION

    def _edges(self, at: int) -> tuple[tuple[Edge, Edge, Edge, Edge], int]:
        """Read an address, and the one after a colon; give the place after both."""
        text = self.pieces[at].text
        if columns := _COLUMNS.fullmatch(text):
            left, right = (self._column(columns[i], columns[i + 1]) for i in (1, 3))
            return (_FIRST, left, _LAST_ROW, right), at + 1
        if rows := _ROWS.fullmatch(text):
            top, bottom = (self._row(rows[i], rows[i + 1]) for i in (1, 3))
            return (top, _FIRST, bottom, _LAST_COLUMN), at + 1
        top, left = self._corner(text)
        end = at + 1
        if self._piece(end).text == ":":
            other = end + 1 + (self._piece(end + 1).kind is Kind.SHEET)
            kind, text = self._piece(other)
            if kind is Kind.REFERENCE and ":" not in text:
                bottom, right = self._corner(text)
                return (top, left, bottom, right), other + 1
        return (top, left, top, left), end

    def _corner(self, text: str) -> tuple[Edge, Edge]:
        found = _CORNER.fullmatch(text)
        if found is None:  # the tokenizer knows no other address
            raise ValueError(text)
        return self._row(found[3], found[4]), self._column(found[1], found[2])

    def _row(self, fixed: str, number: str) -> Edge:
        return Edge(bool(fixed), int(number) - (0 if fixed else self.row))

    def _column(self, fixed: str, letters: str) -> Edge:
        return Edge(bool(fixed), column_number(letters) - (0 if fixed else self.column))

    def _sheets(self, text: str) -> tuple[int, ...]:
        """Find the sheets that a prefix names; none for one that is not a worksheet."""
        if "[" in text:
            self.outside = True
            return ()
        name = text[:-1]
        if name.startswith("'"):
            name = name[1:-1].replace("''", "'")
        ends = [self.sheets.get(name.casefold())]
        if ends == [None]:
            ends = [self.sheets.get(part.casefold()) for part in name.split(":")]
        known = [end for end in ends if end is not None]
        return tuple(range(min(known), max(known) + 1)) if known else ()


def mentions(
    pieces: Iterable[Token],
    row: int,
    column: int,
    sheet: int | None,
    sheets: Mapping[str, int],
) -> Mentions:
    """Find what a formula refers to.

    Args:
        pieces: Its tokens, table references translated.
        row: The row of its cell.
        column: The column of its cell.
        sheet: The place of its sheet; None for a defined name.
        sheets: The place of each worksheet by casefolded name.

    >>> from shk_xl.workbook.formula_tokens import tokens
    >>> found = mentions(tokens("SUM(B$2:B5)+Ram"), 5, 3, 0, {})
    >>> [(r.top, r.bottom) for r in found.references]
    [(Edge(fixed=True, at=2), Edge(fixed=False, at=0))]
    >>> found.names
    frozenset({'ram'})
    """
    visible = [token for token in pieces if token.kind is not Kind.SPACE]
    return _Reading(visible, row, column, sheet, sheets).read()
