"""Who was at a meeting: "Party: A, B och C", with remarks in parentheses.

Rules: a person who left is told from one who stayed, with the source's own words. A party
without people is a party all the same. Who is absent has no party here: minutes don't tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shk_xl.documents.old.lines import Line
from shk_xl.documents.old.report import Report
from shk_xl.domain.names import plain, spaced
from shk_xl.domain.portfolio import PartyKind, Presence

_SEPARATOR: Final = re.compile(r"\s*[,;\n]\s*(?:(?:och|samt)\s+)?|\s+(?:och|samt|&)\s+")
_PARENTHESES: Final = re.compile(r"\([^()]*\)")
_PERSON: Final = re.compile(r"(?P<name>[^()]*)(?:\((?P<note>[^()]*)\))?(?P<more>.*)", re.DOTALL)
_LEFT: Final = ("lämna", "gick ", "avvek")
_NOBODY: Final = frozenset({"", "-", "–", "—", "ingen", "inga"})
_SUPPORT: Final = ("processtöd", "följeforsk", "sekreterare", "adjungera", "gäst", "stöd")
_LONGEST_PARTY: Final = 60
_MOST_NAMES: Final = 5
_NO_NAME: Final = re.compile(r"[\d?!:\"”]|\.$")


@dataclass(frozen=True, slots=True)
class Attendee:
    """A person at a meeting, or absent from it.

    Args:
        name: As typed.
        party: The party under which the name stands; empty where there is none.
        presence: Present, left or absent.
        note: The remark in parentheses.
        line: The line with the name.
    """

    name: str
    party: str
    presence: Presence
    note: str
    line: Line


def kind_of_party(name: str) -> PartyKind:
    """Tell a deciding party from the support ("Processtödet", "Följeforskare")."""
    support = plain(name).startswith(_SUPPORT)
    return PartyKind.SUPPORT if support else PartyKind.PARTY


def party_line(line: Line) -> tuple[str, str] | None:
    """Split a line or row into a party and its people; None for a line of another kind."""
    if line.is_row:
        cells = [cell for cell in line.cells if cell]
        return (cells[0].rstrip(":"), cells[1]) if len(cells) == 2 else None  # noqa: PLR2004
    party, colon, people = line.content.partition(":")
    if not colon or not party.strip() or len(party) > _LONGEST_PARTY:
        return None
    return spaced(party), people.strip()


def are_names(people: str) -> bool:
    """Tell whether a text can be a list of names, and is no sentence.

    >>> are_names("Anna Berg (via länk), rektorn och Bo Ek"), are_names("Vi ses den 5 maj.")
    (True, False)
    """
    names = (_PARENTHESES.sub("", name) for name in _split(people))
    return all(len(name.split()) <= _MOST_NAMES and not _NO_NAME.search(name) for name in names)


def read_attendees(
    people: str, party: str, presence: Presence, line: Line, report: Report
) -> Iterator[Attendee]:
    """Read a list of names.

    Args:
        people: The names as typed.
        party: The party that they stand for; may be empty.
        presence: What the list is about.
        line: The line of the list.
        report: Is told of a party without people.
    """
    named = [name for name in _split(people) if plain(name) not in _NOBODY]
    if not named and party:
        report.lost("party_without_people", line.place, party=party)
    for typed in named:
        match = _PERSON.fullmatch(typed)
        name, note = typed, ""
        if match is not None and match["name"].strip():
            name = match["name"]
            note = spaced(f"{match['note'] or ''} {match['more']}")
        left = presence is Presence.PRESENT and plain(note).startswith(_LEFT)
        yield Attendee(spaced(name), party, Presence.LEFT if left else presence, note, line)


def _split(people: str) -> Iterator[str]:
    """Split at commas and "och", but not inside parentheses."""
    masked = _PARENTHESES.sub(lambda match: "(" * len(match[0]), people)
    start = 0
    for match in _SEPARATOR.finditer(masked):
        yield people[start : match.start()].strip()
        start = match.end()
    yield people[start:].strip()
