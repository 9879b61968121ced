"""The worksheet functions through the server, as Office.js calls them."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from function_cases import CASES, DIV0, NA, Case, col
from serving import Server, from_office, running, to_office

from shk_xl.functions.catalogue import FUNCTIONS

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


def test_every_case_gives_what_the_catalogue_gives(server: Server) -> None:
    wrong = []
    for case in CASES:
        answer = server.call(case.function, *map(to_office, case.arguments))
        assert answer.status == 200, (case, answer.text)
        found = from_office(answer.json["result"])
        if found != case.expected:
            wrong.append((case, found))
    assert not wrong


def test_excel_is_told_every_function_in_swedish(server: Server) -> None:
    told = server.get("/xlwings/custom-functions-meta.json").json
    assert told["allowErrorForDataTypeAny"], "an error in a cell must reach the function"
    by_id = {function["id"]: function for function in told["functions"]}
    assert set(by_id) == {function.name for function in FUNCTIONS}
    for function in FUNCTIONS:
        meta = by_id[function.name]
        assert meta["name"] == function.name, "no namespace: one name in every host"
        assert meta["description"] == function.help
        assert meta["result"]["dimensionality"] == "matrix"
        assert [
            (p["name"], p["description"], p["dimensionality"], p["type"], p.get("optional", False))
            for p in meta["parameters"]
        ] == [(p.name, p.help, "matrix", "any", p.optional) for p in function.parameters]


def test_excel_gets_the_code_of_every_function(server: Server) -> None:
    code = server.get("/xlwings/custom-functions-code.js").text
    for function in FUNCTIONS:
        assert f'CustomFunctions.associate("{function.name}", {function.name});' in code


def test_a_whole_array_costs_one_call(server: Server) -> None:
    before = len(server.requests)
    rows = [[f"{number} tkr"] for number in range(5_000)]
    answer = server.call("SHK_BELOPP", rows)
    assert answer.json["result"][-1] == [4_999_000]
    assert len(answer.json["result"]) == 5_000
    assert len(server.requests) == before + 1


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ([[None]], 5),  # a blank cell: the rows whose source is blank
        ([[""]], 5),
        (None, {"type": "Error", "errorType": "Value"}),  # left out: half a condition
    ],
)
def test_a_blank_cell_is_not_an_argument_that_was_left_out(
    server: Server, wanted: object, expected: object
) -> None:
    answer = server.call("SHK_BUDGETSUMMA", [[1.0], [5.0]], [["Pilotbudget"], [None]], wanted)
    assert answer.json["result"] == [[expected]]


def test_errors_are_excels_own_cell_by_cell(server: Server) -> None:
    answer = server.call("SHK_BELOPP", to_office(col(1.0, NA, DIV0, "x")))
    assert answer.json["result"] == [
        [1],
        [{"type": "Error", "errorType": "NotAvailable"}],
        [{"type": "Error", "errorType": "Div0"}],
        [{"type": "Error", "errorType": "Value"}],
    ]


def test_an_excel_that_cannot_show_errors_is_told_so(server: Server) -> None:
    assert server.call("SHK_KRONOR", [[5.0]], runtime="1.3").status == 200
    answer = server.call("SHK_KRONOR", [[None]], runtime="1.3")
    assert (answer.status, "Uppdatera Excel" in answer.text) == (400, True)


def test_a_date_with_a_format_counts_as_its_number(server: Server) -> None:
    day = {"type": "FormattedNumber", "basicValue": 45_306.0, "numberFormat": "yyyy-mm-dd"}
    assert server.call("SHK_BELOPP", [[day]]).json["result"] == [[45_306]]


def test_an_object_without_a_value_is_an_error(server: Server) -> None:
    picture = {"type": "WebImage", "address": "https://example.com/x.png"}
    error = {"type": "Error", "errorType": "Value"}
    assert server.call("SHK_BELOPP", [[picture]]).json["result"] == [[error]]


def test_an_error_that_is_newer_than_we_are_is_not_read_as_blank(server: Server) -> None:
    newer = {"type": "Error", "errorType": "Python", "basicValue": "#PYTHON!"}
    error = {"type": "Error", "errorType": "Value"}
    assert server.call("SHK_BUDGETSUMMA", [[newer], [1.0]]).json["result"] == [[error]]


def test_a_whole_empty_column_is_summed(server: Server) -> None:
    assert server.call("SHK_BUDGETSUMMA", [[None]] * 1_048_576).json["result"] == [[0]]


def test_100_000_rows_are_summed(server: Server) -> None:
    assert server.call("SHK_BUDGETSUMMA", [[1.0]] * 100_000).json["result"] == [[100_000]]


def test_more_than_two_whole_columns_are_refused(server: Server) -> None:
    column = "[" + ",".join(["[1]"] * 1_048_576) + "]"
    body = f'{{"func_name": "SHK_BUDGETSUMMA", "args": [{column},{column},{column}]}}'
    answer = server.post("/xlwings/custom-functions-call", body.encode())
    assert (answer.status, "tabellens kolumn" in answer.text) == (400, True)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"inte json",
        b"[]",
        b"null",
        b"[" * 100_000,
        b'{"func_name": "SHK_KRONOR"}',
        b'{"func_name": "SHK_KRONOR", "args": 5}',
        b'{"func_name": "SHK_KRONOR", "args": [5]}',
        b'{"func_name": "SHK_KRONOR", "args": [[]]}',
        b'{"func_name": "SHK_KRONOR", "args": [[[]]]}',
        b'{"func_name": "SHK_KRONOR", "args": [[[1], [1, 2]]]}',
        b'{"func_name": "SHK_KRONOR", "args": [[[[1]]]]}',
    ],
)
def test_what_is_no_call_gets_one_short_answer(server: Server, body: bytes) -> None:
    answer = server.post("/xlwings/custom-functions-call", body)
    assert answer.status == 400, "500 would make Excel ask again and again"
    assert answer.text.startswith(("Servern förstår inte", "Funktionen finns inte"))


@pytest.mark.parametrize("name", ["SHK_SAKNAS", "__init__", "evaluate", "../SHK_KRONOR", ""])
def test_an_unknown_function_gets_one_short_answer(server: Server, name: str) -> None:
    answer = server.call(name, [[1.0]])
    assert (answer.status, answer.text[:23]) == (400, "Funktionen finns inte p")


def test_too_many_arguments_give_an_error_value(server: Server) -> None:
    error = {"type": "Error", "errorType": "Value"}
    assert server.call("SHK_KRONOR", [[1.0]], [[1.0]]).json["result"] == [[error]]


def test_the_table_of_cases_is_not_empty() -> None:
    assert len(CASES) > 60
    assert all(isinstance(case, Case) for case in CASES)
    assert json.dumps([to_office(case.arguments[0]) for case in CASES])
