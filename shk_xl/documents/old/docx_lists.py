"""Which paragraphs of a Word document are list items, or headings.

Rules: numbering stands in the paragraph, or in its style, or in a style that it rests on;
numbering 0 takes it away. A style is known by its name, since Word translates the ids.

Source: ECMA-376 part 1, 17.9 (numbering) and 17.7 (styles).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from shk_xl.documents.word.names import VAL, w
from shk_xl.documents.word.package import WordPackage

_HEADINGS: Final = ("heading", "title", "subtitle")
_HEADING_LEVEL: Final = re.compile(r"heading (?P<level>[1-9])", re.IGNORECASE)
_LEVEL_IN_NAME: Final = re.compile(r"list (?:bullet|number) (?P<level>[2-5])", re.IGNORECASE)
"""Word's own list styles of a deeper level are lists of their own, on level 0 of each."""
_NONE: Final = "0"
_NO_SIGN: Final = "none"


@dataclass(frozen=True, slots=True)
class Item:
    """A list item: its list, its level from 0, and whether the list has bullets."""

    list_id: str
    level: int
    bullet: bool


@dataclass(frozen=True, slots=True)
class _Style:
    name: str
    based_on: str
    list_id: str | None
    level: int


@dataclass(frozen=True)
class Lists:
    """The styles and the numbering of one document.

    Args:
        styles: The paragraph styles by id.
        formats: The format ("bullet", "decimal") by list id and level.
    """

    styles: Mapping[str, _Style]
    formats: Mapping[tuple[str, int], str]

    def item(self, paragraph: etree._Element) -> Item | None:
        """Tell which list a paragraph is an item of; None for an ordinary one."""
        own = paragraph.find(f"{w('pPr')}/{w('numPr')}")
        list_id, level = _numbering(own)
        shown = level
        for style in self._styles_of(paragraph):
            if list_id is None:
                list_id, level = style.list_id, style.level
                named = _LEVEL_IN_NAME.fullmatch(style.name)
                shown = max(level, int(named["level"]) - 1) if named else level
        format_ = self.formats.get((list_id or _NONE, level), _NO_SIGN)
        if list_id is None or format_ == _NO_SIGN:
            return None
        return Item(list_id, shown, format_ == "bullet")

    def is_heading(self, paragraph: etree._Element) -> bool:
        """Tell whether a paragraph's style is a heading or a title."""
        return any(
            style.name.casefold().startswith(_HEADINGS) for style in self._styles_of(paragraph)
        )

    def heading_level(self, paragraph: etree._Element) -> int:
        """Tell the level of a heading, from 1; 0 for any other paragraph."""
        named = (_HEADING_LEVEL.fullmatch(style.name) for style in self._styles_of(paragraph))
        return next((int(match["level"]) for match in named if match), 0)

    def _styles_of(self, paragraph: etree._Element) -> Iterator[_Style]:
        """Give a paragraph's style and those that it rests on, the nearest first."""
        mark = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        id_ = mark.get(VAL, "") if mark is not None else ""
        seen: set[str] = set()
        while id_ in self.styles and id_ not in seen:
            seen.add(id_)
            yield self.styles[id_]
            id_ = self.styles[id_].based_on


def read_lists(package: WordPackage) -> Lists:
    """Read the styles and the numbering of a document."""
    styles = {
        style.get(w("styleId"), ""): _style(style)
        for style in _root(package, "styles").iter(w("style"))
    }
    return Lists(styles, dict(_formats(_root(package, "numbering"))))


def whole(text: str | None) -> int:
    """Read a whole number of the format; 0 for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() else 0


def _root(package: WordPackage, kind: str) -> etree._Element:
    """Give a part that the document refers to; an empty element where there is none."""
    names = package.related.get(kind, ())
    data = package.parts.get(names[0]) if names else None
    return etree.Element("none") if data is None else etree.fromstring(data)


def _style(style: etree._Element) -> _Style:
    list_id, level = _numbering(style.find(f"{w('pPr')}/{w('numPr')}"))
    return _Style(_value(style, "name"), _value(style, "basedOn"), list_id, level)


def _formats(root: etree._Element) -> Iterator[tuple[tuple[str, int], str]]:
    abstract = {
        list_.get(w("abstractNumId"), ""): {
            int(level.get(w("ilvl"), "0")): _value(level, "numFmt")
            for level in list_.iter(w("lvl"))
        }
        for list_ in root.iter(w("abstractNum"))
    }
    for number in root.iter(w("num")):
        list_id = number.get(w("numId"), "")
        for level, format_ in abstract.get(_value(number, "abstractNumId"), {}).items():
            yield (list_id, level), format_


def _numbering(mark: etree._Element | None) -> tuple[str | None, int]:
    """Read ``w:numPr``: the list's id, None where it isn't told, and the level."""
    if mark is None:
        return None, 0
    return _value(mark, "numId") or None, whole(_value(mark, "ilvl"))


def _value(parent: etree._Element, name: str) -> str:
    child = parent.find(w(name))
    return child.get(VAL, "") if child is not None else ""
