"""Minutes of a meeting, section by section: head, attendance, agenda, notes, next steps.

Rules: a section goes on to the next heading of a section. In the agenda everything is an item
until the notes begin, also "Nästa steg". Who is meant by a nickname is settled elsewhere. A line
of no known kind becomes a note and is reported.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.documents.old import headings
from shk_xl.documents.old.headings import MINUTES, Slot
from shk_xl.documents.old.lines import Line, after_blank, not_blank
from shk_xl.documents.old.minutes_items import (
    Item,
    Setting,
    read_agenda,
    read_notes,
    read_steps,
)
from shk_xl.documents.old.people import Attendee, are_names, party_line, read_attendees
from shk_xl.documents.old.report import Report
from shk_xl.documents.old.split import Source, date_in, partnership_and_area, quoted
from shk_xl.domain.faults import Place
from shk_xl.domain.names import plain, spaced
from shk_xl.domain.portfolio import ItemKind, Presence

_MONTHS: Final = {
    month: number
    for number, month in enumerate(
        ["jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec"],
        start=1,
    )
}
_NOTES: Final = (Slot.MINUTES, Slot.DECISIONS, Slot.NEXT_STEPS)
_PRESENCE: Final = (Slot.PRESENT, Slot.ABSENT)
_PARTNERSHIP_WORDS: Final = 4
NO_DATE: Final = "utan datum"


@dataclass(frozen=True, slots=True)
class Minutes:
    """What the minutes of one meeting say.

    Args:
        place: Where they begin.
        date: YYYY-MM-DD; "utan datum" where there is none.
        title: The heading as typed.
        where: The place of the meeting.
        partnership: The partnership's name.
        focus_area: The focus area's name.
        parties: Every party that is named, in order.
        attendees: Who was there, and who wasn't.
        items: The items, without the row of the meeting itself.
    """

    place: Place
    date: str
    title: str
    where: str
    partnership: str
    focus_area: str
    parties: tuple[str, ...]
    attendees: tuple[Attendee, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class _Section:
    """A heading of a section (None: the head), what follows on its line, the lines below it."""

    slot: Slot | None
    heading: Line
    rest: str
    below: tuple[Line, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, with what follows the heading as the first."""
        return (Line(self.rest, self.heading.place), *self.below) if self.rest else self.below


@dataclass(frozen=True, slots=True)
class _Head:
    """What stands above the attendance, and the lines that are of no known kind."""

    date: str = ""
    where: str = ""
    partnership: str = ""
    unread: tuple[Line, ...] = ()


def read_minutes(source: Source, report: Report) -> Minutes:
    """Read the minutes of one meeting.

    Args:
        source: The lines of the document.
        report: Is told what was read, and all that was not certain.
    """
    sections = _sections(source, report)
    attendees, parties, unread = _attendance(sections, report)
    notes = [line for section in sections if section.slot in _NOTES for line in section.lines]
    names = {plain(one.name) for one in attendees}
    names |= {plain(f"{one.name} {one.party}") for one in attendees}
    setting = Setting.of(notes, frozenset(names))
    focus_area = quoted(source.first.text)[1]
    head = _head(sections[0].lines, focus_area, report)
    date = head.date or NO_DATE
    if not head.date:
        report.lost("meeting_without_date", source.first.place)
    items = [item for section in sections[1:] for item in _items(section, setting, report)]
    guessed = [item.title for item in items if item.is_guess]
    if guessed:
        report.confirm(
            "minutes_titles", source.first.place, meeting=date, titles="; ".join(guessed)
        )
    for line in (*head.unread, *unread):
        report.placed("no_field", line.place, text=line.stripped, owner=date)
    return Minutes(
        place=source.first.place,
        date=date,
        title=source.first.stripped,
        where=head.where,
        partnership=head.partnership,
        focus_area=focus_area,
        parties=tuple(parties),
        attendees=tuple(attendees),
        items=(
            *(Item(ItemKind.NOTE, "", line.content, line) for line in (*head.unread, *unread)),
            *items,
        ),
    )


def _sections(source: Source, report: Report) -> list[_Section]:
    """Cut the minutes at the headings of their sections; the first section is the head."""
    lines = source.lines
    notes_at = _notes_at(lines)
    separated = any(not line.stripped for line in lines[notes_at:])
    bounds: list[tuple[int, Slot | None, Line, str]] = [(-1, None, source.first, "")]
    for index, line in enumerate(lines):
        current = bounds[-1][1]
        if current is Slot.AGENDA and index == notes_at and not line.stripped:
            bounds.append((index, Slot.MINUTES, line, ""))
        if current is Slot.AGENDA and index < notes_at:
            continue  # everything there is an item, also "Nästa steg"
        found = headings.find(line, MINUTES, Report())
        first = line.styled or not separated or after_blank(lines, index)
        if found is None or not _begins(found, current, is_first=first):
            continue
        headings.find(line, MINUTES, report)  # tells of a likeness
        bounds.append(
            (index, Slot(found.field), Line(found.typed, line.place, line.styled), found.rest)
        )
    ends = [*(bound[0] for bound in bounds[1:]), len(lines)]
    return [
        _Section(slot, heading, rest, lines[index + 1 : end])
        for (index, slot, heading, rest), end in zip(bounds, ends, strict=True)
    ]


