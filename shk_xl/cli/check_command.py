"""``shk-xl check``: is everything ready for the meeting?"""

from __future__ import annotations

from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.domain.findings import Level
from shk_xl.wording.findings import LEVELS
from shk_xl.workbook.check_lines import Line, check_lines, count_in_words
from shk_xl.workbook.reading.read import read_portfolio
from shk_xl.workbook.reading.read_workbook import in_sheet


@click.command("check", help="Kontrollerar om arbetsboken BOOK är klar för mötet.")
@BOOK
@JSON
def command(book: Path, *, for_machine: bool) -> int:
    """Print the findings; something that stops the meeting gives exit code 1."""
    found = check_lines(read_portfolio(book))
    if for_machine:
        show.as_json([for_json(line) for line in found])
    else:
        for line in found:
            click.echo(f"{LEVELS[line.level]}: {line.message}\n    {in_sheet(line.place)}")
        click.echo(count_in_words(found))
    stops = any(line.level is Level.STOP for line in found)
    return ExitCode.TO_SETTLE if stops else ExitCode.DONE


def for_json(line: Line) -> dict[str, str]:
    """Give a line as data for a machine."""
    return {
        "level": line.level.value,
        "code": line.code,
        "where": in_sheet(line.place),
        "message": line.message,
    }
