r"""One message to one recipient, as bytes that stay what they are.

Rules: a letter is checked before it is built, and read again after: subject, recipient, file
name and attachment must come back unchanged, and no header may have come to. The subject is
encoded here, since the standard library's folding gains and loses spaces in long subjects
outside ASCII. Everything is 7-bit, so that no server has reason to recode it. This module
sends nothing and knows no workbook.

Sources: RFC 5322 (lines), RFC 2047 (encoded words, at most 75 characters each), RFC 2231 (file
names). CVE-2024-6923: an encoded word in a subject could become a header of its own.
"""

from __future__ import annotations

import base64
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Final

from shk_xl.domain.faults import Fault, FaultValue, Place, Refused, refuse

LONGEST_HEADER: Final = 200
"""Characters of a subject or a file name; more is no subject."""
LONGEST_ADDRESS: Final = 254
"""RFC 5321, section 4.5.3.1.3, less the angle brackets; what is before the @ has 64 at most."""
_ADDRESS: Final = re.compile(
    r"(?=[^@]{1,64}@)[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}",
)
_MESSAGE_ID: Final = re.compile(r"<[A-Za-z0-9.-]+@[A-Za-z0-9.-]+>")
_ENCODED_WORD: Final = "=?"
_UNSEEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories of what nobody sees: control, direction and joining characters, line
separators, lone surrogates, and what has no meaning yet."""
_BREAKING: Final = frozenset({"Cc", "Cs", "Zl", "Zp"})
"""Unicode categories of what ends a line or has no form in a text."""
_PLAIN_SUBJECT: Final = 60
"""Characters of an ASCII subject that fits on its line as it is."""
_WORD_BYTES: Final = 45
"""UTF-8 bytes in an encoded word: 60 characters of base64, 72 with what stands around them."""
_HEADERS: Final = frozenset(
    {
        "subject",
        "from",
        "to",
        "reply-to",
        "date",
        "message-id",
        "x-unsent",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
    }
)
_TYPES: Final = {
    ".xlsx": "vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".xlsm": "vnd.ms-excel.sheet.macroEnabled.12",
}


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a message."""

    file_name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """What a person would write.

    Args:
        recipient: One address.
        subject: One line.
        body: The text; lines end with a line feed, also the last, and with nothing else.
        attachment: The file, if there is one.
        reply_to: The address that answers go to; empty for the sender's.
    """

    recipient: str
    subject: str
    body: str
    attachment: Attachment | None = None
    reply_to: str = ""


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a message that is sent has, and a draft hasn't: its mail program gives it that.

    Args:
        sender: The address that it comes from.
        message_id: With angle brackets.
        date: As RFC 5322 writes it.
    """

    sender: str
    message_id: str
    date: str


def build(letter: Letter, envelope: Envelope | None = None) -> bytes:
    r"""Build the message.

    Args:
        letter: What is said.
        envelope: None makes a draft, that mail programs open for a person to send.

    Returns:
        The message, with CR LF at the end of each line.

    Raises:
        Refused: With every fault of the headers, or since the message does not read back as it
            was meant.

    >>> data = build(Letter("anna@kommun.example", "Frågor till er", "Hej!\n"))
    >>> parse(data).subject, b"X-Unsent: 1" in data, b"Date:" in data
    ('Frågor till er', True, False)
    """
    refuse_headers(letter, envelope)
    message = EmailMessage(policy.SMTP)
    if envelope is None:
        message["X-Unsent"] = "1"
    else:
        message["From"] = envelope.sender
        message["Date"] = envelope.date
    message["To"] = letter.recipient
    if letter.reply_to:
        message["Reply-To"] = letter.reply_to
    message.set_content(letter.body, cte="quoted-printable")
    if letter.attachment is not None:
        message.add_attachment(
            letter.attachment.data,
            maintype="application",
            subtype=_type_of(letter.attachment.file_name),
            filename=letter.attachment.file_name,
        )
    head = _subject(letter.subject)
    if envelope is not None:  # the standard library would fold a long one
        head += f"Message-ID: {envelope.message_id}\r\n"
    data = head.encode("ascii") + message.as_bytes()
    _refuse_if_changed(data, letter, envelope)
    return data


def parse(data: bytes) -> Letter:
    """Read a message that was built here.

    Raises:
        Refused: It has other headers, recipients or parts than such a message has.
    """
    return _letter_of(_read(data))


def header_of(data: bytes, name: str) -> str:
    """Read a header of a message; empty when it isn't there."""
    return str(_read(data).get(name, ""))


def _read(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=policy.default)


def _letter_of(message: EmailMessage) -> Letter:
    names = [name.casefold() for name in message.keys()]  # noqa: SIM118 - a message is no dict
    recipients, replies = _addresses(message, "To"), _addresses(message, "Reply-To")
    attachments = list(message.iter_attachments())
    body = message.get_body(("plain",))
    as_expected = (
        set(names) <= _HEADERS
        and len(names) == len(set(names))
        and len(recipients) == 1
        and len(replies) <= 1
        and len(attachments) <= 1
        and body is not None
    )
    if not as_expected or body is None:
        raise refuse("mail_changed")
    return Letter(
        recipients[0],
        str(message["Subject"]),
        body.get_content().replace("\r\n", "\n"),
        next((_attachment(part) for part in attachments), None),
        next(iter(replies), ""),
    )


