"""What stands on a sheet that tells something: headings, rows, links, a choice to make."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from shk_xl.functions.cell_values import CellValue


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a cell of the same workbook."""

    text: str
    sheet: str
    cell: str


ReportValue: TypeAlias = CellValue | date | Link


@dataclass(frozen=True, slots=True)
class ReportColumn:
    """A column.

    Args:
        title: Its heading.
        width: In characters of the body font.
        choices: What may be chosen in it, without commas, 255 characters in all.
        fills_in: People write in it.
    """

    title: str
    width: int
    choices: tuple[str, ...] = ()
    fills_in: bool = False


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """A sheet.

    Args:
        name: Its name, 31 characters at most.
        columns: From the left.
        rows: A value for each column.
    """

    name: str
    columns: tuple[ReportColumn, ...]
    rows: Sequence[Sequence[ReportValue]]
