"""A receipt to each party: what of its answer was taken, what waits, and what was not taken.

Rules: a draft through the outbox, that a person reads and sends. It tells a party of its own
answer and of nobody else's. The address comes from the table Parter; for a party without one
the receipt is kept as text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from shk_xl.exchange import outbox
from shk_xl.exchange.intake.receive import Received
from shk_xl.exchange.ledger import Ledger, folder_of, now
from shk_xl.exchange.merge.differences import Difference
from shk_xl.exchange.merge.outcome import Merged
from shk_xl.exchange.merge.tables import MergeTable, key_in_words
from shk_xl.exchange.merge.values import CLEARED, in_words
from shk_xl.exchange.message import Letter
from shk_xl.exchange.records import OutgoingMessage, Receipt
from shk_xl.exchange.transports.draft import DraftFiles, draft_path
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import make_folder
from shk_xl.wording import what_and_remedy
from shk_xl.wording.intake import RECEIPT, RECEIPT_PARTS, RECEIPT_SUBJECT
from shk_xl.workbook.schema import ABOUT_TABLE
from shk_xl.workbook.tables_registers import PARTIES

_MOST_LINES: Final = 200
_LONGEST: Final = 300
_EMPTY: Final = "tomt"
_PARTNERSHIP: Final = ("samverkan",)


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
    found = (one for one in received.found if one.merged_now and one.copy is not None)
    rounds = {one.copy.party: one.copy.round for one in found if one.copy is not None}
    with Ledger(folder_of(book)) as ledger:
        made = [
            _receipt(ledger, merged, number, party, round_)
            for party, round_ in sorted(rounds.items())
        ]
        messages = [one for one in made if isinstance(one, OutgoingMessage)]
        outbox.deliver(ledger, DraftFiles(ledger.outgoing), messages, lambda _message: None)
        drafts = [draft_path(ledger.outgoing, message) for message in messages]
    return [*drafts, *(one for one in made if isinstance(one, Path))]


def _receipt(
    ledger: Ledger, merged: Merged, number: int, party: str, round_: int
) -> OutgoingMessage | Path:
    """Queue a receipt, or keep it as text for a party without an address."""
    sender = _fact(merged.ours, _PARTNERSHIP) or "Processtödet"
    body = receipt_text(merged, party, round_, sender)
    subject = RECEIPT_SUBJECT.format(round=round_, number=number)
    recipient = _address(merged.ours, party)
    if not recipient:
        folder = ledger.outgoing / f"kvitto-{number}"
        make_folder(folder)
        position = [*sorted(d.source.party for d in merged.differences), party].index(party)
        path = folder / f"kvitto-{number}-{position}.txt"
        write_atomically(path, f"{party}\n{subject}\n\n{body}".encode())
        return path
    with ledger.transaction():
        letter = Letter(recipient, subject, body)
        message = outbox.queue(
            ledger, letter, round_number=round_, party=party, via=DraftFiles.name, sender=None
        )
        ledger.insert(Receipt(number, party, message.key, now()), or_ignore=True)
    return message


def receipt_text(merged: Merged, party: str, round_: int, sender: str) -> str:
    """Write a receipt.

    Args:
        merged: What the run came to.
        party: To whom.
        round_: The number of the round that the party answered.
        sender: Who writes.
    """
    files = dict.fromkeys(d.source.file for d in merged.differences if d.source.party == party)
    parts = [
        _part(heading, [*lines])
        for heading, lines in zip(
            RECEIPT_PARTS,
            (_taken(merged, party), _waiting(merged, party), _told(merged, party)),
            strict=True,
        )
    ]
    return RECEIPT.format(
        party=party,
        round=round_,
        files=", ".join(files) or "–",
        parts="\n".join(parts),
        sender=sender,
    )


def _part(heading: str, lines: Sequence[str]) -> str:
    shown = [f"  - {line}" for line in lines[:_MOST_LINES]]
    if len(lines) > _MOST_LINES:
        shown.append(f"  … och {len(lines) - _MOST_LINES} till")
    return "\n".join([f"{heading}: {len(lines)}", *shown, ""])


def _taken(merged: Merged, party: str) -> Iterator[str]:
    for change in merged.changes:
        if _is_about(change.differences, party):
            sheet = merged.ours[change.table].shape.sheet
            where = _where(sheet, key_in_words(change.key_values), change.title)
            before = _short(in_words(change.before)) or _EMPTY
            after = _short(in_words(change.value)) or CLEARED
            yield f"{where}: fanns redan" if change.already else f"{where}: {before} → {after}"


def _waiting(merged: Merged, party: str) -> Iterator[str]:
    for question in merged.questions:
        if _is_about(question.differences, party):
            key = key_in_words(question.key_values)
            where = _where(question.sheet, key, ", ".join(question.titles))
            yield f"{where} ({question.asked.value.casefold()})"


def _told(merged: Merged, party: str) -> Iterator[str]:
    for notice in merged.notices:
        if _is_about(notice.differences, party):
            place = notice.fault.place
            yield f"{_where(place.sheet, place.cell)}: {_short(what_and_remedy(notice.fault))}"


def _is_about(differences: Iterable[Difference], party: str) -> bool:
    return any(difference.source.party == party for difference in differences)


def _where(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _LONGEST else f"{plain[:_LONGEST]}…"


def _address(ours: Mapping[str, MergeTable], party: str) -> str:
    """Find a party's address in the team's workbook; empty when it has none."""
    title = PARTIES.column_of("email").title
    row = ours[PARTIES.name].rows.get((party.casefold(),)) if PARTIES.name in ours else None
    return str((row.values.get(title) if row else None) or "").strip()


def _fact(ours: Mapping[str, MergeTable], key: tuple[str]) -> str:
    row = ours[ABOUT_TABLE].rows.get(key) if ABOUT_TABLE in ours else None
    return in_words(next(iter(row.content.values()), None)) if row else ""
