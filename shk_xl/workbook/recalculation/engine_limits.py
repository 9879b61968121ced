"""Where the engine is known to differ from Excel: those formulas are not computed.

Each entry says when a call is doubtful. The table shrinks as overrides replace entries.

Source: measured with formualizer 0.13.0 against values that Excel saved;
``tests/test_engine.py`` shows each entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from shk_xl.workbook.formula_tokens import Kind, arguments, joined, tokens
from shk_xl.workbook.recalculation.text_formats import read_format

_PREFIXES: Final = re.compile(r"^(?:_XLFN\.)?(?:_XLWS\.)?")
_XLOOKUP_SEARCH_MODE: Final = 6
_XMATCH_SEARCH_MODE: Final = 4


def _always(_: list[str]) -> bool:
    return True


def _format_is_not_read(given: list[str]) -> bool:
    """Only a format that stands in the formula is known before anything is calculated."""
    written = given[1].strip() if len(given) > 1 else ""
    if len(written) < 2 or written[0] != '"' or written[-1] != '"':  # noqa: PLR2004 - the quotes
        return True
    return read_format(written[1:-1].replace('""', '"')) is None


def _leaves_one_out(given: list[str]) -> bool:
    """The engine gives an argument that is left out as 0, where Excel has another default."""
    return not all(argument.strip() for argument in given)


def _more_than(count: int) -> Callable[[list[str]], bool]:
    return lambda given: len(given) >= count


DOUBTFUL: Final[Mapping[str, Callable[[list[str]], bool]]] = {
    "AGGREGATE": _always,  # hidden rows, nested totals
    "CEILING": _leaves_one_out,
    "CEILING.MATH": _leaves_one_out,
    "CEILING.PRECISE": _leaves_one_out,
    "CELL": _always,  # depends on the program
    "DOLLAR": _always,  # the currency of the program's language
    "FIXED": _always,  # the separators of the program's language
    "FLOOR": _leaves_one_out,
    "FLOOR.MATH": _leaves_one_out,
    "FLOOR.PRECISE": _leaves_one_out,
    "FORMULATEXT": _always,  # in the engine's own spelling
    "ISFORMULA": _always,  # formulas that are not computed stand there as values
    "ISO.CEILING": _leaves_one_out,
    "SEARCH": _leaves_one_out,
    "SEARCHB": _always,
    "TEXT": _format_is_not_read,  # other languages read formats otherwise
    "XLOOKUP": _more_than(_XLOOKUP_SEARCH_MODE),  # binary search
    "XMATCH": _more_than(_XMATCH_SEARCH_MODE),
}
"""Function by upper-case name, and whether a call with these arguments is doubtful."""

LEAVES_OUT_HIDDEN_ROWS: Final = frozenset(("SUBTOTAL",))
"""Doubtful where rows are hidden or filtered, which the engine doesn't see."""

CATCHES_ERRORS: Final = frozenset(
    [
        "AGGREGATE",
        "COUNT",
        "COUNTA",
        "COUNTBLANK",
        "COUNTIF",
        "COUNTIFS",
        "ERROR.TYPE",
        "IFERROR",
        "IFNA",
        "ISBLANK",
        "ISERR",
        "ISERROR",
        "ISLOGICAL",
        "ISNA",
        "ISNONTEXT",
        "ISNUMBER",
        "ISTEXT",
        "SUMIF",
        "SUMIFS",
        "TYPE",
    ]
)
"""Functions that give a value although one of their arguments is an error."""


class Call(NamedTuple):
    """A call in a formula: the name as written, and the texts of its arguments."""

    name: str
    arguments: list[str]


def calls(formula: str) -> list[Call]:
    """Read the calls of a formula, outermost first.

    >>> calls('TEXT(A1,"0")&"x("')
    [Call(name='TEXT', arguments=['A1', '"0"'])]
    """
    pieces = tokens(formula)
    return [
        Call(token.text, [joined(pieces[start:end]) for start, end in arguments(pieces, i + 1)])
        for i, token in enumerate(pieces)
        if token.kind is Kind.FUNCTION
    ]


def plain_name(name: str) -> str:
    """Take the file's prefixes off a function name.

    >>> plain_name("_xlfn._xlws.Filter")
    'FILTER'
    """
    return _PREFIXES.sub("", name.upper())


def is_doubtful(call: Call, *, hidden_rows: bool) -> bool:
    """Whether the engine's value of a call may differ from Excel's.

    Args:
        call: The call.
        hidden_rows: The workbook has hidden or filtered rows.
    """
    name = plain_name(call.name)
    if name in LEAVES_OUT_HIDDEN_ROWS:
        return hidden_rows
    doubt = DOUBTFUL.get(name)
    return doubt is not None and doubt(call.arguments)
