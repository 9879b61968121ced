"""xlwings' own task pane and function scripts, and our panel, in a real browser.

Only office.js is replaced: Excel itself is not here. Everything else comes from the server.
"""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from function_cases import CASES, DIV0, NA, col
from office_books import office_book
from playwright.sync_api import Browser, Page, Route, sync_playwright
from serving import Server, from_office, running, to_office

from shk_xl.domain.readiness import check
from shk_xl.excel.buttons import BUTTONS
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024

pytestmark = pytest.mark.thorough

OFFICE = (Path(__file__).parent / "office" / "office.js").read_text(encoding="utf-8")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
SIZE = {"width": 350, "height": 900}
FEW = 12
"""As many calls as show the way through the browser; the server's tests run them all."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running() as started:
        yield started


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def example() -> dict[str, Any]:
    return office_book(build_workbook(example_2024()))


class Pane:
    """An open task pane.

    Args:
        calls: The requests that it has sent to functions and scripts.
        elsewhere: The addresses on other machines that it has asked for.
        faults: What went wrong in its scripts.
    """

    def __init__(self, page: Page, server: Server, book: dict[str, Any], platform: str) -> None:
        self.page = page
        self.calls: list[str] = []
        self.elsewhere: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self._note(request.method, request.url, server))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda said: self._hear(said.text))
        page.add_init_script(
            f"globalThis.fakeBook = {json.dumps(book)}; globalThis.fakePlatform = '{platform}';"
        )
        page.route("**/office.js", self._office)
        page.goto(server.task_pane)
        page.wait_for_function("globalThis.callbacks?.shkVisa !== undefined")

    def _office(self, route: Route) -> None:
        route.fulfill(body=OFFICE, content_type="text/javascript")

    def _note(self, method: str, address: str, server: Server) -> None:
        if method == "POST":
            self.calls.append(address)
        if not address.startswith((server.root, "data:")):
            self.elsewhere.append(address)

    def _hear(self, text: str) -> None:
        if "Content Security Policy" in text:
            self.faults.append(text)

    def call(self, function: str, *values: Any) -> dict[str, Any]:
        """Calculate a formula, as Excel does, through the function's own script."""
        script = "([id, values]) => fakeOffice.call(id, ...values)"
        answer: dict[str, Any] = self.page.evaluate(script, [function, list(values)])
        return answer

    def press(self, name: str) -> None:
        self.page.click(f"[data-script={name}]")
        self.page.wait_for_selector("#panel:not([aria-busy])")

    def book(self) -> dict[str, Any]:
        return self.page.evaluate("fakeOffice.book")  # type: ignore[no-any-return]  # JSON

    def state(self) -> dict[str, Any]:
        return self.page.evaluate("fakeOffice.state")  # type: ignore[no-any-return]  # JSON

    def text(self, selector: str) -> str:
        return self.page.inner_text(selector)


@pytest.fixture
def open_pane(browser: Browser, server: Server, example: dict[str, Any]) -> Iterator[Any]:
    opened: list[Pane] = []

    def open_(book: dict[str, Any] = example, platform: str = "OfficeOnline") -> Pane:
        page = browser.new_page(viewport=SIZE, accept_downloads=True)  # type: ignore[arg-type]
        opened.append(Pane(page, server, book, platform))
        return opened[-1]

    yield open_
    for pane in opened:
        assert not pane.faults
        assert not pane.elsewhere
        pane.page.close()


@pytest.fixture
def pane(open_pane: Any) -> Pane:
    return open_pane()  # type: ignore[no-any-return]  # a fixture's function


def test_every_function_registers_and_calculates(pane: Pane) -> None:
    registered = pane.page.evaluate("[...fakeOffice.functions.keys()]")
    assert set(registered) == {function.name for function in FUNCTIONS}
    first = {case.function: case for case in reversed(CASES)}
    assert set(first) == set(registered)
    for case in [*first.values(), *CASES[-FEW:-1]]:
        answer = pane.call(case.function, *map(to_office, case.arguments))
        assert from_office(answer["value"]) == case.expected, case


def test_an_array_is_one_request_and_errors_stay_errors(pane: Pane) -> None:
    before = len(pane.calls)
    answer = pane.call("SHK_BELOPP", to_office(col("1 tkr", NA, DIV0, *(["2 tkr"] * 500))))
    assert answer["value"][:3] == [
        [1_000],
        [{"type": "Error", "errorType": "NotAvailable"}],
        [{"type": "Error", "errorType": "Div0"}],
    ]
    assert len(pane.calls) == before + 1


def test_a_refused_call_shows_swedish_and_is_not_asked_again(pane: Pane) -> None:
    pane.page.evaluate(
        "CustomFunctions.associate('SHK_X', (...a) => base({funcName: 'SHK_X'}, ...a))"
    )
    before = len(pane.calls)
    answer = pane.call("SHK_X", [[1]])
    assert answer["error"] == "#VALUE!"
    assert answer["message"].startswith("Funktionen finns inte på servern.")
    assert len(pane.calls) == before + 1


def test_checking_shows_the_findings_and_writes_the_sheet(pane: Pane) -> None:
    pane.press("kontrollera")
    assert pane.text("#fel") == ""
    findings = pane.page.locator("#fynd .finding")
    assert findings.count() == len(check(example_2024()))
    sheet = next(sheet for sheet in pane.book()["sheets"] if sheet["name"] == "Kontroll")
    assert findings.first.inner_text().split("\n")[1] == sheet["values"][4][1]
    assert "Kontroll" in pane.text("#status")


