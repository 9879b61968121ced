"""Sending through a mail server: SMTP with TLS, and a password from the system's keyring.

Rules: nothing is said to a server before its certificate has been verified; every wait has an
end. The steps are taken one by one, since what a failure means depends on how far it came:
before DATA nothing was sent; after DATA a broken connection says nothing of what the server
did with the message.

Sources: RFC 5321 (section 4.2.1 on what 4yz and 5yz mean, 4.5.3.2 on time), RFC 3207, RFC 8314,
RFC 1870 (the size is announced in MAIL FROM).
"""

from __future__ import annotations

import base64
import smtplib
import ssl
from collections.abc import Callable, Mapping
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Place, refuse
from shk_xl.exchange.records import OutgoingMessage
from shk_xl.exchange.transports.delivery import Delivery, Outcome

TIMEOUT: Final = 30.0
"""Seconds for each answer."""
_LOGGED_IN: Final = 235
_OK: Final = 250
_TAKEN: Final = {250, 251}
"""The answers to RCPT that say yes; 251 says that the server will forward."""
_TRANSIENT: Final = range(400, 500)
_LONGEST_ANSWER: Final = 300
_OWN_NAME: Final = "[127.0.0.1]"
"""What we call ourselves: the computer's name is nobody's business, and asking for it may hang."""
_REASONS: Final = (
    (smtplib.SMTPAuthenticationError, "login_refused"),
    (smtplib.SMTPNotSupportedError, "server_lacks"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "no_tls"),
    (Exception, "no_contact"),
)
"""The first kind that an error is decides what a person is told."""


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """How the mail server is reached.

    Args:
        host: Its name, which its certificate must bear.
        sender: The address that messages come from.
        security: "starttls" or "ssl"; there is no way without.
        port: 587 for STARTTLS, 465 for SSL, unless the server has another.
        user: Whom to log in as; empty for a server that asks nobody.
        ca_file: A file with the certificate of an authority of one's own.
        timeout: Seconds to wait for each answer.
    """

    host: str
    sender: str
    security: str = "starttls"
    port: int = 587
    user: str = ""
    ca_file: Path | None = None
    timeout: float = TIMEOUT


class Smtp:
    """Sends each message over a connection of its own.

    Args:
        settings: How the server is reached.
        password: For the user; empty when there is no user.

    Raises:
        Refused: The file of the authority can't be used.
    """

    name = "smtp"

    def __init__(self, settings: SmtpSettings, password: str = "") -> None:
        self._settings = settings
        self._password = password
        self._context = _context(settings.ca_file)

    @property
    def sender(self) -> str:
        """The address that messages come from."""
        return self._settings.sender

    def deliver(self, message: OutgoingMessage, data: bytes) -> Delivery:
        """Send a message."""
        try:
            client = self._session()
        except (smtplib.SMTPException, OSError) as error:
            return _no_session(error)
        try:
            return self._refused_before_data(client, message.recipient, len(data)) or _send(
                client, data
            )
        except (smtplib.SMTPException, OSError) as error:
            return Delivery(Outcome.LATER, "no_contact", _readable(str(error)))
        finally:
            _leave(client)

    def _session(self) -> smtplib.SMTP:
        """Connect, make the connection safe, and log in."""
        with ExitStack() as undo:
            client = CONNECT[self._settings.security](self._settings, self._context)
            undo.callback(client.close)
            if self._settings.user:
                _log_in(client, self._settings.user, self._password)
            client.ehlo_or_helo_if_needed()
            undo.pop_all()
        return client

    def _refused_before_data(
        self, client: smtplib.SMTP, recipient: str, size: int
    ) -> Delivery | None:
        """Say who sends how much to whom; None when the server wants the message."""
        options = []
        if client.has_extn("size"):
            most = client.esmtp_features["size"]
            if most.isdigit() and 0 < int(most) < size:
                return Delivery(Outcome.REFUSED, "too_large_for_server", most)
            options.append(f"size={size}")
        code, answer = client.mail(self._settings.sender, options)
        if code == _OK:
            code, answer = client.rcpt(recipient)
        if code in _TAKEN:
            return None
        return _answered("server_refused", code, answer)


