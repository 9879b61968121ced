"""Which documents rest on old numbers, what differs between two, and what they are made from."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from documents_templates import fill, p, table
from edited_documents import (
    SOURCE,
    TODAY,
    edited,
    example,
    say,
    starting,
    without_base,
)

from shk_xl.cli.app import run
from shk_xl.documents.difference import (
    BEGINNING,
    DocumentDifference,
    differences_between,
)
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.making import Produced
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp, read_stamp
from shk_xl.documents.status import DocumentStatus, State, status_of
from shk_xl.documents.word.package import WordPackage, read_package
from shk_xl.domain.amounts import Known
from shk_xl.domain.portfolio import Portfolio
from shk_xl.workbook.building.build import build_workbook

pytestmark = pytest.mark.thorough

KINDS = (DocumentKind.FORUM, DocumentKind.PILOT)
NBSP = "\u00a0"


def make(portfolio: Portfolio, folder: Path, source: SourceStamp = SOURCE) -> list[Produced]:
    return produce_documents(portfolio, folder, source=source, today=TODAY, kinds=KINDS)


def path_of(folder: Path, code: str) -> Path:
    return next(folder.glob(f"{code}*.docx"))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    make(example(), tmp_path / "underlag")
    return tmp_path / "underlag"


def with_amount(kronor: int) -> Portfolio:
    initiatives = (
        replace(one, amount=Known(kronor)) if one.code == "UVAS" else one
        for one in example().initiatives
    )
    return replace(example(), initiatives=tuple(initiatives))


def states(portfolio: Portfolio, folder: Path) -> dict[str, DocumentStatus]:
    return {one.row: one for one in status_of(portfolio, folder) if one.kind in KINDS}


def test_what_was_just_made_is_up_to_date_and_nothing_is_written(folder: Path) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert {one.state for one in states(example(), folder).values()} == {State.UP_TO_DATE}
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == before


def test_a_changed_amount_makes_a_document_stale_and_the_amount_is_told(folder: Path) -> None:
    found = states(with_amount(500_000), folder)
    assert found["UVAS"].state is State.STALE
    told = DocumentDifference("belopp", "", f"648{NBSP}000{NBSP}kr", f"500{NBSP}000{NBSP}kr")
    assert told in found["UVAS"].differences
    assert found["FORSKOLA"].state is not State.EDITED


def test_an_edited_document_is_told_to_be_stale_as_well(folder: Path) -> None:
    path = path_of(folder, "UVAS")
    path.write_bytes(edited(path.read_bytes(), lambda d: say(starting(d, "Period"), "Period: x")))
    fresh = states(example(), folder)["UVAS"]
    assert (fresh.state, fresh.edited, fresh.differences) == (State.EDITED, True, ())
    stale = states(with_amount(500_000), folder)["UVAS"]
    assert (stale.state, stale.edited) == (State.STALE, True)


def test_what_is_missing_and_what_nobody_has_any_longer_is_told(folder: Path) -> None:
    path_of(folder, "NORM").unlink()
    initiatives = tuple(one for one in example().initiatives if one.code != "UVAS")
    found = states(replace(example(), initiatives=initiatives), folder)
    assert found["NORM"].state is State.MISSING
    assert found["UVAS"].state is State.SUPERFLUOUS


def test_a_document_without_its_values_is_held_against_a_new_one(folder: Path) -> None:
    path = path_of(folder, "UVAS")
    path.write_bytes(without_base(path.read_bytes()))
    assert states(example(), folder)["UVAS"].state is State.UP_TO_DATE
    found = states(with_amount(500_000), folder)["UVAS"]
    assert found.state is State.STALE
    assert any(f"500{NBSP}000" in one.after for one in found.differences)


def test_a_file_that_is_not_ours_is_left_out(folder: Path) -> None:
    (folder / "anteckning.docx").write_bytes(b"inget dokument")
    (folder / "~$UVAS.docx").write_bytes(b"")
    assert not {"anteckning.docx", "~$UVAS.docx"} & {
        one.path.name for one in status_of(example(), folder)
    }


def test_the_command_tells_before_and_after_and_ends_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "bok.xlsx"
    book.write_bytes(build_workbook(example()))
    made = ["documents", str(book), "--kind", "foruminitiativ"]
    assert run(made) == 0
    assert run(["documents", str(book), "--status"]) == 0
    book.write_bytes(build_workbook(with_amount(500_000)))
    capsys.readouterr()
    assert run(["documents", str(book), "--status"]) == 1
    assert "belopp: ”648 000 kr” → ”500 000 kr”" in capsys.readouterr().out.replace(NBSP, " ")
    assert run(["documents", str(book), "--status", "--json"]) == 1
    told = {one["initiative"]: one for one in json.loads(capsys.readouterr().out)}
    assert told["UVAS"]["status"] == "stale"
    assert told["UVAS"]["differences"][0]["heading"] == "belopp"


def test_the_command_shows_what_an_edited_document_says_differently(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    book = tmp_path / "bok.xlsx"
    book.write_bytes(build_workbook(example()))
    made = ["documents", str(book), "--initiative", "UVAS"]
    assert run(made) == 0
    path = path_of(tmp_path / "underlag", "UVAS")
    path.write_bytes(edited(path.read_bytes(), lambda d: say(starting(d, "Period"), "Period: Vår")))
    kept = path.read_bytes()
    capsys.readouterr()
    assert run(made) == 1
    said = capsys.readouterr().out
    assert "”Period: Vår” → ”Period:" in said
    assert f"shk-xl import {path} --into {book}" in said
    assert path.read_bytes() == kept
    assert run([*made, "--json"]) == 1
    (told,) = json.loads(capsys.readouterr().out)
    assert told["differences"] == [
        {
            "heading": BEGINNING,
            "where": "",
            "before": "Period: Vår",
            "after": "Period:\tHela året utom juli",
        }
    ]


def package(body: str) -> WordPackage:
    return read_package(fill(body).data, "x")


def test_differences_are_told_under_their_heading_and_in_their_cell() -> None:
    before = package(
        p("Syfte", style="Heading1")
        + p("Ett")
        + p("Två")
        + table(("Källa", "Belopp"), ("Pilot", "5"), ("Ram", "7"))
    )
    after = package(
        p("Syfte", style="Heading1")
        + p("Ett")
        + p("Tre")
        + p("Fyra")
        + table(("Källa", "Belopp"), ("Pilot", "6"), ("Ram", "7"))
        + p("Nytt", style="Heading1")
    )
    assert differences_between(before, after) == (
        DocumentDifference("Syfte", "", "Två", "Tre"),
        DocumentDifference("Syfte", "", "", "Fyra"),
        DocumentDifference("Syfte", "Pilot, Belopp", "5", "6"),
    )
    assert differences_between(before, before) == ()


def test_a_document_tells_the_version_of_the_workbook(tmp_path: Path) -> None:
    (made, *_) = make(example(), tmp_path, replace(SOURCE, version="7"))
    stamp = read_stamp(read_package(made.path.read_bytes(), "x"))
    assert stamp is not None
    assert stamp.version == "7"
    assert stamp.trace.startswith("portfolj.xlsx, version 7 (000000000000) · mall ")


def test_a_kept_workbook_gives_its_number_to_the_documents(tmp_path: Path) -> None:
    book = tmp_path / "bok.xlsx"
    assert run(["new", str(book)]) == 0
    seeds = tmp_path / "underlag.txt"
    seeds.write_text(
        "Underlag för Core Team beslut: Foruminitiativ\nNamn på initiativet: Öppna dörrar\n"
        "Syfte med initiativet:\nAtt pröva.\n",
        encoding="utf-8",
    )
    assert run(["import", str(seeds), "--into", str(book)]) == 0
    assert run(["documents", str(book), "--kind", "foruminitiativ"]) == 0
    (path,) = (tmp_path / "underlag").iterdir()
    stamp = read_stamp(read_package(path.read_bytes(), "x"))
    assert stamp is not None
    assert stamp.version == "2"


_MAKE = """
import sys
from datetime import date
from pathlib import Path
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.stamp import SourceStamp
from shk_xl.workbook.example import example_2024

produce_documents(
    example_2024(), Path(sys.argv[1]), source=SourceStamp("b.xlsx", "0"), today=date(2024, 1, 15),
)
"""


@pytest.mark.thorough
def test_the_same_input_gives_the_same_bytes_in_any_process(tmp_path: Path) -> None:
    for seed in ("0", "1", "4711"):
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        subprocess.run(
            [sys.executable, "-c", _MAKE, str(tmp_path / seed)], check=True, env=environment
        )
    first = {path.name: path.read_bytes() for path in (tmp_path / "0").iterdir()}
    assert len(first) > 8
    for seed in ("1", "4711"):
        assert {path.name: path.read_bytes() for path in (tmp_path / seed).iterdir()} == first
