"""The engine behind its door: what goes in and out, and where it is known to be wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from raw_workbooks import workbook

from shk_xl.domain.faults import Refused
from shk_xl.functions.cell_values import MISSING, Argument, Block, CellError, CellValue
from shk_xl.ooxml.addresses import Area, area
from shk_xl.workbook.recalculation.engine import Engine, EngineValue, Uncomputed, unknown_functions
from shk_xl.workbook.recalculation.engine_limits import DOUBTFUL, Call, is_doubtful
from shk_xl.workbook.recalculation.engine_overrides import NAMES as OVERRIDDEN
from shk_xl.workbook.recalculation.engine_overrides import Overrides
from shk_xl.workbook.recalculation.formula_translator import OMITTED

SHEET = "Åsas blad's"


def evaluated(
    cells: dict[str, str],
    function: Callable[[list[Argument]], CellValue | Block] = lambda _: None,
    **more: object,
) -> Engine:
    data = workbook({SHEET: cells}, names=more.pop("names", None))  # type: ignore[arg-type]
    engine = Engine(data, {"SHK_X": function}, omitted=OMITTED, **more)  # type: ignore[arg-type]
    engine.evaluate()
    return engine


def value(engine: Engine, address: str) -> EngineValue:
    place = area(address)
    assert place is not None
    return engine.values(SHEET, [(place.first_row, place.first_column)])[0]


def test_arguments_arrive_as_ours() -> None:
    seen: list[list[Argument]] = []

    def note(arguments: list[Argument]) -> CellValue:
        seen.append(arguments)
        return 1

    cells = {"A1": "5", "A2": "åäö", "A3": '<c t="b"><v>1</v></c>', "A4": "=1/0"}
    cells["A5"] = '<c t="e"><v>#N/A</v></c>'
    cells["C1"] = f'=SHK_X(A1,"{OMITTED}",A1:B5,A9,NA(),"","x",TRUE,-1.5)'
    cells["C2"] = "=SHK_X()"
    engine = evaluated(cells, note)
    block = [[5.0, None], ["åäö", None], [True, None], [CellError.DIV0, None], [CellError.NA, None]]
    first = [5.0, MISSING, block, None, CellError.NA, "", "x", True, -1.5]
    assert sorted(seen, key=len) == [[], first]
    assert engine.calls == 2
    assert value(engine, "C1") == 1.0


@pytest.mark.parametrize(
    "result",
    [1.5, 0.1 + 0.2, "å & \n", "", True, False, *(e for e in CellError if e.value[1] in "NDVR")],
)
def test_results_come_back_as_they_are(result: CellValue) -> None:
    engine = evaluated({"A1": "=SHK_X()", "A2": "=A1"}, lambda _: result)
    assert value(engine, "A1") == value(engine, "A2") == result


def test_a_whole_number_comes_back_as_a_double() -> None:
    found = value(evaluated({"A1": "=SHK_X()"}, lambda _: 10**20), "A1")
    assert found == 1e20
    assert type(found) is float


def test_a_blank_result_is_zero_as_in_excel() -> None:
    assert value(evaluated({"A1": "=SHK_X()", "B1": "=C9"}), "A1") == 0.0


def test_a_block_fills_cells() -> None:
    def block(_: list[Argument]) -> Block:
        return [[1.0, "å"], [CellError.NA, None]]

    engine = evaluated({"B2": "=SHK_X()"}, block)
    assert engine.spill(SHEET, "B2") == Area(2, 2, 3, 3)
    assert [value(engine, a) for a in ("B2", "C2", "B3")] == [1.0, "å", CellError.NA]


def test_an_exception_in_a_function_ends_the_evaluation() -> None:
    def broken(_: list[Argument]) -> CellValue:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        evaluated({"A1": "=IFERROR(SHK_X(),0)"}, broken)


def test_an_error_of_ours_that_the_engine_lacks_ends_the_evaluation() -> None:
    with pytest.raises(KeyError):
        evaluated({"A1": "=SHK_X()"}, lambda _: CellError.BUSY)


def test_what_is_not_computed_is_no_error_value() -> None:
    cells = {"A1": "=A2", "A2": "=A1", "B1": "=1+*(", "C1": "=(A3,B3)+1"}
    engine = evaluated(cells)
    assert value(engine, "A1") is Uncomputed.CIRCULAR
    assert value(engine, "B1") is Uncomputed.UNREADABLE
    assert value(engine, "C1") is Uncomputed.NOT_IMPLEMENTED


def test_dates_are_serial_numbers_of_the_workbook() -> None:
    cells = {"A1": "=DATE(2024,1,2)", "A2": "=A1+1", "A3": "=YEAR(A1)"}
    assert [value(evaluated(cells), a) for a in ("A1", "A2", "A3")] == [45293.0, 45294.0, 2024.0]
    engine = evaluated(cells, date1904=True)
    assert [value(engine, a) for a in ("A1", "A2", "A3")] == [43831.0, 43832.0, 2024.0]


@pytest.mark.parametrize(
    ("now", "serial"),
    [
        (datetime(2024, 2, 29, 23, 30, tzinfo=UTC), 45351.0),
        (datetime(2024, 2, 29, 23, 30, tzinfo=timezone(timedelta(hours=-5))), 45351.0),
        (datetime(2024, 3, 1, 0, 30, tzinfo=timezone(timedelta(hours=2))), 45352.0),
    ],
)
def test_today_is_the_day_where_the_clock_stands(now: datetime, serial: float) -> None:
    local = now.astimezone()
    expected = serial + (local.date() - now.date()).days
    assert value(evaluated({"A1": "=TODAY()"}, now=now), "A1") == expected


def test_what_cannot_be_loaded_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        evaluated({"A1": '<c t="e"><v>#SPILL!</v></c>'})
    assert refused.value.faults[0].code == "engine_refused"


def test_names_that_are_dropped_are_told() -> None:
    names = {"Fast": f"'{SHEET.replace(chr(39), chr(39) * 2)}'!$A$1", "Egen": "SHK_X(1)"}
    assert evaluated({"A1": "1"}, names=names).dropped_names() == {"egen"}


def test_the_formula_is_told_as_it_was_read() -> None:
    engine = evaluated({"A1": "= SUM( $B$1:C2 )*0.50"})
    assert engine.formula(SHEET, "A1") == engine.spelled("SUM($B$1:C2)*0.5")
    assert engine.formula(SHEET, "B9") is None
    assert engine.spelled("1+*(") is None


def test_functions_that_the_engine_lacks_are_told() -> None:
    names = [
        "SUM",
        "IF",
        "TODAY",
        "_xlfn._xlws.FILTER",
        "CUBEVALUE",
        "OKÄND",
        "MAP",
        "_xlfn.SINGLE",
    ]
    assert unknown_functions(names) == {"CUBEVALUE", "OKÄND", "MAP", "_xlfn.SINGLE"}


WRONG: list[tuple[str, CellValue]] = [
    ("AGGREGATE(9,5,A1:A3)", 4.0),
    ("CEILING(-2.5,0)", 0.0),
    ("CEILING(5,-2)", CellError.NUM),
    ("DOLLAR(5)", "5,00 kr"),
    ("FIXED(1234.5,1)", "1\xa0234,5"),
    ("FLOOR(0,0)", 0.0),
    ('LOWER("ÅÄÖ")', "åäö"),
    ('SEARCH("Ö","åäö")', 3.0),
    ('TEXT(1234567,"# ##0")', "1\xa0234\xa0567"),
    ('UPPER("åäö")', "ÅÄÖ"),
    ("_xlfn.XLOOKUP(2.5,C1:C3,A1:A3,0,1,-2)", 2.0),
    ("SUBTOTAL(109,A1:A3)", 4.0),
]
"""Formulas, and what Swedish Excel gives. A2 stands on a hidden row; C1:C3 hold 4, 3, 2."""

HIDDEN = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>{}</f></c><c r="C1"><v>4</v></c></row>'
    '<row r="2" hidden="1"><c r="A2"><v>2</v></c><c r="C2"><v>3</v></c></row>'
    '<row r="3"><c r="A3"><v>3</v></c><c r="C3"><v>2</v></c></row></sheetData></worksheet>'
)


@pytest.mark.parametrize(("formula", "excel"), WRONG)
def test_the_engine_is_still_wrong_where_it_is_listed(formula: str, excel: CellValue) -> None:
    data = workbook({SHEET: HIDDEN.format(formula)})
    engine = Engine(data, {}, omitted=OMITTED)
    engine.evaluate()
    found = value(engine, "B1")
    assert isinstance(found, Uncomputed) or found != excel


@pytest.mark.parametrize(
    ("formula", "excel"), [case for case in WRONG if case[0].split("(")[0] in OVERRIDDEN]
)
def test_what_stands_in_for_the_engine_is_right(formula: str, excel: CellValue) -> None:
    overrides = Overrides(date1904=False).functions
    data = workbook({SHEET: HIDDEN.format(formula)})
    engine = Engine(data, {}, omitted=OMITTED, overrides=overrides)
    engine.evaluate()
    assert value(engine, "B1") == excel
    assert not engine.calls, "these are no functions of ours"


DOUBTS: list[tuple[str, list[str], bool]] = [
    ("UPPER", ["A1"], False),
    ("FIXED", ["A1"], True),
    ("_xlfn.XLOOKUP", ["A1", "B:B", "C:C"], False),
    ("_xlfn.XLOOKUP", ["A1", "B:B", "C:C", "0", "0", "-2"], True),
    ("TEXT", ["A1", '"0000"'], False),
    ("TEXT", ["A1", '"# ##0"'], False),
    ("TEXT", ["A1", '"0,0"" kr"""'], False),
    ("TEXT", ["A1", '"0.0"'], True),
    ("TEXT", ["A1", "B1"], True),
    ("CEILING", ["A1", "0"], False),
    ("CEILING", ["A1", ""], True),
    ("_xlfn.CEILING.MATH", ["A1", "", "1"], True),
    ("FLOOR.MATH", ["A1"], False),
    ("SEARCH", ['"a"', "A1", ""], True),
    ("SUM", ["A1"], False),
    ("SUBTOTAL", ["109", "A1:A3"], False),
]


@pytest.mark.parametrize(("name", "given", "doubtful"), DOUBTS)
def test_only_doubtful_calls_are_doubted(name: str, given: list[str], *, doubtful: bool) -> None:
    assert is_doubtful(Call(name, given), hidden_rows=False) is doubtful


def test_subtotals_are_doubted_where_rows_are_hidden() -> None:
    assert is_doubtful(Call("SUBTOTAL", ["109", "A1:A3"]), hidden_rows=True)


def test_every_doubtful_function_is_one_that_the_engine_has() -> None:
    assert unknown_functions(DOUBTFUL) == set()


TASKS = Path("/proc/self/task")


@pytest.mark.skipif(not TASKS.is_dir(), reason="only Linux counts a process's threads there")
def test_a_workbook_leaves_nothing_behind() -> None:
    """A circle through the engine, which no garbage collector sees, would keep its threads."""
    threads = []
    for _ in range(20):
        evaluated({"A1": "=SHK_X()"}, lambda _: 1.0)
        threads.append(sum(1 for _ in TASKS.iterdir()))
    assert threads[-1] <= threads[4] + 4, "two for each workbook, if they were kept"