def test_a_finding_leads_to_its_cell(pane: Pane) -> None:
    pane.press("kontrollera")
    where = pane.text("#fynd .finding:first-child .where")
    pane.page.locator("#fynd .finding").first.click()
    sheet, cell = where.split("!")
    pane.page.wait_for_function(f"fakeOffice.state.selection === '{cell}'")
    active = pane.book()["sheets"][pane.state()["active"]]["name"]
    assert active == sheet.strip("'")


def test_recalculating_asks_excel_and_tells_the_totals(pane: Pane) -> None:
    pane.press("rakna_om")
    assert "Totalt 3\u00a0456\u00a0000\u00a0kr" in pane.text("#status")
    assert pane.state()["calculations"] == 1


def test_a_button_makes_the_documents_and_they_arrive(pane: Pane, tmp_path: Path) -> None:
    with pane.page.expect_download() as waiting:
        pane.press("skapa_underlag")
    target = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(target)
    with zipfile.ZipFile(target) as archive:
        assert len(archive.namelist()) == len(example_2024().initiatives)
    assert pane.text("#dokument a") == target.name
    assert "dokument är klara" in pane.text("#status")


def test_on_mac_the_document_opens_in_the_persons_browser(open_pane: Any, server: Server) -> None:
    pane = open_pane(platform="Mac")
    pane.press("skapa_helhetsforslag")
    (address,) = pane.state()["opened"]
    answer = server.get(address.removeprefix(server.root))
    assert (answer.status, answer.body[:2]) == (200, b"PK")


def test_formulas_of_another_host_are_turned(open_pane: Any, example: dict[str, Any]) -> None:
    book = json.loads(json.dumps(example))
    cells = book["sheets"][0]["formulas"]
    cells[0][0] = '=_xldudf_SHK_KRONOR(1)&"SHK_X"'
    pane = open_pane(book)
    pane.press("anpassa_formler")
    assert pane.text("#fel") == ""
    assert pane.book()["sheets"][0]["formulas"][0][0] == '=SHK_KRONOR(1)&"SHK_X"'


def test_a_fault_is_told_in_swedish_and_changes_nothing(open_pane: Any) -> None:
    grid = {"values": [["a"]], "formats": [["General"]], "formulas": [["a"]], "tables": []}
    pane = open_pane({"name": "Bok1", "sheets": [{"name": "Blad1", **grid}]})
    pane.press("kontrollera")
    assert pane.text("#status") == ""
    assert "portfölj" in pane.text("#fel")
    assert [sheet["name"] for sheet in pane.book()["sheets"]] == ["Blad1"]


def test_a_server_that_is_gone_is_told_in_swedish(pane: Pane) -> None:
    pane.page.route("**/custom-scripts-call/**", lambda route: route.abort())
    pane.press("rakna_om")
    assert "Servern svarar inte" in pane.text("#fel")


def test_an_excel_that_refuses_is_told_in_swedish(pane: Pane) -> None:
    pane.page.route(
        "**/custom-scripts-call/**",
        lambda route: route.fulfill(json={"actions": [{"func": "okänd", "args": []}]}),
    )
    pane.press("rakna_om")
    assert "Excel kunde inte göra alla ändringar" in pane.text("#fel")


def test_the_panel_can_be_used_without_a_mouse_and_be_read_aloud(pane: Pane) -> None:
    page = pane.page
    assert page.get_attribute("html", "lang") == "sv"
    assert page.get_attribute("#status", "aria-live") == "polite"
    assert page.get_attribute("#fel", "role") == "alert"
    reached = []
    for _ in BUTTONS:
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.dataset.script"))
        outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
        assert outline == "3px"
    assert reached == [button.name for button in BUTTONS]
    for button in BUTTONS:
        helped = page.get_attribute(f"[data-script={button.name}]", "aria-describedby")
        assert page.inner_text(f"#{helped}") == button.help
    page.focus("[data-script=rakna_om]")
    page.keyboard.press("Enter")
    page.wait_for_selector("#panel:not([aria-busy])")
    assert "Totalt" in pane.text("#status")
    assert page.evaluate("document.activeElement.dataset.script") == "rakna_om"


CONTRASTS = """() => {
  const channels = (c) => c.match(/[0-9.]+/g).map(Number);
  const light = (c) => channels(c).slice(0, 3).map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const behind = (e) => {
    for (; e; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (channels(colour)[3] !== 0) return colour;
    }
    return "rgb(255, 255, 255)";
  };
  const shown = (e) => e.offsetParent && [...e.childNodes].some((n) => n.nodeType === 3
    && n.textContent.trim());
  return [...document.querySelectorAll("body *")].filter(shown).map((e) => {
    const [a, b] = [light(getComputedStyle(e).color), light(behind(e))].sort((x, y) => y - x);
    return [e.className || e.tagName, (a + 0.05) / (b + 0.05)];
  });
}"""


def test_all_text_stands_out_from_its_background(pane: Pane) -> None:
    with pane.page.expect_download():
        pane.press("skapa_helhetsforslag")
    pane.press("kontrollera")
    pane.page.evaluate("document.querySelector('#dokument').hidden = false")
    pane.page.evaluate("document.querySelector('#fel').append('Något gick fel.')")
    measured = pane.page.evaluate(CONTRASTS)
    assert len(measured) > 20
    assert not [(name, ratio) for name, ratio in measured if ratio < 4.5]


def test_nothing_is_wider_than_the_pane(pane: Pane) -> None:
    pane.press("kontrollera")
    assert pane.page.evaluate("document.documentElement.scrollWidth") <= SIZE["width"]
