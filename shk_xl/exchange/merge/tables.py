"""A table that is to be merged: its rows by key, and what stands in the way of finding them.

Rules: nothing is refused. A row without a key, or with the key of another, is set aside with
everything in it. A cell's meaning is worked out when somebody asks, since most rows of a
reply are as they were sent.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Final

from shk_xl.domain.faults import Fault, Place
from shk_xl.exchange.merge.shapes import Shape
from shk_xl.exchange.merge.values import as_typed, in_words, key_of, normal
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.addresses import column_letters
from shk_xl.workbook.reading.plain import PlainTable, PlainValue
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
    _said: dict[str, CellValue] = field(default_factory=dict, init=False, repr=False, compare=False)

    @cached_property
    def values(self) -> Mapping[str, CellValue]:
        """What it says in the columns that people type in, without the blank ones."""
        read = ((title, self.value(title)) for title, _cell in self._typed())
        return {title: value for title, value in read if value is not None}

    def value(self, title: str) -> CellValue:
        """What it says in one column; None for a blank cell."""
        said = self._said
        if title not in said:
            said[title] = normal(self.cells.get(title), self.shape.columns[title])
        return said[title]

    def of(self, titles: Iterable[str]) -> Mapping[str, CellValue]:
        """What it says in some columns, with None for blank cells."""
        return {title: self.value(title) for title in titles}

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
        return tuple(self.value(title) for title in self.shape.key)

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
    def typed(self) -> tuple[str, ...]:
        """The titles that it has of those that people type in, in the order of the schema."""
        return tuple(title for title in self.shape.columns if title in self.letters)

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Its other titles: computed columns, and those that people have added."""
        return tuple(sorted(self.letters.keys() - self.shape.columns.keys()))

    @property
    def all_rows(self) -> Iterable[MergeRow]:
        """Every row that says anything, however it is found."""
        return chain(self.rows.values(), self.keyless, *self.twice.values())

    @property
    def has_key(self) -> bool:
        """Whether it has all columns of its key; if not, no row of it can be found."""
        return self.letters.keys() >= {*self.shape.key}

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
        key = key_of(row.of(shape.key), shape.key)
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


def key_in_words(values: Iterable[CellValue]) -> str:
    """Write a key as it is shown to a person.

    >>> key_in_words([None, "Portföljen"])
    '(tom) · Portföljen'
    """
    return " · ".join(in_words(value) or BLANK_KEY for value in values)


def row_in_words(row: MergeRow) -> str:
    """Write all that people have typed in a row, in columns of their own too."""
    typed = {t: value for t, value in row.others.items() if t not in row.shape.computed}
    return ", ".join(
        f"{title}: {in_words(v)}" for title, v in (*row.values.items(), *typed.items())
    )
