"""Rows that the copy did not have: those that came with a key, and those without.

Rules: a new row is a proposal, with the answer put in beforehand where the party was asked for
it and nothing is odd. A row without a code gets one proposed. A row that could not be read
afterwards is told with all that it says.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.domain.faults import Fault
from shk_xl.domain.names import propose_code, similar_names
from shk_xl.exchange.merge.asking import ask_about_row, set_cells, theirs_label
from shk_xl.exchange.merge.compared import Arrived
from shk_xl.exchange.merge.deciding import Deciding, Side, why
from shk_xl.exchange.merge.matching import content_index, content_of
from shk_xl.exchange.merge.outcome import AddRow, Asked, Option, Question
from shk_xl.exchange.merge.shapes import Shape
from shk_xl.exchange.merge.stances import is_contained
from shk_xl.exchange.merge.tables import MergeRow, key_in_words, row_in_words
from shk_xl.exchange.merge.values import in_words, key_of, seen
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.columns import Kind
from shk_xl.workbook.reading.plain import PlainRow
from shk_xl.workbook.reading.records import Key

_NAMES_APART: Final = ";"


@dataclass(frozen=True, slots=True)
class _New:
    """A new row of one reply, with the key that it has or gets."""

    side: Side
    found: Arrived
    row: MergeRow
    key: Key


def decide_new(deciding: Deciding) -> None:
    """Decide the rows that came with a key, and those that came without."""
    by_key: dict[Key, list[_New]] = {}
    for side in deciding.sides:
        for key, found in side.compared.new.items():
            by_key.setdefault(key, []).append(_New(side, found, found.row, key))
    proposals: list[list[_New]] = []
    for key in sorted(by_key, key=repr):
        if key not in deciding.ours.twice:
            proposals += _decide_key(deciding, key, by_key[key])
    proposals += _with_codes(deciding, by_key)
    near = _near_names(deciding, [same_row[0].row for same_row in proposals])
    for same_row in proposals:
        deciding.questions.append(_proposal(deciding, same_row, near))


def _decide_key(deciding: Deciding, key: Key, new: Sequence[_New]) -> list[list[_New]]:
    """Decide the rows of one key; give back those that may be proposed."""
    ours = deciding.ours.rows.get(key)
    sound: list[_New] = []
    for one in new:
        if ours is not None and is_contained(one.row.values, ours.values):
            deciding.take_row([one.found.difference], ours, key)
        elif not _is_refused(deciding, one):
            sound.append(one)
    groups = _same_rows(sound)
    if groups and (ours is not None or len(groups) > 1):
        _ask_about_key(deciding, key, groups, ours)
        return []
    return groups


def _same_rows(new: Iterable[_New]) -> list[list[_New]]:
    groups: dict[frozenset[tuple[str, CellValue]], list[_New]] = {}
    for one in new:
        says = frozenset((title, seen(value)) for title, value in one.row.values.items())
        groups.setdefault(says, []).append(one)
    return [*groups.values()]


def _is_refused(deciding: Deciding, one: _New) -> bool:
    """Tell of a row that could not be read in the team's workbook."""
    shape = deciding.shape
    faults = {**lacking(shape, one.row), **shape.check(PlainRow(one.row.number, one.row.values))}
    if faults:
        content = row_in_words(one.row)
        difference = [one.found.difference]
        one.side.note(difference, "reply_row_refused", content=content, why=why(faults.values()))
    return bool(faults)


def lacking(shape: Shape, row: MergeRow) -> Mapping[str, Fault]:
    """Give the faults of a row that lacks what no row can be without."""
    return {
        title: Fault("required_empty", values={"column": title})
        for title in sorted(shape.required - row.values.keys())
    }


def _ask_about_key(
    deciding: Deciding, key: Key, groups: Sequence[Sequence[_New]], ours: MergeRow | None
) -> None:
    """Ask which of several rows with one key is meant."""
    name = deciding.shape.name
    options = []
    for group in groups:
        row, theirs = group[0].row, group[0].side.compared.theirs
        whole = {title: row.values.get(title) for title in row.shape.columns}
        answered = {title: value for title, value in whole.items() if title in theirs.letters}
        actions = (
            set_cells(name, key, answered, ours.values)
            if ours
            else (AddRow(name, key, row.values),)
        )
        options.append(Option(theirs_label(one.side.source.label for one in group), actions))
    new = [one for group in groups for one in group]
    deciding.questions.append(
        ask_about_row(
            Asked.ADDED_TWICE,
            deciding.shape,
            [one.found.difference for one in new],
            new[0].row,
            key,
            {one.side.source.label: one.row for one in new},
            base=None,
            ours=ours.values if ours else None,
            options=options,
        )
    )


