"""Meetings: who was there, and how they voted, counted by person and by party.

Rules: a person who does not answer has not voted. A party is present when at least one of
its people is. The count passes no verdict: which rule decides is for the Core Team to say.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from shk_xl.domain.portfolio import (
    Attendance,
    ItemKind,
    MeetingItem,
    Party,
    PartyKind,
    Person,
    Portfolio,
    Presence,
    Vote,
)

WordT = TypeVar("WordT", Presence, Vote)


@dataclass(frozen=True, slots=True)
class Ballot:
    """One person's row: the party (empty for support or nobody known), presence, vote."""

    party: str
    presence: Presence | None
    vote: Vote | None


@dataclass(frozen=True, slots=True)
class Count:
    """The votes on one item, and who was at the meeting.

    Args:
        votes: How many people gave each answer.
        by_party: The same for each party that voted.
        absent: How many people were absent.
        left: How many people left before the end.
        parties_present: Parties with somebody present (or who left later), in order of mention.
    """

    votes: dict[Vote, int]
    by_party: dict[str, dict[Vote, int]]
    absent: int
    left: int
    parties_present: tuple[str, ...]

    def in_words(self) -> str:
        """Say the count in Swedish, without a verdict.

        >>> yes = Ballot("Norrby", None, Vote.YES)
        >>> count_ballots([yes, Ballot("Söderby", Presence.ABSENT, None)]).in_words()
        'Ja 1, Nej 0, Avstår 0. Frånvarande 1. Parter på mötet: Norrby.'
        """
        answers = ", ".join(f"{vote.value} {self.votes[vote]}" for vote in Vote)
        left = f" Lämnade mötet {self.left}." if self.left else ""
        parties = ", ".join(self.parties_present) or "ingen"
        return f"{answers}. Frånvarande {self.absent}.{left} Parter på mötet: {parties}."


def count_ballots(ballots: Iterable[Ballot]) -> Count:
    """Count votes by answer and by party, and presence by party.

    Whoever voted was present, whether or not a row says so.
    """
    votes: Counter[Vote] = Counter()
    by_party: dict[str, Counter[Vote]] = {}
    presence: Counter[Presence] = Counter()
    present: dict[str, None] = {}
    for ballot in ballots:
        if ballot.vote:
            votes[ballot.vote] += 1
            by_party.setdefault(ballot.party, Counter())[ballot.vote] += 1
        if ballot.presence:
            presence[ballot.presence] += 1
        if ballot.party and (ballot.vote or ballot.presence in {Presence.PRESENT, Presence.LEFT}):
            present[ballot.party] = None
    return Count(
        {vote: votes[vote] for vote in Vote},
        {party: {vote: count[vote] for vote in Vote} for party, count in by_party.items()},
        presence[Presence.ABSENT],
        presence[Presence.LEFT],
        tuple(present),
    )


@dataclass(frozen=True, slots=True)
class Member:
    """A person at a meeting: who, for which party, and how."""

    name: str
    person: Person | None
    attendance: Attendance

    @property
    def party(self) -> str:
        """The organisation's name; empty when the person is not in the register."""
        return self.person.party if self.person else ""


@dataclass(frozen=True, slots=True)
class Meeting:
    """A meeting with all that belongs to it.

    Args:
        key: Its date as text.
        items: In order of their number.
        members: Everybody with a row of presence, in the workbook's order.
        votes: By item number, the rows about that item: votes, and presence at it.
        parties: The deciding parties of the portfolio.
    """

    key: str
    items: tuple[MeetingItem, ...]
    members: tuple[Member, ...]
    votes: dict[int, tuple[Member, ...]]
    parties: tuple[Party, ...]

    @property
    def head(self) -> MeetingItem | None:
        """The row that tells of the meeting itself."""
        return next((item for item in self.items if item.kind is ItemKind.MEETING), None)

    def of_kind(self, kind: ItemKind) -> tuple[MeetingItem, ...]:
        """The items of one kind, in order."""
        return tuple(item for item in self.items if item.kind is kind)

    def count(self, item: int) -> Count:
        """Count the votes on an item."""
        deciding = {party.name for party in self.parties}
        rows = (
            (member.party if member.party in deciding else "", member.attendance)
            for member in (*self.members, *self.votes.get(item, ()))
        )
        return count_ballots(Ballot(party, row.presence, row.vote) for party, row in rows)

    def parties_absent(self) -> tuple[str, ...]:
        """The deciding parties that had nobody at the meeting, or nobody who stayed known."""
        present = {
            member.party
            for member in self.members
            if member.attendance.presence in {Presence.PRESENT, Presence.LEFT}
        }
        return tuple(party.name for party in self.parties if party.name not in present)


def meetings(portfolio: Portfolio) -> tuple[Meeting, ...]:
    """Gather each meeting from its rows, in order of date."""
    items: dict[str, list[MeetingItem]] = {}
    for item in portfolio.meeting_items:
        items.setdefault(item.meeting, []).append(item)
    rows: dict[str, list[Attendance]] = {}
    for row in portfolio.attendance:
        rows.setdefault(row.meeting, []).append(row)
    parties = tuple(party for party in portfolio.parties if party.kind is PartyKind.PARTY)
    return tuple(
        _meeting(key, items.get(key, []), rows.get(key, []), parties, portfolio)
        for key in sorted({*items, *rows})
    )


def _meeting(
    key: str,
    items: list[MeetingItem],
    rows: list[Attendance],
    parties: tuple[Party, ...],
    portfolio: Portfolio,
) -> Meeting:
    members: list[Member] = []
    votes: dict[int, tuple[Member, ...]] = {}
    for row in rows:
        person = portfolio.person_by_name.get(row.person.casefold())
        member = Member(row.person, person, row)
        if row.item is None:
            members.append(member)
        else:
            votes[row.item] = (*votes.get(row.item, ()), member)
    ordered = tuple(sorted(items, key=lambda item: item.number))
    return Meeting(key, ordered, tuple(members), votes, parties)
