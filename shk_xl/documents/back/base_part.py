"""What a document was filled with, kept in the document: the base when it is read back.

Rules: the values of all fields stand in a custom XML part, with the cell of each text that has
one. Word and LibreOffice keep such a part when they save; the Document Inspector takes it
away. It is read as data from outside: a part that isn't whole is no base at all. Pictures are
not kept, only what they show.

Source: ECMA-376 part 1, 15.2.5 and 15.2.6 (custom XML data storage and its properties).
"""

from __future__ import annotations

import json
import posixpath
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from lxml import etree

from shk_xl.documents.back.cells import Cell, CellText, cell_of
from shk_xl.documents.fields import FieldSpec, FieldValue, Row, Shape
from shk_xl.documents.word.names import CONTENT_TYPES, OFFICE, RELATIONSHIPS
from shk_xl.documents.word.package import WordPackage, xml_bytes
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.text_model import write
from shk_xl.documents.word.wordml import Blocks
from shk_xl.ooxml.package import CONTENT_TYPES as CONTENT_TYPES_PART
from shk_xl.ooxml.package import relationships_part

BASE_PART: Final = "customXml/itemShk.xml"
_PROPERTIES_PART: Final = "customXml/itemPropsShk.xml"
_RELATIONSHIPS_PART: Final = "customXml/_rels/itemShk.xml.rels"
_NAMESPACE: Final = "urn:shk_xl:underlag:1"
_ROOT: Final = f"{{{_NAMESPACE}}}underlag"
_RELATION: Final = "customXml"
_PROPERTIES_TYPE: Final = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DATA_STORE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"
_ITEM_ID: Final = "{5C7B1E52-8A0E-4F0B-9C55-3A2F6C1D7E10}"
_VALUES: Final = "fält"
_CELLS: Final = "celler"
_SIGNS: Final = (("&", "\\u0026"), ("<", "\\u003c"), (">", "\\u003e"))
_TEXT, _BLOCKS, _PICTURE, _CELL = "text", "stycken", "bild", "cell"
_PIXEL: Final = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c4944415478da63f8ffff3f0005fe02fe33128d3a0000000049454e44ae426082"
)


def base_part(values: Row | None) -> bytes:
    """Write the part.

    Args:
        values: What the fields were filled with; None for a document without a base.
    """
    told = ""
    if values is not None:
        cells: dict[Cell, int] = {}
        filled = {_VALUES: _row(values, cells), _CELLS: [*cells]}
        # In ASCII, since XML has no place for controls; so may the three signs of XML be.
        told = json.dumps(filled, separators=(",", ":"))
        for sign, written in _SIGNS:
            told = told.replace(sign, written)
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<underlag xmlns="{_NAMESPACE}">{told}</underlag>'
    ).encode()


def read_base(package: WordPackage) -> Row | None:
    """Read what a document was filled with.

    Returns:
        The values, the texts of cells as ``CellText``; None where the document has no such part.
    """
    for name in package.named(_RELATION):
        root = etree.fromstring(package.parts[name])
        if root.tag == _ROOT:
            try:
                told = json.loads(root.text or "")
                cells = [_cell_back(*cell) for cell in told[_CELLS]]
                return _row_back(told[_VALUES], cells)
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
                return None  # somebody else's, or torn: the document has no base
    return None


def with_base(package: WordPackage) -> WordPackage:
    """Announce the part in a template, and take away one that a document left there.

    Args:
        package: A template; one made from a generated document has that document's base.
    """
    parts = dict(package.parts)
    related_name = relationships_part(package.main)
    related = etree.fromstring(parts[related_name])
    old = {name for name in package.named(_RELATION) if _is_base(parts[name])}
    folder = posixpath.dirname(package.main)
    for element in list(related):
        if posixpath.normpath(posixpath.join(folder, element.get("Target", ""))).lstrip("/") in old:
            related.remove(element)
    relationship = etree.SubElement(related, f"{{{RELATIONSHIPS}}}Relationship")
    relationship.set("Id", "rIdShkUnderlag")
    relationship.set("Type", f"{OFFICE}/{_RELATION}")
    relationship.set("Target", posixpath.relpath(BASE_PART, folder or "."))
    for name in old:
        del parts[name]
    parts |= _fixed_parts()
    parts[related_name] = xml_bytes(related)
    parts[CONTENT_TYPES_PART] = _with_types(parts[CONTENT_TYPES_PART])
    return replace(package, parts=parts)


def _is_base(data: bytes) -> bool:
    return etree.fromstring(data).tag == _ROOT


