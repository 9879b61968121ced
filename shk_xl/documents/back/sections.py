"""The sections of an edited document, found under their headings wherever they stand now.

Rules: a heading is found by its words, in whatever style; a section that was moved is still
the same. A heading that was only reworded stands where the old one stood. One that nobody
knows begins a section of its own, which is told. A paragraph that a field holds is no heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import Final

from shk_xl.documents.back.alignment import align
from shk_xl.documents.back.findings import Findings
from shk_xl.documents.back.outline import Block, Text
from shk_xl.documents.back.skeleton import Piece

_PART: Final = re.compile(r"Del \d+:")


@dataclass(slots=True)
class _Section:
    """A heading and what stands under it, as it was made; the first one has no heading."""

    heading: Piece | None
    pieces: list[Piece] = field(default_factory=list)

    @property
    def has_text(self) -> bool:
        return any(piece.there for piece in self.pieces)


@dataclass(slots=True)
class _Part:
    """A heading and what stands under it, as it is now."""

    heading: Text | None
    blocks: list[Block] = field(default_factory=list)


def align_document(pieces: Sequence[Piece], blocks: Sequence[Block], found: Findings) -> None:
    """Find what became of every piece of a document.

    Args:
        pieces: The document as it was made.
        blocks: As it is now.
        found: Is filled.
    """
    sections = [*_sections(pieces)]
    headings = [*_headings(blocks, sections)]
    known = _known(sections, headings, found)
    parts = [*_parts(blocks, known, {id(heading) for heading in headings})]
    by_section: dict[int, _Part] = {}
    for part in parts:
        number = 0 if part.heading is None else known.get(id(part.heading))
        if number is None:
            whole: list[Block] = [part.heading, *part.blocks] if part.heading else part.blocks
            heading = part.heading.text if part.heading else ""
            found.tell_new("edited_heading_unknown", whole, heading=heading)
        elif number in by_section:
            by_section[number].blocks += part.blocks
        else:
            by_section[number] = part
    _align_sections(sections, by_section, found)


def _sections(pieces: Iterable[Piece]) -> Iterator[_Section]:
    section = _Section(None)
    for piece in pieces:
        if piece.level and (piece.field is None or piece.begins):
            yield section
            section = _Section(piece)
        else:
            section.pieces.append(piece)
    yield section


def _headings(blocks: Iterable[Block], sections: Sequence[_Section]) -> Iterator[Text]:
    """Give the paragraphs that are headings: by their style, or by the words of a lost one."""
    texts = [block for block in blocks if isinstance(block, Text)]
    inside = {p.key for section in sections for p in section.pieces if p.level}
    styled = {
        id(text)
        for text in texts
        if text.level and text.key not in inside and not _PART.match(text.text)
    }
    seen = {text.key for text in texts if id(text) in styled}
    ours = {s.heading.key for s in sections if s.heading is not None and s.heading.there} - seen
    for text in texts:
        if id(text) in styled or text.key in ours:
            yield text


def _known(
    sections: Sequence[_Section], headings: Sequence[Text], found: Findings
) -> Mapping[int, int]:
    """Find the section of each heading: in order, then moved, then reworded."""
    keys = ["" if s.heading is None else s.heading.key for s in sections]
    known: dict[int, int] = {}
    matcher = SequenceMatcher(None, keys, [text.key for text in headings], autojunk=False)
    for i, j, size in matcher.get_matching_blocks():
        known |= {id(headings[j + n]): i + n for n in range(size)}
    for heading in headings:
        if id(heading) not in known:
            free = [n for n, key in enumerate(keys) if key == heading.key]
            number = next((n for n in free if n not in known.values()), None)
            if number is not None:
                known[id(heading)] = number
    known |= _reworded(sections, headings, known, found)
    return known


def _reworded(
    sections: Sequence[_Section],
    headings: Sequence[Text],
    known: Mapping[int, int],
    found: Findings,
) -> dict[int, int]:
    """Take a new heading for an old one where each is the only one between the same two."""
    taken = {*known.values()}
    new: dict[int, int] = {}
    last = 0
    for index, heading in enumerate(headings):
        if id(heading) in known:
            last = known[id(heading)]
            continue
        following = headings[index + 1 :]
        end = next((known[id(one)] for one in following if id(one) in known), len(sections))
        alone = id(following[0]) in known if following else True
        alone = alone and (index == 0 or id(headings[index - 1]) in known)
        gone = [n for n in range(last + 1, end) if n not in taken and _was_there(sections[n])]
        old = sections[gone[0]].heading if len(gone) == 1 else None
        if alone and old is not None and old.level == heading.level:
            new[id(heading)] = gone[0]
            if not [*old.fields]:
                found.tell("edited_heading", heading.place, before=old.text, after=heading.text)
    return new


def _was_there(section: _Section) -> bool:
    return section.heading is not None and section.heading.there


def _parts(
    blocks: Iterable[Block], known: Mapping[int, int], headings: set[int]
) -> Iterator[_Part]:
    part = _Part(None)
    for block in blocks:
        if isinstance(block, Text) and (id(block) in known or id(block) in headings):
            yield part
            part = _Part(block)
        else:
            part.blocks.append(block)
    yield part


def _align_sections(
    sections: Sequence[_Section], by_section: Mapping[int, _Part], found: Findings
) -> None:
    """Align each section; one without its heading is looked for at the end of the one before."""
    number = 0
    while number < len(sections):
        part = by_section.get(number)
        joined = [sections[number]]
        while number + 1 < len(sections) and number + 1 not in by_section:
            number += 1
            joined.append(sections[number])
        number += 1
        if part is not None:
            _align_section(joined, part, found)


def _align_section(joined: Sequence[_Section], part: _Part, found: Findings) -> None:
    lost = [one for one in joined[1:] if _was_there(one)]
    said = {block.key for block in part.blocks}
    pieces = [*joined[0].pieces]
    _read_heading(joined[0].heading, part.heading, found)
    unsure = False
    for section in lost:
        heading = section.heading.text if section.heading else ""
        found.miss([section.heading] if section.heading else [])
        if any(piece.there and piece.key in said for piece in section.pieces):
            pieces += section.pieces
            found.tell("edited_heading_gone", "", heading=heading)
        else:
            found.miss(section.pieces)
            unsure = True
            if section.has_text:
                found.tell("edited_section_gone", "", heading=heading)
    changed_before = {*found.changed}
    align(pieces, part.blocks, found)
    if unsure:
        # What was written here may belong under the heading that is gone.
        last = [n for piece in pieces for n in piece.fields][-1:]
        found.unsure.update(n for n in last if n in found.changed - changed_before)


def _read_heading(piece: Piece | None, heading: Text | None, found: Findings) -> None:
    """Read the fields in a heading."""
    if piece is None or heading is None:
        return
    if piece.field is not None:
        found.add(piece.field, heading, piece.sign)
        if piece.key != heading.key:
            found.changed.add(piece.field)
    elif piece.is_inline:
        before = piece.read(piece.text) or {}
        for number, text in (piece.read(heading.text) or {}).items():
            found.set(number, None if text == before.get(number) else text, heading)
