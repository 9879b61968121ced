"""The worksheet functions through xlwings' own Windows code, and through our VBA, off Windows.

In a process of its own the Windows libraries are stand-ins (``classic_com``); the decorators,
the class that Excel reaches over COM, the converters and the text of our VBA are the real ones.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from function_cases import CASES

from shk_xl.excel.ascii_names import parameter_name
from shk_xl.excel.classic import cell_from_host, cell_to_host, result_to_host
from shk_xl.excel.error_marks import MARK, NUMBERS, SCODES, error_from_scode, mark
from shk_xl.functions.catalogue import CATEGORY, FUNCTIONS
from shk_xl.functions.cell_values import Block, CellError, CellValue

PROBE = """
import json
import classic_com, vba_host
from function_cases import CASES
from shk_xl.excel import classic
from shk_xl.functions.catalogue import FUNCTIONS

def over_com(case):
    return classic_com.call(case.function, [classic_com.to_com(a) for a in case.arguments])

excel = vba_host.Excel(answer=classic_com.SERVER.CallUDF)
vba = vba_host.interpreter(excel)

def in_a_cell(case):
    given = [vba_host.to_vba(argument) for argument in case.arguments]
    return vba_host.shown(vba.run(case.function, given))

registered = {
    function.name: getattr(classic, function.name).__xlfunc__ for function in FUNCTIONS
}
print(json.dumps({
    "over_com": [over_com(case) for case in CASES],
    "in_a_cell": [in_a_cell(case) for case in CASES],
    "newer_errors": classic_com.SERVER.CallUDF(
        "shk_xl.excel.classic", "SHK_BELOPP", [((-2146826243,), (-2146826238,)), -2147352572]
    ),
    "without_a_required_argument": classic_com.SERVER.CallUDF(
        "shk_xl.excel.classic", "SHK_KRONOR", [-2147352572]
    ),
    "registered": {
        name: {
            "category": x["category"],
            "doc": x["ret"]["doc"],
            "arguments": [[a["name"], a["doc"], a["options"], "optional" in a] for a in x["args"]],
        }
        for name, x in registered.items()
    },
}))
"""


@pytest.fixture(scope="module")
def windows() -> dict[str, Any]:
    """What the process with the stand-ins answers."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parent)}
    answer = subprocess.run(
        [sys.executable, "-c", PROBE],
        capture_output=True,
        text=True,
        check=False,
        env=environment,
        timeout=120,
    )
    assert answer.returncode == 0, answer.stderr
    found: dict[str, Any] = json.loads(answer.stdout)
    return found


def in_words(value: CellValue | Block) -> object:
    """What a cell shows of a result."""
    if isinstance(value, list):
        return [[in_words(item) for item in row] for row in value]
    return value.value if isinstance(value, CellError) else value


def test_every_case_holds_over_com(windows: dict[str, Any]) -> None:
    for case, found in zip(CASES, windows["over_com"], strict=True):
        expected = result_to_host(case.expected)
        # xlwings gives a single row as a plain list.
        one_row = isinstance(expected, list) and len(expected) == 1
        assert found == (expected[0] if one_row else expected), case  # type: ignore[index]
        assert not isinstance(found, str) or found.startswith(MARK) == isinstance(
            case.expected, CellError
        )


def test_every_case_holds_in_a_cell_through_our_vba(windows: dict[str, Any]) -> None:
    for case, found in zip(CASES, windows["in_a_cell"], strict=True):
        assert found == in_words(case.expected), case


def test_an_error_that_xlwings_does_not_know_is_no_number(windows: dict[str, Any]) -> None:
    assert windows["newer_errors"] == [[mark(CellError.SPILL)], [mark(CellError.CALC)]]


def test_a_required_argument_that_is_left_out_is_a_value_error(windows: dict[str, Any]) -> None:
    assert windows["without_a_required_argument"] == mark(CellError.VALUE)


def test_xlwings_registers_every_function_with_its_help(windows: dict[str, Any]) -> None:
    for entry in FUNCTIONS:
        found = windows["registered"][entry.name]
        assert (found["category"], found["doc"]) == (CATEGORY, entry.help)
        for parameter, (name, doc, options, optional) in zip(
            entry.parameters, found["arguments"], strict=True
        ):
            assert name == parameter_name(parameter.name)
            assert name.isascii()
            assert doc == parameter.help
            assert options == {"err_to_str": True, "ndim": 2}
            assert optional == parameter.optional


def test_whole_numbers_leave_as_what_cells_hold() -> None:
    left = cell_to_host(4_000_000_000)
    assert (left, type(left)) == (4e9, float)
    assert cell_to_host(value=True) is True


def test_a_text_that_looks_like_a_mark_is_no_answer() -> None:
    assert cell_to_host(f"{MARK}2042") == mark(CellError.VALUE)


@pytest.mark.parametrize("error", CellError)
def test_every_error_is_an_error_on_both_ways(error: CellError) -> None:
    marked = mark(error)
    assert marked[0] == MARK
    assert int(marked[1:]) in NUMBERS.values()
    back = error_from_scode(SCODES + int(marked[1:]))
    assert back is (error if error in NUMBERS else CellError.VALUE)


@pytest.mark.parametrize("number", [0, 5, -1, 2042, -2_147_483_648, 2_147_483_647])
def test_a_whole_number_that_is_no_scode_is_a_number(number: int) -> None:
    assert cell_from_host(number) == number


def test_an_error_without_a_public_number_is_still_an_error() -> None:
    assert cell_from_host(SCODES + 2051) is CellError.VALUE
