"""The workbook, declared once: every sheet and table, in the order of the tabs.

The builder, the reader, the checks, the recalculation and the manual all read this table.
Rules: one Excel table a sheet and nothing below it, so that tables can grow. Daily sheets
first, registers last.
"""

from __future__ import annotations

from typing import Final

from shk_xl.workbook.columns import Link, Table
from shk_xl.workbook.tables_initiatives import ASSESSMENT, INITIATIVES, TEXTS
from shk_xl.workbook.tables_meetings import ATTENDANCE, MEETINGS
from shk_xl.workbook.tables_money import FRAMES, FUNDING
from shk_xl.workbook.tables_registers import CRITERIA, GOALS, PARTIES, PEOPLE

OVERVIEW_SHEET: Final = "Översikt"
"""First: totals, frames and priorities at a glance; holds no data of its own."""
ABOUT_SHEET: Final = "Om filen"
"""Last: what the workbook is, in the table ``OmFilen`` of ``ABOUT_ROWS``."""
ABOUT_TABLE: Final = "OmFilen"
ABOUT_COLUMNS: Final = ("Uppgift", "Värde", "Förklaring")
ABOUT_ROWS: Final = {
    "Samverkan": ("partnership", "Namnet på samverkan."),
    "Fokusområde": ("focus_area", "Det som portföljen gäller."),
    "År": ("year", "Budgetåret."),
    "Diarienummer": (
        "registration_number",
        "Ärendets nummer i diariet. Det skrivs överst i dokumenten.",
    ),
}
"""Title of each fact, the field of ``About`` that it fills, and its help."""

TABLES: Final[tuple[Table, ...]] = (
    INITIATIVES,
    TEXTS,
    ASSESSMENT,
    FRAMES,
    FUNDING,
    MEETINGS,
    ATTENDANCE,
    CRITERIA,
    PARTIES,
    PEOPLE,
    GOALS,
)

LINKS: Final = (Link((("Möten", ("Beslut",)), ("Närvaro", ("Närvaro", "Röst"))), 2),)
"""A decision is what the votes on it say."""
