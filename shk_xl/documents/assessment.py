"""The assessment of one initiative: the points, what each gives, and why it has its place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, FieldValue, Row
from shk_xl.documents.phrases import place_in_words, priority_in_words, score_in_words
from shk_xl.documents.score_explained import comparison_in_words, possible_places_in_words
from shk_xl.documents.word.text_model import Bullet, Paragraph, Run
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.comparisons import (
    Comparison,
    Contribution,
    comparisons,
    contributions,
    possible_places,
)
from shk_xl.domain.portfolio import Criterion, Initiative, InitiativeType, Portfolio
from shk_xl.domain.priorities import HIGHEST, Priority, priorities, write_score

FIELDS: Final[tuple[FieldSpec, ...]] = (
    fields.rows(
        "värdering",
        "En rad för varje kriterium som gäller initiativets typ.",
        fields.text("kriterium", "Kriteriets namn."),
        fields.text("poäng", "Poängen 1–5, eller saknas."),
        fields.text("vikt", "Kriteriets vikt."),
        fields.text("bidrag", "Hur mycket av medelvärdet som kommer från kriteriet."),
        fields.blocks("motivering", "Motiveringen till poängen."),
    ),
    fields.text("poäng", "Det vägda medelvärdet, eller intervallet när en poäng saknas."),
    fields.text("plats", "Platsen bland initiativ av samma typ."),
    fields.text("värdering_mening", "Poängen och platsen i ord."),
    fields.blocks("jämförelse", "Varför initiativet står före, efter eller lika med sin granne."),
)


@dataclass(frozen=True, slots=True)
class Standings:
    """How all initiatives stand, looked up once for any number of documents.

    Args:
        by_code: Each initiative's priority.
        neighbours: Each initiative against those around it.
        placed: The scores of those of each type that have a place, lowest first.
    """

    by_code: Mapping[str, Priority]
    neighbours: Mapping[str, tuple[Comparison, ...]]
    placed: Mapping[InitiativeType, Sequence[Fraction]]

    @classmethod
    def of(cls, portfolio: Portfolio) -> Standings:
        """Rank a portfolio."""
        ranking = priorities(portfolio)
        placed: dict[InitiativeType, list[Fraction]] = {type_: [] for type_ in InitiativeType}
        for priority in ranking:
            if priority.place and priority.score:
                placed[priority.initiative.type].append(priority.score.low)
        return cls(
            {priority.initiative.code: priority for priority in ranking},
            comparisons(portfolio, ranking),
            {type_: sorted(scores) for type_, scores in placed.items()},
        )


def values(
    portfolio: Portfolio, initiative: Initiative, standings: Standings
) -> dict[str, FieldValue]:
    """Give the values of ``FIELDS``.

    Args:
        portfolio: The portfolio.
        initiative: One of its initiatives.
        standings: How all initiatives stand.
    """
    mine = standings.by_code[initiative.code]
    said = why_in_words(portfolio, initiative, standings)
    return {
        "värdering": [_row(part) for part in contributions(portfolio, initiative)],
        "poäng": score_in_words(mine.score),
        "plats": place_in_words(mine.place),
        "värdering_mening": priority_in_words(mine, len(standings.placed[initiative.type])),
        "jämförelse": sentences_as_blocks(said),
    }


def sentences_as_blocks(said: Sequence[str]) -> Blocks:
    """Give one sentence as a paragraph, and several as a list."""
    block = Bullet if len(said) > 1 else Paragraph
    return Blocks(tuple(block((Run(text),)) for text in said))


def why_in_words(portfolio: Portfolio, initiative: Initiative, standings: Standings) -> list[str]:
    """Say why an initiative has its place, or which places are still possible."""
    score = standings.by_code[initiative.code].score
    if score is not None and score.missing:
        places = possible_places(score, standings.placed[initiative.type])
        return list(filter(None, [possible_places_in_words(places)]))
    weighted = weights_differ(portfolio.criteria_by_type[initiative.type])
    return [
        comparison_in_words("Initiativet", comparison, weighted=weighted)
        for comparison in standings.neighbours.get(initiative.code, ())
    ]


def weights_differ(criteria: Sequence[Criterion]) -> bool:
    """Whether some criteria weigh more than others."""
    return len(Counter(criterion.weight for criterion in criteria)) > 1


def _row(part: Contribution) -> Row:
    return {
        "kriterium": part.criterion.name,
        "poäng": "saknas" if part.points is None else f"{part.points} av {HIGHEST}",
        "vikt": str(part.criterion.weight),
        "bidrag": "–" if part.score is None else write_score(part.score),
        "motivering": Blocks.of(part.motivation),
    }
