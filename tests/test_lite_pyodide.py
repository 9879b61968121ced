"""The main.py of xlwings Lite in the Python that the add-in runs: Pyodide, started once.

Every call goes through JavaScript's values and xlwings' own converters for Office.js, and every
button through xlwings' own remote engine. What is played is Excel.
"""

from __future__ import annotations

import hashlib
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import xlwings
from function_cases import AMOUNTS, CASES, SOURCES, Case, col
from remote_book import RemoteBook

from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.templates.files import read_template
from shk_xl.excel.buttons import BUTTONS
from shk_xl.excel.lite.bundle import main_py
from shk_xl.excel.lite.packages import FOR_DOCUMENTS
from shk_xl.excel.lite.press import LiteHost
from shk_xl.excel.live.scripts import run
from shk_xl.functions.catalogue import FUNCTIONS, find
from shk_xl.functions.cell_values import MISSING, Argument, Block, CellError, CellValue
from shk_xl.functions.evaluate import evaluate

RUNNER = Path(__file__).parent / "pyodide" / "run.mjs"
ROOT = Path(__file__).parents[1]

OFFICE_ERRORS = {
    CellError.NA: "NotAvailable",
    CellError.VALUE: "Value",
    CellError.NUM: "Num",
    CellError.DIV0: "Div0",
    CellError.REF: "Ref",
}
"""How Office.js names the errors of the case table."""

FORMULAS = {
    "Översikt": {
        "B2": "=_xldudf_SHK_KRONOR(A1)&_xldudf_SHK_KRONOR(A2)",
        "C2": "='shk.xlam'!SHK_RANG(A1,A:A)",
        "B3": "=SHK_KRONOR(A1)",
        "C3": "=SHK_KRONOR(A1)",
        "D3": "=SUM(A1:A2)",
        "E3": 'SHK_KRONOR("text, ingen formel")',
    }
}
"""As Excel shows them; C3 shows #NAME? and all others a value."""


def blank_instead_of_left_out() -> Iterator[Case]:
    """Give every case anew with a blank cell in each optional place, where nothing stood."""
    for case in CASES:
        function = find(case.function)
        assert function is not None
        for place in range(function.required, len(function.parameters)):
            arguments = [*case.arguments, *[MISSING] * (place + 1 - len(case.arguments))]
            if arguments[place] is MISSING:
                arguments[place] = None
                yield Case(case.function, tuple(arguments), evaluate(function, arguments))


BLANKS = tuple(blank_instead_of_left_out())


@pytest.fixture(scope="module")
def portfolio() -> bytes:
    return (ROOT / "workbooks" / "exempel_2024.xlsx").read_bytes()


