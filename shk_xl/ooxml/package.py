"""An OPC package held as bytes: its parts, their relationships, and parts replaced or added.

Rules: a part that is not replaced is copied as its compressed bytes. Part names are
written as the archive does, without the leading slash, and found without regard to case.
This module knows packages, not what stands in their parts.

Source: ECMA-376-2:2021 (Open Packaging Conventions), 6.2 to 6.5 and 7.3.
"""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote

from shk_xl.domain.faults import refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.zip_archive import STORED, ZipArchive

CONTENT_TYPES: Final = "[Content_Types].xml"
_PREFIXES: Final = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
)
"""The relationship types of transitional and of strict files start so."""


@dataclass(frozen=True, slots=True)
class Relationship:
    """One relationship.

    Args:
        id: Its id in the source part.
        type: The last word of its type where Office defines it (``worksheet``), else all of it.
        target: The part that it leads to, or the address outside the package.
        external: It leads out of the package.
    """

    id: str
    type: str
    target: str
    external: bool


class Package:
    """The parts of a package.

    Args:
        data: The whole file.

    Raises:
        Refused: ``package_damaged`` or ``file_is_unknown``.
    """

    __slots__ = ("_archive", "_names")

    def __init__(self, data: bytes) -> None:
        self._archive = ZipArchive(data)
        self._names = {name.casefold(): name for name in self._archive.members}
        if CONTENT_TYPES.casefold() not in self._names:
            raise refuse("file_is_unknown")

    @property
    def data(self) -> bytes:
        """The file that the package was made from."""
        return self._archive.data

    @property
    def partnames(self) -> tuple[str, ...]:
        """Every part, in the order of the archive's directory."""
        return tuple(self._archive.members)

    def __contains__(self, partname: str) -> bool:
        return partname.casefold() in self._names

    def read(self, partname: str) -> bytes:
        """Inflate a part.

        Raises:
            Refused: ``part_missing``, or what ``ZipArchive.read`` raises.
        """
        name = self._names.get(partname.casefold())
        if name is None:
            raise refuse("part_missing", part=partname)
        return self._archive.read(name)

    def relationships(self, partname: str = "") -> tuple[Relationship, ...]:
        """Read the relationships of a part; of the package itself by default.

        Returns:
            All of them in their order; none for a part without a relationships part.

        Raises:
            Refused: The relationships part cannot be read.
        """
        source = relationships_part(partname)
        if source not in self:
            return ()
        text, _ = xml_lexer.decode(self.read(source))
        return tuple(
            _relationship(element.attributes, posixpath.dirname(partname))
            for element in xml_lexer.elements(text)
            if element.name == "Relationship"
        )

    def related(self, partname: str, type_: str) -> tuple[str, ...]:
        """Name the parts that a part leads to by relationships of one type."""
        return tuple(
            relationship.target
            for relationship in self.relationships(partname)
            if relationship.type == type_ and not relationship.external
        )

    def main_part(self) -> str:
        """Name the part that is the document: the workbook, in a workbook.

        Raises:
            Refused: ``file_is_unknown``.
        """
        found = self.related("", "officeDocument")
        if not found or found[0] not in self:
            raise refuse("file_is_unknown")
        return found[0]

    @property
    def is_signed(self) -> bool:
        """Whether it carries a digital signature, which any change would break."""
        return any(r.type.endswith("digital-signature/origin") for r in self.relationships())

    def replaced(
        self,
        parts: Mapping[str, bytes],
        *,
        added: Mapping[str, bytes] | None = None,
        removed: Collection[str] = (),
    ) -> bytes:
        """Write the package with new contents for some parts.

        Args:
            parts: New contents by part name; no other part changes by a byte.
            added: Contents of new parts, by names that are free. What lists them (content
                types, relationships: ``part_lists``) is the caller's to change.
            removed: The parts that are left out, likewise.

        Returns:
            The new file; the old one, the same object, when there is nothing to do.
        """
        left_out = [self._names[partname.casefold()] for partname in removed]
        return self._archive.replaced(self._by_member(parts), added=added, removed=left_out)

    def replaced_in_memory(self, parts: Mapping[str, bytes]) -> bytes:
        """Do as ``replaced`` without compressing: for a copy that is read once."""
        return self._archive.replaced(self._by_member(parts), method=STORED)

    def _by_member(self, parts: Mapping[str, bytes]) -> dict[str, bytes]:
        return {self._names[partname.casefold()]: content for partname, content in parts.items()}


def relationships_part(partname: str) -> str:
    """Name the part that holds a part's relationships; the package's own for ``""``.

    >>> relationships_part("word/document.xml")
    'word/_rels/document.xml.rels'
    """
    folder, name = posixpath.split(partname)
    return posixpath.join(folder, "_rels", f"{name}.rels")


def _relationship(attributes: Mapping[str, str], folder: str) -> Relationship:
    type_ = attributes.get("Type", "")
    for prefix in _PREFIXES:
        type_ = type_.removeprefix(prefix)
    target = attributes.get("Target", "")
    external = attributes.get("TargetMode") == "External"
    if not external:
        path = unquote(target.partition("#")[0])
        target = posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
    return Relationship(attributes.get("Id", ""), type_, target, external)
