"""The styles of a Word document, found by name.

Rules: Word translates the ids of its styles ("Rubrik1", "Punktlista") and keeps their names
English, so a style is always asked for by name, in any case. A list style has to carry its
own numbering, or its paragraphs would lose their bullets.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from lxml import etree

from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.wordml import BlockStyles
from shk_xl.domain.faults import Fault, Place

LIST: Final = ("List Bullet", "List Bullet 2")
HEADINGS: Final = ("heading 1", "heading 2", "heading 3")
NEEDED: Final = (*LIST, *HEADINGS)


@dataclass(frozen=True)
class Styles:
    """The styles of one document.

    Args:
        names_by_id: The name of each style, by its id.
        numbered: The ids of the paragraph styles that are lists.
    """

    names_by_id: Mapping[str, str]
    numbered: frozenset[str]

    @cached_property
    def ids_by_name(self) -> Mapping[str, str]:
        """The id of each style, by its case-folded name."""
        return {name.casefold(): id_ for id_, name in self.names_by_id.items()}

    def name(self, id_: str) -> str:
        """Give a style's name; the id itself where it points nowhere."""
        return self.names_by_id.get(id_, id_)

    def id(self, name: str) -> str:
        """Give a style's id.

        Raises:
            KeyError: It is missing; ``faults`` tells so first where it is needed.
        """
        return self.ids_by_name[name.casefold()]

    def block_styles(self) -> BlockStyles:
        """Give the ids of the list styles."""
        return BlockStyles(*(self.id(name) for name in LIST))

    def heading_level(self, id_: str) -> int:
        """Give the level of a heading's style; 0 for a style that is no heading."""
        name = self.name(id_).casefold()
        return HEADINGS.index(name) + 1 if name in HEADINGS else 0

    def part_style(self, level: int) -> str:
        """Give the id of the heading that stands under one of this level, and skips none."""
        return self.id(HEADINGS[min(max(level, 1), len(HEADINGS) - 1)])

    def faults(self, file: str) -> Iterator[Fault]:
        """Tell which needed styles are missing, and which lists are no lists."""
        for name in NEEDED:
            id_ = self.ids_by_name.get(name.casefold())
            if id_ is None:
                yield self._missing(file, name)
            elif name in LIST and id_ not in self.numbered:
                place = Place(file, cell="formatmallar")
                yield Fault("template_style_no_list", place, {"style": name})

    def _missing(self, file: str, name: str) -> Fault:
        near = difflib.get_close_matches(name, self.ids_by_name.values(), n=1)
        values = {"style": name, "near": self.name(near[0]) if near else ""}
        code = "template_style_missing_near" if near else "template_style_missing"
        return Fault(code, Place(file, cell="formatmallar"), values)


def read_styles(xml: bytes) -> Styles:
    """Read ``word/styles.xml``."""
    found: dict[str, str] = {}
    numbered: set[str] = set()
    for style in etree.fromstring(xml).iter(w("style")):
        id_ = style.get(w("styleId"), "")
        name = style.find(w("name"))
        if name is not None:
            found[id_] = name.get(names.VAL, "")
        if style.find(f"{w('pPr')}/{w('numPr')}") is not None:
            numbered.add(id_)
    return Styles(found, frozenset(numbered))
