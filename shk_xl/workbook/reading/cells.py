"""The values of a sheet's cells, by openpyxl's own cell parser, one row at a time.

Rules: only the columns that are asked for are read, and none of what openpyxl otherwise
reads of a sheet (formats, validations, charts). A formula counts as its cached value; one
without is told apart from a blank cell. A number with a date format becomes a date.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final, NamedTuple, TypeAlias

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH, from_excel
from openpyxl.worksheet._reader import (
    CELL_TAG,
    DATA_TAG,
    FORMULA_TAG,
    ROW_TAG,
    WorkSheetParser,
)
from openpyxl.xml.constants import SHEET_MAIN_NS
from openpyxl.xml.functions import fromstring, iterparse

from shk_xl.functions.cell_values import CellError, error_from_text
from shk_xl.ooxml.addresses import column_number
from shk_xl.ooxml.cell_text import from_xstring
from shk_xl.workbook.reading.plain import PlainValue

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NUMBER_FORMAT: Final = f".//{{{SHEET_MAIN_NS}}}numFmts/{{{SHEET_MAIN_NS}}}numFmt"
_CELL_FORMAT: Final = f".//{{{SHEET_MAIN_NS}}}cellXfs/{{{SHEET_MAIN_NS}}}xf"
_DIGITS: Final = "0123456789"


class NotCalculated(Enum):
    """A formula whose result nobody has stored."""

    FORMULA = "formula"


ReadValue: TypeAlias = PlainValue | NotCalculated


class ReadRow(NamedTuple):
    """A row: its number, its values by title without the blank ones, and where formulas stand."""

    number: int
    values: dict[str, ReadValue]
    formulas: frozenset[str]


class Disorder(ValueError):  # noqa: N818 - the sheet is at fault, not the program
    """Rows or cells out of order, or twice: readers disagree about which of them counts."""


@dataclass(frozen=True, slots=True)
class CellFormats:
    """What turns numbers into dates.

    Args:
        dates: The indexes of the cell formats that show a date or time.
        durations: Those of them that show a length of time.
        date1904: Days are counted from 1904.
    """

    dates: frozenset[int] = frozenset()
    durations: frozenset[int] = frozenset()
    date1904: bool = False

    def value_of(self, number: float, style: int) -> PlainValue:
        """Give the date that a number shows; the number itself where it shows none."""
        if style not in self.dates:
            return number
        epoch = CALENDAR_MAC_1904 if self.date1904 else WINDOWS_EPOCH
        try:
            moment = from_excel(number, epoch, timedelta=style in self.durations)
        except (OverflowError, ValueError):
            return number  # outside the calendar: Excel shows ####
        return _plain_moment(moment)


def _plain_moment(moment: date | time | timedelta) -> PlainValue:
    """Let dates through; a length of time becomes the text that it shows."""
    if not isinstance(moment, timedelta):
        return moment
    hours, minutes = divmod(round(moment.total_seconds() / 60), 60)
    return f"{hours}:{minutes:02}"


def read_formats(styles: bytes, *, date1904: bool) -> CellFormats:
    """Read which cell formats show dates.

    Args:
        styles: The styles part.
        date1904: Days are counted from 1904.
    """
    root = fromstring(styles)
    codes: dict[int, str] = dict(BUILTIN_FORMATS)
    for number_format in root.iterfind(_NUMBER_FORMAT):
        codes[int(number_format.get("numFmtId", ""))] = number_format.get("formatCode", "")
    used = [codes.get(int(xf.get("numFmtId", 0))) for xf in root.iterfind(_CELL_FORMAT)]
    return CellFormats(
        frozenset(index for index, code in enumerate(used) if is_date_format(code)),
        frozenset(index for index, code in enumerate(used) if is_timedelta_format(code)),
        date1904,
    )


def read_sheet(
    part: bytes, titles: Mapping[int, str], strings: Sequence[str], formats: CellFormats
) -> Iterator[ReadRow]:
    """Read the rows of a sheet.

    Args:
        part: The worksheet part.
        titles: The titles of the columns that are wanted, by column number from 1.
        strings: The shared strings.
        formats: What turns numbers into dates.

    Yields:
        One row after the other; blank cells are left out.

    Raises:
        Disorder: The rows or cells are out of order.
        ValueError: And what else openpyxl raises on a part that it can't read.
    """
    return _SheetParser(part, titles, strings, formats).rows()


class _SheetParser(WorkSheetParser):
    """openpyxl's parser, for the cells of some columns."""

    def __init__(
        self,
        part: bytes,
        titles: Mapping[int, str],
        strings: Sequence[str],
        formats: CellFormats,
    ) -> None:
        # Dates are made here: openpyxl would warn of, and lose, a number outside the calendar.
        super().__init__(BytesIO(part), strings, data_only=True)
        self._titles = titles
        self._formats = formats

    def rows(self) -> Iterator[ReadRow]:
        """Read until the cells end."""
        last = 0
        for _event, element in iterparse(self.source):
            if element.tag == ROW_TAG:
                self.row_counter = int(element.get("r") or last + 1)
                if self.row_counter <= last:
                    raise Disorder(self.row_counter)
                last = self.row_counter
                yield self._read_row(element)
                element.clear()
            elif element.tag == DATA_TAG:
                return

    def _read_row(self, row: Element) -> ReadRow:
        values: dict[str, ReadValue] = {}
        formulas: set[str] = set()
        last = self.col_counter = 0
        for element in row.iterfind(CELL_TAG):
            reference = element.get("r")
            column = column_number(reference.rstrip(_DIGITS)) if reference else last + 1
            if column <= last:
                raise Disorder(reference)
            last = self.col_counter = column
            title = self._titles.get(column)
            if title is None:
                continue
            self.col_counter -= 1  # where openpyxl counts on from, for a cell without reference
            cell = self.parse_cell(element)
            if cell["row"] != self.row_counter:
                raise Disorder(reference)
            value = self._value_of(cell, element)
            if value is not None:
                values[title] = value
            if element.find(FORMULA_TAG) is not None:
                formulas.add(title)
        return ReadRow(self.row_counter, values, frozenset(formulas))

    def _value_of(self, cell: Mapping[str, Any], element: Element) -> ReadValue:
        value = cell["value"]
        if value is None:
            # A formula that gives the empty text says so; another without a value has none yet.
            is_formula = element.find(FORMULA_TAG) is not None
            return NotCalculated.FORMULA if is_formula and element.get("t") != "str" else None
        kind = cell["data_type"]
        if kind == "e":
            return error_from_text(value) or CellError.UNKNOWN
        if kind == "n":
            finite = math.isfinite(value)
            return self._formats.value_of(value, cell["style_id"]) if finite else CellError.NUM
        if kind == "d":
            return _plain_moment(value)
        if kind == "s" and element.get("t") != "s":
            return from_xstring(value)
        return value  # type: ignore[no-any-return]