def _with_types(content_types: bytes) -> bytes:
    types = etree.fromstring(content_types)
    if not any(element.get("Extension", "").lower() == "xml" for element in types):
        default = etree.Element(f"{{{CONTENT_TYPES}}}Default")
        default.set("Extension", "xml")
        default.set("ContentType", "application/xml")
        types.insert(0, default)
    if not any(element.get("PartName") == f"/{_PROPERTIES_PART}" for element in types):
        override = etree.SubElement(types, f"{{{CONTENT_TYPES}}}Override")
        override.set("PartName", f"/{_PROPERTIES_PART}")
        override.set("ContentType", _PROPERTIES_TYPE)
    return xml_bytes(types)


def _fixed_parts() -> Mapping[str, bytes]:
    """The parts beside it that are the same in every document."""
    properties = (
        '<?xml version="1.0" encoding="UTF-8" standalone="no"?>\n'
        f'<ds:datastoreItem ds:itemID="{_ITEM_ID}" xmlns:ds="{_DATA_STORE}">'
        f'<ds:schemaRefs><ds:schemaRef ds:uri="{_NAMESPACE}"/></ds:schemaRefs></ds:datastoreItem>'
    )
    relationships = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Relationships xmlns="{RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{OFFICE}/customXmlProps" Target="itemPropsShk.xml"/></Relationships>'
    )
    return {_PROPERTIES_PART: properties.encode(), _RELATIONSHIPS_PART: relationships.encode()}


def completed(values: Row, specs: Sequence[FieldSpec]) -> Row:
    """Give the values that a template may ask for, and no others.

    Args:
        values: From outside, or from an earlier version of the program.
        specs: The fields of the kind of document.
    """
    return {spec.name: _of_shape(values.get(spec.name), spec) for spec in specs}


def _of_shape(value: FieldValue | None, spec: FieldSpec) -> FieldValue:
    if spec.shape is Shape.ROWS:
        rows = value if isinstance(value, list) else []
        return [completed(row, spec.columns) for row in rows]
    if spec.shape is Shape.BLOCKS:
        return value if isinstance(value, Blocks) else Blocks(())
    if spec.shape is Shape.PICTURE:
        return value if isinstance(value, Picture) else Picture(_PIXEL, 1.0, "")
    return value if isinstance(value, str) else ""


def leaves(values: Row, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], FieldValue]]:
    """Give every value with its path: the field, and in rows the row's number and the column.

    >>> [*leaves({"namn": "A", "rader": [{"källa": "B"}]})]
    [(('namn',), 'A'), (('rader', '0', 'källa'), 'B')]
    """
    for name, value in values.items():
        if isinstance(value, list):
            for number, row in enumerate(value):
                yield from leaves(row, (*path, name, str(number)))
        else:
            yield (*path, name), value


def text_of(value: FieldValue) -> str:
    """Give a value as a person would type it in a cell; a picture as what it shows."""
    if isinstance(value, Blocks):
        return value.source or write(value.content)
    return value.alt if isinstance(value, Picture) else str(value)


def source_cell(value: FieldValue) -> Cell | None:
    """Give the cell that a value stands in; None where there is no such one."""
    return cell_of(value.source if isinstance(value, Blocks) else value)


def _row(values: Row, cells: dict[Cell, int]) -> dict[str, Any]:
    return {name: _value(value, cells) for name, value in values.items()}


def _value(value: FieldValue, cells: dict[Cell, int]) -> object:
    if isinstance(value, list):
        return [_row(row, cells) for row in value]
    cell = source_cell(value)
    if type(value) is str and cell is None:
        return value
    shape = _BLOCKS if isinstance(value, Blocks) else _PICTURE if isinstance(value, Picture) else ""
    told: dict[str, object] = {shape or _TEXT: text_of(value)}
    return told if cell is None else {**told, _CELL: cells.setdefault(cell, len(cells))}


def _cell_back(table: str, key: list[str], title: str, beside: list[list[str]]) -> Cell:
    pairs = tuple((str(name), str(value)) for name, value in beside)
    return Cell(str(table), tuple(map(str, key)), str(title), pairs)


def _row_back(told: Mapping[str, Any], cells: list[Cell]) -> Row:
    return {name: _value_back(value, cells) for name, value in told.items()}


def _value_back(told: Any, cells: list[Cell]) -> FieldValue:  # noqa: ANN401 - what JSON holds
    if isinstance(told, str):
        return told
    if isinstance(told, list):
        return [_row_back(row, cells) for row in told]
    if _PICTURE in told:
        return Picture(_PIXEL, 1.0, str(told[_PICTURE]))
    text = str(told[_BLOCKS if _BLOCKS in told else _TEXT])
    known = CellText(text, cells[told[_CELL]]) if _CELL in told else text
    return Blocks.of(known) if _BLOCKS in told else known
