"""Addresses of a growing table in the rest of the workbook: formulas, names, rules, charts.

Rules: an address that covers all rows of data grows with them, as in Excel. A chart is left
as it is, and told of. Formulas that name the table need nothing.

Source: ECMA-376-1:2016, 18.2.5 (``definedName``) and 18.3.1.40 (``f``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from shk_xl.domain.faults import Fault, Place
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.sheet_content import SheetCells
from shk_xl.ooxml.workbook_parts import Sheet, Workbook
from shk_xl.ooxml.xml_lexer import Edit, edited, edited_data
from shk_xl.workbook.writing.growth import Growth, grown_formula

_RULES: Final = ("formula", "formula1", "formula2", "f")
"""The elements after the cells of a sheet whose text is a formula, extensions too."""
_DRAWN: Final = re.compile(r"<(?:\w+:)?f>([^<]*)</")


def grown_workbook(workbook: Workbook, growths: Sequence[Growth]) -> bytes | None:
    """Let defined names grow; None when none does."""
    edits: list[Edit] = []
    for name in workbook.names:
        home = "" if name.sheet is None else workbook.sheets[name.sheet].name
        raw = workbook.text[name.start : name.end]
        new = _grown(raw, home, growths)
        if new is not None:
            edits.append((name.start, name.end, new))
    return workbook.encoding.encode(edited(workbook.text, edits)) if edits else None


def grown_formulas(
    sheet: SheetCells, home: str, growths: Sequence[Growth]
) -> tuple[list[str | None], list[Edit]]:
    """Let the formulas of a sheet grow: those of its cells, and those of its rules.

    Returns:
        For each formula cell its new text or None, and the edits after the cells.
    """
    forms = sheet.formulas.forms
    cells = [
        _grown(raw, home, growths) if raw and "shared" not in form else None
        for raw, form in zip(sheet.formulas.formulas, forms, strict=True)
    ]
    edits: list[Edit] = []
    for tag in xml_lexer.tags(sheet.text, sheet.end):
        if tag.opens and not tag.closes and tag.name.rpartition(":")[2] in _RULES:
            end = sheet.text.index("<", tag.end)
            new = _grown(sheet.text[tag.end : end], home, growths)
            if new is not None:
                edits.append((tag.end, end, new))
    return cells, edits


def grown_sheet(package: Package, sheet: Sheet, growths: Sequence[Growth]) -> bytes | None:
    """Let the formulas of a sheet without edits of its own grow; None when none does."""
    data = package.read(sheet.partname)
    text, _ = xml_lexer.decode(data)
    if not any(may_refer(text, growth) for growth in growths):
        return None
    read = read_sheet(data)
    cells, edits = grown_formulas(read, sheet.name, growths)
    return read.with_formulas(cells, edits) if edits or any(cells) else None


def may_refer(text: str, growth: Growth) -> bool:
    """Whether any formula in a part could give addresses of a table; never a false no."""
    return f"{growth.old_last}" in text and ("!" in text or growth.sheet in text)


def chart_remarks(
    package: Package, sheets: Sequence[Sheet], growths: Sequence[Growth]
) -> Iterator[Fault]:
    """Remark on the charts that draw the rows of a table up to its old end."""
    for sheet in sheets:
        for drawing in package.related(sheet.partname, "drawing") if sheet.partname else ():
            for chart in package.related(drawing, "chart"):
                text, _ = xml_lexer.decode(package.read(chart))
                drawn = [found[1] for found in _DRAWN.finditer(text)]
                if any(_grown(raw, sheet.name, growths) is not None for raw in drawn):
                    yield Fault("chart_misses_rows", Place(sheet=sheet.name))


def _grown(raw: str, home: str, growths: Sequence[Growth]) -> str | None:
    """Let a formula grow, as the file spells it; None when it does not."""
    new = raw
    for growth in growths:
        if ":" in new and str(growth.old_last) in new:
            new = edited_data(new, partial(grown_formula, sheet=home, growth=growth))
    return None if new == raw else new
