"""A compiled Word template, and the documents that come out of it.

A template is compiled once (``template_compile.py``) and filled for each document: its own
parts are rendered and parsed strictly, pictures get parts and alternative texts, and the
package copies what does not change.

Rules: text that a user typed is a value, never template; it is written once and not read
again. A template that passed the check gives a well-formed document for any values.
"""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from jinja2 import Template as JinjaTemplate
from lxml import etree

from shk_xl.documents.accessibility.filled import FilledCheck
from shk_xl.documents.back.base_part import BASE_PART, base_part
from shk_xl.documents.fields import Row
from shk_xl.documents.stamp import Stamp, core_properties, stamp_part
from shk_xl.documents.word.content_hash import content_hash, what_it_says
from shk_xl.documents.word.package import (
    CORE_PART,
    CUSTOM_PART,
    Entry,
    with_pictures,
    write_package,
)
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.styles import Styles
from shk_xl.documents.word.table_grid import mend_tables
from shk_xl.documents.word.wordml import outlines_of
from shk_xl.domain.faults import Fault, Place, refuse
from shk_xl.ooxml.package import relationships_part

_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_FIRST_DRAWING: Final = 1001
_QUICK: Final = 3
"""How hard a document's own parts are compressed; those of its template are harder, once."""


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture with its place in the package."""

    picture: Picture
    relationship: str
    number: int


@dataclass(frozen=True, slots=True)
class Rendered:
    """A filled template, before its properties are written.

    Args:
        parts: The parts that this document has for itself.
        content_sha256: What it says.
        rendering_sha256: The parts, and the template that the rest comes from.
        findings: What hinders some readers (``accessibility``).
    """

    parts: Mapping[str, bytes]
    content_sha256: str
    rendering_sha256: str
    findings: tuple[Fault, ...] = ()


@dataclass(frozen=True)
class Template:
    """A compiled template.

    Args:
        name: Its file name.
        sha256: The hash of its bytes.
        main: The name of the document's part.
        main_relationships: That part's relationships.
        sources: The compiled parts, the document's own first.
        fixed: The parts that are the same in every document, compressed.
        styles: Its styles.
        reading: How its documents are checked for all readers.
    """

    name: str
    sha256: str
    main: str
    main_relationships: bytes
    sources: Mapping[str, JinjaTemplate]
    fixed: Mapping[str, Entry]
    styles: Styles
    reading: FilledCheck

    def render(self, values: Row) -> Rendered:
        """Fill in the fields.

        Args:
            values: The value of every declared field of this kind of document.

        Returns:
            The parts, and the hashes that the stamp needs.

        Raises:
            Refused: The template's own mark-up breaks the document.
        """
        pictures = list(_placed(values))
        context = {**values, **dict(pictures)}
        parts: dict[str, bytes] = {}
        roots: list[etree._Element] = []
        for name, source in self.sources.items():
            data, root = self._filled(source, context)
            parts[name] = data
            roots.append(root)
        parts |= self._picture_parts([placed for _, placed in pictures])
        digest = hashlib.sha256(self.sha256.encode())
        for name in sorted(parts):
            digest.update(name.encode())
            digest.update(hashlib.sha256(parts[name]).digest())
        said = [what_it_says(root, self.styles) for root in roots]
        findings = self.reading.findings(zip(self.sources, roots, said, strict=True))
        hashed = content_hash(said[0], said[1:])
        return Rendered(parts, hashed, digest.hexdigest(), tuple(findings))

    def package(
        self,
        rendered: Rendered,
        title: str,
        subject: str,
        stamp: Stamp,
        values: Row | None = None,
    ) -> bytes:
        """Write the finished document.

        Args:
            rendered: What ``render`` gave.
            title: The document's title.
            subject: What it belongs to.
            stamp: Where it comes from.
            values: What ``render`` was given, for the way back; None for a document that is
                not read back.

        Returns:
            The file; the same for the same input.
        """
        own = {
            **rendered.parts,
            CORE_PART: core_properties(title, subject, date.fromisoformat(stamp.date)),
            CUSTOM_PART: stamp_part(stamp),
            BASE_PART: base_part(values),
        }
        entries = {name: Entry.of(data, _QUICK) for name, data in own.items()}
        return write_package({**self.fixed, **entries})

    def _filled(
        self, source: JinjaTemplate, context: Mapping[str, object]
    ) -> tuple[bytes, etree._Element]:
        text = _DECLARATION + source.render(context)
        data = text.encode()
        try:
            root = etree.fromstring(data)
        except etree.XMLSyntaxError as error:
            raise refuse("template_structure", Place(self.name)) from error
        return (etree.tostring(root, encoding="UTF-8"), root) if mend_tables(root) else (data, root)

    @cached_property
    def _unpictured(self) -> bytes:
        return with_pictures(self.main_relationships, ())

    def _picture_parts(self, pictures: list[PlacedPicture]) -> dict[str, bytes]:
        folder = posixpath.dirname(self.main)
        files = {id_: file for placed in pictures for id_, file in _files(placed)}
        media = {posixpath.join(folder, target): data for target, data in files.values()}
        targets = [(id_, target) for id_, (target, _) in files.items()]
        related = with_pictures(self.main_relationships, targets) if files else self._unpictured
        return {**media, relationships_part(self.main): related}


def _files(placed: PlacedPicture) -> Iterator[tuple[str, tuple[str, bytes]]]:
    """Give the relationships of a picture, each with its target and the part's bytes."""
    name = f"media/shk_{placed.number}"
    yield placed.relationship, (f"{name}.png", placed.picture.png)
    if placed.picture.svg:
        yield outlines_of(placed.relationship), (f"{name}.svg", placed.picture.svg)


def _placed(values: Row) -> Iterator[tuple[str, PlacedPicture]]:
    pictures = [(name, value) for name, value in values.items() if isinstance(value, Picture)]
    for number, (name, value) in enumerate(pictures, start=_FIRST_DRAWING):
        yield name, PlacedPicture(value, f"rIdBild{number}", number)
