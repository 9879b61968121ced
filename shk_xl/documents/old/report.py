"""What reading old documents tells its user: what was read, guessed, moved, or is missing.

Rules: a note is data; its Swedish words stand in ``shk_xl.wording_import``. A text that has no
place in the portfolio stands whole in its note, so nothing of a source is ever dropped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from shk_xl.domain.faults import NOWHERE, FaultValue, Place
from shk_xl.domain.portfolio import Portfolio


class NoteKind(StrEnum):
    """What a note asks of its reader, in the order in which they are best shown."""

    READ = "Läst"
    CONFIRM = "Bekräfta"
    JOIN = "Kan höra ihop"
    PLACED = "Hade ingen egen plats"
    DIFFERS = "Stämmer inte"
    LOST = "Saknas"


@dataclass(frozen=True, slots=True)
class ImportNote:
    """One thing to know about an import.

    Args:
        kind: What it asks of the reader.
        code: A key of ``shk_xl.wording_import.NOTES``.
        place: The file, and the line or paragraph in it.
        values: What the words need.
    """

    kind: NoteKind
    code: str
    place: Place = NOWHERE
    values: Mapping[str, FaultValue] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Imported:
    """A portfolio that was read from documents, and the notes about it."""

    portfolio: Portfolio
    report: tuple[ImportNote, ...]


class Report:
    """The notes, while they are gathered."""

    def __init__(self) -> None:
        self._notes: list[ImportNote] = []

    def __iter__(self) -> Iterator[ImportNote]:
        return iter(self._notes)

    def read(self, code: str, place: Place = NOWHERE, /, **values: FaultValue) -> None:
        """Tell what was read, or joined because the user said so."""
        self._add(NoteKind.READ, code, place, values)

    def confirm(self, code: str, place: Place = NOWHERE, /, **values: FaultValue) -> None:
        """Tell of a guess that is in the portfolio."""
        self._add(NoteKind.CONFIRM, code, place, values)

    def join(self, code: str, place: Place = NOWHERE, /, **values: FaultValue) -> None:
        """Propose that two names are the same; nothing was joined."""
        self._add(NoteKind.JOIN, code, place, values)

    def placed(self, code: str, place: Place = NOWHERE, /, **values: FaultValue) -> None:
        """Tell where something without a place of its own was put."""
        self._add(NoteKind.PLACED, code, place, values)

    def differs(self, code: str, place: Place = NOWHERE, /, **values: FaultValue) -> None:
        """Tell of something that contradicts something else, or cannot be read."""
        self._add(NoteKind.DIFFERS, code, place, values)

    def lost(self, code: str, place: Place = NOWHERE, /, **values: FaultValue) -> None:
        """Tell of something that the source lacks, or that cannot be taken over."""
        self._add(NoteKind.LOST, code, place, values)

    def _add(
        self, kind: NoteKind, code: str, place: Place, values: Mapping[str, FaultValue]
    ) -> None:
        self._notes.append(ImportNote(kind, code, place, MappingProxyType(dict(values))))
