"""The merge of all tables: base, ours, and any number of replies.

Rules: the order of the replies does not matter. Whatever comes out has been proved to account
for everything that came in.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from shk_xl.domain.faults import Fault, Place
from shk_xl.exchange.merge.absent_rows import decide_absent, decide_twice, find_rekeyed_by_us
from shk_xl.exchange.merge.compare import compare
from shk_xl.exchange.merge.deciding import Deciding, Side
from shk_xl.exchange.merge.differences import Difference, Reply, Source, What
from shk_xl.exchange.merge.edited_rows import decide_row
from shk_xl.exchange.merge.links import linked_cells
from shk_xl.exchange.merge.new_rows import decide_new
from shk_xl.exchange.merge.outcome import (
    Change,
    Merged,
    Notice,
    Question,
    check_balance,
)
from shk_xl.exchange.merge.rekeyed_rows import decide_rekeyed
from shk_xl.exchange.merge.shapes import Shape
from shk_xl.exchange.merge.tables import MergeRow, MergeTable, empty_table
from shk_xl.workbook.reading.records import Key


@dataclass(frozen=True, slots=True)
class _From:
    """A reply with what tells it from the others."""

    source: Source
    reply: Reply
    base: Mapping[str, MergeTable]


def merge(
    base: Mapping[str, MergeTable],
    ours: Mapping[str, MergeTable],
    replies: Sequence[Reply],
    settled: Collection[str] = (),
) -> Merged:
    """Merge replies into the team's workbook.

    Args:
        base: The copy that was sent, for the replies that don't bring their own.
        ours: The team's workbook as it is now.
        replies: In any order.
        settled: The ids of questions that a person has answered with "Vår": they are told,
            and not asked again.

    Returns:
        What is to be written, asked and told. Nothing is written here.

    Raises:
        OutOfBalanceError: The merge has lost something; it is the program that is wrong.
    """
    sources = _sorted(base, replies)
    notices: list[Notice] = []
    sides = _sides(sources, ours, notices)
    differences = [
        difference for group in sides.values() for side in group for difference in _found(side)
    ]
    differences += chain.from_iterable(notice.differences for notice in notices)
    linked = linked_cells(ours, sides)
    changes: list[Change] = []
    questions: list[Question] = []
    for name, group in sides.items():
        if name not in ours:
            _tell_lost(group)
        else:
            shape = ours[name].shape
            deciding = Deciding(shape, ours[name], group, linked.get(name, frozenset()))
            _decide(deciding)
            changes += deciding.changes
            questions += deciding.questions
        notices += chain.from_iterable(side.compared.notices for side in group)
    asked, settled_notices = _without_settled(questions, settled)
    merged = Merged(
        ours,
        tuple(differences),
        tuple(changes),
        tuple(question for question in asked if question.is_conflict),
        tuple(question for question in asked if not question.is_conflict),
        (*notices, *settled_notices),
    )
    check_balance(merged)
    return merged


def _sorted(base: Mapping[str, MergeTable], replies: Sequence[Reply]) -> list[_From]:
    """Order the replies by what tells them apart."""
    of_party = Counter(reply.party for reply in replies)
    named: list[tuple[str, Reply]] = []
    for reply in replies:
        alone = of_party[reply.party] == 1
        named.append((reply.party if alone else f"{reply.party} ({reply.file})", reply))
    of_label = Counter(label for label, _reply in named)
    named.sort(key=lambda one: (one[0], _content(one[1]) if of_label[one[0]] > 1 else ""))
    found: list[_From] = []
    seen: Counter[str] = Counter()
    for label, reply in named:
        seen[label] += 1
        unique = label if seen[label] == 1 else f"{label} nr {seen[label]}"
        source = Source(reply.party, reply.file, unique)
        found.append(_From(source, reply, base if reply.base is None else reply.base))
    return found


def _content(reply: Reply) -> str:
    """Give what tells replies apart that have the same party and file name."""
    told = [
        (name, sorted(table.letters), sorted(map(_said_and_where, table.all_rows)))
        for name, table in sorted(reply.tables.items())
    ]
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _said_and_where(row: MergeRow) -> tuple[int, list[tuple[str, str]], list[str]]:
    cells = sorted((title, repr(cell)) for title, cell in row.cells.items())
    return row.number, cells, sorted(row.formulas)


def _sides(
    sources: Sequence[_From], ours: Mapping[str, MergeTable], notices: list[Notice]
) -> dict[str, list[Side]]:
    """Compare every reply with its copy, table by table."""
    sides: dict[str, list[Side]] = {}
    shapes: dict[str, Shape] = {}
    for one in sources:
        shapes |= {name: t.shape for name, t in (*one.base.items(), *one.reply.tables.items())}
    for name, shape in shapes.items():
        for one in sources:
            base = one.base.get(name, empty_table(shape))
            if name in one.reply.tables:
                theirs = one.reply.tables[name]
                compared = compare(base, theirs, one.source, ours.get(name))
                sides.setdefault(name, []).append(Side(one.source, one.reply.may_fill, compared))
            elif name in one.base:
                notices.append(_table_missing(one, base))
    return sides


def _table_missing(one: _From, base: MergeTable) -> Notice:
    name = base.shape.name
    gone = Difference(one.source, What.TABLE_GONE, name, ())
    place = Place(one.reply.file, base.sheet)
    return Notice((gone,), Fault("reply_table_missing", place, {"table": name}))


def _found(side: Side) -> list[Difference]:
    """Give every difference of a side, whatever becomes of it."""
    compared = side.compared
    found = [d for cells in compared.cells.values() for d in cells.values()]
    found += compared.gone.values()
    found += [one.difference for one in (*compared.new.values(), *compared.keyless)]
    found += [one.difference for one in compared.rekeyed]
    found += [d for notice in compared.notices for d in notice.differences]
    return found


def _tell_lost(group: Sequence[Side]) -> None:
    """Tell of differences in a table that the team has no longer."""
    for side in group:
        found = [*_found(side)]
        told = {d for notice in side.compared.notices for d in notice.differences}
        left = [difference for difference in found if difference not in told]
        if left:
            side.note(left, "own_table_missing", table=side.compared.theirs.shape.name)


def _decide(deciding: Deciding) -> None:
    ours = deciding.ours
    sides: dict[Key, list[Side]] = {}
    for side in deciding.sides:
        for key in (*side.compared.cells, *side.compared.gone):
            sides.setdefault(key, []).append(side)
    for key in ours.twice:
        decide_twice(deciding, key)
    absent = {key for key in sides if key not in ours.rows and key not in ours.twice}
    rekeyed = find_rekeyed_by_us(deciding, absent)
    for key in ours.rows:
        if key in sides:
            decide_row(deciding, key, sides[key])
    for key in sorted(absent, key=repr):
        decide_absent(deciding, key, sides[key], rekeyed.get(key))
    decide_rekeyed(deciding)
    decide_new(deciding)


def _without_settled(
    questions: Sequence[Question], settled: Collection[str]
) -> tuple[list[Question], list[Notice]]:
    """Part the questions that have been answered for good from those that are asked."""
    asked = [question for question in questions if question.id not in settled]
    answered = [question for question in questions if question.id in settled]
    told = [
        Notice(question.differences, Fault("question_settled", Place(sheet=question.sheet)))
        for question in answered
    ]
    return asked, told
