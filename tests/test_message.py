"""Messages as bytes: what was meant comes back, and nothing else comes along."""

from __future__ import annotations

import os
import random
import re
import unicodedata
from email import message_from_bytes, policy

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shk_xl.domain.faults import Refused
from shk_xl.exchange.message import Attachment, Envelope, Letter, build, parse, refuse_headers

ADDRESS = "registrator@kommun.example"
ENVELOPE = Envelope(
    "stod@kommun.example", "<abc@kommun.example>", "Mon, 12 Apr 2027 09:30:00 +0000"
)
LETTERS = "abcdefghijklmnopqrstuvwxyzåäöÅÄÖéü  –—…’0123456789,.;()[]'&@%+!=_~😀"
TRIALS = 3_000 if os.environ.get("SHK_XL_FULL") else 300


def letter(**given: object) -> Letter:
    fields: dict[str, object] = {
        "recipient": ADDRESS,
        "subject": "Hej",
        "body": "Hej!\n",
        "attachment": Attachment("bok.xlsx", b"PK"),
    }
    return Letter(**{**fields, **given})  # type: ignore[arg-type]


def some_text(chance: random.Random, longest: int) -> str:
    text = "".join(chance.choice(LETTERS) for _ in range(chance.randint(1, longest)))
    return text.strip() or "å"


@pytest.mark.thorough
def test_random_swedish_subjects_and_file_names_come_back_unchanged() -> None:
    chance = random.Random(20270412)  # noqa: S311 - any texts will do
    for trial in range(TRIALS):
        meant = letter(
            subject=some_text(chance, 200),
            attachment=Attachment(some_text(chance, 80) + ".xlsx", b"PK\x00\xff"),
        )
        data = build(meant, ENVELOPE if trial % 2 else None)
        assert parse(data) == meant
        assert b"\n" not in data.replace(b"\r\n", b"")
        assert data.isascii()
        assert max(map(len, data.split(b"\r\n"))) <= 100
        assert all(len(word) <= 75 for word in re.findall(rb"=\?utf-8\?b\?\S*", data))


@given(st.text(max_size=300), st.text(max_size=60), st.text(max_size=60))
def test_whatever_is_typed_is_refused_or_comes_back(subject: str, name: str, address: str) -> None:
    meant = letter(subject=subject, attachment=Attachment(name, b"x"), recipient=address)
    try:
        data = build(meant)
    except Refused:
        return
    assert parse(data) == meant


@given(st.binary(max_size=3_000))
def test_any_attachment_comes_back_to_the_byte(data: bytes) -> None:
    meant = letter(attachment=Attachment("åäö.xlsm", data))
    assert parse(build(meant, ENVELOPE)) == meant


def test_a_draft_is_one_that_a_mail_program_lets_a_person_send() -> None:
    names = [name.casefold() for name in message_from_bytes(build(letter())).keys()]  # noqa: SIM118
    assert "x-unsent" in names
    assert not {"date", "message-id", "from", "bcc", "cc"} & set(names)
    sent = message_from_bytes(build(letter(), ENVELOPE), policy=policy.default)
    assert (sent["Message-ID"], sent["From"]) == (ENVELOPE.message_id, ENVELOPE.sender)
    assert "x-unsent" not in [name.casefold() for name in sent.keys()]  # noqa: SIM118


@pytest.mark.parametrize("envelope", [None, ENVELOPE])
def test_answers_go_where_they_are_asked_to_go(envelope: Envelope | None) -> None:
    meant = letter(reply_to="processtod@samverkan.example")
    data = build(meant, envelope)
    assert parse(data) == meant
    read = message_from_bytes(data, policy=policy.default)
    assert read.get_all("Reply-To") == [meant.reply_to]
    assert message_from_bytes(build(letter(), envelope))["Reply-To"] is None


@pytest.mark.parametrize(
    "reply_to",
    ["a@x.example, b@x.example", "Anna <a@x.example>", "a@x.example\r\nBcc: b@x.example"],
)
def test_answers_go_to_one_address_exactly(reply_to: str) -> None:
    with pytest.raises(Refused) as caught:
        build(letter(reply_to=reply_to))
    assert [fault.code for fault in caught.value.faults] == ["mail_address"]


def test_a_letter_may_go_without_a_file() -> None:
    meant = letter(attachment=None, body="Tack för svaret, å ä ö.   \n\nHälsningar\n")
    assert parse(build(meant, ENVELOPE)) == meant


