"""The sheet Översikt: what a leader reads in it, and that it stays right."""

from __future__ import annotations

import re
from dataclasses import replace
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from shk_xl.domain.amounts import Known, Unknown
from shk_xl.domain.portfolio import Allocation, Frame, Portfolio
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.schema import OVERVIEW_SHEET

NBSP = "\u00a0"


def overview(portfolio: Portfolio) -> Worksheet:
    book = openpyxl.load_workbook(BytesIO(build_workbook(portfolio)), data_only=True)
    return book[OVERVIEW_SHEET]


def lines_under(sheet: Worksheet, header: str) -> list[list[object]]:
    """The lines of a list that show something, without the cells beneath the chart."""
    start = next(row for row in range(1, 40) if sheet.cell(row, 2).value == header)
    lines: list[list[object]] = []
    for row in sheet.iter_rows(min_row=start + 1, min_col=2, max_col=6, values_only=True):
        if row[1] is None:
            break
        lines.append(list(row))
    return lines


@pytest.fixture(scope="module")
def example() -> Worksheet:
    return overview(example_2024())


def test_the_title_is_the_focus_area_and_the_year(example: Worksheet) -> None:
    assert example["B1"].value == "Alla barn och unga lyckas 2024"
    assert overview(Portfolio())["B1"].value == "Ny portfölj"


def test_the_key_figures_say_what_they_leave_out(example: Worksheet) -> None:
    assert [example.cell(5, column).value for column in (2, 3, 4, 5, 8)] == [
        *(3_456_000, 0, 1),
        *("2 initiativ", "4 forum · 3 piloter · 1 ny roll"),
    ]
    assert example["B6"].value == (
        f"Utöver 3{NBSP}456{NBSP}000{NBSP}kr tillkommer kostnaden för Ny roll för testbäddar, som "
        "inte är känd än. Okänt är inte noll."
    )


def test_every_source_shows_what_is_left(example: Worksheet) -> None:
    assert lines_under(example, "Källa") == [
        ["Initiativbudget", 1_750_000, 1_456_000, 294_000, None],
        ["Pilotbudget", 7_500_000, 2_000_000, 5_500_000, "preliminär"],
    ]


def test_initiatives_stand_by_type_and_place(example: Worksheet) -> None:
    lines = lines_under(example, "Initiativ")
    assert [(line[0], line[3], line[4]) for line in lines] == [
        ("UVAS: varför, vem, vad, vart?", "1", 4.5),
        ("Samverkansmöjligheter för fler i förskolan", "2", 4),
        ("Normförskjutning", "3", 3),
        ("Perspektivskifte för tidigare insatser", "4", 2.5),
        ("Att etablera en demokratisk praktik i vardagen", "1", 4.5),
        ("Cornerstone Indicators", "2", 3.5),
        ("På barn och ungas villkor", "–", "1,0–5,0 (saknas)"),
        ("Ny roll för testbäddar", "–", "–"),
    ]
    assert [line[2] for line in lines][2:4] == [f"432{NBSP}000{NBSP}kr", "ordinarie personal"]
    assert lines[-1][1:3] == ["Ny roll", "okänt"]


def test_a_shared_place_is_said() -> None:
    portfolio = example_2024()
    scores = tuple(replace(score, points=4) for score in portfolio.scores)
    lines = lines_under(overview(replace(portfolio, scores=scores)), "Initiativ")
    assert [line[3] for line in lines] == ["1 delad"] * 6 + ["–"] * 2


def test_an_overdrawn_and_an_unknown_source_are_said_in_words() -> None:
    portfolio = example_2024()
    frames = (
        *portfolio.frames[:4],
        replace(portfolio.frames[4], amount=Known(1_000_000)),
        Frame("EU-medel", Unknown("inväntar svar"), funds_initiatives=True),
        Frame("Region", Unknown(), funds_initiatives=True, preliminary=True),
    )
    allocations = (*portfolio.allocations, Allocation("VILLKOR", "Region", Unknown()))
    changed = replace(portfolio, frames=frames, allocations=allocations)
    assert lines_under(overview(changed), "Källa") == [
        ["Initiativbudget", 1_000_000, 1_456_000, -456_000, "överskriden"],
        ["EU-medel", "okänd", 0, "okänt", None],
        ["Region", "okänd", 0, "okänt", "preliminär + okänt belopp"],
    ]


def test_what_the_lists_have_no_room_for_is_told() -> None:
    portfolio = example_2024()
    more = tuple(replace(portfolio.initiatives[0], code=f"K{number}") for number in range(17))
    frames = tuple(Frame(f"Källa {n}", Known(n), funds_initiatives=True) for n in range(1, 12))
    sheet = overview(
        replace(portfolio, initiatives=portfolio.initiatives + more, frames=frames, allocations=())
    )
    told = [row[0] for row in sheet.iter_rows(min_col=2, max_col=2, values_only=True)]
    assert "Ytterligare 3 finns på bladet Ramar." in told
    assert "Ytterligare 5 finns på bladet Initiativ." in told


def test_the_charts_hold_the_values_and_a_description() -> None:
    with ZipFile(BytesIO(build_workbook(example_2024()))) as archive:
        budget, priority = (archive.read(f"xl/charts/chart{n}.xml").decode() for n in (1, 2))
        drawing = archive.read("xl/drawings/drawing1.xml").decode()
    assert re.findall(r"<c:v>(1456000|2000000|294000|5500000)</c:v>", budget) == [
        "1456000",
        "2000000",
        "294000",
        "5500000",
    ]
    assert "<c:v>Pilotbudget</c:v>" in budget
    assert re.findall(r"<c:v>([\d.]+)</c:v>", priority) == ["4.5", "4", "3", "2.5", "4.5", "3.5"]
    assert drawing.count('descr="Stapeldiagram: ') == 2
    assert 'lang="en-US"' not in budget + priority
