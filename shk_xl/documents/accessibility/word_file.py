"""A whole Word document against the rules: its parts, its language and its title.

Rules: what depends on the file alone (the language of its styles) is read once with the
``Looks``; what stands in it is found by one walk through each part. A template is checked by
the same rules, without what vanishes when it is filled.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from shk_xl.documents.accessibility.looks import Looks, read_looks
from shk_xl.documents.accessibility.word_walk import check_part
from shk_xl.documents.word.package import CORE_PART, WordPackage
from shk_xl.documents.word.places import part_in_words
from shk_xl.domain.faults import Fault, Place

_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"


def check_word_file(package: WordPackage) -> list[Fault]:
    """Check a finished document.

    Args:
        package: The document.

    Returns:
        The breaches of ``rules.WORD_RULES``; empty for a document that keeps them all.
    """
    looks = read_looks(package)
    found = [*check_language(looks), *_check_title(package)]
    for part in package.text_parts:
        found += check_part(etree.fromstring(package.parts[part]), looks, part_in_words(part))
    return found


def check_language(looks: Looks) -> Iterator[Fault]:
    """Check the language that text has unless it says something else."""
    if not looks.is_swedish:
        said = looks.default_language or "inget"
        yield Fault("docx_language", Place(cell="formatmallar"), {"language": said})


def _check_title(package: WordPackage) -> Iterator[Fault]:
    data = package.parts.get(CORE_PART)
    title = None if data is None else etree.fromstring(data).find(_TITLE)
    if title is None or not (title.text or "").strip():
        yield Fault("docx_title", Place(cell="egenskaper"))
