"""What a Word document says, as one hash: the same however its file was saved.

Rules: what a reader sees is in the hash: each paragraph's style, its depth in tables, its
text with bold, italic, underline and strike-through, tracked changes, alternative texts,
headers, footers, notes and comments. What a program may change on its own is not: ids,
how text is split into runs, proofing marks, results of fields such as page numbers. Colour
and size alone are not seen; that is the price of not crying wolf.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
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
_DELETED = w("delText")
_TYPE = w("type")
_DRAWING_NAME = f"{{{WP}}}docPr"
_PARAGRAPH_PROPERTIES = w("pPr")
_PARAGRAPH_STYLE = w("pStyle")
_RUN_STYLE = w("rStyle")
_NORMAL: Final = "normal"
_PLAIN: Final = 2
"""The children of most paragraphs: properties, and one run of nothing but text."""
_NOTES: Final = ("footnotes", "endnotes", "comments")


@dataclass(frozen=True, slots=True)
class Said:
    """What one part says.

    Args:
        lines: Of each paragraph that says something: its depth in tables, the name of its
            style in lower case, and its text with a mark wherever the look changes.
        silent: The paragraphs that say nothing.
    """

    lines: list[tuple[int, str, str]]
    silent: list[etree._Element]

    def __str__(self) -> str:
        return "\x1e".join([f"{depth}\x1f{style}\x1f{text}" for depth, style, text in self.lines])


def content_hash(main: Said, others: Iterable[Said]) -> str:
    """Hash what a document says.

    Args:
        main: What the document's own part says.
        others: What headers, footers, notes and comments say, in any order.

    Returns:
        A SHA-256 as hex digits.
    """
    edges = sorted({text for other in others if (text := str(other)).strip()})
    return hashlib.sha256("\x1d".join((str(main), *edges)).encode()).hexdigest()


def hash_of_package(package: WordPackage) -> str:
    """Hash what a document says, from its parts."""
    others = (*package.text_parts[1:], *package.named(*_NOTES))
    styles = read_styles(package.styles) if package.styles else Styles({}, frozenset())
    main, *edges = (
        what_it_says(etree.fromstring(package.parts[name]), styles)
        for name in (package.main, *others)
    )
    return content_hash(main, edges)


def what_it_says(root: etree._Element, styles: Styles) -> Said:
    """Read what a part says.

    Args:
        root: The root of the document, a header, a footer, notes or comments.
        styles: The document's styles.
    """
    reader = _Reader(styles.names_by_id)
    said = Said([], [])
    place: etree._Element | None = None
    depth = 0
    for paragraph in root.iter(P):
        if (parent := paragraph.getparent()) is not place:
            place, depth = parent, sum(1 for _ in paragraph.iterancestors(TABLE))
        text = reader.line(paragraph)
        if text:
            said.lines.append((depth, reader.style, text))
        else:
            said.silent.append(paragraph)
    return said


class _Reader:
    """A walk through one part; it knows how deep in fields it stands.

    Neighbours of one look are joined, so that it doesn't matter how runs are split.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        self.names = names
        self.field_depth = 0
        self.written: list[str] = []
        self.look = ""
        self.style = ""

    def line(self, paragraph: etree._Element) -> str:
        """Give the text of a paragraph with a mark wherever the look changes; note its style."""
        if len(paragraph) == _PLAIN and not self.field_depth:
            properties, run = paragraph
            if (
                (properties.tag, run.tag) == (_PARAGRAPH_PROPERTIES, R)
                and len(run) == 1
                and run[0].tag == T
            ):
                self.style = self.paragraph_style(properties)
                return run[0].text or ""
        self.written, self.look, self.style = [], "", _NORMAL
        self.walk(paragraph, "")
        return "".join(self.written)

    def paragraph_style(self, properties: etree._Element) -> str:
        for child in properties:
            if child.tag == _PARAGRAPH_STYLE:
                return self.style_name(child).casefold()
        return _NORMAL

    def style_name(self, reference: etree._Element) -> str:
        id_ = reference.get(VAL, "")
        return self.names.get(id_, id_)

    def walk(self, element: etree._Element, look: str) -> None:
        for child in element:
            tag = child.tag
            if tag == R:
                self.walk_run(child, look)
            elif tag == _PARAGRAPH_PROPERTIES:
                self.style = self.paragraph_style(child)
            elif tag in _MARKS:
                self.walk(child, look + _MARKS[tag])
            elif tag not in _SKIPPED and tag != P:
                self.walk(child, look)

    def walk_run(self, run: etree._Element, look: str) -> None:
        for child in run:
            tag = child.tag
            if tag == T and not self.field_depth:
                self.write(look, child.text or "")
            elif tag == _PROPERTIES:
                look += self.look_of(child)
            elif tag == _FIELD:
                self.field_depth += _FIELD_STEPS.get(child.get(_FIELD_STATE, ""), 0)
            elif not self.field_depth:
                self.write_other(look, child)

    def write_other(self, look: str, child: etree._Element) -> None:
        tag = child.tag
        if tag == _DELETED:
            self.write(look, child.text or "")
        elif tag == _BREAK:
            self.write(look, "\f" if child.get(_TYPE) == "page" else "\n")
        elif tag in _CHARACTERS:
            self.write(look, _CHARACTERS[tag])
        elif tag not in _SKIPPED:
            for name in child.iter(_DRAWING_NAME):
                self.write("", f"\x1c{name.get('descr', '')}\x1c")

    def write(self, look: str, text: str) -> None:
        if look != self.look and text:
            self.written.append(f"\x1b{look}\x1b")
            self.look = look
        self.written.append(text)

    def look_of(self, properties: etree._Element) -> str:
        looks = {
            _LOOKS[child.tag]
            for child in properties
            if child.tag in _LOOKS and child.get(VAL, "") not in _OFF
        }
        style = properties.find(_RUN_STYLE)
        return "".join(sorted(looks)) + ("" if style is None else self.style_name(style))
