"""The portfolio in a few Swedish sentences: the total, the frames, and the places."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from shk_xl.domain.amounts import write_kronor
from shk_xl.domain.budget import Source, budget_total, sources
from shk_xl.domain.portfolio import Portfolio
from shk_xl.domain.priorities import priorities

MOST_SOURCES: Final = 8
"""How many sources are told before the rest are counted."""


def totals_in_words(portfolio: Portfolio) -> str:
    """Say what a portfolio comes to, a line for each subject.

    >>> totals_in_words(Portfolio())
    'Portföljen har inga initiativ ännu.'
    """
    return "\n".join(_lines(portfolio))


def _lines(portfolio: Portfolio) -> Iterator[str]:
    standings = priorities(portfolio)
    if not standings:
        yield "Portföljen har inga initiativ ännu."
        return
    total = budget_total(portfolio)
    yield f"Totalt {write_kronor(total.kronor)} för {len(standings)} initiativ."
    if total.unknown:
        yield f"Okända belopp, inte med i summan: {total.unknown}."
    found = sources(portfolio)
    yield from map(_left, found[:MOST_SOURCES])
    if len(found) > MOST_SOURCES:
        yield f"… och {len(found) - MOST_SOURCES} källor till."
    scored = [standing for standing in standings if standing.score is not None]
    placed = sum(standing.place is not None for standing in scored)
    yield f"{placed} av {len(scored)} initiativ som ska värderas har en plats."


def _left(source: Source) -> str:
    name = source.frame.name
    if source.left is None:
        return f"{name}: ramen är okänd, {write_kronor(source.allocated.kronor)} är fördelat."
    preliminary = " (preliminär ram)" if source.frame.preliminary else ""
    if source.left < 0:
        return f"{name}: överskriden med {write_kronor(-source.left)}{preliminary}."
    return f"{name}: {write_kronor(source.left)} kvar{preliminary}."
