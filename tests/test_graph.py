"""Drafts and sending through Microsoft Graph, against its documented answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, ClassVar

import httpx
import msal
import pytest
from graph_server import DROP, TOKEN, Mailbox, graph_server
from test_smtp import LETTER, MESSAGE

from shk_xl.domain.faults import Refused
from shk_xl.exchange.mail_settings import GraphSettings
from shk_xl.exchange.message import Attachment, Letter, build
from shk_xl.exchange.transports.delivery import Delivery, Outcome
from shk_xl.exchange.transports.graph import ADDRESS, Graph, sign_in

pytestmark = pytest.mark.thorough

LARGE = replace(LETTER, attachment=Attachment("Portfölj åäö.xlsx", bytes(range(256)) * 36_000))
SETTINGS = GraphSettings("klient", "kommun.example")


def deliver(
    mailbox: Mailbox, letter: Letter = LETTER, *, send: bool = True, token: str = TOKEN
) -> Delivery:
    with (
        graph_server(mailbox) as address,
        httpx.Client(base_url=address, headers={"Authorization": f"Bearer {token}"}) as client,
    ):
        return Graph(client, send=send).deliver(MESSAGE, build(letter))


def test_a_draft_is_made_and_nothing_is_sent_unless_told() -> None:
    mailbox = Mailbox()
    assert deliver(mailbox, send=False) == Delivery(Outcome.DRAFTED, "in_mailbox")
    (message,) = mailbox.messages.values()
    assert mailbox.sent == []
    assert message["subject"] == LETTER.subject
    assert message["body"] == {"contentType": "text", "content": LETTER.body}
    assert message["toRecipients"] == [{"emailAddress": {"address": LETTER.recipient}}]
    assert message["internetMessageId"] == MESSAGE.message_id
    assert LETTER.attachment is not None
    assert list(mailbox.files.values()) == [(LETTER.attachment.file_name, LETTER.attachment.data)]


@pytest.mark.parametrize("reply_to", ["", "processtod@samverkan.example"])
def test_answers_go_where_the_letter_says(reply_to: str) -> None:
    mailbox = Mailbox()
    deliver(mailbox, replace(LETTER, reply_to=reply_to), send=False)
    (message,) = mailbox.messages.values()
    wanted = [{"emailAddress": {"address": reply_to}}] if reply_to else None
    assert message.get("replyTo") == wanted


def test_a_large_file_goes_in_parts_and_comes_out_whole() -> None:
    mailbox = Mailbox()
    assert deliver(mailbox, LARGE).outcome is Outcome.SENT
    assert LARGE.attachment is not None
    assert list(mailbox.files.values())[-1] == (LARGE.attachment.file_name, LARGE.attachment.data)
    size = len(LARGE.attachment.data)
    assert mailbox.ranges == [
        f"bytes 0-3932159/{size}",
        f"bytes 3932160-7864319/{size}",
        f"bytes 7864320-{size - 1}/{size}",
    ]
    assert len(mailbox.sent) == 1


@pytest.mark.parametrize(
    ("answers", "outcome", "reason"),
    [
        ({"list": 503}, Outcome.LATER, "server_refused"),
        ({"list": 429}, Outcome.LATER, "server_refused"),
        ({"list": DROP}, Outcome.LATER, "no_contact"),
        ({"draft": 500}, Outcome.LATER, "server_refused"),
        ({"draft": 400}, Outcome.REFUSED, "server_refused"),
        ({"draft": 403}, Outcome.LATER, "login_refused"),
        ({"draft": DROP}, Outcome.LATER, "no_contact"),
        ({"attach": 413}, Outcome.REFUSED, "server_refused"),
        ({"attach": DROP}, Outcome.LATER, "no_contact"),
        ({"send": 429}, Outcome.LATER, "server_refused"),
        ({"send": 400}, Outcome.REFUSED, "server_refused"),
        ({"send": 403}, Outcome.LATER, "login_refused"),
        ({"send": 504}, Outcome.UNKNOWN, "no_receipt"),
        ({"send": 200}, Outcome.UNKNOWN, "no_receipt"),
        ({"send": DROP}, Outcome.UNKNOWN, "no_receipt"),
    ],
)
def test_only_a_lost_answer_to_sending_is_unknown(
    answers: dict[str, int], outcome: Outcome, reason: str
) -> None:
    mailbox = Mailbox(answers)
    answer = deliver(mailbox)
    assert (answer.outcome, answer.reason) == (outcome, reason)
    assert "\x1b" not in answer.answer
    assert len(mailbox.sent) == (answers == {"send": DROP})


def test_after_a_lost_answer_the_mailbox_is_asked_and_nothing_is_sent_twice() -> None:
    mailbox = Mailbox({"send": DROP})
    assert deliver(mailbox).outcome is Outcome.UNKNOWN
    mailbox.answers.clear()
    assert deliver(mailbox) == Delivery(Outcome.SENT, "found_sent")
    assert len(mailbox.sent) == 1


def test_a_draft_that_was_left_half_made_is_replaced() -> None:
    mailbox = Mailbox({"attach": DROP})
    assert deliver(mailbox).outcome is Outcome.LATER
    mailbox.answers.clear()
    assert deliver(mailbox).outcome is Outcome.SENT
    assert (len(mailbox.messages), len(mailbox.sent)) == (1, 1)


def test_a_token_that_does_not_hold_stops_the_rest() -> None:
    answer = deliver(Mailbox(), token="gammal")  # noqa: S106 - of no use anywhere
    assert (answer.outcome, answer.reason, answer.stop) == (Outcome.LATER, "login_refused", True)


class Microsoft:
    """Stands for the sign-in service: what ``msal`` answers is what its documentation says."""

    flow: ClassVar[dict[str, Any]] = {}
    token: ClassVar[dict[str, Any]] = {}
    scopes: ClassVar[list[list[str]]] = []

    def __init__(self, client_id: str, authority: str) -> None:
        assert (client_id, authority) == (
            SETTINGS.client_id,
            "https://login.microsoftonline.com/kommun.example",
        )

    def initiate_device_flow(self, scopes: list[str]) -> dict[str, Any]:
        self.scopes.append(scopes)
        return self.flow

    def acquire_token_by_device_flow(self, flow: dict[str, Any]) -> dict[str, Any]:
        assert flow is self.flow
        return self.token


@pytest.fixture
def microsoft(monkeypatch: pytest.MonkeyPatch) -> type[Microsoft]:
    flow = {"user_code": "AB12", "verification_uri": "https://microsoft.com/devicelogin"}
    monkeypatch.setattr(Microsoft, "flow", flow)
    monkeypatch.setattr(Microsoft, "token", {"access_token": TOKEN})
    monkeypatch.setattr(Microsoft, "scopes", [])
    monkeypatch.setattr(msal, "PublicClientApplication", Microsoft)
    return Microsoft


def test_a_person_signs_in_with_a_code_and_gives_no_more_than_is_needed(
    microsoft: type[Microsoft],
) -> None:
    told: list[str] = []
    for send in (False, True):
        with sign_in(SETTINGS, told.append, send=send) as client:
            assert client.headers["Authorization"] == f"Bearer {TOKEN}"
            assert str(client.base_url).rstrip("/") == ADDRESS
    assert told == ["Gå till https://microsoft.com/devicelogin och skriv koden AB12."] * 2
    assert microsoft.scopes == [["Mail.ReadWrite"], ["Mail.ReadWrite", "Mail.Send"]]


@pytest.mark.parametrize(
    ("field", "answer"),
    [
        ("flow", {"error": "invalid_client"}),
        ("token", {"error": "expired_token", "error_description": "koden gick ut"}),
    ],
)
def test_a_sign_in_that_is_not_finished_is_refused(
    microsoft: type[Microsoft], monkeypatch: pytest.MonkeyPatch, field: str, answer: dict[str, str]
) -> None:
    monkeypatch.setattr(microsoft, field, answer)
    tell: Callable[[str], None] = lambda _line: None  # noqa: E731 - nobody listens
    with pytest.raises(Refused, match="sign_in_failed"):
        sign_in(SETTINGS, tell, send=True)
