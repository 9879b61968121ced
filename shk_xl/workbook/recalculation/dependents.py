"""What depends on what, and how a change spreads.

The cells of a column change in runs, and a reference of a formula that was filled down maps a
run of changed rows to a run of rows that depend on them, whatever its form: ``A2``, ``A1:A2``,
``$A$2:$A$900``, ``$A$2:A2``. So what a change reaches is found by arithmetic on runs, without
an edge for each cell: a running balance and a column of sums over a whole column both cost
time in proportion to their cells.

References stand in an index by column, in buckets of rows that are as long as the rows that
they can reach. One whose formulas are all reached is left out from there on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final, NamedTuple, TypeAlias

from shk_xl.ooxml.addresses import LAST_ROW
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.references import Edge

_MANY_COLUMNS: Final = 32
"""A reference to more columns than this is looked at for each column of its sheet."""

Span: TypeAlias = tuple[int, int]
"""Places in a fill: the first, and the one after the last."""

Passes: TypeAlias = Callable[[Fill, int, int], Iterable[Span]]
"""Says which of some cells that a change has just reached pass it on."""


class Run(NamedTuple):
    """Cells of a column that lie below each other."""

    sheet: int
    column: int
    first: int
    last: int


class _Dependence(NamedTuple):
    """That the cells of a fill depend on some rows of the columns from left to right."""

    fill: Fill
    top: Edge
    bottom: Edge
    left: int
    right: int

    def reach(self) -> tuple[int, int]:
        """Give the first and last row that any cell of the fill refers to."""
        rows = self.fill.rows
        ends = [edge.of(row) for edge in (self.top, self.bottom) for row in (rows[0], rows[-1])]
        return min(ends), max(ends)

    def rows_on(self, first: int, last: int) -> tuple[int, int] | None:
        """Give the first and last row whose formula refers to any of some rows."""
        (top_fixed, top), (bottom_fixed, bottom) = self.top, self.bottom
        if top_fixed and bottom_fixed:
            low, high = (top, bottom) if top <= bottom else (bottom, top)
            return (1, LAST_ROW) if low <= last and high >= first else None
        if not top_fixed and not bottom_fixed:
            low, high = (top, bottom) if top <= bottom else (bottom, top)
            return first - high, last - low
        fixed, by = (top, bottom) if top_fixed else (bottom, top)
        if fixed < first:
            return first - by, LAST_ROW
        if fixed > last:
            return 1, last - by
        return 1, LAST_ROW


_Buckets: TypeAlias = dict[int, dict[int, list[_Dependence]]]
"""What refers to a column: by the length of the buckets, as a power of two, and by bucket."""


class Dependents:
    """Who refers to which cells of a workbook.

    Args:
        fills: All formula cells.
    """

    __slots__ = ("_by_column", "fills")

    def __init__(self, fills: Sequence[Fill]) -> None:
        self.fills = fills
        self._by_column: dict[tuple[int, int], _Buckets] = {}
        for fill in fills:
            self._add(fill)

    def _add(self, fill: Fill) -> None:
        for sheets, top, left, bottom, right, _ in fill.references:
            columns = sorted((left.of(fill.column), right.of(fill.column)))
            one = _Dependence(fill, top, bottom, columns[0], columns[1])
            low, high = one.reach()
            length = (high - low).bit_length()
            many = columns[1] - columns[0] > _MANY_COLUMNS
            for column in (0,) if many else range(columns[0], columns[1] + 1):
                for sheet in sheets:
                    levels = self._by_column.setdefault((sheet, column), {})
                    level = levels.setdefault(length, {})
                    for bucket in {low >> length, high >> length}:
                        level.setdefault(bucket, []).append(one)

    def on(self, run: Run) -> Iterator[list[_Dependence]]:
        """Give what may refer to a run, list by list."""
        for column in (run.column, 0):
            levels = self._by_column.get((run.sheet, column))
            for length, level in levels.items() if levels else ():
                low, high = run.first >> length, run.last >> length
                if high - low < len(level):
                    buckets = [level[i] for i in range(low, high + 1) if i in level]
                else:
                    buckets = [of for i, of in level.items() if low <= i <= high]
                yield from buckets


class _Marks:
    """Which cells of a fill have been reached.

    ``low`` and ``high`` bound those that have not, so that what is asked for again and again
    is answered without looking.
    """

    __slots__ = ("cells", "high", "left", "low")

    def __init__(self, count: int) -> None:
        self.cells = bytearray(count)
        self.left = self.high = count
        self.low = 0

    def take(self, start: int, end: int) -> list[Span]:
        """Mark cells, and give those that were not marked before."""
        cells = self.cells
        at, stop = max(start, self.low), min(end, self.high)
        new: list[Span] = []
        while at < stop:
            first = cells.find(0, at, stop)
            if first < 0:
                break
            at = cells.find(1, first, stop)
            at = stop if at < 0 else at
            cells[first:at] = b"\1" * (at - first)
            self.left -= at - first
            new.append((first, at))
        if new and self.left:
            if new[0][0] == self.low:
                self.low = cells.find(0, new[0][1])
            if new[-1][1] == self.high:
                self.high = cells.rfind(0, 0, new[-1][0]) + 1
        return new


class Spread:
    """Cells that a change has reached.

    Args:
        dependents: Who refers to which cells.
        passes: Which of the cells reached pass it on; all of them when None.
    """

    __slots__ = ("_dependents", "_marks", "_passes", "_shortened")

    def __init__(self, dependents: Dependents, passes: Passes | None = None) -> None:
        self._dependents = dependents
        self._passes = passes
        self._marks: dict[int, _Marks] = {}
        self._shortened: dict[int, list[_Dependence]] = {}

    def reached(self, fill: Fill) -> bytearray | None:
        """Tell for each cell of a fill whether it was reached; None when none was."""
        marks = self._marks.get(fill.number)
        return None if marks is None else marks.cells

    def mark(self, fill: Fill, start: int, end: int) -> list[Span]:
        """Count cells among those reached, and give the ones that were not."""
        marks = self._marks.get(fill.number)
        if marks is None:
            marks = self._marks[fill.number] = _Marks(len(fill))
        return marks.take(start, end)

    def start(self, fill: Fill, start: int, end: int) -> None:
        """Begin in some cells of a fill, which are reached and pass it on."""
        self.mark(fill, start, end)
        self.begin(Run(fill.sheet, *run) for run in fill.runs(start, end))

    def begin(self, runs: Iterable[Run]) -> None:
        """Begin in any cells: what depends on them is reached."""
        waiting = list(runs)
        while waiting:
            run = waiting.pop()
            for listed in self._dependents.on(run):
                done = 0
                for one in self._shortened.get(id(listed), listed):
                    if one.left <= run.column <= one.right:
                        waiting += self._reach(one, run)
                    done += self._is_done(one.fill)
                if done:
                    left = [one for one in listed if not self._is_done(one.fill)]
                    self._shortened[id(listed)] = left

    def _is_done(self, fill: Fill) -> bool:
        marks = self._marks.get(fill.number)
        return marks is not None and not marks.left

    def _reach(self, one: _Dependence, run: Run) -> Iterator[Run]:
        fill = one.fill
        rows = None if self._is_done(fill) else one.rows_on(run.first, run.last)
        if rows is None:
            return
        start, end = bisect_left(fill.rows, rows[0]), bisect_right(fill.rows, rows[1])
        for span in self.mark(fill, start, end) if start < end else ():
            for passed in (span,) if self._passes is None else self._passes(fill, *span):
                for found in fill.runs(*passed):
                    yield Run(fill.sheet, *found)
