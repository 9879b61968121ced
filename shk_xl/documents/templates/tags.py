"""The tags of a Word template: where they stand, what they say, and the paragraph around them.

Rules: a tag is found in the text of a whole paragraph, however Word has split it into runs.
Its name is brought to composed form (NFC) and its quotes made straight, since Word bends
them while people type. This module doesn't know which fields exist.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.places import placed_paragraphs

_TAG = re.compile(r"\{\{[^{}]*\}\}|\{%[^{}]*%\}|\{#[^{}]*#\}")
_SCOPE = re.compile(r"(?:(?:tr|tc|p|r)(?=\s|$))?")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_STRAIGHT = str.maketrans(
    {**dict.fromkeys("“”„‟", '"'), **dict.fromkeys("‘’‚‛", "'"), "\u00a0": " ", "\n": " "}
)
_NOT_TEXT = frozenset(w(name) for name in ("del", "moveFrom", "pPr", "rPr", "txbxContent"))
_CHARACTERS = {w("tab"): "\t", w("br"): "\n", w("cr"): "\n", w("noBreakHyphen"): "-"}


@dataclass(frozen=True, slots=True)
class Tag:
    """One tag.

    Args:
        source: As it stands in the document.
        opener: ``{{``, ``{%`` or ``{#``.
        scope: ``p``, ``tr`` or ``tc`` where it replaces a paragraph, row or cell; else empty.
        code: What is inside, in composed form and with straight quotes.
        start: Its first character in the text of the paragraph.
        end: The character after its last one.
    """

    source: str
    opener: str
    scope: str
    code: str
    start: int
    end: int


@dataclass(frozen=True)
class ParagraphText:
    """A paragraph of a template: its place in words, its element and its characters.

    ``origins`` holds, for each character of the text, the element that it comes from and its
    position there.
    """

    where: str
    element: etree._Element
    text: str
    origins: tuple[tuple[etree._Element, int], ...]

    @cached_property
    def tags(self) -> tuple[Tag, ...]:
        """The tags, in order; empty where braces don't match up."""
        return tuple(_tag(match) for match in _TAG.finditer(self.text))

    @cached_property
    def outside(self) -> str:
        """The text without its tags."""
        return _TAG.sub("", self.text)

    def container(self, scope: str) -> etree._Element | None:
        """Give the paragraph, row or cell that a tag of this scope replaces."""
        if scope == "p":
            return self.element
        wanted = {"tr": names.ROW, "tc": names.CELL}[scope]
        return next(self.element.iterancestors(wanted), None)


def paragraphs(root: etree._Element, part: str = "") -> Iterator[ParagraphText]:
    """Give every paragraph of a part in reading order.

    Args:
        root: The root of the document, a header or a footer.
        part: The part, in words ("sidhuvud"); empty for the document itself.
    """
    for where, element in placed_paragraphs(root, part):
        yield _paragraph(element, where)


def rewrite(paragraph: ParagraphText, sources: list[str]) -> None:
    """Put each tag whole into one text element, worded anew.

    Args:
        paragraph: The paragraph, as ``paragraphs`` gave it.
        sources: The new text of each of its tags.
    """
    texts = {
        id(element): (element, list(element.text or ""))
        for element, _ in paragraph.origins
        if element.tag == names.T
    }
    for tag, source in zip(paragraph.tags, sources, strict=True):
        for index in range(tag.start, tag.end):
            element, position = paragraph.origins[index]
            if element.tag == names.T:
                texts[id(element)][1][position] = source if index == tag.start else ""
            else:
                _remove(element)
    for element, characters in texts.values():
        element.text = "".join(characters)
        element.set(_SPACE, "preserve")


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _tag(match: re.Match[str]) -> Tag:
    source = match[0]
    scope = _scope(source[2:-2])
    code = source[2 + len(scope) : -2]
    composed = unicodedata.normalize("NFC", code).translate(_STRAIGHT).strip()
    return Tag(source, source[:2], scope, composed, match.start(), match.end())


def _scope(inside: str) -> str:
    match = _SCOPE.match(inside)
    return match[0] if match else ""


def _paragraph(element: etree._Element, where: str) -> ParagraphText:
    characters = list(_characters(element))
    return ParagraphText(
        where,
        element,
        "".join(character for character, _, _ in characters),
        tuple((origin, position) for _, origin, position in characters),
    )


def _characters(element: etree._Element) -> Iterator[tuple[str, etree._Element, int]]:
    for child in element:
        if child.tag in _NOT_TEXT:
            continue
        if child.tag == names.T:
            for position, character in enumerate(child.text or ""):
                yield character, child, position
        elif child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag], child, 0
        else:
            yield from _characters(child)
