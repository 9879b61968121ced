"""Worksheet parts read: their content parted at the formula cells.

Rules: one expression parts ordinary content and another vouches for what is between; a
sheet that holds anything else is parted cell by cell by the general reader of
``odd_cells``. What that cannot place is refused, so that no formula is passed over.

Source: ECMA-376-1:2016, 18.3.1; ``docs/analysis/cached_values.md``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from shk_xl.domain.faults import refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import column_number
from shk_xl.ooxml.cell_patterns import SEAM, patterns
from shk_xl.ooxml.odd_cells import CellLayout, read_formula_cells
from shk_xl.ooxml.sheet_content import STRIDE, FormulaColumns, SheetCells
from shk_xl.ooxml.workbook_parts import MAIN_NAMESPACES
from shk_xl.ooxml.xml_lexer import Tag


def read_sheet(data: bytes) -> SheetCells:
    """Read a worksheet part.

    Args:
        data: The part.

    Raises:
        Refused: ``cell_unreadable`` or ``package_…``; nothing is skipped that cannot be read.
    """
    text, encoding = xml_lexer.decode(data)
    opening, prefix = _find_sheet_data(text)
    if opening is None and "sheetData" in text:
        raise refuse("cell_unreadable", position=text.index("sheetData"))
    if opening is None or opening.closes:
        none = FormulaColumns([], [], [], [], [], [])
        return SheetCells(text, encoding, prefix, 0, 0, none, [""])
    start = opening.end
    end = text.find(f"</{prefix}sheetData", start)
    read = _read_ordinary(text[start:end], prefix) if end >= 0 else None
    if read is None:
        layouts, end = read_formula_cells(text, start, prefix)
        read = _columns_of(layouts), _pieces_of(text, start, end, layouts)
    _refuse_rebinding(text, start, end, prefix)
    return SheetCells(text, encoding, prefix, start, end, *read)


def _find_sheet_data(text: str) -> tuple[Tag | None, str]:
    """Find where the cells start, and the prefix that their names have."""
    bound: dict[str, str] = {}
    for tag in xml_lexer.tags(text):
        if not bound:
            bound = {
                name.partition(":")[2]: uri
                for name, uri in xml_lexer.attributes(tag.attributes).items()
                if name == "xmlns" or name.startswith("xmlns:")
            } or {"": ""}
        prefix, _, name = tag.name.rpartition(":")
        if name == "sheetData" and bound.get(prefix) in MAIN_NAMESPACES:
            return tag, f"{prefix}:" if prefix else ""
    return None, ""


def _refuse_rebinding(text: str, start: int, end: int, prefix: str) -> None:
    """Refuse a declaration among the cells that gives their prefix another meaning."""
    if text.find("xmlns", start, end) < 0:
        return
    name = re.escape(f"xmlns:{prefix[:-1]}" if prefix else "xmlns")
    found = re.compile(rf"""<[^<]*?\s{name}\s*=\s*["']""").search(text, start, end)
    if found is not None:
        raise refuse("cell_unreadable", position=found.start())


def _read_ordinary(content: str, prefix: str) -> tuple[FormulaColumns, list[str]] | None:
    """Read content that is ordinary throughout; None when it is not."""
    of = patterns(prefix)
    parted = of.formula_cell.split(content)
    stride = of.formula_cell.groups + 1
    if of.plain.fullmatch(SEAM.join(parted[::stride])) is None:
        return None
    letters, rows, types = parted[2::stride], parted[3::stride], parted[4::stride]
    numbers = {written: column_number(written) for written in set(letters)}
    kinds = {written: written[4:-1] for written in set(types)}
    columns = FormulaColumns(
        [int(row) for row in rows],
        [numbers[written] for written in letters],
        [kinds[written] for written in types],
        [value or "" for value in parted[10::stride]],
        [formula or "" for formula in parted[8::stride]],
        parted[6::stride],
    )
    pieces = [""] * (len(rows) * STRIDE + 1)
    for piece, group in enumerate((0, 1, 4, 5, 7, 9)):
        pieces[piece::STRIDE] = parted[group::stride]
    pieces[STRIDE - 1 :: STRIDE] = [f"</{prefix}c>"] * len(rows)
    return columns, pieces


def _columns_of(layouts: Sequence[CellLayout]) -> FormulaColumns:
    cells = [layout.cell for layout in layouts if layout.cell is not None]
    return FormulaColumns(
        [cell.row for cell in cells],
        [cell.column for cell in cells],
        [cell.type for cell in cells],
        [cell.value for cell in cells],
        [cell.formula for cell in cells],
        [cell.form or "" for cell in cells],
    )


def _pieces_of(text: str, start: int, end: int, layouts: Sequence[CellLayout]) -> list[str]:
    """Part content of any layout; the head of a cell is left with what stands before it."""
    pieces = []
    position = start
    for layout in layouts:
        type_start, type_end = layout.type_
        formula_start, (value_start, value_end) = layout.formula_rest, layout.value
        pieces += [
            text[position:type_start],
            "",
            text[type_start:type_end],
            text[type_end:formula_start],
            text[formula_start:value_start],
            text[value_start:value_end],
            text[value_end : layout.end],
        ]
        position = layout.end
    pieces.append(text[position:end])
    return pieces
