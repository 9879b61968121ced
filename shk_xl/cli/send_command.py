"""``shk-xl send``: a copy of the workbook to each party, as drafts unless told to send."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import click

from shk_xl.cli import mail_words, show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.domain.portfolio import Party
from shk_xl.exchange import dispatch, outbox
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.mail_settings import settings_file
from shk_xl.exchange.records import OutboxState, OutgoingMessage
from shk_xl.exchange.request import Request
from shk_xl.exchange.transports.table import DEFAULT, TRANSPORTS, Wish
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.wording import in_words
from shk_xl.wording.mail import ASK, DRAFTS
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.reading.read_workbook import ReadWorkbook

_TIME_TO_ANSWER: Final = timedelta(days=14)
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
        "Gör ett exemplar av arbetsboken BOOK till varje part, med ett brev. Det blir utkast som "
        "du själv skickar, om du inte säger --send."
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
    folder = folder_of(wishes.book)
    data = read_user_file(wishes.book)
    asked = _asked(wishes, data)  # what is wrong with it is told before a ledger is made
    if wishes.dry_run:
        with Ledger.peek(folder) as ledger:
            plan = _planned(ledger, asked, wishes)
        _tell(plan, [], wishes)
        return ExitCode.DONE
    with Ledger(folder) as ledger:
        outbox.settle_interrupted(ledger)
        plan = _planned(ledger, asked, wishes)
        if plan.warnings and wishes.really_send and not wishes.despite_warnings:
            _tell(plan, [], wishes)
            click.echo(
                "Inget är skickat. Läs varningarna; skicka ändå med --despite-warnings.", err=True
            )
            return ExitCode.TO_SETTLE
        messages = _handed_over(ledger, plan, data, wishes)
    _tell(plan, messages, wishes)
    settled = all(message.state in _SETTLED for message in messages)
    return ExitCode.DONE if settled else ExitCode.TO_SETTLE


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
    parties = dispatch.chosen_parties(workbook, None if wishes.to_all else wishes.to)
    sender, reply_to = dispatch.asker(workbook.portfolio, wishes.reply_to)
    today = date.today()  # noqa: DTZ011 - the user's own day
    due = wishes.due.date() if wishes.due else today + _TIME_TO_ANSWER
    return _Asked(workbook, parties, Request(wishes.ask, due, sender, reply_to, today))


def _planned(ledger: Ledger, asked: _Asked, wishes: Wishes) -> dispatch.Plan:
    with show.progress("Gör kopior", quiet=wishes.for_machine) as advance:
        return dispatch.plan(
            ledger,
            asked.workbook,
            asked.parties,
            asked.request,
            stem=wishes.book.stem,
            only_own=wishes.only_own,
            progress=advance,
        )


def _handed_over(
    ledger: Ledger, plan: dispatch.Plan, data: bytes, wishes: Wishes
) -> list[OutgoingMessage]:
    """Queue the letters, and make drafts of them or send them."""
    kind = TRANSPORTS[wishes.via]
    transport = kind.make(wishes.transport_wish)
    messages = dispatch.commit(
        ledger,
        plan,
        data,
        wishes.book.suffix.lower(),
        via=wishes.via,
        sender=transport.sender,
    )
    if kind.drafts or wishes.really_send:
        with show.progress("Lämnar över", quiet=wishes.for_machine) as advance:
            done: list[str] = []

            def tell(message: OutgoingMessage) -> None:
                done.append(message.key)
                advance(len(done), len(messages), message.party)

            outbox.deliver(ledger, transport, messages, tell)
    return ledger.select(OutgoingMessage, round=plan.round.number)


def _tell(plan: dispatch.Plan, messages: list[OutgoingMessage], wishes: Wishes) -> None:
    """Show who gets what, what to know first, and what became of it."""
    if wishes.for_machine:
        show.as_json(_for_json(plan, messages))
        return
    rows = [
        [
            planned.copy.party,
            planned.letter.recipient,
            planned.copy.file_name,
            mail_words.size(len(planned.copy.data)),
            mail_words.short_hash(planned.copy.sha256),
            str(planned.copy.summary.cells),
        ]
        for planned in plan.letters
    ]
    click.echo(f"Utskick {plan.round.number}. Svar senast {plan.round.due}.")
    header = ["Part", "Till", "Fil", "Storlek", "SHA-256", "Att fylla i"]
    click.echo(show.table(header, rows, right=[3, 5]))
    for warning in plan.warnings:
        click.echo(f"Varning: {in_words(warning)}", err=True)
    if messages:
        click.echo()
        click.echo(mail_words.listed(messages))
        click.echo("\n".join(mail_words.questions(messages)))
    click.echo(_ending(messages, wishes))


def _ending(messages: list[OutgoingMessage], wishes: Wishes) -> str:
    """Say in one line where things stand."""
    if not messages:
        return "Inget är skrivet eller skickat."
    count = {state: sum(m.state is state for m in messages) for state in OutboxState}
    if wishes.really_send:
        return f"Skickade: {count[OutboxState.SENT]} av {len(messages)}."
    if count[OutboxState.DRAFTED]:
        where = DRAFTS[wishes.via].format(
            folder=folder_of(wishes.book) / "ut" / f"utskick-{messages[0].round}"
        )
        return f"Inget är skickat. Öppna utkasten, läs igenom och skicka dem ({where})."
    return f"Inget är skickat. Skicka med: shk-xl outbox {wishes.book} --send"


def _for_json(plan: dispatch.Plan, messages: list[OutgoingMessage]) -> list[dict[str, object]]:
    by_party = {message.party: message for message in messages}
    return [
        {
            "round": plan.round.number,
            "party": planned.copy.party,
            "recipient": planned.letter.recipient,
            "subject": planned.letter.subject,
            "file": planned.copy.file_name,
            "bytes": len(planned.copy.data),
            "sha256": planned.copy.sha256,
            "copy_id": planned.copy.id_text,
            "warnings": [in_words(warning) for warning in planned.warnings],
            "message": mail_words.for_json(by_party[planned.copy.party]) if messages else None,
        }
        for planned in plan.letters
    ]
