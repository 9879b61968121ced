"""Random portfolios, and people who edit their copies of them at the same time."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from hypothesis import strategies as st
from merge_books import BASE, TABLES, Book, Sheet, edited, reply

from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.functions.cell_values import CellError
from shk_xl.workbook.columns import Kind
from shk_xl.workbook.reading.plain import PlainValue

_TEXTS: tuple[PlainValue, ...] = (
    "Unga vuxna i länet", "Unga utan arbete", "a\u00a0b", "a b", "=1+1", "001", "1", 1,
    "rad\r\nett", "Lots ", None, True,
)  # fmt: skip
_OF_KIND: Mapping[Kind, tuple[PlainValue, ...]] = {
    Kind.CODE: ("UVAS", "uvas", "NORM", "ROLL", "PILOT", "LOTS", 7, None),
    Kind.WHOLE: (1, 2, 3.0, "2", "03", 2.5, "två", None),
    Kind.POINTS: (1, 4, 5, "4", 4.5, "fem", None),
    Kind.KRONOR: (0, 432, 648, "648 kr", "1 750 000", "Inväntar svar", "1.750", CellError.NA, None),
    Kind.DECIMAL: (2024, 2025, "Alla barn", "2024", None),
}


@cache
def _values(name: str, title: str) -> Sequence[PlainValue]:
    column = SHAPES[name].columns.get(title)
    if column is None:
        return ("eget", 1, None)
    if column.choices:
        return (*column.choices, column.choices[0].upper(), "Kanske", None)
    if title in SHAPES[name].key:
        spelled = {row.get(title) for row in BASE[name].rows}
        return (
            *sorted(filter(None, spelled), key=str),
            *_OF_KIND.get(column.kind, ("Ny", 1, None)),
        )
    return _OF_KIND.get(column.kind, _TEXTS)


@dataclass(frozen=True)
class Doing:
    """One thing that a person does to a table, by numbers that always mean something."""

    what: str
    table: str
    row: int = 0
    column: int = 0
    value: int = 0

    def do(self, book: Book) -> None:
        _DEEDS[self.what](book[self.table], self)


def _set(sheet: Sheet, doing: Doing) -> None:
    if sheet.rows:
        row = sheet.rows[doing.row % len(sheet.rows)]
        title = sheet.titles[doing.column % len(sheet.titles)]
        values = _values(doing.table, title)
        row[title] = values[doing.value % len(values)]
        sheet.formulas.get(doing.row % len(sheet.rows), set()).discard(title)


def _formula(sheet: Sheet, doing: Doing) -> None:
    _set(sheet, doing)
    if sheet.rows:
        title = sheet.titles[doing.column % len(sheet.titles)]
        sheet.formulas.setdefault(doing.row % len(sheet.rows), set()).add(title)


def _group(sheet: Sheet, doing: Doing) -> None:
    """Change a cell of those that belong together."""
    groups = [unit for unit in SHAPES[doing.table].units if len(unit) > 1]
    titles = [title for unit in groups for title in unit if title in sheet.titles]
    if titles:
        column = sheet.titles.index(titles[doing.column % len(titles)])
        _set(sheet, Doing("set", doing.table, doing.row, column, doing.value))


def _retype(sheet: Sheet, doing: Doing) -> None:
    """Make a number of a text that spells one, and the other way round."""
    title = sheet.titles[doing.column % len(sheet.titles)]
    for row in sheet.rows:
        value = row.get(title)
        if isinstance(value, str) and value.isdecimal():
            row[title] = int(value)
        elif isinstance(value, int | float) and not isinstance(value, bool):
            row[title] = str(value)


def _rekey(sheet: Sheet, doing: Doing) -> None:
    key = [title for title in SHAPES[doing.table].key if title in sheet.titles]
    if key:
        column = sheet.titles.index(key[doing.column % len(key)])
        _set(sheet, Doing("set", doing.table, doing.row, column, doing.value))


def _delete(sheet: Sheet, doing: Doing) -> None:
    if sheet.rows:
        _put(sheet, [i for i in range(len(sheet.rows)) if i != doing.row % len(sheet.rows)])


def _copy(sheet: Sheet, doing: Doing) -> None:
    if sheet.rows:
        sheet.rows.append(dict(sheet.rows[doing.row % len(sheet.rows)]))


def _add(sheet: Sheet, doing: Doing) -> None:
    values = {t: _values(doing.table, t) for t in sheet.titles}
    chosen = {
        t: v[(doing.value + i * doing.column) % len(v)] for i, (t, v) in enumerate(values.items())
    }
    sheet.rows.append({title: value for title, value in chosen.items() if value is not None})


def _reverse(sheet: Sheet, _doing: Doing) -> None:
    _put(sheet, [*reversed(range(len(sheet.rows)))])


def _put(sheet: Sheet, order: Sequence[int]) -> None:
    sheet.rows[:] = [sheet.rows[index] for index in order]
    sheet.formulas = {
        new: sheet.formulas[old] for new, old in enumerate(order) if old in sheet.formulas
    }


def _drop_column(sheet: Sheet, doing: Doing) -> None:
    if len(sheet.titles) > 1:
        del sheet.titles[doing.column % len(sheet.titles)]


def _move_column(sheet: Sheet, doing: Doing) -> None:
    sheet.titles.append(sheet.titles.pop(doing.column % len(sheet.titles)))


def _add_column(sheet: Sheet, doing: Doing) -> None:
    title = f"Egen {doing.column % 2}"
    if title not in sheet.titles:
        sheet.titles.append(title)
    if sheet.rows:
        sheet.rows[doing.row % len(sheet.rows)][title] = f"ord {doing.value}"


_DEEDS: Mapping[str, Callable[[Sheet, Doing], None]] = {
    "set": _set,
    "formula": _formula,
    "group": _group,
    "retype": _retype,
    "rekey": _rekey,
    "delete": _delete,
    "copy": _copy,
    "add": _add,
    "reverse": _reverse,
    "drop column": _drop_column,
    "move column": _move_column,
    "add column": _add_column,
}
_OF_REPLIES = (*_DEEDS, "set", "set", "set", "set", "group", "group")
_OF_BASE = ("set", "set", "add", "retype", "delete", "copy", "formula")
_OF_OURS = ("set", "set", "set", "group", "rekey", "delete", "copy", "add", "reverse", "formula")
"""What the team does to its own workbook: it keeps the columns, or no workbook can be read."""

_FOCUS = (
    ("Initiativ",), ("Värdering",), ("Finansiering",), ("Möten", "Närvaro"), ("Samhällsmål",),
    ("OmFilen",), TABLES,
)  # fmt: skip
"""People meet in the same table more often than chance would have it."""


_Spots = list[tuple[str, int, int]]


def doings(spots: _Spots, kinds: Sequence[str]) -> st.SearchStrategy[list[Doing]]:
    """Give what one person does, some of it in spots where others do something too."""
    focus = sorted({table for table, _row, _column in spots})
    value = st.integers(0, 9)
    free = st.builds(
        Doing,
        st.sampled_from(kinds),
        st.sampled_from(focus),
        st.integers(0, 3),
        st.integers(0, 13),
        value,
    )
    meeting = st.builds(
        lambda what, spot, value: Doing(what, spot[0], spot[1], spot[2], value),
        st.sampled_from(("set", "group")),
        st.sampled_from(spots),
        value,
    )
    return st.lists(meeting | free, max_size=6)


def done(book: Book, what: Iterable[Doing]) -> Book:
    """Let a person edit a copy of a book."""

    def do_all(copy: Book) -> None:
        for doing in what:
            doing.do(copy)

    return edited(book, do_all)


@dataclass(frozen=True)
class Case:
    """What is done to the portfolio before it is sent, by the team since, and by each party.

    Args:
        before: By the team, before the copies are made.
        since: By the team, while the copies are out.
        theirs: By each party.
        guarded: Parties may fill in but some columns.
    """

    before: list[Doing]
    since: list[Doing]
    theirs: list[list[Doing]]
    guarded: bool = False

    @cached_property
    def base(self) -> Book:
        return done(BASE, self.before)

    @cached_property
    def ours(self) -> Book:
        return done(self.base, self.since)

    def made(self) -> list[Reply]:
        parties = ("Kommunen", "Regionen", "Skolan, norra")
        more = {"may_fill": _may_fill} if self.guarded else {}
        return [
            reply(done(self.base, doings), party, **more)
            for doings, party in zip(self.theirs, parties, strict=False)
        ]


def _may_fill(table: str, _key: object, title: str) -> bool:
    return (len(table) + len(title)) % 3 > 0


@st.composite
def cases(draw: st.DrawFn, most: int = 3) -> Case:
    """Draw a portfolio, and people who edit copies of it at the same time."""
    focus = draw(st.sampled_from(_FOCUS))
    spot = st.tuples(st.sampled_from(focus), st.integers(0, 3), st.integers(0, 13))
    spots = draw(st.lists(spot, min_size=1, max_size=3))
    return Case(
        draw(doings(spots, _OF_BASE)),
        draw(doings(spots, _OF_OURS)),
        draw(st.lists(doings(spots, _OF_REPLIES), min_size=1, max_size=most)),
        draw(st.booleans()),
    )