def _begins(found: headings.Found, current: Slot | None, *, is_first: bool) -> bool:
    """Tell whether a heading begins a section where it stands."""
    if found.field in (Slot.DATE, Slot.PLACE):
        return False  # facts of the head, not sections
    if current not in {*_NOTES, Slot.COMPUTED}:
        return True
    return found.field in (Slot.DECISIONS, Slot.COMPUTED, Slot.NEXT_STEPS) and is_first


def _notes_at(lines: Sequence[Line]) -> int:
    """Find where the notes begin; without a heading of theirs, at the end of the first block."""
    found = [
        (index, hit)
        for index, line in enumerate(lines)
        if (hit := headings.find(line, MINUTES, Report())) is not None
    ]
    notes = [(index, hit) for index, hit in found if hit.field is Slot.MINUTES]
    exact = [index for index, hit in notes if headings.worded(hit.typed) == hit.name]
    if exact or notes:
        return exact[0] if exact else notes[0][0]
    agenda = next((index for index, hit in found if hit.field is Slot.AGENDA), len(lines))
    blank = (index for index in range(agenda + 2, len(lines)) if not lines[index].stripped)
    return next(blank, len(lines))


def _head(lines: Sequence[Line], focus_area: str, report: Report) -> _Head:
    """Read the lines above the attendance."""
    date = where = partnership = ""
    unread: list[Line] = []
    for line in not_blank(lines):
        found = headings.find(line, MINUTES, report)
        text = found.rest if found else line.stripped
        name, area = partnership_and_area(text)
        dated = date_in(text)
        if dated and not date:
            date = _iso(dated[0])
            rest = spaced(f"{text[: dated.start()]} {text[dated.end() :]}").strip(" ,;–-")
            where = where or rest
        elif found and found.field is Slot.PLACE:
            where = f"{where} {text}".strip()
        elif plain(area) == plain(focus_area) and area and not partnership:
            partnership = name
        elif not partnership and line.is_title and len(text.split()) <= _PARTNERSHIP_WORDS:
            partnership = text
            report.confirm("partnership_read", line.place, name=text)
        else:
            unread.append(line)
    return _Head(date, where, partnership, tuple(unread))


def _iso(date: str) -> str:
    """Write a date as YYYY-MM-DD; as typed where its month is no month."""
    day, *rest = date.split()
    number = _MONTHS.get(rest[0][:3].casefold()) if rest else None
    return f"{rest[1]}-{number:02}-{int(day):02}" if number else spaced(date)


def _attendance(
    sections: Sequence[_Section], report: Report
) -> tuple[list[Attendee], list[str], list[Line]]:
    """Read who was there: people, parties, and lines of no known kind."""
    attendees: list[Attendee] = []
    parties: dict[str, None] = {}
    unread: list[Line] = []
    for section in sections:
        if section.slot not in _PRESENCE:
            continue
        for number, line in enumerate(not_blank(section.lines)):
            party, people = party_line(line) or ("", line.content)
            listed = party or number == 0 or line.bullet or section.slot is Slot.ABSENT
            if not listed or not are_names(people):
                unread.append(line)
                continue
            presence = _presence(section, line, party, report)
            parties.update({party: None} if party else {})
            attendees += read_attendees(people, party, presence, line, report)
    return attendees, list(parties), unread


def _presence(section: _Section, line: Line, party: str, report: Report) -> Presence:
    """Tell which list a line belongs to.

    "Frånvaro: A, B" is whole; a party on a line of its own after it is taken to be present.
    """
    if section.slot is not Slot.ABSENT:
        return Presence.PRESENT
    if party and section.rest and line in section.below:
        report.confirm("presence_guessed", line.place, text=line.stripped)
        return Presence.PRESENT
    return Presence.ABSENT


def _items(section: _Section, setting: Setting, report: Report) -> Iterator[Item]:
    if section.slot is Slot.AGENDA:
        yield from read_agenda(section.lines)
    elif section.slot is Slot.MINUTES:
        yield from read_notes(section.lines, None, setting, report)
    elif section.slot is Slot.DECISIONS:
        yield from read_notes(section.lines, section.heading, setting, report)
    elif section.slot is Slot.COMPUTED:
        yield from _after_computed(section, setting, report)
    elif section.slot is Slot.NEXT_STEPS:
        yield from read_steps(section.lines, section.heading, setting, report)


def _after_computed(section: _Section, setting: Setting, report: Report) -> Iterator[Item]:
    """Tell of what the program computed and writes anew, to the next heading of any kind."""
    for index, line in enumerate(section.lines):
        if setting.is_title(section.lines, index):
            yield from read_notes(section.lines[index:], None, setting, report)
            return
        if line.stripped:
            report.read("computed_line", line.place, text=line.stripped)
