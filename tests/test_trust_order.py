"""The trust order: what is computed, what keeps its value, and what is said about it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from raw_workbooks import table_xml, workbook

from shk_xl.domain.faults import Refused
from shk_xl.functions.cell_values import Argument, Block, CellValue
from shk_xl.ooxml.addresses import Area
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.wording import in_words
from shk_xl.workbook.recalculation.formula_sheets import read_sheets
from shk_xl.workbook.recalculation.recalculate import Recalculation, recalculate


def doubled(arguments: list[Argument]) -> CellValue:
    value = arguments[0]
    assert isinstance(value, float)
    return value * 2


OURS: dict[str, Callable[[list[Argument]], CellValue | Block]] = {"SHK_D": doubled}


def cell(formula: str, value: object, type_: str = "") -> str:
    given = f' t="{type_}"' if type_ else ""
    return f"<c{given}><f>{formula}</f><v>{value}</v></c>"


def run(cells: dict[str, str], **more: Any) -> Recalculation:
    """Recalculate a sheet, and see that a second run changes nothing."""
    terms = {key: more.pop(key) for key in ("full", "engine_wins", "now") if key in more}
    result = recalculate(workbook({"Blad": cells}, **more), functions=OURS, **terms)
    assert recalculate(result.data, functions=OURS, **terms).data is result.data
    assert all(map(in_words, result.reports))
    return result


def changed(result: Recalculation) -> dict[str, CellValue]:
    return {change.address: change.new for change in result.changes()}


def reported(result: Recalculation) -> list[tuple[str, str | None, dict[str, object]]]:
    return [(fault.code, fault.place.cell, dict(fault.values)) for fault in result.reports]


def refused(cells: dict[str, str], **more: Any) -> list[tuple[str, str | None, dict[str, object]]]:
    with pytest.raises(Refused) as error:
        recalculate(workbook({"Blad": cells}, **more), functions=OURS)
    assert all(map(in_words, error.value.faults))
    return [(f.code, f.place.cell, dict(f.values)) for f in error.value.faults]


def test_a_value_of_excels_stands_where_nothing_changed() -> None:
    result = run({"A1": "1", "B1": cell("A1+1", 99), "C1": cell("SHK_D(5)", 10)})
    assert result.changed == 0
    assert (result.functions_called, result.kept, result.reports) == (1, 0, ())


def test_what_depends_on_a_changed_value_is_computed_and_nothing_else() -> None:
    cells = {
        "A1": "3",
        "B1": cell("SHK_D(A1)", 4),
        "B2": cell("B1+1", 5),
        "B3": cell("IF(B2&gt;0,7,8)", 7),
        "B4": cell("B3+1", 99),
        "B5": cell("A1+1", 99),
    }
    assert changed(run(cells)) == {"B1": 6.0, "B2": 7.0}


def test_everything_is_computed_when_asked_for() -> None:
    cells = {"A1": "3", "B1": cell("A1+1", 99), "B2": cell("B1*2", 8)}
    assert changed(run(cells, full=True)) == {"B1": 4.0}


def test_a_workbook_that_asks_to_be_computed_on_opening_has_no_results() -> None:
    cells = {"A1": "3", "B1": cell("A1+1", 0)}
    flag = '|<calcPr fullCalcOnLoad="1"/>'
    assert changed(run(cells, properties=flag)) == {"B1": 4.0}
    unknown = {**cells, "B2": cell("OKÄND(1)", 0)}
    assert refused(unknown, properties=flag)[0][0] == "function_unknown"


REACHED = {
    "a cell": "B1",
    "a range": "SUM(A1:C1)",
    "a range around it": "SUM($A$1:$D$9)",
    "a whole column": "SUM(B:B)",
    "a whole row": "SUM($1:$1)",
    "another sheet's spelling": "SUM(Blad!B1,1)",
    "a name": "SUM(Namnet)",
    "a name of a name": "Namnet2+1",
    "a table": "SUM(Tbl[Två])",
    "a range that ends in a function": "SUM(A1:INDEX(A1:C1,1,3))",
    "two ranges": "SUM(A1:A9,B1:B9)",
}


@pytest.mark.parametrize("what", REACHED)
def test_a_change_reaches_what_refers_to_it(what: str) -> None:
    cells = {
        "A1": "1",
        "B1": cell("SHK_D(2)", 3),
        "C1": "5",
        "F20": cell(REACHED[what].replace("<", "&lt;"), -1),
        "F21": cell("F20*2", -2),
        "F22": cell("A1*2", -3),
        "H1": "Ett",
        "I1": "Två",
        "H2": "1",
        "I2": cell("B1", 3),
    }
    result = run(
        cells,
        names={"Namnet": "Blad!$B$1:$B$2", "Namnet2": "SUM(namnet)"},
        tables={"Blad": [table_xml("Tbl", "H1:I2", ["Ett", "Två"])]},
    )
    assert changed(result).keys() == {"B1", "I2", "F20", "F21"}


def test_a_change_reaches_other_sheets() -> None:
    sheets = {
        "Ett": {"A1": cell("SHK_D(2)", 3)},
        "Två": {"A1": cell("Ett!A1+1", 4)},
        "Åsas 'tre'": {"A1": cell("SUM(Ett:Två!A1)", 7), "A2": cell("SUM('Två'!A1:A1)", 4)},
    }
    result = recalculate(workbook(sheets), functions=OURS)
    found = {(change.sheet, change.address): change.new for change in result.changes()}
    assert found == {("Ett", "A1"): 4.0, ("Två", "A1"): 5.0, ("Åsas 'tre'", "A2"): 5.0}
    assert [(f.code, f.place.sheet, f.place.cell) for f in result.reports] == [
        ("formula_not_supported", "Åsas 'tre'", "A1"),
        ("value_stale", "Åsas 'tre'", "A1"),
    ]


NOON = datetime(2024, 2, 29, 12, 0)  # noqa: DTZ001 - local time, as Excel's


def test_the_clock_is_followed_and_reported() -> None:
    cells = {"A1": cell("TODAY()", 1), "A2": cell("A1+1", 2), "A3": cell("1+1", 9)}
    result = run(cells, now=NOON)
    assert changed(result) == {"A1": 45351.0, "A2": 45352.0}
    assert reported(result) == [("clock_followed", "A1", {"function": "TODAY", "count": 1})]


def test_chance_is_reported() -> None:
    result = recalculate(workbook({"Blad": {"A1": cell("RAND()", 2)}}))
    assert changed(result).keys() == {"A1"}
    assert reported(result) == [("chance_followed", "A1", {"function": "RAND", "count": 1})]


@pytest.mark.parametrize("formula", ["INDIRECT(&quot;A&quot;&amp;1)", "OFFSET(A2,-1,0)"])
def test_functions_that_find_cells_are_always_computed(formula: str) -> None:
    assert changed(run({"A1": "5", "A2": "6", "B1": cell(formula, 1)})) == {"B1": 5.0}


DISAGREES = {
    "A1": "2.5",
    "B1": cell("ROUND(A1,0)", 99),
    "B2": cell("ROUND(SHK_D(A1),0)", 7),
    "B3": cell("B2+SHK_D(1)", 8),
    "B4": cell("ROUND(SHK_D(A1),-1)", 7),
}


def test_a_function_on_which_the_engine_and_excel_disagree_is_not_used() -> None:
    result = run(DISAGREES)
    assert changed(result) == {"B3": 9.0, "B4": 10.0}
    values = {"function": "ROUND", "witness": "Blad!B1", "excel": "99", "engine": "3", "count": 1}
    assert reported(result) == [("engine_disagrees", "B2", values)]
    assert result.kept == 1
    assert "Blad!B2: Värdet är orört: ROUND ger ett annat svar" in str(result.report("x")["reason"])


def test_the_engine_may_win() -> None:
    result = run(DISAGREES, engine_wins=True)
    assert changed(result) == {"B2": 5.0, "B3": 7.0, "B4": 10.0}
    assert (result.kept, result.reports) == (0, ())


def test_a_doubtful_formula_without_a_value_refuses_the_workbook() -> None:
    found = refused({**DISAGREES, "B2": "=ROUND(SHK_D(A1),0)"})
    assert [(code, where) for code, where, _ in found] == [("engine_disagrees", "B2")]


def test_a_disagreement_downstream_is_found_too() -> None:
    cells = {
        "A1": cell("SHK_D(2)", 4),
        "B1": cell("ROUND(A1,1)", 77),
        "B2": cell("B1+1", 78),
        "C1": cell("SHK_D(3)", 5),
        "C2": cell("ROUND(C1,1)", 5),
    }
    result = run(cells)
    assert changed(result) == {"C1": 6.0}
    assert [(code, where) for code, where, _ in reported(result)] == [
        ("engine_disagrees", "C2"),
        ("value_stale", "C2"),
    ]


STALE = {
    "A1": "3",
    "B1": cell("SHK_D(A1)", 4),
    "B2": cell("FIXED(B1,0)", "A4", "str"),
    "B3": cell("LEN(B2)+B1", 6),
    "B4": cell("B1*10", 40),
}


def test_what_depends_on_an_old_value_is_old_and_said_to_be_so() -> None:
    result = run(STALE)
    assert changed(result) == {"B1": 6.0, "B4": 60.0}
    assert reported(result) == [
        ("function_doubtful", "B2", {"function": "FIXED", "count": 1}),
        ("value_stale", "B2", {"count": 2}),
    ]
    assert [(c.address, c.is_stale) for c in result.kept_cells] == [("B2", True), ("B3", True)]


def test_an_old_value_that_is_missing_refuses_the_workbook() -> None:
    found = refused({**STALE, "B3": "=LEN(B2)+B1"})
    assert found == [("value_missing", "B3", {"count": 1})]


def test_what_cannot_be_computed_matters_only_where_it_must_be() -> None:
    cells = {
        "A1": cell("OKÄND(1)", 5),
        "A2": cell("SHK_D(A1)", 4),
        "A3": cell("1+*(", 6),
        "A4": cell("SUM(Saknas[A])", 7),
        "A5": cell("Namn+1", 8),
        "A6": cell("[1]Blad1!A1", 9),
        "A7": cell("SUM(C1:C3*2)", 10),
    }
    result = run(cells)
    assert changed(result) == {"A2": 10.0}
    assert result.reports == ()


def test_nothing_is_loaded_when_nothing_must_be_computed() -> None:
    cells = {"A1": '<c t="e"><v>#PYTHON!</v></c>', "A2": cell("A1", 9)}
    settings = '|<calcPr fullPrecision="0"/>'
    assert run(cells, properties=settings).status == "unchanged"


CIRCLE = {"A1": cell("B1+1", 1), "B1": cell("A1+SHK_D(1)", 1), "C1": cell("A1*2", 2)}


def test_a_circle_is_refused_with_its_cells_in_order() -> None:
    found = refused(CIRCLE)
    values = {"circle": "Blad!A1 → Blad!B1 → Blad!A1", "count": 2}
    assert found == [("formula_circular", "A1", values)]


def test_a_circle_in_a_branch_that_is_not_taken_is_none() -> None:
    cells = {"A1": cell("IF(TRUE,SHK_D(1),A2)", 1), "A2": cell("A1+1", 2)}
    assert changed(run(cells)) == {"A1": 2.0, "A2": 3.0}


def test_a_circle_that_need_not_be_computed_does_no_harm() -> None:
    cells = {"A1": cell("B1+1", 1), "B1": cell("A1+1", 1), "C1": cell("SHK_D(1)", 1)}
    assert changed(run(cells)) == {"C1": 2.0}


def test_a_circle_that_excel_iterates_keeps_its_values() -> None:
    result = run(CIRCLE, properties='|<calcPr iterate="1"/>')
    assert result.changed == 0
    assert ("circle_iterates", "B1") in [(code, where) for code, where, _ in reported(result)]


def test_a_what_if_table_that_a_change_reaches_is_old() -> None:
    cells = {
        "A1": cell("SHK_D(2)", 3),
        "B1": cell("A1*2", 6),
        "A2": "1",
        "B2": '<c><f t="dataTable" ref="B2:B3" dt2D="0" dtr="0" r1="A1"/><v>5</v></c>',
        "A3": "2",
        "B3": "6",
        "C1": cell("SUM(B2:B3)", 11),
    }
    result = run(cells)
    assert changed(result) == {"A1": 4.0, "B1": 8.0}
    assert reported(result) == [
        ("value_stale", "C1", {"count": 1}),
        ("what_if_stale", "B2", {"count": 1}),
    ]
    assert result.kept == 3


def test_subtotals_pass_over_subtotals_that_are_not_computed() -> None:
    cells = {
        "A1": cell("SHK_D(1)", 1),
        "A2": "5",
        "A3": cell("SUBTOTAL(9,A2:A2)", 5),
        "A4": cell("SUBTOTAL(9,A1:A3)", 6),
    }
    assert changed(run(cells)) == {"A1": 2.0, "A4": 7.0}


def test_one_changed_input_changes_its_dependents_as_computing_everything_does() -> None:
    rows = range(1, 30)
    cells = {f"A{row}": str(row) for row in rows}
    cells |= {f"B{row}": cell(f"SHK_D(A{row})", row * 2) for row in rows}
    total = 0
    for row in rows:
        total += row * 2
        formula = f"C{row - 1}+B{row}" if row > 1 else "B1"
        cells[f"C{row}"] = cell(formula, total)
        cells[f"D{row}"] = cell(f"A{row}*0", 0)
    cells["E1"] = cell("SUM(B:B)", total)
    assert run(cells).changed == 0
    cells["A20"] = "21"
    little, everything = run(cells), run(cells, full=True)
    assert little.data == everything.data
    assert changed(little).keys() == {"B20", "E1", *(f"C{row}" for row in range(20, 30))}


def test_what_refers_to_edited_cells_is_computed_and_nothing_else() -> None:
    cells = {
        "A1": "3",
        "A2": "4",
        "B1": cell("A1+1", 99),
        "B2": cell("B1*2", 198),
        "B3": cell("A2+1", 99),
        "B4": cell("SUM(A1:A9)", 99),
        "B5": cell("Tal*2", 99),
        "B6": cell("COUNTA(C5:D5)", 99),
    }
    names = {"Tal": "Blad!$A$1"}
    data = workbook({"Blad": cells}, names=names)
    edited = {"Blad": [Area(1, 1, 1, 1), Area(5, 3, 5, 4)], "Annat": [Area(2, 1, 2, 1)]}
    result = recalculate(data, functions=OURS, edited=edited)
    assert changed(result) == {"B1": 4.0, "B2": 8.0, "B4": 7.0, "B5": 6.0, "B6": 0.0}
    assert recalculate(data, functions=OURS).data is data


def test_rich_values_go_with_the_value_that_they_meant() -> None:
    cells = {"A1": '<c s="1" t="e" vm="2"><f>SHK_D(2)</f><v>#VALUE!</v></c>', "A2": '<c vm="3"/>'}
    data = recalculate(workbook({"Blad": cells}), functions=OURS).data
    package = Package(data)
    part = package.read(read_sheets(package, read_workbook(package))[0].partname).decode()
    assert '<c r="A1" s="1"><f>SHK_D(2)</f><v>4</v></c>' in part
    assert '<c r="A2" vm="3"/>' in part
