"""The formulas of a workbook, read once for each shape.

Rules: every formula cell gets a shape; what is found out about a formula is found out about
its shape. A formula whose table references lead nowhere has a shape too, with the fault.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from shk_xl.domain.faults import FaultValue
from shk_xl.ooxml.addresses import Area
from shk_xl.ooxml.xml_lexer import character_data
from shk_xl.workbook.formula_tokens import Token, tokens
from shk_xl.workbook.recalculation.formula_shapes import Atoms, Template, atoms, template
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet
from shk_xl.workbook.recalculation.formula_translator import FormulaTranslator
from shk_xl.workbook.recalculation.references import Mentions, mentions
from shk_xl.workbook.recalculation.shared_formulas import moved
from shk_xl.workbook.recalculation.structured_references import (
    EVERYWHERE,
    FormulaPlace,
    TableReferenceError,
)

_NOTHING: Final = Mentions((), frozenset(), outside=False)


class Unreadable(NamedTuple):
    """Why a formula cannot be translated: a fault's code, and what its words need."""

    code: str
    values: Mapping[str, FaultValue]


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """What formulas that are copies of each other have in common.

    Args:
        sheet: The place of their sheet.
        is_array: They are array formulas.
        text: The formula where it was first met.
        tokens: Its tokens.
        row: The row of that cell.
        column: The column of that cell.
        for_engine: The formula as the engine is to read it.
        where: The cells in which that holds.
        mentions: What it refers to.
        unreadable: Why it cannot be computed; None where it can.
        is_translated: The engine reads it otherwise than the file.
    """

    sheet: int
    is_array: bool
    text: str
    tokens: tuple[Token, ...]
    row: int
    column: int
    for_engine: Atoms
    where: Area
    mentions: Mentions
    unreadable: Unreadable | None
    is_translated: bool


@dataclass(frozen=True, slots=True)
class ShapeReader:
    """Reads formulas into shapes.

    Args:
        translator: Translates what the engine would not understand.
        sheets: The place of each worksheet by casefolded name.
    """

    translator: FormulaTranslator
    sheets: Mapping[str, int]

    def shapes(self, number: int, sheet: FormulaSheet) -> list[Shape]:
        """Give the shape of each formula cell of a sheet.

        Args:
            number: The place of the sheet.
            sheet: The sheet.
        """
        return _SheetReading(self, number, sheet).shapes()

    def shape(self, text: str, place: FormulaPlace, sheet: int) -> Shape:
        """Read a formula into a shape of its own."""
        pieces = tokens(text)
        translated, where, unreadable = text, EVERYWHERE, None
        if self.translator.may_rewrite(text):
            try:
                found = self.translator.template(text, place)
            except TableReferenceError as error:
                unreadable = Unreadable(error.code, error.values)
            else:
                translated, where = found.at(place.row), found.where
        for_engine = pieces if translated == text else tokens(translated)
        of = mentions(for_engine, place.row, place.column, sheet, self.sheets)
        return Shape(
            sheet,
            place.is_array,
            text,
            tuple(pieces),
            place.row,
            place.column,
            atoms(translated, place.row, place.column),
            where,
            of if unreadable is None else _NOTHING,
            unreadable,
            translated != text,
        )


class _Expected(NamedTuple):
    """What a column's next formula probably reads, and the shape that it then has."""

    template: Template
    shape: Shape

    def reads(self, text: str, row: int) -> bool:
        """Whether a formula in a row reads as expected."""
        pieces, _, common, _ = self.template
        if common is not None:  # written out here, since it is asked for every formula
            return text == str(row + common).join(pieces)
        return text == self.template.at(row)


@dataclass(slots=True)
class _SheetReading:
    """One sheet being read: its shapes so far, and what is expected next in each column."""

    reader: ShapeReader
    number: int
    sheet: FormulaSheet
    known: dict[tuple[Atoms, bool], list[Shape]] = field(default_factory=dict)
    expected: dict[int, _Expected] = field(default_factory=dict)

    def shapes(self) -> list[Shape]:
        rows, columns, _, _, _, _ = self.sheet.cells.formulas
        arrays = {array.index for array in self.sheet.forms.arrays}
        found: list[Shape] = []
        expected = self.expected
        for index, text in enumerate(formula_texts(self.sheet)):
            row, column = rows[index], columns[index]
            if index in arrays:
                found.append(self._shape(text, row, column, is_array=True))
                continue
            next_ = expected.get(column)
            if next_ is not None and next_.reads(text, row):
                shape = next_.shape
                if shape.where is EVERYWHERE or shape.where.holds(row, column):
                    found.append(shape)
                    continue
            shape = self._shape(text, row, column, is_array=False)
            found.append(shape)
            written = template(atoms(text, row, column), column)
            if written is not None:
                expected[column] = _Expected(written, shape)
        return found

    def _shape(self, text: str, row: int, column: int, *, is_array: bool) -> Shape:
        alike = self.known.setdefault((atoms(text, row, column), is_array), [])
        for shape in alike:
            if shape.where.holds(row, column):
                return shape
        place = FormulaPlace(self.sheet.name, row, column, is_array)
        alike.append(self.reader.shape(text, place, self.number))
        return alike[-1]


def formula_texts(sheet: FormulaSheet) -> Iterator[str]:
    """Give the formula of each cell as it reads there, shared ones too."""
    rows, columns, _, _, raws, _ = sheet.cells.formulas
    if not sheet.shared:
        yield from map(_plain, raws)
        return
    masters = {user: shared.master for shared in sheet.shared for user in shared.users}
    written: dict[tuple[int, int], Template | None] = {}
    for index, raw in enumerate(raws):
        master = masters.get(index)
        if master is None:
            yield _plain(raw)
            continue
        row, column, origin = rows[index], columns[index], rows[master]
        if (master, column) not in written:
            parted = atoms(character_data(raws[master]), origin, columns[master])
            written[master, column] = template(parted, column)
        of = written[master, column]
        if of is not None and of.fits(row):
            yield of.at(row)
        else:
            pieces = tokens(character_data(raws[master]))
            yield moved(pieces, row - origin, column - columns[master])


def _plain(raw: str) -> str:
    """Read character data; the usual references at once, and all else with care."""
    if "&" not in raw and "<" not in raw and "\r" not in raw:
        return raw
    text = raw.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">")
    if "<" in raw or "\r" in raw or text.count("&") != text.count("&amp;"):
        return character_data(raw)
    return text.replace("&amp;", "&")
