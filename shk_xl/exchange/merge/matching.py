"""Rows that vanished and rows that came: which of them may be the same under another key.

Rules: a guess, which a person confirms. It needs most of the contents to be the same, or keys
that are nearly spelled alike; where two rows fit equally well, nothing is guessed. The time
grows with the number of cells: rows are compared where they share a cell that few others have.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from shk_xl.domain.names import similar_names
from shk_xl.exchange.merge.tables import MergeRow, key_in_words
from shk_xl.exchange.merge.values import seen
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.reading.records import Key

_ENOUGH: Final = 0.5
"""The part of two rows' contents that must be the same."""
_FEW: Final = 20
"""A cell that more rows than this share tells nothing."""
_TELLING: Final = 8
"""A text of this length is hardly the same by chance."""


class _Score(NamedTuple):
    """How well two rows fit: the larger the better."""

    content: float
    key: float


def match_rows(gone: Mapping[Key, MergeRow], new: Sequence[MergeRow]) -> dict[Key, int]:
    """Find the rows that may be the same under another key.

    Args:
        gone: The rows that vanished, by key.
        new: The rows that came; some may lack their key.

    Returns:
        By the key of a vanished row, the index of the new row that it may be.
    """
    if not gone or not new:
        return {}
    near = _near_keys(gone, new)
    pairs = {*_sharing(gone, new), *near}
    scores = {pair: _score(gone[pair[0]], new[pair[1]], near=pair in near) for pair in pairs}
    fitting = {pair: score for pair, score in scores.items() if score is not None}
    best_of_old = _best(fitting, 0)
    best_of_new = _best(fitting, 1)
    return {
        key: index
        for key, index in fitting
        if best_of_old[key] == (key, index) == best_of_new[index]
    }


def _sharing(gone: Mapping[Key, MergeRow], new: Sequence[MergeRow]) -> Iterator[tuple[Key, int]]:
    """Give the pairs that share a cell which few rows have."""
    old_with: dict[tuple[str, CellValue], list[Key]] = defaultdict(list)
    new_with: dict[tuple[str, CellValue], list[int]] = defaultdict(list)
    for key, row in gone.items():
        for cell in _cells(row):
            old_with[cell].append(key)
    for index, row in enumerate(new):
        for cell in _cells(row):
            new_with[cell].append(index)
    for cell, keys in old_with.items():
        indexes = new_with.get(cell, ())
        if len(keys) <= _FEW and len(indexes) <= _FEW:
            yield from ((key, index) for key in keys for index in indexes)


def _cells(row: MergeRow) -> Iterator[tuple[str, CellValue]]:
    return ((title, seen(value)) for title, value in row.content.items())


def _near_keys(gone: Mapping[Key, MergeRow], new: Sequence[MergeRow]) -> set[tuple[Key, int]]:
    """Give the pairs whose keys are nearly spelled alike."""
    old_named = {key_in_words(row.key_values): key for key, row in gone.items()}
    new_named = {
        key_in_words(row.key_values): index for index, row in enumerate(new) if any(row.key_values)
    }
    pairs = similar_names([*old_named, *(name for name in new_named if name not in old_named)])
    found = set()
    for left, right in pairs:
        for old, other in ((left, right), (right, left)):
            if old in old_named and other in new_named:
                found.add((old_named[old], new_named[other]))
    return found


def _score(old: MergeRow, new: MergeRow, *, near: bool) -> _Score | None:
    """Judge a pair; None where it is no guess worth showing."""
    left, right = dict(_cells(old)), dict(_cells(new))
    equal = [title for title, value in left.items() if right.get(title) == value]
    titles = left.keys() | right.keys()
    content = len(equal) / len(titles) if titles else 0.0
    shared = sum(map(_same_part, old.key_values, new.key_values)) / len(old.key_values)
    telling = any(_is_telling(left[title]) for title in equal)
    if near and (content >= _ENOUGH or not left or not right):
        return _Score(content, 1 + shared)
    if content >= _ENOUGH and (telling or shared > 0):
        return _Score(content, shared)
    return None


def _same_part(left: CellValue, right: CellValue) -> bool:
    return left is not None and seen(left) == seen(right)


def _is_telling(value: CellValue) -> bool:
    return isinstance(value, str) and len(value) >= _TELLING


def _best(
    scores: Mapping[tuple[Key, int], _Score], side: int
) -> Mapping[Hashable, tuple[Key, int] | None]:
    """Give the best pair of every row on a side; None where two are equally good."""
    found: dict[Hashable, tuple[Key, int] | None] = {}
    best: dict[Hashable, _Score] = {}
    for pair, score in scores.items():
        row = pair[side]
        if row not in best or score > best[row]:
            best[row], found[row] = score, pair
        elif score == best[row]:
            found[row] = None
    return found


def content_index(rows: Iterable[MergeRow]) -> dict[frozenset[tuple[str, CellValue]], MergeRow]:
    """Find rows by all that they say apart from their key."""
    return {frozenset(_cells(row)): row for row in rows}


def content_of(row: MergeRow) -> frozenset[tuple[str, CellValue]]:
    """Give what a row says apart from its key, in a form that can be looked up."""
    return frozenset(_cells(row))
