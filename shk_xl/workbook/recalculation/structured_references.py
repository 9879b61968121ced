"""Table references as A1 addresses: ``T[[#This Row],[A]]`` as ``$B4``.

Rules: columns become absolute and the row of ``[#This Row]`` relative, so that a formula
that several cells share may be translated where its text stands. A formula is parsed once
and becomes a template in which only the row number varies. What cannot be found is a
fault, never a guess. This module knows tables and tokens, no XML and no engine.

Source: ECMA-376-1:2016, 18.17.6.5 (structured references); the names of columns are
compared as Excel does, without regard to case.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from shk_xl.domain.faults import FaultValue
from shk_xl.ooxml.addresses import LAST_COLUMN, LAST_ROW, Area, column_letters, sheet_prefix
from shk_xl.ooxml.table import Table
from shk_xl.workbook.formula_tokens import Kind, Token

ROW: Final = "\0"
"""Stands for the row number in a translated text; no formula can hold it."""

EVERYWHERE: Final = Area(1, 1, LAST_ROW, LAST_COLUMN)

_ITEM: Final = re.compile(r"\s*\[((?:[^\[\]']|'[\s\S])*+)\]\s*([,:]?)")
_ESCAPED: Final = re.compile(r"'([\s\S])")
_THIS_ROW: Final = "#this row"
_ALL: Final = "#all"
_HEADERS, _DATA, _TOTALS = "#headers", "#data", "#totals"
_SECTIONS: Final = (_ALL, _HEADERS, _DATA, _TOTALS, _THIS_ROW)


class TableReferenceError(Exception):
    """A table reference that does not lead anywhere.

    Args:
        code: The fault's code.
        values: What the words need.
    """

    def __init__(self, code: str, **values: FaultValue) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class Template(NamedTuple):
    """A translated formula.

    Args:
        pieces: The text, parted where the row number stands.
        where: The cells in which it holds.
    """

    pieces: tuple[str, ...]
    where: Area

    def at(self, row: int) -> str:
        """Write the formula for a row.

        >>> Template(("$A", "*$B", ""), EVERYWHERE).at(7)
        '$A7*$B7'
        """
        return str(row).join(self.pieces)


@dataclass(frozen=True, slots=True)
class _Specifier:
    """What stands in the brackets: parts of the table, and the first and last column."""

    sections: frozenset[str]
    columns: tuple[str, ...]


class FormulaPlace(NamedTuple):
    """The cell that a formula stands in; no sheet, row 0, for a defined name."""

    sheet: str | None
    row: int
    column: int
    is_array: bool = False


class Tables:
    """The tables of a workbook, by name.

    Args:
        tables: All of them.
    """

    __slots__ = ("_by_name", "_columns")

    def __init__(self, tables: Iterable[Table]) -> None:
        self._by_name = {table.name.casefold(): table for table in tables}
        self._columns: dict[str, Mapping[str, int]] = {
            key: {name.casefold(): place for place, name in enumerate(table.columns)}
            for key, table in self._by_name.items()
        }

    def __bool__(self) -> bool:
        return bool(self._by_name)

    def named_in(self, folded: str) -> bool:
        """Whether the name of a table may stand in a text, given casefolded."""
        return any(name in folded for name in self._by_name)

    def translated(self, pieces: list[Token], place: FormulaPlace) -> tuple[list[Token], Area]:
        """Put addresses in place of table references.

        Args:
            pieces: The tokens of a formula.
            place: Where it stands.

        Returns:
            The tokens, with ``ROW`` where the row number of the cell belongs, and the cells in
            which the translation holds.

        Raises:
            TableReferenceError: A table or column that does not exist.
        """
        result: list[Token] = []
        where = EVERYWHERE
        for index, token in enumerate(pieces):
            follows = pieces[index + 1].kind if index + 1 < len(pieces) else None
            found = None
            if token.kind is Kind.BRACKETS:
                found = self._in_brackets(result, token, place)
            elif token.kind is Kind.NAME and follows is not Kind.BRACKETS:
                found = self._bare_name(result, token, place)
            if found is None:
                result.append(token)
            else:
                result.append(Token(Kind.REFERENCE, found[0]))
                where = _common(where, found[1])
        return result, where

    def _bare_name(
        self, before: list[Token], token: Token, place: FormulaPlace
    ) -> tuple[str, Area] | None:
        """Read the name of a table that stands alone: all its data."""
        table = self._by_name.get(token.text.casefold())
        if table is None or (before and before[-1].kind is Kind.SHEET):
            return None
        return self._address(table, "[]", place)

    def _in_brackets(
        self, before: list[Token], token: Token, place: FormulaPlace
    ) -> tuple[str, Area]:
        """Read brackets, and take the table's name off the tokens before them."""
        name = before.pop() if before and before[-1].kind is Kind.NAME else None
        if before and before[-1].kind is Kind.SHEET:
            raise TableReferenceError("table_outside", sheet=before[-1].text)
        table, around = self._table(name, place)
        text, where = self._address(table, token.text, place)
        return text, _common(around, where)

    def _table(self, name: Token | None, place: FormulaPlace) -> tuple[Table, Area]:
        """Find the table of a reference: the named one, or the one around the cell."""
        if name is not None:
            table = self._by_name.get(name.text.casefold())
            if table is None:
                raise TableReferenceError("table_unknown", table=name.text)
            return table, EVERYWHERE
        for table in self._by_name.values():
            if table.sheet == place.sheet and table.area.holds(place.row, place.column):
                return table, table.area
        raise TableReferenceError("table_not_named")

    def _address(self, table: Table, brackets: str, place: FormulaPlace) -> tuple[str, Area]:
        specifier = _parse(brackets)
        numbers = self._columns[table.name.casefold()]
        columns = []
        for name in specifier.columns:
            column = numbers.get(name.casefold(), numbers.get(name.strip().casefold()))
            if column is None:
                raise TableReferenceError("table_column_unknown", table=table.name, column=name)
            columns.append(table.area.first_column + column)
        first = min(columns, default=table.area.first_column)
        last = max(columns, default=table.area.last_column)
        sheet = "" if table.sheet == place.sheet else sheet_prefix(table.sheet)
        if _THIS_ROW in specifier.sections:
            return _this_row(table, (first, last), place)
        rows = _rows(table, specifier.sections)
        if rows is None:
            return "#REF!", EVERYWHERE
        start = f"${column_letters(first)}${rows[0]}"
        end = f"${column_letters(last)}${rows[1]}"
        return sheet + (start if start == end else f"{start}:{end}"), EVERYWHERE


