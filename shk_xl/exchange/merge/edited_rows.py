"""Rows that the copy had: what the replies' changes of them, and their absence, come to.

Rules: what a reply may not change, or could not be read afterwards, is taken aside before it
meets the others. A row that somebody has taken out and somebody else has changed is a
conflict; a row that is only gone is a proposal.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from shk_xl.exchange.merge.asking import ask_about_cells, ask_about_row, set_cells, theirs_label
from shk_xl.exchange.merge.deciding import Deciding, Side, why
from shk_xl.exchange.merge.differences import Difference
from shk_xl.exchange.merge.outcome import Asked, DropRow, Option, Values
from shk_xl.exchange.merge.shapes import Unit
from shk_xl.exchange.merge.stances import Stance, faults_of, go_together, stances_of
from shk_xl.exchange.merge.tables import MergeRow
from shk_xl.exchange.merge.values import CLEARED, in_words, same
from shk_xl.workbook.reading.records import Key


class _Aside(NamedTuple):
    """A stance that is asked about by itself, and why."""

    asked: Asked
    stance: Stance


@dataclass(slots=True)
class _Row:
    """A row that is decided.

    Args:
        key: Its key.
        ours: As the team has it.
        edits: What the replies want, unit by unit.
        gone: The replies that lack it.
        asides: What is asked about by itself.
    """

    key: Key
    ours: MergeRow
    edits: dict[Unit, list[Stance]] = field(default_factory=dict)
    gone: list[tuple[Side, Difference]] = field(default_factory=list)
    asides: list[_Aside] = field(default_factory=list)


def decide_row(deciding: Deciding, key: Key, sides: Sequence[Side]) -> None:
    """Decide a row that the team has, and some replies have changed or lack."""
    row = _Row(key, deciding.ours.rows[key])
    for side in sides:
        for stance in stances_of(side.compared, key):
            _sort_out(deciding, side, row, stance)
        if key in side.compared.gone:
            row.gone.append((side, side.compared.gone[key]))
    if row.gone:
        _ask_about_removal(deciding, row)
    else:
        for stances in row.edits.values():
            _decide_unit(deciding, row, stances)
    for aside in row.asides:
        _ask_aside(deciding, row, aside)


def _sort_out(deciding: Deciding, side: Side, row: _Row, stance: Stance) -> None:
    """Put a stance where it belongs: told, asked about by itself, or held against the others."""
    ours = row.ours
    if stance.is_done(ours.of(stance.unit)):
        deciding.take(stance.differences, ours, row.key)
    elif not _is_told(deciding, side, stance):
        asked = _reason_to_ask(deciding, side, row, stance)
        if asked is None:
            row.edits.setdefault(stance.unit, []).append(stance)
        else:
            row.asides.append(_Aside(asked, stance))


def _is_told(deciding: Deciding, side: Side, stance: Stance) -> bool:
    """Tell of a stance that can't be written whatever anybody says."""
    wants = stance.wants
    titles = ", ".join(wants)
    formulas = wants.keys() & stance.theirs.formulas
    if any(wants[title] is None for title in formulas):
        side.note(stance.differences, "reply_formula_without_value", column=titles)
    elif formulas & stance.base.formulas:
        side.note(stance.differences, "reply_formula_recalculated", column=titles)
    elif not deciding.ours.letters.keys() >= wants.keys():
        side.note(stance.differences, "own_column_missing", column=titles)
    else:
        faults = faults_of(deciding.shape, stance.base, stance.whole, wants, stance.unit)
        if not faults:
            return False
        after = ", ".join(in_words(value) or CLEARED for value in wants.values())
        values = {"column": titles, "after": after, "why": why(faults.values())}
        side.note(stance.differences, "reply_value_refused", **values)
    return True


