"""Ranges that stand where one value is meant: there Excel and the engine part ways.

In an ordinary formula Excel takes the one cell of the range on the formula's own row or
column (implicit intersection); the engine computes with all of them. In an array formula
both should compute with all, but the engine does not in every function. Either way the
result can look plausible, so such formulas are found and refused.

Source: ECMA-376-1:2016, 18.17.2.7 (implicit intersection); measured with formualizer 0.13.0.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Final

from shk_xl.workbook.formula_tokens import Kind, Token, tokens
from shk_xl.workbook.recalculation.engine_limits import plain_name

_BESIDE: Final = re.compile(
    r"[\]:#]\$?[A-Za-z]{0,3}\$?[0-9]*\]*\s*[-+*/^&=<>]"
    r"|[-+*/^&=<>;(,]\s*(?:[^\s(),;]*!)?(?:\$?[A-Za-z]{0,3}\$?[0-9]*:|\w*\[)"
)
"""A range beside an operator or alone in an argument; finds too many, never too few."""

_NOTHING: Final = Token(Kind.OTHER, "")
_OPERATORS: Final = frozenset("+-*/^&=<>") | {"<=", ">=", "<>"}
_TAKES_ARRAYS: Final = frozenset(("SUMPRODUCT", "LOOKUP", "MMULT", "MDETERM", "MINVERSE"))
"""Their arguments are computed cell by cell in ordinary formulas too."""

_GIVES_ARRAYS: Final = frozenset(
    (
        "CHOOSE",
        "FILTER",
        "IF",
        "IFNA",
        "IFS",
        "SORT",
        "SORTBY",
        "SWITCH",
        "TRANSPOSE",
        "UNIQUE",
    )
)
"""They hand a range on, cell by cell, in ordinary formulas too."""

_GIVES_ONE_VALUE: Final = frozenset(
    (
        "AND",
        "AVERAGE",
        "COLUMNS",
        "COUNT",
        "COUNTA",
        "MAX",
        "MEDIAN",
        "MIN",
        "OR",
        "PRODUCT",
        "ROWS",
        "SUM",
        "SUMPRODUCT",
        "SUMSQ",
    )
)
"""They give one value whatever they get; what others give in an array formula may be more."""

_TAKES_ONE_VALUE: Final = frozenset(
    [
        "ABS",
        "ACOS",
        "ASIN",
        "ATAN",
        "CHAR",
        "CLEAN",
        "CODE",
        "COS",
        "DATE",
        "DATEVALUE",
        "DAY",
        "DEGREES",
        "EDATE",
        "EOMONTH",
        "EVEN",
        "EXACT",
        "EXP",
        "FACT",
        "FIND",
        "HOUR",
        "IFERROR",
        "INT",
        "ISBLANK",
        "ISERR",
        "ISERROR",
        "ISLOGICAL",
        "ISNA",
        "ISNONTEXT",
        "ISNUMBER",
        "ISTEXT",
        "LEFT",
        "LEN",
        "LN",
        "LOG",
        "LOG10",
        "LOWER",
        "MID",
        "MINUTE",
        "MOD",
        "MONTH",
        "NOT",
        "ODD",
        "POWER",
        "PROPER",
        "QUOTIENT",
        "RADIANS",
        "REPLACE",
        "REPT",
        "RIGHT",
        "ROUND",
        "ROUNDDOWN",
        "ROUNDUP",
        "SECOND",
        "SIGN",
        "SIN",
        "SQRT",
        "SUBSTITUTE",
        "TAN",
        "TEXT",
        "TIME",
        "TIMEVALUE",
        "TRIM",
        "TRUNC",
        "UPPER",
        "VALUE",
        "WEEKDAY",
        "WEEKNUM",
        "YEAR",
    ]
)


def may_hold_range_as_value(text: str) -> bool:
    """Whether a text of formulas needs a closer look; quick, and never a false no."""
    marks = ":" in text or "[" in text or "#" in text
    return "{" in text or (marks and _BESIDE.search(text) is not None)


def holds_range_as_value(formula: str, *, is_array: bool, range_names: Collection[str]) -> bool:
    """Whether a range stands in a formula where one value is meant.

    Args:
        formula: The formula.
        is_array: It is an array formula, so operators work on all cells.
        range_names: The defined names that stand for ranges, casefolded.

    >>> holds_range_as_value("SUM(A1:A3*2)", is_array=False, range_names=())
    True
    >>> holds_range_as_value("SUMPRODUCT(A1:A3*2)", is_array=False, range_names=())
    False
    """
    pieces = [token for token in tokens(formula) if token.kind is not Kind.SPACE]
    around = _enclosing(pieces)
    ranges = _ranges(pieces, range_names)
    if not is_array:
        for start, end in ranges:
            beside = (*pieces[max(start - 1, 0) : start], *pieces[end : end + 1])
            if any(map(_is_operator, beside)) and _TAKES_ARRAYS.isdisjoint(around[start]):
                return True
    constants = (place for place, token in enumerate(pieces) if token.text == "{")
    several = (*(start for start, _ in ranges), *constants)
    return any(_reaches_one_value(around[place], is_array=is_array) for place in several)


def _reaches_one_value(functions: Sequence[str], *, is_array: bool) -> bool:
    """Whether several cells, inside these functions, come to one that takes a single value."""
    cell_by_cell = is_array or not _TAKES_ARRAYS.isdisjoint(functions)
    for name in reversed(functions):
        if name in _TAKES_ONE_VALUE:
            return True
        if name in _GIVES_ONE_VALUE if cell_by_cell else name not in _GIVES_ARRAYS:
            return False
    return False


def is_range(formula: str) -> bool:
    """Whether a formula is nothing but a reference to several cells.

    >>> is_range("Blad1!$A$1:$A$9"), is_range("SUM(Tbl[Belopp])"), is_range("Tbl[Belopp]")
    (True, False, True)
    """
    pieces = [token for token in tokens(formula) if token.kind is not Kind.SPACE]
    return bool(pieces) and _range_end(pieces, 0, ()) == len(pieces)


def _is_operator(token: Token) -> bool:
    return token.kind is Kind.OPERATOR and token.text in _OPERATORS


def _enclosing(pieces: list[Token]) -> list[tuple[str, ...]]:
    """Give, for each token, the functions whose arguments it stands in, outermost first."""
    around: list[tuple[str, ...]] = []
    inside: list[str] = []
    for index, token in enumerate(pieces):
        around.append(tuple(name for name in inside if name))
        if token.kind is Kind.OPENING:
            called = index and pieces[index - 1].kind is Kind.FUNCTION
            inside.append(plain_name(pieces[index - 1].text) if called else "")
        elif token.kind is Kind.CLOSING and inside:
            inside.pop()
    return around


def _ranges(pieces: list[Token], range_names: Collection[str]) -> list[tuple[int, int]]:
    """Find the references to several cells: the places where each starts and ends."""
    found = []
    index = 0
    while index < len(pieces):
        end = _range_end(pieces, index, range_names)
        if end is None:
            index += 1
        else:
            found.append((index, end))
            index = end
    return found


def _range_end(pieces: list[Token], start: int, range_names: Collection[str]) -> int | None:
    """Find where a reference to several cells ends; None when none starts here."""
    at = start + (pieces[start].kind is Kind.SHEET)
    kind, text = pieces[at] if at < len(pieces) else _NOTHING
    next_kind, next_text = pieces[at + 1] if at + 1 < len(pieces) else _NOTHING
    if kind is Kind.REFERENCE and ":" in text:
        return at + 1
    if kind is Kind.REFERENCE and next_text == ":":
        reaches = at + 2 < len(pieces) and pieces[at + 2].kind is Kind.REFERENCE
        return at + 3 if reaches else None
    if kind is Kind.NAME and next_kind is Kind.BRACKETS:
        return at + 2 if _is_several(next_text) else None
    return at + 1 if kind is Kind.NAME and text.casefold() in range_names else None


def _is_several(brackets: str) -> bool:
    """Whether a table reference leads to more than a cell of the own row, a header or total."""
    folded = brackets.casefold()
    if "[@" in folded or "#this row" in folded or "#headers" in folded or "#totals" in folded:
        return "]:[" in folded
    return True
