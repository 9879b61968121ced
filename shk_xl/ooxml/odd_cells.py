"""Cells read tag by tag, whatever their layout: the slow and general reader.

Rules: it reads what is legal XML in the places where the format allows it, and refuses the
rest. It also tells where a cell keeps what can change.

Source: ECMA-376-1:2016, 18.3.1.4 (``c``).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from shk_xl.domain.faults import refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import address, column_number
from shk_xl.ooxml.xml_lexer import Tag

Span: TypeAlias = tuple[int, int]


class Cell(NamedTuple):
    """A cell as the file spells it.

    Args:
        row: From 1.
        column: From 1.
        start: Where its ``<c`` stands in the sheet's text.
        type: Its ``t``; empty when it has none.
        value: The inside of its ``v``; empty when it has none.
        formula: The inside of its ``f``; empty for a shared formula that stands elsewhere.
        form: The attributes of its ``f``; None when it has no ``f``.
    """

    row: int
    column: int
    start: int
    type: str
    value: str
    formula: str
    form: str | None

    @property
    def address(self) -> str:
        """Its A1 address."""
        return address(self.row, self.column)


class CellLayout(NamedTuple):
    """Where a cell keeps what can change; spans are of the sheet's text.

    Args:
        cell: The cell; None when it does not say where it is.
        type_: Its ``t`` with the space before it; an empty span where one would be put in.
        value: Its ``v`` element; an empty span where one would be put in.
        formula_rest: Where the attributes of its ``f`` end.
        empty: From its ``/`` to its end, when it is an empty element.
        inline: It holds an inline text.
        end: After its last ``>``.
    """

    cell: Cell | None
    type_: Span
    value: Span
    formula_rest: int
    empty: Span | None
    inline: bool
    end: int


@dataclass(slots=True)
class _Parts:
    """What stands inside a cell, collected tag by tag."""

    formula: tuple[Tag, Tag] | None = None
    value: tuple[Tag, Tag] | None = None
    inline: bool = False
    end: int = 0


_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
_ATTRIBUTE: Final = re.compile(r"""\s+([^\s=<>"'/]+)\s*=\s*(?:"[^<"]*"|'[^<']*')""")
_FILLER: Final = re.compile(r"(?:\s+|<!--(?:(?!--).)*+-->|<\?.*?\?>)++", re.DOTALL)


def read_formula_cells(text: str, position: int, prefix: str) -> tuple[list[CellLayout], int]:
    """Read the formula cells among rows and cells of any layout.

    Args:
        text: The sheet's text.
        position: Where the content of ``sheetData`` starts.
        prefix: The prefix of the names, with its colon.

    Returns:
        The cells that hold a formula, and where the content ends.

    Raises:
        Refused: ``cell_unreadable``, or ``package_damaged_part``.
    """
    found: list[CellLayout] = []
    in_row = False
    while True:
        filler = _FILLER.match(text, position)
        position = position if filler is None else filler.end()
        tag = next(xml_lexer.tags(text, position), None)
        if tag is None or tag.start != position:
            raise refuse("cell_unreadable", position=position)
        if in_row and tag.opens and tag.name == f"{prefix}c":
            layout = read_cell(text, position, prefix)
            if layout.cell is not None and layout.cell.form is not None:
                found.append(_checked(layout))
            position = layout.end
        elif tag.name == f"{prefix}row" and in_row != tag.opens:
            in_row = tag.opens and not tag.closes
            position = tag.end
        elif tag.name == f"{prefix}sheetData" and not tag.opens and not in_row:
            return found, tag.start
        else:
            raise refuse("cell_unreadable", position=position)


def _checked(layout: CellLayout) -> CellLayout:
    """Refuse a formula cell that holds an inline text, or its value before its formula."""
    if layout.inline or layout.value[0] < layout.formula_rest:
        raise refuse("cell_unreadable", position=layout.type_[0])
    return layout


def read_cell(text: str, position: int, prefix: str) -> CellLayout:
    """Read the cell that starts at a position.

    Raises:
        Refused: ``cell_unreadable``, or ``package_damaged_part``.
    """
    opening = next(xml_lexer.tags(text, position))
    parts = _Parts(end=opening.end) if opening.closes else _read_parts(text, opening, prefix)
    given = xml_lexer.attributes(opening.attributes)
    where = _REFERENCE.fullmatch(given.get("r", ""))
    if where is None and parts.formula is not None:
        raise refuse("cell_unreadable", position=position)
    formula, value = _inner(parts.formula), _inner(parts.value)
    cell = where and Cell(
        int(where[2]),
        column_number(where[1]),
        position,
        given.get("t", ""),
        text[slice(*value)],
        text[slice(*formula)],
        None if parts.formula is None else parts.formula[0].attributes,
    )
    after_formula = parts.formula[1].end if parts.formula else opening.end
    return CellLayout(
        cell,
        _type_span(text, opening),
        _outer(parts.value) or (after_formula, after_formula),
        parts.formula[0].start + 1 + len(parts.formula[0].name + parts.formula[0].attributes)
        if parts.formula
        else 0,
        (text.rindex("/", position, opening.end), opening.end) if opening.closes else None,
        parts.inline,
        parts.end,
    )


def _inner(element: tuple[Tag, Tag] | None) -> Span:
    if element is None or element[0] is element[1]:
        return 0, 0
    return element[0].end, element[1].start


def _outer(element: tuple[Tag, Tag] | None) -> Span | None:
    return None if element is None else (element[0].start, element[1].end)


def _type_span(text: str, opening: Tag) -> Span:
    """Find the ``t`` attribute, stepping over the others whole."""
    start = opening.start + 1 + len(opening.name)
    end = start + len(opening.attributes)
    for found in _ATTRIBUTE.finditer(text, start, end):
        if found[1] == "t":
            return found.span()
    return end, end


def _read_parts(text: str, opening: Tag, prefix: str) -> _Parts:
    parts = _Parts()
    inside: list[Tag] = []
    for tag in xml_lexer.tags(text, opening.end):
        if tag.opens:
            inside.append(tag)
        if tag.closes:
            start = inside.pop() if inside else opening
            if start.name != tag.name:
                break
            if start is opening:
                parts.end = tag.end
                return parts
            if not inside:
                _take_part(parts, prefix, start, tag)
    raise xml_lexer.not_well_formed(opening.start)


def _take_part(parts: _Parts, prefix: str, start: Tag, end: Tag) -> None:
    name = start.name.removeprefix(prefix) if start.name.startswith(prefix) else ""
    if name == "f" and parts.formula is None:
        parts.formula = (start, end)
    elif name == "v" and parts.value is None:
        parts.value = (start, end)
    elif name == "is":
        parts.inline = True
    elif name in ("f", "v"):
        raise refuse("cell_unreadable", position=start.start)
