"""``shk-xl excel install``: connect Excel on this machine with the program."""

from __future__ import annotations

import sys

import click

from shk_xl.cli.app import ExitCode
from shk_xl.domain.faults import refuse
from shk_xl.excel.setup.installation import Step, install, wanted
from shk_xl.excel.setup.places import Places
from shk_xl.excel.setup.probe import places_here
from shk_xl.wording.setup import STEPS


@click.command(
    "install",
    help=(
        "Ansluter Excel på den här datorn till programmet (Windows och Mac).\n\n"
        "Skriver i xlwings inställningar vilken Python som knapparna och funktionerna i en "
        "arbetsbok med makron startar. Det som redan står där behålls."
    ),
)
@click.option(
    "--addin",
    "add_in",
    is_flag=True,
    help="Lägger också in xlwings tillägg. Det behövs inte för en arbetsbok med knappar.",
)
@click.option("--force", is_flag=True, help="Ersätter det som någon annan har ställt in.")
def command(*, add_in: bool, force: bool) -> int:
    """Install, and tell what was done."""
    places = places_or_refuse()
    tell(install(places, wanted(places, sys.executable, add_in=add_in), force=force))
    click.echo("Klart. Kontrollera med: shk-xl excel status")
    return ExitCode.DONE


def places_or_refuse() -> Places:
    """Give the places of this machine.

    Raises:
        Refused: Excel does not exist for this system.
    """
    places = places_here()
    if places is None:
        raise refuse("excel_not_on_this_system")
    return places


def tell(steps: list[Step]) -> None:
    """Print what was done."""
    for step in steps:
        click.echo(STEPS[step.code].format_map(step.values))
