"""The money of the whole portfolio: frames, cost areas, sources, and what is taken from each.

Rules: every sum stands beside what it leaves out. A remark is said once, below its table.
"""

from __future__ import annotations

from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, FieldValue, Row
from shk_xl.documents.funding import source_and_article, source_remarks, total_in_words
from shk_xl.documents.phrases import amount_in_short, listed, sentences, unknown_in_words
from shk_xl.domain import budget
from shk_xl.domain.amounts import Unknown, total, write_amount, write_kronor
from shk_xl.domain.budget import Source
from shk_xl.domain.names import in_sentence
from shk_xl.domain.portfolio import Frame, Portfolio

FIELDS: Final[tuple[FieldSpec, ...]] = (
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
    fields.text("källor_anmärkning", "Anmärkningarna till källorna i hela meningar."),
    fields.rows(
        "finansiering",
        "En rad för varje finansiering som är angiven för ett initiativ.",
        fields.text("initiativ", "Initiativets namn."),
        fields.text("källa", "Källan."),
        fields.text("artikel", "Vad pengarna betalar."),
        fields.text("källa_och_artikel", "Källan, och efter ett komma artikeln om den är angiven."),
        fields.text("belopp", "Beloppet."),
    ),
    fields.text("finansiering_mening", "Vad som inte är delat eller saknar källa."),
    fields.text(
        "finansiering_anmärkning", "Anmärkningarna till finansieringen, var och en en gång."
    ),
)


def values(portfolio: Portfolio) -> dict[str, FieldValue]:
    """Give the values of ``FIELDS``.

    Args:
        portfolio: The portfolio.
    """
    sources = budget.sources(portfolio)
    return {
        "ramar": [_frame(frame) for frame in budget.frames(portfolio)],
        "ramar_med_kostnadsområden": _divided_frames(portfolio),
        "totalt": write_kronor(budget.budget_total(portfolio).kronor),
        "okänt": unknown_in_words(budget.unknown_initiatives(portfolio)),
        "källor": [_source(source) for source in sources],
        "källor_anmärkning": sentences(source_remarks(sources)),
        "finansiering": _funding(portfolio),
        "finansiering_mening": _funding_sentence(portfolio),
        "finansiering_anmärkning": _funding_notes(portfolio),
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
            "källa_och_artikel": source_and_article(item),
            "belopp": amount_in_short(item.amount),
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
