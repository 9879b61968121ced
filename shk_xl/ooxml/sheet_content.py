"""The cells of a worksheet part: formulas and cached values, and values put in.

Rules: nothing changes but ``v`` and ``t`` of the cells that get a value. The content is
parted at its formula cells, so that a part is written by replacing some pieces and joining
all. Formulas and values stay as the file spells them, in columns, since a sheet can have a
hundred thousand of them.

Source: ECMA-376-1:2016, 18.3.1; ``docs/analysis/cached_values.md``.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
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

_REF: Final = re.compile(r"""\sref\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
_RICH_VALUE: Final = re.compile(r"""\svm\s*=\s*(?:"[^"<]*"|'[^'<]*')""")
"""The attribute that gives a cell a value beyond ``v``: a data type, or an error of a kind that
``v`` cannot hold. Excel shows that value."""


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

    def attributes(self, index: int) -> Mapping[str, str]:
        """Read the attributes of a formula cell, by its place."""
        at = index * STRIDE
        head = "".join(self.pieces[at + _GAP : at + _FORMULA])
        start = head.rindex(f"<{self.prefix}c", 0, head.rindex("<"))
        return xml_lexer.attributes(next(xml_lexer.tags(head, start)).attributes)

    def with_values(
        self,
        new: Sequence[Spelled | None],
        others: Iterable[tuple[Cell, Spelled]] = (),
        *,
        emptied: Iterable[Cell] = (),
        edits: Iterable[Edit] = (),
        refs: Mapping[int, str] | None = None,
        drop_rich: bool = False,
    ) -> bytes:
        """Write the part with new cached values.

        Args:
            new: For each formula cell its new value, or None to leave it.
            others: Cells without formula that get a value too.
            emptied: Cells without formula that lose theirs.
            edits: What else changes, outside formula cells.
            refs: The cells that array formulas fill, where those are new, by place.
            drop_rich: Formula cells with a new value go without ``vm``, which means the old one.

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
        if drop_rich and self.text.find("vm", self.start, self.end) >= 0:
            self._drop_rich_values(pieces, new)
        for index, ref in (refs or {}).items():
            at = index * STRIDE + _OPENING
            before, opening, form = pieces[at].rpartition("<")
            pieces[at] = f"{before}{opening}" + _REF.sub(f' ref="{ref}"', form)
        changed = [edit for cell, value in others for edit in self._value_edits(cell, value)]
        changed += [edit for cell in emptied for edit in self._blank_edits(cell)]
        return self._joined(pieces, [*changed, *edits])

    def _drop_rich_values(self, pieces: list[str], new: Sequence[Spelled | None]) -> None:
        for index in (index for index, value in enumerate(new) if value is not None):
            at = index * STRIDE
            gap = pieces[at + _GAP]
            tag = len(gap) if pieces[at + _HEAD] else gap.rindex(f"<{self.prefix}c")
            pieces[at + _GAP] = gap[:tag] + _RICH_VALUE.sub("", gap[tag:])
            pieces[at + _OPENING] = _RICH_VALUE.sub("", pieces[at + _OPENING])

    def with_formulas(self, formulas: Sequence[str | None], around: Sequence[Edit] = ()) -> bytes:
        """Write the part with new formulas, and their values as they were.

        Args:
            formulas: For each formula cell the new inside of its ``f``, as the file spells it,
                or None to leave it.
            around: What changes before and after the cells, in order, as if nothing stood
                between.
        """
        start = self.start
        before = [edit for edit in around if edit[0] < start]
        after = [(s - start, e - start, new) for s, e, new in around if s >= start]
        head, tail = edited(self.text[:start], before), edited(self.text[self.end :], after)
        return self.encoding.encode(f"{head}{''.join(self._pieces_with(formulas))}{tail}")

    def for_engine(
        self,
        formulas: Sequence[str | None],
        *,
        arrays: Collection[int] = (),
        without_value: Collection[int] = (),
        blank: Iterable[Cell] = (),
        formulas_instead: Iterable[tuple[Cell, str]] = (),
    ) -> bytes:
        """Write the part for an engine to read.

        Args:
            formulas: For each formula cell the text that the engine is to compute, escaped, or
                None for a cell that keeps its value alone.
            arrays: Formula cells, by place, whose ``f`` keeps its attributes.
            without_value: Formula cells, by place, that lose their value and its type.
            blank: Cells without formula that lose theirs.
            formulas_instead: Cells without formula that get one for their value.
        """
        pieces = self.pieces.copy()
        element, end = f"<{self.prefix}f", f"</{self.prefix}f>"
        openings = pieces[_OPENING::STRIDE]
        before = {opening: opening.rpartition("<")[0] for opening in set(openings)}
        pieces[_OPENING::STRIDE] = [
            before[opening] + ("" if formula is None else element)
            for opening, formula in zip(openings, formulas, strict=True)
        ]
        pieces[_FORMULA::STRIDE] = [
            "" if formula is None else f">{formula}{end}" for formula in formulas
        ]
        empty = f"<{self.prefix}v></{self.prefix}v>"
        pieces[_VALUE::STRIDE] = [
            empty if type_ == "str" and not raw else old
            for old, type_, raw in zip(
                pieces[_VALUE::STRIDE], self.formulas.types, self.formulas.values, strict=True
            )
        ]
        for index in arrays:
            pieces[index * STRIDE + _OPENING] = openings[index]
        for index in without_value:
            at = index * STRIDE
            pieces[at + _TYPE] = pieces[at + _VALUE] = ""
        edits = [edit for cell in blank for edit in self._blank_edits(cell)]
        for cell, formula in formulas_instead:
            edits += self._formula_edits(cell, f"{element}>{formula}{end}")
        return self._joined(pieces, edits)

    def _pieces_with(self, formulas: Sequence[str | None]) -> list[str]:
        """Put formulas into the pieces; each stands after the first ``>`` of its own."""
        pieces = self.pieces.copy()
        for index, (old, new) in enumerate(zip(self.formulas.formulas, formulas, strict=True)):
            if new is not None:
                at = index * STRIDE + _FORMULA
                opening, _, rest = pieces[at].partition(">")
                pieces[at] = f"{opening}>{new}{rest[len(old) :]}"
        return pieces

    def _joined(self, pieces: list[str], edits: list[Edit]) -> bytes:
        """Join the pieces; edits tell where in the text something else changes."""
        head = [edit for edit in edits if edit[0] < self.start]
        edits = [edit for edit in edits if edit[0] >= self.start]
        if edits:
            starts = [self.start, *accumulate(map(len, self.pieces), initial=self.start)][1:-1]
            by_piece: dict[int, list[Edit]] = {}
            for start, end, piece in edits:
                index = bisect_right(starts, start) - 1
                at = starts[index]
                by_piece.setdefault(index, []).append((start - at, end - at, piece))
            for index, inside in by_piece.items():
                pieces[index] = edited(pieces[index], sorted(inside))
        before = edited(self.text[: self.start], sorted(head))
        return self.encoding.encode(f"{before}{''.join(pieces)}{self.text[self.end :]}")

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

    def _formula_edits(self, cell: Cell, element: str) -> list[Edit]:
        layout = read_cell(self.text, cell.start, self.prefix)
        if layout.inline or layout.empty is not None:
            raise refuse("cell_unreadable", position=cell.start)
        return [(*layout.type_, ""), (*layout.value, element)]

    def cell_element(self, where: str, value: Spelled, style: str) -> str:
        """Write a cell without formula.

        Args:
            where: Its A1 address.
            value: What it holds.
            style: Its ``s``; empty for none.
        """
        given = f' s="{style}"' if style else ""
        start = f'<{self.prefix}c r="{where}"{given}{_type_attribute(value[0])}>'
        return f"{start}{self._value_element(value)}</{self.prefix}c>"

    def _value_element(self, value: Spelled) -> str:
        type_, inner = value
        space = ' xml:space="preserve"' if type_ == "str" and needs_preserve(inner) else ""
        return f"<{self.prefix}v{space}>{inner}</{self.prefix}v>"


def _type_attribute(type_: str) -> str:
    return f' t="{type_}"' if type_ else ""
