"""What the program and its child process say to each other.

Rules: a message is data: a line of JSON, and bytes after it. Never a pickled object, which can
run anything where it is unpickled: the child has read a file that nobody vouches for, and what
it says must not be able to do more here than be wrong. So every message is also held against
what it should look like, and of one that doesn't, nothing is used.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime, time
from typing import Any, BinaryIO, Final, NamedTuple, TypeAlias, TypeVar

from shk_xl.domain.faults import Fault, Place
from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.limits import LIMITS
from shk_xl.wording import in_words

READY: Final = b"ready\n"
"""The first that the process says: from now on, what goes wrong is the file's doing."""
JOB: Final = "job"
SECONDS: Final = "seconds"
REFUSED: Final = "refused"
"""What stands in the head of a message besides what the job puts there."""
_SIZE: Final = "size"
_SIZES: Final = range(LIMITS.total_bytes + 1)
_LONGEST_LINE: Final = LIMITS.file_bytes
_T = TypeVar("_T")

Value: TypeAlias = CellValue | date | time


class MessageBroken(Exception):  # noqa: N818 - it tells a state
    """What came is no message; whoever sent it is not to be listened to any more."""


class Message(NamedTuple):
    """What is asked, or answered.

    Args:
        head: Anything that JSON can say.
        data: Bytes that go with it.
    """

    head: Mapping[str, Any]
    data: bytes = b""


def send(message: Message, stream: BinaryIO) -> None:
    """Write a message."""
    head = {**message.head, _SIZE: len(message.data)}
    stream.write(f"{json.dumps(head, separators=(',', ':'))}\n".encode())
    stream.write(message.data)
    stream.flush()


def receive(stream: BinaryIO, read: Callable[[Message], _T]) -> _T:
    """Read a message.

    Args:
        stream: What it comes on.
        read: Makes of it what it means; may fail as on any data that make no sense.

    Raises:
        EOFError: It ended before the message did.
        MessageBroken: It is no message, or none that means anything.
    """
    line = stream.readline(_LONGEST_LINE)
    if not line.endswith(b"\n"):
        raise EOFError
    try:
        head = json.loads(line)
        size = _SIZES.index(head.pop(_SIZE))
        data = stream.read(size)
        if len(data) < size:
            raise EOFError
        return read(Message(head, data))
    except (ValueError, TypeError, LookupError, AttributeError, RecursionError) as error:
        raise MessageBroken from error


def whole_signs(text: str) -> str:
    r"""Put a mark in place of each half of a character, which no file and no screen can hold.

    >>> whole_signs("a\ud83db") == "a\ufffdb", whole_signs("\ud83d\ude00") == "\U0001f600"
    (True, True)
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def faults_as_json(faults: Iterable[Fault]) -> list[object]:
    """Write faults, fit to be shown."""
    return [
        [fault.code, _showable(asdict(fault.place)), _showable(fault.values)] for fault in faults
    ]


def _showable(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: whole_signs(v) if isinstance(v, str) else v for k, v in values.items()}


def faults_from_json(told: Iterable[Any]) -> tuple[Fault, ...]:
    """Read faults; one that has no words is none of ours: a KeyError."""
    return tuple(_fault(*fault) for fault in told)


def _fault(code: str, place: Mapping[str, str | None], values: Mapping[str, Any]) -> Fault:
    fault = Fault(code, Place(**place), values)
    in_words(fault)
    return fault


def value_as_json(value: Value) -> object:
    """Write a cell's value.

    >>> value_as_json(CellError.NA), value_as_json(date(2026, 3, 1)), value_as_json(1.5)
    ({'error': '#N/A'}, {'date': '2026-03-01'}, 1.5)
    """
    if isinstance(value, CellError):
        return {"error": value.value}
    if isinstance(value, date | time):
        return {type(value).__name__: value.isoformat()}
    return value


def value_from_json(told: Any) -> Any:  # noqa: ANN401 - any JSON, and any value of a cell
    """Read a cell's value; a TypeError, ValueError or KeyError where it is none.

    >>> value_from_json({"time": "08:30:00"}), value_from_json(None)
    (datetime.time(8, 30), None)
    """
    if isinstance(told, dict):
        ((kind, text),) = told.items()
        return _KINDS[kind](text)
    if isinstance(told, list):
        raise TypeError(told)
    return told


_KINDS: Final[Mapping[str, Callable[[str], Value]]] = {
    "error": CellError,
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "time": time.fromisoformat,
}
