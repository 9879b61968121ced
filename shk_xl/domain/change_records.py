"""What differs between two versions of a portfolio, as values.

Rules: a change holds what was and what is, and no words. An amount that is not there is
None, and never 0; what a change does to a sum leaves out what is unknown, as the sum does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum, auto

from shk_xl.domain.amounts import Amount, Total, kronor_of
from shk_xl.domain.priorities import Interval, Place


class Status(StrEnum):
    """Whether something came, went, or is there still."""

    NEW = auto()
    REMOVED = auto()
    CHANGED = auto()


@dataclass(frozen=True, slots=True)
class AmountChange:
    """An amount before and after; None where there was, or is, no such thing."""

    before: Amount | None
    after: Amount | None

    @property
    def effect(self) -> int:
        """By how many kronor a sum changes that leaves out what is unknown."""
        return _in_sum(self.after) - _in_sum(self.before)

    @property
    def difference(self) -> int | None:
        """The difference in kronor; None where one of the two is unknown."""
        before, after = self.before, self.after
        kronor = [0 if amount is None else kronor_of(amount) for amount in (before, after)]
        return None if None in kronor else self.effect


def _in_sum(amount: Amount | None) -> int:
    return (kronor_of(amount) or 0) if amount is not None else 0


@dataclass(frozen=True, slots=True)
class FundingChange:
    """An allocation from a source for an article, before and after."""

    source: str
    article: str
    amount: AmountChange
    note_changed: bool = False


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A weighted score and place, before and after."""

    before: Interval | None
    after: Interval | None
    place_before: Place | None
    place_after: Place | None


@dataclass(frozen=True, slots=True)
class PointsChange:
    """The points on a criterion, before and after; None is "not scored"."""

    criterion: str
    before: int | None
    after: int | None


@dataclass(frozen=True, slots=True)
class FactChange:
    """A short fact about an initiative or a frame, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text under a heading, before and after; empty where there was, or is, none."""

    heading: str
    before: str
    after: str

    @property
    def words(self) -> tuple[int, int]:
        """How many words came, and how many went, wherever they stand.

        >>> TextChange("Syfte", "lära av varandra", "lära mer av alla").words
        (2, 1)
        """
        before, after = Counter(self.before.split()), Counter(self.after.split())
        return (after - before).total(), (before - after).total()


@dataclass(frozen=True, slots=True)
class DecisionChange:
    """A decision that was made, noted or voted on since.

    Args:
        meeting: The meeting's key.
        about: What it is about.
        status: Whether the item is new, gone or changed.
        before: The decision as it was noted.
        after: The decision as it is noted now.
        votes: The answers now, counted in the order of ``Vote``; None where they are the same.
    """

    meeting: str
    about: str
    status: Status
    before: str
    after: str
    votes: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class InitiativeChange:
    """All that is different about an initiative.

    Args:
        code: Its code now.
        title: Its name with phase; the code where the initiative is not listed.
        status: Whether it is new, gone or changed.
        amount: The proposed budget, where it differs.
        funding: The allocations that differ.
        score: The score and place, where they differ.
        points: The points that differ.
        motivations: The criteria whose motivation differs.
        facts: The short facts that differ.
        texts: The texts that differ.
        decisions: What was decided on it since.
    """

    code: str
    title: str
    status: Status = Status.CHANGED
    amount: AmountChange | None = None
    funding: tuple[FundingChange, ...] = ()
    score: ScoreChange | None = None
    points: tuple[PointsChange, ...] = ()
    motivations: tuple[str, ...] = ()
    facts: tuple[FactChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    decisions: tuple[DecisionChange, ...] = ()

    @property
    def effect(self) -> int:
        """By how many kronor the total of the proposed budgets changes."""
        return self.amount.effect if self.amount else 0

    @property
    def weight(self) -> tuple[int, int]:
        """The smaller, the heavier: money and decisions, then score, facts and texts last."""
        sums = [self.effect, *(one.amount.effect for one in self.funding)]
        money = self.amount or self.funding or self.decisions
        heavy = (
            self.status is not Status.CHANGED or money,
            self.score or self.points,
            self.facts,
            self.texts or self.motivations,
        )
        rank = next((rank for rank, found in enumerate(heavy) if found), len(heavy))
        return rank, -max(map(abs, sums))

    def __bool__(self) -> bool:
        return self.weight[0] < len(("money", "score", "facts", "texts"))


@dataclass(frozen=True, slots=True)
class FrameChange:
    """All that is different about a frame or a cost area.

    Args:
        name: Its name.
        status: Whether it is new, gone or changed.
        amount: How much it is, where that differs.
        left: What is left of it when the known allocations are taken, before and after; None
            where nothing is different. A version in which it is unknown has None.
        facts: The facts that differ.
    """

    name: str
    status: Status = Status.CHANGED
    amount: AmountChange | None = None
    left: tuple[int | None, int | None] | None = None
    facts: tuple[FactChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.status is not Status.CHANGED or self.amount or self.left or self.facts)


@dataclass(frozen=True, slots=True)
class RowsChange:
    """Rows that came, went or changed, by their names.

    Args:
        what: What the rows are, a field of ``Portfolio``, or a meeting's key.
        new: The names of those that came.
        removed: The names of those that went.
        changed: The names of those that say something else.
    """

    what: str
    new: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    changed: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.new or self.removed or self.changed)


@dataclass(frozen=True, slots=True)
class Changes:
    """All that is different between two versions of a portfolio.

    Args:
        total_before: The proposed budgets before.
        total_after: The proposed budgets now.
        initiatives: The heaviest first, otherwise in the portfolio's order.
        unsplit: Allocations that are not split between initiatives.
        frames: In the portfolio's order, those that are gone last.
        texts: The texts about the portfolio as a whole.
        decisions: What was decided on other things than its initiatives.
        meetings: Rows about meetings besides decisions and votes.
        registers: Rows of the registers, and of the facts about the portfolio.
    """

    total_before: Total
    total_after: Total
    initiatives: tuple[InitiativeChange, ...] = ()
    unsplit: tuple[FundingChange, ...] = ()
    frames: tuple[FrameChange, ...] = ()
    texts: tuple[TextChange, ...] = ()
    decisions: tuple[DecisionChange, ...] = ()
    meetings: tuple[RowsChange, ...] = ()
    registers: tuple[RowsChange, ...] = field(default=())

    @property
    def difference(self) -> int:
        """By how many kronor the total of the known proposed budgets changed."""
        return self.total_after.kronor - self.total_before.kronor

    def __bool__(self) -> bool:
        return bool(
            self.initiatives
            or self.unsplit
            or self.frames
            or self.texts
            or self.decisions
            or self.meetings
            or self.registers
        )
