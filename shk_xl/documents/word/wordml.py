r"""Text as WordprocessingML: escaped, in the template's own styles, as real Word lists.

Rules: every character that a user typed stands in the document as typed. XML has no place
for control characters, so each is shown by its control picture (``\x07`` as ``␇``). Lists
get their bullets from the template's list styles, never from a typed mark. Styles are
given by id, and ids are found by name (``styles.py``), since Word translates them.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final

from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.text_model import (
    LINE_ENDS,
    Bullet,
    Paragraph,
    PartHeading,
    Run,
    Runs,
    TextBlock,
    parse,
)

EMU_PER_CM: Final = 360_000

_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_SPECIAL = re.compile(r'[&<>"\n\t]')
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}
_T = '<w:t xml:space="preserve">'
_LINE_BREAK = f"</w:t><w:br/>{_T}"
_TAB = f"</w:t><w:tab/>{_T}"
_ITALIC = "<w:rPr><w:i/><w:iCs/></w:rPr>"
_BOLD = "<w:rPr><w:b/><w:bCs/></w:rPr>"
_SVG_EXTENSION = "{96DAC541-7B7A-43D3-8B79-37D633B846F1}"
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"


@dataclass(frozen=True, slots=True)
class BlockStyles:
    """The ids of the styles that blocks get, as the template has them.

    Args:
        bullet: For a bullet on level 1.
        bullet_2: For a bullet on level 2.
        text: For plain paragraphs; empty for the document's default.
        part: For a part's heading; empty where no heading can stand, as in a table.
    """

    bullet: str
    bullet_2: str
    text: str = ""
    part: str = ""


def visible(text: str) -> str:
    r"""Replace what XML cannot hold by something that a person can see.

    >>> visible("a\x07b\ufffe")
    'a␇b�'
    """
    return text if text.isprintable() else _ILLEGAL.sub(_picture_of_control, text)


def escaped(text: str) -> str:
    """Escape text for the inside of an element.

    >>> escaped("<w:p/> & ]]>")
    '&lt;w:p/&gt; &amp; ]]&gt;'
    """
    shown = visible(text).replace("&", "&amp;")
    return shown.replace("<", "&lt;").replace(">", "&gt;")


def escaped_attribute(text: str) -> str:
    """Escape text for an attribute in double quotes."""
    if _is_plain(text) and '"' not in text:
        return text
    one_kind = text.replace("\r\n", "\n").replace("\r", "\n")
    return _SPECIAL.sub(_entity, visible(one_kind))


def inline(text: str) -> str:
    """Give text for the inside of a ``w:t``; a line break stays one, so does a tab."""
    if _is_plain(text):
        return text
    lines = LINE_ENDS.split(text)
    return _LINE_BREAK.join(escaped(line).replace("\t", _TAB) for line in lines)


def blocks(content: tuple[TextBlock, ...], styles: BlockStyles) -> str:
    """Give blocks as ``w:p`` elements.

    A list's lead-in stays on the page of its first bullet, and no last bullet stands alone.
    """
    written = [_WRITERS[type(block)](block, styles) for block in content]
    if styles.part:  # in a table, whole rows would be kept together
        for number in _kept(content):
            written[number] = written[number].replace("</w:pPr>", "<w:keepNext/></w:pPr>", 1)
    return "".join(written)


def paragraph(style: str, runs: str) -> str:
    """Give a ``w:p`` from a style id (empty for the default) and finished runs."""
    properties = f'<w:pPr><w:pStyle w:val="{escaped_attribute(style)}"/></w:pPr>' if style else ""
    return f"<w:p>{properties}{runs}</w:p>"


def run(text: str, properties: str = "") -> str:
    """Give a ``w:r`` from text and finished properties."""
    return f"<w:r>{properties}{_T}{inline(text)}</w:t></w:r>"


def drawing(picture: Picture, relationship: str, number: int) -> str:
    """Give a picture in the line of text, with its alternative text.

    Args:
        picture: The picture.
        relationship: The id of the relationship to its PNG; its SVG has ``outlines_of`` that.
        number: A number that no other drawing of the document has.
    """
    width, height = png_size(picture.png)
    cx = round(picture.width_cm * EMU_PER_CM)
    cy = round(cx * height / width)
    outlines = _outlines(outlines_of(relationship)) if picture.svg else ""
    named = f'id="{number}" name="Bild {number}" descr="{escaped_attribute(picture.alt)}"'
    return (
        "<w:r><w:drawing>"
        '<wp:inline xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/'
        'wordprocessingDrawing" distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{cx}" cy="{cy}"/><wp:docPr {named}/>'
        '<a:graphic xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        '<a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        '<pic:pic xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture">'
        f"<pic:nvPicPr><pic:cNvPr {named}/><pic:cNvPicPr/></pic:nvPicPr>"
        '<pic:blipFill><a:blip xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'relationships" r:embed="{relationship}">{outlines}</a:blip>'
        "<a:stretch><a:fillRect/></a:stretch>"
        '</pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/>'
        f'<a:ext cx="{cx}" cy="{cy}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def outlines_of(relationship: str) -> str:
    """Give the id of the relationship to a picture's SVG, from that to its PNG."""
    return f"{relationship}Svg"


