"""A new workbook from a portfolio, wholly from the schema.

Rules: the same portfolio gives the same bytes. What a function computes is calculated before
the workbook is handed out, so that it shows right values where nobody can calculate. The
workbook does not ask to be recalculated when it is opened: an Excel without our functions
would then show errors instead of the values.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from shk_xl import look
from shk_xl.domain.portfolio import About, Portfolio
from shk_xl.workbook.building.entry import define_lists
from shk_xl.workbook.building.finish import finish
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.marks import Marks
from shk_xl.workbook.building.overview import write_overview
from shk_xl.workbook.building.sheet import Sheet
from shk_xl.workbook.building.table import (
    HEADER_HEIGHT,
    Rows,
    set_up_page,
    write_table,
    write_value,
)
from shk_xl.workbook.reading.rows import to_rows
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.schema import (
    ABOUT_COLUMNS,
    ABOUT_ROWS,
    ABOUT_SHEET,
    ABOUT_TABLE,
    OVERVIEW_SHEET,
    TABLES,
)

CREATED: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""When a workbook says that it was made, unless somebody tells: the same bytes every time."""

_CALCULATION_ID: Final = 191_029
"""The calculation engine of Excel 2019 and later; an older number makes Excel recalculate all
of the workbook when it opens it."""
_ABOUT_WIDTHS: Final = (22, 44, 50)


def build_workbook(portfolio: Portfolio, *, created: datetime = CREATED) -> bytes:
    """Make the workbook of a portfolio.

    Args:
        portfolio: What it holds; an empty one gives an empty workbook.
        created: What the file says about when it was made.

    Returns:
        The file (``.xlsx``), recalculated.

    Raises:
        Refused: Something that no cell can hold, with every fault.
    """
    rows = to_rows(portfolio)
    stream = BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    _set_properties(workbook, portfolio.about, created)
    formats = Formats(workbook)
    marks = Marks(formats)
    overview = workbook.add_worksheet(OVERVIEW_SHEET, Sheet)
    for table in TABLES:
        write_table(
            workbook.add_worksheet(table.sheet, Sheet), table, rows[table.name], formats, marks
        )
    _write_about(workbook.add_worksheet(ABOUT_SHEET), rows[ABOUT_TABLE], formats)
    define_lists(workbook)
    write_overview(workbook, overview, portfolio)
    overview.activate()
    workbook.close()
    return finish(recalculate(stream.getvalue()).data)


def _set_properties(workbook: Workbook, about: About, created: datetime) -> None:
    name = " ".join(str(part) for part in (about.focus_area, about.year) if part)
    workbook.set_properties(
        {
            "title": f"Portfölj: {name}" if name else "Portfölj",
            "subject": about.partnership,
            "author": about.partnership,
            "created": created.replace(tzinfo=None),
        }
    )
    workbook.set_calc_mode("auto", _CALCULATION_ID)
    workbook.calc_on_load = False


def _write_about(sheet: Worksheet, rows: Rows, formats: Formats) -> None:
    """Write the table of facts about the portfolio: the value is typed, the rest is fixed."""
    line = {"border": 1, "border_color": look.LINE, "valign": "top", "text_wrap": True}
    fixed = formats.make(**line, font_color=look.MUTED, bg_color=look.SHADE)
    typed = formats.make(**line, align="left", bg_color=look.INPUT)
    fact, value, _ = ABOUT_COLUMNS
    columns = [{"header": title, "header_format": formats.header()} for title in ABOUT_COLUMNS]
    definition = {"name": ABOUT_TABLE, "style": None, "autofilter": False, "columns": columns}
    sheet.add_table(0, 0, len(rows), len(ABOUT_COLUMNS) - 1, definition)
    for number, row in enumerate(rows, start=1):
        title = str(row[fact])
        write_value(sheet, number, 0, title, fixed)
        write_value(sheet, number, 1, row[value], typed)
        write_value(sheet, number, 2, ABOUT_ROWS[title][1], fixed)
    for index, width in enumerate(_ABOUT_WIDTHS):
        sheet.set_column(index, index, width)
    sheet.set_row(0, HEADER_HEIGHT)
    sheet.hide_gridlines(2)
    sheet.freeze_panes(1, 0)
    sheet.set_tab_color(f"#{look.LINE}")
    set_up_page(sheet, "Vad arbetsboken gäller.", sum(_ABOUT_WIDTHS))
