"""A workbook computed: from its formulas to the values that count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import Workbook
from shk_xl.workbook.recalculation.answers import Asking
from shk_xl.workbook.recalculation.cached_cells import CachedCells
from shk_xl.workbook.recalculation.cell_sets import CellSet
from shk_xl.workbook.recalculation.circles import Circles
from shk_xl.workbook.recalculation.engine import Engine, FunctionTable
from shk_xl.workbook.recalculation.engine_copy import EngineFormulas, engine_copy
from shk_xl.workbook.recalculation.engine_overrides import Overrides
from shk_xl.workbook.recalculation.engine_tests import EngineTests
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_model import FormulaModel
from shk_xl.workbook.recalculation.formula_translator import OMITTED
from shk_xl.workbook.recalculation.must_compute import may_change
from shk_xl.workbook.recalculation.one_cell import OneCell
from shk_xl.workbook.recalculation.shared_ranges import SharedRanges
from shk_xl.workbook.recalculation.static_doubts import Doubt, StaticDoubts
from shk_xl.workbook.recalculation.trust_order import Outcome, Rounds, Trust


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a workbook is computed.

    Args:
        functions: Our functions by upper-case name.
        now: What TODAY and NOW give; the clock when None.
        full: Everything is computed, and no cached value tests the engine.
        engine_wins: The engine's answer counts also where it may differ from Excel's.
    """

    functions: FunctionTable
    now: datetime | None
    full: bool
    engine_wins: bool


@dataclass(frozen=True, slots=True)
class Computed:
    """A workbook that was computed.

    Args:
        trust: Why cells keep their values.
        outcome: Which values count.
        calls: How many times our functions were called.
    """

    trust: Trust
    outcome: Outcome
    calls: int


def compute(
    package: Package,
    workbook: Workbook,
    model: FormulaModel,
    cached: CachedCells,
    must: CellSet,
    terms: Terms,
) -> Computed:
    """Compute what must be computed, and what depends on it.

    Args:
        package: The workbook.
        workbook: Its workbook part.
        model: Its formulas.
        cached: Their values in the file.
        must: The cells that are computed whatever those say.
        terms: On what terms.

    Raises:
        Refused: ``engine_refused``, ``formula_circular``.
        BaseException: What one of our functions raised that is not a cell's error.
    """
    hidden_rows = any(sheet.cells.may_have_hidden_rows for sheet in model.sheets)
    static = StaticDoubts(terms.functions, workbook.names, hidden_rows=hidden_rows)
    live = may_change(model, must)
    trust = Trust(model, cached, must, live, terms.engine_wins)
    tests = EngineTests(model, cached, static)
    static.look_up(fill.shape for fill in model.fills)
    _leave_doubtful(live, static, trust)
    formulas = EngineFormulas(model.sheets, SharedRanges(terms.functions))
    copy = engine_copy(package, workbook, model.fills, live, formulas, model.translator)
    one_cell = OneCell(terms.functions)
    overrides = Overrides(date1904=workbook.date1904)
    engine = Engine(
        copy,
        one_cell.functions,
        omitted=OMITTED,
        overrides=overrides.functions,
        date1904=workbook.date1904,
        now=terms.now,
    )
    engine.share(formulas.ranges.references)
    for fill in live.fills():
        for row, formula in formulas.later_bands(fill).items():
            engine.set_formula(model.sheet(fill).name, row, fill.column, formula)
    names = frozenset(name.name.casefold() for name in workbook.names)
    asking = Asking(model, cached, formulas, names, one_cell, overrides)
    rounds = Rounds(trust, engine, asking, tests, Circles(model, workbook.iterates))
    dropped = engine.dropped_names()
    for fill in live.fills() if dropped else ():
        doubt = _dropped_name(fill, dropped)
        if doubt is not None:
            rounds.distrust(fill, doubt)
    tested = [] if terms.full else tests.chosen(live)
    tests.placed(engine, tested)
    outcome = rounds.outcome(tested)
    return Computed(trust, outcome, engine.calls)


def _leave_doubtful(live: CellSet, static: StaticDoubts, trust: Trust) -> None:
    """Take out of what is computed what cannot be, and what-if tables."""
    for fill in live.fills():
        doubt = None if fill.is_what_if else static.of(fill.shape)
        if doubt is not None and not trust.overrules(doubt):
            trust.doubts[fill] = doubt
        if fill.is_what_if or fill in trust.doubts:
            live.of(fill)[:] = bytes(len(fill))


def _dropped_name(fill: Fill, dropped: frozenset[str]) -> Doubt | None:
    """Tell of a fill that it uses a defined name that the engine cannot compute."""
    used = sorted(fill.shape.mentions.names & dropped)
    if not used:
        return None
    written = next(token.text for token in fill.shape.tokens if token.text.casefold() == used[0])
    values: Mapping[str, str] = {"name": written}
    return Doubt("name_not_supported", MappingProxyType(values))
