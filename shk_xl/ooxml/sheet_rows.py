"""The rows of a worksheet part and the cells in them, each with its place in the text.

Rules: rows and cells stand in order, say where they are, and stand there once; a sheet whose
rows do not is refused, since readers disagree about what it holds. Ordinary cells are read
by one expression, a row with anything else in it tag by tag.

Source: ECMA-376-1:2016, 18.3.1.73 (``row``) and 18.3.1.4 (``c``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final, NamedTuple

from shk_xl.domain.faults import refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import column_number
from shk_xl.ooxml.sheet_content import SheetCells
from shk_xl.ooxml.xml_lexer import ATTRIBUTES, Tag

_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


class SheetRow(NamedTuple):
    """A row: its number, its start tag, where its content ends, and where it ends itself."""

    number: int
    tag: Tag
    inner_end: int
    end: int


class RowCell(NamedTuple):
    """A cell of a row, as the file spells it.

    Args:
        column: From 1.
        start: Where its ``<c`` stands in the sheet's text.
        end: After its last ``>``.
        attributes: Those of its start tag.
        inner: What stands inside it.
    """

    column: int
    start: int
    end: int
    attributes: str
    inner: str


@lru_cache(maxsize=8)
def _row_tags(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(
        r"<(?:!--(?:(?!--).)*+-->|!\[CDATA\[.*?\]\]>|\?.*?\?>"
        rf"|({p}row)({ATTRIBUTES})\s*(/?)>|(/{p}row)\s*>)",
        re.DOTALL,
    )


@lru_cache(maxsize=8)
def _plain_cell(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(
        rf'\s*<{p}c( r="([A-Z]{{1,3}})([0-9]{{1,7}})"(?: [a-zA-Z]+="[^"<]*")*+)\s*'
        rf"(?:/>|>((?:[^<]|<(?![!?]|/?{p}c[\s/>]))*+)</{p}c>)"
    )


def read_rows(sheet: SheetCells) -> dict[int, SheetRow]:
    """Read where the rows of a sheet stand.

    Returns:
        By number, in order.

    Raises:
        Refused: ``sheet_disorder``, ``cell_unreadable`` or ``package_damaged_part``.
    """
    rows: dict[int, SheetRow] = {}
    opening: Tag | None = None
    last = 0
    for found in _row_tags(sheet.prefix).finditer(sheet.text, sheet.start, sheet.end):
        start, end = found.span()
        if found[1]:
            closes = bool(found[3])
            opening = Tag(start, end, found[1], found[2], opens=True, closes=closes)
        if opening is not None and (found[4] or opening.closes):
            number = _number(opening, last)
            rows[number] = SheetRow(number, opening, start if found[4] else end, end)
            last, opening = number, None
    return rows


def _number(opening: Tag, last: int) -> int:
    """Read the number of a row; one that does not tell it follows the one before."""
    written = xml_lexer.attributes(opening.attributes).get("r", str(last + 1))
    if not written.isdecimal():
        raise refuse("cell_unreadable", position=opening.start)
    if int(written) <= last:
        raise refuse("sheet_disorder", at=written)
    return int(written)


def read_cells(sheet: SheetCells, row: SheetRow) -> dict[int, RowCell]:
    """Read the cells of a row.

    Returns:
        By column, in order.

    Raises:
        Refused: ``sheet_disorder``, ``cell_unreadable`` or ``package_damaged_part``.
    """
    cells = _ordinary_cells(sheet, row)
    if cells is None:
        cells = list(_odd_cells(sheet, row))
    last = 0
    for cell in cells:
        if cell.column <= last:
            raise refuse("sheet_disorder", at=row.number)
        last = cell.column
    return {cell.column: cell for cell in cells}


def _ordinary_cells(sheet: SheetCells, row: SheetRow) -> list[RowCell] | None:
    """Read cells as the usual programs write them; None where anything else stands."""
    expression = _plain_cell(sheet.prefix)
    text, position, number = sheet.text, row.tag.end, str(row.number)
    before = len(f"<{sheet.prefix}c")
    cells: list[RowCell] = []
    while found := expression.match(text, position, row.inner_end):
        attributes, letters, written, inner = found.groups()
        if written != number:
            raise refuse("sheet_disorder", at=f"{letters}{written}")
        position = found.end()
        start = found.start(1) - before
        cells.append(RowCell(column_number(letters), start, position, attributes, inner or ""))
    return cells if not text[position : row.inner_end].strip() else None


def _odd_cells(sheet: SheetCells, row: SheetRow) -> Iterator[RowCell]:
    """Read cells of any layout."""
    depth = 0
    opening: Tag | None = None
    for tag in xml_lexer.tags(sheet.text, row.tag.end):
        if tag.start >= row.inner_end:
            break
        if tag.opens:
            if depth == 0 and tag.name == f"{sheet.prefix}c":
                opening = tag
            depth += 1
        if tag.closes:
            depth -= 1
            if depth == 0 and opening is not None:
                yield _cell(sheet.text, row.number, opening, tag)
                opening = None
    if depth:
        raise xml_lexer.not_well_formed(row.tag.start)


def _cell(text: str, row: int, opening: Tag, closing: Tag) -> RowCell:
    reference = xml_lexer.attributes(opening.attributes).get("r", "")
    where = _REFERENCE.fullmatch(reference)
    if where is None:
        raise refuse("cell_unreadable", position=opening.start)
    if int(where[2]) != row:
        raise refuse("sheet_disorder", at=reference)
    inner = "" if opening is closing else text[opening.end : closing.start]
    column = column_number(where[1])
    return RowCell(column, opening.start, closing.end, opening.attributes, inner)
