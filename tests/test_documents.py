"""From a portfolio to Word documents: what they say, and what becomes of those that exist."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.making import Produced, Status
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.documents.templates.files import BUILT_IN, template_path
from shk_xl.documents.word.text_model import parse, plain_text
from shk_xl.domain.amounts import Known, Staff, Unknown
from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import (
    Allocation,
    Heading,
    Initiative,
    InitiativeType,
    ItemKind,
    MeetingItem,
    Portfolio,
    TextSection,
)
from shk_xl.wording import in_words
from shk_xl.wording.documents import DOCUMENT_REASONS
from shk_xl.workbook.example import example_2024

TODAY = date(2023, 11, 20)
LATER = date(2024, 2, 1)
SOURCE = SourceStamp("portfolj.xlsx", "0" * 64)
NBSP = "\u00a0"


def make(
    portfolio: Portfolio, folder: Path, day: date = TODAY, **choices: object
) -> list[Produced]:
    return produce_documents(portfolio, folder, source=SOURCE, today=day, **choices)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return example_2024()


@pytest.fixture(scope="module")
def made(portfolio: Portfolio, tmp_path_factory: pytest.TempPathFactory) -> list[Produced]:
    return make(portfolio, tmp_path_factory.mktemp("underlag"))


def of(made: list[Produced], key: str) -> Path:
    """Find a document by its initiative's code, or by the beginning of its name."""
    return next(d.path for d in made if key in (d.initiative, d.path.stem[: len(key)]))


def contents(path: Path) -> Iterator[Paragraph | Table]:
    yield from Document(str(path)).iter_inner_content()


def said(path: Path) -> dict[str, list[str]]:
    """Give the texts under each heading, tables row by row with a bar between cells."""
    under: dict[str, list[str]] = {"": []}
    heading = ""
    for block in contents(path):
        if isinstance(block, Table):
            under[heading] += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        elif (
            block.style is not None
            and (block.style.name or "").startswith("Heading")
            and not block.text.startswith("Del ")
        ):
            heading = block.text
            under[heading] = []
        else:
            under[heading].append(block.text)
    return under


def typed(text: str) -> list[str]:
    """Give the lines of a typed text as a reader sees them."""
    return [
        (f"Del {block.number}: " if hasattr(block, "number") else "") + plain_text(block.runs)
        for block in parse(text)
    ]


HEADINGS = {
    Heading.PURPOSE: "Syfte med initiativet",
    Heading.DESCRIPTION: "Kort beskrivning av initiativet",
    Heading.EFFECTS: "Effektmål",
    Heading.ADDED_VALUE: "Mervärde som kommer skapas för parterna",
    Heading.BEST_INTERESTS: "Prövning av barnets bästa",
    Heading.NOTES: "Övrigt",
}


def test_every_document_is_made(portfolio: Portfolio, made: list[Produced]) -> None:
    kinds = [document.kind for document in made]
    assert kinds.count(DocumentKind.PROPOSAL) == 1
    assert kinds.count(DocumentKind.MINUTES) == len({m.meeting for m in portfolio.meeting_items})
    assert [d.initiative for d in made if d.initiative] == [i.code for i in portfolio.initiatives]
    assert all(d.path.is_file() and d.status is Status.WRITTEN and not d.reason for d in made)
    assert len({d.path for d in made}) == len(made)


def test_every_text_stands_under_its_heading(portfolio: Portfolio, made: list[Produced]) -> None:
    checked = 0
    for section in portfolio.texts:
        heading = HEADINGS.get(section.heading)
        if section.initiative and heading:
            found = [line.strip() for line in said(of(made, section.initiative))[heading]]
            assert found == [line.strip() for line in typed(section.text)]
            checked += 1
    assert checked > 20


def test_amounts_are_written_out(made: list[Produced]) -> None:
    uvas = said(of(made, "UVAS"))
    assert f"Budgetförslag: 648{NBSP}000{NBSP}kr" in uvas["Resurser och budget"]
    assert any(f"648{NBSP}000{NBSP}kr" in row for row in uvas["Finansiering"])
    assert (
        "Budgetförslag: Ordinarie personal processtödet"
        in (said(of(made, "PERSPEKTIV"))["Resurser och budget"])
    )


def test_an_unknown_cost_is_said_and_is_never_zero(made: list[Produced]) -> None:
    role = said(of(made, "NYROLL"))
    (heading, cost, *rest) = role["Uppskattade kostnader under pilotfasen"]
    assert heading == "Artikel | Kostnad | Betalas av"
    assert cost.startswith("Arbetstid | Okänt: ")
    assert rest
    assert not any("0\u00a0kr" in text for texts in role.values() for text in texts)


