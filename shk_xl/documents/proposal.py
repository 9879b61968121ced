"""The overall proposal (*helhetsförslag*): its fields, and their values from a portfolio.

Rules: every sum stands beside what it leaves out. Initiatives are ranked within their type;
across types only over the criteria that the types have in common, and the text says so.

Source: the headings and the table of "Beslutsunderlag – helhetsförslag".
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.decision_basis import SENDER_FIELDS, sender_values, total_in_words
from shk_xl.documents.fields import FieldSpec, FieldValue, Row
from shk_xl.documents.phrases import (
    in_sentence,
    listed,
    place_in_words,
    score_in_words,
    sentences,
    unknown_in_words,
)
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain import budget
from shk_xl.domain.amounts import Unknown, total, write_amount, write_kronor
from shk_xl.domain.budget import Source
from shk_xl.domain.portfolio import (
    Criterion,
    Frame,
    Heading,
    Initiative,
    InitiativeType,
    Portfolio,
)
from shk_xl.domain.priorities import Priority, across_types, common_criteria, priorities

_RANK_COLUMNS: Final = (
    fields.text("plats", "Platsen; ett tankstreck när en poäng saknas."),
    fields.text("namn", "Initiativets namn."),
    fields.text("typ", "Initiativets typ."),
    fields.text("poäng", "Det vägda medelvärdet, eller intervallet när en poäng saknas."),
    fields.text("belopp", "Budgetförslaget."),
)

FIELDS: Final[tuple[FieldSpec, ...]] = (
    *SENDER_FIELDS,
    fields.blocks("portfölj_text", "Texten under rubriken Portföljen."),
    fields.picture("portfölj_bild", "Bilden av portföljen."),
    fields.blocks("kontext_text", "Texten under rubriken Kontexter."),
    fields.picture("kontext_bild", "Bilden av kontexterna."),
    fields.rows(
        "ramar",
        "En rad för varje ram.",
        fields.text("namn", "Ramens namn."),
        fields.text("belopp", "Hur mycket den är på."),
        fields.text("anmärkning", "Vad den är till för, och om den är preliminär."),
    ),
    fields.rows(
        "ramar_med_kostnadsområden",
        "De ramar som är delade i kostnadsområden.",
        fields.text("namn", "Ramens namn, som det skrivs i en mening."),
        fields.rows(
            "kostnadsområden",
            "Ramens kostnadsområden.",
            fields.text("namn", "Kostnadsområdets namn."),
            fields.text("belopp", "Hur mycket det är på."),
            fields.text("avser", "Vad pengarna är till för."),
        ),
        fields.text("summa", "Kostnadsområdenas summa."),
    ),
    fields.rows(
        "initiativ",
        "En rad för varje initiativ.",
        fields.text("namn", "Initiativets namn med fas."),
        fields.blocks("förslag_på_start", "Vad som görs först."),
        fields.text("kontext", "Förslag på kontext."),
        fields.text("period", "När."),
        fields.blocks("resurser", "Ungefärliga resurser från parterna."),
        fields.text("belopp", "Budgetförslaget."),
    ),
    fields.text("totalt", "Summan av de kända budgetförslagen."),
    fields.text("okänt", "Initiativ vars kostnad är okänd och inte ingår i summan; annars tomt."),
    fields.rows(
        "källor",
        "En rad för varje finansieringskälla.",
        fields.text("namn", "Källans namn."),
        fields.text("ram", "Hur mycket källan har."),
        fields.text("tas", "Hur mycket initiativen tar."),
        fields.text("kvar", "Hur mycket som är kvar."),
        fields.text("anmärkning", "Preliminär, överskriden eller okänd."),
    ),
    fields.rows(
        "finansiering",
        "En rad för varje finansiering som är angiven för ett initiativ.",
        fields.text("initiativ", "Initiativets namn."),
        fields.text("källa", "Källan."),
        fields.text("artikel", "Vad pengarna betalar."),
        fields.text("belopp", "Beloppet."),
    ),
    fields.text("finansiering_mening", "Vad som inte är delat eller saknar källa."),
    fields.text(
        "finansiering_anmärkning", "Anmärkningarna till finansieringen, var och en en gång."
    ),
    fields.rows(
        "prioritering",
        "En del för varje typ som har kriterier.",
        fields.text("typ", "Typens namn."),
        fields.text("kriterier", "Kriterierna i ord."),
        fields.rows("initiativ", "Initiativen i ordning.", *_RANK_COLUMNS),
    ),
    fields.rows("jämförelse", "Initiativ av olika typ, i ordning.", *_RANK_COLUMNS),
    fields.text("gemensamma_kriterier", "Kriterierna som jämförelsen vilar på."),
    fields.blocks("övrigt", "Det som inte hör till någon annan rubrik."),
)


def values(portfolio: Portfolio, portfolio_map: Picture, context_map: Picture, today: date) -> Row:
    """Give the value of every field of the overall proposal.

    Args:
        portfolio: The portfolio.
        portfolio_map: The picture of the portfolio.
        context_map: The picture of the contexts.
        today: The date of the document.
    """
    texts = portfolio.texts_by_initiative.get("", {})
    return {
        **sender_values(portfolio, today),
        "portfölj_text": Blocks.of(texts.get(Heading.PORTFOLIO, "")),
        "portfölj_bild": portfolio_map,
        "kontext_text": Blocks.of(texts.get(Heading.CONTEXTS, "")),
        "kontext_bild": context_map,
        "ramar": [_frame(frame) for frame in budget.frames(portfolio)],
        "ramar_med_kostnadsområden": _divided_frames(portfolio),
        "initiativ": [_initiative(initiative) for initiative in portfolio.initiatives],
        "totalt": write_kronor(budget.budget_total(portfolio).kronor),
        "okänt": unknown_in_words(budget.unknown_initiatives(portfolio)),
        "källor": [_source(source) for source in budget.sources(portfolio)],
        "finansiering": _funding(portfolio),
        "finansiering_mening": _funding_sentence(portfolio),
        "finansiering_anmärkning": _funding_notes(portfolio),
        "prioritering": _ranked_types(portfolio),
        **_comparison(portfolio),
        "övrigt": Blocks.of(texts.get(Heading.NOTES, "")),
    }


def _frame(frame: Frame) -> Row:
    remarks = (frame.purpose, "preliminär beräkning" if frame.preliminary else "")
    return {
        "namn": frame.name,
        "belopp": write_amount(frame.amount),
        "anmärkning": sentences(remarks),
    }


def _divided_frames(portfolio: Portfolio) -> list[Row]:
    divided: list[Row] = []
    for frame in budget.frames(portfolio):
        areas = budget.cost_areas(portfolio, frame.name)
        if not areas:
            continue
        rows: list[Row] = [
            {"namn": area.name, "belopp": write_amount(area.amount), "avser": area.purpose}
            for area in areas
        ]
        summed = total_in_words(total(area.amount for area in areas))
        divided.append({"namn": in_sentence(frame.name), "kostnadsområden": rows, "summa": summed})
    return divided


def _initiative(initiative: Initiative) -> Row:
    return {
        "namn": initiative.title,
        "förslag_på_start": Blocks.of(initiative.start),
        "kontext": initiative.context,
        "period": initiative.period,
        "resurser": Blocks.of(initiative.resources),
        "belopp": write_amount(initiative.amount),
    }


def _source(source: Source) -> Row:
    left = source.left
    remarks: list[str] = []
    if source.frame.preliminary:
        remarks.append("preliminär ram")
    if left is not None and left < 0:
        remarks.append("ramen är överskriden")
    if source.allocated.unknown:
        remarks.append("det okända är inte avdraget")
    return {
        "namn": source.frame.name,
        "ram": write_amount(source.frame.amount),
        "tas": total_in_words(source.allocated),
        "kvar": "Okänt" if left is None else write_kronor(left),
        "anmärkning": sentences(remarks),
    }


def _funding(portfolio: Portfolio) -> list[Row]:
    by_code = portfolio.initiative_by_code
    return [
        {
            "initiativ": by_code[item.initiative].title
            if item.initiative in by_code
            else item.initiative,
            "källa": item.source,
            "artikel": item.article or "–",
            "belopp": write_amount(item.amount),
        }
        for item in portfolio.allocations
        if item.initiative
    ]


def _funding_notes(portfolio: Portfolio) -> str:
    """Tell each note on the initiatives' funding once."""
    notes = (item.note.strip() for item in portfolio.allocations if item.initiative)
    return " ".join(dict.fromkeys(filter(None, notes)))


