"""What the pictures say in words: amounts, scores, and the texts for those who don't see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from shk_xl.domain.amounts import Amount, Known, Staff, total, write_kronor
from shk_xl.domain.budget import budget_total
from shk_xl.domain.portfolio import Initiative, InitiativeType, Portfolio
from shk_xl.domain.priorities import HIGHEST, Priority, write_score

_NAMED: Final = 15
"""As many initiatives as a text can name before it tires; the document's table has them all."""


def amount_words(amount: Amount) -> str:
    """Say an amount as it is written in the picture.

    >>> from shk_xl.domain.amounts import Unknown
    >>> amount_words(Staff("processtödet")), amount_words(Unknown())
    ('ordinarie personal', 'belopp okänt')
    """
    if isinstance(amount, Known):
        return write_kronor(amount.kronor)
    return "ordinarie personal" if isinstance(amount, Staff) else "belopp okänt"


def score_words(priority: Priority) -> str:
    """Say a score; nothing where the type has no criteria."""
    score = priority.score
    if score is None:
        return ""
    if score.exact is not None:
        return f"poäng {write_score(score.exact)}"
    return f"poäng saknas ({write_score(score.low)}–{write_score(score.high)} är möjligt)"


def points_words(priority: Priority) -> str:
    """Say a score on one short line of the picture; nothing where the type has no criteria."""
    score = priority.score
    if score is None:
        return ""
    if score.exact is None:
        return f"poäng saknas ({write_score(score.low)}–{write_score(score.high)})"
    return f"{write_score(score.exact)} av {HIGHEST}"


def lane_words(initiatives: Sequence[Initiative]) -> str:
    """Say how many initiatives a lane has, and what those with an amount come to."""
    summed = total(initiative.amount for initiative in initiatives)
    said = [f"{len(initiatives)} initiativ"]
    if summed.kronor:
        said.append(write_kronor(summed.kronor))
    if summed.unknown:
        said.append("1 okänt belopp" if summed.unknown == 1 else f"{summed.unknown} okända belopp")
    return " · ".join(said)


def total_words(portfolio: Portfolio) -> str:
    """Say the total, and how many initiatives it leaves out."""
    summed = budget_total(portfolio)
    known = f"Kända belopp: {write_kronor(summed.kronor)}."
    if not summed.unknown:
        return known
    return f"{known} {summed.unknown} initiativ saknar belopp och är inte med i summan."


def portfolio_alt(portfolio: Portfolio, ordered: Sequence[Priority]) -> str:
    """Describe the map of the portfolio."""
    parts = [f"Portföljkarta med {len(ordered)} initiativ efter typ och fas."]
    for type_ in InitiativeType:
        of_type = [one for one in ordered if one.initiative.type is type_]
        if not of_type:
            continue
        if len(ordered) > _NAMED:
            parts.append(f"{type_}: {len(of_type)}.")
        else:
            parts.append(f"{type_}: {'; '.join(map(_in_words, of_type))}.")
    return " ".join([*parts, total_words(portfolio)])


def _in_words(priority: Priority) -> str:
    facts = (amount_words(priority.initiative.amount), score_words(priority))
    return f"{priority.initiative.title} ({', '.join(filter(None, facts))})"


def more_contexts(count: int) -> str:
    """Say how many contexts are left out.

    >>> more_contexts(1)
    'Ytterligare 1 kontext'
    """
    return f"Ytterligare {count} kontext{'' if count == 1 else 'er'}"


def context_alt(groups: Sequence[tuple[str, Sequence[str]]], initiatives: int) -> str:
    """Describe the map of the contexts.

    Args:
        groups: Every context with the titles of its initiatives.
        initiatives: How many there are in all.
    """
    head = f"Karta över var portföljens {initiatives} initiativ bedrivs."
    if initiatives > _NAMED:
        parts = [f"{context}: {len(titles)}." for context, titles in groups[:_NAMED]]
        rest = len(groups) - len(parts)
        parts += [f"{more_contexts(rest)}."] if rest > 0 else []
    else:
        parts = [f"{context}: {'; '.join(titles)}." for context, titles in groups]
    return " ".join([head, *parts])
