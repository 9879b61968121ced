"""Why an initiative has its place, in words that can be checked against the points."""

from __future__ import annotations

import pytest

from shk_xl.documents.score_explained import comparison_in_words, possible_places_in_words
from shk_xl.domain.comparisons import PossiblePlaces, Standing, comparisons
from shk_xl.domain.portfolio import Criterion, Initiative, InitiativeType, Portfolio, Score
from shk_xl.domain.priorities import priorities

FORUM = InitiativeType.FORUM


def said(weights: tuple[int, int], *points: tuple[int, int]) -> dict[str, list[str]]:
    """Explain initiatives A, B, C … scored on Mål and Behov with these points."""
    codes = "ABCDE"[: len(points)]
    names = ("Mål", "Behov")
    portfolio = Portfolio(
        initiatives=tuple(Initiative(code, f"Plan {code}", FORUM) for code in codes),
        criteria=tuple(Criterion(FORUM, *both) for both in zip(names, weights, strict=True)),
        scores=tuple(
            Score(code, name, point)
            for code, mine in zip(codes, points, strict=True)
            for name, point in zip(names, mine, strict=True)
        ),
    )
    weighted = weights[0] != weights[1]
    return {
        code: [comparison_in_words("Den", one, weighted=weighted) for one in neighbours]
        for code, neighbours in comparisons(portfolio, priorities(portfolio)).items()
    }


def test_one_criterion_makes_the_difference() -> None:
    found = said((1, 1), (5, 4), (4, 4))
    assert found["A"] == ["Den står före Plan B (4,0) eftersom det fick 5 mot 4 på Mål (+0,5)."]
    assert found["B"] == ["Den står efter Plan A (4,5) eftersom det fick 4 mot 5 på Mål (−0,5)."]


def test_what_speaks_the_other_way_is_said_and_the_sum() -> None:
    (why,) = said((3, 1), (5, 2), (4, 4))["A"]
    assert why == (
        "Den står före Plan B (4,0) eftersom det fick 5 mot 4 på Mål (+0,75, vikt 3), "
        "trots 2 mot 4 på Behov (−0,5, vikt 1). Sammanlagt +0,25."
    )


def test_a_tie_says_what_weighs_up_what() -> None:
    (why,) = said((1, 1), (5, 3), (3, 5))["B"]
    assert why == (
        "Den delar plats med Plan A (4,0): 5 mot 3 på Behov (+1,0) uppvägs av "
        "3 mot 5 på Mål (−1,0)."
    )


def test_a_tie_on_everything_says_so_and_counts_the_others() -> None:
    found = said((1, 1), (4, 4), (4, 4), (4, 4))
    assert found["B"] == [
        "Den delar plats med Plan A och ett till (4,0): de har samma poäng på alla kriterier."
    ]


@pytest.mark.parametrize(
    ("places", "ending"),
    [
        (PossiblePlaces(1, 3, 2), "plats 1–3 bland de tre."),
        (PossiblePlaces(2, 2, 1), "plats 2 bland de två."),
        (PossiblePlaces(1, 1, 0), ""),
    ],
)
def test_the_places_that_are_left_are_said(places: PossiblePlaces, ending: str) -> None:
    said_ = possible_places_in_words(places)
    assert said_.endswith(ending)
    assert bool(said_) is bool(ending)


def test_every_standing_has_its_words() -> None:
    found = said((1, 1), (5, 5), (4, 4), (4, 4), (1, 1))
    everything = " ".join(why for reasons in found.values() for why in reasons)
    assert all(words in everything for words in ("står före", "står efter", "delar plats med"))
    assert len(Standing) == 3
