"""The document as it was made, piece by piece: what the template wrote, and what each field did.

Rules: a piece is a paragraph or a table. It belongs to the template, to a field alone, or to
both, as "Period: Hela året". A field that said nothing has a place all the same, and so has
what the template leaves out when a field says nothing; both are pieces that aren't there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from shk_xl.documents.back.marks import MARK, marked
from shk_xl.documents.back.outline import Block, Grid, Outline, Text, folded, read_outline
from shk_xl.documents.fields import FieldValue, Row
from shk_xl.documents.stamp import Stamp
from shk_xl.documents.templates.template import Template
from shk_xl.documents.word.package import read_package

_BULLET = re.compile(r"\s*- ")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Piece:
    """A paragraph or a table of the document as it was made.

    Args:
        text: What the paragraph said.
        level: Of a heading, from 1.
        parts: What the template wrote, and the numbers of the fields in between.
        field: The number of the field that the whole paragraph belongs to.
        begins: The field has its place here, whatever follows.
        there: It stood in the document; otherwise this is where it would have stood.
        sign: What the template's style puts before every paragraph of the field.
        rows: Of a table.
    """

    text: str = ""
    level: int = 0
    parts: tuple[str | int, ...] = ()
    field: int | None = None
    begins: bool = False
    there: bool = True
    sign: str = ""
    rows: tuple[tuple[tuple[Piece, ...], ...], ...] = ()
    is_grid: bool = False

    @property
    def key(self) -> str:
        """What it shares with a paragraph, or a table, that says the same."""
        if not self.is_grid:
            return folded(self.text)
        return "\x1f".join(said_of(cell) for cell in self.rows[0]) if self.rows else ""

    @property
    def fields(self) -> Iterator[int]:
        """The numbers of all fields in it."""
        if self.field is not None:
            yield self.field
        yield from (part for part in self.parts if isinstance(part, int))
        yield from (n for row in self.rows for cell in row for piece in cell for n in piece.fields)

    @property
    def fields_there(self) -> Iterator[int]:
        """The numbers of the fields in it that stood in the document."""
        if self.there and not self.is_grid:
            yield from self.fields
        cells = (cell for row in self.rows for cell in row)
        yield from (n for cell in cells for piece in cell for n in piece.fields_there)

    @property
    def is_inline(self) -> bool:
        """Whether fields stand in it between the template's own words."""
        return self.field is None and any(isinstance(part, int) for part in self.parts)

    def read(self, text: str) -> dict[int, str] | None:
        """Read the fields in a paragraph of the same form; None where it has another.

        >>> Piece(parts=("Period: ", 3)).read("Period: våren")
        {3: 'våren'}
        """
        groups = (
            "(.*?)" if isinstance(part, int) else r"\s*".join(map(re.escape, _SPACES.split(part)))
            for part in self.parts
        )
        match = re.fullmatch("".join(groups), text.replace("\u00a0", " "), re.DOTALL)
        numbers = [part for part in self.parts if isinstance(part, int)]
        if match is None:
            return None
        return {n: value.strip() for n, value in zip(numbers, match.groups(), strict=True)}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A document as it was made.

    Args:
        pieces: Its pieces in order; a field that stands in two places has two numbers.
        values: Each field's path and value, at its number.
        outside: What stood in headers, footers and notes.
    """

    pieces: tuple[Piece, ...]
    values: Sequence[tuple[tuple[str, ...], FieldValue]]
    outside: tuple[str, ...]


def said_of(pieces: Iterable[Piece]) -> str:
    """Give what pieces said, in one line."""
    return " / ".join(piece.key for piece in pieces if piece.there)


def skeleton_of(template: Template, values: Row, stamp: Stamp) -> Skeleton:
    """Make a document again, and keep what every piece of it is.

    Args:
        template: The template that it was made from.
        values: What it was filled with.
        stamp: Its stamp.
    """
    as_made, known = marked(values, all_say=False)
    everything, _ = marked(values, all_say=True)
    made = _outline(template, as_made, stamp)
    joined = _joined(_pieces(made.blocks), _pieces(_outline(template, everything, stamp).blocks))
    places: list[int] = []
    pieces = _numbered(joined, places)
    outside = tuple(folded(MARK.sub("", text)) for text in made.outside)
    return Skeleton(pieces, [known[n] for n in places], tuple(filter(None, outside)))


def _outline(template: Template, values: Row, stamp: Stamp) -> Outline:
    data = template.package(template.render(values), "", "", stamp)
    return read_outline(read_package(data, template.name))


def _pieces(blocks: Iterable[Block]) -> tuple[Piece, ...]:
    return tuple(_each(blocks))


def _each(blocks: Iterable[Block]) -> Iterator[Piece]:
    opened: Piece | None = None
    for block in blocks:
        if isinstance(block, Grid):
            rows = tuple(tuple(_pieces(cell) for cell in row) for row in block.rows)
            yield Piece(rows=rows, is_grid=True)
            continue
        alone = MARK.fullmatch(_BULLET.sub("", block.text))
        if alone and alone["end"]:
            opened = None
        elif alone:
            sign = block.text[: block.text.index(alone[0])]
            opened = Piece(field=int(alone["number"]), there=False, sign=sign)
            yield replace(opened, begins=True)
        elif opened is not None:
            yield replace(opened, text=block.text, level=block.level, there=True)
        else:
            yield _piece(block)


def _piece(block: Text) -> Piece:
    """Read a paragraph outside the block fields: the template's own words, and fields in them."""
    parts: list[str | int] = []
    end, in_field = 0, False
    for mark in MARK.finditer(block.text):
        if not in_field:
            parts.append(block.text[end : mark.start()])
        in_field = mark["number"] is not None
        if in_field:
            parts.append(int(mark["number"]))
        end = mark.end()
    parts.append("" if in_field else block.text[end:])
    kept = tuple(part for part in parts if part != "")
    text = MARK.sub("", block.text).strip()
    if len(kept) == 1 and isinstance(kept[0], int):
        return Piece(text, block.level, field=kept[0], begins=True, there=bool(text))
    return Piece(text, block.level, kept)


