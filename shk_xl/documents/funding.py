"""The money of one initiative: what it asks for, from which source, and what is left there.

Rules: a source is told with its frame and what is left when all initiatives have taken their
part. What is unknown is said to be unknown and is left out of sums. A remark is said once,
below the table, and not on each row.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, FieldValue, Row
from shk_xl.documents.phrases import listed, sentence, sentences
from shk_xl.domain import budget
from shk_xl.domain.amounts import Known, Staff, Total, Unknown, write_amount, write_kronor
from shk_xl.domain.budget import Source
from shk_xl.domain.names import in_sentence
from shk_xl.domain.portfolio import Allocation, Frame, Initiative, Portfolio

FIELDS: Final[tuple[FieldSpec, ...]] = (
    fields.text(
        "belopp", "Budgetförslaget: ett belopp, ordinarie personal, eller okänt med orsak."
    ),
    fields.text("belopp_mening", "Budgetförslaget i en hel mening."),
    fields.text("finansiering_mening", "Varifrån pengarna tas, och vad som saknar källa."),
    fields.rows(
        "finansiering",
        "En rad för varje källa och artikel.",
        fields.text("källa", "Finansieringskällan."),
        fields.text("artikel", "Vad pengarna betalar; ett tankstreck om det inte är angivet."),
        fields.text("källa_och_artikel", "Källan, och efter ett komma artikeln om den är angiven."),
        fields.text("belopp", "Beloppet, ordinarie personal, eller okänt med orsak."),
        fields.text(
            "ram", "Hur mycket källan har; ett tankstreck om den inte finns bland ramarna."
        ),
        fields.text("kvar", "Vad som är kvar av källan när alla initiativ har fått sitt."),
        fields.text("anmärkning", "Anmärkningen till raden, och om källan är preliminär."),
    ),
    fields.text("finansiering_summa", "Summan av de kända beloppen, med det okända nämnt."),
    fields.text(
        "finansiering_anmärkning", "Anmärkningarna till finansieringen, var och en en gång."
    ),
)


@dataclass(frozen=True, slots=True)
class Money:
    """The frames and sources of a portfolio, looked up once for any number of documents.

    Args:
        frames: Every frame and cost area, by its name.
        sources: Those that initiatives are funded from, with what is taken from each.
    """

    frames: Mapping[str, Frame]
    sources: Mapping[str, Source]

    @classmethod
    def of(cls, portfolio: Portfolio) -> Money:
        """Look them up."""
        return cls(
            {frame.name: frame for frame in portfolio.frames},
            {source.frame.name: source for source in budget.sources(portfolio)},
        )


def values(portfolio: Portfolio, initiative: Initiative, money: Money) -> dict[str, FieldValue]:
    """Give the values of ``FIELDS``.

    Args:
        portfolio: The portfolio.
        initiative: One of its initiatives.
        money: The portfolio's frames and sources.
    """
    allocations = portfolio.allocations_by_initiative.get(initiative.code, ())
    summed = budget.allocated_to(allocations)
    return {
        "belopp": write_amount(initiative.amount),
        "belopp_mening": amount_in_words(initiative),
        "finansiering": [_row(allocation, money) for allocation in allocations],
        "finansiering_summa": total_in_words(summed),
        "finansiering_mening": _funding_sentence(portfolio, initiative, summed),
        "finansiering_anmärkning": remarks(allocations, money.sources),
    }


def _row(allocation: Allocation, money: Money) -> Row:
    frame = money.frames.get(allocation.source)
    preliminary = frame is not None and frame.preliminary
    return {
        "källa": allocation.source,
        "artikel": allocation.article or "–",
        "källa_och_artikel": source_and_article(allocation),
        "belopp": write_amount(allocation.amount),
        "ram": write_amount(frame.amount) if frame else "–",
        "kvar": _left(money.sources.get(allocation.source)),
        "anmärkning": sentences((allocation.note, "preliminär ram" if preliminary else "")),
    }


def _left(source: Source | None) -> str:
    """Write what is left of a source; a dash for a frame that initiatives are not funded from."""
    if source is None:
        return "–"
    return "Okänt" if source.left is None else write_kronor(source.left)


def source_and_article(allocation: Allocation) -> str:
    """Name a source and what it pays.

    >>> source_and_article(Allocation("LABB", "Ordinarie budget", Unknown(), "Arbetstid"))
    'Ordinarie budget, arbetstid'
    """
    return ", ".join(filter(None, (allocation.source, in_sentence(allocation.article))))


def remarks(allocations: Sequence[Allocation], sources: Mapping[str, Source]) -> str:
    """Say what is uncertain about the sources, and the remarks of people, each once."""
    used = dict.fromkeys(row.source for row in allocations)
    notes = dict.fromkeys(row.note.strip() for row in allocations)
    return sentences((*source_remarks(sources[name] for name in used if name in sources), *notes))


def source_remarks(sources: Iterable[Source]) -> Iterator[str]:
    """Say which sources are preliminary, overdrawn, or have unknown amounts taken from them."""
    for source in sources:
        name = source.frame.name
        if source.frame.preliminary:
            yield f"{name} är en preliminär ram"
        if source.left is not None and source.left < 0:
            yield f"{name} är överskriden med {write_kronor(-source.left)}"
        if source.allocated.unknown:
            yield f"Okända belopp är inte avdragna från {name}"


def amount_in_words(initiative: Initiative) -> str:
    """Say the proposed budget in a sentence.

    >>> from shk_xl.domain.portfolio import InitiativeType
    >>> role = Initiative("ROLL", "Rollen", InitiativeType.ROLE, amount=Unknown("inväntar svar"))
    >>> amount_in_words(role)
    'Kostnaden är okänd: inväntar svar.'
    """
    match initiative.amount:
        case Known(kronor):
            return f"Budgetförslaget är {write_kronor(kronor)}."
        case Staff(by):
            whose = f" ({by})" if by else ""
            return f"Initiativet ryms i ordinarie personal{whose} och begär inga pengar."
        case Unknown(reason):
            why = f": {in_sentence(reason)}" if reason else ", och orsaken är inte angiven"
            return sentence(f"Kostnaden är okänd{why}")


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
