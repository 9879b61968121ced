"""What the engine answered for the cells that it computed, beside what the file has."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.addresses import Area, address
from shk_xl.ooxml.formula_forms import ArrayFormula
from shk_xl.ooxml.sheet_content import Spelled
from shk_xl.workbook.recalculation.blocked_spills import is_blocked
from shk_xl.workbook.recalculation.cached_cells import CachedCells, agree
from shk_xl.workbook.recalculation.cached_value import new_values, old_value, same_value
from shk_xl.workbook.recalculation.cell_sets import CellSet
from shk_xl.workbook.recalculation.engine import Engine, EngineValue, Uncomputed
from shk_xl.workbook.recalculation.engine_copy import EngineFormulas
from shk_xl.workbook.recalculation.engine_overrides import Overrides
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_model import FormulaModel
from shk_xl.workbook.recalculation.large_arrays import bands
from shk_xl.workbook.recalculation.one_cell import OneCell
from shk_xl.workbook.recalculation.static_doubts import Doubt
from shk_xl.workbook.recalculation.value_doubts import (
    error_doubt,
    hides_no_answer,
    hides_several,
    misread,
    several_values,
    uncertain,
)


@dataclass(frozen=True, slots=True)
class FilledArea:
    """What an array formula gives.

    Args:
        area: The cells that it fills.
        values: Their values, row by row.
    """

    area: Area
    values: Sequence[Sequence[CellValue]]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the engine has for some cells of a fill.

    Args:
        places: Those cells.
        values: Their values, 0 where there is none.
        new: Their spelling, where the file has another value.
        filled: All values of an array formula.
    """

    places: Sequence[int]
    values: Sequence[CellValue]
    new: Sequence[Spelled | None]
    filled: FilledArea | None = None


@dataclass(slots=True)
class Answers:
    """What the engine answered.

    Args:
        of: The answer for each fill that has cells which were computed.
        differs: The cells whose value is not the one in the file.
        disagrees: Those where it is another value also by the measure of a test.
        doubts: Why a value cannot be written, by fill and place.
    """

    of: dict[Fill, Answer] = field(default_factory=dict)
    differs: CellSet = field(default_factory=CellSet)
    disagrees: CellSet = field(default_factory=CellSet)
    doubts: dict[tuple[Fill, int], Doubt] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asking:
    """Asks the engine.

    Args:
        model: The formulas.
        cached: Their values in the file.
        formulas: Wrote them for the engine.
        names: The defined names of the workbook, casefolded.
        one_cell: Our functions in ordinary formulas.
        overrides: The functions that replace the engine's own.
    """

    model: FormulaModel
    cached: CachedCells
    formulas: EngineFormulas
    names: Collection[str]
    one_cell: OneCell
    overrides: Overrides

    def answers(self, engine: Engine, live: CellSet) -> Answers:
        """Take the values of the cells that were computed.

        Args:
            engine: It has evaluated.
            live: Those cells.
        """
        found = Answers()
        for fill in live.fills():
            places = live.places(fill)
            if fill.area is not None:
                self._array(fill, engine, found)
            else:
                self._ordinary(fill, places, engine, found)
            hidden = self._hidden(fill)
            if hidden is not None:
                found.doubts.update(((fill, place), hidden) for place in places)
        return found

    def _hidden(self, fill: Fill) -> Doubt | None:
        """Tell of a formula that may have caught the error that stands for no answer."""
        if self.one_cell.arrays and hides_several(fill.shape, self.model.of(fill)):
            return Doubt("formula_fills_several")
        if self.overrides.out_of_reach and hides_no_answer(self.model.of(fill)):
            return Doubt("formula_not_supported")
        return None

    def _ordinary(self, fill: Fill, places: list[int], engine: Engine, found: Answers) -> None:
        sheet, rows, column = self.model.sheet(fill).name, fill.rows, fill.column
        values = engine.values(sheet, ((rows[place], column) for place in places))
        types, raws = self.cached.spelled(fill, places)
        doubts: dict[int, Doubt] = dict(uncertain(values, raws))
        doubts.update(several_values(fill, places, values, sheet, engine))
        doubts.update(misread(fill, places, values, sheet, self.formulas, engine))
        doubts.update(self._error_doubts(fill, values, raws))
        certain = _values(values, doubts)
        new = new_values(types, raws, certain, self.cached.strings)
        differs = found.differs.of(fill)
        disagrees = found.disagrees.of(fill)
        for at, doubt in doubts.items():
            found.doubts[fill, places[at]] = doubt
        changed = [at for at, spelled in enumerate(new) if spelled is not None]
        for at in changed if not doubts else [at for at in changed if at not in doubts]:
            place = places[at]
            differs[place] = 1
            disagrees[place] = not agree(self.cached.value(fill, place), certain[at])
        found.of[fill] = Answer(places, certain, new)

    def _error_doubts(
        self, fill: Fill, values: Sequence[EngineValue], raws: Sequence[str]
    ) -> Iterator[tuple[int, Doubt]]:
        for at, value in enumerate(values) if CellError in set(map(type, values)) else ():
            if isinstance(value, CellError):
                doubt = error_doubt(value, raws[at], fill.shape, self.names)
                if doubt is not None:
                    yield at, doubt

    def _array(self, fill: Fill, engine: Engine, found: Answers) -> None:
        """Take all values of an array formula."""
        sheet = self.model.sheet(fill)
        array = sheet.array(fill.indices[0])
        given, fits = _given(array, sheet.name, engine)
        width = given.last_column - given.first_column + 1
        cells = [
            (row, column)
            for row in range(given.first_row, given.last_row + 1)
            for column in range(given.first_column, given.last_column + 1)
        ]
        values = engine.values(sheet.name, cells)
        _, raws = self.cached.spelled(fill, [0])
        doubts = [*uncertain(values[:1], raws)]
        doubts += misread(fill, [0], values[:1], sheet.name, self.formulas, engine)
        doubts += self._error_doubts(fill, values[:1], raws)
        doubts += [(0, Doubt(value.value)) for value in values if isinstance(value, Uncomputed)]
        no_room = values[0] is CellError.SPILL
        if not fits or (no_room and not self._is_blocked(fill, array, engine)):
            doubts.append((0, Doubt("array_size")))
        if doubts:
            found.doubts[fill, 0] = doubts[0][1]
        certain = [0.0 if isinstance(v, Uncomputed) or v is None else v for v in values]
        filled = FilledArea(given, [certain[i : i + width] for i in range(0, len(certain), width)])
        if not array.is_dynamic:
            filled = _fitted(filled, array.area)
        self._compare(fill, array, filled, found)

    def _is_blocked(self, fill: Fill, array: ArrayFormula, engine: Engine) -> bool:
        formula = self.formulas.at(fill, 0)
        return array.is_dynamic and is_blocked(self.model.sheet(fill), array, formula, engine)

    def _compare(self, fill: Fill, array: ArrayFormula, filled: FilledArea, found: Answers) -> None:
        types, raws = self.cached.spelled(fill, [0])
        value = filled.values[0][0]
        new = new_values(types, raws, [value], self.cached.strings)
        found.of[fill] = Answer([0], [value], new, filled)
        if (fill, 0) in found.doubts:
            return
        old = {(cell.row, cell.column): cell for cell in array.children}
        strings = self.cached.strings
        has = {at: old_value(cell.type, cell.value, strings) for at, cell in old.items()}
        has[_corner(array)] = self.cached.value(fill, 0)
        pairs = [(has.pop(at, None), value) for at, value in cells_of(filled)]
        fits = filled.area == array.area
        if not fits or any(not same_value(one, other) for one, other in pairs):
            found.differs.add(fill, 0)
        if not fits or any(not agree(one, other) for one, other in pairs):
            found.disagrees.add(fill, 0)


