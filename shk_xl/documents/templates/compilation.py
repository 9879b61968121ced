"""From a Word file that the team edits to a compiled template: checked, then made ready.

The language is docxtpl's (``{{ fält }}``, ``{{p stycken }}``, ``{%tr for …%}``), and docxtpl
turns the marked-up document into a Jinja template. What is added here: the check before
anything is written (``preflight.py``), every tag brought whole into one run, block fields
that take the style of their paragraph, values that are always escaped, a sandbox, and one
compilation for any number of documents.

Rules: nothing is compiled but the tags that the check has seen.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from shk_xl.documents.fields import FieldSpec
from shk_xl.documents.templates.preflight import check_part, stray_braces
from shk_xl.documents.templates.tags import ParagraphText, Tag, paragraphs, rewrite
from shk_xl.documents.templates.template import PlacedPicture, Template
from shk_xl.documents.word import names, wordml
from shk_xl.documents.word.names import w
from shk_xl.documents.word.package import (
    CORE_PART,
    CUSTOM_PART,
    Entry,
    WordPackage,
    read_package,
    with_properties,
)
from shk_xl.documents.word.styles import Styles, read_styles
from shk_xl.domain.faults import Fault, Refused
from shk_xl.ooxml.package import CONTENT_TYPES, relationships_part

Fields = tuple[FieldSpec, ...]

_BLOCK_FILTER: Final = "stycken"
_PARTS_IN_WORDS: Final = (("header", "sidhuvud"), ("footer", "sidfot"))
_NOTE_PARTS: Final = ("footnotes", "endnotes", "comments")


def load_template(data: bytes, name: str, fields: Fields) -> Template:
    """Check and compile a template.

    Args:
        data: The file.
        name: Its name, for the faults.
        fields: The fields of the kind of document that it is for.

    Returns:
        The template, ready to be filled any number of times.

    Raises:
        Refused: Everything that is wrong with it.
    """
    package = read_package(data, name)
    styles = read_styles(package.styles) if package.styles else Styles({}, frozenset())
    faults = [*styles.faults(name), *_faults_in_notes(package, name)]
    marked: dict[str, str] = {}
    for part in package.text_parts:
        marked[part], found = _marked_up(package.parts[part], name, part, fields, styles)
        faults += found
    if faults:
        raise Refused(faults)
    environment = _environment(styles)
    patch_xml = DocxTemplate("").patch_xml
    return Template(
        name,
        hashlib.sha256(data).hexdigest(),
        package.main,
        package.parts[relationships_part(package.main)],
        {part: environment.from_string(patch_xml(xml)) for part, xml in marked.items()},
        _fixed_parts(package),
        styles,
    )


def _marked_up(
    data: bytes, name: str, part: str, fields: Fields, styles: Styles
) -> tuple[str, list[Fault]]:
    """Check a part and give it with every tag whole, in one run, worded in one way."""
    root = etree.fromstring(data)
    scanned = list(paragraphs(root, _in_words(part)))
    faults = [*check_part(name, scanned, fields)]
    if faults or any(styles.faults(name)):
        return "", faults
    level = 0
    for paragraph in scanned:
        style = _style_of(paragraph)
        level = styles.heading_level(style) or level
        if paragraph.tags:
            in_table = paragraph.container("tc") is not None
            blocks = f'{_BLOCK_FILTER}("{style}", "{"" if in_table else styles.part_style(level)}")'
            rewrite(paragraph, [_reworded(tag, blocks) for tag in paragraph.tags])
    xml = etree.tostring(root, encoding="unicode")
    tags = sum(len(paragraph.tags) for paragraph in scanned)
    return xml, list(stray_braces(name, xml, tags, _in_words(part) or "dokumentet"))


def _style_of(paragraph: ParagraphText) -> str:
    style = paragraph.element.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if style is None else style.get(names.VAL, "")


def _faults_in_notes(package: WordPackage, name: str) -> Iterator[Fault]:
    for part, data in package.parts.items():
        if posixpath.splitext(posixpath.basename(part))[0] in _NOTE_PARTS:
            text = "".join(map(str, etree.fromstring(data).itertext()))
            yield from stray_braces(name, text, 0, "fotnoter eller kommentarer")


def _fixed_parts(package: WordPackage) -> dict[str, Entry]:
    root = relationships_part("")
    types, roots = with_properties(package.parts[CONTENT_TYPES], package.parts[root])
    own = {CORE_PART, CUSTOM_PART, relationships_part(package.main), *package.text_parts}
    fixed = {**package.parts, CONTENT_TYPES: types, root: roots}
    return {part: Entry.of(data) for part, data in fixed.items() if part not in own}


def _environment(styles: Styles) -> SandboxedEnvironment:
    block_styles = styles.block_styles()

    def blocks(value: object, style: str, part: str) -> Markup:
        if isinstance(value, PlacedPicture):
            drawing = wordml.drawing(value.picture, value.relationship, value.number)
            return Markup(wordml.paragraph(style, drawing))  # noqa: S704 - escaped there
        if not isinstance(value, wordml.Blocks):
            raise TypeError(value)
        written = wordml.blocks(value.content, replace(block_styles, text=style, part=part))
        in_table = "" if part else wordml.paragraph(style, "")
        return Markup(written or in_table)  # noqa: S704 - escaped in wordml

    environment = SandboxedEnvironment(
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_inline,
        keep_trailing_newline=True,
    )
    environment.filters[_BLOCK_FILTER] = blocks
    return environment


def _inline(value: object) -> Markup:
    """Write a value inside a sentence."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, (str, int)):
        return Markup(wordml.inline(str(value)))  # noqa: S704 - escaped in wordml
    raise TypeError(value)


def _reworded(tag: Tag, blocks: str) -> str:
    """Write a tag in the one way that is compiled; a block field goes through the filter."""
    closer = {"{{": "}}", "{%": "%}", "{#": "#}"}[tag.opener]
    code = f"{tag.code}|{blocks}" if (tag.opener, tag.scope) == ("{{", "p") else tag.code
    return f"{tag.opener}{tag.scope} {code} {closer}"


def _in_words(part: str) -> str:
    file = posixpath.basename(part)
    return next((words for prefix, words in _PARTS_IN_WORDS if file.startswith(prefix)), "")
