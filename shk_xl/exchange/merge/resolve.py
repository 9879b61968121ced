"""The answers that a person has put in on the sheet Konflikter, made into edits.

Rules: an answer counts for the question that it was given to, and only while the workbook says
what it said then. What is blank, or left for later, stays open; so does every question whose
answer has a fault. Answers that contradict each other are told, and the first one counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from shk_xl.domain.faults import Fault, FaultValue, Place
from shk_xl.exchange.merge.edits import edits_of_answers
from shk_xl.exchange.merge.outcome import (
    LATER,
    OURS,
    Action,
    AddRow,
    DropRow,
    Merged,
    Option,
    Question,
    SetCell,
)
from shk_xl.exchange.merge.sheets import CHOICE, CONFLICT_SHEET, CONFLICT_WIDTHS, ID, numbered
from shk_xl.exchange.merge.tables import MergeTable, key_in_words
from shk_xl.exchange.merge.values import as_typed, in_words, key_of, same
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.addresses import column_letters
from shk_xl.workbook.reading.records import Key
from shk_xl.workbook.writing.edits import Edit

_CHOICE_LETTER: Final = column_letters(1 + [*CONFLICT_WIDTHS].index(CHOICE))


@dataclass(frozen=True, slots=True)
class Answer:
    """A question with the answer that it got."""

    question: Question
    option: Option


@dataclass(frozen=True, slots=True)
class Resolved:
    """What the answers come to.

    Args:
        edits: What they write in the team's workbook.
        answers: The questions that have got an answer.
        open: The questions that wait.
        settled: The ids of the questions where the team's own stands; they are given to the
            next merge of the same replies, so that they are not asked again.
        faults: What is wrong with answers.
    """

    edits: tuple[Edit, ...]
    answers: tuple[Answer, ...]
    open: tuple[Question, ...]
    settled: tuple[str, ...]
    faults: tuple[Fault, ...]


def resolve(rows: Sequence[Mapping[str, CellValue]], merged: Merged) -> Resolved:
    """Make edits of answers.

    Args:
        rows: The sheet Konflikter as a person left it, from its second row; in any order, and
            lines may be gone.
        merged: The same replies merged with the workbook as it is now.

    Returns:
        The edits at the rows of that workbook, and what is still open.
    """
    questions = {question.id: question for question in merged.questions}
    taking = _Taking(merged.ours)
    given: dict[str, str] = {}
    for number, row in enumerate(rows, start=2):
        choice = _text(row, CHOICE)
        id_, _, state = _text(row, ID).partition("-")
        place = Place(sheet=CONFLICT_SHEET, cell=f"{_CHOICE_LETTER}{number}")
        if choice.casefold() in ("", LATER.casefold()) or given.get(id_) == choice:
            continue
        question = questions.get(id_)
        if id_ in given:
            taking.refuse("question_twice", place)
        elif question is None or question.state != state:
            taking.refuse("question_changed", place)
        else:
            given[id_] = choice
            taking.answer(question, choice, place)
    answered = {answer.question.id for answer in taking.answers}
    return Resolved(
        tuple(edits_of_answers(merged.ours, taking.actions())),
        tuple(taking.answers),
        tuple(question for question in merged.questions if question.id not in answered),
        tuple(a.question.id for a in taking.answers if a.option.label == OURS),
        tuple(taking.faults),
    )


def _text(row: Mapping[str, CellValue], title: str) -> str:
    return in_words(as_typed(row.get(title))).strip()


def chosen(question: Question, choice: str) -> Option | None:
    """Find the answer that words stand for: its own, its number, or those of the only one."""
    by_words = {option.label.casefold(): option for option in question.options}
    by_words |= {numbered(n).casefold(): option for n, option in enumerate(question.options) if n}
    return by_words.get(choice.casefold())


@dataclass(slots=True)
class _Taking:
    """The answers while they are taken, each held against those before it."""

    ours: Mapping[str, MergeTable]
    answers: list[Answer] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    cells: dict[tuple[str, Key, str], CellValue] = field(default_factory=dict)
    edited: set[tuple[str, Key]] = field(default_factory=set)
    dropped: set[tuple[str, Key]] = field(default_factory=set)
    keys: set[tuple[str, Key]] = field(default_factory=set)

    def refuse(self, code: str, place: Place, **values: FaultValue) -> None:
        """Keep a fault of an answer."""
        self.faults.append(Fault(code, place, values))

    def answer(self, question: Question, choice: str, place: Place) -> None:
        """Take an answer, or say what is wrong with it."""
        option = chosen(question, choice)
        key = key_in_words(question.key_values)
        if option is None:
            choices = ", ".join((*(option.label for option in question.options), LATER))
            self.refuse("choice_of_question_unknown", place, choice=choice, choices=choices)
        elif self._collides(option.actions):
            self.refuse("choices_collide", place, choice=choice, key=key)
        else:
            self.answers.append(Answer(question, option))
            self._remember(option.actions)

    def actions(self) -> list[Action]:
        """Give what all answers do, each thing once."""
        # What two answers do to one thing is the same, or they would have collided.
        found: dict[tuple[object, ...], Action] = {}
        for answer in self.answers:
            for action in answer.option.actions:
                title = action.title if isinstance(action, SetCell) else None
                found.setdefault((type(action), action.table, action.key, title), action)
        return [*found.values()]

    def _collides(self, actions: Iterable[Action]) -> bool:
        return any(self._contradicts(action) for action in actions) or any(
            key in self.keys or key[1] in self.ours[key[0]].rows for key in self._new_keys(actions)
        )

    def _contradicts(self, action: Action) -> bool:
        if isinstance(action, SetCell):
            cell = (action.table, action.key, action.title)
            other = cell in self.cells and not same(self.cells[cell], action.value)
            return other or cell[:2] in self.dropped
        if isinstance(action, DropRow):
            return (action.table, action.key) in self.edited
        return False

    def _remember(self, actions: Iterable[Action]) -> None:
        self.keys |= self._new_keys(actions)
        for action in actions:
            if isinstance(action, SetCell):
                self.cells[action.table, action.key, action.title] = action.value
                self.edited.add((action.table, action.key))
            elif isinstance(action, DropRow):
                self.dropped.add((action.table, action.key))

    def _new_keys(self, actions: Iterable[Action]) -> set[tuple[str, Key]]:
        """Give the keys that rows get which they did not have."""
        found: set[tuple[str, Key]] = set()
        renamed: dict[tuple[str, Key], dict[str, CellValue]] = {}
        for action in actions:
            if isinstance(action, AddRow):
                found.add((action.table, key_of(action.values, self._key_titles(action.table))))
            elif isinstance(action, SetCell) and action.title in self._key_titles(action.table):
                renamed.setdefault((action.table, action.key), {})[action.title] = action.value
        for (table, key), values in renamed.items():
            old = self.ours[table].rows[key].values
            new = key_of({**old, **values}, self._key_titles(table))
            if new != key:
                found.add((table, new))
        return found

    def _key_titles(self, table: str) -> tuple[str, ...]:
        return self.ours[table].shape.key
