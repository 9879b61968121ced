"""What has changed between two versions of a portfolio.

Rules: everything that differs is found, and each amount once; only the order of rows is no
change. Initiatives are gathered with all that concerns them, the heaviest first: money and
decisions, then scores and places, then facts, then texts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Final

from shk_xl.domain import budget
from shk_xl.domain.change_records import (
    AmountChange,
    Changes,
    FactChange,
    FrameChange,
    RowsChange,
    Status,
)
from shk_xl.domain.changed_initiatives import (
    funding_changes,
    initiative_changes,
    recoded,
    text_changes,
)
from shk_xl.domain.changed_meetings import decision_changes, meeting_changes
from shk_xl.domain.changed_rows import rows_change
from shk_xl.domain.portfolio import Frame, Portfolio

_REGISTERS: Final[Mapping[str, Callable[[Any], str]]] = {
    "criteria": lambda row: f"{row.name} ({row.type})",
    "parties": lambda row: row.name,
    "people": lambda row: row.name,
    "goals": lambda row: row.name,
}
"""The registers, by the field of ``Portfolio``, and what their rows are called."""
_FRAME_FACTS: Final[Mapping[str, Callable[[Frame], str]]] = {
    "Ingår i": lambda frame: frame.part_of,
    "Preliminär": lambda frame: "ja" if frame.preliminary else "nej",
    "Delas ut": lambda frame: "ja" if frame.funds_initiatives else "nej",
    "Avser": lambda frame: frame.purpose,
}


def changes(before: Portfolio, after: Portfolio) -> Changes:
    """Find all that is different between two versions.

    Args:
        before: The earlier version.
        after: The later one.

    Returns:
        Falsy where nothing is different.

    >>> from shk_xl.domain.amounts import Known
    >>> from shk_xl.domain.portfolio import Initiative, InitiativeType
    >>> def version(kronor):
    ...     labb = Initiative("LABB", "Labbet", InitiativeType.FORUM, amount=Known(kronor))
    ...     return Portfolio(initiatives=(labb,))
    >>> changes(version(100), version(250)).difference, bool(changes(version(1), version(1)))
    (150, False)
    """
    was, old_codes = recoded(before, after)
    by_initiative, others = decision_changes(was, after)
    found = initiative_changes(was, after, old_codes, by_initiative)
    return Changes(
        budget.budget_total(before),
        budget.budget_total(after),
        initiatives=tuple(sorted(found, key=lambda change: change.weight)),
        unsplit=funding_changes("", was, after),
        frames=tuple(filter(None, _frames(was, after))),
        texts=text_changes("", was, after),
        decisions=others,
        meetings=tuple(meeting_changes(was, after)),
        registers=tuple(filter(None, _registers(was, after))),
    )


def _frames(before: Portfolio, after: Portfolio) -> Iterator[FrameChange]:
    was = {frame.name: frame for frame in before.frames}
    now = {frame.name: frame for frame in after.frames}
    left_before, left_after = _left(before), _left(after)
    for name in {**now, **was}:
        old, new = was.get(name), now.get(name)
        amounts = old.amount if old else None, new.amount if new else None
        left = left_before.get(name), left_after.get(name)
        status = Status.CHANGED
        if old is None or new is None:
            status = Status.NEW if old is None else Status.REMOVED
        yield FrameChange(
            name,
            status,
            AmountChange(*amounts) if amounts[0] != amounts[1] else None,
            left if left[0] != left[1] else None,
            tuple(_frame_facts(old, new)),
        )


def _left(portfolio: Portfolio) -> dict[str, int | None]:
    return {source.frame.name: source.left for source in budget.sources(portfolio)}


def _frame_facts(old: Frame | None, new: Frame | None) -> Iterator[FactChange]:
    if old is None or new is None:
        return
    for name, read in _FRAME_FACTS.items():
        if read(old) != read(new):
            yield FactChange(name, read(old), read(new))


def _registers(before: Portfolio, after: Portfolio) -> Iterator[RowsChange]:
    for name, read in _REGISTERS.items():
        yield rows_change(name, getattr(before, name), getattr(after, name), read)
    changed = [
        field.name
        for field in fields(after.about)
        if getattr(before.about, field.name) != getattr(after.about, field.name)
    ]
    yield RowsChange("about", changed=tuple(changed))
