"""What the program asks the process that computes, and what that answers.

Rules: messages are data (a line of JSON, and bytes after it), never pickled objects, since
the process that computes has read a file that nobody vouches for, and what it answers must
not be able to run anything here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from shk_xl.domain.faults import Fault, Place
from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.limits import LIMITS
from shk_xl.wording import in_words

READY: Final = b"ready\n"
"""The first that the process says: from now on, what goes wrong is the workbook's doing."""
MOST_LOOKED_FOR: Final = 2_000
"""Values that the new file is searched for; what goes wrong in writing goes wrong for many."""
_LONGEST_LINE: Final = LIMITS.file_bytes
_ERROR: Final = "error"
COUNTS: Final = ("formulas", "functions_called", "changed", "errors", "kept")
"""What ``recalc --json`` counts in a workbook."""
_REPORTED: Final = frozenset({"path", "status", *COUNTS, "reason"})


class MessageBroken(Exception):  # noqa: N818 - it tells a state
    """What came is no message; whoever sent it is not to be listened to any more."""


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


@dataclass(frozen=True, slots=True)
class Written:
    """A value that must stand in the new file, so that it can be looked for."""

    sheet: str
    address: str
    value: CellValue


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a request.

    Args:
        report: The object that ``recalc --json`` prints for the workbook; None when refused.
        digest: The SHA-256 of the bytes that were read; empty when they could not be.
        faults: Why it was refused.
        remarks: What a person has to know of one that was not.
        changes: Values that are new: all of them, or ``MOST_LOOKED_FOR`` spread over the file.
        summary: What the portfolio sums to; None when that was not asked, or it is none.
        data: The new file; empty when nothing changed.
    """

    report: dict[str, Any] | None = None
    digest: str = ""
    faults: Sequence[Fault] = ()
    remarks: Sequence[Fault] = ()
    changes: Sequence[Written] = ()
    summary: dict[str, Any] | None = None
    data: bytes = b""


def send_request(request: Request, stream: BinaryIO) -> None:
    """Write a request."""
    options = asdict(request.options)
    options["now"] = options["now"] and options["now"].isoformat()
    _send({"path": str(request.path), "options": options}, b"", stream)


def receive_request(stream: BinaryIO) -> Request | None:
    """Read a request; None when there are no more."""
    line = stream.readline()
    if not line:
        return None
    head = json.loads(line)
    now = head["options"].pop("now")
    options = Options(now=now and datetime.fromisoformat(now), **head["options"])
    return Request(Path(head["path"]), options)


def send_answer(answer: Answer, stream: BinaryIO) -> None:
    """Write an answer."""
    head = {
        "report": answer.report,
        "digest": answer.digest,
        "faults": [_fault_as_json(fault) for fault in answer.faults],
        "remarks": [_fault_as_json(fault) for fault in answer.remarks],
        "changes": [[c.sheet, c.address, _as_json(c.value)] for c in answer.changes],
        "summary": answer.summary,
    }
    _send(head, answer.data, stream)


def receive_answer(stream: BinaryIO) -> Answer:
    """Read an answer.

    Raises:
        EOFError: The process ended before its answer did.
        MessageBroken: What it says is no answer.
    """
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise EOFError
    try:
        head = json.loads(line)
        size = int(head["size"])
        answer = Answer(
            _report(head["report"]),
            str(head["digest"]),
            [_fault_from_json(*fault) for fault in head["faults"]],
            [_fault_from_json(*fault) for fault in head["remarks"]],
            [Written(sheet, at, _from_json(value)) for sheet, at, value in head["changes"]],
            head["summary"],
            stream.read(size) if 0 <= size <= LIMITS.total_bytes else b"",
        )
    except (ValueError, TypeError, LookupError, RecursionError) as error:
        raise MessageBroken from error
    if len(answer.data) != size:
        raise EOFError
    return answer


def _send(head: dict[str, Any], data: bytes, stream: BinaryIO) -> None:
    line = json.dumps({**head, "size": len(data)}, separators=(",", ":"))
    stream.write(f"{line}\n".encode())
    stream.write(data)
    stream.flush()


def _report(told: dict[str, Any] | None) -> dict[str, Any] | None:
    """Take a report that has what will be asked of it."""
    if told is not None and not told.keys() >= _REPORTED:
        raise KeyError(*_REPORTED - told.keys())
    return told


def _fault_as_json(fault: Fault) -> list[object]:
    return [fault.code, asdict(fault.place), dict(fault.values)]


def _fault_from_json(code: str, place: dict[str, str | None], values: dict[str, Any]) -> Fault:
    fault = Fault(code, Place(**place), values)
    in_words(fault)  # one without words is none of ours: a KeyError
    return fault


def _as_json(value: CellValue) -> object:
    return {_ERROR: value.value} if isinstance(value, CellError) else value


def _from_json(value: Any) -> CellValue:  # noqa: ANN401 - any JSON
    return CellError(value[_ERROR]) if isinstance(value, dict) else value
