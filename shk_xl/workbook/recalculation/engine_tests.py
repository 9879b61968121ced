"""The engine tested on the workbook's own formulas.

A formula that need not be computed is computed too, from Excel's values, and compared with
Excel's. It stands on a sheet of its own in the engine, at its address, with the sheet written
before every reference, so that nothing is ever computed from its result.

Rules: only functions that some cell to be computed uses are tested; of a filled column a few
cells, spread from the first to the last; of each way to use a function a bounded number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.addresses import address
from shk_xl.workbook.recalculation.blocked_spills import on_sheet
from shk_xl.workbook.recalculation.cached_cells import CachedCells, agree
from shk_xl.workbook.recalculation.call_ways import Way, ways
from shk_xl.workbook.recalculation.cell_sets import CellSet
from shk_xl.workbook.recalculation.engine import Engine, Uncomputed
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_model import FormulaModel
from shk_xl.workbook.recalculation.formula_shapes import template
from shk_xl.workbook.recalculation.static_doubts import StaticDoubts

_IN_A_FILL: Final = 8
_OF_A_WAY: Final = 100
_SHEET: Final = "\ue000test"


@dataclass(frozen=True, slots=True)
class Witness:
    """A cell on which the engine and Excel disagree.

    Args:
        sheet: The name of its sheet.
        cell: Its address.
        excel: Excel's value, as text.
        engine: The engine's, as text.
        ways: What it casts doubt on.
    """

    sheet: str
    cell: str
    excel: str
    engine: str
    ways: frozenset[Way]


@dataclass(frozen=True, slots=True)
class EngineTests:
    """Chooses formulas to test the engine with.

    Args:
        model: The formulas.
        cached: Their values in the file.
        doubts: Known of them; what is doubtful anyhow proves nothing.
    """

    model: FormulaModel
    cached: CachedCells
    doubts: StaticDoubts

    def chosen(self, live: CellSet) -> list[tuple[Fill, int]]:
        """Choose the cells that test what some other cells use.

        Args:
            live: The cells that are computed; none of them is chosen.
        """
        wanted = set().union(*(ways(fill.shape) for fill in live.fills()))
        names = {way.name for way in wanted}
        tested: Counter[Way] = Counter()
        found = []
        for fill in self.model.fills:
            functions = self.model.of(fill).functions
            if not wanted or (functions and names.isdisjoint(functions)):
                continue
            of = wanted & ways(fill.shape)
            if not of or not self._can_test(fill):
                continue
            cells = list(self._cells(fill, live))
            found += [(fill, place) for place in cells]
            tested.update(dict.fromkeys(of, len(cells)))
            wanted -= {way for way in of if tested[way] >= _OF_A_WAY}
        return found

    def _can_test(self, fill: Fill) -> bool:
        facts = self.model.of(fill)
        mentioned = fill.shape.mentions
        return not (
            facts.volatile
            or facts.ours
            or fill.is_what_if
            or mentioned.outside
            or not _NEEDS_ITS_SHEET.isdisjoint(facts.functions)
            or self.model.facts.local(mentioned.names, fill.sheet)
            or self.doubts.of(fill.shape) is not None
        )

    def _cells(self, fill: Fill, live: CellSet) -> Iterator[int]:
        """Choose cells of a fill, spread from the first to the last."""
        last = len(fill) - 1
        count = min(last, _IN_A_FILL - 1)
        for place in {last * step // max(count, 1) for step in range(count + 1)}:
            if not (live.has(fill, place) or self.cached.is_missing(fill, place)):
                yield place

    def placed(self, engine: Engine, cells: Sequence[tuple[Fill, int]]) -> None:
        """Put tests into an engine, before it evaluates."""
        for number, sheet, (fill, place) in _with_sheets(cells):
            if number:
                engine.add_sheet(sheet)
            formula = self._formula(fill, place)
            engine.set_formula(sheet, fill.rows[place], fill.column, formula)

    def _formula(self, fill: Fill, place: int) -> str:
        """Write a formula with its sheet before every reference."""
        made = template(fill.shape.for_engine, fill.column)
        text = "" if made is None else made.at(fill.rows[place])
        return on_sheet(text, self.model.sheet(fill).name)

    def witnesses(self, engine: Engine, cells: Sequence[tuple[Fill, int]]) -> list[Witness]:
        """Find the cells on which the engine, having evaluated, and Excel disagree."""
        found = []
        for _, sheet, (fill, place) in _with_sheets(cells):
            value = engine.values(sheet, [(fill.rows[place], fill.column)])[0]
            excel = self.cached.value(fill, place)
            if isinstance(value, Uncomputed):
                found.append(self._witness(fill, place, excel, ""))
            elif not agree(excel, value):
                found.append(self.witness(fill, place, value))
        return found

    def witness(self, fill: Fill, place: int, value: CellValue) -> Witness:
        """Tell that the engine gave a cell another value than Excel."""
        return self._witness(fill, place, self.cached.value(fill, place), _text(value))

    def _witness(self, fill: Fill, place: int, excel: CellValue, engine: str) -> Witness:
        where = address(fill.rows[place], fill.column)
        name = self.model.sheet(fill).name
        return Witness(name, where, _text(excel), engine, ways(fill.shape))


_NEEDS_ITS_SHEET: Final = frozenset(("SHEET", "SHEETS"))


def _with_sheets(
    cells: Iterable[tuple[Fill, int]],
) -> Iterator[tuple[bool, str, tuple[Fill, int]]]:
    """Give each test the sheet that it stands on: arrays one of their own, since they spill."""
    known: set[str] = set()
    for number, (fill, place) in enumerate(cells):
        name = f"{_SHEET}{fill.sheet}" if fill.area is None else f"{_SHEET}:{number}"
        yield name not in known, name, (fill, place)
        known.add(name)


def _text(value: CellValue) -> str:
    """Write a value for a person."""
    if isinstance(value, CellError):
        return value.value
    if isinstance(value, bool):
        return "SANT" if value else "FALSKT"
    if isinstance(value, float):
        return f"{value:.15g}".replace(".", ",")
    return f"”{value or ''}”"
