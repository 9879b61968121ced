"""What was found in an edited document, field by field, while it is held against the original.

Rules: plain data, filled by ``alignment``. A field is changed, unsure, missing or as it was;
what belongs to no field is told with all that it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from shk_xl.documents.back.outline import Block, Text, texts_in
from shk_xl.documents.back.skeleton import Piece
from shk_xl.domain.faults import Fault, FaultValue, Place


@dataclass(slots=True)
class Findings:
    """What was found.

    Args:
        file: The document's name.
        lines: What stands in each field now, paragraph by paragraph.
        kept: The fields in a line that says what it said.
        changed: The fields in which something differs.
        unsure: The fields that a change may belong to, with others.
        tracked: The fields with changes that nobody has accepted or rejected.
        seen: The fields that have been looked for where they should be.
        missing: The fields whose place is gone.
        told: What belongs to no field.
        lists: The list that a field is an item of, where it is one.
    """

    file: str
    lines: dict[int, list[str]] = field(default_factory=dict)
    kept: set[int] = field(default_factory=set)
    changed: set[int] = field(default_factory=set)
    unsure: set[int] = field(default_factory=set)
    tracked: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    missing: set[int] = field(default_factory=set)
    told: list[Fault] = field(default_factory=list)
    lists: Mapping[int, tuple[str, ...]] = field(default_factory=dict)

    def add(self, number: int, block: Text, sign: str = "") -> None:
        """Take a paragraph as a part of a field."""
        self.lines.setdefault(number, []).append(block.text.removeprefix(sign))
        self.seen.add(number)
        if block.tracked:
            self.tracked.add(number)

    def set(self, number: int, text: str | None, block: Text) -> None:
        """Take a text inside a paragraph as what a field says; None where it says what it did."""
        self.seen.add(number)
        if text is None:
            self.kept.add(number)
        else:
            self.lines[number] = [text]
            self.changed.add(number)
        if block.tracked:
            self.tracked.add(number)

    def miss(self, pieces: Iterable[Piece]) -> None:
        """Say that the places of fields are gone."""
        self.missing.update(number for piece in pieces for number in piece.fields)

    def tell(self, code: str, place: str, **values: FaultValue) -> None:
        """Tell of something that belongs to no field."""
        self.told.append(Fault(code, Place(self.file, cell=place or None), values))

    def tell_new(self, code: str, blocks: Iterable[Block], **values: FaultValue) -> None:
        """Tell of text that has come and has nowhere to go."""
        new = [*blocks]
        text = "\n".join(filter(None, texts_in(new)))
        if text:
            self.tell(code, new[0].place, text=text, **values)