def _outlines(relationship: str) -> str:
    """Refer to the SVG, which Word shows in place of the PNG since 2016."""
    return (
        f'<a:extLst><a:ext uri="{_SVG_EXTENSION}"><asvg:svgBlip '
        'xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main" '
        f'r:embed="{relationship}"/></a:ext></a:extLst>'
    )


def png_size(png: bytes) -> tuple[int, int]:
    """Read width and height, in pixels, from the header of a PNG.

    Raises:
        ValueError: The bytes are no PNG.
    """
    if not png.startswith(_PNG_SIGNATURE):
        raise ValueError("not a PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


@dataclass(frozen=True, slots=True)
class Blocks:
    """The value of a block field: what a template's ``{{p fält}}`` is replaced by.

    Args:
        content: The blocks.
        source: The text that they were read from; empty where there was none.
    """

    content: tuple[TextBlock, ...]
    source: str = field(default="", compare=False, repr=False)

    @classmethod
    def of(cls, text: str) -> Blocks:
        """Read typed text as the value of a block field."""
        return cls(parse(text), text)

    def __bool__(self) -> bool:
        return bool(self.content)


def _is_plain(text: str) -> bool:
    """Whether text is itself in XML, as most is: what prints has no line end, tab or control."""
    return text.isprintable() and not ("&" in text or "<" in text or ">" in text)


def _picture_of_control(match: re.Match[str]) -> str:
    code = ord(match[0])
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"  # noqa: PLR2004 - the C0 controls


def _entity(match: re.Match[str]) -> str:
    return _ENTITIES[match[0]]


def _kept(content: tuple[TextBlock, ...]) -> Iterator[int]:
    """Find the blocks that stay on the page of the next one."""
    bullets = [isinstance(block, Bullet) for block in (*content, None)]
    for number, (one, following) in enumerate(pairwise(bullets[:-1])):
        if following and not (one and bullets[number + 2]):
            yield number


def _runs(runs: Runs) -> str:
    return "".join([run(piece.text, _ITALIC if piece.italic else "") for piece in runs])


def _write_paragraph(block: TextBlock, styles: BlockStyles) -> str:
    return paragraph(styles.text, _runs(block.runs))


def _write_bullet(block: TextBlock, styles: BlockStyles) -> str:
    second = isinstance(block, Bullet) and block.level > 1
    return paragraph(styles.bullet_2 if second else styles.bullet, _runs(block.runs))


def _write_part(block: TextBlock, styles: BlockStyles) -> str:
    """Alone on its line a part is a heading; otherwise it leads its paragraph, in bold."""
    label = f"Del {block.number}:" if isinstance(block, PartHeading) else ""
    if not block.runs and styles.part:
        return paragraph(styles.part, run(label))
    text = _runs((Run(" "), *block.runs)) if block.runs else ""
    return paragraph(styles.text, run(label, _BOLD) + text)


_WRITERS: dict[type, Callable[[TextBlock, BlockStyles], str]] = {
    Paragraph: _write_paragraph,
    Bullet: _write_bullet,
    PartHeading: _write_part,
}
