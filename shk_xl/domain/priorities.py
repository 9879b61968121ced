"""Priority: a score from points on criteria, and a place among one's own kind.

A score is the weighted mean of the points over *all* criteria of the initiative's type,
exact inside. Points that are missing make it an interval from the lowest to the highest
possible score, never a number: missing is not zero, and not the mean. A criterion that does
not belong to the type does not count at all. Initiatives are ranked within their type;
across types only over the criteria that both types have, since sums over different criteria
cannot be compared.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from shk_xl.domain.portfolio import Criterion, Initiative, InitiativeType, Portfolio, Score

LOWEST, HIGHEST = 1, 5
"""The scale of points."""

KeyT = TypeVar("KeyT", bound=Hashable)


@dataclass(frozen=True, slots=True)
class Interval:
    """The scores that are still possible; one value when nothing is missing."""

    low: Fraction
    high: Fraction
    missing: int = 0

    @property
    def exact(self) -> Fraction | None:
        """The score, or None while points are missing."""
        return None if self.missing else self.low


@dataclass(frozen=True, slots=True)
class Place:
    """A rank, and whether somebody shares it."""

    rank: int
    shared: bool


@dataclass(frozen=True, slots=True)
class Priority:
    """How an initiative stands: None where its type has no criteria, or points are missing."""

    initiative: Initiative
    score: Interval | None
    place: Place | None


def score(
    points: Sequence[int | None],
    weights: Sequence[Fraction | int],
    weight_sum: Fraction | int | None = None,
) -> Interval:
    """Weigh points together.

    Args:
        points: 1 to 5 for each criterion, None where it is missing.
        weights: One for each, larger than 0.
        weight_sum: The sum of the weights of all criteria that apply, when some of them have
            no entry in ``points``; these then count as missing.

    Returns:
        The lowest and highest score that are still possible.

    Raises:
        ValueError: Points outside the scale, a weight that is not positive, lists of different
            length, nothing to weigh, or a weight sum that is smaller than the weights.

    >>> score([5, 4], [1, 1]).exact
    Fraction(9, 2)
    >>> score([5, None], [1, 1])
    Interval(low=Fraction(3, 1), high=Fraction(5, 1), missing=1)
    """
    if any(p is not None and not LOWEST <= p <= HIGHEST for p in points):
        raise ValueError("points")
    if any(weight <= 0 for weight in weights):
        raise ValueError("weights")
    present = sum((Fraction(weight) for weight in weights), Fraction())
    whole = present if weight_sum is None else Fraction(weight_sum)
    if whole <= 0 or whole < present:
        raise ValueError("weight sum")
    known = Fraction()
    absent = whole - present
    missing = int(absent > 0)
    for point, weight in zip(points, weights, strict=True):
        if point is None:
            absent += weight
            missing += 1
        else:
            known += point * Fraction(weight)
    return Interval((known + absent * LOWEST) / whole, (known + absent * HIGHEST) / whole, missing)


def places(scores: Mapping[KeyT, Fraction]) -> dict[KeyT, Place]:
    """Rank scores, highest first; equal scores share a place and the next is skipped.

    >>> four, one = Fraction(4), Fraction(1)
    >>> [place.rank for place in places({"a": four, "b": four, "c": one}).values()]
    [1, 1, 3]
    """
    ordered = sorted(scores.items(), key=lambda item: item[1], reverse=True)
    ranks: dict[Fraction, int] = {}
    count: dict[Fraction, int] = {}
    for position, (_, value) in enumerate(ordered, start=1):
        ranks.setdefault(value, position)
        count[value] = count.get(value, 0) + 1
    return {key: Place(ranks[value], count[value] > 1) for key, value in scores.items()}


def _interval(criteria: Iterable[Criterion], scores: Mapping[str, Score]) -> Interval | None:
    """Score over some criteria; None without any. Points off the scale count as missing."""
    points: list[int | None] = []
    weights: list[int] = []
    for criterion in criteria:
        given = scores.get(criterion.name)
        value = given.points if given else None
        points.append(value if value is not None and LOWEST <= value <= HIGHEST else None)
        weights.append(criterion.weight)
    return score(points, weights) if points else None


def priorities(portfolio: Portfolio) -> tuple[Priority, ...]:
    """Score every initiative and rank it within its type, in the portfolio's order."""
    scored = [
        (
            initiative,
            _interval(
                portfolio.criteria_by_type[initiative.type],
                portfolio.scores_by_initiative.get(initiative.code, {}),
            ),
        )
        for initiative in portfolio.initiatives
    ]
    ranks: dict[str, Place] = {}
    for type_ in InitiativeType:
        ranks |= places(
            {
                initiative.code: interval.low
                for initiative, interval in scored
                if initiative.type is type_ and interval and not interval.missing
            }
        )
    return tuple(
        Priority(initiative, interval, ranks.get(initiative.code))
        for initiative, interval in scored
    )


def common_criteria(portfolio: Portfolio, types: Iterable[InitiativeType]) -> tuple[str, ...]:
    """The names of the criteria that all of the types have, in the first type's order."""
    named = [[criterion.name for criterion in portfolio.criteria_by_type[type_]] for type_ in types]
    if not named:
        return ()
    return tuple(name for name in named[0] if all(name in other for other in named[1:]))


def across_types(portfolio: Portfolio) -> tuple[Priority, ...]:
    """Compare initiatives of different types, over the criteria that all their types have.

    Types without criteria take no part. Every common criterion weighs what it weighs in the
    first type that has it, so that all initiatives are measured with one measure.
    """
    types = [type_ for type_ in InitiativeType if portfolio.criteria_by_type[type_]]
    common = set(common_criteria(portfolio, types))
    if not common:
        return ()
    measure = [c for c in portfolio.criteria_by_type[types[0]] if c.name in common]
    scored = {
        initiative.code: _interval(measure, portfolio.scores_by_initiative.get(initiative.code, {}))
        for initiative in portfolio.initiatives
        if initiative.type in types
    }
    ranks = places(
        {code: value.low for code, value in scored.items() if value and not value.missing}
    )
    return tuple(
        Priority(portfolio.initiative_by_code[code], value, ranks.get(code))
        for code, value in scored.items()
    )


def write_score(value: Fraction) -> str:
    """Write a score with a decimal comma, at most two decimals, at least one.

    >>> write_score(Fraction(9, 2)), write_score(Fraction(10, 3))
    ('4,5', '3,33')
    """
    text = f"{float(value):.2f}".rstrip("0")
    return (text + "0" if text.endswith(".") else text).replace(".", ",")
