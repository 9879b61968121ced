"""A table on a sheet, whoever found it: a file's reader, or a live Excel.

Source: ECMA-376-1:2016, 18.5 (tables).
"""

from __future__ import annotations

from dataclasses import dataclass

from shk_xl.ooxml.addresses import Area


@dataclass(frozen=True, slots=True)
class Table:
    """A table on a sheet.

    Args:
        name: The name that formulas use.
        sheet: The name of its sheet.
        area: All of it, header and totals included.
        header_rows: 0 or 1.
        totals_rows: 0 or 1.
        columns: The names of its columns, from the left.
    """

    name: str
    sheet: str
    area: Area
    header_rows: int
    totals_rows: int
    columns: tuple[str, ...]
