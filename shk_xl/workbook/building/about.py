"""The table of facts about the portfolio."""

from __future__ import annotations

from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shk_xl import look
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.table import HEADER_HEIGHT, Rows, set_up_page, write_value
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_ROWS, ABOUT_TABLE

_WIDTHS: Final = (22, 44, 50)
_LINE: Final = {"border": 1, "border_color": look.LINE, "valign": "top", "text_wrap": True}


def write_about(sheet: Worksheet, rows: Rows, formats: Formats) -> None:
    """Write the sheet with the facts: the value is typed, the rest is fixed."""
    typed = formats.make(**_LINE, align="left", bg_color=look.INPUT)
    write_facts(sheet, rows, formats, typed)
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 0)
    sheet.set_tab_color(f"#{look.LINE}")
    set_up_page(sheet, "Vad arbetsboken gäller.", sum(_WIDTHS))


def fixed(formats: Formats, **properties: object) -> Format:
    """Give the format of what nobody types."""
    return formats.make(**_LINE, font_color=look.MUTED, bg_color=look.SHADE, **properties)


def write_facts(
    sheet: Worksheet, rows: Rows, formats: Formats, values: Format, first_row: int = 0
) -> None:
    """Write the table.

    Args:
        sheet: Where it stands, from column A.
        rows: The facts.
        formats: The workbook's formats.
        values: The format of what the facts are.
        first_row: The row of its header, from 0.
    """
    fact, value, _ = ABOUT_COLUMNS
    columns = [{"header": title, "header_format": formats.header()} for title in ABOUT_COLUMNS]
    definition = {"name": ABOUT_TABLE, "style": None, "autofilter": False, "columns": columns}
    last = first_row + len(rows)
    sheet.add_table(first_row, 0, last, len(ABOUT_COLUMNS) - 1, definition)
    sheet.set_row(first_row, HEADER_HEIGHT)
    for number, row in enumerate(rows, start=first_row + 1):
        title = str(row[fact])
        write_value(sheet, number, 0, title, fixed(formats))
        write_value(sheet, number, 1, row[value], values)
        write_value(sheet, number, 2, ABOUT_ROWS[title][1], fixed(formats))
