"""What the merge writes, as edits of the team's workbook at the rows that it has now.

Rules: only changes that nobody contradicts, and answers that a person has given. A value goes
over a formula of ours by a person's answer alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shk_xl.exchange.merge.outcome import Action, AddRow, Merged, SetCell
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow, RemoveRow


def edits_of(merged: Merged) -> list[Edit]:
    """Give the edits of the changes that nobody contradicts, in the order of the rows."""
    return [
        CellEdit(
            change.table,
            merged.ours[change.table].rows[change.key].number,
            change.title,
            change.value,
        )
        for change in merged.changes
        if not change.already
    ]


def edits_of_answers(ours: Mapping[str, MergeTable], actions: Iterable[Action]) -> list[Edit]:
    """Give the edits of what a person has answered.

    Args:
        ours: The team's tables, as the questions were asked about them.
        actions: What the answers do.
    """
    return [_edit(ours, action) for action in actions]


def _edit(ours: Mapping[str, MergeTable], action: Action) -> Edit:
    if isinstance(action, AddRow):
        values = {title: value for title, value in action.values.items() if value is not None}
        return NewRow(action.table, values)
    number = ours[action.table].rows[action.key].number
    if isinstance(action, SetCell):
        return CellEdit(action.table, number, action.title, action.value, over_formula=True)
    return RemoveRow(action.table, number, over_formula=True)
