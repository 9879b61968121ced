"""Answers received: kept, taken apart, recognised and merged, all of it in one run.

Rules: the bytes are kept, and in the ledger, before anything looks into them. A run also takes
up what earlier runs kept and could not merge. One bad file never stops the others. What came in
ends in exactly one state, which is counted. A run that is killed anywhere is made good by the
next one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.exchange import archive
from shk_xl.exchange.intake.arrivals import Arrival, Unreadable
from shk_xl.exchange.intake.book_change import (
    BookChange,
    make_change,
    merges_in_force,
    settle_planned,
    settled_questions,
    shown_time,
)
from shk_xl.exchange.intake.examine import Accepted, Examined, Examiner, Found
from shk_xl.exchange.intake.foreign_reader import ForeignReader
from shk_xl.exchange.intake.merging import (
    Answer,
    Bases,
    Tables,
    asking,
    choices_on_sheet,
    new_book,
    with_sheets,
)
from shk_xl.exchange.intake.open_questions import waiting_questions
from shk_xl.exchange.intake.recognise import Parties
from shk_xl.exchange.ledger import Ledger, folder_of, now
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import Merged
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.sheets import FILE, HOW, LOG_WIDTHS, WHEN, WHO, Row, log_rows
from shk_xl.exchange.records import IncomingFile, IncomingMessage, IntakeState, Merge
from shk_xl.exchange.versions import Reason
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.wording.intake import differences_in_words

_UNFINISHED: Final = (IntakeState.STORED, IntakeState.WAITING)
_READ: Final = "Svaret är inläst: {differences} mot kopian"


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person asks of a run.

    Args:
        accepted: What is said of answers that wait.
        repeat: Merge also what was merged before.
        dry_run: Write nothing.
    """

    accepted: tuple[Accepted, ...] = ()
    repeat: bool = False
    dry_run: bool = False


class UnaccountedError(AssertionError):
    """Something that came in has no state: the program is wrong, not its input."""


@dataclass(slots=True)
class Received:
    """What became of a run.

    Args:
        examined: Everything that came in, and what earlier runs had left.
        unreadable: What was pointed at and could not be read.
        came_in: How much that is together, counted as it came.
        merged: What the merge came to; None when there was nothing to merge.
        questions: All that waits for a person, of earlier runs too; None when not known.
        number: The number of the merge.
        remarks: What a person should know of the workbook.
        refused: Why the answers could not be merged.
    """

    examined: list[Examined] = field(default_factory=list)
    unreadable: list[Unreadable] = field(default_factory=list)
    came_in: int = 0
    merged: Merged | None = None
    questions: Merged | None = None
    number: int | None = None
    remarks: tuple[Fault, ...] = ()
    refused: tuple[Fault, ...] = ()

    @property
    def found(self) -> list[Found]:
        """Every workbook, in all that came in."""
        return [one for examined in self.examined for one in examined.found]

    def tally(self) -> Mapping[IntakeState, int]:
        """Count what came in by its state.

        Raises:
            UnaccountedError: It doesn't sum to what came in.
        """
        counted = Counter(one.state for one in self.examined)
        counted[IntakeState.REFUSED] += len(self.unreadable)
        if counted[IntakeState.STORED] or sum(counted.values()) != self.came_in:
            raise UnaccountedError(dict(counted), self.came_in)
        return {state: counted[state] for state in IntakeState if state is not IntakeState.STORED}


def known_names(book: Path) -> frozenset[str]:
    """Give the names of all that has come in for a workbook."""
    with Ledger.peek(folder_of(book)) as ledger:
        return frozenset(message.name for message in ledger.select(IncomingMessage))


