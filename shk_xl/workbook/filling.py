"""Who may fill in what, in a copy of the workbook that goes to a party.

Rules: the schema says it by column (``Column.filled_by``) and the portfolio by row: the
initiative that a row is about, and what the party is in that. A new row may be proposed where
the table has room for it and the party could fill in such a row; an initiative, by a party that
decides. All else is the team's, and what a party changes there is told, never taken.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from shk_xl.domain.party_roles import Role, roles
from shk_xl.domain.portfolio import PartyKind, Portfolio
from shk_xl.workbook.columns import Table
from shk_xl.workbook.reading.plain import typed_columns
from shk_xl.workbook.reading.records import Key, comparable_key, key_of
from shk_xl.workbook.reading.values import as_key
from shk_xl.workbook.schema import TABLES
from shk_xl.workbook.tables_initiatives import INITIATIVES

MayFill: TypeAlias = Callable[[str, Key, str], bool]
"""Tells by the table's name, the row's key and the column's title."""

_CODE: Final = (INITIATIVES.name, INITIATIVES.key[0])
_TABLES: Final = {table.name: table for table in TABLES}


class Filling:
    """What one party may fill in.

    Args:
        portfolio: The team's, all of it.
        party: The party's name in the register.
    """

    def __init__(self, portfolio: Portfolio, party: str) -> None:
        found = roles(portfolio, party)
        self.roles = {code.casefold(): role for code, role in found.items()}
        self._codes = {initiative.code.casefold() for initiative in portfolio.initiatives}
        name = party.casefold()
        self._decides = any(
            one.name.casefold() == name and one.kind is PartyKind.PARTY for one in portfolio.parties
        )
        self._keys = {
            table.name: {_plain(key_of(row, table)) for row in getattr(portfolio, table.records)}
            for table in TABLES
        }

    def titles(self, table: str, key: Key) -> frozenset[str]:
        """Name the columns that the party may fill in, in the row with a key."""
        of, row = _TABLES.get(table), _plain(key)
        if of is None:
            return frozenset()
        if row in self._keys[table]:
            role = self.roles.get(self.initiative_of(of, row) or "")
            return frozenset(c.title for c in of.columns if _suffices(role, c.filled_by))
        return self.new_row(of) if self._may_add(of, row) else frozenset()

    def new_row(self, table: Table) -> frozenset[str]:
        """Name the columns of a row that the party proposes; none where it may propose none."""
        is_initiative = table is INITIATIVES
        wanted = min((c.filled_by for c in table.columns if c.filled_by), default=None)
        could = any(_suffices(role, wanted) for role in self.roles.values())
        if not table.new_rows or not (self._decides if is_initiative else could or self._decides):
            return frozenset()
        return frozenset(column.title for column in typed_columns(table))

    def _may_add(self, table: Table, row: Key) -> bool:
        """Whether a row may be added about its initiative: one of the party's, or a new one."""
        code = self.initiative_of(table, row) or ""
        if table is INITIATIVES or (code and code not in self._codes):
            return self._decides
        role = self.roles.get(code)
        return any(_suffices(role, column.filled_by) for column in table.columns)

    @staticmethod
    def initiative_of(table: Table, key: Key) -> str | None:
        """Give the code of the initiative that a row is about, in lower case.

        Returns:
            Empty where the row names none; None where no row of the table does.
        """
        for title, part in zip(table.key, key, strict=True):
            if (table.name, title) == _CODE or table.column(title).refers_to == _CODE:
                return str(part or "")
        return None

    def may_fill(self, table: str, key: Key, column: str) -> bool:
        """Whether the party may fill in a cell; see ``may_fill``."""
        return column in self.titles(table, key)


def may_fill(portfolio: Portfolio, party: str) -> MayFill:
    """Give the rule by which a party's answer is judged.

    Args:
        portfolio: The team's, all of it.
        party: The party's name in the register.

    Returns:
        Tells whether the party may fill in a cell, by the table's name, the row's key in the
        order of the key columns (a key that the portfolio lacks is a new row), and the column.

    >>> from shk_xl.domain.portfolio import Initiative, InitiativeType
    >>> pilot = Initiative("P", "Piloten", InitiativeType.PILOT, actors="Kommunen, MDU")
    >>> may = may_fill(Portfolio(initiatives=(pilot,)), "MDU")
    >>> may("Initiativ", ("P",), "Belopp"), may("Initiativ", ("P",), "Namn")
    (True, False)
    """
    return Filling(portfolio, party).may_fill


def _suffices(role: Role | None, wanted: Role | None) -> bool:
    return role is not None and wanted is not None and role >= wanted


def _plain(key: Iterable[object]) -> Key:
    """Write a key in one way: without regard to case, a blank part as an empty text."""
    texts = (as_key(part) if isinstance(part, str) else part for part in key)
    return tuple("" if part is None else part for part in comparable_key(texts))
