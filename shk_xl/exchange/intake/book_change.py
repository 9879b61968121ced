"""A change of the team's workbook that the ledger and the workbook tell alike, whatever happens.

Rules: the ledger says first what is going to happen, then the workbook is replaced in one step,
then the ledger says that it happened. A run that was killed in between left a change that is
only planned; the next run looks at the workbook, and either finishes it or takes it back. To
merge once more what was taken back is harmless: what is there already isn't written again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Refused
from shk_xl.exchange import archive, versions
from shk_xl.exchange.ledger import Ledger, now
from shk_xl.exchange.merge.sheets import LOG_SHEET, WHEN
from shk_xl.exchange.records import IncomingFile, IntakeState, Merge
from shk_xl.exchange.versions import Reason
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.workbook.writing.report_sheet import read_report_sheet

_PLANNED: Final = "planned"
_REASON: Final = "reason"
_ASKED: Final = "asked"
_ANSWERED: Final = "answered"
_SETTLED: Final = "settled"

Counts = Mapping[str, str | int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class BookChange:
    """A change of the workbook.

    Args:
        number: The number that the merge gets.
        at: When, as the ledger writes it.
        before: What the workbook holds.
        after: What it is to hold.
        reason: Why.
        files: The answers that are merged by it.
        counts: How many changes, conflicts, proposals and notices, by name.
        asked: The ids of the questions that it asks.
        answered: The ids of the questions that it answers.
        settled: Those of them where our own stands.
    """

    number: int
    at: str
    before: bytes
    after: bytes
    reason: Reason
    files: Sequence[IncomingFile] = ()
    counts: Counts
    asked: Sequence[str] = ()
    answered: Sequence[str] = ()
    settled: Sequence[str] = ()


def make_change(ledger: Ledger, book: Path, change: BookChange) -> Merge:
    """Change the workbook, and tell it in the ledger.

    Args:
        ledger: Of the workbook's exchange, open.
        book: The workbook.
        change: What is to happen.

    Raises:
        Refused: The workbook is open in a program, was saved in between, or can't be written.
            Then it is as it was, and so is the ledger.
    """
    planned = Merge(
        change.number,
        change.at,
        archive.sha256_of(change.before),
        archive.sha256_of(change.after),
        {
            **change.counts,
            _ASKED: " ".join(change.asked),
            _ANSWERED: " ".join(change.answered),
            _SETTLED: " ".join(change.settled),
            _REASON: change.reason.value,
            _PLANNED: 1,
        },
    )
    with ledger.transaction():
        ledger.insert(planned)
        for file in change.files:
            ledger.update(file, merge=planned.number)
    try:
        if change.after != change.before:
            versions.replace_book(
                ledger,
                book,
                change.after,
                expected=change.before,
                reason=change.reason,
                merge=planned.number,
            )
    except Refused:
        if not _holds(book, change.after):  # else the next run finishes it
            _take_back(ledger, planned)
        raise
    return _finish(ledger, planned)


def settle_planned(ledger: Ledger, book: Path, data: bytes) -> None:
    """Finish, or take back, what a killed run had planned.

    Args:
        ledger: Of the workbook's exchange, open.
        book: The workbook.
        data: What it holds now.
    """
    planned = [merge for merge in ledger.select(Merge) if merge.counts.get(_PLANNED)]
    if not planned:
        return
    sha256 = archive.sha256_of(data)
    logged = {row.get(WHEN) for row in read_report_sheet(data, LOG_SHEET) or ()}
    for merge in planned:
        is_there = merge.after_sha256 == sha256 or shown_time(merge.at) in logged
        if not is_there:
            _take_back(ledger, merge)
            continue
        if merge.after_sha256 == sha256:
            reason = Reason(str(merge.counts[_REASON]))
            ending = book.suffix.lower()
            versions.keep_version(ledger, data, ending, reason, merge=merge.number)
        _finish(ledger, merge)


def merges_in_force(ledger: Ledger) -> list[Merge]:
    """Give the merges whose values the workbook has."""
    return [m for m in ledger.select(Merge) if not m.undone_at and not m.counts.get(_PLANNED)]


def open_questions(merges: Iterable[Merge]) -> dict[int, list[str]]:
    """Give the ids of the questions that nobody has answered, by the merge that asked them."""
    found = [*merges]
    answered = {id_ for merge in found for id_ in _ids(merge, _ANSWERED)}
    opened = {
        merge.number: [id_ for id_ in _ids(merge, _ASKED) if id_ not in answered] for merge in found
    }
    return {number: ids for number, ids in opened.items() if ids}


def settled_questions(merges: Iterable[Merge]) -> frozenset[str]:
    """Give the ids of the questions where a person has said that our own stands."""
    return frozenset(id_ for merge in merges for id_ in _ids(merge, _SETTLED))


def _ids(merge: Merge, name: str) -> list[str]:
    return str(merge.counts.get(name) or "").split()


def _holds(book: Path, data: bytes) -> bool:
    try:
        return read_user_file(book) == data
    except Refused:
        return False


def _finish(ledger: Ledger, merge: Merge) -> Merge:
    """Say that a planned change has happened, and that its answers are merged."""
    counts = {name: value for name, value in merge.counts.items() if name != _PLANNED}
    with ledger.transaction():
        ledger.update(merge, counts=counts)
        for file in ledger.select(IncomingFile, merge=merge.number):
            ledger.update(file, state=IntakeState.MERGED, reason="", values={})
    return replace(merge, counts=counts)


def _take_back(ledger: Ledger, merge: Merge) -> None:
    """Say that a planned change never happened."""
    counts = {name: value for name, value in merge.counts.items() if name != _PLANNED}
    with ledger.transaction():
        ledger.update(merge, counts=counts, undone_at=now())
        for file in ledger.select(IncomingFile, merge=merge.number):
            ledger.update(file, merge=None)


def shown_time(at: str) -> str:
    """Give a moment of the ledger as it stands in the sheet Ändringslogg: local time."""
    return datetime.fromisoformat(at).astimezone().strftime("%Y-%m-%d %H:%M:%S")
