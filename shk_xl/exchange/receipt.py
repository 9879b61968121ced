"""Receipts: what became of a party's answer, when it came and when what waited was decided.

Rules: a draft through the outbox, that a person reads and sends. It tells a party of its own
answer and of nobody else's. The address comes from the table Parter; for a party without one
the receipt is kept as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shk_xl.domain.portfolio import PartyKind
from shk_xl.exchange import outbox
from shk_xl.exchange.intake.book_change import merges_in_force
from shk_xl.exchange.intake.receive import Received
from shk_xl.exchange.intake.resolving import ResolvedBook
from shk_xl.exchange.ledger import Ledger, folder_of, now
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.exchange.merge.values import in_words
from shk_xl.exchange.message import Letter
from shk_xl.exchange.receipt_text import decision_text, receipt_text
from shk_xl.exchange.records import IncomingFile, OutgoingMessage, Receipt
from shk_xl.exchange.transports.draft import DraftFiles, draft_path
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.safe_names import safe, shortened
from shk_xl.ooxml.user_file import make_folder, read_user_file
from shk_xl.wording.intake import DECISION_SUBJECT, RECEIPT_SENDER, RECEIPT_SUBJECT
from shk_xl.workbook.schema import ABOUT_TABLE
from shk_xl.workbook.tables_registers import PARTIES

_PARTNERSHIP: Final = ("samverkan",)
_NAME_BYTES: Final = 60

Tables = Mapping[str, MergeTable]


@dataclass(frozen=True, slots=True)
class _Told:
    """What one party is told.

    Args:
        party: Its name.
        round: The number of the round that it answered.
        subject: The subject of the letter.
        body: The letter.
    """

    party: str
    round: int
    subject: str
    body: str


def make_receipts(book: Path, received: Received) -> list[Path]:
    """Make the receipts of a run, as drafts.

    Args:
        book: The team's workbook.
        received: What the run came to.

    Returns:
        The files.

    Raises:
        Refused: They can't be written.
    """
    merged, number = received.merged, received.number
    if merged is None or number is None:
        return []
    files: dict[tuple[str, int], list[str]] = {}
    for one in received.found:
        if one.merged_now and one.copy is not None:
            files.setdefault((one.copy.party, one.copy.round), []).append(one.record.file_name)
    sender = _sender(merged.ours)
    told = [
        _Told(
            party,
            round_,
            RECEIPT_SUBJECT.format(round=round_),
            receipt_text(merged, party, round_, names, sender),
        )
        for (party, round_), names in sorted(files.items())
    ]
    with Ledger(folder_of(book)) as ledger:
        return _drafts(ledger, number, told, merged.ours)


def make_decisions(book: Path, done: ResolvedBook) -> list[Path]:
    """Tell the parties, as drafts, what was decided of what waited in their answers.

    Args:
        book: The team's workbook, with the choices applied.
        done: What became of the choices.

    Returns:
        The files.

    Raises:
        Refused: They can't be written.
    """
    if done.number is None:
        return []
    ours = tables_of(read_user_file(book), file=str(book))
    sender = _sender(ours)
    with Ledger(folder_of(book)) as ledger:
        rounds = _rounds(ledger)
        parties = {d.source.party for answer in done.answers for d in answer.question.differences}
        told = [
            _Told(
                party,
                rounds[party],
                DECISION_SUBJECT.format(round=rounds[party]),
                decision_text(done.answers, done.open, party, rounds[party], sender),
            )
            for party in sorted(parties)
        ]
        return _drafts(ledger, done.number, told, ours)


def _rounds(ledger: Ledger) -> dict[str, int]:
    """Give the last round that each party has answered, of the answers that the workbook has."""
    found: dict[str, int] = {}
    for merge in merges_in_force(ledger):
        for file in ledger.select(IncomingFile, merge=merge.number):
            copy = ledger.copy_of(file.id_text)
            if copy is not None:
                found[copy.party] = max(copy.round, found.get(copy.party, 0))
    return found


def _drafts(ledger: Ledger, number: int, told: Sequence[_Told], ours: Tables) -> list[Path]:
    """Make the drafts, and files with the text for parties without an address."""
    addresses, reply_to = _addresses(ours), _support(ours)
    messages = [
        _queued(ledger, number, one, addresses[one.party.casefold()], reply_to)
        for one in told
        if one.party.casefold() in addresses
    ]
    outbox.deliver(ledger, DraftFiles(ledger.outgoing), messages)
    drafts = [draft_path(ledger.outgoing, message) for message in messages]
    without = [one for one in told if one.party.casefold() not in addresses]
    return [*drafts, *(_as_text(ledger, number, *one) for one in enumerate(without, start=1))]


def _queued(
    ledger: Ledger, number: int, told: _Told, recipient: str, reply_to: str
) -> OutgoingMessage:
    letter = Letter(recipient, told.subject, told.body, reply_to=reply_to)
    with ledger.transaction():
        message = outbox.queue(
            ledger,
            letter,
            round_number=told.round,
            party=told.party,
            via=DraftFiles.name,
            sender=None,
        )
        ledger.insert(Receipt(number, told.party, message.key, now()), or_ignore=True)
    return message


def _as_text(ledger: Ledger, number: int, position: int, told: _Told) -> Path:
    """Keep a receipt as text."""
    folder = ledger.outgoing / f"kvitto-{number}"
    make_folder(folder)
    path = folder / f"{position}-{shortened(safe(told.party), _NAME_BYTES)}.txt"
    write_atomically(path, f"{told.party}\n{told.subject}\n\n{told.body}".encode())
    return path


def _addresses(ours: Tables) -> dict[str, str]:
    """Give the parties' addresses in the team's workbook, by name in lower case."""
    return {
        str(name).casefold(): str(address).strip()
        for name, _, address in _parties(ours)
        if name and str(address or "").strip()
    }


def _support(ours: Tables) -> str:
    """Give the address that answers go to: the support's; empty when it has none."""
    kinds = (PartyKind.SUPPORT.value.casefold(),)
    found = (
        str(address or "").strip()
        for _, kind, address in _parties(ours)
        if str(kind or "").strip().casefold() in kinds
    )
    return next(filter(None, found), "")


def _parties(ours: Tables) -> Iterator[tuple[object, object, object]]:
    titles = [PARTIES.column_of(field).title for field in ("name", "kind", "email")]
    rows: Iterable[Mapping[str, object]] = (
        (row.values for row in ours[PARTIES.name].rows.values()) if PARTIES.name in ours else ()
    )
    for values in rows:
        name, kind, address = (values.get(title) for title in titles)
        yield name, kind, address


def _sender(ours: Tables) -> str:
    """Say who writes: the partnership, or the support."""
    row = ours[ABOUT_TABLE].rows.get(_PARTNERSHIP) if ABOUT_TABLE in ours else None
    return (in_words(next(iter(row.content.values()), None)) if row else "") or RECEIPT_SENDER
