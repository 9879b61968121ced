"""A meeting of three parties with five members each and eight decisions, for tests."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from shk_xl.domain.portfolio import (
    Attendance,
    ItemKind,
    MeetingItem,
    PartyKind,
    Person,
    Portfolio,
    Presence,
    Vote,
)
from shk_xl.workbook.example import example_2024

MEETING: Final = "2023-12-12"
_EXAMPLE: Final = example_2024()
PARTIES: Final = tuple(p.name for p in _EXAMPLE.parties if p.kind is PartyKind.PARTY)
MEMBERS: Final = tuple(
    Person(f"{name} {party}", party)
    for party in PARTIES
    for name in ("Alva", "Bror", "Cajsa", "Dag", "Elsa")
)
_CODES: Final = tuple(initiative.code for initiative in _EXAMPLE.initiatives[:8])
DECISIONS: Final = tuple(
    MeetingItem(MEETING, number, ItemKind.DECISION, initiative=code)
    for number, code in enumerate(_CODES, start=3)
)


def draft() -> Portfolio:
    """Give the portfolio before the meeting: nobody has come, and nothing is decided."""
    head = MeetingItem(MEETING, 1, ItemKind.MEETING, "Core Team", "Stadshuset")
    agenda = MeetingItem(MEETING, 2, ItemKind.AGENDA, "Initiativen 2024")
    return replace(
        _EXAMPLE,
        people=(*MEMBERS, *(p for p in _EXAMPLE.people if p.party not in PARTIES)),
        meeting_items=(head, agenda, *DECISIONS),
        attendance=(),
    )


def held(*rows: Attendance, **noted: str) -> Portfolio:
    """Give the portfolio after the meeting, where all who are not told of were there.

    Args:
        rows: Of presence or votes; everybody else is present, and votes Yes on everything.
        noted: The decision on an initiative, by its code; "Bifall" for the others.
    """
    before = draft()
    given = {(row.person, row.item): row for row in rows}
    everybody = [
        given.get((person.name, item), Attendance(MEETING, person.name, item, presence, vote=vote))
        for person in MEMBERS
        for item, presence, vote in (
            (None, Presence.PRESENT, None),
            *((decision.number, None, Vote.YES) for decision in DECISIONS),
        )
    ]
    items = (
        replace(item, decision=noted.get(item.initiative, "Bifall"))
        if item.kind is ItemKind.DECISION
        else item
        for item in before.meeting_items
    )
    return replace(before, meeting_items=tuple(items), attendance=tuple(everybody))
