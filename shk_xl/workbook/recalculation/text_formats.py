"""The formats of TEXT as a Swedish Excel reads them.

Excel reads a format text in the language of the machine, and the file does not say which that
was. So only formats that say it themselves are read here: a space between digits groups
thousands, a comma stands before decimals, å is the year. One that another language reads
otherwise (``0.00``, ``#,##0``, ``yyyy``), or that holds anything else, is not read at all.

Rules: numbers are rounded as they are written in decimal, half away from zero. The separator
between thousands is the no-break space of Swedish Windows and Mac.

Source: Microsoft's description of number format codes; the separators of the locale sv-SE.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache
from typing import Final

THOUSANDS: Final = "\u00a0"
_LITERAL: Final = r'(?:"[^"]*"|\\[^\s]|[-+/:()])'
_NUMBER: Final = re.compile(
    rf"(?P<before>{_LITERAL}*)(?P<whole>[#0](?:[#0 \u00a0]*[#0])?)(?:,(?P<decimals>[#0]+))?"
    rf"(?P<percent>%?)(?P<after>{_LITERAL}*)"
)
_DATE: Final = re.compile(rf"(?:[åÅ]{{4}}|[åÅ]{{2}}|MM?|[dD]{{1,2}}|{_LITERAL}|[ .])+")
_DATE_PART: Final = re.compile(rf"[åÅ]+|M+|[dD]+|{_LITERAL}|[ .]")
_YEAR: Final = re.compile("[åÅ]{2}")
_QUOTED: Final = re.compile(r'"([^"]*)"|\\(.)')
_LEAP_DAY_THAT_NEVER_WAS: Final = 60
"""Excel counts 29 February 1900; from the day after, its count is that of the calendar."""
_LAST_DAY: Final = 2_958_465
_EPOCHS: Final = (datetime(1899, 12, 30), datetime(1904, 1, 1))  # noqa: DTZ001 - days have no zone


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A format of numbers.

    Args:
        before: What stands before the digits.
        grouped: Thousands are kept apart.
        zeros: The fewest digits before the decimals.
        decimals: The most decimals.
        zero_decimals: The fewest decimals.
        percent: The number is shown as a percentage.
        after: What stands after.
    """

    before: str
    grouped: bool
    zeros: int
    decimals: int
    zero_decimals: int
    percent: bool
    after: str

    def text(self, number: float) -> str:
        """Write a number."""
        exact = Decimal(repr(number)) * (100 if self.percent else 1)
        rounded = abs(exact).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_UP)
        whole, _, decimals = f"{rounded:f}".partition(".")
        whole = whole.lstrip("0").zfill(self.zeros)
        decimals = decimals[: self.zero_decimals] + decimals[self.zero_decimals :].rstrip("0")
        if self.grouped:
            whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", THOUSANDS, whole)
        comma = "," if self.decimals and (decimals or self.zero_decimals) else ""
        sign = "-" if exact < 0 and rounded else ""
        percent = "%" if self.percent else ""
        return f"{sign}{self.before}{whole}{comma}{decimals}{percent}{self.after}"


@dataclass(frozen=True, slots=True)
class DateFormat:
    """A format of dates, in its parts."""

    parts: tuple[str, ...]

    def text(self, day: datetime) -> str:
        """Write a date."""
        return "".join(_date_part(part, day) for part in self.parts)


def _date_part(part: str, day: datetime) -> str:
    codes = {
        "åååå": f"{day.year:04}",
        "åå": f"{day.year % 100:02}",
        "mm": f"{day.month:02}",
        "m": str(day.month),
        "dd": f"{day.day:02}",
        "d": str(day.day),
    }
    return codes.get(part.lower()) or _plain(part)


def _plain(literal: str) -> str:
    return _QUOTED.sub(lambda found: found[1] or found[2] or "", literal)


@lru_cache(maxsize=256)
def read_format(text: str) -> NumberFormat | DateFormat | None:
    """Read a format; None when it does not say for certain what it means.

    >>> read_format("# ##0").text(1234567.5)
    '1\u00a0234\u00a0568'
    >>> read_format('0,0" mnkr"').text(-1.25), read_format("0,0#%").text(0.5)
    ('-1,3 mnkr', '50,0%')
    >>> read_format("ÅÅÅÅ-MM-DD").text(datetime(2024, 1, 5))
    '2024-01-05'
    >>> [read_format(english) for english in ("0.00", "#,##0", "yyyy-mm-dd")]
    [None, None, None]
    """
    number = _NUMBER.fullmatch(text)
    if number is not None:
        return _number_format(number)
    if _DATE.fullmatch(text) and _YEAR.search(text):
        return DateFormat(tuple(_DATE_PART.findall(text)))
    return None


def _number_format(found: re.Match[str]) -> NumberFormat | None:
    whole, decimals = found["whole"], found["decimals"] or ""
    digits = re.sub("[ \u00a0]", "", whole)
    ordered = digits.lstrip("#").strip("0") == "" and decimals.rstrip("#").strip("0") == ""
    english = len(decimals) == 3 and "0" in decimals and digits.startswith("#")  # noqa: PLR2004
    if not ordered or english:
        return None
    return NumberFormat(
        _plain(found["before"]),
        digits != whole,
        digits.count("0"),
        len(decimals),
        decimals.count("0"),
        bool(found["percent"]),
        _plain(found["after"]),
    )


def day_of(serial: float, *, date1904: bool) -> datetime | None:
    """Give the day of a serial number; None where Excel's calendar is not the world's."""
    first = 0 if date1904 else _LEAP_DAY_THAT_NEVER_WAS + 1
    if not first <= serial <= _LAST_DAY:
        return None
    return _EPOCHS[date1904] + timedelta(days=int(serial))
