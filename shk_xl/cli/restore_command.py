"""``shk-xl restore``: a kept version of a workbook brought back."""

from __future__ import annotations

from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.versions import find_version, restore_version, save_version_as


@click.command(
    "restore",
    help=(
        "Tar tillbaka en sparad version av arbetsboken. VERSION är numret eller början av "
        "beteckningen, se shk-xl log. Det som arbetsboken innehåller nu sparas först."
    ),
)
@BOOK
@click.argument("version")
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Skriver versionen till en ny fil, och lämnar arbetsboken som den är.",
)
@JSON
def command(book: Path, version: str, out: Path | None, *, for_machine: bool) -> int:
    """Bring a version back, or write it to a file of its own."""
    with Ledger.peek(folder_of(book)) as ledger:
        wanted = find_version(ledger, version)
        if out is not None:
            save_version_as(ledger, wanted, out)
        else:
            restore_version(ledger, book, wanted)
    target = out or book
    if for_machine:
        show.as_json({"path": str(target), "number": wanted.number, "sha256": wanted.sha256})
    elif out is not None:
        click.echo(f"Version {wanted.number} är skriven till {out}. {book} är orörd.")
    else:
        click.echo(
            f"{book} är åter som i version {wanted.number}. Det som stod där förut finns kvar: "
            f"shk-xl log {show.in_shell(book)}"
        )
    return ExitCode.DONE
