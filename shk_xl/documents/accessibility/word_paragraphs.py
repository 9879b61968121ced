"""The rules of paragraphs: headings, lists, empty lines, capitals, and text on its ground."""

from __future__ import annotations

import re
from itertools import islice
from typing import Final

from lxml import etree

from shk_xl.documents.accessibility.colours import shading
from shk_xl.documents.accessibility.looks import Look, is_on, is_swedish, outline_level
from shk_xl.documents.accessibility.reading import Reading, too_faint
from shk_xl.documents.accessibility.word_tables import stand_in
from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.places import shortened

_PROPERTIES: Final = w("pPr")
_STYLE: Final = w("pStyle")
_TYPED_ITEM = re.compile(r"\s*(?:[-–—•·*▪◦‣○●■►✓]|\d{1,2}[.)]|[a-zåäö]\))\s+\S")
_WORD = re.compile(r"[^\W\d_]{2,}")
_SHOUTED_WORDS: Final = 4
_LONGEST_HEADING: Final = 100
_SENTENCE_ENDS: Final = (".", ":", ";", ",", "!", "?")
_NOT_EMPTY: Final = tuple(
    w(name)
    for name in (
        *("drawing", "pict", "object", "fldChar", "fldSimple", "sectPr", "sym", "ptab"),
        *("footnoteReference", "endnoteReference", "commentReference"),
    )
)
_MATHS: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"
_BREAK: Final = w("br")
_BOLD: Final = f"{w('rPr')}/{w('b')}"
_RUN_STYLE: Final = f"{w('rPr')}/{w('rStyle')}"
_BLOCKS: Final = (names.P, names.TABLE)
_NEAR: Final = 20
_OWN_COLOURS: Final = frozenset(w(name) for name in ("color", "shd", "highlight", "rStyle"))


def paragraph(element: etree._Element, reading: Reading) -> None:
    """Check a paragraph, and stand in it."""
    reading.paragraph = element
    if element in reading.passed_over:
        return
    around = element.getparent()
    reading.in_cell = around is not None and around.tag == names.CELL
    if around is not None and reading.in_cell and around is not reading.cell:
        stand_in(around, reading)
    properties = element.find(_PROPERTIES)
    id_ = _style_of(properties)
    look = reading.look = reading.looks.paragraph(id_)
    if id_ not in reading.used:
        reading.used.add(id_)
        _check_style(element, look, reading)
    text = "".join([part.text or "" for part in element.iter(names.T)])
    level = look.level if properties is None else _level(properties, look)
    _check_ground(element, properties, text, reading)
    if level:
        _heading(element, text, level, reading)
    elif text.strip():
        reading.heading = None
        _check_text(element, properties, text, reading)
    elif _has_content(element):
        reading.heading = None
    elif _is_spacing(element, reading):
        reading.tell("docx_empty_paragraph", element, before=_text_before(element))


def is_typed_item(text: str) -> bool:
    """Whether a paragraph begins as an item of a list that is typed and no list.

    >>> is_typed_item("- Kartlägga"), is_typed_item("2) Pröva"), is_typed_item("2024")
    (True, True, False)
    """
    return _TYPED_ITEM.match(text) is not None


def is_shouted(text: str) -> bool:
    """Whether a whole paragraph is typed in capitals; a few words may be a name.

    >>> is_shouted("DET HÄR ÄR VIKTIGT ATT LÄSA"), is_shouted("UVAS, SKR, MDU")
    (True, False)
    """
    return text.isupper() and len(_WORD.findall(text)) >= _SHOUTED_WORDS


def may_be_heading(text: str) -> bool:
    """Whether a line is short and no sentence, as a heading is.

    >>> may_be_heading("Nästa steg"), may_be_heading("Det blir nästa steg.")
    (True, False)
    """
    line = text.strip()
    return len(line) <= _LONGEST_HEADING and not line.endswith(_SENTENCE_ENDS)


def is_gap(element: etree._Element, reading: Reading) -> bool:
    """Whether a paragraph without text is a heading or spacing, and not what Word demands."""
    if _has_content(element):
        return False
    look = reading.looks.paragraph(_style_of(element.find(_PROPERTIES)))
    return bool(look.level) or _is_spacing(element, reading)


def _style_of(properties: etree._Element | None) -> str:
    style = None if properties is None else properties.find(_STYLE)
    return "" if style is None else style.get(names.VAL, "")


