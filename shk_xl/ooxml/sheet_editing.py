"""Cells and rows put into a worksheet part, and nothing else in it changed.

Rules: a cell keeps its style and whatever it has beside its formula and value; a cell or a
row that is not there is put in where its order says. A text goes in as an inline string: it
needs no other part, and no reader takes it for a formula. A row whose height nobody fixed
gets none when a text in it changes, so that it is fitted anew when it is shown.

Source: ECMA-376-1:2016, 18.3.1; ``docs/analysis/table_editing.md``.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property
from typing import Final, NamedTuple

from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import Area, address
from shk_xl.ooxml.cell_text import needs_preserve, number_text, xstring
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.sheet_rows import RowCell, SheetRow, read_cells, read_rows
from shk_xl.ooxml.tag_edits import without_attributes
from shk_xl.ooxml.xml_lexer import Edit, edited

_OF_THE_VALUE: Final = ("t", "cm", "vm")
"""What a cell's start tag says of its value: its type, and what stands about it elsewhere."""
_OF_SHARING: Final = ("t", "ref", "si")
_KEPT_BY_NEW_ROWS: Final = ("spans", "s", "customFormat")
_TRUE: Final = ("1", "true")


class Content(NamedTuple):
    """What stands in a cell.

    Args:
        type: Its ``t``; empty for a number, a formula or nothing.
        element: ``v``, ``is`` or ``f``; empty for a blank cell.
        text: What stands in that, escaped.
        form: The attributes of ``f``.
        metadata: Other attributes of the cell: ``cm``.
    """

    type: str = ""
    element: str = ""
    text: str = ""
    form: str = ""
    metadata: str = ""

    def xml(self, prefix: str) -> str:
        """Write it as the inside of a cell."""
        if not self.element:
            return ""
        name = f"{prefix}{self.element}"
        if self.element != "is":
            return f"<{name}{self.form}>{self.text}</{name}>"
        space = ' xml:space="preserve"' if needs_preserve(self.text) else ""
        return f"<{name}><{prefix}t{space}>{self.text}</{prefix}t></{name}>"


BLANK: Final = Content()


def text_content(text: str) -> Content:
    """Give the content of a cell with a text; an empty one makes it blank.

    >>> text_content("=A1&B1").xml("")
    '<is><t>=A1&amp;B1</t></is>'
    """
    return Content("inlineStr", "is", xstring(text)) if text else BLANK


def number_content(number: float) -> Content:
    """Give the content of a cell with a finite number."""
    return Content("", "v", number_text(number))


