"""What stands in the formulas, before anything is calculated: what cannot be, is refused.

An unknown function inside ``IFERROR`` would give a plausible value, so the names are looked
for in the formulas, not in the results.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import partial
from typing import Final

from shk_xl.ooxml.workbook_parts import DefinedName
from shk_xl.workbook.recalculation.engine import unknown_functions
from shk_xl.workbook.recalculation.engine_limits import (
    DOUBTFUL,
    LEAVES_OUT_HIDDEN_ROWS,
    Call,
    calls,
    is_doubtful,
    names_called,
    names_used,
    plain_name,
)
from shk_xl.workbook.recalculation.fault_tally import FaultTally
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet
from shk_xl.workbook.recalculation.formula_tokens import our_name
from shk_xl.workbook.recalculation.ranges_as_values import (
    holds_range_as_value,
    is_range,
    may_hold_range_as_value,
)

_DIGITS_ALIKE: Final = str.maketrans("023456789", "111111111")
_MACRO_SIGNS: Final = re.compile(r"[\\?]")
"""What the names of macros may hold, and those of worksheet functions may not."""


def survey_functions(
    sheets: Sequence[FormulaSheet], functions: Collection[str], tally: FaultTally
) -> None:
    """Find calls of functions that nobody knows, or that the engine gets wrong.

    Args:
        sheets: The worksheets.
        functions: The names of our functions, in upper case.
        tally: Takes ``function_unknown`` and ``function_doubtful``.
    """
    hidden_rows = any(sheet.cells.may_have_hidden_rows for sheet in sheets)
    watched = {*DOUBTFUL, *(LEAVES_OUT_HIDDEN_ROWS if hidden_rows else ())}
    for sheet in sheets:
        names = {n for n in names_called(sheet.text) if our_name(n, functions) is None}
        unknown = unknown_functions(sorted(names))
        suspects = unknown | {name for name in names if plain_name(name) in watched}
        if suspects:
            doubtful = partial(is_doubtful, hidden_rows=hidden_rows)
            _tally_calls(sheet, suspects, unknown, doubtful, tally)


def _tally_calls(
    sheet: FormulaSheet,
    suspects: set[str],
    unknown: set[str],
    doubtful: Callable[[Call], bool],
    tally: FaultTally,
) -> None:
    for index, formula in sheet.formulas_where(partial(_mentions, suspects)):
        address = sheet.address(index)
        for call in calls(formula):
            if _MACRO_SIGNS.split(call.name)[-1] in unknown:
                tally.add("function_unknown", sheet.name, address, function=call.name)
            elif doubtful(call):
                name = plain_name(call.name)
                tally.add("function_doubtful", sheet.name, address, function=name)


def _mentions(suspects: set[str], formula: str) -> bool:
    return any(f"{name}(" in formula for name in suspects)


def survey_ranges(
    sheets: Iterable[FormulaSheet], names: Iterable[DefinedName], tally: FaultTally
) -> None:
    """Find ranges where one value is meant.

    Args:
        sheets: The worksheets.
        names: The defined names of the workbook.
        tally: Takes ``range_as_value``.
    """
    ranges = {name.name.casefold() for name in names if is_range(name.formula)}
    for sheet in sheets:
        folded = sheet.text.casefold()
        if not (may_hold_range_as_value(sheet.text) or any(name in folded for name in ranges)):
            continue
        arrays = {array.index for array in sheet.forms.arrays}
        ordinary = (index for index in range(len(sheet.cells)) if index not in arrays)
        for indices, is_array in ((ordinary, False), (arrays, True)):
            wanted = _by_shape(
                partial(holds_range_as_value, is_array=is_array, range_names=ranges), ranges
            )
            for index, _ in sheet.formulas_where(wanted, indices):
                tally.add("range_as_value", sheet.name, sheet.address(index))


def _by_shape(
    verdict: Callable[[str], bool], range_names: Collection[str]
) -> Callable[[str], bool]:
    """Ask once for all formulas that differ in their row numbers only, as copies do."""
    if any(character.isdigit() for name in range_names for character in name):
        return verdict
    verdicts: dict[str, bool] = {}

    def remembered(formula: str) -> bool:
        shape = formula.translate(_DIGITS_ALIKE)
        if shape not in verdicts:
            verdicts[shape] = verdict(formula)
        return verdicts[shape]

    return remembered


def survey_names(
    sheets: Iterable[FormulaSheet], dropped: Collection[str], tally: FaultTally
) -> None:
    """Find uses of defined names that the engine cannot compute.

    Args:
        sheets: The worksheets.
        dropped: The names, casefolded.
        tally: Takes ``name_not_supported``.
    """
    for sheet in sheets if dropped else ():
        folded = sheet.text.casefold()
        present = {name for name in dropped if name in folded}
        if not present:
            continue
        for index, formula in sheet.formulas_where(bool):
            for name in names_used(formula):
                if name.casefold() in present:
                    tally.add("name_not_supported", sheet.name, sheet.address(index), name=name)
