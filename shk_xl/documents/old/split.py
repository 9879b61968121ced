"""Where one old document ends and the next begins, in the lines of a file.

Rules: a file may hold several documents, of several kinds. A decision basis begins with its
heading, a proposal with its own, minutes with the name of the meeting and a date soon after. A
second name of an initiative begins a decision basis whose heading is missing. What stands
before the first document is given back, not dropped.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, NamedTuple

from shk_xl.documents.old import headings
from shk_xl.documents.old.headings import SURE, Slot, worded
from shk_xl.documents.old.lines import Line, not_blank
from shk_xl.documents.old.report import Report
from shk_xl.domain.names import likeness, spaced


class DocumentKind(StrEnum):
    """The kinds of old documents."""

    BASIS = "Beslutsunderlag"
    PROPOSAL = "Helhetsförslag"
    MINUTES = "Mötesanteckningar"


@dataclass(frozen=True, slots=True)
class Source:
    """A document in a file.

    Args:
        kind: What it is.
        first: Its first line.
        rest: For a decision basis, what its heading says after the colon: the type.
        lines: The lines after the first.
    """

    kind: DocumentKind
    first: Line
    rest: str
    lines: tuple[Line, ...]

    @property
    def content(self) -> tuple[str, ...]:
        """All that it says, to tell whether two documents are the same."""
        return tuple(spaced(line.content) for line in (self.first, *not_blank(self.lines)))


QUOTES: Final = "'\"’‘”“"
_QUOTED: Final = re.compile(rf"[{QUOTES}](?P<inside>.+)[{QUOTES}]")
_PARTNERSHIP: Final = re.compile(
    rf"(?P<name>[^{QUOTES}:]+?)\s*[{QUOTES}](?P<area>[^{QUOTES}]+)[{QUOTES}](?:\s+(?:19|20)\d\d)?"
)
_PARTNERSHIP_WORDS: Final = 4
_DATE: Final = re.compile(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)")
_DATE_IN_WORDS: Final = re.compile(r"(?<!\d)\d{1,2}\s[a-zå]{3,9}\s\d{4}(?!\d)", re.IGNORECASE)
_DATE_WITHIN: Final = 4
_BASIS: Final = ("underlag för core team beslut", "underlag för core team-beslut")
_PROPOSAL: Final = ("beslutsunderlag - helhetsförslag", "beslutsunderlag helhetsförslag")
_MEETING: Final = ("core team möte", "core team-möte", "core team", "mötesanteckningar core team")
_NAMES: Final = frozenset({"namn på initiativet", "initiativets namn"})


class _Start(NamedTuple):
    """The beginning of a document: what it is, what it was taken for, what follows the colon."""

    kind: DocumentKind
    name: str
    alike: float
    rest: str = ""


def split(lines: Sequence[Line], report: Report) -> tuple[tuple[Line, ...], tuple[Source, ...]]:
    """Find the documents in the lines of a file.

    Args:
        lines: All lines.
        report: Is told of beginnings that were recognised by likeness.

    Returns:
        The lines before the first document, and the documents.
    """
    starts = _starts(lines, report)
    bounds = [*(index for index, _ in starts), len(lines)]
    sources = tuple(
        Source(start.kind, lines[index], start.rest, tuple(lines[index + 1 : end]))
        if start.name
        else Source(start.kind, Line("", lines[index].place), "", tuple(lines[index:end]))
        for (index, start), end in zip(starts, bounds[1:], strict=True)
    )
    return tuple(lines[: bounds[0]]), sources


def quoted(text: str) -> tuple[str, str]:
    """Take the quoted part out of a line.

    >>> quoted("Beslutsunderlag 'Alla barn lär' - helhetsförslag")
    ('Beslutsunderlag - helhetsförslag', 'Alla barn lär')
    """
    match = _QUOTED.search(text)
    if match is None:
        return spaced(text), ""
    return spaced(f"{text[: match.start()]} {text[match.end() :]}"), spaced(match["inside"])


def partnership_and_area(text: str) -> tuple[str, str]:
    """Read a line such as "Samklang 'Alla barn lär'": a few words, and the focus area quoted.

    Returns:
        Both, or twice nothing for a line of another kind.

    >>> partnership_and_area("Samklang 'Alla barn lär' 2025")
    ('Samklang', 'Alla barn lär')
    >>> partnership_and_area("Rollen sitter nära 'Alla barn lär' processledare.")
    ('', '')
    """
    match = _PARTNERSHIP.fullmatch(spaced(text))
    if match is None or len(match["name"].split()) > _PARTNERSHIP_WORDS:
        return "", ""
    return match["name"], spaced(match["area"])


def date_in(text: str) -> re.Match[str] | None:
    """Find a date in a line: ISO, or in words."""
    return _DATE.search(text) or _DATE_IN_WORDS.search(text)


def _starts(lines: Sequence[Line], report: Report) -> list[tuple[int, _Start]]:
    starts: list[tuple[int, _Start]] = []
    named = False
    for index, line in enumerate(lines):
        start = _start(lines, index)
        names = _names_initiative(line)
        if start is None and names and named and starts[-1][1].kind is DocumentKind.BASIS:
            report.differs("basis_without_heading", line.place, line=line.stripped)
            start = _Start(DocumentKind.BASIS, "", 1.0)
        named = names or (named and start is None)
        if start is not None:
            starts.append((index, start))
            if start.alike < 1:
                report.confirm("heading_near", line.place, typed=line.stripped, heading=start.name)
    return starts


def _names_initiative(line: Line) -> bool:
    found = headings.find(line, headings.DECISION_BASIS, Report())
    return found is not None and found.field is Slot.NAME and found.name in _NAMES


def _start(lines: Sequence[Line], index: int) -> _Start | None:
    line = lines[index]
    text = line.stripped
    if not text or line.is_row or line.bullet:
        return None
    before, colon, after = text.partition(":")
    if colon and (name := _like(worded(before), _BASIS)):
        return _Start(DocumentKind.BASIS, *name, after.strip())
    without, area = quoted(text)
    if area and (name := _like(worded(without.replace("–", "-")), _PROPOSAL)):
        return _Start(DocumentKind.PROPOSAL, *name)
    whole_line = not area or text[-1] in QUOTES
    if whole_line and (name := _like(worded(without), _MEETING)):
        told = area and "möte" in name[0]
        return _Start(DocumentKind.MINUTES, *name) if told or _dated(lines, index) else None
    return None


def _like(text: str, names: Sequence[str]) -> tuple[str, float] | None:
    """Give the name that a text is, or is surely like, and how much."""
    if text in names:
        return text, 1.0
    near = max(((name, likeness(name, text)) for name in names), key=lambda pair: pair[1])
    return near if near[1] >= SURE else None


def _dated(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a date follows soon."""
    following = not_blank(lines[index + 1 : index + 1 + 3 * _DATE_WITHIN])[:_DATE_WITHIN]
    return any(date_in(line.text) for line in following)
