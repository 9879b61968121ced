"""A message taken apart: who sent it, and every file in it, however deep.

Rules: forwarded messages, messages inside messages and messages as files are opened, to a
depth; two files with one name are two files. What can't be opened is told. Nothing in a
message makes this fail: what makes no sense is told too. A name is shown, and never a path.
It is done in a process of its own (see ``reading_process``), for what it may cost.
"""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.message import Message
from itertools import islice
from typing import Final

from shk_xl.domain.faults import Fault, Refused, refuse
from shk_xl.exchange.intake.headers import (
    decoded,
    failed_recipients,
    header,
    parts_of,
    sender_of,
    written_by_machine,
)
from shk_xl.exchange.intake.kinds import Kind, judge, shown_name
from shk_xl.exchange.intake.letter_gate import parse_message

DEEPEST: Final = 10
"""Messages inside each other; a forwarded answer to a forwarded answer has three or four."""
MOST_FILES: Final = 20
"""Files in one message that may be answers."""
_MOST_FAILED: Final = 50
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
        attachments: Every file in it that may be, or hold, an answer, in its order.
        others: The names of its other files.
        faults: What could not be opened.
        has_link: Its text points at a file in somebody's cloud.
    """

    sender: str
    message_id: str
    machine: str
    failed: tuple[str, ...] = ()
    attachments: list[Attachment] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    has_link: bool = False

    def tell(self, *faults: Fault) -> None:
        """Note what could not be opened; the same thing once, however often it is met."""
        self.faults += [fault for fault in faults if fault not in self.faults]


def read_letter(data: bytes) -> Letter:
    """Take a message apart.

    Args:
        data: Its raw bytes.

    Raises:
        Refused: It is larger, or made otherwise, than any that a mail program makes.
    """
    try:
        message = parse_message(data.removeprefix(b"\xef\xbb\xbf").lstrip())
        letter = Letter(
            sender_of(message),
            header(message, "Message-ID"),
            written_by_machine(message),
            tuple(islice(dict.fromkeys(failed_recipients(message)), _MOST_FAILED)),
        )
        _take_apart(message, letter, letter.sender, 1)
    except RecursionError:
        raise refuse("letter_too_deep", deepest=DEEPEST) from None
    return letter


def _take_apart(message: Message, letter: Letter, sender: str, depth: int) -> None:
    """Take up every part of a message, and of the messages in it."""
    if depth > DEEPEST:
        letter.tell(Fault("letter_too_deep", values={"deepest": DEEPEST}))
        return
    for part in _parts(message):
        type_ = part.get_content_type()
        if type_ == "message/rfc822":
            _take_inner(part, letter, sender, depth)
        elif type_ == "multipart/encrypted":
            letter.tell(Fault("letter_encrypted"))
        elif type_ in ("message/external-body", "message/partial"):
            letter.tell(Fault("letter_incomplete"))
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


def _take_inner(part: Message, letter: Letter, sender: str, depth: int) -> None:
    """Take up the message in a part; also one that was encoded, which the standard forbids."""
    for inner in parts_of(part):
        if header(part, "Content-Transfer-Encoding").casefold() == "base64":
            _take_file(_lenient(inner.as_bytes()), letter, sender, depth)
        else:
            _take_apart(inner, letter, sender_of(inner) or sender, depth + 1)


def _take_file(data: bytes, letter: Letter, sender: str, depth: int) -> None:
    """Take up a message that came as a file; one that isn't opened is told."""
    try:
        inner = parse_message(data)
    except Refused as refused:
        letter.tell(*refused.faults)
        return
    _take_apart(inner, letter, sender_of(inner) or sender, depth + 1)


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
        _take_file(data, letter, sender, depth)
    elif judged.kind is Kind.OTHER:
        letter.others.append(name)
    elif len(letter.attachments) == MOST_FILES:
        raise refuse("letter_too_many_files", most=MOST_FILES)
    else:
        letter.attachments.append(Attachment(name, data, judged.kind, judged.code, sender))


def _content(part: Message) -> bytes:
    """Decode a part; of one that is damaged, what can be decoded."""
    try:
        content = part.get_payload(decode=True)
    except (ValueError, LookupError):  # an encoding that is none
        content = str(part.get_payload()).encode("utf-8", "surrogateescape")
    return content if isinstance(content, bytes) else b""
