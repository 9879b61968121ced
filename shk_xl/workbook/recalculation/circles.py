"""Formulas that refer to themselves, directly or through others: which cells go in a circle."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from shk_xl.domain.faults import Fault, FaultValue, Place, Refused
from shk_xl.ooxml.addresses import address
from shk_xl.workbook.recalculation.cell_sets import CellSet
from shk_xl.workbook.recalculation.engine import Uncomputed
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_model import FormulaModel
from shk_xl.workbook.recalculation.static_doubts import Doubt

Cell: TypeAlias = tuple[Fill, int]


@dataclass(frozen=True, slots=True)
class Circles:
    """Deals with the circles of a workbook.

    Args:
        model: The formulas.
        iterates: Excel computes circles a number of times, until their values settle.
    """

    model: FormulaModel
    iterates: bool

    def sorted_out(self, doubts: Mapping[Cell, Doubt], needed: CellSet) -> Mapping[Cell, Doubt]:
        """Leave of the doubts those about cells that must be computed, and all of a circle.

        Args:
            doubts: Why some cells have no value.
            needed: The cells that must be computed.

        Raises:
            Refused: ``formula_circular``, for each circle, where Excel does not iterate.
        """
        code = Uncomputed.CIRCULAR.value
        of_needed = {at: doubt for at, doubt in doubts.items() if needed.has(*at)}
        if all(doubt.code != code for doubt in of_needed.values()):
            return of_needed
        caught = [at for at, doubt in doubts.items() if doubt.code == code]
        circles = [c for c in self._circles(caught) if any(needed.has(*at) for at in c)]
        if not circles:
            return of_needed
        if not self.iterates:
            raise Refused(map(self._fault, circles))
        left = {at: doubt for at, doubt in of_needed.items() if doubt.code != code}
        return left | {at: Doubt("circle_iterates") for circle in circles for at in circle}

    def _fault(self, circle: list[Cell]) -> Fault:
        names = [self._name(cell) for cell in (*circle, circle[0])]
        fill, place = circle[0]
        at = Place(None, self.model.sheet(fill).name, address(fill.rows[place], fill.column))
        values: dict[str, FaultValue] = {
            "circle": " → ".join(_shortened(names)),
            "count": len(circle),
        }
        return Fault(Uncomputed.CIRCULAR.value, at, MappingProxyType(values))

    def _name(self, cell: Cell) -> str:
        fill, place = cell
        return f"{self.model.sheet(fill).name}!{address(fill.rows[place], fill.column)}"

    def _circles(self, caught: Iterable[Cell]) -> Iterator[list[Cell]]:
        """Walk backwards from each cell, always to a precedent without a value.

        Such a walk ends in a circle, since a cell is without a value for the sake of a
        precedent, or of a walk that was made before.
        """
        cells = _ByColumn(caught)
        done: set[Cell] = set()
        for start in cells.all():
            walk: dict[Cell, int] = {}
            cell: Cell | None = start
            while cell is not None and cell not in done and cell not in walk:
                walk[cell] = len(walk)
                cell = cells.precedent(cell)
            done.update(walk)
            if cell is not None and cell in walk:
                circle = list(walk)[walk[cell] :]
                yield _from_first(circle[::-1])


class _ByColumn:
    """Cells to look up by what a formula refers to."""

    def __init__(self, cells: Iterable[Cell]) -> None:
        self._columns: dict[tuple[int, int], list[tuple[int, Cell]]] = {}
        for fill, place in cells:
            column = self._columns.setdefault((fill.sheet, fill.column), [])
            column.append((fill.rows[place], (fill, place)))
        for column in self._columns.values():
            column.sort(key=lambda item: item[0])

    def all(self) -> Iterator[Cell]:
        for key in sorted(self._columns):
            yield from (cell for _, cell in self._columns[key])

    def precedent(self, cell: Cell) -> Cell | None:
        """Give a cell that another refers to; None when none of these is."""
        fill, place = cell
        row = fill.rows[place]
        for sheets, top, left, bottom, right, _ in fill.references:
            rows = sorted((top.of(row), bottom.of(row)))
            columns = sorted((left.of(fill.column), right.of(fill.column)))
            for (sheet, column), listed in self._columns.items():
                if sheet not in sheets or not columns[0] <= column <= columns[1]:
                    continue
                at = bisect_left(listed, rows[0], key=lambda item: item[0])
                if at < len(listed) and listed[at][0] <= rows[1]:
                    return listed[at][1]
        return None


def _from_first(circle: list[Cell]) -> list[Cell]:
    """Begin a circle where its first cell stands in the workbook."""
    keys = [(fill.sheet, fill.column, fill.rows[place]) for fill, place in circle]
    first = keys.index(min(keys))
    return circle[first:] + circle[:first]


_MANY: Final = 12


def _shortened(names: list[str]) -> list[str]:
    """Leave out the middle of a long list."""
    if len(names) <= _MANY:
        return names
    return [*names[: _MANY // 2], "…", *names[-_MANY // 2 :]]
