"""The readiness check of meetings: what the minutes need before they can be signed."""

from __future__ import annotations

from collections.abc import Iterator

from shk_xl.domain.faults import FaultValue
from shk_xl.domain.findings import Finding, Level, Where
from shk_xl.domain.meetings import Meeting, meetings
from shk_xl.domain.outcomes import (
    Outcome,
    initiative_of,
    outcome,
    proposed_points,
    says_what_is_missing,
)
from shk_xl.domain.portfolio import Attendance, ItemKind, MeetingItem, Portfolio, Presence, Vote
from shk_xl.domain.presence import is_draft


def reservations(portfolio: Portfolio) -> Iterator[Finding]:
    """Find reservations by people who cannot make one: they abstained, or did not vote."""
    for row in portfolio.attendance:
        if not row.reservation.strip() or row.vote is Vote.NO:
            continue
        code = _RESERVATIONS[row.vote]
        yield _finding(Level.WARN, code, _of(row, "reservation"), person=row.person)


_RESERVATIONS: dict[Vote | None, str] = {
    None: "reservation_without_vote",
    Vote.ABSTAINS: "reservation_abstained",
    Vote.YES: "reservation_after_yes",
}


def votes_by_absent(portfolio: Portfolio) -> Iterator[Finding]:
    """Find votes by people who are noted as absent, at the item or at the whole meeting."""
    absent = {
        (row.meeting, row.person.casefold())
        for row in portfolio.attendance
        if row.item is None and row.presence is Presence.ABSENT
    }
    for row in portfolio.attendance:
        at_item = row.presence or (
            Presence.ABSENT if (row.meeting, row.person.casefold()) in absent else None
        )
        if row.item is not None and row.vote and at_item is Presence.ABSENT:
            yield _finding(Level.WARN, "vote_by_absent", _of(row, "vote"), person=row.person)


def decisions(portfolio: Portfolio) -> Iterator[Finding]:
    """Find decisions that the minutes cannot say in full."""
    for meeting in meetings(portfolio):
        if is_draft(meeting):
            continue
        for item in meeting.of_kind(ItemKind.DECISION):
            yield from _decision(portfolio, meeting, item)


def _decision(portfolio: Portfolio, meeting: Meeting, item: MeetingItem) -> Iterator[Finding]:
    where = Where("meeting_items", (item.meeting, item.number), "decision")
    known = initiative_of(portfolio, item)
    values = {
        "name": known.title if known else item.initiative or item.title,
        "meeting": meeting.key,
    }
    match outcome(item):
        case Outcome.NOTHING:
            yield _finding(Level.WARN, "outcome_missing", where, **values)
        case Outcome.SENT_BACK if not says_what_is_missing(item):
            yield _finding(Level.WARN, "sent_back_without_reason", where, **values)
        case Outcome.AS_PROPOSED if proposed_points(portfolio, item):
            yield _finding(Level.NOTE, "decided_by_reference", where, **values)


def _of(row: Attendance, field: str) -> Where:
    return Where("attendance", (row.meeting, row.item, row.person), field)


def _finding(level: Level, code: str, where: Where, **values: FaultValue) -> Finding:
    return Finding(level, code, where, values)


MEETING_CHECKS = (reservations, votes_by_absent, decisions)
