r"""Lines: the one form in which an old document is read, whether it was text or Word.

Rules: a line keeps what was typed (in Unicode form NFC), with its place in the source. A row
of a table is a line with tabs between the cells. Blank lines only separate. Of the marks that
people type, the bullet's sign alone is changed (to ``- ``, or ``  - `` on level 2).
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.documents.old.report import Report
from shk_xl.domain.faults import Place, refuse

_LINE_ENDS: Final = re.compile(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_BULLET: Final = re.compile(
    r"(?P<indent>\s*)(?:[-–—−•·●○◦▪‣*\uf0b7\uf0a7]\s+|o\t)(?P<text>\S.*)", re.DOTALL
)
_PART: Final = re.compile(r"Del \d+:")
_CONTROLS: Final = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_TITLE_LENGTH: Final = 90
_TITLE_WORDS: Final = 9
_LEAD_IN_WORDS: Final = 3
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, a paragraph, or a row of a table.

    Args:
        text: As typed, without white space at the end.
        place: Where it stands.
        styled: Its style says that it is a heading.
        row: It is known to be a row of a table.
    """

    text: str
    place: Place
    styled: bool = False
    row: bool = False

    @property
    def stripped(self) -> str:
        """The text without white space around it; empty for a blank line."""
        return self.text.strip()

    @property
    def bullet(self) -> re.Match[str] | None:
        """The parts of a bullet: its indent and text."""
        return _BULLET.fullmatch(self.text)

    @property
    def content(self) -> str:
        """The text without a bullet's sign."""
        bullet = self.bullet
        return bullet["text"] if bullet else self.stripped

    @property
    def is_row(self) -> bool:
        """Whether it is a row of a table."""
        return self.row or ("\t" in self.text and not self.bullet)

    @property
    def cells(self) -> tuple[str, ...]:
        """The cells of a row."""
        return tuple(cell.strip() for cell in self.text.split("\t"))

    @property
    def is_title(self) -> bool:
        """Whether it looks like a heading: by its style, or short and without an end mark."""
        text = self.stripped
        if not text or self.is_row or self.bullet or _PART.fullmatch(text):
            return False
        if self.styled:
            return True
        words = len(text.split())
        if text.endswith(":"):
            return words <= _LEAD_IN_WORDS
        sentence = text[-1] in '.?!,;"' or ". " in text or "? " in text
        return (
            not sentence
            and text[0].isupper()
            and words <= _TITLE_WORDS
            and len(text) <= _TITLE_LENGTH
        )


def read_text_lines(data: bytes, file: str, report: Report) -> tuple[Line, ...]:
    """Read a text file.

    Args:
        data: The file: UTF-8 with or without a byte order mark, UTF-16 with one, or cp1252.
        file: Its name, for the places.
        report: Is told when the character set is a guess.

    Raises:
        Refused: ``import_not_text``.
    """
    lines = _LINE_ENDS.split(_decoded(data, file, report))
    return tuple(
        Line(clean(line), Place(file, cell=f"rad {number}"))
        for number, line in enumerate(lines, start=1)
    )


def clean(text: str) -> str:
    """Give a line's text in one Unicode form, without what nobody can see at its end or in it."""
    return _CONTROLS.sub("", unicodedata.normalize("NFC", text)).rstrip()


def written(lines: Iterable[Line]) -> str:
    r"""Write lines as the text of a cell.

    A blank line stands between paragraphs, none between the bullets of a list.

    >>> lines = [Line(text, Place()) for text in ("Att:", "", "· lära", "", " · dela")]
    >>> written(lines)
    'Att:\n\n- lära\n  - dela'
    """
    pieces: list[str] = []
    base: int | None = None
    for line in lines:
        bullet = line.bullet
        if not line.stripped:
            continue
        if pieces:
            pieces.append("\n" if bullet and base is not None else "\n\n")
        if bullet is None:
            base = None
            pieces.append(line.stripped)
            continue
        indent = len(bullet["indent"].expandtabs(4))
        base = indent if base is None else min(base, indent)
        pieces.append(f"{'  ' if indent > base else ''}- {bullet['text']}")
    return "".join(pieces)


def not_blank(lines: Iterable[Line]) -> tuple[Line, ...]:
    """Leave blank lines out."""
    return tuple(line for line in lines if line.stripped)


def after_blank(lines: Sequence[Line], index: int) -> bool:
    """Tell whether a line is the first of its block."""
    return index == 0 or not lines[index - 1].stripped


def _decoded(data: bytes, file: str, report: Report) -> str:
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        text = _guessed(data, file, report)
    if "\0" in text:
        raise refuse("import_not_text", Place(file))
    return text


def _guessed(data: bytes, file: str, report: Report) -> str:
    """Read what is not Unicode as Windows' western character set, and say so."""
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise refuse("import_not_text", Place(file)) from error
    report.confirm("encoding_guessed", Place(file), encoding="Windows-1252")
    return text
