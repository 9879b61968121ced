"""Drafts in Outlook for Windows, through COM: saved, and shown to the person.

Rules: the program never sends here. Only the classic Outlook answers; the new one has no COM.
What COM says when it fails is kept as the answer.

Source: the object model of Outlook (Application.CreateItem, MailItem, Attachments.Add,
MailItem.ReplyRecipients).
"""

from __future__ import annotations

import sys
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from shk_xl.domain.faults import refuse
from shk_xl.exchange.message import Attachment, parse
from shk_xl.exchange.records import OutgoingMessage
from shk_xl.exchange.transports.delivery import Delivery, Outcome

_MAIL_ITEM: Final = 0
"""olMailItem."""
_PLAIN: Final = 1
"""olFormatPlain."""
_BY_VALUE: Final = 1
"""olByValue: a copy of the file."""
_DISCARD: Final = 1
"""olDiscard."""


class Outlook:
    """Puts each message among Outlook's drafts, and opens it.

    Args:
        application: Outlook's own object; found when it is not given.

    Raises:
        Refused: There is no classic Outlook here.
    """

    name = "outlook"
    sender = None

    def __init__(self, application: Any = None) -> None:  # noqa: ANN401 - COM has no types
        self._application = application or _outlook()

    def deliver(self, message: OutgoingMessage, data: bytes) -> Delivery:  # noqa: ARG002 - all is in it
        """Make the draft."""
        from pywintypes import com_error  # noqa: PLC0415 - only on Windows

        letter = parse(data)
        item = None
        try:
            item = self._application.CreateItem(_MAIL_ITEM)
            item.BodyFormat = _PLAIN
            item.To = letter.recipient
            if letter.reply_to:
                item.ReplyRecipients.Add(letter.reply_to)
            item.Subject = letter.subject
            item.Body = letter.body.replace("\n", "\r\n")
            if letter.attachment is not None:
                _attach(item, letter.attachment)
            item.Save()
        except com_error as error:
            with suppress(com_error, AttributeError):
                item.Close(_DISCARD)  # type: ignore[union-attr] # None has no Close: suppressed
            return Delivery(Outcome.LATER, "outlook_refused", str(error), stop=True)
        with suppress(com_error):  # it lies among the drafts, shown or not
            item.Display()
        return Delivery(Outcome.DRAFTED, "in_outlook")


def _attach(item: Any, attachment: Attachment) -> None:  # noqa: ANN401 - COM has no types
    """Attach a file; Outlook takes its name from the path, and copies it at once."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / attachment.file_name
        path.write_bytes(attachment.data)
        item.Attachments.Add(str(path), _BY_VALUE)


def _outlook() -> Any:  # noqa: ANN401 - COM has no types
    """Find Outlook, or start it."""
    if sys.platform != "win32" or find_spec("win32com") is None:
        raise refuse("outlook_missing")
    import pythoncom  # noqa: PLC0415 - only on Windows
    from pywintypes import com_error  # noqa: PLC0415 - the same
    from win32com.client import Dispatch  # noqa: PLC0415 - the same

    pythoncom.CoInitialize()
    try:
        return Dispatch("Outlook.Application")
    except com_error as error:
        raise refuse("outlook_missing") from error
