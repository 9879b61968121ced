"""What was found in an edited document, made into changes of the workbook's cells.

Rules: a text that stands in a cell goes back to it, as a person would have typed it there. A
list whose items are the points of one text is that text, a line for each item. What is
computed, unsure or not accepted is told with what it was and is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.documents.back.base_part import leaves, source_cell, text_of
from shk_xl.documents.back.cells import Cell
from shk_xl.documents.back.findings import Findings
from shk_xl.documents.back.outline import folded
from shk_xl.documents.back.skeleton import Skeleton
from shk_xl.documents.fields import FieldValue, Row
from shk_xl.documents.word.text_model import parse, write
from shk_xl.documents.word.wordml import Blocks, visible
from shk_xl.domain.proposed_decisions import points_of

RENAMED: Final = "edited_name"
"""What is told of a document that no longer says that it is about what it was made about."""
_ITEM: Final = 3
"""The path of an item: the list, its number, and the column."""


@dataclass(frozen=True, slots=True)
class CellEdit:
    """A text that was changed in a document.

    Args:
        cell: The cell that it stands in.
        before: What it said when the document was made.
        after: What it says now.
    """

    cell: Cell
    before: str
    after: str


def lists_of(values: Sequence[tuple[tuple[str, ...], FieldValue]]) -> Mapping[int, tuple[str, ...]]:
    """Find the fields that are items of a list: a row each, of the same name."""
    return {
        number: (path[0], path[2])
        for number, (path, _value) in enumerate(values)
        if len(path) == _ITEM
    }


def edits_of(skeleton: Skeleton, values: Row, found: Findings) -> tuple[CellEdit, ...]:
    """Give what was changed, cell by cell.

    Args:
        skeleton: The document as it was made.
        values: What it was filled with.
        found: What was found; is told what can't be taken.
    """
    by_cell: dict[Cell, list[CellEdit]] = {}
    settled: set[int] = set()
    for numbers, cell, text in _lists_with_cells(skeleton, values, found):
        settled.update(numbers)
        listed = _edit_of_list(numbers, cell, text, found)
        if listed is not None:
            by_cell.setdefault(cell, []).append(listed)
    there = {n for piece in skeleton.pieces for n in piece.fields_there}
    for number, (path, value) in enumerate(skeleton.values):
        if number in settled:
            continue
        if number not in there and text_of(value):
            _tell_absent(path, value, number, found)
            continue
        edit = _edit_of(path, value, number, found)
        if edit is not None:
            by_cell.setdefault(edit.cell, []).append(edit)
    return tuple(_agreed(by_cell, found))


def _agreed(by_cell: Mapping[Cell, Sequence[CellEdit]], found: Findings) -> Iterator[CellEdit]:
    """Give the changes on which all places of a cell agree."""
    for cell, edits in by_cell.items():
        different = [*dict.fromkeys(edits)]
        if len(different) == 1:
            yield different[0]
            continue
        texts = " / ".join(edit.after or "–" for edit in different)
        found.tell("edited_twice", "", field=_in_words(cell), text=texts)


def _lists_with_cells(
    skeleton: Skeleton, values: Row, found: Findings
) -> Iterator[tuple[list[int], Cell, str]]:
    """Find the lists whose items are the points of one text, and the cell of that text."""
    points: dict[tuple[str, ...], tuple[Cell, str]] = {}
    for _path, value in leaves(values):
        cell, text = source_cell(value), text_of(value)
        if cell is not None and text.strip():
            points[tuple(map(folded, points_of(text)))] = (cell, text)
    for one in dict.fromkeys(found.lists.values()):
        numbers = [number for number, list_ in found.lists.items() if list_ == one]
        items = tuple(folded(text_of(skeleton.values[number][1])) for number in numbers)
        if items in points:
            yield (numbers, *points[items])


def _edit_of_list(
    numbers: Sequence[int], cell: Cell, text: str, found: Findings
) -> CellEdit | None:
    """Give a text of which every item is a line."""
    lines = [line for number in numbers for line in found.lines.get(number, ())]
    if found.missing.issuperset(numbers) and not found.seen.intersection(numbers):
        found.tell("edited_field_gone", "", field=_in_words(cell), text=text)
    elif found.tracked.intersection(numbers):
        found.tell("edited_tracked", "", field=_in_words(cell), text="\n".join(lines))
    elif found.changed.intersection(numbers):
        return CellEdit(cell, text, "\n".join(line.removeprefix("- ") for line in lines))
    return None


def _tell_absent(path: Sequence[str], value: FieldValue, number: int, found: Findings) -> None:
    """Tell of text in the place of a field that the template had left out, though it says much."""
    after = _written(found.lines.get(number, ()), value)
    if after:
        cell = source_cell(value)
        where = _in_words(cell) if cell else _field_in_words(path)
        found.tell("edited_unsure", "", field=where, before=text_of(value), after=after)


def _edit_of(
    path: Sequence[str], value: FieldValue, number: int, found: Findings
) -> CellEdit | None:
    cell, before = source_cell(value), text_of(value)
    after = _written(found.lines.get(number, ()), value)
    where = _in_words(cell) if cell else _field_in_words(path)
    if number in found.missing and number not in found.seen:
        if cell is not None and before:
            found.tell("edited_field_gone", "", field=where, text=before)
        return None
    if number in found.kept:
        after = before
    if _same(before, after, value):
        if number in found.tracked:
            found.tell("edited_tracked", "", field=where, text=after)
        return None
    told = {"field": where, "before": before or "–", "after": after or "–"}
    if number in found.tracked:
        found.tell("edited_tracked", "", field=where, text=after)
    elif number in found.unsure:
        found.tell("edited_unsure", "", **told)
    elif cell is None:
        found.tell(_COMPUTED.get(path[0], "edited_computed"), "", **told)
    else:
        return CellEdit(cell, before, after)
    return None


_COMPUTED: Mapping[str, str] = {
    "belopp": "edited_amount",
    "finansiering": "edited_funding",
    "värdering": "edited_points",
    "ramar": "edited_frames",
    "ramar_med_kostnadsområden": "edited_frames",
    "kod": RENAMED,
    "namn": RENAMED,
    "medverkande": "edited_votes",
    "ledamöter": "edited_votes",
}
"""What is told of a field that isn't read back, by its name; of any other, in general."""


def _written(lines: Sequence[str], value: FieldValue) -> str:
    text = "\n".join(lines)
    return write(parse(text)) if isinstance(value, Blocks) else text.strip()


def _same(before: str, after: str, value: FieldValue) -> bool:
    """Tell whether a text says what it said, in the form that a document gives it."""
    if isinstance(value, Blocks):
        return _seen(write(parse(before))) == _seen(after)
    return _seen(before) == _seen(after)


def _seen(text: str) -> str:
    return "\n".join(filter(None, map(folded, visible(text).splitlines())))


def _in_words(cell: Cell) -> str:
    return " · ".join((*filter(None, cell.key), cell.title))


def _field_in_words(path: Sequence[str]) -> str:
    """Name a field as the list of fields does, rows counted from 1."""
    words = [str(int(part) + 1) if part.isdigit() else part.replace("_", " ") for part in path]
    return " ".join(words)
