"""The rules of what stands inside paragraphs: colours of a run, language, links, pictures.

Source: ECMA-376-1 17.3.2 (run properties) and 20.4 (drawings); the mark of a decorative
picture is Word's extension of 2019, ``adec:decorative``.
"""

from __future__ import annotations

import re
from typing import Final

from lxml import etree

from shk_xl.documents.accessibility.colours import highlight, shading, text_colour
from shk_xl.documents.accessibility.looks import is_swedish
from shk_xl.documents.accessibility.reading import Reading, too_faint
from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.places import shortened

_RUN_PROPERTIES: Final = w("rPr")
_BOX: Final = w("txbxContent")
_DECORATIVE: Final = "{http://schemas.microsoft.com/office/drawing/2017/decorative}decorative"
_SAYS_NOTHING: Final = frozenset(
    {"här", "klicka här", "länk", "länken", "denna länk", "läs mer", "mer", "mer information"}
    | {"se här", "se mer", "webbplats", "webbsida", "here", "click here", "read more", "link"}
)
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_FLOATS: Final = "position:absolute"


def direct_look(element: etree._Element, reading: Reading) -> None:
    """Compare a run with colours of its own, or of a character style, with its ground."""
    properties = element.getparent()
    run = None if properties is None else properties.getparent()
    if properties is None or run is None or properties.tag != _RUN_PROPERTIES or run.tag != names.R:
        return
    if properties in reading.checked or not _says(run):
        return
    reading.checked.add(properties)
    style = properties.find(w("rStyle"))
    look = reading.looks.character("" if style is None else style.get(names.VAL, ""))
    if look.language and not is_swedish(look.language):
        reading.tell("docx_language_run", run, language=look.language)
    theme = reading.looks.theme
    own = properties.find(w("color"))
    colour = look.colour or reading.colour if own is None else text_colour(own, theme)
    marked = highlight(properties.find(w("highlight"))) or shading(properties.find(w("shd")), theme)
    ground = marked or look.marked or reading.look.marked or reading.fill
    if too_faint(colour, ground):
        reading.tell_contrast(run, colour, ground)


def language(element: etree._Element, reading: Reading) -> None:
    """A run that is marked with another language is read out with its sounds."""
    properties = element.getparent()
    run = None if properties is None else properties.getparent()
    said = element.get(names.VAL, "")
    if run is not None and run.tag == names.R and said and not is_swedish(said) and _says(run):
        reading.tell("docx_language_run", run, language=said)


def moving(element: etree._Element, reading: Reading) -> None:
    """Text that blinks or sparkles."""
    if element.get(names.VAL, "none") != "none":
        reading.tell("docx_moving_text", element)


def link(element: etree._Element, reading: Reading) -> None:
    """A link is heard alone, in a list of links: its words say where it leads."""
    text = "".join([part.text or "" for part in element.iter(names.T)])
    words = text.strip().casefold().rstrip(".!:»> ")
    pictured = any(True for _ in element.iter(w("drawing"), w("pict")))
    if (not words and not pictured) or words in _SAYS_NOTHING or _ADDRESS.fullmatch(words):
        reading.tell("docx_link_words", element, link=shortened(text))


def frame(element: etree._Element, reading: Reading) -> None:
    """A paragraph in a frame stands beside the text, and is read where it is anchored."""
    properties = element.getparent()
    if properties is not None and properties.getparent() is reading.paragraph:
        reading.tell("docx_text_box", element)


def text_box(element: etree._Element, reading: Reading) -> None:
    """Text in a box is read where it is anchored, or not at all."""
    reading.tell("docx_text_box", element)


def drawing(element: etree._Element, reading: Reading) -> None:
    """A picture says in words what it shows, or that it is decoration."""
    parent = element.getparent()
    boxed = parent is not None and any(True for _ in parent.iter(_BOX))
    if not boxed and not element.get("descr", "").strip() and not _is_decorative(element):
        reading.tell("docx_alt_text", element, name=element.get("name", ""))


def anchored(element: etree._Element, reading: Reading) -> None:
    """A picture that floats is read where it is anchored, which no one sees."""
    name = element.find(f"{{{names.WP}}}docPr")
    decoration = name is not None and _is_decorative(name)
    if not decoration and next(element.iter(_BOX), None) is None:
        reading.tell("docx_floating", element, name="" if name is None else name.get("name", ""))


def old_picture(element: etree._Element, reading: Reading) -> None:
    """A picture in the older form, VML."""
    shape = element.getparent()
    if shape is None:
        return
    if not shape.get("alt", "").strip():
        reading.tell("docx_alt_text", element, name=shape.get("id", ""))
    if _FLOATS in shape.get("style", "").replace(" ", ""):
        reading.tell("docx_floating", element, name=shape.get("id", ""))


def _says(run: etree._Element) -> bool:
    return any((text.text or "").strip() for text in run.iter(names.T))


def _is_decorative(name: etree._Element) -> bool:
    return any(mark.get("val", "") in ("1", "true") for mark in name.iter(_DECORATIVE))
