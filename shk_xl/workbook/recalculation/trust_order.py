"""Which value of a cell counts: Excel's, or the engine's.

Excel's value stands where nothing changed upstream. A cell must be computed when it calls a
function of ours, is volatile, has no value, or depends on a value that really changed. The
others keep their values and are constants to the engine. Where the engine gives a cell whose
precedents are Excel's another value than Excel, it disagrees with Excel, and every cell that
must be computed and uses a function in the same way is doubtful: it keeps its value.

Rules: what depends on a kept cell is computed from the value that it keeps. Where a change
reaches a cell that keeps its value, that value is stale, and so is all that depends on it:
those keep their values too. A cell without a value cannot keep it; then nothing is written.

Source: ``docs/analysis/trust_order.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from shk_xl.workbook.recalculation.answers import Answers, Asking
from shk_xl.workbook.recalculation.cached_cells import CachedCells
from shk_xl.workbook.recalculation.call_ways import Way, ways
from shk_xl.workbook.recalculation.cell_sets import CellSet
from shk_xl.workbook.recalculation.circles import Circles
from shk_xl.workbook.recalculation.dependents import Run, Span, Spread
from shk_xl.workbook.recalculation.engine import Engine
from shk_xl.workbook.recalculation.engine_tests import EngineTests, Witness
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_model import FormulaModel
from shk_xl.workbook.recalculation.static_doubts import Doubt

_MOST_REREAD: Final = 5_000
"""The engine takes formulas one by one a thousand times slower than all at once."""


@dataclass(slots=True)
class Trust:
    """What is known so far of which values count.

    Args:
        model: The formulas.
        cached: Their values in the file.
        must: The cells that are computed in any case.
        live: The cells that the engine computes.
        engine_wins: The engine's answer counts also where it may differ from Excel's.
        doubts: Why all cells of a fill keep their values.
        cell_doubts: Why some cells do, by fill and place.
        settled: Cells that keep Excel's value since nothing that they depend on changed, though
            the engine gives them another.
        accused: The ways to use functions in which the engine and Excel disagree, each with the
            cell that shows it.
        revived: Cells that were settled once, and computed after all.
        reread: Cells whose formulas were handed over a second time.
    """

    model: FormulaModel
    cached: CachedCells
    must: CellSet
    live: CellSet
    engine_wins: bool
    doubts: dict[Fill, Doubt] = field(default_factory=dict)
    cell_doubts: dict[tuple[Fill, int], Doubt] = field(default_factory=dict)
    settled: CellSet = field(default_factory=CellSet)
    accused: dict[Way, Witness] = field(default_factory=dict)
    revived: CellSet = field(default_factory=CellSet)
    reread: CellSet = field(default_factory=CellSet)

    def doubt(self, fill: Fill, place: int) -> Doubt | None:
        """Tell why a cell keeps its value; None when nothing says so."""
        return self.doubts.get(fill) or self.cell_doubts.get((fill, place))

    def doubted(self) -> set[Fill]:
        """Give the fills with cells that keep their values."""
        return {*self.doubts, *(fill for fill, _ in self.cell_doubts)}

    def accuse(self, witnesses: Iterable[Witness]) -> None:
        """Take disagreements into account; they say nothing when the engine wins."""
        for witness in () if self.engine_wins else witnesses:
            for way in witness.ways:
                self.accused.setdefault(way, witness)

    def overrules(self, doubt: Doubt) -> bool:
        """Whether a doubt does not count, because the engine wins."""
        return self.engine_wins and doubt.may_differ

    def accusation(self, fill: Fill) -> Doubt | None:
        """Tell which disagreement speaks against a fill."""
        for way in sorted(ways(fill.shape)) if self.accused else ():
            witness = self.accused.get(way)
            if witness is not None:
                return _disagreement(way, witness)
        return None


def _disagreement(way: Way, witness: Witness) -> Doubt:
    values = {
        "function": way.name,
        "witness": f"{witness.sheet}!{witness.cell}",
        "excel": witness.excel,
        "engine": witness.engine,
    }
    return Doubt("engine_disagrees", MappingProxyType(values))


@dataclass(frozen=True, slots=True)
class Outcome:
    """Which values count.

    Args:
        answers: What the engine has.
        needed: The cells that had to be computed.
        stale: The cells that keep their values though a change reaches them.
    """

    answers: Answers
    needed: CellSet
    stale: CellSet


@dataclass(frozen=True, slots=True)
class Rounds:
    """Computes until nothing more is doubtful.

    A round computes everything that is left to compute, and takes out what turns out not to
    be trusted; what depended on that is computed again from the values kept.

    Args:
        trust: What is known of which values count.
        engine: It has loaded the workbook.
        asking: Asks it.
        tests: Tests it.
        circles: Deals with formulas that refer to themselves.
    """

    trust: Trust
    engine: Engine
    asking: Asking
    tests: EngineTests
    circles: Circles

    def outcome(self, tested: Sequence[tuple[Fill, int]]) -> Outcome:
        """Find which values count.

        Args:
            tested: The tests that have been put into the engine.

        Raises:
            Refused: ``formula_circular``, ``engine_refused``.
        """
        self.engine.evaluate()
        self.trust.accuse(self.tests.witnesses(self.engine, tested))
        while True:
            answers = self._answers()
            if self._reread(answers):
                self.engine.evaluate()
                continue
            changes = self._changes(answers)
            needed = self._needed(changes)
            doubted = self._doubt(answers, needed)
            settled = self._settle(answers, needed)
            revived = self._revive(needed)
            if not (doubted or settled or revived):
                return Outcome(answers, needed, self._stale(changes))
            self.engine.evaluate()

    def _answers(self) -> Answers:
        found = self.asking.answers(self.engine, self.trust.live)
        overruled = [at for at, doubt in found.doubts.items() if self.trust.overrules(doubt)]
        for at in overruled:
            del found.doubts[at]
        return found

    def _reread(self, answers: Answers) -> bool:
        """Hand over again, one by one, the formulas that the engine misread in the workbook."""
        found = [
            at
            for at, doubt in answers.doubts.items()
            if doubt.code == "formula_misread" and not self.trust.reread.has(*at)
        ]
        if len(found) > _MOST_REREAD:
            return False
        for fill, place in found:
            self.trust.reread.add(fill, place)
            self._compute(fill, place)
        return bool(found)

    def _changes(self, answers: Answers) -> Spread:
        """Find what really changed values reach, of what must be computed and beyond."""

        def passes(fill: Fill, start: int, end: int) -> Iterator[Span]:
            return answers.differs.spans(fill, start, end)

        trust = self.trust
        spread = Spread(trust.model.dependents, passes)
        for fill in trust.must.fills():
            for span in trust.must.spans(fill, 0, len(fill)):
                for start, end in answers.differs.spans(fill, *span):
                    spread.begin(Run(fill.sheet, *run) for run in fill.runs(start, end))
        return spread

    def _needed(self, changes: Spread) -> CellSet:
        needed = CellSet()
        for fill in self.trust.model.fills:
            reached = changes.reached(fill)
            if reached is not None:
                needed.of(fill)[:] = reached
            for start, end in self.trust.must.spans(fill, 0, len(fill)):
                needed.of(fill)[start:end] = b"\1" * (end - start)
        return needed

    def _doubt(self, answers: Answers, needed: CellSet) -> bool:
        """Take out the cells whose computed values are not to be trusted."""
        found = False
        for at, doubt in self.circles.sorted_out(answers.doubts, needed).items():
            self.trust.cell_doubts[at] = doubt
            self._keep(*at)
            found = True
        for fill in self.trust.live.fills():
            accusation = self.trust.accusation(fill)
            if accusation is not None and any(map(min, self.trust.live.of(fill), needed.of(fill))):
                found |= answers.differs.has_any(fill)
                self.distrust(fill, accusation)
        return found

    def distrust(self, fill: Fill, doubt: Doubt) -> None:
        """Let all cells of a fill keep their values."""
        self.trust.doubts[fill] = doubt
        for place in self.trust.live.places(fill):
            self._keep(fill, place)

    def _settle(self, answers: Answers, needed: CellSet) -> bool:
        """Let cells keep Excel's values that need not be computed but came out otherwise."""
        others = [
            (fill, place)
            for fill in answers.disagrees.fills()
            for place in answers.disagrees.without(fill, needed)
            if self.trust.live.has(fill, place)
        ]
        unknown = [at for at in answers.doubts if not needed.has(*at) and self.trust.live.has(*at)]
        if not others and not unknown:
            return False
        near = self._beside(answers)
        for fill, place in others:
            reached = near.reached(fill)
            if reached is None or not reached[place]:
                answer = answers.of[fill]
                value = answer.values[answer.places.index(place)]
                self.trust.accuse([self.tests.witness(fill, place, value)])
        for fill, place in (*others, *unknown):
            self.trust.settled.add(fill, place)
            self._keep(fill, place)
        return True

    def _beside(self, answers: Answers) -> Spread:
        """Find the cells with a precedent that came out otherwise than in the file."""
        spread = Spread(self.trust.model.dependents, lambda *_: ())
        for fill in answers.disagrees.fills():
            for span in answers.disagrees.spans(fill, 0, len(fill)):
                spread.begin(Run(fill.sheet, *run) for run in fill.runs(*span))
        for fill, place in answers.doubts:
            spread.begin(Run(fill.sheet, *run) for run in fill.runs(place, place + 1))
        return spread

    def _revive(self, needed: CellSet) -> bool:
        """Compute the cells that changes have come to reach since they were left out."""
        trust = self.trust
        found = False
        for fill in needed.fills():
            if fill.is_what_if or fill in trust.doubts:
                continue
            for place in needed.without(fill, trust.live):
                if (fill, place) in trust.cell_doubts:
                    continue
                found = True
                if trust.revived.has(fill, place):
                    trust.cell_doubts[fill, place] = Doubt("value_doubtful")
                    continue
                trust.revived.add(fill, place)
                trust.settled.of(fill)[place] = 0
                self._compute(fill, place)
        return found

    def _keep(self, fill: Fill, place: int) -> None:
        """Make a cell a constant, with the value that the file has."""
        trust = self.trust
        trust.live.of(fill)[place] = 0
        sheet = trust.model.sheet(fill).name
        value = trust.cached.value(fill, place)
        self.engine.set_value(sheet, fill.rows[place], fill.column, value)
        for row, column, child in trust.cached.children(fill):
            self.engine.set_value(sheet, row, column, child)

    def _compute(self, fill: Fill, place: int) -> None:
        trust = self.trust
        trust.live.add(fill, place)
        formula = self.asking.formulas.at(fill, place)
        sheet = trust.model.sheet(fill).name
        for row, column, _ in trust.cached.children(fill):
            self.engine.set_value(sheet, row, column, None)
        self.engine.set_formula(sheet, fill.rows[place], fill.column, formula)
        for row, later in self.asking.formulas.later_bands(fill).items():
            self.engine.set_formula(sheet, row, fill.column, later)

    def _stale(self, changes: Spread) -> CellSet:
        """Find the cells that keep their values though a change reaches them."""
        trust = self.trust
        spread = Spread(trust.model.dependents)
        what_if = (fill for fill in trust.model.fills if fill.is_what_if)
        for fill in (*trust.doubted(), *what_if):
            reached = changes.reached(fill) or b""
            for place, is_reached in enumerate(reached):
                keeps = fill.is_what_if or trust.doubt(fill, place) is not None
                if is_reached and keeps:
                    spread.start(fill, place, place + 1)
        stale = CellSet()
        for fill in trust.model.fills:
            cells = spread.reached(fill)
            if cells is not None:
                stale.of(fill)[:] = cells
        return stale
