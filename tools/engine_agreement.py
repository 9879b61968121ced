"""Holds the engine against Excel, function by function, on workbooks that Excel saved.

Every cached value is first overwritten with a wrong one, then everything is computed, and what
is written is compared with what Excel had. A function is counted for each formula that calls
it. Run it with folders or files; it prints the table for ``docs/motorn.md``.
"""

from __future__ import annotations

import math
import sys
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from shk_xl.domain.faults import Refused
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.workbook.formula_tokens import Kind, tokens
from shk_xl.workbook.recalculation.cached_value import old_value
from shk_xl.workbook.recalculation.engine_limits import plain_name
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet, read_sheets
from shk_xl.workbook.recalculation.recalculate import Recalculation, recalculate
from shk_xl.workbook.recalculation.sheet_formulas import formula_texts

POISON = ("", "-987654321")
OPERATORS = "(bara operatorer)"
VOLATILE = frozenset(("NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY", "CELL", "INFO"))
"""What they gave when Excel saved the file is gone."""

Cell = tuple[str, str]
"""A sheet and an address."""


@dataclass(slots=True)
class Agreement:
    """How many formulas came out in which way, by function."""

    equal: Counter[str] = field(default_factory=Counter)
    kept: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    wrong_cells: list[tuple[str, Cell, CellValue, CellValue]] = field(default_factory=list)

    @property
    def functions(self) -> list[str]:
        """Every function met, by name."""
        return sorted({*self.equal, *self.kept, *self.wrong})


def sheets_of(data: bytes) -> tuple[FormulaSheet, ...]:
    """Read the sheets of a workbook."""
    package = Package(data)
    return read_sheets(package, read_workbook(package))


def poisoned(data: bytes, but: Collection[Cell] = ()) -> bytes:
    """Overwrite every cached value but those of what-if tables and of some cells."""
    parts = {}
    for sheet in sheets_of(data):
        kept = {index for index, _ in sheet.forms.what_if}
        kept |= {i for i in range(len(sheet.cells)) if (sheet.name, sheet.address(i)) in but}
        new = [None if i in kept else POISON for i in range(len(sheet.cells))]
        children = [
            (cell, POISON)
            for array in sheet.forms.arrays
            if array.index not in kept
            for cell in array.children
        ]
        parts[sheet.partname] = sheet.cells.with_values(new, children)
    return Package(data).replaced(parts)


def recomputed(data: bytes) -> tuple[Recalculation, set[Cell]] | None:
    """Compute everything from wrong values; give the cells that were not computed too.

    Those keep a wrong value the first time, and their own the second, so that nothing is
    computed from a wrong one. None when the workbook is refused.
    """
    kept: set[Cell] = set()
    result = None
    try:
        for _ in range(2):
            result = recalculate(poisoned(data, kept), full=True)
            kept |= {(cell.sheet, cell.address) for cell in result.kept_cells}
    except Refused:
        return None
    return None if result is None else (result, kept)


def held(data: bytes) -> Iterator[tuple[Cell, str, CellValue]]:
    """Give each formula cell with its formula and its cached value."""
    for sheet in sheets_of(data):
        of = sheet.cells.formulas
        what_if = {index for index, _ in sheet.forms.what_if}
        for index, text in enumerate(formula_texts(sheet)):
            if index not in what_if and (of.values[index] or of.types[index] == "str"):
                value = old_value(of.types[index], of.values[index], lambda _: None)
                yield (sheet.name, of.address(index)), text, value


def functions_of(formula: str) -> set[str]:
    """Name the functions that a formula calls."""
    called = {plain_name(text) for kind, text in tokens(formula) if kind is Kind.FUNCTION}
    return called or {OPERATORS}


def same(one: CellValue, other: CellValue) -> bool:
    """Whether two values agree to nine digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9)
    return type(one) is type(other) and one == other


def compare(paths: Iterable[Path]) -> Agreement:
    """Compare workbooks."""
    found = Agreement()
    for path in paths:
        data = path.read_bytes()
        try:
            check_package(data, file=path.name)
            excel = list(held(data))
            again = recomputed(data)
        except Refused:
            continue
        _count(found, path.name, excel, again)
    return found


def _count(
    found: Agreement,
    name: str,
    excel: list[tuple[Cell, str, CellValue]],
    again: tuple[Recalculation, set[Cell]] | None,
) -> None:
    kept = again[1] if again else set()
    ours = {cell: value for cell, _, value in held(again[0].data)} if again else {}
    for cell, formula, value in excel:
        functions = functions_of(formula)
        if functions & VOLATILE:
            continue
        if cell in kept or again is None:
            found.kept.update(functions)
        elif same(value, ours.get(cell)):
            found.equal.update(functions)
        else:
            found.wrong.update(functions)
            found.wrong_cells.append((name, cell, value, ours.get(cell)))


def table(agreement: Agreement) -> str:
    """Write the table, in Markdown."""
    lines = [
        "| funktion | formler | samma värde | orörda eller avböjda | fel |",
        "|---|---|---|---|---|",
    ]
    for name in agreement.functions:
        counts = [agreement.equal[name], agreement.kept[name], agreement.wrong[name]]
        shown = name if name == OPERATORS else f"`{name}`"
        lines.append(f"| {shown} | {sum(counts)} | {' | '.join(map(str, counts))} |")
    return "\n".join(lines)


def workbooks(arguments: Iterable[str]) -> list[Path]:
    """Find the workbooks in files and folders."""
    paths = [Path(argument) for argument in arguments]
    found = [book for path in paths for book in (path.glob("*.xls?") if path.is_dir() else [path])]
    return sorted(found)


if __name__ == "__main__":
    result = compare(workbooks(sys.argv[1:]))
    print(table(result))
    for wrong in result.wrong_cells:
        print(*wrong, file=sys.stderr)
    raise SystemExit(bool(result.wrong_cells))
