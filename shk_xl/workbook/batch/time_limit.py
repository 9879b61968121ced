"""How long one workbook may take."""

from __future__ import annotations

from typing import Final

_ANYHOW: Final = 60.0
_BY_MEGABYTE: Final = 20.0
"""Ten times what a slow machine takes for a large sheet that compresses well."""


def seconds_for(size: int) -> float:
    """Give the seconds that a file of a size may take, from question to answer.

    >>> seconds_for(1_000_000)
    80.0
    """
    return _ANYHOW + _BY_MEGABYTE * size / 1_000_000
