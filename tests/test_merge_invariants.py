"""What always holds of the merge, whatever people have done to their copies.

``SHK_XL_MERGE_EXAMPLES`` says how many portfolios are drawn for each; ``tools/merge_proof.py``
draws ten thousand.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from itertools import permutations
from random import Random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from merge_books import Book, edited, reply, tables, written
from merge_cases import Case, Doing, cases

from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import LATER, OURS, Merged, check_balance
from shk_xl.exchange.merge.resolve import resolve
from shk_xl.exchange.merge.sheets import CHOICE, conflict_rows, log_rows
from shk_xl.exchange.merge.tables import MergeRow, MergeTable
from shk_xl.exchange.merge.values import same, seen
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.reading.records import Key
from shk_xl.workbook.writing.edits import CellEdit

pytestmark = pytest.mark.thorough

EXAMPLES = settings(max_examples=int(os.environ.get("SHK_XL_MERGE_EXAMPLES", "40")))


def merged_of(case: Case, ours: Book | None = None) -> Merged:
    return merge(tables(case.base), tables(ours or case.ours), case.made())


def rows_of(table: MergeTable) -> dict[int, MergeRow]:
    """Every row that says anything, by its number, however it is found."""
    return {row.number: row for row in table.all_rows}


def said(table: MergeTable) -> dict[int, dict[str, CellValue]]:
    """Give what every row says, by number and title, without what can't be seen in it."""
    return {n: {t: seen(v) for t, v in row.values.items()} for n, row in rows_of(table).items()}


def cells_changed(base: MergeTable, theirs: MergeTable) -> Iterator[tuple[Key, str, CellValue]]:
    """Find the cells that differ, the long way: key by key, title by title."""
    for key, row in theirs.rows.items():
        for title in theirs.typed if key in base.rows else ():
            before, after = base.rows[key].values.get(title), row.values.get(title)
            if not same(before, after):
                yield key, title, after


@EXAMPLES
@given(cases())
def test_every_difference_ends_in_exactly_one_place(case: Case) -> None:
    merged = merged_of(case)
    check_balance(merged)
    counts = merged.counts
    assert (
        counts.came_in
        == len(merged.differences)
        == (counts.written + counts.already + counts.conflicts + counts.proposals + counts.notices)
    )
    told = Counter((d.table, d.key, d.title, d.after) for d in merged.differences)
    base = tables(case.base)
    for one in case.made():
        for name, theirs in one.tables.items():
            if not theirs.has_key:
                continue
            for key, title, after in cells_changed(base[name], theirs):
                assert told[name, key, title, after], (name, key, title, after)
            numbers = {d.row for d in merged.differences if d.table == name}
            known = {*base[name].rows, *base[name].twice}
            new = [row.number for key, row in theirs.rows.items() if key not in known]
            assert numbers.issuperset(new)
            gone = base[name].rows.keys() - theirs.rows.keys() - theirs.twice.keys()
            assert {d.key for d in merged.differences if d.table == name} >= gone


@EXAMPLES
@given(cases())
def test_what_the_team_has_changed_never_vanishes_and_no_row_disappears(case: Case) -> None:
    ours = tables(case.ours)
    edits = edits_of(merged_of(case))
    after = tables(written(case.ours, edits))
    assert all(isinstance(edit, CellEdit) for edit in edits)
    base = tables(case.base)
    for name, table in ours.items():
        assert rows_of(table).keys() <= rows_of(after[name]).keys() | {
            edit.row for edit in edits if isinstance(edit, CellEdit) and edit.table == name
        }
        for key, row in table.rows.items():
            old = base[name].rows.get(key)
            now = rows_of(after[name])[row.number]
            for title in table.typed:
                value = row.values.get(title)
                if old is None or not same(value, old.values.get(title)):
                    assert same(now.values.get(title), value), (name, key, title)


@EXAMPLES
@given(cases())
def test_a_change_is_written_where_nobody_contradicts_it(case: Case) -> None:
    merged = merged_of(case)
    after = tables(written(case.ours, edits_of(merged)))
    for change in merged.changes:
        if change.title:
            row = after[change.table].rows[change.key]
            assert same(row.values.get(change.title), change.value)


