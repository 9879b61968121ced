"""How text of a style looks and what it is: colours, language, heading, list, bold.

Rules: a style takes from the one it is based on what it doesn't say itself. Styles are read
once for a template and looked up for each paragraph; nothing here depends on a document's
text.

Source: ECMA-376-1 17.7 (styles) and 17.7.6 (parts of table styles).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Final

from lxml import etree

from shk_xl.documents.accessibility.colours import (
    Theme,
    highlight,
    read_theme,
    shading,
    text_colour,
)
from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.package import WordPackage

SWEDISH: Final = "sv"
_OFF: Final = frozenset({"0", "false", "off", "none"})
_OUTLINED: Final = 9
"""Outline levels 0 to 8 are headings; 9 is text."""
_HEADING = re.compile(r"heading (?P<level>[1-9])")
_NOT_HEADINGS: Final = frozenset({"title", "subtitle"})


@dataclass(frozen=True, slots=True)
class Look:
    """What a style says; None is nothing, and so is an empty text.

    Args:
        name: The style's name, in lower case.
        colour: Of the text.
        fill: Behind the paragraph, or the table.
        marked: Behind the characters.
        language: "sv-SE".
        bold: Whether its text is bold.
        level: Of a heading, from 1; 0 for text.
        listed: Its paragraphs are items of a list.
        framed: Its paragraphs stand in a frame beside the text.
    """

    name: str = ""
    colour: str | None = None
    fill: str | None = None
    marked: str | None = None
    language: str = ""
    bold: bool = False
    level: int = 0
    listed: bool = False
    framed: bool = False

    @property
    def titles(self) -> bool:
        """Whether it is a heading or the title, where bold text belongs."""
        return bool(self.level) or self.name in _NOT_HEADINGS


PLAIN: Final = Look()


@dataclass(frozen=True)
class Looks:
    """The looks of a document's styles.

    Args:
        paragraphs: By the style's id; the default one under the empty id.
        characters: By the style's id.
        tables: Of each table style with colours, its parts by name; the whole under "".
        theme: The colours of the theme.
        default_language: Of text that says nothing else.
        ink: The colour of text that no style gives one.
    """

    paragraphs: Mapping[str, Look]
    characters: Mapping[str, Look]
    tables: Mapping[str, Mapping[str, Look]]
    theme: Theme
    default_language: str
    ink: str | None

    @cached_property
    def default(self) -> Look:
        """The look of a paragraph without a style."""
        return self.paragraphs.get("", Look())

    def paragraph(self, id_: str) -> Look:
        """Give the look of a paragraph style."""
        return self.paragraphs.get(id_) or self.default

    def character(self, id_: str) -> Look:
        """Give the look of a character style; a plain one for a run without a style."""
        return self.characters.get(id_, PLAIN)

    @property
    def is_swedish(self) -> bool:
        """Whether text is Swedish unless it says something else."""
        return is_swedish(self.default_language)


def read_looks(package: WordPackage) -> Looks:
    """Read the looks of a document's styles."""
    theme = read_theme(_root(package, "theme"), _root(package, "settings"))
    root = _root(package, "styles")
    if root is None:
        return Looks({}, {}, {}, theme, "", None)
    reader = _Reader(root, theme)
    by_type = {
        kind: {
            id_: reader.look(id_) for id_, style in reader.styles.items() if _type(style) == kind
        }
        for kind in ("paragraph", "character")
    }
    default = next((id_ for id_ in by_type["paragraph"] if _is_default(reader.styles[id_])), "")
    plain = by_type["paragraph"].get(default, reader.defaults)
    return Looks(
        {"": plain, **by_type["paragraph"]},
        by_type["character"],
        reader.table_looks(),
        theme,
        plain.language,
        reader.ink,
    )


def is_swedish(language: str) -> bool:
    """Whether a language tag is one of Swedish.

    >>> is_swedish("sv-SE"), is_swedish("en-US")
    (True, False)
    """
    return language.casefold().partition("-")[0] == SWEDISH


def is_on(element: etree._Element | None) -> bool:
    """Whether a switch such as ``w:b`` is there and not turned off."""
    return element is not None and element.get(names.VAL, "") not in _OFF


def outline_level(outline: etree._Element) -> int:
    """Give the level of a heading from ``w:outlineLvl``; 0 for text."""
    said = outline.get(names.VAL, "")
    return int(said) + 1 if said.isdecimal() and int(said) < _OUTLINED else 0


