"""A reply's table held against the copy that it was made from.

Rules: rows are found by their key and columns by their title, so an order, a filter or a
place says nothing. A column that is gone was not answered; a cell that is blank was cleared.
What nobody of ours types in, and what can't be placed, is told with all that it says.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from shk_xl.domain.faults import Fault, FaultValue
from shk_xl.exchange.merge.compared import Arrived, Compared, Rekeyed
from shk_xl.exchange.merge.differences import Difference, Source, What
from shk_xl.exchange.merge.matching import match_rows
from shk_xl.exchange.merge.outcome import Notice
from shk_xl.exchange.merge.tables import MergeRow, MergeTable, key_in_words, row_in_words
from shk_xl.exchange.merge.values import CLEARED, as_typed, in_words, same, type_of
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.reading.plain import PlainValue
from shk_xl.workbook.reading.records import Key

_AS_NEAR: Final = 1e-9
"""Programs compute the same number with as small a difference as this part of it."""


def compare(
    base: MergeTable, theirs: MergeTable, source: Source, ours: MergeTable | None
) -> Compared:
    """Compare a table.

    Args:
        base: As it was sent.
        theirs: As it came back.
        source: Whose reply.
        ours: As the team has it now; None where it has it no longer.
    """
    found = Compared(source, base, theirs)
    _compare_columns(found)
    if not theirs.has_key:
        return found
    for key, row in theirs.rows.items():
        if key in base.rows:
            _compare_row(found, key, base.rows[key], row)
        elif key not in base.twice:
            found.new[key] = Arrived(found.differ(What.ROW_NEW, key, row=row.number), row)
    for key in base.rows:
        if key not in theirs.rows and key not in theirs.twice:
            found.gone[key] = found.differ(What.ROW_GONE, key)
    _compare_twice(found)
    _compare_keyless(found)
    if ours is not None:
        _find_rekeyed(found, ours)
    for new in (*found.new.values(), *found.keyless):
        blank = MergeRow(theirs.shape, 0, {})
        _compare_others(found, new.difference.key, blank, new.row)
    _join_type_changes(found)
    return found


def _compare_columns(found: Compared) -> None:
    base, theirs = found.base, found.theirs
    asked = {*base.letters} - theirs.shape.computed
    near = {
        fault.values["column"]: fault.values["near"]
        for fault in theirs.faults
        if fault.code == "column_renamed"
    }
    for title in sorted(asked - {*theirs.letters}):
        gone = found.differ(What.COLUMN_GONE, title=title)
        if title in near:
            found.note(gone, "reply_column_renamed", column=title, near=near[title])
        else:
            found.note(gone, "reply_column_missing", column=title)
    if not theirs.has_key:
        found.note(found.differ(What.TABLE_GONE), "reply_key_column_missing")
    for title in sorted({*theirs.letters} - {*base.letters} - theirs.shape.computed):
        found.note(found.differ(What.COLUMN_NEW, title=title), "reply_column_new", column=title)


def _compare_row(found: Compared, key: Key, base: MergeRow, theirs: MergeRow) -> None:
    old, new, formulas = base.cells, theirs.cells, theirs.formulas - base.formulas
    if not formulas and old == new and [*map(type, old.values())] == [*map(type, new.values())]:
        return  # most rows, at a cheap look
    cells: dict[str, Difference] = {}
    for title in found.theirs.typed:
        left, right = old.get(title), new.get(title)
        if left == right and type(left) is type(right) and title not in formulas:
            continue
        before, after = base.value(title), theirs.value(title)
        if not same(before, after):
            cells[title] = found.differ(What.CELL, key, title, theirs.number, before, after)
        elif title in formulas:
            formula = found.differ(What.FORMULA, key, title, theirs.number, before, after)
            found.note(formula, "reply_formula_same", column=title)
        elif before is not None and type_of(left) != type_of(right):
            retyped = found.differ(What.TYPE, key, title, theirs.number, before, after)
            found.note(retyped, "reply_retyped", **_types(left, right, title))
    if cells:
        found.cells[key] = cells
    _compare_others(found, key, base, theirs)


def _types(left: PlainValue, right: PlainValue, title: str) -> dict[str, FaultValue]:
    return {"column": title, "before": type_of(left), "after": type_of(right)}


def _compare_others(found: Compared, key: Key, base: MergeRow, theirs: MergeRow) -> None:
    """Compare what isn't typed, or not in columns of ours: the party's words are only told."""
    for title in found.theirs.others:
        left, right = base.cells.get(title), theirs.cells.get(title)
        if left == right and type(left) is type(right):
            continue
        before, after = as_typed(left), as_typed(right)
        if same(before, after):
            continue
        computed = title in theirs.shape.computed
        if computed and (after is None or title in theirs.formulas or _is_as_near(before, after)):
            continue
        what = What.COMPUTED if computed else What.OWN_CELL
        code = "reply_computed_overwritten" if computed else "reply_own_column"
        difference = found.differ(what, key, title, theirs.number, before, after)
        found.note(difference, code, column=title, **_shown(before, after))


def _shown(before: CellValue, after: CellValue) -> dict[str, FaultValue]:
    return {"before": in_words(before) or "tom", "after": in_words(after) or CLEARED}


def _is_as_near(before: CellValue, after: CellValue) -> bool:
    if not isinstance(before, int | float) or not isinstance(after, int | float):
        return False
    return abs(before - after) <= _AS_NEAR * max(abs(before), abs(after))


def _compare_twice(found: Compared) -> None:
    """Tell of keys that several rows have: which of them is meant can't be known."""
    base, theirs = found.base, found.theirs
    for key in dict.fromkeys((*base.twice, *theirs.twice)):
        old, new = _rows_of(base, key), _rows_of(theirs, key)
        if Counter(map(_says, old)) == Counter(map(_says, new)):
            continue
        surplus = Counter(map(_says, old))
        unlike = []
        for row in new:
            if surplus[_says(row)] > 0:
                surplus[_says(row)] -= 1
            else:
                unlike.append(row)
        number = (unlike or new or (None,))[0]
        twice = found.differ(What.ROW_TWICE, key, row=number.number if number else 0)
        words = key_in_words((old or new)[0].key_values)
        content = "; ".join(f"rad {row.number}: {row_in_words(row)}" for row in unlike)
        found.note(twice, "reply_key_twice", key=words, rows=len(new), content=content or "–")


