"""A message's headers as text, and what they say of who wrote it: a person or a machine.

Rules: headers come from outside. They are decoded as far as they can be, cut, freed of signs
that can't be seen, and shown; nothing is decided by them but what they are about.

Sources: RFC 3834 (Auto-Submitted), RFC 6522 (multipart/report), RFC 3464 (delivery status),
RFC 8098 (disposition notification); Microsoft's and others' older marks as they are met.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from email.errors import HeaderParseError
from email.header import decode_header
from email.message import Message
from email.utils import parseaddr
from typing import Final

_LONGEST: Final = 300
_LONGEST_CODED: Final = 20 * _LONGEST
"""Signs that are decoded: a sign takes twelve when each of its bytes is written out."""
_AUTOMATIC: Final = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From-Display-Name")
_PRECEDENCE: Final = frozenset({"auto_reply", "auto-reply"})
_BOUNCERS: Final = re.compile(r"(?i)\A(mailer-daemon|postmaster)@")
_RECIPIENT: Final = re.compile(r"(?i)\A\s*rfc822\s*;\s*(\S+)\s*\Z")


def header(message: Message, name: str) -> str:
    """Give a header as text; empty when it is missing.

    >>> from email import message_from_string
    >>> header(message_from_string("Subject: =?utf-8?q?Svar_fr=C3=A5n_oss?="), "Subject")
    'Svar från oss'
    """
    raw = message.get(name)
    return "" if raw is None else decoded(str(raw))


def decoded(text: str) -> str:
    """Decode the encoded words of a text, and leave out what can't be shown."""
    text = text[:_LONGEST_CODED]
    try:
        parts = decode_header(text)
    except (HeaderParseError, ValueError):
        parts = [(text, None)]
    joined = "".join(_part(part, charset) for part, charset in parts)
    plain = "".join(sign if sign.isprintable() else " " for sign in joined)
    return " ".join(plain.split())[:_LONGEST]


def _part(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        return part.decode(charset or "utf-8", "replace")
    except LookupError:
        return part.decode("latin-1")


def sender_of(message: Message) -> str:
    """Give the address that a message says it comes from; anyone can write any."""
    return parseaddr(header(message, "From"))[1].casefold()


def written_by_machine(message: Message) -> str:
    """Give the code of what wrote a message; empty when it was a person, as far as is known."""
    report = str(message.get_param("report-type") or "").casefold()
    if report == "disposition-notification":
        return "letter_is_read_receipt"
    if report == "delivery-status" or _BOUNCERS.match(sender_of(message)):
        return "letter_is_bounce"
    if header(message, "Return-Path") == "<>" and "X-Failed-Recipients" in message:
        return "letter_is_bounce"
    submitted = header(message, "Auto-Submitted").partition(";")[0].strip().casefold()
    if submitted.startswith(("auto-replied", "auto-generated")):
        return "letter_is_automatic"
    marked = any(name in message for name in _AUTOMATIC)
    if marked or header(message, "Precedence").casefold() in _PRECEDENCE:
        return "letter_is_automatic"
    return ""


def parts_of(message: Message) -> list[Message]:
    """Give what a container holds; nothing for a part with content of its own."""
    payload = message.get_payload()
    return [one for one in payload if isinstance(one, Message)] if isinstance(payload, list) else []


def failed_recipients(message: Message) -> Iterator[str]:
    """Give the addresses that a bounce names."""
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            for block in parts_of(part):
                found = _RECIPIENT.match(header(block, "Final-Recipient"))
                if found:
                    yield found[1]
    yield from filter(None, map(str.strip, header(message, "X-Failed-Recipients").split(",")))
