"""Which formulas are computed whatever their cached values say."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from shk_xl.ooxml.addresses import Area
from shk_xl.workbook.recalculation.cached_cells import CachedCells
from shk_xl.workbook.recalculation.cell_sets import CellSet
from shk_xl.workbook.recalculation.dependents import Run, Span, Spread
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_model import FormulaModel

_COUNTS_NESTED: Final = frozenset(("SUBTOTAL", "AGGREGATE"))
"""They pass over other cells with the same functions, so those must be formulas too."""


def must_compute(
    model: FormulaModel,
    cached: CachedCells,
    edited: Mapping[str, Iterable[Area]],
    *,
    everything: bool,
) -> CellSet:
    """Find the cells whose cached value is none, or says nothing.

    They call our functions, are volatile, have no value, or refer to what was edited.

    Args:
        model: The formulas.
        cached: Their values in the file.
        edited: What was edited since they were computed, by the names of sheets.
        everything: All of them, then.
    """
    found = _referring(model, edited)
    for fill in model.fills:
        facts = model.of(fill)
        if fill.is_what_if:
            continue
        if everything or facts.ours or facts.volatile:
            found.add_all(fill)
            continue
        missing = cached.missing(fill)
        if len(missing) == len(fill):
            found.add_all(fill)
        else:
            for place in missing:
                found.add(fill, place)
    return found


def _referring(model: FormulaModel, edited: Mapping[str, Iterable[Area]]) -> CellSet:
    """Find the cells whose own formulas refer to what was edited."""
    spread = Spread(model.dependents, _no_further)
    spread.begin(
        Run(number, column, area.first_row, area.last_row)
        for number, sheet in enumerate(model.sheets)
        for area in edited.get(sheet.name, ())
        for column in range(area.first_column, area.last_column + 1)
    )
    found = CellSet()
    for fill in model.fills if edited else ():
        if not fill.is_what_if:
            _take(found, fill, spread)
    return found


def _no_further(_fill: Fill, _start: int, _end: int) -> Iterator[Span]:
    return iter(())


def may_change(model: FormulaModel, must: CellSet) -> CellSet:
    """Find the cells that must be computed, and all that depend on them.

    What-if tables are among them where something that they depend on is.
    """
    spread = Spread(model.dependents)
    for fill in must.fills():
        for span in must.spans(fill, 0, len(fill)):
            spread.start(fill, *span)
    found = CellSet()
    for fill in model.fills:
        _take(found, fill, spread)
    if any(_counts_nested(model, fill) for fill in found.fills()):
        for fill in model.fills:
            if _counts_nested(model, fill):
                found.add_all(fill)
    return found


def _take(found: CellSet, fill: Fill, spread: Spread) -> None:
    reached = spread.reached(fill)
    if reached is not None:
        found.of(fill)[:] = reached


def _counts_nested(model: FormulaModel, fill: Fill) -> bool:
    return not _COUNTS_NESTED.isdisjoint(model.of(fill).functions)