def _values(values: Sequence[EngineValue], doubts: Collection[int]) -> Sequence[CellValue]:
    """Give values to write; 0 where there is none, which is doubted."""
    found = [value for value in values if not isinstance(value, Uncomputed)] if doubts else values
    if len(found) == len(values):
        return cast("Sequence[CellValue]", values)
    return [0.0 if isinstance(value, Uncomputed) else value for value in values]


def cells_of(filled: FilledArea) -> Iterator[tuple[tuple[int, int], CellValue]]:
    """Give the cells of a filled area by row and column, with their values."""
    top, left, *_ = filled.area
    for row, values in enumerate(filled.values, top):
        for column, value in enumerate(values, left):
            yield (row, column), value


def _fitted(filled: FilledArea, area: Area) -> FilledArea:
    """Fit values into an area that does not change: one row or column repeats, nothing is #N/A."""
    rows, columns = len(filled.values), len(filled.values[0])

    def at(row: int, column: int) -> CellValue:
        row, column = (0 if rows == 1 else row), (0 if columns == 1 else column)
        return filled.values[row][column] if row < rows and column < columns else CellError.NA

    height, width = area.last_row - area.first_row + 1, area.last_column - area.first_column + 1
    return FilledArea(area, [[at(row, column) for column in range(width)] for row in range(height)])


def _given(array: ArrayFormula, sheet: str, engine: Engine) -> tuple[Area, bool]:
    """Give the cells that the engine filled; and whether a large array has the file's size."""
    filled = []
    for band in bands(array.area):
        row, column, *_ = band
        spill = engine.spill(sheet, address(row, column))
        filled.append(spill or Area(row, column, row, column))
    if len(filled) == 1:
        return filled[0], True
    return array.area, tuple(filled) == bands(array.area)


def _corner(array: ArrayFormula) -> tuple[int, int]:
    return array.area.first_row, array.area.first_column
