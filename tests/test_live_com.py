"""The buttons through xlwings' real classic engine for Windows, on a COM that is stood in for.

The engine wants pywin32, so it runs in a process of its own; what it saw comes back as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from portfolio_books import Formula, Layout, book

from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.check_lines import check_lines
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.reading.read_workbook import in_sheet

pytestmark = pytest.mark.thorough

PROGRAM = """
import json, os, sys
from pathlib import Path
from types import SimpleNamespace
import com_book, xlwings
from remote_book import RemoteBook
from shk_xl.excel.live import cells, desktop, desktop_formulas, folder, protection
from shk_xl.excel.live.book import read_live
from shk_xl.workbook.reading.read import read_portfolio_bytes


data, home = Path(sys.argv[1]).read_bytes(), Path(sys.argv[1]).parent
shown = []
windows = SimpleNamespace(platform="win32")
for module in (cells, desktop, desktop_formulas, folder, protection):
    module.sys = windows
os.startfile = lambda folder: shown.append(str(folder))
excel = com_book.ComBook(RemoteBook(data, "bok.xlsm"), str(home / "bok.xlsm"))
xlwings.Book.caller = excel.open
excel.select("Initiativ", "B3")
file = read_portfolio_bytes(data, file="bok.xlsm")
live = read_live(excel.open())
"""
BUTTONS = """
formulas = excel.Worksheets("Initiativ").cells
stored = "=_xldudf_SHK_BELOPP([@Belopp])"
for name in ("kontrollera", "rakna_om", "skapa_underlag"):
    desktop.press(name)
formulas.update({(row, 15): stored for row in range(2, 10)})
desktop.press("anpassa_formler")
sheet = excel.Worksheets("Kontroll").cells
print(json.dumps({
    "same": live.portfolio == file.portfolio and live.row_numbers == file.row_numbers,
    "sheets": [sheet.Name for sheet in excel.Worksheets][:3],
    "active": excel.active,
    "listed": [sheet[row, 2] for row in range(5, max(row for row, _ in sheet) + 1)],
    "links": [sheet[row, 3] for row in range(5, max(row for row, _ in sheet) + 1)],
    "messages": list(excel.messages()),
    "calculated": excel.Application.calculated,
    "status": excel.Application.StatusBar,
    "calculation": excel.Application.Calculation,
    "shown": shown,
    "documents": [path.name for path in (home / "underlag").iterdir()],
    "formulas": sorted({formulas[row, 15] for row in range(2, 10)}),
}))
"""


def run(data: bytes, folder: Path, program: str) -> Any:
    path = folder / "bok.xlsx"
    path.write_bytes(data)
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM + program, str(path)],
        capture_output=True,
        text=True,
        check=False,
        cwd=Path(__file__).parent,
        env={"PATH": "", "HOME": str(folder), "PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """What was seen when every button was pressed on the example."""
    return run(build_workbook(example_2024()), tmp_path_factory.mktemp("com"), BUTTONS)


def test_the_workbook_is_read_as_its_file(seen: Any) -> None:
    assert seen["same"]


def test_the_findings_stand_on_the_sheet(seen: Any) -> None:
    lines = check_lines(read_portfolio_bytes(build_workbook(example_2024()), file="bok.xlsm"))
    assert seen["sheets"] == ["Översikt", "Kontroll", "Initiativ"]
    assert seen["active"] == "Kontroll"
    assert seen["listed"] == [line.message for line in lines]
    assert all(
        formula.endswith(f',"{in_sheet(line.place)}")')
        for formula, line in zip(seen["links"], lines, strict=True)
    )


def test_every_press_ends_with_a_message_and_the_status_bar_given_back(seen: Any) -> None:
    titles = [title for title, _text in seen["messages"]]
    assert titles == ["Kontrollera", "Räkna om", "Skapa underlag", "Anpassa formler"]
    assert seen["status"] is False
    assert not any("Något gick fel" in text for _title, text in seen["messages"])


def test_everything_is_calculated_and_found_right(seen: Any) -> None:
    assert seen["calculated"] == 1
    assert "Beräknade celler" not in seen["messages"][1][1]


def test_the_selected_document_is_made_and_its_folder_shown(seen: Any) -> None:
    (name,) = seen["documents"]
    assert name.startswith("FORSKOLA")
    (shown,) = seen["shown"]
    assert Path(shown).name == "underlag"


def test_formulas_are_adapted_and_the_calculation_mode_is_put_back(seen: Any) -> None:
    assert seen["formulas"] == ["=SHK_BELOPP([@Belopp])"]
    assert seen["messages"][3][1].startswith("8 formler")
    assert seen["calculation"] == -4105


def test_errors_dates_and_blanks_come_over_com(tmp_path: Path) -> None:
    def change(layouts: dict[str, Layout]) -> None:
        layouts["Möten"].rows[0] |= {"Möte": (45_029.5, "yyyy-mm-dd hh:mm")}
        unknown = {"Belopp": Formula("=NA()", "#N/A"), "Beloppsläge": None}
        layouts["Initiativ"].rows[0] |= unknown

    told = """
meeting, amount = live.portfolio.meeting_items[0].meeting, live.portfolio.initiatives[0].amount
print(json.dumps([live.portfolio == file.portfolio, meeting, repr(amount)]))
"""
    assert run(book(change), tmp_path, told) == [True, "2023-04-13 12:00", "Unknown(reason='')"]
