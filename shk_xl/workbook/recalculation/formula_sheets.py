"""The worksheets of a workbook as recalculation needs them: read once, used throughout."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from shk_xl.domain.faults import Place, Refused, refuse
from shk_xl.ooxml.formula_forms import Forms, forms
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.sheet_content import SheetCells
from shk_xl.ooxml.workbook_parts import Workbook
from shk_xl.ooxml.xml_lexer import character_data
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
        text: Every different formula, a line each: what it lacks is in no formula.
    """

    name: str
    partname: str
    cells: SheetCells
    forms: Forms
    shared: tuple[SharedFormula, ...]
    text: str

    def formulas_where(
        self, wanted: Callable[[str], bool], indices: Iterable[int] | None = None
    ) -> Iterator[tuple[int, str]]:
        """Give the formulas that are wanted, as they read, with their place in the sheet.

        Args:
            wanted: Asked once for each different formula.
            indices: Where to look; everywhere when None.
        """
        verdicts: dict[str, str | None] = {}
        raws = self.cells.formulas.formulas
        for index in range(len(raws)) if indices is None else indices:
            raw = raws[index]
            if raw not in verdicts:
                formula = character_data(raw)
                verdicts[raw] = formula if wanted(formula) else None
            found = verdicts[raw]
            if found is not None:
                yield index, found

    def address(self, index: int) -> str:
        """Write the address of a formula cell, by its place in the sheet."""
        return self.cells.formulas.address(index)


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
    try:
        return _read_part(name, partname, read_sheet(package.read(partname)))
    except Refused as refused:
        faults = [replace(f, place=replace(f.place, sheet=name)) for f in refused.faults]
        raise Refused(faults) from refused


def _read_part(name: str, partname: str, cells: SheetCells) -> FormulaSheet:
    _refuse_iso_dates(cells)
    formulas = cells.formulas
    shared = shared_formulas(formulas)
    return FormulaSheet(name, partname, cells, forms(cells), shared, _text(formulas.formulas))


def _refuse_iso_dates(cells: SheetCells) -> None:
    """Refuse dates written as text, which the engine takes for text."""
    if '="d"' not in cells.text and "='d'" not in cells.text:
        return
    found = next((cell for cell in cells.cells() if cell.type == "d"), None)
    if found is not None:
        raise refuse("cell_iso_date", Place(cell=found.address))


def _text(formulas: Sequence[str]) -> str:
    """Join the different formulas; the spelling of the file serves unless it hides characters."""
    different = list(dict.fromkeys(formulas))
    text = "\n".join(different)
    if "&#" in text or "<" in text:
        return "\n".join(map(character_data, different))
    return text
