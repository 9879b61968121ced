"""Texts that look like a Swedish personal identity number.

Rules: a warning, never a verdict: a number counts when its date is one that exists and its last
digit is right. A coordination number has 60 added to the day.

Source: Skatteverket, SKV 704 (personal identity numbers) and SKV 707 (coordination numbers).
"""

from __future__ import annotations

import re
from typing import Final

_NUMBER: Final = re.compile(
    r"(?<![\d.,-])(?:18|19|20)?(?P<date>\d\d(?P<month>\d\d)(?P<day>\d\d))[-+ ]?(?P<last>\d{4})"
    r"(?![\d.,]*\d)"
)
_MONTHS: Final = range(1, 13)
_DAYS: Final = range(1, 32)
_COORDINATED: Final = 60


def has_personal_number(text: str) -> bool:
    """Tell whether a text holds what looks like a personal identity number.

    >>> has_personal_number("född 19121212-1212"), has_personal_number("tel. 021-39 00 00")
    (True, False)
    """
    return any(_is_one(found) for found in _NUMBER.finditer(text))


def _is_one(found: re.Match[str]) -> bool:
    day = int(found["day"])
    real = int(found["month"]) in _MONTHS and (day in _DAYS or day - _COORDINATED in _DAYS)
    return real and _checks(found["date"] + found["last"])


def _checks(digits: str) -> bool:
    """Whether ten digits end with the one that Luhn's formula gives."""
    doubled = (int(digit) * (2 - at % 2) for at, digit in enumerate(digits))
    return sum(number // 10 + number % 10 for number in doubled) % 10 == 0
