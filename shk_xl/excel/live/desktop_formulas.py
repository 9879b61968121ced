"""Formulas of an open workbook in the spelling that this Excel shows.

Rules: the formulas of a sheet are read in one call, and only those that change are written,
in blocks down a column. A formula that shares its cells with others (an array formula, or
values that spill from another cell) is left as it is and counted. While it goes on nothing
is calculated, and Excel does not fill columns by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import xlwings

from shk_xl.excel.live.protection import is_protected
from shk_xl.ooxml.addresses import Area, area
from shk_xl.workbook.spelling import displayed

DYNAMIC: Final = "formula2"
"""xlwings' name for formulas as an Excel with spilling arrays knows them."""
PLAIN: Final = "formula"


@dataclass(slots=True)
class Respelling:
    """What has been done so far.

    Args:
        changed: How many cells have been written.
        left: How many cells should change but can't be written alone, or are protected.
    """

    changed: int = 0
    left: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    """New formulas for cells below one another: the first row, the column, the formulas."""

    row: int
    column: int
    formulas: tuple[str, ...]


def respell(book: xlwings.Book, kind: str, done: Respelling) -> None:
    """Rewrite the formulas of a workbook that call our functions.

    Args:
        book: The open workbook.
        kind: ``DYNAMIC`` where this Excel knows it, else ``PLAIN``.
        done: Is kept up to date, so that a failure half-way can be told.
    """
    with _undisturbed(book.app):
        for sheet in book.sheets:
            used = sheet.used_range
            areas = _areas(sheet)
            for run in _runs(as_rows(getattr(used, kind)), used.row, used.column):
                _write(sheet, run, kind, areas, done)


def as_rows(formulas: object) -> Sequence[Sequence[object]]:
    """Give what a host returns for a range as rows: one cell comes as a scalar.

    >>> as_rows("=A1"), as_rows((("=A1", 2.0),))
    ([['=A1']], (('=A1', 2.0),))
    """
    if not isinstance(formulas, list | tuple):
        return [[formulas]]
    return formulas if isinstance(formulas[0], list | tuple) else [formulas]


def _runs(rows: Sequence[Sequence[object]], row: int, column: int) -> Iterator[_Run]:
    """Gather the cells that change, column by column."""
    for index, cells in enumerate(zip(*rows, strict=True), column):
        new: list[str] = []
        for number, formula in enumerate((*cells, None), row):
            changed = _changed(formula)
            if changed is not None:
                new.append(changed)
            elif new:
                yield _Run(number - len(new), index, tuple(new))
                new = []


def _changed(formula: object) -> str | None:
    if not isinstance(formula, str) or not formula.startswith("="):
        return None
    new = displayed(formula)
    return None if new == formula else new


def _write(
    sheet: xlwings.Sheet, run: _Run, kind: str, areas: Sequence[Area], done: Respelling
) -> None:
    """Write a run whole where every cell of it stands for itself, else cell by cell."""
    last = run.row + len(run.formulas) - 1
    cells = sheet.range((run.row, run.column), (last, run.column))
    if is_protected(sheet):
        done.left += len(run.formulas)
    elif not _is_shared(cells, run, kind, areas):
        setattr(cells, kind, [[formula] for formula in run.formulas])
        done.changed += len(run.formulas)
    elif len(run.formulas) == 1:
        done.left += 1
    else:
        for offset, formula in enumerate(run.formulas):
            one = _Run(run.row + offset, run.column, (formula,))
            _write(sheet, one, kind, areas, done)


def _areas(sheet: xlwings.Sheet) -> list[Area]:
    """Where the tables of a sheet are: nothing spills inside a table."""
    found = (area(table.range.address) for table in sheet.tables)
    return [one for one in found if one is not None]


def _is_shared(cells: xlwings.Range, run: _Run, kind: str, areas: Sequence[Area]) -> bool:
    """Whether some of the cells may belong to an array formula or to values that spill.

    Excel answers True, False, or nothing where the cells differ.
    """
    if cells.has_array is not False:
        return True
    last = run.row + len(run.formulas) - 1
    in_table = any(a.holds(run.row, run.column) and a.holds(last, run.column) for a in areas)
    if kind == PLAIN or in_table:
        return False
    # AppleScript has no word for it, so outside tables it may be on Mac.
    return sys.platform == "darwin" or cells.api.HasSpill is not False


@contextmanager
def _undisturbed(app: xlwings.App) -> Iterator[None]:
    """Let nothing be calculated or drawn meanwhile, and put back what was."""
    before = app.calculation
    filling = app.api.AutoCorrect if sys.platform == "win32" else None
    fills = filling and filling.AutoFillFormulasInLists
    app.calculation = "manual"
    app.screen_updating = False
    try:
        if filling:
            filling.AutoFillFormulasInLists = False
        yield
    finally:
        if filling:
            filling.AutoFillFormulasInLists = fills
        app.screen_updating = True
        app.calculation = before
