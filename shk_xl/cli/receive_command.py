"""``shk-xl receive``: answers kept, recognised and merged into the team's workbook."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import click

from shk_xl.cli import receive_words, show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import JSON
from shk_xl.exchange.imap import Mailbox, fetch, parse_mailbox
from shk_xl.exchange.intake.arrivals import Arrival, Unreadable, read_arrivals
from shk_xl.exchange.intake.examine import Accepted
from shk_xl.exchange.intake.receive import Received, Wishes, known_names, receive
from shk_xl.exchange.receipt import make_receipts
from shk_xl.exchange.records import IntakeState

_PATH = click.Path(path_type=Path)


def _accepted(
    _context: click.Context, _option: click.Parameter, given: tuple[str, ...]
) -> tuple[Accepted, ...]:
    """Read ``SVAR`` or ``SVAR=PART`` or ``SVAR=PART/UTSKICK``."""
    found = []
    for text in given:
        answer, _, copy = text.partition("=")
        if len(answer) < Accepted.SHORTEST or set(answer) - set("0123456789abcdef"):
            raise click.BadParameter(
                f"{answer} är inget svar. Skriv de åtta tecken som står vid svaret."
            )
        found.append(Accepted(answer, copy.strip()))
    return tuple(found)


def _mailbox(_context: click.Context, _option: click.Parameter, text: str | None) -> Mailbox | None:
    if text is None:
        return None
    mailbox = parse_mailbox(text)
    if mailbox is None:
        raise click.BadParameter(f"{text} är ingen brevlåda. Skriv imaps://användare@server/INBOX.")
    return mailbox


@dataclass(frozen=True, slots=True, kw_only=True)
class _Given:
    """What stands on the command line."""

    paths: tuple[Path, ...]
    book: Path
    imap: Mailbox | None
    imap_days: int
    accept: tuple[Accepted, ...]
    again: bool
    receipts: bool
    dry_run: bool
    for_machine: bool

    def arrivals(self, opened: ExitStack) -> Iterator[Arrival | Unreadable]:
        """Read what is pointed at, and the mailbox."""
        files = read_arrivals(self.paths, self.book)
        if self.imap is None:
            return files
        known = known_names(self.book)
        return chain(
            files, opened.enter_context(fetch(self.imap, days=self.imap_days, known=known))
        )


@click.command(
    "receive",
    help=(
        "Tar emot svar (brev i .eml, arbetsböcker, mappar med dem) och för in dem i arbetsboken. "
        "Allt som kommer sparas. Utan PATHS tas det upp som väntar."
    ),
)
@click.argument("paths", nargs=-1, type=_PATH)
@click.option("--into", "book", required=True, type=_PATH, help="Er arbetsbok.")
@click.option(
    "--imap",
    callback=_mailbox,
    metavar="BREVLÅDA",
    help="Läser också en brevlåda, utan att ändra i den: imaps://användare@server/INBOX.",
)
@click.option(
    "--imap-days",
    type=click.IntRange(min=1),
    default=60,
    help="Hur många dagar tillbaka brevlådan läses; förval 60.",
)
@click.option(
    "--accept",
    multiple=True,
    callback=_accepted,
    metavar="SVAR[=PART[/UTSKICK]]",
    help="Säger vilken kopia ett svar som väntar är gjort av.",
)
@click.option("--again", is_flag=True, help="För in också det som är infört förut.")
@click.option("--receipts", is_flag=True, help="Gör ett kvitto till varje part, som utkast.")
@click.option("--dry-run", is_flag=True, help="Visar vad som skulle hända, och skriver inget.")
@JSON
def command(**given: Any) -> int:  # noqa: ANN401 - _Given tells what they are
    """Receive; what waits for a person gives exit code 1, what can't be used or written 3."""
    wishes = _Given(**given)
    if wishes.receipts and wishes.dry_run:
        raise click.UsageError("--dry-run skriver inget: ta bort --receipts.")
    with ExitStack() as opened:
        received = receive(
            wishes.book,
            wishes.arrivals(opened),
            Wishes(wishes.accept, wishes.again, wishes.dry_run),
        )
    drafts = make_receipts(wishes.book, received) if wishes.receipts else []
    if wishes.for_machine:
        show.as_json(receive_words.for_json(received, drafts))
    else:
        receive_words.tell(received, drafts, wishes.book, dry_run=wishes.dry_run)
    return _code(received)


def _code(received: Received) -> ExitCode:
    if received.refused:
        return ExitCode.REFUSED
    tally = received.tally()
    waits = tally[IntakeState.WAITING] or tally[IntakeState.REFUSED]
    asks = received.questions is not None and bool(received.questions.questions)
    return ExitCode.TO_SETTLE if waits or asks else ExitCode.DONE
