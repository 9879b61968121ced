"""The portfolio in numbers: totals, frames and priorities, as plain data."""

from __future__ import annotations

from typing import TypedDict

from shk_xl.domain import budget
from shk_xl.domain.amounts import Amount, Known, Staff, kronor_of
from shk_xl.domain.portfolio import Portfolio
from shk_xl.domain.priorities import Priority, priorities


class SourceSummary(TypedDict):
    """A source of funding; kronor, None where unknown."""

    name: str
    frame: int | None
    preliminary: bool
    allocated: int
    left: int | None


class CostAreaSummary(TypedDict):
    """A cost area; kronor, None where unknown."""

    name: str
    amount: int | None


class InitiativeSummary(TypedDict):
    """An initiative; kronor, scores as numbers, None where unknown or not applicable."""

    id: str
    name: str
    aliases: list[str]
    type: str
    phase: int | None
    amount: int | None
    amount_state: str
    scores: dict[str, int | None]
    score: float | None
    score_low: float | None
    score_high: float | None
    rank: int | None
    shared_rank: bool


class Summary(TypedDict):
    """The whole portfolio."""

    year: int | None
    total: int
    unknown_count: int
    sources: list[SourceSummary]
    cost_areas: list[CostAreaSummary]
    initiatives: list[InitiativeSummary]


def summary(portfolio: Portfolio) -> Summary:
    """Count a portfolio; amounts in whole kronor."""
    known = budget.budget_total(portfolio)
    return Summary(
        year=portfolio.about.year,
        total=known.kronor,
        unknown_count=known.unknown,
        sources=[
            SourceSummary(
                name=source.frame.name,
                frame=kronor_of(source.frame.amount),
                preliminary=source.frame.preliminary,
                allocated=source.allocated.kronor,
                left=source.left,
            )
            for source in budget.sources(portfolio)
        ],
        cost_areas=[
            CostAreaSummary(name=area.name, amount=kronor_of(area.amount))
            for area in budget.cost_areas(portfolio)
        ],
        initiatives=[_initiative(priority, portfolio) for priority in priorities(portfolio)],
    )


def _state_of(amount: Amount) -> str:
    return {Known: "known", Staff: "staff"}.get(type(amount), "unknown")


def _initiative(priority: Priority, portfolio: Portfolio) -> InitiativeSummary:
    initiative, interval, place = priority.initiative, priority.score, priority.place
    given = portfolio.scores_by_initiative.get(initiative.code, {})
    exact = interval.exact if interval else None
    return InitiativeSummary(
        id=initiative.code,
        name=initiative.name,
        aliases=list(initiative.aliases),
        type=initiative.type.value,
        phase=initiative.phase,
        amount=kronor_of(initiative.amount),
        amount_state=_state_of(initiative.amount),
        scores={
            criterion.name: given[criterion.name].points if criterion.name in given else None
            for criterion in portfolio.criteria_by_type[initiative.type]
        },
        score=None if exact is None else float(exact),
        score_low=float(interval.low) if interval else None,
        score_high=float(interval.high) if interval else None,
        rank=place.rank if place else None,
        shared_rank=bool(place and place.shared),
    )
