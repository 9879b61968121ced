"""``shk-xl excel lite``: the code for the free add-in xlwings Lite."""

from __future__ import annotations

from pathlib import Path

import click

from shk_xl.cli.app import ExitCode


@click.command(
    "lite",
    help=(
        "Skriver main.py och requirements.txt i mappen DIR, för det fria tillägget xlwings Lite "
        "(Excel för Windows, Mac och webben). Arbetsboken bär sedan koden med sig."
    ),
)
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option(
    "--documents",
    is_flag=True,
    help="Låter tillägget ladda det som Word-dokument kräver. Det startar då långsammare.",
)
def command(folder: Path, *, documents: bool) -> int:
    """Write both files, and tell what to do with them."""
    from shk_xl.excel.lite.files import write_lite  # noqa: PLC0415 - makes the list of help quick

    for path in write_lite(folder, documents=documents):
        click.echo(f"Skrev {path}")
    click.echo(
        "Öppna arbetsboken i Excel, välj xlwings Lite på fliken Start och ersätt innehållet i "
        "main.py och requirements.txt där med filernas. Varje steg står i docs/lite.md."
    )
    return ExitCode.DONE
