"""What stands in different tables and still says one thing: a decision, and the votes on it.

Rules: a decision by one hand and votes by another may contradict each other, though no cell was
changed twice. Where both have changed since the copy, and not by one hand alone, nothing of
either is written before a person has looked. Parties that fill in their own votes, while
nobody touches the decision, are no such case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from shk_xl.exchange.merge.deciding import Side
from shk_xl.exchange.merge.tables import MergeRow, MergeTable
from shk_xl.exchange.merge.values import same
from shk_xl.workbook.columns import Link
from shk_xl.workbook.reading.records import Key
from shk_xl.workbook.schema import LINKS

_US: Final = ""
"""The team among the labels of replies; no reply has such a label."""


class _End(NamedTuple):
    """One table of a link."""

    table: str
    titles: tuple[str, ...]
    ours: MergeTable
    sides: Sequence[Side]


def linked_cells(
    ours: Mapping[str, MergeTable], sides: Mapping[str, Sequence[Side]]
) -> Mapping[str, frozenset[tuple[Key, str]]]:
    """Find the cells that are tied to what others have changed.

    Args:
        ours: The team's tables.
        sides: The replies' sides of every table.

    Returns:
        By table, the key and title of the cells.
    """
    found: dict[str, set[tuple[Key, str]]] = defaultdict(set)
    for link in LINKS:
        ends = [
            _End(table, titles, ours[table], sides.get(table, ()))
            for table, titles in link.ends
            if table in ours
        ]
        for end, key in _tied(link, ends):
            found[end.table].update((key, title) for title in end.titles)
    return {table: frozenset(cells) for table, cells in found.items()}


def _tied(link: Link, ends: Sequence[_End]) -> Iterator[tuple[_End, Key]]:
    """Give the rows of both tables where different hands have been."""
    if len(ends) < len(link.ends):
        return
    changed = [[*_changed_by_replies(end)] for end in ends]
    parts = {key[: link.key_parts] for keys in changed for key, _label in keys}
    hands: list[dict[Key, set[str]]] = []
    for end, by_replies in zip(ends, changed, strict=True):
        by_parts: dict[Key, set[str]] = defaultdict(set)
        for key, label in (*by_replies, *_changed_by_us(end, link.key_parts, parts)):
            by_parts[key[: link.key_parts]].add(label)
        hands.append(by_parts)
    left, right = hands
    hot = {part for part in left.keys() & right.keys() if len(left[part] | right[part]) > 1}
    for end in ends:
        for key in end.ours.rows if hot else ():
            if key[: link.key_parts] in hot:
                yield end, key


def _changed_by_replies(end: _End) -> Iterator[tuple[Key, str]]:
    for side in end.sides:
        label = side.source.label
        for key, cells in side.compared.cells.items():
            if any(title in cells for title in end.titles):
                yield key, label
        yield from ((key, label) for key in side.compared.new)


def _changed_by_us(end: _End, key_parts: int, parts: Collection[Key]) -> Iterator[tuple[Key, str]]:
    """Give the rows that the team itself has changed since a copy was sent."""
    if not parts:
        return
    for side in end.sides:
        base = side.compared.base.rows
        for key, row in end.ours.rows.items():
            if key[:key_parts] in parts and _is_changed(base.get(key), row, end.titles):
                yield key, _US


def _is_changed(base: MergeRow | None, ours: MergeRow, titles: tuple[str, ...]) -> bool:
    old = base.values if base is not None else {}
    return any(not same(old.get(title), ours.values.get(title)) for title in titles)
