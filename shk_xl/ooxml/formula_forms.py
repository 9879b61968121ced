"""The forms that a formula may have in a cell: ordinary, shared, array, what-if table.

Source: ECMA-376-1:2016, 18.18.6 (``ST_CellFormulaType``); ``docs/analysis/cached_values.md``.
"""

from __future__ import annotations

from dataclasses import dataclass

from shk_xl.domain.faults import Place, refuse
from shk_xl.ooxml.addresses import Area, area
from shk_xl.ooxml.odd_cells import Cell
from shk_xl.ooxml.sheet_content import SheetCells
from shk_xl.ooxml.xml_lexer import attributes


@dataclass(frozen=True, slots=True)
class ArrayFormula:
    """An array formula, and the cells that show its values.

    Args:
        index: The place of its cell, at the top left, among the formula cells.
        area: All of its cells.
        children: The others, as far as the file has them.
        is_dynamic: It fills as many cells as it has values; otherwise its area stays.
    """

    index: int
    area: Area
    children: tuple[Cell, ...]
    is_dynamic: bool


@dataclass(frozen=True, slots=True)
class Forms:
    """The formulas of a sheet that are not ordinary.

    Args:
        arrays: Array formulas, dynamic ones too.
        what_if: The place of each cell with a what-if table, and its area.
    """

    arrays: tuple[ArrayFormula, ...]
    what_if: tuple[tuple[int, Area], ...]


def forms(cells: SheetCells) -> Forms:
    """Find the formulas of a sheet that are not ordinary or shared.

    Raises:
        Refused: ``array_without_area``; one of them does not say which cells it covers.
    """
    arrays: list[tuple[int, Area]] = []
    what_if: list[tuple[int, Area]] = []
    kinds = {"array": arrays, "dataTable": what_if}
    for index, form in enumerate(cells.formulas.forms):
        if not form or ("array" not in form and "dataTable" not in form):
            continue
        given = attributes(form)
        kind = kinds.get(given.get("t", ""))
        if kind is not None:
            covered = area(given.get("ref", ""))
            if covered is None:
                raise refuse("array_without_area", Place(cell=cells.formulas.address(index)))
            kind.append((index, covered))
    return Forms(tuple(_with_children(cells, arrays)), tuple(what_if))


def _with_children(cells: SheetCells, arrays: list[tuple[int, Area]]) -> list[ArrayFormula]:
    children: dict[int, list[Cell]] = {}
    wide = [(index, covered) for index, covered in arrays if covered.size > 1]
    for cell in cells.cells([covered for _, covered in wide]) if wide else ():
        for index, covered in wide:
            if cell.form is None and covered.holds(cell.row, cell.column):
                children.setdefault(index, []).append(cell)
    return [
        ArrayFormula(
            index, covered, tuple(children.get(index, ())), "cm" in cells.attributes(index)
        )
        for index, covered in arrays
    ]
