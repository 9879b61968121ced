"""The buttons through the server: a workbook in; changes, an answer and documents out."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from remote_book import RemoteBook
from serving import Answer, Server, running

from shk_xl.domain.readiness import check
from shk_xl.excel.buttons import BUTTONS
from shk_xl.excel.server.downloads import LIFETIME_SECONDS, MAX_WAITING, Downloads
from shk_xl.excel.server.scripts import press
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def example() -> bytes:
    return build_workbook(example_2024())


@pytest.fixture
def book(example: bytes) -> RemoteBook:
    return RemoteBook(example, "Portfölj.xlsx")


def shown(answer: Answer, book: RemoteBook | None = None) -> dict[str, Any]:
    """Do the changes on the book, and give what the task pane is told."""
    assert answer.status == 200, answer.text
    told = [a["args"] for a in answer.json["actions"] if a["func"] == "runMacro"]
    for action in answer.json["actions"]:
        if book is not None and action["func"] != "runMacro":
            book._do(action)
    ((callback, data),) = told
    assert callback == "shkVisa"
    return data  # type: ignore[no-any-return]  # JSON


def test_recalculating_lets_excel_calculate_and_tells_the_totals(
    server: Server, book: RemoteBook
) -> None:
    told = shown(server.press("rakna_om", book.payload()), book)
    assert "3\u00a0456\u00a0000\u00a0kr" in told["sentence"]
    assert book.calculations == 1


def test_checking_writes_the_sheet_and_tells_the_pane_every_finding(
    server: Server, book: RemoteBook
) -> None:
    told = shown(server.press("kontrollera", book.payload()), book)
    findings = told["findings"]
    assert len(findings) == len(check(example_2024()))
    written = [row[1] for row in book["Kontroll"].rows(first=5)]
    assert [one["message"] for one in findings] == written
    first = findings[0]
    assert (first["level"], first["word"]) == ("stop", "Stopp")
    assert first["sheet"] in {sheet.name for sheet in book.sheets}
    assert re.fullmatch("[A-Z]+[0-9]+", first["cell"])


def test_a_document_is_fetched_once(server: Server, book: RemoteBook) -> None:
    told = shown(server.press("skapa_helhetsforslag", book.payload()))
    (waiting,) = told["downloads"]
    assert f"{waiting['name']} hämtas" in told["sentence"]
    path = f"/shk/dokument/{waiting['token']}"
    answer = server.get(path)
    assert answer.status == 200
    assert f"UTF-8''{waiting['name']}" in answer.headers["content-disposition"]
    assert answer.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as document:
        assert "helhetsförslag" in document.read("word/document.xml").decode().casefold()
    again = server.get(path)
    assert (again.status, "redan hämtat" in again.text) == (410, True)


def test_several_documents_come_in_a_zip(server: Server, book: RemoteBook) -> None:
    (waiting,) = shown(server.press("skapa_underlag", book.payload()))["downloads"]
    answer = server.get(f"/shk/dokument/{waiting['token']}")
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        names = archive.namelist()
        assert archive.testzip() is None
    assert len(names) == len(example_2024().initiatives)
    assert all(name.endswith(".docx") and "/" not in name for name in names)


def test_the_selected_initiative_alone_gets_a_document(server: Server, book: RemoteBook) -> None:
    book.select("Initiativ", "A2:A2")
    (waiting,) = shown(server.press("skapa_underlag", book.payload()))["downloads"]
    code = example_2024().initiatives[0].code
    assert waiting["name"].startswith(code)
    assert waiting["name"].endswith(".docx")


def test_formulas_that_the_pane_sends_are_respelled(server: Server, book: RemoteBook) -> None:
    formulas = [
        ["Initiativ", "C4", "=_xldudf_SHK_KRONOR(A1)+SUM(B2)"],
        ["Initiativ", "C5", "=SHK_KRONOR(A1)"],
    ]
    answer = server.press("anpassa_formler", {**book.payload(), "args": [formulas]})
    changed = [a for a in answer.json["actions"] if a["func"] == "setFormula"]
    assert [action["values"] for action in changed] == [[["=SHK_KRONOR(A1)+SUM(B2)"]]]
    assert (changed[0]["start_row"], changed[0]["start_column"]) == (3, 2)
    assert shown(answer)["sentence"]


@pytest.mark.parametrize(
    "formulas",
    [
        None,
        "=SHK_KRONOR(1)",
        [["Initiativ", "C4"]],
        [["Saknas", "C4", "=SHK_KRONOR(1)"]],
        [["Initiativ", "C4:D900", "=SHK_KRONOR(1)"]],
        [["Initiativ", "../x", "=SHK_KRONOR(1)"]],
        [["Initiativ", "C4", "SHK_KRONOR(1)"]],
        [[1, 2, 3]],
    ],
)
def test_formulas_that_are_none_are_refused(
    server: Server, book: RemoteBook, formulas: object
) -> None:
    answer = server.press("anpassa_formler", {**book.payload(), "args": [formulas]})
    assert (answer.status, "förstår inte anropet" in answer.text) == (400, True)


@pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.name)
def test_a_workbook_that_is_no_portfolio_is_refused_in_swedish(server: Server, button: Any) -> None:
    stream = io.BytesIO()
    openpyxl.Workbook().save(stream)
    answer = server.press(button.name, RemoteBook(stream.getvalue()).payload())
    assert answer.status == 400
    assert "portfölj" in answer.text.casefold() or "förstår inte" in answer.text


@pytest.mark.parametrize(
    "payload",
    [{}, [], 5, {"sheets": 5}, {"client": "Office.js"}, b"{", b"[" * 100_000],
    ids=["empty", "list", "number", "sheets", "client", "half", "deep"],
)
def test_what_is_no_workbook_is_refused(server: Server, payload: object) -> None:
    answer = server.press("rakna_om", payload)
    assert (answer.status, "förstår inte anropet" in answer.text) == (400, True)


def test_what_nobody_foresaw_gets_a_number_that_the_log_has_too(
    server: Server, book: RemoteBook
) -> None:
    payload = book.payload()
    payload["sheets"][0]["tables"] = ["ingen tabell"]
    answer = server.press("rakna_om", payload)
    assert answer.status == 500
    found = re.search(r"fel ([0-9a-f]{8})", answer.text)
    assert found, answer.text
    log = server.log.read_text()
    assert f"Fel {found[1]}" in log
    assert "Traceback" in log


def test_workbooks_that_come_at_once_are_kept_apart(
    server: Server, book: RemoteBook, example: bytes
) -> None:
    other = RemoteBook(example, "Annan.xlsx")
    row = next(row for (row, column), v in other["Initiativ"].cells.items() if v == "UVAS")
    other.select("Initiativ", f"A{row}")
    with ThreadPoolExecutor(8) as threads:
        pressed = [
            threads.submit(server.press, "skapa_underlag", one.payload())
            for one in (book, other) * 4
        ]
        names = [shown(one.result())["downloads"][0]["name"] for one in pressed]
    assert {name == "underlag.zip" for name in names[::2]} == {True}
    assert {name.startswith("UVAS") for name in names[1::2]} == {True}


def test_functions_are_answered_while_a_button_works(server: Server, book: RemoteBook) -> None:
    with ThreadPoolExecutor(2) as threads:
        work = threads.submit(server.press, "skapa_underlag", book.payload())
        assert server.call("SHK_KRONOR", [[5]]).status == 200
        assert shown(work.result())["downloads"]


def test_nothing_of_the_documents_stays_on_the_server(book: RemoteBook, tmp_path: Path) -> None:
    with running(TMPDIR=str(tmp_path), TEMP=str(tmp_path)) as server:
        shown(server.press("skapa_motesanteckningar", book.payload()))
        assert not list(tmp_path.glob("shk-xl-*"))


def test_what_nobody_fetches_is_thrown_away() -> None:
    now = [0.0]
    downloads = Downloads(lambda: now[0])
    token = downloads.put("a.docx", b"PK", "x")
    now[0] = LIFETIME_SECONDS + 1
    assert downloads.take(token) is None


def test_the_oldest_goes_when_too_much_waits() -> None:
    downloads = Downloads()
    tokens = [downloads.put(f"{n}.docx", b"PK", "x") for n in range(MAX_WAITING + 1)]
    assert downloads.take(tokens[0]) is None
    assert downloads.take(tokens[1]) is not None
    assert len({len(token) for token in tokens}) == 1


def test_nothing_of_a_workbook_is_kept_after_the_answer(book: RemoteBook) -> None:
    from xlwings.pro import _xlremote  # noqa: PLC0415 - needs the licence that remote_book sets

    press("rakna_om", json.dumps(book.payload()).encode(), Downloads())
    assert _xlremote.get_range_api.cache_info().currsize == 0