def _joined(made: Sequence[Piece], everything: Sequence[Piece]) -> tuple[Piece, ...]:
    """Put what would have stood in the document where it would have stood."""
    found: list[Piece] = []
    matcher = SequenceMatcher(None, [*map(_form, made)], [*map(_form, everything)], autojunk=False)
    for step, i1, i2, j1, j2 in matcher.get_opcodes():
        if step == "equal":
            found += map(_joined_rows, made[i1:i2], everything[j1:j2])
        else:
            absent = [replace(piece, there=False) for piece in everything[j1:j2]]
            levels = [bool(piece.level) for piece in absent]
            under = levels.index(True) if True in levels else len(absent)
            found += (*absent[:under], *made[i1:i2], *absent[under:])
    return tuple(found)


def _joined_rows(made: Piece, everything: Piece) -> Piece:
    if [*map(len, made.rows)] != [*map(len, everything.rows)]:
        return made
    pairs = zip(made.rows, everything.rows, strict=True)
    return replace(made, rows=tuple(tuple(map(_joined, left, right)) for left, right in pairs))


def _form(piece: Piece) -> tuple[object, ...]:
    """What a piece is, whatever its fields say."""
    if piece.is_grid:
        return ("grid", tuple(_form(one) for cell in piece.rows[:1] for c in cell for one in c))
    if piece.field is not None:
        return (piece.field, piece.text)
    return tuple(folded(part) if isinstance(part, str) else part for part in piece.parts)


def _numbered(pieces: Iterable[Piece], places: list[int]) -> tuple[Piece, ...]:
    """Give every place of a field a number of its own.

    Args:
        pieces: With the numbers of the marks.
        places: Gets the number of the mark for each new number.
    """

    def new(number: int) -> int:
        places.append(number)
        return len(places) - 1

    numbered: list[Piece] = []
    current = 0
    for piece in pieces:
        if piece.field is not None:
            current = new(piece.field) if piece.begins else current
            numbered.append(replace(piece, field=current))
            continue
        parts = tuple(new(part) if isinstance(part, int) else part for part in piece.parts)
        rows = tuple(tuple(_numbered(cell, places) for cell in row) for row in piece.rows)
        numbered.append(replace(piece, parts=parts, rows=rows))
    return tuple(numbered)