class SheetEditor:
    """A worksheet part being changed.

    Args:
        data: The part.

    Raises:
        Refused: It cannot be read for certain; see ``sheet_cells`` and ``sheet_rows``.
    """

    def __init__(self, data: bytes) -> None:
        self.sheet = read_sheet(data)
        self.rows: Mapping[int, SheetRow] = read_rows(self.sheet)
        self._cells: dict[int, dict[int, RowCell]] = {}
        self._new: dict[int, dict[int, tuple[Content, str]]] = {}
        self._formulas: dict[int, dict[int, str]] = {}
        self._patterns: dict[int, int] = {}
        self._heights: dict[int, int] = {}
        self._shown: set[int] = set()

    def cells(self, row: int) -> Mapping[int, RowCell]:
        """Give the cells of a row as the file has them, by column."""
        if row not in self._cells:
            found = self.rows.get(row)
            self._cells[row] = {} if found is None else read_cells(self.sheet, found)
        return self._cells[row]

    @cached_property
    def formula_places(self) -> Mapping[tuple[int, int], int]:
        """The formula cells: for row and column, the place among the sheet's formulas."""
        formulas = self.sheet.formulas
        places = zip(formulas.rows, formulas.columns, strict=True)
        return {place: index for index, place in enumerate(places)}

    def put(self, row: int, column: int, content: Content, *, style: str = "") -> None:
        """Give a cell its content.

        Args:
            row: From 1.
            column: From 1.
            content: What it shall hold.
            style: The ``s`` of a cell that is not there yet; one that is keeps its own.
        """
        self._new.setdefault(row, {})[column] = content, style

    def leave(self, row: int, column: int) -> None:
        """Let a cell be as it was, whatever it was given before."""
        self._new.get(row, {}).pop(column, None)

    def given(self, row: int) -> Mapping[int, Content]:
        """Give what the cells of a row have been given so far, by column."""
        return {column: content for column, (content, _) in self._new.get(row, {}).items()}

    def put_formula(self, row: int, column: int, formula: str) -> None:
        """Give a formula cell another formula, escaped, no longer shared; its value stays."""
        self._formulas.setdefault(row, {})[column] = formula
        self._new.setdefault(row, {})

    def style_of(self, row: int, column: int) -> str:
        """Give the style that a cell without one of its own has: the row's, or the column's."""
        found = self.rows.get(row)
        given = xml_lexer.attributes(found.tag.attributes) if found else {}
        if given.get("customFormat") in _TRUE and "s" in given:
            return given["s"]
        return next((s for first, last, s in self._column_styles if first <= column <= last), "")

    @cached_property
    def _column_styles(self) -> list[tuple[int, int, str]]:
        name = f"{self.sheet.prefix}col"
        columns = []
        for tag in xml_lexer.tags(self.sheet.text[: self.sheet.start]):
            given = xml_lexer.attributes(tag.attributes) if tag.name == name else {}
            if tag.opens and given.get("style") and given.get("min") and given.get("max"):
                columns.append((int(given["min"]), int(given["max"]), given["style"]))
        return columns

    def put_row(self, row: int, like: int) -> None:
        """Make a row that is not there with the look of another one; show it if it is."""
        self._patterns[row] = like
        self._shown.add(row)
        self._new.setdefault(row, {})

    def fit_row(self, row: int, height: int) -> None:
        """Give a row that is not there its height in points, until somebody writes in it."""
        self._heights[row] = height

    @property
    def touched(self) -> Collection[int]:
        """The rows in which something was put."""
        return self._new.keys()

    @property
    def extent(self) -> tuple[int, int] | None:
        """The last row and the last column that cells were put into."""
        placed = [(row, max(cells)) for row, cells in self._new.items() if cells]
        if not placed:
            return None
        return max(row for row, _ in placed), max(column for _, column in placed)

    def areas(self) -> list[Area]:
        """Give the cells that have been given content, column by column."""
        places = sorted((column, row) for row, cells in self._new.items() for column in cells)
        runs: list[tuple[int, int, int]] = []
        for column, row in places:
            if runs and runs[-1][0] == column and runs[-1][2] == row - 1:
                runs[-1] = column, runs[-1][1], row
            else:
                runs.append((column, row, row))
        return [Area(first, column, last, column) for column, first, last in runs]

    def written(self, around: Iterable[Edit] = ()) -> bytes:
        """Write the part.

        Args:
            around: What changes before and after the cells.
        """
        numbers = list(self.rows)
        edits: list[Edit] = []
        for number in sorted(self._new):
            row = self.rows.get(number)
            if row is not None:
                edits += self._row_edits(row)
            elif self._new[number]:
                before = bisect_right(numbers, number)
                at = self.rows[numbers[before - 1]].end if before else self.sheet.start
                edits.append((at, at, self._new_row(number)))
        ordered = sorted([*edits, *around], key=lambda edit: edit[:2])  # stable: see _row_edits
        return self.sheet.encoding.encode(edited(self.sheet.text, ordered))

    def _row_edits(self, row: SheetRow) -> list[Edit]:
        """Find what changes in a row that is there; what is put in at one place, in order."""
        old, new = self.cells(row.number), self._new[row.number]
        edits = self._start_tag_edits(row)
        missing = [column for column in sorted(new) if column not in old]
        later = iter([*old.values(), None])
        following = next(later)
        for column in missing:
            while following is not None and following.column < column:
                following = next(later)
            at = row.inner_end if following is None else following.start
            edits.append((at, at, self._new_cell(row.number, column)))
        for column in new.keys() & old.keys():
            cell = old[column]
            edits.append((cell.start, cell.end, self._changed_cell(cell, new[column][0])))
        for column in self._formulas.get(row.number, {}).keys() - new.keys():
            edits.append(self._formula_edit(row.number, old[column]))
        if row.tag.closes and missing:
            inside = "".join(self._new_cell(row.number, column) for column in missing)
            start = self._start_tag(row).removesuffix("/>").rstrip()
            return [(row.tag.start, row.end, f"{start}>{inside}</{row.tag.name}>")]
        return edits

    def _start_tag_edits(self, row: SheetRow) -> list[Edit]:
        start = self._start_tag(row)
        old = self.sheet.text[row.tag.start : row.tag.end]
        return [] if start == old else [(row.tag.start, row.tag.end, start)]

    def _start_tag(self, row: SheetRow) -> str:
        """Write a row's start tag: its span wide enough, and without what no longer holds."""
        given = xml_lexer.attributes(row.tag.attributes)
        gone = set()
        texts = (c.type == "inlineStr" for c, _ in self._new[row.number].values())
        if given.get("customHeight") not in _TRUE and any(texts):
            gone.add("ht")
        if row.number in self._shown:
            gone |= {"hidden", "collapsed"}
        if not _spanned(given.get("spans", ""), self._new[row.number]):
            gone.add("spans")
        kept = without_attributes(row.tag.attributes, gone) if gone else row.tag.attributes
        if kept == row.tag.attributes:
            return self.sheet.text[row.tag.start : row.tag.end]
        return f"<{row.tag.name}{kept}{'/>' if row.tag.closes else '>'}"

    def _new_row(self, number: int) -> str:
        """Write a row that is not there yet."""
        new = self._new[number]
        pattern = self.rows.get(self._patterns.get(number, 0))
        given = xml_lexer.attributes(pattern.tag.attributes) if pattern else {}
        if not _spanned(given.get("spans", ""), new):
            given.pop("spans", None)
        kept = "".join(f' {name}="{given[name]}"' for name in _KEPT_BY_NEW_ROWS if name in given)
        if number in self._heights:
            kept += f' ht="{self._heights[number]}"'
        inside = "".join(self._new_cell(number, column) for column in sorted(new))
        name = f"{self.sheet.prefix}row"
        return f'<{name} r="{number}"{kept}>{inside}</{name}>'

    def _new_cell(self, row: int, column: int) -> str:
        content, style = self._new[row][column]
        of_style = f' s="{style}"' if style else ""
        return self._cell(f' r="{address(row, column)}"{of_style}', content)

    def _changed_cell(self, cell: RowCell, content: Content) -> str:
        extension = cell.inner.find(f"<{self.sheet.prefix}extLst")
        kept = cell.inner[extension:] if extension >= 0 else ""
        return self._cell(without_attributes(cell.attributes, _OF_THE_VALUE), content, kept)

    def _formula_edit(self, row: int, cell: RowCell) -> Edit:
        """Find what changes in a cell that gets another formula."""
        name = f"{self.sheet.prefix}f"
        tags = xml_lexer.tags(self.sheet.text, cell.start)
        start = end = next(tag for tag in tags if tag.name == name)
        if not start.closes:
            end = next(tag for tag in tags if tag.name == name)
        form = start.attributes
        if xml_lexer.attributes(form).get("t") == "shared":
            form = without_attributes(form, _OF_SHARING)
        formula = self._formulas[row][cell.column]
        return start.start, end.end, f"<{name}{form}>{formula}</{name}>"

    def _cell(self, attributes: str, content: Content, kept: str = "") -> str:
        name = f"{self.sheet.prefix}c"
        type_ = f' t="{content.type}"' if content.type else ""
        inside = content.xml(self.sheet.prefix) + kept
        start = f"<{name}{attributes}{content.metadata}{type_}"
        return f"{start}>{inside}</{name}>" if inside else f"{start}/>"


def _spanned(spans: str, columns: Iterable[int]) -> bool:
    """Whether the columns that a row says it spans hold these; true where it says nothing."""
    first, _, last = spans.partition(":")
    if not first.isdecimal() or not last.isdecimal():
        return True
    return all(int(first) <= column <= int(last) for column in columns)
