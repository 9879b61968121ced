"""``shk-xl check``: is everything ready for the meeting?"""

from __future__ import annotations

from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.domain.findings import Finding, Level
from shk_xl.domain.readiness import check
from shk_xl.wording_findings import LEVELS, finding_in_words
from shk_xl.workbook.read import ReadWorkbook, read_portfolio


@click.command("check", help="Kontrollerar om arbetsboken BOOK är klar för mötet.")
@click.argument("book", type=click.Path(path_type=Path))
@click.option("--json", "for_machine", is_flag=True, help="Skriver JSON.")
def command(book: Path, *, for_machine: bool) -> int:
    """Print the findings; something that stops the meeting gives exit code 1."""
    workbook = read_portfolio(book)
    findings = check(workbook.portfolio)
    if for_machine:
        show.as_json([_for_machine(finding, workbook) for finding in findings])
    else:
        click.echo("\n".join(lines(findings, workbook)))
    stops = any(finding.level is Level.STOP for finding in findings)
    return ExitCode.TO_SETTLE if stops else ExitCode.DONE


def _for_machine(finding: Finding, workbook: ReadWorkbook) -> dict[str, str]:
    return {
        "level": finding.level.value,
        "code": finding.code,
        "where": workbook.where_in_words(finding.where),
        "message": finding_in_words(finding),
    }


def lines(findings: tuple[Finding, ...], workbook: ReadWorkbook) -> list[str]:
    """Lay out the findings as text, and count them."""
    found = [
        f"{LEVELS[finding.level]}: {finding_in_words(finding)}\n"
        f"    {workbook.where_in_words(finding.where)}"
        for finding in findings
    ]
    return [*found, count_in_words(findings)]


def count_in_words(findings: tuple[Finding, ...]) -> str:
    """Say how many findings of each level there are.

    >>> count_in_words(())
    'Inget att anmärka på.'
    """
    if not findings:
        return "Inget att anmärka på."
    counts = {level: sum(f.level is level for f in findings) for level in Level}
    return (
        f"{counts[Level.STOP]} att lösa före mötet, {counts[Level.WARN]} varningar, "
        f"{counts[Level.NOTE]} att notera."
    )