def receive(book: Path, arrivals: Iterable[Arrival | Unreadable], wishes: Wishes) -> Received:
    """Receive answers.

    Args:
        book: The team's workbook.
        arrivals: What came, in any order.
        wishes: What a person asks.

    Returns:
        What became of each. Answers that could be read and not written, since the workbook is
        open in a program for example, wait for the next run, and ``refused`` says why.

    Raises:
        Refused: There is no such workbook, or it is none of ours; what came is kept.
    """
    read_user_file(book)  # before a folder is made beside a name that was misspelt
    folder = folder_of(book)
    opened = Ledger.peek(folder) if wishes.dry_run else Ledger(folder)
    with opened as ledger, ForeignReader() as reader:
        received = Received()
        taken = [*_take_in(ledger, arrivals, received, wishes)]
        data = read_user_file(book)
        ours = tables_of(data, file=str(book))
        if not wishes.dry_run:
            settle_planned(ledger, book, data)
        taken += _left(ledger, {message.sha256 for _, message, _ in taken})
        received.came_in = len(taken) + len(received.unreadable)
        parties = Parties.of(ours)
        examiner = Examiner(ledger, reader, parties, wishes.accepted, repeat=wishes.repeat)
        _examine(examiner, taken, received)
        run = _Run(ledger, reader, book, data, ours, received, wishes)
        run.merge_answers()
        run.record()
        received.tally()
        return received


_Taken = tuple[Arrival, IncomingMessage, bool]


def _take_in(
    ledger: Ledger, arrivals: Iterable[Arrival | Unreadable], received: Received, wishes: Wishes
) -> Iterator[_Taken]:
    """Keep what comes, each thing before the next is looked at."""
    for arrival in arrivals:
        if isinstance(arrival, Unreadable):
            received.unreadable.append(arrival)
            continue
        sha256 = archive.sha256_of(arrival.data)
        known = ledger.select(IncomingMessage, sha256=sha256)
        message = known[0] if known else IncomingMessage(sha256, now(), arrival.name)
        if not wishes.dry_run:
            archive.keep(ledger.received, arrival.data)
            ledger.insert(message, or_ignore=True)
        yield arrival, message, bool(known)


def _left(ledger: Ledger, in_this_run: set[str]) -> Iterator[_Taken]:
    """Give what earlier runs kept and did not finish."""
    for state in _UNFINISHED:
        for message in ledger.select(IncomingMessage, state=state):
            if message.sha256 not in in_this_run:
                data = archive.kept(ledger.received, message.sha256)
                yield Arrival(message.name, data), message, False


def _examine(examiner: Examiner, taken: list[_Taken], received: Received) -> None:
    """Judge all that came; of the same bytes twice in a run, the second is only told."""
    seen: set[str] = set()
    for arrival, message, again in taken:
        if message.sha256 in seen:
            fault = Fault("arrival_twice", Place(arrival.name))
            twice = replace(
                message, name=arrival.name, state=IntakeState.SEEN_BEFORE, reason=fault.code
            )
            received.examined.append(Examined(twice, faults=(fault,), again=True))
        else:
            seen.add(message.sha256)
            received.examined.append(examiner.examine(arrival, message, again=again))


