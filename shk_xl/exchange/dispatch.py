"""A round to the parties: planned whole, shown, and then kept and queued in one step.

Rules: recipients come from the table Parter and from nowhere else, one message for each. A plan
writes nothing, so that it can be shown and dropped: for a workbook that was never sent it makes
the id and the key that its copies are known by, which are kept with the round. What is queued
is what the plan showed: the copies are made once. All that is wrong is told at once, before
anything is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.domain.faults import Fault, FaultValue, Place, Refused, refuse
from shk_xl.domain.portfolio import Party, PartyKind, Portfolio
from shk_xl.exchange import archive, outbox
from shk_xl.exchange.identity import (
    BASE_DIGITS,
    KEY_FILE,
    CopyId,
    load_key,
    new_key,
    write_id,
)
from shk_xl.exchange.ledger import REGISTER, Ledger, now
from shk_xl.exchange.message import Attachment, Letter, address_faults, refuse_headers
from shk_xl.exchange.outgoing.copy import OutgoingCopy, copy_of
from shk_xl.exchange.outgoing.letter import name_of
from shk_xl.exchange.outgoing.registration import registration
from shk_xl.exchange.outgoing.source import source_of
from shk_xl.exchange.records import Copy, OutboxState, OutgoingMessage, Round
from shk_xl.exchange.request import Request
from shk_xl.exchange.versions import Reason, keep_version
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import make_folder
from shk_xl.wording.mail import BODY, SUBJECT
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.tables_registers import PARTIES

MEGABYTE: Final = 1_000_000
LARGE: Final = 3 * MEGABYTE
"""Base64 adds a third; many mailboxes take 10 MB, some less."""
TOO_LARGE: Final = 7 * MEGABYTE
COPY_ENDING: Final = ".xlsx"
REGISTRATION: Final = "diarieblad-utskick-{round}.xlsx"
Progress = Callable[[int, int, str], None]


@dataclass(frozen=True, slots=True)
class Planned:
    """What one party is to get.

    Args:
        copy: The copy.
        letter: The letter that it goes with.
        warnings: What the sender should know first.
    """

    copy: OutgoingCopy
    letter: Letter
    warnings: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A round that is not made yet.

    Args:
        round: Its row in the ledger.
        letters: What each party is to get.
        registration: The registration sheet of the round, as a workbook.
        workbook_id: The id of the team's workbook in the copies.
        key: What their ids are signed with.
    """

    round: Round
    letters: tuple[Planned, ...]
    registration: bytes
    workbook_id: str
    key: bytes

    @property
    def warnings(self) -> tuple[Fault, ...]:
        """All warnings."""
        return tuple(warning for planned in self.letters for warning in planned.warnings)

    @property
    def notes(self) -> tuple[Fault, ...]:
        """What the sender may want to know; what is the same for all parties, once."""
        all_notes = (note for planned in self.letters for note in planned.copy.summary.notes)
        return tuple({repr(note): note for note in all_notes}.values())


def chosen_parties(workbook: ReadWorkbook, names: Sequence[str] | None) -> list[Party]:
    """Find whom a round goes to.

    Args:
        workbook: The team's.
        names: As in the table Parter; None for everyone who is a party there.

    Raises:
        Refused: With everybody who is not in the table, or has no usable address there.
    """
    known = {party.name.casefold(): party for party in workbook.portfolio.parties}
    if names is None:
        chosen = [party for party in known.values() if party.kind is PartyKind.PARTY]
        if not chosen:
            raise refuse("mail_no_parties", workbook.cell_of(PARTIES.name, (), "Namn"))
        unknown = []
    else:
        wanted = dict.fromkeys(name.strip().casefold() for name in names)
        chosen = [known[name] for name in wanted if name in known]
        unknown = [name for name in names if name.strip().casefold() not in known]
    listed = ", ".join(party.name for party in known.values())
    faults = [
        Fault("mail_party_unknown", values={"value": name, "known": listed}) for name in unknown
    ]
    for party in chosen:
        faults += _recipient_faults(party, workbook)
    if faults:
        raise Refused(faults)
    return chosen


def asker(portfolio: Portfolio, reply_to: str) -> tuple[str, str]:
    """Say who asks, and where answers go.

    Args:
        portfolio: The team's.
        reply_to: The address that the person gave; empty for the one of the support.

    Returns:
        A name, and an address.

    Raises:
        Refused: No address is known.
    """
    support = [one for one in portfolio.parties if one.kind is PartyKind.SUPPORT and one.email]
    address = reply_to or next((one.email for one in support), "")
    if not address:
        raise refuse("mail_reply_address_missing")
    names = [one.name for one in support if one.email == address]
    return next(iter(names), portfolio.about.partnership or address), address


