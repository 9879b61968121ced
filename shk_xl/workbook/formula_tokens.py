"""The text of a formula as tokens, and the names of our functions in any spelling.

Rules: the tokens joined give the text back, whatever it holds; what the grammar does not
know becomes a token of its own and is left to the letter. Only the caller decides what to
rewrite. This module knows the grammar of formulas, no workbook and no engine.

Source: ECMA-376-1:2016, 18.17.2; ``docs/analysis/formula_tokens.md``.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from enum import Enum, auto
from typing import Final, NamedTuple


class Kind(Enum):
    """What a token is."""

    TEXT = auto()
    SHEET = auto()
    ERROR = auto()
    BRACKETS = auto()
    NUMBER = auto()
    REFERENCE = auto()
    FUNCTION = auto()
    NAME = auto()
    OPENING = auto()
    CLOSING = auto()
    SEPARATOR = auto()
    OPERATOR = auto()
    SPACE = auto()
    OTHER = auto()


class Token(NamedTuple):
    """A piece of a formula."""

    kind: Kind
    text: str


_WORD: Final = r"[^\W\d][\w.?\\]*|\\[\w.?\\]*"
_COLUMN: Final = r"\$?[A-Za-z]{1,3}"
_ROW: Final = r"\$?[0-9]{1,7}"
_ERRORS: Final = (
    "NULL!|DIV/0!|VALUE!|REF!|NAME\\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    "|CONNECT!|UNKNOWN!|BUSY!|PYTHON!|EXTERNAL!"
)
_BOOK: Final = r"\[[^\[\]]*\]"
_GRAMMAR: Final = (
    (Kind.TEXT, r'"(?:[^"]|"")*+"'),
    (Kind.SHEET, r"'(?:[^']|'')++'!"),
    (Kind.SHEET, rf"(?:{_BOOK})(?:(?:{_WORD}|[0-9]+)(?::(?:{_WORD}|[0-9]+))?)?!"),
    (Kind.SHEET, rf"(?:{_WORD})(?::(?:{_WORD}))?!"),
    (Kind.ERROR, rf"\#(?:{_ERRORS})"),
    (Kind.BRACKETS, r"\[(?:[^\[\]']|'[\s\S]|\[(?:[^\[\]']|'[\s\S])*+\])*+\]"),
    (Kind.REFERENCE, rf"{_COLUMN}{_ROW}(?![\w.?\\(])"),
    (Kind.REFERENCE, rf"{_COLUMN}:{_COLUMN}(?![\w.?\\(!\[])"),
    (Kind.REFERENCE, rf"{_ROW}:{_ROW}(?![\w.])"),
    (Kind.FUNCTION, rf"(?:{_WORD})(?=\()"),
    (Kind.NAME, _WORD),
    (Kind.NUMBER, r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?"),
    (Kind.OPENING, r"[({]"),
    (Kind.CLOSING, r"[)}]"),
    (Kind.SEPARATOR, r"[,;]"),
    (Kind.OPERATOR, r"<=|>=|<>|[-+*/^&=<>%:@\#]"),
    (Kind.SPACE, r"\s+"),
    (Kind.OTHER, r"[\s\S]"),
)
_TOKEN: Final = re.compile("|".join(f"({pattern})" for _, pattern in _GRAMMAR))
_KINDS: Final = (Kind.OTHER, *(kind for kind, _ in _GRAMMAR))


def tokens(formula: str) -> list[Token]:
    r"""Split a formula.

    Args:
        formula: As the file spells it, without the equals sign, references resolved.

    >>> [token.text for token in tokens("SUM('Åsas blad'!$A$1:B2)&\"å)\"")]
    ['SUM', '(', "'Åsas blad'!", '$A$1', ':', 'B2', ')', '&', '"å)"']
    """
    return [Token(_KINDS[m.lastindex or 0], m[0]) for m in _TOKEN.finditer(formula)]


def joined(pieces: Iterator[Token] | list[Token]) -> str:
    """Put tokens together again."""
    return "".join(token.text for token in pieces)


_PREFIX: Final = re.compile(r"_xll\.|_xldudf_", re.IGNORECASE)


def our_name(written: str, names: Collection[str]) -> str | None:
    """Find which of our functions a function name means.

    Args:
        written: The name in the formula: any case, with or without the prefixes of add-ins.
        names: Our functions, in upper case.

    Returns:
        The name as we write it; None when it is not ours.

    >>> our_name("_xldudf_MIN_SHK_RANG", {"SHK_RANG"})
    'SHK_RANG'
    >>> our_name("SUM", {"SHK_RANG"}) is None
    True
    """
    upper = written.upper()
    if upper in names:
        return upper
    prefix = _PREFIX.match(upper)
    if prefix is None:
        return None
    rest = upper[prefix.end() :]
    if rest in names:
        return rest
    if prefix[0] != "_XLDUDF_":
        return None
    ends = [name for name in names if rest.endswith(f"_{name}")]
    return max(ends, key=len, default=None)


_ADDIN: Final = re.compile(
    r"\[[^\[\]]*\]!|'(?:[^'\[\]]|'')*\.xl\w{1,3}'!|[\w.]+\.xl\w{1,3}!", re.IGNORECASE
)


def is_addin(sheet: str) -> bool:
    """Whether a sheet token leads to a file as a whole, as before a function of an add-in.

    >>> is_addin("[1]!"), is_addin("'https://plats/Bok.xlam'!"), is_addin("'[Bok.xlsx]Blad1'!")
    (True, True, False)
    """
    return _ADDIN.fullmatch(sheet) is not None


def matching_closing(pieces: list[Token], opening: int) -> int | None:
    """Find the token that closes what another opens; None when nothing does."""
    depth = 0
    for place in range(opening, len(pieces)):
        kind = pieces[place].kind
        depth += (kind is Kind.OPENING) - (kind is Kind.CLOSING)
        if depth == 0:
            return place
    return None


def arguments(pieces: list[Token], opening: int) -> list[tuple[int, int]]:
    """Give the spans of the arguments of a call.

    Args:
        pieces: The tokens of a formula.
        opening: The place of the call's opening parenthesis.

    Returns:
        For each argument the places of its first token and of the token after its last; an
        empty argument is an empty span. ``F()`` has no arguments. Empty, too, when the
        parenthesis is never closed.

    >>> arguments(tokens("F(1,,A1)"), 1)
    [(2, 3), (4, 4), (5, 6)]
    """
    closing = matching_closing(pieces, opening)
    if closing is None:
        return []
    spans = []
    start, depth = opening + 1, 0
    for place in range(opening + 1, closing):
        kind = pieces[place].kind
        depth += (kind is Kind.OPENING) - (kind is Kind.CLOSING)
        if depth == 0 and kind is Kind.SEPARATOR and pieces[place].text == ",":
            spans.append((start, place))
            start = place + 1
    if not spans and all(pieces[i].kind is Kind.SPACE for i in range(start, closing)):
        return []
    return [*spans, (start, closing)]
