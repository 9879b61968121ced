"""LibreOffice Calc as a live spreadsheet: the case table, an edited cell, and our own workbook."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from calc_formulas import for_calc
from case_sheet import SHEET, PlacedCase, case_workbook, placed_cases
from conftest import missing

import shk_xl
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.functions.cell_values import Block, CellError, CellValue
from shk_xl.ooxml.addresses import address
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.recalculation.cached_value import old_value
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.respelling import respell
from shk_xl.workbook.spelling import Spelling

HERE = Path(__file__).parent / "libreoffice"
PYTHON = "/usr/bin/python3"
PLACED = list(placed_cases())
NAMES = [f"{placed.case.function}-{number}" for number, placed in enumerate(PLACED)]
EDIT = {"sheet": "Initiativ", "cell": "M2", "value": 100_000.0}
Values = Mapping[str, Mapping[str, CellValue]]


@dataclass(frozen=True)
class Job:
    """A workbook that Calc opens, and what is typed into it."""

    data: bytes
    calculate: bool = True
    edits: tuple[dict[str, Any], ...] = ()


@pytest.fixture(scope="session")
def python_with_uno() -> str:
    """The Python that LibreOffice can be asked from."""
    found = subprocess.run([PYTHON, "-c", "import uno"], check=False, capture_output=True)
    return PYTHON if found.returncode == 0 else missing("python3-uno", "SHK_XL_REQUIRE_HOSTS")


def in_calc(
    soffice: str, python: str, folder: Path, jobs: Mapping[str, Job]
) -> dict[str, list[Values]]:
    """Let one LibreOffice do all jobs, and give what the cells hold after each step."""
    shutil.copytree(HERE / "addin", folder / "extensions" / "shkxl")
    asked = []
    for name, job in jobs.items():
        path = folder / f"{name}.xlsx"
        path.write_bytes(job.data)
        asked.append({"path": str(path), "calculate": job.calculate, "edits": job.edits})
    pipe = f"shkxl{os.getpid()}"
    office = subprocess.Popen(
        [
            *(soffice, "--headless", "--invisible", "--norestore", "--nologo"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"-env:BUNDLED_EXTENSIONS={(folder / 'extensions').as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        env={**os.environ, "SHK_XL_PATH": str(Path(shk_xl.__file__).parents[1])},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        answer = subprocess.run(
            [python, str(HERE / "session.py"), pipe],
            check=True,
            input=json.dumps(asked),
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
        )
        office.wait(timeout=30)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)
    steps = [[from_json(values) for values in found] for found in json.loads(answer.stdout)]
    return dict(zip(jobs, steps, strict=True))


def from_json(sheets: Mapping[str, Mapping[str, Any]]) -> Values:
    return {
        sheet: {
            where: CellError(value["error"]) if isinstance(value, dict) else value
            for where, value in cells.items()
        }
        for sheet, cells in sheets.items()
    }


def in_file(data: bytes) -> Values:
    """What the cells of a workbook file hold; blank ones and empty texts are left out."""
    package = Package(data)
    strings = read_shared_strings(package)
    found: dict[str, dict[str, CellValue]] = {}
    for sheet in read_workbook(package).sheets:
        cells = read_sheet(package.read(sheet.partname)).cells()
        values = {
            cell.address: old_value(cell.type, cell.value, strings.__getitem__) for cell in cells
        }
        found[sheet.name] = {at: value for at, value in values.items() if value not in (None, "")}
    return found


def edited(data: bytes) -> bytes:
    """The workbook with the edit made in the file, and recalculated."""
    package = Package(data)
    for sheet in read_workbook(package).sheets:
        if sheet.name == EDIT["sheet"]:
            cells = read_sheet(package.read(sheet.partname))
            cell = next(cell for cell in cells.cells() if cell.address == EDIT["cell"])
            part = cells.with_values([None] * len(cells), [(cell, ("", f"{EDIT['value']:g}"))])
            return recalculate(package.replaced({sheet.partname: part})).data
    raise LookupError(EDIT["sheet"])


@pytest.fixture(scope="module")
def example() -> bytes:
    return build_workbook(example_2024())


@pytest.fixture(scope="module")
def calc(
    soffice: str, python_with_uno: str, example: bytes, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Values]]:
    """Everything that Calc is asked, in one start of it."""
    first = PLACED[0].arguments[0][0]
    type_in_case = {"sheet": SHEET, "cell": str(first), "value": 7.0}
    jobs = {
        "cases": Job(for_calc(case_workbook(PLACED)), edits=(type_in_case,)),
        "example": Job(for_calc(example), edits=(EDIT,)),
        "opened": Job(respell(example, Spelling.OFFICE).data, calculate=False),
    }
    return in_calc(soffice, python_with_uno, tmp_path_factory.mktemp("calc"), jobs)


def test_there_is_room_for_every_function() -> None:
    interface = (HERE / "addin" / "functions.rdb").read_bytes()
    assert f"cell{len(FUNCTIONS):02}".encode() in interface
    assert max(len(function.parameters) for function in FUNCTIONS) <= 8


def expected_in_calc(placed: PlacedCase) -> Block:
    """What Calc shows: it has no truth values, so TRUE is the number 1."""
    if placed.case.arguments == (True,) and placed.case.function == "SHK_BELOPP":
        return [[1]]
    return placed.expected


@pytest.mark.parametrize("placed", PLACED, ids=NAMES)
def test_every_case_holds_in_calc(placed: PlacedCase, calc: dict[str, list[Values]]) -> None:
    shown = calc["cases"][0][SHEET]
    first_row, first_column, last_row, last_column = placed.result
    found = [
        [shown.get(address(row, column), "") for column in range(first_column, last_column + 1)]
        for row in range(first_row, last_row + 1)
    ]
    assert found == expected_in_calc(placed)


def test_a_cell_that_is_edited_changes_what_depends_on_it(calc: dict[str, list[Values]]) -> None:
    before, after = (values[SHEET] for values in calc["cases"])
    changed = {at for at in before.keys() | after.keys() if before.get(at) != after.get(at)}
    argument, result = str(PLACED[0].arguments[0][0]), str(PLACED[0].result)
    assert changed == {argument, result}
    assert (before[result], after[result]) == (648_000, 7)


def assert_same(live: Values, batch: Values) -> None:
    assert live.keys() == batch.keys()
    for sheet, cells in batch.items():
        assert live[sheet].keys() == cells.keys(), sheet
        for at, value in cells.items():
            same = pytest.approx(value) if isinstance(value, float) else value
            assert live[sheet][at] == same, (sheet, at)


def test_our_workbook_shows_the_same_in_calc_as_after_batch_recalculation(
    calc: dict[str, list[Values]], example: bytes
) -> None:
    assert_same(calc["example"][0], in_file(recalculate(example).data))


def test_our_workbook_answers_an_edit_as_batch_recalculation_does(
    calc: dict[str, list[Values]], example: bytes
) -> None:
    before, after = calc["example"]
    assert_same(after, in_file(edited(example)))
    for sheet in ("Initiativ", "Översikt"):
        assert before[sheet] != after[sheet]


def test_whoever_lacks_the_functions_sees_the_saved_values(
    calc: dict[str, list[Values]], example: bytes
) -> None:
    assert_same(calc["opened"][0], in_file(example))
