"""Drafts in Outlook through COM: Outlook itself is stood in for, as it isn't here."""

from __future__ import annotations

import sys
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from test_smtp import LETTER, MESSAGE

from shk_xl.domain.faults import Refused
from shk_xl.exchange.message import build
from shk_xl.exchange.transports.delivery import Delivery, Outcome
from shk_xl.exchange.transports.outlook import Outlook


class ComError(Exception):
    """What pywin32 raises."""


@dataclass
class MailItem:
    """Outlook's own object, as far as it is used; it can't be sent."""

    refuses: str = ""
    done: list[str] = field(default_factory=list)
    files: list[tuple[str, bytes]] = field(default_factory=list)
    replies: list[str] = field(default_factory=list)
    properties: dict[str, Any] = field(default_factory=dict)

    def __setattr__(self, name: str, value: object) -> None:
        if name[0].isupper():
            self.properties[name] = value
        else:
            object.__setattr__(self, name, value)

    @property
    def Attachments(self) -> MailItem:  # noqa: N802 - Outlook's name
        return self

    @property
    def ReplyRecipients(self) -> MailItem:  # noqa: N802 - Outlook's name
        return self

    def Add(self, source: str, kind: int | None = None) -> None:  # noqa: N802 - Outlook's name
        if kind is None:
            self.replies.append(source)
            return
        assert kind == 1
        self.files.append((Path(source).name, Path(source).read_bytes()))

    def Save(self) -> None:  # noqa: N802 - Outlook's name
        self._do("Save")

    def Display(self) -> None:  # noqa: N802 - Outlook's name
        self._do("Display")

    def Close(self, how: int) -> None:  # noqa: N802 - Outlook's name
        self._do(f"Close {how}")

    def _do(self, what: str) -> None:
        if what == self.refuses:
            raise ComError(what)
        self.done.append(what)


@dataclass
class Application:
    item: MailItem

    def CreateItem(self, kind: int) -> MailItem:  # noqa: N802 - Outlook's name
        assert kind == 0
        return self.item


@pytest.fixture(autouse=True)
def pywin32(monkeypatch: pytest.MonkeyPatch) -> None:
    module = ModuleType("pywintypes")
    module.com_error = ComError  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "pywintypes", module)


def test_a_draft_is_saved_and_shown_and_never_sent() -> None:
    item = MailItem()
    answer = Outlook(Application(item)).deliver(MESSAGE, build(LETTER))
    assert answer == Delivery(Outcome.DRAFTED, "in_outlook")
    assert item.done == ["Save", "Display"]
    assert not hasattr(item, "Send")
    assert item.properties == {
        "BodyFormat": 1,
        "To": LETTER.recipient,
        "Subject": LETTER.subject,
        "Body": LETTER.body.replace("\n", "\r\n"),
    }
    assert LETTER.attachment is not None
    assert item.files == [(LETTER.attachment.file_name, LETTER.attachment.data)]


@pytest.mark.parametrize("reply_to", ["", "processtod@samverkan.example"])
def test_answers_go_where_the_letter_says(reply_to: str) -> None:
    item = MailItem()
    Outlook(Application(item)).deliver(MESSAGE, build(replace(LETTER, reply_to=reply_to)))
    assert item.replies == [reply_to] * bool(reply_to)


def test_a_draft_that_outlook_does_not_save_is_left_to_later() -> None:
    item = MailItem(refuses="Save")
    answer = Outlook(Application(item)).deliver(MESSAGE, build(LETTER))
    assert (answer.outcome, answer.reason, answer.stop) == (Outcome.LATER, "outlook_refused", True)
    assert item.done == ["Close 1"]


def test_a_draft_that_is_saved_but_not_shown_is_a_draft() -> None:
    item = MailItem(refuses="Display")
    answer = Outlook(Application(item)).deliver(MESSAGE, build(LETTER))
    assert answer.outcome is Outcome.DRAFTED


@pytest.mark.skipif(sys.platform == "win32", reason="there it may be found")
def test_without_outlook_the_person_is_told_what_to_do_instead() -> None:
    with pytest.raises(Refused, match="outlook_missing"):
        Outlook()
