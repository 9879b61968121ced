"""A party's copy in LibreOffice, which lacks our functions: it shows, counts and comes back."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest
from conftest import missing
from outgoing_copies import copy_for, example, typed_in

from shk_xl.exchange.identity import NAME, PROPERTY, read_id
from shk_xl.exchange.outgoing.copy import OutgoingCopy
from shk_xl.ooxml.guard import check_package
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.reading.read import read_portfolio_bytes

SESSION = Path(__file__).parent / "libreoffice" / "session.py"
PYTHON = "/usr/bin/python3"
WEIGHT = {"sheet": "Kriterier", "cell": "C2", "value": 3.0}
NEW_ROW = (
    {"sheet": "Värdering", "cell": "A18", "value": "UVAS"},
    {"sheet": "Värdering", "cell": "B18", "value": "Koppling till samhällsmål och nordstjärna"},
)


@pytest.fixture(scope="module")
def copy() -> OutgoingCopy:
    return copy_for("MDU", build_workbook(example()))


def converted(soffice: str, path: Path, ending: str) -> Path:
    """Save a file in another form, as a person does by Spara som."""
    folder = path.parent / ending
    profile = f"-env:UserInstallation={(path.parents[1] / 'profile').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", ending, "--outdir", str(folder)]
    subprocess.run([*command, str(path)], check=True, capture_output=True, timeout=120)
    return folder / path.with_suffix(f".{ending}").name


@pytest.fixture(scope="module")
def returned(
    soffice: str, copy: OutgoingCopy, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, bytes]:
    """The copy as LibreOffice saves it, directly and by way of an OpenDocument sheet."""
    folder = tmp_path_factory.mktemp("copies") / "sent"
    folder.mkdir()
    sent = folder / "kopia.xlsx"
    sent.write_bytes(copy.data)
    direct = converted(soffice, sent, "xlsx")
    by_ods = converted(soffice, converted(soffice, sent, "ods"), "xlsx")
    return {"direct": direct.read_bytes(), "by way of ods": by_ods.read_bytes()}


@pytest.mark.parametrize("way", ["direct", "by way of ods"])
def test_the_id_comes_back_in_all_three_places(
    returned: dict[str, bytes], copy: OutgoingCopy, way: str
) -> None:
    check_package(returned[way], file="svar.xlsx")
    found = read_id(returned[way])
    assert found.agreed == copy.id_text
    assert {PROPERTY, NAME} < set(found.texts)
    assert [where for where in found.texts if where.startswith("Om filen!")]
    assert set(found.texts.values()) == {copy.id_text}


@pytest.mark.parametrize("way", ["direct", "by way of ods"])
def test_every_cell_comes_back_as_it_was_sent(
    returned: dict[str, bytes], copy: OutgoingCopy, way: str
) -> None:
    assert typed_in(returned[way]) == typed_in(copy.data)
    assert read_portfolio_bytes(returned[way], file="svar.xlsx").portfolio == example()


@pytest.fixture(scope="module")
def shown(
    soffice: str, copy: OutgoingCopy, tmp_path_factory: pytest.TempPathFactory
) -> list[dict[str, dict[str, Any]]]:
    """What the cells hold when the copy is opened and calculated, and after each edit."""
    if subprocess.run([PYTHON, "-c", "import uno"], check=False, capture_output=True).returncode:
        missing("python3-uno", "SHK_XL_REQUIRE_HOSTS")
    folder = tmp_path_factory.mktemp("calc")
    path = folder / "kopia.xlsx"
    path.write_bytes(copy.data)
    pipe = f"shkxlcopy{os.getpid()}"
    office = subprocess.Popen(
        [
            *(soffice, "--headless", "--invisible", "--norestore", "--nologo"),
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            f"--accept=pipe,name={pipe};urp;",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    job = {"path": str(path), "calculate": True, "edits": [WEIGHT, *NEW_ROW]}
    try:
        answer = subprocess.run(
            [PYTHON, str(SESSION), pipe],
            check=True,
            input=json.dumps([job]),
            stdout=subprocess.PIPE,
            text=True,
            timeout=120,
        )
        office.wait(timeout=30)
    finally:
        if office.poll() is None:
            os.killpg(office.pid, signal.SIGKILL)
    (steps,) = json.loads(answer.stdout)
    return list(steps)


def test_it_shows_every_value_even_when_all_is_calculated_anew(
    shown: list[dict[str, dict[str, Any]]],
) -> None:
    opened = shown[0]
    assert "#NAME?" not in str(opened)
    assert opened["Initiativ"]["O2"] == 648_000
    assert opened["Initiativ"]["O9"] == {"error": "#N/A"}
    assert opened["Ramar"]["H7"] == 5_500_000
    assert opened["Översikt"]["B5"] == 3_456_000


def test_native_formulas_follow_what_is_typed(shown: list[dict[str, dict[str, Any]]]) -> None:
    before, weighed, _, added = (step["Värdering"] for step in shown)
    assert (before["E2"], weighed["E2"]) == (1, 3)
    assert "E18" not in weighed
    assert added["E18"] == 3