@EXAMPLES
@given(cases(), st.randoms(use_true_random=False))
def test_a_reply_that_says_what_was_sent_changes_nothing(case: Case, random: Random) -> None:
    def shuffle(book: Book) -> Book:
        moved = edited(book)
        for sheet in moved.values():
            order = [*range(len(sheet.rows))]
            random.shuffle(order)
            sheet.rows[:] = [sheet.rows[index] for index in order]
            sheet.formulas = {
                new: sheet.formulas[old] for new, old in enumerate(order) if old in sheet.formulas
            }
            random.shuffle(sheet.titles)
        return moved

    merged = merge(tables(case.base), tables(case.ours), [reply(shuffle(case.base))])
    assert merged.counts.came_in == 0
    assert edits_of(merged) == []


@EXAMPLES
@given(cases())
@example(  # what one reply says is judged by its copy, not by what another has changed
    Case(
        [Doing("group", "Initiativ", 1, 0, 1)],
        [],
        [[Doing("group", "Initiativ", 1, 0, 0)], [Doing("set", "Initiativ", 1, 12, 0)]],
        guarded=True,
    )
)
def test_merging_twice_is_merging_once(case: Case) -> None:
    first = merged_of(case)
    again = merged_of(case, written(case.ours, edits_of(first)))
    assert edits_of(again) == []
    assert again.differences == first.differences
    assert {q.id for q in again.questions} == {q.id for q in first.questions}
    assert {q.state for q in again.questions} == {q.state for q in first.questions}


@EXAMPLES
@given(cases())
def test_the_order_of_the_replies_does_not_matter(case: Case) -> None:
    base, ours, replies = tables(case.base), tables(case.ours), case.made()
    first, *others = (merge(base, ours, order) for order in permutations(replies))
    for other in others:
        assert other.changes == first.changes
        assert other.questions == first.questions
        assert other.notices == first.notices


@EXAMPLES
@given(cases(most=2))
def test_replies_that_agree_may_as_well_come_one_by_one(case: Case) -> None:
    """What they say is the same, but for what can't be seen.

    Where two write ``a b`` and one of them has a no-break space, the one that is merged first is
    written and the other finds that the workbook says so already. To write it once more, for the
    sake of the order, would be to change what the team has for something that nobody can see.
    """
    merged = merged_of(case)
    if merged.conflicts:
        return
    together = tables(written(case.ours, edits_of(merged)))
    for order in permutations(case.made()):
        ours = case.ours
        for one in order:
            ours = written(ours, edits_of(merge(tables(case.base), tables(ours), [one])))
        one_by_one = tables(ours)
        for name, table in together.items():
            assert said(one_by_one[name]) == said(table)


@EXAMPLES
@given(cases(), st.integers(1, 3))
def test_answers_close_questions_and_lose_nothing(case: Case, number: int) -> None:
    merged = merged_of(case)
    ours = written(case.ours, edits_of(merged))
    again = merged_of(case, ours)
    assert len({q.id for q in again.questions}) == len(again.questions)
    rows = conflict_rows(again)
    for row, question in zip(rows, again.questions, strict=True):
        row[CHOICE] = question.options[min(number, len(question.options) - 1)].label
    resolved = resolve(rows, again)
    assert len(resolved.answers) + len(resolved.open) == len(again.questions)
    assert len(resolved.faults) == len(resolved.open)
    assert {fault.code for fault in resolved.faults} <= {"choices_collide"}
    after = merged_of(case, written(ours, resolved.edits))
    check_balance(after)


@EXAMPLES
@given(cases())
def test_ours_and_later_write_nothing_and_ours_is_not_asked_again(case: Case) -> None:
    merged = merged_of(case)
    rows = conflict_rows(merged)
    for choice, settled in ((OURS, len(rows)), (LATER, 0)):
        resolved = resolve([{**row, CHOICE: choice} for row in rows], merged)
        assert resolved.edits == ()
        assert len(resolved.settled) == settled
        assert len(resolved.open) == len(rows) - settled
        assert not resolved.faults
    ids = [question.id for question in merged.questions]
    again = merge(tables(case.base), tables(case.ours), case.made(), settled=ids)
    assert not again.questions
    assert again.counts.came_in == merged.counts.came_in


@EXAMPLES
@given(cases())
def test_every_difference_has_a_line_on_one_of_the_sheets(case: Case) -> None:
    merged = merged_of(case)
    lines = len(log_rows(merged, "2024-01-01"))
    asked = sum(len(question.differences) for question in merged.questions)
    assert lines + asked == merged.counts.came_in
    assert len(conflict_rows(merged)) == len(merged.questions)
