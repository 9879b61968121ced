"""``shk-xl excel``: the commands that connect Excel with the functions and buttons."""

from __future__ import annotations

from typing import Final

import click

from shk_xl.cli.lazy_group import LazyGroup

COMMANDS: Final = {
    "install": "Ansluter Excel på den här datorn till programmet (Windows och Mac).",
    "status": "Kontrollerar att Excel och programmet hittar varandra, och säger vad du gör.",
    "uninstall": "Tar bort det som install lade till.",
    "lite": "Skriver koden för det fria tillägget xlwings Lite (Windows, Mac och webben).",
    "formulas": "Skriver om formlerna så att funktionerna hittas i ett annat Excel.",
}


@click.group(
    "excel",
    cls=LazyGroup,
    table=COMMANDS,
    module="shk_xl.cli.excel_{}_command",
    help=(
        "Ansluter funktionerna och knapparna till Excel.\n\n"
        "Börja med: shk-xl excel install, och sedan shk-xl excel status"
    ),
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO [ARGUMENT]...",
)
def command() -> None:
    """Hold the commands together."""
