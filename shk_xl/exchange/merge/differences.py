"""What differs between a reply and the copy that was sent: the unit in which the merge counts.

Rules: a difference says where it is and what it was and is; what becomes of it is for others.
No two differences of a merge are equal, so each can be followed to where it ends.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.filling import MayFill
from shk_xl.workbook.reading.records import Key


class Source(NamedTuple):
    """Whose reply it is.

    Args:
        party: The party's name.
        file: The name of the reply's file.
        label: What tells it from the other replies of a merge: the party alone, most often.
    """

    party: str
    file: str
    label: str


class What(StrEnum):
    """What kind of difference it is."""

    CELL = "cell"
    ROW_NEW = "row new"
    ROW_GONE = "row gone"
    ROW_TWICE = "row twice"
    ROW_WITHOUT_KEY = "row without key"
    KEY = "key"
    TYPE = "type"
    FORMULA = "formula"
    COMPUTED = "computed"
    OWN_CELL = "own cell"
    COLUMN_NEW = "column new"
    COLUMN_GONE = "column gone"
    TABLE_GONE = "table gone"


class Difference(NamedTuple):
    """One thing that differs.

    Args:
        source: Whose reply.
        what: Which kind.
        table: The table's name.
        key: The row's key as keys are compared; empty where there is none.
        title: The column's title; empty for a whole row.
        row: The sheet row in the reply; 0 where it has none.
        before: What the copy said.
        after: What the reply says.
    """

    source: Source
    what: What
    table: str
    key: Key
    title: str = ""
    row: int = 0
    before: CellValue = None
    after: CellValue = None


@dataclass(frozen=True, slots=True)
class Reply:
    """What a party sent back.

    Args:
        party: The party's name.
        file: The name of its file.
        tables: What it holds.
        may_fill: Whether the party was asked to fill in a cell, by table, row and column;
            everything, by default.
        base: The copy that it was made from, where that is not the one that the merge is given:
            every party gets a copy of its own.
    """

    party: str
    file: str
    tables: Mapping[str, MergeTable]
    may_fill: MayFill = lambda _table, _key, _title: True
    base: Mapping[str, MergeTable] | None = None
