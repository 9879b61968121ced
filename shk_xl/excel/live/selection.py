"""Which initiatives a person has selected rows of."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

import xlwings

from shk_xl.excel.live.cells import is_desktop
from shk_xl.ooxml.addresses import LAST_ROW
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.reading.records import comparable_key
from shk_xl.workbook.reading.values import as_key, is_blank, shown

_CODE_COLUMN: Final[Mapping[str, str]] = {
    "Initiativ": "Kod",
    "Texter": "Initiativ",
    "Värdering": "Initiativ",
    "Finansiering": "Initiativ",
}
"""The tables whose rows belong to an initiative, and the column with its code."""
_ROW_NUMBERS: Final = re.compile(r"[0-9]+")


def selected_initiatives(book: xlwings.Book, workbook: ReadWorkbook) -> tuple[str, ...]:
    """Give the codes of the initiatives that rows are selected of.

    Args:
        book: The open workbook.
        workbook: What was read of it.

    Returns:
        In the order of the rows, each once; a code that no initiative has as it is written.
        Nothing when no such row is selected.
    """
    sheet, address = _selection(book)
    known = {comparable_key([code]): code for code in workbook.portfolio.initiative_by_code}
    codes: dict[str, None] = {}
    for name, title in _CODE_COLUMN.items():
        plain = workbook.tables[name]
        if plain.sheet != sheet:
            continue
        spans = list(selected_rows(address))
        for row in plain.rows:
            value = row.values.get(title)
            if not is_blank(value) and any(row.number in span for span in spans):
                code = as_key(shown(value))
                codes[known.get(comparable_key([code]), code)] = None
    return tuple(codes)


def selected_rows(address: str) -> Iterator[range]:
    """Give the sheet rows of an address of one or more areas.

    Args:
        address: As a host writes it: ``$A$2:$B$4,$D$9``, whole rows ``5:7``, whole columns
            ``B:C``.

    >>> list(selected_rows("$A$2:$B$4,7:7"))
    [range(2, 5), range(7, 8)]
    """
    for part in address.split(","):
        rows = [int(number) for number in _ROW_NUMBERS.findall(part)]
        yield range(min(rows), max(rows) + 1) if rows else range(1, LAST_ROW + 1)


def _selection(book: xlwings.Book) -> tuple[str, str]:
    """Give the sheet and address that are selected; empty when a picture or nothing is.

    A remote book says it itself: its app is shared with the books of other requests.
    """
    if not is_desktop(book):
        address = book.api["book"].get("selection") or ""
        return (book.sheets.active.name, address) if address else ("", "")
    # Not ``app.selection``: it counts the cells, and Excel can't count those of a whole sheet.
    selection = book.app.impl.selection
    return ("", "") if selection is None else (selection.sheet.name, selection.address)
