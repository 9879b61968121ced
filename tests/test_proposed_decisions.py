"""The proposed decisions: what was written stands, the rest is made from what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.domain.amounts import Known, Staff, Unknown
from shk_xl.domain.portfolio import (
    About,
    Allocation,
    Frame,
    Heading,
    Initiative,
    InitiativeType,
    Portfolio,
    TextSection,
)
from shk_xl.domain.proposed_decisions import is_sentence, points_of, proposed_decisions

LABB = Initiative("LABB", "Labbet", InitiativeType.FORUM, phase=1, amount=Known(600))
FRAMES = (Frame("Initiativbudget", Known(1_000)), Frame("Pilotbudget", Known(9), preliminary=True))


def points(initiative: Initiative, *allocations: Allocation, text: str = "") -> tuple[str, ...]:
    """Give the points of an initiative in a small portfolio."""
    texts = (TextSection("LABB", Heading.PROPOSED_DECISIONS, text),) if text else ()
    about = About(year=2031)
    portfolio = Portfolio(about, (initiative,), texts, frames=FRAMES, allocations=allocations)
    return proposed_decisions(portfolio, initiative)


def test_what_people_have_written_is_taken_as_it_stands() -> None:
    text = "1. Core Team pausar *Labbet*.\n2) Core Team tar upp det\n   igen i juni.\n"
    assert points(LABB, text=text) == (
        "Core Team pausar *Labbet*.",
        "Core Team tar upp det igen i juni.",
    )


def test_without_text_the_first_point_says_what_and_when() -> None:
    initiative = replace(LABB, period="Hela året utom juli.", responsible="Norrby kommun")
    assert points(initiative)[:2] == (
        (
            "Core Team beslutar att genomföra initiativet ’Labbet fas 1’ under 2031 "
            "(hela året utom juli)."
        ),
        "Core Team utser Norrby kommun till ansvarig part för initiativet ’Labbet fas 1’.",
    )
    role = replace(LABB, type=InitiativeType.ROLE, phase=None)
    assert points(role)[0] == "Core Team beslutar att pröva rollen ’Labbet’ under 2031."


def test_each_source_is_a_point_of_its_own() -> None:
    given_ = (
        Allocation("LABB", "Initiativbudget", Known(400), article="Arbetstid"),
        Allocation("LABB", "Pilotbudget", Known(200)),
    )
    assert points(LABB, *given_)[1:] == (
        (
            "Core Team avsätter 400\xa0kr från källan Initiativbudget till initiativet "
            "’Labbet fas 1’ för arbetstid."
        ),
        (
            "Core Team avsätter 200\xa0kr från källan Pilotbudget (preliminär) till "
            "initiativet ’Labbet fas 1’."
        ),
    )


def test_what_no_source_covers_is_said_to_have_none() -> None:
    rest = points(LABB, Allocation("LABB", "Initiativbudget", Known(400)))[-1]
    assert rest == (
        "Core Team avsätter 200\xa0kr till initiativet ’Labbet fas 1’; "
        "källan för beloppet är inte bestämd."
    )


@pytest.mark.parametrize("amount", [Known(700), Unknown("väntar")])
def test_sources_that_do_not_agree_with_the_amount_are_not_written(
    amount: Known | Unknown,
) -> None:
    (only,) = points(LABB, Allocation("LABB", "Initiativbudget", amount))[1:]
    assert "600\xa0kr till" in only
    assert only.endswith("fördelningen på källor är inte klar.")


@pytest.mark.parametrize(
    ("amount", "ending"),
    [
        (Unknown("Inväntar svar."), "eftersom beloppet är okänt (inväntar svar)."),
        (Unknown(), "eftersom beloppet är okänt."),
        (Staff("processtödet"), "som bemannas med ordinarie personal (processtödet)."),
    ],
)
def test_no_kronor_are_set_aside_where_none_are_known(amount: Unknown | Staff, ending: str) -> None:
    said = points(replace(LABB, amount=amount), Allocation("LABB", "Initiativbudget", Unknown()))
    assert said[-1].endswith(ending)
    assert not any(character.isdigit() for character in said[-1].replace("fas 1", ""))


def test_an_opening_line_is_said_in_each_point_that_it_leads() -> None:
    assert points_of("Core Team föreslås besluta att:\n– anta planen,\n– följa upp.") == (
        "Core Team föreslås besluta att anta planen,",
        "Core Team föreslås besluta att följa upp.",
    )
    assert points_of("Om ramen höjs:\n1. Labbet startar.") == ("Om ramen höjs: Labbet startar.",)
    assert points_of("Core Team antar planen.\nCore Team följer upp.") == (
        "Core Team antar planen.",
        "Core Team följer upp.",
    )


@settings(max_examples=50)
@given(st.text(alphabet="aA1.:-–)* \n\r", max_size=40))
def test_no_character_that_was_written_is_lost(text: str) -> None:
    def kept(characters: str) -> set[str]:
        return {character for character in characters if character.isalnum()}

    read = points_of(text)
    assert kept("".join(read)) >= kept(text) - {"1"}
    assert all(point == point.strip() and point for point in read)


@given(
    st.builds(
        Initiative,
        st.just("LABB"),
        st.just("Labbet"),
        st.sampled_from(InitiativeType),
        amount=st.builds(Known, st.integers(0, 10**9))
        | st.builds(Unknown, st.sampled_from(["", "väntar"]))
        | st.builds(Staff, st.sampled_from(["", "stödet"])),
        period=st.sampled_from(["", "Mars–maj"]),
    ),
    st.lists(st.builds(Known, st.integers(1, 10**9)) | st.just(Unknown()), max_size=3),
)
@settings(max_examples=50)
def test_what_is_made_is_whole_sentences(
    initiative: Initiative, sources: list[Known | Unknown]
) -> None:
    allocations = (Allocation("LABB", "Initiativbudget", amount) for amount in sources)
    assert all(is_sentence(point) for point in points(initiative, *allocations))
