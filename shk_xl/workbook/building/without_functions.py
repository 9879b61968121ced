"""A workbook in which the values stand that our functions gave, and not the functions.

Rules: a cell whose formula calls a function of ours, or is an error and nothing else, keeps its
value and loses its formula. Every other formula stays. Only what XlsxWriter itself wrote and we
calculated is read here; the formulas of table columns are for whoever writes them to leave out.
"""

from __future__ import annotations

from functools import cache

from shk_xl.functions.cell_values import error_from_text
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.ooxml.xml_lexer import character_data
from shk_xl.workbook.spelling import calls_ours


def without_functions(data: bytes) -> bytes:
    """Let the cells that call our functions keep their values alone.

    Args:
        data: A workbook of XlsxWriter, calculated.

    Returns:
        The workbook; a text value without its formula is still a text, and an error an error.
    """
    package = Package(data)
    parts: dict[str, bytes] = {}
    for sheet in read_workbook(package).sheets:
        cells = read_sheet(package.read(sheet.partname))
        kept = [None if _goes(formula) else formula for formula in cells.formulas.formulas]
        if None in kept:
            parts[sheet.partname] = cells.for_engine(kept)
    return package.replaced(parts)


@cache
def _goes(raw: str) -> bool:
    """Whether a formula goes, as the file spells it."""
    formula = character_data(raw)
    return error_from_text(formula) is not None or calls_ours(formula)
