"""Edits of our tables written into a workbook that exists, losslessly.

Rules: the parts of the tables' sheets get new cells, the tables and what covers them their
new ends; every other byte stays. The calculation chain is left out when a formula comes or
goes, since Excel takes a chain that names a cell without formula for damage, and makes its
own when there is none. All faults are told at once, and then nothing is written. Values of
formulas are not computed here: a new formula has none until the workbook is recalculated.

Source: ``docs/analysis/table_editing.md``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from shk_xl.domain.faults import Refused
from shk_xl.ooxml.addresses import Area
from shk_xl.ooxml.package import CONTENT_TYPES, Package, relationships_part
from shk_xl.ooxml.part_lists import without_content_types, without_relationships
from shk_xl.ooxml.sheet_editing import SheetEditor
from shk_xl.ooxml.workbook_parts import Workbook
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.writing.book_tables import BookTable, find_book_tables, open_workbook
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow, RemoveRow, Written
from shk_xl.workbook.writing.growth import Growth, dimension_edit, sheet_edits
from shk_xl.workbook.writing.references import (
    chart_remarks,
    grown_formulas,
    grown_sheet,
    grown_workbook,
)
from shk_xl.workbook.writing.shared import Shared, read_shared
from shk_xl.workbook.writing.table_part import read_table_part
from shk_xl.workbook.writing.table_writer import TableWriter, Told


def edit_and_recalculate(data: bytes, edits: Sequence[Edit]) -> Written:
    """Make edits, and compute what depends on them.

    Returns:
        As ``edit_tables``; the remarks also tell which formulas could not be computed for
        certain and keep their values.

    Raises:
        Refused: As for ``edit_tables``, or the workbook cannot be computed.
    """
    written = edit_tables(data, edits)
    if written.data is data:
        return written
    computed = recalculate(written.data, edited=written.touched)
    return Written(computed.data, written.rows, (*written.remarks, *computed.reports))


def edit_tables(data: bytes, edits: Sequence[Edit]) -> Written:
    """Make edits in the tables of a workbook.

    Args:
        data: The file, guarded before.
        edits: Made in their order, and new rows after all others; of two that write the same
            cell, the later one holds.

    Returns:
        The new file, where new rows stand, and what a person should know.

    Raises:
        Refused: With every fault; nothing is half done.
        KeyError: A table or column that the schema does not have.
    """
    if not edits:
        return Written(data, (), ())
    package, workbook = open_workbook(data)
    tables = find_book_tables(package, workbook, dict.fromkeys(edit.table for edit in edits))
    writing = _Writing(package, workbook)
    for table in tables.values():
        writing.open(table)
    rows = writing.make(edits)
    if writing.told.faults:
        raise Refused(writing.told.faults)
    return Written(writing.data(), rows, tuple(writing.told.remarks), writing.touched())


@dataclass(slots=True)
class _Writing:
    """A workbook being written."""

    package: Package
    workbook: Workbook
    told: Told = field(default_factory=Told)
    editors: dict[str, SheetEditor] = field(default_factory=dict)
    writers: dict[str, TableWriter] = field(default_factory=dict)
    shared: Shared = field(init=False)

    def __post_init__(self) -> None:
        self.shared = read_shared(self.package, self.workbook)

    def open(self, table: BookTable) -> None:
        """Read a table and its sheet."""
        if table.sheet_part not in self.editors:
            self.editors[table.sheet_part] = SheetEditor(self.package.read(table.sheet_part))
        editor = self.editors[table.sheet_part]
        part = read_table_part(self.package, table.partname)
        self.writers[table.name] = TableWriter(table, part, editor, self.shared, self.told)

    def make(self, edits: Sequence[Edit]) -> tuple[int, ...]:
        """Plan the edits; give the row of each new one."""
        new: dict[str, list[tuple[int, NewRow]]] = {}
        for index, edit in enumerate(edits):
            writer = self.writers[edit.table]
            if isinstance(edit, NewRow):
                new.setdefault(edit.table, []).append((index, edit))
            elif isinstance(edit, RemoveRow):
                writer.remove_row(edit.row, over_formula=edit.over_formula)
            elif isinstance(edit, CellEdit):
                writer.set_cell(edit.row, edit.column, edit.value, over_formula=edit.over_formula)
        placed: list[tuple[int, int]] = []
        for table, wanted in new.items():
            numbers = self.writers[table].add_rows([row for _, row in wanted])
            placed += zip((index for index, _ in wanted), numbers, strict=True)
        return tuple(row for _, row in sorted(placed, key=itemgetter(0)))

    def touched(self) -> dict[str, tuple[Area, ...]]:
        """Give what was written, with the rows that came to a table, by the names of sheets."""
        found: dict[str, tuple[Area, ...]] = {
            sheet.name: tuple(self.editors[sheet.partname].areas())
            for sheet in self.workbook.sheets
            if sheet.partname in self.editors
        }
        for growth in self._longer():
            first, last = growth.columns
            new = Area(growth.old_last + 1, first, growth.new_last, last)
            found[growth.sheet] = (*found[growth.sheet], new)
        return found

    def _longer(self) -> list[Growth]:
        growths = [w.growth for w in self.writers.values() if w.growth is not None]
        return [growth for growth in growths if growth.new_last > growth.old_last]

    def data(self) -> bytes:
        """Write the file."""
        longer = self._longer()
        parts = self._sheets(longer)
        for writer in self.writers.values():
            if writer.growth is not None:
                parts[writer.table.partname] = writer.part.grown(writer.growth)
        names = grown_workbook(self.workbook, longer) if longer else None
        if names is not None:
            parts[self.workbook.partname] = names
        self.told.remarks += chart_remarks(self.package, self.workbook.sheets, longer)
        chain = self._chain()
        if chain:
            parts.update(_without_chain(self.package, self.workbook.partname, chain))
        changed = {name: part for name, part in parts.items() if part != self.package.read(name)}
        return self.package.replaced(changed, removed=chain)

    def _sheets(self, longer: Sequence[Growth]) -> dict[str, bytes]:
        """Write the sheets: those that are edited, and those whose formulas grow."""
        parts: dict[str, bytes] = {}
        for sheet in self.workbook.sheets:
            editor = self.editors.get(sheet.partname)
            if editor is not None:
                parts[sheet.partname] = _written(editor, sheet.name, longer)
            elif longer and sheet.kind == "worksheet":
                grown = grown_sheet(self.package, sheet, longer)
                if grown is not None:
                    parts[sheet.partname] = grown
        return parts

    def _chain(self) -> tuple[str, ...]:
        """Name the calculation chain when it no longer tells the formula cells."""
        if not any(writer.formulas_changed for writer in self.writers.values()):
            return ()
        chain = self.package.related(self.workbook.partname, "calcChain")
        return tuple(part for part in chain if part in self.package)


def _written(editor: SheetEditor, name: str, longer: Sequence[Growth]) -> bytes:
    """Write an edited sheet, with what covers its tables."""
    around = [
        edit
        for growth in longer
        if growth.sheet == name
        for edit in sheet_edits(editor.sheet, growth)
    ]
    if longer:
        cells, rules = grown_formulas(editor.sheet, name, longer)
        around += rules
        for index, formula in enumerate(cells):
            if formula is not None:
                of = editor.sheet.formulas
                editor.put_formula(of.rows[index], of.columns[index], formula)
    extent = editor.extent
    dimension = dimension_edit(editor.sheet, extent) if extent else None
    return editor.written([*around, dimension] if dimension else around)


def _without_chain(package: Package, source: str, chain: Sequence[str]) -> dict[str, bytes]:
    """Take a part out of the lists that name it."""
    relationships = relationships_part(source)
    ids = [r.id for r in package.relationships(source) if r.target in chain]
    return {
        CONTENT_TYPES: without_content_types(package.read(CONTENT_TYPES), chain),
        relationships: without_relationships(package.read(relationships), ids),
    }
