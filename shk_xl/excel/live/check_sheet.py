"""The sheet Kontroll: what the check tells, a row for each thing, with a link to its cell.

Rules: the sheet is ours when its first cell says so, or when it is empty; another one is
left alone. Everything is written in one block, which also blanks the rows of a longer list
before it, so that the sheet is never half written. It is laid out once, while it is empty.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final, NamedTuple

import xlwings

from shk_xl import look
from shk_xl.domain.faults import Place, refuse
from shk_xl.excel.live.cells import read_block
from shk_xl.excel.live.protection import refuse_if_protected, refuse_if_structure_protected
from shk_xl.ooxml.addresses import sheet_prefix
from shk_xl.wording.findings import LEVELS
from shk_xl.workbook.check_lines import CHECK_SHEET, Line
from shk_xl.workbook.reading.read_workbook import in_sheet
from shk_xl.workbook.schema import OVERVIEW_SHEET

HEADING: Final = "Kontroll inför mötet"
"""What the first cell of a sheet of ours says."""
TITLES: Final = ("Nivå", "Vad", "Var")
FIRST_ROW: Final = 5
"""Where the lines begin; above them the heading, the summary, a gap and the titles."""

_WIDTHS: Final = (10, 100, 32)
_FORMULA_SIGNS: Final = ("=", "+", "-", "@", "'")
Row = tuple[str | None, str | None, str | None]


class _Target(NamedTuple):
    """The sheet to write; None where it is to be made. How many rows an earlier list took."""

    sheet: xlwings.Sheet | None
    rows: int
    is_new: bool


def write_check(book: xlwings.Book, lines: Sequence[Line], summary: str, now: datetime) -> None:
    """Write the sheet, make it if it is missing, and show it.

    Args:
        book: The open workbook.
        lines: What to tell, in order.
        summary: How many there are, in words.
        now: When the workbook was checked.

    Raises:
        Refused: Somebody else's sheet has the name, or the sheet is protected; nothing was
            written then.
    """
    target = _target(book)
    sheet = target.sheet or _add(book)
    if target.is_new:
        _lay_out(sheet)
    rows = [*_head(summary, now), *map(_row, lines)]
    rows += [(None, None, None)] * (target.rows - len(rows))
    sheet.range((1, 1), (len(rows), len(TITLES))).value = rows
    sheet.activate()


def refuse_if_taken(book: xlwings.Book) -> None:
    """Refuse before any work is done when the sheet could not be written; see ``write_check``."""
    _target(book)


def _target(book: xlwings.Book) -> _Target:
    sheet = next((s for s in book.sheets if s.name.casefold() == CHECK_SHEET.casefold()), None)
    if sheet is None:
        refuse_if_structure_protected(book, CHECK_SHEET)
        return _Target(None, 0, is_new=True)
    used = sheet.used_range
    first = read_block(sheet.range("A1"))[0][0]
    is_empty = first is None and not any(v is not None for row in read_block(used) for v in row)
    if first != HEADING and not is_empty:
        raise refuse("check_sheet_taken", Place(sheet=sheet.name))
    refuse_if_protected(sheet)
    return _Target(sheet, used.row + used.shape[0] - 1, is_new=is_empty)


def _add(book: xlwings.Book) -> xlwings.Sheet:
    """Add the sheet after the overview, or last where there is none."""
    sheets = list(book.sheets)
    overview = next((sheet for sheet in sheets if sheet.name == OVERVIEW_SHEET), sheets[-1])
    return book.sheets.add(CHECK_SHEET, after=overview)


def _head(summary: str, now: datetime) -> list[Row]:
    when = f"Kontrollerad {now:%Y-%m-%d} klockan {now:%H:%M}. {summary}"
    return [(HEADING, None, None), (when, None, None), (None, None, None), TITLES]


def _row(line: Line) -> Row:
    return as_text(LEVELS[line.level]), as_text(line.message), link(line.place)


def as_text(text: str) -> str:
    """Write a text so that Excel doesn't take it for a formula.

    >>> as_text("=1+1"), as_text("Namn")
    ("'=1+1", 'Namn')
    """
    return f"'{text}" if text.startswith(_FORMULA_SIGNS) else text


def link(place: Place) -> str | None:
    """Write a formula that leads to a cell, or to the first one of a sheet.

    >>> print(link(Place(sheet="Om filen", cell="C4")))
    =HYPERLINK("#'Om filen'!C4","'Om filen'!C4")
    """
    if not place.sheet:
        return None
    target = f"#{sheet_prefix(place.sheet)}{place.cell or 'A1'}"
    return f"=HYPERLINK({_quoted(target)},{_quoted(in_sheet(place))})"


def _quoted(text: str) -> str:
    escaped = text.replace('"', '""')
    return f'"{escaped}"'


def _lay_out(sheet: xlwings.Sheet) -> None:
    """Give an empty sheet its look."""
    columns = sheet.range("A:C")
    columns.wrap_text = True
    columns.vertical_alignment = "top"
    columns.font.name = look.FONT
    columns.font.size = look.BODY_PT
    columns.font.color = f"#{look.INK}"
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        sheet.range(f"{letter}:{letter}").column_width = width
    sheet.range("C:C").font.color = f"#{look.PRIMARY}"
    head = sheet.range("A1:A2")
    head.wrap_text = False
    title = sheet.range("A1")
    title.font.bold = True
    title.font.size = look.HEADING_PT[1]
    title.font.color = f"#{look.PRIMARY}"
    titles = sheet.range((FIRST_ROW - 1, 1), (FIRST_ROW - 1, len(TITLES)))
    titles.font.bold = True
    titles.font.color = f"#{look.PAPER}"
    titles.color = f"#{look.PRIMARY}"
