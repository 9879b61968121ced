r"""A Word document as a reader sees it: headings, paragraphs and tables, each with its place.

Rules: a paragraph is one line of the text model (``- `` before a bullet, ``*…*`` around
italics), however its runs are split and whatever program saved it. Look, ids and proofing
marks are not seen. Text that is inserted and not yet accepted is read, and marked; deleted
text is not read, and marked where it stood. A paragraph without text is not there.

Source: ECMA-376 part 1, WordprocessingML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from lxml import etree

from shk_xl.documents.old.docx import inner, lines_of_paragraph, text_boxes
from shk_xl.documents.old.docx_lists import Lists, read_lists
from shk_xl.documents.old.lines import clean
from shk_xl.documents.word.names import CELL, ROW, TABLE, P, T, w
from shk_xl.documents.word.package import WordPackage
from shk_xl.documents.word.text_model import plain_text, write_runs
from shk_xl.domain.names import spaced

_TRACKED: Final = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))
_OUTSIDE: Final = ("header", "footer", "footnotes", "endnotes")
_COMMENT: Final = w("comment")
_FIELD: Final = w("fldChar")
_FIELD_STATE: Final = w("fldCharType")
_FIELD_STEPS: Final = {"begin": 1, "end": -1}
_SIMPLE_FIELD: Final = w("fldSimple")
_TAB: Final = w("tab")


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph.

    Args:
        text: What it says, as a line of the text model.
        level: Of a heading, from 1; 0 for any other paragraph.
        place: Where it stands, in words.
        tracked: Something in it is inserted or deleted, and not accepted yet.
    """

    text: str
    level: int = 0
    place: str = ""
    tracked: bool = False

    @property
    def key(self) -> str:
        """What two paragraphs share that say the same."""
        return folded(self.text)


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: rows of cells of blocks."""

    rows: tuple[tuple[tuple[Block, ...], ...], ...]
    place: str = ""

    @property
    def key(self) -> str:
        """What two tables share that are the same one: their header row."""
        return "\x1f".join(said(cell) for cell in self.rows[0]) if self.rows else ""


Block: TypeAlias = Text | Grid


@dataclass(frozen=True, slots=True)
class Outline:
    """A whole document.

    Args:
        blocks: Its paragraphs and tables in order.
        outside: The paragraphs of headers, footers and notes.
        comments: How many comments it has.
    """

    blocks: tuple[Block, ...]
    outside: tuple[str, ...] = ()
    comments: int = 0


def folded(text: str) -> str:
    """Give a text without what nobody would call a change: spaces of all kinds.

    >>> folded(" 648\u00a0000  kr")
    '648 000 kr'
    """
    return spaced(text)


def said(blocks: Iterable[Block]) -> str:
    """Give what blocks say, in one line."""
    return " / ".join(texts_in(blocks))


def texts_in(blocks: Iterable[Block]) -> Iterator[str]:
    """Give every paragraph in blocks, those in tables as well."""
    for block in blocks:
        if isinstance(block, Text):
            yield block.text
        else:
            yield from (text for row in block.rows for cell in row for text in texts_in(cell))


def read_outline(package: WordPackage) -> Outline:
    """Read a document.

    Args:
        package: Through the gate (``read_package``).
    """
    body = etree.fromstring(package.parts[package.main]).find(w("body"))
    blocks = () if body is None else tuple(_Reader(read_lists(package)).blocks(body, ""))
    outside = dict.fromkeys(
        text for name in package.named(*_OUTSIDE) for text in _texts(package, name)
    )
    comments = sum(
        1
        for name in package.named("comments")
        for _ in etree.fromstring(package.parts[name]).iter(_COMMENT)
    )
    return Outline(blocks, tuple(outside), comments)


class _Reader:
    """Walks a body in order, and counts what it passes."""

    def __init__(self, lists: Lists) -> None:
        self._lists = lists
        self._passed: Counter[str] = Counter()

    def blocks(self, parent: etree._Element, where: str) -> Iterator[Block]:
        for element in inner(parent, (P, TABLE)):
            if element.tag == TABLE:
                yield self._grid(element)
            else:
                yield from self._paragraph(element, where)

    def _paragraph(self, paragraph: etree._Element, where: str) -> Iterator[Block]:
        if not where:
            self._passed[P] += 1
        place = where or f"stycke {self._passed[P]}"
        level = self._lists.heading_level(paragraph)
        read = [plain_text(r) if level else write_runs(r) for r in lines_of_paragraph(paragraph)]
        text = clean("\n".join(read)).strip()
        tracked = any(True for _ in paragraph.iter(*_TRACKED))
        if text or tracked:
            yield Text(self._sign(paragraph) + text if text else "", level, place, tracked)
        for box in text_boxes(paragraph):
            yield from self.blocks(box, where)

    def _sign(self, paragraph: etree._Element) -> str:
        item = self._lists.item(paragraph)
        return "" if item is None else f"{'  ' * item.level}- "

    def _grid(self, table: etree._Element) -> Grid:
        self._passed[TABLE] += 1
        place = f"tabell {self._passed[TABLE]}"
        rows = tuple(
            tuple(
                tuple(self.blocks(cell, f"{place}, rad {number}")) for cell in inner(row, (CELL,))
            )
            for number, row in enumerate(inner(table, (ROW,)), start=1)
        )
        return Grid(rows, place)


def _texts(package: WordPackage, name: str) -> Iterator[str]:
    for paragraph in etree.fromstring(package.parts[name]).iter(P):
        text = folded("".join(_outside_fields(paragraph)))
        if text:
            yield text


def _outside_fields(paragraph: etree._Element) -> Iterator[str]:
    """Give the characters that aren't results of fields, such as the number of the page."""
    depth = 0
    for element in paragraph.iter(_FIELD, T, _TAB):
        if element.tag == _FIELD:
            depth += _FIELD_STEPS.get(element.get(_FIELD_STATE, ""), 0)
        elif not depth and not any(True for _ in element.iterancestors(_SIMPLE_FIELD)):
            yield (element.text or "") if element.tag == T else " "