def _with_codes(deciding: Deciding, by_key: Mapping[Key, Sequence[_New]]) -> list[list[_New]]:
    """Give the rows without a key that may be proposed, each with a code of its own."""
    sound = [one for side in deciding.sides for one in _keyless(deciding, side)]
    name_column = deciding.shape.name_column
    taken = {str(part).upper() for key in (*deciding.ours.rows, *by_key) for part in key}
    proposals: list[list[_New]] = []
    for group in _same_rows(sound):
        row = group[0].row
        code = propose_code(in_words(row.values.get(name_column or "")), taken)
        taken.add(code)
        cells = {**row.cells, deciding.shape.key[0]: code}
        coded = MergeRow(row.shape, row.number, cells, row.formulas)
        key = key_of(coded.values, deciding.shape.key)
        new = [_New(one.side, one.found, coded, key) for one in group]
        proposals.append([one for one in new if not _is_refused(deciding, one)])
    return [proposal for proposal in proposals if proposal]


def _keyless(deciding: Deciding, side: Side) -> Iterable[_New]:
    """Give the rows without a key that can get one; tell of the others."""
    known = content_index(deciding.ours.rows.values()) if side.compared.keyless else {}
    for found in side.compared.keyless:
        row = found.row
        name = row.values.get(deciding.shape.name_column or "")
        if content_of(row) in known:
            ours = known[content_of(row)]
            deciding.take_row([found.difference], ours, key_of(ours.values, deciding.shape.key))
        elif name is None:
            content = row_in_words(row)
            side.note([found.difference], "reply_row_without_key", content=content)
        else:
            yield _New(side, found, row, ())


def _proposal(
    deciding: Deciding, same_row: Sequence[_New], near: Mapping[str, Sequence[str]]
) -> Question:
    """Propose a new row; the answer is put in where it was asked for and nothing is odd."""
    first, shape = same_row[0], deciding.shape
    row = first.row
    label = theirs_label(one.side.source.label for one in same_row)
    remarks = [*_remarks(shape, first, near)]
    asked_for = all(
        one.side.may_fill(shape.name, first.key, title) for one in same_row for title in row.content
    )
    return ask_about_row(
        Asked.NEW_ROW,
        shape,
        [one.found.difference for one in same_row],
        row,
        first.found.difference.key,
        {one.side.source.label: one.found.row for one in same_row},
        base=None,
        ours=None,
        options=[Option(label, (AddRow(shape.name, first.key, row.values),))],
        suggested=label if asked_for and not remarks else "",
        remarks=remarks,
    )


def _remarks(shape: Shape, new: _New, near: Mapping[str, Sequence[str]]) -> Iterable[Fault]:
    if new.row is not new.found.row:
        code = in_words(new.row.key_values[0])
        yield Fault("row_code_proposed", values={"code": code})
    names = near.get(_name_of(shape, new.row), ())
    if names:
        yield Fault("row_near", values={"names": ", ".join(sorted(names))})
    formulas = [title for title in shape.columns if title in new.row.formulas]
    if formulas:
        yield Fault("row_with_formulas", values={"columns": ", ".join(formulas)})


def _name_of(shape: Shape, row: MergeRow) -> str:
    if shape.name_column is not None:
        return in_words(row.values.get(shape.name_column))
    return key_in_words(row.key_values)


def _near_names(deciding: Deciding, new: Sequence[MergeRow]) -> Mapping[str, Sequence[str]]:
    """Find the names of rows that are near those of new ones."""
    if not new:
        return {}
    shape = deciding.shape
    names = [_name_of(shape, row) for row in new]
    known: dict[str, str] = {}
    for row in (*deciding.ours.rows.values(), *new):
        name = _name_of(shape, row)
        known.setdefault(name, name)
        for alias in _aliases(row):
            known.setdefault(alias, f"{alias} ({name})")
    near: dict[str, list[str]] = {}
    for left, right in similar_names([*known]):
        near.setdefault(left, []).append(known[right])
        near.setdefault(right, []).append(known[left])
    same_name = {_name_of(shape, row) for row in deciding.ours.rows.values()}
    return {n: [*near.get(n, ()), *([n] if n in same_name else ())] for n in names}


def _aliases(row: MergeRow) -> Iterable[str]:
    for title, value in row.values.items():
        if row.shape.columns[title].kind is Kind.NAMES:
            yield from filter(None, map(str.strip, in_words(value).split(_NAMES_APART)))
