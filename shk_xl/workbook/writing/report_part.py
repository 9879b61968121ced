"""The worksheet part of a report, and the styles that its cells have.

Rules: what people write in has the tint of input, all else is plain; rows have the height
that their texts need. The cells of texts have the text format, so that what begins with an
equals sign stays text when somebody goes into the cell and out again.

Source: ECMA-376-1:2016, 18.3.1.99 (``worksheet``: the order of its elements), 18.3.1.47
(``hyperlink``), 18.3.1.32 (``dataValidation``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final
from xml.sax.saxutils import escape

from shk_xl import look
from shk_xl.domain.faults import Fault, FaultValue, Place, Refused
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.addresses import LAST_ROW, address, column_letters, sheet_prefix
from shk_xl.ooxml.sheet_editing import Content
from shk_xl.ooxml.style_sheet import StyleSheet
from shk_xl.ooxml.tag_edits import quoted
from shk_xl.ooxml.workbook_parts import MAIN_NAMESPACES
from shk_xl.workbook.reading.cells import CellFormats
from shk_xl.workbook.reading.values import MAX_TEXT
from shk_xl.workbook.row_heights import height_of, lines_of
from shk_xl.workbook.writing.report import Link, ReportColumn, ReportSheet, ReportValue
from shk_xl.workbook.writing.values import content_of, is_too_long, length_of, plain

_HEADER_HEIGHT: Final = 33
_PADDING: Final = 0.7109375
"""What Excel adds to a width in characters of Calibri 11."""
_USED: Final = 0.8
"""Of a narrow column's width: the rest is lost where long words wrap."""
_LONGEST_LIST: Final = 255
_MOST_LINKS: Final = 65_530
"""More links on a sheet are damage to Excel."""
_TEXT_FORMAT: Final = 49
_NO_DATES: Final = CellFormats()

_FONT: Final = (
    '<font>{face}<sz val="{size}"/><color rgb="FF{color}"/><name val="{name}"/><family val="2"/>'
    '<scheme val="minor"/></font>'
)
_FILL: Final = (
    '<fill><patternFill patternType="solid"><fgColor rgb="FF{color}"/><bgColor indexed="64"/>'
    "</patternFill></fill>"
)
_EDGE: Final = '<{side} style="thin"><color rgb="FF{color}"/></{side}>'
_BORDER: Final = f"<border>{'{left}{right}{top}{bottom}'}<diagonal/></border>"

Styles = Mapping[str, str]
"""The number of each style: ``header``, ``text``, ``number``, ``link``, ``input``."""


def report_styles(styles: StyleSheet) -> Styles:
    """Give the styles of a report, and make those that the workbook does not have."""
    border = styles.entry("borders", _border())
    body = styles.entry("fonts", _font(look.INK))
    white = styles.entry("fonts", _font(look.PAPER, "<b/>"))
    linked = styles.entry("fonts", _font(look.PRIMARY, "<u/>"))
    primary = styles.entry("fills", _FILL.format(color=look.PRIMARY))
    typed = styles.entry("fills", _FILL.format(color=look.INPUT))

    def style(number_format: int, font: int, fill: int, across: str, down: str = "top") -> str:
        applied = ' applyNumberFormat="1"' if number_format else ""
        filled = ' applyFill="1"' if fill else ""
        xml = (
            f'<xf numFmtId="{number_format}" fontId="{font}" fillId="{fill}" borderId="{border}" '
            f'xfId="0"{applied} applyFont="1"{filled} applyBorder="1" applyAlignment="1">'
            f'<alignment horizontal="{across}" vertical="{down}" wrapText="1"/></xf>'
        )
        return str(styles.entry("cellXfs", xml))

    return {
        "header": style(0, white, primary, "left", "center"),
        "text": style(_TEXT_FORMAT, body, 0, "left"),
        "number": style(0, body, 0, "left"),
        "link": style(_TEXT_FORMAT, linked, 0, "left"),
        "input": style(_TEXT_FORMAT, body, typed, "left"),
    }


def _font(color: str, face: str = "") -> str:
    return _FONT.format(face=face, size=look.BODY_PT, color=color, name=look.FONT)


def _border() -> str:
    sides = ("left", "right", "top", "bottom")
    return _BORDER.format(**{side: _EDGE.format(side=side, color=look.LINE) for side in sides})


def report_part(sheet: ReportSheet, styles: Styles) -> bytes:
    """Write the part of a report.

    Raises:
        Refused: A text that no cell can hold, with every fault.
        ValueError: Choices that a list cannot have.
    """
    header = "".join(
        _cell(1, index, content_of(column.title), styles["header"])
        for index, column in enumerate(sheet.columns, start=1)
    )
    rows = "".join(
        _row(number, height, cells)
        for number, (height, cells) in enumerate(
            zip(report_heights(sheet), report_rows(sheet, styles, first=2), strict=True), start=2
        )
    )
    last = address(len(sheet.rows) + 1, len(sheet.columns))
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<worksheet xmlns="{MAIN_NAMESPACES[0]}"><sheetPr><tabColor rgb="FF{look.LINE}"/>'
        f'<pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="A1:{last}"/>'
        '<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane ySplit="1" '
        'topLeftCell="A2" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft"/>'
        '</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>'
        f"{_widths(sheet.columns)}"
        f'<sheetData><row r="1" ht="{_HEADER_HEIGHT}" customHeight="1">{header}</row>{rows}'
        f"</sheetData>{_choices(sheet.columns)}{_hyperlinks(sheet)}"
        '<pageMargins left="0.5" right="0.5" top="0.7" bottom="0.7" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/><ignoredErrors>'
        f'<ignoredError sqref="A1:{column_letters(len(sheet.columns))}{LAST_ROW}" '
        'numberStoredAsText="1"/></ignoredErrors></worksheet>'
    ).encode()