def _reason_to_ask(deciding: Deciding, side: Side, row: _Row, stance: Stance) -> Asked | None:
    """Find why a stance can't be taken even where nobody wants anything else."""
    if stance.wants.keys() & stance.theirs.formulas:
        return Asked.FORMULA
    name = deciding.shape.name
    if not all(side.may_fill(name, row.key, title) for title in stance.wants):
        return Asked.OUTSIDE
    if stance.wants.keys() & row.ours.formulas:
        return Asked.OVER_FORMULA
    return None


def _decide_unit(deciding: Deciding, row: _Row, stances: Sequence[Stance]) -> None:
    """Take what all can agree on; ask about everything else."""
    unit = stances[0].unit
    together, tied = go_together(stances, row.ours), _tied(deciding, row.key, unit)
    if together and tied is None:
        differences = [difference for stance in stances for difference in stance.differences]
        deciding.take(differences, row.ours, row.key)
        return
    asked = tied if together and tied is not None else Asked.CELL
    says = deciding.says(row.key, unit)
    question = ask_about_cells(asked, deciding.shape, row.key, stances, row.ours, says)
    deciding.questions.append(question)


def _tied(deciding: Deciding, key: Key, unit: Unit) -> Asked | None:
    """Find why what all agree on is asked about: it belongs to what others have changed."""
    if any((key, title) in deciding.linked for title in unit):
        return Asked.LINKED
    # Points belong to their criterion, and an amount to its source, which are parts of the key.
    return Asked.KEY_AND_EDITED if len(unit) > 1 and key in deciding.rekeyed else None


def _ask_aside(deciding: Deciding, row: _Row, aside: _Aside) -> None:
    stance = aside.stance
    says = deciding.says(row.key, stance.unit)
    if stance.is_done(says):
        deciding.take(stance.differences, row.ours, row.key)
        return
    question = ask_about_cells(aside.asked, deciding.shape, row.key, [stance], row.ours, says)
    deciding.questions.append(question)


def _ask_about_removal(deciding: Deciding, row: _Row) -> None:
    """Ask about a row that somebody has taken out."""
    shape, key, ours = deciding.shape, row.key, row.ours
    stances = [stance for unit in row.edits.values() for stance in unit]
    bases = [side.compared.base.rows[key] for side, _difference in row.gone]
    edited = bool(stances) or any(differs(base, ours) for base in bases)
    labels = [side.source.label for side, _difference in row.gone]
    theirs: dict[str, MergeRow | None] = dict.fromkeys(labels)
    theirs |= {stance.source.label: stance.theirs for stance in stances}
    options = [Option(theirs_label(labels, " (ta bort raden)"), (DropRow(shape.name, key),))]
    question = ask_about_row(
        Asked.REMOVED_AND_EDITED if edited else Asked.REMOVED,
        shape,
        [*(d for _side, d in row.gone), *(d for s in stances for d in s.differences)],
        ours,
        key,
        theirs,
        base=bases[0],
        ours=ours.values,
        options=[*options, *_options_of_editors(shape.name, key, stances, ours)],
    )
    deciding.questions.append(question)


def _options_of_editors(
    table: str, key: Key, stances: Sequence[Stance], ours: MergeRow
) -> list[Option]:
    """Give the answers that take changes: one for all where they go together, else each."""
    units: dict[Unit, list[Stance]] = {}
    for stance in stances:
        units.setdefault(stance.unit, []).append(stance)
    if all(go_together(unit, ours) for unit in units.values()):
        groups = [[*stances]] if stances else []
    else:
        by_reply: dict[str, list[Stance]] = {}
        for stance in stances:
            by_reply.setdefault(stance.source.label, []).append(stance)
        groups = [*by_reply.values()]
    options = []
    for group in groups:
        wants: Values = {t: value for stance in group for t, value in stance.wants.items()}
        label = theirs_label({stance.source.label for stance in group})
        options.append(Option(label, set_cells(table, key, wants, ours.values)))
    return options


def differs(base: MergeRow, ours: MergeRow) -> bool:
    """Tell whether the team has changed a row since the copy was sent."""
    old, new = base.values, ours.values
    return any(not same(old.get(title), new.get(title)) for title in old.keys() | new.keys())
