"""The part of a table: what it says of its columns and its state, and how it grows.

Source: ECMA-376-1:2016, 18.5.1 (``table``, ``calculatedColumnFormula``, ``autoFilter``).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.tag_edits import with_attribute, without_attributes
from shk_xl.ooxml.xml_lexer import Edit, Tag, edited
from shk_xl.workbook.writing.growth import Growth, grown_areas

_INSERT_ROW: Final = ("insertRow", "insertRowShift")
"""Excel's marks on a table whose only row waits for data."""
_TRUE: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class ColumnFormula:
    """The formula of a computed column: escaped as the part has it; an array formula or not."""

    text: str
    is_array: bool


@dataclass(frozen=True, slots=True)
class TablePart:
    """A table's part.

    Args:
        text: Its XML.
        encoding: How that is kept as bytes.
        formulas: The formulas of its computed columns, by the column's place from 0.
        is_filtered: Rows are hidden by a filter.
    """

    text: str
    encoding: xml_lexer.Encoding
    formulas: dict[int, ColumnFormula]
    is_filtered: bool

    def grown(self, growth: Growth) -> bytes:
        """Write the part of a longer table, or of one whose waiting row now holds data."""
        return self.encoding.encode(edited(self.text, self._edits(growth)))

    def _edits(self, growth: Growth) -> list[Edit]:
        edits: list[Edit] = []
        for tag in xml_lexer.tags(self.text):
            name = tag.name.rpartition(":")[2]
            if tag.opens and name == "table":
                edits += _table_edits(self.text, tag, growth)
            elif tag.opens and name == "autoFilter":
                edits += _ref_edits(tag, growth)
        return edits


def read_table_part(package: Package, partname: str) -> TablePart:
    """Read a table's part."""
    text, encoding = xml_lexer.decode(package.read(partname))
    formulas: dict[int, ColumnFormula] = {}
    column = -1
    is_filtered = False
    formula: Tag | None = None
    for tag in xml_lexer.tags(text):
        name = tag.name.rpartition(":")[2]
        column += tag.opens and name == "tableColumn"
        is_filtered = is_filtered or name == "filterColumn"
        if name == "calculatedColumnFormula" and tag.opens:
            formula = tag
        elif name == "calculatedColumnFormula" and formula is not None:
            given = xml_lexer.attributes(formula.attributes)
            raw = text[formula.end : tag.start]
            formulas[column] = ColumnFormula(raw, given.get("array") in _TRUE)
    return TablePart(text, encoding, formulas, is_filtered)


def _table_edits(text: str, tag: Tag, growth: Growth) -> list[Edit]:
    """Change the table's own start tag, all of it at once."""
    kept = without_attributes(tag.attributes, _INSERT_ROW)
    start = tag.start + 1 + len(tag.name)
    changed = tag._replace(start=0, name="", attributes=kept)
    inside = [(s - 1, e - 1, piece) for s, e, piece in _ref_edits(changed, growth)]
    new = edited(kept, inside)
    end = start + len(tag.attributes)
    return [] if new == text[start:end] else [(start, end, new)]


def _ref_edits(tag: Tag, growth: Growth) -> list[Edit]:
    new = grown_areas(xml_lexer.attributes(tag.attributes).get("ref", ""), growth)
    return [] if new is None else [with_attribute(tag, "ref", new)]
