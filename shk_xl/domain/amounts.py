"""Amounts in whole kronor, in three states that never pass for one another.

An amount is known (a number), covered by staff (declared, costs no money), or unknown
(nobody can say yet, and perhaps why). Unknown is not zero: a total leaves it out and
says how many were left out.

Rules: money is ``int`` kronor. What people type is read here and nowhere else, and a
text that could mean two different numbers is refused with the reason.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple, TypeAlias

NBSP = "\u00a0"


@dataclass(frozen=True, slots=True)
class Known:
    """A known number of whole kronor."""

    kronor: int


@dataclass(frozen=True, slots=True)
class Staff:
    """Declared to be covered by ordinary staff: no kronor are needed.

    Args:
        by: Whose staff, in the users' words ("processtödet"); may be empty.
    """

    by: str = ""


@dataclass(frozen=True, slots=True)
class Unknown:
    """Not known yet.

    Args:
        reason: Why, in the users' words ("inväntar svar"); may be empty.
    """

    reason: str = ""


Amount: TypeAlias = Known | Staff | Unknown


class Total(NamedTuple):
    """A sum that says what it leaves out: known kronor, and how many are unknown."""

    kronor: int
    unknown: int


class AmbiguousAmount(ValueError):  # noqa: N818 - the text is at fault, not the program
    """A text that is no amount, or could be two different ones.

    Args:
        text: What was typed.
        why: A key of the table of reasons in ``shk_xl.wording``.
    """

    def __init__(self, text: str, why: str) -> None:
        super().__init__(text, why)
        self.text = text
        self.why = why


_SPACES = re.compile(r"\s+")
_GROUPED_POINT = re.compile(r"\d{1,3}(\.\d{3})+")
_GROUPED_COMMA = re.compile(r"\d{1,3}(,\d{3})+")
_NUMBER = re.compile(r"(?P<sign>[+-]?)(?P<digits>\d+)(?:[.,](?P<part>\d+))?")
_UNITS = {
    "": 1,
    "kr": 1,
    "kronor": 1,
    ":-": 1,
    "sek": 1,
    "tkr": 1_000,
    "tusen": 1_000,
    "mnkr": 1_000_000,
    "mkr": 1_000_000,
    "miljoner": 1_000_000,
    "mdkr": 1_000_000_000,
}
_UNIT_NAMES = "|".join(re.escape(unit) for unit in _UNITS if unit)
_UNIT = re.compile(
    rf"(?P<number>.*?)\s*(?P<unit>{_UNIT_NAMES}|)(?:\s*kr)?",
    re.IGNORECASE | re.DOTALL,
)
_MINUS_SIGNS = str.maketrans({"\u2212": "-", "\u2013": "-", "\u2012": "-"})


def read_kronor(text: str) -> int:
    """Read an amount as people type it.

    Args:
        text: For example ``648 000kr``, ``1625 000 kr``, ``648 000:-``, ``1,5 mnkr``,
            ``250 tkr``; any kind of space, and U+2212 as minus.

    Returns:
        Whole kronor.

    Raises:
        AmbiguousAmount: No number (``not_a_number``), a point or comma that may be a decimal
            or a thousands mark (``point_or_thousands``), or öre (``not_whole_kronor``).

    >>> [read_kronor(t) for t in ("648 000kr", "1625 000 kr", "1,5 mnkr", "250 tkr")]
    [648000, 1625000, 1500000, 250000]
    """
    clean = unicodedata.normalize("NFKC", text).translate(_MINUS_SIGNS).strip().rstrip(".")
    parts = _UNIT.fullmatch(clean)
    number = parts["number"] if parts else clean
    factor = _UNITS[parts["unit"].lower()] if parts else 1
    compact = _SPACES.sub("", number)
    if factor == 1 and (_GROUPED_POINT.fullmatch(compact) or _GROUPED_COMMA.fullmatch(compact)):
        raise AmbiguousAmount(text, "point_or_thousands")
    match = _NUMBER.fullmatch(compact)
    if match is None:
        raise AmbiguousAmount(text, "not_a_number")
    value = Fraction(f"{match['sign']}{match['digits']}.{match['part'] or 0}") * factor
    if value.denominator != 1:
        raise AmbiguousAmount(text, "not_whole_kronor")
    return int(value)


_STAFF = re.compile(
    r"(?:ryms i |ingår i )?ordinarie personal(?:en)?\b[\s:,–-]*(?P<by>.*)",
    re.IGNORECASE | re.DOTALL,
)
_UNKNOWN = re.compile(
    r"(?:okänt?|oklart?|inväntar|väntar|ej klart?|saknas|\?)(?!\w).*", re.IGNORECASE | re.DOTALL
)


def read_amount(text: str) -> Amount:
    """Read what stands where an amount is expected: a number, or the words for why there is none.

    Args:
        text: For example ``648 000kr``, ``Ordinarie personal processtödet``,
            ``Inväntar svar``; an empty text is unknown without a reason.

    Raises:
        AmbiguousAmount: As for ``read_kronor``.

    >>> read_amount("Ordinarie personal processtödet")
    Staff(by='processtödet')
    >>> read_amount("Inväntar svar från parten")
    Unknown(reason='Inväntar svar från parten')
    """
    clean = text.strip()
    if staff := _STAFF.fullmatch(clean):
        return Staff(staff["by"].strip())
    if not clean or _UNKNOWN.fullmatch(clean):
        return Unknown(clean)
    return Known(read_kronor(clean))


def write_amount(amount: Amount) -> str:
    r"""Write an amount in any of its states as Swedish text.

    >>> write_amount(Known(432000)), write_amount(Staff("processtödet")), write_amount(Unknown())
    ('432\xa0000\xa0kr', 'Ordinarie personal processtödet', 'Okänt')
    """
    match amount:
        case Known(kronor):
            return write_kronor(kronor)
        case Staff(by):
            return f"Ordinarie personal {by}".strip()
        case Unknown(reason):
            return f"Okänt: {reason}" if reason else "Okänt"


def write_number(value: int) -> str:
    r"""Write a whole number with Swedish grouping.

    >>> write_number(-3456000)
    '−3\xa0456\xa0000'
    """
    sign = "\u2212" if value < 0 else ""
    return sign + f"{abs(value):,}".replace(",", NBSP)


def write_kronor(value: int) -> str:
    r"""Write kronor as Swedish text, with no-break spaces.

    >>> write_kronor(648000)
    '648\xa0000\xa0kr'
    """
    return f"{write_number(value)}{NBSP}kr"


def kronor_of(amount: Amount) -> int | None:
    """Give the kronor of an amount: 0 for staff, None when it is unknown."""
    match amount:
        case Known(kronor):
            return kronor
        case Staff():
            return 0
        case Unknown():
            return None


def total(amounts: Iterable[Amount]) -> Total:
    """Sum what is known and count what isn't.

    Args:
        amounts: Any number of amounts.

    Returns:
        The known kronor (staff adds none) and how many amounts are unknown.

    Source:
        Helhetsförslag 2024, the last lines of the table of initiatives.

    >>> total([Known(648_000), Staff("processtödet"), Unknown("inväntar svar")])
    Total(kronor=648000, unknown=1)
    """
    kronor = unknown = 0
    for amount in amounts:
        if isinstance(amount, Known):
            kronor += amount.kronor
        elif isinstance(amount, Unknown):
            unknown += 1
    return Total(kronor, unknown)