def _funding_sentence(portfolio: Portfolio) -> str:
    """Say what is not split between initiatives, and what no source covers."""
    said: list[str] = []
    common = portfolio.allocations_by_initiative.get("", ())
    if common:
        taken = listed([f"{write_amount(item.amount)} från {item.source}" for item in common])
        said.append(f"Inte delat mellan initiativen: {taken}.")
    wanted = budget.budget_total(portfolio).kronor
    gap = wanted - budget.allocated_to(portfolio.allocations).kronor
    if gap > 0:
        said.append(f"{write_kronor(gap)} av initiativens summa saknar källa.")
    elif gap < 0:
        said.append(f"Källorna ger {write_kronor(-gap)} mer än initiativens summa.")
    if any(isinstance(item.amount, Unknown) for item in portfolio.allocations):
        said.append("Okända belopp ingår inte i summorna.")
    return " ".join(said)


def _ranked_types(portfolio: Portfolio) -> list[Row]:
    standing = priorities(portfolio)
    ranked: list[Row] = []
    for type_ in InitiativeType:
        criteria = portfolio.criteria_by_type[type_]
        mine = [priority for priority in standing if priority.initiative.type is type_]
        if not criteria or not mine:
            continue
        ranked.append(
            {
                "typ": type_.value,
                "kriterier": _criteria_in_words(criteria),
                "initiativ": _rank_rows(mine),
            }
        )
    return ranked


def _criteria_in_words(criteria: Sequence[Criterion]) -> str:
    if len({criterion.weight for criterion in criteria}) == 1:
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
    return {"jämförelse": _rank_rows(compared), "gemensamma_kriterier": listed(common)}


def _rank_rows(standing: Sequence[Priority]) -> list[Row]:
    """Give initiatives by place; those without one come last, in the portfolio's order."""
    ordered = sorted(standing, key=lambda p: (p.place is None, p.place.rank if p.place else 0))
    return [
        {
            "plats": place_in_words(priority.place),
            "namn": priority.initiative.title,
            "typ": priority.initiative.type.value,
            "poäng": score_in_words(priority.score),
            "belopp": write_amount(priority.initiative.amount),
        }
        for priority in ordered
    ]
