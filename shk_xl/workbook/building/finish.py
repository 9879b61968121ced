"""What a new workbook gets once its formulas are calculated, and XlsxWriter cannot write.

Rules: a chart keeps a copy of the values that it draws, for programs that show it without
calculating; here the calculated values are put in: all charts stand on Översikt and draw what
its formulas give. The language is named. The rows of tables have a height that fits, but not a
fixed one, so that they grow with what people type. Only what XlsxWriter itself wrote is read
here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from shk_xl.ooxml.odd_cells import Cell
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.workbook.schema import OVERVIEW_SHEET

LANGUAGE: Final = "sv-SE"
_SHEET: Final = re.compile(r"xl/worksheets/sheet\d+\.xml")
_FIXED_ROW: Final = re.compile(rb"""(<row [^>]*?) customHeight="1\"""")
_CORE: Final = "docProps/core.xml"
_CORE_END: Final = "</cp:coreProperties>"
_CHART: Final = re.compile(r"xl/charts/chart\d+\.xml")
_DRAWN: Final = re.compile(
    r"<c:(?P<axis>cat|val)><c:(?:num|str)Ref><c:f>(?P<formula>[^<]*)</c:f>"
    r".*?</c:(?:num|str)Ref></c:(?P=axis)>",
    re.DOTALL,
)
_RANGE: Final = re.compile(r".*\$(?P<column>[A-Z]+)\$(?P<first>\d+):\$(?P=column)\$(?P<last>\d+)")


def finish(data: bytes) -> bytes:
    """Put the calculated values into the charts, and say that the workbook is in Swedish.

    Args:
        data: A workbook of the builder, recalculated.

    Returns:
        The finished workbook.
    """
    package = Package(data)
    sheets = {sheet.name: sheet.partname for sheet in read_workbook(package).sheets}
    overview = sheets.get(OVERVIEW_SHEET)
    cells: dict[str, Cell] = {}
    if overview is not None:
        cells = {cell.address: cell for cell in read_sheet(package.read(overview)).cells()}
    parts = {
        name: _chart(package.read(name).decode(), cells).encode()
        for name in package.partnames
        if _CHART.fullmatch(name)
    }
    for name in package.partnames:
        if _SHEET.fullmatch(name) and name != overview:
            parts[name] = _FIXED_ROW.sub(rb"\1", package.read(name))
    core = package.read(_CORE).decode()
    language = f"<dc:language>{LANGUAGE}</dc:language>"
    parts[_CORE] = core.replace(_CORE_END, language + _CORE_END).encode()
    return package.replaced(parts)


def _chart(text: str, cells: Mapping[str, Cell]) -> str:
    """Give a chart its values, the language, and labels that LibreOffice doesn't break."""
    drawn = _DRAWN.sub(lambda found: _reference(found, cells), text)
    return drawn.replace("en-US", LANGUAGE).replace("<a:bodyPr/>", '<a:bodyPr wrap="none"/>')


def _reference(found: re.Match[str], cells: Mapping[str, Cell]) -> str:
    """Write a chart's reference to cells with the values that stand there."""
    axis, formula = found["axis"], found["formula"]
    drawn = _RANGE.fullmatch(formula)
    if drawn is None:
        raise AssertionError(formula)
    first, last = int(drawn["first"]), int(drawn["last"])
    values = [cells[f"{drawn['column']}{row}"] for row in range(first, last + 1)]
    kind = "str" if axis == "cat" else "num"
    points = "".join(_points(values, texts=axis == "cat"))
    code = "" if axis == "cat" else "<c:formatCode>General</c:formatCode>"
    return (
        f"<c:{axis}><c:{kind}Ref><c:f>{formula}</c:f><c:{kind}Cache>{code}"
        f'<c:ptCount val="{len(values)}"/>{points}</c:{kind}Cache></c:{kind}Ref></c:{axis}>'
    )


def _points(values: list[Cell], *, texts: bool) -> Iterator[str]:
    """Write the values of one kind, each with its place; a chart leaves the others out."""
    for index, cell in enumerate(values):
        if cell.value and (cell.type == "str") == texts:
            yield f'<c:pt idx="{index}"><c:v>{cell.value}</c:v></c:pt>'
