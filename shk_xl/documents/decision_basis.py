"""The decision basis of one initiative: its fields, and their values from a portfolio.

Rules: amounts are written out here, never as a reference to another document. What is
missing is said to be missing. The same fields serve forum, pilot and role and both layouts, so
that a text under any heading has its place in each; the templates differ in headings and order.

Source: the headings of "Underlag för Core Team beslut".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from shk_xl.documents import assessment, fields, funding, letter
from shk_xl.documents.assessment import Standings
from shk_xl.documents.fields import FieldSpec, Row
from shk_xl.documents.funding import Money
from shk_xl.documents.phrases import priority_in_words
from shk_xl.documents.sender import SENDER_FIELDS, sender_values
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.portfolio import Heading, Initiative, Portfolio

_TEXT_FIELDS: Final = (
    ("beslut_text", Heading.PROPOSED_DECISIONS, "Det skrivna förslaget till beslut; annars tomt."),
    ("sammanfattning_text", Heading.SUMMARY, "Den skrivna sammanfattningen; annars tomt."),
    ("samhällsmål", Heading.GOALS, "Samhällsmålen som initiativet fokuserar på."),
    ("syfte", Heading.PURPOSE, "Syftet med initiativet."),
    ("beskrivning", Heading.DESCRIPTION, "Den korta beskrivningen."),
    ("effektmål", Heading.EFFECTS, "Effektmålen."),
    ("mervärde", Heading.ADDED_VALUE, "Mervärdet för parterna."),
    ("resurstext", Heading.RESOURCES, "Texten under rubriken Resurser och budget."),
    ("barnets_bästa", Heading.BEST_INTERESTS, "Prövningen av barnets bästa; tomt om den saknas."),
    ("efter_pilotfasen", Heading.AFTERWARDS, "Vad som händer efter pilotfasen."),
    ("underlag_text", Heading.BASIS, "De skrivna handlingarna som beslutet vilar på; annars tomt."),
    ("mottagare_text", Heading.SENT_TO, "De skrivna mottagarna av beslutet; annars tomt."),
    ("övrigt", Heading.NOTES, "Det som inte hör till någon annan rubrik."),
)

FIELDS: Final[tuple[FieldSpec, ...]] = (
    *SENDER_FIELDS,
    fields.text("kod", "Initiativets kod."),
    fields.text("namn", "Initiativets namn med fas."),
    fields.text("typ", "Foruminitiativ, Pilotinitiativ eller Ny roll."),
    fields.text("alias", "Andra namn på initiativet, åtskilda med semikolon."),
    fields.text("ansvarig_part", "Parten som svarar för initiativet."),
    fields.text("aktörer", "Samverkande aktörer."),
    fields.text("kontext", "Var initiativet bedrivs."),
    fields.text("period", "När."),
    fields.blocks("förslag_på_start", "Vad som görs först."),
    *(fields.blocks(name, help_) for name, _, help_ in _TEXT_FIELDS),
    fields.blocks("resurser", "Ungefär vad parterna bidrar med."),
    *funding.FIELDS,
    *assessment.FIELDS,
    *letter.FIELDS,
)


@dataclass(frozen=True, slots=True)
class Background:
    """What is looked up once for all decision bases of a portfolio.

    Args:
        standings: How all initiatives stand.
        money: The frames, and what is taken from each source.
        meetings: The meetings that decided on each initiative, by its code.
    """

    standings: Standings
    money: Money
    meetings: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, portfolio: Portfolio) -> Background:
        """Look it up."""
        return cls(
            Standings.of(portfolio),
            Money.of(portfolio),
            letter.meetings_by_initiative(portfolio),
        )


def values(
    portfolio: Portfolio, initiative: Initiative, background: Background, today: date
) -> Row:
    """Give the value of every field of a decision basis.

    Args:
        portfolio: The portfolio.
        initiative: One of its initiatives.
        background: What was looked up for all of them.
        today: The date of the document.
    """
    texts = portfolio.texts_by_initiative.get(initiative.code, {})
    standings = background.standings
    place = priority_in_words(
        standings.by_code[initiative.code], len(standings.placed[initiative.type])
    )
    held = background.meetings.get(initiative.code, ())
    return {
        **sender_values(portfolio, today),
        "kod": initiative.code,
        "namn": initiative.title,
        "typ": initiative.type.value,
        "alias": "; ".join(initiative.aliases),
        "ansvarig_part": initiative.responsible,
        "aktörer": initiative.actors,
        "kontext": initiative.context,
        "period": initiative.period,
        "förslag_på_start": Blocks.of(initiative.start),
        **{name: Blocks.of(texts.get(heading, "")) for name, heading, _ in _TEXT_FIELDS},
        "resurser": Blocks.of(initiative.resources),
        **funding.values(portfolio, initiative, background.money),
        **assessment.values(portfolio, initiative, standings),
        **letter.values(portfolio, initiative, place, held, today),
    }
