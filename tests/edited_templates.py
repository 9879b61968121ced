"""The built-in templates with a fault in them, planted in the XML as Word leaves it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from shk_xl.documents.templates.files import read_template
from shk_xl.documents.word import names
from shk_xl.documents.word.names import W, w
from shk_xl.documents.word.package import Entry, read_package, write_package
from shk_xl.documents.word.places import Places, text_of

NS = (
    f'xmlns:w="{W}" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
MAIN = "word/document.xml"


@dataclass
class Edited:
    """A template that is being edited: its parts, and the tree of its document."""

    parts: dict[str, bytes]
    root: etree._Element

    @classmethod
    def of(cls, template: str) -> Edited:
        package = read_package(read_template(template), template)
        return cls(dict(package.parts), etree.fromstring(package.parts[package.main]))

    @property
    def body(self) -> etree._Element:
        return next(self.root.iter(w("body")))

    @property
    def data(self) -> bytes:
        parts = {**self.parts, MAIN: etree.tostring(self.root, encoding="UTF-8")}
        return write_package({name: Entry.of(part) for name, part in parts.items()})

    def paragraph(self, text: str) -> etree._Element:
        """Find the first paragraph that holds a text."""
        return next(p for p in self.root.iter(names.P) if text in text_of(p))

    def where(self, text: str) -> str:
        """Say where that paragraph stands, before it is edited."""
        return Places(self.root).of(self.paragraph(text))[0]

    def row(self, text: str) -> etree._Element:
        return next(self.paragraph(text).iterancestors(names.ROW))

    def table(self, text: str) -> etree._Element:
        return next(self.paragraph(text).iterancestors(names.TABLE))

    def run(self, text: str) -> etree._Element:
        """Find the first run that holds a text."""
        return next(
            run
            for run in self.root.iter(names.R)
            if any(text in (t.text or "") for t in run.iter(names.T))
        )

    def replace(self, old: str, new: str) -> None:
        """Type something else in the first paragraph that holds a text."""
        text = next(t for t in self.root.iter(names.T) if old in (t.text or ""))
        text.text = (text.text or "").replace(old, new, 1)

    def split(self, text: str, *at: int) -> None:
        """Split a run at some characters, with proofing marks between, as Word does."""
        old = next(t for t in self.root.iter(names.T) if text in (t.text or ""))
        run = parent_of(old)
        whole = old.text or ""
        bounds = [0, *at, len(whole)]
        for number, (start, end) in enumerate(pairwise(bounds)):
            piece = etree.fromstring(etree.tostring(run))
            inner = next(piece.iter(names.T))
            inner.text = whole[start:end]
            inner.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
            piece.set(w("rsidR"), f"00A{number:05}")
            run.addprevious(
                xml(f'<w:proofErr w:type="{"spellStart" if number % 2 else "spellEnd"}"/>')
            )
            run.addprevious(piece)
        remove(run)

    def after(self, text: str, new: str) -> etree._Element:
        """Put XML after the paragraph that holds a text."""
        element = xml(new)
        self.paragraph(text).addnext(element)
        return element

    def wrap(self, element: etree._Element, before: str, after: str) -> None:
        """Put an element inside others."""
        parent = parent_of(element)
        at = parent.index(element)
        parent.remove(element)
        inner = etree.tostring(element, encoding="unicode")
        parent.insert(at, xml(f"{before}{inner}{after}"))

    def part(self, name: str, change: Callable[[str], str]) -> None:
        """Change the text of a part, and make sure that it was changed."""
        old = self.parts[name].decode()
        new = change(old)
        assert new != old, name
        self.parts[name] = new.encode()

    def substitute(self, name: str, pattern: str, new: str) -> None:
        self.part(name, lambda old: re.sub(pattern, new, old, count=1, flags=re.DOTALL))


def parent_of(element: etree._Element) -> etree._Element:
    parent = element.getparent()
    assert parent is not None
    return parent


def remove(element: etree._Element) -> None:
    """Take an element away."""
    parent_of(element).remove(element)


def child(element: etree._Element, *path: str) -> etree._Element:
    """Find what lies under an element, by the names on the way, and make sure that it is there."""
    found = element.find("/".join(map(w, path)))
    assert found is not None, path
    return found


def xml(text: str) -> etree._Element:
    """Read XML whose prefixes are the usual ones."""
    return etree.fromstring(f"<x {NS}>{text}</x>")[0]


def p(text: str, style: str = "", run: str = "") -> str:
    """Write a paragraph."""
    properties = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f'<w:p>{properties}<w:r>{run}<w:t xml:space="preserve">{text}</w:t></w:r></w:p>'
