"""The button Skicka till parter: a copy to each party as a draft, as ``shk-xl send`` makes them.

Rules: nothing is sent, and nothing is written before the person has seen who gets what and
agreed. What is written is what was shown, to the byte.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Final

import xlwings

from shk_xl.domain.faults import Fault, refuse
from shk_xl.excel.live.book import read_live
from shk_xl.excel.live.folder import open_folder
from shk_xl.excel.live.saved_file import Person, is_on_web, saved_file
from shk_xl.exchange import dispatch, outbox
from shk_xl.exchange.dispatch import Plan, Planned
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.records import OutboxState, OutgoingMessage
from shk_xl.exchange.request import TIME_TO_ANSWER, Request
from shk_xl.exchange.transports.draft import DraftFiles
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.wording import in_words
from shk_xl.wording.live import (
    DRAFTS_MADE,
    DRAFTS_NOT_MADE,
    MORE_PARTIES,
    NOTHING_SENT,
    PREVIEW_OF_PARTY,
    PREVIEW_OF_ROUND,
)
from shk_xl.wording.mail import ASK, REASONS, short_hash, size
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.reading.read_workbook import ReadWorkbook

MOST_PARTIES: Final = 10
"""How many parties a message shows before the rest are counted."""
MOST_REMARKS: Final = 5
"""The same for warnings, and for notes."""


def send_to_parties(book: xlwings.Book, person: Person) -> str:
    """Show the round, and make the drafts when the person agrees.

    Args:
        book: The open workbook.
        person: Asked before anything is saved or written.

    Returns:
        How many drafts lie where, and what to do next.

    Raises:
        Refused: What the person must settle first; nothing was written then, or the first
            thing that could not be.
    """
    path = saved_file(book, person)
    if path is None:
        return NOTHING_SENT
    person.progress("Läser arbetsboken …")
    data = read_user_file(path)
    workbook = read_portfolio_bytes(data, file=path.name)
    if is_on_web(book) and read_live(book).portfolio != workbook.portfolio:
        raise refuse("book_not_synced")
    plan, request = _planned(workbook, data, path, person)
    if not person.ask(_preview(plan, request)):
        return NOTHING_SENT
    messages = _drafted(plan, data, path, person)
    return _told(messages, path)


def _planned(
    workbook: ReadWorkbook, data: bytes, path: Path, person: Person
) -> tuple[Plan, Request]:
    """Plan the round that ``shk-xl send BOOK --all`` makes."""
    parties = dispatch.chosen_parties(workbook, None)
    sender, reply_to = dispatch.asker(workbook.portfolio, "")
    today = date.today()  # noqa: DTZ011 - the person's own day
    request = Request(ASK, today + TIME_TO_ANSWER, sender, reply_to, today)
    with Ledger.peek(folder_of(path)) as ledger:
        plan = dispatch.plan(
            ledger,
            workbook,
            parties,
            request,
            stem=path.stem,
            data=data,
            progress=lambda done, count, party: person.progress(
                f"Kopia {done} av {count}: {party}"
            ),
        )
    return plan, request


def _drafted(plan: Plan, data: bytes, path: Path, person: Person) -> list[OutgoingMessage]:
    """Keep the round, and write its drafts."""
    person.progress("Skriver utkasten …")
    with Ledger(folder_of(path)) as ledger:
        transport = DraftFiles(ledger.outgoing)
        outbox.settle_interrupted(ledger)
        messages = dispatch.commit(
            ledger,
            plan,
            data,
            path.suffix.lower(),
            via=transport.name,
            sender=transport.sender,
        )
        outbox.deliver(ledger, transport, messages)
        return ledger.select(OutgoingMessage, round=plan.round.number)


def _preview(plan: Plan, request: Request) -> str:
    shown = [_of_party(planned) for planned in plan.letters[:MOST_PARTIES]]
    more = len(plan.letters) - MOST_PARTIES
    if more > 0:
        shown.append(MORE_PARTIES.format(count=more))
    head = PREVIEW_OF_ROUND.format(
        round=plan.round.number,
        count=len(plan.letters),
        ask=request.asked,
        due=plan.round.due,
        reply_to=request.reply_to,
    )
    remarks = (*_listed("Se upp:", plan.warnings), *_listed("Att veta:", plan.notes))
    return "\n\n".join([head, "\n".join(shown), *remarks, "Göra utkasten?"])


def _of_party(planned: Planned) -> str:
    summary = planned.copy.summary
    return PREVIEW_OF_PARTY.format(
        party=summary.party,
        address=planned.letter.recipient,
        file=summary.file_name,
        size=size(summary.size),
        cells=summary.cells,
        hash=short_hash(summary.sha256),
    )


def _listed(title: str, faults: Sequence[Fault]) -> Iterator[str]:
    if faults:
        lines = [f"• {in_words(fault)}" for fault in faults[:MOST_REMARKS]]
        more = len(faults) - MOST_REMARKS
        yield "\n".join([title, *lines, *([f"… och {more} till."] if more > 0 else [])])


def _told(messages: Sequence[OutgoingMessage], path: Path) -> str:
    """Say what became of the round, and show the folder where there is something in it."""
    drafted = [message for message in messages if message.state is OutboxState.DRAFTED]
    left = [message for message in messages if message.state is not OutboxState.DRAFTED]
    told = []
    if drafted:
        folder = folder_of(path) / "ut" / f"utskick-{drafted[0].round}"
        told.append(DRAFTS_MADE.format(count=len(drafted), folder=folder, book=path.name))
        if not open_folder(folder):
            told.append("Mappen gick inte att visa; öppna den själv.")
    if left:
        reason = REASONS[left[0].reason].format(answer=left[0].answer)
        told.append(DRAFTS_NOT_MADE.format(count=len(left), reason=reason, book=path.name))
    return "\n\n".join(told)
