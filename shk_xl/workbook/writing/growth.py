"""What follows a table when it grows: rules, choice lists, names and formulas about its rows.

Rules: what covers a column from its first row of data to its last covers the new rows too, as
when Excel itself lets a table grow; what covers some rows only, stays. A reference by a
table's name needs nothing. Charts are left as they are.

Source: ECMA-376-1:2016, 18.3.1.18, 18.3.1.32 and 18.18.76 (``ST_Sqref``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.addresses import Area, area
from shk_xl.ooxml.sheet_content import SheetCells
from shk_xl.ooxml.tag_edits import with_attribute
from shk_xl.ooxml.xml_lexer import Edit, Tag
from shk_xl.workbook.formula_tokens import Kind, Token, tokens

_COVERING: Final = ("conditionalFormatting", "dataValidation", "ignoredError")
"""The elements whose ``sqref`` says which cells they are about."""
_RANGE: Final = 3
"""How many tokens a range has: its first cell, the colon, its last cell."""
_EXTENSION: Final = "sqref"
"""The same in extensions, where it is an element of its own."""


@dataclass(frozen=True, slots=True)
class Growth:
    """A table that gets longer.

    Args:
        sheet: The name of its sheet.
        columns: Its first and its last column.
        first_row: The first row of data.
        old_last: The last one so far.
        new_last: The last one from now on.
    """

    sheet: str
    columns: tuple[int, int]
    first_row: int
    old_last: int
    new_last: int

    def covers(self, areas: Sequence[Area], column: int) -> bool:
        """Whether areas together hold the first and the last cell of data of a column."""
        return all(
            any(one.holds(row, column) for one in areas) for row in (self.first_row, self.old_last)
        )

    def grown(self, one: Area) -> Area:
        """Give an area that ends with the table its new end."""
        return one._replace(last_row=max(one.last_row, self.new_last))


def grown_areas(written: str, growth: Growth) -> str | None:
    """Let the areas of a ``sqref`` grow with a table.

    Returns:
        The new list; None when nothing changes.

    >>> growth = Growth("Blad", (1, 3), 2, 8, 9)
    >>> grown_areas("A2:B8 E2:E8 C2:C1048576", growth)
    'A2:B9 E2:E8 C2:C1048576'
    >>> grown_areas("A2:D8", growth)
    'A2:D8 A9:C9'
    """
    areas = [area(one) for one in written.split()]
    if not areas or any(one is None for one in areas):
        return None
    known = [one for one in areas if one is not None]
    first, last = growth.columns
    new: list[Area] = []
    added: list[Area] = []
    for one in known:
        inside = max(first, one.first_column), min(last, one.last_column)
        reaches = one.first_row <= growth.old_last <= one.last_row < growth.new_last
        if not reaches or inside[0] > inside[1] or not growth.covers(known, inside[0]):
            new.append(one)
        elif inside == (one.first_column, one.last_column):
            new.append(growth.grown(one))
        else:
            new.append(one)
            added.append(Area(one.last_row + 1, inside[0], growth.new_last, inside[1]))
    result = [*new, *added]
    return None if result == known else " ".join(map(str, result))


def sheet_edits(sheet: SheetCells, growth: Growth) -> Iterator[Edit]:
    """Find what changes after the cells of a sheet when a table on it grows."""
    for tag in xml_lexer.tags(sheet.text, sheet.end):
        if not tag.opens:
            continue
        name = tag.name.rpartition(":")[2]
        given = xml_lexer.attributes(tag.attributes) if name in _COVERING else {}
        new = grown_areas(given.get("sqref", ""), growth)
        if new is not None:
            yield with_attribute(tag, "sqref", new)
        elif name == _EXTENSION and not tag.closes:
            end = sheet.text.index("<", tag.end)
            new = grown_areas(sheet.text[tag.end : end], growth)
            if new is not None:
                yield tag.end, end, new


def dimension_edit(sheet: SheetCells, extent: tuple[int, int]) -> Edit | None:
    """Let a sheet say that it reaches as far as its cells do."""
    for tag in xml_lexer.tags(sheet.text[: sheet.start]):
        if tag.opens and tag.name == f"{sheet.prefix}dimension":
            return _dimension(tag, extent)
    return None


def _dimension(tag: Tag, extent: tuple[int, int]) -> Edit | None:
    old = area(xml_lexer.attributes(tag.attributes).get("ref", ""))
    if old is None or (old.last_row >= extent[0] and old.last_column >= extent[1]):
        return None
    last_row, last_column = max(old.last_row, extent[0]), max(old.last_column, extent[1])
    new = old._replace(last_row=last_row, last_column=last_column)
    return with_attribute(tag, "ref", str(new))


def merged_areas(sheet: SheetCells) -> Iterator[Area]:
    """Read which cells of a sheet are merged."""
    for tag in xml_lexer.tags(sheet.text, sheet.end):
        if tag.opens and tag.name == f"{sheet.prefix}mergeCell":
            found = area(xml_lexer.attributes(tag.attributes).get("ref", ""))
            if found is not None:
                yield found


def grown_formula(formula: str, sheet: str, growth: Growth) -> list[Edit]:
    """Find the references in a formula that grow with a table.

    Args:
        formula: Without its equals sign, references to entities resolved.
        sheet: The sheet that references without a sheet are to.
        growth: The table that grows.

    Returns:
        The edits, in order.

    >>> growth = Growth("Blad", (1, 3), 2, 8, 9)
    >>> formula = "SUM(Blad!$B$2:$B$8)+SUM(Blad!B2:B7)+Blad!B8"
    >>> xml_lexer.edited(formula, grown_formula(formula, "Annat", growth))
    'SUM(Blad!$B$2:$B$9)+SUM(Blad!B2:B7)+Blad!B8'
    """
    edits: list[Edit] = []
    position, home = 0, sheet
    pieces = tokens(formula)
    for index, token in enumerate(pieces):
        if token.kind is Kind.SHEET:
            home = _sheet_name(token.text)
        elif token.kind is Kind.REFERENCE and home.casefold() == growth.sheet.casefold():
            edits += _grown_reference(pieces[index : index + 3], position, growth)
        if token.kind is not Kind.SHEET and not _is_range(pieces[index : index + 2]):
            home = sheet
        position += len(token.text)
    return edits


def _is_range(pieces: Sequence[Token]) -> bool:
    """Whether a range goes on after a token: the sheet that it names still holds."""
    return any(piece.text == ":" for piece in pieces)


def _sheet_name(written: str) -> str:
    """Read which sheet a formula names."""
    name = written.removesuffix("!")
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def _grown_reference(pieces: Sequence[Token], position: int, growth: Growth) -> Iterator[Edit]:
    """Find the end of a range that ends with the table's data."""
    if len(pieces) < _RANGE or pieces[1].text != ":":
        return
    covered = area(f"{pieces[0].text}:{pieces[2].text}")
    first, last = growth.columns
    if (
        covered is not None
        and covered.first_row <= growth.first_row
        and covered.last_row == growth.old_last
        and first <= covered.first_column
        and covered.last_column <= last
    ):
        at = position + len(pieces[0].text) + 1
        written = pieces[2].text
        end = written.replace(str(growth.old_last), str(growth.new_last))
        yield at, at + len(written), end
