"""What a cell can hold, in plain Python.

Rules: a blank cell is ``None``; an omitted argument is ``MISSING``; an error is a
``CellError``. These three never stand for one another, and none of them is zero.
A date is the serial number that Excel stores. Only this module spells the error codes.
"""

from __future__ import annotations

from enum import Enum
from typing import Final, TypeAlias


class CellError(Enum):
    """An error value of a cell; ``NA`` is how a worksheet says "unknown"."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"
    GETTING_DATA = "#GETTING_DATA"
    SPILL = "#SPILL!"
    CALC = "#CALC!"
    FIELD = "#FIELD!"
    BLOCKED = "#BLOCKED!"
    CONNECT = "#CONNECT!"
    UNKNOWN = "#UNKNOWN!"
    BUSY = "#BUSY!"


class Missing(Enum):
    """The type of ``MISSING``: an argument that the formula left out."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING

CellValue: TypeAlias = float | int | str | bool | CellError | None
Block: TypeAlias = list[list[CellValue]]
Argument: TypeAlias = CellValue | Block | Missing

_BY_TEXT = {error.value: error for error in CellError}


def error_from_text(text: str) -> CellError | None:
    """Give the error that a text spells, or None when it is plain text.

    >>> error_from_text("#N/A")
    <CellError.NA: '#N/A'>
    >>> error_from_text("saknas") is None
    True
    """
    return _BY_TEXT.get(text)
