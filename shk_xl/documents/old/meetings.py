"""The records of meetings: items, attendance, votes, and the people and parties in them.

Rules: a person's name in the register is the one in a list of attendance, and the party the one
under which it is listed. Names in tables of votes stay as typed here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from shk_xl.documents.old.aliases import Aliases, option_of
from shk_xl.documents.old.minutes import Minutes
from shk_xl.documents.old.minutes_items import Item
from shk_xl.documents.old.people import Attendee, kind_of_party
from shk_xl.documents.old.report import Report
from shk_xl.domain.names import plain, similar_names
from shk_xl.domain.portfolio import (
    Attendance,
    ItemKind,
    MeetingItem,
    Party,
    PartyKind,
    Person,
)


@dataclass(frozen=True, slots=True)
class Meetings:
    """What all minutes say together."""

    items: tuple[MeetingItem, ...]
    attendance: tuple[Attendance, ...]
    parties: tuple[Party, ...]
    people: tuple[Person, ...]


def meetings_of(minutes: Sequence[Minutes], aliases: Aliases, report: Report) -> Meetings:
    """Make the records of all meetings.

    Args:
        minutes: What was read of each.
        aliases: What the user says is the same.
        report: Is told what isn't certain.
    """
    attendees = [attendee for one in minutes for attendee in one.attendees]
    names = _official_names(attendees, aliases)
    items: list[MeetingItem] = []
    attendance: list[Attendance] = []
    keys: set[str] = set()
    for one in minutes:
        key, number = one.date, 1
        while key in keys:
            number += 1
            key = f"{one.date} ({number})"
        if number > 1:
            report.differs("meeting_twice", one.place, meeting=one.date, name=key)
        keys.add(key)
        attendance += _presence_rows(one, key, names, report)
        records = _MeetingRecords(one, key)
        items += records.items
        attendance += records.votes
    parties: dict[str, str] = {}
    for party in (party for one in minutes for party in one.parties):
        parties.setdefault(plain(party), party)
    for left, right in similar_names(list(parties.values())):
        report.join("parties_near", left=left, right=right)
    return Meetings(
        tuple(items),
        tuple(attendance),
        tuple(_party(name, report) for name in parties.values()),
        tuple(
            replace(person, party=parties.get(plain(person.party), ""))
            for person in _people(minutes, names, aliases, report)
        ),
    )


def _party(name: str, report: Report) -> Party:
    kind = kind_of_party(name)
    if kind is PartyKind.SUPPORT:
        report.confirm("party_is_support", name=name)
    return Party(name, kind)


class _MeetingRecords:
    """The items of one meeting, numbered from 1 (the meeting itself), and the votes on them."""

    def __init__(self, minutes: Minutes, key: str) -> None:
        self._key = key
        self.items = [MeetingItem(key, 1, ItemKind.MEETING, minutes.title, minutes.where)]
        self.votes: list[Attendance] = []
        for item in minutes.items:
            if item.votes is None:
                self._add(item)
            else:
                self._add_votes(item)

    def _add(self, item: Item) -> None:
        number = len(self.items) + 1
        self.items.append(
            MeetingItem(
                self._key,
                number,
                item.kind,
                item.title,
                item.text,
                responsible=item.responsible,
                due=item.due,
            )
        )

    def _add_votes(self, item: Item) -> None:
        table = item.votes
        first = len(self.items) + 1
        for initiative in table.initiatives if table else ():
            number = len(self.items) + 1
            self.items.append(
                MeetingItem(self._key, number, item.kind, item.title, initiative=initiative)
            )
        for cast in table.votes if table else ():
            self.votes.append(
                Attendance(
                    self._key, cast.person, first + cast.column, vote=cast.vote, note=cast.note
                )
            )


def _official_names(attendees: Iterable[Attendee], aliases: Aliases) -> dict[str, str]:
    """Give each listed person's name in the register, by the name as listed.

    Of several listed names for one person the official one of the alias counts.
    """
    names: dict[str, str] = {}
    for attendee in attendees:
        key = aliases.key(attendee.name)
        if key not in names or plain(attendee.name) == key:
            names[key] = attendee.name
    return {plain(a.name): names[aliases.key(a.name)] for a in attendees}


def _presence_rows(
    minutes: Minutes, key: str, names: Mapping[str, str], report: Report
) -> Iterator[Attendance]:
    seen: set[str] = set()
    for attendee in minutes.attendees:
        name = names[plain(attendee.name)]
        if name in seen:
            report.differs("listed_twice", attendee.line.place, name=attendee.name, meeting=key)
            continue
        seen.add(name)
        yield Attendance(key, name, presence=attendee.presence, note=attendee.note)


def _people(
    minutes: Sequence[Minutes], names: Mapping[str, str], aliases: Aliases, report: Report
) -> Iterator[Person]:
    """Register everybody; a party is the one under which the person is listed somewhere."""
    listed: dict[str, list[Attendee]] = {}
    for one in minutes:
        for attendee in one.attendees:
            listed.setdefault(names[plain(attendee.name)], []).append(attendee)
    for name, attendees in listed.items():
        parties = list({plain(a.party): a.party for a in attendees if a.party}.values())
        _tell_party(name, parties, attendees, report)
        others = [*(a.name for a in attendees), *aliases.names(name)]
        by_plain = {plain(other): other for other in others if plain(other) != plain(name)}
        yield Person(name, parties[0] if parties else "", tuple(by_plain.values()))
    for left, right in similar_names(list(listed)):
        option = option_of(left, right)
        report.join("people_near", alias=left, name=right, option=option)


def _tell_party(
    name: str, parties: Sequence[str], attendees: Sequence[Attendee], report: Report
) -> None:
    place = attendees[0].line.place
    if not parties:
        report.lost("party_unknown", place, name=name)
        return
    for party in parties[1:]:
        report.differs("party_differs", place, name=name, text=party, kept=parties[0])
    for attendee in attendees:
        if not attendee.party:
            report.confirm("party_from_elsewhere", attendee.line.place, name=name, party=parties[0])
