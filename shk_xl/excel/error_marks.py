"""How an error travels between Python and Excel where COM gives Python no word for it.

Into Python, pywin32 hands over an error cell as the whole number of its SCODE. Out of Python it
can hand over numbers, texts and booleans, but no error. So an error leaves as a mark: a text
that begins with a private character and goes on with the number that VBA's ``CVErr`` takes; our
VBA turns every mark into the error. Declared once, for Python and for the text of the VBA.

Rules: no text result can pass for a mark. An error that Excel has no public number for is
``#VALUE!``: an error all the same, and never a number.

Source: the enumeration XlCVError of Excel's object model; an SCODE is the number after 0x800A.
"""

from __future__ import annotations

from typing import Final

from shk_xl.functions.cell_values import CellError

MARK: Final = "\ue5e5"
"""The first character of a mark: from Unicode's private use area, where no text has a letter."""

NUMBERS: Final = {
    CellError.NULL: 2000,
    CellError.DIV0: 2007,
    CellError.VALUE: 2015,
    CellError.REF: 2023,
    CellError.NAME: 2029,
    CellError.NUM: 2036,
    CellError.NA: 2042,
    CellError.GETTING_DATA: 2043,
    CellError.SPILL: 2045,
    CellError.CONNECT: 2046,
    CellError.BLOCKED: 2047,
    CellError.UNKNOWN: 2048,
    CellError.FIELD: 2049,
    CellError.CALC: 2050,
}
"""What ``CVErr`` takes for each error."""

SCODES: Final = -2_146_828_288
"""Where the SCODEs of errors begin: 0x800A0000 as a signed number; the error's number is added."""

_BY_NUMBER: Final = {number: error for error, number in NUMBERS.items()}


def mark(error: CellError) -> str:
    r"""Write an error as its mark.

    >>> mark(CellError.NA)
    '\ue5e52042'
    """
    return f"{MARK}{NUMBERS.get(error, NUMBERS[CellError.VALUE])}"


def error_from_scode(value: int) -> CellError | None:
    """Give the error that a whole number from COM stands for, or None when it is a number.

    >>> error_from_scode(-2_146_826_246)
    <CellError.NA: '#N/A'>
    >>> error_from_scode(2042) is None
    True
    """
    number = value - SCODES
    if not 0 <= number < 1 << 16:
        return None
    return _BY_NUMBER.get(number, CellError.VALUE)
