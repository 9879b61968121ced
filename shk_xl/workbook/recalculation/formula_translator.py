"""Formulas rewritten for the engine, where it would not understand them.

Rules: our functions get one spelling (in ordinary formulas that of ``one_cell``), an omitted
argument becomes a mark, whole columns in our calls are cut to the used area, table references
become addresses. What was relative stays relative. All else is left to the letter.

Source: ``docs/analysis/formula_tokens.md``.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from shk_xl.workbook.formula_tokens import Kind, Token, arguments, joined, tokens
from shk_xl.workbook.recalculation.one_cell import SUFFIX
from shk_xl.workbook.recalculation.structured_references import (
    ROW,
    FormulaPlace,
    Tables,
    Template,
)
from shk_xl.workbook.spelling import Spelling, spelled

OMITTED: Final = "\ue000omitted\ue000"
"""Stands for an omitted argument; private characters, so no workbook holds it by chance."""

_OMITTED_TOKEN: Final = Token(Kind.TEXT, f'"{OMITTED}"')
_WHOLE_COLUMNS: Final = re.compile(r"(\$?[A-Za-z]{1,3}):(\$?[A-Za-z]{1,3})")
_WHOLE_ROWS: Final = re.compile(r"(\$?[0-9]{1,7}):(\$?[0-9]{1,7})")


class FormulaTranslator:
    """Rewrites formulas for the engine.

    Args:
        tables: The tables of the workbook.
        functions: The names of our functions, in upper case.
        last_row: The last row that any sheet uses; whole columns are cut there.
    """

    __slots__ = ("_folded", "_functions", "_last_row", "_tables")

    def __init__(self, tables: Tables, functions: Collection[str], last_row: int) -> None:
        self._tables = tables
        self._functions = functions
        self._last_row = max(last_row, 1)
        self._folded = tuple(name.casefold() for name in functions)

    def may_rewrite(self, text: str) -> bool:
        """Whether any formula in a text could need rewriting; quick, and never a false no."""
        if "[" in text:
            return True
        folded = text.casefold()
        return any(name in folded for name in self._folded) or self._tables.named_in(folded)

    def template(self, formula: str, place: FormulaPlace) -> Template:
        """Translate a formula.

        Raises:
            TableReferenceError: A table or column that does not exist.
        """
        pieces, where = self._tables.translated(
            self._own_calls(formula, is_array=place.is_array), place
        )
        return Template(tuple(joined(pieces).split(ROW)), where)

    def _own_calls(self, formula: str, *, is_array: bool) -> list[Token]:
        """Give our functions their one name, and their arguments a form that keeps its sense."""
        result = tokens(spelled(formula, Spelling.PLAIN, self._functions))
        for place in reversed(range(len(result))):
            kind, name = result[place]
            if kind is not Kind.FUNCTION or name not in self._functions:
                continue
            if not is_array:
                result[place] = Token(kind, name + SUFFIX)
            for start, end in reversed(arguments(result, place + 1)):
                self._keep_sense(result, start, end)
        return result

    def _keep_sense(self, pieces: list[Token], start: int, end: int) -> None:
        """Mark an omitted argument, and cut whole columns and rows to the used area."""
        content = [i for i in range(start, end) if pieces[i].kind is not Kind.SPACE]
        if not content:
            pieces.insert(start, _OMITTED_TOKEN)
            return
        *before, last = content
        is_reference = pieces[last].kind is Kind.REFERENCE
        if is_reference and all(pieces[i].kind is Kind.SHEET for i in before):
            pieces[last] = Token(Kind.REFERENCE, self._cut(pieces[last].text))

    def _cut(self, reference: str) -> str:
        if columns := _WHOLE_COLUMNS.fullmatch(reference):
            return f"{columns[1]}$1:{columns[2]}${self._last_row}"
        if rows := _WHOLE_ROWS.fullmatch(reference):
            return f"$A{rows[1]}:$XFD{rows[2]}"
        return reference
