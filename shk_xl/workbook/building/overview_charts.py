"""The two native charts of the sheet Översikt.

Rules: a chart stands beside its list, one bar a line, so that the line names the bar. The
amounts and scores are written at the bars; there are no axes to read and no legend to match.
Fills differ in lightness and not only in colour.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from shk_xl import look
from shk_xl.domain.amounts import NBSP
from shk_xl.workbook.schema import OVERVIEW_SHEET

_POINT_PIXELS: Final = 4 / 3
_CHARACTER_PIXELS: Final = 7
_CELL_PADDING_PIXELS: Final = 5
_CATEGORY_COLUMN: Final = 1
_KRONOR_LABEL: Final = f'#,##0"{NBSP}kr";;;'
_OVER_LABEL: Final = f'#,##0"{NBSP}kr över";;;'
_SCORE_LABEL: Final = "0.0;;;"
"""The empty sections hide zero and text: a line without a value has no label."""

BUDGET_ALT: Final = (
    "Stapeldiagram: för varje källa det som är fördelat och det som är kvar av ramen, i kronor. "
    "Samma tal står i listan till vänster."
)
PRIORITY_ALT: Final = (
    "Stapeldiagram: poängen för varje värderat initiativ på skalan 1–5. Samma tal står i listan "
    "till vänster."
)


@dataclass(frozen=True, slots=True)
class Area:
    """The part of the sheet where the charts stand.

    Args:
        sheet: The sheet.
        column: Its first column, counted from zero.
        widths: The widths of its columns, in characters.
        line_height: The height of a line, in points.
    """

    sheet: Worksheet
    column: int
    widths: tuple[int, ...]
    line_height: int

    @property
    def width(self) -> int:
        """In pixels."""
        return sum(w * _CHARACTER_PIXELS + _CELL_PADDING_PIXELS for w in self.widths)

    def height(self, lines: int) -> int:
        """In pixels, with the line of the title."""
        return round((lines + 1) * self.line_height * _POINT_PIXELS)


def add_budget_chart(workbook: Workbook, area: Area, row: int, lines: int) -> None:
    """Draw what is allocated and left of every source.

    Args:
        workbook: The workbook.
        area: Where charts stand.
        row: The header row of the list, counted from zero.
        lines: How many lines the list has.
    """
    chart = workbook.add_chart({"type": "bar", "subtype": "stacked"})
    dark, light = {"color": f"#{look.PRIMARY}"}, {"color": f"#{look.LINE}"}
    over = {"color": f"#{look.ACCENT_SHADE}"}
    in_dark = _label(_KRONOR_LABEL, "center", look.PAPER)
    series: tuple[dict[str, Any], ...] = (
        {"name": "Fördelat", "fill": dark, "data_labels": in_dark},
        {"name": "Fördelat, smal stapel", "fill": dark},
        {"name": "Kvar", "fill": light, "data_labels": _label(_KRONOR_LABEL, "inside_base")},
        {"name": "Kvar, smal stapel", "fill": light},
        {
            "name": "Över ramen",
            "fill": over,
            "border": {"color": f"#{look.ACCENT}"},
            "data_labels": _label(_OVER_LABEL, "inside_base"),
        },
    )
    for offset, one in enumerate(series):
        chart.add_series({**one, **_ranges(area, row, lines, offset), "gap": 35, "overlap": 100})
    _finish(chart, "Fördelat (mörkt) och kvar (ljust)", lines, {"min": 0})
    _insert(area, chart, row, lines, BUDGET_ALT)


def add_priority_chart(workbook: Workbook, area: Area, row: int, lines: int) -> None:
    """Draw the score of every initiative; the arguments are those of the other chart."""
    chart = workbook.add_chart({"type": "bar"})
    label = _label(_SCORE_LABEL, "outside_end")
    names = ("Foruminitiativ", "Pilotinitiativ", "Ny roll")
    for offset, (name, colour) in enumerate(zip(names, look.SERIES, strict=False)):
        chart.add_series(
            {
                "name": name,
                "fill": {"color": f"#{colour}"},
                "data_labels": label,
                **_ranges(area, row, lines, offset),
                "gap": 35,
                "overlap": 100,
            }
        )
    _finish(chart, "Poäng, skala 1–5", lines, {"min": 0, "max": 5.5})
    _insert(area, chart, row, lines, PRIORITY_ALT)


def _ranges(area: Area, row: int, lines: int, offset: int) -> dict[str, Any]:
    """Name the cells of a series: the names in the list, the values beneath the chart."""
    first, last, column = row + 1, row + lines, area.column + offset
    return {
        "categories": [OVERVIEW_SHEET, first, _CATEGORY_COLUMN, last, _CATEGORY_COLUMN],
        "values": [OVERVIEW_SHEET, first, column, last, column],
        "categories_data": [""] * lines,
        "values_data": [""] * lines,
    }


def _label(number_format: str, position: str, colour: str = look.INK) -> dict[str, Any]:
    return {
        "value": True,
        "num_format": number_format,
        "position": position,
        "font": {"name": look.FONT, "size": look.SMALL_PT, "color": f"#{colour}"},
    }


def _finish(chart: Any, title: str, lines: int, scale: dict[str, float]) -> None:  # noqa: ANN401 - XlsxWriter's Chart has no types
    """Give the chart its title in the line of the headers, and one line to every bar."""
    top = 1 / (lines + 1)
    chart.set_title(
        {
            "name": title,
            "overlay": True,
            "layout": {"x": 0.0, "y": 0.0},
            "name_font": {
                "name": look.FONT,
                "size": look.SMALL_PT,
                "bold": True,
                "color": f"#{look.MUTED}",
            },
        }
    )
    chart.set_legend({"none": True})
    chart.set_plotarea(
        {
            "layout": {"x": 0.005, "y": top, "width": 0.99, "height": 1 - top},
            "fill": {"none": True},
        }
    )
    bare = {"label_position": "none", "major_tick_mark": "none", "line": {"none": True}}
    chart.set_y_axis({**bare, "reverse": True})
    chart.set_x_axis({**scale, "visible": False, "major_gridlines": {"visible": False}})
    chart.set_chartarea({"border": {"none": True}, "fill": {"color": f"#{look.PAPER}"}})


def _insert(area: Area, chart: Any, row: int, lines: int, alt: str) -> None:  # noqa: ANN401 - XlsxWriter's Chart has no types
    chart.set_size({"width": area.width, "height": area.height(lines)})
    area.sheet.insert_chart(row, area.column, chart, {"description": alt, "object_position": 1})
