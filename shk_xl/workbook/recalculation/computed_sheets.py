"""A sheet's formulas with their computed values, and what of that is new."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.odd_cells import Cell
from shk_xl.ooxml.sheet_content import Spelled
from shk_xl.workbook.recalculation.cached_value import SharedStrings, new_values, old_value
from shk_xl.workbook.recalculation.engine import Engine, Uncomputed
from shk_xl.workbook.recalculation.engine_checks import certain_values
from shk_xl.workbook.recalculation.fault_tally import FaultTally
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet


class Change(NamedTuple):
    """A cached value that was replaced.

    Args:
        sheet: The sheet's name.
        address: The cell.
        old: What the file held; None for nothing.
        new: What it holds now.
    """

    sheet: str
    address: str
    old: CellValue
    new: CellValue


@dataclass(frozen=True, slots=True)
class ComputedSheet:
    """A sheet with its computed values, and what is to be written where they are new.

    ``spilled`` are the cells under array formulas, with their values and new spellings.
    """

    sheet: FormulaSheet
    values: Sequence[CellValue]
    new: Sequence[Spelled | None]
    spilled: Sequence[tuple[Cell, CellValue, Spelled | None]]

    @property
    def changed(self) -> int:
        """How many cells get a new value."""
        unchanged = self.new.count(None)
        return len(self.new) - unchanged + sum(new is not None for _, _, new in self.spilled)

    def part(self) -> bytes:
        """Write the sheet's part."""
        spilled = [(cell, new) for cell, _, new in self.spilled if new is not None]
        return self.sheet.cells.with_values(self.new, spilled)

    @property
    def errors(self) -> int:
        """How many formulas give an error value other than #N/A."""
        return list(map(type, self.values)).count(CellError) - self.values.count(CellError.NA)

    def changes(self, strings: SharedStrings) -> Iterator[Change]:
        """Give the changed cells: formulas first, then what array formulas fill."""
        sheet = self.sheet
        _, _, types, raws, _, _ = sheet.cells.formulas
        for index, new in enumerate(self.new):
            if new is not None:
                old = old_value(types[index], raws[index], strings)
                yield Change(sheet.name, sheet.address(index), old, self.values[index])
        for cell, value, new in self.spilled:
            if new is not None:
                yield Change(
                    sheet.name, cell.address, old_value(cell.type, cell.value, strings), value
                )


def computed_sheet(
    sheet: FormulaSheet, engine: Engine, tally: FaultTally, strings: SharedStrings
) -> ComputedSheet:
    """Take a sheet's values from the engine and compare them with the file.

    Args:
        sheet: The sheet.
        engine: It has evaluated.
        tally: Takes what cannot be written; then nothing of the result may be used.
        strings: The shared strings of the workbook.
    """
    rows, columns, types, raws, _, _ = sheet.cells.formulas
    found = engine.values(sheet.name, zip(rows, columns, strict=True))
    values = certain_values(sheet, found, tally)
    if tally:
        return ComputedSheet(sheet, values, (), ())
    new = new_values(types, raws, values, strings)
    for index, _ in sheet.forms.what_if:
        new[index] = None
    return ComputedSheet(sheet, values, new, _spilled(sheet, engine, tally, strings))


def _spilled(
    sheet: FormulaSheet, engine: Engine, tally: FaultTally, strings: SharedStrings
) -> list[tuple[Cell, CellValue, Spelled | None]]:
    cells = [child for array in sheet.forms.arrays for child in array.children]
    found = engine.values(sheet.name, [(cell.row, cell.column) for cell in cells])
    values = [value for value in found if not isinstance(value, Uncomputed)]
    if len(values) < len(found):
        tally.add("formula_not_supported", sheet.name, cells[0].address)
        return []
    types = [cell.type for cell in cells]
    new = new_values(types, [cell.value for cell in cells], values, strings)
    return list(zip(cells, values, new, strict=True))
