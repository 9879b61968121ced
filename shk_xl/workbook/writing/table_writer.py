"""The edits of one table, planned into its sheet.

Rules: a row is never taken out, and nothing moves, since formulas, comments and people refer
to rows. New rows stand after the last row that holds anything: in the blank rows at the
table's end first, then below it. What people typed right below the table is read as part of
it, and comes into it when it grows. What stands in the way is refused, never overwritten.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice
from typing import Final

from shk_xl.domain.faults import Fault, Place
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.addresses import LAST_ROW, address
from shk_xl.ooxml.sheet_editing import SheetEditor
from shk_xl.workbook.reading.values import MAX_TEXT
from shk_xl.workbook.writing.book_tables import BookTable
from shk_xl.workbook.writing.column_formulas import (
    ColumnFormulas,
    column_formulas,
    release_formula,
)
from shk_xl.workbook.writing.edits import NewRow, NewValue
from shk_xl.workbook.writing.growth import Growth, merged_areas
from shk_xl.workbook.writing.shared import Shared
from shk_xl.workbook.writing.table_part import TablePart
from shk_xl.workbook.writing.values import (
    OldCell,
    content_of,
    is_same,
    is_too_long,
    length_of,
    plain,
    read_old,
)

_NOWHERE: Final = OldCell()
_FAR_BELOW: Final = 1000
"""What stands so many rows below a table was hardly meant to be part of it."""


@dataclass(slots=True)
class Told:
    """What a person is told: what stops the edits, and what they should know."""

    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


class TableWriter:
    """One table being edited.

    Args:
        table: Where it stands.
        part: Its part.
        editor: Its sheet.
        shared: What all sheets share.
        told: Gets faults and remarks.
    """

    def __init__(
        self, table: BookTable, part: TablePart, editor: SheetEditor, shared: Shared, told: Told
    ) -> None:
        self.table = table
        self.part = part
        self.editor = editor
        self.growth: Growth | None = None
        self.formulas_changed = False
        self._shared = shared
        self._told = told
        self._old: dict[tuple[int, int], OldCell] = {}
        area = table.found.table.area
        self._columns = range(area.first_column, area.last_column + 1)
        self._typed = {
            title: table.found.columns[title]
            for title in table.found.wanted.typed
            if title in table.found.columns
        }

    @cached_property
    def formulas(self) -> ColumnFormulas:
        """The formulas of the computed columns; typed ones have none, whatever the file says."""
        found = self.table.found
        computed = {found.columns[t] for t in found.wanted.computed if t in found.columns}
        typed = set(self._typed.values())
        told = {self._columns[place]: formula for place, formula in self.part.formulas.items()}
        told = {column: formula for column, formula in told.items() if column not in typed}
        return column_formulas(self.editor, found.rows, computed, told)

    def set_cell(self, row: int, title: str, value: NewValue, *, over_formula: bool) -> None:
        """Give a typed cell a value."""
        column = self._column(title)
        if column is None or not self._is_row(row, title):
            return
        old = self._old_cell(row, column)
        style = old.style or self._style_above(row, column)
        new = plain(value, style, self._shared.formats)
        if self._is_too_long(row, title, new):
            return
        if is_same(old, new):
            self.editor.leave(row, column)
            return
        if old.form is not None and not self._may_replace(row, column, over_formula=over_formula):
            return
        self.editor.put(row, column, content_of(new), style=style)

    def remove_row(self, row: int, *, over_formula: bool) -> None:
        """Make the typed cells of a row blank."""
        before = len(self._told.faults)
        for title in self._typed:
            self.set_cell(row, title, None, over_formula=over_formula)
            if len(self._told.faults) > before and not self._is_known_row(row):
                return
        own = [c for c in self._columns if c not in self._typed.values()]
        if any(not self._old_cell(row, c).is_blank for c in own if c not in self.formulas.columns):
            self._remark("own_columns_kept", row)

    def add_rows(self, rows: list[NewRow]) -> list[int]:
        """Put new rows after the last one that holds anything.

        Returns:
            The row of the sheet that each got.
        """
        found = self.table.found
        last = self._last_filled()
        numbers = list(range(last + 1, last + 1 + len(rows)))
        new_last = max(numbers[-1], found.rows.stop - 1)
        area = found.table.area
        columns = (area.first_column, area.last_column)
        self.growth = Growth(
            self.table.sheet, columns, found.rows.start, found.rows.stop - 1, new_last
        )
        if new_last >= found.rows.stop and not self._may_grow(last, new_last):
            return numbers
        for number in range(found.rows.stop, last + 1):
            self._take_in(number)
        for number, row in zip(numbers, rows, strict=True):
            self._fill(number, row.values)
        if self.part.is_filtered:
            self._remark("table_is_filtered", numbers[0])
        return numbers

    def _column(self, title: str) -> int | None:
        column = self._typed.get(title)
        if column is not None:
            return column
        place = Place(sheet=self.table.sheet)
        values = {"table": self.table.name, "column": title}
        if title in self.table.found.wanted.computed:
            self._told.faults.append(Fault("column_is_computed", place, values))
        elif title in self.table.found.wanted.typed:
            self._told.faults.append(Fault("column_missing", place, values))
        else:
            raise KeyError(title)
        return None

    def _is_known_row(self, row: int) -> bool:
        return self.table.found.has_row(row)

    def _is_row(self, row: int, title: str) -> bool:
        if self._is_known_row(row):
            return True
        self._fault("row_not_in_table", row, self._typed[title], table=self.table.name)
        return False

    def _old_cell(self, row: int, column: int) -> OldCell:
        """Read a cell as the file has it."""
        where = row, column
        if where not in self._old:
            cell = self.editor.cells(row).get(column)
            prefix = self.editor.sheet.prefix
            self._old[where] = read_old(cell, prefix, self._shared.strings) if cell else _NOWHERE
        return self._old[where]

    def _style_above(self, row: int, column: int) -> str:
        """Give the style that a cell which is not there gets: that of the cell above it."""
        if row - 1 in self.table.found.rows and (above := self._old_cell(row - 1, column).style):
            return above
        return self.editor.style_of(row, column)

    def _is_too_long(self, row: int, title: str, value: CellValue) -> bool:
        if not is_too_long(value):
            return False
        length = length_of(str(value))
        self._fault(
            "text_too_long", row, self._typed[title], length=length, limit=MAX_TEXT, column=title
        )
        return True

    def _may_replace(self, row: int, column: int, *, over_formula: bool) -> bool:
        """Whether a formula in a typed column may go; one of several cells never does."""
        if not over_formula or not release_formula(self.editor, row, column):
            self._fault("formula_in_the_way", row, column)
            return False
        self._remark("formula_replaced", row, column)
        self.formulas_changed = True
        return True

    def _last_filled(self) -> int:
        """Find the last row that holds anything, in the file or by the edits so far."""
        found = self.table.found
        ours = sorted(n for n in {*self.editor.rows, *self.editor.touched} if found.has_row(n))
        return next(filter(self._is_filled, reversed(ours)), found.rows.start - 1)

    def _is_filled(self, row: int) -> bool:
        """Whether a row has anything in it that is not computed."""
        if any(content.element in ("v", "is") for content in self.editor.given(row).values()):
            return True
        held = self.editor.cells(row).keys() & set(self._columns) - self.formulas.columns
        return any(not self._old_cell(row, column).is_blank for column in held)

    def _may_grow(self, last: int, new_last: int) -> bool:
        """Whether the table can get longer; tell what hinders it."""
        found = self.table.found
        before = len(self._told.faults)
        table = self.table.name
        if new_last > LAST_ROW:
            self._fault("table_full", LAST_ROW, table=table)
        elif found.table.totals_rows:
            self._fault("table_has_totals", found.rows.stop, table=table)
        elif last >= found.rows.stop + _FAR_BELOW:
            self._fault("rows_in_the_way", last, table=table)
        else:
            self._look_below(range(found.rows.stop, new_last + 1))
            if last >= found.rows.stop:
                self._remark("rows_taken_in", found.rows.stop, table=table, last=last)
        return len(self._told.faults) == before

    def _look_below(self, below: range) -> None:
        """Tell what stands where the table shall be, and does not belong to it."""
        table = self.table.name
        for one in merged_areas(self.editor.sheet):
            if _meets(one, below, self._columns):
                self._fault("merged_in_the_way", one.first_row, one.first_column, table=table)
        for other in self.table.others:
            if _meets(other.area, below, self._columns):
                self._fault("rows_in_the_way", other.area.first_row, table=table)
        if not self.table.found.alone:
            taken = (row for row in below if row in self.editor.rows and self._holds(row))
            for row in islice(taken, 1):
                self._fault("rows_in_the_way", row, table=table)

    def _holds(self, row: int) -> bool:
        """Whether any cell of a row below the table, in its columns, holds anything."""
        return any(not self._old_cell(row, column).is_blank for column in self._columns)

    def _take_in(self, row: int) -> None:
        """Compute what is computed in a row that comes into the table."""
        for column in self.formulas.columns:
            if self._old_cell(row, column).is_blank:
                self._compute(row, column)

    def _fill(self, row: int, values: Mapping[str, NewValue]) -> None:
        """Write a new row: its values, its formulas, and the look of the row above."""
        by_column = {
            self._column(title): (title, value)
            for title, value in values.items()
            if value is not None or title in self._typed
        }
        self.editor.put_row(row, self._pattern_row)
        for column in self._columns:
            if column in self.formulas.columns:
                if self._old_cell(row, column).form is None:
                    self._compute(row, column)
                continue
            title, value = by_column.get(column, ("", None))
            style = self._old_cell(row, column).style or self._new_style(row, column)
            new = plain(value, style, self._shared.formats)
            if title and self._is_too_long(row, title, new):
                continue
            if new is not None or (style and column not in self.editor.cells(row)):
                self.editor.put(row, column, content_of(new), style=style)

    def _compute(self, row: int, column: int) -> None:
        style = self._new_style(row, column)
        self.editor.put(row, column, self.formulas.content(row, column), style=style)
        self.formulas_changed = True

    @cached_property
    def _pattern_row(self) -> int:
        """The last row of the table that the file has, whose look new rows get."""
        rows = self.table.found.rows
        return next((row for row in reversed(rows) if row in self.editor.rows), rows.start - 1)

    @cached_property
    def _styles(self) -> dict[int, str]:
        pattern = self._pattern_row
        if pattern not in self.table.found.rows:
            return {}
        return {column: self._old_cell(pattern, column).style for column in self._columns}

    def _new_style(self, row: int, column: int) -> str:
        """Give the style of a new cell: that of its column in the row above, else the sheet's."""
        return self._styles.get(column) or self.editor.style_of(row, column)

    def _place(self, row: int, column: int | None) -> Place:
        first = self._columns[0]
        return Place(sheet=self.table.sheet, cell=address(row, first if column is None else column))

    def _fault(
        self, code: str, row: int, column: int | None = None, /, **values: str | int
    ) -> None:
        self._told.faults.append(Fault(code, self._place(row, column), values))

    def _remark(
        self, code: str, row: int, column: int | None = None, /, **values: str | int
    ) -> None:
        self._told.remarks.append(Fault(code, self._place(row, column), values))


def _meets(area: tuple[int, int, int, int], rows: range, columns: range) -> bool:
    """Whether an area has a cell among rows and columns."""
    first_row, first_column, last_row, last_column = area
    return (
        first_row < rows.stop
        and last_row >= rows.start
        and first_column < columns.stop
        and last_column >= columns.start
    )
