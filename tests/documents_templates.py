"""Small Word templates for tests: a clean package with any body, and what came out of it."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from docx import Document
from lxml import etree

from shk_xl.documents import fields
from shk_xl.documents.stamp import Stamp
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.templates.files import read_template
from shk_xl.documents.word.names import W
from shk_xl.documents.word.package import Entry, read_package, write_package

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from shk_xl.documents.fields import Row

FIELDS = (
    fields.text("namn", ""),
    fields.text("effektmål", ""),
    fields.blocks("syfte", ""),
    fields.picture("bild", ""),
    fields.rows(
        "rader",
        "",
        fields.text("källa", ""),
        fields.blocks("not", ""),
        fields.rows("celler", "", fields.text("röst", "")),
    ),
)


_TAG = re.compile(r"\{[{%#][^{}]*[}%#]\}")


@cache
def clean_parts() -> Mapping[str, bytes]:
    """The parts of a built-in template, without headers' and footers' fields."""
    package = read_package(read_template("foruminitiativ.docx"), "foruminitiativ.docx")
    parts = dict(package.parts)
    for name in package.text_parts[1:]:
        root = etree.fromstring(parts[name])
        for text in root.iter(f"{{{W}}}t"):
            text.text = _TAG.sub("x", text.text or "")
        parts[name] = etree.tostring(root)
    return parts


@cache
def section() -> str:
    """The page of a built-in template, which refers to its headers and footers."""
    root = etree.fromstring(clean_parts()["word/document.xml"])
    return etree.tostring(list(root.iter(f"{{{W}}}sectPr"))[-1], encoding="unicode")


def template_bytes(body: str, **parts: bytes) -> bytes:
    """Make a template from the XML of its body, and other contents of parts by short name."""
    document = (
        f'<w:document xmlns:w="{W}" '
        'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
        'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing">'
        f"<w:body>{body}{section()}</w:body></w:document>"
    )
    changed = {f"word/{name}.xml": data for name, data in parts.items()}
    whole = {**clean_parts(), "word/document.xml": document.encode(), **changed}
    return write_package({name: Entry.of(data) for name, data in whole.items()})


def p(*runs: str, style: str = "") -> str:
    """Write a paragraph, each text a run of its own."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    texts = "".join(
        f'<w:r><w:t xml:space="preserve">{text.replace("<", "&lt;")}</w:t></w:r>' for text in runs
    )
    return f"<w:p>{properties}{texts}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """Write a table; a cell is a paragraph of text, or finished XML."""
    grid = "".join('<w:gridCol w:w="3000"/>' for _ in rows[0])
    written = "".join(
        "<w:tr>"
        + "".join(f"<w:tc>{cell if cell.startswith('<w:p') else p(cell)}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid>{grid}</w:tblGrid>{written}</w:tbl>"


def stamp(**values: str) -> Stamp:
    """Give a stamp with a few values that matter."""
    whole = {
        name: name
        for name in (
            *("kind", "row", "workbook", "workbook_sha256", "template", "template_sha256"),
            *("content_sha256", "rendering_sha256"),
        )
    }
    return Stamp(**{**whole, "date": "2024-01-15", **values})


@dataclass(frozen=True)
class Filled:
    """A filled template: its bytes and what python-docx makes of it."""

    data: bytes

    @property
    def document(self) -> WordDocument:
        return Document(io.BytesIO(self.data))

    @property
    def texts(self) -> list[str]:
        return [paragraph.text for paragraph in self.document.paragraphs]

    @property
    def xml(self) -> str:
        return read_package(self.data, "filled").parts["word/document.xml"].decode()


def fill(body: str, **values: object) -> Filled:
    """Fill a template of one body with values; fields that are not given are empty."""
    from shk_xl.documents.word.picture import Picture  # noqa: PLC0415
    from shk_xl.documents.word.wordml import Blocks  # noqa: PLC0415

    empty: Row = {
        "namn": "",
        "effektmål": "",
        "syfte": Blocks(()),
        "bild": Picture(PIXEL, 4.0, ""),
        "rader": [],
    }
    template = load_template(template_bytes(body), "mall.docx", FIELDS)
    rendered = template.render({**empty, **values})  # type: ignore[dict-item]
    filled = stamp(content_sha256=rendered.content_sha256)
    return Filled(template.package(rendered, "Titel & mer", "Ämne", filled))


PIXEL = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000002000000010802000000"
    "7b40e8dd0000000d49444154789c63f8ffff3f0005fe02fea735c8480000000049454e44ae426082"
)
"""A picture, two pixels wide and one high."""
