"""What is different about each initiative between two versions of a portfolio.

Rules: an initiative is known by its code; one with a new code by its name, where one alone
has it. What is said of a code that is not listed is compared too, under that code.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

from shk_xl.domain.change_records import (
    AmountChange,
    DecisionChange,
    FactChange,
    FundingChange,
    InitiativeChange,
    PointsChange,
    ScoreChange,
    Status,
    TextChange,
)
from shk_xl.domain.changed_rows import paired
from shk_xl.domain.names import plain
from shk_xl.domain.portfolio import Allocation, Heading, Initiative, Portfolio, Score
from shk_xl.domain.priorities import Priority, priorities

_FACTS: Final[Mapping[str, Callable[[Initiative], str]]] = {
    "Kod": lambda one: one.code,
    "Namn": lambda one: one.name,
    "Typ": lambda one: one.type.value,
    "Fas": lambda one: str(one.phase or ""),
    "Ansvarig part": lambda one: one.responsible,
    "Period": lambda one: one.period,
    "Kontext": lambda one: one.context,
    "Samverkande aktörer": lambda one: one.actors,
    "Förslag på start": lambda one: one.start,
    "Resurser från parterna": lambda one: one.resources,
    "Andra namn": lambda one: "; ".join(one.aliases),
}
"""The facts about an initiative besides its amount, as the documents name them."""


@dataclass(frozen=True)
class _Version:
    """A portfolio with what is asked of it more than once."""

    portfolio: Portfolio
    standing: Mapping[str, Priority]

    @classmethod
    def of(cls, portfolio: Portfolio) -> _Version:
        ranked = priorities(portfolio)
        return cls(portfolio, {one.initiative.code: one for one in ranked})

    def codes(self) -> Iterable[str]:
        """Every code that anything is said of, those that are listed first."""
        portfolio = self.portfolio
        return (
            *portfolio.initiative_by_code,
            *filter(None, portfolio.texts_by_initiative),
            *filter(None, portfolio.scores_by_initiative),
            *filter(None, portfolio.allocations_by_initiative),
        )


def recoded(before: Portfolio, after: Portfolio) -> tuple[Portfolio, Mapping[str, str]]:
    """Give the version before with the codes of now, and the old code of each that changed.

    Args:
        before: The earlier version.
        after: The later one.
    """
    gone = {c: i for c, i in before.initiative_by_code.items() if c not in after.initiative_by_code}
    came = {c: i for c, i in after.initiative_by_code.items() if c not in before.initiative_by_code}
    by_name = _unique(came.values())
    new_code = {
        initiative.code: by_name[name].code
        for name, initiative in _unique(gone.values()).items()
        if name in by_name
    }
    if not new_code:
        return before, {}
    old_code = {new: old for old, new in new_code.items()}

    def now(code: str) -> str:
        return new_code.get(code, code)

    moved = replace(
        before,
        initiatives=tuple(replace(one, code=now(one.code)) for one in before.initiatives),
        texts=tuple(replace(one, initiative=now(one.initiative)) for one in before.texts),
        scores=tuple(replace(one, initiative=now(one.initiative)) for one in before.scores),
        allocations=tuple(
            replace(one, initiative=now(one.initiative)) for one in before.allocations
        ),
        meeting_items=tuple(
            replace(one, initiative=now(one.initiative)) for one in before.meeting_items
        ),
    )
    return moved, old_code


def _unique(initiatives: Iterable[Initiative]) -> dict[str, Initiative]:
    """Give initiatives by name and phase, where one alone has them."""
    found: dict[str, list[Initiative]] = {}
    for one in initiatives:
        found.setdefault(f"{plain(one.name)} {one.phase}", []).append(one)
    return {name: those[0] for name, those in found.items() if len(those) == 1}


def initiative_changes(
    before: Portfolio,
    after: Portfolio,
    old_codes: Mapping[str, str],
    decisions: Mapping[str, tuple[DecisionChange, ...]],
) -> Iterator[InitiativeChange]:
    """Compare every initiative, in the order of now, those that are gone last.

    Args:
        before: The earlier version, with the codes of now.
        after: The later one.
        old_codes: The old code of each initiative whose code changed.
        decisions: What was decided since, by code.
    """
    old, new = _Version.of(before), _Version.of(after)
    for code in dict.fromkeys((*new.codes(), *old.codes())):
        change = _change(code, old, new, old_codes)
        whole = replace(change, decisions=decisions.get(code, ()))
        if whole:
            yield whole


def _change(
    code: str, old: _Version, new: _Version, old_codes: Mapping[str, str]
) -> InitiativeChange:
    was = old.portfolio.initiative_by_code.get(code)
    now = new.portfolio.initiative_by_code.get(code)
    named = now or was
    status = Status.CHANGED
    if (was is None) != (now is None):
        status = Status.NEW if was is None else Status.REMOVED
    points, motivations = _points(code, old.portfolio, new.portfolio)
    return InitiativeChange(
        code,
        named.title if named else code,
        status,
        amount=_amount(was, now),
        funding=funding_changes(code, old.portfolio, new.portfolio),
        score=_score(old.standing.get(code), new.standing.get(code)) if was and now else None,
        points=points,
        motivations=motivations,
        facts=tuple(_facts(was, now, old_codes)),
        texts=text_changes(code, old.portfolio, new.portfolio),
    )


def _amount(was: Initiative | None, now: Initiative | None) -> AmountChange | None:
    before, after = was.amount if was else None, now.amount if now else None
    return AmountChange(before, after) if before != after else None


def funding_changes(code: str, before: Portfolio, after: Portfolio) -> tuple[FundingChange, ...]:
    """Compare the allocations to an initiative; ``""`` for those that are not split."""

    def by_key(portfolio: Portfolio) -> dict[tuple[str, str, int], Allocation]:
        found: dict[tuple[str, str, int], Allocation] = {}
        for row in portfolio.allocations_by_initiative.get(code, ()):
            number = sum(key[:2] == (row.source, row.article) for key in found)
            found[row.source, row.article, number] = row
        return found

    return tuple(
        FundingChange(
            source,
            article,
            AmountChange(was.amount if was else None, now.amount if now else None),
            note_changed=(was.note if was else "") != (now.note if now else ""),
        )
        for (source, article, _), was, now in paired(by_key(before), by_key(after))
    )


def _score(was: Priority | None, now: Priority | None) -> ScoreChange | None:
    if was is None or now is None or (was.score, was.place) == (now.score, now.place):
        return None
    return ScoreChange(was.score, now.score, was.place, now.place)


def _points(
    code: str, before: Portfolio, after: Portfolio
) -> tuple[tuple[PointsChange, ...], tuple[str, ...]]:
    """Compare points, and separately the motivations."""
    none: Mapping[str, Score] = {}
    was = before.scores_by_initiative.get(code, none)
    now = after.scores_by_initiative.get(code, none)
    points: list[PointsChange] = []
    motivations: list[str] = []
    for criterion, old, new in paired(was, now):
        before_points, after_points = (old.points if old else None), (new.points if new else None)
        if before_points != after_points:
            points.append(PointsChange(criterion, before_points, after_points))
        if (old.motivation if old else "") != (new.motivation if new else ""):
            motivations.append(criterion)
    return tuple(points), tuple(motivations)


def _facts(
    was: Initiative | None, now: Initiative | None, old_codes: Mapping[str, str]
) -> Iterator[FactChange]:
    if was is None or now is None:
        return
    before = replace(was, code=old_codes.get(now.code, was.code))
    for name, read in _FACTS.items():
        if read(before) != read(now):
            yield FactChange(name, read(before), read(now))


def text_changes(code: str, before: Portfolio, after: Portfolio) -> tuple[TextChange, ...]:
    """Compare the texts of an initiative; ``""`` for those about the portfolio."""
    none: Mapping[Heading, str] = {}
    was = before.texts_by_initiative.get(code, none)
    now = after.texts_by_initiative.get(code, none)
    return tuple(
        TextChange(heading.value, old or "", new or "")
        for heading, old, new in paired(was, now)
        if (old or "") != (new or "")
    )
