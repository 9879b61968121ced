"""What the parties are asked for when copies go out to them.

Rules: a value. Who asks and where answers go are said by whoever sends, never taken from the
machine or its user.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from shk_xl.domain.faults import Fault
from shk_xl.exchange.message import address_faults

TIME_TO_ANSWER: Final = timedelta(days=14)
"""What the parties get when the sender says nothing else."""


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of all parties in a round.

    Args:
        asked: What they are to do, in the words of a colleague.
        answer_by: The last day for an answer.
        sender: Who asks: an organisation or a team.
        reply_to: The address that answers go to.
        made_on: The day when the copies are made.
    """

    asked: str
    answer_by: date
    sender: str
    reply_to: str
    made_on: date

    def faults(self) -> Iterator[Fault]:
        """Find what is wrong with it."""
        for text, what in ((self.asked, "vad ni ber om"), (self.sender, "vem som skickar")):
            if not text.strip():
                yield Fault("request_empty", values={"what": what})
        if self.answer_by < self.made_on:
            values = {"by": self.answer_by.isoformat(), "made": self.made_on.isoformat()}
            yield Fault("request_answer_by_past", values=values)
        if address_faults(self.reply_to):
            yield Fault("request_reply_to", values={"value": self.reply_to})
