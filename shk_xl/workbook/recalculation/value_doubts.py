"""What has to hold before a computed value may be written.

The engine may give a plausible value for a formula that it read or filled in another way than
Excel does. Whatever does not hold is a doubt about that cell.
"""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Iterator, Sequence
from types import MappingProxyType
from typing import Final, cast

from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.addresses import address
from shk_xl.workbook.formula_tokens import Kind
from shk_xl.workbook.recalculation.engine import Engine, EngineValue, Uncomputed
from shk_xl.workbook.recalculation.engine_copy import EngineFormulas
from shk_xl.workbook.recalculation.engine_limits import CATCHES_ERRORS, plain_name
from shk_xl.workbook.recalculation.engine_overrides import NAMES as OVERRIDDEN
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_facts import Facts
from shk_xl.workbook.recalculation.sheet_formulas import Shape
from shk_xl.workbook.recalculation.static_doubts import Doubt

_SAMPLES: Final = 20
_DECIMAL: Final = re.compile(r"[0-9]+\.[0-9]+")
_DIGITS_IN_EXCEL: Final = 15
_LONGEST_TEXT: Final = 32_767
_VALUE_DOUBTFUL: Final = Doubt("value_doubtful")
_MISREAD: Final = Doubt("formula_misread")
_SEVERAL: Final = Doubt("formula_fills_several")


def uncertain(values: Sequence[EngineValue], raws: Sequence[str]) -> Iterator[tuple[int, Doubt]]:
    """Find values that cannot be written.

    Args:
        values: What the engine has for some formula cells.
        raws: What the file has for them.

    Returns:
        The places of those, each with its doubt.
    """
    if set(map(type, values)) == {float} and all(map(math.isfinite, cast("list[float]", values))):
        return
    for place, value in enumerate(values):
        if type(value) is float:
            if not math.isfinite(value):
                yield place, _VALUE_DOUBTFUL
        elif isinstance(value, Uncomputed):
            yield place, Doubt(value.value)
        elif value is None:  # no formula gives a blank cell
            yield place, _MISREAD
        elif type(value) is str and value != raws[place] and _is_doubtful_text(value):
            yield place, _VALUE_DOUBTFUL


def _is_doubtful_text(text: str) -> bool:
    """Whether a text has a number with more digits than Excel gives, or is too long for it."""
    numbers = _DECIMAL.findall(text) if "." in text else ()
    digits = (len(number.replace(".", "").lstrip("0")) for number in numbers)
    return len(text) > _LONGEST_TEXT or any(count > _DIGITS_IN_EXCEL for count in digits)


def error_doubt(value: CellValue, raw: str, shape: Shape, known: Collection[str]) -> Doubt | None:
    """Tell whether an error value might be one that Excel does not give.

    Args:
        value: The value.
        raw: What the file has.
        shape: The formula.
        known: The defined names of the workbook, casefolded.
    """
    if not isinstance(value, CellError) or value.value == raw:
        return None
    if value is CellError.NAME:  # the engine lets it through functions that would catch it
        unknown = sorted(shape.mentions.names - set(known) - {"true", "false"})
        unknown = [name for name in unknown if not name.startswith("_xlpm.")]
        written = {token.text.casefold(): token.text for token in shape.tokens}
        if unknown:
            name = written.get(unknown[0], unknown[0])
            return Doubt("name_unknown", MappingProxyType({"name": name}))
    elif value is not CellError.REF and "#REF!" in shape.text:
        return _VALUE_DOUBTFUL
    return None


def several_values(
    fill: Fill, places: Sequence[int], values: Sequence[EngineValue], sheet: str, engine: Engine
) -> Iterator[tuple[int, Doubt]]:
    """Find ordinary formulas that filled, or would fill, more cells than their own.

    Args:
        fill: The formula.
        places: Those of its cells that were computed.
        values: What the engine has for them.
        sheet: The name of their sheet.
        engine: It has evaluated.
    """
    if not _may_be_several(fill.shape):
        return
    for at, value in enumerate(values):
        if value is CellError.SPILL:
            yield at, _SEVERAL
    rows, column = fill.rows, fill.column
    beside = engine.values(sheet, ((rows[place], column + 1) for place in places))
    ends = [
        at for at, place in enumerate(places) if rows[place : place + 2][1:] != [rows[place] + 1]
    ]
    below = engine.values(sheet, ((rows[places[at]] + 1, column) for at in ends))
    filled = {at for at, value in enumerate(beside) if value is not None}
    filled.update(at for at, value in zip(ends, below, strict=True) if value is not None)
    for at in sorted(filled):
        if engine.spill(sheet, address(rows[places[at]], column)) is not None:
            yield at, _SEVERAL


def _may_be_several(shape: Shape) -> bool:
    """Whether a formula could give several values."""
    written = "".join(atom for atom in shape.for_engine if isinstance(atom, str))
    if shape.mentions.names or any(sign in written for sign in ":#{"):
        return True
    calls = (plain_name(token.text) for token in shape.tokens if token.kind is Kind.FUNCTION)
    return any(name in _ARRAYS_FROM_NOTHING for name in calls)


_ARRAYS_FROM_NOTHING: Final = frozenset(
    ("SEQUENCE", "RANDARRAY", "OFFSET", "INDIRECT", "TEXTSPLIT", "MUNIT")
)


def misread(
    fill: Fill,
    places: Sequence[int],
    values: Sequence[EngineValue],
    sheet: str,
    formulas: EngineFormulas,
    engine: Engine,
) -> Iterator[tuple[int, Doubt]]:
    """Compare formulas with what the engine made of them.

    The engine reads what it cannot follow as ``#REF!``, so every formula with that value is
    looked at, and a sample of the others, spread over the fill.

    Args:
        fill: The formula.
        places: Those of its cells that were computed.
        values: What the engine has for them.
        sheet: The name of their sheet.
        formulas: Wrote them.
        engine: It has loaded them.
    """
    broken = (at for at, value in enumerate(values) if value is CellError.REF)
    step = max(1, len(places) // _SAMPLES)
    for at in dict.fromkeys((*range(0, len(places), step), *broken)):
        expected = engine.spelled(formulas.at(fill, places[at]))
        where = address(fill.rows[places[at]], fill.column)
        if expected is not None and expected != engine.formula(sheet, where):
            yield at, _MISREAD


def hides_several(shape: Shape, facts: Facts) -> bool:
    """Whether a formula could hide that one of our functions gave it an array."""
    return facts.ours and not shape.is_array and bool(facts.functions & CATCHES_ERRORS)


def hides_no_answer(facts: Facts) -> bool:
    """Whether a formula could hide that a function in place of the engine's had no answer."""
    return bool(facts.functions & OVERRIDDEN) and bool(facts.functions & CATCHES_ERRORS)
