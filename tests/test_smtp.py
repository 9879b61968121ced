"""Sending to real servers on this machine: what arrives, and what a failure means."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from mail_servers import (
    HOST,
    PASSWORD,
    USER,
    Certificate,
    Mailbox,
    make_certificate,
    silent_server,
    smtp_server,
)

from shk_xl.domain.faults import Refused
from shk_xl.exchange.message import Attachment, Envelope, Letter, build, parse
from shk_xl.exchange.records import OutboxState, OutgoingMessage
from shk_xl.exchange.transports.delivery import Delivery, Outcome
from shk_xl.exchange.transports.smtp import Smtp, SmtpSettings

LETTER = Letter(
    "registrator@kommun.example",
    "Alla barn och unga lyckas 2027: arbetsbok att fylla i för Öarna, utskick 12",
    "Hej!\n.\n..två punkter först på raden, å ä ö\n",
    Attachment("Portfölj – Öarna åäö.xlsx", bytes(range(256)) * 4_000),
)
DATA = build(LETTER, Envelope(USER, "<abc@kommun.example>", "Mon, 12 Apr 2027 09:30:00 +0000"))
MESSAGE = OutgoingMessage(
    key="abc",
    round=12,
    party="Öarna",
    recipient=LETTER.recipient,
    via="smtp",
    message_id="<abc@kommun.example>",
    message_sha256="",
    attachment_sha256="",
    file_name="",
    bytes=0,
    queued_at="",
    state=OutboxState.SENDING,
    changed_at="",
)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def trusting(certificate: Certificate) -> SmtpSettings:
    return SmtpSettings(HOST, USER, user=USER, ca_file=certificate.file, timeout=10)


def send(settings: SmtpSettings, port: int, password: str = PASSWORD) -> Delivery:
    return Smtp(replace(settings, port=port), password).deliver(MESSAGE, DATA)


def test_what_arrives_is_what_was_approved_to_the_byte(
    trusting: SmtpSettings, certificate: Certificate
) -> None:
    mailbox = Mailbox()
    with smtp_server(
        mailbox, tls_context=certificate.context, require_starttls=True, auth_required=True
    ) as port:
        assert send(trusting, port) == Delivery(Outcome.SENT, answer="OK")
    with smtp_server(mailbox, implicit_tls=certificate.context) as port:
        assert send(replace(trusting, security="ssl", user=""), port).outcome is Outcome.SENT
    assert mailbox.received == [(USER, [LETTER.recipient], DATA)] * 2
    assert parse(mailbox.received[0][2]) == LETTER
    assert mailbox.logins == 1


def test_a_password_may_have_swedish_letters(
    trusting: SmtpSettings, certificate: Certificate
) -> None:
    assert not PASSWORD.isascii()
    mailbox = Mailbox()
    with smtp_server(mailbox, tls_context=certificate.context) as port:
        wrong = send(trusting, port, "fel-lösen")
        plain = send(trusting, port, "wrong")
    assert mailbox.logins == 2
    for answer in (wrong, plain):
        assert (answer.outcome, answer.reason) == (Outcome.LATER, "login_refused")
        assert answer.stop  # a wrong password that is tried for each party locks the account
    assert not mailbox.received


def test_nothing_is_said_to_a_server_that_cannot_show_who_it_is(
    trusting: SmtpSettings, certificate: Certificate, tmp_path: Path
) -> None:
    mailbox = Mailbox()
    elsewhere = make_certificate(tmp_path, "127.0.0.2")
    with smtp_server(mailbox, tls_context=certificate.context) as port:
        answers = [send(replace(trusting, ca_file=None), port)]
    with smtp_server(mailbox, tls_context=elsewhere.context) as port:
        answers.append(send(replace(trusting, ca_file=elsewhere.file), port))
    with smtp_server(mailbox, implicit_tls=certificate.context) as port:
        answers.append(send(replace(trusting, ca_file=None, security="ssl"), port))
    assert [answer.reason for answer in answers] == ["certificate"] * 3
    assert all(answer.stop and answer.outcome is Outcome.LATER for answer in answers)
    assert (mailbox.logins, mailbox.received) == (0, [])


def test_there_is_no_way_without_tls(trusting: SmtpSettings) -> None:
    mailbox = Mailbox()
    with smtp_server(mailbox) as port:
        assert send(trusting, port).reason == "server_lacks"
        assert send(replace(trusting, security="ssl"), port).reason == "no_tls"
    assert (mailbox.logins, mailbox.received) == (0, [])


def test_a_server_with_another_way_to_log_in_is_logged_in_to(
    trusting: SmtpSettings, certificate: Certificate
) -> None:
    mailbox = Mailbox()
    with smtp_server(
        mailbox, tls_context=certificate.context, auth_exclude_mechanism=["PLAIN"]
    ) as port:
        refused = send(trusting, port)
        tried = send(trusting, port, "lang-och-fel")
    assert (refused.reason, tried.reason) == ("server_lacks", "login_refused")
    assert mailbox.logins == 1


@pytest.mark.parametrize(
    ("mailbox", "outcome", "reason"),
    [
        (Mailbox(answer="451 senare"), Outcome.LATER, "server_refused"),
        (Mailbox(answer="554 nej"), Outcome.REFUSED, "server_refused"),
        (Mailbox(answer=None), Outcome.UNKNOWN, "no_receipt"),
        (Mailbox(answer="199 hm"), Outcome.UNKNOWN, "no_receipt"),
        (Mailbox(refused={LETTER.recipient: "550 okänd"}), Outcome.REFUSED, "server_refused"),
        (Mailbox(refused={LETTER.recipient: "450 full"}), Outcome.LATER, "server_refused"),
    ],
)
def test_how_far_it_came_decides_what_a_failure_means(
    trusting: SmtpSettings,
    certificate: Certificate,
    mailbox: Mailbox,
    outcome: Outcome,
    reason: str,
) -> None:
    with smtp_server(mailbox, tls_context=certificate.context) as port:
        answer = send(trusting, port)
    assert (answer.outcome, answer.reason, answer.stop) == (outcome, reason, False)


def test_a_message_that_the_server_says_is_too_large_is_not_sent(
    trusting: SmtpSettings, certificate: Certificate
) -> None:
    mailbox = Mailbox()
    with smtp_server(
        mailbox, tls_context=certificate.context, data_size_limit=len(DATA) - 1
    ) as port:
        answer = send(trusting, port)
    assert answer == Delivery(Outcome.REFUSED, "too_large_for_server", str(len(DATA) - 1))
    assert not mailbox.received


@pytest.mark.parametrize("security", ["starttls", "ssl"])
def test_a_server_that_never_answers_is_given_up(trusting: SmtpSettings, security: str) -> None:
    with silent_server() as port:
        answer = send(replace(trusting, timeout=0.3, security=security), port)
    assert (answer.outcome, answer.reason) == (Outcome.LATER, "no_contact")


def test_a_server_that_is_not_there_is_no_contact(trusting: SmtpSettings) -> None:
    with silent_server() as port:
        pass
    assert send(trusting, port).reason == "no_contact"


def test_an_authority_that_cannot_be_read_is_refused(
    trusting: SmtpSettings, tmp_path: Path
) -> None:
    wrong = tmp_path / "fel.pem"
    wrong.write_text("hej", encoding="utf-8")
    for path in (wrong, tmp_path / "saknas.pem"):
        with pytest.raises(Refused, match="mail_authority"):
            Smtp(replace(trusting, ca_file=path))
