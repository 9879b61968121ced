"""How a formula names our functions: as people read it, and as each host's files store it.

The same call stands as ``SHK_RANG(…)`` where the workbook carries the function, as
``_xldudf_SHK_RANG(…)`` where an Office.js add-in does, and with the path of an add-in before it
where a VBA add-in did. Rules: only the names of our own functions change, with what leads to
their add-in; texts, sheets, table columns and other people's functions stay to the letter.
This module knows the text of formulas, no workbook, no XML and no host.

Source: ``docs/analysis/formula_spelling.md``.
"""

from __future__ import annotations

from collections.abc import Collection
from enum import Enum
from typing import Final, TypeAlias

from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.workbook.formula_tokens import Kind, is_addin, our_name, tokens

OUR_FUNCTIONS: Final = frozenset(function.name for function in FUNCTIONS)

Change: TypeAlias = tuple[int, int, str]
"""Where a piece of a formula starts and ends, and what shall stand there."""


class Spelling(Enum):
    """How the files of a host store the name of one of our functions; the value is its prefix."""

    PLAIN = ""
    OFFICE = "_xldudf_"


def may_name_ours(text: str, functions: Collection[str] = OUR_FUNCTIONS) -> bool:
    """Whether any formula in a text could name a function of ours; quick, never a false no."""
    folded = text.upper()
    return any(name in folded for name in functions)


def calls_ours(formula: str, functions: Collection[str] = OUR_FUNCTIONS) -> bool:
    """Whether a formula calls a function of ours, in any spelling.

    >>> calls_ours("1+shk_rang(A1,B1)"), calls_ours('"SHK_RANG("&A1')
    (True, False)
    """
    return may_name_ours(formula, functions) and any(
        token.kind is Kind.FUNCTION and our_name(token.text, functions) is not None
        for token in tokens(formula)
    )


def changes(
    formula: str, spelling: Spelling, functions: Collection[str] = OUR_FUNCTIONS
) -> list[Change]:
    """Find what differs between a formula and the same one in another spelling.

    Args:
        formula: With or without its equals sign, in the language of files: ``SUM``, ``A1``.
        spelling: The one that is wanted.
        functions: The names of our functions, in upper case.

    Returns:
        In the order of the formula; none when it already reads so.

    >>> changes("1+shk_rang(A1,B1)", Spelling.OFFICE)
    [(2, 10, '_xldudf_SHK_RANG')]
    """
    if not may_name_ours(formula, functions):
        return []
    found: list[Change] = []
    position, addin = 0, None
    for token in tokens(formula):
        end = position + len(token.text)
        name = our_name(token.text, functions) if token.kind is Kind.FUNCTION else None
        start = position if addin is None else addin
        if name is not None and formula[start:end] != spelling.value + name:
            found.append((start, end, spelling.value + name))
        addin = position if token.kind is Kind.SHEET and is_addin(token.text) else None
        position = end
    return found


def spelled(formula: str, spelling: Spelling, functions: Collection[str] = OUR_FUNCTIONS) -> str:
    """Write a formula in a spelling; arguments as for ``changes``.

    >>> spelled('[1]!SHK_KRONOR(A1)&"SHK_KRONOR("', Spelling.OFFICE)
    '_xldudf_SHK_KRONOR(A1)&"SHK_KRONOR("'
    """
    for start, end, name in reversed(changes(formula, spelling, functions)):
        formula = formula[:start] + name + formula[end:]
    return formula


def displayed(formula: str) -> str:
    """Write a formula as people read it and type it in any host that has our functions.

    Args:
        formula: With or without its equals sign, in any spelling.

    >>> displayed("=_xldudf_SHK_RANG(A1,B:B)+'shk.xlam'!SHK_BELOPP(A1)")
    '=SHK_RANG(A1,B:B)+SHK_BELOPP(A1)'
    """
    return spelled(formula, Spelling.PLAIN)
