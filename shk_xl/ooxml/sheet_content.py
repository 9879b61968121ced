"""The cells of a worksheet part: formulas and cached values, and values put in.

Rules: nothing changes but ``v`` and ``t`` of the cells that get a value. The content is
parted at its formula cells, so that a part is written by replacing some pieces and joining
all. Formulas and values stay as the file spells them, in columns, since a sheet can have a
hundred thousand of them.

Source: ECMA-376-1:2016, 18.3.1; ``docs/analysis/cached_values.md``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple, TypeAlias

from shk_xl.domain.faults import refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import Area, address, area
from shk_xl.ooxml.cell_patterns import patterns
from shk_xl.ooxml.cell_text import needs_preserve
from shk_xl.ooxml.odd_cells import Cell, read_cell
from shk_xl.ooxml.xml_lexer import Edit, edited

Spelled: TypeAlias = tuple[str, str]
"""A value as a cell spells it: its ``t``, empty for a number, and the inside of its ``v``."""

_GAP, _HEAD, _TYPE, _OPENING, _FORMULA, _VALUE, _END = range(7)
"""The pieces of a formula cell: what stands before it; the cell up to its ``t``; that with the
space before it; up to the end of the attributes of ``f``; up to ``v``; ``v``; the rest."""
STRIDE: Final = 7


class FormulaColumns(NamedTuple):
    """The formula cells of a sheet in the order of the file, a list for each thing they have.

    Args:
        rows: From 1.
        columns: From 1.
        types: ``t``; empty where there is none.
        values: The inside of ``v``; empty where there is none.
        formulas: The inside of ``f``; empty for a shared formula that stands elsewhere.
        forms: The attributes of ``f``.
    """

    rows: list[int]
    columns: list[int]
    types: list[str]
    values: list[str]
    formulas: list[str]
    forms: list[str]

    def address(self, index: int) -> str:
        """Write the A1 address of a cell, by its place."""
        return address(self.rows[index], self.columns[index])


@dataclass(frozen=True, slots=True)
class SheetCells:
    """A worksheet part, read.

    Args:
        text: Its XML.
        encoding: How that is kept as bytes.
        prefix: The prefix of the main namespace, with its colon, or empty.
        start: Where the content of ``sheetData`` starts.
        end: Where it ends.
        formulas: Every cell with an ``f``.
        pieces: The content parted at those cells, seven pieces for each and one after.
    """

    text: str
    encoding: xml_lexer.Encoding
    prefix: str
    start: int
    end: int
    formulas: FormulaColumns
    pieces: list[str]

    def __len__(self) -> int:
        """How many cells hold a formula."""
        return len(self.formulas.rows)

    @property
    def last_row(self) -> int:
        """The number of the last row that the file mentions; 0 without rows."""
        at = self.text.rfind(f"<{self.prefix}row", self.start, self.end)
        if at < 0:
            return 0
        row = next(xml_lexer.tags(self.text, at))
        number = xml_lexer.attributes(row.attributes).get("r", "")
        return int(number) if number.isdecimal() else 0

    @property
    def may_have_hidden_rows(self) -> bool:
        """Whether any row could be hidden or filtered; never a false no."""
        return self.text.find("hidden", self.start, self.end) >= 0

    def cells(self, areas: Sequence[Area] | None = None) -> Iterator[Cell]:
        """Read the cells that say where they are, with or without formula.

        Args:
            areas: Where to look; everywhere when None.
        """
        for found in patterns(self.prefix).cell.finditer(self.text, self.start, self.end):
            if found[1] is None:
                continue
            if areas is not None:
                where = area(xml_lexer.attributes(found[1]).get("r", ""))
                if where is None or not any(one.holds(where[0], where[1]) for one in areas):
                    continue
            cell = read_cell(self.text, found.start(), self.prefix).cell
            if cell is not None:
                yield cell

    def with_values(
        self, new: Sequence[Spelled | None], others: Iterable[tuple[Cell, Spelled]] = ()
    ) -> bytes:
        """Write the part with new cached values.

        Args:
            new: For each formula cell its new value, or None to leave it.
            others: Cells without formula that get a value too.

        Raises:
            Refused: ``cell_unreadable``; one of the others holds an inline text.
        """
        pieces = self.pieces.copy()
        pieces[_TYPE::STRIDE] = [
            old if value is None or value[0] == type_ else _type_attribute(value[0])
            for old, type_, value in zip(
                pieces[_TYPE::STRIDE], self.formulas.types, new, strict=True
            )
        ]
        pieces[_VALUE::STRIDE] = [
            old if value is None else self._value_element(value)
            for old, value in zip(pieces[_VALUE::STRIDE], new, strict=True)
        ]
        edits = [edit for cell, value in others for edit in self._value_edits(cell, value)]
        return self._joined(pieces, edits)

    def for_calculation(
        self,
        formulas: Sequence[str | None],
        *,
        without_formula: Iterable[int] = (),
        written_out: Mapping[int, str] | None = None,
        without_value: Iterable[int] = (),
        blank: Iterable[Cell] = (),
    ) -> bytes:
        """Write the part for an engine to read.

        Args:
            formulas: For each formula cell its new text, escaped, or None to leave it; empty
                to leave them all.
            without_formula: Formula cells, by place, that keep only their value.
            written_out: Formula cells, by place, that get an ordinary formula of their own.
            without_value: Formula cells, by place, that lose their value and its type.
            blank: Cells without formula that lose theirs.
        """
        pieces = self.pieces.copy()
        if formulas:
            end = f"</{self.prefix}f>"
            pieces[_FORMULA::STRIDE] = [
                old if formula is None else f">{formula}{end}"
                for old, formula in zip(pieces[_FORMULA::STRIDE], formulas, strict=True)
            ]
        for index in without_formula:
            at = index * STRIDE
            pieces[at + _OPENING] = pieces[at + _OPENING].rpartition("<")[0]
            pieces[at + _FORMULA] = ""
        for index, formula in (written_out or {}).items():
            at = index * STRIDE
            before = pieces[at + _OPENING].rpartition("<")[0]
            pieces[at + _OPENING] = f"{before}<{self.prefix}f"
            pieces[at + _FORMULA] = f">{formula}</{self.prefix}f>"
        for index in without_value:
            at = index * STRIDE
            pieces[at + _TYPE] = ""
            pieces[at + _VALUE] = ""
        edits = [edit for cell in blank for edit in self._blank_edits(cell)]
        return self._joined(pieces, edits)

    def _joined(self, pieces: list[str], edits: list[Edit]) -> bytes:
        """Join the pieces; edits tell where in the text a gap between formula cells changes."""
        if edits:
            starts = [self.start, *accumulate(map(len, self.pieces), initial=self.start)][1:-1]
            by_piece: dict[int, list[Edit]] = {}
            for start, end, piece in edits:
                index = bisect_right(starts, start) - 1
                at = starts[index]
                by_piece.setdefault(index, []).append((start - at, end - at, piece))
            for index, inside in by_piece.items():
                pieces[index] = edited(pieces[index], sorted(inside))
        content = "".join(pieces)
        return self.encoding.encode(f"{self.text[: self.start]}{content}{self.text[self.end :]}")

    def _value_edits(self, cell: Cell, value: Spelled) -> list[Edit]:
        layout = read_cell(self.text, cell.start, self.prefix)
        if layout.inline or layout.cell is None:
            raise refuse("cell_unreadable", position=cell.start)
        edits: list[Edit] = []
        if value[0] != layout.cell.type:
            edits.append((*layout.type_, _type_attribute(value[0])))
        element = self._value_element(value)
        if layout.empty is None:
            edits.append((*layout.value, element))
        else:
            edits.append((*layout.empty, f">{element}</{self.prefix}c>"))
        return edits

    def _blank_edits(self, cell: Cell) -> list[Edit]:
        layout = read_cell(self.text, cell.start, self.prefix)
        spans = (layout.type_, layout.value) if layout.empty is None else (layout.type_,)
        return [(start, end, "") for start, end in spans if start < end]

    def _value_element(self, value: Spelled) -> str:
        type_, inner = value
        space = ' xml:space="preserve"' if type_ == "str" and needs_preserve(inner) else ""
        return f"<{self.prefix}v{space}>{inner}</{self.prefix}v>"


def _type_attribute(type_: str) -> str:
    return f' t="{type_}"' if type_ else ""