def _parse(brackets: str) -> _Specifier:
    """Read what stands in the brackets.

    >>> sorted(_parse("[[#This Row],[A]:[B '[kr']]]").columns)
    ['A', 'B [kr]']
    """
    content = brackets[1:-1]
    text = content.strip()
    if text.startswith("@"):
        inner = _parse(f"[{text[1:]}]")
        return _Specifier(frozenset((_THIS_ROW,)), inner.columns)
    if not text:
        return _Specifier(frozenset(), ())
    if text.startswith("#"):
        return _Specifier(frozenset((_section(text),)), ())
    if not text.startswith("["):
        return _Specifier(frozenset(), (_ESCAPED.sub(r"\1", content),))
    return _parse_items(text)


def _parse_items(text: str) -> _Specifier:
    sections: set[str] = set()
    columns: list[str] = []
    position = 0
    separator = ","
    while position < len(text):
        item = _ITEM.match(text, position)
        if item is None or not separator:
            raise TableReferenceError("table_reference_unreadable", reference=text)
        if item[1].startswith("#"):
            sections.add(_section(item[1]))
        elif item[1].startswith("@"):
            sections.add(_THIS_ROW)
            columns.append(_ESCAPED.sub(r"\1", item[1][1:]))
        else:
            columns.append(_ESCAPED.sub(r"\1", item[1]))
        separator = item[2]
        position = item.end()
    if separator or len(columns) > 2:  # noqa: PLR2004 - a range has a first and a last column
        raise TableReferenceError("table_reference_unreadable", reference=text)
    return _Specifier(frozenset(sections), tuple(columns))


def _section(text: str) -> str:
    section = " ".join(text.casefold().split())
    if section not in _SECTIONS:
        raise TableReferenceError("table_reference_unreadable", reference=text)
    return section


def _rows(table: Table, sections: frozenset[str]) -> tuple[int, int] | None:
    """Give the first and last row of some parts of a table; None when it lacks them."""
    top, _, bottom, _ = table.area
    data = (top + table.header_rows, bottom - table.totals_rows)
    parts = {
        _ALL: (top, bottom),
        _HEADERS: (top, data[0] - 1),
        _DATA: data,
        _TOTALS: (data[1] + 1, bottom),
    }
    spans = [parts[section] for section in sections or {_DATA}]
    if any(first > last for first, last in spans):
        return None
    return min(first for first, _ in spans), max(last for _, last in spans)


def _this_row(table: Table, columns: tuple[int, int], place: FormulaPlace) -> tuple[str, Area]:
    """Write the address of the cell's own row in a table, and where that holds."""
    if table.sheet != place.sheet:
        raise TableReferenceError("table_row_outside", table=table.name)
    rows = _rows(table, frozenset((_DATA,)))
    if rows is None or place.row < rows[0]:
        return "#VALUE!", EVERYWHERE._replace(last_row=(rows or EVERYWHERE)[0] - 1)
    if place.row > rows[1]:
        return "#VALUE!", EVERYWHERE._replace(first_row=rows[1] + 1)
    first, last = (f"${column_letters(column)}{ROW}" for column in columns)
    text = first if first == last else f"{first}:{last}"
    return text, EVERYWHERE._replace(first_row=rows[0], last_row=rows[1])


def _common(one: Area, other: Area) -> Area:
    return Area(
        max(one.first_row, other.first_row),
        max(one.first_column, other.first_column),
        min(one.last_row, other.last_row),
        min(one.last_column, other.last_column),
    )
