"""The lists that a package keeps of its parts, with entries put in and taken out.

Rules: an entry is put in last; nothing else in the list changes. Names are compared without
regard to case, as packages do.

Source: ECMA-376-2:2021, 6.5 (relationships) and 7.3.7 (content types).
"""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection
from itertools import count
from typing import Final
from xml.sax.saxutils import quoteattr

from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.xml_lexer import Tag

_RELATIONSHIP_TYPES: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
"""Where the names of Office's relationships begin, in transitional files."""


def with_content_type(types: bytes, partname: str, content_type: str) -> bytes:
    """Say what kind a part is, in the list of content types."""
    name = quoteattr(f"/{partname}")
    return _with_last(types, "Override", f" PartName={name} ContentType={quoteattr(content_type)}")


def without_content_types(types: bytes, partnames: Collection[str]) -> bytes:
    """Take parts out of the list of content types."""
    gone = {f"/{name}".casefold() for name in partnames}
    return _without(types, "Override", lambda given: given.get("PartName", "").casefold() in gone)


def with_relationship(
    relationships: bytes, source: str, type_: str, target: str
) -> tuple[bytes, str]:
    """Let a part lead to another one.

    Args:
        relationships: The list of the part that leads.
        source: The name of that part.
        type_: The last word of the relationship's type.
        target: The name of the part that it leads to.

    Returns:
        The new list, and the id in it.
    """
    text, _ = xml_lexer.decode(relationships)
    taken = {element.attributes.get("Id", "") for element in xml_lexer.elements(text)}
    id_ = next(f"rId{number}" for number in count(1) if f"rId{number}" not in taken)
    path = posixpath.relpath(f"/{target}", posixpath.join("/", posixpath.dirname(source)))
    given = f' Id="{id_}" Type="{_RELATIONSHIP_TYPES}{type_}" Target={quoteattr(path)}'
    return _with_last(relationships, "Relationship", given), id_


def without_relationships(relationships: bytes, ids: Collection[str]) -> bytes:
    """Take relationships out of a list."""
    return _without(relationships, "Relationship", lambda given: given.get("Id", "") in ids)


def free_partname(package: Package, pattern: str) -> str:
    """Find a part name that is free; the pattern has ``{}`` where the number stands."""
    return next(name for name in map(pattern.format, count(1)) if name not in package)


def _with_last(data: bytes, name: str, attributes: str) -> bytes:
    """Put an entry in before the list ends, under the prefix that the list has."""
    text, encoding = xml_lexer.decode(data)
    root = next(xml_lexer.tags(text))
    prefix = root.name.rpartition(":")[0]
    entry = f"<{prefix}:{name}{attributes}/>" if prefix else f"<{name}{attributes}/>"
    if root.closes:
        slash = text.rindex("/", root.start, root.end)
        return encoding.encode(f"{text[:slash]}>{entry}</{root.name}>{text[root.end :]}")
    end = [tag for tag in xml_lexer.tags(text, root.end) if tag.name == root.name][-1].start
    return encoding.encode(text[:end] + entry + text[end:])


def _without(data: bytes, name: str, is_gone: Callable[[dict[str, str]], bool]) -> bytes:
    """Take entries out, each with the white space before it."""
    text, encoding = xml_lexer.decode(data)
    edits = []
    opening: Tag | None = None
    for tag in xml_lexer.tags(text):
        if tag.name.rpartition(":")[2] != name:
            continue
        if tag.opens and is_gone(xml_lexer.attributes(tag.attributes)):
            opening = tag
        if tag.closes and opening is not None:
            start = len(text[: opening.start].rstrip())
            edits.append((start, tag.end, ""))
            opening = None
    return encoding.encode(xml_lexer.edited(text, edits))
