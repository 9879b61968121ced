"""What came in, taken apart and judged: each message, and each workbook in it.

Rules: looked at only when the raw bytes are kept. Nothing is written here; what is found are
the ledger's records, with their states. Nothing is parsed here, but in a process of its own.
What can't be used is told with its reason, and what came before is told too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import ClassVar, Final

from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.exchange.archive import sha256_of
from shk_xl.exchange.intake.arrivals import Arrival
from shk_xl.exchange.intake.foreign import ForeignBook
from shk_xl.exchange.intake.foreign_reader import NOT_STARTED, ForeignReader
from shk_xl.exchange.intake.kinds import Kind, judge
from shk_xl.exchange.intake.letters import Attachment, Letter
from shk_xl.exchange.intake.recognise import Parties, Sender, find_copy, recognise
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.exchange.records import Copy, IncomingFile, IncomingMessage, IntakeState, Merge

_PATIENCE: Final = 10.0
"""Seconds for the files of one message; an honest one takes a tenth of a second for each."""
_MOST_URGENT_FIRST: Final = (
    IntakeState.WAITING,
    IntakeState.REFUSED,
    IntakeState.MERGED,
    IntakeState.STORED,
    IntakeState.SEEN_BEFORE,
    IntakeState.NO_WORKBOOK,
)


@dataclass(slots=True)
class Found:
    """A workbook, or what may hold one.

    Args:
        record: What the ledger says of it.
        data: Its bytes.
        sender: Who sent it, as far as the innermost message says.
        faults: Why it waits or was refused; more than the ledger keeps.
        warnings: What a person should know.
        copy: The copy that it answers.
        tables: What it holds, when it is to be merged.
        merged_now: This run merged it.
    """

    record: IncomingFile
    data: bytes
    sender: str
    faults: tuple[Fault, ...] = ()
    warnings: list[Fault] = field(default_factory=list)
    copy: Copy | None = None
    tables: Mapping[str, MergeTable] | None = None
    merged_now: bool = False

    @property
    def is_to_merge(self) -> bool:
        """Whether all that is needed to merge it is there."""
        return self.copy is not None and self.record.state is IntakeState.STORED

    def settle(self, state: IntakeState, *faults: Fault) -> None:
        """Give it a state, and say why."""
        self.faults = faults
        reason, values = (faults[0].code, faults[0].values) if faults else ("", {})
        self.record = replace(self.record, state=state, reason=reason, values=values)


@dataclass(slots=True)
class Examined:
    """A message or a bare file, with what was found in it.

    Args:
        record: What the ledger says of it.
        found: The workbooks in it.
        faults: What is told of the message itself.
        others: The names of its other files, which are none of our business.
        again: The same bytes came before.
    """

    record: IncomingMessage
    found: list[Found] = field(default_factory=list)
    faults: tuple[Fault, ...] = ()
    others: tuple[str, ...] = ()
    again: bool = False

    @property
    def state(self) -> IntakeState:
        """What became of it in this run."""
        before = self.again and not any(one.merged_now for one in self.found)
        if before and self.record.state is IntakeState.MERGED:
            return IntakeState.SEEN_BEFORE
        return self.record.state

    def settle(self) -> None:
        """Give the message the state that its workbooks come to."""
        states = {one.record.state for one in self.found}
        state = next((s for s in _MOST_URGENT_FIRST if s in states), self.record.state)
        told = next((one for one in self.found if one.record.state is state), None)
        if told is not None:
            reason, values = told.record.reason, told.record.values
            self.record = replace(self.record, state=state, reason=reason, values=values)


@dataclass(frozen=True, slots=True)
class Accepted:
    """What a person has said of an answer that waits.

    Args:
        answer: The beginning of the answer's hash.
        copy: ``PART`` or ``PART/UTSKICK``; empty for the one that was proposed.
    """

    SHORTEST: ClassVar[int] = 6

    answer: str
    copy: str = ""


@dataclass(frozen=True, slots=True)
class Examiner:
    """Looks at what came in.

    Args:
        ledger: Of the workbook's exchange, open; only read.
        reader: Reads what came.
        parties: Whose addresses are known.
        accepted: What a person has said.
        repeat: Merge also what was merged before.
    """

    ledger: Ledger
    reader: ForeignReader
    parties: Parties
    accepted: Sequence[Accepted] = ()
    repeat: bool = False
    books: dict[str, ForeignBook] = field(default_factory=dict)
    """What has been read already, by the file's hash."""

    def examine(self, arrival: Arrival, message: IncomingMessage, *, again: bool) -> Examined:
        """Take something apart and judge it.

        Args:
            arrival: What came.
            message: What the ledger says of it so far.
            again: The same bytes came before.
        """
        examined = Examined(message, again=again)
        judged = judge(arrival.name, arrival.data)
        if judged.kind is Kind.MESSAGE:
            self._open(examined, arrival.data)
        elif judged.kind is Kind.OTHER:
            _no_workbook(examined, Fault("file_no_workbook", Place(arrival.name)))
        else:
            only = Attachment(arrival.name, arrival.data, judged.kind, judged.code, "")
            self._take(examined, [only])
        examined.settle()
        return examined

    def _open(self, examined: Examined, data: bytes) -> None:
        """Take a message apart."""
        place = Place(examined.record.name)
        try:
            letter = self.reader.letter(data, file=examined.record.name)
        except Refused as refused:
            faults = tuple(replace(fault, place=place) for fault in refused.faults)
            _end(examined, _state_after(refused), faults)
            return
        examined.record = replace(
            examined.record, sender=letter.sender, message_id=letter.message_id
        )
        if letter.machine == "letter_is_bounce":
            failed = ", ".join(letter.failed) or "–"
            _no_workbook(examined, Fault(letter.machine, place, {"failed": failed}))
            return
        examined.others = tuple(letter.others)
        self._take(examined, letter.attachments)
        if not letter.attachments:
            _end_without(examined, letter, place)
        elif letter.faults:
            examined.faults = tuple(replace(fault, place=place) for fault in letter.faults)

    def _take(self, examined: Examined, files: Sequence[Attachment]) -> None:
        """Judge every workbook of a message."""
        message = examined.record
        known = {
            file.position: file
            for file in self.ledger.select(IncomingFile, message_sha256=message.sha256)
        }
        start = monotonic()
        for position, file in enumerate(files):
            sha256 = sha256_of(file.data)
            new = IncomingFile(message.sha256, position, sha256, file.name)
            one = Found(known.get(position, new), file.data, file.sender)
            examined.found.append(one)
            if file.kind is Kind.CLOSED:
                one.settle(IntakeState.REFUSED, Fault(file.code, Place(file.name)))
            elif monotonic() - start > _PATIENCE:
                one.settle(IntakeState.REFUSED, Fault("reading_given_up", Place(file.name)))
            elif one.record.state is not IntakeState.MERGED or self._is_undone(one.record):
                self._judge(one)
            else:
                merged = {"merge": one.record.merge}
                one.faults = (Fault("answer_merged_before", Place(file.name), merged),)

    def _judge(self, one: Found) -> None:
        """Find out whether a workbook can be merged, and with what."""
        name = one.record.file_name
        merged = self.ledger.select(
            IncomingFile, sha256=one.record.sha256, state=IntakeState.MERGED
        )
        before = [file for file in merged if not self._is_undone(file)]
        if before and not self.repeat:
            fault = Fault("answer_merged_before", Place(name), {"merge": before[0].merge})
            one.settle(IntakeState.SEEN_BEFORE, fault)
            return
        try:
            book = self._read(one)
        except Refused as refused:
            one.settle(_state_after(refused), *refused.faults)
            return
        self._find_copy(one, book)
        one.tables = book.tables

    def _read(self, one: Found) -> ForeignBook:
        sha256 = one.record.sha256
        if sha256 not in self.books:
            self.books[sha256] = self.reader.book(one.data, file=one.record.file_name)
        return self.books[sha256]

    def _find_copy(self, one: Found, book: ForeignBook) -> None:
        """Find the copy that an answer was made from, or ask."""
        name, record = one.record.file_name, one.record
        said = next((a for a in self.accepted if record.sha256.startswith(a.answer)), None)
        found = None
        if said is not None and said.copy:
            one.copy = find_copy(self.ledger, said.copy)
        elif record.id_text:
            one.copy = self.ledger.copy_of(record.id_text)
        if one.copy is None:
            sender = Sender(one.sender, self.parties)
            found = recognise(self.ledger, book, sender, file=name, sha256=record.sha256)
            one.copy = found.copy or (found.proposed if said is not None else None)
        if one.copy is None:
            one.settle(IntakeState.WAITING, *filter(None, (found.fault if found else None,)))
            return
        one.record = replace(
            record, id_text=one.copy.id_text, party=one.copy.party, state=IntakeState.STORED
        )
        doubt = self.parties.doubt(one.sender, one.copy.party)
        if doubt is not None:
            one.warnings.append(replace(doubt, place=Place(name)))

    def _is_undone(self, file: IncomingFile) -> bool:
        """Whether the merge that took a file is no longer in the workbook."""
        if self.repeat:
            return True
        merges = self.ledger.select(Merge, number=file.merge) if file.merge else []
        return any(merge.undone_at for merge in merges)


def _state_after(refused: Refused) -> IntakeState:
    """Give the state of what can't be read: it waits when that was not its own doing."""
    was_us = refused.faults[0].code == NOT_STARTED
    return IntakeState.WAITING if was_us else IntakeState.REFUSED


def _end_without(examined: Examined, letter: Letter, place: Place) -> None:
    """Say why a message has no workbook."""
    if letter.faults:
        faults = tuple(replace(fault, place=place) for fault in letter.faults)
        _end(examined, IntakeState.REFUSED, faults)
    elif letter.machine:
        _no_workbook(examined, Fault(letter.machine, place))
    elif letter.has_link:
        _no_workbook(examined, Fault("letter_has_link", place))
    else:
        _no_workbook(examined, Fault("letter_without_workbook", place))


def _no_workbook(examined: Examined, fault: Fault) -> None:
    _end(examined, IntakeState.NO_WORKBOOK, (fault,))


def _end(examined: Examined, state: IntakeState, faults: tuple[Fault, ...]) -> None:
    examined.faults = faults
    first = faults[0]
    examined.record = replace(examined.record, state=state, reason=first.code, values=first.values)
