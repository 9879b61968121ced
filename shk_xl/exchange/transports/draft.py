"""Drafts as ``.eml`` files, which a person opens in a mail program and sends.

Rules: nothing leaves the computer. ``X-Unsent: 1`` makes Outlook and Thunderbird open the file
as a letter that is being written; other programs show it, and the attachment can be taken from
it.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Refused
from shk_xl.exchange.records import OutgoingMessage
from shk_xl.exchange.transports.delivery import Delivery, Outcome
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.safe_names import safe, shortened
from shk_xl.ooxml.user_file import make_folder
from shk_xl.wording import in_words

_LONGEST: Final = 60
"""Bytes of the party's name in the name of a draft."""


class DraftFiles:
    """Puts each message in a file.

    Args:
        folder: The folder of what goes out.
    """

    name = "eml"
    sender = None

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def deliver(self, message: OutgoingMessage, data: bytes) -> Delivery:
        """Write the draft; the same message again is the same file."""
        path = draft_path(self._folder, message)
        try:
            make_folder(path.parent)
            write_atomically(path, data)
        except Refused as refused:
            answer = " ".join(map(in_words, refused.faults))
            return Delivery(Outcome.LATER, "draft_not_written", answer)
        return Delivery(Outcome.DRAFTED, answer=path.relative_to(self._folder.parent).as_posix())


def draft_path(folder: Path, message: OutgoingMessage) -> Path:
    """Name the file of a draft: the party for the eye, the key so that no two are alike."""
    party = shortened(safe(message.party), _LONGEST)
    return folder / f"utskick-{message.round}" / f"{party}-{message.short_key}.eml"
