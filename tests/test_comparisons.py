"""The score explained: the contributions are the score, the differences are the gap."""

from __future__ import annotations

from bisect import bisect_right
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.domain.comparisons import (
    Standing,
    comparisons,
    contributions,
    differences,
    possible_places,
)
from shk_xl.domain.portfolio import Criterion, Initiative, InitiativeType, Portfolio, Score
from shk_xl.domain.priorities import Interval, priorities

FORUM = InitiativeType.FORUM
NAMES = ("Mål", "Behov", "Samverkan")


def scored(weights: list[int], *points: list[int | None]) -> Portfolio:
    """Make a portfolio of initiatives A, B, C … of one type with these points."""
    codes = "ABCDEFGH"[: len(points)]
    return Portfolio(
        initiatives=tuple(Initiative(code, f"Initiativ {code}", FORUM) for code in codes),
        criteria=tuple(Criterion(FORUM, *both) for both in zip(NAMES, weights, strict=False)),
        scores=tuple(
            Score(code, name, point)
            for code, mine in zip(codes, points, strict=True)
            for name, point in zip(NAMES, mine, strict=False)
        ),
    )


POINTS = st.lists(st.integers(1, 5), min_size=3, max_size=3)
WEIGHTS = st.lists(st.integers(1, 9), min_size=3, max_size=3)


@settings(max_examples=50)
@given(WEIGHTS, st.lists(POINTS, min_size=2, max_size=8))
def test_the_differences_sum_to_the_gap_between_the_scores(
    weights: list[int], points: list[list[int | None]]
) -> None:
    portfolio = scored(weights, *points)
    ranking = priorities(portfolio)
    exact = {one.initiative.code: one.score.low for one in ranking if one.score}
    for code, mine in exact.items():
        own = contributions(portfolio, portfolio.initiative_by_code[code])
        assert sum(part.score or 0 for part in own) == mine
        assert sum(part.share for part in own) == 1
    for code, neighbours in comparisons(portfolio, ranking).items():
        for one in neighbours:
            assert one.gap == exact[code] - exact[one.other.code] == exact[code] - one.other_score
            sign = (one.gap > 0) - (one.gap < 0)
            assert sign == {Standing.ABOVE: 1, Standing.BELOW: -1, Standing.LEVEL: 0}[one.standing]
            low, high = sorted((exact[code], one.other_score))
            assert not any(low < s < high for s in exact.values())


def test_everybody_meets_the_nearest_above_below_and_beside() -> None:
    portfolio = scored([1, 1, 1], [5, 5, 5], [4, 4, 4], [5, 4, 3], [3, 5, 4], [1, 1, 1])
    found = comparisons(portfolio, priorities(portfolio))
    met = {
        code: [(one.standing.name, one.other.code, one.more) for one in neighbours]
        for code, neighbours in found.items()
    }
    assert met["A"] == [("ABOVE", "B", 2)]
    assert met["B"] == [("LEVEL", "D", 1), ("BELOW", "A", 0), ("ABOVE", "E", 0)]
    assert met["E"] == [("BELOW", "B", 2)]


def test_one_with_points_missing_meets_nobody() -> None:
    portfolio = scored([1, 1, 1], [5, 5, None], [4, 4, 6], [3, 3, 3])
    assert comparisons(portfolio, priorities(portfolio)) == {"C": ()}
    assert [part.score for part in contributions(portfolio, portfolio.initiatives[1])][2] is None


def test_the_largest_difference_stands_first_and_same_points_are_none() -> None:
    portfolio = scored([1, 1, 4], [5, 2, 3], [1, 2, 5])
    a, b = (contributions(portfolio, one) for one in portfolio.initiatives)
    assert [(d.criterion.name, d.score) for d in differences(a, b)] == [
        ("Samverkan", Fraction(-4, 3)),
        ("Mål", Fraction(2, 3)),
    ]


@settings(max_examples=50)
@given(POINTS, st.integers(0, 3), st.lists(st.fractions(1, 5, max_denominator=4), max_size=6))
def test_the_possible_places_hold_whatever_the_missing_points_become(
    points: list[int], known: int, others: list[Fraction]
) -> None:
    others.sort()
    low = Fraction(sum(points[:known]) + 3 - known, 3)
    high = Fraction(sum(points[:known]) + 5 * (3 - known), 3)
    possible = possible_places(Interval(low, high, 3 - known), others)
    actual = len(others) - bisect_right(others, Fraction(sum(points), 3)) + 1
    assert possible.best <= actual <= possible.worst <= possible.among + 1
