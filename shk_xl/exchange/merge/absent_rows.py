"""Rows that the copy had and the team has no longer.

Rules: what a reply has changed in such a row is a conflict: the team has taken it out, or given
it another key. A row that the reply lacks too is gone in both. Rows whose key several have in
the team's workbook can't be found, and are only told.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from shk_xl.domain.faults import Fault
from shk_xl.exchange.merge.asking import ask_about_row, set_cells, theirs_label
from shk_xl.exchange.merge.deciding import Deciding, Side
from shk_xl.exchange.merge.differences import Difference
from shk_xl.exchange.merge.matching import match_rows
from shk_xl.exchange.merge.outcome import AddRow, Asked, DropRow, Option, Values
from shk_xl.exchange.merge.stances import Stance, stances_of
from shk_xl.exchange.merge.tables import MergeRow, key_in_words
from shk_xl.workbook.reading.records import Key


class _Editor(NamedTuple):
    """A reply that has changed an absent row."""

    label: str
    row: MergeRow
    stances: Sequence[Stance]


def find_rekeyed_by_us(deciding: Deciding, keys: Collection[Key]) -> Mapping[Key, Key]:
    """Guess which rows the team has given another key.

    Args:
        deciding: The table.
        keys: The keys that the copies had, and the team lacks.

    Returns:
        The new key by the old.
    """
    bases = [side.compared.base for side in deciding.sides]
    absent = {key: row for base in bases for key, row in base.rows.items() if key in keys}
    if not absent:
        return {}
    known = {key for base in bases for key in (*base.rows, *base.twice)}
    added = {key: row for key, row in deciding.ours.rows.items() if key not in known}
    new_keys = [*added]
    found = match_rows(absent, [*added.values()])
    return {key: new_keys[index] for key, index in found.items()}


def decide_absent(deciding: Deciding, key: Key, sides: Sequence[Side], now: Key | None) -> None:
    """Decide a row that the team can't be found to have under its key.

    Args:
        deciding: The table.
        key: The key in the copies.
        sides: The replies that have changed the row, or lack it.
        now: The key that the team may have given it.
    """
    editors: list[_Editor] = []
    gone: list[tuple[Side, Difference]] = []
    for side in sides:
        stances = [*stances_of(side.compared, key)]
        if stances:
            row = side.compared.theirs.rows[key]
            editors.append(_Editor(side.source.label, row, stances))
        if key in side.compared.gone:
            gone.append((side, side.compared.gone[key]))
    _decide_gone(deciding, key, now, gone)
    if editors:
        _ask_editors(deciding, key, now, editors)


def decide_twice(deciding: Deciding, key: Key) -> None:
    """Tell of a row that can't be found, since the team has two with its key."""
    for side in deciding.sides:
        compared = side.compared
        found = [*compared.cells.get(key, {}).values()]
        found += [compared.gone[key]] if key in compared.gone else []
        found += [compared.new[key].difference] if key in compared.new else []
        if found:
            words = key_in_words(deciding.ours.twice[key][0].key_values)
            side.note(found, "own_key_twice", key=words)


def _decide_gone(
    deciding: Deciding, key: Key, now: Key | None, gone: Sequence[tuple[Side, Difference]]
) -> None:
    """Take a row as gone in both; where the team seems to have rekeyed it, ask."""
    for side, difference in gone:
        base = side.compared.base.rows[key]
        if now is None or now in side.compared.theirs.rows:
            deciding.take_row([difference], base, key)
            continue
        ours = deciding.ours.rows[now]
        deciding.questions.append(
            ask_about_row(
                Asked.REMOVED_AND_EDITED,
                deciding.shape,
                [difference],
                base,
                key,
                {side.source.label: None},
                base=base,
                ours=ours.values,
                options=[
                    Option(
                        theirs_label([side.source.label], " (ta bort raden)"),
                        (DropRow(deciding.shape.name, now),),
                    )
                ],
                remarks=[_renamed_here(ours)],
            )
        )


def _ask_editors(deciding: Deciding, key: Key, now: Key | None, editors: Sequence[_Editor]) -> None:
    """Ask about changes of a row that the team lacks."""
    ours = deciding.ours.rows[now] if now is not None else None
    options: list[Option] = []
    for editor in editors:
        if now is not None and ours is not None:
            options.append(_on_new_key(deciding, now, ours, editor))
        row = AddRow(deciding.shape.name, key, editor.row.values)
        options.append(Option(theirs_label([editor.label], " (lägg tillbaka raden)"), (row,)))
    wanted = {title for editor in editors for stance in editor.stances for title in stance.wants}
    titles = [title for title in deciding.shape.columns if title in wanted]
    first = editors[0].stances[0].base
    deciding.questions.append(
        ask_about_row(
            Asked.REMOVED_AND_EDITED,
            deciding.shape,
            [d for editor in editors for stance in editor.stances for d in stance.differences],
            first,
            key,
            {editor.label: editor.row for editor in editors},
            base=first,
            ours=ours.values if ours else None,
            options=options,
            titles=titles,
            remarks=[_renamed_here(ours)] if ours else [],
        )
    )


def _on_new_key(deciding: Deciding, now: Key, ours: MergeRow, editor: _Editor) -> Option:
    """Give the answer that takes changes in the row which the team may have rekeyed."""
    wants: Values = {t: value for stance in editor.stances for t, value in stance.wants.items()}
    words = key_in_words(ours.key_values)
    actions = set_cells(deciding.shape.name, now, wants, ours.values)
    return Option(theirs_label([editor.label], f" (på raden {words})"), actions)


def _renamed_here(ours: MergeRow) -> Fault:
    return Fault("row_renamed_here", values={"key": key_in_words(ours.key_values)})
