"""What a workbook's small parts say: sheets, defined names, tables, calculation settings.

Rules: parts are found through relationships, in transitional and strict files alike. The
spans of the defined names are kept, so that a copy of the part can be changed.

Source: ECMA-376-1:2016, 18.2 (workbook) and 18.5 (tables).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shk_xl.domain.faults import refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import area
from shk_xl.ooxml.cell_text import from_xstring
from shk_xl.ooxml.package import Package, Relationship
from shk_xl.ooxml.table import Table

MAIN_NAMESPACES: Final = (
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
)
_RELATIONSHIP_IDS: Final = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_TRUE: Final = ("1", "true")
_FALSE: Final = ("0", "false")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its name, its part, and its kind (``worksheet``, ``chartsheet`` …)."""

    name: str
    partname: str
    kind: str


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name.

    Args:
        name: As it is written.
        sheet: The place of the sheet that it belongs to, from 0; None for the workbook.
        formula: What it stands for.
        start: Where the formula starts in the workbook part's text.
        end: Where it ends.
    """

    name: str
    sheet: int | None
    formula: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Workbook:
    """The workbook part.

    Args:
        partname: Its name.
        text: Its XML.
        encoding: How that is kept as bytes.
        sheets: In the order of the tabs.
        names: The defined names.
        strict: It is written in the namespaces of ISO/IEC 29500 Strict.
        date1904: Days are counted from 1904.
        precision_as_displayed: Excel rounds every value to what it shows.
        iterates: Formulas may refer to themselves; Excel computes them a number of times.
        calculates_on_load: Excel is to compute everything when it opens the workbook, so its
            cached values are not results; or it was saved before they were.
    """

    partname: str
    text: str
    encoding: xml_lexer.Encoding
    sheets: tuple[Sheet, ...]
    names: tuple[DefinedName, ...]
    strict: bool
    date1904: bool
    precision_as_displayed: bool
    iterates: bool
    calculates_on_load: bool


def read_workbook(package: Package) -> Workbook:
    """Read the workbook part.

    Raises:
        Refused: ``not_a_workbook``, ``part_missing``, or XML that cannot be read.
    """
    partname = package.main_part()
    text, encoding = xml_lexer.decode(package.read(partname))
    found: dict[str, list[xml_lexer.Element]] = {}
    for element in xml_lexer.elements(text):
        if element.uri in MAIN_NAMESPACES:
            found.setdefault(element.name, []).append(element)
    if "workbook" not in found:
        raise refuse("not_a_workbook")
    targets = {relationship.id: relationship for relationship in package.relationships(partname)}
    properties, settings = _attributes(found, "workbookPr"), _attributes(found, "calcPr")
    return Workbook(
        partname,
        text,
        encoding,
        tuple(_sheet(element.attributes, targets) for element in found.get("sheet", ())),
        tuple(_defined_name(element, text) for element in found.get("definedName", ())),
        strict=found["workbook"][0].uri != MAIN_NAMESPACES[0],
        date1904=properties.get("date1904") in _TRUE,
        precision_as_displayed=settings.get("fullPrecision") in _FALSE,
        iterates=settings.get("iterate") in _TRUE,
        calculates_on_load=settings.get("fullCalcOnLoad") in _TRUE
        or settings.get("calcCompleted") in _FALSE,
    )


def _attributes(found: Mapping[str, list[xml_lexer.Element]], name: str) -> Mapping[str, str]:
    return found[name][0].attributes if name in found else {}


def _sheet(attributes: Mapping[str, str], targets: Mapping[str, Relationship]) -> Sheet:
    """Read a ``sheet`` element; Excel 5 modules have neither part nor cells."""
    name = attributes.get("name", "")
    id_ = next((attributes[key] for key in _RELATIONSHIP_IDS if key in attributes), "")
    if not id_:
        return Sheet(name, "", "module")
    if id_ not in targets:
        raise refuse("part_missing", part=name)
    return Sheet(name, targets[id_].target, targets[id_].type)


def _defined_name(element: xml_lexer.Element, text: str) -> DefinedName:
    scope = element.attributes.get("localSheetId")
    return DefinedName(
        element.attributes.get("name", ""),
        int(scope) if scope is not None and scope.isdecimal() else None,
        xml_lexer.character_data(text[element.inner_start : element.inner_end]),
        element.inner_start,
        element.inner_end,
    )


def read_tables(package: Package, sheet: Sheet) -> tuple[Table, ...]:
    """Read the tables of a sheet.

    Raises:
        Refused: ``table_unreadable``, ``part_missing``, or XML that cannot be read.
    """
    partnames = package.related(sheet.partname, "table") if sheet.partname else ()
    return tuple(_table(package, partname, sheet.name) for partname in partnames)


def _table(package: Package, partname: str, sheet: str) -> Table:
    text, _ = xml_lexer.decode(package.read(partname))
    columns: list[str] = []
    attributes: dict[str, str] = {}
    for element in xml_lexer.elements(text):
        if element.name == "tableColumn":
            columns.append(from_xstring(element.attributes.get("name", "")))
        elif element.name == "table":
            attributes = dict(element.attributes)
    place = area(attributes.get("ref", ""))
    name = attributes.get("displayName") or attributes.get("name")
    if place is None or not name or len(columns) != place.last_column - place.first_column + 1:
        raise refuse("table_unreadable", part=partname)
    headers = attributes.get("headerRowCount", "1") != "0"
    totals = attributes.get("totalsRowCount", "0") != "0"
    return Table(name, sheet, place, int(headers), int(totals), tuple(columns))