@dataclass(slots=True)
class _Run:
    """The second half of a run: what was found, merged and told."""

    ledger: Ledger
    reader: ForeignReader
    book: Path
    data: bytes
    ours: Tables
    received: Received
    wishes: Wishes

    def merge_answers(self) -> None:
        """Merge what can be merged; what can't be written waits."""
        bases = Bases(self.ledger, self.reader)
        replies = {one.record.sha256: reply for one, reply in self._replies(bases)}
        if not replies:
            return
        self.record()
        try:
            self._merge(bases, [*replies.values()])
        except Refused as refused:
            self.received.refused = refused.faults
        merged = not self.received.refused
        for one in self.received.found:
            if one.is_to_merge and not merged:
                one.settle(IntakeState.WAITING, *self.received.refused)
            elif one.is_to_merge and one.record.sha256 in replies:
                del replies[one.record.sha256]
                one.settle(IntakeState.MERGED)
                one.record = replace(one.record, merge=self.received.number)
                one.merged_now = True
            elif one.is_to_merge:
                place, number = Place(one.record.file_name), self.received.number
                fault = Fault("answer_merged_before", place, {"merge": number})
                one.settle(IntakeState.SEEN_BEFORE, fault)

    def record(self) -> None:
        """Write in the ledger what is known by now; a message's second coming changes nothing."""
        for examined in self.received.examined:
            examined.settle()
        if self.wishes.dry_run:
            return
        for one in self.received.found:
            if one.copy is not None:
                archive.keep(self.ledger.received, one.data)
        with self.ledger.transaction():
            for examined in self.received.examined:
                if examined.record.reason != "arrival_twice":
                    _record(self.ledger, examined)

    def _replies(self, bases: Bases) -> Iterator[tuple[Found, Reply]]:
        for one in self.received.found:
            if one.is_to_merge and one.copy is not None and one.tables is not None:
                answer = Answer(one.copy, one.record.file_name, one.record.sha256, one.tables)
                try:
                    yield one, bases.reply(answer)
                except Refused as refused:
                    one.settle(IntakeState.WAITING, *refused.faults)

    def _merge(self, bases: Bases, replies: list[Reply]) -> None:
        in_force = merges_in_force(self.ledger)
        settled = settled_questions(in_force)
        merged = merge({}, self.ours, replies, settled)
        new = new_book(self.data, edits_of(merged))
        ours = tables_of(new.data, file=str(self.book))
        waiting = waiting_questions(self.ledger, ours, bases)
        asked = asking(ours, [*waiting.questions, *merged.questions])
        at = now()
        lines = [*_answers_read(merged, shown_time(at)), *log_rows(merged, shown_time(at))]
        _, chosen = choices_on_sheet(self.data)
        after = with_sheets(new.data, ours, asked, lines, chosen)
        self.received.number = self.ledger.next_number(Merge)
        if not self.wishes.dry_run:
            make_change(self.ledger, self.book, self._change(merged, after, at, waiting.closed))
        self.received.merged = merged
        self.received.questions = asked
        self.received.remarks = new.remarks

    def _change(self, merged: Merged, after: bytes, at: str, closed: tuple[str, ...]) -> BookChange:
        counts = merged.counts
        files: dict[str, IncomingFile] = {}
        for one in self.received.found:
            if one.is_to_merge:
                files.setdefault(one.record.sha256, one.record)
        return BookChange(
            number=self.received.number or 0,
            at=at,
            before=self.data,
            after=after,
            reason=Reason.MERGED,
            files=[*files.values()],
            counts=asdict(counts),
            asked=[question.id for question in merged.questions],
            answered=closed,
        )


def _record(ledger: Ledger, examined: Examined) -> None:
    record = examined.record
    ledger.insert(record, or_ignore=True)
    ledger.update(
        record,
        sender=record.sender,
        message_id=record.message_id,
        state=record.state,
        reason=record.reason,
        values=_storable(record.values),
    )
    for one in examined.found:
        file = replace(one.record, values=_storable(one.record.values))
        ledger.insert(file, or_ignore=True)
        ledger.update(
            file,
            id_text=file.id_text,
            party=file.party,
            state=file.state,
            reason=file.reason,
            values=file.values,
            merge=file.merge,
        )


def _storable(values: Mapping[str, str | int | None]) -> dict[str, str | int | None]:
    return dict(values)


def _answers_read(merged: Merged, when: str) -> Iterator[Row]:
    """Give a line for each answer that differs from its copy."""
    counted = Counter(difference.source for difference in merged.differences)
    for source in sorted(counted, key=lambda source: source.label):
        how = _READ.format(differences=differences_in_words(counted[source]))
        blank: Row = dict.fromkeys(LOG_WIDTHS)
        yield {**blank, WHEN: when, WHO: source.label, FILE: source.file, HOW: how}
