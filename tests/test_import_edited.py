"""Documents that came back, read into the workbook by the command: taken, asked or told."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from answers import changed, value_in
from docx import Document
from edited_documents import add_after, edited, say, starting, under, without_base

from shk_xl.cli.app import run
from shk_xl.documents.templates.starting import copy_templates
from shk_xl.documents.word.package import Entry, read_package, write_package
from shk_xl.exchange.intake.texts import TextChange, TextReply, reply_of
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.merge.sheets import CONFLICT_SHEET, LOG_SHEET
from shk_xl.exchange.records import IncomingFile, IntakeState, Version
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.writing.report_sheet import read_report_sheet

pytestmark = pytest.mark.thorough

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

BOOK = "bok.xlsx"
EFFECTS = ("Texter", ("uvas", "effektmål"), "Text")
BEST_INTERESTS = ("Texter", ("uvas", "barnets bästa"), "Text")
PERIOD = ("Initiativ", ("uvas",), "Period")


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bok")
    (folder / BOOK).write_bytes(build_workbook(example_2024()))
    made = ["documents", str(folder / BOOK), "--initiative", "UVAS", "--date", "2024-01-15"]
    assert run(made) == 0
    (document,) = (folder / "underlag").iterdir()
    document.rename(folder / "UVAS.docx")
    return folder


@pytest.fixture
def folder(once: Path, tmp_path: Path) -> Path:
    shutil.copytree(once, tmp_path / "bok")
    return tmp_path / "bok"


class Desk:
    """A workbook, and colleagues who send documents."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder = folder
        self.book = folder / BOOK
        self.capsys = capsys

    def send(self, name: str, by: str, change: Callable[[WordDocument], object]) -> Path:
        """Save the document as a colleague has changed it."""

        def signed(document: WordDocument) -> None:
            change(document)
            document.core_properties.last_modified_by = by

        path = self.folder / name
        path.write_bytes(edited((self.folder / "UVAS.docx").read_bytes(), signed))
        return path

    def read_in(self, *files: Path, code: int) -> list[dict[str, str]]:
        """Run the command for a machine."""
        self.capsys.readouterr()
        given = [*map(str, files), "--into", str(self.book), "--json"]
        assert run(["import", *given]) == code, self.capsys.readouterr()
        told: list[dict[str, str]] = json.loads(self.capsys.readouterr().out)
        return told

    def value(self, cell: tuple[str, tuple[str, ...], str]) -> object:
        return value_in(self.book.read_bytes(), *cell)


@pytest.fixture
def desk(folder: Path, capsys: pytest.CaptureFixture[str]) -> Desk:
    return Desk(folder, capsys)


def period(text: str) -> Callable[[WordDocument], None]:
    return lambda document: say(starting(document, "Period"), f"Period: {text}")


def effects(text: str) -> Callable[[WordDocument], object]:
    return lambda document: add_after(under(document, "Effektmål"), text)


def best_interests(text: str) -> Callable[[WordDocument], None]:
    return lambda document: say(under(document, "Prövning av barnets"), text)


def test_what_one_side_changed_is_taken_and_logged(desk: Desk) -> None:
    told = desk.read_in(desk.send("a.docx", "Anna", period("Våren")), code=0)
    assert [one["kind"] for one in told] == ["written"]
    assert desk.value(PERIOD) == "Våren"
    (line,) = read_report_sheet(desk.book.read_bytes(), LOG_SHEET) or []
    assert (line["Vem"], line["Fil"], line["Till"]) == ("Anna", "a.docx", "Våren")


def test_reading_the_same_document_again_changes_nothing(desk: Desk) -> None:
    document = desk.send("a.docx", "Anna", period("Våren"))
    desk.read_in(document, code=0)
    before = desk.book.read_bytes()
    assert desk.read_in(document, code=0) == []
    assert desk.book.read_bytes() == before


def test_an_untouched_document_changes_nothing(desk: Desk) -> None:
    before = desk.book.read_bytes()
    assert desk.read_in(desk.folder / "UVAS.docx", code=0) == []
    assert desk.book.read_bytes() == before


def test_a_text_that_the_workbook_lacked_gets_a_row(desk: Desk) -> None:
    desk.read_in(desk.send("a.docx", "Anna", best_interests("Barnen är hörda.")), code=0)
    assert desk.value(BEST_INTERESTS) == "Barnen är hörda."