def _rows_of(table: MergeTable, key: Key) -> Sequence[MergeRow]:
    if key in table.twice:
        return table.twice[key]
    return (table.rows[key],) if key in table.rows else ()


def _says(row: MergeRow) -> frozenset[tuple[str, CellValue]]:
    return frozenset(row.values.items())


def _compare_keyless(found: Compared) -> None:
    """Find the rows without a key that the copy did not have, and those that it had alone."""
    old = Counter(map(_says, found.base.keyless))
    for row in found.theirs.keyless:
        if old[_says(row)] > 0:
            old[_says(row)] -= 1
        else:
            new = found.differ(What.ROW_WITHOUT_KEY, row=row.number)
            found.keyless.append(Arrived(new, row))
    for row in found.base.keyless:
        if old[_says(row)] > 0:
            old[_says(row)] -= 1
            # Rows of one reply are told apart by their numbers; this one has none there.
            gone = found.differ(What.ROW_WITHOUT_KEY, row=-row.number)
            values = {"content": row_in_words(row)}
            fault = Fault("reply_keyless_gone", found.theirs.place(None), values)
            found.notices.append(Notice((gone,), fault))


def _find_rekeyed(found: Compared, ours: MergeTable) -> None:
    """Join rows that vanished with rows that came, where they may be the same."""
    gone = {key: found.base.rows[key] for key in found.gone if key in ours.rows}
    known = ours.rows.keys() | ours.twice.keys()
    new = [*(one for key, one in found.new.items() if key not in known), *found.keyless]
    for key, index in match_rows(gone, [one.row for one in new]).items():
        one = new[index]
        del found.gone[key]
        if one.difference.what is What.ROW_NEW:
            del found.new[one.difference.key]
        else:
            found.keyless.remove(one)
        before = key_in_words(gone[key].key_values)
        after = key_in_words(one.row.key_values)
        changed = found.differ(What.KEY, key, "", one.row.number, before, after)
        found.rekeyed.append(Rekeyed(changed, gone[key], one.row))
        _compare_others(found, key, gone[key], one.row)


def _join_type_changes(found: Compared) -> None:
    """Tell once, for a whole column, that cells have another type than they had."""
    retyped = [n for n in found.notices if n.fault.code == "reply_retyped"]
    others = [n for n in found.notices if n.fault.code != "reply_retyped"]
    found.notices[:] = [*others, *_joined(retyped)]


def _joined(notices: Sequence[Notice]) -> Iterator[Notice]:
    def alike(notice: Notice) -> tuple[str, ...]:
        return tuple(str(notice.fault.values[name]) for name in ("column", "before", "after"))

    for _alike, group in groupby(sorted(notices, key=alike), key=alike):
        same_change = [*group]
        differences = tuple(d for notice in same_change for d in notice.differences)
        first = same_change[0].fault
        values = {**first.values, "count": len(differences)}
        yield Notice(differences, Fault(first.code, first.place, values))
