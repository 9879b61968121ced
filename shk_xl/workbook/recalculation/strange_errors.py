"""Error values that the engine cannot read in a file: ``#SPILL!``, ``#BLOCKED!`` and others.

A workbook with one of them does not load. So the copy holds a call instead, which gives the
same error where the engine knows it, and elsewhere one that says that there is no value:
formulas that catch errors catch it, and those that pass it on are not computed.
"""

from __future__ import annotations

import re
from typing import Final

from shk_xl.ooxml.odd_cells import Cell
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet

FUNCTION: Final = "SHK__ERROR"
"""The function that gives the error; in the copy alone."""

_LOADS: Final = frozenset(("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"))
_STRANGE: Final = re.compile(r"#(?!NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A)[A-Z_]+[!?]?\s*<")


def is_strange(type_: str, value: str) -> bool:
    """Whether a cell holds an error value that the engine cannot read."""
    return type_ == "e" and value not in _LOADS


def call(value: str) -> str:
    """Write the formula that gives an error value, as character data.

    >>> call("#SPILL!")
    'SHK__ERROR("#SPILL!")'
    """
    quoted = value.replace('"', "")
    return f'{FUNCTION}("{quoted}")'


def strange_inputs(sheet: FormulaSheet) -> list[Cell]:
    """Find the cells without formula that hold such a value."""
    cells = sheet.cells
    first = cells.text.find("#", cells.start, cells.end)
    if first < 0 or _STRANGE.search(cells.text, first - 1, cells.end) is None:
        return []
    return [
        cell for cell in cells.cells() if cell.form is None and is_strange(cell.type, cell.value)
    ]
