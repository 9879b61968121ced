"""The rows of the ledger of the exchange, as values.

Rules: a record's fields are its table's columns (``ledger_schema``), in any order. Moments are
UTC in ISO 8601 to the second, so that they sort as text. Hashes are SHA-256 in hexadecimal.
No cell's value, subject or body stands in the ledger: the kept bytes have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import ClassVar


class OutboxState(StrEnum):
    """What has become of a message that goes out."""

    QUEUED = "queued"
    """It waits: to be sent for the first time, or again."""
    SENDING = "sending"
    """It is being handed over just now."""
    SENT = "sent"
    """The receiving server has taken it, or a person says that it was sent."""
    DRAFTED = "drafted"
    """It lies as a draft with a person, who sends it."""
    FAILED = "failed"
    """It was refused for good."""
    UNKNOWN = "unknown"
    """It may have been sent: a person has to say."""
    CANCELLED = "cancelled"
    """A person has said that it shall not be sent."""


class IntakeState(StrEnum):
    """What has become of a message or a file that came in."""

    STORED = "stored"
    """Its bytes are kept; it has not been taken apart yet."""
    WAITING = "waiting"
    """A person has to answer something about it."""
    MERGED = "merged"
    REFUSED = "refused"
    """It can't be used; the reason stands beside."""
    NO_WORKBOOK = "no_workbook"
    """An automatic answer, a bounce, or a letter without a workbook."""
    SEEN_BEFORE = "seen_before"
    """It holds only what has come before."""


@dataclass(frozen=True, slots=True)
class Round:
    """One sending of the team's workbook to the parties (*utskick*).

    Args:
        number: 1, 2, …
        at: When it was made.
        book_sha256: The team's workbook as it was then.
        ask: What the parties are asked for.
        due: The last day to answer, as ISO date; empty when there is none.
        only_own: The copies hold only the party's own rows.
    """

    TABLE: ClassVar[str] = "rounds"

    number: int
    at: str
    book_sha256: str
    ask: str = ""
    due: str = ""
    only_own: bool = False


@dataclass(frozen=True, slots=True)
class Copy:
    """A copy of the workbook, made for one party in one round.

    Args:
        id_text: The id that stands in the copy.
        round: The round's number.
        party: The party's name, as in the table Parter.
        base_sha256: The team's workbook that the copy was made of.
        sha256: The copy's own bytes, which are the base of the merge.
        file_name: What the copy is called in the mail.
        at: When it was made.
    """

    TABLE: ClassVar[str] = "copies"

    id_text: str
    round: int
    party: str
    base_sha256: str
    sha256: str
    file_name: str
    at: str


@dataclass(frozen=True, slots=True)
class OutgoingMessage:
    """A message in the outbox.

    Args:
        key: The idempotency key, see ``outbox.key_of``.
        round: The round that it belongs to.
        party: To whom.
        recipient: The address.
        via: The name of its transport.
        message_id: The Message-ID, which follows from the key; a draft's is its mail program's.
        message_sha256: Its frozen bytes.
        attachment_sha256: What it carries; empty when nothing.
        file_name: What the attachment is called; empty when there is none.
        bytes: How large the attachment is.
        queued_at: When it was queued.
        state: What has become of it.
        changed_at: When the state was set.
        attempts: How many times it was tried.
        not_before: When it may be tried next; empty for at once.
        reason: Why it has its state, a key of ``wording.mail.REASONS``; empty when all is well.
        answer: What the server answered, or where the draft lies.
    """

    TABLE: ClassVar[str] = "outbox"

    key: str
    round: int
    party: str
    recipient: str
    via: str
    message_id: str
    message_sha256: str
    attachment_sha256: str
    file_name: str
    bytes: int
    queued_at: str
    state: OutboxState
    changed_at: str
    attempts: int = 0
    not_before: str = ""
    reason: str = ""
    answer: str = ""

    @property
    def short_key(self) -> str:
        """The id that people type."""
        return self.key[:8]


@dataclass(frozen=True, slots=True)
class IncomingMessage:
    """A message or a bare file that came in; its bytes are kept under ``sha256``.

    Args:
        sha256: Of the raw bytes.
        at: When it was taken in.
        name: What it was called where it came from; never used as a path.
        sender: The address that it says it comes from; empty for a bare file.
        message_id: Its Message-ID; empty when it has none.
        state: What has become of it.
        reason: A code of why; empty when all is well.
        values: What the words of the reason need.
    """

    TABLE: ClassVar[str] = "incoming"

    sha256: str
    at: str
    name: str
    sender: str = ""
    message_id: str = ""
    state: IntakeState = IntakeState.STORED
    reason: str = ""
    values: Mapping[str, str | int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class IncomingFile:
    """A workbook found in something that came in.

    Args:
        message_sha256: What it was found in (for a bare file: itself).
        position: Its place among the files of that message, from 0.
        sha256: Of the workbook's bytes.
        file_name: What it was called; never used as a path.
        id_text: The id of the copy that it answers; empty when not known.
        party: Whose answer it is; empty when not known.
        state: What has become of it.
        reason: A code of why; empty when all is well.
        values: What the words of the reason need.
        merge: The number of the merge that took it; None when none did.
    """

    TABLE: ClassVar[str] = "incoming_files"

    message_sha256: str
    position: int
    sha256: str
    file_name: str
    id_text: str = ""
    party: str = ""
    state: IntakeState = IntakeState.STORED
    reason: str = ""
    values: Mapping[str, str | int | None] = field(default_factory=dict)
    merge: int | None = None


@dataclass(frozen=True, slots=True)
class Merge:
    """One change of the team's workbook: answers merged, or choices applied.

    Args:
        number: 1, 2, …
        at: When.
        before_sha256: The team's workbook before.
        after_sha256: And after.
        counts: How many changes, conflicts, proposals and notices, by name.
        undone_at: When the version before was brought back; empty when it wasn't.
    """

    TABLE: ClassVar[str] = "merges"

    number: int
    at: str
    before_sha256: str
    after_sha256: str
    counts: Mapping[str, str | int | None] = field(default_factory=dict)
    undone_at: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a party was told of its answer.

    Args:
        merge: The merge that it tells of.
        party: To whom.
        key: The message in the outbox.
        at: When it was made.
    """

    TABLE: ClassVar[str] = "receipts"

    merge: int
    party: str
    key: str
    at: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the team's workbook that is kept.

    Args:
        number: 1, 2, …
        at: When it was kept.
        sha256: Of its bytes.
        ending: ".xlsx" or ".xlsm".
        reason: Why, a key of the words of ``log``.
        merge: The merge that made it; None for another reason.
    """

    TABLE: ClassVar[str] = "versions"

    number: int
    at: str
    sha256: str
    ending: str
    reason: str
    merge: int | None = None
