"""A computed value against the one in the file: the same, or how to spell the new one.

Rules: numbers are the same when they agree to about 15 significant digits, which is what
Excel keeps; text, booleans and errors when they are equal. A change of type is a change.

Source: ``docs/analysis/cached_values.md``.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.cell_text import from_xstring, number_text, xstring
from shk_xl.ooxml.sheet_content import Spelled
from shk_xl.ooxml.xml_lexer import character_data

_FIFTEEN_DIGITS: Final = 1e-14
_NUMBER_TYPES: Final = ("", "n")
_TRUE: Final = ("1", "true")

SharedStrings: TypeAlias = Callable[[int], str | None]
"""Gives a shared string by its number; None when there is no such number."""


def old_value(type_: str, raw: str, strings: SharedStrings) -> CellValue:
    """Read the value that the file holds; None when it holds none, or none that is valid.

    Args:
        type_: The cell's ``t``.
        raw: The inside of its ``v``.
        strings: The shared strings.
    """
    text = character_data(raw)
    if type_ in _NUMBER_TYPES:
        return _number(text)
    if type_ == "s":
        return strings(int(text)) if text.isdecimal() else None
    if type_ == "b":
        return text in _TRUE
    if type_ == "e":
        return next((error for error in CellError if error.value == text), None)
    return from_xstring(text)


def _number(raw: str) -> float | None:
    try:
        return float(raw)
    except ValueError:
        return None


def new_values(
    types: Sequence[str], raws: Sequence[str], values: Sequence[CellValue], strings: SharedStrings
) -> list[Spelled | None]:
    """Spell computed values, each None where the file already holds it.

    Args:
        types: The ``t`` of each cell.
        raws: The inside of each ``v``.
        values: For each cell a finite number, a text, a boolean, an error, or None for an
            empty text.
        strings: The shared strings, asked only for a formula cell that uses them.
    """
    new: list[Spelled | None] = []
    add = new.append
    for type_, raw, value in zip(types, raws, values, strict=True):
        if type(value) is float:
            if raw and type_ in _NUMBER_TYPES and _same_number(raw, value):
                add(None)
            else:
                add(("", number_text(value)))
        elif type(value) is str and not raw and type_ != "str":
            add(("str", xstring(value)))
        elif type_ == "str" and raw == value and "&" not in raw and "_x" not in raw:
            add(None)
        else:
            add(_spelled_if_new(type_, raw, "" if value is None else value, strings))
    return new


def _same_number(raw: str, value: float) -> bool:
    old = _number(raw)
    return old is not None and (old == value or math.isclose(old, value, rel_tol=_FIFTEEN_DIGITS))


def same_value(old: CellValue, new: CellValue) -> bool:
    """Whether two values are the same by the rules of this module.

    >>> same_value(0.1 + 0.2, 0.3), same_value(1.0, True)
    (True, False)
    """
    if type(old) is not type(new):
        return False
    if isinstance(old, float) and isinstance(new, float):
        return old == new or math.isclose(old, new, rel_tol=_FIFTEEN_DIGITS)
    return old == new


def _spelled_if_new(
    type_: str, raw: str, value: CellValue, strings: SharedStrings
) -> Spelled | None:
    if raw or type_ == "str":
        old = old_value(type_, raw, strings)
        if type(old) is type(value) and old == value:
            return None
    if isinstance(value, bool):
        return "b", "1" if value else "0"
    if isinstance(value, CellError):
        return "e", value.value
    return "str", xstring(str(value))
