"""The outbox: what shall go out, and what has become of it.

Rules: a message is frozen when it is queued, and a new try sends the same bytes. Its key says
which message it is, so that it can't be queued twice. That it is being sent is on disk before
the first byte leaves; whoever then dies leaves a message whose outcome nobody knows, and such a
message is asked about, never sent again by itself. Nothing is sent that is not what was
approved.

    queued → sending → sent | drafted | failed | unknown     (later: queued again)
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Final

from shk_xl.domain.faults import refuse
from shk_xl.exchange import archive
from shk_xl.exchange.ledger import Ledger, now
from shk_xl.exchange.message import Envelope, Letter, build, header_of, parse
from shk_xl.exchange.records import OutboxState, OutgoingMessage
from shk_xl.exchange.transports.delivery import Delivery, Outcome, Transport

MAIL: Final = ".eml"
REPEATABLE: Final = frozenset({"eml"})
"""Transports where doing it again does nothing more: the same file is written once more."""
_FIRST_WAIT: Final = timedelta(minutes=1)
_LONGEST_WAIT: Final = timedelta(hours=6)
_SHORTEST_ID: Final = 4
_STATE_OF: Final = {
    Outcome.SENT: OutboxState.SENT,
    Outcome.DRAFTED: OutboxState.DRAFTED,
    Outcome.LATER: OutboxState.QUEUED,
    Outcome.REFUSED: OutboxState.FAILED,
    Outcome.UNKNOWN: OutboxState.UNKNOWN,
}
OPEN: Final = frozenset(
    {OutboxState.QUEUED, OutboxState.DRAFTED, OutboxState.FAILED, OutboxState.UNKNOWN}
)
"""The states that a person can say something about."""


def key_of(round_number: int, recipient: str, sha256: str) -> str:
    """Give the key of a message: the same round, recipient and file is the same message.

    >>> key_of(1, "a@x.example", "00") == key_of(1, "A@x.example", "00")
    True
    """
    said = "\n".join((str(round_number), recipient.casefold(), sha256))
    return hashlib.sha256(said.encode()).hexdigest()


def queue(
    ledger: Ledger,
    letter: Letter,
    *,
    round_number: int,
    party: str,
    via: str,
    sender: str | None,
) -> OutgoingMessage:
    """Freeze a message and queue it; one that is there already is left as it is.

    To be called within a transaction of the ledger, when other rows shall be true with it.

    Args:
        ledger: The ledger.
        letter: What is said.
        round_number: The round that it belongs to.
        party: To whom.
        via: The name of the transport.
        sender: The address that it comes from; None for a transport that knows it.

    Returns:
        The row in the outbox.

    Raises:
        Refused: The message can't be built.
    """
    attached = letter.attachment
    sha256 = archive.sha256_of(attached.data if attached else letter.body.encode())
    key = key_of(round_number, letter.recipient, sha256)
    there = ledger.select(OutgoingMessage, key=key)
    if there:
        return there[0]
    message_id = f"<{key[:32]}@{_domain(sender)}>"
    envelope = Envelope(sender, message_id, format_datetime(datetime.now(UTC))) if sender else None
    if sender and letter.reply_to.casefold() == sender.casefold():
        letter = replace(letter, reply_to="")
    data = build(letter, envelope)
    archive.keep(ledger.outgoing, data, MAIL)
    moment = now()
    message = OutgoingMessage(
        key=key,
        round=round_number,
        party=party,
        recipient=letter.recipient,
        via=via,
        message_id=message_id,
        message_sha256=archive.sha256_of(data),
        attachment_sha256=sha256 if attached else "",
        file_name=attached.file_name if attached else "",
        bytes=len(attached.data) if attached else 0,
        queued_at=moment,
        state=OutboxState.QUEUED,
        changed_at=moment,
    )
    ledger.insert(message)
    return message


def settle_interrupted(ledger: Ledger) -> list[OutgoingMessage]:
    """Say what became of messages that were being sent when the program was killed.

    Returns:
        Those whose outcome nobody knows.
    """
    unknown = []
    with ledger.transaction():
        for message in ledger.select(OutgoingMessage, state=OutboxState.SENDING):
            again = message.via in REPEATABLE
            state = OutboxState.QUEUED if again else OutboxState.UNKNOWN
            _set(ledger, message, state, reason="interrupted")
            if not again:
                unknown.append(message)
    return unknown


def due(ledger: Ledger, via: str, keys: Iterable[str] | None = None) -> list[OutgoingMessage]:
    """Give the messages that may be sent now.

    Args:
        ledger: The ledger.
        via: The name of the transport.
        keys: Only these, and these also before their time.
    """
    queued = ledger.select(OutgoingMessage, state=OutboxState.QUEUED, via=via)
    if keys is not None:
        wanted = frozenset(keys)
        return [message for message in queued if message.key in wanted]
    moment = now()
    return [message for message in queued if message.not_before <= moment]


def deliver(
    ledger: Ledger,
    transport: Transport,
    messages: Sequence[OutgoingMessage],
    progress: Callable[[OutgoingMessage], None] = lambda _message: None,
) -> list[OutgoingMessage]:
    """Hand over messages, one by one.

    Args:
        ledger: The ledger.
        transport: The way out.
        messages: Which, see ``due``.
        progress: Told of each message when its outcome is on disk.

    Returns:
        The rows of those that were tried, as they are afterwards. What stops one that all would
        meet leaves the rest queued.

    Raises:
        Refused: A frozen message is gone or changed; none is sent then.
    """
    frozen = [(message, _approved(ledger, message)) for message in messages]
    done = []
    for message, data in frozen:
        with ledger.transaction():
            _set(ledger, message, OutboxState.SENDING, attempts=message.attempts + 1)
        delivery = transport.deliver(message, data)
        _keep_outcome(ledger, message, delivery)
        after = ledger.select(OutgoingMessage, key=message.key)[0]
        progress(after)
        done.append(after)
        if delivery.stop:
            break
    return done


def retry(ledger: Ledger, message: OutgoingMessage) -> None:
    """Let a message be sent (again), at a person's word that it was not.

    Raises:
        Refused: It was sent.
    """
    _refuse_unless(message, OPEN | {OutboxState.CANCELLED})
    _set(ledger, message, OutboxState.QUEUED)


def mark_sent(ledger: Ledger, message: OutgoingMessage) -> None:
    """Note a person's word that a message was sent.

    Raises:
        Refused: It was cancelled, or its outcome is known.
    """
    _refuse_unless(message, OPEN)
    _set(ledger, message, OutboxState.SENT, reason="said_sent")


def cancel(ledger: Ledger, message: OutgoingMessage) -> None:
    """Note that a message shall not be sent.

    Raises:
        Refused: It was sent.
    """
    _refuse_unless(message, OPEN)
    _set(ledger, message, OutboxState.CANCELLED, reason="said_cancelled")


def find(ledger: Ledger, wanted: str) -> OutgoingMessage:
    """Find a message by the first characters of its key.

    Raises:
        Refused: There is none, or more than one.
    """
    if len(wanted) < _SHORTEST_ID:
        raise refuse("outbox_id_short", value=wanted, shortest=_SHORTEST_ID)
    found = [m for m in ledger.select(OutgoingMessage) if m.key.startswith(wanted.lower())]
    if len(found) != 1:
        raise refuse("outbox_id_ambiguous" if found else "outbox_id_unknown", value=wanted)
    return found[0]


def _approved(ledger: Ledger, message: OutgoingMessage) -> bytes:
    """Give the frozen bytes, held once more against what was approved."""
    data = archive.kept(ledger.outgoing, message.message_sha256, MAIL)
    letter = parse(data)
    attached = archive.sha256_of(letter.attachment.data) if letter.attachment else ""
    named = header_of(data, "Message-ID") in {"", message.message_id}
    if (letter.recipient, attached) != (message.recipient, message.attachment_sha256) or not named:
        raise refuse("mail_changed")
    return data


def _keep_outcome(ledger: Ledger, message: OutgoingMessage, delivery: Delivery) -> None:
    wait = ""
    if delivery.outcome is Outcome.LATER:
        pause = min(_FIRST_WAIT * 2 ** min(message.attempts, 16), _LONGEST_WAIT)
        wait = (datetime.now(UTC) + pause).isoformat(timespec="seconds")
    with ledger.transaction():
        ledger.update(
            message,
            state=_STATE_OF[delivery.outcome],
            changed_at=now(),
            not_before=wait,
            reason=delivery.reason,
            answer=delivery.answer,
        )


def _set(
    ledger: Ledger,
    message: OutgoingMessage,
    state: OutboxState,
    *,
    reason: str = "",
    attempts: int | None = None,
) -> None:
    ledger.update(
        message,
        state=state,
        changed_at=now(),
        not_before="",
        reason=reason,
        answer=message.answer if reason else "",
        attempts=message.attempts if attempts is None else attempts,
    )


def _refuse_unless(message: OutgoingMessage, states: frozenset[OutboxState]) -> None:
    if message.state not in states:
        raise refuse("outbox_settled", value=message.short_key, state=message.state.value)


def _domain(sender: str | None) -> str:
    return sender.rpartition("@")[2] if sender else "shk-xl.invalid"
