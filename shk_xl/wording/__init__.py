"""The Swedish words for every fault, one table for each part of the work.

Each entry says what is wrong and what to do about it. The fields in braces come from
the fault's values. A test holds these tables against the codes that the program raises.
"""

from __future__ import annotations

from typing import Final

from shk_xl.domain.faults import Fault
from shk_xl.wording import (
    accessibility,
    commands,
    documents,
    edited,
    files,
    intake,
    lite,
    live,
    mail,
    merge,
    outgoing,
    recalculation,
    server,
    setup,
    spelling,
    tables,
    templates,
    writing,
)
from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    **commands.FAULTS,
    **files.FAULTS,
    **intake.FAULTS,
    **tables.FAULTS,
    **recalculation.FAULTS,
    **live.FAULTS,
    **outgoing.FAULTS,
    **mail.FAULTS,
    **merge.FAULTS,
    **server.FAULTS,
    **documents.FAULTS,
    **edited.FAULTS,
    **accessibility.FAULTS,
    **templates.FAULTS,
    **spelling.FAULTS,
    **setup.FAULTS,
    **lite.FAULTS,
    **writing.FAULTS,
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


def what(fault: Fault) -> str:
    """Say what is wrong, to somebody who is not the one to mend it."""
    return FAULTS[fault.code].what.format_map(fault.values)


def what_and_remedy(fault: Fault) -> str:
    """Say what is wrong and what to do about it."""
    words = FAULTS[fault.code]
    return " ".join(part.format_map(fault.values) for part in words)


def in_words(fault: Fault) -> str:
    """Word a fault as one line of Swedish: place, what is wrong, what to do."""
    place = place_in_words(fault)
    return f"{place}: {what_and_remedy(fault)}" if place else what_and_remedy(fault)