def _root(package: WordPackage, type_: str) -> etree._Element | None:
    found = package.named(type_)
    return etree.fromstring(package.parts[found[0]]) if found else None


def _type(style: etree._Element) -> str:
    return style.get(w("type"), "")


def _base(style: etree._Element) -> str:
    parent = style.find(w("basedOn"))
    return "" if parent is None else parent.get(names.VAL, "")


def _is_default(style: etree._Element) -> bool:
    return style.get(w("default"), "") in ("1", "true", "on")


class _Reader:
    """Reads styles, each after the one that it rests on."""

    def __init__(self, root: etree._Element, theme: Theme) -> None:
        self.theme = theme
        self.styles = {style.get(w("styleId"), ""): style for style in root.iter(w("style"))}
        self.looks: dict[str, Look] = {}
        said = self.with_run(Look(), root.find(f"{w('docDefaults')}//{w('rPr')}"))
        self.ink = said.colour
        self.defaults = replace(said, colour=None)

    def look(self, id_: str) -> Look:
        """Read a style, after those that it rests on."""
        for one in reversed(self.chain(id_)):
            style = self.styles[one]
            base = self.looks.get(_base(style))
            if base is None:
                base = self.defaults if _type(style) == "paragraph" else Look()
            self.looks[one] = self.own(style, base)
        return self.looks[id_]

    def chain(self, id_: str) -> list[str]:
        """List a style and those that it rests on; one that rests on itself ends there."""
        chain: dict[str, None] = {}
        while id_ in self.styles and id_ not in chain and id_ not in self.looks:
            chain[id_] = None
            id_ = _base(self.styles[id_])
        return list(chain)

    def own(self, style: etree._Element, base: Look) -> Look:
        name = style.find(w("name"))
        called = "" if name is None else name.get(names.VAL, "").casefold()
        named = _HEADING.fullmatch(called)
        level = int(named["level"]) if named else base.level
        look = self.with_run(replace(base, name=called, level=level), style.find(w("rPr")))
        return self.with_paragraph(look, style.find(w("pPr")))

    def with_run(self, look: Look, run: etree._Element | None) -> Look:
        if run is None:
            return look
        bold = run.find(w("b"))
        language = run.find(w("lang"))
        said = "" if language is None else language.get(names.VAL, "")
        marked = highlight(run.find(w("highlight"))) or shading(run.find(w("shd")), self.theme)
        return replace(
            look,
            colour=text_colour(run.find(w("color")), self.theme) or look.colour,
            marked=marked or look.marked,
            language=said or look.language,
            bold=look.bold if bold is None else is_on(bold),
        )

    def with_paragraph(self, look: Look, paragraph: etree._Element | None) -> Look:
        if paragraph is None:
            return look
        outline = paragraph.find(w("outlineLvl"))
        numbering = paragraph.find(w("numPr"))
        return replace(
            look,
            fill=shading(paragraph.find(w("shd")), self.theme) or look.fill,
            level=look.level if outline is None else outline_level(outline),
            listed=look.listed if numbering is None else _is_numbered(numbering),
            framed=look.framed or paragraph.find(w("framePr")) is not None,
        )

    def table_looks(self) -> dict[str, dict[str, Look]]:
        """Read the table styles that have colours, each part after that of the base."""
        found: dict[str, dict[str, Look]] = {}
        for id_, style in self.styles.items():
            parts: dict[str, Look] = {}
            for one in reversed(self.chain(id_) if _type(style) == "table" else []):
                base = self.styles[one]
                for part in (base, *base.findall(w("tblStylePr"))):
                    name = "" if part is base else part.get(w("type"), "")
                    parts[name] = self.with_cells(parts.get(name, Look()), part)
            if any(part.colour or part.fill for part in parts.values()):
                found[id_] = parts
        return found

    def with_cells(self, look: Look, part: etree._Element) -> Look:
        look = self.with_run(look, part.find(w("rPr")))
        for path in (f"{w('tblPr')}/{w('shd')}", f"{w('tcPr')}/{w('shd')}"):
            look = replace(look, fill=shading(part.find(path), self.theme) or look.fill)
        return look


def _is_numbered(numbering: etree._Element) -> bool:
    """Numbering 0 takes the list away."""
    number = numbering.find(w("numId"))
    return number is None or number.get(names.VAL, "") != "0"
