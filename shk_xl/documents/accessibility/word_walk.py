"""One walk through a part of a Word document, which finds what hinders a reader.

Rules: each element that a rule is about is met once, in reading order; nothing else is
looked at. What is found is kept as it stands, and its place is worked out only for what was
found, so that a document without faults costs little. Where a template is checked, the
paragraphs and rows that vanish when it is filled are passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Final

from lxml import etree

from shk_xl.documents.accessibility import word_marks, word_paragraphs, word_tables
from shk_xl.documents.accessibility.looks import Looks
from shk_xl.documents.accessibility.reading import Reading
from shk_xl.documents.word import names
from shk_xl.documents.word.names import MC, WP, w
from shk_xl.documents.word.places import Places
from shk_xl.domain.faults import Fault, Place

_V: Final = "{urn:schemas-microsoft-com:vml}"

_HANDLERS: Final[Mapping[str, Callable[[etree._Element, Reading], None]]] = {
    names.P: word_paragraphs.paragraph,
    names.TABLE: word_tables.table,
    names.CELL: word_tables.cell,
    w("color"): word_marks.direct_look,
    w("shd"): word_marks.direct_look,
    w("highlight"): word_marks.direct_look,
    w("rStyle"): word_marks.direct_look,
    w("lang"): word_marks.language,
    w("effect"): word_marks.moving,
    w("hyperlink"): word_marks.link,
    w("framePr"): word_marks.frame,
    w("txbxContent"): word_marks.text_box,
    f"{{{WP}}}docPr": word_marks.drawing,
    f"{{{WP}}}anchor": word_marks.anchored,
    f"{_V}imagedata": word_marks.old_picture,
}
_TAGS: Final = tuple(_HANDLERS)
_FALLBACK: Final = f"{{{MC}}}Fallback"


def check_part(
    root: etree._Element,
    looks: Looks,
    part: str = "",
    *,
    passed_over: Collection[etree._Element] = (),
) -> list[Fault]:
    """Check the document, a header or a footer.

    Args:
        root: Its root.
        looks: The looks of the document's styles.
        part: The part, in words ("sidhuvud"); empty for the document itself.
        passed_over: Paragraphs, rows and cells of a template that vanish when it is filled.

    Returns:
        The breaches of ``rules.WORD_RULES``, in order, each at its paragraph or table.
    """
    reading = Reading(looks, frozenset(passed_over))
    for element in root.iter(*_TAGS):
        _HANDLERS[element.tag](element, reading)
    reading.end()
    if not reading.found:
        return []
    places = Places(root, part)
    told: dict[tuple[str, str], Fault] = {}
    for code, element, values in reading.found:
        if next(element.iterancestors(_FALLBACK), None) is None:
            place, text = places.of(element)
            fault = Fault(code, Place(cell=place), {"text": text, **values})
            told.setdefault((code, place), fault)
    return list(told.values())
