"""What a way out for messages is, and what it may answer.

Rules: a transport hands over one message at a time and says what came of it; it never raises
for what a server or a network does, and never tries twice. What it needs (settings, password,
program) it asks for when it is made, before any message is on its way.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from shk_xl.exchange.records import OutgoingMessage


class Outcome(StrEnum):
    """What came of a message that was handed over."""

    SENT = "sent"
    """The receiver has said that it took the message."""
    DRAFTED = "drafted"
    """It lies as a draft, for a person to send."""
    LATER = "later"
    """It has surely not been sent; it may be tried again."""
    REFUSED = "refused"
    """It has surely not been sent, and trying again gives the same."""
    UNKNOWN = "unknown"
    """It may have been sent."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """What came of a message, and why.

    Args:
        outcome: What came of it.
        reason: A key of ``wording.mail.REASONS``; empty when all is well.
        answer: What the server said, or where the draft is.
        stop: The next message would meet the same: the settings, the password or the network
            is at fault. A wrong password that is tried once for each party locks the account.
    """

    outcome: Outcome
    reason: str = ""
    answer: str = ""
    stop: bool = False


class Transport(Protocol):
    """A way out."""

    @property
    def name(self) -> str:
        """Its name in the table of transports."""

    @property
    def sender(self) -> str | None:
        """The address that messages come from; None where the mail program knows it."""

    def deliver(self, message: OutgoingMessage, data: bytes) -> Delivery:
        """Hand over a message.

        Args:
            message: Its row in the outbox.
            data: Its frozen bytes.
        """
