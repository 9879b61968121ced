"""What became of a workbook in a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shk_xl.domain.faults import Fault, Refused
from shk_xl.wording import in_words
from shk_xl.workbook.batch.messages import COUNTS


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a workbook.

    Args:
        path: As it was found.
        report: The object that ``recalc --json`` prints for it.
        digest: The SHA-256 of what the file holds now, as far as we know; empty when unknown.
        faults: Why it was refused; none for one that was not.
        remarks: What a person has to know of one that was not.
        backup: The copy of the old file, where one was made.
        summary: What the portfolio sums to; None when that was not asked, or it is none.
    """

    path: Path
    report: Mapping[str, Any]
    digest: str = ""
    faults: Sequence[Fault] = ()
    remarks: Sequence[Fault] = ()
    backup: Path | None = None
    summary: Mapping[str, Any] | None = field(default=None, repr=False)

    @property
    def changed(self) -> bool:
        """Whether a cached value was old."""
        return bool(self.report["changed"])


def refused_outcome(path: Path, refused: Refused) -> Outcome:
    """Say of a workbook that it was refused."""
    reason = " ".join(in_words(fault) for fault in refused.faults)
    counts = dict.fromkeys(COUNTS, 0)
    report = {"path": str(path), "status": "refused", **counts, "reason": reason}
    return Outcome(path, report, faults=refused.faults)
