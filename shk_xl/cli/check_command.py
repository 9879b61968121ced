"""``shk-xl check``: is everything ready for the meeting?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.domain.findings import Level
from shk_xl.domain.readiness import check
from shk_xl.wording import what_and_remedy
from shk_xl.wording.findings import LEVELS, finding_in_words
from shk_xl.workbook.reading.read import ReadWorkbook, in_sheet, read_portfolio


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell, in the form that a machine gets it."""

    level: Level
    code: str
    where: str
    message: str


@click.command("check", help="Kontrollerar om arbetsboken BOOK är klar för mötet.")
@BOOK
@JSON
def command(book: Path, *, for_machine: bool) -> int:
    """Print the findings; something that stops the meeting gives exit code 1."""
    found = lines(read_portfolio(book))
    if for_machine:
        show.as_json([asdict(line) for line in found])
    else:
        for line in found:
            click.echo(f"{LEVELS[line.level]}: {line.message}\n    {line.where}")
        click.echo(count_in_words(found))
    stops = any(line.level is Level.STOP for line in found)
    return ExitCode.TO_SETTLE if stops else ExitCode.DONE


def lines(workbook: ReadWorkbook) -> list[Line]:
    """Gather what the check finds and what the reader passed over, the worst first."""
    found = [
        Line(
            finding.level,
            finding.code,
            workbook.where_in_words(finding.where),
            finding_in_words(finding),
        )
        for finding in check(workbook.portfolio)
    ]
    passed_over = [
        Line(Level.WARN, fault.code, in_sheet(fault.place), what_and_remedy(fault))
        for fault in workbook.remarks
    ]
    return sorted((*found, *passed_over), key=lambda line: list(Level).index(line.level))


def count_in_words(found: Sequence[Line]) -> str:
    """Say how many lines of each level there are.

    >>> count_in_words([])
    'Inget att anmärka på.'
    """
    if not found:
        return "Inget att anmärka på."
    counts = {level: sum(line.level is level for line in found) for level in Level}
    return (
        f"{counts[Level.STOP]} att lösa före mötet, {counts[Level.WARN]} varningar, "
        f"{counts[Level.NOTE]} att notera."
    )
