"""The proposed decisions: full sentences that can stand in the minutes as they are.

Rules: one measure a point, worded as if decided, understandable without the decision basis.
What people have written is taken as it stands. Otherwise the points are made from the data,
and only from what is known: an unknown amount is said to be unknown, and so is its source.

Source: municipal guides to decision papers (a decision is worded so that it moves straight
into the minutes, one measure a point).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from shk_xl.domain import budget
from shk_xl.domain.amounts import Amount, Known, Staff, Unknown, write_kronor
from shk_xl.domain.names import in_sentence
from shk_xl.domain.portfolio import Allocation, Heading, Initiative, InitiativeType, Portfolio

_MARKED: Final = re.compile(r"\s*(?:[-–•·*]|\(?\d{1,2}[.)])\s+(?P<text>\S.*)")
_LINE_ENDS: Final = re.compile(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_MEASURES: Final = {
    InitiativeType.FORUM: "genomföra initiativet",
    InitiativeType.PILOT: "genomföra initiativet",
    InitiativeType.ROLE: "pröva rollen",
}
_NOUNS: Final = {
    InitiativeType.FORUM: "initiativet",
    InitiativeType.PILOT: "initiativet",
    InitiativeType.ROLE: "rollen",
}


def proposed_decisions(portfolio: Portfolio, initiative: Initiative) -> tuple[str, ...]:
    """Give the points that the Core Team is asked to decide on, in order and without numbers.

    Args:
        portfolio: The portfolio.
        initiative: One of its initiatives.

    Returns:
        The points of the text under the heading, or else those that the data gives; never none.

    >>> labb = Initiative("LABB", "Labbet", InitiativeType.FORUM)
    >>> for point in proposed_decisions(Portfolio(initiatives=(labb,)), labb):
    ...     print(point)
    Core Team beslutar att genomföra initiativet ’Labbet’.
    Core Team avsätter inget belopp till initiativet ’Labbet’, eftersom beloppet är okänt.
    """
    texts = portfolio.texts_by_initiative.get(initiative.code, {})
    written = points_of(texts.get(Heading.PROPOSED_DECISIONS, ""))
    return written or tuple(_from_data(portfolio, initiative))


def points_of(text: str) -> tuple[str, ...]:
    r"""Read the points of a typed text; marks and numbers before them are not part of them.

    Where some lines are marked, a line without a mark belongs to the point above it. A line
    before the points that ends with a colon is said in each of them, so that each can stand
    alone. Without marks every line is a point.

    >>> points_of("1. Core Team antar budgeten.\n2. Core Team utser\nNorrby till ansvarig.")
    ('Core Team antar budgeten.', 'Core Team utser Norrby till ansvarig.')
    >>> points_of("Core Team beslutar att:\n- anta budgeten.\n- följa upp i juni.")
    ('Core Team beslutar att anta budgeten.', 'Core Team beslutar att följa upp i juni.')
    """
    lines = [line.strip() for line in _LINE_ENDS.split(text) if line.strip()]
    marked = [_MARKED.fullmatch(line) for line in lines]
    if not any(marked):
        return _led(lines)
    points: list[str] = []
    for line, mark in zip(lines, marked, strict=True):
        # What an opening line leads is settled below, so no point is joined to it.
        if mark or not points or (len(points) == 1 and points[0].endswith(":")):
            points.append(mark["text"] if mark else line)
        else:
            points[-1] = f"{points[-1]} {line}"
    return _led(points)


def _led(points: list[str]) -> tuple[str, ...]:
    """Say an opening line in each of the points that it leads."""
    if len(points) < 2 or not points[0].endswith(":"):  # noqa: PLR2004 - a line and its points
        return tuple(points)
    opening, *rest = points
    return tuple(
        f"{opening.removesuffix(':') if point[:1].islower() else opening} {point}" for point in rest
    )


def is_sentence(point: str) -> bool:
    """Whether a point begins and ends as a sentence does.

    >>> is_sentence("Core Team antar budgeten."), is_sentence("att anta budgeten")
    (True, False)
    """
    return not point[:1].islower() and point.rstrip("*").endswith((".", "!", "?", "…"))


def _from_data(portfolio: Portfolio, initiative: Initiative) -> Iterator[str]:
    named = f"’{initiative.title}’"
    when = _when(portfolio.about.year, initiative.period)
    yield f"Core Team beslutar att {_MEASURES[initiative.type]} {named}{when}."
    subject = f"{_NOUNS[initiative.type]} {named}"
    if initiative.responsible:
        yield f"Core Team utser {initiative.responsible} till ansvarig part för {subject}."
    yield from _money(portfolio, initiative, subject)


def _when(year: int | None, period: str) -> str:
    """Say when, inside a sentence.

    >>> _when(2024, "Hela året utom juli"), _when(None, "")
    (' under 2024 (hela året utom juli)', '')
    """
    during = f" under {year}" if year else ""
    within = in_sentence(period.strip().rstrip("."))
    return f"{during} ({within})" if within else during


def _money(portfolio: Portfolio, initiative: Initiative, subject: str) -> Iterator[str]:
    """Give one point for each source, or the one that says why there is none."""
    amount = initiative.amount
    if not isinstance(amount, Known):
        yield f"Core Team avsätter {_without_kronor(amount, subject)}."
        return
    allocations = portfolio.allocations_by_initiative.get(initiative.code, ())
    summed = budget.allocated_to(allocations)
    if summed.unknown or summed.kronor > amount.kronor:
        kronor = write_kronor(amount.kronor)
        yield f"Core Team avsätter {kronor} till {subject}; fördelningen på källor är inte klar."
        return
    preliminary = {frame.name for frame in portfolio.frames if frame.preliminary}
    for allocation in allocations:
        if isinstance(allocation.amount, Known):
            yield _from_source(allocation, allocation.amount, subject, preliminary)
    if rest := amount.kronor - summed.kronor:
        yield (
            f"Core Team avsätter {write_kronor(rest)} till {subject}; "
            "källan för beloppet är inte bestämd."
        )


def _from_source(allocation: Allocation, amount: Known, subject: str, preliminary: set[str]) -> str:
    uncertain = " (preliminär)" if allocation.source in preliminary else ""
    article = f" för {in_sentence(allocation.article)}" if allocation.article else ""
    return (
        f"Core Team avsätter {write_kronor(amount.kronor)} från källan {allocation.source}"
        f"{uncertain} till {subject}{article}."
    )


def _without_kronor(amount: Amount, subject: str) -> str:
    match amount:
        case Staff(by):
            whose = f" ({by})" if by else ""
            return f"inga pengar till {subject}, som bemannas med ordinarie personal{whose}"
        case Unknown(reason):
            why = f" ({in_sentence(reason).rstrip('.')})" if reason else ""
            return f"inget belopp till {subject}, eftersom beloppet är okänt{why}"
        case Known():
            raise TypeError("an amount in kronor has its sources")
