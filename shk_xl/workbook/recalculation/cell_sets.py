"""Sets of formula cells, kept by fill: a byte for each cell."""

from __future__ import annotations

from collections.abc import Iterator

from shk_xl.workbook.recalculation.fills import Fill


class CellSet:
    """A set of formula cells."""

    __slots__ = ("_cells",)

    def __init__(self) -> None:
        self._cells: dict[Fill, bytearray] = {}

    def of(self, fill: Fill) -> bytearray:
        """Give the cells of a fill, one byte each, to read and to change."""
        cells = self._cells.get(fill)
        if cells is None:
            cells = self._cells[fill] = bytearray(len(fill))
        return cells

    def has(self, fill: Fill, place: int) -> bool:
        """Whether a cell is in the set."""
        cells = self._cells.get(fill)
        return cells is not None and bool(cells[place])

    def has_any(self, fill: Fill) -> bool:
        """Whether any cell of a fill is in the set."""
        cells = self._cells.get(fill)
        return cells is not None and 1 in cells

    def add(self, fill: Fill, place: int) -> None:
        """Put a cell in."""
        self.of(fill)[place] = 1

    def add_all(self, fill: Fill) -> None:
        """Put in every cell of a fill."""
        self._cells[fill] = bytearray(b"\1") * len(fill)

    def fills(self) -> list[Fill]:
        """Give the fills that have cells in the set."""
        return [fill for fill, cells in self._cells.items() if 1 in cells]

    def places(self, fill: Fill) -> list[int]:
        """Give the places of a fill's cells in the set."""
        cells = self._cells.get(fill)
        return [] if cells is None else [place for place, member in enumerate(cells) if member]

    def spans(self, fill: Fill, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Give the cells between two places of a fill that are in the set, as spans."""
        cells = self._cells.get(fill)
        at = start if cells is not None else end
        while cells is not None and at < end:
            first = cells.find(1, at, end)
            if first < 0:
                return
            at = cells.find(0, first, end)
            at = end if at < 0 else at
            yield first, at

    def without(self, fill: Fill, other: CellSet) -> list[int]:
        """Give the places of a fill's cells that are in this set and not in another."""
        mine, theirs = self._cells.get(fill), other._cells.get(fill)
        if mine is None or mine == theirs:
            return []
        return [place for place in self.places(fill) if theirs is None or not theirs[place]]

    def __len__(self) -> int:
        return sum(cells.count(1) for cells in self._cells.values())
