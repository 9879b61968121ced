"""The decision basis of one initiative: its fields, and their values from a portfolio.

Rules: amounts are written out here, never as a reference to another document. What is
missing is said to be missing. The same fields serve forum, pilot and role, so that a text
under any heading has its place in each; the templates differ in headings and order.

Source: the headings of "Underlag för Core Team beslut".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, FieldValue, Row
from shk_xl.documents.phrases import (
    date_in_words,
    in_sentence,
    listed,
    place_in_words,
    priority_in_words,
    score_in_words,
    sentences,
)
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain import budget
from shk_xl.domain.amounts import Known, Total, write_amount, write_kronor
from shk_xl.domain.portfolio import Allocation, Heading, Initiative, InitiativeType, Portfolio
from shk_xl.domain.priorities import HIGHEST, Priority, priorities

SENDER_FIELDS: Final = (
    fields.text("avsändare", "Samverkan och fokusområde, för sidhuvudet."),
    fields.text("sammanhang", "Samverkan och fokusområdet inom citattecken, för första sidan."),
    fields.text("fokusområde", "Fokusområdets namn."),
    fields.text("år", "Portföljens år."),
    fields.text("datum", "Dagen då dokumentets innehåll skrevs."),
)
"""The fields that every kind of document has."""

_TEXT_FIELDS: Final = (
    ("samhällsmål", Heading.GOALS, "Samhällsmålen som initiativet fokuserar på."),
    ("syfte", Heading.PURPOSE, "Syftet med initiativet."),
    ("beskrivning", Heading.DESCRIPTION, "Den korta beskrivningen."),
    ("effektmål", Heading.EFFECTS, "Effektmålen."),
    ("mervärde", Heading.ADDED_VALUE, "Mervärdet för parterna."),
    ("resurstext", Heading.RESOURCES, "Texten under rubriken Resurser och budget."),
    ("barnets_bästa", Heading.BEST_INTERESTS, "Prövningen av barnets bästa; tomt om den saknas."),
    ("efter_pilotfasen", Heading.AFTERWARDS, "Vad som händer efter pilotfasen."),
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
    fields.text(
        "belopp", "Budgetförslaget: ett belopp, ordinarie personal, eller okänt med orsak."
    ),
    fields.text("finansiering_mening", "Varifrån pengarna tas, och vad som saknar källa."),
    fields.rows(
        "finansiering",
        "En rad för varje källa och artikel.",
        fields.text("källa", "Finansieringskällan."),
        fields.text("artikel", "Vad pengarna betalar; ett tankstreck om det inte är angivet."),
        fields.text("belopp", "Beloppet, ordinarie personal, eller okänt med orsak."),
        fields.text("anmärkning", "Anmärkningen till raden, och om källan är preliminär."),
    ),
    fields.text("finansiering_summa", "Summan av de kända beloppen, med det okända nämnt."),
    fields.rows(
        "värdering",
        "En rad för varje kriterium som gäller initiativets typ.",
        fields.text("kriterium", "Kriteriets namn."),
        fields.text("poäng", "Poängen 1–5, eller saknas."),
        fields.text("vikt", "Kriteriets vikt."),
        fields.blocks("motivering", "Motiveringen till poängen."),
    ),
    fields.text("poäng", "Det vägda medelvärdet, eller intervallet när en poäng saknas."),
    fields.text("plats", "Platsen bland initiativ av samma typ."),
    fields.text("värdering_mening", "Poängen och platsen i ord."),
)


def sender_values(portfolio: Portfolio, today: date) -> dict[str, FieldValue]:
    """Give the values of ``SENDER_FIELDS``."""
    about = portfolio.about
    quoted = f"’{about.focus_area}’" if about.focus_area else ""
    return {
        "avsändare": " · ".join(filter(None, (about.partnership, about.focus_area))),
        "sammanhang": " ".join(filter(None, (about.partnership, quoted))),
        "fokusområde": about.focus_area,
        "år": str(about.year or ""),
        "datum": date_in_words(today),
    }


@dataclass(frozen=True, slots=True)
class Standings:
    """How all initiatives stand, looked up once for any number of documents.

    Args:
        by_code: Each initiative's priority.
        placed: How many initiatives of each type have a place.
    """

    by_code: Mapping[str, Priority]
    placed: Mapping[InitiativeType, int]

    @classmethod
    def of(cls, portfolio: Portfolio) -> Standings:
        """Rank a portfolio."""
        ranking = priorities(portfolio)
        placed = Counter(priority.initiative.type for priority in ranking if priority.place)
        return cls({priority.initiative.code: priority for priority in ranking}, placed)


def values(portfolio: Portfolio, initiative: Initiative, standings: Standings, today: date) -> Row:
    """Give the value of every field of a decision basis.

    Args:
        portfolio: The portfolio.
        initiative: One of its initiatives.
        standings: How all initiatives stand.
        today: The date of the document.
    """
    texts = portfolio.texts_by_initiative.get(initiative.code, {})
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
        "belopp": write_amount(initiative.amount),
        **_funding(portfolio, initiative),
        **_assessment(portfolio, initiative, standings),
    }


def _funding(portfolio: Portfolio, initiative: Initiative) -> dict[str, FieldValue]:
    allocations = portfolio.allocations_by_initiative.get(initiative.code, ())
    preliminary = {frame.name for frame in portfolio.frames if frame.preliminary}
    summed = budget.allocated_to(allocations)
    return {
        "finansiering": [_allocation(allocation, preliminary) for allocation in allocations],
        "finansiering_summa": total_in_words(summed),
        "finansiering_mening": _funding_sentence(portfolio, initiative, summed),
    }


def _allocation(allocation: Allocation, preliminary: set[str]) -> Row:
    remarks = (allocation.note, "preliminär ram" if allocation.source in preliminary else "")
    return {
        "källa": allocation.source,
        "artikel": allocation.article or "–",
        "belopp": write_amount(allocation.amount),
        "anmärkning": sentences(remarks),
    }


def total_in_words(summed: Total) -> str:
    """Write a sum, and how many unknown amounts it leaves out."""
    if not summed.unknown:
        return write_kronor(summed.kronor)
    unknown = "ett okänt belopp" if summed.unknown == 1 else f"{summed.unknown} okända belopp"
    if not summed.kronor:
        return "Okänt"
    return f"{write_kronor(summed.kronor)} och {unknown}"


def _funding_sentence(portfolio: Portfolio, initiative: Initiative, summed: Total) -> str:
    """Say what the table of sources does not: nothing allocated, or not all of it."""
    amount = initiative.amount
    allocations = portfolio.allocations_by_initiative.get(initiative.code, ())
    if not isinstance(amount, Known):
        return ""
    if not allocations:
        return _unsplit_sentence(portfolio)
    gap = amount.kronor - summed.kronor
    if gap == 0 or summed.unknown:
        return ""
    if gap > 0:
        return f"{write_kronor(gap)} av budgetförslaget saknar källa."
    return f"Källorna ger {write_kronor(-gap)} mer än budgetförslaget."


def _unsplit_sentence(portfolio: Portfolio) -> str:
    """Say where the portfolio's money comes from while it is not split between initiatives."""
    common = portfolio.allocations_by_initiative.get("", ())
    if not common:
        return "Ingen finansieringskälla är angiven."
    taken = listed([f"{write_amount(c.amount)} från {c.source}" for c in common])
    return (
        "Finansieringen är inte delad mellan initiativen. "
        f"För portföljen som helhet tas {in_sentence(taken)}."
    )


def _assessment(
    portfolio: Portfolio, initiative: Initiative, standings: Standings
) -> dict[str, FieldValue]:
    given = portfolio.scores_by_initiative.get(initiative.code, {})
    rows: list[Row] = []
    for criterion in portfolio.criteria_by_type[initiative.type]:
        score = given.get(criterion.name)
        points = score.points if score else None
        rows.append(
            {
                "kriterium": criterion.name,
                "poäng": "saknas" if points is None else f"{points} av {HIGHEST}",
                "vikt": str(criterion.weight),
                "motivering": Blocks.of(score.motivation if score else ""),
            }
        )
    mine = standings.by_code[initiative.code]
    return {
        "värdering": rows,
        "poäng": score_in_words(mine.score),
        "plats": place_in_words(mine.place),
        "värdering_mening": priority_in_words(mine, standings.placed[initiative.type]),
    }
