"""Texts that know which cell of the workbook they stand in, all the way into a document.

Rules: a text is traced by being a ``CellText``, a text like any other. A field of a document
that holds it as it is says the same as the cell, and what is changed there belongs in the cell.
A text that was put together of others, shortened or counted is no longer traced: nobody can
say what a change of it means for the workbook. The texts that the workbook lacks are traced
too, as empty ones, so that what is written under an empty heading has a cell to go to.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final, NamedTuple, Self

from shk_xl.domain.portfolio import Heading, Initiative, Portfolio, TextSection
from shk_xl.workbook.columns import Column, Kind, Table
from shk_xl.workbook.schema import TABLES

_TRACED: Final = frozenset({"initiatives", "texts", "scores", "meeting_items"})
"""The records whose texts people write; names and registers are not changed through Word."""
_NAME: Final = "name"


class Cell(NamedTuple):
    """A cell of the workbook, by what people call it.

    Args:
        table: The table's name.
        key: What the columns of the row's key hold, as text.
        title: The column's title.
        beside: What stood in the columns that say one thing together with it, by title.
    """

    table: str
    key: tuple[str, ...]
    title: str
    beside: tuple[tuple[str, str], ...] = ()


class CellText(str):
    """A text with the cell that it stands in.

    >>> text = CellText("Varje vecka", Cell("Initiativ", ("UVAS",), "Period"))
    >>> text == "Varje vecka", text.cell.title
    (True, 'Period')
    """

    __slots__ = ("cell",)

    cell: Cell

    def __new__(cls, text: str, cell: Cell) -> Self:
        """Make a text of a cell."""
        made = super().__new__(cls, text)
        made.cell = cell
        return made

    def __getnewargs__(self) -> tuple[str, Cell]:  # type: ignore[override]  # str has one less
        """Let the text go to another process."""
        return str(self), self.cell


def cell_of(text: object) -> Cell | None:
    """Give the cell that a text stands in; None for one that is put together."""
    return text.cell if isinstance(text, CellText) else None


def traced(portfolio: Portfolio) -> Portfolio:
    """Give the same portfolio with texts that know their cells.

    Args:
        portfolio: As it was read; unchanged.
    """
    whole = replace(portfolio, texts=(*portfolio.texts, *_missing_texts(portfolio)))
    records: dict[str, Any] = {
        tracing.records: tuple(map(tracing.traced, getattr(whole, tracing.records)))
        for tracing in _TRACINGS
    }
    return replace(whole, **records)


def traced_part(portfolio: Portfolio, initiative: Initiative) -> Portfolio:
    """Give what belongs to one initiative, traced, beside what belongs to none.

    Args:
        portfolio: As it was read; unchanged.
        initiative: One of its initiatives.
    """
    code = initiative.code
    texts = portfolio.texts_by_initiative.get(code, {})
    money = portfolio.allocations_by_initiative
    part = replace(
        portfolio,
        initiatives=(initiative,),
        texts=tuple(TextSection(code, heading, text) for heading, text in texts.items()),
        scores=tuple(portfolio.scores_by_initiative.get(code, {}).values()),
        allocations=(*money.get(code, ()), *money.get("", ())),
        meeting_items=(),
        attendance=(),
    )
    return traced(part)


def _is_text(table: Table, column: Column) -> bool:
    """Tell whether people write freely in a column."""
    return (
        column.kind in (Kind.TEXT, Kind.LONG_TEXT)
        and bool(column.field)
        and "." not in column.field
        and column.field != _NAME
        and not column.refers_to
        and column.title not in table.key
    )


class _Tracing:
    """How the records of one table are traced; what the schema says is looked up once."""

    def __init__(self, table: Table) -> None:
        self.records = table.records
        self._table = table.name
        self._key = tuple(table.column(title).field for title in table.key)
        self._columns = tuple(
            (column.field, column.title, _beside(table, column))
            for column in table.columns
            if _is_text(table, column)
        )

    def traced(self, record: Any) -> Any:  # noqa: ANN401 - a record of any table
        """Give a record whose texts know their cells."""
        key = tuple(_said(record, field) for field in self._key)
        texts = {
            field: CellText(
                getattr(record, field),
                Cell(self._table, key, title, tuple((t, _said(record, f)) for t, f in beside)),
            )
            for field, title, beside in self._columns
        }
        return replace(record, **texts)


def _beside(table: Table, column: Column) -> tuple[tuple[str, str], ...]:
    """Give the titles and the fields of the columns that are merged together with one."""
    group = next((group for group in table.groups if column.title in group), ())
    others = (title for title in group if title != column.title)
    return tuple((title, table.column(title).field) for title in others)


def _said(record: object, field: str) -> str:
    value = getattr(record, field)
    return "" if value is None else str(value)


_TRACINGS: Final = tuple(_Tracing(table) for table in TABLES if table.records in _TRACED)


def _missing_texts(portfolio: Portfolio) -> Iterator[TextSection]:
    """Give an empty text for every heading that has none."""
    known = {(text.initiative, text.heading) for text in portfolio.texts}
    for code in ("", *(initiative.code for initiative in portfolio.initiatives)):
        for heading in Heading:
            if (code, heading) not in known:
                yield TextSection(code, heading, "")
