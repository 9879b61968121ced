"""Files from outside, read in a process of their own.

Rules: nothing in this process parses what came from outside. One process reads many files; one
that a file has ended is started anew for the next.
"""

from __future__ import annotations

from functools import partial
from typing import Final

from shk_xl.exchange.intake.foreign import ForeignBook, book_of, letter_of
from shk_xl.exchange.intake.letters import Letter
from shk_xl.workbook.child.child import Allowed, Child, Ends, Kind
from shk_xl.workbook.child.messages import Message

ALLOWED: Final = Allowed(clock=15.0, processor=3.0)
"""For one file; an answer with 2 000 rows takes a fifth of a second."""
MEMORY: Final = 450_000_000
NOT_STARTED: Final = "reading_not_started"
"""The one end that is not the file's doing."""
_READING: Final = Kind(
    jobs="shk_xl.exchange.intake.reading_process",
    memory=MEMORY,
    ends=Ends(
        too_slow="reading_too_slow",
        out_of_memory="reading_out_of_memory",
        ended="reading_ended",
        not_started=NOT_STARTED,
    ),
)


class ForeignReader(Child):
    """A process that reads one file at a time."""

    def __init__(self) -> None:
        super().__init__(_READING)

    def letter(self, data: bytes, *, file: str) -> Letter:
        """Take a message apart.

        Args:
            data: Its raw bytes.
            file: Its name, for what is told.

        Raises:
            Refused: It can't be taken apart, or the process ended over it.
        """
        return self.do("letter", Message({}, data), letter_of, allowed=ALLOWED, file=file)

    def book(self, data: bytes, *, file: str) -> ForeignBook:
        """Read a workbook.

        Args:
            data: The whole file.
            file: Its name, for what is told.

        Raises:
            Refused: It is not safe, damaged, or no portfolio; or the process ended over it.
        """
        request = Message({"file": file}, data)
        return self.do("book", request, partial(book_of, file=file), allowed=ALLOWED, file=file)
