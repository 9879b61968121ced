"""The minutes of a meeting, and the draft before it, as they stand on the page."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from docx.table import Table
from meeting_books import DECISIONS, MEETING, MEMBERS, PARTIES, draft, held

from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.portfolio import Attendance, Portfolio, Presence, Vote
from shk_xl.domain.proposed_decisions import proposed_decisions
from shk_xl.workbook.example import example_2024

SOURCE = SourceStamp("portfolj.xlsx", "0" * 64)
FIRST, SECOND = MEMBERS[0].name, MEMBERS[1].name


def made(portfolio: Portfolio, folder: Path, meeting: str = MEETING) -> Path:
    produced = produce_documents(
        portfolio,
        folder,
        source=SOURCE,
        today=date(2023, 12, 13),
        kinds=[DocumentKind.MINUTES],
    )
    (path,) = [one.path for one in produced if one.path.stem.endswith(meeting)]
    return path


def lines(path: Path) -> list[str]:
    """Give what stands in the body, row by row, with a bar between cells."""
    found: list[str] = []
    for block in Document(str(path)).iter_inner_content():
        if isinstance(block, Table):
            found += [" | ".join(cell.text for cell in row.cells) for row in block.rows]
        else:
            found.append(block.text)
    return found


def headers(path: Path) -> str:
    document = Document(str(path))
    parts = (document.sections[0].header, document.sections[0].first_page_header)
    return "\n".join(paragraph.text for part in parts for paragraph in part.paragraphs)


def points(portfolio: Portfolio, code: str) -> tuple[str, ...]:
    return proposed_decisions(portfolio, portfolio.initiative_by_code[code])


def under(path: Path, heading: str) -> list[str]:
    """Give the paragraphs of the decision under a heading."""
    found = lines(path)
    start = found.index(heading)
    return found[start + 1 : start + 16]


def test_what_was_proposed_moves_into_the_minutes_unchanged_and_in_order(tmp_path: Path) -> None:
    portfolio = held(UVAS="Enligt förslaget.")
    found = lines(made(portfolio, tmp_path))
    first = found.index(points(portfolio, "UVAS")[0])
    expected = list(points(portfolio, "UVAS"))
    assert found[first : first + len(expected)] == expected
    assert found[first - 1].startswith("Beslut: Enligt förslaget.")


def test_points_are_a_list_of_word_that_begins_anew_under_each_decision(tmp_path: Path) -> None:
    document = Document(str(made(held(), tmp_path)))
    styles = [p.style.name if p.style else "" for p in document.paragraphs]
    assert styles.count("Decision Point") > len(DECISIONS)
    numbered = document.element.body.xpath("//w:p[w:pPr/w:numPr/w:ilvl/@w:val='0']")
    assert len(numbered) == len(DECISIONS)


def test_a_decision_that_says_something_else_stands_as_noted(tmp_path: Path) -> None:
    noted = "Bifall, men utan pengar från pilotbudgeten."
    portfolio = held(UVAS=noted)
    found = lines(made(portfolio, tmp_path))
    assert f"Beslut: {noted}" in found
    assert points(portfolio, "UVAS")[0] not in found


def test_what_is_not_noted_is_said_aloud(tmp_path: Path) -> None:
    found = lines(made(held(UVAS="", NORM="Återremiss"), tmp_path))
    assert "Beslutet är inte antecknat." in found
    assert "Det är inte antecknat vad som saknas." in found


def test_an_item_sent_back_says_what_is_missing(tmp_path: Path) -> None:
    portfolio = held(NORM="Återremiss")
    items = tuple(
        replace(item, text="Kostnaden för läsåret.") if item.initiative == "NORM" else item
        for item in portfolio.meeting_items
    )
    found = lines(made(replace(portfolio, meeting_items=items), tmp_path))
    assert found[found.index("Det här saknas: ") + 1] == "Kostnaden för läsåret."


def test_votes_are_said_by_person_and_by_party_and_who_did_not_vote(tmp_path: Path) -> None:
    number = DECISIONS[0].number
    path = made(
        held(
            Attendance(MEETING, FIRST, number, Presence.ABSENT, note="jäv"),
            Attendance(MEETING, SECOND, number, vote=Vote.NO, reservation="För dyrt."),
            Attendance(MEETING, MEMBERS[2].name, number, vote=Vote.ABSTAINS),
            Attendance(MEETING, MEMBERS[3].name, number),
        ),
        tmp_path,
    )
    found = lines(path)
    start = found.index("Röster: Ja 11, Nej 1, Avstår 1.")
    said = found[start : start + 9]
    assert f"Röstade Nej: {SECOND}." in said
    assert f"Avstod: {MEMBERS[2].name}." in said
    (silent,) = [line for line in said if line.startswith("Röstade inte: ")]
    assert f"{FIRST}, jäv (frånvarande)." in silent.replace("Frånvarande", "frånvarande")
    assert f"{MEMBERS[3].name} (var med)." in silent
    assert f"Efter part: {PARTIES[0]}: 1 Ja, 1 Nej, 1 Avstår. " in "\n".join(said)
    reserved = said.index(f"Reservation av {SECOND}, {PARTIES[0]}: ")
    assert said[reserved + 1] == "För dyrt."
    assert f"{FIRST} (inte med vid" in "\n".join(found[:20])


def test_who_came_late_or_left_is_told_with_the_item(tmp_path: Path) -> None:
    path = made(
        held(
            Attendance(MEETING, FIRST, presence=Presence.LEFT, left_at=DECISIONS[-1].number),
            Attendance(MEETING, FIRST, DECISIONS[-1].number),
            Attendance(MEETING, SECOND, presence=Presence.PRESENT, arrived_at=2),
        ),
        tmp_path,
    )
    everybody = next(line for line in lines(path) if line.startswith(f"{PARTIES[0]}:"))
    assert f"{FIRST} (lämnade vid Ny roll för testbäddar)" in everybody
    assert f"{SECOND} (kom vid Initiativen 2024)" in everybody


def test_many_decisions_stand_a_few_in_each_table_with_a_key(tmp_path: Path) -> None:
    path = made(held(), tmp_path)
    tables = [table for table in Document(str(path)).tables if table.cell(0, 0).text == "Ledamot"]
    heads = [[cell.text for cell in table.rows[0].cells][2:] for table in tables]
    assert heads == [[f"Beslut {n}" for n in range(1, 5)], [f"Beslut {n}" for n in range(5, 9)]]
    assert all(len(table.rows) == len(MEMBERS) + 1 for table in tables)
    keys = [line for line in lines(path) if line.startswith("Beslut: 1. ")]
    assert keys
    assert "4. " in keys[0]
    for table in tables:
        widths = {cell.width for row in table.rows for cell in row.cells[2:]}
        assert min(width.cm for width in widths if width) > 2


def test_what_votes_mean_is_told_under_every_rule_and_no_verdict_is_passed(tmp_path: Path) -> None:
    path = made(example_2024(), tmp_path, "2023-04-13")
    found = lines(path)
    rows = [line for line in found[found.index("Rösterna under olika regler") :] if " | " in line]
    assert rows[0] == "Regel | Studentcoacher | Ungdomsdelaktighet"
    assert (
        "Ja från alla av dem som röstade Ja eller Nej | uppfyllt, 3 av 3 | uppfyllt, 3 av 3" in rows
    )
    assert rows[-1].count("inte uppfyllt, saknas: Eskilstuna kommun, MDU") == 2
    assert not any(
        word in " ".join(found).casefold() for word in ("antaget", "avslaget", "gäller därför")
    )


def test_a_draft_has_an_empty_box_for_every_answer_of_every_member(tmp_path: Path) -> None:
    portfolio = draft()
    path = made(portfolio, tmp_path)
    assert "Utkast till mötesanteckningar" in headers(path)
    assert Document(str(path)).core_properties.title.startswith("Utkast")
    found = lines(path)
    ballot = [f"{person.name} | {person.party} | ☐ | ☐ | ☐" for person in MEMBERS]
    for row in ballot:
        assert found.count(row) == len(DECISIONS)
    for person in portfolio.people:
        assert f"{person.name} | {person.party} | ☐ | " in found
    for decision in DECISIONS:
        for point in points(portfolio, decision.initiative):
            assert found.count(point) == 1


def test_a_draft_says_nothing_of_what_has_not_happened(tmp_path: Path) -> None:
    text = "\n".join(lines(made(draft(), tmp_path))).casefold()
    for word in (
        "frånvar",
        "–\n",
        "röster: ",
        "röstade",
        "uppfyllt",
        "medverkande",
        "ingen på mötet",
    ):
        assert word not in text


def test_what_is_noted_beforehand_is_ticked_in_the_draft(tmp_path: Path) -> None:
    attendance = (
        Attendance(MEETING, FIRST, presence=Presence.PRESENT),
        Attendance(MEETING, SECOND, presence=Presence.ABSENT, note="Sjuk"),
    )
    found = lines(made(replace(draft(), attendance=attendance), tmp_path))
    assert f"{FIRST} | {PARTIES[0]} | ☒ | " in found
    assert f"{SECOND} | {PARTIES[0]} | ☐ | antecknad som frånvarande. Sjuk" in found


def test_a_draft_becomes_minutes_when_somebody_has_voted(tmp_path: Path) -> None:
    first = made(draft(), tmp_path)
    assert made(held(), tmp_path) == first
    assert "Utkast" not in headers(first)


@pytest.mark.parametrize(
    "portfolio", [draft(), held(), example_2024()], ids=["draft", "held", "2024"]
)
def test_nothing_hinders_a_reader(portfolio: Portfolio, tmp_path: Path) -> None:
    produced = produce_documents(
        portfolio, tmp_path, source=SOURCE, today=date(2023, 12, 13), kinds=[DocumentKind.MINUTES]
    )
    assert [one.findings for one in produced] == [()] * len(produced)
