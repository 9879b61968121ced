"""The text of our VBA: exactly what it says, and what it does when it runs without Excel."""

from __future__ import annotations

import re
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import EMPTY, VBAErrorValue, _preprocess
from vba_host import Excel, array, cells, interpreter, shown

from shk_xl.excel import vba
from shk_xl.excel.ascii_names import parameter_name
from shk_xl.excel.buttons import DESKTOP_BUTTONS
from shk_xl.excel.error_marks import mark
from shk_xl.functions.catalogue import CATEGORY, FUNCTIONS
from shk_xl.functions.cell_values import CellError

GOLDEN = Path(__file__).parent / "vba"
MODULES = {**vba.modules(), "ThisWorkbook": vba.workbook_module()}
LINE_LIMIT, CONTINUATION_LIMIT = 1023, 24
KEYWORDS = (
    "and as boolean byref byte byval call case const currency date declare dim do double each else "
    "elseif empty end enum eqv erase error event exit false for friend function get global gosub "
    "goto if imp implements in integer is let like long loop lset me mod new next not nothing null "
    "object on open option optional or paramarray preserve private property public raiseevent "
    "redim resume return rset select set single static step stop string sub then to true type "
    "typeof until variant wend while with withevents write xor"
)

EXACT = """
Public Function SHK_KRONOR(belopp As Variant) As Variant
    SHK_KRONOR = Answer("SHK_KRONOR", Array(ValuesOf(belopp)))
End Function
|
Public Function SHK_BELOPP(belopp As Variant, Optional beloppslage As Variant) As Variant
    SHK_BELOPP = Answer("SHK_BELOPP", Array(ValuesOf(belopp), ValuesOf(beloppslage)))
End Function
|
Public Function SHK_BUDGETSUMMA(belopp As Variant, Optional villkorsomrade As Variant, \
Optional villkor As Variant) As Variant
    SHK_BUDGETSUMMA = Answer("SHK_BUDGETSUMMA", Array(ValuesOf(belopp), \
ValuesOf(villkorsomrade), ValuesOf(villkor)))
End Function
"""


def in_lines(text: str) -> str:
    return text.replace("\n", vba.LINE_END)


@pytest.mark.parametrize("name", MODULES)
def test_a_module_is_the_one_that_was_looked_at(name: str) -> None:
    """Should the text change on purpose, look at it, and write it to tests/vba."""
    kept = (GOLDEN / f"{name}.bas").read_text(encoding="utf-8")
    assert MODULES[name] == in_lines(kept)


@pytest.mark.parametrize("text", EXACT.split("|\n"), ids=["scalar", "optional", "block"])
def test_a_function_is_written_exactly(text: str) -> None:
    assert in_lines(text) in MODULES["ShkFunctions"]


@pytest.mark.parametrize("name", MODULES)
def test_vba_takes_every_line(name: str) -> None:
    text = MODULES[name]
    lines = text.split(vba.LINE_END)
    assert "\n" not in "".join(lines)
    assert max(map(len, lines)) <= LINE_LIMIT
    runs = [len(list(run)) for more, run in groupby(lines, lambda x: x.endswith(" _")) if more]
    assert max(runs, default=0) <= CONTINUATION_LIMIT
    assert "Option Explicit" in lines
    outside = re.sub(r'"(?:[^"]|"")*"', "", text)
    assert outside.isascii()
    assert text.encode("cp1252").decode("cp1252") == text


def test_descriptions_are_no_longer_than_excel_takes() -> None:
    for entry in FUNCTIONS:
        assert len(entry.help) <= vba.DESCRIPTION_LIMIT
        assert all(len(p.help) <= vba.DESCRIPTION_LIMIT for p in entry.parameters)


def test_no_argument_has_a_name_that_vba_keeps_for_itself() -> None:
    for entry in FUNCTIONS:
        names = [parameter_name(parameter.name).lower() for parameter in entry.parameters]
        assert len(set(names)) == len(names)
        assert not set(KEYWORDS.split()) & set(names)
        assert all(name.isidentifier() and name.isascii() for name in names)


@pytest.mark.parametrize("button", DESKTOP_BUTTONS, ids=lambda button: button.name)
def test_a_button_runs_its_work_in_python(button: Any) -> None:
    excel = Excel(settings={"INTERPRETER_WIN": r"C:\Python\python.exe"})
    interpreter(excel).run(button.macro)
    wanted = f"from shk_xl.excel.live.desktop import press; press('{button.name}')"
    assert excel.ran == [wanted]


