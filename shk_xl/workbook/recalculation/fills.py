"""Formula cells by column and shape: the copies of one formula in one column, as one thing.

A workbook of a hundred thousand formulas has a few dozen of these. What depends on what, what
is computed and what differs is kept for each of them, with a place for each of its cells.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from shk_xl.ooxml.addresses import Area
from shk_xl.ooxml.addresses import area as read_area
from shk_xl.ooxml.xml_lexer import attributes
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet
from shk_xl.workbook.recalculation.references import Edge, Reference
from shk_xl.workbook.recalculation.sheet_formulas import Shape


@dataclass(slots=True, eq=False)
class Fill:
    """The cells of a column that a formula was filled into.

    Args:
        number: Its place among the fills of the workbook.
        sheet: The place of its sheet.
        column: Its column.
        shape: The formula.
        references: The cells that the formula refers to.
        area: The cells that an array formula or a what-if table fills, which has a fill of its
            own; None for ordinary formulas.
        is_what_if: It is a what-if table.
        rows: The rows of its cells, in order.
        indices: Their places among the formula cells of the sheet.
    """

    number: int
    sheet: int
    column: int
    shape: Shape
    references: tuple[Reference, ...]
    area: Area | None = None
    is_what_if: bool = False
    rows: list[int] = field(default_factory=list)
    indices: list[int] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.rows)

    def runs(self, start: int, end: int) -> Iterator[tuple[int, int, int]]:
        """Give the cells that some of its cells fill, as columns with first and last row."""
        if self.area is not None:
            for column in range(self.area.first_column, self.area.last_column + 1):
                yield column, self.area.first_row, self.area.last_row
            return
        rows = self.rows
        while start < end:
            stop = end
            if rows[end - 1] - rows[start] != end - 1 - start:  # rows between belong to others
                stop = next((i for i in range(start + 1, end) if rows[i] != rows[i - 1] + 1), end)
            yield self.column, rows[start], rows[stop - 1]
            start = stop


def read_fills(
    sheets: Sequence[FormulaSheet],
    shapes: Sequence[Sequence[Shape]],
    references: Sequence[dict[Shape, tuple[Reference, ...]]],
) -> list[Fill]:
    """Gather the formula cells of a workbook.

    Args:
        sheets: The worksheets.
        shapes: The shape of each formula cell of each sheet.
        references: What each shape refers to, by sheet, through names too.
    """
    fills: list[Fill] = []
    for number, (sheet, of, reach) in enumerate(zip(sheets, shapes, references, strict=True)):
        special = _special(sheet, number)
        known: dict[tuple[int, Shape], Fill] = {}
        latest: dict[int, Fill] = {}
        rows, columns, *_ = sheet.cells.formulas
        for index, (row, column, shape) in enumerate(zip(rows, columns, of, strict=True)):
            fill = latest.get(column)
            if fill is None or fill.shape is not shape or index in special:
                fill = None if index in special else known.get((column, shape))
            if fill is None:
                fill = Fill(len(fills), number, column, shape, reach[shape])
                fills.append(fill)
                if index in special:
                    fill.area, more = special[index]
                    fill.is_what_if = not shape.is_array
                    fill.references += more
                else:
                    known[column, shape] = fill
            if fill.area is None:
                latest[column] = fill
            fill.rows.append(row)
            fill.indices.append(index)
    for fill in fills:
        if any(later <= row for row, later in zip(fill.rows, fill.rows[1:], strict=False)):
            order = sorted(range(len(fill)), key=fill.rows.__getitem__)
            fill.rows = [fill.rows[i] for i in order]
            fill.indices = [fill.indices[i] for i in order]
    return fills


def _special(sheet: FormulaSheet, number: int) -> dict[int, tuple[Area, tuple[Reference, ...]]]:
    """Give the formulas that fill an area, by place, with what a what-if table refers to."""
    found: dict[int, tuple[Area, tuple[Reference, ...]]] = {
        array.index: (array.area, ()) for array in sheet.forms.arrays
    }
    for index, area in sheet.forms.what_if:
        found[index] = (area, _what_if_references(sheet.cells.formulas.forms[index], area, number))
    return found


def _what_if_references(form: str, area: Area, sheet: int) -> tuple[Reference, ...]:
    """Give what a what-if table refers to: the row above, the column before, the input cells."""
    top, left, bottom, right = area
    around = Area(max(top - 1, 1), max(left - 1, 1), bottom, right)
    given = attributes(form)
    inputs = (read_area(given.get(name, "")) for name in ("r1", "r2"))
    cells = (around, *(cell for cell in inputs if cell is not None))
    return tuple(fixed_reference(sheet, one) for one in cells)


def fixed_reference(sheet: int, cells: Area) -> Reference:
    """Refer to cells of a sheet, the same from everywhere."""
    top, left, bottom, right = (Edge(fixed=True, at=number) for number in cells)
    return Reference((sheet,), top, left, bottom, right)
