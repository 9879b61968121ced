r"""Messages read from a mailbox over IMAP, which is only looked at.

Rules: the folder is opened for reading, and messages are fetched without marking them as read;
nothing is moved or deleted. The connection is encrypted and the server's certificate verified,
always. A message has the folder's number and its own in its name, so that it isn't fetched
twice. The password comes from the system's keyring.

Sources: RFC 3501 (SELECT/EXAMINE, UID, BODY.PEEK, modified UTF-7 in 5.1.3), RFC 8314 (TLS).
"""

from __future__ import annotations

import base64
import imaplib
import re
import ssl
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from urllib.parse import unquote, urlsplit

from shk_xl.domain.faults import Fault, Place, refuse
from shk_xl.exchange.intake.arrivals import Arrival, Unreadable
from shk_xl.exchange.passwords import password_for
from shk_xl.ooxml.limits import LIMITS

_PORTS: Final = {"imaps": 993, "imap": 143}
_PATIENCE: Final = 30.0
"""Seconds that a server may take to answer."""
_MONTHS: Final = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)
"""In the protocol's own language, whatever the computer's is."""
_NOT_PLAIN: Final = re.compile(r"[^\x20-\x7e]+|&")
_NUMBER: Final = re.compile(rb"RFC822\.SIZE (\d+)")
_LARGEST: Final = LIMITS.file_bytes * 3 // 2
"""A workbook grows by a third on its way through mail."""


@dataclass(frozen=True, slots=True)
class Mailbox:
    """A folder on a mail server.

    Args:
        host: The server.
        port: Its port.
        user: Who logs in.
        folder: The folder's name.
        starttls: The connection is encrypted after it was made, instead of from its start.
    """

    host: str
    port: int
    user: str
    folder: str = "INBOX"
    starttls: bool = False


def parse_mailbox(text: str) -> Mailbox | None:
    """Read how a person writes a mailbox; None for anything else.

    >>> parse_mailbox("imaps://anna@kommun.example@mail.kommun.example/INBOX/Svar").folder
    'INBOX/Svar'
    >>> parse_mailbox("imap://anna@mail.kommun.example").port
    143
    """
    try:
        parts = urlsplit(text)
        port = parts.port or _PORTS[parts.scheme]
    except (ValueError, KeyError):
        return None
    if not parts.hostname or not parts.username or parts.password is not None:
        return None
    folder = unquote(parts.path.strip("/")) or "INBOX"
    if not folder.isprintable():
        return None
    return Mailbox(parts.hostname, port, unquote(parts.username), folder, parts.scheme == "imap")


@contextmanager
def fetch(
    mailbox: Mailbox, *, days: int, known: Collection[str] = ()
) -> Iterator[Iterator[Arrival | Unreadable]]:
    """Open a mailbox, and give its messages.

    Args:
        mailbox: Which one.
        days: How many days back.
        known: The names of messages that are kept already; they aren't fetched.

    Raises:
        Refused: The server isn't reached or its certificate doesn't hold, the login is refused,
            there is no such folder, or the connection breaks.
    """
    password = password_for(mailbox.user, mailbox.host)
    with _refusing(mailbox):
        server = _connect(mailbox)
        try:
            _log_in(server, mailbox, password)
            yield _messages(server, mailbox, days, known)
        finally:
            with suppress(imaplib.IMAP4.error, OSError):
                server.logout()


@contextmanager
def _refusing(mailbox: Mailbox) -> Iterator[None]:
    place = Place(mailbox.host)
    try:
        yield
    except ssl.SSLCertVerificationError as error:
        raise refuse("imap_certificate", place, reason=error.verify_message) from error
    except (OSError, imaplib.IMAP4.error) as error:
        raise refuse("imap_broken", place, reason=str(error) or type(error).__name__) from error


def _connect(mailbox: Mailbox) -> imaplib.IMAP4:
    context = ssl.create_default_context()
    if not mailbox.starttls:
        return imaplib.IMAP4_SSL(mailbox.host, mailbox.port, ssl_context=context, timeout=_PATIENCE)
    server = imaplib.IMAP4(mailbox.host, mailbox.port, timeout=_PATIENCE)
    server.starttls(context)
    return server


def _log_in(server: imaplib.IMAP4, mailbox: Mailbox, password: str) -> None:
    place = Place(mailbox.host)
    try:
        server.login(mailbox.user, password)
    except imaplib.IMAP4.abort:
        raise
    except imaplib.IMAP4.error as error:
        raise refuse("imap_login", place, user=mailbox.user) from error
    answer, _ = server.select(f'"{_encoded(mailbox.folder)}"', readonly=True)
    if answer != "OK":
        raise refuse("imap_folder", place, folder=mailbox.folder)


def _encoded(folder: str) -> str:
    r"""Write a folder's name in IMAP's own UTF-7, ready to be put in quotes.

    >>> _encoded("Svar från parter"), _encoded('A&B "1"')
    ('Svar fr&AOU-n parter', 'A&-B \\"1\\"')
    """

    def shifted(found: re.Match[str]) -> str:
        if found[0] == "&":
            return "&-"
        packed = base64.b64encode(found[0].encode("utf-16-be")).decode().rstrip("=")
        return f"&{packed.replace('/', ',')}-"

    return _NOT_PLAIN.sub(shifted, folder).replace("\\", "\\\\").replace('"', '\\"')


def _messages(
    server: imaplib.IMAP4, mailbox: Mailbox, days: int, known: Collection[str]
) -> Iterator[Arrival | Unreadable]:
    since = date.today() - timedelta(days=days)  # noqa: DTZ011 - a day is a day on the server
    criterion = f"SINCE {since.day}-{_MONTHS[since.month - 1]}-{since.year}"
    validity = _text(server.response("UIDVALIDITY")[1])
    _, found = server.uid("SEARCH", criterion)
    for number in _text(found).split():
        name = f"{mailbox.user} {mailbox.folder} {validity}-{number}.eml".replace("/", "-")
        if name not in known:
            yield _message(server, number, name)


def _message(server: imaplib.IMAP4, number: str, name: str) -> Arrival | Unreadable:
    _, told = server.uid("FETCH", number, "(RFC822.SIZE)")
    size = _NUMBER.search(b" ".join(part for part in told if isinstance(part, bytes)))
    if size is not None and int(size[1]) > _LARGEST:
        megabytes = _LARGEST // 1_000_000
        values = {"megabytes": megabytes}
        return Unreadable(name, (Fault("letter_too_large", Place(name), values),))
    _, parts = server.uid("FETCH", number, "(BODY.PEEK[])")
    data = next((part[1] for part in parts if isinstance(part, tuple)), None)
    if data is None:  # it was deleted while we looked
        return Unreadable(name, (Fault("letter_gone", Place(name)),))
    return Arrival(name, data)


def _text(answer: list[bytes | None] | list[object]) -> str:
    first = answer[0] if answer else None
    return first.decode("ascii", "replace") if isinstance(first, bytes) else ""
