"""The score explained in Swedish words with numbers: why above, below or beside a neighbour.

Rules: every sentence can be checked against the table of points beside it. What a weight does
is said where the weights differ. An initiative that lacks points is said to have no place,
with the places that are still possible.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from shk_xl.documents.phrases import count_in_words, listed
from shk_xl.domain.comparisons import Comparison, Difference, PossiblePlaces, Standing
from shk_xl.domain.priorities import write_score

_VERBS: Final = {
    Standing.ABOVE: "står före",
    Standing.BELOW: "står efter",
    Standing.LEVEL: "delar plats med",
}


def comparison_in_words(subject: str, comparison: Comparison, *, weighted: bool = False) -> str:
    """Say why an initiative stands where it does against a neighbour.

    Args:
        subject: The initiative, as the sentence begins.
        comparison: It and its neighbour.
        weighted: The weights of the criteria differ, so they are said.
    """
    other = _other(comparison)
    beginning = f"{subject} {_VERBS[comparison.standing]} {other}"
    if not comparison.differences:
        return f"{beginning}: de har samma poäng på alla kriterier."
    gained = _said(comparison.differences, weighted=weighted, positive=True)
    lost = _said(comparison.differences, weighted=weighted, positive=False)
    if comparison.standing is Standing.LEVEL:
        return f"{beginning}: {gained} uppvägs av {lost}."
    reason, despite = (gained, lost) if comparison.gap > 0 else (lost, gained)
    contrary = f", trots {despite}" if despite else ""
    total = f" Sammanlagt {signed(comparison.gap)}." if len(comparison.differences) > 1 else ""
    return f"{beginning} eftersom det fick {reason}{contrary}.{total}"


def possible_places_in_words(places: PossiblePlaces) -> str:
    """Say between which places an initiative will come; empty where there is nobody to meet.

    >>> possible_places_in_words(PossiblePlaces(1, 3, 2))
    'När poängen är satta hamnar det på plats 1–3 bland de tre.'
    """
    if not places.among:
        return ""
    span = str(places.best) if places.best == places.worst else f"{places.best}–{places.worst}"
    among = count_in_words(places.among + 1)
    return f"När poängen är satta hamnar det på plats {span} bland de {among}."


def signed(value: Fraction) -> str:
    """Write a difference between scores with its sign.

    >>> signed(Fraction(1, 2)), signed(Fraction(-4, 3))
    ('+0,5', '−1,33')
    """
    return f"{'−' if value < 0 else '+'}{write_score(abs(value))}"


def _other(comparison: Comparison) -> str:
    """Name the neighbour, with its score and how many others have the same."""
    more = f" och {count_in_words(comparison.more)} till" if comparison.more else ""
    return f"{comparison.other.title}{more} ({write_score(comparison.other_score)})"


def _said(differences: Sequence[Difference], *, weighted: bool, positive: bool) -> str:
    """Say the differences of one sign, each with its points and what it adds."""
    return listed(
        [_difference(one, weighted=weighted) for one in differences if (one.score > 0) is positive]
    )


def _difference(one: Difference, *, weighted: bool) -> str:
    weight = f", vikt {one.criterion.weight}" if weighted else ""
    points = f"{one.mine} mot {one.theirs}"
    return f"{points} på {one.criterion.name} ({signed(one.score)}{weight})"
