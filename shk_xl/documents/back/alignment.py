"""An edited part of a document held against the same part as it was made.

Rules: paragraphs that say the same hold the rest in place. What lies between them belongs to
the one field that has its place there. Where two fields have, nobody guesses; where none has,
it is told. Rows of a table are found by what they say, then by their first cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from shk_xl.documents.back.findings import Findings
from shk_xl.documents.back.outline import Block, Grid, Text, folded, said
from shk_xl.documents.back.skeleton import Piece, said_of
from shk_xl.domain.names import likeness

_ALIKE: Final = 0.6
"""From this likeness a paragraph is the template's own, changed."""
Row = tuple[tuple[Block, ...], ...]
PieceRow = tuple[tuple[Piece, ...], ...]


def align(pieces: Sequence[Piece], blocks: Sequence[Block], found: Findings) -> None:
    """Find what became of each piece.

    Args:
        pieces: A part of the document as it was made.
        blocks: The same part as it is now.
        found: Is filled.
    """
    there = [index for index, piece in enumerate(pieces) if piece.there]
    matcher = SequenceMatcher(
        None, [_key(pieces[index]) for index in there], [*map(_key, blocks)], autojunk=False
    )
    for step, i1, i2, j1, j2 in matcher.get_opcodes():
        if step == "equal":
            for index, block in zip(there[i1:i2], blocks[j1:j2], strict=True):
                _keep(pieces[index], block, found)
            continue
        start = there[i1 - 1] + 1 if i1 else 0
        end = there[i2] if i2 < len(there) else len(pieces)
        around = [pieces[there[i1 - 1]]] if i1 else []
        around += [pieces[there[i2]]] if i2 < len(there) else []
        _Gap(pieces[start:end], [*blocks[j1:j2]], around, found).settle()
    numbers = {number for piece in pieces for number in piece.fields}
    found.seen.update(numbers - found.missing)


def _key(one: Piece | Block) -> tuple[bool, str]:
    return (isinstance(one, Grid) or (isinstance(one, Piece) and one.is_grid), one.key)


def _keep(piece: Piece, block: Block, found: Findings) -> None:
    """Take what says the same as it did."""
    if isinstance(block, Grid):
        _align_rows(piece.rows, block, found)
    elif piece.field is not None:
        found.add(piece.field, block, piece.sign)
    else:
        for number in piece.fields:
            found.set(number, None, block)


@dataclass(slots=True)
class _Gap:
    """Where the document differs: what stood there, what stands there, and what is around it."""

    pieces: Sequence[Piece]
    blocks: list[Block]
    around: Sequence[Piece]
    found: Findings

    def settle(self) -> None:
        """Give every paragraph to a field, or tell it."""
        self._settle_tables()
        self._settle_inline()
        texts = [block for block in self.blocks if isinstance(block, Text)]
        owners = self._owners()
        own = [p for p in self.pieces if p.there and not p.is_grid and not [*p.fields]]
        for piece in own:
            near = max(texts, key=lambda text: _alike(piece, text), default=None)
            if near is not None and _alike(piece, near) >= _ALIKE:
                texts.remove(near)
                self.found.tell("edited_own_words", near.place, before=piece.text, after=near.text)
            elif not (owners and texts):
                self.found.tell("edited_own_words_gone", "", before=piece.text)
        self._give(texts, owners)

    def _owners(self) -> list[tuple[int, str]]:
        """Give the fields that have their place here, with the sign of their paragraphs.

        Those whose text stood here come before those whose text stands beside, and these before
        those that said nothing; but what replaces the template's own words belongs to the field
        for which they stood.
        """
        said_here = {p.field: p.sign for p in self.pieces if p.field is not None and p.there}
        silent = {p.field: p.sign for p in self.pieces if p.field is not None and not p.there}
        beside = {p.field: p.sign for p in self.around if p.field is not None}
        for_silent = any(p.there and not p.is_grid and not [*p.fields] for p in self.pieces)
        found = said_here or (silent if for_silent else {}) or beside or silent
        return [*found.items()]

    def _give(self, texts: Sequence[Text], owners: Sequence[tuple[int, str]]) -> None:
        lost = {p.field for p in self.pieces if p.there and p.field is not None}
        self.found.changed.update(lost)
        if not texts:
            return
        if len(owners) == 1 or self._are_of_one_list(owners):
            number, sign = owners[0]
            for text in texts:
                self.found.add(number, text, sign)
            self.found.changed.add(number)
            return
        self.found.unsure.update(number for number, _sign in owners)
        code = "edited_between_fields" if owners else "edited_no_field"
        self.found.tell_new(code, texts)

    def _are_of_one_list(self, owners: Sequence[tuple[int, str]]) -> bool:
        lists = {self.found.lists.get(number) for number, _sign in owners}
        return len(lists) == 1 and None not in lists

    def _settle_inline(self) -> None:
        """Find the paragraphs in which fields stand among the template's own words."""
        for piece in self.pieces:
            if not piece.is_inline:
                continue
            before = piece.read(piece.text) or {}
            for block in self.blocks:
                now = piece.read(block.text) if isinstance(block, Text) else None
                if now is not None and isinstance(block, Text) and (piece.there or _says(now)):
                    for number, text in now.items():
                        kept = piece.there and folded(text) == folded(before.get(number, ""))
                        self.found.set(number, None if kept else text, block)
                    self.blocks.remove(block)
                    break
            else:
                self._lose(piece)

    def _lose(self, piece: Piece) -> None:
        if piece.there:
            self.found.miss([piece])
            self.found.tell("edited_own_words_gone", "", before=piece.text)

    def _settle_tables(self) -> None:
        grids = [block for block in self.blocks if isinstance(block, Grid)]
        pieces = [piece for piece in self.pieces if piece.is_grid]
        for piece, grid in zip(pieces, grids, strict=False):
            _align_rows(piece.rows, grid, self.found)
        for piece in pieces[len(grids) :]:
            if piece.there:
                self.found.miss([piece])
                self.found.tell("edited_table_gone", "", text=piece.key.replace("\x1f", " | "))
        for grid in grids[len(pieces) :]:
            self.found.tell_new("edited_no_field", [grid])


