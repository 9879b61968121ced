"""Documents as a colleague would give them back: made by the program, then edited in Word."""

from __future__ import annotations

import copy
import io
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from docx import Document
from docx.text.paragraph import Paragraph

from shk_xl.documents.back.edited import Edited, is_ours, read_edited
from shk_xl.documents.kinds import Layout
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.documents.word.package import Entry, read_package, write_package
from shk_xl.workbook.example import example_2024

if TYPE_CHECKING:
    from docx.document import Document as WordDocument
    from docx.oxml.xmlchemy import BaseOxmlElement

    from shk_xl.domain.portfolio import Portfolio

TODAY = date(2024, 1, 15)
SOURCE = SourceStamp("portfolj.xlsx", "0" * 64)
NAME = "UVAS.docx"


def made(portfolio: Portfolio, code: str, folder: Path, layout: Layout = Layout.HEADINGS) -> bytes:
    """Make the decision basis of one initiative."""
    produced = produce_documents(
        portfolio, folder, source=SOURCE, today=TODAY, initiatives=[code], layout=layout
    )
    return produced[0].path.read_bytes()


@cache
def example() -> Portfolio:
    """Give the portfolio that the documents tell of."""
    return example_2024()


def edited(data: bytes, change: Callable[[WordDocument], object]) -> bytes:
    """Open a document, change it, and save it."""
    document = Document(io.BytesIO(data))
    change(document)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


def read(data: bytes, templates: Path | None = None) -> Edited:
    """Read a document that came back, as if somebody had saved it with another look."""
    package = read_package(data, NAME)
    stamp = is_ours(package)
    assert stamp is not None
    return read_edited(package, NAME, replace(stamp, content_sha256=""), None, templates)


def changes(data: bytes, templates: Path | None = None) -> dict[tuple[str, ...], str]:
    """Give what a document brings back: the text by the key and the column of its cell."""
    return {(*one.cell.key, one.cell.title): one.after for one in read(data, templates).edits}


def told(data: bytes, templates: Path | None = None) -> list[str]:
    """Give the codes of what is told."""
    return [fault.code for fault in read(data, templates).told]


def starting(document: WordDocument, text: str) -> Paragraph:
    """Find a paragraph by how it begins."""
    return next(one for one in document.paragraphs if one.text.startswith(text))


def under(document: WordDocument, heading: str, number: int = 1) -> Paragraph:
    """Find a paragraph by the heading that it stands under."""
    paragraphs = document.paragraphs
    place = next(n for n, one in enumerate(paragraphs) if one.text.startswith(heading))
    return paragraphs[place + number]


def say(paragraph: Paragraph, text: str) -> None:
    """Type over a paragraph."""
    for run in paragraph.runs[1:]:
        _drop(run._r)
    paragraph.runs[0].text = text


def add_after(paragraph: Paragraph, text: str, style: str = "") -> Paragraph:
    """Press Enter at the end of a paragraph, and type."""
    new = copy.deepcopy(paragraph._p)
    paragraph._p.addnext(new)
    added = Paragraph(new, paragraph._parent)
    say(added, text)
    if style:
        added.style = style
    return added


def remove(paragraph: Paragraph) -> None:
    """Take a paragraph away."""
    _drop(paragraph._p)


def _drop(element: BaseOxmlElement) -> None:
    parent = element.getparent()
    assert parent is not None
    parent.remove(element)


def move_before(paragraph: Paragraph, target: Paragraph) -> None:
    """Drag a paragraph to another place."""
    target._p.addprevious(paragraph._p)


def with_xml(data: bytes, change: Callable[[str], str]) -> bytes:
    """Change the XML of the document's part as a program would have."""
    parts = dict(read_package(data, "x").parts)
    before = parts["word/document.xml"].decode()
    after = change(before)
    assert after != before
    parts["word/document.xml"] = after.encode()
    return write_package({name: Entry.of(part) for name, part in parts.items()})


def without_base(data: bytes) -> bytes:
    """Let the Document Inspector take away the custom XML, and leave the properties."""
    parts = {
        name: part
        for name, part in read_package(data, "x").parts.items()
        if not name.startswith("customXml/")
    }
    return write_package({name: Entry.of(part) for name, part in parts.items()})


def saved_by_libreoffice(data: bytes, folder: Path, soffice: str) -> bytes:
    """Open and save a document in LibreOffice."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "in.docx").write_bytes(data)
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "docx:MS Word 2007 XML"]
    out = ["--outdir", str(folder / "out"), str(folder / "in.docx")]
    subprocess.run([soffice, profile, *convert, *out], check=True, capture_output=True, timeout=120)
    return (folder / "out" / "in.docx").read_bytes()
