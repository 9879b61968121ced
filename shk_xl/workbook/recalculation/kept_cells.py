"""The cells that keep their values although they should have been computed, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from shk_xl.domain.faults import Fault
from shk_xl.ooxml.addresses import address
from shk_xl.workbook.recalculation.computing import Computed
from shk_xl.workbook.recalculation.fault_tally import FaultTally
from shk_xl.workbook.recalculation.fills import Fill
from shk_xl.workbook.recalculation.formula_facts import CLOCK, RANDOM
from shk_xl.workbook.recalculation.formula_model import FormulaModel
from shk_xl.workbook.recalculation.static_doubts import Doubt


class Kept(NamedTuple):
    """A cell that keeps its value.

    Args:
        sheet: The sheet's name.
        address: The cell.
        doubt: Why it was not computed; None where only what it depends on was not.
        is_stale: A change reaches it, so its value is known to be old.
        is_missing: It has no value to keep.
    """

    sheet: str
    address: str
    doubt: Doubt | None
    is_stale: bool
    is_missing: bool


def kept_cells(computed: Computed) -> Iterator[Kept]:
    """Give the cells that keep their values, what-if tables apart, in the order of the sheets."""
    trust, outcome = computed.trust, computed.outcome
    doubted = trust.doubted()
    for fill in trust.model.fills:
        if fill.is_what_if or not (fill in doubted or outcome.stale.has_any(fill)):
            continue
        needed, stale = outcome.needed.of(fill), outcome.stale.of(fill)
        for place, (is_needed, is_stale) in enumerate(zip(needed, stale, strict=True)):
            doubt = trust.doubt(fill, place) if is_needed else None
            if doubt is not None or is_stale:
                name = trust.model.sheet(fill).name
                where = address(fill.rows[place], fill.column)
                missing = trust.cached.is_missing(fill, place)
                yield Kept(name, where, doubt, bool(is_stale), missing)


def stale_tables(computed: Computed) -> Iterator[Fill]:
    """Give the what-if tables that a change reaches."""
    for fill in computed.outcome.stale.fills():
        if fill.is_what_if:
            yield fill


def reports(kept: list[Kept], computed: Computed) -> tuple[Fault, ...]:
    """Tell what a person has to know of a workbook that was computed.

    Args:
        kept: The cells that keep their values.
        computed: The workbook.

    Returns:
        For each reason the first cell and how many there are: why cells were not computed,
        then those that are stale, then what follows the clock or chance.
    """
    tally = FaultTally()
    for cell in kept:
        if cell.doubt is not None:
            tally.add(cell.doubt.code, cell.sheet, cell.address, **cell.doubt.values)
    for cell in kept:
        if cell.is_stale:
            tally.add("value_stale", cell.sheet, cell.address)
    model = computed.trust.model
    for fill in stale_tables(computed):
        where = address(fill.rows[0], fill.column)
        tally.add("what_if_stale", model.sheet(fill).name, where)
    for code, functions in (("clock_followed", CLOCK), ("chance_followed", RANDOM)):
        for fill in model.fills:
            for function in sorted(model.of(fill).functions & functions):
                _add_volatile(tally, code, function, fill, model)
    return tuple(tally.faults())


def _add_volatile(
    tally: FaultTally, code: str, function: str, fill: Fill, model: FormulaModel
) -> None:
    for row in fill.rows:
        tally.add(code, model.sheet(fill).name, address(row, fill.column), function=function)


def missing_values(kept: list[Kept]) -> list[Fault]:
    """Tell of the cells that should keep a value and have none: they refuse the workbook."""
    tally = FaultTally()
    for cell in kept:
        if cell.is_missing and cell.doubt is not None:
            tally.add(cell.doubt.code, cell.sheet, cell.address, **cell.doubt.values)
    for cell in kept:
        if cell.is_missing and cell.doubt is None:
            tally.add("value_missing", cell.sheet, cell.address)
    return tally.faults()
