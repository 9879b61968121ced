"""Names of generated documents: the same on Windows, Mac and in a mail, and never two alike.

Rules: of safe words; at most 100 bytes with the ending; none of the names that Windows keeps
for devices. Two names that differ only in case are the same name.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from shk_xl.ooxml.safe_names import safe, shortened

ENDING: Final = ".docx"
MAX_BYTES: Final = 100
_ROOM_FOR_MARKS: Final = 12
"""For ``-12`` of a collision and ``_ny-12`` beside an edited document."""
_DEVICES: Final = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"{port}{number}" for port in ("com", "lpt") for number in "0123456789¹²³"}
)


def stem_of(*words: str) -> str:
    """Join words to the name of a file, without its ending.

    >>> stem_of("FÖRSKOLA", "fler i förskolan"), stem_of("CON", ""), stem_of("?", "")
    ('FÖRSKOLA-fler-i-förskolan', '_CON', 'dokument')
    """
    joined = "-".join(filter(None, map(safe, words))) or "dokument"
    stem = shortened(joined, MAX_BYTES - len(ENDING) - _ROOM_FOR_MARKS)
    return f"_{stem}" if stem.casefold() in _DEVICES else stem


def unique(stems: Iterable[str]) -> list[str]:
    """Give every name an ending, and a number to those that have been used.

    >>> unique(["A", "a", "b"])
    ['A.docx', 'a-2.docx', 'b.docx']
    """
    taken: set[str] = set()
    counts: dict[str, int] = {}
    names: list[str] = []
    for stem in stems:
        name = stem
        while name.casefold() in taken:
            counts[stem.casefold()] = counts.get(stem.casefold(), 1) + 1
            name = f"{stem}-{counts[stem.casefold()]}"
        taken.add(name.casefold())
        names.append(name + ENDING)
    return names
