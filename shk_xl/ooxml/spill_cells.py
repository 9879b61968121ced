"""Cells put into a worksheet part, or emptied, where an array formula changes its size.

Rules: nothing changes but what the formula fills: new ``c`` and ``row`` elements in their
order, in the style that the row or the column gives; emptied cells without ``v`` and ``t``, in
the style that they have; and ``dimension``, where the sheet grows past it. ``spans`` of a row
is a hint to readers and stays.

Source: ECMA-376-1:2016, 18.3.1.4 (``c``), 18.3.1.13 (``col``), 18.3.1.35 (``dimension``),
18.3.1.73 (``row``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import Area, address, area
from shk_xl.ooxml.odd_cells import Cell
from shk_xl.ooxml.sheet_content import SheetCells, Spelled
from shk_xl.ooxml.xml_lexer import ATTRIBUTES, Edit

_TRUE: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class Resized:
    """An array formula that fills other cells than the file says.

    Args:
        index: The place of its cell among the formula cells.
        area: The cells that it fills now.
        added: The cells that it did not fill before, by row and column, with their values.
        emptied: The cells that it fills no more.
    """

    index: int
    area: Area
    added: Mapping[tuple[int, int], Spelled]
    emptied: Sequence[Cell]


def resized_part(
    cells: SheetCells,
    new: Sequence[Spelled | None],
    others: Iterable[tuple[Cell, Spelled]],
    resized: Sequence[Resized],
) -> bytes:
    """Write a part in which array formulas fill other cells than before.

    Args:
        cells: The part, read.
        new: For each formula cell its new value, or None to leave it.
        others: Cells without formula that get a value too.
        resized: Those array formulas.

    Raises:
        Refused: ``cell_unreadable``; one of the others holds an inline text.
    """
    added = {at: value for one in resized for at, value in one.added.items()}
    blank = list(cells.cells([one.area for one in resized])) if added else []
    known = [(cell, added.pop((cell.row, cell.column), None)) for cell in blank]
    filled = [(cell, value) for cell, value in known if value is not None]
    edits = [*_dimension(cells, resized), *_Insertion(cells, added).edits()]
    emptied = [cell for one in resized for cell in one.emptied]
    refs = {one.index: str(one.area) for one in resized}
    return cells.with_values(
        new, [*others, *filled], emptied=emptied, edits=edits, refs=refs, drop_rich=True
    )


def _dimension(cells: SheetCells, resized: Sequence[Resized]) -> Iterator[Edit]:
    """Let the sheet's dimension hold what the formulas fill."""
    found = re.search(
        rf"<{cells.prefix}dimension\s+ref\s*=\s*[\"']([^\"'<]*)", cells.text[: cells.start]
    )
    old = area(found[1]) if found is not None else None
    if found is None or old is None:
        return
    areas = [old, *(one.area for one in resized)]
    whole = Area(
        *(min(one[edge] for one in areas) for edge in (0, 1)),
        *(max(one[edge] for one in areas) for edge in (2, 3)),
    )
    if whole != old:
        yield (*found.span(1), str(whole))


@dataclass(slots=True)
class _Insertion:
    """New cells on their way into the rows of a sheet.

    Args:
        cells: The part.
        added: The cells, by row and column.
    """

    cells: SheetCells
    added: Mapping[tuple[int, int], Spelled]
    waiting: dict[int, dict[int, Spelled]] = field(default_factory=dict)

    def edits(self) -> Iterator[Edit]:
        for (row, column), value in sorted(self.added.items()):
            self.waiting.setdefault(row, {})[column] = value
        if self.waiting:
            yield from self._walk()

    def _walk(self) -> Iterator[Edit]:
        prefix = self.cells.prefix
        row, column, style = 0, 0, ""
        for found in _tags(prefix).finditer(self.cells.text, self.cells.start, self.cells.end):
            if found["row"] is not None:
                given = xml_lexer.attributes(found["row_attributes"])
                row, column = _number(given, row), 0
                yield from self._rows_before(row, found.start())
                style = given.get("s", "") if given.get("customFormat") in _TRUE else ""
                if found["row"].endswith("/>") and row in self.waiting:
                    inside = self._written(row, self.waiting.pop(row), style)
                    slash = found.end() - 2
                    yield slash, found.end(), f">{inside}</{prefix}row>"
            elif found["cell"] is not None:
                where = area(xml_lexer.attributes(found["cell"]).get("r", ""))
                column = where.first_column if where else column + 1
                yield from self._cells_before(row, column, found.start(), style)
            elif found["end"] is not None:
                yield from self._cells_before(row, None, found.start(), style)
        yield from self._rows_before(None, self.cells.end)

    def _rows_before(self, row: int | None, at: int) -> Iterator[Edit]:
        prefix = self.cells.prefix
        for new in [new for new in self.waiting if row is None or new < row]:
            columns = self.waiting.pop(new)
            if columns:
                inside = self._written(new, columns, "")
                yield at, at, f'<{prefix}row r="{new}">{inside}</{prefix}row>'

    def _cells_before(self, row: int, column: int | None, at: int, style: str) -> Iterator[Edit]:
        columns = self.waiting.get(row, {})
        before = [new for new in columns if column is None or new < column]
        if before:
            yield at, at, self._written(row, {new: columns.pop(new) for new in before}, style)

    def _written(self, row: int, columns: Mapping[int, Spelled], style: str) -> str:
        return "".join(
            self.cells.cell_element(
                address(row, column), value, style or _column_style(self.cells, column)
            )
            for column, value in columns.items()
        )


def _tags(prefix: str) -> re.Pattern[str]:
    p = re.escape(prefix)
    return re.compile(
        r"<!--(?:(?!--).)*+-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
        rf"|(?P<row><{p}row(?P<row_attributes>{ATTRIBUTES})\s*/?>)"
        rf"|(?P<cell><{p}c{ATTRIBUTES}\s*/?>)|(?P<end></{p}row\s*>)",
        re.DOTALL,
    )


def _number(given: Mapping[str, str], before: int) -> int:
    """Give a row's number; a row that has none comes after the one before."""
    number = given.get("r", "")
    return int(number) if number.isdecimal() else before + 1


def _column_style(cells: SheetCells, column: int) -> str:
    """Give the style of a column; empty for the style of cells that have none."""
    pattern = rf"<{re.escape(cells.prefix)}col({ATTRIBUTES})\s*/?>"
    for found in re.finditer(pattern, cells.text[: cells.start]):
        given = xml_lexer.attributes(found[1])
        first, last = given.get("min", ""), given.get("max", "")
        if first.isdecimal() and last.isdecimal() and int(first) <= column <= int(last):
            return given.get("style", "")
    return ""
