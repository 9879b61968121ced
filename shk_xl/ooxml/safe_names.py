"""Words made fit for the names of files: the same on Windows, Mac and in a mail.

Rules: letters, digits, hyphen and underscore only, in composed form (NFC); cut by bytes, since
that is what disks and mails count. What a name is put together of is for those who name files.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_UNSAFE: Final = re.compile(r"\W+")


def safe(text: str) -> str:
    """Keep what a file name can hold everywhere, with a hyphen for the rest.

    >>> safe("UVAS: varför, vem/vad?")
    'UVAS-varför-vem-vad'
    """
    return _UNSAFE.sub("-", unicodedata.normalize("NFC", text)).strip("-")


def shortened(text: str, limit: int) -> str:
    """Cut to a number of bytes, never inside a character.

    >>> shortened("är-å", 4)
    'är'
    """
    return text.encode()[:limit].decode(errors="ignore").rstrip("-")
