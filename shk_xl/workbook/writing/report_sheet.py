"""A report put into a workbook as a sheet, made anew, added to, and read back.

Rules: a sheet is ours when its first row has our headings, or nothing stands on it; another
one with the name is left alone. A new sheet comes last, so that no other sheet changes its
place. The parts of the other sheets keep every byte.

Source: ECMA-376-1:2016, 18.2.19 (``sheet``); ECMA-376-2:2021, 6.5 and 7.3.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from datetime import date, time
from typing import Final

from shk_xl.domain.faults import Place, refuse
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import LAST_COLUMN
from shk_xl.ooxml.package import CONTENT_TYPES, Package, relationships_part
from shk_xl.ooxml.part_lists import (
    free_partname,
    with_content_type,
    with_relationship,
    without_content_types,
)
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.sheet_editing import SheetEditor
from shk_xl.ooxml.style_sheet import StyleSheet
from shk_xl.ooxml.tag_edits import quoted
from shk_xl.ooxml.workbook_parts import Sheet, Workbook
from shk_xl.ooxml.xml_lexer import Edit
from shk_xl.workbook.reading.cells import NotCalculated, ReadRow, ReadValue, read_sheet
from shk_xl.workbook.writing.book_tables import open_workbook
from shk_xl.workbook.writing.growth import dimension_edit
from shk_xl.workbook.writing.report import ReportSheet
from shk_xl.workbook.writing.report_part import (
    Styles,
    hyperlinks,
    report_heights,
    report_part,
    report_rows,
    report_styles,
)
from shk_xl.workbook.writing.shared import read_shared

_CONTENT_TYPE: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_OURS_BY: Final = 3
"""So many headings in a row are no chance."""
_TRUE: Final = ("1", "true")
_AFTER_LINKS: Final = frozenset(
    (
        *("printOptions", "pageMargins", "pageSetup", "headerFooter", "rowBreaks", "colBreaks"),
        *("customProperties", "cellWatches", "ignoredErrors", "smartTags", "drawing"),
        *("legacyDrawing", "legacyDrawingHF", "picture", "oleObjects", "controls"),
        *("webPublishItems", "tableParts", "extLst"),
    )
)
"""What stands after the links of a worksheet."""


def write_report_sheet(data: bytes, sheet: ReportSheet) -> bytes:
    """Put a report into a workbook; one of ours with the name is replaced, wherever it stands.

    Args:
        data: The file, guarded before.
        sheet: The report.

    Raises:
        Refused: Somebody else's sheet has the name, the structure is protected, a text is too
            long, or the workbook cannot be written.
    """
    package, workbook = open_workbook(data)
    parts, styles = _styles(package, workbook)
    part = report_part(sheet, styles)
    old = _find(workbook, sheet.name)
    if old is None:
        return _with_new_sheet(package, workbook, sheet.name, part, parts)
    _refuse_if_taken(package, workbook, old, sheet)
    relationships = relationships_part(old.partname)
    gone = [relationships] if relationships in package else []
    if gone:
        types = package.read(CONTENT_TYPES)
        parts[CONTENT_TYPES] = without_content_types(types, gone)
    return package.replaced(_changed(package, {**parts, old.partname: part}), removed=gone)


def append_report_rows(data: bytes, sheet: ReportSheet) -> bytes:
    """Put rows after the last row of a report; the sheet is made when it is missing.

    Args:
        data: The file, guarded before.
        sheet: The report, with the rows that are new.

    Raises:
        Refused: As for ``write_report_sheet``.
    """
    package, workbook = open_workbook(data)
    old = _find(workbook, sheet.name)
    titles = None if old is None else _titles(package, workbook, old)
    if old is None or not titles:
        return write_report_sheet(data, sheet)
    if list(titles.values()) != [column.title for column in sheet.columns]:
        raise refuse("report_sheet_taken", Place(sheet=sheet.name))
    parts, styles = _styles(package, workbook)
    editor = SheetEditor(package.read(old.partname))
    heights = report_heights(sheet)
    rows = reversed([*editor.rows])
    filled = (row for row in rows if any(cell.inner for cell in editor.cells(row).values()))
    first = next(filled, 1) + 1
    for number, cells in enumerate(report_rows(sheet, styles, first=first), start=first):
        editor.fit_row(number, heights[number - first])
        for column, content, style in cells:
            editor.put(number, column, content, style=style)
    around = _link_edits(editor, hyperlinks(sheet, first=first))
    dimension = dimension_edit(editor.sheet, editor.extent) if editor.extent else None
    parts[old.partname] = editor.written([*around, dimension] if dimension else around)
    return package.replaced(_changed(package, parts))


def read_report_sheet(data: bytes, name: str) -> list[dict[str, CellValue]] | None:
    """Read a sheet with headings.

    Args:
        data: The file, guarded before.
        name: The sheet's name.

    Returns:
        The rows that hold anything, each with a value for every heading of the first row, None
        where the cell is blank; a date as its text. None when there is no such sheet.
    """
    package, workbook = open_workbook(data)
    sheet = _find(workbook, name)
    if sheet is None:
        return None
    titles = _titles(package, workbook, sheet)
    rows = _rows(package, workbook, sheet, titles)
    return [
        {title: _as_value(row.values.get(title)) for title in titles.values()}
        for row in rows
        if row.number > 1 and row.values
    ]


def _find(workbook: Workbook, name: str) -> Sheet | None:
    found = (one for one in workbook.sheets if one.name.casefold() == name.casefold())
    return next(found, None)


def _rows(
    package: Package, workbook: Workbook, sheet: Sheet, titles: Mapping[int, str]
) -> Iterator[ReadRow]:
    """Read the cells of some columns of a sheet."""
    if sheet.kind != "worksheet":
        return iter(())
    formats = read_shared(package, workbook).formats
    strings = read_shared_strings(package)
    return read_sheet(package.read(sheet.partname), titles, strings, formats)


def _titles(package: Package, workbook: Workbook, sheet: Sheet) -> dict[int, str]:
    """Read the headings of a sheet: the texts of its first row, by column."""
    numbers = {number: str(number) for number in range(1, LAST_COLUMN + 1)}
    first = next(_rows(package, workbook, sheet, numbers), None)
    if first is None or first.number > 1:
        return {}
    return {int(key): str(_as_value(value)) for key, value in first.values.items()}


def _as_value(value: ReadValue) -> CellValue:
    """Give what a cell holds; a date or a time as its text."""
    if isinstance(value, NotCalculated):
        return None
    if isinstance(value, date | time):
        return value.isoformat()
    return value


def _refuse_if_taken(package: Package, workbook: Workbook, old: Sheet, sheet: ReportSheet) -> None:
    """Refuse to replace a sheet that is not ours."""
    titles = [*_titles(package, workbook, old).values()]
    ours = [column.title for column in sheet.columns]
    is_blank = old.kind == "worksheet" and not titles and not _holds_cells(package, old)
    if not is_blank and (old.kind != "worksheet" or titles[:_OURS_BY] != ours[:_OURS_BY]):
        raise refuse("report_sheet_taken", Place(sheet=old.name))


def _holds_cells(package: Package, sheet: Sheet) -> bool:
    editor = SheetEditor(package.read(sheet.partname))
    return any(cell.inner for row in editor.rows for cell in editor.cells(row).values())


def _styles(package: Package, workbook: Workbook) -> tuple[dict[str, bytes], Styles]:
    """Give the styles of reports, and the styles part that has them."""
    partnames = package.related(workbook.partname, "styles")
    if not partnames:
        raise refuse("part_missing", part="styles")
    styles = StyleSheet(package.read(partnames[0]))
    numbers = report_styles(styles)
    return {partnames[0]: styles.written()}, numbers


def _changed(package: Package, parts: Mapping[str, bytes]) -> dict[str, bytes]:
    return {name: part for name, part in parts.items() if part != package.read(name)}


def _with_new_sheet(
    package: Package, workbook: Workbook, name: str, part: bytes, parts: dict[str, bytes]
) -> bytes:
    """Put a new sheet into the package, and into the lists that name it."""
    if _is_structure_protected(workbook):
        raise refuse("book_structure_protected", Place(sheet=name))
    folder = posixpath.dirname(workbook.sheets[0].partname)
    partname = free_partname(package, posixpath.join(folder, "sheet{}.xml"))
    relationships = relationships_part(workbook.partname)
    listed, id_ = with_relationship(
        package.read(relationships), workbook.partname, "worksheet", partname
    )
    types = with_content_type(package.read(CONTENT_TYPES), partname, _CONTENT_TYPE)
    edit = _sheet_edit(workbook, name, id_)
    text = xml_lexer.edited(workbook.text, [edit])
    changes = {
        CONTENT_TYPES: types,
        relationships: listed,
        workbook.partname: workbook.encoding.encode(text),
    }
    return package.replaced(_changed(package, {**parts, **changes}), added={partname: part})


def _sheet_edit(workbook: Workbook, name: str, relationship: str) -> Edit:
    """List a sheet after the last one, in the words that the part uses."""
    listed = [
        tag
        for tag in xml_lexer.tags(workbook.text)
        if tag.opens and tag.name.rpartition(":")[2] == "sheet"
    ]
    last = listed[-1]
    given = [xml_lexer.attributes(tag.attributes) for tag in listed]
    id_name = next(key for key in reversed(given[-1]) if key.rpartition(":")[2] == "id")
    number = 1 + max(int(one["sheetId"]) for one in given)
    end = last.end
    if not last.closes:
        end = workbook.text.index(">", workbook.text.index(f"</{last.name}", last.end)) + 1
    entry = f'<{last.name} name={quoted(name)} sheetId="{number}" {id_name}="{relationship}"/>'
    return end, end, entry


def _is_structure_protected(workbook: Workbook) -> bool:
    return any(
        tag.name.rpartition(":")[2] == "workbookProtection"
        and xml_lexer.attributes(tag.attributes).get("lockStructure") in _TRUE
        for tag in xml_lexer.tags(workbook.text)
    )


def _link_edits(editor: SheetEditor, links: str) -> list[Edit]:
    """Put links after those that a sheet has, in the place where links stand."""
    if not links:
        return []
    prefix = editor.sheet.prefix
    written = links.replace("<", f"<{prefix}")
    for tag in xml_lexer.tags(editor.sheet.text, editor.sheet.end):
        name = tag.name.removeprefix(prefix)
        if name == "hyperlinks" and not tag.opens:
            return [(tag.start, tag.start, written)]
        if name in _AFTER_LINKS or (name == "worksheet" and tag.closes):
            whole = f"<{prefix}hyperlinks>{written}</{prefix}hyperlinks>"
            return [(tag.start, tag.start, whole)]
    raise xml_lexer.not_well_formed(editor.sheet.end)
