"""The formulas that a new row of a table gets: those of its computed columns.

Rules: a computed column is one formula, in the words of this very workbook. What the table
says of the column comes first, as when Excel fills a new row; where the file says nothing
(LibreOffice drops it) or the formula has addresses that move, the nearest row above that has
a formula is the pattern. A column that people type in never gets one.

Source: ECMA-376-1:2016, 18.5.1.1 (``calculatedColumnFormula``) and 18.3.1.40 (``f``).
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final

from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import address, area
from shk_xl.ooxml.cell_text import escaped
from shk_xl.ooxml.sheet_content import FormulaColumns
from shk_xl.ooxml.sheet_editing import Content, SheetEditor
from shk_xl.ooxml.tag_edits import without_attributes
from shk_xl.workbook.formula_tokens import tokens
from shk_xl.workbook.recalculation.shared_formulas import moved, shared_formulas
from shk_xl.workbook.writing.table_part import ColumnFormula

_OF_SHARING: Final = ("t", "ref", "si")


@dataclass(frozen=True, slots=True)
class Pattern:
    """A formula cell that new rows copy.

    Args:
        row: Where it stands.
        text: Its formula, escaped.
        form: The attributes of its ``f``, less those of sharing and arrays.
        is_array: It is an array formula of one cell.
        metadata: The attribute ``cm`` of its cell.
    """

    row: int
    text: str
    form: str
    is_array: bool
    metadata: str

    def content(self, row: int, column: int) -> Content:
        """Give the formula as it reads in another row of its column."""
        pieces = tokens(xml_lexer.character_data(self.text))
        there = moved(pieces, row - self.row, 0)
        same = there == "".join(piece.text for piece in pieces)
        text = self.text if same else escaped(there)
        array = f' t="array" ref="{address(row, column)}"' if self.is_array else ""
        return Content("", "f", text, self.form + array, self.metadata)


@dataclass(frozen=True, slots=True)
class ColumnFormulas:
    """The formulas of a table's computed columns.

    Args:
        told: What the table says of its columns, by column number.
        patterns: The last formula cell of each column, by column number.
    """

    told: Mapping[int, ColumnFormula]
    patterns: Mapping[int, Pattern]

    @property
    def columns(self) -> set[int]:
        """The columns that have one."""
        return {*self.told, *self.patterns}

    def content(self, row: int, column: int) -> Content:
        """Give the content of a new cell in a computed column."""
        told, pattern = self.told.get(column), self.patterns.get(column)
        if told is None or (pattern is not None and pattern.text == told.text):
            return self.patterns[column].content(row, column)
        if pattern is not None and _moves(told.text):
            return pattern.content(row, column)
        return Pattern(row, told.text, "", told.is_array, "").content(row, column)


def column_formulas(
    editor: SheetEditor,
    rows: range,
    computed: Collection[int],
    told: Mapping[int, ColumnFormula],
) -> ColumnFormulas:
    """Find the formulas of a table's computed columns.

    Args:
        editor: The sheet.
        rows: The table's rows of data.
        computed: The columns that are computed, whatever the table says of them.
        told: What the table says, by column number.
    """
    last: dict[int, int] = {}
    formulas = editor.sheet.formulas
    for index, (row, column) in enumerate(zip(formulas.rows, formulas.columns, strict=True)):
        if row in rows and (column in computed or column in told) and _fills_one(formulas, index):
            last[column] = index
    masters = _masters(formulas, last.values())
    patterns = {
        column: _pattern(editor, index, masters.get(index, index)) for column, index in last.items()
    }
    return ColumnFormulas(told, patterns)


def release_formula(editor: SheetEditor, row: int, column: int) -> bool:
    """Let a cell's formula go; cells that share it get it written out.

    Returns:
        Whether it may go: a what-if table or an array of several cells may not.
    """
    formulas = editor.sheet.formulas
    index = editor.formula_places[row, column]
    if not _fills_one(formulas, index):
        return False
    if formulas.formulas[index] and "shared" in formulas.forms[index]:
        for one in shared_formulas(formulas):
            for user in one.users if one.master == index else ():
                text = _shared_text(formulas, user, index)
                editor.put_formula(formulas.rows[user], formulas.columns[user], text)
    return True


def _shared_text(formulas: FormulaColumns, index: int, master: int) -> str:
    """Write the formula of a cell that shares another one's, escaped."""
    raw = formulas.formulas[master]
    rows = formulas.rows[index] - formulas.rows[master]
    columns = formulas.columns[index] - formulas.columns[master]
    pieces = tokens(xml_lexer.character_data(raw))
    return escaped(moved(pieces, rows, columns)) if rows or columns else raw


def _pattern(editor: SheetEditor, index: int, master: int) -> Pattern:
    formulas = editor.sheet.formulas
    row, form = formulas.rows[index], formulas.forms[index]
    cell = editor.cells(row)[formulas.columns[index]]
    metadata = xml_lexer.attributes(cell.attributes).get("cm", "")
    return Pattern(
        row,
        _shared_text(formulas, index, master),
        without_attributes(form, _OF_SHARING),
        xml_lexer.attributes(form).get("t") == "array",
        f' cm="{metadata}"' if metadata else "",
    )


def _masters(formulas: FormulaColumns, wanted: Collection[int]) -> dict[int, int]:
    """Find the cell with the text, for cells that share it."""
    if all(formulas.formulas[index] for index in wanted):
        return {}
    return {user: one.master for one in shared_formulas(formulas) for user in one.users}


def _fills_one(formulas: FormulaColumns, index: int) -> bool:
    """Whether a formula is that of its own cell: no what-if table, no array of several cells."""
    form = formulas.forms[index]
    if "array" not in form and "dataTable" not in form:
        return True
    given = xml_lexer.attributes(form)
    covered = area(given.get("ref", ""))
    return given.get("t") == "array" and covered is not None and covered.size == 1


def _moves(raw: str) -> bool:
    """Whether a formula has addresses that read otherwise in the next row."""
    pieces = tokens(xml_lexer.character_data(raw))
    return moved(pieces, 1, 0) != "".join(piece.text for piece in pieces)
