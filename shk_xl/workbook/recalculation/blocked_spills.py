"""Dynamic arrays that have no room: ``#SPILL!`` only where Excel gives it too.

The engine gives that error also when there are more values than it fills cells with. So the
size of the result is asked for apart, and the cells that it would fill are looked at.
"""

from __future__ import annotations

from typing import Final

from shk_xl.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area, sheet_prefix
from shk_xl.ooxml.formula_forms import ArrayFormula
from shk_xl.workbook.formula_tokens import Kind, Token, joined, tokens
from shk_xl.workbook.recalculation.engine import Engine
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet

_SHEET: Final = "\ue000size"


def on_sheet(formula: str, sheet: str) -> str:
    """Write a sheet before every reference that has none, so that a formula can stand elsewhere.

    >>> on_sheet("SUM(A1:B2,'Q'!C3,A:A)", "S")
    "SUM('S'!A1:B2,'Q'!C3,'S'!A:A)"
    """
    prefix = Token(Kind.SHEET, sheet_prefix(sheet))
    result: list[Token] = []
    for token in tokens(formula):
        before = result[-1] if result else Token(Kind.OTHER, "")
        if token.kind is Kind.REFERENCE and before.kind is not Kind.SHEET and before.text != ":":
            result.append(prefix)
        result.append(token)
    return joined(result)


def is_blocked(sheet: FormulaSheet, array: ArrayFormula, formula: str, engine: Engine) -> bool:
    """Whether a cell with content, or the end of the sheet, is in the way of an array formula.

    Args:
        sheet: Its sheet.
        array: The formula.
        formula: As the engine reads it.
        engine: It has evaluated, and found no room.
    """
    size = engine.size(_SHEET, on_sheet(formula, sheet.name))
    if size is None:
        return False
    top, left = array.area.first_row, array.area.first_column
    filled = Area(top, left, top + size[0] - 1, left + size[1] - 1)
    if filled.last_row > LAST_ROW or filled.last_column > LAST_COLUMN:
        return True
    own = {(top, left), *((cell.row, cell.column) for cell in array.children)}
    return any(
        (cell.row, cell.column) not in own
        and bool(cell.value or cell.type or cell.form is not None)
        for cell in sheet.cells.cells([filled])
    )
