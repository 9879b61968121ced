"""The outbox: nothing lost, nothing sent twice, and what nobody knows is asked about."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import outbox_trial
import pytest
from mail_servers import HOST, USER, Certificate, Mailbox, make_certificate, smtp_server

from shk_xl.domain.faults import Refused
from shk_xl.exchange import archive, outbox
from shk_xl.exchange.ledger import Ledger, now
from shk_xl.exchange.message import Attachment, Letter, header_of, parse
from shk_xl.exchange.records import OutboxState, OutgoingMessage, Round
from shk_xl.exchange.transports.delivery import Delivery, Outcome
from shk_xl.exchange.transports.draft import DraftFiles
from shk_xl.exchange.transports.smtp import Smtp, SmtpSettings

PARTIES = ("Öarna", "Norrby", "Söderby")
KILLS = 10_000 if os.environ.get("SHK_XL_FULL") else 8


@dataclass
class Recorder:
    """Answers as it is told, and keeps what it was given."""

    answers: list[Delivery] = field(default_factory=list)
    given: list[tuple[OutgoingMessage, bytes]] = field(default_factory=list)
    name = "smtp"
    sender = USER

    def deliver(self, message: OutgoingMessage, data: bytes) -> Delivery:
        self.given.append((message, data))
        return self.answers.pop(0) if self.answers else Delivery(Outcome.SENT)


def letter(party: str) -> Letter:
    name = f"Portfölj-{party}.xlsx"
    return Letter(
        f"{ascii_of(party)}@kommun.example",
        f"Att fylla i: {party}",
        "Hej!\n",
        Attachment(name, party.encode()),
    )


def ascii_of(party: str) -> str:
    return party.encode("ascii", "ignore").decode().lower()


def fill(folder: Path, via: str = "smtp") -> list[OutgoingMessage]:
    sender = USER if via == "smtp" else None
    with Ledger(folder) as ledger, ledger.transaction():
        ledger.insert(Round(1, now(), "00"))
        return [
            outbox.queue(ledger, letter(party), round_number=1, party=party, via=via, sender=sender)
            for party in PARTIES
        ]


def messages(ledger: Ledger) -> dict[str, OutgoingMessage]:
    return {message.party: message for message in ledger.select(OutgoingMessage)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "bok.utskick"


@contextmanager
def opened(folder: Path) -> Iterator[Ledger]:
    with Ledger(folder) as ledger:
        outbox.settle_interrupted(ledger)
        yield ledger


def test_the_same_message_is_queued_once(folder: Path) -> None:
    first = fill(folder)
    with opened(folder) as ledger:
        again = outbox.queue(
            ledger, letter("Öarna"), round_number=1, party="Öarna", via="smtp", sender=USER
        )
        assert len(ledger.select(OutgoingMessage)) == len(PARTIES)
    assert again == first[0]


@pytest.mark.parametrize(
    ("reply_to", "written"), [("Team@x.example", "Team@x.example"), (USER.upper(), "")]
)
def test_a_letter_names_where_answers_go_when_that_is_elsewhere(
    folder: Path, reply_to: str, written: str
) -> None:
    with Ledger(folder) as ledger:
        ledger.insert(Round(1, now(), "00"))
        said = replace(letter("Öarna"), reply_to=reply_to)
        message = outbox.queue(ledger, said, round_number=1, party="Öarna", via="smtp", sender=USER)
        data = archive.kept(ledger.outgoing, message.message_sha256, outbox.MAIL)
    assert parse(data).reply_to == written


def test_a_new_try_sends_the_same_bytes(folder: Path) -> None:
    fill(folder)
    later = Delivery(Outcome.LATER, "server_refused", "451 senare")
    recorder = Recorder([later, Delivery(Outcome.SENT), Delivery(Outcome.SENT)])
    with opened(folder) as ledger:
        outbox.deliver(ledger, recorder, outbox.due(ledger, "smtp"))
        (waiting,) = ledger.select(OutgoingMessage, state=OutboxState.QUEUED)
        assert waiting.not_before > now()
        assert outbox.due(ledger, "smtp") == []
        outbox.deliver(ledger, recorder, outbox.due(ledger, "smtp", [waiting.key]))
        after = ledger.select(OutgoingMessage, key=waiting.key)[0]
    assert (after.state, after.attempts) == (OutboxState.SENT, 2)
    same = [data for message, data in recorder.given if message.key == waiting.key]
    assert len(same) == 2
    assert same[0] == same[1]
    assert header_of(same[0], "Message-ID") == waiting.message_id


def test_the_wait_doubles_up_to_a_limit(folder: Path) -> None:
    fill(folder)
    waits = []
    with opened(folder) as ledger:
        for _ in range(12):
            message = messages(ledger)["Öarna"]
            later = Recorder([Delivery(Outcome.LATER, "no_contact")])
            outbox.deliver(ledger, later, [message])
            until = datetime.fromisoformat(messages(ledger)["Öarna"].not_before)
            waits.append(round((until - datetime.now(UTC)) / timedelta(minutes=1)))
    assert waits == sorted(waits)
    assert waits[:3] + waits[-1:] == [1, 2, 4, 360]


def test_what_all_would_meet_stops_the_rest(folder: Path) -> None:
    fill(folder)
    recorder = Recorder([Delivery(Outcome.LATER, "login_refused", "535", stop=True)])
    with opened(folder) as ledger:
        outbox.deliver(ledger, recorder, outbox.due(ledger, "smtp"))
        states = Counter(message.state for message in ledger.select(OutgoingMessage))
        tried = [message for message in ledger.select(OutgoingMessage) if message.attempts]
    assert len(recorder.given) == 1
    assert states == {OutboxState.QUEUED: len(PARTIES)}
    assert [message.reason for message in tried] == ["login_refused"]


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (Outcome.SENT, OutboxState.SENT),
        (Outcome.DRAFTED, OutboxState.DRAFTED),
        (Outcome.LATER, OutboxState.QUEUED),
        (Outcome.REFUSED, OutboxState.FAILED),
        (Outcome.UNKNOWN, OutboxState.UNKNOWN),
    ],
)
def test_an_outcome_is_a_state_and_only_what_waits_is_tried_again(
    folder: Path, outcome: Outcome, state: OutboxState
) -> None:
    (message, *_) = fill(folder)
    with opened(folder) as ledger:
        (after,) = outbox.deliver(ledger, Recorder([Delivery(outcome)]), [message])
        assert after.state is state
        keys = [one.key for one in outbox.due(ledger, "smtp", [message.key])]
        assert keys == ([message.key] if outcome is Outcome.LATER else [])


def test_a_frozen_message_that_somebody_changed_is_not_sent(folder: Path) -> None:
    fill(folder)
    recorder = Recorder()
    with opened(folder) as ledger:
        message = messages(ledger)["Öarna"]
        path = ledger.outgoing / f"{message.message_sha256}.eml"
        path.write_bytes(path.read_bytes().replace(b"To: ", b"Cc: evil@x.example\r\nTo: "))
        with pytest.raises(Refused, match="kept_file_changed"):
            outbox.deliver(ledger, recorder, outbox.due(ledger, "smtp"))
        assert {m.state for m in ledger.select(OutgoingMessage)} == {OutboxState.QUEUED}
    assert recorder.given == []


def test_what_is_sent_is_what_the_ledger_says_was_approved(folder: Path) -> None:
    fill(folder)
    recorder = Recorder()
    with opened(folder) as ledger:
        message = messages(ledger)["Öarna"]
        for changes in (
            {"attachment_sha256": messages(ledger)["Norrby"].attachment_sha256},
            {"recipient": "evil@x.example"},
        ):
            ledger.update(message, **changes)
            with pytest.raises(Refused, match="mail_changed"):
                outbox.deliver(ledger, recorder, [messages(ledger)["Öarna"]])
    assert recorder.given == []


def test_a_message_found_while_being_sent_is_asked_about_and_a_draft_is_made_again(
    folder: Path, tmp_path: Path
) -> None:
    fill(folder)
    fill(tmp_path / "utkast.utskick", "eml")
    for place in (folder, tmp_path / "utkast.utskick"):
        with Ledger(place) as ledger:
            ledger.update(messages(ledger)["Öarna"], state=OutboxState.SENDING)
    with Ledger(folder) as ledger:
        (unknown,) = outbox.settle_interrupted(ledger)
        assert messages(ledger)["Öarna"].state is OutboxState.UNKNOWN
        assert unknown.party == "Öarna"
        assert len(outbox.due(ledger, "smtp")) == len(PARTIES) - 1
    with Ledger(tmp_path / "utkast.utskick") as ledger:
        assert outbox.settle_interrupted(ledger) == []
        done = outbox.deliver(ledger, DraftFiles(ledger.outgoing), outbox.due(ledger, "eml"))
        assert {message.state for message in done} == {OutboxState.DRAFTED}
        drafts = [ledger.folder / message.answer for message in done]
    assert all(draft.is_file() for draft in drafts)


def test_a_person_settles_what_nobody_knows(folder: Path) -> None:
    fill(folder)
    with opened(folder) as ledger:
        unknown = Recorder([Delivery(Outcome.UNKNOWN, "no_receipt")] * 3)
        outbox.deliver(ledger, unknown, outbox.due(ledger, "smtp"))
        said = (outbox.retry, outbox.mark_sent, outbox.cancel)
        for party, say in zip(PARTIES, said, strict=True):
            say(ledger, outbox.find(ledger, messages(ledger)[party].key[:8]))
        states = [messages(ledger)[party].state for party in PARTIES]
        assert states == [OutboxState.QUEUED, OutboxState.SENT, OutboxState.CANCELLED]
        sent = messages(ledger)["Norrby"]
        for say in said:
            with pytest.raises(Refused, match="outbox_settled"):
                say(ledger, sent)


def test_an_id_that_fits_none_or_several_is_refused(folder: Path) -> None:
    fill(folder)
    with opened(folder) as ledger:
        key = messages(ledger)["Öarna"].key
        assert outbox.find(ledger, key[:8].upper()).key == key
        for wanted, code in (("abc", "short"), ("zzzz", "unknown")):
            with pytest.raises(Refused, match=f"outbox_id_{code}"):
                outbox.find(ledger, wanted)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("tls"))


def trial(folder: Path, port: int, certificate: Certificate, last: int) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, outbox_trial.__file__, folder, str(port), certificate.file, str(last)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parent)},
    )
    return done.returncode, done.stdout


@pytest.mark.thorough
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="Windows ends a process in another way")
@pytest.mark.parametrize("answer", ["250 OK", None], ids=["acknowledged", "dropped"])
def test_killed_anywhere_nothing_is_lost_or_doubled_and_all_that_is_unknown_is_shown(
    tmp_path: Path, certificate: Certificate, answer: str | None
) -> None:
    original = tmp_path / "original.utskick"
    queued = fill(original)
    with smtp_server(Mailbox(answer), tls_context=certificate.context) as port:
        whole = shutil.copytree(original, tmp_path / "hel")
        code, steps = trial(whole, port, certificate, 0)
    assert code == 0
    every = range(1, int(steps) + 1)
    chance = random.Random(5)  # noqa: S311 - any steps will do
    chosen = every if len(every) <= KILLS else sorted(chance.sample(every, KILLS))
    for last in chosen:
        mailbox = Mailbox(answer)
        copy = shutil.copytree(original, tmp_path / str(last))
        with smtp_server(mailbox, tls_context=certificate.context) as port:
            code, _ = trial(copy, port, certificate, last)
            assert code == -signal.SIGKILL
            settings = SmtpSettings(HOST, USER, port=port, ca_file=certificate.file)
            with opened(copy) as ledger:
                outbox.deliver(ledger, Smtp(settings), outbox.due(ledger, "smtp"))
                after = messages(ledger)
        arrived = Counter(header_of(data, "Message-ID") for _, _, data in mailbox.received)
        assert len(after) == len(queued)
        for message in after.values():
            got = arrived[message.message_id]
            assert got <= 1, f"step {last}: sent twice"
            if message.state is OutboxState.SENT:
                assert got == 1, f"step {last}: said to be sent, and lost"
            else:
                assert message.state is OutboxState.UNKNOWN, f"step {last}"
        shutil.rmtree(copy)