def test_scores_stand_with_weights_motivations_and_place(
    portfolio: Portfolio, made: list[Produced]
) -> None:
    uvas = said(of(made, "UVAS"))["Värdering utifrån prioriteringskriterier"]
    given = [score for score in portfolio.scores if score.initiative == "UVAS"]
    assert uvas[0] == "Kriterium | Motivering | Poäng | Vikt | Bidrag"
    assert uvas[1:3] == [
        f"{s.criterion} | {s.motivation} | {s.points} av 5 | 1 | {gives}"
        for s, gives in zip(given, ("2,5", "2,0"), strict=True)
    ]
    assert uvas[3:5] == [
        "Vägt medelvärde |  |  |  | 4,5",
        "Vägt medelvärde: 4,5 av 5. Plats 1 av 4 bland foruminitiativen.",
    ]


def test_the_place_is_explained_against_the_neighbours(made: list[Produced]) -> None:
    preschool = said(of(made, "FORSKOLA"))["Värdering utifrån prioriteringskriterier"]
    assert preschool[-2:] == [
        (
            "Initiativet står efter UVAS: varför, vem, vad, vart? fas 1 (4,5) eftersom det fick "
            "4 mot 5 på Koppling till samhällsmål och nordstjärna (−0,5)."
        ),
        (
            "Initiativet står före Normförskjutning fas 1 (3,0) eftersom det fick "
            "4 mot 2 på Partnerskap och samproduktion (+1,0)."
        ),
    ]


def test_missing_scores_leave_an_interval_and_no_place(made: list[Produced]) -> None:
    rows = said(of(made, "VILLKOR"))["Värdering utifrån prioriteringskriterier"]
    assert all(row.endswith("saknas | 1 | –") for row in rows[1:5])
    assert rows[5].endswith("1,0–5,0")
    assert rows[6].startswith("Fyra kriterier saknar poäng. Det vägda medelvärdet ligger mellan")
    assert rows[7] == "När poängen är satta hamnar det på plats 1–3 bland de tre."


def test_a_missing_text_is_said_aloud(made: list[Produced]) -> None:
    (text,) = said(of(made, "UVAS"))["Prövning av barnets bästa"]
    assert text.startswith("Texten om barnets bästa saknas.")


def test_the_proposal_adds_up(made: list[Produced]) -> None:
    found = said(of(made, "helhetsforslag"))
    (total,) = (t for t in found["Initiativ 2024"] if t.startswith("TOTALT"))
    assert f"TOTALT: 3{NBSP}456{NBSP}000{NBSP}kr." in total
    assert "Ny roll för testbäddar" in total
    sources = {row.split(" | ")[0]: row.split(" | ")[1:] for row in found["Finansiering"][1:3]}
    assert [cell.replace(NBSP, " ") for cell in sources["Initiativbudget"]] == [
        "1 750 000 kr",
        "1 456 000 kr",
        "294 000 kr",
    ]
    assert sources["Pilotbudget"][-1].replace(NBSP, " ") == "5 500 000 kr"
    areas = found["Kostnadsområden ordinarie budget"]
    assert areas[-2].replace(NBSP, " ").endswith("4 000 000 kr")


def test_the_proposal_ranks_within_types_and_compares_only_what_is_common(
    made: list[Produced],
) -> None:
    found = said(of(made, "helhetsforslag"))
    pilots = [row.split(" | ")[:3] for row in found["Pilotinitiativ"][2:]]
    assert [row[0] for row in pilots] == ["1", "2", "–"]
    assert pilots[-1][2] == "1,0–5,0"
    assert [why.split(" står före ")[0] for why in found["Varför den ordningen"]][-1].startswith(
        "På barn och ungas villkor fas 2 saknar poäng"
    )
    across = [row.split(" | ") for row in found["Jämförelse mellan typerna"][2:]]
    assert [row[0] for row in across][:3] == ["1", "2 (delad)", "2 (delad)"]
    intro = found["Jämförelse mellan typerna"][0]
    assert intro.endswith("nordstjärna och Partnerskap och samproduktion.")