def report_rows(
    sheet: ReportSheet, styles: Styles, *, first: int
) -> Iterator[list[tuple[int, Content, str]]]:
    """Give the cells of each row: column, content and style.

    Args:
        sheet: The report.
        styles: Its styles.
        first: Where its first row will stand, for the faults.

    Raises:
        Refused: A text that no cell can hold, with every fault.
    """
    faults = list(_faults(sheet, first))
    if faults:
        raise Refused(faults)
    for row in sheet.rows:
        cells = enumerate(zip(row, sheet.columns, strict=True), start=1)
        yield [
            (number, content_of(_plain(value)), styles[_role(value, column)])
            for number, (value, column) in cells
        ]


def report_heights(sheet: ReportSheet) -> list[int]:
    """Give the height of each row, in points: what is shown of its texts."""
    widths = [round(column.width * _USED) for column in sheet.columns]
    return [
        height_of(
            lines_of(str(_plain(value) or ""), width)
            for value, width in zip(row, widths, strict=True)
        )
        for row in sheet.rows
    ]


def hyperlinks(sheet: ReportSheet, *, first: int) -> str:
    """Write the links of a report, as many as a sheet can have."""
    links = [
        (address(number, column), value)
        for number, row in enumerate(sheet.rows, start=first)
        for column, value in enumerate(row, start=1)
        if isinstance(value, Link)
    ]
    return "".join(
        f"<hyperlink ref={quoted(where)} "
        f"location={quoted(sheet_prefix(link.sheet) + link.cell)} display={quoted(link.text)}/>"
        for where, link in links[: max(0, _MOST_LINKS - first)]
    )


def _hyperlinks(sheet: ReportSheet) -> str:
    links = hyperlinks(sheet, first=2)
    return f"<hyperlinks>{links}</hyperlinks>" if links else ""


def _faults(sheet: ReportSheet, first: int) -> Iterator[Fault]:
    for number, row in enumerate(sheet.rows, start=first):
        for column, value in enumerate(row, start=1):
            text = _plain(value)
            if is_too_long(text):
                place = Place(sheet=sheet.name, cell=address(number, column))
                values: dict[str, FaultValue] = {
                    "length": length_of(str(text)),
                    "limit": MAX_TEXT,
                    "column": sheet.columns[column - 1].title,
                }
                yield Fault("text_too_long", place, values)


def _plain(value: ReportValue) -> CellValue:
    if isinstance(value, str):
        return value or None
    return value.text if isinstance(value, Link) else plain(value, "", _NO_DATES)


def _role(value: ReportValue, column: ReportColumn) -> str:
    if column.fills_in or column.choices:
        return "input"
    if isinstance(value, Link):
        return "link"
    return "number" if type(value) in (int, float) else "text"


def _row(number: int, height: int, cells: Iterable[tuple[int, Content, str]]) -> str:
    inside = "".join(_cell(number, column, content, style) for column, content, style in cells)
    return f'<row r="{number}" ht="{height}">{inside}</row>'


def _cell(row: int, column: int, content: Content, style: str) -> str:
    type_ = f' t="{content.type}"' if content.type else ""
    return f'<c r="{address(row, column)}" s="{style}"{type_}>{content.xml("")}</c>'


def _widths(columns: Sequence[ReportColumn]) -> str:
    listed = "".join(
        f'<col min="{i}" max="{i}" width="{column.width + _PADDING}" customWidth="1"/>'
        for i, column in enumerate(columns, start=1)
    )
    return f"<cols>{listed}</cols>"


def _choices(columns: Iterable[ReportColumn]) -> str:
    listed = [
        f'<dataValidation type="list" allowBlank="1" showInputMessage="1" showErrorMessage="1" '
        f'sqref="{column_letters(i)}2:{column_letters(i)}{LAST_ROW}">'
        f"<formula1>{_list(column.choices)}</formula1></dataValidation>"
        for i, column in enumerate(columns, start=1)
        if column.choices
    ]
    if not listed:
        return ""
    return f'<dataValidations count="{len(listed)}">{"".join(listed)}</dataValidations>'


def _list(choices: Sequence[str]) -> str:
    written = ",".join(choices)
    if any("," in choice for choice in choices) or length_of(written) > _LONGEST_LIST:
        raise ValueError(choices)
    return escape('"{}"'.format(written.replace('"', '""')))
