"""Recalculation of a workbook without Excel, with nothing else changed.

Rules: Excel's cached value stands where nothing changed upstream (``trust_order``); only values
that differ are written, and a second run changes nothing. What cannot be computed for certain
keeps its value and is reported. Where it has none, the workbook is refused as a whole, with
every reason at once, and left untouched. What-if tables keep their values and are counted.

Source: ``docs/analysis/cached_values.md`` and ``docs/analysis/trust_order.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from shk_xl.domain.faults import Fault, Refused, placed
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.functions.cell_values import CellError
from shk_xl.functions.evaluate import evaluate
from shk_xl.ooxml.addresses import Area
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.user_file import (
    make_folder,
    read_user_file,
    refuse_if_locked,
)
from shk_xl.ooxml.workbook_parts import Workbook, read_workbook
from shk_xl.wording import in_words
from shk_xl.workbook.recalculation.cached_cells import CachedCells
from shk_xl.workbook.recalculation.cached_value import SharedStrings
from shk_xl.workbook.recalculation.changed_sheets import Change, ChangedSheet, changed_sheets
from shk_xl.workbook.recalculation.computing import Computed, Terms, compute
from shk_xl.workbook.recalculation.engine import FunctionTable
from shk_xl.workbook.recalculation.formula_model import read_model
from shk_xl.workbook.recalculation.formula_sheets import (
    FormulaSheet,
    read_sheets,
    refuse_iso_dates,
)
from shk_xl.workbook.recalculation.kept_cells import Kept, kept_cells, missing_values, reports
from shk_xl.workbook.recalculation.must_compute import must_compute

CATALOGUE: Final[FunctionTable] = {
    function.name: partial(evaluate, function) for function in FUNCTIONS
}
"""The functions that formulas may call, unless told otherwise."""
_NOTHING: Final[Mapping[str, Iterable[Area]]] = MappingProxyType({})


@dataclass(frozen=True)
class Recalculation:
    """What recalculation made of a workbook.

    Args:
        data: The workbook; the same object as was given when nothing changed.
        formulas: How many cells hold a formula.
        functions_called: How many times our functions were called.
        changed: How many cached values differ from before.
        errors: How many formulas give an error value other than #N/A, which is "unknown".
        kept: How many cells keep their values though they should have been computed, or belong
            to a what-if table.
        reports: What a person has to know, each with the first cell and their number: why
            cells keep their values, which are stale, what follows the clock or chance.
        changes: Gives every changed cell, made when asked for.
        kept_cells: Gives every cell that keeps its value, what-if tables apart.
    """

    data: bytes
    formulas: int
    functions_called: int
    changed: int
    errors: int
    kept: int
    reports: tuple[Fault, ...]
    changes: Callable[[], list[Change]]
    kept_cells: Sequence[Kept]

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
            "reason": " ".join(map(in_words, self.reports)) or None,
        }


def recalculate(
    data: bytes,
    *,
    functions: FunctionTable = CATALOGUE,
    now: datetime | None = None,
    full: bool = False,
    engine_wins: bool = False,
    edited: Mapping[str, Iterable[Area]] = _NOTHING,
) -> Recalculation:
    """Recalculate a workbook.

    Args:
        data: The file, guarded before.
        functions: Our functions by upper-case name.
        now: What TODAY and NOW give; the clock when None.
        full: Compute everything, also what has Excel's value.
        engine_wins: Write the engine's value also where it may differ from Excel's.
        edited: The cells that were edited since the values were computed, by sheet.

    Returns:
        The workbook with the new values, counts and reports.

    Raises:
        Refused: Something that has no value cannot be computed for certain, or the workbook
            cannot be computed at all; every reason found, nothing half done.
        BaseException: What one of our functions raised that is not a cell's error.
    """
    package = Package(data)
    workbook = read_workbook(package)
    if package.is_signed:
        raise Refused([Fault("workbook_signed")])
    sheets = read_sheets(package, workbook)
    strings = _shared_strings(package)
    model = read_model(package, workbook, sheets, functions)
    cached = CachedCells(sheets, strings, are_results=not workbook.calculates_on_load)
    must = must_compute(model, cached, edited, everything=full)
    if not len(must):
        return _unchanged(data, sheets)
    _refuse_unsupported(workbook, sheets)
    terms = Terms(functions, now, full=full, engine_wins=engine_wins)
    computed = compute(package, workbook, model, cached, must, terms)
    kept = list(kept_cells(computed))
    missing = missing_values(kept)
    if missing:
        raise Refused(missing)
    changed = changed_sheets(computed, strings)
    return _result(package, sheets, computed, changed, kept)


def _unchanged(data: bytes, sheets: Sequence[FormulaSheet]) -> Recalculation:
    """Tell of a workbook in which nothing has to be computed."""
    formulas = sum(len(sheet.cells) for sheet in sheets)
    return Recalculation(data, formulas, 0, 0, _errors(sheets, ()), _what_if(sheets), (), list, ())


def _result(
    package: Package,
    sheets: Sequence[FormulaSheet],
    computed: Computed,
    changed: Sequence[ChangedSheet],
    kept: list[Kept],
) -> Recalculation:
    parts = {one.sheet.partname: one.part() for one in changed}
    return Recalculation(
        package.replaced(parts),
        sum(len(sheet.cells) for sheet in sheets),
        computed.calls,
        sum(one.changed for one in changed),
        _errors(sheets, changed),
        len(kept) + _what_if(sheets),
        reports(kept, computed),
        partial(_changes, changed),
        kept,
    )


def recalculate_file(
    path: Path,
    out: Path | None = None,
    *,
    write: bool = True,
    now: datetime | None = None,
    full: bool = False,
    engine_wins: bool = False,
) -> Recalculation:
    """Recalculate a workbook on disk.

    Args:
        path: The file.
        out: Where the result goes; into the file itself when None.
        write: Write the result; without it nothing on disk changes.
        now: As for ``recalculate``.
        full: Likewise.
        engine_wins: Likewise.

    Raises:
        Refused: As for ``recalculate``, the guard, or the file cannot be read or written.
    """
    data = read_user_file(path)
    target = out or path
    if write:
        refuse_if_locked(target)
    check_package(data, file=str(path))
    with placed(file=str(path)):
        result = recalculate(data, now=now, full=full, engine_wins=engine_wins)
    if write and (result.changed or target != path):
        make_folder(target.parent)
        write_atomically(target, result.data)
    return result


def _refuse_unsupported(workbook: Workbook, sheets: Sequence[FormulaSheet]) -> None:
    """Refuse what the engine cannot compute in any cell."""
    faults = []
    if workbook.precision_as_displayed:
        faults.append(Fault("precision_as_displayed"))
    if workbook.strict:
        faults.append(Fault("workbook_strict"))
    if faults:
        raise Refused(faults)
    for sheet in sheets:
        with placed(sheet=sheet.name):
            refuse_iso_dates(sheet.cells)


def _what_if(sheets: Sequence[FormulaSheet]) -> int:
    """Count the cells of what-if tables."""
    return sum(area.size for sheet in sheets for _, area in sheet.forms.what_if)


def _errors(sheets: Sequence[FormulaSheet], changed: Sequence[ChangedSheet]) -> int:
    """Count the formulas that give an error value other than #N/A."""
    new = {one.sheet.partname: one.values for one in changed}
    count = 0
    for sheet in sheets:
        values = new.get(sheet.partname, {})
        _, _, types, raws, _, _ = sheet.cells.formulas
        if "e" in types:
            pairs = enumerate(zip(types, raws, strict=True))
            count += sum(
                type_ == "e" and raw != CellError.NA.value and index not in values
                for index, (type_, raw) in pairs
            )
        count += sum(
            isinstance(value, CellError) and value is not CellError.NA for value in values.values()
        )
    return count


def _shared_strings(package: Package) -> SharedStrings:
    """Give shared strings by number, reading them when the first is asked for."""

    @cache
    def strings() -> tuple[str, ...]:
        return read_shared_strings(package)

    def string(number: int) -> str | None:
        return strings()[number] if number < len(strings()) else None

    return string


def _changes(changed: Sequence[ChangedSheet]) -> list[Change]:
    return [change for one in changed for change in one.changes()]
