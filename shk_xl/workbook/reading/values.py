"""What a single cell means: from its plain value to a value of the domain.

Rules: nothing is guessed. A value that could mean two things, or none, is refused with a
code and what the words need; the caller knows the cell.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from shk_xl.domain import portfolio as model
from shk_xl.domain.faults import FaultValue
from shk_xl.functions.cell_values import CellError
from shk_xl.workbook.columns import YES, AmountState, Column, Kind, choices_of
from shk_xl.workbook.reading.plain import PlainValue

MAX_TEXT: Final = 32_767
"""Excel's limit for the text of a cell."""
MAX_KEY: Final = 255
"""Excel's limit for a text that SUMIFS and MATCH look for."""

_WHOLE: Final = re.compile(r"[+-]?\d{1,15}(?:[.,]0+)?")
_ENUMS: Final[Mapping[tuple[str, ...], type[StrEnum]]] = {
    choices_of(enum): enum
    for enum in (
        AmountState,
        model.Heading,
        model.InitiativeType,
        model.ItemKind,
        model.PartyKind,
        model.Presence,
        model.Vote,
    )
}
_SHOWN: Final = 60


class WrongValue(Exception):  # noqa: N818 - the cell is at fault, not the program
    """A value that its column cannot hold.

    Args:
        code: The fault's code.
        values: What its words need.
    """

    def __init__(self, code: str, **values: FaultValue) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


def is_blank(value: PlainValue) -> bool:
    """Tell whether a cell holds nothing that can be seen."""
    return value is None or (isinstance(value, str) and not value.strip())


def shown(value: PlainValue) -> str:
    """Write a value as a fault quotes it, shortened.

    >>> shown(2.5), shown(True), shown(date(2023, 4, 13))
    ('2,5', 'SANT', '2023-04-13')
    """
    text = _as_text(value)
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def as_key(text: str) -> str:
    r"""Write a key in the one way that keys are compared: stripped, composed letters.

    >>> as_key(" A\u030a ") == "\xc5"
    True
    """
    return unicodedata.normalize("NFC", text).strip()


def read_text(value: PlainValue, column: Column) -> str:
    """Read a text, exactly as it is; a number or date becomes the text that it shows."""
    text = _as_text(_sound(value))
    _check_length(text, MAX_TEXT, column)
    return text


def read_key(value: PlainValue, column: Column) -> str:
    """Read a text that rows are found by."""
    text = as_key(_as_text(_sound(value)))
    _check_length(text, MAX_TEXT if column.kind is Kind.LONG_TEXT else MAX_KEY, column)
    return text


def read_names(value: PlainValue, column: Column) -> tuple[str, ...]:
    """Read several names, separated by semicolons."""
    names = (as_key(name) for name in read_text(value, column).split(";"))
    return tuple(name for name in names if name)


def read_choice(value: PlainValue, column: Column) -> StrEnum:
    """Read one of a column's choices, in upper or lower case."""
    word = _choice(value, column)
    return _ENUMS[column.choices](word)


def read_yes_no(value: PlainValue, column: Column) -> bool:
    """Read Ja or Nej; a logical value of Excel's counts as well."""
    if isinstance(value, bool):
        return value
    return _choice(value, column) == YES


def read_whole(value: PlainValue, _column: Column) -> int:
    """Read a whole number, also where it was typed as text."""
    value = _sound(value)
    if isinstance(value, str):
        if _WHOLE.fullmatch(value.strip()) is None:
            raise WrongValue("number_expected", value=shown(value))
        return int(re.split("[.,]", value.strip())[0])
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise WrongValue("number_expected", value=shown(value))
    if value != int(value):
        raise WrongValue("number_not_whole", value=shown(value))
    return int(value)


def read_positive(value: PlainValue, column: Column) -> int:
    """Read a whole number larger than 0."""
    number = read_whole(value, column)
    if number <= 0:
        raise WrongValue("number_not_positive", value=number)
    return number


def read_points(value: PlainValue, column: Column) -> int:
    """Read points; whether they are on the scale is for the readiness check to say."""
    try:
        return read_whole(value, column)
    except WrongValue as error:
        code = "points_not_whole" if error.code == "number_not_whole" else error.code
        raise WrongValue(code, **error.values) from error


READERS: Final[Mapping[Kind, Callable[[PlainValue, Column], object]]] = {
    Kind.TEXT: read_text,
    Kind.LONG_TEXT: read_text,
    Kind.CODE: read_key,
    Kind.NAMES: read_names,
    Kind.CHOICE: read_choice,
    Kind.YES_NO: read_yes_no,
    Kind.WHOLE: read_whole,
    Kind.POINTS: read_points,
}
EMPTY: Final[Mapping[Kind, object]] = {
    Kind.TEXT: "",
    Kind.LONG_TEXT: "",
    Kind.CODE: "",
    Kind.NAMES: (),
}
"""What a blank cell means where the record has no default of its own; else ``None``."""


def near_choice(word: str, choices: tuple[str, ...]) -> str | None:
    """Find the choice that a word was probably meant to be."""
    by_folded = {choice.casefold(): choice for choice in choices}
    near = difflib.get_close_matches(word.casefold(), by_folded, n=1)
    return by_folded[near[0]] if near else None


def _choice(value: PlainValue, column: Column) -> str:
    word = as_key(_as_text(_sound(value)))
    for choice in column.choices:
        if choice.casefold() == word.casefold():
            return choice
    near = near_choice(word, column.choices)
    if near is not None:
        raise WrongValue("choice_near", value=shown(word), near=near)
    raise WrongValue("choice_unknown", value=shown(word), choices=", ".join(column.choices))


def _sound(value: PlainValue) -> PlainValue:
    """Let everything through but an error."""
    if isinstance(value, CellError):
        raise WrongValue("error_in_cell", error=value.value)
    return value


def _check_length(text: str, limit: int, column: Column) -> None:
    if len(text) > limit:
        raise WrongValue("text_too_long", length=len(text), limit=limit, column=column.title)


def _as_text(value: PlainValue) -> str:
    """Write a plain value as the text that a Swedish Excel shows."""
    if isinstance(value, str):
        return value
    for kind, write in _TEXT_OF.items():
        if isinstance(value, kind):
            return write(value)
    raise TypeError(type(value))


def _text_of_number(value: float) -> str:
    return str(int(value)) if value == int(value) else repr(value).replace(".", ",")


def _text_of_moment(value: datetime) -> str:
    if value.time() == time():
        return value.date().isoformat()
    return value.isoformat(" ", "minutes")


_TEXT_OF: Final[Mapping[type, Callable[..., str]]] = {
    type(None): lambda _value: "",
    bool: lambda value: "SANT" if value else "FALSKT",
    int: str,
    float: _text_of_number,
    CellError: lambda value: value.value,
    datetime: _text_of_moment,
    date: date.isoformat,
    time: lambda value: value.isoformat("minutes"),
}
"""In this order: a logical value is an int in Python, a datetime is a date."""
