"""What the process that computes is asked, and what it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

from shk_xl.domain.faults import Fault
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.child.messages import (
    Message,
    faults_as_json,
    faults_from_json,
    value_as_json,
    value_from_json,
)

MOST_LOOKED_FOR: Final = 2_000
"""Values that the new file is searched for; what goes wrong in writing goes wrong for many."""
COUNTS: Final = ("formulas", "functions_called", "changed", "errors", "kept")
"""What ``recalc --json`` counts in a workbook."""
_REPORTED: Final = frozenset({"path", "status", *COUNTS, "reason"})


@dataclass(frozen=True, slots=True)
class Options:
    """How workbooks are recalculated.

    Args:
        full: Compute everything, also what has Excel's value.
        engine_wins: Write the engine's value also where it may differ from Excel's.
        now: What TODAY and NOW give; the clock when None.
        summary: Count the portfolio too, where the workbook is one.
        write: The new bytes are wanted, not only what would change.
    """

    full: bool = False
    engine_wins: bool = False
    now: datetime | None = None
    summary: bool = False
    write: bool = True


@dataclass(frozen=True, slots=True)
class Request:
    """A workbook that is to be read and computed."""

    path: Path
    options: Options

    @property
    def message(self) -> Message:
        """What is sent."""
        options = asdict(self.options)
        options["now"] = options["now"] and options["now"].isoformat()
        return Message({"path": str(self.path), "options": options})

    @classmethod
    def read(cls, message: Message) -> Request:
        """Read what was sent."""
        told = message.head["options"]
        now = told["now"] and datetime.fromisoformat(told["now"])
        return cls(Path(message.head["path"]), Options(**{**told, "now": now}))


@dataclass(frozen=True, slots=True)
class Written:
    """A value that must stand in the new file, so that it can be looked for."""

    sheet: str
    address: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a workbook that could be computed.

    Args:
        report: The object that ``recalc --json`` prints for it.
        digest: The SHA-256 of the bytes that were read.
        remarks: What a person has to know of it.
        changes: Values that are new: all of them, or ``MOST_LOOKED_FOR`` spread over the file.
        summary: What the portfolio sums to; None when that was not asked, or it is none.
        data: The new file; empty when nothing changed.
    """

    report: Mapping[str, Any]
    digest: str
    remarks: Sequence[Fault] = ()
    changes: Sequence[Written] = ()
    summary: Mapping[str, Any] | None = None
    data: bytes = b""

    @property
    def message(self) -> Message:
        """What is sent."""
        head = {
            "report": self.report,
            "digest": self.digest,
            "remarks": faults_as_json(self.remarks),
            "changes": [[c.sheet, c.address, value_as_json(c.value)] for c in self.changes],
            "summary": self.summary,
        }
        return Message(head, self.data)

    @classmethod
    def read(cls, message: Message) -> Answer:
        """Read what was sent; one that lacks what will be asked of it is a KeyError."""
        head, report = message.head, message.head["report"]
        if not report.keys() >= _REPORTED:
            raise KeyError(*_REPORTED - report.keys())
        return cls(
            report,
            str(head["digest"]),
            faults_from_json(head["remarks"]),
            [Written(sheet, at, value_from_json(value)) for sheet, at, value in head["changes"]],
            head["summary"],
            message.data,
        )
