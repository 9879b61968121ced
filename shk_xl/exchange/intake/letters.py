"""A message taken apart: who sent it, and every file in it, however deep.

Rules: forwarded messages, messages inside messages and messages as files are opened, to a
depth; two files with one name are two files. What can't be opened is told. Nothing in a
message makes this fail: what makes no sense is told too. A name is shown, and never a path.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from email.policy import compat32
from typing import Final

from shk_xl.domain.faults import Fault, refuse
from shk_xl.exchange.intake.headers import (
    decoded,
    failed_recipients,
    header,
    parts_of,
    sender_of,
    written_by_machine,
)
from shk_xl.exchange.intake.kinds import Kind, judge, shown_name

DEEPEST: Final = 10
"""Messages inside each other; a forwarded answer to a forwarded answer has three or four."""
_UNNAMED: Final = "bilaga utan namn"
_REPORTS: Final = frozenset(
    {"message/delivery-status", "message/disposition-notification", "text/rfc822-headers"}
)
_CLOUD: Final = re.compile(
    rb"(?i)https://[a-z0-9.-]*(sharepoint\.com|1drv\.ms|onedrive\.live\.com|"
    rb"drive\.google\.com|docs\.google\.com|dropbox\.com|wetransfer\.com)/"
)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message.

    Args:
        name: What it is called, made fit to show.
        data: What it holds.
        kind: What it is.
        code: For a closed one, why.
        sender: The address of the innermost message that holds it.
    """

    name: str
    data: bytes
    kind: Kind
    code: str
    sender: str


@dataclass(slots=True)
class Letter:
    """A message, filled while it is taken apart.

    Args:
        sender: The address that it says it comes from.
        message_id: Its Message-ID.
        machine: The code of what wrote it; empty for a person.
        failed: The addresses that it could not be delivered to, for a bounce.
        attachments: Every file in it, in its order.
        faults: What could not be opened.
        has_link: Its text points at a file in somebody's cloud.
    """

    sender: str
    message_id: str
    machine: str
    failed: tuple[str, ...] = ()
    attachments: list[Attachment] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    has_link: bool = False


def read_letter(data: bytes) -> Letter:
    """Take a message apart.

    Args:
        data: Its raw bytes.

    Raises:
        Refused: Parts lie inside each other as no mail program makes them.
    """
    try:
        message = message_from_bytes(data.removeprefix(b"\xef\xbb\xbf").lstrip(), policy=compat32)
        letter = Letter(
            sender_of(message),
            header(message, "Message-ID"),
            written_by_machine(message),
            tuple(dict.fromkeys(failed_recipients(message))),
        )
        _take_apart(message, letter, letter.sender, 1)
    except RecursionError:
        raise refuse("letter_too_deep", deepest=DEEPEST) from None
    return letter


def _take_apart(message: Message, letter: Letter, sender: str, depth: int) -> None:
    """Take up every part of a message, and of the messages in it."""
    if depth > DEEPEST:
        letter.faults.append(Fault("letter_too_deep", values={"deepest": DEEPEST}))
        return
    for part in _parts(message):
        type_ = part.get_content_type()
        if type_ == "message/rfc822":
            for inner in _inner(part):
                _take_apart(inner, letter, sender_of(inner) or sender, depth + 1)
        elif type_ == "multipart/encrypted":
            letter.faults.append(Fault("letter_encrypted"))
        elif type_ in ("message/external-body", "message/partial"):
            letter.faults.append(Fault("letter_incomplete"))
        elif type_ not in _REPORTS:
            _take_leaf(part, letter, sender, depth)


def _parts(message: Message) -> Iterator[Message]:
    """Give the parts of one message, not going into the messages that it holds."""
    is_opened = message.get_content_maintype() == "multipart" and message.is_multipart()
    if is_opened and message.get_content_subtype() != "encrypted":
        for part in parts_of(message):
            yield from _parts(part)
    else:
        yield message


def _inner(part: Message) -> Iterator[Message]:
    """Give the message in a part; also one that was encoded, which the standard forbids."""
    for inner in parts_of(part):
        encoding = header(part, "Content-Transfer-Encoding").casefold()
        if encoding == "base64":
            yield message_from_bytes(_lenient(inner.as_bytes()), policy=compat32)
        else:
            yield inner


def _lenient(text: bytes) -> bytes:
    kept = re.sub(rb"[^A-Za-z0-9+/]", b"", text)
    return b64decode(kept[: len(kept) - (len(kept) % 4 == 1)] + b"=" * (-len(kept) % 4))


def _take_leaf(part: Message, letter: Letter, sender: str, depth: int) -> None:
    """Take up a part that is no container: a file, or the text of the letter."""
    data = _content(part)
    named = decoded(str(part.get_filename() or ""))
    attached = part.get_content_disposition() == "attachment"
    if part.get_content_maintype() == "text" and not named and not attached:
        letter.has_link = letter.has_link or bool(_CLOUD.search(data))
        return
    name = shown_name(named, _UNNAMED)
    judged = judge(name, data, part.get_content_type())
    if judged.kind is Kind.MESSAGE:
        inner = message_from_bytes(data, policy=compat32)
        _take_apart(inner, letter, sender_of(inner) or sender, depth + 1)
    else:
        letter.attachments.append(Attachment(name, data, judged.kind, judged.code, sender))


def _content(part: Message) -> bytes:
    """Decode a part; of one that is damaged, what can be decoded."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):  # an encoding that is none
        content = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return content if isinstance(content, bytes) else b""
