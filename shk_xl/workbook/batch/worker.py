"""A process that recalculates workbooks, as a batch holds it."""

from __future__ import annotations

import os
from typing import Final

from shk_xl.workbook.batch.messages import Answer, Request
from shk_xl.workbook.child.child import Allowed, Child, Ends, Kind

_COMPUTING: Final = Kind(
    jobs="shk_xl.workbook.batch.computing_process",
    # The largest workbook that the guard lets in needs less.
    memory=4_000_000_000,
    ends=Ends(
        too_slow="computing_too_slow",
        out_of_memory="computing_out_of_memory",
        ended="computing_ended",
        not_started="computing_not_started",
    ),
)


class Worker(Child):
    """A process that computes one workbook at a time."""

    def __init__(self) -> None:
        super().__init__(_COMPUTING)

    def ask(self, request: Request, seconds: float) -> Answer:
        """Have a workbook computed.

        Args:
            request: Which one, and how.
            seconds: How long it may take.

        Raises:
            Refused: It can't be computed, or the process ended over it.
            Stopped: ``stop`` was called.
        """
        return self.do(
            "recalculate",
            request.message,
            Answer.read,
            allowed=Allowed(seconds, seconds * (os.cpu_count() or 1)),
            file=str(request.path),
        )
