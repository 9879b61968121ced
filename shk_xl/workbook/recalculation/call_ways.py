"""In which way a formula uses a function: what a disagreement about one cell says of others.

Two calls are alike when function, number of arguments and the *mode* of each argument agree.
The mode of a number is its sign, as in ``ROUND(x,-2)`` and ``MATCH(x,y,0)``; ``FALSE`` counts
as 0 and ``TRUE`` as 1. That of a text is all of it where it is a format or unit
(``TEXT(x,"0,0")``), and elsewhere what it asks for (``">5"``, ``"<>"``, ``"a*"``). An argument
that is left out, a reference to several cells, and anything else are modes of their own. The
number that chooses the function inside ``SUBTOTAL`` says nothing, since one that is wrong about
hidden or nested rows is so in all of them.

Comparisons and ``&`` count as functions, since engines differ about texts. Arithmetic does not:
where a formula has nothing else, its cached value is an old one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from shk_xl.workbook.formula_tokens import Kind, Token, arguments
from shk_xl.workbook.recalculation.engine_limits import plain_name
from shk_xl.workbook.recalculation.sheet_formulas import Shape

_TEXT_IS_A_MODE: Final = frozenset(("TEXT", "DATEDIF", "CONVERT", "NUMBERVALUE"))
_NO_MODES: Final = frozenset(("SUBTOTAL", "AGGREGATE"))
_TRUTHS: Final = {"TRUE": "+", "FALSE": "0"}
_CRITERION: Final = re.compile(r"(<>|<=|>=|<|>|=)?(.*)", re.DOTALL)
_COMPARISONS: Final = frozenset(("=", "<>", "<", ">", "<=", ">=", "&"))


class Way(NamedTuple):
    """How a function, or an operator, is used.

    Args:
        name: The function's name, without the file's prefixes, or the operator.
        modes: The mode of each argument.
    """

    name: str
    modes: tuple[str, ...]


def ways(shape: Shape) -> frozenset[Way]:
    """Give the ways of the functions and comparisons in a formula."""
    pieces = list(shape.tokens)
    found = set()
    for place, (kind, text) in enumerate(pieces):
        if kind is Kind.FUNCTION:
            name = plain_name(text)
            spans = () if name in _NO_MODES else arguments(pieces, place + 1)
            modes = (_mode(name, pieces[start:end]) for start, end in spans)
            found.add(Way(name, tuple(modes)))
        elif kind is Kind.OPERATOR and text in _COMPARISONS:
            found.add(Way(text, ()))
    return frozenset(found)


def _mode(function: str, argument: Sequence[Token]) -> str:
    pieces = [token for token in argument if token.kind is not Kind.SPACE]
    sign = "+"
    if len(pieces) > 1 and pieces[0].text in "+-":
        sign = pieces.pop(0).text
    if not pieces:
        return ""
    kind, text = pieces[0]
    if len(pieces) > 1:
        return "x" if sign != "+" or not _is_several(pieces) else "x:x"
    if kind is Kind.NUMBER:
        return sign if float(text) else "0"
    if kind is Kind.TEXT:
        return text if function in _TEXT_IS_A_MODE else _criterion(text[1:-1])
    if kind is Kind.NAME:
        return _TRUTHS.get(text.upper(), "x")
    return "x:x" if ":" in text else "x"


def _criterion(text: str) -> str:
    """Give what a text asks for.

    >>> _criterion("<>"), _criterion("<>5"), _criterion("a*"), _criterion("a")
    ('"<>"', '"<>t"', '"*"', '"t"')
    """
    found = _CRITERION.match(text)
    operator, rest = (found[1] or "", found[2]) if found else ("", text)
    kind = "*" if "*" in rest or "?" in rest else "t" if rest else ""
    return f'"{operator}{kind}"'


def _is_several(pieces: Sequence[Token]) -> bool:
    """Whether an argument is one reference to several cells."""
    texts = [token.text for token in pieces]
    kinds = [token.kind for token in pieces if token.kind is not Kind.SHEET]
    if kinds == [Kind.REFERENCE, Kind.OPERATOR, Kind.REFERENCE]:
        return ":" in texts
    if kinds == [Kind.NAME, Kind.BRACKETS]:
        return "@" not in texts[-1] and "#this row" not in texts[-1].casefold()
    return kinds == [Kind.REFERENCE] and ":" in texts[-1]