def plan(  # noqa: PLR0913 - what a round is made from
    ledger: Ledger,
    workbook: ReadWorkbook,
    parties: Sequence[Party],
    request: Request,
    *,
    stem: str,
    data: bytes | None = None,
    only_own: bool = False,
    progress: Progress = lambda _done, _count, _label: None,
) -> Plan:
    """Make the copies and the letters of a round; nothing is written.

    Args:
        ledger: For a look is enough.
        workbook: The team's.
        parties: From ``chosen_parties``.
        request: What is asked.
        stem: How the copies' names begin: the workbook's.
        data: The team's file, where the sheets that the team added are to be told.
        only_own: The copies hold only the party's own rows.
        progress: Told how many copies are made, of how many, and whose.

    Raises:
        Refused: With every fault of the request, the letters and the copies.
    """
    faults = [*request.faults(), *_unsettled(ledger, parties)]
    if faults:
        raise Refused(faults)
    number = ledger.next_number(Round)
    workbook_id, key = ledger.workbook_id, _key(ledger)
    source = source_of(workbook, data)
    letters: list[Planned] = []
    for done, party in enumerate(parties, start=1):
        copy_id = CopyId(workbook_id, number, party.name, workbook.sha256[:BASE_DIGITS])
        id_text = write_id(copy_id, key)
        try:
            copy = copy_of(source, party.name, request, id_text, only_own=only_own, stem=stem)
            letters.append(_planned(copy, party, workbook.portfolio, request, number))
        except Refused as refused:
            faults += refused.faults
        progress(done, len(parties), party.name)
    if faults:
        raise Refused(faults)
    due = request.answer_by.isoformat()
    row = Round(number, now(), workbook.sha256, request.asked, due, only_own)
    copies = [planned.copy for planned in letters]
    sheet = registration(copies, request, workbook.portfolio.about)
    return Plan(row, tuple(letters), sheet, workbook_id, key)


def commit(
    ledger: Ledger, plan: Plan, data: bytes, ending: str, *, via: str, sender: str | None
) -> list[OutgoingMessage]:
    """Keep the copies and queue the letters of a round; nothing is sent.

    Args:
        ledger: The ledger.
        plan: The round.
        data: The team's workbook, as it was when the round was planned.
        ending: Its ending.
        via: The name of the transport.
        sender: The address that the letters come from; None for a transport that knows it.

    Returns:
        The messages in the outbox.

    Raises:
        Refused: Something can't be written, or another round was made in between.
    """
    _refuse_unless_as_planned(ledger, plan)
    for planned in plan.letters:
        archive.keep(ledger.outgoing, planned.copy.data, COPY_ENDING)
    folder = ledger.outgoing / f"utskick-{plan.round.number}"
    make_folder(folder)
    write_atomically(folder / REGISTRATION.format(round=plan.round.number), plan.registration)
    with ledger.transaction():
        keep_version(ledger, data, ending, Reason.SENT)
        ledger.insert(plan.round)
        return [_queued(ledger, plan.round, planned, via, sender) for planned in plan.letters]


def _refuse_unless_as_planned(ledger: Ledger, plan: Plan) -> None:
    """Keep the id and the key of a first round; refuse a round that is no longer the next."""
    planned = plan.round.number, plan.workbook_id, plan.key
    found = (
        ledger.next_number(Round),
        ledger.known_as(plan.workbook_id),
        load_key(ledger.folder, plan.key),
    )
    if found != planned:
        raise refuse("register_in_use", Place(str(ledger.folder / REGISTER)))


def _queued(
    ledger: Ledger, round_: Round, planned: Planned, via: str, sender: str | None
) -> OutgoingMessage:
    copy = planned.copy
    ledger.insert(
        Copy(
            id_text=copy.id_text,
            round=round_.number,
            party=copy.party,
            base_sha256=copy.base_sha256,
            sha256=copy.sha256,
            file_name=copy.file_name,
            at=round_.at,
        )
    )
    return outbox.queue(
        ledger,
        planned.letter,
        round_number=round_.number,
        party=copy.party,
        via=via,
        sender=sender,
    )


def _planned(
    copy: OutgoingCopy, party: Party, portfolio: Portfolio, request: Request, number: int
) -> Planned:
    """Write the letter of a copy, and look at both."""
    size = len(copy.data)
    values: dict[str, FaultValue] = {
        "party": party.name,
        "megabytes": -(-size // MEGABYTE),
        "limit": TOO_LARGE // MEGABYTE,
    }
    if size > TOO_LARGE:
        raise Refused([Fault("mail_copy_too_large", values=values)])
    letter = _letter(copy, party, portfolio, request, number)
    refuse_headers(letter)
    large = [Fault("mail_copy_large", values=values)] if size > LARGE else []
    return Planned(copy, letter, (*copy.summary.warnings, *large))


def _letter(
    copy: OutgoingCopy, party: Party, portfolio: Portfolio, request: Request, number: int
) -> Letter:
    title = _one_line(name_of(portfolio.about))
    body = BODY.format(
        party=_one_line(party.name),
        title=title,
        ask=_one_line(request.asked),
        due=request.answer_by.isoformat(),
        reply_to=request.reply_to,
        file_name=copy.file_name,
        id_text=copy.id_text,
        sender=_one_line(request.sender),
    )
    subject = SUBJECT.format(title=title, round=number)
    attachment = Attachment(copy.file_name, copy.data)
    return Letter(party.email, subject, body, attachment, request.reply_to)


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _recipient_faults(party: Party, workbook: ReadWorkbook) -> Iterator[Fault]:
    place = workbook.cell_of(PARTIES.name, (party.name,), "E-post")
    if not party.email:
        yield Fault("mail_party_without_address", place, {"party": party.name})
    else:
        yield from address_faults(party.email, place)


def _unsettled(ledger: Ledger, parties: Sequence[Party]) -> Iterator[Fault]:
    """Find parties who may or may not have got the last letter: that is settled first."""
    names = {party.name for party in parties}
    for state in (OutboxState.UNKNOWN, OutboxState.SENDING):
        for message in ledger.select(OutgoingMessage, state=state):
            if message.party in names:
                yield Fault(
                    "mail_unsettled", values={"party": message.party, "round": message.round}
                )


def _key(ledger: Ledger) -> bytes:
    """Give the key that ids are signed with; a new one where there is none."""
    return load_key(ledger.folder) if (ledger.folder / KEY_FILE).is_file() else new_key()
