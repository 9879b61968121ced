"""A new workbook from a portfolio, wholly from the schema.

Rules: the same portfolio gives the same bytes. What a function computes is calculated before
the workbook is handed out, so that it shows right values where nobody can calculate. The
workbook does not ask to be recalculated when it is opened: an Excel without our functions
would then show errors instead of the values.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from io import BytesIO
from typing import Final

from xlsxwriter import Workbook

from shk_xl.domain.portfolio import About, Portfolio
from shk_xl.workbook.building.about import write_about
from shk_xl.workbook.building.entry import define_lists
from shk_xl.workbook.building.finish import finish
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.marks import Marks
from shk_xl.workbook.building.overview import write_overview
from shk_xl.workbook.building.overview_buttons import SheetButton
from shk_xl.workbook.building.sheet import Sheet
from shk_xl.workbook.building.table import Rows, write_table
from shk_xl.workbook.reading.rows import to_rows
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.schema import ABOUT_SHEET, ABOUT_TABLE, OVERVIEW_SHEET, TABLES

CREATED: Final = datetime(2024, 1, 1, tzinfo=UTC)
"""When a workbook says that it was made, unless somebody tells: the same bytes every time."""

_CALCULATION_ID: Final = 191_029
"""The calculation engine of Excel 2019 and later; an older number makes Excel recalculate all
of the workbook when it opens it."""


def build_workbook(
    portfolio: Portfolio,
    *,
    created: datetime = CREATED,
    buttons: Sequence[SheetButton] = (),
    rows: Mapping[str, Rows] | None = None,
) -> bytes:
    """Make the workbook of a portfolio.

    Args:
        portfolio: What it holds; an empty one gives an empty workbook.
        created: What the file says about when it was made.
        buttons: What stands on the sheet Översikt; their macros are added afterwards.
        rows: The typed cells by table, where they say the same as the portfolio in other words.

    Returns:
        The file (``.xlsx``), recalculated.

    Raises:
        Refused: Something that no cell can hold, with every fault.
    """
    rows = to_rows(portfolio) if rows is None else rows
    stream = BytesIO()
    workbook = Workbook(stream, {"in_memory": True})
    set_properties(workbook, portfolio.about, created)
    formats = Formats(workbook)
    marks = Marks(formats)
    overview = workbook.add_worksheet(OVERVIEW_SHEET, Sheet)
    for table in TABLES:
        write_table(
            workbook.add_worksheet(table.sheet, Sheet), table, rows[table.name], formats, marks
        )
    write_about(workbook.add_worksheet(ABOUT_SHEET), rows[ABOUT_TABLE], formats)
    define_lists(workbook)
    write_overview(workbook, overview, portfolio, buttons)
    overview.activate()
    workbook.close()
    # XlsxWriter puts a zero where nobody has calculated: nothing in the new file is a result.
    return finish(recalculate(stream.getvalue(), full=True).data)


def set_properties(workbook: Workbook, about: About, created: datetime) -> None:
    """Say what the file is, and that nothing has to be calculated when it is opened."""
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
