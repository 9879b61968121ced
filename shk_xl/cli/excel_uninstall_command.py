"""``shk-xl excel uninstall``: take away what ``install`` put on this machine."""

from __future__ import annotations

import click

from shk_xl.cli.app import ExitCode
from shk_xl.cli.excel_install_command import places_or_refuse, tell
from shk_xl.excel.setup.installation import uninstall


@click.command(
    "uninstall",
    help=(
        "Tar bort det som install lade till, och inget annat.\n\n"
        "Det som någon har ändrat sedan dess är kvar. Det som stod där förut läggs tillbaka."
    ),
)
def command() -> int:
    """Uninstall, and tell what was done."""
    tell(uninstall(places_or_refuse()))
    return ExitCode.DONE