def test_what_the_team_has_changed_meanwhile_stays_beside(desk: Desk) -> None:
    desk.book.write_bytes(changed(desk.book.read_bytes(), (*EFFECTS, "Vårt nya mål")))
    desk.read_in(desk.send("a.docx", "Anna", period("Våren")), code=0)
    assert (desk.value(PERIOD), desk.value(EFFECTS)) == ("Våren", "Vårt nya mål")


def test_what_both_have_changed_alike_is_no_question(desk: Desk) -> None:
    desk.book.write_bytes(changed(desk.book.read_bytes(), (*PERIOD, "Våren")))
    assert desk.read_in(desk.send("a.docx", "Anna", period("Våren")), code=0) == []


def test_what_both_have_changed_is_asked_and_resolved_as_in_the_exchange(desk: Desk) -> None:
    desk.book.write_bytes(changed(desk.book.read_bytes(), (*PERIOD, "Hösten")))
    told = desk.read_in(desk.send("a.docx", "Anna", period("Våren")), code=1)
    assert [one["kind"] for one in told] == ["conflict"]
    assert desk.value(PERIOD) == "Hösten"
    (line,) = read_report_sheet(desk.book.read_bytes(), CONFLICT_SHEET) or []
    said = (line["Bas"], line["Vår"], line["Deras"])
    assert said == ("Hela året utom juli", "Hösten", "Anna: Våren")
    assert run(["resolve", str(desk.book), "--all-theirs", "Anna"]) == 0
    assert desk.value(PERIOD) == "Våren"
    assert run(["resolve", str(desk.book)]) == 0


def test_a_question_about_a_new_text_is_resolved_too(desk: Desk) -> None:
    anna = desk.send("a.docx", "Anna", best_interests("Annas ord."))
    bo = desk.send("b.docx", "Bo", best_interests("Bos ord."))
    assert len(desk.read_in(anna, bo, code=1)) == 1
    assert run(["resolve", str(desk.book), "--all-theirs", "Bo"]) == 0
    assert desk.value(BEST_INTERESTS) == "Bos ord."


@pytest.mark.thorough
def test_the_order_of_several_documents_says_nothing(desk: Desk) -> None:
    documents = [
        desk.send("a.docx", "Anna", effects("Annas punkt")),
        desk.send("b.docx", "Bo", effects("Bos punkt")),
        desk.send("c.docx", "Cia", period("Våren")),
    ]
    clean = desk.book.read_bytes()
    seen = set()
    for order in permutations(documents):
        desk.book.write_bytes(clean)
        shutil.rmtree(folder_of(desk.book), ignore_errors=True)
        told = desk.read_in(*order, code=1)
        rows = read_report_sheet(desk.book.read_bytes(), CONFLICT_SHEET) or []
        assert desk.value(PERIOD) == "Våren"
        seen.add(json.dumps([told, rows], sort_keys=True))
    assert len(seen) == 1


def test_points_that_were_changed_meanwhile_make_a_changed_motivation_a_question(
    desk: Desk,
) -> None:
    criterion = "koppling till samhällsmål och nordstjärna"
    points = ("Värdering", ("uvas", criterion), "Poäng")
    motivation = ("Värdering", ("uvas", criterion), "Motivering")

    def change(document: WordDocument) -> None:
        cells = [cell for row in document.tables[-1].rows for cell in row.cells]
        cell = next(cell for cell in cells if cell.text.startswith("Gruppen har"))
        say(cell.paragraphs[0], "Ny motivering.")

    document = desk.send("a.docx", "Anna", change)
    before = desk.book.read_bytes()
    desk.read_in(document, code=0)
    assert (desk.value(points), desk.value(motivation)) == (5, "Ny motivering.")
    desk.book.write_bytes(changed(before, (*points, 2)))
    assert [one["kind"] for one in desk.read_in(document, code=1)] == ["conflict"]


def test_what_is_not_taken_is_told_and_gives_exit_code_1(desk: Desk) -> None:
    def amount(document: WordDocument) -> None:
        say(starting(document, "Budgetförslag"), "Budgetförslag: 1 kr")

    (told,) = desk.read_in(desk.send("a.docx", "Anna", amount), code=1)
    assert (told["kind"], told["code"]) == ("told", "edited_amount")


