"""What the commands of the exchange say about messages that go out: lists, and data."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from shk_xl.cli import show
from shk_xl.exchange.records import OutboxState, OutgoingMessage
from shk_xl.wording.mail import COPY, REASONS, RECEIPT, STATES, UNKNOWN_HELP


def listed(messages: Sequence[OutgoingMessage]) -> str:
    """List messages: the id that people type, whom they are for, and what became of them."""
    rows = [
        [
            message.short_key,
            str(message.round),
            message.party,
            message.recipient,
            COPY if message.file_name else RECEIPT,
            message.via,
            state_in_words(message),
        ]
        for message in messages
    ]
    return show.table(["Id", "Utskick", "Part", "Till", "Brev", "Väg", "Läge"], rows, right=[1])


def state_in_words(message: OutgoingMessage) -> str:
    """Say what has become of a message, and why."""
    state = STATES[message.state.value]
    reason = reason_in_words(message)
    return f"{state}: {reason}" if reason else state


def reason_in_words(message: OutgoingMessage) -> str:
    """Say why a message has its state, or where its draft lies; empty when there is nothing."""
    if message.reason:
        return REASONS[message.reason].format(answer=message.answer)
    return message.answer if message.state is OutboxState.DRAFTED else ""


def questions(messages: Sequence[OutgoingMessage], book: Path) -> list[str]:
    """Ask about every message whose outcome nobody knows."""
    return [
        UNKNOWN_HELP.format(
            id=message.short_key,
            message_id=message.message_id,
            party=message.party,
            book=show.in_shell(book),
        )
        for message in messages
        if message.state is OutboxState.UNKNOWN
    ]


def for_json(message: OutgoingMessage) -> dict[str, object]:
    """Give a message as data for a machine."""
    return {
        "id": message.key,
        "round": message.round,
        "party": message.party,
        "recipient": message.recipient,
        "via": message.via,
        "state": message.state.value,
        "reason": reason_in_words(message) or None,
        "message_id": message.message_id,
        "file": message.file_name or None,
        "bytes": message.bytes,
        "sha256": message.attachment_sha256 or None,
        "attempts": message.attempts,
        "not_before": message.not_before or None,
        "changed_at": message.changed_at,
    }
