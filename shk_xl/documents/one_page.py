"""What fits on one page: reckoned from the length of the texts, on the safe side.

Rules: what stands first is the heaviest. What does not fit is counted and named in a last
sentence, never left out silently. The measures are those of the built-in template.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from math import ceil
from typing import Final

from shk_xl.documents.change_words import names_in_words
from shk_xl.documents.phrases import count_in_words, sentence
from shk_xl.domain.change_records import InitiativeChange

_PAGE: Final = 575
_HEADING: Final = 36
_REST: Final = 66
_LINE: Final = 15
_ROW, _TABLE_LINE, _TABLE_EDGES = 19, 13, 6
"""Heights in points: of what is left of the page below its head, with a margin, of a heading, of
the last sentence, of a line; of a row with one line, of a line in a table, and what a row adds."""
_IN_BRIEF, _NAME, _CELL = 40.0, 11.8, 24.0
"""How wide a line is, in its own size of type: of the page, of a name, of what has changed."""
_NARROW, _SLIM, _WIDE = frozenset("\u00a0 .,:;'’!|()ijlI"), frozenset("ftr-"), frozenset("mwMW–")
_MOST_CHARACTERS, _LONGEST_NAME = 300, 70
"""How many characters of names the last sentence holds, and how many of one name."""
MOST_ROWS: Final = 10
"""How many rows the table of amounts has at most."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Something that has changed, as it stands on the page.

    Args:
        name: What it is called in the last sentence.
        lines: What is said.
        initiative: The initiative that it is about, if it is.
    """

    name: str
    lines: tuple[str, ...]
    initiative: InitiativeChange | None = None

    @property
    def height(self) -> int:
        """How high it stands on the page, in points."""
        if self.initiative is None:
            return _height(self.lines)
        said = sum(_lines(line, _CELL) * _TABLE_LINE + 1 for line in self.lines)
        return max(said, _lines(self.name, _NAME) * _TABLE_LINE) + _TABLE_EDGES


def _height(bullets: Sequence[str]) -> int:
    """Give the height of bullets on the page."""
    return sum(_lines(line, _IN_BRIEF) * _LINE + 1 for line in bullets)


def _lines(text: str, width: float) -> int:
    """Reckon the lines of a text in a font like Calibri; words that don't fit leave a gap."""
    return max(1, ceil(sum(map(_width, text)) / width - 0.02))


def _width(character: str) -> float:
    if character in _NARROW:
        return 0.26
    if character in _SLIM:
        return 0.35
    return 0.78 if character in _WIDE else 0.58 if character.isupper() else 0.49


def room_below(brief: Sequence[str], rows: int) -> int:
    """Give the height that is left on the page, in points.

    Args:
        brief: The bullets that stand first.
        rows: How many rows the table of amounts has.
    """
    return _PAGE - 3 * _HEADING - _height(brief) - _ROW * (rows + 2)


def fitting(pieces: list[Piece], room: int) -> tuple[list[Piece], list[str]]:
    """Take pieces in order while they fit.

    Args:
        pieces: The heaviest first.
        room: The height that is left, in points.

    Returns:
        Those that fit, and the names of the others. If not all fit, the last sentence has its
        room too. Of the heaviest there is always something.
    """
    below = list(accumulate(_heights(pieces)))
    if not below or below[-1] <= room:
        return pieces, []
    count = bisect_right(below, room - _REST)
    names = [piece.name for piece in pieces[count:]]
    return (pieces[:count], names) if count else _cut(pieces[0], names, room - _REST)


def _heights(pieces: Sequence[Piece]) -> Iterator[int]:
    """Give the height of each, with the heading above the first that is about no initiative."""
    others = [piece.initiative is None for piece in pieces]
    first = others.index(True) if any(others) else len(pieces)
    for number, piece in enumerate(pieces):
        yield piece.height + _HEADING * (number == first)


def _cut(piece: Piece, names: list[str], room: int) -> tuple[list[Piece], list[str]]:
    """Take as many lines of a piece as fit, at least one."""
    count = len(piece.lines)
    while count > 1 and replace(piece, lines=piece.lines[:count]).height > room:
        count -= 1
    whole = count == len(piece.lines)
    rest = names[1:] if whole else [f"mer om {piece.name}", *names[1:]]
    return [replace(piece, lines=piece.lines[:count])], rest


def rest_in_words(names: Sequence[str]) -> str:
    """Count and name what did not fit."""
    if not names:
        return ""
    lengths = accumulate(len(_short(name)) + 2 for name in names)
    count = max(1, bisect_right(list(lengths), _MOST_CHARACTERS))
    named = names_in_words([_short(name) for name in names], count)
    many = "mindre ändring ryms" if len(names) == 1 else "mindre ändringar ryms"
    counted = "En" if len(names) == 1 else count_in_words(len(names)).capitalize()
    return sentence(f"{counted} {many} inte på sidan: {named}")


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"
