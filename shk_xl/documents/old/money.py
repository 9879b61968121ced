"""Amounts in the old documents: typed numbers, staff, and what nobody knows yet.

Rules: a text that is no number is an unknown amount with that text as its reason, never zero.
A number that could be two is unknown and reported.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final, NamedTuple

from shk_xl.documents.old.report import Report
from shk_xl.domain.amounts import (
    AmbiguousAmount,
    Amount,
    Known,
    Staff,
    Unknown,
    read_kronor,
    total,
    write_kronor,
)
from shk_xl.domain.faults import Place
from shk_xl.domain.names import plain, spaced

FUNDING_FRAMES: Final = ("Initiativbudget", "Pilotbudget")
"""The frames that initiatives are funded from."""
_FRAME_NAMES: Final = {
    "ordinariebudget": "Ordinarie budget",
    "initiativ": "Initiativbudget",
    "initiativbudget": "Initiativbudget",
    "initiativbudgeten": "Initiativbudget",
    "pilotbudget": "Pilotbudget",
    "pilotbudgeten": "Pilotbudget",
    "driftkostnader": "Driftkostnader",
}
_STAFF: Final = re.compile(r"ordinarie personal\b[\s:,–-]*(?P<by>.*)", re.IGNORECASE)
_UNKNOWN: Final = re.compile(r"okänt\b[\s:,–-]*(?P<why>.*)", re.IGNORECASE)
_NOTHING: Final = frozenset("-–—?")
_UNIT: Final = r"(?:kr|kronor|tkr|tusen|mnkr|mkr|miljoner|:-)"
_GROUPS: Final = r"(?!(?:19|20)\d\d\s)[1-9]\d{0,3}(?:\s\d{3})+"
"""Digits in groups; a year before them belongs to the name."""
_NAMED: Final = re.compile(
    rf"(?P<name>.*?\S)\s+(?P<amount>(?:{_GROUPS}|[1-9]\d{{3,}})\s*{_UNIT}?|\d[\d,]*\s*{_UNIT})",
    re.IGNORECASE,
)
_WITH_REST: Final = re.compile(
    rf"(?P<amount>.*\d\s*{_UNIT}|.*\d)\s*(?:(?<=[r:-])[,;]\s+(?P<rest>.*)|\((?P<inside>.*)\))",
    re.IGNORECASE,
)


def squashed(name: str) -> str:
    """Give the form in which the names of frames are compared: no case, no spaces.

    >>> squashed("Initiativ budget")
    'initiativbudget'
    """
    return "".join(plain(name).split())


def frame_name(typed: str) -> str:
    """Give the one readable name of a frame, or the name as typed.

    >>> frame_name("Drift kostnader")
    'Driftkostnader'
    """
    return _FRAME_NAMES.get(squashed(typed), typed)


def check_sum(
    told: Amount, rows: Iterable[Amount], place: Place, report: Report, what: str = "sum"
) -> None:
    """Hold a sum in a source against what it sums.

    Args:
        told: The sum as the source has it.
        rows: What it sums.
        place: Where it stands.
        report: Is told whether they agree.
        what: "sum", or "funding" for what is taken from the frames.
    """
    counted = total(rows)
    if told == Known(counted.kronor):
        kronor = write_kronor(counted.kronor)
        report.read(f"{what}_agrees", place, sum=kronor, unknown=counted.unknown)
    else:
        report.differs(
            f"{what}_differs",
            place,
            told=in_words(told),
            counted=write_kronor(counted.kronor),
            unknown=counted.unknown,
        )


def in_words(amount: Amount) -> str:
    """Say an amount for a reader.

    >>> in_words(Unknown("inväntar svar")), in_words(Staff("processtödet"))
    ('okänt (inväntar svar)', 'ordinarie personal processtödet')
    """
    if isinstance(amount, Known):
        return write_kronor(amount.kronor)
    if isinstance(amount, Staff):
        return f"ordinarie personal {amount.by}".strip()
    return f"okänt ({amount.reason})" if amount.reason else "okänt"


def is_amount(text: str) -> bool:
    """Tell whether a cell holds a number of kronor."""
    try:
        read_kronor(text)
    except AmbiguousAmount:
        return False
    return True


def first_amount(text: str) -> tuple[str, str]:
    """Split a sum from the remark in the sentences after it.

    >>> first_amount("5 000 kr. Okänt: 2 rader.")
    ('5 000 kr', 'Okänt: 2 rader.')
    """
    amount, _, remark = spaced(text).partition(". ")
    return amount, remark


class NamedAmount(NamedTuple):
    """A line such as "Löner: 1 000 000 kr, två tjänster": name, amount as typed, what follows."""

    name: str
    amount: str
    rest: str


def read_amount(text: str, place: Place, report: Report) -> Amount:
    """Read a cell or a line that holds an amount.

    Args:
        text: As typed.
        place: Where it stands.
        report: Is told of what is read as unknown.

    Returns:
        A known amount, staff ("Ordinarie personal processtödet"), or unknown with the text as
        its reason.
    """
    clean = spaced(text)
    staff = _STAFF.fullmatch(clean)
    if staff is not None:
        return Staff(staff["by"])
    unknown = _UNKNOWN.fullmatch(clean)
    if unknown is not None:
        return Unknown(unknown["why"])
    if not clean or clean in _NOTHING:
        return Unknown()
    try:
        return Known(read_kronor(clean))
    except AmbiguousAmount as error:
        code = "amount_ambiguous" if error.why != "not_a_number" else "amount_unknown"
        report.confirm(code, place, text=clean)
        return Unknown(clean)


def named_amount(text: str) -> NamedAmount | None:
    """Split a line into a name and an amount; None for a line that isn't of that kind.

    >>> named_amount("Löner: 1625 000kr")
    NamedAmount(name='Löner', amount='1625 000kr', rest='')
    >>> named_amount("Pilotbudget 2025 7 500 000kr").amount
    '7 500 000kr'
    """
    clean = spaced(text)
    if not clean[:1].isupper():
        return None
    name, colon, value = clean.partition(":")
    if colon and value.strip():
        rest = _WITH_REST.fullmatch(value.strip())
        if rest is None:
            return NamedAmount(name, value.strip(), "")
        return NamedAmount(name, rest["amount"], rest["rest"] or rest["inside"])
    match = _NAMED.fullmatch(clean)
    return NamedAmount(match["name"], match["amount"], "") if match else None
