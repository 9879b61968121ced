"""Workbooks written by hand, byte for byte, so that a test decides on every character."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from xml.sax.saxutils import escape, quoteattr

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'

Cells = Mapping[str, str]
"""What stands in a cell, by address: a formula after ``=``, raw XML after ``<c``, or a value."""


def sheet_xml(cells: Cells, *, after: str = "") -> str:
    """Write a worksheet part the way Excel lays it out."""
    rows: dict[int, list[tuple[int, str, str]]] = {}
    for address, content in cells.items():
        letters, number = re.fullmatch(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
        rows.setdefault(int(number), []).append((len(letters), letters, _cell(address, content)))
    data = "".join(
        f'<row r="{number}">{"".join(cell for _, _, cell in sorted(row))}</row>'
        for number, row in sorted(rows.items())
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}">'
        f"<sheetData>{data}</sheetData>{after}</worksheet>"
    )


def _cell(address: str, content: str) -> str:
    if content.startswith("<c"):
        return content.replace("<c", f'<c r="{address}"', 1)
    if content.startswith("="):
        return f'<c r="{address}"><f>{escape(content[1:])}</f></c>'
    if re.fullmatch(r"-?\d+(\.\d+)?", content):
        return f'<c r="{address}"><v>{content}</v></c>'
    return f'<c r="{address}" t="str"><v>{escape(content)}</v></c>'


def table_xml(name: str, ref: str, columns: list[str], *, totals: int = 0) -> str:
    """Write a table part."""
    listed = "".join(
        f"<tableColumn id={quoteattr(str(i))} name={quoteattr(column)}/>"
        for i, column in enumerate(columns, 1)
    )
    return (
        f'{DECLARATION}<table xmlns="{MAIN}" id="1" name="{name}" displayName="{name}" '
        f'ref="{ref}" totalsRowCount="{totals}"><tableColumns count="{len(columns)}">{listed}'
        "</tableColumns></table>"
    )


def workbook(
    sheets: Mapping[str, Cells | str],
    *,
    names: Mapping[str, str] | None = None,
    properties: str = "",
    tables: Mapping[str, list[str]] | None = None,
) -> bytes:
    """Write a workbook.

    Args:
        sheets: The cells of each sheet by name, or the whole part.
        names: Defined names.
        properties: XML before and after the sheets, parted by ``|``.
        tables: The table parts of a sheet, by its name.
    """
    before, _, after = properties.partition("|")
    listed = "".join(
        f"<sheet name={quoteattr(name)} sheetId='{i}' r:id='rId{i}'/>"
        for i, name in enumerate(sheets, 1)
    )
    defined = "".join(
        f"<definedName name={quoteattr(name)}>{escape(formula)}</definedName>"
        for name, formula in (names or {}).items()
    )
    parts = {
        "[Content_Types].xml": _content_types(len(sheets), sum(map(len, (tables or {}).values()))),
        "_rels/.rels": _relationships({"rId1": ("officeDocument", "xl/workbook.xml")}),
        "xl/workbook.xml": (
            f'{DECLARATION}<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{before}'
            f"<sheets>{listed}</sheets><definedNames>{defined}</definedNames>{after}</workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relationships(
            {
                f"rId{i}": ("worksheet", f"worksheets/sheet{i}.xml")
                for i in range(1, len(sheets) + 1)
            }
        ),
    }
    number = 0
    for i, (name, cells) in enumerate(sheets.items(), 1):
        parts[f"xl/worksheets/sheet{i}.xml"] = cells if isinstance(cells, str) else sheet_xml(cells)
        targets = {}
        for table in (tables or {}).get(name, []):
            number += 1
            parts[f"xl/tables/table{number}.xml"] = table
            targets[f"rId{number}"] = ("table", f"../tables/table{number}.xml")
        if targets:
            parts[f"xl/worksheets/_rels/sheet{i}.xml.rels"] = _relationships(targets)
    return archive({name: part.encode() for name, part in parts.items()})


def archive(parts: Mapping[str, bytes]) -> bytes:
    """Pack parts with a fixed date."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as file:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, (2024, 2, 29, 12, 30, 58))
            info.compress_type = zipfile.ZIP_DEFLATED
            file.writestr(info, part)
    return packed.getvalue()


def _relationships(targets: Mapping[str, tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="{id_}" Type="{OFFICE}/{type_}" Target="{target}"/>'
        for id_, (type_, target) in targets.items()
    )
    return f'{DECLARATION}<Relationships xmlns="{PACKAGE}/relationships">{listed}</Relationships>'


def _content_types(sheets: int, tables: int) -> str:
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    overrides = "".join(
        f'<Override PartName="/xl/{folder}/{part}{i}.xml" ContentType="{kind}.{type_}+xml"/>'
        for folder, part, type_, count in (
            ("worksheets", "sheet", "worksheet", sheets),
            ("tables", "table", "table", tables),
        )
        for i in range(1, count + 1)
    )
    return (
        f'{DECLARATION}<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f"{overrides}</Types>"
    )
