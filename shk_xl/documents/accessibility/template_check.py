"""A template against the rules, without what vanishes when it is filled.

Rules: a paragraph, row or cell whose tag only steers (``{%p if … %}``) is gone in every
document, and breaks no rule. Conditions are read as if all of them held.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from shk_xl.documents.accessibility.looks import Looks
from shk_xl.documents.accessibility.word_file import check_language
from shk_xl.documents.accessibility.word_walk import check_part
from shk_xl.documents.templates.tags import paragraphs
from shk_xl.documents.word.package import WordPackage
from shk_xl.documents.word.places import part_in_words
from shk_xl.domain.faults import Fault


def check_template(package: WordPackage, looks: Looks) -> list[Fault]:
    """Check a template.

    Args:
        package: The template.
        looks: The looks of its styles.

    Returns:
        The breaches of ``rules.WORD_RULES`` that its documents would have too. Its title is
        not looked at, since every document gets one of its own.
    """
    found = list(check_language(looks))
    for part in package.text_parts:
        root = etree.fromstring(package.parts[part])
        steering = set(_steering(root))
        found += check_part(root, looks, part_in_words(part), passed_over=steering)
    return found


def _steering(root: etree._Element) -> Iterator[etree._Element]:
    """Give what vanishes: the paragraph, row or cell of a steering tag, and all in it."""
    for paragraph in paragraphs(root):
        for tag in paragraph.tags:
            gone = paragraph.container(tag.scope) if tag.scope and tag.opener != "{{" else None
            if gone is not None:
                yield from gone.iter("*")
