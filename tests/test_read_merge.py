"""Adding an import to a portfolio: nothing that stands there is changed, nothing is dropped."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields, replace

import pytest
from old_documents import ALIASES, FILES, import_texts, notes_of, plainly, strings_of

from shk_xl.documents.old.merge import merge_imported
from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.old.report import Imported, ImportNote
from shk_xl.domain.amounts import Known
from shk_xl.domain.portfolio import (
    Allocation,
    Frame,
    Heading,
    Initiative,
    InitiativeType,
    ItemKind,
    MeetingItem,
    Party,
    Person,
    Portfolio,
    Score,
    TextSection,
)
from shk_xl.wording_import import note_in_words

BASIS = "Underlag för Core Team beslut: Foruminitiativ\n\nNamn på initiativet: {}\n\n"


@pytest.fixture(scope="module")
def imported() -> Imported:
    return read_old_documents(FILES, aliases=ALIASES)


def added(merged: Imported, before: Imported) -> list[ImportNote]:
    """The notes of the merge alone."""
    return list(merged.report[len(before.report) :])


def test_into_an_empty_portfolio_it_is_the_import(imported: Imported) -> None:
    assert merge_imported(Portfolio(), imported).portfolio == imported.portfolio


def test_the_same_import_a_second_time_changes_nothing(imported: Imported) -> None:
    merged = merge_imported(imported.portfolio, imported)
    assert merged.portfolio == imported.portfolio
    assert added(merged, imported) == []


def test_file_by_file_it_is_the_same_as_at_once() -> None:
    lova = "LOVA: varför, var, när, hur?"
    aliases = {**{k: v for k, v in ALIASES.items() if k != lova}, ALIASES[lova]: lova}
    whole = read_old_documents(FILES, aliases=aliases).portfolio
    steps = Portfolio()
    for file in FILES:
        steps = merge_imported(steps, read_old_documents([file], aliases=aliases)).portfolio
    assert steps.about == whole.about
    for kind in fields(Portfolio):
        if kind.name not in ("about", "meeting_items"):
            assert Counter(getattr(steps, kind.name)) == Counter(getattr(whole, kind.name))
    unnamed = [replace(item, responsible="") for item in whole.meeting_items]
    assert Counter(replace(item, responsible="") for item in steps.meeting_items) == Counter(
        unnamed  # the party that answers for a step is known only from a later file
    )


def test_what_stands_there_stays_and_the_other_value_is_told() -> None:
    ours = Portfolio(
        initiatives=(
            Initiative(
                "LUGN", "Lugn start", InitiativeType.FORUM, context="Torget", amount=Known(5)
            ),
        ),
        texts=(TextSection("LUGN", Heading.PURPOSE, "Vårt syfte."),),
        scores=(Score("LUGN", "Mod", 2, "vår"), Score("LUGN", "Lust", None)),
    )
    theirs = import_texts(
        BASIS.format("LUGN start fas 2")
        + "Kontext: Skolan\n\nPeriod: Vår\n\nSyfte\n\nDeras syfte.\n\nVärdering\n\n"
        "Mod: 4, deras\n\nLust: 3, ja"
    )
    merged = merge_imported(ours, theirs)
    (initiative,) = merged.portfolio.initiatives
    assert (initiative.code, initiative.name) == ("LUGN", "Lugn start")
    assert (initiative.context, initiative.period, initiative.phase) == ("Torget", "Vår", 2)
    assert initiative.amount == Known(5)
    assert merged.portfolio.texts == ours.texts
    assert merged.portfolio.scores == (ours.scores[0], Score("LUGN", "Lust", 3, "ja"))
    told = plainly(" ".join(strings_of(merged.report)))
    assert all(words in told for words in ("skolan", "deras syfte.", "deras", "4"))
    assert all(note_in_words(note) for note in merged.report)


def test_an_alias_that_the_portfolio_knows_joins() -> None:
    ours = Portfolio(
        initiatives=(Initiative("X", "Torgdagar", InitiativeType.PILOT, ("Lugn start",)),)
    )
    merged = merge_imported(ours, import_texts(BASIS.format("Lugn Start") + "Syfte\n\nAtt lära."))
    assert [text.initiative for text in merged.portfolio.texts] == ["X"]
    assert merged.portfolio.initiatives == ours.initiatives
    assert "code_changed" in notes_of(merged)
    assert notes_of(merged)["kept_existing"][0]["kept"] == "Pilotinitiativ"


def test_another_initiative_with_the_same_code_gets_a_free_one() -> None:
    ours = Portfolio(initiatives=(Initiative("START", "Kallstart", InitiativeType.FORUM),))
    theirs = import_texts(BASIS.format("Lugn start") + "Syfte\n\nAtt lära.")
    merged = merge_imported(ours, theirs)
    assert [one.code for one in merged.portfolio.initiatives] == ["START", "START2"]
    assert [text.initiative for text in merged.portfolio.texts] == ["START2"]


def test_near_names_are_proposed_and_stay_two() -> None:
    ours = Portfolio(initiatives=(Initiative("L", "Lugna starter", InitiativeType.FORUM),))
    merged = merge_imported(ours, import_texts(BASIS.format("Lugna startar")))
    assert len(merged.portfolio.initiatives) == 2
    assert notes_of(merged)["join_near"][0]["option"] == '--alias "Lugna startar=Lugna starter"'


def test_new_aliases_are_added() -> None:
    ours = Portfolio(initiatives=(Initiative("L", "Lugn start", InitiativeType.FORUM),))
    theirs = import_texts(BASIS.format("Lugn start"), aliases={"Lugnet": "Lugn start"})
    (initiative,) = merge_imported(ours, theirs).portfolio.initiatives
    assert initiative.aliases == ("Lugnet",)


def test_a_payer_finds_the_frame_of_the_portfolio_and_our_rows_stay() -> None:
    dangling = Allocation("", "Stadens pott", Known(1))
    ours = Portfolio(frames=(Frame("Pott", Known(10)),), allocations=(dangling,))
    theirs = import_texts(
        BASIS.format("Lugn start").replace("Foruminitiativ", "Ny roll")
        + "Kostnader\n\nArtikel\tKostnad\tBetalas av\nTid\t5 kr\tKommunens pott"
    )
    merged = merge_imported(ours, theirs)
    assert merged.portfolio.allocations[0] == dangling
    assert merged.portfolio.allocations[1].source == "Pott"


MINUTES = (
    "Core Team 'Barn'\n\n2024-05-06\n\nMedverkande\n\nNorrby: Maja Ek\n\nAnteckningar\n\n"
    "Läget\n\n{}\n\nBeslut om initiativ\n\n\tLugn start\n{}\tJa\n"
)


def test_people_and_initiatives_of_the_portfolio_are_recognised_in_new_minutes() -> None:
    ours = Portfolio(
        initiatives=(Initiative("L", "Lugn start", InitiativeType.FORUM),),
        people=(Person("Maja Ek", "Norrby", ("Majsan",)),),
        parties=(Party("Norrby"),),
    )
    merged = merge_imported(ours, import_texts(MINUTES.format("Bra.", "Majsan"))).portfolio
    assert merged.people == ours.people
    assert [row.person for row in merged.attendance] == ["Maja Ek", "Maja Ek"]
    (decision,) = (item for item in merged.meeting_items if item.kind is ItemKind.DECISION)
    assert decision.initiative == "L"


def test_a_meeting_that_exists_is_compared_and_never_mixed() -> None:
    ours = merge_imported(Portfolio(), import_texts(MINUTES.format("Bra.", "Maja"))).portfolio
    merged = merge_imported(ours, import_texts(MINUTES.format("Dåligt.", "Maja")))
    assert merged.portfolio.meeting_items == ours.meeting_items
    assert merged.portfolio.attendance == ours.attendance
    (told,) = notes_of(merged)["meeting_exists"]
    assert told["text"] == "Anteckning: Läget. Dåligt."


def test_rows_that_stand_twice_in_the_portfolio_stay_twice(imported: Imported) -> None:
    twice = replace(imported.portfolio, people=imported.portfolio.people * 2)
    assert merge_imported(twice, imported).portfolio.people == twice.people


def test_items_of_other_meetings_are_left_alone() -> None:
    item = MeetingItem("2020-01-01", 1, ItemKind.NEXT_STEP, text="Norrby ringer")
    ours = Portfolio(meeting_items=(item,), parties=(Party("Norrby"),))
    merged = merge_imported(ours, import_texts(MINUTES.format("Bra.", "Maja")))
    assert merged.portfolio.meeting_items[0] == item
