"""The columns of an amount together: number, state and explanation make one amount.

Rules: the columns must agree, in the same way as ``SHK_BELOPP`` sees it. A blank number is
unknown unless the state says otherwise; unknown and staff are never zero, and zero is
never unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeVar

from shk_xl.domain.amounts import AmbiguousAmount, Amount, Known, Staff, Unknown, read_amount
from shk_xl.functions.cell_values import CellError
from shk_xl.workbook.columns import AmountState, Column
from shk_xl.workbook.reading.plain import PlainValue
from shk_xl.workbook.reading.values import WrongValue, is_blank, read_choice, read_text, shown

KRONOR: Final = "amount.kronor"
STATE: Final = "amount.state"
NOTE: Final = "amount.note"

_TYPES: Final[Mapping[AmountState, type[Amount]]] = {
    AmountState.KNOWN: Known,
    AmountState.STAFF: Staff,
    AmountState.UNKNOWN: Unknown,
}
_CODES: Final = {
    "point_or_thousands": "amount_ambiguous",
    "not_whole_kronor": "amount_not_whole",
    "not_a_number": "amount_not_a_number",
}
_T = TypeVar("_T")


def state_of(amount: Amount) -> AmountState:
    """Name an amount's state."""
    return next(state for state, type_ in _TYPES.items() if isinstance(amount, type_))


def read_amount_cells(
    values: Mapping[str, PlainValue],
    columns: Mapping[str, Column],
    wrong: dict[str, WrongValue],
) -> Amount:
    """Read an amount from its cells.

    Args:
        values: The cells by field: ``KRONOR``, and ``STATE`` and ``NOTE`` where they exist.
        columns: Their columns, by field.
        wrong: Gets what is wrong, by field.

    Returns:
        The amount; of no use when something was wrong.
    """
    written = _collect(KRONOR, wrong, lambda: _written(values.get(KRONOR)))
    state = _collect(STATE, wrong, lambda: _state(values.get(STATE), columns))
    note = _collect(NOTE, wrong, lambda: _note(values.get(NOTE), columns)) or ""
    if state is not None and KRONOR not in wrong:
        _compare(written, state, shown(values.get(KRONOR)), wrong)
    return _joined(written, state, note)


def read_kronor_cell(value: PlainValue) -> Amount:
    """Read what stands in the number column: a number, or a text that people type.

    Raises:
        WrongValue: No amount, one that could be two, öre, or an error other than ``#N/A``.

    >>> read_kronor_cell("648 000kr")
    Known(kronor=648000)
    """
    if value is CellError.NA:
        return Unknown()
    if isinstance(value, CellError):
        raise WrongValue("error_in_cell", error=value.value)
    if isinstance(value, str):
        try:
            return read_amount(value)
        except AmbiguousAmount as error:
            raise WrongValue(_CODES[error.why], value=shown(value)) from error
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongValue("amount_not_a_number", value=shown(value))
    if value != int(value):
        raise WrongValue("amount_not_whole", value=shown(value))
    return Known(int(value))


def _collect(field: str, wrong: dict[str, WrongValue], read: Callable[[], _T]) -> _T | None:
    try:
        return read()
    except WrongValue as error:
        wrong[field] = error
        return None


def _written(value: PlainValue) -> Amount | None:
    return None if is_blank(value) else read_kronor_cell(value)


def _state(value: PlainValue, columns: Mapping[str, Column]) -> AmountState | None:
    return None if is_blank(value) else AmountState(read_choice(value, columns[STATE]))


def _note(value: PlainValue, columns: Mapping[str, Column]) -> str:
    return "" if value is None else read_text(value, columns[NOTE])


def _compare(
    written: Amount | None, state: AmountState, number: str, wrong: dict[str, WrongValue]
) -> None:
    """Hold the number against the state; a number that is still to come is but odd."""
    if state is AmountState.KNOWN and (written is None or isinstance(written, Unknown)):
        wrong[STATE] = WrongValue("amount_missing", state=state.value)
    elif written is not None and not isinstance(written, _TYPES[state]):
        wrong[STATE] = WrongValue("amount_contradicts", value=number, state=state.value)


def _joined(written: Amount | None, state: AmountState | None, note: str) -> Amount:
    """Put the explanation to the amount; a text in the number column explains as well."""
    if isinstance(written, Known):
        return written
    if isinstance(written, Staff):
        return Staff(_both(written.by, note))
    if written is None and state is AmountState.STAFF:
        return Staff(note)
    return Unknown(_both(written.reason if written else "", note))


def _both(written: str, note: str) -> str:
    return f"{written}; {note}" if written and note else written or note
