"""A document that came back with other headings, and what stands in lists and tables."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from edited_documents import (
    SOURCE,
    TODAY,
    add_after,
    changes,
    edited,
    example,
    made,
    move_before,
    read,
    remove,
    say,
    starting,
    told,
    under,
)

from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.produce import produce_documents
from shk_xl.domain.portfolio import Heading, TextSection

pytestmark = pytest.mark.thorough

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

EFFECTS = ("UVAS", "Effektmål", "Text")
BEST_INTERESTS = ("UVAS", "Barnets bästa", "Text")


@pytest.fixture(scope="module")
def uvas(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(example(), "UVAS", tmp_path_factory.mktemp("underlag"))


def test_a_moved_section_is_the_same_section(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        target = starting(document, "Syfte med")
        heading = starting(document, "Prövning av barnets")
        text = under(document, "Prövning av barnets")
        say(text, "Barnen är hörda.")
        move_before(heading, target)
        move_before(text, target)

    data = edited(uvas, change)
    assert changes(data) == {BEST_INTERESTS: "Barnen är hörda."}
    assert told(data) == []


def test_a_reworded_heading_is_told_and_its_text_is_read(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        say(starting(document, "Effektmål"), "Det här vill vi nå")
        add_after(under(document, "Det här vill vi nå"), "En ny punkt")

    data = edited(uvas, change)
    assert [*changes(data)] == [EFFECTS]
    assert told(data) == ["edited_heading"]


def test_a_heading_without_its_style_is_still_a_heading(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        starting(document, "Effektmål").style = "Normal"

    data = edited(uvas, change)
    assert (changes(data), told(data)) == ({}, [])


def test_a_lost_heading_over_a_text_that_stands_changes_nothing(uvas: bytes) -> None:
    data = edited(uvas, lambda d: remove(starting(d, "Effektmål")))
    assert (changes(data), told(data)) == ({}, ["edited_heading_gone"])


def test_a_section_that_is_gone_is_told_and_empties_nothing(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        while under(document, "Effektmål").text[:8] != "Mervärde":
            remove(under(document, "Effektmål"))
        remove(starting(document, "Effektmål"))

    data = edited(uvas, change)
    assert changes(data) == {}
    assert {"edited_section_gone", "edited_field_gone"} <= {*told(data)}


def test_text_before_a_lost_heading_is_not_taken_for_the_section_above(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        while under(document, "Effektmål").text[:8] != "Mervärde":
            remove(under(document, "Effektmål"))
        say(starting(document, "Effektmål"), "Vi vill nå långt.")
        starting(document, "Vi vill nå långt.").style = "Normal"

    data = edited(uvas, change)
    assert changes(data) == {}
    assert "edited_unsure" in told(data)


def test_an_unknown_heading_is_told_with_its_text(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        heading = add_after(starting(document, "Effektmål"), "Risker")
        text = add_after(heading, "Det kan gå fel.", "Normal")
        target = starting(document, "Mervärde")
        move_before(heading, target)
        move_before(text, target)

    data = edited(uvas, change)
    assert changes(data) == {}
    (fault,) = read(data).told
    assert (fault.code, fault.values["text"]) == (
        "edited_heading_unknown",
        "Risker\nDet kan gå fel.",
    )


def test_text_above_the_first_heading_is_told(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        move_before(
            add_after(under(document, "Syfte med"), "Läs det här först!", "Normal"),
            document.paragraphs[0],
        )

    (fault,) = read(edited(uvas, change)).told
    assert (fault.code, fault.values["text"]) == ("edited_no_field", "Läs det här först!")


def test_points_of_a_decision_that_people_have_written_come_back_as_lines(tmp_path: Path) -> None:
    points = "1. Core Team antar förslaget.\n2. Core Team utser Norrby till ansvarig."
    sections = (*example().texts, TextSection("UVAS", Heading.PROPOSED_DECISIONS, points))
    data = made(replace(example(), texts=sections), "UVAS", tmp_path)
    assert (changes(data), told(data)) == ({}, [])

    def change(document: WordDocument) -> None:
        first = under(document, "Förslag till beslut")
        add_after(first, "Core Team följer upp i juni.")
        say(first, "Core Team antar hela förslaget.")

    assert changes(edited(data, change)) == {
        ("UVAS", "Förslag till beslut", "Text"): (
            "Core Team antar hela förslaget.\n"
            "Core Team följer upp i juni.\n"
            "Core Team utser Norrby till ansvarig."
        )
    }


def test_a_cell_in_the_table_of_the_proposal_goes_back_to_its_initiative(tmp_path: Path) -> None:
    (one,) = produce_documents(
        example(), tmp_path, source=SOURCE, today=TODAY, kinds=[DocumentKind.PROPOSAL]
    )
    data = one.path.read_bytes()
    assert (changes(data), told(data)) == ({}, [])

    def change(document: WordDocument) -> None:
        cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
        say(next(c for c in cells if c.text == "Mars–september").paragraphs[0], "April–maj")

    assert changes(edited(data, change)) == {("PERSPEKTIV", "Period"): "April–maj"}


@pytest.fixture(scope="module")
def minutes(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("möten")
    made = produce_documents(
        example(), folder, source=SOURCE, today=TODAY, kinds=[DocumentKind.MINUTES]
    )
    return next(one.path for one in made if "09-26" in one.path.name).read_bytes()


def test_a_note_and_its_heading_in_the_minutes_go_back_to_the_meeting(minutes: bytes) -> None:
    def change(document: WordDocument) -> None:
        say(under(document, "Tvärvetenskaplig forskning"), "Core Team tvekar.")
        say(starting(document, "Tvärvetenskaplig forskning"), "Forskning")

    assert changes(edited(minutes, change)) == {
        ("2023-09-26", "7", "Rubrik"): "Forskning",
        ("2023-09-26", "7", "Text"): "Core Team tvekar.",
    }


def test_a_note_that_is_gone_from_the_minutes_empties_nothing(minutes: bytes) -> None:
    def change(document: WordDocument) -> None:
        remove(under(document, "Tvärvetenskaplig forskning"))
        remove(starting(document, "Tvärvetenskaplig forskning"))

    data = edited(minutes, change)
    assert changes(data) == {}
    assert "edited_section_gone" in told(data)
