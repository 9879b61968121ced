"""``shk-xl resolve``: the choices on the sheet Konflikter, applied."""

from __future__ import annotations

from pathlib import Path

import click

from shk_xl.cli import receive_words, show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.exchange.intake.resolving import Hurry, resolve_book
from shk_xl.exchange.receipt import make_decisions


@click.command(
    "resolve",
    help=(
        "För in det som är valt på bladet Konflikter i arbetsboken BOOK, och säger vad som är kvar."
    ),
)
@BOOK
@click.option("--all-ours", is_flag=True, help="Vår uppgift gäller i allt som ingen har valt.")
@click.option(
    "--all-theirs",
    default="",
    metavar="PART",
    help="Den partens uppgift gäller i allt som ingen har valt.",
)
@click.option(
    "--receipts",
    is_flag=True,
    help="Gör ett utkast till varje part om vad som är avgjort.",
)
@JSON
def command(
    book: Path, *, all_ours: bool, all_theirs: str, receipts: bool, for_machine: bool
) -> int:
    """Apply the choices; questions that are left, and choices that don't fit, give exit code 1."""
    if all_ours and all_theirs:
        raise click.UsageError("Välj antingen --all-ours eller --all-theirs.")
    done = resolve_book(book, Hurry(all_ours, all_theirs))
    drafts = make_decisions(book, done) if receipts else []
    if for_machine:
        show.as_json(receive_words.resolved_for_json(done, drafts))
    else:
        receive_words.tell_resolved(done, drafts, book)
    return ExitCode.TO_SETTLE if done.open or done.faults else ExitCode.DONE
