"""Whether the computed columns show what the portfolio makes them show.

Rules: pure, over values that were read. An error in a computed cell is told unless it is the
``#N/A`` of something unknown. Values are compared where the domain knows the right one; a
row below its table has no formulas, and is passed over.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from shk_xl.domain.amounts import Amount, kronor_of
from shk_xl.domain.budget import allocated_to, sources
from shk_xl.domain.faults import Place
from shk_xl.domain.portfolio import Portfolio
from shk_xl.domain.priorities import priorities
from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.workbook.reading.plain import PlainTable, PlainValue
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.reading.values import is_blank
from shk_xl.workbook.schema import TABLES

Row = Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class OddCell:
    """A computed cell that shows something else than it should.

    Args:
        place: Where it is.
        shown: What it shows.
        right: What it should show; None where only its error is known to be wrong.
    """

    place: Place
    shown: PlainValue
    right: CellValue = None


def odd_cells(workbook: ReadWorkbook, computed: Mapping[str, PlainTable]) -> list[OddCell]:
    """Find the computed cells that show an error, or something else than they should.

    Args:
        workbook: What people typed.
        computed: What the computed columns show, by table name.

    Returns:
        In the order of the sheets, row by row.
    """
    return [
        odd
        for table in TABLES
        if table.name in computed
        for odd in _odd_in(computed[table.name], _right_rows(workbook, table.name))
    ]


def _odd_in(table: PlainTable, right: Mapping[int, Row]) -> Iterator[OddCell]:
    for row in table.rows:
        expected = right.get(row.number, {})
        for title, shown in row.values.items():
            place = table.place(row.number, title)
            if title in expected:
                if not _same(shown, expected[title]):
                    yield OddCell(place, shown, expected[title])
            elif isinstance(shown, CellError) and shown is not CellError.NA:
                yield OddCell(place, shown)


def _same(shown: PlainValue, right: CellValue) -> bool:
    if is_blank(shown) or is_blank(right):
        return is_blank(shown) and is_blank(right)
    if isinstance(shown, int | float) and isinstance(right, int | float):
        return math.isclose(shown, right, rel_tol=1e-9, abs_tol=1e-9)
    return shown == right


def _right_rows(workbook: ReadWorkbook, table: str) -> Mapping[int, Row]:
    """Give what each row of a table should show, by its number."""
    if table not in _RIGHT:
        return {}
    rows = _RIGHT[table](workbook.portfolio)
    return dict(zip(workbook.row_numbers[table], rows, strict=True))


def _initiatives(portfolio: Portfolio) -> Iterator[Row]:
    for standing in priorities(portfolio):
        initiative, score, place = standing.initiative, standing.score, standing.place
        funded = allocated_to(portfolio.allocations_by_initiative.get(initiative.code, ()))
        unknown = None if score is None else CellError.NA
        yield {
            "Kronor": _kronor(initiative.amount),
            "Finansierat": funded.kronor,
            "Poäng": float(score.low) if score and not score.missing else unknown,
            "Lägst": float(score.low) if score else None,
            "Högst": float(score.high) if score else None,
            "Plats": place.rank if place else unknown,
        }


def _scores(portfolio: Portfolio) -> Iterator[Row]:
    weights: dict[tuple[object, str], int] = {
        (criterion.type, criterion.name): criterion.weight for criterion in portfolio.criteria
    }
    for score in portfolio.scores:
        initiative = portfolio.initiative_by_code.get(score.initiative)
        key = (initiative.type if initiative else None, score.criterion)
        yield {"Vikt": weights.get(key, 0) if initiative else CellError.NA}


def _frames(portfolio: Portfolio) -> Iterator[Row]:
    by_name = {source.frame.name: source for source in sources(portfolio)}
    for frame in portfolio.frames:
        source = by_name.get(frame.name)
        if source is None:
            yield {"Fördelat": None, "Kvar": None}
        else:
            left = CellError.NA if source.left is None else source.left
            yield {"Fördelat": source.allocated.kronor, "Kvar": left}


def _allocations(portfolio: Portfolio) -> Iterator[Row]:
    for allocation in portfolio.allocations:
        yield {"Kronor": _kronor(allocation.amount)}


def _kronor(amount: Amount) -> CellValue:
    kronor = kronor_of(amount)
    return CellError.NA if kronor is None else kronor


_RIGHT: Final[Mapping[str, Callable[[Portfolio], Iterator[Row]]]] = {
    "Initiativ": _initiatives,
    "Värdering": _scores,
    "Ramar": _frames,
    "Finansiering": _allocations,
}
