"""A Word document as parts: read from a package, and written so that nothing varies.

Rules: the same parts give the same bytes (fixed date in the archive, names in order, one
way to compress). A part that is the same in every document is compressed once, as an
``Entry``, and copied as it is. This module knows packages, not what stands in them.

Source: ECMA-376 part 2 (Open Packaging Conventions); PKWARE APPNOTE 6.3 for the archive.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from shk_xl.documents.word.names import CONTENT_TYPES, OFFICE, RELATIONSHIPS, w
from shk_xl.domain.faults import Place, refuse
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import Package

CORE_PART: Final = "docProps/core.xml"
CUSTOM_PART: Final = "docProps/custom.xml"
IMAGE_TYPE: Final = f"{OFFICE}/image"
CUSTOM_TYPE: Final = f"{OFFICE}/custom-properties"
CORE_TYPE: Final = f"{RELATIONSHIPS}/metadata/core-properties"
_CONTENT_TYPE_OF: Final = {
    CORE_PART: "application/vnd.openxmlformats-package.core-properties+xml",
    CUSTOM_PART: "application/vnd.openxmlformats-officedocument.custom-properties+xml",
}
_PICTURE_TYPES: Final = {"png": "image/png", "svg": "image/svg+xml"}
_DATE: Final = (0, 1 << 5 | 1)
"""Midnight of 1 January 1980, the first that an archive can hold, as DOS time and date."""
_LOCAL: Final = struct.Struct("<4s5H3L2H")
_CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_VERSION: Final = 20
_DEFLATED: Final = 8
_DOCUMENT: Final = w("document")
_XML: Final = (".xml", ".rels")
_UTF8: Final = 1 << 11


@dataclass(frozen=True, slots=True)
class Entry:
    """A part, compressed: the bytes as they stand in the archive, checksum and true size."""

    compressed: bytes
    crc: int
    size: int

    @classmethod
    def of(cls, data: bytes, level: int = 6) -> Entry:
        """Compress a part; level 3 takes a quarter of level 6's time, for a little more room."""
        deflate = zlib.compressobj(level, zlib.DEFLATED, -zlib.MAX_WBITS)
        return cls(deflate.compress(data) + deflate.flush(), zlib.crc32(data), len(data))


@dataclass(frozen=True)
class WordPackage:
    """The parts of a Word document, and which of them is what.

    Args:
        parts: The bytes of every part, by name.
        main: The name of the document's own part.
        related: The parts that the document refers to, by the last word of the relationship's
            type ("styles", "header").
    """

    parts: Mapping[str, bytes]
    main: str
    related: Mapping[str, tuple[str, ...]]

    @property
    def styles(self) -> bytes | None:
        """The styles, if the document has any."""
        found = self.named("styles")
        return self.parts[found[0]] if found else None

    @property
    def text_parts(self) -> tuple[str, ...]:
        """The document's part, then its headers and footers."""
        return (self.main, *self.named("header", "footer"))

    def named(self, *types: str) -> tuple[str, ...]:
        """The parts of some types that are there, each once."""
        names = [name for type_ in types for name in self.related.get(type_, ())]
        return tuple(dict.fromkeys(name for name in names if name in self.parts))


def read_package(data: bytes, file: str) -> WordPackage:
    """Read a Word document, after the guard.

    Args:
        data: The file.
        file: Its name, for the fault.

    Raises:
        Refused: It is no Word document, or a damaged or dangerous one.
    """
    check_package(data, file=file)
    package = Package(data)
    main = package.main_part()
    parts = {name: package.read(name) for name in package.partnames}
    related: dict[str, tuple[str, ...]] = {}
    for relationship in package.relationships(main):
        if not relationship.external:
            before = related.get(relationship.type, ())
            related[relationship.type] = (*before, relationship.target)
    try:
        for name, part in parts.items():
            if name.endswith(_XML):
                etree.fromstring(part)
    except etree.XMLSyntaxError as error:
        raise refuse("document_damaged", Place(file)) from error
    if etree.fromstring(parts[main]).tag != _DOCUMENT:
        raise refuse("document_not_word", Place(file))
    return WordPackage(parts, main, related)


def with_properties(content_types: bytes, root_relationships: bytes) -> tuple[bytes, bytes]:
    """Make sure that both property parts, and pictures of both kinds, are announced.

    Args:
        content_types: ``[Content_Types].xml``.
        root_relationships: ``_rels/.rels``.

    Returns:
        Both, complete.
    """
    types = etree.fromstring(content_types)
    named = {element.get("PartName") for element in types}
    announced = {element.get("Extension", "").lower() for element in types}
    for extension, content_type in _PICTURE_TYPES.items():
        if extension not in announced:
            default = etree.Element(f"{{{CONTENT_TYPES}}}Default")
            default.set("Extension", extension)
            default.set("ContentType", content_type)
            types.insert(0, default)
    roots = etree.fromstring(root_relationships)
    related = {element.get("Type") for element in roots}
    for number, (part, type_) in enumerate(((CORE_PART, CORE_TYPE), (CUSTOM_PART, CUSTOM_TYPE))):
        if f"/{part}" not in named:
            override = etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override")
            override.set("PartName", f"/{part}")
            override.set("ContentType", _CONTENT_TYPE_OF[part])
        if type_ not in related:
            relationship = etree.SubElement(roots, f"{{{RELATIONSHIPS}}}Relationship")
            relationship.set("Id", f"rIdProperties{number}")
            relationship.set("Type", type_)
            relationship.set("Target", part)
    return xml_bytes(types), xml_bytes(roots)


def with_pictures(main_relationships: bytes, targets: Iterable[tuple[str, str]]) -> bytes:
    """Add a relationship for each picture.

    Args:
        main_relationships: The relationships of the document's part.
        targets: Relationship id and target of each picture.
    """
    root = etree.fromstring(main_relationships)
    for id_, target in targets:
        relationship = etree.SubElement(root, f"{{{RELATIONSHIPS}}}Relationship")
        relationship.set("Id", id_)
        relationship.set("Type", IMAGE_TYPE)
        relationship.set("Target", target)
    return xml_bytes(root)


def xml_bytes(root: etree._Element) -> bytes:
    """Serialise a part."""
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def write_package(entries: Mapping[str, Entry]) -> bytes:
    """Write the archive, in order of names and with nothing that varies."""
    body = bytearray()
    directory = bytearray()
    for name in sorted(entries):
        entry = entries[name]
        encoded = name.encode()
        flags = 0 if name.isascii() else _UTF8
        shared = (_VERSION, flags, _DEFLATED, *_DATE, entry.crc, len(entry.compressed), entry.size)
        place = (0, 0, 0, 0, 0, len(body))  # no extra field, comment, disk number or attributes
        directory += _CENTRAL.pack(b"PK\x01\x02", _VERSION, *shared, len(encoded), *place)
        directory += encoded
        body += _LOCAL.pack(b"PK\x03\x04", *shared, len(encoded), 0)
        body += encoded + entry.compressed
    count = len(entries)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
    return bytes(body + directory + end)
