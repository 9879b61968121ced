"""Rows that may be those of the copy under another key, or without one.

Rules: that they are the same row is a guess, so nothing is written before a person has said
so. The answers tell apart what was typed in the row from the key that it got.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from shk_xl.domain.faults import Fault
from shk_xl.exchange.merge.asking import ask_about_row, set_cells, theirs_label
from shk_xl.exchange.merge.compared import Rekeyed
from shk_xl.exchange.merge.deciding import Deciding, Side, why
from shk_xl.exchange.merge.new_rows import lacking
from shk_xl.exchange.merge.outcome import AddRow, Asked, Option, Values
from shk_xl.exchange.merge.shapes import SHAPES, Shape
from shk_xl.exchange.merge.stances import faults_of
from shk_xl.exchange.merge.tables import MergeRow, row_in_words
from shk_xl.exchange.merge.values import key_of, same, seen
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.reading.records import Key


def decide_rekeyed(deciding: Deciding) -> None:
    """Ask about the rows that seem to have got another key, or lost it."""
    groups: dict[tuple[Key, frozenset[tuple[str, CellValue]]], list[tuple[Side, Rekeyed]]] = {}
    for side in deciding.sides:
        for one in side.compared.rekeyed:
            says = frozenset((title, seen(value)) for title, value in one.row.values.items())
            groups.setdefault((one.difference.key, says), []).append((side, one))
    for (key, _says), same_row in groups.items():
        _decide_rekeyed(deciding, key, same_row)


def _decide_rekeyed(deciding: Deciding, key: Key, same_row: Sequence[tuple[Side, Rekeyed]]) -> None:
    side, one = same_row[0]
    shape, ours, row = deciding.shape, deciding.ours.rows[key], one.row
    differences = [rekeyed.difference for _side, rekeyed in same_row]
    content = _changed_units(shape, one, side.compared.theirs.letters)
    faults = faults_of(shape, one.before, content, content, tuple(shape.columns))
    has_key = not lacking(shape, row)
    labels = [side.source.label for side, _rekeyed in same_row]
    says = deciding.says(key, shape.columns)
    options = [*_rekeyed_options(shape, key, says, row, content, labels, has_key=has_key)]
    belongs = _changed_by_others(deciding, key, one.before, says)
    titles = {*shape.key, *content, *belongs}
    if faults or not options:
        told = row_in_words(row)
        reasons = why((faults or lacking(shape, row)).values())
        side.note(differences, "reply_row_refused", content=told, why=reasons)
        return
    deciding.questions.append(
        ask_about_row(
            Asked.KEY_AND_EDITED if belongs else Asked.KEY,
            shape,
            differences,
            ours,
            key,
            dict.fromkeys(labels, row),
            base=one.before,
            ours=says,
            options=options,
            titles=[title for title in shape.columns if title in titles],
            remarks=_referred(shape) if has_key else (),
        )
    )


def _changed_units(shape: Shape, one: Rekeyed, answered: Collection[str]) -> Values:
    """Give what the reply says, apart from the key, of all that belongs to what it changed."""
    old, new = one.before.values, one.row.values
    return {
        title: new.get(title)
        for unit in shape.units
        if any(t in answered and not same(old.get(t), new.get(t)) for t in unit)
        for title in unit
        if title in answered and title not in shape.key
    }


def _changed_by_others(deciding: Deciding, key: Key, base: MergeRow, says: Values) -> set[str]:
    """Give the groups that the team, or another reply, has changed in the row meanwhile."""
    changed = {title for side in deciding.sides for title in side.compared.cells.get(key, ())}
    changed |= {title for title, value in says.items() if not same(base.value(title), value)}
    groups = (unit for unit in deciding.shape.units if len(unit) > 1)
    return {title for unit in groups if not changed.isdisjoint(unit) for title in unit}


def _rekeyed_options(  # noqa: PLR0913 - what the answers are made of
    shape: Shape,
    key: Key,
    ours: Values,
    row: MergeRow,
    content: Values,
    labels: Sequence[str],
    *,
    has_key: bool,
) -> Iterable[Option]:
    """Give the answers about a row that may have got another key."""
    changes = set_cells(shape.name, key, content, ours)
    if has_key:
        new_key = {title: row.values.get(title) for title in shape.key}
        rename = set_cells(shape.name, key, new_key, ours)
        yield Option(theirs_label(labels), (*rename, *changes))
    if changes:
        yield Option(theirs_label(labels, " (behåll vår nyckel)"), changes)
    if has_key:
        added = AddRow(shape.name, key_of(row.values, shape.key), row.values)
        yield Option(theirs_label(labels, " (som ny rad)"), (added,))


def _referred(shape: Shape) -> tuple[Fault, ...]:
    """Remark that other sheets refer to the key."""
    sheets = [
        other.sheet
        for other in SHAPES.values()
        if any(
            column.refers_to is not None
            and column.refers_to[0] == shape.name
            and column.refers_to[1] in shape.key
            for column in other.columns.values()
        )
    ]
    return (Fault("key_referred_to", values={"sheets": ", ".join(sheets)}),) if sheets else ()
