"""The rules of tables: a marked heading row, a description, whole cells, no table in a table.

Source: ECMA-376-1 17.4 (tables) and its tblLook; 17.7.6 (parts of table styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from lxml import etree

from shk_xl.documents.accessibility.colours import shading
from shk_xl.documents.accessibility.looks import is_on
from shk_xl.documents.accessibility.reading import Reading, StyledRow
from shk_xl.documents.word import names
from shk_xl.documents.word.names import w

_PROPERTIES: Final = w("tblPr")
_HEADER: Final = f"{w('trPr')}/{w('tblHeader')}"
_CELL_PROPERTIES: Final = w("tcPr")
_CELL_SHADING: Final = f"{_CELL_PROPERTIES}/{w('shd')}"
_SPAN: Final = w("gridSpan")
_MERGES: Final = (w("vMerge"), w("hMerge"))
_SHOWN: Final = {
    "firstRow": 0x0020,
    "lastRow": 0x0040,
    "firstColumn": 0x0080,
    "lastColumn": 0x0100,
    "noHBand": 0x0200,
    "noVBand": 0x0400,
}
_HEX = re.compile(r"[0-9a-fA-F]{1,4}")
_OFF: Final = ("0", "false", "off")


def table(element: etree._Element, reading: Reading) -> None:
    """Check a table, and note the colours of its style."""
    reading.heading = None
    if any(True for _ in element.iterancestors(names.CELL)):
        reading.tell("docx_table_nested", element)
    rows = [row for row in element.iterchildren(names.ROW) if row not in reading.passed_over]
    if rows and not is_on(rows[0].find(_HEADER)):
        reading.tell("docx_table_header", element)
    properties = element.find(_PROPERTIES)
    if not _described(properties):
        reading.tell("docx_table_description", element)
    if _is_split(rows, reading):
        reading.tell("docx_table_merged", element)
    style = None if properties is None else properties.find(w("tblStyle"))
    parts = reading.looks.tables.get("" if style is None else style.get(names.VAL, ""))
    if parts is not None:
        shown, last = _shown(properties), len(rows) - 1
        for number, row in enumerate(rows):
            reading.coloured[row] = StyledRow(parts, shown, number, number == last)


def cell(element: etree._Element, reading: Reading) -> None:
    """Check that a cell is whole."""
    properties = element.find(_CELL_PROPERTIES)
    if properties is None:
        return
    span = properties.find(_SPAN)
    spanned = span is not None and span.get(names.VAL, "1") != "1"
    if spanned or any(properties.find(merge) is not None for merge in _MERGES):
        first = element.find(names.P)
        reading.tell("docx_table_merged", element if first is None else first)


def stand_in(element: etree._Element, reading: Reading) -> None:
    """Take what is behind the text of a cell."""
    reading.cell = element
    reading.cell_fill = reading.cell_colour = None
    if reading.coloured:
        _take_table_style(element, reading)
    shaded = element.find(_CELL_SHADING)
    if shaded is not None:
        reading.cell_fill = shading(shaded, reading.looks.theme) or reading.cell_fill


def _described(properties: etree._Element | None) -> bool:
    if properties is None:
        return False
    said = (properties.find(w("tblCaption")), properties.find(w("tblDescription")))
    return any(one is not None and one.get(names.VAL, "").strip() for one in said)


def _is_split(rows: list[etree._Element], reading: Reading) -> bool:
    """Whether rows have different numbers of cells, merged ones counted as what they cover."""
    counts = set()
    for row in rows:
        cells = [one for one in row.iterchildren(names.CELL) if one not in reading.passed_over]
        counts.add(sum(_width(one) for one in cells))
    return len(counts) > 1


def _width(one: etree._Element) -> int:
    span = one.find(f"{_CELL_PROPERTIES}/{_SPAN}")
    said = "" if span is None else span.get(names.VAL, "")
    return int(said) if said.isdecimal() else 1


def _shown(properties: etree._Element | None) -> frozenset[str]:
    """Name what a table shows of its style, such as ``firstRow`` and ``noHBand``."""
    look = None if properties is None else properties.find(w("tblLook"))
    if look is None:
        return frozenset()
    said = look.get(names.VAL, "")
    bits = int(said, 16) if _HEX.fullmatch(said) else 0
    return frozenset(
        name
        for name, bit in _SHOWN.items()
        if look.get(w(name), "1" if bits & bit else "0") not in _OFF
    )


def _take_table_style(element: etree._Element, reading: Reading) -> None:
    """Give a cell the colours of its table's style, the weakest first.

    Where a row and a column with colours meet, programs differ on which of them wins, and the
    standard's order is not what the styles of Word were drawn for: such a cell is not judged.
    """
    row = element.getparent()
    styled = reading.coloured.get(row) if row is not None else None
    if styled is None:
        return
    edges = [name for name in _edges(element, styled) if name in styled.parts]
    if sum(bool(styled.parts[name].fill or styled.parts[name].colour) for name in edges) > 1:
        return
    for name in ("", *_bands(element, styled), *edges):
        part = styled.parts.get(name)
        if part is not None:
            reading.cell_fill = part.fill or reading.cell_fill
            reading.cell_colour = part.colour or reading.cell_colour


def _bands(element: etree._Element, styled: StyledRow) -> Iterator[str]:
    """Name the bands that a cell belongs to; they are counted after the first row and column."""
    if "noVBand" not in styled.shown:
        column = sum(1 for _ in element.itersiblings(names.CELL, preceding=True))
        yield f"band{1 + (column - ('firstColumn' in styled.shown)) % 2}Vert"
    if "noHBand" not in styled.shown:
        yield f"band{1 + (styled.number - ('firstRow' in styled.shown)) % 2}Horz"


def _edges(element: etree._Element, styled: StyledRow) -> Iterator[str]:
    """Name the first and last row and column that a cell belongs to, where they are shown."""
    first = next(element.itersiblings(names.CELL, preceding=True), None) is None
    last = next(element.itersiblings(names.CELL), None) is None
    for shown, part, belongs in (
        ("firstRow", "firstRow", styled.number == 0),
        ("lastRow", "lastRow", styled.is_last),
        ("firstColumn", "firstCol", first),
        ("lastColumn", "lastCol", last),
    ):
        if belongs and shown in styled.shown:
            yield part
