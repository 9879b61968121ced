"""The copy of a workbook that the engine loads, made in memory.

Rules: formulas are rewritten only where the engine would not understand them: our
functions get one spelling, an omitted argument becomes a mark, table references become
addresses. Cells under an array formula are blanked, since an occupied cell stops a spill,
and a what-if table keeps its value without its formula. All else is the original, and a
part without anything to rewrite is the original part. No engine is known here.

Source: ``docs/analysis/formula_tokens.md`` and ``docs/analysis/cached_values.md``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Final

from shk_xl.domain.faults import Fault, Place
from shk_xl.ooxml.addresses import address
from shk_xl.ooxml.cell_text import escaped
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import Workbook
from shk_xl.ooxml.xml_lexer import Edit, character_data, edited
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet
from shk_xl.workbook.recalculation.formula_tokens import (
    Kind,
    Token,
    arguments,
    is_outside,
    joined,
    our_name,
    tokens,
)
from shk_xl.workbook.recalculation.shared_formulas import looks_movable, moved
from shk_xl.workbook.recalculation.shared_ranges import SharedRanges
from shk_xl.workbook.recalculation.structured_references import (
    EVERYWHERE,
    ROW,
    FormulaPlace,
    TableReferenceError,
    Tables,
    Template,
)

OMITTED: Final = "\ue000omitted\ue000"
"""Stands for an omitted argument; private characters, so no workbook holds it by chance."""

_OMITTED_TOKEN: Final = Token(Kind.TEXT, f'"{OMITTED}"')
_WHOLE_COLUMNS: Final = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_WHOLE_ROWS: Final = re.compile(r"\$?([0-9]{1,7}):\$?([0-9]{1,7})")
_ERRORS_THAT_LOAD: Final = frozenset(
    ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
)
"""Cached errors that the engine can read; a workbook with others does not load."""


class FormulaTranslator:
    """Rewrites formulas for the engine.

    Args:
        tables: The tables of the workbook.
        functions: The names of our functions, in upper case.
        last_row: The last row that any sheet uses; whole columns are cut there.
        ranges: Gathers the ranges that our functions take; without it they stay in the calls.
    """

    __slots__ = ("_folded", "_functions", "_last_row", "_ranges", "_tables")

    def __init__(
        self,
        tables: Tables,
        functions: Collection[str],
        last_row: int,
        ranges: SharedRanges | None = None,
    ) -> None:
        self._tables = tables
        self._ranges = ranges
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
        pieces, where = self._tables.translated(self._own_calls(tokens(formula)), place)
        if self._ranges is not None:
            pieces = self._ranges.shared(pieces, place.sheet)
        return Template(tuple(joined(pieces).split(ROW)), where)

    def _own_calls(self, pieces: list[Token]) -> list[Token]:
        """Give our functions their one name, and their arguments a form that keeps its sense."""
        result: list[Token] = []
        calls = []
        for token in pieces:
            name = our_name(token.text, self._functions) if token.kind is Kind.FUNCTION else None
            if name is None:
                result.append(token)
                continue
            if result and result[-1].kind is Kind.SHEET and is_outside(result[-1].text):
                result.pop()
            calls.append(len(result) + 1)
            result.append(Token(Kind.FUNCTION, name))
        for opening in reversed(calls):
            for start, end in reversed(arguments(result, opening)):
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
            return f"${columns[1]}$1:${columns[2]}${self._last_row}"
        if rows := _WHOLE_ROWS.fullmatch(reference):
            return f"$A${rows[1]}:$XFD${rows[2]}"
        return reference


def calculation_copy(
    package: Package,
    workbook: Workbook,
    sheets: Iterable[FormulaSheet],
    translator: FormulaTranslator,
) -> tuple[bytes, list[Fault]]:
    """Make the copy that the engine loads.

    Returns:
        A workbook, the original file itself when nothing needs rewriting; and the table
        references that lead nowhere, each with the first cell that holds it.
    """
    parts: dict[str, bytes] = {}
    faults: list[Fault] = []
    for sheet in sheets:
        copying = _Copying(sheet, translator)
        part = copying.part()
        faults += copying.faults.values()
        if part is not None:
            parts[sheet.partname] = part
    names = _name_edits(workbook, translator)
    if names:
        parts[workbook.partname] = workbook.encoding.encode(edited(workbook.text, names))
    return package.replaced_in_memory(parts), faults


def _name_edits(workbook: Workbook, translator: FormulaTranslator) -> list[Edit]:
    """Rewrite defined names; one that cannot be is left to the engine, which drops it."""
    edits = []
    for name in workbook.names:
        if not translator.may_rewrite(name.formula):
            continue
        try:
            template = translator.template(name.formula, FormulaPlace(None, 0, 0))
        except TableReferenceError:
            continue
        edits.append((name.start, name.end, escaped("".join(template.pieces))))
    return edits


@dataclass(slots=True)
class _Copying:
    """One sheet being copied: the templates of its formulas, and what is wrong with them."""

    sheet: FormulaSheet
    translator: FormulaTranslator
    templates: dict[str, list[Template]] = field(default_factory=dict)
    faults: dict[tuple[str, str], Fault] = field(default_factory=dict)

    def part(self) -> bytes | None:
        """Write the sheet's part; None when the original serves."""
        forms = self.sheet.forms
        formulas = self._formulas()
        without_formula = [index for index, _ in forms.what_if]
        without_value = self._strange_errors()
        written_out = self._written_out(formulas)
        blank = [child for array in forms.arrays for child in array.children]
        if not (formulas or without_formula or written_out or without_value or blank):
            return None
        return self.sheet.cells.for_calculation(
            formulas,
            without_formula=without_formula,
            written_out=written_out,
            without_value=without_value,
            blank=blank,
        )

    def _written_out(self, formulas: list[str | None]) -> dict[int, str]:
        """Write out the shared formulas that the engine would read wrongly."""
        rows, columns, _, _, raws, _ = self.sheet.cells.formulas
        written: dict[int, str] = {}
        for shared in self.sheet.shared:
            master = shared.master
            text = (formulas[master] if formulas else None) or raws[master]
            pieces = tokens(character_data(text))
            first = min((master, *shared.users))
            if first == master and not looks_movable(pieces):
                continue
            for index in shared.users:
                down, right = rows[index] - rows[master], columns[index] - columns[master]
                written[index] = escaped(moved(pieces, down, right))
        return written

    def _strange_errors(self) -> list[int]:
        """Find cached errors that would keep the engine from loading the workbook."""
        _, _, types, values, _, _ = self.sheet.cells.formulas
        if "e" not in types:
            return []
        return [
            index
            for index, (type_, value) in enumerate(zip(types, values, strict=True))
            if type_ == "e" and value not in _ERRORS_THAT_LOAD
        ]

    def _formulas(self) -> list[str | None]:
        """Give the formulas that change; none at all when nothing does."""
        if not self.translator.may_rewrite(self.sheet.text):
            return []
        rows, columns, _, _, formulas, _ = self.sheet.cells.formulas
        latest: dict[str, Template] = {}
        new: list[str | None] = []
        for row, column, raw in zip(rows, columns, formulas, strict=True):
            template = latest.get(raw)
            if template is None or not template.where.holds(row, column):
                template = latest[raw] = self._template(raw, row, column)
            pieces = template.pieces
            written = str(row).join(pieces) if len(pieces) > 1 else pieces[0]
            new.append(None if written == raw else written)
        return new

    def _template(self, raw: str, row: int, column: int) -> Template:
        """Find or make a formula's template, in the spelling of the file: escaped."""
        made = self.templates.setdefault(raw, [])
        for template in made:
            if template.where.holds(row, column):
                return template
        made.append(self._new_template(raw, row, column))
        return made[-1]

    def _new_template(self, raw: str, row: int, column: int) -> Template:
        formula = character_data(raw)
        place = FormulaPlace(self.sheet.name, row, column)
        try:
            pieces, where = self.translator.template(formula, place)
        except TableReferenceError as error:
            at = Place(sheet=self.sheet.name, cell=address(row, column))
            self.faults.setdefault((error.code, formula), Fault(error.code, at, error.values))
            return Template((raw,), EVERYWHERE)
        if pieces == (formula,):
            return Template((raw,), where)
        return Template(tuple(map(escaped, pieces)), where)
