"""What names in a portfolio refer to: voters, decisions, whoever answers for a next step.

Rules: a nickname in a table of votes is settled by an alias in the register, or by the first
name of one single person at that meeting, which is reported. Any other name stays as typed, with
a proposal. Nothing that already refers to something is changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from shk_xl.documents.old.aliases import option_of
from shk_xl.documents.old.report import Report
from shk_xl.domain.names import likeness, plain
from shk_xl.domain.portfolio import (
    Attendance,
    ItemKind,
    MeetingItem,
    PartyKind,
    Portfolio,
    Presence,
)

_SUBJECT: Final = re.compile(r"\s*:|\s+[a-zåäö]")
"""What may follow a name that begins a next step: "Namn: ring skolan", "Namn ringer skolan"."""


def settle_voters(portfolio: Portfolio, report: Report) -> Portfolio:
    """Find whom the names in the votes mean.

    Args:
        portfolio: With the register of people and the rows of presence.
        report: Is told each guess, and each name that stays as it is.
    """
    present = _present(portfolio)
    meant: dict[tuple[str, str], str] = {}
    unknown: dict[tuple[str, str], None] = {}
    for row in portfolio.attendance:
        key = (row.meeting, row.person)
        if row.item is None or key in meant or key in unknown:
            continue
        person = portfolio.person_by_name.get(row.person.casefold())
        named = [name for name in present.get(row.meeting, ()) if _first(name) == plain(row.person)]
        if person is not None:
            meant[key] = person.name
        elif len(named) == 1:
            meant[key] = named[0]
            report.confirm("voter_guessed", typed=row.person, name=named[0], meeting=row.meeting)
        else:
            unknown[key] = None
    for meeting, typed in unknown:
        silent = [name for name in present.get(meeting, ()) if name not in meant.values()]
        _propose_voter(typed, meeting, silent, portfolio, report)
    rows: list[Attendance] = []
    taken = {(row.meeting, row.item, row.person) for row in portfolio.attendance}
    for row in portfolio.attendance:
        name = meant.get((row.meeting, row.person), row.person) if row.item else row.person
        if name != row.person and (row.meeting, row.item, name) in taken:
            report.differs("voter_twice", typed=row.person, name=name, meeting=row.meeting)
            name = row.person
        taken.add((row.meeting, row.item, name))
        rows.append(replace(row, person=name))
    return replace(portfolio, attendance=tuple(rows))


def settle_decisions(portfolio: Portfolio, report: Report) -> tuple[Portfolio, tuple[str, ...]]:
    """Let decisions refer to initiatives by code, where a name or an alias says which.

    Returns:
        The portfolio, and the names that are no initiative's.
    """
    codes = {
        plain(name): initiative.code
        for initiative in reversed(portfolio.initiatives)
        for name in (*initiative.aliases, initiative.name, initiative.code)
    }
    items: list[MeetingItem] = []
    unknown: dict[str, None] = {}
    for item in portfolio.meeting_items:
        code = codes.get(plain(item.initiative), item.initiative)
        items.append(replace(item, initiative=code))
        if item.initiative and plain(item.initiative) not in codes:
            if item.initiative not in unknown:
                report.differs("decision_on_other", name=item.initiative, meeting=item.meeting)
            unknown[item.initiative] = None
    return replace(portfolio, meeting_items=tuple(items)), tuple(unknown)


def settle_steps(portfolio: Portfolio, report: Report) -> Portfolio:
    """Find who answers for a next step: the registered name that it begins with."""
    names = [party.name for party in portfolio.parties]
    names += [person.name for person in portfolio.people]
    names.sort(key=len, reverse=True)
    items: list[MeetingItem] = []
    for item in portfolio.meeting_items:
        settled = item
        if item.kind is ItemKind.NEXT_STEP and not item.responsible:
            who = next((name for name in names if _begins(item.text, name)), "")
            settled = replace(item, responsible=who)
            if who:
                report.confirm("responsible_read", name=who, meeting=item.meeting, text=item.text)
        items.append(settled)
    return replace(portfolio, meeting_items=tuple(items))


def _present(portfolio: Portfolio) -> dict[str, list[str]]:
    """Give the names of those who were at each meeting."""
    present: dict[str, list[str]] = {}
    for row in portfolio.attendance:
        if row.item is None and row.presence in {Presence.PRESENT, Presence.LEFT}:
            present.setdefault(row.meeting, []).append(row.person)
    return present


def _first(name: str) -> str:
    """Give the first name, as it is compared."""
    return plain(name).partition(" ")[0]


def _propose_voter(
    typed: str, meeting: str, silent: Sequence[str], portfolio: Portfolio, report: Report
) -> None:
    """Propose who a name in the votes may be, among those at the meeting who are not meant yet."""
    support = {party.name for party in portfolio.parties if party.kind is PartyKind.SUPPORT}
    party_of = {person.name: person.party for person in portfolio.people}
    voters = [name for name in silent if party_of.get(name, "") not in support]
    voters.sort(key=lambda name: -likeness(plain(typed), _first(name)))
    report.join(
        "voter_unknown",
        typed=typed,
        meeting=meeting,
        names="; ".join(voters),
        option=option_of(typed, voters[0]) if voters else "",
    )


def _begins(text: str, name: str) -> bool:
    return text.startswith(name) and _SUBJECT.match(text, len(name)) is not None
