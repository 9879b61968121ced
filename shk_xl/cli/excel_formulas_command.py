"""``shk-xl excel formulas``: a workbook's formulas in the spelling of the Excel that opens it."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.workbook.respelling import Respelled, respell_file
from shk_xl.workbook.spelling import Spelling

HOSTS: Final = {
    "classic": Spelling.PLAIN,
    "lite": Spelling.OFFICE,
    "server": Spelling.OFFICE,
}
"""The ways to run the functions in Excel, and how the files of each spell their names."""


@click.command(
    "formulas",
    help=(
        "Skriver om formlerna i BOOK så att funktionerna hittas när den öppnas i ett annat "
        "Excel. Värdena ändras inte."
    ),
)
@BOOK
@click.option(
    "--for",
    "host",
    type=click.Choice(list(HOSTS)),
    required=True,
    help=(
        "Var arbetsboken ska öppnas: classic är knappar och funktioner på datorn (.xlsm), "
        "lite är xlwings Lite och server är organisationens egen server."
    ),
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Skriver resultatet till en ny fil i stället för i BOOK.",
)
@JSON
def command(book: Path, *, host: str, out: Path | None, for_machine: bool) -> int:
    """Respell one workbook."""
    result = respell_file(book, HOSTS[host], out)
    if for_machine:
        show.as_json(
            {"path": str(out or book), "cells": result.cells, "elsewhere": result.elsewhere}
        )
    else:
        click.echo(f"{out or book}: {in_words_of(result)}")
    return ExitCode.DONE


def in_words_of(result: Respelled) -> str:
    """Say how many formulas were respelled.

    >>> in_words_of(Respelled(b"", 3, 1))
    'formlerna i 3 celler och 1 formel på annat håll är omskrivna.'
    """
    if not result.cells + result.elsewhere:
        return "formlerna stämmer redan, inget är ändrat."
    cells = "1 cell" if result.cells == 1 else f"{result.cells} celler"
    others = "1 formel" if result.elsewhere == 1 else f"{result.elsewhere} formler"
    also = f" och {others} på annat håll" if result.elsewhere else ""
    return f"formlerna i {cells}{also} är omskrivna."
