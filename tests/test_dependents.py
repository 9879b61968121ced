"""What a change reaches, against a count cell by cell; and that computing little is enough."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from raw_workbooks import workbook

from shk_xl.functions.cell_values import Argument, CellValue
from shk_xl.ooxml.addresses import address, column_letters
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.workbook.formula_tokens import tokens
from shk_xl.workbook.recalculation.dependents import Run, Spread
from shk_xl.workbook.recalculation.formula_model import FormulaModel, read_model
from shk_xl.workbook.recalculation.formula_shapes import atoms, template
from shk_xl.workbook.recalculation.formula_sheets import read_sheets
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.recalculation.references import mentions

ROWS, COLUMNS = 12, 4


def model_of(cells: dict[str, str]) -> FormulaModel:
    package = Package(workbook({"Blad": cells}))
    book = read_workbook(package)
    return read_model(package, book, read_sheets(package, book), {"SHK_D"})


def reached(cells: dict[str, str], start: tuple[int, int]) -> set[tuple[int, int]]:
    """The formula cells that a change of one cell reaches, by row and column."""
    model = model_of(cells)
    spread = Spread(model.dependents)
    spread.begin([Run(0, start[1], start[0], start[0])])
    return {
        (row, fill.column)
        for fill in model.fills
        for row, is_reached in zip(fill.rows, spread.reached(fill) or b"", strict=False)
        if is_reached
    }


def counted(cells: dict[str, str], start: tuple[int, int]) -> set[tuple[int, int]]:
    """The same, cell by cell."""
    refers = {at: precedents(text[1:], *at) for at, text in placed(cells) if text[0] == "="}
    found: set[tuple[int, int]] = set()
    waiting = [start]
    while waiting:
        changed = waiting.pop()
        new = {at for at, areas in refers.items() if at not in found and holds(areas, changed)}
        found |= new
        waiting += new
    return found


def placed(cells: dict[str, str]) -> Iterator[tuple[tuple[int, int], str]]:
    for where, text in cells.items():
        letters, row = re.fullmatch(r"([A-Z]+)(\d+)", where).groups()  # type: ignore[union-attr]
        yield (int(row), ord(letters) - 64), text


def precedents(formula: str, row: int, column: int) -> list[tuple[list[int], list[int]]]:
    return [
        (
            sorted((r.top.of(row), r.bottom.of(row))),
            sorted((r.left.of(column), r.right.of(column))),
        )
        for r in mentions(tokens(formula), row, column, 0, {"blad": 0}).references
    ]


def holds(areas: list[tuple[list[int], list[int]]], at: tuple[int, int]) -> bool:
    return any(
        rows[0] <= at[0] <= rows[1] and columns[0] <= at[1] <= columns[1] for rows, columns in areas
    )


rows, columns = st.integers(1, ROWS), st.integers(1, COLUMNS)
corners = st.builds(
    lambda column, row, fixed: f"{'$' * fixed[0]}{column_letters(column)}{'$' * fixed[1]}{row}",
    columns,
    rows,
    st.tuples(st.booleans(), st.booleans()),
)
references = st.one_of(
    corners,
    st.builds("{}:{}".format, corners, corners),
    columns.map(column_letters).map("{0}:{0}".format),
    rows.map("{0}:{0}".format),
)
FORMULAS = st.lists(
    st.tuples(st.lists(references, min_size=1, max_size=3), columns, rows, rows),
    min_size=1,
    max_size=6,
)


def filled(drawn: list[tuple[list[str], int, int, int]]) -> dict[str, str]:
    """Cells with formulas that are filled down some rows."""
    cells: dict[str, str] = {}
    for refers, column, first, last in drawn:
        parted = atoms("+".join(refers), first, column)
        made = template(parted, column)
        assert made is not None
        for row in range(first, max(first, last) + 1):
            if made.fits(row):
                cells[address(row, column)] = f"={made.at(row)}"
    return cells


@settings(max_examples=50)
@given(FORMULAS, columns, rows)
def test_a_change_reaches_what_it_reaches_cell_by_cell(
    drawn: list[tuple[list[str], int, int, int]], column: int, row: int
) -> None:
    cells = filled(drawn)
    assert reached(cells, (row, column)) == counted(cells, (row, column))


def doubled(arguments: list[Argument]) -> CellValue:
    value = arguments[0]
    return value * 2 if isinstance(value, float) else 0.0


OPERATIONS = st.sampled_from(["{0}+1", "SUM({0},{1})", "IF({0}>20,{1},3)", "MAX({0},{1})*2"])


@st.composite
def books(draw: st.DrawFn) -> dict[str, str]:
    """Numbers in A, our function of them in B, and formulas on what is above or before them."""
    cells = {f"A{row}": str(draw(st.integers(0, 30))) for row in range(1, 7)}
    cells |= {f"B{row}": f"=SHK_D(A{row})" for row in range(1, 7)}
    for column in "CDE":
        for row in range(1, 7):
            before = st.sampled_from([c for c in "BCDE" if c < column])
            operands = [f"{draw(before)}{draw(st.integers(1, 6))}" for _ in range(2)]
            if draw(st.booleans()):
                operands[0] = f"{operands[0][0]}$1:{operands[0][0]}{draw(st.integers(1, 6))}"
                operands[0] = f"SUM({operands[0]})"
            if row > 1 and draw(st.booleans()):
                operands[1] = f"{column}{row - 1}"
            cells[f"{column}{row}"] = f"={draw(OPERATIONS).format(*operands)}"
    return cells


@pytest.mark.thorough
@settings(max_examples=40)
@given(books(), st.integers(1, 6), st.integers(0, 30))
def test_computing_what_changed_is_as_good_as_computing_everything(
    cells: dict[str, str], row: int, number: int
) -> None:
    functions = {"SHK_D": doubled}
    data = recalculate(workbook({"Blad": cells}), functions=functions).data
    assert recalculate(data, functions=functions, full=True).data is data
    package = Package(data)
    part = "xl/worksheets/sheet1.xml"
    old = f'<c r="A{row}"><v>{cells[f"A{row}"]}</v>'
    new = f'<c r="A{row}"><v>{number}</v>'
    xml = package.read(part).decode()
    assert old in xml
    edited = package.replaced({part: xml.replace(old, new).encode()})
    little = recalculate(edited, functions=functions)
    assert little.data == recalculate(edited, functions=functions, full=True).data
    assert little.reports == ()


SHEETS = {
    "a running balance": ("D{r}", "=D{b}+A{r}"),
    "growing sums": ("D{r}", "=SUM($A$1:A{r})"),
    "sums of a whole column": ("D{r}", "=SUMIF($A$1:$A${n},A{r},$B$1:$B${n})"),
    "formulas all different": ("D{r}", "=SUM($A${r}:$B${r})"),
}


@pytest.mark.parametrize("kind", SHEETS)
def test_a_change_of_every_cell_reaches_every_formula(kind: str) -> None:
    """Long chains and long ranges, which recursion or a range cell by cell would not survive."""
    count = 4_000
    where, formula = SHEETS[kind]
    cells = {
        where.format(r=row): formula.format(r=row, b=row - 1, n=count)
        for row in range(2, count + 1)
    }
    model = model_of(cells)
    spread = Spread(model.dependents)
    spread.begin(Run(0, 1, row, row) for row in range(1, count + 1))
    assert sum((spread.reached(fill) or b"").count(1) for fill in model.fills) == count - 1
