"""The example of 2024: its sums and scores, and the file that it is read from."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from shk_xl.domain import budget
from shk_xl.domain.amounts import Known, Staff, Total, Unknown
from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.findings import Finding
from shk_xl.domain.portfolio import Heading, Portfolio, Presence, Vote
from shk_xl.domain.priorities import priorities
from shk_xl.domain.readiness import check
from shk_xl.workbook.example import example_2024, read_portfolio

IN_A_ROW = 5
"""As many words in a row are no chance."""


@pytest.fixture(scope="module")
def portfolio() -> Portfolio:
    return example_2024()


def faults_of(text: str) -> list[Fault]:
    with pytest.raises(Refused) as refused:
        read_portfolio(text)
    return list(refused.value.faults)


def test_the_sums_are_those_of_the_proposal(portfolio: Portfolio) -> None:
    assert budget.budget_total(portfolio) == Total(3_456_000, 1)
    assert [(s.frame.name, s.allocated, s.left) for s in budget.sources(portfolio)] == [
        ("Initiativbudget", Total(1_456_000, 0), 294_000),
        ("Pilotbudget", Total(2_000_000, 0), 5_500_000),
    ]
    assert (budget.frame_gaps(portfolio), budget.funding_gaps(portfolio)) == ((), ())


def test_the_amounts_are_known_covered_by_staff_or_unknown(portfolio: Portfolio) -> None:
    amounts = {one.code: one.amount for one in portfolio.initiatives}
    assert amounts["UVAS"] == amounts["FORSKOLA"] == Known(648_000)
    assert amounts["NORM"] == Known(432_000)
    assert amounts["DEMOKRATI"] == amounts["VILLKOR"] == Known(864_000)
    assert amounts["PERSPEKTIV"] == amounts["CORNERSTONE"] == Staff("processtödet")
    assert isinstance(amounts["NYROLL"], Unknown)
    assert amounts["NYROLL"].reason


def test_the_cost_of_the_role_is_in_no_source(portfolio: Portfolio) -> None:
    (row,) = portfolio.allocations_by_initiative["NYROLL"]
    assert (row.source, row.article) == ("Ordinarie budget", "Arbetstid")
    assert isinstance(row.amount, Unknown)


def test_the_assumed_split_is_said_on_every_row(portfolio: Portfolio) -> None:
    known = [row for row in portfolio.allocations if isinstance(row.amount, Known)]
    assert len(known) == 6
    assert all(row.note.startswith("Antaget i exemplet") for row in known)


def test_the_scores_are_those_of_the_decision_bases(portfolio: Portfolio) -> None:
    scores = {one.initiative.code: one.score for one in priorities(portfolio)}
    exact = {code: score.exact for code, score in scores.items() if score}
    assert exact == {
        "UVAS": Fraction(9, 2),
        "FORSKOLA": 4,
        "NORM": 3,
        "PERSPEKTIV": Fraction(5, 2),
        "DEMOKRATI": Fraction(9, 2),
        "CORNERSTONE": Fraction(7, 2),
        "VILLKOR": None,
    }
    assert scores["NYROLL"] is None


def test_one_initiative_has_no_decision_basis(portfolio: Portfolio) -> None:
    without = [o.code for o in portfolio.initiatives if o.code not in portfolio.texts_by_initiative]
    assert without == ["VILLKOR"]


def test_the_votes_came_from_one_party(portfolio: Portfolio) -> None:
    votes = [row for row in portfolio.attendance if row.vote]
    assert [row.vote for row in votes] == [Vote.YES] * 6
    people = portfolio.person_by_name
    assert {people[row.person.casefold()].party for row in votes} == {"Västerås stad"}
    (left,) = (row for row in portfolio.attendance if row.presence is Presence.LEFT)
    assert left.left_at is None


def test_the_readiness_check_finds_what_is_wrong_and_only_that(portfolio: Portfolio) -> None:
    findings: list[Finding] = list(check(portfolio))
    assert {finding.code for finding in findings} == {
        "amount_unknown",
        "basis_missing_priced",
        "best_interests_missing",
        "decision_on_other",
        "frame_preliminary",
        "party_absent",
        "registration_number_missing",
        "score_missing",
        "votes_from_one_party",
    }
    assert sum(finding.code == "best_interests_missing" for finding in findings) == 7


def test_people_are_named_by_role_only(portfolio: Portfolio) -> None:
    role = re.compile(r"(Ledamot \d, .+|Processledare \d|Följeforskare)")
    assert all(role.fullmatch(person.name) for person in portfolio.people)


def written(portfolio: Portfolio) -> Iterator[str]:
    """Everything in the example that is neither a name, a place nor a list of actors."""
    yield from (text.text for text in portfolio.texts)
    yield from (score.motivation for score in portfolio.scores)
    yield from (frame.purpose for frame in portfolio.frames)
    yield from (goal.name for goal in portfolio.goals)
    for initiative in portfolio.initiatives:
        yield from (initiative.start, initiative.resources)
    for item in portfolio.meeting_items:
        yield from (item.text, item.decision)


def runs_of_words(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.casefold())
    return {tuple(words[at : at + IN_A_ROW]) for at in range(len(words) - IN_A_ROW + 1)}


def test_no_sentence_of_the_documents_stands_in_the_example(
    portfolio: Portfolio, seeds: list[Path]
) -> None:
    source = set().union(*(runs_of_words(path.read_text(encoding="utf-8")) for path in seeds))
    ours = set().union(*(runs_of_words(text) for text in written(portfolio)))
    assert source & ours == set()


def test_a_table_or_column_that_the_workbook_lacks_is_refused() -> None:
    found = faults_of('[[Parter]]\nNamn = "A"\nTelefon = "1"\n[[Partier]]\nNamn = "B"')
    assert [fault.code for fault in found] == ["example_column_unknown", "example_table_unknown"]
    assert found[0].values == {"column": "Telefon", "row": 1}


def test_a_computed_column_is_nothing_to_type() -> None:
    (fault,) = faults_of('[[Initiativ]]\nKod = "A"\nNamn = "A"\nTyp = "Ny roll"\nPlats = 1')
    assert (fault.code, fault.values["column"]) == ("example_column_unknown", "Plats")


def test_a_choice_that_does_not_exist_is_refused() -> None:
    (fault,) = faults_of('[[Texter]]\nRubrik = "Syften"\nText = "Det."')
    assert fault.place.sheet == "Texter"


def test_every_text_stands_under_its_own_heading(portfolio: Portfolio) -> None:
    for code, texts in portfolio.texts_by_initiative.items():
        wanted = {Heading.PURPOSE, Heading.DESCRIPTION, Heading.EFFECTS} if code else set()
        assert wanted <= texts.keys(), code
