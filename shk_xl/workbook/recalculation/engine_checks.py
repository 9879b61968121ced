"""What has to hold before computed values may be written.

The engine may give a plausible value for a formula that it read or filled in another way
than Excel does. Whatever does not hold refuses the workbook.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from operator import add
from typing import Final

from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.addresses import LAST_COLUMN, Area
from shk_xl.ooxml.formula_forms import ArrayFormula
from shk_xl.ooxml.xml_lexer import character_data
from shk_xl.workbook.recalculation.calculation_copy import FormulaTranslator
from shk_xl.workbook.recalculation.engine import Engine, EngineValue, Uncomputed
from shk_xl.workbook.recalculation.engine_limits import names_used
from shk_xl.workbook.recalculation.fault_tally import FaultTally
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet
from shk_xl.workbook.recalculation.formula_tokens import tokens
from shk_xl.workbook.recalculation.shared_formulas import moved
from shk_xl.workbook.recalculation.structured_references import FormulaPlace

_SAMPLES: Final = 200
_DECIMAL: Final = re.compile(r"[0-9]+\.[0-9]+")
_DIGITS_IN_EXCEL: Final = 15
_LONGEST_TEXT: Final = 32_767


def certain_values(
    sheet: FormulaSheet, values: Sequence[EngineValue], tally: FaultTally
) -> list[CellValue]:
    """Find formulas without a value that can be written.

    Args:
        sheet: The sheet.
        values: What the engine has for its formula cells.
        tally: Takes the codes of ``Uncomputed``, ``formula_misread`` and ``value_doubtful``.

    Returns:
        The values; only those that were computed.
    """
    raws = sheet.cells.formulas.values
    kept = {index for index, _ in sheet.forms.what_if}
    certain: list[CellValue] = []
    add = certain.append
    for index, value in enumerate(values):
        if type(value) is float:
            add(value)
            continue
        if isinstance(value, Uncomputed):
            tally.add(value.value, sheet.name, sheet.address(index))
            continue
        add(value)
        if value is None and index not in kept:  # no formula gives a blank cell
            tally.add("formula_misread", sheet.name, sheet.address(index))
        elif type(value) is str and value != raws[index] and _is_doubtful_text(value):
            tally.add("value_doubtful", sheet.name, sheet.address(index))
    if not all(map(math.isfinite, (value for value in certain if type(value) is float))):
        infinite = (i for i, v in enumerate(values) if type(v) is float and not math.isfinite(v))
        tally.add("value_doubtful", sheet.name, sheet.address(next(infinite)))
    return certain


def _is_doubtful_text(text: str) -> bool:
    """Whether a text has a number with more digits than Excel gives, or is too long for it."""
    numbers = _DECIMAL.findall(text) if "." in text else ()
    digits = (len(number.replace(".", "").lstrip("0")) for number in numbers)
    return len(text) > _LONGEST_TEXT or any(count > _DIGITS_IN_EXCEL for count in digits)


def check_spills(
    sheet: FormulaSheet, values: Sequence[CellValue], engine: Engine, tally: FaultTally
) -> None:
    """Find formulas that fill other cells than the file says.

    Args:
        sheet: The sheet.
        values: What the engine has for its formula cells.
        engine: It has evaluated.
        tally: Takes ``array_size`` and ``formula_fills_several``.
    """
    arrays = set()
    for array in sheet.forms.arrays:
        arrays.add(array.index)
        address = sheet.address(array.index)
        if not _fits(array, engine.spill(sheet.name, address)):
            tally.add("array_size", sheet.name, address)
    blocked = [i for i, value in enumerate(values) if value is CellError.SPILL]
    spilled = [
        index
        for index in _beside_filled(sheet, engine)
        if engine.spill(sheet.name, sheet.address(index)) is not None
    ]
    for index in (*blocked, *spilled):
        if index not in arrays:
            tally.add("formula_fills_several", sheet.name, sheet.address(index))


def _fits(array: ArrayFormula, spill: Area | None) -> bool:
    """Whether the engine filled exactly the cells that the file has."""
    row, column, _, _ = array.area
    filled = spill or Area(row, column, row, column)
    return filled == array.area and len(array.children) == array.area.size - 1


def _beside_filled(sheet: FormulaSheet, engine: Engine) -> Iterator[int]:
    """Give formulas beside or above a cell that has a value but no formula, by their place.

    Only those can have spilled: the first cell that a spill fills lies there.
    """
    formulas = sheet.cells.formulas
    places = list(map(add, map(LAST_COLUMN.__mul__, formulas.rows), formulas.columns))
    taken = set(places)
    for step in (1, LAST_COLUMN):
        beside = {place + step for place in taken} - taken
        cells = [((place - 1) // LAST_COLUMN, (place - 1) % LAST_COLUMN + 1) for place in beside]
        values = engine.values(sheet.name, cells)
        filled = [p for p, value in zip(beside, values, strict=True) if value is not None]
        indices = {place: index for index, place in enumerate(places)} if filled else {}
        yield from (indices[place - step] for place in filled)


def check_reading(
    sheet: FormulaSheet,
    values: Sequence[CellValue],
    translator: FormulaTranslator,
    engine: Engine,
    tally: FaultTally,
) -> None:
    """Compare formulas with what the engine made of them.

    The engine reads what it cannot follow as ``#REF!``, so every formula with that value is
    looked at, and a sample of the others, spread over the sheet.

    Args:
        sheet: The sheet.
        values: What the engine has for its formula cells.
        translator: It made the calculation copy.
        engine: It has loaded the copy.
        tally: Takes ``formula_misread``.
    """
    masters = {user: shared.master for shared in sheet.shared for user in shared.users}
    count = len(values)
    broken = [index for index, value in enumerate(values) if value is CellError.REF]
    for index in dict.fromkeys((*range(0, count, max(1, count // _SAMPLES)), *broken)):
        expected = engine.spelled(_sent(sheet, index, masters.get(index, index), translator))
        address = sheet.address(index)
        if expected is not None and expected != engine.formula(sheet.name, address):
            tally.add("formula_misread", sheet.name, address)


def _sent(sheet: FormulaSheet, index: int, master: int, translator: FormulaTranslator) -> str:
    """Give the formula that a cell has in the calculation copy; a shared one at its master."""
    rows, columns, _, _, formulas, _ = sheet.cells.formulas
    place = FormulaPlace(sheet.name, rows[master], columns[master])
    sent = translator.template(character_data(formulas[master]), place).at(rows[master])
    if index == master:
        return sent
    return moved(tokens(sent), rows[index] - rows[master], columns[index] - columns[master])


def check_errors(
    sheet: FormulaSheet, values: Sequence[CellValue], known: Collection[str], tally: FaultTally
) -> None:
    """Find error values that Excel might not give.

    Args:
        sheet: The sheet.
        values: What the engine has for its formula cells.
        known: The defined names of the workbook, casefolded.
        tally: Takes ``name_unknown`` and ``value_doubtful``.
    """
    _, _, _, raws, formulas, _ = sheet.cells.formulas
    for index, value in enumerate(values) if CellError in set(map(type, values)) else ():
        if not isinstance(value, CellError) or value.value == raws[index]:
            continue
        formula = character_data(formulas[index])
        if value is CellError.NAME:  # the engine lets it through functions that would catch it
            unknown = (name for name in names_used(formula) if name.casefold() not in known)
            name = next(unknown, None)
            if name is not None:
                tally.add("name_unknown", sheet.name, sheet.address(index), name=name)
        elif value is not CellError.REF and "#REF!" in formula:
            tally.add("value_doubtful", sheet.name, sheet.address(index))
