"""The choices on the sheet Konflikter applied to the team's workbook.

Rules: the same for the command and the button. What nobody has chosen stays open; a choice that
no longer fits is told and stays. The workbook is changed in one step, with the old one kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shk_xl.domain.faults import Fault, Place, refuse
from shk_xl.exchange.intake.book_change import BookChange, make_change, settle_planned, shown_time
from shk_xl.exchange.intake.foreign_reader import ForeignReader
from shk_xl.exchange.intake.merging import Bases, asking, choices_on_sheet, new_book, with_sheets
from shk_xl.exchange.intake.open_questions import Waiting, waiting_questions
from shk_xl.exchange.ledger import REGISTER, Ledger, folder_of, now
from shk_xl.exchange.merge.outcome import LATER, OURS, Merged, Question
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.resolve import Answer, Resolved, resolve
from shk_xl.exchange.merge.sheets import CHOICE, ID, Row, log_rows_of_answers
from shk_xl.exchange.records import Merge
from shk_xl.exchange.versions import Reason
from shk_xl.ooxml.user_file import read_user_file


@dataclass(frozen=True, slots=True)
class Hurry:
    """One choice for all questions that nobody has chosen for.

    Args:
        ours: The team's own stands.
        theirs: The party whose answer is taken; empty for nobody's.
    """

    ours: bool = False
    theirs: str = ""


@dataclass(frozen=True, slots=True)
class ResolvedBook:
    """What became of the choices.

    Args:
        answers: The questions that got an answer, and which.
        open: The questions that wait.
        closed: How many were settled by hand in the workbook already.
        faults: What is wrong with choices.
        number: The number of the change; None when nothing changed.
        remarks: What a person should know of the workbook.
    """

    answers: tuple[Answer, ...]
    open: tuple[Question, ...]
    closed: int = 0
    faults: tuple[Fault, ...] = ()
    number: int | None = None
    remarks: tuple[Fault, ...] = ()


def resolve_book(book: Path, hurry: Hurry | None = None, *, look: bool = False) -> ResolvedBook:
    """Apply the choices that a person has made.

    Args:
        book: The team's workbook.
        hurry: One choice for the questions that have none.
        look: Only say what would become of the choices; the workbook may then be open.

    Raises:
        Refused: Nothing was ever received for the workbook, somebody has it open, or it can't
            be written; it is then as it was.
    """
    folder = folder_of(book)
    data = read_user_file(book)
    if not (folder / REGISTER).is_file():
        raise refuse("nothing_received", Place(str(book)))
    with Ledger(folder) as ledger, ForeignReader() as reader:
        ours = tables_of(data, file=str(book))
        if not look:
            settle_planned(ledger, book, data)
        bases = Bases(ledger, reader)
        waiting = waiting_questions(ledger, ours, bases)
        merged = asking(ours, waiting.questions)
        rows, chosen = choices_on_sheet(data)
        rows += _hurried(merged, chosen, hurry or Hurry())
        resolved = resolve(rows, merged)
        if look or not (resolved.answers or waiting.closed):
            closed = len(waiting.closed)
            return ResolvedBook(resolved.answers, resolved.open, closed, resolved.faults)
        new = new_book(data, resolved.edits)
        done = waiting.known_as([answer.question.id for answer in resolved.answers])
        at, number = now(), ledger.next_number(Merge)
        ours_now = tables_of(new.data, file=str(book))
        left = _left(waiting_questions(ledger, ours_now, bases), done)
        lines = _lines(merged, resolved, shown_time(at))
        after = with_sheets(new.data, ours_now, asking(ours_now, left), lines, chosen)
        change = BookChange(
            number=number,
            at=at,
            before=data,
            after=after,
            reason=Reason.RESOLVED,
            counts={"answered_questions": len(resolved.answers), "left": len(left)},
            answered=[*done, *waiting.closed],
            settled=waiting.known_as(resolved.settled),
        )
        make_change(ledger, book, change)
        return ResolvedBook(
            resolved.answers,
            tuple(left),
            len(waiting.closed),
            resolved.faults,
            number,
            new.remarks,
        )


def _left(waiting: Waiting, done: tuple[str, ...]) -> list[Question]:
    """Give the questions that have not been answered just now."""
    answered = {*done}
    return [
        question
        for question in waiting.questions
        if not answered.issuperset(waiting.stands_for[question.id])
    ]


def _hurried(merged: Merged, chosen: dict[str, str], hurry: Hurry) -> Iterator[Row]:
    """Choose for the questions that nobody has chosen for."""
    for question in merged.questions:
        made = chosen.get(question.id, "").strip().casefold()
        label = OURS if hurry.ours else _of_party(question, hurry.theirs)
        if label and made in ("", LATER.casefold()):
            yield {CHOICE: label, ID: f"{question.id}-{question.state}"}


def _of_party(question: Question, party: str) -> str:
    """Give the one answer that takes what a party says; empty where there is none, or several."""
    folded = party.strip().casefold()
    labels = {
        difference.source.label
        for difference in question.differences
        if difference.source.party.casefold() == folded
    }
    found = [
        option.label
        for option in question.options[1:]
        if any(label in option.label for label in labels)
    ]
    return found[0] if len(found) == 1 else ""


def _lines(merged: Merged, resolved: Resolved, when: str) -> list[Row]:
    answers = [(a.question, a.option.label, a.option.actions) for a in resolved.answers]
    return log_rows_of_answers(merged, answers, when)
