"""What can be done to the tables of a workbook that exists.

Rules: a table and a column have the names of the schema, wherever a person has put them; a
row is a row of the sheet. The columns that are computed are nobody's to write.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeAlias

from shk_xl.domain.faults import Fault
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.addresses import Area

NewValue: TypeAlias = CellValue | date
"""What a cell is given: None or an empty text makes it blank; text is text, whatever sign it
begins with; a date becomes a number where the cell's format shows dates, and elsewhere the
text that the reader makes of it, ``2027-04-13``."""


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A new value for a cell.

    Args:
        table: The table's name.
        row: The row of the sheet.
        column: The column's title.
        value: What it shall hold.
        over_formula: Write also where a person has put a formula; refused otherwise.
    """

    table: str
    row: int
    column: str
    value: NewValue
    over_formula: bool = False


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row after the last one that holds anything.

    Args:
        table: The table's name.
        values: By column title; the columns that are left out stay blank.
    """

    table: str
    values: Mapping[str, NewValue]


@dataclass(frozen=True, slots=True)
class RemoveRow:
    """A row whose typed cells become blank; the row itself stays, since others refer to it.

    Args:
        table: The table's name.
        row: The row of the sheet.
        over_formula: Also where a person has put a formula; refused otherwise.
    """

    table: str
    row: int
    over_formula: bool = False


Edit: TypeAlias = CellEdit | NewRow | RemoveRow


@dataclass(frozen=True, slots=True)
class Written:
    """A workbook with edits made.

    Args:
        data: The file; the same object as was given when nothing changed.
        rows: The row of the sheet that each ``NewRow`` got, in the order of the edits.
        remarks: What a person should know: a formula that was replaced, a new row in a
            filtered table, rows that came into the table, a chart that lacks the new rows.
        touched: The cells that were written and the rows that came to, by the names of sheets:
            the formulas that refer to them are to be computed anew.
    """

    data: bytes
    rows: tuple[int, ...]
    remarks: tuple[Fault, ...]
    touched: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
