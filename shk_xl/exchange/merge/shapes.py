"""What the merge has to know of a table: its key, its columns, and which of them belong together.

Rules: all of it comes from the schema. The facts about the portfolio are a table like others.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, TypeAlias

from shk_xl.domain.faults import Fault
from shk_xl.workbook.columns import Column, Kind, Table
from shk_xl.workbook.reading.about import read_about
from shk_xl.workbook.reading.plain import PlainRow, PlainTable, typed_columns
from shk_xl.workbook.reading.records import PASSABLE, RowReader
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_SHEET, ABOUT_TABLE, TABLES

Unit: TypeAlias = tuple[str, ...]
"""The titles of columns that are merged as one; most often a single one."""
RowCheck: TypeAlias = Callable[[PlainRow], Mapping[str, Fault]]
"""Gives what the reader of workbooks would refuse in a row, by column title."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A table as the merge sees it.

    Args:
        name: The table's name.
        sheet: The sheet that it stands on.
        key: The titles of the columns that together name a row.
        columns: The columns that people type in, by title.
        computed: The titles of the columns that nobody types in.
        units: All titles of ``columns``, those of a group together, each with what would be
            wrong with them; what is checked has the row's key too.
        unit_of: The unit of each title.
        required: The titles that a row can't be without.
        name_column: Where a row of a coded table has its name; None where keys name the rows.
        check: What would be wrong with a whole row.
    """

    name: str
    sheet: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]
    computed: frozenset[str]
    units: Mapping[Unit, RowCheck]
    unit_of: Mapping[str, Unit]
    required: frozenset[str]
    name_column: str | None
    check: RowCheck


def shape_of(table: Table) -> Shape:
    """Take from the schema what matters here.

    >>> from shk_xl.workbook.tables_initiatives import ASSESSMENT
    >>> [*shape_of(ASSESSMENT).units]
    [('Initiativ',), ('Kriterium',), ('Poäng', 'Motivering')]
    """
    columns = {column.title: column for column in typed_columns(table)}
    group_of = {title: group for group in table.groups for title in group}
    unit_of = {title: group_of.get(title, (title,)) for title in columns}
    coded = len(table.key) == 1 and columns[table.key[0]].kind is Kind.CODE
    return Shape(
        table.name,
        table.sheet,
        table.key,
        MappingProxyType(columns),
        frozenset(column.title for column in table.columns if not column.field),
        MappingProxyType({unit: _check_of(table, unit) for unit in unit_of.values()}),
        MappingProxyType(unit_of),
        frozenset(title for title, column in columns.items() if column.required),
        table.column_of("name").title if coded else None,
        _check_of(table, columns),
    )


def _check_of(table: Table, titles: Collection[str]) -> RowCheck:
    reader = RowReader(table, titles)

    def check(row: PlainRow) -> Mapping[str, Fault]:
        _values, odd = reader.read(row)
        return {
            title: Fault(wrong.code, values=MappingProxyType(wrong.values))
            for title, wrong in odd.items()
            if wrong.code not in PASSABLE
        }

    return check


_FACT, _VALUE = ABOUT_COLUMNS[:2]


def _check_fact(row: PlainRow) -> Mapping[str, Fault]:
    faults: list[Fault] = []
    letters = {_FACT: "A", _VALUE: "B"}
    read_about(PlainTable(ABOUT_TABLE, ABOUT_SHEET, letters, (row,)), faults, [])
    return {_VALUE: faults[0]} if faults else {}


_ABOUT: Final = Shape(
    ABOUT_TABLE,
    ABOUT_SHEET,
    (_FACT,),
    # A fact may be a text or a number: it is taken as it was typed, like a decimal number.
    MappingProxyType(
        {_FACT: Column(_FACT, Kind.TEXT, 0, ""), _VALUE: Column(_VALUE, Kind.DECIMAL, 0, "")}
    ),
    frozenset(ABOUT_COLUMNS[2:]),
    MappingProxyType({(_FACT,): _check_fact, (_VALUE,): _check_fact}),
    MappingProxyType({_FACT: (_FACT,), _VALUE: (_VALUE,)}),
    frozenset({_FACT}),
    None,
    _check_fact,
)

SHAPES: Final[Mapping[str, Shape]] = MappingProxyType(
    {shape.name: shape for shape in (*map(shape_of, TABLES), _ABOUT)}
)
"""Every table that is merged, by name, in the order of the sheets."""
