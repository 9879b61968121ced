"""Small portfolios as tables, the hands that edit them, and the merge of what they did."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from shk_xl.domain import portfolio as model
from shk_xl.domain.amounts import Known, Staff, Unknown
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import Merged, Question
from shk_xl.exchange.merge.resolve import resolve
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.exchange.merge.sheets import CHOICE, conflict_rows
from shk_xl.exchange.merge.tables import MergeTable, table_of
from shk_xl.ooxml.addresses import column_letters
from shk_xl.workbook.reading.plain import PlainRow, PlainTable
from shk_xl.workbook.reading.rows import to_rows
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow

FIRST_ROW = 2
TABLES = ("Initiativ", "Värdering", "Finansiering", "Möten", "Närvaro", "Samhällsmål", "OmFilen")

PORTFOLIO = model.Portfolio(
    about=model.About("Samverkan", "Alla barn", 2024),
    initiatives=(
        model.Initiative("UVAS", "Unga utan arbete", model.InitiativeType.FORUM, amount=Known(648)),
        model.Initiative("NORM", "Normförskjutning", model.InitiativeType.PILOT, phase=1),
        model.Initiative("ROLL", "Lots", model.InitiativeType.ROLE, amount=Unknown("väntar svar")),
    ),
    scores=(
        model.Score("UVAS", "Önskat", 4, "Många frågar."),
        model.Score("UVAS", "Koppling", None),
        model.Score("NORM", "Önskat", 2, "Få frågar."),
    ),
    allocations=(
        model.Allocation("UVAS", "Ram", Staff("processtödet"), "Arbetstid"),
        model.Allocation("NORM", "Ram", Known(432)),
    ),
    meeting_items=(
        model.MeetingItem("2023-04-13", 1, model.ItemKind.DECISION, "Förslag", initiative="UVAS"),
        model.MeetingItem("2023-04-13", 2, model.ItemKind.NOTE, "Övrigt"),
    ),
    attendance=(
        model.Attendance("2023-04-13", "Alva Ek", presence=model.Presence.PRESENT),
        model.Attendance("2023-04-13", "Alva Ek", item=1, vote=model.Vote.YES),
        model.Attendance("2023-04-13", "Bo Al", item=1, vote=model.Vote.NO, note="Tveksam"),
    ),
    goals=(model.SocietalGoal("Alla ska med"), model.SocietalGoal("Ingen lämnas utanför")),
)


@dataclass
class Sheet:
    """A table that a test edits: its titles, and its rows by title."""

    titles: list[str]
    rows: list[dict[str, Any]]
    formulas: dict[int, set[str]] = field(default_factory=dict)
    """By the number of a row from 0, the titles whose cells hold a formula."""


Book = dict[str, Sheet]


def new_book(portfolio: model.Portfolio = PORTFOLIO) -> Book:
    """Give a portfolio as tables to edit, without the blank cells."""
    rows = to_rows(portfolio)
    return {
        name: Sheet(
            [*SHAPES[name].columns],
            [{t: v for t, v in row.items() if v is not None} for row in rows[name]],
        )
        for name in TABLES
    }


def copied(book: Book) -> Book:
    """Copy a book, its rows and its formulas."""
    return {
        name: Sheet(
            [*sheet.titles],
            [dict(row) for row in sheet.rows],
            {row: {*titles} for row, titles in sheet.formulas.items()},
        )
        for name, sheet in book.items()
    }


def edited(book: Book, change: Callable[[Book], object] = lambda _book: None) -> Book:
    """Give a copy with something changed."""
    copy = copied(book)
    change(copy)
    return copy


def tables(book: Book) -> dict[str, MergeTable]:
    """Read a book as the merge does."""
    return {name: _table(name, sheet) for name, sheet in book.items()}


def _table(name: str, sheet: Sheet) -> MergeTable:
    letters = {title: column_letters(number) for number, title in enumerate(sheet.titles, 1)}
    rows = tuple(
        PlainRow(
            FIRST_ROW + index,
            {title: row[title] for title in sheet.titles if row.get(title) is not None},
            frozenset(sheet.formulas.get(index, ())),
        )
        for index, row in enumerate(sheet.rows)
    )
    shape = SHAPES[name]
    return table_of(PlainTable(name, shape.sheet, letters, rows, file="bok.xlsx"), shape)


def reply(book: Book, party: str = "Kommunen", **more: Any) -> Reply:
    """Make a reply of a book."""
    return Reply(party, f"{party}.xlsx", tables(book), **more)


def written(book: Book, edits: Iterable[Edit]) -> Book:
    """Make the edits in a copy of a book, as the writer of files does."""
    copy = copied(book)
    for edit in edits:
        rows = copy[edit.table].rows
        if isinstance(edit, NewRow):
            rows.append(dict(edit.values))
        elif isinstance(edit, CellEdit):
            rows[edit.row - FIRST_ROW][edit.column] = edit.value
            copy[edit.table].formulas.get(edit.row - FIRST_ROW, set()).discard(edit.column)
        else:
            rows[edit.row - FIRST_ROW] = {}
    return copy


Change = Callable[[Book], object]
BASE = new_book()


def none(_book: Book) -> None:
    """Nothing is changed."""


def put(table: str, row: int, **cells: Any) -> Change:
    """Change cells; underscores in titles are spaces."""

    def change(book: Book) -> None:
        values = {title.replace("_", " "): value for title, value in cells.items()}
        book[table].rows[row].update(values)

    return change


def both(*changes: Change) -> Change:
    def change(book: Book) -> None:
        for one in changes:
            one(book)

    return change


def delete(table: str, row: int) -> Change:
    return lambda book: book[table].rows.pop(row)


def add(table: str, **cells: Any) -> Change:
    return lambda book: book[table].rows.append(dict(cells))


def merged(*changes: Change, ours: Change = none, base: Book = BASE, **more: Any) -> Merged:
    """Merge what parties have done to their copies of the base."""
    parties = ("Kommunen", "Regionen", "Skolan")
    replies = [
        reply(edited(base, change), party, **more)
        for change, party in zip(changes, parties, strict=False)
    ]
    return merge(tables(base), tables(edited(base, ours)), replies)


def only(questions: Iterable[Question]) -> Question:
    (question,) = questions
    return question


def labels(question: Question) -> list[str]:
    return [option.label for option in question.options]


def codes(merged: Merged) -> list[str]:
    return [notice.fault.code for notice in merged.notices]


def answered(merged: Merged, *choices: str) -> list[Any]:
    """Answer every question, in their order, and give the edits."""
    rows = conflict_rows(merged)
    for row, choice in zip(rows, choices, strict=True):
        row[CHOICE] = choice
    resolved = resolve(rows, merged)
    assert not resolved.faults
    return [*resolved.edits]
