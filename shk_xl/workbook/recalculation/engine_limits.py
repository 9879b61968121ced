"""Where the engine is known to differ from Excel: those formulas are refused.

Each entry says when a call is doubtful. The table shrinks as overrides replace entries.

Source: measured with formualizer 0.13.0 against values that Excel saved;
``tests/test_engine.py`` shows each entry.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from shk_xl.workbook.recalculation.formula_tokens import Kind, arguments, joined, tokens

_CALL_BACKWARDS: Final = re.compile(r"\(([\w.]+)")
_PREFIXES: Final = re.compile(r"^(?:_XLFN\.)?(?:_XLWS\.)?")
_CONSTANT: Final = re.compile(r"TRUE|FALSE|_xlpm\..*", re.IGNORECASE)
_PLAIN_ZEROS: Final = re.compile(r'"0+"')
_POSITIVE: Final = re.compile(r"(?=.*[1-9])[0-9]+(?:\.[0-9]+)?|\.[0-9]*[1-9][0-9]*")
_XLOOKUP_SEARCH_MODE: Final = 6
_XMATCH_SEARCH_MODE: Final = 4


def _always(_: list[str]) -> bool:
    return True


def _format_is_not_zeros(given: list[str]) -> bool:
    return len(given) < 2 or _PLAIN_ZEROS.fullmatch(given[1].strip()) is None  # noqa: PLR2004


def _significance_is_not_plain(given: list[str]) -> bool:
    """Zero and negative significance differ; a positive number in the formula is safe."""
    return len(given) != 2 or _POSITIVE.fullmatch(given[1].strip()) is None  # noqa: PLR2004


def _more_than(count: int) -> Callable[[list[str]], bool]:
    return lambda given: len(given) >= count


DOUBTFUL: Final[Mapping[str, Callable[[list[str]], bool]]] = {
    "AGGREGATE": _always,  # hidden rows, nested totals
    "CEILING": _significance_is_not_plain,
    "CEILING.MATH": _always,
    "CEILING.PRECISE": _always,
    "CELL": _always,  # depends on the program
    "DOLLAR": _always,  # the currency of the program's language
    "FIXED": _always,  # the separators of the program's language
    "FLOOR": _significance_is_not_plain,
    "FLOOR.MATH": _always,
    "FLOOR.PRECISE": _always,
    "ISO.CEILING": _always,
    "LOWER": _always,  # leaves Å Ä Ö as they are
    "SEARCH": _always,  # tells ö from Ö
    "SEARCHB": _always,
    "TEXT": _format_is_not_zeros,  # "# ##0" loses its space
    "UPPER": _always,  # leaves å ä ö as they are
    "XLOOKUP": _more_than(_XLOOKUP_SEARCH_MODE),  # binary search
    "XMATCH": _more_than(_XMATCH_SEARCH_MODE),
}
"""Function by upper-case name, and whether a call with these arguments is doubtful."""

LEAVES_OUT_HIDDEN_ROWS: Final = frozenset(("SUBTOTAL",))
"""Doubtful where rows are hidden or filtered, which the engine doesn't see."""


class Call(NamedTuple):
    """A call in a formula: the name as written, and the texts of its arguments."""

    name: str
    arguments: list[str]


def names_called(text: str) -> set[str]:
    """Give every name that may be called in a text of formulas; strings are looked into too.

    >>> sorted(names_called('SUM(A1)&IF(B1,"x(",2)'))
    ['IF', 'SUM', 'x']
    """
    backwards = _CALL_BACKWARDS.findall(text[::-1])  # far quicker: a parenthesis is easy to find
    return {name[::-1] for name in set(backwards)}


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


def names_used(formula: str) -> list[str]:
    """Give the names in a formula that stand for something in the workbook.

    >>> names_used("IF(Ram>1,TRUE,Kvar)")
    ['Ram', 'Kvar']
    """
    return [
        token.text
        for token in tokens(formula)
        if token.kind is Kind.NAME and not _CONSTANT.fullmatch(token.text)
    ]
