"""What every fault needs: what is wrong, and what to do about it."""

from __future__ import annotations

from typing import NamedTuple


class Words(NamedTuple):
    """What is wrong, and the remedy."""

    what: str
    remedy: str
