"""Names that people type: when two are the same, when two are near, and short codes.

Rules: two names are the same when they differ in case, spaces, Unicode form or phase suffix
alone. Near names are a guess to be confirmed by a person; nothing here joins anything. A name
with another number in it, or another single letter, is another name, however alike it looks.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Final

NEAR: Final = 0.85
"""Two names whose characters agree to this part are near."""
NEAR_WORD: Final = 0.8
"""The same for a word, when the words of a name are looked for in another."""
CONTAINED: Final = 0.6
"""How much of the longer name the shorter one must be, when all its words are in it."""
CODE_LENGTH: Final = 14

_PHASE: Final = re.compile(r"[\s,–-]*[\s(]fas\s*(?P<phase>[1-9][0-9]?)\)?\s*", re.IGNORECASE)
_WORD: Final = re.compile(r"\w+")
_PREPOSITIONS: Final = frozenset("iåö")
_BLOCK: Final = 20
_WINDOW: Final = 12
_PIECE: Final = 4
_SHORT_PIECE: Final = 3
_LONG_WORD: Final = 8

_ACRONYM: Final = re.compile(r"[A-ZÅÄÖ]{3,}")
_WITHOUT_MARKS: Final = str.maketrans({"ø": "o", "æ": "a", "ß": "s", "đ": "d", "ł": "l", "þ": "t"})
_DULL_WORDS: Final = (
    "alla ansvar arbete arbetet att av bygga båda de den det då eller en ett etablera fler flera "
    "från för genom ha hur i initiativ initiativet inom kring med mer mot mellan många ny nya när "
    "och om oss på roll samt samverkan samverkansmöjligheter ska skapa som stärka till ur ut "
    "utveckla utveckling vad var vara varför vart vem vi vid åt är över"
)
_DULL: Final = frozenset(_DULL_WORDS.split())
_ENDINGS: Final = ("ningarna", "ningar", "ningen", "ning", "heten", "heter", "het", "skifte")


def spaced(text: str) -> str:
    r"""Put a text in one Unicode form (NFC) with single spaces.

    >>> spaced(" Bra\u00a0 start\n")
    'Bra start'
    """
    return " ".join(unicodedata.normalize("NFC", text).split())


def in_sentence(name: str) -> str:
    """Write a name as it stands inside a sentence; an abbreviation keeps its capitals.

    >>> in_sentence("Ordinarie budget"), in_sentence("EU-medel")
    ('ordinarie budget', 'EU-medel')
    """
    return name[:1].lower() + name[1:] if name[1:2].islower() else name


def split_phase(name: str) -> tuple[str, int | None]:
    """Take the phase off a name.

    Args:
        name: For example "Normförskjutning fas 1".

    Returns:
        The name without the phase, and the phase; None where the name has none.

    >>> split_phase("Normförskjutning fas 1"), split_phase("Fasaden")
    (('Normförskjutning', 1), ('Fasaden', None))
    """
    clean = spaced(name)
    for match in _PHASE.finditer(clean):
        if match.end() == len(clean) and match.start() > 0:
            return clean[: match.start()], int(match["phase"])
    return clean, None


def plain(name: str) -> str:
    """Give the form in which the same name is always the same: no case, no phase.

    >>> plain("Normförskjutning  FAS 1") == plain("normförskjutning")
    True
    """
    return unicodedata.normalize("NFC", split_phase(name)[0].casefold())


def likeness(left: str, right: str) -> float:
    """Tell how much of two texts agrees: twice the longest common subsequence, per character.

    Args:
        left: A text.
        right: Another.

    Returns:
        From 0 (nothing in common) to 1 (equal; also for two empty texts).

    Source:
        Bit-parallel: H. Hyyrö, "Bit-parallel LCS-length computation revisited", 2004.

    >>> likeness("tidiga", "tidigare")
    0.8571428571428571
    """
    size = len(left) + len(right)
    if not size:
        return 1.0
    full = (1 << len(left)) - 1
    row = full
    places = _places(left)
    for character in right:
        kept = row & places.get(character, 0)
        row = ((row + kept) | (row - kept)) & full
    return 2 * (len(left) - row.bit_count()) / size


def similar_names(names: Sequence[str]) -> list[tuple[str, str]]:
    """Find the pairs of names that may stand for the same thing.

    Near are names that differ in a few letters, and names where one has all the words of the
    other, nearly spelled the same, and not many more; case and phase tell nothing apart.
    Names are compared only where they share the beginning or end of a word that few others
    share, or begin or end alike, so the time grows with the number of names and not with its
    square. Among very many names that are all much alike, a pair can be missed.

    Args:
        names: Any names; the same string twice is no pair.

    Returns:
        Pairs, each in the order of ``names``, sorted by that order.

    >>> similar_names(["Perspektivskifte", "Förskolan", "Perspektivkifte"])
    [('Perspektivskifte', 'Perspektivkifte')]
    >>> similar_names(["Tidiga insatsr", "tidiga insatser fas 1", "Skola 1", "Skola 2"])
    [('Tidiga insatsr', 'tidiga insatser fas 1')]
    """
    distinct = list(dict.fromkeys(names))
    shapes = [_Shape.of(name) for name in distinct]
    pairs = {pair for pair in _candidates(shapes) if _near(shapes[pair[0]], shapes[pair[1]])}
    return [(distinct[left], distinct[right]) for left, right in sorted(pairs)]


def propose_code(name: str, taken: Container[str] = ()) -> str:
    """Propose a short readable code for a name.

    Args:
        name: The initiative's name.
        taken: Codes that are in use.

    Returns:
        At most 14 characters A–Z and 0–9: an abbreviation in the name, else its longest word
        that tells something; with a number after it where the code is taken.

    >>> propose_code("UVAS: varför, vem, vad, vart?"), propose_code("Plats för fler i förskolan")
    ('UVAS', 'FORSKOLAN')
    >>> propose_code("Tidig normförskjutning", {"NORMFORSKJUT"})
    'NORMFORSKJUT2'
    """
    stem = _code_stem(split_phase(name)[0])
    code, number = stem, 1
    while code in taken:
        number += 1
        code = f"{stem[: CODE_LENGTH - len(str(number))]}{number}"
    return code


@dataclass(frozen=True, slots=True)
class _Shape:
    """A name as it is compared: its words as one text, the telling words, what must be equal."""

    text: str
    words: tuple[str, ...]
    marks: tuple[str, ...]
    letters: int

    @classmethod
    def of(cls, name: str) -> _Shape:
        words = _WORD.findall(plain(name))
        telling = tuple(word for word in words if len(word) >= 3)  # noqa: PLR2004 - "och", "vem"
        marks = tuple(sorted(word for word in words if _is_mark(word)))
        return cls(" ".join(words), telling, marks, sum(map(len, telling)))


def _is_mark(word: str) -> bool:
    """Tell whether a word tells names apart by itself: a number, or a letter as in "grupp B"."""
    letter = len(word) == 1 and word not in _PREPOSITIONS
    return letter or any(character.isdigit() for character in word)


@lru_cache(maxsize=4096)
def _places(text: str) -> Mapping[str, int]:
    places: dict[str, int] = defaultdict(int)
    for index, character in enumerate(text):
        places[character] |= 1 << index
    return dict(places)


def _near(left: _Shape, right: _Shape) -> bool:
    if left.marks != right.marks:
        return False
    if left.text == right.text:
        return True
    shorter, longer = sorted((left, right), key=lambda shape: shape.letters)
    size = len(left.text) + len(right.text)
    most = 2 * min(len(left.text), len(right.text)) / size if size else 0
    if most >= NEAR and likeness(left.text, right.text) >= NEAR:
        return True
    enough = len(shorter.words) > 1 and shorter.letters >= CONTAINED * longer.letters
    return enough and all(_has_word(longer, word) for word in shorter.words)


def _has_word(shape: _Shape, word: str) -> bool:
    return word in shape.words or any(likeness(word, other) >= NEAR_WORD for other in shape.words)


def _candidates(shapes: Sequence[_Shape]) -> Iterator[tuple[int, int]]:
    """Give the pairs that are worth comparing.

    Those that share a piece of a word that few names have, and neighbours in the order of the
    names read forwards, and read backwards: one slip leaves one of the two ends alone.
    """
    blocks: dict[tuple[tuple[str, ...], str], list[int]] = defaultdict(list)
    for index, shape in enumerate(shapes):
        for piece in _pieces(shape):
            blocks[shape.marks, piece].append(index)
    for block in blocks.values():
        if len(block) <= _BLOCK:
            yield from combinations(block, 2)
    for order in (
        sorted(range(len(shapes)), key=lambda i: (shapes[i].marks, shapes[i].text)),
        sorted(range(len(shapes)), key=lambda i: (shapes[i].marks, shapes[i].text[::-1])),
    ):
        for position, left in enumerate(order):
            for right in order[position + 1 : position + 1 + _WINDOW]:
                yield min(left, right), max(left, right)


def _pieces(shape: _Shape) -> set[str]:
    """Give the pieces of a name by which near names find each other."""
    pieces = {shape.text[:_PIECE], "…" + shape.text[-_PIECE:]}
    for word in shape.words:
        size = _PIECE if len(word) >= _LONG_WORD else _SHORT_PIECE
        pieces |= {word[:size], "…" + word[-size:]}
    return pieces


def _code_stem(name: str) -> str:
    acronym = _ACRONYM.search(name)
    words = [acronym[0]] if acronym else _WORD.findall(name)
    telling = [word for word in words if word.casefold() not in _DULL] or words
    codes = [_shortened(word) for word in telling]
    return max(codes, key=len, default="") or "INITIATIV"


def _shortened(word: str) -> str:
    """Write a word in A–Z and 0–9, without its ending where it is long."""
    lower = word.casefold()
    if len(lower) > CODE_LENGTH:
        ending = next((ending for ending in _ENDINGS if lower.endswith(ending)), "")
        lower = lower.removesuffix(ending)
    letters = unicodedata.normalize("NFKD", lower.translate(_WITHOUT_MARKS)).upper()
    return "".join(c for c in letters if c.isascii() and c.isalnum())[:CODE_LENGTH]
