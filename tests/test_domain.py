"""Budget, priorities and meetings, counted on small portfolios."""

from __future__ import annotations

from fractions import Fraction

import pytest

from shk_xl.domain import budget
from shk_xl.domain.amounts import Known, Staff, Total, Unknown
from shk_xl.domain.meetings import meetings
from shk_xl.domain.portfolio import (
    Allocation,
    Attendance,
    Criterion,
    Frame,
    Initiative,
    InitiativeType,
    ItemKind,
    MeetingItem,
    Party,
    PartyKind,
    Person,
    Portfolio,
    Presence,
    Score,
    Vote,
)
from shk_xl.domain.priorities import across_types, priorities, score, write_score

FORUM, PILOT, ROLE = InitiativeType

# Triantaphyllou's weighted sum with a tie: the points are scaled down to 1–5 here.
TIED = ([1, 3, 4, 2], [2, 3, 3, 3], [3, 1, 4, 3])


def test_sources_say_what_is_allocated_left_and_unknown() -> None:
    portfolio = Portfolio(
        frames=(
            Frame("Ordinarie", Known(4_000)),
            Frame("Initiativ", Known(1_750), part_of="Ordinarie", funds_initiatives=True),
            Frame("Pilot", Unknown(), preliminary=True, funds_initiatives=True),
        ),
        allocations=(
            Allocation("A", "Initiativ", Known(1_000)),
            Allocation("B", "Initiativ", Known(456)),
            Allocation("B", "Initiativ", Unknown("inväntar")),
            Allocation("B", "Pilot", Known(10)),
        ),
    )
    initiative, pilot = budget.sources(portfolio)
    assert (initiative.allocated, initiative.left) == (Total(1_456, 1), 294)
    assert (pilot.allocated, pilot.left) == (Total(10, 0), None)


def test_cost_areas_that_do_not_sum_to_the_frame_are_found() -> None:
    areas = (Frame("Löner", Known(60), part_of="R"), Frame("Drift", Known(30), part_of="R"))
    (gap,) = budget.frame_gaps(Portfolio(frames=(Frame("R", Known(100)), *areas)))
    assert (gap.amount, gap.areas) == (100, 90)
    unknown = (*areas, Frame("Övrigt", Unknown(), part_of="R"))
    assert not budget.frame_gaps(Portfolio(frames=(Frame("R", Known(100)), *unknown)))


def test_an_allocation_that_differs_from_the_amount_is_found() -> None:
    portfolio = Portfolio(
        initiatives=(
            Initiative("A", "A", FORUM, amount=Known(10)),
            Initiative("B", "B", FORUM, amount=Known(10)),
            Initiative("C", "C", FORUM, amount=Staff("oss")),
            Initiative("D", "D", FORUM, amount=Unknown()),
        ),
        allocations=(
            Allocation("A", "X", Known(4)),
            Allocation("A", "Y", Known(6)),
            Allocation("B", "X", Known(9)),
        ),
    )
    (gap,) = budget.funding_gaps(portfolio)
    assert (gap.initiative.code, gap.amount, gap.allocated) == ("B", 10, 9)


def test_scores_are_exact_weighted_means() -> None:
    weights = [Fraction(20), Fraction(15), Fraction(40), Fraction(25)]
    exact = [score(points, weights).exact for points in TIED]
    assert exact == [Fraction(275, 100), Fraction(280, 100), Fraction(310, 100)]
    assert score([5, 4, 4], [1, 1, 1]).exact == Fraction(13, 3)


def test_a_missing_score_is_an_interval_and_gets_no_place() -> None:
    portfolio = Portfolio(
        initiatives=(Initiative("A", "A", PILOT), Initiative("B", "B", PILOT)),
        criteria=(Criterion(PILOT, "x"), Criterion(PILOT, "y", weight=3)),
        scores=(Score("A", "x", 5), Score("B", "x", 3), Score("B", "y", 3)),
    )
    first, second = priorities(portfolio)
    assert first.score is not None
    assert first.score.exact is None
    assert (first.score.low, first.score.high) == (Fraction(2), Fraction(5))
    assert first.place is None
    assert second.place is not None
    assert second.place.rank == 1


def test_a_type_without_criteria_has_no_score_at_all() -> None:
    (role,) = priorities(Portfolio(initiatives=(Initiative("R", "R", ROLE),)))
    assert (role.score, role.place) == (None, None)


def test_shared_places_are_shown_and_the_next_is_skipped() -> None:
    portfolio = Portfolio(
        initiatives=tuple(Initiative(code, code, FORUM) for code in "ABC"),
        criteria=(Criterion(FORUM, "x"),),
        scores=(Score("A", "x", 4), Score("B", "x", 4), Score("C", "x", 1)),
    )
    places = [priority.place for priority in priorities(portfolio)]
    assert [(p.rank, p.shared) for p in places if p] == [(1, True), (1, True), (3, False)]


def test_types_are_compared_only_over_the_criteria_that_both_have() -> None:
    portfolio = Portfolio(
        initiatives=(Initiative("F", "F", FORUM), Initiative("P", "P", PILOT)),
        criteria=(
            Criterion(FORUM, "mål"),
            Criterion(PILOT, "mål"),
            Criterion(PILOT, "önskat"),
        ),
        scores=(Score("F", "mål", 4), Score("P", "mål", 3), Score("P", "önskat", 5)),
    )
    within = priorities(portfolio)
    assert [p.place.rank for p in within if p.place] == [1, 1]
    assert [p.score.exact for p in across_types(portfolio) if p.score] == [4, 3]


@pytest.mark.parametrize(
    ("value", "text"),
    [(Fraction(4), "4,0"), (Fraction(9, 2), "4,5"), (Fraction(10, 3), "3,33")],
)
def test_scores_are_written_with_a_decimal_comma(value: Fraction, text: str) -> None:
    assert write_score(value) == text


@pytest.mark.parametrize(
    ("points", "weights", "whole"),
    [([6], [1], None), ([1], [0], None), ([], [], None), ([1, 1], [1, 1], 1), ([1], [1, 1], None)],
)
def test_what_cannot_be_weighed_is_refused(
    points: list[int], weights: list[int], whole: int | None
) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any of its reasons
        score(points, weights, whole)


def test_votes_are_counted_by_person_and_by_party() -> None:
    portfolio = Portfolio(
        parties=(
            Party("Norrby"),
            Party("Söderby"),
            Party("Högskolan"),
            Party("Processtödet", PartyKind.SUPPORT),
        ),
        people=(
            Person("Anna Ek", "Norrby", ("Annis",)),
            Person("Bo Al", "Söderby"),
            Person("Cia Lind", "Processtödet"),
        ),
        meeting_items=(MeetingItem("2024-01-15", 2, ItemKind.DECISION, "Labbet"),),
        attendance=(
            Attendance("2024-01-15", "Anna Ek", presence=Presence.PRESENT),
            Attendance("2024-01-15", "Bo Al", presence=Presence.LEFT, left_at=1),
            Attendance("2024-01-15", "Cia Lind", presence=Presence.PRESENT),
            Attendance("2024-01-15", "annis", item=2, vote=Vote.YES),
        ),
    )
    (meeting,) = meetings(portfolio)
    count = meeting.count(2)
    assert count.votes[Vote.YES] == 1
    assert count.by_party["Norrby"][Vote.YES] == 1
    assert (count.absent, count.left) == (0, 1)
    assert count.parties_present == ("Norrby", "Söderby")
    assert meeting.parties_absent() == ("Högskolan",)
