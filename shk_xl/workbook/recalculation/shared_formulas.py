"""Formulas that cells share: which cell has the text, and how it reads in the others.

The engine would move what looks like a cell in the name of a sheet too (``Q1!A1`` becomes
``Q2!A2`` a row further down), so every cell gets its formula written out.

Source: ECMA-376-1:2016, 18.3.1.40 (``f``, attribute ``si``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shk_xl.ooxml.addresses import LAST_COLUMN, LAST_ROW, column_letters, column_number
from shk_xl.ooxml.sheet_content import FormulaColumns
from shk_xl.ooxml.xml_lexer import attributes
from shk_xl.workbook.formula_tokens import Kind, Token

_PART: Final = re.compile(r"(\$?)([A-Za-z]{1,3})(?![A-Za-z])|(\$?)([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class SharedFormula:
    """A formula that stands in one cell and is used by others.

    Args:
        master: The place of the cell with the text.
        users: The places of the others.
    """

    master: int
    users: tuple[int, ...]


def shared_formulas(formulas: FormulaColumns) -> tuple[SharedFormula, ...]:
    """Find the shared formulas of a sheet, in the order of their masters."""
    ids: dict[str, str | None] = {form: _shared_id(form) for form in set(formulas.forms)}
    if not any(ids.values()):
        return ()
    latest: dict[str, int] = {}
    users: dict[int, list[int]] = {}
    waiting: dict[str, list[int]] = {}
    for index, form in enumerate(formulas.forms):
        id_ = ids[form]
        if id_ is None:
            continue
        if formulas.formulas[index]:
            latest[id_] = index
            users[index] = waiting.pop(id_, [])
        elif id_ in latest:
            users[latest[id_]].append(index)
        else:
            waiting.setdefault(id_, []).append(index)
    return tuple(SharedFormula(master, tuple(places)) for master, places in users.items())


def _shared_id(form: str) -> str | None:
    given: Mapping[str, str] = attributes(form) if "shared" in form else {}
    return given.get("si") if given.get("t") == "shared" else None


def moved(pieces: list[Token], rows: int, columns: int) -> str:
    """Write a formula as it reads some rows down and columns to the right.

    >>> from shk_xl.workbook.formula_tokens import tokens
    >>> moved(tokens("Q1!A1+$B2+SUM(C:C)"), 1, 2)
    'Q1!C2+$B3+SUM(E:E)'
    """
    return "".join(
        _moved_reference(token.text, rows, columns) if token.kind is Kind.REFERENCE else token.text
        for token in pieces
    )


def _moved_reference(reference: str, rows: int, columns: int) -> str:
    gone = False

    def move(found: re.Match[str]) -> str:
        nonlocal gone
        if found[1] or found[3]:
            return found[0]
        if found[2]:
            number, last = column_number(found[2]) + columns, LAST_COLUMN
        else:
            number, last = int(found[4]) + rows, LAST_ROW
        gone = gone or not 1 <= number <= last
        return column_letters(number) if found[2] else str(number)

    written = _PART.sub(move, reference)
    return "#REF!" if gone else written
