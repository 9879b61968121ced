"""The values that formula cells have in the file: Excel's, where Excel computed them."""

from __future__ import annotations

import math
from typing import Final

from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.recalculation.cached_value import SharedStrings, old_value
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet

_AGREES: Final = 1e-9


class CachedCells:
    """The cached values of a workbook's formula cells.

    Args:
        sheets: The worksheets.
        strings: The shared strings.
        are_results: The values are what the formulas gave; otherwise there are none.
    """

    __slots__ = ("_are_results", "_sheets", "strings")

    def __init__(
        self, sheets: tuple[FormulaSheet, ...], strings: SharedStrings, *, are_results: bool
    ) -> None:
        self._sheets = sheets
        self._are_results = are_results
        self.strings = strings

    def is_missing(self, fill: Fill, place: int) -> bool:
        """Whether a cell has no cached value."""
        formulas, index = self._sheets[fill.sheet].cells.formulas, fill.indices[place]
        if fill.is_what_if:
            return False
        has_value = formulas.values[index] or formulas.types[index] == "str"
        return not (has_value and self._are_results)

    def missing(self, fill: Fill) -> list[int]:
        """Give the places of a fill's cells that have no cached value."""
        if fill.is_what_if:
            return []
        if not self._are_results:
            return list(range(len(fill)))
        formulas = self._sheets[fill.sheet].cells.formulas
        types, values = formulas.types, formulas.values
        return [
            place
            for place, index in enumerate(fill.indices)
            if not values[index] and types[index] != "str"
        ]

    def spelled(self, fill: Fill, places: list[int]) -> tuple[list[str], list[str]]:
        """Give the ``t`` and the inside of ``v`` of some cells of a fill."""
        formulas, indices = self._sheets[fill.sheet].cells.formulas, fill.indices
        chosen = [indices[place] for place in places]
        types, values = formulas.types, formulas.values
        return [types[index] for index in chosen], [values[index] for index in chosen]

    def value(self, fill: Fill, place: int) -> CellValue:
        """Read a cell's cached value; None where it has none."""
        formulas, index = self._sheets[fill.sheet].cells.formulas, fill.indices[place]
        type_, raw = formulas.types[index], formulas.values[index]
        return old_value(type_, raw, self.strings) if raw or type_ == "str" else None

    def children(self, fill: Fill) -> list[tuple[int, int, CellValue]]:
        """Give the other cells of an array formula: row, column and value."""
        if fill.area is None or fill.is_what_if:
            return []
        array = self._sheets[fill.sheet].array(fill.indices[0])
        return [
            (child.row, child.column, old_value(child.type, child.value, self.strings))
            for child in array.children
        ]


def agree(excel: CellValue, engine: CellValue) -> bool:
    """Whether the engine's value is Excel's, as far as a test of the engine goes.

    >>> agree(0.1 + 0.2, 0.3), agree("a", "A"), agree(1.0, True)
    (True, False, False)
    """
    if type(excel) is not type(engine):
        return False
    if isinstance(excel, float) and isinstance(engine, float):
        return excel == engine or math.isclose(excel, engine, rel_tol=_AGREES)
    return excel == engine
