"""Recalculation of a workbook without Excel, with nothing else changed.

Rules: every formula is computed in dependency order; only cached values that differ are
written, and a second run changes nothing. What cannot be computed for certain refuses the
workbook as a whole, with every reason at once, and leaves it untouched. What-if tables keep
their values and are counted.

Source: ``docs/analysis/cached_values.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from typing import Any, Final

from shk_xl.domain.faults import Fault, Refused
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.functions.evaluate import evaluate
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.user_file import (
    make_folder,
    read_user_file,
    refuse_if_locked,
)
from shk_xl.ooxml.workbook_parts import Workbook, read_tables, read_workbook
from shk_xl.wording import in_words
from shk_xl.workbook.recalculation.cached_value import SharedStrings
from shk_xl.workbook.recalculation.calculation_copy import (
    OMITTED,
    FormulaTranslator,
    calculation_copy,
)
from shk_xl.workbook.recalculation.computed_sheets import Change, ComputedSheet, computed_sheet
from shk_xl.workbook.recalculation.engine import Engine, FunctionTable
from shk_xl.workbook.recalculation.engine_checks import check_errors, check_reading, check_spills
from shk_xl.workbook.recalculation.fault_tally import FaultTally
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet, read_sheets
from shk_xl.workbook.recalculation.formula_survey import (
    survey_functions,
    survey_names,
    survey_ranges,
)
from shk_xl.workbook.recalculation.shared_ranges import SharedRanges
from shk_xl.workbook.recalculation.structured_references import Tables

CATALOGUE: Final[FunctionTable] = {
    function.name: partial(evaluate, function) for function in FUNCTIONS
}
"""The functions that formulas may call, unless told otherwise."""


@dataclass(frozen=True)
class Recalculation:
    """What recalculation made of a workbook.

    Args:
        data: The workbook; the same object as was given when nothing changed.
        formulas: How many cells hold a formula.
        functions_called: How many times our functions were called.
        changed: How many cached values differ from before.
        errors: How many formulas give an error value other than #N/A, which is "unknown".
        kept: How many cells were left as they are, since they belong to a what-if table.
        changes: Gives every changed cell, made when asked for.
    """

    data: bytes
    formulas: int
    functions_called: int
    changed: int
    errors: int
    kept: int
    changes: Callable[[], list[Change]]

    @property
    def status(self) -> str:
        """``updated`` or ``unchanged``."""
        return "updated" if self.changed else "unchanged"

    def report(self, path: str) -> dict[str, Any]:
        """Give the object that ``recalc --json`` prints for this workbook."""
        return {
            "path": path,
            "status": self.status,
            "formulas": self.formulas,
            "functions_called": self.functions_called,
            "changed": self.changed,
            "errors": self.errors,
            "kept": self.kept,
            "reason": None,
        }


def recalculate(
    data: bytes, *, functions: FunctionTable = CATALOGUE, now: datetime | None = None
) -> Recalculation:
    """Recalculate a workbook.

    Args:
        data: The file, guarded before.
        functions: Our functions by upper-case name.
        now: What TODAY and NOW give; the clock when None.

    Returns:
        The workbook with the new values, and counts.

    Raises:
        Refused: It cannot be computed for certain; every reason found, nothing half done.
        BaseException: What one of our functions raised that is not a cell's error.
    """
    package = Package(data)
    workbook = read_workbook(package)
    _refuse_unsupported(package, workbook)
    sheets = read_sheets(package, workbook)
    kept = sum(area.size for sheet in sheets for _, area in sheet.forms.what_if)
    formulas = sum(len(sheet.cells) for sheet in sheets)
    if not formulas:
        return Recalculation(data, 0, 0, 0, 0, kept, list)
    strings = _shared_strings(package)
    engine, computed = _compute(package, workbook, sheets, functions, now, strings)
    parts = {one.sheet.partname: one.part() for one in computed if one.changed}
    return Recalculation(
        package.replaced(parts),
        formulas,
        engine.calls,
        sum(one.changed for one in computed),
        sum(one.errors for one in computed),
        kept,
        partial(_changes, computed, strings),
    )


def recalculate_file(path: Path, out: Path | None = None, *, write: bool = True) -> Recalculation:
    """Recalculate a workbook on disk.

    Args:
        path: The file.
        out: Where the result goes; into the file itself when None.
        write: Write the result; without it nothing on disk changes.

    Raises:
        Refused: As for ``recalculate``, the guard, or the file cannot be read or written.
    """
    data = read_user_file(path)
    target = out or path
    if write:
        refuse_if_locked(target)
    check_package(data, file=str(path))
    try:
        result = recalculate(data)
    except Refused as refused:
        raise Refused(_in_file(fault, str(path)) for fault in refused.faults) from refused
    if write and (result.changed or target != path):
        make_folder(target.parent)
        write_atomically(target, result.data)
    return result


def _in_file(fault: Fault, file: str) -> Fault:
    return replace(fault, place=replace(fault.place, file=file))


def refusal(path: str, refused: Refused) -> dict[str, Any]:
    """Give the object that ``recalc --json`` prints for a workbook that was refused."""
    counts = dict.fromkeys(("formulas", "functions_called", "changed", "errors", "kept"), 0)
    reason = " ".join(in_words(fault) for fault in refused.faults)
    return {"path": path, "status": "refused", **counts, "reason": reason}


def _refuse_unsupported(package: Package, workbook: Workbook) -> None:
    faults = []
    if any(r.type.endswith("digital-signature/origin") for r in package.relationships()):
        faults.append(Fault("workbook_signed"))
    if workbook.precision_as_displayed:
        faults.append(Fault("precision_as_displayed"))
    if workbook.strict:
        faults.append(Fault("workbook_strict"))
    if faults:
        raise Refused(faults)


def _compute(
    package: Package,
    workbook: Workbook,
    sheets: Sequence[FormulaSheet],
    functions: FunctionTable,
    now: datetime | None,
    strings: SharedStrings,
) -> tuple[Engine, list[ComputedSheet]]:
    """Evaluate the workbook, and refuse it when anything in it is uncertain."""
    tally = FaultTally()
    survey_functions(sheets, functions, tally)
    survey_ranges(sheets, workbook.names, tally)
    tables = Tables(table for sheet in workbook.sheets for table in read_tables(package, sheet))
    last_row = max(sheet.cells.last_row for sheet in sheets)
    ranges = SharedRanges(functions)
    translator = FormulaTranslator(tables, functions, last_row, ranges)
    copy, faults = calculation_copy(package, workbook, sheets, translator)
    _refuse(tally, faults)
    engine = Engine(copy, functions, omitted=OMITTED, date1904=workbook.date1904, now=now)
    engine.share(ranges.references)
    survey_names(sheets, engine.dropped_names(), tally)
    _refuse(tally)
    engine.evaluate()
    computed = [computed_sheet(sheet, engine, tally, strings) for sheet in sheets]
    _refuse(tally)
    known_names = {name.name.casefold() for name in workbook.names}
    for one in computed:
        check_spills(one.sheet, one.values, engine, tally)
        check_reading(one.sheet, one.values, translator, engine, tally)
        check_errors(one.sheet, one.values, known_names, tally)
    _refuse(tally)
    return engine, computed


def _refuse(tally: FaultTally, faults: Sequence[Fault] = ()) -> None:
    if tally or faults:
        raise Refused([*faults, *tally.faults()])


def _shared_strings(package: Package) -> SharedStrings:
    """Give shared strings by number, reading them when the first is asked for."""

    @cache
    def strings() -> tuple[str, ...]:
        return read_shared_strings(package)

    def string(number: int) -> str | None:
        return strings()[number] if number < len(strings()) else None

    return string


def _changes(computed: Iterable[ComputedSheet], strings: SharedStrings) -> list[Change]:
    return [change for one in computed for change in one.changes(strings)]
