"""A workbook file as the data that the stand-in for office.js shows."""

from __future__ import annotations

import io
from datetime import date, datetime, time, timedelta
from typing import Any

import openpyxl
from openpyxl.utils.datetime import to_excel

DATES = (date, datetime, time, timedelta)


def office_book(data: bytes, name: str = "Portfölj.xlsx") -> dict[str, Any]:
    """Read the cells as Office.js tells them: dates as numbers, with their formats."""
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    formulas = openpyxl.load_workbook(io.BytesIO(data))
    return {
        "name": name,
        "sheets": [
            {
                "name": sheet.title,
                "values": _grid(sheet, lambda cell: cell.value),
                "formats": _grid(sheet, lambda cell: cell.number_format),
                "formulas": _grid(formulas[sheet.title], lambda cell: cell.value),
                "tables": [
                    {
                        "name": table.displayName,
                        "address": table.ref,
                        "columns": [column.name for column in table.tableColumns],
                    }
                    for table in sheet.tables.values()
                ],
            }
            for sheet in values.worksheets
        ],
    }


def _grid(sheet: Any, read: Any) -> list[list[Any]]:
    return [[_plain(read(cell)) for cell in row] for row in sheet.iter_rows()]


def _plain(value: Any) -> Any:
    if isinstance(value, DATES):
        return to_excel(value)  # type: ignore[no-untyped-call]  # openpyxl's
    if isinstance(value, bool | int | float | str):
        return value
    return "" if value is None else str(getattr(value, "text", ""))
