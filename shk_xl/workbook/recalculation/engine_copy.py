"""The copy of a workbook that the engine loads, made in memory.

Rules: a formula that is to be computed stands there as the engine is to read it, every other
one as the value that it has. Cells under an array formula that is computed are blanked, since
an occupied cell stops a spill; one that has a single cell for good gives a single value.
All else is the original, and a part without anything to
rewrite is the original part. No engine is known here.

Source: ``docs/analysis/formula_tokens.md`` and ``docs/analysis/cached_values.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

from shk_xl.ooxml.cell_text import escaped
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import Workbook
from shk_xl.ooxml.xml_lexer import Edit, edited
from shk_xl.workbook.formula_tokens import joined, tokens
from shk_xl.workbook.recalculation import strange_errors
from shk_xl.workbook.recalculation.cell_sets import CellSet
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_shapes import Template, atoms, template
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet
from shk_xl.workbook.recalculation.formula_translator import FormulaTranslator
from shk_xl.workbook.recalculation.large_arrays import band_formula, bands
from shk_xl.workbook.recalculation.shared_ranges import SharedRanges
from shk_xl.workbook.recalculation.structured_references import FormulaPlace, TableReferenceError

_ITERATION: Final = re.compile(
    r"""<(?:[\w.-]+:)?calcPr\b[^>]*?(\siterate\s*=\s*(?:"[^"<]*"|'[^'<]*'))"""
)


@dataclass(frozen=True, slots=True)
class EngineFormulas:
    """Writes formulas as the engine is to read them.

    Args:
        sheets: The worksheets.
        ranges: Gathers the ranges that our functions take.
    """

    sheets: Sequence[FormulaSheet]
    ranges: SharedRanges
    _written: dict[Fill, Template] = field(default_factory=dict)
    _later: dict[Fill, dict[int, str]] = field(default_factory=dict)

    def template(self, fill: Fill) -> Template:
        """Write the formula of a fill."""
        if fill not in self._written:
            self._written[fill] = self._template(fill)
        return self._written[fill]

    def at(self, fill: Fill, place: int) -> str:
        """Write the formula of a cell."""
        return self.template(fill).at(fill.rows[place])

    def _template(self, fill: Fill) -> Template:
        row, index = fill.rows[0], fill.indices[0]
        made = template(fill.shape.for_engine, fill.column)
        if made is None or not made.fits(row):  # no cell would have this shape
            raise ValueError(fill.shape.text)
        text = made.at(row)
        sheet = self.sheets[fill.sheet]
        shared = joined(self.ranges.shared(tokens(text), sheet.name))
        if fill.area is not None and fill.area.size == 1 and not sheet.array(index).is_dynamic:
            shared = f"_xlfn.TAKE({shared},1,1)"
        if fill.area is not None:
            whole, (first, *later) = shared, bands(fill.area)
            shared = band_formula(whole, fill.area, first)
            self._later[fill] = {
                band.first_row: band_formula(whole, fill.area, band) for band in later
            }
        if shared == text:
            return made
        return template(atoms(shared, row, fill.column), fill.column) or made

    def later_bands(self, fill: Fill) -> dict[int, str]:
        """Write the formulas of a large array after its first, by the row that each stands in."""
        self.template(fill)
        return self._later.get(fill, {})


def engine_copy(
    package: Package,
    workbook: Workbook,
    fills: Iterable[Fill],
    live: CellSet,
    formulas: EngineFormulas,
    translator: FormulaTranslator,
) -> bytes:
    """Make the copy that the engine loads.

    Args:
        package: The workbook.
        workbook: Its workbook part.
        fills: Its formula cells.
        live: Those that are to be computed.
        formulas: Writes them.
        translator: Translates the defined names.
    """
    by_sheet: list[list[Fill]] = [[] for _ in formulas.sheets]
    for fill in fills:
        by_sheet[fill.sheet].append(fill)
    parts: dict[str, bytes] = {}
    for sheet, of in zip(formulas.sheets, by_sheet, strict=True):
        part = _part(sheet, of, live, formulas)
        if part is not None:
            parts[sheet.partname] = part
    edits = sorted((*_name_edits(workbook, translator), *_without_iteration(workbook)))
    if edits:
        parts[workbook.partname] = workbook.encoding.encode(edited(workbook.text, edits))
    return package.replaced_in_memory(parts)


def _without_iteration(workbook: Workbook) -> list[Edit]:
    """Keep the engine from computing circles a number of times, which it does in its own way."""
    found = _ITERATION.search(workbook.text) if workbook.iterates else None
    return [] if found is None else [(*found.span(1), "")]


def _name_edits(workbook: Workbook, translator: FormulaTranslator) -> list[Edit]:
    """Rewrite defined names; one that cannot be is left to the engine, which drops it."""
    edits = []
    for name in workbook.names:
        if not translator.may_rewrite(name.formula):
            continue
        try:
            found = translator.template(name.formula, FormulaPlace(None, 0, 0))
        except TableReferenceError:
            continue
        edits.append((name.start, name.end, escaped("".join(found.pieces))))
    return edits


def _part(
    sheet: FormulaSheet, fills: Sequence[Fill], live: CellSet, formulas: EngineFormulas
) -> bytes | None:
    """Write a sheet's part; None when the original serves."""
    inputs = strange_errors.strange_inputs(sheet)
    _, _, types, raws, written, forms = sheet.cells.formulas
    texts: list[str | None] = [None] * len(raws)
    strange = set()
    if "e" in types:
        pairs = enumerate(zip(types, raws, strict=True))
        strange = {index for index, (kind, raw) in pairs if strange_errors.is_strange(kind, raw)}
    for index in strange:
        texts[index] = strange_errors.call(raws[index])
    for fill in fills:
        if live.has_any(fill):
            _write(fill, live.of(fill), formulas, written, texts)
    if texts == written and not inputs and not strange and not any(forms):
        return None
    arrays = [a for a in sheet.forms.arrays if texts[a.index] is not None]
    return sheet.cells.for_engine(
        texts,
        arrays=[array.index for array in arrays],
        without_value=strange,
        blank=[child for array in arrays for child in array.children],
        formulas_instead=[(cell, strange_errors.call(cell.value)) for cell in inputs],
    )


def _write(
    fill: Fill,
    live: bytearray,
    formulas: EngineFormulas,
    written: Sequence[str],
    texts: list[str | None],
) -> None:
    """Write the formulas of a fill that are to be computed, as the file does where that serves."""
    given = formulas.template(fill)
    pieces = tuple(map(escaped, given.pieces))
    safe = Template(pieces, given.rows, given.common, escaped(given.format))
    original = fill.area is None and not fill.shape.is_translated
    for row, index, is_live in zip(fill.rows, fill.indices, live, strict=True):
        if is_live:
            texts[index] = (original and written[index]) or safe.at(row)