@given(st.text(max_size=2_000))
def test_whatever_body_is_refused_or_comes_back(body: str) -> None:
    meant = letter(body=f"{body}\n")
    try:
        data = build(meant, ENVELOPE)
    except Refused:
        assert any(unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} for char in body)
        return
    assert parse(data) == meant


HEADER_ATTACKS = [
    "a\r\nBcc: evil@x.example",
    "a\nBcc: evil@x.example",
    "a\rBcc: evil@x.example",
    "a\r\n\r\nkropp",
    "a\r\n fortsättning",
    "a\x00b",
    "a\x0bb",
    "a\x0cb",
    "a\x1bb",
    "a\x7fb",
    "a\x85Bcc: evil@x.example",
    "a\u2028Bcc: evil@x.example",
    "a\u2029b",
    "a\u202egpj.xslx",
    "a\u2066b\u2069",
    "a\u200fb",
    "a\u061cb",
    "a\u200bb",
    "a\ufeffb",
    "a\ud800b",
    "=?utf-8?q?a=0D=0ABcc:_evil@x.example?=",
    "=?utf-8?b?YQ0KQmNjOiBldmlsQHguZXhhbXBsZQ==?=",
    "hej =?utf-7?q?+AA0ACg-?=",
    "=?",
    "",
    " hej",
    "hej\t",
    "a" * 201,
]


@pytest.mark.parametrize("attack", HEADER_ATTACKS)
def test_a_header_that_could_become_another_is_refused(attack: str) -> None:
    for meant in (
        letter(subject=attack),
        letter(attachment=Attachment(attack, b"")),
        letter(recipient=f"{attack}@kommun.example"),
        letter(recipient=f"a@{attack}"),
    ):
        for envelope in (None, ENVELOPE):
            with pytest.raises(Refused):
                build(meant, envelope)


@pytest.mark.parametrize(
    "recipient",
    [
        "a@x.example, evil@x.example",
        "a@x.example; evil@x.example",
        "a@x.example evil@x.example",
        "Namn <a@x.example>",
        "<a@x.example>",
        "evil@x.example<a@x.example>",
        "a@x.example\r\nBcc: evil@x.example",
        "a@x.example\n",
        '"a@x.example"@y.example',
        "a@x",
        "@x.example",
        "a@",
        "a@@x.example",
        "a@x..example",
        ".a@x.example",
        "a.@x.example",
        "a@-x.example",
        "a@[127.0.0.1]",
        "grupp: a@x.example;",
        "örjan@kommun.example",
        "a@kommün.example",
        "a@x.example(evil)",
        "mailto:a@x.example",
        "a\u200b@x.example",
        "=?utf-8?q?a?=@x.example",
        "a" * 250 + "@x.example",
        "",
    ],
)
def test_a_recipient_is_one_address_exactly(recipient: str) -> None:
    with pytest.raises(Refused):
        build(letter(recipient=recipient))
    with pytest.raises(Refused):
        build(letter(), Envelope(recipient, "<abc@kommun.example>", ENVELOPE.date))


@pytest.mark.parametrize("name", ["../bok.xlsx", "c:\\bok.xlsx", "a/b.xlsx", 'a"b.xlsx', "a|b"])
def test_a_file_name_is_no_path(name: str) -> None:
    with pytest.raises(Refused, match="mail_file_name"):
        build(letter(attachment=Attachment(name, b"")))


def test_all_that_is_wrong_is_told_at_once() -> None:
    wrong = letter(subject="a\r\nb =?", recipient="fel", attachment=Attachment("a/b\x00", b""))
    with pytest.raises(Refused) as caught:
        refuse_headers(wrong, Envelope("fel", "utan hakar", ""))
    assert [fault.code for fault in caught.value.faults] == [
        "mail_address",
        "mail_hidden_characters",
        "mail_encoded_word",
        "mail_hidden_characters",
        "mail_file_name",
        "mail_address",
        "mail_hidden_characters",
    ]


@pytest.mark.parametrize(
    "changed",
    [
        lambda data: b"Bcc: evil@x.example\r\n" + data,
        lambda data: b"To: evil@x.example\r\n" + data,
        lambda data: data.replace(b"To: ", b"To: evil@x.example, "),
        lambda data: b"Reply-To: a@x.example, evil@x.example\r\n" + data,
    ],
)
def test_a_message_with_more_than_we_write_is_no_message_of_ours(changed: object) -> None:
    assert callable(changed)
    with pytest.raises(Refused, match="mail_changed"):
        parse(changed(build(letter())))
