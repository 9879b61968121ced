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
from pathlib import Path
from typing import Final, TextIO

# Click's own words go through gettext, and it looks them up when it is imported.
os.environ["LANGUAGE"] = "sv"
gettext.bindtextdomain("shk_xl", str(Path(__file__).with_name("locale")))
gettext.textdomain("shk_xl")

import click  # noqa: E402 - after its language is set

from shk_xl import __version__  # noqa: E402
from shk_xl.cli.lazy_group import LazyGroup  # noqa: E402
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
    "import": "Läser in det som är ändrat i Word, och gamla dokument.",
    "check": "Kontrollerar om allt är klart för mötet.",
    "summary": "Visar summor, ramar och prioriteringar.",
    "recalc": "Räknar om arbetsböcker utan Excel.",
    "documents": "Skapar Word-dokumenten.",
    "templates": "Kontrollerar och visar mallarna som Word-dokumenten görs av.",
    "log": "Visar arbetsbokens sparade versioner.",
    "restore": "Tar tillbaka en sparad version av arbetsboken.",
    "send": "Skickar en kopia av arbetsboken till varje part, som utkast.",
    "outbox": "Visar vad som har gått ut, och vad som väntar.",
    "receive": "Tar emot svaren från parterna och för in dem i arbetsboken.",
    "resolve": "För in det som är valt på bladet Konflikter.",
    "excel": "Ansluter funktionerna och knapparna till Excel.",
    "serve": "Kör funktionerna och knapparna som ett tillägg i Excel, från en server.",
}


@click.group(
    cls=LazyGroup,
    table=COMMANDS,
    module="shk_xl.cli.{}_command",
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
