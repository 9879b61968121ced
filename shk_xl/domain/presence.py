"""Who took part in an item of a meeting, and how they voted: presence is per item.

Rules: what is said of an item goes before what is said of the meeting. Whoever voted took
part. Where nobody noted whether a person was there, that is unknown, and neither presence
nor absence. A member is anybody who stands for a deciding party, or who voted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from shk_xl.domain.decision_rules import Tally
from shk_xl.domain.meetings import Meeting, Member
from shk_xl.domain.portfolio import Attendance, ItemKind, Presence, Vote


class Away(StrEnum):
    """Why a member took no part in an item, or perhaps none, in words."""

    ABSENT = "frånvarande"
    LATE = "hade inte kommit"
    LEFT = "hade gått"
    LEFT_SOMETIME = "lämnade mötet, oklart när"
    NOT_NOTED = "närvaron är inte antecknad"

    @property
    def is_certain(self) -> bool:
        """Whether the member took no part for certain."""
        return self not in {Away.LEFT_SOMETIME, Away.NOT_NOTED}


@dataclass(frozen=True, slots=True)
class Standing:
    """One member at one item.

    Args:
        name: The member's name in the register, or as typed.
        party: The organisation's name; empty when the person is not in the register.
        vote: The answer; None for no answer.
        away: Why the member took no part; None for one who did.
        note: A remark on the item ("jäv").
        reservation: What the member declared against the decision.
    """

    name: str
    party: str
    vote: Vote | None = None
    away: Away | None = None
    note: str = ""
    reservation: str = ""


def who(member: Member) -> str:
    """Give the name in the register, or the one that was typed."""
    return member.person.name if member.person else member.name


def voters(meeting: Meeting) -> tuple[Member, ...]:
    """Give the members at a meeting, each once: by party, then as the workbook has them."""
    order = {party.name: place for place, party in enumerate(meeting.parties)}
    listed = [member for member in meeting.members if member.party in order]
    voting = [m for rows in meeting.votes.values() for m in rows if m.attendance.vote]
    each: dict[str, Member] = {}
    for member in (*listed, *voting):
        each.setdefault(who(member), member)
    return tuple(sorted(each.values(), key=lambda m: order.get(m.party, len(order))))


def standings(meeting: Meeting, item: int) -> tuple[Standing, ...]:
    """Tell of every member how they stood at an item."""
    of_meeting = {who(member): member.attendance for member in meeting.members}
    of_item = {who(member): member.attendance for member in meeting.votes.get(item, ())}
    return tuple(
        _standing(member, of_item.get(who(member)), of_meeting.get(who(member)), item)
        for member in voters(meeting)
    )


def _standing(
    member: Member, own: Attendance | None, general: Attendance | None, item: int
) -> Standing:
    if own is None:
        return Standing(who(member), member.party, away=_away(general, item))
    away = None
    if not own.vote:
        away = _away_from_item(own.presence) if own.presence else _away(general, item)
    return Standing(who(member), member.party, own.vote, away, own.note, own.reservation)


def _away_from_item(presence: Presence) -> Away | None:
    return {Presence.ABSENT: Away.ABSENT, Presence.LEFT: Away.LEFT}.get(presence)


def _away(row: Attendance | None, item: int) -> Away | None:
    """Read the row about the meeting as a whole."""
    if row is None or row.presence is None:
        return Away.NOT_NOTED
    if row.presence is Presence.ABSENT:
        return Away.ABSENT
    if row.arrived_at is not None and item < row.arrived_at:
        return Away.LATE
    if row.left_at is not None:
        return Away.LEFT if item >= row.left_at else None
    return Away.LEFT_SOMETIME if row.presence is Presence.LEFT else None


def tally(meeting: Meeting, standing: Iterable[Standing]) -> Tally:
    """Count how the members stood at an item."""
    each = tuple(standing)
    given = [one.vote for one in each if one.vote]
    present = sum(one.away is None for one in each)
    perhaps = sum(one.away is not None and not one.away.is_certain for one in each)
    heard = {one.party for one in each if one.vote in {Vote.YES, Vote.NO}}
    return Tally(
        yes=given.count(Vote.YES),
        no=given.count(Vote.NO),
        abstain=given.count(Vote.ABSTAINS),
        present=present,
        perhaps=perhaps,
        members=len(each),
        silent_parties=tuple(p.name for p in meeting.parties if p.name not in heard),
    )


def is_draft(meeting: Meeting) -> bool:
    """Whether a meeting is still to come: what it shall decide is there, and nothing decided.

    Without decisions it is one that has an agenda, and neither people nor notes.
    """
    decisions = meeting.of_kind(ItemKind.DECISION)
    if not decisions:
        noted = (*meeting.of_kind(ItemKind.NOTE), *meeting.of_kind(ItemKind.NEXT_STEP))
        return bool(meeting.of_kind(ItemKind.AGENDA)) and not noted and not meeting.members
    voted = any(row.attendance.vote for rows in meeting.votes.values() for row in rows)
    return not voted and not any(item.decision.strip() for item in decisions)
