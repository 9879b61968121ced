"""What a merge gives: changes, conflicts, proposals and notices, and the count that balances.

Rules: plain data. A question knows what each of its answers would do, so nobody has to work
it out again. What is asked stays the same question as long as the copy and the replies say
the same, whatever happens to the team's workbook meanwhile.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import chain
from typing import Final, TypeAlias

from shk_xl.domain.faults import Fault
from shk_xl.exchange.merge.differences import Difference
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.exchange.merge.values import seen
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.reading.records import Key

OURS: Final = "Vår"
"""The answer that leaves the team's workbook as it is."""
THEIRS: Final = "Deras"
"""How the answers begin that take what a reply says."""
LATER: Final = "Senare"
"""The answer that leaves the question open."""
_ID_LENGTH: Final = 10
_STATE_LENGTH: Final = 6

Values: TypeAlias = Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class SetCell:
    """Give a cell of ours a value."""

    table: str
    key: Key
    title: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class AddRow:
    """Add a row to a table of ours."""

    table: str
    key: Key
    values: Values


@dataclass(frozen=True, slots=True)
class DropRow:
    """Take a row out of a table of ours."""

    table: str
    key: Key


Action: TypeAlias = SetCell | AddRow | DropRow


@dataclass(frozen=True, slots=True)
class Option:
    """An answer: its words in the list, and what it does."""

    label: str
    actions: tuple[Action, ...] = ()


class Asked(StrEnum):
    """What a question is about, in the words of the sheet."""

    CELL = "Ändrat olika"
    ADDED_TWICE = "Samma nyckel på två nya rader"
    REMOVED_AND_EDITED = "Borttagen rad som också är ändrad"
    NEW_ROW = "Ny rad"
    REMOVED = "Borttagen rad"
    KEY = "Ändrad nyckel"
    OUTSIDE = "Utanför partens del"
    FORMULA = "Formel i stället för ett värde"
    OVER_FORMULA = "Ett värde där vi har en formel"
    KEY_AND_EDITED = "Ändrad nyckel på en rad som också är ändrad"
    LINKED = "Beslut och röster ändrade av olika håll"


CONFLICTS: Final = frozenset(
    {Asked.CELL, Asked.ADDED_TWICE, Asked.REMOVED_AND_EDITED, Asked.KEY_AND_EDITED, Asked.LINKED}
)
"""The questions where two want different things; the others are proposals."""


@dataclass(frozen=True)
class Question:
    """Something for a person to decide; nothing of it is written until then.

    Args:
        asked: What it is about.
        differences: What it answers for.
        table: The table's name.
        sheet: The sheet that it stands on.
        key: The row's key as keys are compared.
        key_values: The key as it is spelled.
        titles: The columns that it is about, in their order.
        base: What the copy said, by title; None where it had no such row.
        ours: What the team's workbook says, when what was agreed has been written.
        theirs: What each reply says, by label; None where it has no such row.
        options: The answers apart from ``LATER``; the first is ``OURS``.
        suggested: The answer that is put in beforehand; empty where a person must choose.
        remarks: What the person should know.
    """

    asked: Asked
    differences: tuple[Difference, ...]
    table: str
    sheet: str
    key: Key
    key_values: tuple[CellValue, ...]
    titles: tuple[str, ...]
    base: Values | None
    ours: Values | None
    theirs: Mapping[str, Values | None]
    options: tuple[Option, ...]
    suggested: str = ""
    remarks: tuple[Fault, ...] = ()

    @property
    def is_conflict(self) -> bool:
        """Whether two want different things; else it is a proposal."""
        return self.asked in CONFLICTS

    @cached_property
    def id(self) -> str:
        """A short name that only this question has: what was sent, and what came back."""
        told = [
            (d.source.label, d.what.value, d.title, repr(seen(d.before)), repr(seen(d.after)))
            for d in self.differences
        ]
        of_rows = not all(difference.title for difference in self.differences)
        rows = [(label, _said(values)) for label, values in self.theirs.items()] if of_rows else []
        parts = (self.table, self.key, sorted(told), sorted(rows, key=repr))
        return _digest(parts)[:_ID_LENGTH]

    @cached_property
    def state(self) -> str:
        """A short name for what the team's workbook says here."""
        return _digest((self.titles, _said(self.ours)))[:_STATE_LENGTH]


