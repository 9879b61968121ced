"""What was decided, voted and noted at meetings between two versions of a portfolio."""

from __future__ import annotations

from collections.abc import Iterator

from shk_xl.domain.change_records import DecisionChange, RowsChange, Status
from shk_xl.domain.changed_rows import paired
from shk_xl.domain.outcomes import initiative_of
from shk_xl.domain.portfolio import Attendance, ItemKind, MeetingItem, Portfolio, Vote

_Key = tuple[str, int]


def decision_changes(
    before: Portfolio, after: Portfolio
) -> tuple[dict[str, tuple[DecisionChange, ...]], tuple[DecisionChange, ...]]:
    """Find the decisions that came, went, were noted or voted on.

    Returns:
        Those on an initiative, by its code; and the others.
    """
    was, now = _decisions(before), _decisions(after)
    votes_before, votes_after = _votes(before), _votes(after)
    of_initiative: dict[str, tuple[DecisionChange, ...]] = {}
    others: tuple[DecisionChange, ...] = ()
    for key in {**now, **was}:
        old, new = was.get(key), now.get(key)
        voted = votes_before.get(key, {}) != votes_after.get(key, {})
        if old == new and not voted:
            continue
        item = new or old
        if item is None:
            continue
        initiative = initiative_of(after, item) or initiative_of(before, item)
        change = DecisionChange(
            item.meeting,
            initiative.title if initiative else item.initiative or item.title,
            _status(old, new),
            old.decision if old else "",
            new.decision if new else "",
            _count(votes_after.get(key, {})) if voted else None,
        )
        if initiative:
            code = initiative.code
            of_initiative[code] = (*of_initiative.get(code, ()), change)
        else:
            others = (*others, change)
    return of_initiative, others


def _status(old: object | None, new: object | None) -> Status:
    if old is None:
        return Status.NEW
    return Status.REMOVED if new is None else Status.CHANGED


def _decisions(portfolio: Portfolio) -> dict[_Key, MeetingItem]:
    rows = (row for row in portfolio.meeting_items if row.kind is ItemKind.DECISION)
    return {(row.meeting, row.number): row for row in rows}


def _votes(portfolio: Portfolio) -> dict[_Key, dict[str, Attendance]]:
    """Give the rows about decisions, by item and person."""
    items = _decisions(portfolio)
    found: dict[_Key, dict[str, Attendance]] = {}
    for row in portfolio.attendance:
        if row.item is not None and (row.meeting, row.item) in items:
            found.setdefault((row.meeting, row.item), {})[row.person] = row
    return found


def _count(rows: dict[str, Attendance]) -> tuple[int, ...]:
    given = [row.vote for row in rows.values()]
    return tuple(given.count(vote) for vote in Vote)


def meeting_changes(before: Portfolio, after: Portfolio) -> Iterator[RowsChange]:
    """Find what else came, went or changed about meetings, a value for each meeting."""
    names_before, names_after = _noted(before), _noted(after)
    for meeting in dict.fromkeys((*names_after, *names_before)):
        new: list[str] = []
        removed: list[str] = []
        changed: list[str] = []
        was, now = names_before.get(meeting, {}), names_after.get(meeting, {})
        for key, old, current in paired(was, now):
            into = new if old is None else removed if current is None else changed
            into.append(key[0])
        if new or removed or changed:
            yield RowsChange(meeting, tuple(new), tuple(removed), tuple(changed))


def _noted(portfolio: Portfolio) -> dict[str, dict[tuple[str, int | str], object]]:
    """Give what is noted about each meeting besides decisions and votes on them."""
    decided = _decisions(portfolio)
    found: dict[str, dict[tuple[str, int | str], object]] = {}
    for item in portfolio.meeting_items:
        if item.kind is not ItemKind.DECISION:
            found.setdefault(item.meeting, {})[item.title or item.kind.value, item.number] = item
    presence = (row for row in portfolio.attendance if (row.meeting, row.item or 0) not in decided)
    for row in presence:
        key = (row.person, f"närvaro {row.item or ''}")
        found.setdefault(row.meeting, {})[key] = row
    return found
