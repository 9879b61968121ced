"""Excel's own functions where the engine gives something else.

They concern letters beyond ASCII, formats, and rounding to a multiple. Each is declared as
our own functions are and called in the same way, so that errors pass through and ranges give
arrays alike. Where the answer depends on what the file does not say (the language that it was
written in), the formula is told to be out of reach: no guess.

Source: Microsoft's descriptions of the functions; values that Excel saved.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import partial
from typing import Final

from shk_xl.functions import arguments as take
from shk_xl.functions.arguments import CellFault, number
from shk_xl.functions.cell_values import (
    MISSING,
    Argument,
    Block,
    CellError,
    CellValue,
    Missing,
)
from shk_xl.functions.evaluate import Parameter, WorksheetFunction, evaluate
from shk_xl.workbook.recalculation.engine import Override, Uncomputed
from shk_xl.workbook.recalculation.text_formats import DateFormat, day_of, read_format

_LONGEST_WHOLE: Final = 10**15
"""From here on Excel writes numbers with an exponent, or without their last digits."""


_PREFIX: Final = "_XLFN."
"""Before the names of newer functions in a file; the engine takes it for a part of the name."""


class OutOfReachError(Exception):
    """What Excel would give depends on something that the file does not say."""


class Overrides:
    """The functions for one workbook.

    Args:
        date1904: It counts days from 1904.
    """

    def __init__(self, *, date1904: bool) -> None:
        text = _function("TEXT", partial(text_function, date1904=date1904), 2)
        self.out_of_reach = 0
        """How many times there was no answer: a formula may catch that error and hide it."""
        self.functions: Mapping[str, Override] = {
            prefix + function.name: partial(self._answer, function)
            for function in (*_ON_TEXTS, *_ROUNDING, text)
            for prefix in ("", _PREFIX)
        }

    def _answer(
        self, function: WorksheetFunction, given: list[Argument]
    ) -> CellValue | Block | Uncomputed:
        try:
            return evaluate(function, given)
        except OutOfReachError:
            self.out_of_reach += 1
            return Uncomputed.NOT_IMPLEMENTED


def _function(
    name: str, call: Callable[..., CellValue | Fraction], required: int, optional: int = 0
) -> WorksheetFunction:
    given = tuple(Parameter("", "", take.cell) for _ in range(required))
    left_out = tuple(Parameter("", "", take.optional_cell, optional=True) for _ in range(optional))
    return WorksheetFunction(name, call, "", (*given, *left_out), "")


def text_of(value: CellValue) -> str:
    """Read a cell as text.

    Raises:
        CellFault: An error, the same.
        OutOfReachError: A boolean or a number with decimals: the language decides.
    """
    if isinstance(value, CellError):
        raise CellFault(value)
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool) or value != int(value) or abs(value) >= _LONGEST_WHOLE:
        raise OutOfReachError
    return str(int(value))


def _upper(value: CellValue) -> CellValue:
    return "".join(_same_length(letter, letter.upper()) for letter in text_of(value))


def _lower(value: CellValue) -> CellValue:
    return "".join(_same_length(letter, letter.lower()) for letter in text_of(value))


def _proper(value: CellValue) -> CellValue:
    """Begin every run of letters with a capital."""
    text = text_of(value)
    before = f" {text}"
    return "".join(
        _same_length(letter, letter.lower() if last.isalpha() else letter.upper())
        for last, letter in zip(before, text, strict=False)
    )


def _same_length(letter: str, other: str) -> str:
    """Keep a letter whose other case is more than one letter, as Excel does with ß."""
    return other if len(other) == 1 else letter


def _search(wanted: CellValue, within: CellValue, start: Argument) -> CellValue:
    """Find a text in another without regard to case; ``?`` and ``*`` stand for any letters."""
    text = text_of(within)
    first = 1.0 if isinstance(start, Missing) else number(take.cell(start))
    if not 1 <= first <= len(text) + 1:
        raise CellFault(CellError.VALUE)
    found = _pattern(text_of(wanted)).search(text, int(first) - 1)
    if found is None:
        raise CellFault(CellError.VALUE)
    return found.start() + 1


_WILDCARD: Final = re.compile(r"~([?*~])|(\?)|(\*)|([\s\S])")


def _pattern(wanted: str) -> re.Pattern[str]:
    pieces = (
        "[\\s\\S]" if one else "[\\s\\S]*?" if many else re.escape(escaped or letter)
        for escaped, one, many, letter in _WILDCARD.findall(wanted)
    )
    return re.compile("".join(pieces), re.IGNORECASE)


def text_function(value: CellValue, shape: CellValue, *, date1904: bool) -> CellValue:
    """Write a value in a format.

    Raises:
        CellFault: An error in an argument, the same.
        OutOfReachError: A format that does not say what it means, or a text or boolean.
    """
    spelled = text_of(shape)
    if isinstance(value, CellError):
        raise CellFault(value)
    if isinstance(value, str | bool):
        raise OutOfReachError
    amount = float(value or 0)
    reading = read_format(spelled)
    if reading is None:
        raise OutOfReachError
    if not isinstance(reading, DateFormat):
        return reading.text(amount)
    day = day_of(amount, date1904=date1904)
    if day is None:
        raise OutOfReachError
    return reading.text(day)


_ON_TEXTS: Final = (
    _function("UPPER", _upper, 1),
    _function("LOWER", _lower, 1),
    _function("PROPER", _proper, 1),
    _function("SEARCH", _search, 2, 1),
)


def _multiple(value: CellValue, step: Fraction, rounded: Callable[[Fraction], int]) -> Fraction:
    """Round to a multiple, exactly as the numbers are written in decimal."""
    return rounded(_exact(value) / step) * step if step else Fraction(0)


def _exact(value: CellValue) -> Fraction:
    return take.exact(0 if value is None else value)


def _ceiling(value: CellValue, significance: CellValue) -> Fraction:
    step = _exact(significance)
    if step < 0 < _exact(value):
        raise CellFault(CellError.NUM)
    return _multiple(value, step, math.ceil)


def _floor(value: CellValue, significance: CellValue) -> Fraction:
    step = _exact(significance)
    if step < 0 < _exact(value):
        raise CellFault(CellError.NUM)
    if not step and _exact(value):
        raise CellFault(CellError.DIV0)
    return _multiple(value, step, math.floor)


def _step(significance: Argument) -> Fraction:
    """The size of the steps: 1 where it is left out, and never negative."""
    if isinstance(significance, Missing):
        return Fraction(1)
    return abs(_exact(take.cell(significance)))


def _upwards(value: CellValue, significance: Argument) -> Fraction:
    return _multiple(value, _step(significance), math.ceil)


def _downwards(value: CellValue, significance: Argument) -> Fraction:
    return _multiple(value, _step(significance), math.floor)


def _away(mode: Argument) -> bool:
    """Whether negative numbers are rounded the other way."""
    return mode is not MISSING and bool(_exact(take.cell(mode)))


def _ceiling_math(value: CellValue, significance: Argument, mode: Argument) -> Fraction:
    negative = _exact(value) < 0 and _away(mode)
    return _downwards(value, significance) if negative else _upwards(value, significance)


def _floor_math(value: CellValue, significance: Argument, mode: Argument) -> Fraction:
    negative = _exact(value) < 0 and _away(mode)
    return _upwards(value, significance) if negative else _downwards(value, significance)


_ROUNDING: Final = (
    _function("CEILING", _ceiling, 2),
    _function("FLOOR", _floor, 2),
    _function("CEILING.MATH", _ceiling_math, 1, 2),
    _function("FLOOR.MATH", _floor_math, 1, 2),
    _function("CEILING.PRECISE", _upwards, 1, 1),
    _function("ISO.CEILING", _upwards, 1, 1),
    _function("FLOOR.PRECISE", _downwards, 1, 1),
)

NAMES: Final = frozenset(name.removeprefix(_PREFIX) for name in Overrides(date1904=False).functions)
"""The names of the functions."""
