"""``shk-xl excel status``: do Excel and the program find each other, and what to do if not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import JSON
from shk_xl.excel.setup.checks import check_machine
from shk_xl.excel.setup.probe import probe
from shk_xl.excel.setup.verdict import Mark, Verdict
from shk_xl.wording.setup import CHECKS, MARKS


@dataclass(frozen=True, slots=True)
class Line:
    """One answer, in the form that a machine gets it."""

    level: Mark
    code: str
    message: str
    remedy: str


@click.command(
    "status",
    help=(
        "Kontrollerar att Excel och programmet hittar varandra, och säger vad du gör.\n\n"
        "Anges arbetsboken BOOK kontrolleras också den: om makron i den är blockerade, om den "
        "ligger i OneDrive och om någon har den öppen."
    ),
)
@click.argument("book", type=click.Path(path_type=Path), required=False)
@JSON
def command(book: Path | None, *, for_machine: bool) -> int:
    """Print the answers; something that can't work gives exit code 1."""
    lines = [in_words(verdict) for verdict in check_machine(probe(book))]
    if for_machine:
        show.as_json([asdict(line) for line in lines])
    else:
        for line in lines:
            click.echo(f"{MARKS[line.level] + ':':<9}{line.message}")
            if line.remedy:
                click.echo(f"{'':9}→ {line.remedy}")
        click.echo(count_in_words(lines))
    stops = any(line.level is Mark.STOP for line in lines)
    return ExitCode.TO_SETTLE if stops else ExitCode.DONE


def in_words(verdict: Verdict) -> Line:
    """Word an answer.

    >>> in_words(Verdict(Mark.OK, "script_ok")).message
    'Skriptet som knapparna anropar på Mac finns.'
    """
    what, remedy = (part.format_map(verdict.values) for part in CHECKS[verdict.code])
    return Line(verdict.mark, verdict.code, what, remedy)


def count_in_words(lines: Sequence[Line]) -> str:
    """Say how it is as a whole.

    >>> count_in_words([])
    'Inget att åtgärda.'
    """
    stops, warnings = (sum(line.level is mark for line in lines) for mark in (Mark.STOP, Mark.WARN))
    if not stops and not warnings:
        return "Inget att åtgärda."
    return f"{stops} fel att åtgärda, {warnings} {'varning' if warnings == 1 else 'varningar'}."
