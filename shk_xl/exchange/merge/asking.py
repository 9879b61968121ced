"""Questions made of what replies want, with what each answer would do.

Rules: an answer takes all that a reply says of what belongs together, never a mixture. Replies
that say the same are one answer. The first answer is always to leave the team's workbook alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from shk_xl.domain.faults import Fault
from shk_xl.exchange.merge.differences import Difference
from shk_xl.exchange.merge.outcome import (
    OURS,
    THEIRS,
    Action,
    Asked,
    Option,
    Question,
    SetCell,
    Values,
)
from shk_xl.exchange.merge.shapes import Shape
from shk_xl.exchange.merge.stances import Stance
from shk_xl.exchange.merge.tables import MergeRow
from shk_xl.exchange.merge.values import same, seen
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.reading.records import Key

_APART: Final = " + "
"""Between the names of replies: a list of choices in a cell has commas between the choices."""


def theirs_label(labels: Iterable[str], addition: str = "") -> str:
    """Word the answer that takes what replies say.

    >>> theirs_label(["Regionen", "Kommunen"], " (som ny rad)")
    'Deras: Kommunen + Regionen (som ny rad)'
    """
    names = _APART.join(sorted({*labels})).replace(",", "")
    return f"{THEIRS}: {names}{addition}"


def set_cells(table: str, key: Key, values: Values, ours: Values) -> tuple[Action, ...]:
    """Give the actions that make a row of ours say something; none where it does already."""
    return tuple(
        SetCell(table, key, title, value)
        for title, value in values.items()
        if not same(value, ours.get(title))
    )


def ask_about_cells(
    asked: Asked,
    shape: Shape,
    key: Key,
    stances: Sequence[Stance],
    ours: MergeRow,
    says: Values,
) -> Question:
    """Ask about the cells of one unit.

    Args:
        asked: Why.
        shape: What the table is.
        key: The row's key.
        stances: What the replies want, all of the same unit.
        ours: The row of the team's workbook.
        says: What it says of the unit when what has been taken is written.
    """
    first = stances[0]
    changed = {title for stance in stances for title in stance.wants}
    own = {title for stance in stances for title in stance.changed_by(says)}
    titles = tuple(title for title in first.unit if title in changed | own)
    options = [Option(OURS)]
    for same_wish in _grouped(stances):
        label = theirs_label(stance.source.label for stance in same_wish)
        options.append(Option(label, set_cells(shape.name, key, same_wish[0].whole, says)))
    return Question(
        asked,
        tuple(difference for stance in stances for difference in stance.differences),
        shape.name,
        shape.sheet,
        key,
        ours.key_values,
        titles,
        first.base.of(titles),
        {title: says.get(title) for title in titles},
        {s.source.label: {title: s.whole.get(title) for title in titles} for s in stances},
        tuple(options),
    )


def _grouped(stances: Sequence[Stance]) -> list[list[Stance]]:
    """Put together the stances that say the same, in their order."""
    groups: dict[tuple[CellValue, ...], list[Stance]] = {}
    for stance in stances:
        says = tuple(seen(stance.whole.get(title)) for title in stance.unit)
        groups.setdefault(says, []).append(stance)
    return [*groups.values()]


def ask_about_row(  # noqa: PLR0913 - what a question about a row is made of
    asked: Asked,
    shape: Shape,
    differences: Iterable[Difference],
    row: MergeRow,
    key: Key,
    theirs: Mapping[str, MergeRow | None],
    *,
    base: MergeRow | None,
    ours: Values | None,
    options: Sequence[Option],
    titles: Sequence[str] = (),
    suggested: str = "",
    remarks: Sequence[Fault] = (),
) -> Question:
    """Ask about a whole row.

    Args:
        asked: Why.
        shape: What the table is.
        differences: What the question answers for.
        row: The row that gives the question its key in words.
        key: The row's key.
        theirs: The row in each reply, by label; None where it is gone.
        base: The row in the copy; None where it had none.
        ours: What the team's row says; None where it has none.
        options: The answers apart from the first.
        titles: What is shown; by default all that anybody has filled in.
        suggested: The answer that is put in beforehand.
        remarks: What the person should know.
    """
    rows = [*(one.values for one in theirs.values() if one), base.values if base else {}]
    filled = {title for values in (*rows, ours or {}) for title in values}
    shown = tuple(titles or (title for title in shape.columns if title in filled))
    return Question(
        asked,
        tuple(differences),
        shape.name,
        shape.sheet,
        key,
        row.key_values,
        shown,
        _only(shown, base.values if base else None),
        _only(shown, ours),
        {label: _only(shown, one.values if one else None) for label, one in theirs.items()},
        (Option(OURS), *options),
        suggested,
        tuple(remarks),
    )


def _only(titles: Sequence[str], values: Values | None) -> Values | None:
    return None if values is None else {title: values.get(title) for title in titles}
