"""Workbooks for the tests of the reader: as the schema says, but for what a test changes."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter

from shk_xl.domain import portfolio as model
from shk_xl.domain.amounts import Known, Staff, Unknown
from shk_xl.workbook.reading.rows import to_rows
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_SHEET, ABOUT_TABLE, TABLES

PORTFOLIO = model.Portfolio(
    about=model.About("Samverkan", "Alla barn", 2024),
    initiatives=(
        model.Initiative("UVAS", "Unga utan arbete", model.InitiativeType.FORUM, amount=Known(648)),
        model.Initiative(
            "ROLL",
            "Lots: stöd/råd?",
            model.InitiativeType.ROLE,
            aliases=("Lotsen", "Ny lots"),
            phase=2,
            amount=Unknown("väntar svar"),
        ),
    ),
    texts=(
        model.TextSection("", model.Heading.PORTFOLIO, "Helheten."),
        model.TextSection("UVAS", model.Heading.PURPOSE, "  Rad ett\n- punkt\t_x000D_ "),
        model.TextSection("ROLL", model.Heading.PURPOSE, "å" * 30_000),
    ),
    criteria=(model.Criterion(model.InitiativeType.FORUM, "Önskat"),),
    scores=(model.Score("UVAS", "Önskat", 4, "Många frågar."),),
    frames=(model.Frame("Ram", Known(1_750), preliminary=True, funds_initiatives=True),),
    allocations=(model.Allocation("UVAS", "Ram", Staff("processtödet"), "Arbetstid"),),
    parties=(model.Party("Kommunen", email="post@kommunen.example"),),
    people=(model.Person("Alva Ek", "Kommunen", ("A. Ek",)),),
    meeting_items=(
        model.MeetingItem("2023-04-13", 1, model.ItemKind.DECISION, "Förslag", initiative="UVAS"),
    ),
    attendance=(
        model.Attendance("2023-04-13", "Alva Ek", presence=model.Presence.PRESENT),
        model.Attendance("2023-04-13", "Alva Ek", item=1, vote=model.Vote.YES),
    ),
    goals=(model.SocietalGoal("Alla ska med"),),
)


@dataclass
class Layout:
    """How a table is laid out: what a test may change before the file is written."""

    sheet: str
    name: str
    titles: list[str]
    rows: list[dict[str, Any]]
    row: int = 0
    column: int = 0
    totals: bool = False
    below: list[dict[str, Any]] = field(default_factory=list)


Change = Callable[[dict[str, Layout]], object]


def book(
    change: Change = lambda _layouts: None,
    portfolio: model.Portfolio = PORTFOLIO,
    options: Mapping[str, Any] | None = None,
) -> bytes:
    """Write a workbook with all tables; XlsxWriter's formats and formulas may stand as values."""
    rows = to_rows(portfolio)
    layouts = {
        t.name: Layout(t.sheet, t.name, [c.title for c in t.columns], list(rows[t.name]))
        for t in TABLES
    }
    about = list(rows[ABOUT_TABLE])
    layouts[ABOUT_TABLE] = Layout(ABOUT_SHEET, ABOUT_TABLE, list(ABOUT_COLUMNS), about)
    change(layouts)
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, **(options or {})}) as workbook:
        workbook.add_worksheet("Översikt")
        formats = {
            code: workbook.add_format({"num_format": code})
            for code in ("yyyy-mm-dd", "yyyy-mm-dd hh:mm", "[h]:mm", '# ##0 "kr"')
        }
        for layout in layouts.values():
            _write(workbook, layout, formats)
    return stream.getvalue()


def _write(workbook: xlsxwriter.Workbook, layout: Layout, formats: Mapping[str, Any]) -> None:
    sheet = workbook.get_worksheet_by_name(layout.sheet) or workbook.add_worksheet(layout.sheet)
    last = layout.row + max(1, len(layout.rows)) + layout.totals
    sheet.add_table(
        layout.row,
        layout.column,
        last,
        layout.column + len(layout.titles) - 1,
        {
            "name": layout.name,
            "columns": [{"header": title} for title in layout.titles],
            "total_row": layout.totals,
        },
    )
    placed = list(enumerate(layout.rows, layout.row + 1)) + list(enumerate(layout.below, last + 1))
    for number, row in placed:
        for column, title in enumerate(layout.titles, layout.column):
            value = row.get(title)
            if isinstance(value, tuple):
                number_, code = value
                sheet.write_number(number, column, number_, formats[code])
            elif isinstance(value, Formula):
                sheet.write_formula(number, column, value.text, None, value.cached)
            elif value is not None:
                sheet.write(number, column, value)


@dataclass(frozen=True)
class Formula:
    """A formula with its cached value; ``UNCALCULATED`` in the file has none."""

    text: str
    cached: Any


def edited(data: bytes, *edits: tuple[str, str, str]) -> bytes:
    """Change parts of a package: (part, regular expression, replacement); each must match."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            text = old.read(name).decode()
            for part, pattern, replacement in edits:
                if part == name:
                    text, count = re.subn(pattern, replacement, text, count=1, flags=re.DOTALL)
                    assert count, (part, pattern)
            new.writestr(name, text, zipfile.ZIP_DEFLATED)
    return stream.getvalue()
