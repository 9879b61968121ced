"""A sheet to print for the register of official documents: a line for each that left.

Rules: one page across, in the house's look. The first column is blank, for a number that is
written by hand or typed. Texts are texts; the same lines give the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from shk_xl import look
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.table import HEADER_HEIGHT, set_footer

SHEET: Final = "Diarieblad"
_WIDTHS: Final = (15, 11, 26, 24, 40, 28, 33)
_HEADER: Final = 3
_LINE_HEIGHT: Final = 15
_A4: Final = 9


def build_registration(
    title: str,
    subtitle: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    created: datetime,
) -> bytes:
    """Make the workbook with the sheet.

    Args:
        title: What it is.
        subtitle: What it is about.
        columns: The headers.
        rows: The texts of each line, by column.
        created: When it says that it was made.
    """
    stream = BytesIO()
    with Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": title, "created": created.replace(tzinfo=None)})
        formats = Formats(workbook)
        sheet = workbook.add_worksheet(SHEET)
        strong = {"bold": True, "font_color": look.PRIMARY}
        sheet.write_string(0, 0, title, formats.make(**strong, font_size=look.HEADING_PT[1]))
        sheet.write_string(1, 0, subtitle, formats.make(font_color=look.MUTED))
        _write_lines(sheet, columns, rows, formats)
        _set_up(sheet, len(rows))
    return stream.getvalue()


def _write_lines(
    sheet: Worksheet, columns: Sequence[str], rows: Sequence[Sequence[str]], formats: Formats
) -> None:
    cell = formats.make(valign="top", text_wrap=True, border=1, border_color=look.LINE)
    for index, header in enumerate(columns):
        sheet.write_string(_HEADER, index, header, formats.header())
    for number, row in enumerate(rows, start=_HEADER + 1):
        for index, text in enumerate(row):
            if text:
                sheet.write_string(number, index, text, cell)
            else:
                sheet.write_blank(number, index, None, cell)
        lines = max(-(-len(text) // width) for text, width in zip(row, _WIDTHS, strict=True))
        sheet.set_row(number, _LINE_HEIGHT * max(2, lines))


def _set_up(sheet: Worksheet, lines: int) -> None:
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_row(0, HEADER_HEIGHT)
    sheet.hide_gridlines(2)
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    sheet.repeat_rows(_HEADER)
    sheet.print_area(0, 0, _HEADER + lines, len(_WIDTHS) - 1)
    set_footer(sheet)
