"""Where things stand in a Word document, told as a person would count them.

Rules: paragraphs and tables are counted from 1 within the page, the cell or the text box
that they stand in. Content controls and tracked insertions are looked through: a person
doesn't see them. What a paragraph says is cut to what identifies it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from shk_xl.documents.word import names
from shk_xl.documents.word.names import w

_WRAPPERS: Final = frozenset(w(name) for name in ("sdt", "sdtContent", "customXml", "ins"))
_LONG: Final = 60
_EDGES: Final = (("header", "sidhuvud"), ("footer", "sidfot"))


def part_in_words(part: str) -> str:
    """Say which part it is: "sidhuvud" or "sidfot"; empty for the document itself.

    >>> part_in_words("word/header2.xml")
    'sidhuvud'
    """
    file = part.rpartition("/")[2]
    return next((words for prefix, words in _EDGES if file.startswith(prefix)), "")


def placed_paragraphs(root: etree._Element, part: str = "") -> Iterator[tuple[str, etree._Element]]:
    """Give every paragraph of a part in reading order, with its place in words.

    Args:
        root: The root of the document, a header or a footer.
        part: What ``part_in_words`` says of it.
    """
    body = root.find(w("body"))
    yield from _walk(root if body is None else body, part)


def shortened(text: str) -> str:
    """Cut a text to what identifies it.

    >>> shortened("  Kort text ")
    'Kort text'
    """
    whole = " ".join(text.split())
    return whole if len(whole) <= _LONG else f"{whole[: _LONG - 1]}…"


def text_of(paragraph: etree._Element) -> str:
    """Give the characters of a paragraph that a reader sees, without those of its text boxes."""
    return "".join(
        text.text or ""
        for text in paragraph.iter(names.T)
        if next(text.iterancestors(names.P)) is paragraph
    )


class Places:
    """Where the elements of a part stand: in a paragraph, or else in a table, or in the part."""

    def __init__(self, root: etree._Element, part: str = "") -> None:
        self.part = part
        self.where = {element: where for where, element in placed_paragraphs(root, part)}

    def of(self, element: etree._Element) -> tuple[str, str]:
        """Give the place of an element in words, and what is written there."""
        at: etree._Element | None = element
        while at is not None:
            if at in self.where:
                return self.where[at], shortened(text_of(at))
            if at.tag == names.TABLE:
                return self._table(at)
            at = at.getparent()
        return self.part or "dokumentet", ""

    def _table(self, table: etree._Element) -> tuple[str, str]:
        for paragraph in table.iter(names.P):
            if paragraph in self.where and next(paragraph.iterancestors(names.TABLE)) is table:
                return self.where[paragraph].rpartition(", rad ")[0], shortened(text_of(paragraph))
        return self.part or "dokumentet", ""


def _walk(container: etree._Element, prefix: str) -> Iterator[tuple[str, etree._Element]]:
    paragraph_count = table_count = 0
    for child in _children(container):
        if child.tag == names.P:
            paragraph_count += 1
            where = _join(prefix, f"stycke {paragraph_count}")
            yield where, child
            for box in child.iter(w("txbxContent")):
                yield from _walk(box, _join(where, "textruta"))
        elif child.tag == names.TABLE:
            table_count += 1
            yield from _walk_table(child, _join(prefix, f"tabell {table_count}"))


def _walk_table(table: etree._Element, prefix: str) -> Iterator[tuple[str, etree._Element]]:
    rows = [child for child in _children(table) if child.tag == names.ROW]
    for row_number, row in enumerate(rows, start=1):
        cells = [child for child in _children(row) if child.tag == names.CELL]
        for column, cell in enumerate(cells, start=1):
            yield from _walk(cell, f"{prefix}, rad {row_number}, kolumn {column}")


def _children(container: etree._Element) -> Iterator[etree._Element]:
    """Give the children, looking through content controls and tracked insertions."""
    for child in container:
        if child.tag in _WRAPPERS:
            yield from _children(child)
        else:
            yield child


def _join(prefix: str, place: str) -> str:
    return f"{prefix}, {place}" if prefix else place