def test_minutes_have_a_row_for_each_member_and_a_column_for_each_decision(
    portfolio: Portfolio, made: list[Produced]
) -> None:
    found = said(of(made, "motesanteckningar-2023-04-13"))
    table = found["Beslut om initiativ"]
    decisions = [
        item
        for item in portfolio.meeting_items
        if item.meeting == "2023-04-13" and item.kind is ItemKind.DECISION
    ]
    assert table[0] == " | ".join(["Ledamot", "Part", *(item.initiative for item in decisions)])
    votes = [row.split(" | ")[2:] for row in table[1:]]
    assert votes.count(["Ja", "Ja"]) == 3
    assert ["–", "–"] in votes
    assert ["frånvarande", "frånvarande"] in votes
    for item in decisions:
        assert any(
            text.startswith("Röster: Ja 3, Nej 0") for text in found[item.title or item.initiative]
        )


def test_every_note_of_a_meeting_is_there(portfolio: Portfolio, made: list[Produced]) -> None:
    for item in portfolio.meeting_items:
        texts = said(of(made, f"motesanteckningar-{item.meeting}"))
        everything = "\n".join(text for under in texts.values() for text in under)
        for line in typed(item.text):
            assert line in everything


def test_documents_are_accessible(made: list[Produced]) -> None:
    for document in made:
        opened = Document(str(document.path))
        assert opened.core_properties.title
        assert opened.core_properties.language == "sv-SE"
        level = 0
        for paragraph in opened.paragraphs:
            name = (paragraph.style.name if paragraph.style else "") or ""
            assert paragraph.text.strip() or paragraph._p.xpath(".//w:drawing"), document.path
            if name.startswith("Heading"):
                assert int(name[-1]) <= level + 1
                level = int(name[-1])
        for table in opened.tables:
            assert table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
            assert not table._tbl.xpath(".//w:gridSpan | .//w:vMerge")
            assert table._tbl.xpath("./w:tblPr/w:tblCaption/@w:val")
        assert all(shape._inline.docPr.get("descr") for shape in opened.inline_shapes)


def test_lists_are_lists_and_no_tag_is_left(made: list[Produced]) -> None:
    for document in made:
        for paragraph in Document(str(document.path)).paragraphs:
            assert not paragraph.text.startswith(("- ", "• ", "* "))
            assert "{{" not in paragraph.text
            assert "{%" not in paragraph.text


@pytest.mark.thorough
def test_the_same_portfolio_gives_the_same_bytes(
    portfolio: Portfolio, made: list[Produced], tmp_path: Path
) -> None:
    for again, before in zip(make(portfolio, tmp_path), made, strict=True):
        assert again.path.read_bytes() == before.path.read_bytes()


@pytest.mark.thorough
def test_what_has_not_changed_is_left_with_its_date(portfolio: Portfolio, tmp_path: Path) -> None:
    before = {d.path: d.path.read_bytes() for d in make(portfolio, tmp_path)}
    again = make(portfolio, tmp_path, LATER)
    assert {(d.status, d.reason) for d in again} == {(Status.UNCHANGED, "same")}
    assert {d.path: d.path.read_bytes() for d in again} == before


def with_amount(portfolio: Portfolio, code: str, kronor: int) -> Portfolio:
    initiatives = tuple(
        replace(i, amount=Known(kronor)) if i.code == code else i for i in portfolio.initiatives
    )
    return replace(portfolio, initiatives=initiatives)


@pytest.mark.thorough
def test_only_what_rests_on_other_numbers_is_replaced(portfolio: Portfolio, tmp_path: Path) -> None:
    make(portfolio, tmp_path)
    again = make(with_amount(portfolio, "NORM", 500_000), tmp_path, LATER)
    written = {d.initiative or d.kind.value for d in again if d.status is Status.WRITTEN}
    assert written == {"NORM", "helhetsforslag"}
    assert {d.reason for d in again if d.status is Status.WRITTEN} == {"replaced"}
    assert f"500{NBSP}000{NBSP}kr" in "".join(said(of(again, "NORM"))["Resurser och budget"])


def edit(path: Path) -> bytes:
    document = Document(str(path))
    document.paragraphs[-1].add_run(" Handskrivet.")
    document.save(str(path))
    return path.read_bytes()


@pytest.mark.thorough
def test_what_a_person_has_edited_is_kept(portfolio: Portfolio, tmp_path: Path) -> None:
    path = of(make(portfolio, tmp_path), "UVAS")
    mine = edit(path)
    for day in (TODAY, LATER):
        (again,) = make(portfolio, tmp_path, day, initiatives=["UVAS"])
        assert (again.status, again.reason) == (Status.EDITED, "edited")
        assert again.path.name == f"{path.stem}_ny.docx"
        assert path.read_bytes() == mine
    assert DOCUMENT_REASONS[again.reason]
    assert sorted(tmp_path.glob("UVAS*")) == [path, again.path]


