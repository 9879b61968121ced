"""The items of minutes: agenda, notes, votes, next steps.

Rules: a heading in the notes makes an item of its own. Text files don't mark headings, so what
was taken for one is told. Everything else is text of the item that it stands in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from shk_xl.documents.old.headings import STEP_COLUMNS, Field, Slot, column
from shk_xl.documents.old.lines import Line, after_blank, not_blank, written
from shk_xl.documents.old.report import Report
from shk_xl.documents.old.votes import VoteTable, is_vote_table, read_vote_table
from shk_xl.domain.names import spaced
from shk_xl.domain.portfolio import ItemKind

_NOTHING: Final = ("-", "–")
_RESPONSIBLE: Final = re.compile(r"\bansvariga?:\s*(?P<who>[^().]+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Item:
    """A part of the minutes, in order.

    Args:
        kind: What it is.
        title: Its heading, as typed but for a colon at the end.
        text: Its text.
        line: Where it begins.
        responsible: For a next step: who, where the source says so.
        due: For a next step: when, where the source says so.
        votes: The table of votes, on the item that holds one.
        is_guess: What stands as its title may be text.
    """

    kind: ItemKind
    title: str
    text: str
    line: Line
    responsible: str = ""
    due: str = ""
    votes: VoteTable | None = None
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Setting:
    """How the notes of one meeting are set, and what is known before they are read.

    Args:
        styled: Headings have a style; nothing else is one.
        separated: Blank lines separate blocks; a heading is the first line of its block.
        names: Each person of the attendance, alone and with the party after it, as ``plain``
            gives them.
    """

    styled: bool
    separated: bool
    names: frozenset[str]

    @classmethod
    def of(cls, notes: Sequence[Line], names: frozenset[str]) -> Setting:
        """See how the notes of a meeting, without its known headings, are set."""
        return cls(
            styled=any(line.styled for line in notes),
            separated=any(not line.stripped for line in notes),
            names=names,
        )

    def is_title(self, lines: Sequence[Line], index: int) -> bool:
        """Tell whether a line is a heading."""
        line = lines[index]
        if self.styled:
            return line.styled and bool(line.stripped)
        below = lines[index + 1] if index + 1 < len(lines) else None
        leads_in = line.stripped.endswith(":") and below is not None and below.bullet is not None
        return line.is_title and not leads_in and (not self.separated or after_blank(lines, index))


def read_agenda(lines: Sequence[Line]) -> Iterator[Item]:
    """Read the agenda: lines are items; bullets below a line belong to it."""
    items: list[list[Line]] = []
    only_bullets = all(line.bullet for line in not_blank(lines))
    for line in not_blank(lines):
        bullet = line.bullet
        below = bullet and (not only_bullets or bullet["indent"])
        if below and items:
            items[-1].append(line)
        else:
            items.append([line])
    for first, *more in items:
        yield Item(ItemKind.AGENDA, first.content, written(more), first)


def read_notes(
    lines: Sequence[Line], heading: Line | None, setting: Setting, report: Report
) -> Iterator[Item]:
    """Read notes: an item for each heading, and one for each table of votes.

    Args:
        lines: The lines of the section.
        heading: The heading of the section, where it belongs to the first item.
        setting: How the notes are set.
        report: Is told of votes that cannot be read.
    """
    title, block = heading, list[Line]()
    guess = False
    for index, line in enumerate(lines):
        if not setting.is_title(lines, index):
            block.append(line)
            continue
        yield from _note(title, block, setting, report, is_guess=guess)
        title, block, guess = line, [], not setting.styled
    yield from _note(title, block, setting, report, is_guess=guess)


def read_steps(
    lines: Sequence[Line], heading: Line, setting: Setting, report: Report
) -> Iterator[Item]:
    """Read next steps: a bullet, a paragraph or a row each. A heading after bullets ends them."""
    steps: list[list[Line]] = []
    for index, line in enumerate(lines):
        bulleted = any(step[0].bullet for step in steps)
        if (line.styled or bulleted) and setting.is_title(lines, index):
            yield from _steps(steps, heading)
            yield from read_notes(lines[index:], None, setting, report)
            return
        if not line.stripped:
            continue
        bullet = line.bullet
        if steps and bullet and bullet["indent"] and steps[-1][0].bullet:
            steps[-1].append(line)
        else:
            steps.append([line])
    yield from _steps(steps, heading)


def _note(
    title: Line | None,
    block: Sequence[Line],
    setting: Setting,
    report: Report,
    *,
    is_guess: bool,
) -> Iterator[Item]:
    """Give the item of a heading: its text, and its tables of votes as items of their own."""
    texts: list[Line] = []
    tables: list[VoteTable] = []
    for is_row, group in groupby(not_blank(block), key=lambda line: line.is_row):
        rows = tuple(group)
        if is_row and is_vote_table(rows):
            table = read_vote_table(rows, setting.names, report)
            tables.append(table)
            texts += table.unread
        else:
            texts += rows
    words = spaced(title.stripped).removesuffix(":") if title else ""
    first = title or next(iter(not_blank(block)), None)
    if first is None:
        return
    if texts or not tables:
        yield Item(ItemKind.NOTE, words, written(texts), first, is_guess=is_guess)
    for table in tables:
        yield Item(ItemKind.DECISION, words, "", first, votes=table)


def _steps(steps: Sequence[Sequence[Line]], heading: Line) -> Iterator[Item]:
    title = spaced(heading.stripped).removesuffix(":")
    columns: dict[Field, int] = {}
    for first, *more in steps:
        fields = [column(cell, STEP_COLUMNS) for cell in first.cells] if first.is_row else []
        if Slot.NEXT_STEPS in fields and len(set(fields)) > 1:
            columns = {field: index for index, field in enumerate(fields) if field is not None}
        elif columns and first.is_row and not more:
            yield _step_of_row(first, columns, title)
        else:
            text = "\n".join(filter(None, (first.content, written(more))))
            who = _RESPONSIBLE.search(text)
            responsible = spaced(who["who"]) if who else ""
            yield Item(ItemKind.NEXT_STEP, title, text, first, responsible)


def _step_of_row(row: Line, columns: Mapping[Field, int], title: str) -> Item:
    """Read a row of a table of steps; a cell without a column of its own stays in the text."""
    cells = {index: "" if cell in _NOTHING else cell for index, cell in enumerate(row.cells)}
    responsible = cells.pop(columns.get(Slot.RESPONSIBLE, -1), "")
    due = cells.pop(columns.get(Slot.DATE, -1), "")
    text = "\n".join(filter(None, cells.values()))
    return Item(ItemKind.NEXT_STEP, title, text, row, responsible, due)
