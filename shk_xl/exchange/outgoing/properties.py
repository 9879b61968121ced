"""The properties of a document: who made it, with what, and what else is said of it.

Source: ECMA-376-2:2021, 8.3 (core properties); ECMA-376-1:2016, 22.2 and 22.3.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

from shk_xl.domain.faults import Fault, Place
from shk_xl.exchange.outgoing.trace_kinds import APP_PROPERTIES, AUTHORS, CORE_PROPERTIES
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.package import Package


def property_faults(
    package: Package, authors: Collection[str], custom: Collection[str]
) -> Iterator[Fault]:
    """Find the properties that a copy does not have.

    Args:
        package: The workbook.
        authors: Who may stand as its author.
        custom: The names of the custom properties that it may have.
    """
    for name, value, part in _said(package, "core-properties"):
        if name in AUTHORS and value and value not in authors:
            yield Fault("leak_author", Place(sheet=part), {"what": value})
        elif name not in CORE_PROPERTIES and value:
            yield _unwanted(name, value, part)
    for name, value, part in _said(package, "extended-properties"):
        if name not in APP_PROPERTIES and value:
            yield _unwanted(name, value, part)
    for part in _parts(package, "custom-properties"):
        text, _ = xml_lexer.decode(package.read(part))
        for element in xml_lexer.elements(text):
            name = element.attributes.get("name", "")
            if element.name == "property" and name not in custom:
                yield Fault("leak_property", Place(sheet=part), {"what": name})


def _unwanted(name: str, value: str, part: str) -> Fault:
    return Fault("leak_property", Place(sheet=part), {"what": f"{name}: {value}"})


def _parts(package: Package, kind: str) -> Iterator[str]:
    """Name the parts of one kind; the core properties' type stands in another namespace."""
    for relationship in package.relationships():
        if relationship.type.rpartition("/")[2] == kind and relationship.target in package:
            yield relationship.target


def _said(package: Package, kind: str) -> Iterator[tuple[str, str, str]]:
    """Give the elements of a properties part that hold no others: name, text and part."""
    for part in _parts(package, kind):
        text, _ = xml_lexer.decode(package.read(part))
        for element in xml_lexer.elements(text):
            inner = text[element.inner_start : element.inner_end]
            if "<" not in inner:
                yield element.name, xml_lexer.unescaped(inner).strip(), part
