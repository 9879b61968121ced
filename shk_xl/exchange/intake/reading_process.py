"""What the child process does for the exchange: it reads what came from outside.

Rules: a workbook passes the gate before anything reads it, and the gate is narrower than for
the team's own: an answer to a copy of some hundred kilobytes is no larger than this. A text that
no cell can hold is told here, before it stands in the way of the other answers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from shk_xl.domain.faults import Fault, FaultValue, Refused
from shk_xl.exchange.identity import read_id
from shk_xl.exchange.intake.foreign import book_message, letter_message
from shk_xl.exchange.intake.letter_gate import LARGEST
from shk_xl.exchange.intake.letters import read_letter
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.limits import Limits
from shk_xl.workbook.child.messages import Message
from shk_xl.workbook.child.serve import Job
from shk_xl.workbook.reading.package import read_plain_tables
from shk_xl.workbook.reading.plain import PlainTables
from shk_xl.workbook.reading.values import MAX_TEXT

_MOST_FAULTS: Final = 30
LIMITS: Final = Limits(
    file_bytes=LARGEST,
    members=2_000,
    part_bytes=60_000_000,
    total_bytes=150_000_000,
    cells=300_000,
    rows=200_000,
    names=20_000,
    strings=300_000,
)


def _read_letter(message: Message) -> Message:
    return letter_message(read_letter(message.data))


def _read_book(message: Message) -> Message:
    data, file = message.data, message.head["file"]
    check_package(data, file=file, limits=LIMITS)
    ids, read = read_id(data), read_plain_tables(data, file, whole=True)
    faults = [*islice(_too_long(read), _MOST_FAULTS)]
    if faults:
        raise Refused(faults)
    return book_message(ids, read)


def _too_long(read: PlainTables) -> Iterator[Fault]:
    """Find the texts that no cell can hold; Excel writes none, other programs do."""
    for table in (*read.tables.values(), *read.incomplete.values()):
        for row in table.rows:
            for title, value in row.values.items():
                if isinstance(value, str) and len(value) > MAX_TEXT:
                    values: dict[str, FaultValue] = {
                        "length": len(value),
                        "limit": MAX_TEXT,
                        "column": title,
                    }
                    yield Fault("text_too_long", table.place(row.number, title), values)


JOBS: Final[Mapping[str, Job]] = {"letter": _read_letter, "book": _read_book}
