"""The report on a batch: a row for each workbook, and nothing in it that runs."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hostile_packages import plain

from shk_xl.cli.app import run
from shk_xl.workbook.batch.outcome import Outcome
from shk_xl.workbook.batch.report import write_report
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024

pytestmark = pytest.mark.thorough

NBSP = "\u00a0"
HOSTILE_NAME = "=HYPERLINK(\"http:x\",'klick').xlsx"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio, another workbook, one that is damaged, and a name that looks like a formula."""
    folder = tmp_path_factory.mktemp("böcker")
    (folder / "portfölj.xlsx").write_bytes(build_workbook(example_2024()))
    (folder / "annan.xlsx").write_bytes(plain())
    (folder / "skadad.xlsx").write_bytes(b"PK\x03\x04")
    return folder


@pytest.fixture
def written(folder: Path, tmp_path: Path) -> Any:
    def write(suffix: str) -> Path:
        path = tmp_path / f"rapport{suffix}"
        assert run(["recalc", str(folder), "--check", "--report", str(path)]) == 3
        return path

    return write


@pytest.fixture
def odd(tmp_path: Path) -> Any:
    """A report on a workbook with a hostile name."""

    def write(suffix: str) -> Path:
        counts = dict.fromkeys(("formulas", "functions_called", "changed", "errors", "kept"), 0)
        report = {"path": HOSTILE_NAME, "status": "unchanged", **counts, "reason": "<b>&"}
        path = tmp_path / f"rapport{suffix}"
        write_report(path, [Outcome(Path(HOSTILE_NAME), report)])
        return path

    return write


def test_the_workbook_has_numbers_in_the_look_of_the_house(written: Any) -> None:
    book = openpyxl.load_workbook(written(".xlsx"))
    assert book.sheetnames == ["Arbetsböcker", "Ramar"]
    sheet = book["Arbetsböcker"]
    header, *rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert header[:2] == ["Arbetsbok", "Resultat"]
    by_name = {Path(str(row[0])).name: dict(zip(header, row, strict=True)) for row in rows}
    portfolio = by_name["portfölj.xlsx"]
    assert (portfolio["Totalt"], portfolio["Okända belopp"]) == (3_456_000, 1)
    assert f"Initiativbudget: 294{NBSP}000{NBSP}kr" in str(portfolio["Kvar i ramarna"])
    other, damaged = by_name["annan.xlsx"], by_name["skadad.xlsx"]
    assert (other["Resultat"], other["Formler"], other["Totalt"]) == ("Har gamla värden", 4, None)
    assert (damaged["Resultat"], damaged["Formler"]) == ("Inte omräknad", None)
    assert "skadad" in str(damaged["Anmärkning"])
    row = next(number for number, row in enumerate(rows, 2) if row[header.index("Totalt")])
    cell = sheet.cell(row, header.index("Totalt") + 1)
    assert cell.number_format.startswith("#,##0")
    assert sheet["A1"].font.name == "Calibri"
    frames = [[cell.value for cell in row] for row in book["Ramar"].iter_rows()]
    assert len(frames) > 2
    assert frames[0] == ["Arbetsbok", "Ram", "Belopp", "Fördelat", "Kvar", "Preliminär"]
    assert {row[5] for row in frames[1:]} <= {"Ja", "Nej"}


def test_swedish_excel_opens_the_csv_by_a_double_click(written: Any) -> None:
    data = written(".csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [Path(row["Arbetsbok"]).name for row in rows] == [
        "annan.xlsx",
        "portfölj.xlsx",
        "skadad.xlsx",
    ]
    assert [row["Totalt"] for row in rows] == ["", "3456000", ""]


def test_machines_get_the_sums_too(written: Any) -> None:
    objects = json.loads(written(".json").read_text(encoding="utf-8"))
    by_name = {Path(one["path"]).name: one for one in objects}
    assert by_name["portfölj.xlsx"]["total"] == 3_456_000
    assert by_name["portfölj.xlsx"]["unknown_count"] == 1
    assert by_name["annan.xlsx"]["total"] is None
    assert by_name["skadad.xlsx"]["status"] == "refused"


def test_a_page_can_be_read_in_a_browser(written: Any) -> None:
    page = written(".html").read_text(encoding="utf-8")
    assert page.startswith('<!doctype html><html lang="sv">')
    assert f"3{NBSP}456{NBSP}000{NBSP}kr" in page
    assert "<NA>" not in page
    assert "nan" not in page.replace("annan", "").lower()


def test_text_stays_text_wherever_it_is_opened(odd: Any) -> None:
    cell = openpyxl.load_workbook(odd(".xlsx"))["Arbetsböcker"]["A2"]
    assert (cell.data_type, cell.value) == ("s", HOSTILE_NAME)
    (row,) = list(csv.reader(io.StringIO(odd(".csv").read_text("utf-8-sig")), delimiter=";"))[1:]
    assert row[0] == f"'{HOSTILE_NAME}"
    assert json.loads(odd(".json").read_text("utf-8"))[0]["path"] == HOSTILE_NAME
    page = odd(".html").read_text("utf-8")
    assert "<b>" not in page
    assert "&lt;b&gt;&amp;" in page


def test_an_empty_batch_has_a_report_without_rows(tmp_path: Path) -> None:
    for suffix in (".xlsx", ".csv", ".html", ".json"):
        write_report(tmp_path / f"tom{suffix}", [])
    assert openpyxl.load_workbook(tmp_path / "tom.xlsx").sheetnames == ["Arbetsböcker"]