def test_a_button_says_what_to_do_where_python_is_not_set_up() -> None:
    excel = Excel()
    running = interpreter(excel)
    running.run("RaknaOm")
    assert excel.ran == []
    (dialog,) = running.dialogs
    assert "shk-xl excel install" in str(dialog)
    assert "på den här datorn" in str(dialog)


def test_a_function_hands_over_values_and_takes_the_answer() -> None:
    asked: list[Any] = []

    def answer(*call: Any) -> float:
        asked.append(call)
        return 3.0

    running = interpreter(Excel(answer=answer))
    block = cells(array([[1.0], [EMPTY]], first=1))
    assert running.run("SHK_BUDGETSUMMA", [block]) == 3.0
    assert running.run("SHK_KRONOR", [cells(EMPTY)]) == 3.0
    omitted = -2147352572
    assert asked == [
        ("shk_xl.excel.classic", "SHK_BUDGETSUMMA", [((1.0,), (None,)), omitted, omitted]),
        ("shk_xl.excel.classic", "SHK_KRONOR", [None]),
    ]


def test_a_mark_becomes_an_error_in_every_cell() -> None:
    answers: list[Any] = [
        mark(CellError.DIV0),
        [1.0, mark(CellError.NA)],
        [[1.0, mark(CellError.REF)], ["#N/A", mark(CellError.SPILL)]],
    ]
    for answer in answers:
        running = interpreter(Excel(answer=lambda *_, answer=answer: answer))
        found = shown(running.run("SHK_KRONOR", [5.0]))
        rows = answer if isinstance(answer, list) else [[answer]]
        rows = rows if isinstance(rows[0], list) else [rows]
        errors = {mark(error): error.value for error in CellError}
        wanted = [[errors.get(cell, cell) for cell in row] for row in rows]
        assert found == (wanted if isinstance(answer, list) else wanted[0][0])
    assert shown(running.run("SHK_KRONOR", [5.0]))[1][0] == "#N/A", "a text stays a text"


def test_a_range_of_several_areas_is_an_error_and_not_its_first_area() -> None:
    given: list[Any] = []

    def answer(_: str, __: str, arguments: list[Any]) -> float:
        given.append(arguments)
        return 0.0

    running = interpreter(Excel(answer=answer))
    running.run("SHK_KRONOR", [cells(5.0, areas=2)])
    assert given == [[-2146826273]]


def test_without_python_a_function_shows_that_it_is_not_there_and_asks_once() -> None:
    excel = Excel(answer=None)
    running = interpreter(excel)
    for _ in range(3):
        assert shown(running.run("SHK_KRONOR", [5.0])) == "#NAME?"
    assert excel.asked == 1


def test_a_failure_in_python_is_an_error_and_never_a_text() -> None:
    def fail(*_: Any) -> float:
        raise VBARuntimeError(-2147467259, "AttributeError: …")

    excel = Excel(answer=fail)
    assert shown(interpreter(excel).run("SHK_KRONOR", [5.0])) == "#VALUE!"


def test_nothing_is_calculated_while_the_function_wizard_is_open() -> None:
    excel = Excel(answer=lambda *_: 5.0, new_is_enabled=False)
    assert shown(interpreter(excel).run("SHK_KRONOR", [5.0])) == "#GETTING_DATA"
    assert excel.asked == 0


def test_on_mac_a_function_is_not_there_rather_than_unknown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(_preprocess.DEFAULT_CONSTANTS, "Mac", value=True)
    excel = Excel(answer=lambda *_: 5.0, settings={"INTERPRETER_MAC": "/usr/bin/python3"})
    running = interpreter(excel)
    assert running.run("SHK_KRONOR", [5.0]) == VBAErrorValue(2029)
    running.run("RaknaOm")
    assert (excel.asked, len(excel.ran)) == (0, 1)


def test_excel_is_told_what_every_function_is_for() -> None:
    excel = Excel()
    interpreter(excel).run("DescribeFunctions")
    assert excel.book.vba_get("Saved") is True, "describing is nothing to save"
    assert len(excel.described) == len(FUNCTIONS)
    for entry, options in zip(FUNCTIONS, excel.described, strict=True):
        described = {name.lower(): value for name, value in options.items()}
        assert described["macro"] == f"'bok''s.xlsm'!{entry.name}"
        assert described["description"] == entry.help
        assert described["category"] == CATEGORY
        texts = [parameter.help for parameter in entry.parameters]
        assert described["argumentdescriptions"].items == texts
