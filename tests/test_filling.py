"""What a party may fill in: its own initiatives, the columns that the schema names, new rows."""

from __future__ import annotations

from dataclasses import replace

import pytest
from outgoing_copies import example

from shk_xl.domain.party_roles import Role, roles
from shk_xl.domain.portfolio import About, Initiative, InitiativeType, Party, PartyKind, Portfolio
from shk_xl.workbook.columns import Table
from shk_xl.workbook.filling import Filling, may_fill
from shk_xl.workbook.reading.records import Key
from shk_xl.workbook.schema import TABLES

PARTIES = (
    Party("Kommunen"),
    Party("MDU"),
    Party("Kultur och fritid"),
    Party("Stödet", PartyKind.SUPPORT),
)


def of(actors: str, responsible: str = "") -> Portfolio:
    pilot = Initiative("P", "Piloten", InitiativeType.PILOT, actors=actors, responsible=responsible)
    return Portfolio(About("Samverkan"), initiatives=(pilot,), parties=PARTIES)


@pytest.mark.parametrize(
    ("actors", "party", "takes_part"),
    [
        ("Kommunen, MDU", "MDU", True),
        ("Kommunen; mdu", "MDU", True),
        ("Kommunen och MDU", "Kommunen", True),
        ("Kommunen – Skultuna", "Kommunen", True),
        ("Kommunen (skolan)", "Kommunen", True),
        ("Kultur och fritid, MDU", "Kultur och fritid", True),
        ("Samverkans parter", "MDU", True),
        ("alla parter", "Kommunen", True),
        ("alla parter", "Stödet", False),
        ("Kommunens skola", "Kommunen", False),
        ("Region MDU", "MDU", False),
        ("", "MDU", False),
    ],
)
def test_a_party_takes_part_where_the_actors_name_it(
    actors: str,
    party: str,
    takes_part: bool,  # noqa: FBT001 - a column of the case table
) -> None:
    assert bool(roles(of(actors), party)) is takes_part


def test_where_nobody_answers_alone_those_who_take_part_do_together() -> None:
    assert roles(of("Kommunen, MDU"), "MDU") == {"P": Role.RESPONSIBLE}
    assert roles(of("Kommunen, MDU", "Kommunen"), "MDU") == {"P": Role.COOPERATING}
    assert roles(of("", "Kommunen"), "Kommunen") == {"P": Role.RESPONSIBLE}


@pytest.mark.parametrize(
    ("table", "key", "column", "allowed"),
    [
        ("Initiativ", ("NORM",), "Belopp", True),
        ("Initiativ", ("norm",), "Belopp", True),
        ("Initiativ", ("NORM",), "Namn", False),
        ("Initiativ", ("NORM",), "Kronor", False),
        ("Initiativ", ("UVAS",), "Belopp", False),
        ("Initiativ", ("UVAS",), "Resurser från parterna", True),
        ("Initiativ", ("CORNERSTONE",), "Resurser från parterna", False),
        ("Initiativ", (None,), "Namn", True),
        ("Texter", ("UVAS", "Syfte"), "Text", True),
        ("Texter", ("UVAS", "Syfte"), "Rubrik", False),
        ("Texter", ("UVAS", "Övrigt"), "Rubrik", True),
        ("Texter", ("CORNERSTONE", "Övrigt"), "Text", False),
        ("Texter", (None, "Portföljen"), "Text", False),
        ("Texter", (None, "Övrigt"), "Text", False),
        ("Texter", ("NYTT", "Syfte"), "Text", True),
        ("Värdering", ("UVAS", "Partnerskap och samproduktion"), "Poäng", True),
        ("Värdering", ("UVAS", " Partnerskap och samproduktion "), "Kriterium", False),
        ("Finansiering", ("NORM", "Initiativbudget", None), "Belopp", True),
        ("Finansiering", ("UVAS", "Initiativbudget", None), "Belopp", False),
        ("Finansiering", ("UVAS", "Pilotbudget", None), "Belopp", False),
        ("Finansiering", ("NORM", "Pilotbudget", "Resor"), "Källa", True),
        ("Ramar", ("Pilotbudget",), "Belopp", False),
        ("Närvaro", ("2023-04-13", 1, "Ledamot"), "Röst", False),
        ("Parter", ("MDU",), "E-post", False),
        ("OmFilen", ("År",), "Värde", False),
    ],
)
def test_the_university_fills_in_its_part_of_the_example(
    table: str,
    key: Key,
    column: str,
    allowed: bool,  # noqa: FBT001 - a column of the case table
) -> None:
    assert may_fill(example(), "MDU")(table, key, column) is allowed


def test_only_a_party_that_decides_proposes_initiatives() -> None:
    initiatives = TABLES[0]
    assert Filling(example(), "MDU").new_row(initiatives)
    assert not Filling(example(), "Processtödet").new_row(initiatives)
    assert not may_fill(example(), "Processtödet")("Initiativ", ("NYTT",), "Namn")


def test_a_party_without_initiatives_may_still_propose_one_with_its_texts() -> None:
    portfolio = replace(example(), initiatives=())
    filling = Filling(portfolio, "MDU")
    assert not filling.roles
    assert filling.may_fill("Texter", ("NYTT", "Syfte"), "Text")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_the_schema_marks_only_rows_that_are_about_an_initiative(table: Table) -> None:
    filled = [column for column in table.columns if column.filled_by]
    assert bool(table.new_rows) == bool(filled)
    assert not filled or not table.register
    assert not filled or Filling.initiative_of(table, ("x",) * len(table.key)) is not None
    assert all(column.field and column.title not in table.key for column in filled)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_columns_that_say_one_thing_are_filled_in_by_the_same(table: Table) -> None:
    for group in table.groups:
        assert len({table.column(title).filled_by for title in group}) == 1
