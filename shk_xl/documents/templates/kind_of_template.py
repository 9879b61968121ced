"""Whether a template is for the kind of document that its name says.

Rules: the fields tell. A template whose unknown fields another kind has all of is that kind's,
and this is told once instead of field by field. Kinds that share their fields are told apart by
the title, where it names the type of another one.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from lxml import etree

from shk_xl.documents.kinds import KIND_OF_TYPE, KINDS, TEMPLATES
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.templates.files import read_template
from shk_xl.documents.templates.template import Template
from shk_xl.documents.templates.titles import template_in_words
from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.package import read_package
from shk_xl.documents.word.places import placed_paragraphs, shortened, text_of
from shk_xl.documents.word.styles import read_styles
from shk_xl.domain.faults import Fault, Place, Refused

_UNKNOWN: Final = frozenset({"template_unknown_field", "template_unknown_field_near"})
_TITLE: Final = "title"


def template_of_kind(template: str, folder: Path | None = None) -> Template:
    """Load a template, and refuse one that is for another kind of document.

    Args:
        template: Its file name.
        folder: The team's own folder of templates; None for the built-in ones.

    Raises:
        Refused: Everything that is wrong with it.
    """
    data = read_template(template, folder)
    try:
        loaded = load_template(data, template, TEMPLATES[template])
    except Refused as refused:
        raise Refused(with_kind(data, template, template, refused.faults)) from refused
    if folder is not None and (faults := with_kind(data, template, template, ())):
        raise Refused(faults)
    return loaded


def with_kind(data: bytes, file: str, template: str, faults: Sequence[Fault]) -> list[Fault]:
    """Tell of a template of the wrong kind.

    Args:
        data: The file.
        file: Its name, for the fault.
        template: The file name of the template that it should be.
        faults: What ``load_template`` found.

    Returns:
        The faults; where it is another kind's, that in place of its unknown fields.
    """
    unknown = [fault for fault in faults if fault.code in _UNKNOWN]
    other = _kind_with_the_fields(data, file, template) if unknown else ""
    if other:
        wrong = Fault("template_wrong_kind", Place(file), {"kind": template_in_words(other)})
        return [wrong, *(fault for fault in faults if fault.code not in _UNKNOWN)]
    return [*faults, *_wrong_title(data, file, template)]


def _kind_with_the_fields(data: bytes, file: str, template: str) -> str:
    tried = {TEMPLATES[template]}
    for other, fields in TEMPLATES.items():
        if fields in tried:
            continue
        tried.add(fields)
        try:
            load_template(data, file, fields)
        except Refused as refused:
            if any(fault.code in _UNKNOWN for fault in refused.faults):
                continue
        return other
    return ""


def _wrong_title(data: bytes, file: str, template: str) -> list[Fault]:
    mine = next((t for t, kind in KIND_OF_TYPE.items() if kind.template == template), None)
    if mine is None:
        return []
    try:
        package = read_package(data, file)
    except Refused:
        return []
    styles = read_styles(package.styles) if package.styles else None
    for where, paragraph in placed_paragraphs(etree.fromstring(package.parts[package.main])):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if (
            style is None
            or styles is None
            or styles.name(style.get(names.VAL, "")).casefold() != _TITLE
        ):
            continue
        text = text_of(paragraph)
        for other, kind in KIND_OF_TYPE.items():
            said = other.value.casefold() in text.casefold()
            if other is not mine and said and mine.value.casefold() not in text.casefold():
                values = {"text": shortened(text), "kind": KINDS[kind].name}
                return [Fault("template_title_of_other_kind", Place(file, cell=where), values)]
    return []
