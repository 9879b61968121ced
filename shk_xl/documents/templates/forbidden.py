"""What a template may not hold: tags where nothing is filled in, and mark-up that tags break.

Rules: a tag is filled in where a reader sees it as the text of a paragraph, and nowhere else.
In an alternative text, a field code, a note, a text box, a link or the properties it would
stay as it is typed, or vanish. A content control keeps what it is bound to, and a tracked
change goes out with every document. Each is told with the paragraph that it stands in.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Final

from lxml import etree

from shk_xl.documents.templates.tags import ParagraphText
from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.package import WordPackage
from shk_xl.documents.word.places import Places, shortened
from shk_xl.documents.word.styles import Styles
from shk_xl.domain.faults import Fault, Place

_OPENERS = re.compile(r"\{\{|\{%|\{#")
_ENCODED = re.compile(r"\{\{|\{%|%7B(?:%7B|%25)", re.IGNORECASE)
_TRACKED: Final = frozenset(
    w(name)
    for name in (
        *("ins", "del", "moveFrom", "moveTo", "cellIns", "cellDel", "cellMerge"),
        *("rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblGridChange"),
        *("trPrChange", "tcPrChange", "tblPrExChange", "numberingChange"),
    )
)
_STYLE_REFERENCES: Final = frozenset(w(name) for name in ("pStyle", "rStyle", "tblStyle"))
_FIELD_CODES: Final = (w("instrText"), w("delInstrText"))
_CONTROL: Final = w("sdt")
_BUILDING_BLOCKS: Final = tuple(f"{w('sdtPr')}/{w(name)}" for name in ("docPartObj", "docPartList"))
_BOX: Final = w("txbxContent")
_NOTES: Final = {
    "footnotes": (w("footnote"), "fotnot"),
    "endnotes": (w("endnote"), "slutnot"),
    "comments": (w("comment"), "kommentar"),
}
_PROPERTIES: Final = "docProps/"
_NOT_SHOWN: Final = ("customXml/", "word/glossary/")
_XML: Final = (".xml", ".rels")


def forbidden_in_part(
    file: str, root: etree._Element, part: str, paragraphs: Sequence[ParagraphText], styles: Styles
) -> list[Fault]:
    """Look for what a part of a template may not hold.

    Args:
        file: The template's name.
        root: The part's root.
        part: The part, in words.
        paragraphs: All its paragraphs.
        styles: The template's styles.

    Returns:
        The faults, each at its paragraph or table.
    """
    places = Places(root, part)
    suspects = [*_suspects(root, styles), *chain.from_iterable(map(_in_paragraph, paragraphs))]
    found: dict[tuple[str, str, str], Fault] = {}
    for code, element, values in suspects:
        place, text = places.of(element)
        key = (code, place, str(sorted(values.items())))
        found.setdefault(key, Fault(code, Place(file, cell=place), {"text": text, **values}))
    return list(found.values())


def forbidden_elsewhere(file: str, package: WordPackage) -> Iterator[Fault]:
    """Look for tags in the parts that are never filled in: notes, properties, links, charts."""
    for part, data in package.parts.items():
        folder_free = posixpath.splitext(posixpath.basename(part))[0]
        if part in package.text_parts or part.startswith(_NOT_SHOWN) or not part.endswith(_XML):
            continue
        text = data.decode("utf-8", "replace")
        if folder_free in _NOTES:
            yield from _in_notes(file, etree.fromstring(data), *_NOTES[folder_free])
        elif part.endswith(".rels"):
            if _ENCODED.search(text):
                yield Fault("template_tag_in_link", Place(file))
        elif _OPENERS.search(text) and part.startswith(_PROPERTIES):
            yield Fault("template_tag_in_properties", Place(file, cell="egenskaper"))
        elif _OPENERS.search(text):
            yield Fault("template_stray_tag", Place(file, cell=part))


def _in_notes(file: str, root: etree._Element, tag: str, word: str) -> Iterator[Fault]:
    for number, note in enumerate(root.iter(tag), start=1):
        text = "".join(map(str, note.itertext()))
        if _OPENERS.search(text):
            place = Place(file, cell=f"{word} {note.get(w('id'), number)}")
            yield Fault("template_tag_in_note", place, {"text": shortened(text)})


def _suspects(
    root: etree._Element, styles: Styles
) -> Iterator[tuple[str, etree._Element, Mapping[str, str]]]:
    for element in root.iter("*"):
        tag = element.tag
        if tag in _TRACKED:
            yield "template_tracked_change", element, {}
        elif tag in _STYLE_REFERENCES:
            id_ = element.get(names.VAL, "")
            if id_ not in styles.names_by_id:
                yield "template_style_unknown", element, {"style": id_}
        elif tag in (names.ROW, names.CELL):
            yield from _wrapped(element)
        for name, value in element.attrib.items():
            if _OPENERS.search(str(value)):
                code = _ATTRIBUTE_CODES.get(etree.QName(name).localname, "template_stray_tag")
                yield code, element, {"tag": shortened(str(value))}


_ATTRIBUTE_CODES: Final = {
    **dict.fromkeys(("descr", "title", "alt"), "template_tag_in_alt_text"),
    "instr": "template_tag_in_field_code",
}


def _wrapped(
    element: etree._Element,
) -> Iterator[tuple[str, etree._Element, Mapping[str, str]]]:
    """A row stands in its table and a cell in its row; a content control around it hides it."""
    parent = element.getparent()
    wanted = names.TABLE if element.tag == names.ROW else names.ROW
    if parent is not None and parent.tag != wanted:
        yield "template_control_around_row", element, {}


def _in_paragraph(
    paragraph: ParagraphText,
) -> Iterator[tuple[str, etree._Element, Mapping[str, str]]]:
    element = paragraph.element
    codes = "".join(
        code.text or ""
        for code in element.iter(*_FIELD_CODES)
        if next(code.iterancestors(names.P)) is element
    )
    if _OPENERS.search(codes):
        yield "template_tag_in_field_code", element, {"tag": shortened(codes)}
    for tag in paragraph.tags:
        origin, _ = paragraph.origins[tag.start]
        controls = [one for one in origin.iterancestors(_CONTROL) if not _is_building_block(one)]
        if controls:
            yield "template_tag_in_control", element, {"tag": tag.source}
        if next(origin.iterancestors(_BOX), None) is not None:
            yield "template_tag_in_box", element, {"tag": tag.source}


def _is_building_block(control: etree._Element) -> bool:
    """A page number from Word's gallery stands in a control that binds nothing."""
    return any(control.find(path) is not None for path in _BUILDING_BLOCKS)
