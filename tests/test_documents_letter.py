"""The official letter: the same fields in another layout, for every type of initiative."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest
from docx import Document
from docx.table import Table
from old_documents import words_of

from shk_xl.cli.app import run
from shk_xl.documents.kinds import DocumentKind, Layout
from shk_xl.documents.making import Produced, Status
from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.amounts import Known, Unknown
from shk_xl.domain.portfolio import (
    About,
    Allocation,
    Frame,
    Heading,
    Initiative,
    InitiativeType,
    Party,
    Portfolio,
    TextSection,
)
from shk_xl.domain.proposed_decisions import points_of, proposed_decisions
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

DAY: Final = date(2024, 1, 15)
ORDER: Final = (
    "Förslag till beslut",
    "Sammanfattning",
    "Bakgrund",
    "Bedömning",
    "Ekonomiska konsekvenser",
    "Prövning av barnets bästa",
    "Beslutsunderlag",
    "Beslutet skickas till",
)
OWN: Final = "Tjänsteskrivelse om Labbet, 15\xa0januari 2024"
LABB: Final = Initiative("LABB", "Labbet", InitiativeType.FORUM, amount=Unknown("inväntar svar"))


def letters(portfolio: Portfolio, folder: Path) -> list[Produced]:
    return produce_documents(
        portfolio,
        folder,
        source=SourceStamp("bok.xlsx", "0" * 64),
        today=DAY,
        layout=Layout.LETTER,
        initiatives=[initiative.code for initiative in portfolio.initiatives],
    )


def sections(path: Path) -> dict[str, list[str]]:
    """Give the texts under each heading of level 1, tables row by row."""
    document: WordDocument = Document(str(path))
    under: dict[str, list[str]] = {"": []}
    heading = ""
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            under[heading] += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        elif block.style is not None and block.style.name == "Heading 1":
            heading = block.text
            under[heading] = []
        else:
            under[heading].append(block.text)
    return under


def small(*texts: TextSection, **more: object) -> Portfolio:
    return Portfolio(
        initiatives=(LABB,),
        texts=texts,
        parties=(Party("Norrby"), Party("Söderby")),
        **more,  # type: ignore[arg-type]
    )


def only(portfolio: Portfolio, folder: Path) -> dict[str, list[str]]:
    (letter,) = letters(portfolio, folder)
    return sections(letter.path)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Produced]:
    return letters(example_2024(), tmp_path_factory.mktemp("brev"))


def test_all_types_have_one_order_of_sections(made: list[Produced]) -> None:
    assert {d.kind for d in made} == {DocumentKind.FORUM, DocumentKind.PILOT, DocumentKind.ROLE}
    for letter in made:
        found = [heading for heading in sections(letter.path) if heading in ORDER]
        assert tuple(found) == ORDER
        assert all(sections(letter.path)[heading] for heading in ORDER)


def test_both_layouts_can_lie_side_by_side(tmp_path: Path) -> None:
    portfolio = small()
    (letter,) = letters(portfolio, tmp_path)
    (basis,) = produce_documents(
        portfolio,
        tmp_path,
        source=SourceStamp("bok.xlsx", "0" * 64),
        today=DAY,
        initiatives=["LABB"],
    )
    assert letter.path.name == "tjansteskrivelse-LABB-labbet.docx"
    assert basis.path.name == "LABB-labbet.docx"
    assert letters(portfolio, tmp_path)[0].status is Status.UNCHANGED


def test_the_proposed_decisions_are_the_domains_own_sentences(made: list[Produced]) -> None:
    portfolio = example_2024()
    for letter in made:
        initiative = portfolio.initiative_by_code[letter.initiative]
        points = sections(letter.path)["Förslag till beslut"]
        assert points == list(proposed_decisions(portfolio, initiative))


def test_the_points_are_a_numbered_list(made: list[Produced]) -> None:
    document: WordDocument = Document(str(made[0].path))
    numbered = [p.text for p in document.paragraphs if p.style and p.style.name == "List Number"]
    assert numbered == sections(made[0].path)["Förslag till beslut"]


def test_what_is_written_under_the_new_headings_stands_instead(tmp_path: Path) -> None:
    found = only(
        small(
            TextSection("LABB", Heading.PROPOSED_DECISIONS, "1. Core Team pausar Labbet."),
            TextSection("LABB", Heading.SUMMARY, "Labbet vilar."),
            TextSection("LABB", Heading.BASIS, "- Rapporten, 2023-12-01"),
            TextSection("LABB", Heading.SENT_TO, "- Norrby, för åtgärd"),
        ),
        tmp_path,
    )
    assert found["Förslag till beslut"] == ["Core Team pausar Labbet."]
    assert found["Sammanfattning"] == ["Labbet vilar."]
    assert found["Beslutsunderlag"] == [
        OWN,
        "Rapporten, 2023-12-01",
    ]
    assert found["Beslutet skickas till"] == ["Norrby, för åtgärd"]


def test_an_empty_initiative_says_what_is_missing(tmp_path: Path) -> None:
    found = only(small(), tmp_path)
    assert found["Prövning av barnets bästa"][0].startswith("Texten om barnets bästa saknas.")
    assert found["Sammanfattning"] == [
        (
            "Ärendet gäller foruminitiativet ’Labbet’. "
            "Kontexten är inte angiven, och perioden är inte angiven."
        ),
        "Kostnaden är okänd: inväntar svar.",
    ]
    assert found["Ekonomiska konsekvenser"] == ["Kostnaden är okänd: inväntar svar."]
    assert found["Beslutet skickas till"] == ["Norrby", "Söderby"]
    assert "Text saknas under den här rubriken." in found["Bakgrund"]


def test_each_source_stands_with_its_frame_and_what_is_left(tmp_path: Path) -> None:
    portfolio = replace(
        small(),
        initiatives=(replace(LABB, amount=Known(600)),),
        frames=(
            Frame("Initiativbudget", Known(1_000), funds_initiatives=True),
            Frame("Pilotbudget", Unknown(), preliminary=True, funds_initiatives=True),
        ),
        allocations=(
            Allocation("LABB", "Initiativbudget", Known(400), note="Delas i juni."),
            Allocation("LABB", "Pilotbudget", Known(200), note="Delas i juni."),
        ),
    )
    rows = [row.replace("\xa0", " ") for row in only(portfolio, tmp_path)[ORDER[4]]]
    assert rows == [
        "Budgetförslaget är 600 kr.",
        "Finansieringskälla | Belopp | Källans ram | Kvar av ramen",
        "Initiativbudget | 400 kr | 1 000 kr | 600 kr",
        "Pilotbudget | 200 kr | Okänt | Okänt",
        "Summa | 600 kr |  | ",
        "Pilotbudget är en preliminär ram. Delas i juni.",
    ]


@pytest.mark.parametrize("number", ["", "SHK 2024/7"])
def test_the_head_says_who_when_which_case_and_which_page(tmp_path: Path, number: str) -> None:
    about = About("Samverkan", "Alla barn", 2024, number)
    (letter,) = letters(small(about=about), tmp_path)
    section = Document(str(letter.path)).sections[0]
    first = "\n".join(p.text for p in section.first_page_header.paragraphs)
    running = section.header.paragraphs[0].text
    case = f"Diarienummer {number}" if number else "Diarienummer saknas"
    assert section.different_first_page_header_footer
    for said in ("Samverkan", "Alla barn", "15\xa0januari 2024", "Parter: Norrby, Söderby"):
        assert said in first
    for head in (first, running):
        assert case in head
        assert "Sida 1 (1)" in head
        assert "Tjänsteskrivelse LABB" in head


def test_the_new_headings_are_read_back_from_the_teams_own_layout(tmp_path: Path) -> None:
    texts = {
        Heading.PURPOSE: "Pröva.",
        Heading.PROPOSED_DECISIONS: "Core Team pausar Labbet.\nCore Team följer upp i juni.",
        Heading.SUMMARY: "Labbet vilar.",
        Heading.BASIS: "Rapporten, 2023-12-01",
        Heading.SENT_TO: "Norrby, för åtgärd",
    }
    portfolio = small(
        *(TextSection("LABB", heading, text) for heading, text in texts.items()),
        about=About("Samverkan", "Alla barn", 2024),
    )
    (basis,) = produce_documents(
        portfolio,
        tmp_path,
        source=SourceStamp("bok.xlsx", "0" * 64),
        today=DAY,
        initiatives=["LABB"],
    )
    back = read_old_documents([basis.path]).portfolio
    (code,) = back.initiative_by_code
    read = back.texts_by_initiative[code]
    for heading, text in texts.items():
        # A point comes back with its number, and is the same point.
        found, written = ("\n".join(points_of(one)) for one in (read[heading], text))
        assert words_of(found) == words_of(written), heading


def test_the_command_makes_letters_beside_the_other_layout(tmp_path: Path) -> None:
    book = tmp_path / "bok.xlsx"
    book.write_bytes(build_workbook(small()))
    for layout in Layout:
        assert run(["documents", str(book), "--layout", layout.value, "--initiative", "LABB"]) == 0
    assert [path.name for path in sorted((tmp_path / "underlag").iterdir())] == [
        "LABB-labbet.docx",
        "tjansteskrivelse-LABB-labbet.docx",
    ]
