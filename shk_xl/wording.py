"""The Swedish words for every fault, in one table.

Each entry says what is wrong and what to do about it. The fields in braces come from
the fault's values. A test holds this table against the codes that the program raises.
"""

from __future__ import annotations

from typing import NamedTuple

from shk_xl.domain.faults import Fault


class Words(NamedTuple):
    """What is wrong, and the remedy."""

    what: str
    remedy: str


FAULTS: dict[str, Words] = {
    # ooxml
    # workbook
    # documents
}


def place_in_words(fault: Fault) -> str:
    """Say where a fault is, from the file inwards; empty when it has no place.

    >>> from shk_xl.domain.faults import Place
    >>> place_in_words(Fault("locked", Place("bok.xlsx", "Initiativ", "C4")))
    'bok.xlsx, Initiativ!C4'
    """
    place = fault.place
    inner = "!".join(part for part in (place.sheet, place.cell) if part)
    return ", ".join(part for part in (place.file, inner) if part)


def in_words(fault: Fault) -> str:
    """Word a fault as one line of Swedish: place, what is wrong, what to do."""
    words = FAULTS[fault.code]
    what = words.what.format_map(fault.values)
    remedy = words.remedy.format_map(fault.values)
    place = place_in_words(fault)
    return f"{place}: {what} {remedy}" if place else f"{what} {remedy}"
