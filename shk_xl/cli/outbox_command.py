"""``shk-xl outbox``: what has gone out, what waits, and what a person has to say about."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import click

from shk_xl.cli import mail_words, show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.cli.send_command import SEND, SETTINGS
from shk_xl.exchange import outbox
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.records import OutboxState, OutgoingMessage
from shk_xl.exchange.transports.table import TRANSPORTS, Wish
from shk_xl.ooxml.user_file import read_user_file

_SAY: Final[Mapping[str, Callable[[Ledger, OutgoingMessage], None]]] = {
    "retry": outbox.retry,
    "mark_sent": outbox.mark_sent,
    "cancel": outbox.cancel,
}
_TO_SETTLE: Final = frozenset({OutboxState.UNKNOWN, OutboxState.FAILED, OutboxState.SENDING})


@click.command(
    "outbox",
    help=(
        "Visar vad som har gått ut för arbetsboken BOOK, och vad som väntar. Ett brev med okänt "
        "utfall skickas aldrig om av sig självt: säg vad som hände."
    ),
)
@BOOK
@click.option("--retry", multiple=True, metavar="ID", help="Brevet gick inte iväg: lägg det i kö.")
@click.option("--mark-sent", multiple=True, metavar="ID", help="Brevet gick iväg.")
@click.option("--cancel", multiple=True, metavar="ID", help="Brevet ska inte skickas.")
@SETTINGS
@SEND
@JSON
def command(  # noqa: PLR0913 - one argument an option
    *,
    book: Path,
    retry: tuple[str, ...],
    mark_sent: tuple[str, ...],
    cancel: tuple[str, ...],
    settings: Path,
    really_send: bool,
    for_machine: bool,
) -> int:
    """Note what the person says, hand over what may be handed over, and list all messages."""
    read_user_file(book)  # a misspelt name is no empty outbox
    said = {"retry": retry, "mark_sent": mark_sent, "cancel": cancel}
    changes = really_send or any(said.values())
    folder = folder_of(book)
    with Ledger(folder) if changes else Ledger.peek(folder) as ledger:
        if ledger.on_disk:
            outbox.settle_interrupted(ledger)
        again = _note(ledger, said)
        wish = Wish(ledger.outgoing, settings, really_send, lambda line: click.echo(line, err=True))
        _hand_over(ledger, wish, again)
        messages = sorted(
            ledger.select(OutgoingMessage), key=lambda m: (m.round, m.party, m.queued_at)
        )
    if for_machine:
        show.as_json([mail_words.for_json(message) for message in messages])
    elif not messages:
        click.echo("Inget har gått ut.")
    else:
        click.echo(mail_words.listed(messages))
        for question in mail_words.questions(messages, book):
            click.echo(f"\n{question}")
    open_ = any(message.state in _TO_SETTLE for message in messages)
    return ExitCode.TO_SETTLE if open_ else ExitCode.DONE


def _note(ledger: Ledger, said: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Write down what the person says, all of it or nothing; gives what is to be tried again."""
    again = []
    with ledger.transaction():
        for what, wanted in said.items():
            for short in wanted:
                message = outbox.find(ledger, short)
                _SAY[what](ledger, message)
                if what == "retry":
                    again.append(message.key)
    return again


def _hand_over(ledger: Ledger, wish: Wish, again: list[str]) -> None:
    """Hand over what is due; without ``--send`` only drafts, and only what was asked for."""
    for name, kind in TRANSPORTS.items():
        due = outbox.due(ledger, name, again)
        if wish.send and kind.sends:
            due = list({m.key: m for m in (*outbox.due(ledger, name), *due)}.values())
        elif not kind.drafts:
            continue
        if due:
            outbox.deliver(ledger, kind.make(wish), due)
