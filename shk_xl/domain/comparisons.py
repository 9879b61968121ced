"""Why an initiative has its score, and why it stands above or below its neighbour.

A criterion contributes its points times its share of the weights; the contributions are the
score. Two initiatives of one type are scored on the same criteria, so the difference between
their scores is the sum of the differences on the criteria, exactly.

Rules: initiatives are compared only within their type, and only when neither lacks points.
One that lacks points has no place; what can be said is between which places it will come.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from shk_xl.domain.portfolio import Criterion, Initiative, InitiativeType, Portfolio
from shk_xl.domain.priorities import HIGHEST, LOWEST, Interval, Priority


class Standing(Enum):
    """How an initiative stands against another."""

    ABOVE = "above"
    BELOW = "below"
    LEVEL = "level"


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a criterion gives an initiative.

    Args:
        criterion: The criterion.
        points: As they were given; None while they are missing.
        motivation: Why; may be empty.
        share: The criterion's share of the weights of its type.
    """

    criterion: Criterion
    points: int | None
    motivation: str
    share: Fraction

    @property
    def score(self) -> Fraction | None:
        """The part of the score that comes from the criterion; None without points on the scale."""
        if self.points is None or not LOWEST <= self.points <= HIGHEST:
            return None
        return self.points * self.share


@dataclass(frozen=True, slots=True)
class Difference:
    """A criterion on which two initiatives got different points.

    Args:
        criterion: The criterion.
        mine: The points of the initiative that is explained.
        theirs: The points of the other.
        score: What the criterion adds to the difference between the scores; with its sign.
    """

    criterion: Criterion
    mine: int
    theirs: int
    score: Fraction


@dataclass(frozen=True, slots=True)
class Comparison:
    """An initiative against a neighbour.

    Args:
        standing: Where the initiative stands.
        other: The neighbour.
        other_score: The neighbour's score.
        more: How many others have the neighbour's score, besides the two.
        differences: The criteria that make the difference, the largest first. They sum to the
            difference between the scores; none where the points are the same.
    """

    standing: Standing
    other: Initiative
    other_score: Fraction
    more: int
    differences: tuple[Difference, ...]

    @property
    def gap(self) -> Fraction:
        """The initiative's score less the neighbour's."""
        return sum((difference.score for difference in self.differences), Fraction())


@dataclass(frozen=True, slots=True)
class PossiblePlaces:
    """The best and worst place that an initiative can get when its points are complete."""

    best: int
    worst: int
    among: int


def contributions(portfolio: Portfolio, initiative: Initiative) -> tuple[Contribution, ...]:
    """Give what each criterion of the initiative's type contributes, in the workbook's order.

    >>> goal, need = (Criterion(InitiativeType.PILOT, name, weight) for name, weight in
    ...               (("Mål", 3), ("Behov", 1)))
    >>> from shk_xl.domain.portfolio import Score
    >>> labb = Initiative("LABB", "Labbet", InitiativeType.PILOT)
    >>> scores = (Score("LABB", "Mål", 4), Score("LABB", "Behov", 2))
    >>> portfolio = Portfolio(initiatives=(labb,), criteria=(goal, need), scores=scores)
    >>> [str(part.score) for part in contributions(portfolio, labb)]
    ['3', '1/2']
    """
    criteria = portfolio.criteria_by_type[initiative.type]
    weights = sum(criterion.weight for criterion in criteria)
    given = portfolio.scores_by_initiative.get(initiative.code, {})
    found: list[Contribution] = []
    for criterion in criteria:
        score = given.get(criterion.name)
        points = score.points if score else None
        motivation = score.motivation if score else ""
        share = Fraction(criterion.weight, weights)
        found.append(Contribution(criterion, points, motivation, share))
    return tuple(found)


def differences(
    mine: Sequence[Contribution], theirs: Sequence[Contribution]
) -> tuple[Difference, ...]:
    """Give the criteria on which two initiatives of one type differ, the largest first.

    Args:
        mine: The contributions to the one that is explained; all with points.
        theirs: Those to the other, in the same order.

    Returns:
        The differences; they sum to the difference between the two scores.
    """
    found = [
        Difference(own.criterion, own.points, other.points, gained - lost)
        for own, other in zip(mine, theirs, strict=True)
        if own.points is not None and other.points is not None and own.points != other.points
        if (gained := own.score) is not None and (lost := other.score) is not None
    ]
    return tuple(sorted(found, key=lambda difference: -abs(difference.score)))


def comparisons(
    portfolio: Portfolio, ranking: Iterable[Priority]
) -> Mapping[str, tuple[Comparison, ...]]:
    """Compare every initiative that has a place with its neighbours within its type.

    Args:
        portfolio: The portfolio.
        ranking: The priorities of its initiatives.

    Returns:
        By code: one that it shares its place with, the nearest above it, the nearest below it;
        those that exist. They are compared when they are asked for, and not kept.
    """
    return _Comparisons(portfolio, ranking)


class _Comparisons(Mapping[str, tuple[Comparison, ...]]):
    """The comparisons of each initiative that has a place, by its code."""

    def __init__(self, portfolio: Portfolio, ranking: Iterable[Priority]) -> None:
        self._portfolio = portfolio
        self._found = {
            initiative.code: (levels, index, position)
            for levels in _levels(ranking)
            for index, (_, level) in enumerate(levels)
            for position, initiative in enumerate(level)
        }

    def __getitem__(self, code: str) -> tuple[Comparison, ...]:
        levels, index, position = self._found[code]
        score, level = levels[index]
        around = [
            *((Standing.BELOW, *above) for above in levels[max(index - 1, 0) : index]),
            *((Standing.ABOVE, *below) for below in levels[index + 1 : index + 2]),
        ]
        # The nearest on the same place: many with one score are not many sentences.
        near = level[position - 1] if position else level[-1]
        peers = [(Standing.LEVEL, score, near, len(level) - 2)] if len(level) > 1 else []
        others = [(how, of, there[0], len(there) - 1) for how, of, there in around]
        mine = contributions(self._portfolio, level[position])
        return tuple(_compared(self._portfolio, mine, *other) for other in (*peers, *others))

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


_Levels: TypeAlias = list[tuple[Fraction, list[Initiative]]]


def _levels(ranking: Iterable[Priority]) -> Iterator[_Levels]:
    """Give, for each type, the scores that exist, highest first, and who has each."""
    by_type: dict[InitiativeType, dict[Fraction, list[Initiative]]] = {}
    for priority in ranking:
        if priority.place and priority.score:
            levels = by_type.setdefault(priority.initiative.type, {})
            levels.setdefault(priority.score.low, []).append(priority.initiative)
    for levels in by_type.values():
        yield sorted(levels.items(), key=lambda level: -level[0])


def _compared(
    portfolio: Portfolio,
    mine: Sequence[Contribution],
    standing: Standing,
    score: Fraction,
    other: Initiative,
    more: int,
) -> Comparison:
    differing = differences(mine, contributions(portfolio, other))
    return Comparison(standing, other, score, more, differing)


def possible_places(score: Interval, placed: Sequence[Fraction]) -> PossiblePlaces:
    """Say between which places an initiative will come when its points are complete.

    Args:
        score: What is still possible for it.
        placed: The scores of those of its type that have a place already, lowest first.

    >>> possible_places(Interval(Fraction(2), Fraction(4), missing=1), [Fraction(3)])
    PossiblePlaces(best=1, worst=2, among=1)
    """
    better = len(placed) - bisect_right(placed, score.high)
    not_worse = len(placed) - bisect_right(placed, score.low)
    return PossiblePlaces(better + 1, not_worse + 1, len(placed))