def _addresses(message: EmailMessage, name: str) -> list[str]:
    return [a.addr_spec for header in message.get_all(name, []) for a in header.addresses]


def refuse_headers(letter: Letter, envelope: Envelope | None = None) -> None:
    """Refuse what may not stand in a header, all of it at once.

    Raises:
        Refused: With every fault.
    """
    faults = [
        *address_faults(letter.recipient),
        *(address_faults(letter.reply_to) if letter.reply_to else ()),
        *_text_faults("Ämnesraden", letter.subject),
        *_body_faults(letter.body),
    ]
    if letter.attachment is not None:
        name = letter.attachment.file_name
        faults += _text_faults("Filnamnet", name)
        if set(name) & set('/\\:"<>|?*'):
            faults.append(_fault("mail_file_name", value=_shown(name)))
    if envelope is not None:
        faults += address_faults(envelope.sender)
        if not _MESSAGE_ID.fullmatch(envelope.message_id):
            faults.append(_fault("mail_hidden_characters", what="Message-ID", characters="<>"))
    if faults:
        raise Refused(faults)


def address_faults(address: str, place: Place | None = None) -> list[Fault]:
    """Say what is wrong with an address: it must be one address, exactly, and nothing else.

    >>> [fault.code for fault in address_faults("a@x.example, b@x.example")]
    ['mail_address']
    """
    plain = len(address) <= LONGEST_ADDRESS and _ADDRESS.fullmatch(address)
    if plain and _ENCODED_WORD not in address:
        return []
    return [_fault("mail_address", place, value=_shown(address))]


def _text_faults(what: str, text: str) -> Iterator[Fault]:
    """Say what a header's text may not hold."""
    unseen = sorted({char for char in text if unicodedata.category(char) in _UNSEEN})
    if unseen:
        listed = ", ".join(f"U+{ord(char):04X}" for char in unseen)
        yield _fault("mail_hidden_characters", what=what, characters=listed)
    if _ENCODED_WORD in text:
        yield _fault("mail_encoded_word", what=what)
    if not text or text != text.strip() or len(text) > LONGEST_HEADER:
        yield _fault("mail_header_length", what=what, longest=LONGEST_HEADER)


def _body_faults(body: str) -> Iterator[Fault]:
    """Say what would not come back from a body: what mail programs take for a line's end."""
    breaking = {char for char in body if unicodedata.category(char) in _BREAKING} - set("\n\t")
    if breaking:
        listed = ", ".join(f"U+{ord(char):04X}" for char in sorted(breaking))
        yield _fault("mail_hidden_characters", what="Brevets text", characters=listed)


def _fault(code: str, place: Place | None = None, **values: FaultValue) -> Fault:
    return Fault(code, place or Place(), values)


def _shown(text: str) -> str:
    """Give a text as a person can see it, with what is unseen spelt out."""
    return "".join(
        f"[U+{ord(char):04X}]" if unicodedata.category(char) in _UNSEEN else char
        for char in text[:LONGEST_ADDRESS]
    )


def _subject(text: str) -> str:
    """Write the header Subject, folded."""
    if text.isascii() and len(text) <= _PLAIN_SUBJECT:
        return f"Subject: {text}\r\n"
    return "Subject: " + "\r\n ".join(map(_encoded_word, _chunks(text))) + "\r\n"


def _chunks(text: str) -> Iterator[str]:
    """Cut a text into pieces that fit in an encoded word, never inside a character."""
    start, size = 0, 0
    for position, char in enumerate(text):
        length = len(char.encode())
        if size + length > _WORD_BYTES:
            yield text[start:position]
            start, size = position, 0
        size += length
    yield text[start:]


def _encoded_word(text: str) -> str:
    return f"=?utf-8?b?{base64.b64encode(text.encode()).decode('ascii')}?="


def _type_of(file_name: str) -> str:
    ending = file_name[file_name.rfind(".") :].lower()
    return _TYPES.get(ending, "octet-stream")


def _attachment(part: EmailMessage) -> Attachment:
    data = part.get_payload(decode=True)
    if not isinstance(data, bytes):
        raise refuse("mail_changed")
    return Attachment(part.get_filename() or "", data)


def _refuse_if_changed(data: bytes, letter: Letter, envelope: Envelope | None) -> None:
    """Read the bytes as a receiver does, and refuse anything but what was meant."""
    message = _read(data)
    written = (str(message.get("From", "")), str(message.get("Message-ID", "")))
    meant = (envelope.sender, envelope.message_id) if envelope else ("", "")
    if _letter_of(message) != letter or written != meant:
        raise refuse("mail_changed")
