"""What changes on a sheet: cached values that the computed ones replace."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.addresses import Area, address
from shk_xl.ooxml.formula_forms import ArrayFormula
from shk_xl.ooxml.odd_cells import Cell
from shk_xl.ooxml.sheet_content import Spelled
from shk_xl.ooxml.spill_cells import Resized, resized_part
from shk_xl.workbook.recalculation.answers import Answer, FilledArea, cells_of
from shk_xl.workbook.recalculation.cached_value import SharedStrings, new_values, old_value
from shk_xl.workbook.recalculation.computing import Computed
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet


class Change(NamedTuple):
    """A cached value that was replaced.

    Args:
        sheet: The sheet's name.
        address: The cell.
        old: What the file held; None for nothing.
        new: What it holds now; None for nothing, where an array formula fills it no more.
    """

    sheet: str
    address: str
    old: CellValue
    new: CellValue


@dataclass(slots=True)
class ChangedSheet:
    """The new values of a sheet.

    Args:
        sheet: The sheet.
        strings: The shared strings of the workbook.
        new: The new spelling of each formula cell; None where the old one stands.
        values: The values behind those, by the place of the formula cell.
        spilled: Cells that array formulas fill, with their values.
        resized: Array formulas that fill other cells than before.
        gained: Cells that those fill now, by row and column, with their values.
    """

    sheet: FormulaSheet
    strings: SharedStrings
    new: list[Spelled | None]
    values: dict[int, CellValue] = field(default_factory=dict)
    spilled: list[tuple[Cell, CellValue, Spelled]] = field(default_factory=list)
    resized: list[Resized] = field(default_factory=list)
    gained: list[tuple[int, int, CellValue]] = field(default_factory=list)

    @property
    def changed(self) -> int:
        """How many cells get a new value, or lose theirs."""
        around = sum(len(one.added) + len(one.emptied) for one in self.resized)
        return len(self.values) + len(self.spilled) + around

    def part(self) -> bytes:
        """Write the sheet's part."""
        spilled = [(cell, new) for cell, _, new in self.spilled]
        return resized_part(self.sheet.cells, self.new, spilled, self.resized)

    def changes(self) -> Iterator[Change]:
        """Give the changed cells: formulas first, then what array formulas fill."""
        name, strings = self.sheet.name, self.strings
        _, _, types, raws, _, _ = self.sheet.cells.formulas
        for index, value in sorted(self.values.items()):
            old = old_value(types[index], raws[index], strings)
            yield Change(name, self.sheet.address(index), old, value)
        for cell, value, _ in self.spilled:
            yield Change(name, cell.address, old_value(cell.type, cell.value, strings), value)
        for row, column, value in self.gained:
            yield Change(name, address(row, column), None, value)
        for one in self.resized:
            for cell in one.emptied:
                old = old_value(cell.type, cell.value, strings)
                yield Change(name, cell.address, old, None)

    def take(self, fill: Fill, answer: Answer, places: Sequence[int]) -> None:
        """Take the values of some cells of a fill."""
        for place in places:
            at = bisect_left(answer.places, place)
            new, value = answer.new[at], answer.values[at]
            if new is not None:
                self.new[fill.indices[place]] = new
                self.values[fill.indices[place]] = value
        if answer.filled is not None:
            array = self.sheet.array(fill.indices[0])
            self._take_filled(array, answer.filled)

    def _take_filled(self, array: ArrayFormula, filled: FilledArea) -> None:
        """Take what an array formula fills besides its own cell."""
        values = dict(cells_of(filled))
        del values[array.area.first_row, array.area.first_column]
        inside = [cell for cell in array.children if (cell.row, cell.column) in values]
        given = [values.pop((cell.row, cell.column)) for cell in inside]
        types, raws = [cell.type for cell in inside], [cell.value for cell in inside]
        spelled = new_values(types, raws, given, self.strings)
        for cell, value, new in zip(inside, given, spelled, strict=True):
            if new is not None:
                self.spilled.append((cell, value, new))
        emptied = [cell for cell in array.children if not _holds(filled.area, cell)]
        if values or emptied or filled.area != array.area:
            blank = [""] * len(values)
            spellings = new_values(blank, blank, list(values.values()), self.strings)
            added = {at: one for at, one in zip(values, spellings, strict=True) if one is not None}
            self.gained += ((row, column, value) for (row, column), value in values.items())
            self.resized.append(Resized(array.index, filled.area, added, emptied))


def _holds(area: Area, cell: Cell) -> bool:
    return area.holds(cell.row, cell.column)


def changed_sheets(computed: Computed, strings: SharedStrings) -> list[ChangedSheet]:
    """Gather what changes in a workbook, sheet by sheet.

    Args:
        computed: The workbook.
        strings: Its shared strings.
    """
    model, outcome = computed.trust.model, computed.outcome
    found: dict[int, ChangedSheet] = {}
    for fill in outcome.answers.differs.fills():
        if not computed.trust.live.has_any(fill):
            continue
        counts = map(
            _counts,
            outcome.answers.differs.of(fill),
            outcome.needed.of(fill),
            outcome.stale.of(fill),
        )
        places = [place for place, is_new in enumerate(counts) if is_new]
        if not places:
            continue
        if fill.sheet not in found:
            sheet = model.sheet(fill)
            found[fill.sheet] = ChangedSheet(sheet, strings, [None] * len(sheet.cells))
        found[fill.sheet].take(fill, outcome.answers.of[fill], places)
    return [found[number] for number in sorted(found)]


def _counts(differs: int, needed: int, stale: int) -> bool:
    return bool(differs and needed and not stale)
