"""Texts that were changed outside of the workbook, merged into it as answers are.

Rules: what one side has changed is taken; what both have changed differently is asked on the
sheet Konflikter, and answered by ``resolve``. All files of a run are merged at once, so their
order says nothing. The files, and what was read in them, are kept. To merge the same file
again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Fault
from shk_xl.exchange import archive
from shk_xl.exchange.intake.book_change import (
    BookChange,
    make_change,
    merges_in_force,
    settle_planned,
    settled_questions,
    shown_time,
)
from shk_xl.exchange.intake.foreign_reader import ForeignReader
from shk_xl.exchange.intake.merging import (
    Bases,
    Tables,
    asking,
    choices_on_sheet,
    new_book,
    with_sheets,
)
from shk_xl.exchange.intake.open_questions import waiting_questions
from shk_xl.exchange.intake.texts import (
    TEXTS_ID,
    TextReply,
    all_changes,
    key_values,
    reply_of,
)
from shk_xl.exchange.ledger import Ledger, folder_of, now
from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import Change, Merged
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.exchange.merge.sheets import log_rows
from shk_xl.exchange.merge.values import key_of
from shk_xl.exchange.records import IncomingFile, IncomingMessage, IntakeState, Merge
from shk_xl.exchange.versions import Reason, replace_book
from shk_xl.ooxml.user_file import read_user_file, refuse_if_locked
from shk_xl.workbook.tables_initiatives import INITIATIVES, TEXTS
from shk_xl.workbook.writing.edits import NewRow
from shk_xl.workbook.writing.write import edit_tables


@dataclass(frozen=True, slots=True)
class TextsMerged:
    """What became of the changes.

    Args:
        merged: What the merge came to; None when there was nothing to merge.
        questions: All that waits for a person; None when not known.
        number: The number of the merge; None when the workbook is as it was.
        remarks: What a person should know of the workbook.
    """

    merged: Merged | None = None
    questions: Merged | None = None
    number: int | None = None
    remarks: tuple[Fault, ...] = field(default=())

    @property
    def written(self) -> tuple[Change, ...]:
        """The changes that were written."""
        changes = self.merged.changes if self.merged else ()
        return tuple(change for change in changes if not change.already)


_NAME_OF_KEY: Final = INITIATIVES.key[0]


def merge_texts(book: Path, replies: Sequence[TextReply]) -> TextsMerged:
    """Merge changed texts into the team's workbook.

    Args:
        book: The team's workbook.
        replies: Each file's changes, in any order.

    Raises:
        Refused: Somebody has the workbook open, it can't be written, or something that was
            kept is gone; it is then as it was.
    """
    changed = [reply for reply in replies if reply.changes]
    if not changed:
        return TextsMerged()
    refuse_if_locked(book)
    data = read_user_file(book)
    with Ledger(folder_of(book)) as ledger, ForeignReader() as reader:
        settle_planned(ledger, book, data)
        return _Run(ledger, book, data, Bases(ledger, reader)).merge(changed)


@dataclass(frozen=True, slots=True)
class _Run:
    ledger: Ledger
    book: Path
    data: bytes
    bases: Bases

    def merge(self, replies: Sequence[TextReply]) -> TextsMerged:
        """Merge; the workbook is written only where something came of it."""
        prepared = self._with_rows(replies)
        ours = tables_of(prepared, file=str(self.book))
        in_force = merges_in_force(self.ledger)
        merged = merge({}, ours, [*map(reply_of, replies)], settled_questions(in_force))
        new = new_book(prepared, edits_of(merged))
        ours_now = tables_of(new.data, file=str(self.book))
        waiting = waiting_questions(self.ledger, ours_now, self.bases)
        known = {question.id for question in waiting.questions}
        asked = [question for question in merged.questions if question.id not in known]
        questions = asking(ours_now, [*waiting.questions, *asked])
        done = TextsMerged(merged, questions, remarks=new.remarks)
        if not done.written and not asked:
            return done
        before = self._before(prepared, merged)
        at, number = now(), self.ledger.next_number(Merge)
        _, chosen = choices_on_sheet(before)
        lines = log_rows(merged, shown_time(at))
        after = with_sheets(new.data, ours_now, questions, lines, chosen)
        change = BookChange(
            number=number,
            at=at,
            before=before,
            after=after,
            reason=Reason.IMPORTED,
            files=[*self._kept(replies, at)],
            counts=asdict(merged.counts),
            asked=[question.id for question in asked],
            answered=waiting.closed,
        )
        make_change(self.ledger, self.book, change)
        return TextsMerged(merged, questions, number, new.remarks)

    def _with_rows(self, replies: Sequence[TextReply]) -> bytes:
        """Give the workbook a row for every text that it lacked, so that it has a cell."""
        ours = tables_of(self.data, file=str(self.book))
        edits = [NewRow(TEXTS.name, row) for row in _missing_rows(ours, replies)]
        return edit_tables(self.data, edits).data if edits else self.data

    def _before(self, prepared: bytes, merged: Merged) -> bytes:
        """Where a question is about a new row, the workbook that it was asked about has the row."""
        if prepared is self.data or not merged.questions:
            return self.data
        replace_book(self.ledger, self.book, prepared, expected=self.data, reason=Reason.IMPORTED)
        return prepared

    def _kept(self, replies: Sequence[TextReply], at: str) -> Iterator[IncomingFile]:
        """Keep what came, and what was read in it."""
        for reply in replies:
            archive.keep(self.ledger.received, reply.data)
            archive.keep(self.ledger.received, reply.kept)
            sha256 = archive.sha256_of(reply.data)
            message = IncomingMessage(sha256, at, reply.file, reply.party, state=IntakeState.MERGED)
            position = len(self.ledger.select(IncomingFile, message_sha256=sha256))
            file = IncomingFile(
                sha256,
                position,
                archive.sha256_of(reply.kept),
                reply.file,
                TEXTS_ID,
                reply.party,
                IntakeState.STORED,
            )
            with self.ledger.transaction():
                self.ledger.insert(message, or_ignore=True)
                self.ledger.insert(file)
            yield file


def _missing_rows(ours: Tables, replies: Sequence[TextReply]) -> Iterator[Mapping[str, str]]:
    """Give the rows of texts that the workbook lacks, about what it has."""
    shape = SHAPES[TEXTS.name]
    initiatives = ours[INITIATIVES.name].rows if INITIATIVES.name in ours else {}
    table = ours.get(TEXTS.name)
    if table is None:
        return
    seen = {*table.rows, *table.twice}
    for change in all_changes(replies):
        values = key_values(change)
        key = key_of(dict(values), shape.key)
        code = key_of({_NAME_OF_KEY: change.key[0]}, (_NAME_OF_KEY,))
        has_owner = not change.key[0] or code in initiatives
        if change.table == TEXTS.name and key not in seen and has_owner:
            seen.add(key)
            yield {title: value for title, value in values.items() if value}
