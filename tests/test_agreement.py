"""The workbook's own formulas and the domain count the same, whatever the portfolio."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.domain import budget
from shk_xl.domain.amounts import Amount, Known, Staff, Unknown, kronor_of
from shk_xl.domain.portfolio import (
    Allocation,
    Criterion,
    Frame,
    Initiative,
    InitiativeType,
    Portfolio,
    Score,
)
from shk_xl.domain.priorities import priorities
from shk_xl.workbook.building.build import build_workbook

FORUM, PILOT, ROLE = InitiativeType
CRITERIA = (
    Criterion(FORUM, "Mål", 2),
    Criterion(FORUM, "Partnerskap"),
    Criterion(PILOT, "Mål"),
    Criterion(PILOT, "Önskat", 3),
    Criterion(PILOT, "Rotorsaker"),
)
CODES = [f"I{number}" for number in range(5)]
SOURCES = ["Initiativbudget", "Pilotbudget"]


def amounts() -> st.SearchStrategy[Amount]:
    """Amounts in all states."""
    known = st.integers(-1_000, 10**9).map(Known)
    return st.one_of(known, st.just(Staff("oss")), st.just(Unknown("inväntar")))


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    types = draw(st.lists(st.sampled_from(InitiativeType), min_size=1, max_size=5))
    initiatives = tuple(
        Initiative(code, f"Initiativ {code}", type_, amount=draw(amounts()))
        for code, type_ in zip(CODES, types, strict=False)
    )
    points = st.none() | st.integers(1, 5)
    scores = tuple(
        Score(initiative.code, criterion.name, draw(points))
        for initiative in initiatives
        for criterion in CRITERIA
        if criterion.type is initiative.type and draw(st.booleans())
    )
    allocations = tuple(
        Allocation(initiative.code, source, draw(amounts()))
        for initiative in initiatives
        for source in SOURCES
        if draw(st.booleans())
    )
    frames = tuple(
        Frame(source, draw(st.integers(0, 10**9).map(Known) | st.just(Unknown())), "", False, True)  # noqa: FBT003
        for source in SOURCES
    )
    return Portfolio(
        initiatives=initiatives,
        criteria=CRITERIA,
        scores=scores,
        frames=frames,
        allocations=allocations,
    )


def rows(data: bytes, sheet: str) -> list[dict[Any, Any]]:
    """Read the cached values of a sheet's table by column."""
    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    header, *body = book[sheet].iter_rows(values_only=True)
    return [dict(zip(header, row, strict=True)) for row in body]


def shown(value: float | None) -> float | str:
    """Give what a cell shows for a number that may be unknown."""
    return "#N/A" if value is None else value


@settings(max_examples=12)
@given(portfolios())
def test_the_formulas_and_the_domain_count_the_same(portfolio: Portfolio) -> None:
    data = build_workbook(portfolio)
    for row, found in zip(rows(data, "Initiativ"), priorities(portfolio), strict=True):
        assert row["Kronor"] == shown(kronor_of(found.initiative.amount))
        allocated = portfolio.allocations_by_initiative.get(found.initiative.code, ())
        assert row["Finansierat"] == budget.allocated_to(allocated).kronor
        if found.score is None:
            assert {row["Poäng"] or "", row["Lägst"] or "", row["Plats"] or ""} == {""}
            continue
        exact = found.score.exact
        assert row["Poäng"] == shown(None if exact is None else float(exact))
        assert (row["Lägst"], row["Högst"]) == (float(found.score.low), float(found.score.high))
        assert row["Plats"] == shown(found.place.rank if found.place else None)
    for row, source in zip(rows(data, "Ramar"), budget.sources(portfolio), strict=True):
        assert row["Fördelat"] == source.allocated.kronor
        assert row["Kvar"] == shown(source.left)