def _check_style(element: etree._Element, look: Look, reading: Reading) -> None:
    own = look.language != reading.looks.default_language
    if own and look.language and not is_swedish(look.language):
        reading.tell("docx_language_run", element, language=look.language)
    if look.framed:
        reading.tell("docx_text_box", element)


def _level(properties: etree._Element, look: Look) -> int:
    outline = properties.find(w("outlineLvl"))
    return look.level if outline is None else outline_level(outline)


def _heading(element: etree._Element, text: str, level: int, reading: Reading) -> None:
    if not text.strip() and not _has_content(element):
        reading.tell("docx_heading_empty", element, level=level, before=_text_before(element))
        return
    if reading.heading is not None and level <= reading.level:
        reading.tell("docx_heading_alone", reading.heading)
    if level > reading.level + 1:
        reading.tell("docx_heading_order", element, level=level, before=reading.level)
    reading.heading, reading.level = element, level
    if is_shouted(text):
        reading.tell("docx_capitals", element)


def _check_text(
    element: etree._Element, properties: etree._Element | None, text: str, reading: Reading
) -> None:
    listed = reading.look.listed
    if properties is not None and (numbering := properties.find(w("numPr"))) is not None:
        number = numbering.find(w("numId"))
        listed = number is None or number.get(names.VAL, "") != "0"
    if not listed and is_typed_item(text):
        reading.tell("docx_typed_list", element)
    if is_shouted(text):
        reading.tell("docx_capitals", element)
    # In a table, bold marks a total or a label, and no heading is meant.
    plain = not listed and not reading.look.titles and not reading.in_cell
    if plain and may_be_heading(text) and _all_bold(element, reading):
        reading.tell("docx_bold_heading", element)


def _all_bold(element: etree._Element, reading: Reading) -> bool:
    for run in element.iter(names.R):
        if any((text.text or "").strip() for text in run.iter(names.T)):
            bold, style = run.find(_BOLD), run.find(_RUN_STYLE)
            if bold is not None:
                strong = is_on(bold)
            else:
                named = "" if style is None else style.get(names.VAL, "")
                strong = reading.look.bold or reading.looks.character(named).bold
            if not strong:
                return False
    return True


def _has_content(element: etree._Element) -> bool:
    """A picture, a field, a page break or the end of a section is no empty line."""
    for found in element.iter(*_NOT_EMPTY, _MATHS, _BREAK):
        if found.tag != _BREAK or found.get(w("type"), "") in ("page", "column"):
            return True
    return False


def _is_spacing(element: etree._Element, reading: Reading) -> bool:
    """An empty paragraph that Word itself demands is none: alone, or after a table."""
    before = _neighbour(element, reading, preceding=True)
    after = _neighbour(element, reading, preceding=False)
    if before is None:
        return after is not None
    demanded = before.tag == names.TABLE and (after is None or after.tag == names.TABLE)
    return not demanded


def _neighbour(
    element: etree._Element, reading: Reading, *, preceding: bool
) -> etree._Element | None:
    """Give the next paragraph or table that stays when a template is filled."""
    blocks = element.itersiblings(*_BLOCKS, preceding=preceding)
    return next((block for block in blocks if block not in reading.passed_over), None)


def _text_before(element: etree._Element) -> str:
    """Give the text before an empty paragraph, which has none to be found by."""
    for before in islice(element.itersiblings(preceding=True), _NEAR):
        text = "".join([part.text or "" for part in before.iter(names.T)]).strip()
        if text:
            return shortened(text)
    return ""


def _check_ground(
    element: etree._Element, properties: etree._Element | None, text: str, reading: Reading
) -> None:
    """Compare the paragraph's text with what is behind it, where the style alone decides."""
    look = reading.look
    behind, table_colour = look.fill, None
    if reading.in_cell:
        behind, table_colour = behind or reading.cell_fill, reading.cell_colour
    if properties is not None and (shaded := properties.find(w("shd"))) is not None:
        behind = shading(shaded, reading.looks.theme) or behind
    reading.fill, reading.colour = behind, look.colour or table_colour or reading.looks.ink
    ground = look.marked or behind
    if (
        text.strip()
        and too_faint(reading.colour, ground)
        and any(map(_is_plain, element.iter(names.R)))
    ):
        reading.tell_contrast(element, reading.colour, ground)


def _is_plain(run: etree._Element) -> bool:
    """Whether a run of text has no colours of its own."""
    properties = run.find(w("rPr"))
    if properties is not None and any(child.tag in _OWN_COLOURS for child in properties):
        return False
    return any((text.text or "").strip() for text in run.iter(names.T))
