"""What the readiness check and the reader tell of a workbook, line by line with its cell.

The command ``check`` prints these lines, and the button Kontrollera writes them on a sheet.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.domain.faults import Fault, Place
from shk_xl.domain.findings import Level
from shk_xl.domain.readiness import check
from shk_xl.wording import what_and_remedy
from shk_xl.wording.findings import finding_in_words
from shk_xl.workbook.reading.read_workbook import ReadWorkbook

CHECK_SHEET: Final = "Kontroll"
"""The sheet that the button Kontrollera writes."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to tell.

    Args:
        level: How bad it is.
        code: What it is, for machines.
        place: Where it stands.
        message: What it is and what to do, in Swedish.
    """

    level: Level
    code: str
    place: Place
    message: str


def check_lines(workbook: ReadWorkbook) -> list[Line]:
    """Gather what the check finds and what the reader passed over, the worst first."""
    found = [
        Line(
            finding.level,
            finding.code,
            workbook.place_of(finding.where),
            finding_in_words(finding),
        )
        for finding in check(workbook.portfolio)
    ]
    passed_over = fault_lines(workbook.remarks, Level.WARN)
    return sorted((*found, *passed_over), key=lambda line: list(Level).index(line.level))


def fault_lines(faults: Iterable[Fault], level: Level) -> list[Line]:
    """Tell faults as lines of a level."""
    return [Line(level, fault.code, fault.place, what_and_remedy(fault)) for fault in faults]


def count_in_words(lines: Sequence[Line]) -> str:
    """Say how many lines of each level there are.

    >>> count_in_words([])
    'Inget att anmärka på.'
    """
    if not lines:
        return "Inget att anmärka på."
    counts = {level: sum(line.level is level for line in lines) for level in Level}
    return (
        f"{counts[Level.STOP]} att lösa före mötet, {counts[Level.WARN]} varningar, "
        f"{counts[Level.NOTE]} att notera."
    )
