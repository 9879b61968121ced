"""What the computer calls itself and its user: words that must not be found in a file that leaves.

Rules: only what the system tells without asking anybody. A word that a workbook of nobody's
holds as well, such as a user named "default", is no trace of anyone and isn't looked for.
"""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from shk_xl.exchange.outgoing.trace_kinds import LETTERS

_VARIABLES: Final = ("USER", "USERNAME", "LOGNAME", "USERDOMAIN", "COMPUTERNAME")
_SHORTEST: Final = 3
"""Shorter names stand in any file by chance."""


@dataclass(frozen=True, slots=True)
class Machine:
    """A computer and its user.

    Args:
        names: Of the user, the computer and its domain.
        home: The user's folder.
    """

    names: frozenset[str]
    home: str

    @classmethod
    def this(cls) -> Machine:
        """Ask the system."""
        try:
            home = Path.home()
        except RuntimeError:  # a user without a home
            return cls(frozenset(_long(_told())), "")
        return cls(frozenset(_long((*_told(), home.name))), str(home) if home.name else "")

    def pattern(self, *, whole_words: bool = True) -> re.Pattern[str] | None:
        """Give what finds its names; None when it has none.

        Args:
            whole_words: Only as words, not inside others.
        """
        if not self.names:
            return None
        words = "|".join(map(re.escape, sorted(self.names)))
        before, after = (f"(?<![{LETTERS}])", f"(?![{LETTERS}])") if whole_words else ("", "")
        return re.compile(f"{before}(?:{words}){after}", re.IGNORECASE)


def _told() -> Iterator[str]:
    yield from (os.environ.get(name, "") for name in _VARIABLES)
    node = platform.node()
    yield from (node, node.partition(".")[0])


def _long(names: Iterator[str] | tuple[str, ...]) -> Iterator[str]:
    return (name for name in names if len(name) >= _SHORTEST)
