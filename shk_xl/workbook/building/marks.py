"""What a table marks by itself: overdrawn, unknown, missing.

Rules: no mark rests on colour alone. What is overdrawn has a sign before the number, what
is unknown has a word (``#SAKNAS!`` or ``Okänt``), what is missing is hatched. The marks reach to
the last row of the sheet, so that they hold in rows that are added.
"""

from __future__ import annotations

from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from shk_xl import look
from shk_xl.workbook.building.entry import LAST_ROW
from shk_xl.workbook.building.formats import DIFFERS, HATCH, OVERDRAWN, Formats
from shk_xl.workbook.columns import AmountState, Column, Kind, Table

_FILL_WHEN: Final = {
    ("Texter", "Text"): "Rubrik",
    ("Värdering", "Poäng"): "Initiativ",
    ("Värdering", "Motivering"): "Poäng",
}
"""Columns that may be empty in an unfinished workbook, and the one that says they shouldn't."""


class Marks:
    """The formats of the marks, made once for a workbook.

    Args:
        formats: The workbook's formats.
    """

    def __init__(self, formats: Formats) -> None:
        accent = {"font_color": look.ACCENT, "bold": True, "bg_color": look.ACCENT_SHADE}
        self.overdrawn = formats.mark(**accent, num_format=OVERDRAWN)
        self.differs = formats.mark(**accent, num_format=DIFFERS)
        self.unknown = formats.mark(font_color=look.UNKNOWN_INK, bg_color=look.UNKNOWN_SHADE)
        self.missing = formats.mark(pattern=HATCH, fg_color=look.ACCENT, bg_color=look.ACCENT_SHADE)

    def add(self, sheet: Worksheet, table: Table) -> None:
        """Mark a table."""
        for index, column in enumerate(table.columns):
            for formula, mark in self._of(table, index, column):
                _when(sheet, index, formula, mark)

    def _of(self, table: Table, index: int, column: Column) -> list[tuple[str, Format]]:
        """The marks of a column: formulas for its second row, the most important first."""
        cell = f"${xl_col_to_name(index)}2"
        if column.formula:
            return self._of_computed(table, column, cell)
        if column.field.endswith(".state"):
            return [(f'{cell}="{AmountState.UNKNOWN}"', self.unknown)]
        if column.required:
            return [(f'AND({cell}="",{_row_is_begun(table)})', self.missing)]
        reason = _FILL_WHEN.get((table.name, column.title))
        if reason is None:
            return []
        return [(f'AND({cell}="",{_cell_of(table, reason)}<>"")', self.missing)]

    def _of_computed(self, table: Table, column: Column, cell: str) -> list[tuple[str, Format]]:
        if column.kind is Kind.TEXT:
            return []
        marks = [(f"ISNA({cell})", self.unknown)]
        if (table.name, column.title) == ("Ramar", "Kvar"):
            marks.append((f"AND(ISNUMBER({cell}),{cell}<0)", self.overdrawn))
        if (table.name, column.title) == ("Initiativ", "Finansierat"):
            amount = _cell_of(table, "Kronor")
            differs = f"AND(ISNUMBER({cell}),ISNUMBER({amount}),{cell}<>{amount})"
            marks.append((differs, self.differs))
        return marks


def _when(sheet: Worksheet, index: int, formula: str, mark: Format) -> None:
    sheet.conditional_format(
        1,
        index,
        LAST_ROW - 1,
        index,
        {"type": "formula", "criteria": f"={formula}", "format": mark},
    )


def _cell_of(table: Table, title: str) -> str:
    index = next(i for i, column in enumerate(table.columns) if column.title == title)
    return f"${xl_col_to_name(index)}2"


def _row_is_begun(table: Table) -> str:
    """Tell that something is typed in the row: computed columns stand last and don't count."""
    typed = sum(not column.formula for column in table.columns)
    return f"COUNTA($A2:${xl_col_to_name(typed - 1)}2)>0"