def _says(values: dict[int, str]) -> bool:
    return any(values.values())


def _alike(piece: Piece, text: Text) -> float:
    return likeness(piece.key, text.key)


def _align_rows(rows: Sequence[PieceRow], grid: Grid, found: Findings) -> None:
    """Find the rows of a table, and what became of their cells."""
    before = [_row_said(row) for row in rows]
    after = ["\x1f".join(said(cell) for cell in row) for row in grid.rows]
    matcher = SequenceMatcher(None, before, [*map(_folded_row, after)], autojunk=False)
    for _step, i1, i2, j1, j2 in matcher.get_opcodes():
        for piece_row, row in _paired(rows[i1:i2], grid.rows[j1:j2]):
            if piece_row is None and row is not None:
                found.tell_new("edited_row_new", [block for cell in row for block in cell])
            elif piece_row is not None and (row is None or len(row) != len(piece_row)):
                found.miss(piece for cell in piece_row for piece in cell)
                text = _row_said(piece_row).replace("\x1f", " | ")
                found.tell("edited_row_gone", grid.place, text=text)
            elif piece_row is not None and row is not None:
                for pieces, cell in zip(piece_row, row, strict=True):
                    align(pieces, cell, found)


def _folded_row(text: str) -> str:
    return "\x1f".join(map(folded, text.split("\x1f")))


def _row_said(row: PieceRow) -> str:
    return "\x1f".join(said_of(cell) for cell in row)


def _paired(
    before: Sequence[PieceRow], after: Sequence[Row]
) -> Iterator[tuple[PieceRow | None, Row | None]]:
    """Pair rows by their first cell; then one that is left on each side, if they are alike."""
    left = [*after]
    pairs: list[tuple[PieceRow, Row | None]] = []
    for row in before:
        first = folded(said_of(row[0])) if row else ""
        match = next((one for one in left if one and folded(said(one[0])) == first), None)
        if match is not None:
            left.remove(match)
        pairs.append((row, match))
    single = [row for row, match in pairs if match is None]
    if len(single) == len(left) == 1 and _row_alike(single[0], left[0]) >= _ALIKE:
        pairs = [(row, left[0] if match is None else match) for row, match in pairs]
        left = []
    yield from pairs
    for new in left:
        yield None, new


def _row_alike(row: PieceRow, other: Row) -> float:
    return likeness(_row_said(row), "\x1f".join(folded(said(cell)) for cell in other))