def test_without_its_base_a_document_asks_about_every_difference(desk: Desk) -> None:
    document = desk.send("a.docx", "Anna", period("Våren"))
    document.write_bytes(without_base(document.read_bytes()))
    desk.book.write_bytes(changed(desk.book.read_bytes(), (*EFFECTS, "Vårt nya mål")))
    told = desk.read_in(document, code=1)
    assert sorted(one["kind"] for one in told) == ["conflict", "conflict"]
    assert (desk.value(PERIOD), desk.value(EFFECTS)) == ("Hela året utom juli", "Vårt nya mål")
    rows = read_report_sheet(desk.book.read_bytes(), CONFLICT_SHEET) or []
    assert all(str(row["Bas"]).startswith("(okänt") for row in rows)


def test_a_lost_base_is_found_in_the_version_that_was_kept(desk: Desk) -> None:
    document = desk.send("a.docx", "Anna", period("Våren"))
    document.write_bytes(without_base(document.read_bytes()))
    other = desk.send("b.docx", "Bo", effects("Bos punkt"))
    desk.read_in(other, code=0)  # keeps the workbook that both were made from
    assert [one["kind"] for one in desk.read_in(document, code=0)] == ["written"]
    assert desk.value(PERIOD) == "Våren"
    assert "Bos punkt" in str(desk.value(EFFECTS))


def test_what_came_is_kept_and_the_version_is_told(desk: Desk) -> None:
    document = desk.send("a.docx", "Anna", period("Våren"))
    desk.read_in(document, code=0)
    with Ledger(folder_of(desk.book)) as ledger:
        (file,) = ledger.select(IncomingFile)
        assert (file.state, file.party) == (IntakeState.MERGED, "Anna")
        assert (ledger.received / file.message_sha256).read_bytes() == document.read_bytes()
        assert [version.reason for version in ledger.select(Version)] == ["found", "imported"]


def test_documents_of_another_workbook_are_read_as_old_ones(desk: Desk, tmp_path: Path) -> None:
    other = tmp_path / "annan.xlsx"
    assert run(["new", str(other)]) == 0
    document = str(desk.folder / "UVAS.docx")
    assert run(["import", document, "--into", str(other)]) == 0
    assert value_in(other.read_bytes(), *PERIOD) == "Hela året utom juli"


def test_changes_are_kept_as_they_were_read() -> None:
    change = TextChange("Texter", ("UVAS", "Syfte"), "Text", None, "Nytt & <b>", (("Poäng", "5"),))
    texts = TextReply("Anna", "a.docx", b"", (change,))
    told = json.loads(texts.kept)
    assert told["changes"][0]["after"] == "Nytt & <b>"
    assert reply_of(texts).tables["Texter"].rows.keys() == {("uvas", "syfte")}


def test_a_document_that_was_made_into_one_about_something_else_takes_nothing(desk: Desk) -> None:
    def change(document: WordDocument) -> None:
        say(starting(document, "Namn på"), "Namn på initiativet: Nattöppet bibliotek")
        period("Våren")(document)

    told = desk.read_in(desk.send("a.docx", "Anna", change), code=1)
    assert sorted(one["kind"] for one in told) == ["conflict", "told"]
    assert desk.value(PERIOD) == "Hela året utom juli"


def test_a_document_made_with_the_teams_own_templates_is_read_with_them(desk: Desk) -> None:
    copy_templates(desk.book.parent / "mallar")
    for template in (desk.book.parent / "mallar").iterdir():
        package = read_package(template.read_bytes(), template.name)
        main = package.parts[package.main].replace("Effektmål".encode(), "Vad vi vill nå".encode())
        parts = {**package.parts, package.main: main}
        template.write_bytes(write_package({n: Entry.of(data) for n, data in parts.items()}))
    out = desk.book.parent / "egna"
    assert run(["documents", str(desk.book), "--initiative", "UVAS", "--out", str(out)]) == 0
    (document,) = out.iterdir()
    assert "Vad vi vill nå" in [p.text for p in Document(str(document)).paragraphs]

    def change(made: WordDocument) -> None:
        add_after(under(made, "Vad vi vill nå"), "Nytt mål")

    document.write_bytes(edited(document.read_bytes(), change))
    assert [one["kind"] for one in desk.read_in(document, code=0)] == ["written"]
    assert "Nytt mål" in str(desk.value(EFFECTS))
