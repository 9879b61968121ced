"""The gate that every message passes before it is taken apart.

Rules: a message that nobody would write, and that costs much to take apart, is refused before
that: the parser of messages takes a time that grows as the square of a header, and as the lines
times the containers around them. What is within the limits takes seconds at the most.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from email.message import Message
from email.policy import Compat32
from typing import Final

from shk_xl.domain.faults import refuse

LARGEST: Final = 40_000_000
"""Bytes; mail servers take 35 MB as a rule, and a copy that is sent has 7 at the most."""
LONGEST_HEADER: Final = 100_000
"""Bytes of one header; a letter to a thousand people has half as many."""
MOST_WORK: Final = 20_000_000
"""Lines times containers; a large letter that was forwarded ten times has a third of it."""
MOST_LINES: Final = 2_000_000
MOST_PARTS: Final = 50_000
_CONTAINER: Final = re.compile(rb"(?i)boundary|delivery-status")
"""What stands in the header of a container whose end every line is held against."""


class _HeaderTooLong(ValueError):  # noqa: N818 - it tells a state
    """A header that no mail program writes."""


class _Headers(Compat32):
    """Reads headers as they are, up to a length."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Take a header apart."""
        if sum(map(len, sourcelines)) > LONGEST_HEADER:
            raise _HeaderTooLong
        return super().header_source_parse(sourcelines)


_POLICY: Final = _Headers()


def parse_message(data: bytes) -> Message:
    """Parse a message that is within the limits.

    Args:
        data: Its raw bytes.

    Raises:
        Refused: It is larger, or made otherwise, than any that a person sends.
    """
    if len(data) > LARGEST:
        raise refuse("letter_too_large", megabytes=LARGEST // 1_000_000)
    lines = data.count(b"\n") + data.count(b"\r")
    containers = sum(1 for _ in _CONTAINER.finditer(data))
    parts = data.count(b"\n--") + data.count(b"\r--")
    too_many = lines > 2 * MOST_LINES or parts > MOST_PARTS
    if too_many or lines * containers > 2 * MOST_WORK:
        raise refuse("letter_too_complex")
    try:
        return message_from_bytes(data, policy=_POLICY)
    except _HeaderTooLong:
        raise refuse("letter_too_complex") from None
