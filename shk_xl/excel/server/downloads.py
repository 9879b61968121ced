"""Documents that wait to be fetched, each once, by whoever has its address.

Rules: they live in memory only, for a few minutes, and are gone when they are fetched. The
address is the permission: nobody guesses it, and it works one time.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

LIFETIME_SECONDS: Final = 600.0
MAX_WAITING: Final = 32
MAX_BYTES: Final = 256 * 1024 * 1024
"""Of all that waits; what came first goes first."""


@dataclass(frozen=True, slots=True)
class Download:
    """A file that waits.

    Args:
        name: Its file name.
        data: Its bytes.
        media_type: What it is.
        expires: When it is thrown away, on the clock of ``Downloads``.
    """

    name: str
    data: bytes
    media_type: str
    expires: float = 0.0


class Downloads:
    """The files that wait.

    Args:
        clock: Seconds that only grow.

    >>> waiting = Downloads()
    >>> token = waiting.put("a.docx", b"PK", "application/zip")
    >>> waiting.take(token).name, waiting.take(token)
    ('a.docx', None)
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[str, Download] = {}

    def put(self, name: str, data: bytes, media_type: str) -> str:
        """Keep a file until it is fetched.

        Returns:
            Its one-time token.
        """
        token = secrets.token_urlsafe(32)
        with self._lock:
            expires = self._clock() + LIFETIME_SECONDS
            self._waiting[token] = Download(name, data, media_type, expires)
            self._forget()
        return token

    def take(self, token: str) -> Download | None:
        """Give a file away, once; None when there is none (any more)."""
        with self._lock:
            self._forget()
            return self._waiting.pop(token, None)

    def _forget(self) -> None:
        now = self._clock()
        self._waiting = {t: d for t, d in self._waiting.items() if d.expires > now}
        while len(self._waiting) > 1 and self._is_full():
            self._waiting.pop(next(iter(self._waiting)))

    def _is_full(self) -> bool:
        held = sum(len(download.data) for download in self._waiting.values())
        return len(self._waiting) > MAX_WAITING or held > MAX_BYTES
