"""The ranking of the whole portfolio: per type, with why, and across types.

Rules: initiatives are ranked within their type; across types only over the criteria that the
types have in common, and the text says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.assessment import Standings, sentences_as_blocks, weights_differ
from shk_xl.documents.fields import FieldSpec, FieldValue, Row
from shk_xl.documents.phrases import amount_in_short, listed, place_in_words, score_in_words
from shk_xl.documents.score_explained import comparison_in_words, possible_places_in_words
from shk_xl.domain.comparisons import Standing, possible_places
from shk_xl.domain.portfolio import Criterion, InitiativeType, Portfolio
from shk_xl.domain.priorities import Place, Priority, across_types, common_criteria

_RANK_COLUMNS: Final = (
    fields.text("plats", "Platsen; ett tankstreck när en poäng saknas."),
    fields.text("namn", "Initiativets namn."),
    fields.text("typ", "Initiativets typ."),
    fields.text("poäng", "Det vägda medelvärdet, eller intervallet när en poäng saknas."),
    fields.text(
        "belopp", "Budgetförslaget utan förklaring: ett belopp, ordinarie personal eller okänt."
    ),
)

FIELDS: Final[tuple[FieldSpec, ...]] = (
    fields.rows(
        "prioritering",
        "En del för varje typ som har kriterier.",
        fields.text("typ", "Typens namn."),
        fields.text("kriterier", "Kriterierna i ord."),
        fields.rows("initiativ", "Initiativen i ordning.", *_RANK_COLUMNS),
        fields.blocks("skäl", "Varför varje initiativ står före nästa."),
    ),
    fields.rows("jämförelse", "Initiativ av olika typ, i ordning.", *_RANK_COLUMNS),
    fields.text("gemensamma_kriterier", "Kriterierna som jämförelsen vilar på."),
)


def values(portfolio: Portfolio) -> dict[str, FieldValue]:
    """Give the values of ``FIELDS``.

    Args:
        portfolio: The portfolio.
    """
    return {"prioritering": _ranked_types(portfolio), **_comparison(portfolio)}


def _ranked_types(portfolio: Portfolio) -> list[Row]:
    standings = Standings.of(portfolio)
    ranked: list[Row] = []
    for type_ in InitiativeType:
        criteria = portfolio.criteria_by_type[type_]
        mine = _ordered(p for p in standings.by_code.values() if p.initiative.type is type_)
        if not criteria or not mine:
            continue
        reasons = _reasons(mine, standings, weighted=weights_differ(criteria))
        ranked.append(
            {
                "typ": type_.value,
                "kriterier": _criteria_in_words(criteria),
                "initiativ": _rank_rows(mine),
                "skäl": sentences_as_blocks(list(reasons)),
            }
        )
    return ranked


def _reasons(ordered: Sequence[Priority], standings: Standings, *, weighted: bool) -> Iterator[str]:
    """Say why each initiative stands before the next; one sentence an initiative."""
    last_place: Place | None = None
    for priority in ordered:
        initiative, place, score = priority.initiative, priority.place, priority.score
        if score is not None and score.missing:
            placed = standings.placed[initiative.type]
            possible = possible_places_in_words(possible_places(score, placed))
            yield f"{initiative.title} saknar poäng och har ingen plats. {possible}".strip()
            continue
        wanted = Standing.LEVEL if place == last_place else Standing.ABOVE
        last_place = place
        for comparison in standings.neighbours.get(initiative.code, ()):
            if comparison.standing is wanted:
                yield comparison_in_words(initiative.title, comparison, weighted=weighted)


def _criteria_in_words(criteria: Sequence[Criterion]) -> str:
    if not weights_differ(criteria):
        names = listed([criterion.name for criterion in criteria])
        return (
            f"Kriterier, som väger lika: {names}." if len(criteria) > 1 else f"Kriterium: {names}."
        )
    weighted = [f"{criterion.name} (vikt {criterion.weight})" for criterion in criteria]
    return f"Kriterier: {listed(weighted)}."


def _comparison(portfolio: Portfolio) -> dict[str, FieldValue]:
    compared = across_types(portfolio)
    types = list(dict.fromkeys(priority.initiative.type for priority in compared))
    if len(types) < 2:  # noqa: PLR2004 - one type alone is compared with itself already
        return {"jämförelse": [], "gemensamma_kriterier": ""}
    common = common_criteria(portfolio, types)
    return {"jämförelse": _rank_rows(_ordered(compared)), "gemensamma_kriterier": listed(common)}


def _ordered(standing: Iterable[Priority]) -> list[Priority]:
    """Sort initiatives by place; those without one come last, in the portfolio's order."""
    return sorted(standing, key=lambda p: (p.place is None, p.place.rank if p.place else 0))


def _rank_rows(ordered: Iterable[Priority]) -> list[Row]:
    return [
        {
            "plats": place_in_words(priority.place),
            "namn": priority.initiative.title,
            "typ": priority.initiative.type.value,
            "poäng": score_in_words(priority.score),
            "belopp": amount_in_short(priority.initiative.amount),
        }
        for priority in ordered
    ]
