"""The worksheet functions, through the catalogue and through xlwings' classic module."""

from __future__ import annotations

import pytest
from function_cases import CASES, Case, col
from hypothesis import given
from hypothesis import strategies as st

from shk_xl.excel import classic
from shk_xl.functions.catalogue import FUNCTIONS, find
from shk_xl.functions.cell_values import MISSING, Argument, Block, CellError, CellValue
from shk_xl.functions.evaluate import evaluate

NAMES = [f"{case.function}-{number}" for number, case in enumerate(CASES)]


def call(name: str, *arguments: Argument) -> CellValue | Block:
    """Evaluate a function of the catalogue by name."""
    function = find(name)
    assert function is not None
    return evaluate(function, arguments)


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_case_holds_in_the_catalogue(case: Case) -> None:
    result = call(case.function, *case.arguments)
    assert result == case.expected
    assert isinstance(result, CellError) == isinstance(case.expected, CellError)


def to_host(value: Argument) -> object:
    """Spell an argument as xlwings gives it: rows, errors as text, omitted as the default."""
    if value is MISSING:
        return value
    rows = value if isinstance(value, list) else [[value]]
    return [[cell.value if isinstance(cell, CellError) else cell for cell in row] for row in rows]


@pytest.mark.parametrize("case", CASES, ids=NAMES)
def test_every_case_holds_in_xlwings_classic(case: Case) -> None:
    function = getattr(classic, case.function)
    assert function(*map(to_host, case.arguments)) == classic.result_to_host(case.expected)


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_a_wrong_number_of_arguments_is_a_value_error(function: object) -> None:
    entry = find(getattr(function, "name", ""))
    assert entry is not None
    assert evaluate(entry, [1.0] * (len(entry.parameters) + 1)) is CellError.VALUE
    assert evaluate(entry, []) is CellError.VALUE
    assert evaluate(entry, [MISSING] * entry.required) is CellError.VALUE


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_every_function_is_explained(function: object) -> None:
    entry = find(getattr(function, "name", ""))
    assert entry is not None
    assert entry.name.isascii()
    assert entry.name.startswith("SHK_")
    assert entry.help.endswith(".")
    assert entry.example.startswith(f"={entry.name}(")
    assert all(parameter.help.endswith(".") for parameter in entry.parameters)
    optional = [parameter.optional for parameter in entry.parameters]
    assert optional == sorted(optional), "optional arguments stand last"


@given(st.lists(st.none() | st.integers(1, 5), min_size=1, max_size=6))
def test_the_score_lies_between_lowest_and_highest(points: list[int | None]) -> None:
    block = col(*points)
    low, high = call("SHK_PRIORITET_LAGST", block), call("SHK_PRIORITET_HOGST", block)
    score = call("SHK_PRIORITET", block)
    assert isinstance(low, float)
    assert isinstance(high, float)
    assert 1 <= low <= high <= 5
    if None in points:
        assert score is CellError.NA
    else:
        assert score == low == high


@given(st.lists(st.none() | st.just(CellError.NA) | st.integers(-10_000, 10_000), max_size=20))
def test_the_sum_and_the_count_share_the_cells_between_them(
    cells: list[int | CellError | None],
) -> None:
    block = col(*cells) if cells else col(None)
    known = [cell for cell in cells if isinstance(cell, int)]
    assert call("SHK_BUDGETSUMMA", block) == sum(known)
    assert call("SHK_OPRISSATTA", block) == sum(cell is CellError.NA for cell in cells)


@given(st.lists(st.sampled_from([1.0, 2.5, 4.5, CellError.NA]), min_size=1, max_size=8))
def test_ranks_are_those_of_a_competition(values: list[float | CellError]) -> None:
    block = col(*values)
    known = sorted((value for value in values if isinstance(value, float)), reverse=True)
    for value in values:
        expected = known.index(value) + 1 if isinstance(value, float) else CellError.NA
        assert call("SHK_RANG", value, block) == expected


def test_a_column_of_ranks_costs_no_more_than_sorting_it() -> None:
    """60 000 ranks of 60 000 values: comparing each with each would take an hour."""
    block = col(*(float(number % 500) for number in range(60_000)))
    ranks = call("SHK_RANG", block, block)
    assert isinstance(ranks, list)
    assert ranks[499] == [1]
    assert ranks[0] == [60_000 - 120 + 1]
