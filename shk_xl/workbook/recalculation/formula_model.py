"""The formulas of a workbook with all that is known before anything is computed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import Workbook, read_tables
from shk_xl.workbook.recalculation.dependents import Dependents
from shk_xl.workbook.recalculation.fills import Fill, fixed_reference, read_fills
from shk_xl.workbook.recalculation.formula_facts import Facts, FormulaFacts, with_spills
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet
from shk_xl.workbook.recalculation.formula_translator import FormulaTranslator
from shk_xl.workbook.recalculation.references import Reference
from shk_xl.workbook.recalculation.sheet_formulas import Shape, ShapeReader
from shk_xl.workbook.recalculation.structured_references import Tables


@dataclass(frozen=True, slots=True)
class FormulaModel:
    """The formulas of a workbook.

    Args:
        sheets: The worksheets.
        fills: The formula cells, by column and shape.
        facts: What is known of each shape.
        dependents: What depends on what.
        translator: Translates what the engine would not understand.
    """

    sheets: tuple[FormulaSheet, ...]
    fills: tuple[Fill, ...]
    facts: FormulaFacts
    dependents: Dependents
    translator: FormulaTranslator

    def of(self, fill: Fill) -> Facts:
        """Tell what is known of the formula of a fill."""
        return self.facts.of(fill.shape)

    def sheet(self, fill: Fill) -> FormulaSheet:
        """Give the sheet of a fill."""
        return self.sheets[fill.sheet]


def read_model(
    package: Package,
    workbook: Workbook,
    sheets: tuple[FormulaSheet, ...],
    functions: Collection[str],
) -> FormulaModel:
    """Read the formulas of a workbook.

    Args:
        package: The workbook.
        workbook: Its workbook part.
        sheets: Its worksheets.
        functions: The names of our functions, in upper case.
    """
    tables = Tables(table for sheet in workbook.sheets for table in read_tables(package, sheet))
    last_row = max((sheet.cells.last_row for sheet in sheets), default=0)
    translator = FormulaTranslator(tables, functions, last_row)
    by_name = {sheet.name.casefold(): number for number, sheet in enumerate(sheets)}
    reader = ShapeReader(translator, by_name)
    shapes = [reader.shapes(number, sheet) for number, sheet in enumerate(sheets)]
    worksheets = (i for i, sheet in enumerate(workbook.sheets) if sheet.kind == "worksheet")
    facts = FormulaFacts(workbook.names, worksheets, reader, functions)
    spills = {number: _filled(number, sheet) for number, sheet in enumerate(sheets)}
    references: list[dict[Shape, tuple[Reference, ...]]] = [
        {shape: with_spills(facts.of(shape).references, spills) for shape in set(of)}
        for of in shapes
    ]
    fills = tuple(read_fills(sheets, shapes, references))
    return FormulaModel(sheets, fills, facts, Dependents(fills), translator)


def _filled(number: int, sheet: FormulaSheet) -> list[Reference]:
    """Refer to the cells that array formulas of a sheet fill."""
    return [fixed_reference(number, array.area) for array in sheet.forms.arrays]
