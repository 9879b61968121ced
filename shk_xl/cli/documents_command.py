"""``shk-xl documents``: the Word documents for the Core Team."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import Produced, SourceStamp, count_documents, produce_documents
from shk_xl.documents.fields import DocumentKind
from shk_xl.workbook.read import read_portfolio

STATUS = {
    "written": "skrivet",
    "unchanged": "oförändrat",
    "edited": "ändrat för hand, den nya versionen ligger bredvid",
    "stale": "vilar på gamla siffror",
}


@click.command("documents", help="Skapar Word-dokumenten för arbetsboken BOOK.")
@click.argument("book", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Mappen att skriva till.")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in DocumentKind]),
    help="Bara detta slags dokument; kan upprepas.",
)
@click.option("--initiative", "initiatives", multiple=True, help="Bara initiativet med denna kod.")
@click.option(
    "--templates", type=click.Path(path_type=Path), help="Mapp med egna mallar i stället."
)
@click.option(
    "--date", "today", type=click.DateTime(["%Y-%m-%d"]), help="Datum i dokumenten; förval i dag."
)
@click.option("--pdf", is_flag=True, help="Gör också PDF, genom LibreOffice.")
@click.option("--json", "for_machine", is_flag=True, help="Skriver JSON.")
def command(  # noqa: PLR0913, PLR0917 - one argument an option
    book: Path,
    out: Path | None,
    kinds: tuple[str, ...],
    initiatives: tuple[str, ...],
    templates: Path | None,
    today: datetime | None,
    *,
    pdf: bool,
    for_machine: bool,
) -> int:
    """Write the documents; one that somebody changed by hand gives exit code 1."""
