"""Rows of two versions side by side, by key: which came, which went, which say something else."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from shk_xl.domain.change_records import RowsChange

KeyT = TypeVar("KeyT", bound=Hashable)
RowT = TypeVar("RowT")


def paired(
    before: Mapping[KeyT, RowT], after: Mapping[KeyT, RowT]
) -> Iterator[tuple[KeyT, RowT | None, RowT | None]]:
    """Give every key with both rows where they differ: those of now first, then those gone.

    >>> list(paired({"a": 1, "b": 2}, {"b": 3, "c": 4}))
    [('b', 2, 3), ('c', None, 4), ('a', 1, None)]
    """
    for key in {**after, **before}:
        old, new = before.get(key), after.get(key)
        if old != new:
            yield key, old, new


def keyed(rows: Iterable[RowT], key: Callable[[RowT], KeyT]) -> dict[KeyT, tuple[RowT, ...]]:
    """Gather rows by key; a key that is there twice has both."""
    found: dict[KeyT, tuple[RowT, ...]] = {}
    for row in rows:
        found[key(row)] = (*found.get(key(row), ()), row)
    return found


def rows_change(
    what: str, before: Iterable[RowT], after: Iterable[RowT], name: Callable[[RowT], str]
) -> RowsChange:
    """Compare the rows of a register by their names.

    >>> rows_change("goals", ["Lära"], ["Lära", "Leka"], str)
    RowsChange(what='goals', new=('Leka',), removed=(), changed=())
    """
    new: list[str] = []
    removed: list[str] = []
    changed: list[str] = []
    for key, old, now in paired(keyed(before, name), keyed(after, name)):
        (new if old is None else removed if now is None else changed).append(key)
    return RowsChange(what, tuple(new), tuple(removed), tuple(changed))
