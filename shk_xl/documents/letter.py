"""What an official letter (*tjänsteskrivelse*) says besides the texts of a decision basis.

Rules: the summary is never empty; where nobody has written one it says in plain sentences
what, where, when, for how much money and at which place, and what of this is unknown. It does
not tell the proposal. The letter itself stands first among the documents that it rests on.

Source: municipal guides to decision papers (proposed decisions first, a summary that does not
reveal them, the basis listed with dates, the receivers last).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, FieldValue, Row
from shk_xl.documents.funding import amount_in_words
from shk_xl.documents.phrases import (
    amount_in_short,
    date_in_words,
    date_text_in_words,
    listed,
)
from shk_xl.documents.sender import parties
from shk_xl.documents.word.text_model import Paragraph, Run, TextBlock, parse
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.names import in_sentence
from shk_xl.domain.portfolio import Heading, Initiative, InitiativeType, ItemKind, Portfolio
from shk_xl.domain.proposed_decisions import proposed_decisions

_SUBJECTS: Final = {
    InitiativeType.FORUM: "foruminitiativet",
    InitiativeType.PILOT: "pilotinitiativet",
    InitiativeType.ROLE: "rollen",
}

FIELDS: Final[tuple[FieldSpec, ...]] = (
    fields.rows(
        "förslag_till_beslut",
        "En rad för varje punkt: den skrivna, eller den som uppgifterna ger.",
        fields.blocks("punkt", "Punkten i en hel mening."),
    ),
    fields.blocks("sammanfattning", "Den skrivna sammanfattningen, eller uppgifterna i ord."),
    fields.rows(
        "underlag",
        "En rad för varje handling som beslutet vilar på; dokumentet självt först.",
        fields.blocks("handling", "Handlingen med datum."),
    ),
    fields.rows(
        "mottagare",
        "En rad för varje mottagare av beslutet: de skrivna, eller parterna.",
        fields.blocks("namn", "Mottagaren."),
    ),
)


def values(
    portfolio: Portfolio,
    initiative: Initiative,
    place: str,
    meetings: Iterable[str],
    today: date,
) -> dict[str, FieldValue]:
    """Give the values of ``FIELDS``.

    Args:
        portfolio: The portfolio.
        initiative: One of its initiatives.
        place: Its score and place in words.
        meetings: The meetings that have decided on it.
        today: The date of the letter.
    """
    texts = portfolio.texts_by_initiative.get(initiative.code, {})
    points = proposed_decisions(portfolio, initiative)
    summary = summary_in_words(portfolio, initiative, place)
    receivers = parse(texts.get(Heading.SENT_TO, "")) or _lines(parties(portfolio))
    return {
        "förslag_till_beslut": [{"punkt": Blocks.of(point)} for point in points],
        "sammanfattning": Blocks.of(texts.get(Heading.SUMMARY, "")) or Blocks(_lines(summary)),
        "underlag": _rows("handling", _basis(initiative, texts, meetings, today)),
        "mottagare": _rows("namn", receivers),
    }


def meetings_by_initiative(portfolio: Portfolio) -> Mapping[str, Sequence[str]]:
    """Find the meetings that decided on each initiative, by its code."""
    found: dict[str, list[str]] = {}
    for item in portfolio.meeting_items:
        if item.kind is ItemKind.DECISION and item.initiative:
            found.setdefault(item.initiative, []).append(item.meeting)
    return {code: sorted(set(meetings)) for code, meetings in found.items()}


def summary_in_words(portfolio: Portfolio, initiative: Initiative, place: str) -> list[str]:
    """Say in two paragraphs what, where and when, and for how much and at which place."""
    about = (_what(initiative), _where_and_when(portfolio.about.year, initiative))
    weighed = (_money(portfolio, initiative), place)
    return [" ".join(filter(None, said)) for said in (about, weighed)]


def _what(initiative: Initiative) -> str:
    responsible = f", som {initiative.responsible} svarar för" if initiative.responsible else ""
    named = f"{_SUBJECTS[initiative.type]} ’{initiative.title}’"
    actors = f" Samverkande aktörer: {initiative.actors}." if initiative.actors else ""
    return f"Ärendet gäller {named}{responsible}.{actors}"


def _where_and_when(year: int | None, initiative: Initiative) -> str:
    places = [place.strip() for place in initiative.context.split("+") if place.strip()]
    are = "Kontexterna är" if len(places) > 1 else "Kontexten är"
    where = f"{are} {listed(places) or 'inte angiven'}"
    if not initiative.period:
        return f"{where}, och perioden är inte angiven."
    during = f" {year}" if year else ""
    return f"{where}, och perioden{during} är {in_sentence(initiative.period.rstrip('.'))}."


def _money(portfolio: Portfolio, initiative: Initiative) -> str:
    """Say the amount and its sources; each with its own amount where they are several."""
    sources = portfolio.allocations_by_initiative.get(initiative.code, ())
    said = amount_in_words(initiative)
    if not sources:
        return said
    if len(sources) == 1:
        return f"{said} Källan är {sources[0].source}."
    taken = [f"{row.source} ({in_sentence(amount_in_short(row.amount))})" for row in sources]
    return f"{said} Källorna är {listed(taken)}."


def _basis(
    initiative: Initiative, texts: Mapping[Heading, str], meetings: Iterable[str], today: date
) -> tuple[TextBlock, ...]:
    """List the letter itself, and what people have written or else the minutes that name it."""
    own = f"Tjänsteskrivelse om {initiative.title}, {date_in_words(today)}"
    minutes = (f"Mötesanteckningar, {date_text_in_words(meeting)}" for meeting in meetings)
    return (*_lines([own]), *(parse(texts.get(Heading.BASIS, "")) or _lines(minutes)))


def _lines(texts: Iterable[str]) -> tuple[TextBlock, ...]:
    return tuple(Paragraph((Run(text),)) for text in texts)


def _rows(name: str, blocks: Iterable[TextBlock]) -> list[Row]:
    """Give each block as a row, without a mark of its own: the template makes the list."""
    return [{name: Blocks((Paragraph(block.runs),))} for block in blocks]
