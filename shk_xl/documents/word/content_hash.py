"""What a Word document says, as one hash: the same however its file was saved.

Rules: what a reader sees is in the hash: each paragraph's style, its depth in tables, its
text with bold, italic, underline and strike-through, tracked changes, alternative texts,
headers, footers, notes and comments. What a program may change on its own is not: ids,
how text is split into runs, proofing marks, results of fields such as page numbers. Colour
and size alone are not seen; that is the price of not crying wolf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from lxml import etree

from shk_xl.documents.word.names import MC, TABLE, VAL, WP, P, R, T, w
from shk_xl.documents.word.package import WordPackage
from shk_xl.documents.word.styles import Styles, read_styles

_LOOKS: Final = {
    w("b"): "b",
    w("i"): "i",
    w("u"): "u",
    w("strike"): "s",
    w("dstrike"): "s",
}
_OFF: Final = frozenset({"0", "false", "off", "none"})
_MARKS: Final = {w("ins"): "+", w("del"): "-", w("moveTo"): "+", w("moveFrom"): "-"}
_CHARACTERS: Final = {
    w("tab"): "\t",
    w("cr"): "\n",
    w("noBreakHyphen"): "\u2011",
}
_SKIPPED: Final = frozenset(
    {w("pPr"), w("rPr"), w("fldSimple"), f"{{{MC}}}Fallback", w("sdtPr"), w("instrText")}
)
_PROPERTIES = w("rPr")
_BREAK = w("br")
_FIELD = w("fldChar")
_FIELD_STATE = w("fldCharType")
_FIELD_STEPS: Final = {"begin": 1, "end": -1}
_TEXTS: Final = frozenset({T, w("delText")})
_TYPE = w("type")
_DRAWING_NAME = f"{{{WP}}}docPr"
_STYLE = f"{w('pPr')}/{w('pStyle')}"
_RUN_STYLE = w("rStyle")
_NOTES: Final = ("footnotes", "endnotes", "comments")

Piece = tuple[str, str]


def content_hash(main: etree._Element, others: Iterable[etree._Element], styles: Styles) -> str:
    """Hash what a document says.

    Args:
        main: The root of the document's part.
        others: The roots of headers, footers, notes and comments, in any order.
        styles: The document's styles.

    Returns:
        A SHA-256 as hex digits.
    """
    names = styles.names_by_id
    edges = sorted({said for other in others if (said := _said(other, names)).strip()})
    return hashlib.sha256("\x1d".join((_said(main, names), *edges)).encode()).hexdigest()


def hash_of_package(package: WordPackage) -> str:
    """Hash what a document says, from its parts."""
    others = (*package.text_parts[1:], *package.named(*_NOTES))
    styles = read_styles(package.styles) if package.styles else Styles({}, frozenset())
    return content_hash(
        etree.fromstring(package.parts[package.main]),
        [etree.fromstring(package.parts[name]) for name in others],
        styles,
    )


def _said(root: etree._Element, names: Mapping[str, str]) -> str:
    reader = _Reader(names)
    lines: list[str] = []
    for paragraph in root.iter(P):
        said = _joined(reader.pieces(paragraph, ""))
        if not said:
            continue
        style = paragraph.find(_STYLE)
        name = "Normal" if style is None else reader.style_name(style)
        depth = sum(1 for _ in paragraph.iterancestors(TABLE))
        lines.append(f"{depth}\x1f{name.casefold()}\x1f{said}")
    return "\x1e".join(lines)


class _Reader:
    """A walk through one part; it knows how deep in fields it stands."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.field_depth = 0

    def style_name(self, reference: etree._Element) -> str:
        id_ = reference.get(VAL, "")
        return self.names.get(id_, id_)

    def pieces(self, element: etree._Element, look: str) -> Iterator[Piece]:
        """Give the text of an element piece by piece, each with its look."""
        for child in element:
            tag = child.tag
            if tag == R:
                yield from self.run_pieces(child, look)
            elif tag in _MARKS:
                yield from self.pieces(child, look + _MARKS[tag])
            elif tag not in _SKIPPED and tag != P:
                yield from self.pieces(child, look)

    def run_pieces(self, run: etree._Element, look: str) -> Iterator[Piece]:
        for child in run:
            tag = child.tag
            if tag == _PROPERTIES:
                look += self.look(child)
            elif tag == _FIELD:
                self.field_depth += _FIELD_STEPS.get(child.get(_FIELD_STATE, ""), 0)
            elif self.field_depth:
                continue
            elif tag in _TEXTS:
                yield look, child.text or ""
            elif tag == _BREAK:
                yield look, "\f" if child.get(_TYPE) == "page" else "\n"
            elif tag in _CHARACTERS:
                yield look, _CHARACTERS[tag]
            elif tag not in _SKIPPED:
                yield from _drawings(child)

    def look(self, properties: etree._Element) -> str:
        looks = {
            _LOOKS[child.tag]
            for child in properties
            if child.tag in _LOOKS and child.get(VAL, "") not in _OFF
        }
        style = properties.find(_RUN_STYLE)
        return "".join(sorted(looks)) + ("" if style is None else self.style_name(style))


def _drawings(element: etree._Element) -> Iterator[Piece]:
    for name in element.iter(_DRAWING_NAME):
        yield "", f"\x1c{name.get('descr', '')}\x1c"


def _joined(pieces: Iterable[Piece]) -> str:
    """Join neighbours of one look, so that it doesn't matter how runs are split."""
    out: list[str] = []
    current = ""
    for look, text in pieces:
        if look != current and text:
            out.append(f"\x1b{look}\x1b")
            current = look
        out.append(text)
    return "".join(out)
