"""Which formulas are computed whatever their cached values say."""

from __future__ import annotations

from typing import Final

from shk_xl.workbook.recalculation.cached_cells import CachedCells
from shk_xl.workbook.recalculation.cell_sets import CellSet
from shk_xl.workbook.recalculation.dependents import Spread
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_model import FormulaModel

_COUNTS_NESTED: Final = frozenset(("SUBTOTAL", "AGGREGATE"))
"""They pass over other cells with the same functions, so those must be formulas too."""


def must_compute(model: FormulaModel, cached: CachedCells, *, everything: bool) -> CellSet:
    """Find the cells that call our functions, are volatile, or have no cached value.

    Args:
        model: The formulas.
        cached: Their values in the file.
        everything: All of them, then.
    """
    found = CellSet()
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
