"""The cell formats of a new workbook: the house's look in XlsxWriter's words.

Rules: every format is made once and shared by all cells that look the same. A number is
written with the separators of the reader's own Excel: in a file, ``#,##0`` means "grouped
as this computer groups", which Swedish Excel shows as ``648 000`` and lists as ``# ##0``. The
spelling ``# ##0`` in a file would be a literal space in one place, and turn 1 625 000 into
``1625 000``. The space before ``kr`` and the minus sign are the ones that Swedish typesets.
"""

from __future__ import annotations

from typing import Any, Final

from xlsxwriter import Workbook
from xlsxwriter.format import Format

from shk_xl import look
from shk_xl.domain.amounts import NBSP
from shk_xl.workbook.columns import Column, Kind

MINUS: Final = "\u2212"
KRONOR: Final = f'#,##0"{NBSP}kr";"{MINUS}"#,##0"{NBSP}kr"'
OVERDRAWN: Final = f'"▼ {MINUS}"#,##0"{NBSP}kr";"▼ {MINUS}"#,##0"{NBSP}kr"'
DIFFERS: Final = f'"≠ "#,##0"{NBSP}kr"'

_NUMBER_FORMATS: Final = {
    Kind.DECIMAL: "0.0",
    Kind.WHOLE: "0",
    Kind.POINTS: "0",
}
_TEXT_FORMAT: Final = "@"
"""Without it Excel turns a typed 2023-04-13 into a number, and refuses "- en punkt"."""

HATCH: Final = 14
"""XlsxWriter's number of the pattern lightUp: thin slanted lines, seen in grey too."""


class Formats:
    """The formats of one workbook.

    Args:
        workbook: The workbook that they belong to.
    """

    def __init__(self, workbook: Workbook) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Format] = {}

    def make(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own keywords
        """Give the format with these properties, on top of the house's font."""
        key = tuple(sorted(properties.items()))
        if key not in self._made:
            base = {"font_name": look.FONT, "font_size": look.BODY_PT, "font_color": look.INK}
            self._made[key] = self._workbook.add_format({**base, **properties})
        return self._made[key]

    def mark(self, **properties: Any) -> Format:  # noqa: ANN401 - XlsxWriter's own keywords
        """Give a format for a conditional format: only what it changes."""
        return self._workbook.add_format(properties)

    def header(self, *, computed: bool = False) -> Format:
        """Give the format of a header cell; computed columns have another tint and slant.

        All are flush left, since Excel puts the button of the filter to the right.
        """
        return self.make(
            bold=True,
            italic=computed,
            font_color=look.PAPER,
            bg_color=look.MUTED if computed else look.PRIMARY,
            text_wrap=True,
            valign="vcenter",
            align="left",
            border=1,
            border_color=look.LINE,
        )

    def cell(self, column: Column) -> Format:
        """Give the format of a column's cells: typed ones are light, computed ones shaded."""
        shade = look.SHADE if column.formula else look.INPUT
        return self.make(**_content(column), bg_color=shade, border=1, border_color=look.LINE)

    def to_fill(self, column: Column) -> Format:
        """Give the format of a cell that a party fills in: light, in a dark frame."""
        frame = {"border": 1, "border_color": look.PRIMARY}
        return self.make(**_content(column), bg_color=look.INPUT, **frame)

    def to_read(self, column: Column) -> Format:
        """Give the format of a cell that a party does not fill in: shaded and muted."""
        quiet = {"font_color": look.MUTED, "bg_color": look.SHADE}
        return self.make(**_content(column), **quiet, border=1, border_color=look.LINE)

    def column(self, column: Column) -> Format:
        """Give the format of the empty cells below a table, into which it may grow."""
        return self.make(**_content(column))


def _content(column: Column) -> dict[str, object]:
    """How the content of a column is set: money flush right, small numbers in the middle."""
    properties: dict[str, object] = {"valign": "top"}
    if column.kind is Kind.KRONOR:
        return {**properties, "num_format": KRONOR, "align": "right", "indent": 1}
    number_format = _NUMBER_FORMATS.get(column.kind)
    if number_format is not None:
        return {**properties, "num_format": number_format, "align": "center"}
    properties |= {"align": "left", "text_wrap": True}
    return properties if column.formula else {**properties, "num_format": _TEXT_FORMAT}
