"""What each worksheet function calculates, once its cells are read.

Rules: the arithmetic is the domain's; here it meets cells. ``#N/A`` in and out means
unknown. Nothing here knows in which program the cell stands.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction

from shk_xl.domain import meetings, priorities
from shk_xl.domain.amounts import Amount, Known, Staff, Unknown, kronor_of, total, write_kronor
from shk_xl.domain.portfolio import Presence, Vote
from shk_xl.functions.arguments import (
    CellFault,
    amount_in_cell,
    cell,
    exact,
    is_empty,
    matching,
    number,
)
from shk_xl.functions.cell_values import (
    MISSING,
    Argument,
    CellError,
    CellValue,
    Column,
    comparable,
)

_STATES = {None: None, "känt belopp": Known, "ordinarie personal": Staff, "okänt": Unknown}


def amount_in_kronor(value: CellValue, state: CellValue) -> CellValue:
    """Give an amount as kronor: 0 for staff, #N/A when it is unknown."""
    if isinstance(state, CellError):
        raise CellFault(state)
    wanted = comparable(state)
    if not (wanted is None or isinstance(wanted, str)) or wanted not in _STATES:
        raise CellFault(CellError.VALUE)
    amount = amount_in_cell(None if value == "" else value)
    declared = _STATES[wanted]
    if declared is None or isinstance(amount, declared):
        return _kronor(amount)
    if isinstance(amount, Unknown) and value is not CellError.NA and declared is Staff:
        return 0
    if isinstance(amount, Unknown) and declared is Known:
        return CellError.NA
    raise CellFault(CellError.VALUE)


def _kronor(amount: Amount) -> CellValue:
    kronor = kronor_of(amount)
    return CellError.NA if kronor is None else kronor


def _amounts(values: Iterable[CellValue]) -> Iterable[Amount]:
    """The amounts in cells; a cell with nothing in it holds none."""
    return (amount_in_cell(value) for value in values if not is_empty(value))


def budget_sum(values: Column, conditions: Column | None, wanted: Argument) -> CellValue:
    """Sum the known amounts."""
    return total(_amounts(matching(values, conditions, wanted))).kronor


def count_unknown(values: Column, conditions: Column | None, wanted: Argument) -> CellValue:
    """Count the unknown amounts."""
    return total(_amounts(matching(values, conditions, wanted))).unknown


def left_of_frame(
    frame: Amount, values: Column, conditions: Column | None, wanted: Argument
) -> CellValue:
    """Give what is left of a frame; unknown when the frame is."""
    if not isinstance(frame, Known):
        return CellError.NA
    return frame.kronor - total(_amounts(matching(values, conditions, wanted))).kronor


def _interval(
    points: Column,
    weights: Column | None,
    conditions: Column | None,
    wanted: Argument,
    weight_sum: Argument,
) -> priorities.Interval:
    """Weigh the points on the rows that the condition picks.

    Raises:
        CellFault: Points that are not whole or off the scale, weights that are not positive or
            exceed their sum (#NUM!); no points at all without a weight sum (#N/A).
    """
    chosen = list(matching(points, conditions, wanted))
    weighed = chosen if weights is None else list(matching(weights, conditions, wanted))
    if len(chosen) != len(weighed):
        raise CellFault(CellError.VALUE)
    whole = None if weight_sum is MISSING else exact(cell(weight_sum))
    if not chosen and whole is None:
        raise CellFault(CellError.NA)
    by_weight = [Fraction(1)] * len(chosen) if weights is None else [exact(w) for w in weighed]
    try:
        return priorities.score([_points(value) for value in chosen], by_weight, whole)
    except ValueError as fault:
        raise CellFault(CellError.NUM) from fault


def _points(value: CellValue) -> int | None:
    if is_empty(value) or value is CellError.NA:
        return None
    points = exact(value)
    if points.denominator != 1:
        raise CellFault(CellError.NUM)
    return int(points)


def priority(*cells: Argument) -> CellValue | Fraction:
    """Give the score, or #N/A while points are missing."""
    value = _interval(*cells).exact  # type: ignore[arg-type]  # the catalogue's converters
    return CellError.NA if value is None else value


def priority_lowest(*cells: Argument) -> Fraction:
    """Give the lowest score that is possible."""
    return _interval(*cells).low  # type: ignore[arg-type]  # the catalogue's converters


def priority_highest(*cells: Argument) -> Fraction:
    """Give the highest score that is possible."""
    return _interval(*cells).high  # type: ignore[arg-type]  # the catalogue's converters


def rank(value: CellValue, values: Column, types: Column | None, wanted: Argument) -> CellValue:
    """Give the place of a value, highest first; what has no value has no place."""
    if is_empty(value):
        return ""
    own = number(value)
    type_ = MISSING if wanted is MISSING else comparable(cell(wanted))
    numbers = values.remember(
        ("rank", types, type_), lambda: _ascending(matching(values, types, wanted))
    )
    return 1 + len(numbers) - bisect_right(numbers, own)


def _ascending(values: Iterable[CellValue]) -> list[float]:
    """The numbers among values, in order; unknown ones take no place."""
    return sorted(
        number(value) for value in values if not is_empty(value) and value is not CellError.NA
    )


def kronor_as_text(amount: Amount) -> CellValue:
    """Write an amount as Swedish text."""
    kronor = _kronor(amount)
    return write_kronor(kronor) if isinstance(kronor, int) else kronor


_VOTES = {comparable(vote.value): vote for vote in Vote}
_PRESENCE = {comparable(presence.value): presence for presence in Presence}


def votes_in_words(  # noqa: PLR0913, PLR0917 - the columns of one table
    votes: Column,
    parties: Column,
    presence: Column,
    meeting_column: Column,
    meeting: CellValue,
    items: Column,
    item: CellValue,
) -> CellValue:
    """Count the votes on one item, and who was there: at the meeting, or as said of the item."""
    if len({len(votes), len(parties), len(presence), len(meeting_column), len(items)}) != 1:
        raise CellFault(CellError.VALUE)
    ballots: list[meetings.Ballot] = []
    rows = zip(votes, parties, presence, meeting_column, items, strict=True)
    for vote, party, present, in_meeting, of_item in rows:
        here = _same_item(of_item, item)
        if comparable(in_meeting) != comparable(meeting) or not (here or is_empty(of_item)):
            continue
        ballots.append(
            meetings.Ballot(
                party="" if is_empty(party) else str(party),
                presence=_word(_PRESENCE, present),
                vote=_word(_VOTES, vote) if here else None,
            )
        )
    return meetings.count_ballots(ballots).in_words()


def _same_item(left: CellValue, right: CellValue) -> bool:
    return not is_empty(left) and comparable(left) == comparable(right)


def _word(words: dict[CellValue, meetings.WordT], value: CellValue) -> meetings.WordT | None:
    """Read one of the allowed words; nothing where the cell is empty.

    Raises:
        CellFault: Another word (#VALUE!), or an error (the same).
    """
    if isinstance(value, CellError):
        raise CellFault(value)
    if is_empty(value):
        return None
    word = words.get(comparable(value))
    if word is None:
        raise CellFault(CellError.VALUE)
    return word
