"""The values of a sheet's cells, one row at a time.

Rules: only the columns that are asked for are read, and nothing of a sheet but its cells. A
formula counts as its cached value; one without is told apart from a blank cell. A number with
a date format becomes a date.

Source: ECMA-376-1:2016, 18.3.1.4 (``c``) and 18.18.11 (``ST_CellType``).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from enum import Enum
from io import BytesIO
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import (
    CALENDAR_MAC_1904,
    WINDOWS_EPOCH,
    from_excel,
    from_ISO8601,
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
_ROW, _CELL, _DATA, _FORMULA, _VALUE, _INLINE, _RUN, _TEXT = (
    f"{{{SHEET_MAIN_NS}}}{name}" for name in ("row", "c", "sheetData", "f", "v", "is", "r", "t")
)
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
        ValueError: And other errors of Python's, on a part that makes no sense.
    """
    reader = _RowReader(titles, strings, formats)
    last = 0
    for _event, element in iterparse(BytesIO(part)):
        if element.tag == _ROW:
            number = int(element.get("r") or last + 1)
            if number <= last:
                raise Disorder(number)
            last = number
            yield reader.read(element, number)
            element.clear()
        elif element.tag == _DATA:
            return


@dataclass(frozen=True, slots=True)
class _RowReader:
    """Reads rows: the columns that are wanted, with what all cells share."""

    titles: Mapping[int, str]
    strings: Sequence[str]
    formats: CellFormats
    _known: dict[frozenset[str], frozenset[str]] = field(default_factory=dict)
    """The sets of titles so far: most rows of a table have their formulas in the same columns."""

    def read(self, row: Element, number: int) -> ReadRow:
        """Read a row."""
        values: dict[str, ReadValue] = {}
        formulas: set[str] = set()
        last = 0
        for cell in row:
            if cell.tag != _CELL:
                continue
            reference = cell.get("r")
            letters = reference.rstrip(_DIGITS) if reference else ""
            column = column_number(letters) if reference else last + 1
            if column <= last:
                raise Disorder(reference)
            last = column
            title = self.titles.get(column)
            if title is None:
                continue
            if reference and int(reference[len(letters) :]) != number:
                raise Disorder(reference)
            is_formula = cell.find(_FORMULA) is not None
            value = self._value(cell, is_formula=is_formula)
            if value is not None:
                values[title] = value
            if is_formula:
                formulas.add(title)
        found = frozenset(formulas)
        return ReadRow(number, values, self._known.setdefault(found, found))

    def _value(self, cell: Element, *, is_formula: bool) -> ReadValue:
        kind, style = cell.get("t", "n"), int(cell.get("s") or 0)
        raw = _inline_text(cell) if kind == "inlineStr" else cell.findtext(_VALUE)
        if not raw:
            # A formula that gives the empty text says so; another without a value has none yet.
            return NotCalculated.FORMULA if is_formula and kind != "str" else None
        if kind == "s":
            return self.strings[int(raw)]
        if kind == "n":
            return self._number(raw, style)
        read = _READERS.get(kind)
        return read(raw) if read else raw

    def _number(self, raw: str, style: int) -> PlainValue:
        number = float(raw) if "." in raw or "e" in raw or "E" in raw else int(raw)
        return self.formats.value_of(number, style) if math.isfinite(number) else CellError.NUM


def _inline_text(cell: Element) -> str:
    """Read the text that stands in a cell itself, without how it is pronounced."""
    inside = cell.find(_INLINE)
    texts = () if inside is None else (part for part in inside if part.tag in (_TEXT, _RUN))
    return "".join((t.text if t.tag == _TEXT else t.findtext(_TEXT)) or "" for t in texts)


_READERS: Final[Mapping[str, Callable[[str], PlainValue]]] = {
    "b": lambda raw: bool(int(raw)),
    "d": lambda raw: _plain_moment(from_ISO8601(raw)),  # type: ignore[no-untyped-call]
    "e": lambda raw: error_from_text(raw) or CellError.UNKNOWN,
    "inlineStr": from_xstring,
    "str": from_xstring,
}
"""By a cell's ``t``, where that tells all."""
