"""``shk-xl send``: a copy of the workbook to each party, as drafts unless told to send."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

import click

from shk_xl.cli import send_words, show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.portfolio import Party
from shk_xl.exchange import dispatch, outbox
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.mail_settings import settings_file
from shk_xl.exchange.records import OutboxState, OutgoingMessage
from shk_xl.exchange.request import TIME_TO_ANSWER, Request
from shk_xl.exchange.transports.delivery import Transport
from shk_xl.exchange.transports.table import DEFAULT, TRANSPORTS, Wish
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.wording.mail import ASK
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.reading.read_workbook import ReadWorkbook

SETTINGS: Final = click.option(
    "--settings",
    type=click.Path(path_type=Path),
    default=settings_file,
    help="Filen med inställningar för att skicka; förval: din egen mail.toml.",
)
SEND: Final = click.option(
    "--send", "really_send", is_flag=True, help="Skickar på riktigt. Utan det lämnar inget datorn."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What stands on the command line."""

    book: Path
    to: tuple[str, ...]
    to_all: bool
    ask: str
    due: datetime | None
    reply_to: str
    only_own: bool
    via: str
    settings: Path
    dry_run: bool
    really_send: bool
    despite_warnings: bool
    for_machine: bool

    def refuse_contradictions(self) -> None:
        """Refuse options that cannot be had together."""
        if self.to_all == bool(self.to):
            raise click.UsageError(
                "Säg vilka det gäller: antingen --to PART (en eller flera) eller --all."
            )
        if self.really_send and not TRANSPORTS[self.via].sends:
            raise click.UsageError(
                f"Med --via {self.via} blir det utkast, som du skickar själv. Ta bort --send."
            )
        if self.really_send and self.dry_run:
            raise click.UsageError("--dry-run skickar inget: ta bort --send.")

    @property
    def transport_wish(self) -> Wish:
        """What the transport is made from."""
        return Wish(
            folder_of(self.book) / "ut",
            self.settings,
            self.really_send,
            lambda line: click.echo(line, err=True),
        )


@click.command(
    "send",
    help=(
        "Gör en kopia av arbetsboken BOOK till varje part, med ett brev. Det blir utkast som du "
        "själv skickar, om du inte säger --send."
    ),
)
@BOOK
@click.option("--to", multiple=True, metavar="PART", help="Till den här parten. Kan upprepas.")
@click.option("--all", "to_all", is_flag=True, help="Till alla som är Part på bladet Parter.")
@click.option("--ask", default=ASK, metavar="TEXT", help="Vad ni ber om.")
@click.option(
    "--due",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="DATUM",
    help="Sista dag för svar; förval: om två veckor.",
)
@click.option("--reply-to", default="", metavar="ADRESS", help="Dit svaren ska.")
@click.option("--only-own", is_flag=True, help="Bara partens egna rader och blad.")
@click.option(
    "--via",
    type=click.Choice(list(TRANSPORTS)),
    default=DEFAULT,
    help="Vägen ut; förval: utkast i filer (eml).",
)
@SETTINGS
@click.option("--dry-run", is_flag=True, help="Visar vem, vad och hur stort, och skriver inget.")
@SEND
@click.option("--despite-warnings", is_flag=True, help="Skickar fast det finns varningar.")
@JSON
def command(**given: Any) -> int:  # noqa: ANN401 - Wishes tells what they are
    """Plan the round and show it; then keep it, and hand over what may be handed over."""
    wishes = Wishes(**given)
    wishes.refuse_contradictions()
    data = read_user_file(wishes.book)
    asked = _asked(wishes, data)
    messages: list[OutgoingMessage] = []
    with ExitStack() as opened:
        ledger = opened.enter_context(Ledger.peek(folder_of(wishes.book)))
        if ledger.on_disk and not wishes.dry_run:
            outbox.settle_interrupted(ledger)
        plan = _planned(ledger, asked, data, wishes)
        held = bool(plan.warnings) and wishes.really_send and not wishes.despite_warnings
        if not (wishes.dry_run or held):
            transport = TRANSPORTS[wishes.via].make(wishes.transport_wish)
            if not ledger.on_disk:  # only now, so that what is refused leaves nothing
                ledger = opened.enter_context(Ledger(ledger.folder))
            messages = _handed_over(ledger, plan, data, transport, wishes)
    _tell(plan, messages, wishes, held=held)
    settled = all(message.state in _SETTLED for message in messages)
    return ExitCode.TO_SETTLE if held or not settled else ExitCode.DONE


