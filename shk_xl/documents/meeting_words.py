"""People, items and votes of a meeting in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from shk_xl.documents.phrases import listed, sentence
from shk_xl.domain.meetings import Meeting, Member
from shk_xl.domain.outcomes import initiative_of
from shk_xl.domain.portfolio import MeetingItem, Portfolio, Presence, Vote
from shk_xl.domain.presence import Standing, who

_SECTIONS: Final = frozenset({"beslut", "beslut om initiativ", "nästa steg"})
_ANSWERS: Final[Mapping[Vote, str]] = {
    Vote.YES: "Röstade Ja",
    Vote.NO: "Röstade Nej",
    Vote.ABSTAINS: "Avstod",
}


def own_title(item: MeetingItem) -> str:
    """Give the title, unless it only repeats the heading that it stands under."""
    return "" if item.title.strip().casefold() in _SECTIONS else item.title


def initiative_title(portfolio: Portfolio, item: MeetingItem) -> str:
    """Name what a decision is about: the initiative as it is listed, else as typed."""
    known = initiative_of(portfolio, item) if item.initiative else None
    return known.title if known else item.initiative or item.title


def decision_title(portfolio: Portfolio, item: MeetingItem) -> str:
    """Give the heading of a decision: its own title and the initiative, each said once."""
    named = (own_title(item), initiative_title(portfolio, item))
    return ": ".join(dict.fromkeys(filter(None, named)))


def listed_names(names: Sequence[str]) -> str:
    """Join names as a sentence does; with semicolons where a name has a comma in it.

    >>> listed_names(["Anna Ek", "Bo Al"]), listed_names(["Ledamot 1, Norrby", "Bo Al"])
    ('Anna Ek och Bo Al', 'Ledamot 1, Norrby; Bo Al')
    """
    return "; ".join(names) if any("," in name for name in names) else listed(names)


def with_remarks(portfolio: Portfolio, meeting: Meeting, member: Member) -> str:
    """Name a person at a meeting, with the items that they were not there for."""
    row = member.attendance
    remarks: list[str] = []
    if row.presence is Presence.LEFT or row.left_at is not None:
        at = _item_named(portfolio, meeting, row.left_at)
        remarks.append(f"lämnade vid {at}" if at else "lämnade mötet")
    if at := _item_named(portfolio, meeting, row.arrived_at):
        remarks.append(f"kom vid {at}")
    for number, rows in meeting.votes.items():
        for other in rows:
            own = other.attendance
            if who(other) == who(member) and not own.vote and own.presence is Presence.ABSENT:
                named = f"inte med vid {_item_named(portfolio, meeting, number)}"
                remarks.append(f"{named}: {own.note}" if own.note else named)
    if row.note:
        remarks.append(row.note)
    return f"{member.name} ({'. '.join(remarks).rstrip('.')})" if remarks else member.name


def _item_named(portfolio: Portfolio, meeting: Meeting, number: int | None) -> str:
    """Name an item by its title; by its number where it has none or is not there."""
    if number is None:
        return ""
    item = next((one for one in meeting.items if one.number == number), None)
    return (decision_title(portfolio, item) if item else "") or f"punkt {number}"


def count_line(standings: Sequence[Standing]) -> str:
    """Count the answers, without a verdict."""
    given = [one.vote for one in standings if one.vote]
    if not given:
        return "Ingen röst är antecknad."
    return ", ".join(f"{vote.value} {given.count(vote)}" for vote in Vote) + "."


def answer_lines(standings: Sequence[Standing]) -> list[tuple[str, str]]:
    """Name those who gave each answer, then those who gave none and why: label and names."""
    lines = [
        (label, listed_names([_named(one) for one in standings if one.vote is vote]))
        for vote, label in _ANSWERS.items()
    ]
    named = [(label, f"{names}.") for label, names in lines if names]
    silent = _silent([one for one in standings if not one.vote])
    return [*named, ("Röstade inte", silent)] if silent else named


def _silent(standings: Sequence[Standing]) -> str:
    """Name those who gave no answer, gathered by why."""
    by_reason: dict[str, list[str]] = {}
    for one in standings:
        reason = one.away.value if one.away else "var med"
        by_reason.setdefault(reason, []).append(_named(one))
    return " ".join(
        sentence(f"{listed_names(names)} ({reason})")
        if len(names) == 1
        else sentence(f"{reason}: {listed_names(names)}")
        for reason, names in by_reason.items()
    )


def _named(one: Standing) -> str:
    """Name a member, with what was noted about the item."""
    return f"{one.name}, {one.note.rstrip('.')}" if one.note else one.name


def party_line(meeting: Meeting, standings: Sequence[Standing]) -> str:
    """Say how the members of each party answered, in a sentence for each party."""
    named = [party.name for party in meeting.parties]
    others = dict.fromkeys(one.party for one in standings if one.party not in named and one.vote)
    return " ".join(
        f"{party or 'Övriga'}: {_answers_of(party, standings)}." for party in (*named, *others)
    )


def _answers_of(party: str, standings: Sequence[Standing]) -> str:
    given = [one.vote for one in standings if one.party == party and one.vote]
    counted = [f"{given.count(vote)} {vote.value}" for vote in Vote if vote in given]
    return ", ".join(counted) or "ingen röst"
