"""The worksheets of a workbook as recalculation needs them: read once, used throughout."""

from __future__ import annotations

from dataclasses import dataclass

from shk_xl.domain.faults import Place, placed, refuse
from shk_xl.ooxml.formula_forms import ArrayFormula, Forms, forms
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.sheet_content import SheetCells
from shk_xl.ooxml.workbook_parts import Workbook
from shk_xl.workbook.recalculation.shared_formulas import SharedFormula, shared_formulas


@dataclass(frozen=True, slots=True)
class FormulaSheet:
    """A worksheet.

    Args:
        name: On its tab.
        partname: Its part.
        cells: Its formula cells, as the file spells them.
        forms: Those that are not ordinary.
        shared: Its shared formulas.
    """

    name: str
    partname: str
    cells: SheetCells
    forms: Forms
    shared: tuple[SharedFormula, ...]

    def address(self, index: int) -> str:
        """Write the address of a formula cell, by its place in the sheet."""
        return self.cells.formulas.address(index)

    def array(self, index: int) -> ArrayFormula:
        """Give an array formula, by the place of its cell."""
        return next(array for array in self.forms.arrays if array.index == index)


def read_sheets(package: Package, workbook: Workbook) -> tuple[FormulaSheet, ...]:
    """Read the worksheets of a workbook; sheets of other kinds hold no formulas of ours.

    Raises:
        Refused: A part that is missing or cannot be read.
    """
    return tuple(
        _read(package, sheet.name, sheet.partname)
        for sheet in workbook.sheets
        if sheet.kind == "worksheet"
    )


def _read(package: Package, name: str, partname: str) -> FormulaSheet:
    with placed(sheet=name):
        return _read_part(name, partname, read_sheet(package.read(partname)))


def _read_part(name: str, partname: str, cells: SheetCells) -> FormulaSheet:
    formulas = cells.formulas
    shared = shared_formulas(formulas)
    return FormulaSheet(name, partname, cells, forms(cells), shared)


def refuse_iso_dates(cells: SheetCells) -> None:
    """Refuse dates written as text, which the engine takes for text.

    Raises:
        Refused: ``cell_iso_date``, with the first of them.
    """
    if '="d"' not in cells.text and "='d'" not in cells.text:
        return
    found = next((cell for cell in cells.cells() if cell.type == "d"), None)
    if found is not None:
        raise refuse("cell_iso_date", Place(cell=found.address))
