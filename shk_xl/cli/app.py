"""The command ``shk-xl``: its commands by name, its language, and what an error looks like.

Rules: a command's module is loaded when that command runs, so that nobody pays for what
another one needs. Whatever a user can cause ends as Swedish text and an exit code, never
as a traceback.
"""

from __future__ import annotations

import gettext
import os
import sys
from collections.abc import Sequence
from enum import IntEnum
from importlib import import_module
from pathlib import Path
from typing import Final, TextIO

# Click's own words go through gettext, and it looks them up when it is imported.
os.environ["LANGUAGE"] = "sv"
gettext.bindtextdomain("shk_xl", str(Path(__file__).with_name("locale")))
gettext.textdomain("shk_xl")

import click  # noqa: E402 - after its language is set

from shk_xl import __version__  # noqa: E402
from shk_xl.domain.faults import Refused  # noqa: E402
from shk_xl.wording import in_words  # noqa: E402


class ExitCode(IntEnum):
    """What the exit code of a command means."""

    DONE = 0
    TO_SETTLE = 1
    USAGE = 2
    REFUSED = 3
    INTERRUPTED = 130


COMMANDS: Final = {
    "demo": "Gör allt på exemplet från 2024: arbetsbok, omräkning och alla dokument.",
    "new": "Gör en ny, tom portfölj.",
    "import": "Läser gamla beslutsunderlag, helhetsförslag och mötesanteckningar.",
    "check": "Kontrollerar om allt är klart för mötet.",
    "summary": "Visar summor, ramar och prioriteringar.",
    "recalc": "Räknar om arbetsböcker utan Excel.",
    "documents": "Skapar Word-dokumenten.",
}


class LazyGroup(click.Group):
    """A group whose commands are imported when they are used; the list needs none of them."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names, in the order of the work."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"shk_xl.cli.{cmd_name}_command").command
        return command

    def format_commands(
        self,
        ctx: click.Context,
        formatter: click.HelpFormatter,
    ) -> None:
        """List the commands from the table, without importing them."""
        with formatter.section(gettext.gettext("Commands")):
            formatter.write_dl([(name, COMMANDS[name]) for name in self.list_commands(ctx)])


@click.group(
    cls=LazyGroup,
    help=(
        "Portföljens budget, prioriteringar och beslutsunderlag, från Excel till Word.\n\n"
        "Börja med: shk-xl demo"
    ),
    options_metavar="[VAL]",
    subcommand_metavar="KOMMANDO [ARGUMENT]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="shk-xl", message="%(prog)s %(version)s")
def shk_xl() -> None:
    """Hold the commands together."""


def run(arguments: Sequence[str]) -> int:
    """Run a command and turn whatever ends it into an exit code.

    Args:
        arguments: What stands after ``shk-xl``.
    """
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        code = shk_xl.main(list(arguments), prog_name="shk-xl", standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Avbrutet. Inget halvt är skrivet.", err=True)
        return ExitCode.INTERRUPTED
    except click.ClickException as fault:
        fault.show()
        return ExitCode.USAGE
    except Refused as refused:
        for fault_found in refused.faults:
            click.echo(in_words(fault_found), err=True)
        return ExitCode.REFUSED
    return int(code or ExitCode.DONE)


def _speak_utf8(stream: TextIO) -> None:
    """Write å, ä, ö and no-break spaces also where the console's own code page lacks them."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8")
