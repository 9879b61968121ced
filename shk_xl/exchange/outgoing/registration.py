"""The registration sheet of a round (*diarieblad*): what left, to whom, and its hash.

Rules: what left is told by the copies themselves. The registration number is for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, time

from shk_xl.domain.portfolio import About
from shk_xl.exchange.identity import parse_id
from shk_xl.exchange.outgoing.copy import OutgoingCopy
from shk_xl.exchange.outgoing.letter import name_of
from shk_xl.exchange.request import Request
from shk_xl.wording import outgoing as words
from shk_xl.workbook.building.registration import build_registration


def registration(copies: Sequence[OutgoingCopy], request: Request, about: About) -> bytes:
    """Make the registration sheet of the copies of a round.

    Args:
        copies: In the order of the sheet.
        request: What was asked.
        about: What the portfolio is called.

    Returns:
        A workbook (``.xlsx``) to print or to fill in; the same bytes for the same round.
    """
    name = name_of(about)
    return build_registration(
        words.REGISTRATION_TITLE,
        name,
        words.REGISTRATION_COLUMNS,
        [_line(copy, request, name) for copy in copies],
        datetime.combine(request.made_on, time(), UTC),
    )


def _line(copy: OutgoingCopy, request: Request, name: str) -> tuple[str, ...]:
    copy_id = parse_id(copy.id_text)
    content = words.REGISTRATION_CONTENT.format(
        name=name,
        round=copy_id.round if copy_id else "",
        asked=request.asked,
        by=request.answer_by.isoformat(),
    )
    recipient = "\n".join(filter(None, (copy.party, copy.address)))
    sender = f"{request.sender}\n{request.reply_to}"
    made = request.made_on.isoformat()
    return "", made, sender, recipient, content, copy.file_name, copy.sha256
