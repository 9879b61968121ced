"""The check of each document that a template gives, at the price of a look at its text.

Rules: filling brings no mark-up but that of ``wordml``, so most rules are settled by the
template, once. What filling can cause is seen in the text that the content hash has read
anyway: a list that is typed, a heading with nothing under it, an empty paragraph, a picture
without words. Where something like that shows, or where the template itself breaks a rule,
the whole walk is made; where nothing shows, the walk would find nothing (a test holds it so).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from shk_xl.documents.accessibility.looks import Looks, read_looks
from shk_xl.documents.accessibility.reading import Reading
from shk_xl.documents.accessibility.template_check import check_template
from shk_xl.documents.accessibility.word_file import check_language
from shk_xl.documents.accessibility.word_paragraphs import (
    is_gap,
    is_shouted,
    is_typed_item,
    may_be_heading,
)
from shk_xl.documents.accessibility.word_walk import check_part
from shk_xl.documents.word.content_hash import Said
from shk_xl.documents.word.names import w
from shk_xl.documents.word.package import WordPackage
from shk_xl.documents.word.places import part_in_words
from shk_xl.domain.faults import Fault

_LOOK_MARK = re.compile("\x1b[^\x1b]*\x1b")
_ALL_MARKED = re.compile("(?:\x1b[^\x1b]+\x1b[^\x1b]*)+")
_NO_WORDS = re.compile("\x1c\\s*\x1c")
_OUTLINE: Final = w("outlineLvl")


@dataclass(frozen=True)
class FilledCheck:
    """How the documents of one template are checked.

    Args:
        looks: The looks of its styles.
        levels: The level of each heading's style, by the style's name in lower case.
        bold: The names of the paragraph styles that are bold and no headings.
        whole: Every document has to be walked through.
    """

    looks: Looks
    levels: Mapping[str, int]
    bold: frozenset[str]
    whole: bool

    @classmethod
    def of(cls, package: WordPackage) -> FilledCheck:
        """Prepare the check of the documents of a template."""
        looks = read_looks(package)
        roots = (etree.fromstring(package.parts[part]) for part in package.text_parts)
        direct = any(True for root in roots for _ in root.iter(_OUTLINE))
        styles = looks.paragraphs.values()
        levels = {look.name: look.level for look in styles if look.level}
        bold = frozenset(look.name for look in styles if look.bold and not look.titles)
        return cls(looks, levels, bold, direct or bool(check_template(package, looks)))

    def findings(self, parts: Iterable[tuple[str, etree._Element, Said]]) -> list[Fault]:
        """Check a document.

        Args:
            parts: The name, the root and the words of each of its text parts.

        Returns:
            The breaches of ``rules.WORD_RULES``, but for the title, which it always has.
        """
        listed = list(parts)
        if not self.whole and not any(self._shows(said) for _, _, said in listed):
            return []
        found = list(check_language(self.looks))
        for name, root, _ in listed:
            found += check_part(root, self.looks, part_in_words(name))
        return found

    def _shows(self, said: Said) -> bool:
        """Whether the text shows something that the walk may find."""
        level, empty = 0, False
        for depth, style, marked in said.lines:
            heading = self.levels.get(style, 0)
            if heading:
                if heading > level + 1 or (empty and heading <= level):
                    return True
                level, empty = heading, True
            else:
                empty = False
            plain = not depth and not heading
            if _shows_in(marked, may_be_bold=plain and (style in self.bold or _is_marked(marked))):
                return True
        reading = Reading(self.looks, frozenset())
        return empty or any(is_gap(paragraph, reading) for paragraph in said.silent)


def _is_marked(marked: str) -> bool:
    """Whether all of a paragraph has a look of its own."""
    return marked.startswith("\x1b") and _ALL_MARKED.fullmatch(marked) is not None


def _shows_in(marked: str, *, may_be_bold: bool) -> bool:
    """Whether a paragraph may be blank, typed as a list, bold as a heading, or in capitals."""
    text = _LOOK_MARK.sub("", marked) if "\x1b" in marked else marked
    if not text.strip() or is_typed_item(text) or is_shouted(text):
        return True
    if "\x1c" in marked and _NO_WORDS.search(marked):
        return True
    return may_be_bold and may_be_heading(text)