def _log_in(client: smtplib.SMTP, user: str, password: str) -> None:
    """Log in, once: the standard library tries a wrong password in every way that it knows.

    It can't with å, ä and ö either; RFC 4616 has UTF-8.
    """
    client.ehlo_or_helo_if_needed()
    if "PLAIN" in client.esmtp_features.get("auth", "").upper().split():
        said = base64.b64encode(f"\0{user}\0{password}".encode()).decode("ascii")
        code, answer = client.docmd("AUTH", f"PLAIN {said}")
        if code != _LOGGED_IN:
            raise smtplib.SMTPAuthenticationError(code, answer)
    elif user.isascii() and password.isascii():
        client.login(user, password)
    else:
        raise smtplib.SMTPNotSupportedError("AUTH PLAIN")


def _no_session(error: smtplib.SMTPException | OSError) -> Delivery:
    """Say why no message can be sent just now."""
    reason = next(reason for kind, reason in _REASONS if isinstance(error, kind))
    answer: bytes | str = str(error)
    if isinstance(error, smtplib.SMTPResponseException):
        answer = f"{error.smtp_code} {_readable(error.smtp_error)}"
    elif isinstance(error, ssl.SSLCertVerificationError):
        answer = error.verify_message
    return Delivery(Outcome.LATER, reason, _readable(answer), stop=True)


def _send(client: smtplib.SMTP, data: bytes) -> Delivery:
    """Send the bytes; from here on, silence is not an answer."""
    try:
        code, answer = client.data(data)
    except smtplib.SMTPDataError as error:  # it refused the command DATA itself
        return _answered("server_refused", error.smtp_code, error.smtp_error)
    except (smtplib.SMTPException, OSError) as error:
        return Delivery(Outcome.UNKNOWN, "no_receipt", _readable(str(error)))
    if code == _OK:
        return Delivery(Outcome.SENT, answer=_readable(answer))
    if code < min(_TRANSIENT):  # no answer that SMTP knows of here
        return Delivery(Outcome.UNKNOWN, "no_receipt", f"{code} {_readable(answer)}")
    return _answered("server_refused", code, answer)


def _answered(reason: str, code: int, answer: bytes | str) -> Delivery:
    """Say no: for now (4yz), or for good."""
    outcome = Outcome.LATER if code in _TRANSIENT else Outcome.REFUSED
    return Delivery(outcome, reason, f"{code} {_readable(answer)}".strip())


def _readable(answer: bytes | str) -> str:
    """Give a server's words on one line, without what could steer a terminal."""
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    shown = "".join(char if char.isprintable() else " " for char in text)
    return " ".join(shown.split())[:_LONGEST_ANSWER]


def _leave(client: smtplib.SMTP) -> None:
    """Say goodbye; whether the server hears it changes nothing."""
    with suppress(smtplib.SMTPException, OSError):
        client.quit()
    client.close()


def _context(ca_file: Path | None) -> ssl.SSLContext:
    try:
        return ssl.create_default_context(cafile=str(ca_file) if ca_file else None)
    except OSError as error:  # ssl's own errors are of this kind
        raise refuse("mail_authority", Place(str(ca_file))) from error


def _starttls(settings: SmtpSettings, context: ssl.SSLContext) -> smtplib.SMTP:
    with ExitStack() as undo:
        client = smtplib.SMTP(settings.host, settings.port, _OWN_NAME, settings.timeout)
        undo.callback(client.close)
        client.starttls(context=context)
        undo.pop_all()
    return client


def _ssl(settings: SmtpSettings, context: ssl.SSLContext) -> smtplib.SMTP:
    return smtplib.SMTP_SSL(
        settings.host, settings.port, _OWN_NAME, timeout=settings.timeout, context=context
    )


CONNECT: Final[Mapping[str, Callable[[SmtpSettings, ssl.SSLContext], smtplib.SMTP]]] = {
    "starttls": _starttls,
    "ssl": _ssl,
}
"""How a connection becomes a safe one; the certificate is verified in both."""
PORTS: Final = {"starttls": 587, "ssl": 465}
