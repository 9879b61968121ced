"""A table that is to be merged: its rows by key, and what stands in the way of finding them.

Rules: nothing is refused. A row without a key, or with the key of another, is set aside with
everything in it. A cell's meaning is worked out when somebody asks, since most rows of a
reply are as they were sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from shk_xl.domain.faults import Fault, Place
from shk_xl.exchange.merge.shapes import Shape
from shk_xl.exchange.merge.values import as_typed, in_words, key_of, normal
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.addresses import column_letters
from shk_xl.workbook.reading.plain import PlainRow, PlainTable, PlainValue
from shk_xl.workbook.reading.records import Key
from shk_xl.workbook.reading.values import is_blank

BLANK_KEY: Final = "(tom)"
"""How a part of a key is shown that may be blank, and is."""


@dataclass(frozen=True)
class MergeRow:
    """One row.

    Args:
        shape: What its table is.
        number: The row of the sheet.
        cells: What its cells hold, by title: typed, computed, and added columns.
        formulas: The titles whose cells hold a formula.
    """

    shape: Shape
    number: int
    cells: Mapping[str, PlainValue]
    formulas: frozenset[str] = frozenset()

    @cached_property
    def values(self) -> Mapping[str, CellValue]:
        """What it says in the columns that people type in, without the blank ones."""
        columns = self.shape.columns
        read = ((title, normal(cell, columns[title])) for title, cell in self._typed())
        return {title: value for title, value in read if value is not None}

    @cached_property
    def content(self) -> Mapping[str, CellValue]:
        """Its values apart from the key."""
        return {t: value for t, value in self.values.items() if t not in self.shape.key}

    @cached_property
    def others(self) -> Mapping[str, CellValue]:
        """What the computed and the added columns hold, without the blank ones."""
        ours = self.shape.columns
        read = ((t, as_typed(cell)) for t, cell in self.cells.items() if t not in ours)
        return {title: value for title, value in read if value is not None}

    @property
    def key_values(self) -> tuple[CellValue, ...]:
        """The key as it is spelled."""
        return tuple(self.values.get(title) for title in self.shape.key)

    @property
    def is_blank(self) -> bool:
        """Whether nobody has typed anything in it."""
        return all(is_blank(cell) for _title, cell in self._typed())

    def _typed(self) -> Iterable[tuple[str, PlainValue]]:
        return ((t, cell) for t, cell in self.cells.items() if t in self.shape.columns)


@dataclass(frozen=True)
class MergeTable:
    """One table.

    Args:
        shape: What it is.
        file: The name of its file.
        sheet: The sheet that it stands on there.
        letters: The letter of every column that it has, by title.
        rows: The rows that can be found by their key.
        twice: The rows that share their key with others.
        keyless: The rows that lack a part of the key that nothing may lack.
        faults: What the reader found wrong or odd.
    """

    shape: Shape
    file: str | None
    sheet: str
    letters: Mapping[str, str]
    rows: Mapping[Key, MergeRow]
    twice: Mapping[Key, tuple[MergeRow, ...]]
    keyless: tuple[MergeRow, ...] = ()
    faults: tuple[Fault, ...] = ()

    @cached_property
    def typed(self) -> frozenset[str]:
        """The titles that it has of those that people type in."""
        return frozenset(title for title in self.letters if title in self.shape.columns)

    @property
    def has_key(self) -> bool:
        """Whether it has all columns of its key; if not, no row of it can be found."""
        return self.typed.issuperset(self.shape.key)

    def place(self, row: MergeRow | None, title: str = "") -> Place:
        """Say where a row, or a cell of it, stands."""
        if row is None:
            return Place(self.file, self.sheet)
        letter = self.letters.get(title or self.shape.key[0])
        cell = f"{letter}{row.number}" if letter else f"rad {row.number}"
        return Place(self.file, self.sheet, cell)


def table_of(plain: PlainTable, shape: Shape, faults: Iterable[Fault] = ()) -> MergeTable:
    """Make a table of the rows that were read.

    Args:
        plain: With all columns that the file has of it.
        shape: What it is.
        faults: What was found wrong or odd in it.
    """
    rows: dict[Key, MergeRow] = {}
    twice: dict[Key, list[MergeRow]] = {}
    keyless: list[MergeRow] = []
    needed = shape.required.intersection(shape.key)
    for plain_row in plain.rows:
        row = MergeRow(shape, plain_row.number, plain_row.values, plain_row.formulas)
        if row.is_blank:
            continue
        key = _key(row)
        if any(is_blank(row.cells.get(title)) for title in needed):
            keyless.append(row)
        elif key in twice:
            twice[key].append(row)
        elif key in rows:
            twice[key] = [rows.pop(key), row]
        else:
            rows[key] = row
    found = {key: tuple(same_key) for key, same_key in twice.items()}
    return MergeTable(
        shape, plain.file, plain.sheet, plain.letters, rows, found, tuple(keyless), tuple(faults)
    )


def empty_table(shape: Shape) -> MergeTable:
    """Give a table as it is where there is none yet: all its columns, and no rows."""
    letters = {title: column_letters(number) for number, title in enumerate(shape.columns, 1)}
    return MergeTable(shape, None, shape.sheet, letters, {}, {})


def table_of_rows(
    shape: Shape, rows: Iterable[Mapping[str, PlainValue]], *, first_row: int = 2
) -> MergeTable:
    """Make a table of plain values, for example those of a live workbook.

    >>> from shk_xl.exchange.merge.shapes import SHAPES
    >>> list(table_of_rows(SHAPES["Parter"], [{"Namn": "Kommunen"}]).rows)
    [('kommunen',)]
    """
    letters = empty_table(shape).letters
    numbered = tuple(PlainRow(number, row) for number, row in enumerate(rows, first_row))
    return table_of(PlainTable(shape.name, shape.sheet, letters, numbered), shape)


def key_in_words(values: Iterable[CellValue]) -> str:
    """Write a key as it is shown to a person.

    >>> key_in_words([None, "Portföljen"])
    '(tom) · Portföljen'
    """
    return " · ".join(in_words(value) or BLANK_KEY for value in values)


def _key(row: MergeRow) -> Key:
    columns, cells = row.shape.columns, row.cells
    parts = {title: normal(cells.get(title), columns[title]) for title in row.shape.key}
    return key_of(parts, row.shape.key)
