"""``shk-xl templates``: the team's own Word templates, checked, explained and started."""

from __future__ import annotations

from typing import Final

import click

from shk_xl.cli.lazy_group import LazyGroup

COMMANDS: Final = {
    "check": "Kontrollerar mallar: vad som är fel, var det står och vad man gör.",
    "list": "Visar fälten för varje slags dokument, med hur de skrivs och ett exempel.",
    "new": "Gör en mapp med de inbyggda mallarna, att ändra i Word.",
}


@click.group(
    "templates",
    cls=LazyGroup,
    table=COMMANDS,
    module="shk_xl.cli.templates_{}_command",
    help=(
        "Mallarna är Word-dokument som ni ändrar själva.\n\n"
        "Börja med: shk-xl templates new MAPP, och sedan shk-xl templates check MAPP"
    ),
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO [ARGUMENT]...",
)
def command() -> None:
    """Hold the commands together."""
