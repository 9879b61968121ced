"""The questions of earlier merges that nobody has answered, as they stand now.

Rules: the answers that were merged together are merged again with the workbook as it is now,
and only what was asked then is asked. A question that has changed, since the team's workbook
has, stands for the one that was asked; one that the team has settled by its own hand is closed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shk_xl.exchange import archive
from shk_xl.exchange.intake.book_change import merges_in_force, open_questions
from shk_xl.exchange.intake.merging import Answer, Bases, Tables
from shk_xl.exchange.intake.texts import replies_of
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import Question
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.records import IncomingFile, Merge, Version


@dataclass(frozen=True, slots=True)
class Waiting:
    """Questions that wait for an answer.

    Args:
        questions: As they stand now.
        stands_for: By the id of a question, the ids under which the ledger knows it.
        closed: The ids of those that are settled already.
    """

    questions: tuple[Question, ...]
    stands_for: Mapping[str, tuple[str, ...]]
    closed: tuple[str, ...]

    def known_as(self, ids: Sequence[str]) -> tuple[str, ...]:
        """Give the ids under which the ledger knows questions, and their own."""
        known = (name for id_ in ids for name in (id_, *self.stands_for.get(id_, ())))
        return tuple(dict.fromkeys(known))


def waiting_questions(ledger: Ledger, ours: Tables, bases: Bases) -> Waiting:
    """Find the open questions of the merges that the workbook holds.

    Args:
        ledger: Of the workbook's exchange, open.
        ours: The workbook's tables as they are now.
        bases: What was sent.

    Raises:
        Refused: Something that was kept is gone, or was changed.
    """
    merges = {merge_.number: merge_ for merge_ in merges_in_force(ledger)}
    questions: dict[str, Question] = {}
    stands_for: dict[str, tuple[str, ...]] = {}
    closed: list[str] = []
    for number, ids in open_questions(merges.values()).items():
        for id_, now in _as_they_stand(ledger, merges[number], ids, ours, bases).items():
            if not now:
                closed.append(id_)
            for question in now:
                questions[question.id] = question
                stands_for[question.id] = (*stands_for.get(question.id, ()), id_)
    return Waiting(tuple(questions.values()), stands_for, tuple(closed))


def _as_they_stand(
    ledger: Ledger, asked: Merge, ids: Sequence[str], ours: Tables, bases: Bases
) -> dict[str, list[Question]]:
    """Give what each question of a merge has become."""
    replies = [bases.reply(answer) for answer in _answers(ledger, asked, bases)]
    replies += replies_of(ledger, asked)
    now = merge({}, ours, replies).questions
    by_id = {question.id: question for question in now}
    found = {id_: [by_id[id_]] for id_ in ids if id_ in by_id}
    if len(found) == len(ids):
        return found
    kept = ledger.select(Version, sha256=asked.before_sha256)[0]
    then = archive.kept(ledger.kept_versions, kept.sha256, kept.ending)
    before = merge({}, tables_of(then, file=""), replies).questions
    about = {question.id: {*question.differences} for question in before}
    for id_ in ids:
        differences = about.get(id_, set())
        found.setdefault(id_, [one for one in now if differences & {*one.differences}])
    return found


def _answers(ledger: Ledger, asked: Merge, bases: Bases) -> list[Answer]:
    """Read the answers of a merge again, as they came."""
    found: dict[str, Answer] = {}
    for file in ledger.select(IncomingFile, merge=asked.number):
        copy = ledger.copy_of(file.id_text)
        if copy is not None and file.sha256 not in found:
            tables = bases.tables_of_answer(file)
            found[file.sha256] = Answer(copy, file.file_name, file.sha256, tables)
    return [*found.values()]