def _said(values: Values | None) -> list[tuple[str, str]] | None:
    """Give what a row says in a form that is always the same."""
    if values is None:
        return None
    said = ((title, repr(seen(value))) for title, value in values.items() if value is not None)
    return sorted(said)


def _digest(value: object) -> str:
    return hashlib.sha256(repr(value).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Change:
    """A value that several or one have given a cell, and nobody another.

    Args:
        differences: What it answers for.
        table: The table's name.
        key: The row's key as keys are compared.
        key_values: The key as it is spelled.
        title: The column's title; empty for a row that came or went in both places alike.
        before: What the team's workbook said.
        value: What it is to say.
        already: It says so already, and nothing is written.
    """

    differences: tuple[Difference, ...]
    table: str
    key: Key
    key_values: tuple[CellValue, ...]
    title: str
    before: CellValue = None
    value: CellValue = None
    already: bool = False


@dataclass(frozen=True, slots=True)
class Notice:
    """What a person is to know, and nothing is asked about.

    Args:
        differences: What it answers for.
        fault: What it is, with its place in the reply.
    """

    differences: tuple[Difference, ...]
    fault: Fault


@dataclass(frozen=True, slots=True)
class Counts:
    """How many differences came in, and where they went; ``came_in`` is the sum of the others.

    Args:
        came_in: All of them.
        written: They are changes that are written.
        already: The team's workbook says so already.
        conflicts: They wait for a choice between several.
        proposals: They wait for a yes or no.
        notices: They are told.
    """

    came_in: int
    written: int
    already: int
    conflicts: int
    proposals: int
    notices: int


@dataclass(frozen=True)
class Merged:
    """The whole result.

    Args:
        ours: The team's tables, as they were given.
        differences: All that came in.
        changes: What is written, or was there already.
        conflicts: Where two want different things.
        proposals: What waits for a yes or no.
        notices: What is told.
    """

    ours: Mapping[str, MergeTable]
    differences: tuple[Difference, ...]
    changes: tuple[Change, ...]
    conflicts: tuple[Question, ...]
    proposals: tuple[Question, ...]
    notices: tuple[Notice, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """Conflicts and proposals, in the order of the sheets and rows."""
        return (*self.conflicts, *self.proposals)

    @cached_property
    def counts(self) -> Counts:
        """How many differences ended where."""
        return Counts(
            len(self.differences),
            _size(change for change in self.changes if not change.already),
            _size(change for change in self.changes if change.already),
            _size(self.conflicts),
            _size(self.proposals),
            _size(self.notices),
        )


def _size(outcomes: Iterable[Change | Question | Notice]) -> int:
    return sum(len(outcome.differences) for outcome in outcomes)


class OutOfBalanceError(AssertionError):
    """A difference was lost, or counted twice: the merge itself is wrong, not its input."""


def check_balance(merged: Merged) -> None:
    """Prove that every difference ended in exactly one place.

    Raises:
        OutOfBalanceError: It did not; nothing of the merge may be used.
    """
    outcomes: Iterable[Change | Question | Notice] = chain(
        merged.changes, merged.conflicts, merged.proposals, merged.notices
    )
    ended = Counter(chain.from_iterable(outcome.differences for outcome in outcomes))
    if ended != Counter(merged.differences) or len(ended) != len(merged.differences):
        wrong = (ended - Counter(merged.differences)) + (Counter(merged.differences) - ended)
        raise OutOfBalanceError(list(wrong)[:5])
