"""The sheet Översikt: what a leader reads, on one page, all of it computed.

Rules: no number is typed here; every cell is a formula over the tables, so that the sheet
stays right when rows are added. It uses our worksheet functions for money. A list has some
spare lines; what does not fit in them is told below it. The charts stand beside the lists,
line by line, and take what they draw from the cells beneath them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shk_xl import look
from shk_xl.domain.portfolio import Portfolio
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.overview_buttons import SheetButton, add_buttons
from shk_xl.workbook.building.overview_charts import Area, add_budget_chart, add_priority_chart
from shk_xl.workbook.building.overview_formulas import (
    BY_STAFF,
    COUNTS,
    KNOWN_TOTAL,
    SUBTITLE,
    TITLE,
    UNFUNDED,
    UNKNOWN_COUNT,
    UNKNOWN_IN_WORDS,
    InitiativeLine,
    SourceLine,
    more_initiatives,
    more_sources,
)
from shk_xl.workbook.building.overview_look import OverviewLook
from shk_xl.workbook.building.table import set_footer

_WIDTHS: Final = (2, 40, 22, 20, 14, 22, 2, *(8,) * 7)
"""Margin, five columns of text and numbers, gap, and seven under the charts."""
_FIRST, _CHART, _POSITION = 1, 7, 12
_BUTTONS: Final = 2
"""The row under the heading, empty where there are no buttons."""
_LINE_HEIGHT: Final = 18
_SOURCES: Final = (4, 8)
_INITIATIVES: Final = (10, 20)
"""The fewest and the most lines of each list."""
_SPARE_SOURCES: Final = 1
_SPARE_INITIATIVES: Final = 2

_SOURCE_HEADERS: Final = ("Källa", "Ram", "Fördelat", "Kvar", "Läge")
_INITIATIVE_HEADERS: Final = ("Initiativ", "Typ", "Belopp", "Plats", "Poäng")


@dataclass(frozen=True, slots=True)
class _Plan:
    """Where things stand, rows counted from zero."""

    sources: int
    initiatives: int
    money: int = 7

    @property
    def priorities(self) -> int:
        """The heading of the list of initiatives."""
        return self.money + self.sources + 4

    @property
    def end(self) -> int:
        """The last line."""
        return self.priorities + self.initiatives + 2


def _plan(portfolio: Portfolio) -> _Plan:
    sources = sum(frame.funds_initiatives for frame in portfolio.frames)
    return _Plan(
        _between(sources + _SPARE_SOURCES, _SOURCES),
        _between(len(portfolio.initiatives) + _SPARE_INITIATIVES, _INITIATIVES),
    )


def _between(wanted: int, limits: tuple[int, int]) -> int:
    return max(limits[0], min(wanted, limits[1]))


def write_overview(
    workbook: Workbook,
    sheet: Worksheet,
    portfolio: Portfolio,
    buttons: Sequence[SheetButton] = (),
) -> None:
    """Write the sheet.

    Args:
        workbook: The workbook, for formats and charts.
        sheet: The empty sheet.
        portfolio: Decides how many lines the lists get.
        buttons: What stands in a row under the heading.
    """
    style = OverviewLook(Formats(workbook))
    plan = _plan(portfolio)
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width, style.plain)
    _write_head(sheet, style)
    add_buttons(sheet, _BUTTONS, _FIRST, buttons)
    _write_key_figures(sheet, style)
    _write_sources(sheet, style, plan)
    _write_initiatives(sheet, style, plan)
    _mark(sheet, style, plan)
    area = Area(sheet, _CHART, _WIDTHS[_CHART:], _LINE_HEIGHT)
    add_budget_chart(workbook, area, plan.money + 1, plan.sources)
    add_priority_chart(workbook, area, plan.priorities + 1, plan.initiatives)
    _set_up(sheet, plan)


def _write_head(sheet: Worksheet, style: OverviewLook) -> None:
    sheet.set_row(0, 34)
    sheet.write_formula(0, _FIRST, TITLE, style.title, "")
    sheet.write_formula(1, _FIRST, SUBTITLE, style.muted, "")


def _write_key_figures(sheet: Worksheet, style: OverviewLook) -> None:
    """Write the figures in a row: a small word above a large number."""
    sheet.set_row(3, 20)
    sheet.set_row(4, 28)
    sheet.set_row(5, 24)
    for column in range(_FIRST, len(_WIDTHS)):
        sheet.write_blank(3, column, None, style.figure_label)
        sheet.write_blank(4, column, None, style.figure_label)
    figures = (
        (_FIRST, "Föreslagen budget", KNOWN_TOTAL, style.figure_kronor),
        (_FIRST + 1, "Kvar att finansiera", UNFUNDED, style.figure_kronor),
        (_FIRST + 2, "Saknar belopp", UNKNOWN_COUNT, style.figure_initiatives),
        (_FIRST + 3, "Ryms i ordinarie personal", BY_STAFF, style.figure_text),
        (_CHART, "Initiativ av varje typ", COUNTS, style.figure_text),
    )
    for column, label, formula, cell_format in figures:
        sheet.write_string(3, column, label, style.figure_label)
        sheet.write_formula(4, column, formula, cell_format)
    sheet.write_formula(5, _FIRST, UNKNOWN_IN_WORDS, style.sentence, "")


def _write_sources(sheet: Worksheet, style: OverviewLook, plan: _Plan) -> None:
    _write_heading(sheet, style, plan.money, "Pengar per källa", _SOURCE_HEADERS)
    for number in range(plan.sources):
        row = plan.money + 2 + number
        line = SourceLine(row + 1, (plan.money + 3, plan.money + 2 + plan.sources))
        formats = (style.name, style.kronor, style.kronor, style.kronor, style.note)
        _write_line(sheet, style, row, line, formats)
        sheet.write_formula(row, _POSITION + 1, line.unknown(), style.beneath, "")
    below = plan.money + 2 + plan.sources
    sheet.write_formula(below, _FIRST, more_sources(plan.sources), style.muted, "")


def _write_initiatives(sheet: Worksheet, style: OverviewLook, plan: _Plan) -> None:
    title = "Prioritering inom varje typ"
    _write_heading(sheet, style, plan.priorities, title, _INITIATIVE_HEADERS)
    for number in range(plan.initiatives):
        row = plan.priorities + 2 + number
        line = InitiativeLine(row + 1, number + 1)
        formats = (style.name, style.note, style.right, style.right, style.points)
        _write_line(sheet, style, row, line, formats)
    below = plan.end
    sheet.write_formula(below, _FIRST, more_initiatives(plan.initiatives), style.muted, "")


def _write_line(
    sheet: Worksheet,
    style: OverviewLook,
    row: int,
    line: SourceLine | InitiativeLine,
    formats: tuple[Format, ...],
) -> None:
    """Write what a line shows, what its chart draws, and which row of its table it is."""
    sheet.set_row(row, _LINE_HEIGHT)
    for offset, (formula, cell_format) in enumerate(zip(line.shown(), formats, strict=True)):
        sheet.write_formula(row, _FIRST + offset, formula, cell_format, "")
    for offset, formula in enumerate(line.drawn()):
        sheet.write_formula(row, _CHART + offset, formula, style.beneath, "")
    sheet.write_formula(row, _POSITION, line.position(), style.beneath, "")


def _write_heading(
    sheet: Worksheet, style: OverviewLook, row: int, title: str, headers: tuple[str, ...]
) -> None:
    sheet.set_row(row, 24)
    sheet.set_row(row + 1, _LINE_HEIGHT)
    sheet.write_string(row, _FIRST, title, style.heading)
    by_header = {
        "Källa": style.header_left,
        "Läge": style.header_note,
        "Initiativ": style.header_left,
        "Typ": style.header_note,
    }
    for offset, header in enumerate(headers):
        cell_format = by_header.get(header, style.header_right)
        sheet.write_string(row + 1, _FIRST + offset, header, cell_format)


def _mark(sheet: Worksheet, style: OverviewLook, plan: _Plan) -> None:
    """Rule the lines that are used; mark what is overdrawn or unknown, each beside its word."""
    sources = (plan.money + 2, plan.money + 1 + plan.sources)
    initiatives = (plan.priorities + 2, plan.end - 1)
    _when(sheet, (3, 3, 4, 3), "$D$5>0", style.unknown)
    row = sources[0] + 1
    over = f"AND(ISNUMBER($E{row}),$E{row}<0)"
    _when(sheet, (sources[0], 4, sources[1], 4), over, style.overdrawn)
    unknown = f'$D{initiatives[0] + 1}="okänt"'
    _when(sheet, (initiatives[0], 3, initiatives[1], 3), unknown, style.unknown_line)
    for first, last in (sources, initiatives):
        _when(sheet, (first, 1, last, 5), f'$B{first + 1}<>""', style.ruled)


def _when(sheet: Worksheet, area: tuple[int, int, int, int], formula: str, mark: Format) -> None:
    rule = {"type": "formula", "criteria": f"={formula}", "format": mark}
    sheet.conditional_format(*area, rule)


def _set_up(sheet: Worksheet, plan: _Plan) -> None:
    sheet.hide_gridlines(2)
    sheet.set_tab_color(f"#{look.PRIMARY}")
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 1)
    sheet.set_margins(left=0.5, right=0.5, top=0.5, bottom=0.6)
    sheet.center_horizontally()
    sheet.print_area(0, 0, plan.end, len(_WIDTHS) - 1)
    set_footer(sheet)
