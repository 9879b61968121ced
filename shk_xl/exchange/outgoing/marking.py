"""Which rows and sheets a copy has, and what the party fills in of them.

Rules: a full copy has every row; one of the party's own alone has the rows about its initiatives,
and of the other sheets those that its lists of choices come from.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from shk_xl.exchange.outgoing.source import Source, SourceRow
from shk_xl.workbook.building.party_table import PartyRow
from shk_xl.workbook.columns import Table
from shk_xl.workbook.filling import Filling
from shk_xl.workbook.schema import TABLES
from shk_xl.workbook.tables_registers import PARTIES


def marked_tables(
    source: Source, filling: Filling, party: str, *, only_own: bool
) -> Mapping[str, tuple[PartyRow, ...]]:
    """Give the tables of a copy, by name.

    Args:
        source: The team's workbook.
        filling: What the party may fill in.
        party: Its name in the register.
        only_own: Leave out what is not the party's.
    """
    return {
        table.name: _rows(table, source.tables[table.name], filling, party, only_own=only_own)
        for table in _kept(only_own=only_own)
    }


def _kept(*, only_own: bool) -> Iterator[Table]:
    """Give the tables of a copy: all; or those that parties fill in, and what these refer to."""
    filled = [t for t in TABLES if any(column.filled_by for column in t.columns)]
    needed = {column.refers_to[0] for t in filled for column in t.columns if column.refers_to}
    wanted = needed | {table.name for table in filled}
    return (table for table in TABLES if not only_own or table.name in wanted)


def _rows(
    table: Table, rows: Sequence[SourceRow], filling: Filling, party: str, *, only_own: bool
) -> tuple[PartyRow, ...]:
    """Mark the rows of a table, and add the blank ones for what is new."""
    kept = [row for row in rows if not only_own or _is_own(table, row, filling, party)]
    marked = [PartyRow(row.values, filling.titles(table.name, row.key)) for row in kept]
    fills = filling.new_row(table)
    return (*marked, *[PartyRow({}, fills, is_new=True)] * (table.new_rows if fills else 0))


def _is_own(table: Table, row: SourceRow, filling: Filling, party: str) -> bool:
    """Whether a row is about an initiative of the party's, or the party, or about no party."""
    if table is PARTIES:
        return row.key == (party.casefold(),)
    about = filling.initiative_of(table, row.key)
    return about is None or about in filling.roles