@pytest.mark.thorough
def test_an_edited_new_version_is_kept_too(portfolio: Portfolio, tmp_path: Path) -> None:
    edit(of(make(portfolio, tmp_path), "UVAS"))
    (beside,) = make(portfolio, tmp_path, initiatives=["UVAS"])
    mine = edit(beside.path)
    (again,) = make(portfolio, tmp_path, initiatives=["UVAS"])
    assert again.path.name.endswith("_ny-2.docx")
    assert beside.path.read_bytes() == mine


def test_kinds_and_initiatives_can_be_chosen(portfolio: Portfolio, tmp_path: Path) -> None:
    pilots = make(portfolio, tmp_path, kinds=[DocumentKind.PILOT])
    assert {d.kind for d in pilots} == {DocumentKind.PILOT}
    one = make(portfolio, tmp_path, initiatives=["UVAS"])
    assert [d.initiative for d in one] == ["UVAS"]


def test_progress_is_told(portfolio: Portfolio, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    make(portfolio, tmp_path, progress=lambda done, count, _path: told.append((done, count)))
    assert told == [(n, len(told)) for n in range(1, len(told) + 1)]


def refusal(portfolio: Portfolio, folder: Path, **choices: object) -> list[str]:
    with pytest.raises(Refused) as caught:
        make(portfolio, folder, **choices)  # type: ignore[arg-type]
    assert all(in_words(fault) for fault in caught.value.faults)
    return [fault.code for fault in caught.value.faults]


def test_open_documents_are_named_and_nothing_is_written(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    (tmp_path / "~$AS-varför-vem-vad-vart.docx").write_bytes(b"")
    (tmp_path / ".~lock.NORM-normförskjutning.docx#").write_bytes(b"")
    assert refusal(portfolio, tmp_path) == ["file_locked", "file_locked"]
    assert not list(tmp_path.glob("[!~.]*"))


def test_a_folder_that_cannot_be_made_is_named(portfolio: Portfolio, tmp_path: Path) -> None:
    (tmp_path / "underlag").write_text("en fil i vägen")
    assert refusal(portfolio, tmp_path / "underlag") == ["folder_not_made"]
    assert refusal(portfolio, tmp_path / "underlag" / "mer") == ["folder_not_made"]


def test_an_unknown_initiative_is_named_with_a_near_one(
    portfolio: Portfolio, tmp_path: Path
) -> None:
    assert refusal(portfolio, tmp_path, initiatives=["UVAZ", "?"]) == ["initiative_unknown"] * 2


def test_the_faults_of_all_templates_are_told_at_once(portfolio: Portfolio, tmp_path: Path) -> None:
    templates = tmp_path / "mallar"
    shutil.copytree(template_path("ny_roll.docx").parent, templates)
    for name in ("foruminitiativ.docx", "pilotinitiativ.docx"):
        document = Document(str(templates / name))
        document.add_paragraph("{{ zzz }}")
        document.save(str(templates / name))
    (templates / "ny_roll.docx").unlink()
    codes = refusal(portfolio, tmp_path / "ut", templates_dir=templates)
    assert codes == ["template_unknown_field", "template_missing", "template_unknown_field"]
    assert not (tmp_path / "ut").exists()


def test_the_teams_own_template_is_used(portfolio: Portfolio, tmp_path: Path) -> None:
    document = Document(str(template_path("ny_roll.docx")))
    document.add_paragraph("Egen rad om {{ namn }}.")
    document.save(str(tmp_path / "ny_roll.docx"))
    (role,) = make(portfolio, tmp_path / "ut", kinds=[DocumentKind.ROLE], templates_dir=tmp_path)
    assert Document(str(role.path)).paragraphs[-1].text == "Egen rad om Ny roll för testbäddar."


def test_the_built_in_templates_are_found() -> None:
    assert template_path("foruminitiativ.docx").parent in BUILT_IN


def small(*initiatives: Initiative, **more: object) -> Portfolio:
    return Portfolio(initiatives=initiatives, **more)  # type: ignore[arg-type]


def forum(name: str = "Ett", code: str = "A", **more: object) -> Initiative:
    return Initiative(code, name, InitiativeType.FORUM, **more)  # type: ignore[arg-type]


def only(portfolio: Portfolio, folder: Path) -> dict[str, list[str]]:
    (document,) = make(portfolio, folder, initiatives=[portfolio.initiatives[0].code])
    return said(document.path)


def test_names_that_no_system_takes_give_files_that_all_take(tmp_path: Path) -> None:
    portfolio = small(
        forum('a/b:c*"<>|?', "CON"),
        forum("a b c", "CON "),
        forum("…", "NUL"),
        forum("x" * 300, "Å"),
    )
    names = [d.path.name for d in make(portfolio, tmp_path) if d.initiative]
    assert names[:3] == ["CON-a-b-c.docx", "CON-a-b-c-2.docx", "_NUL.docx"]
    assert len(names[3].encode()) <= 100


def test_a_long_text_and_a_hostile_one_stand_whole(tmp_path: Path) -> None:
    long = "Ord & {{ mer }} <w:p/> " * 1_300
    portfolio = small(forum("{{ 7*7 }} & <i>"), texts=(TextSection("A", Heading.PURPOSE, long),))
    found = only(portfolio, tmp_path)
    assert found["Syfte med initiativet"] == [long.strip()]
    assert "Namn på initiativet:\t{{ 7*7 }} & <i>" in found[""]


def test_money_without_a_source_is_said(tmp_path: Path) -> None:
    found = only(small(forum(amount=Known(100_000))), tmp_path / "a")["Resurser och budget"]
    assert "Ingen finansieringskälla är angiven." in found
    half = (Allocation("A", "Potten", Known(40_000)),)
    found = only(small(forum(amount=Known(100_000)), allocations=half), tmp_path / "b")[
        "Finansiering"
    ]
    assert f"60{NBSP}000{NBSP}kr av budgetförslaget saknar källa." in found


def test_money_that_is_not_split_is_said(tmp_path: Path) -> None:
    common = (Allocation("", "Potten", Known(100_000)),)
    found = only(small(forum(amount=Known(100_000)), allocations=common), tmp_path)
    said_ = " ".join(found["Resurser och budget"]).replace(NBSP, " ")
    assert "Finansieringen är inte delad mellan initiativen." in said_
    assert "tas 100 000 kr från Potten." in said_


def test_staff_and_unknown_are_no_numbers(tmp_path: Path) -> None:
    for number, (amount, words) in enumerate(
        [
            (Staff("processtödet"), "Ordinarie personal processtödet"),
            (Unknown("inväntar svar"), "Okänt: inväntar svar"),
            (Unknown(), "Okänt"),
        ]
    ):
        found = only(small(forum(amount=amount)), tmp_path / str(number))
        assert f"Budgetförslag:\t{words}" in found[""]
        assert f"Budgetförslag: {words}" in found["Resurser och budget"]


def test_an_overdrawn_frame_is_said_in_the_proposal(portfolio: Portfolio, tmp_path: Path) -> None:
    more = (*portfolio.allocations, Allocation("NORM", "Initiativbudget", Known(400_000)))
    (proposal,) = make(
        replace(portfolio, allocations=more), tmp_path, kinds=[DocumentKind.PROPOSAL]
    )
    rows = said(proposal.path)["Finansiering"]
    assert any(f"−106{NBSP}000" in row for row in rows)
    assert any(f"Initiativbudget är överskriden med 106{NBSP}000{NBSP}kr." in row for row in rows)
    assert any("mer än initiativens summa" in row for row in rows)


def test_an_empty_portfolio_gives_no_documents(tmp_path: Path) -> None:
    assert make(Portfolio(), tmp_path) == []


def test_a_meeting_with_only_a_note_gives_minutes(tmp_path: Path) -> None:
    item = MeetingItem("2024-02-30", 1, ItemKind.NOTE, title="Fritt", text="Ord.")
    (minutes,) = make(Portfolio(meeting_items=(item,)), tmp_path)
    assert minutes.path.name == "motesanteckningar-2024-02-30.docx"
    assert said(minutes.path)["Fritt"] == ["Ord."]


def test_a_title_that_repeats_the_section_gives_way_to_the_initiative(tmp_path: Path) -> None:
    items = (
        MeetingItem("2024-05-02", 1, ItemKind.DECISION, "Beslut om initiativ", initiative="A"),
        MeetingItem("2024-05-02", 2, ItemKind.DECISION, "Bordlagd fråga", initiative="A"),
        MeetingItem("2024-05-02", 3, ItemKind.NEXT_STEP, "Nästa steg", text="Ring skolan."),
    )
    portfolio = small(forum("Läslov", phase=1), meeting_items=items)
    (minutes,) = make(portfolio, tmp_path, kinds=[DocumentKind.MINUTES])
    found = said(minutes.path)
    assert "Läslov fas 1" in found
    assert "Bordlagd fråga: Läslov fas 1" in found
    assert found["Nästa steg"][1] == "Ring skolan. | – | –"
