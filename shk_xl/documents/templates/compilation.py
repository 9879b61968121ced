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
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup

from shk_xl.documents.accessibility.filled import FilledCheck
from shk_xl.documents.back.base_part import with_base
from shk_xl.documents.fields import FieldSpec
from shk_xl.documents.templates.forbidden import forbidden_elsewhere, forbidden_in_part
from shk_xl.documents.templates.preflight import check_part
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
from shk_xl.documents.word.places import part_in_words
from shk_xl.documents.word.styles import Styles, read_styles
from shk_xl.domain.faults import Fault, Place, Refused
from shk_xl.ooxml.package import CONTENT_TYPES, relationships_part

Fields = tuple[FieldSpec, ...]

_BLOCK_FILTER: Final = "stycken"
_OPENERS = re.compile(r"\{\{|\{%|\{#")
_OTHER_FORMATS: Final = {
    "application/vnd.openxmlformats-officedocument.wordprocessingml.template.main+xml": ".dotx",
    "application/vnd.ms-word.document.macroenabled.main+xml": ".docm",
    "application/vnd.ms-word.template.macroenabledtemplate.main+xml": ".dotm",
}


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
    package = with_base(read_package(data, name))
    styles = read_styles(package.styles) if package.styles else Styles({}, frozenset())
    faults = [*_faults_of_format(package, name), *styles.faults(name)]
    marked: dict[str, str] = {}
    for part in package.text_parts:
        marked[part], found = _marked_up(package.parts[part], name, part, fields, styles)
        faults += found
    faults += forbidden_elsewhere(name, package)
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
        FilledCheck.of(package),
    )


def _marked_up(
    data: bytes, name: str, part: str, fields: Fields, styles: Styles
) -> tuple[str, list[Fault]]:
    """Check a part and give it with every tag whole, in one run, worded in one way."""
    root = etree.fromstring(data)
    words = part_in_words(part)
    scanned = list(paragraphs(root, words))
    faults = check_part(name, scanned, fields)
    faults += forbidden_in_part(name, root, words, scanned, styles)
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
    if len(_OPENERS.findall(xml)) == tags:
        return xml, []
    return "", [Fault("template_stray_tag", Place(name, cell=words or "dokumentet"))]


def _style_of(paragraph: ParagraphText) -> str:
    style = paragraph.element.find(f"{w('pPr')}/{w('pStyle')}")
    return "" if style is None else style.get(names.VAL, "")


def _faults_of_format(package: WordPackage, name: str) -> Iterator[Fault]:
    """A template of Word's own (.dotx), or one with macros, gives documents that Word refuses."""
    for element in etree.fromstring(package.parts[CONTENT_TYPES]):
        if element.get("PartName", "").lstrip("/").casefold() == package.main.casefold():
            form = _OTHER_FORMATS.get(element.get("ContentType", "").casefold())
            if form is not None:
                yield Fault("template_other_format", Place(name), {"format": form})


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