@pytest.fixture(scope="module")
def answers(
    pyodide: Path, portfolio: bytes, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Any]:
    """Load main.py in Pyodide, call all functions and press the buttons."""
    folder = tmp_path_factory.mktemp("lite")
    (folder / "main.py").write_text(main_py(), encoding="utf-8")
    (folder / "job.json").write_text(json.dumps(job(portfolio)), encoding="utf-8")
    command = ["node", str(RUNNER), str(pyodide), str(folder), str(Path(xlwings.__file__).parent)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads((folder / "result.json").read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def job(portfolio: bytes) -> dict[str, Any]:
    book = RemoteBook(portfolio).payload()
    other = {**book, "sheets": [{**sheet, "tables": []} for sheet in book["sheets"]]}
    presses: dict[str, Any] = {
        button.name: {"button": button.name, "book": book, "formulas": {}} for button in BUTTONS
    }
    presses["anpassa_formler"]["book"] = with_unknown_names(book)
    presses["anpassa_formler"]["formulas"] = FORMULAS
    presses["no_portfolio"] = {"button": "kontrollera", "book": other, "formulas": {}}
    return {
        "calls": [
            [case.function, json.dumps(sent(case), ensure_ascii=False)]
            for case in (*CASES, *BLANKS)
        ],
        "presses": presses,
        "measure": False,
    }


def with_unknown_names(book: dict[str, Any]) -> dict[str, Any]:
    """Let C3 of the first sheet show that Excel did not find a function."""
    first, *rest = book["sheets"]
    values = [list(row) for row in first["values"]]
    values[2][2] = "#NAME?"
    return {**book, "sheets": [{**first, "values": values}, *rest]}


def sent(case: Case) -> list[Any]:
    """Give the arguments as Excel sends them: one for each parameter, null when left out."""
    function = find(case.function)
    assert function is not None
    missing = len(function.parameters) - len(case.arguments)
    return [sent_argument(value) for value in (*case.arguments, *[MISSING] * missing)]


def sent_argument(value: Argument) -> Any:
    if value is MISSING:
        return None
    rows = value if isinstance(value, list) else [[value]]
    return [[sent_cell(cell) for cell in row] for row in rows]


def sent_cell(value: Any) -> Any:
    if isinstance(value, CellError):
        return {"type": "Error", "errorType": OFFICE_ERRORS[value], "basicValue": value.value}
    return value


def given(expected: CellValue | Block) -> list[list[Any]]:
    """Give a result as Excel gets it."""
    rows = expected if isinstance(expected, list) else [[expected]]
    return [[given_cell(cell) for cell in row] for row in rows]


def given_cell(value: CellValue) -> Any:
    if isinstance(value, CellError):
        return {"type": "Error", "errorType": OFFICE_ERRORS[value]}
    return "" if value is None else value


def test_every_case_gives_what_every_other_host_gives(answers: dict[str, Any]) -> None:
    got = answers["calls"][: len(CASES)]
    wrong = [
        (case, found)
        for case, found in zip(CASES, got, strict=True)
        if found != given(case.expected)
    ]
    assert not wrong


def test_a_blank_cell_is_not_taken_for_an_argument_that_was_left_out(
    answers: dict[str, Any],
) -> None:
    left_out = {json.dumps(sent(case)): case.expected for case in CASES}
    assert Case("SHK_BUDGETSUMMA", (AMOUNTS, SOURCES, None), 5) in BLANKS
    assert Case("SHK_PRIORITET", (col(5.0, 4.0), None), CellError.VALUE) in BLANKS
    assert any(case.expected not in left_out.values() for case in BLANKS)
    got = answers["calls"][len(CASES) :]
    wrong = [
        (case, found)
        for case, found in zip(BLANKS, got, strict=True)
        if found != given(case.expected)
    ]
    assert not wrong


def test_excel_is_told_names_and_help_of_functions_and_arguments(answers: dict[str, Any]) -> None:
    told = {function["name"]: function for function in answers["functions"]["functions"]}
    assert set(told) == {function.name for function in FUNCTIONS}
    for function in FUNCTIONS:
        one = told[function.name]
        assert one["id"] == function.name
        assert one["description"] == function.help
        assert one["result"]["dimensionality"] == "matrix"
        for parameter, wanted in zip(one["parameters"], function.parameters, strict=True):
            assert parameter["name"] == wanted.name
            assert parameter["description"] == wanted.help
            assert parameter["dimensionality"] == "matrix"
            assert parameter.get("optional", False) == wanted.optional


def test_every_button_is_a_script_with_its_caption(answers: dict[str, Any]) -> None:
    told = {script["function_name"]: script for script in answers["scripts"]}
    assert {name: script["name"] for name, script in told.items()} == {
        button.name: button.caption for button in BUTTONS
    }
    assert not any(script["lazy"] for script in told.values()), "values must be at hand"


def test_functions_are_ready_before_anything_of_the_buttons_is_loaded(
    answers: dict[str, Any],
) -> None:
    assert "shk_xl.functions.catalogue" in answers["loaded"]
    assert not any(
        name.startswith(("shk_xl.workbook", "shk_xl.documents", "shk_xl.excel.live"))
        for name in answers["loaded"]
    )
    assert answers["loaded_again"] == 1, "a main.py that is loaded anew takes the old one's place"


def done(answers: dict[str, Any], name: str) -> list[Any]:
    """Give what a press asked Excel to do, alert last."""
    pressed = answers["presses"][name]
    assert pressed["error"] is None, pressed["error"]
    return [action for batch in pressed["batches"] for action in batch]


def alert(answers: dict[str, Any], name: str) -> tuple[str, str]:
    last = done(answers, name)[-1]
    assert last["func"] == "alert"
    prompt, _title, _buttons, mode, _callback = last["args"]
    return mode, prompt


def test_recalculate_asks_excel_and_tells_what_the_desktop_tells(
    answers: dict[str, Any], portfolio: bytes
) -> None:
    here = RemoteBook(portfolio).open()
    sentence = run("rakna_om", here, LiteHost())
    assert [action["func"] for action in done(answers, "rakna_om")] == ["calculate", "alert"]
    assert alert(answers, "rakna_om") == ("info", sentence)


def test_check_writes_the_sheet_that_the_desktop_writes(
    answers: dict[str, Any], portfolio: bytes
) -> None:
    there, here = RemoteBook(portfolio), RemoteBook(portfolio)
    for action in done(answers, "kontrollera"):
        there._do(action)
    book = here.open()
    sentence = run("kontrollera", book, LiteHost())
    here.apply(book)
    assert alert(answers, "kontrollera") == ("info", sentence)
    assert there["Kontroll"].looks == here["Kontroll"].looks
    differing = [
        pair
        for pair in zip(there["Kontroll"].rows(), here["Kontroll"].rows(), strict=True)
        if pair[0] != pair[1]
    ]
    assert len(differing) <= 1, "only the time of day may differ"


def test_formulas_are_spelled_anew_only_where_they_need_it(answers: dict[str, Any]) -> None:
    written = [action for action in done(answers, "anpassa_formler") if action["func"] != "alert"]
    assert {action["func"] for action in written} == {"setFormula"}
    cells = {
        (action["sheet_position"], action["start_row"], action["start_column"]): action["values"]
        for action in written
    }
    assert cells == {
        (0, 1, 1): [["=SHK_KRONOR(A1)&SHK_KRONOR(A2)"]],
        (0, 1, 2): [["=SHK_RANG(A1,A:A)"]],
        (0, 2, 2): [["=SHK_KRONOR(A1)"]],
    }
    assert alert(answers, "anpassa_formler")[1].startswith("3 ")


def test_what_is_no_portfolio_is_refused_in_swedish_and_left_as_it_is(
    answers: dict[str, Any],
) -> None:
    assert len(done(answers, "no_portfolio")) == 1
    mode, sentence = alert(answers, "no_portfolio")
    assert mode == "critical"
    assert "portfölj" in sentence


@pytest.mark.parametrize(
    "name", ["skapa_underlag", "skapa_helhetsforslag", "skapa_motesanteckningar"]
)
def test_documents_without_their_packages_say_which_lines_are_missing(
    answers: dict[str, Any], name: str
) -> None:
    assert len(done(answers, name)) == 1
    mode, sentence = alert(answers, name)
    assert mode == "critical"
    for line in FOR_DOCUMENTS.values():
        assert line in sentence
    assert "requirements.txt" in sentence
    assert "Inget dokument har skapats" in sentence


def test_files_are_written_whole_in_the_file_system_of_the_add_in(answers: dict[str, Any]) -> None:
    assert answers["files"]["written"] == {"å.docx": "new"}
    assert answers["files"]["templates"] == {
        kind.template: hashlib.sha256(read_template(kind.template)).hexdigest()
        for kind in DocumentKind
    }
