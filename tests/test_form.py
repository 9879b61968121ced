"""Forms: empty ones that anybody with Word can fill in, and filled ones read into a workbook."""

from __future__ import annotations

import io
from collections.abc import Mapping
from pathlib import Path

import pytest
from docx import Document
from edited_documents import TODAY, example, saved_by_libreoffice, say

from shk_xl.cli.app import run
from shk_xl.documents.back.outline import read_outline, texts_in
from shk_xl.documents.form import FORMS, make_form
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.word.package import read_package
from shk_xl.domain.amounts import Known, Staff
from shk_xl.domain.portfolio import About, Heading, InitiativeType
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.reading.read import read_portfolio

pytestmark = pytest.mark.thorough

ANSWERS = {
    "Namn på initiativet": "Nattöppet bibliotek fas 2",
    "Samverkande aktörer": "Biblioteket, Fritid",
    "Period": "Hela våren",
    "Budgetförslag": "250 000 kr",
}


def filled(
    data: bytes, answers: Mapping[str, str], texts: Mapping[str, str] | None = None
) -> bytes:
    """Fill in a form: after the labels, and over the guidance under the headings."""
    document = Document(io.BytesIO(data))
    paragraphs = document.paragraphs
    for label, answer in answers.items():
        line = next(one for one in paragraphs if one.text.startswith(label))
        say(line, f"{label}: {answer}")
    for heading, text in (texts or {}).items():
        place = next(n for n, one in enumerate(paragraphs) if one.text.startswith(heading))
        say(paragraphs[place + 1], text)
    saved = io.BytesIO()
    document.save(saved)
    return saved.getvalue()


@pytest.fixture(scope="module")
def empty() -> bytes:
    return make_form(DocumentKind.PILOT, example().about, TODAY)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(build_workbook(example()))
    return path


@pytest.mark.parametrize("kind", FORMS)
def test_a_form_has_guidance_under_its_headings_and_nothing_counted(kind: DocumentKind) -> None:
    data = make_form(kind, About(), TODAY)
    texts = [*texts_in(read_outline(read_package(data, "x")).blocks)]
    assert sum(text.startswith("[") for text in texts) >= 8
    assert any(text.endswith("[Initiativets namn]") for text in texts)
    assert not any("Okänt" in text or "saknas" in text for text in texts)


def test_the_same_form_is_the_same_bytes(empty: bytes) -> None:
    assert make_form(DocumentKind.PILOT, example().about, TODAY) == empty


def test_a_filled_form_becomes_a_new_initiative_with_a_proposed_code(
    empty: bytes, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "svar.docx"
    form.write_bytes(filled(empty, ANSWERS, {"Syfte": "Unga ska ha någonstans att vara."}))
    assert run(["import", str(form), "--into", str(book)]) == 0
    assert "NATTOPPET" in capsys.readouterr().out
    portfolio = read_portfolio(book).portfolio
    one = portfolio.initiative_by_code["NATTOPPET"]
    assert (one.name, one.phase, one.type) == ("Nattöppet bibliotek", 2, InitiativeType.PILOT)
    assert (one.actors, one.context, one.period) == ("Biblioteket, Fritid", "", "Hela våren")
    assert one.amount == Known(250_000)
    texts = portfolio.texts_by_initiative["NATTOPPET"]
    assert texts == {Heading.PURPOSE: "Unga ska ha någonstans att vara."}


def test_a_form_makes_a_workbook_where_there_is_none(empty: bytes, tmp_path: Path) -> None:
    form, book = tmp_path / "svar.docx", tmp_path / "ny.xlsx"
    form.write_bytes(filled(empty, {**ANSWERS, "Budgetförslag": "Ordinarie personal MDU"}))
    assert run(["import", str(form), "--into", str(book)]) == 0
    (one,) = read_portfolio(book).portfolio.initiatives
    assert one.amount == Staff("MDU")


def test_a_form_about_a_known_initiative_fills_what_is_empty_and_asks_about_the_rest(
    empty: bytes, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "svar.docx"
    answers = {"Namn på initiativet": "uvas", "Period": "Hela våren"}
    form.write_bytes(filled(empty, answers, {"Prövning av barnets": "Barnen är hörda."}))
    before = read_portfolio(book).portfolio.initiative_by_code["UVAS"]
    assert run(["import", str(form), "--into", str(book)]) == 1
    assert "Väntar på ert val: Ändrat olika: UVAS, Period" in capsys.readouterr().out
    portfolio = read_portfolio(book).portfolio
    assert portfolio.initiative_by_code["UVAS"] == before
    assert portfolio.texts_by_initiative["UVAS"][Heading.BEST_INTERESTS] == "Barnen är hörda."


def test_a_form_without_a_name_is_told_and_not_read(
    empty: bytes, book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    form = tmp_path / "svar.docx"
    form.write_bytes(empty)
    before = book.read_bytes()
    assert run(["import", str(form), "--into", str(book)]) == 1
    assert "inget namn på initiativet" in capsys.readouterr().out
    assert book.read_bytes() == before


@pytest.mark.thorough
def test_a_form_that_was_filled_in_with_libreoffice_is_read(
    empty: bytes, book: Path, tmp_path: Path, soffice: str
) -> None:
    opened = saved_by_libreoffice(empty, tmp_path / "a", soffice)
    form = tmp_path / "svar.docx"
    answered = filled(opened, ANSWERS, {"Syfte": "Unga ska ha någonstans att vara."})
    form.write_bytes(saved_by_libreoffice(answered, tmp_path / "b", soffice))
    assert run(["import", str(form), "--into", str(book)]) == 0
    one = read_portfolio(book).portfolio.initiative_by_code["NATTOPPET"]
    assert (one.actors, one.amount) == ("Biblioteket, Fritid", Known(250_000))


def test_the_command_writes_a_form_and_never_over_another(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = str(tmp_path / "formulär.docx")
    assert run(["documents", "--form", "foruminitiativ", "--out", out]) == 0
    assert "shk-xl import" in capsys.readouterr().out
    assert run(["documents", "--form", "foruminitiativ", "--out", out]) == 3
    assert run(["documents"]) == 2