_SETTLED: Final = frozenset({OutboxState.SENT, OutboxState.DRAFTED})


@dataclass(frozen=True, slots=True)
class _Asked:
    """Of what, of whom and what is asked."""

    workbook: ReadWorkbook
    parties: list[Party]
    request: Request


def _asked(wishes: Wishes, data: bytes) -> _Asked:
    """Read the workbook, and find whom to ask."""
    workbook = read_portfolio_bytes(data, file=str(wishes.book))
    faults: list[Fault] = []
    parties: list[Party] = []
    sender = reply_to = ""
    with _noting(faults):
        parties = dispatch.chosen_parties(workbook, None if wishes.to_all else wishes.to)
    with _noting(faults):
        sender, reply_to = dispatch.asker(workbook.portfolio, wishes.reply_to)
    if faults:
        raise Refused(faults)
    today = date.today()  # noqa: DTZ011 - the user's own day
    due = wishes.due.date() if wishes.due else today + TIME_TO_ANSWER
    return _Asked(workbook, parties, Request(wishes.ask, due, sender, reply_to, today))


@contextmanager
def _noting(faults: list[Fault]) -> Iterator[None]:
    """Note what is refused in here, so that all of it is told at once."""
    try:
        yield
    except Refused as refused:
        faults += refused.faults


def _planned(ledger: Ledger, asked: _Asked, data: bytes, wishes: Wishes) -> dispatch.Plan:
    with show.progress("Gör kopior", quiet=wishes.for_machine) as advance:
        return dispatch.plan(
            ledger,
            asked.workbook,
            asked.parties,
            asked.request,
            stem=wishes.book.stem,
            data=data,
            only_own=wishes.only_own,
            progress=advance,
        )


def _handed_over(
    ledger: Ledger, plan: dispatch.Plan, data: bytes, transport: Transport, wishes: Wishes
) -> list[OutgoingMessage]:
    """Queue the letters, and make drafts of them or send them; gives them in the plan's order."""
    ending, sender = wishes.book.suffix.lower(), transport.sender
    messages = dispatch.commit(ledger, plan, data, ending, via=wishes.via, sender=sender)
    if TRANSPORTS[wishes.via].drafts or wishes.really_send:
        with show.progress("Lämnar över", quiet=wishes.for_machine) as advance:
            done: list[str] = []

            def tell(message: OutgoingMessage) -> None:
                done.append(message.key)
                advance(len(done), len(messages), message.party)

            outbox.deliver(ledger, transport, messages, tell)
    after = {message.key: message for message in ledger.select(OutgoingMessage)}
    return [after[message.key] for message in messages]


def _tell(
    plan: dispatch.Plan, messages: list[OutgoingMessage], wishes: Wishes, *, held: bool
) -> None:
    """Show the round, and what became of it."""
    if wishes.for_machine:
        show.as_json(send_words.for_json(plan, messages))
    else:
        send_words.tell_plan(plan)
        if messages:
            send_words.tell_messages(messages, wishes.book, sent=wishes.really_send)
        elif not held:
            click.echo("Inget är skrivet eller skickat. Kör utan --dry-run för att göra det.")
    if held:
        click.echo(
            "Inget är skickat. Läs varningarna; skicka ändå med --despite-warnings.", err=True
        )
