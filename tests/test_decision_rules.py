"""Rules of decision side by side: abstentions are no Nej, silence is no Ja, bases are said."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from meeting_books import DECISIONS, MEETING, MEMBERS, PARTIES, draft, held

from shk_xl.domain.decision_rules import (
    EVERY_PARTY,
    MAJORITY_OF_PRESENT,
    RULES,
    SIMPLE_MAJORITY,
    TWO_THIRDS_OF_CAST,
    TWO_THIRDS_OF_MEMBERS,
    UNANIMITY,
    Rule,
    Tally,
    side_by_side,
)
from shk_xl.domain.meetings import Meeting, meetings
from shk_xl.domain.portfolio import (
    Attendance,
    ItemKind,
    MeetingItem,
    Portfolio,
    Presence,
    Vote,
)
from shk_xl.domain.presence import Away, is_draft, standings, tally
from shk_xl.workbook.example import example_2024

SEVEN_FOUR_TWO = Tally(yes=7, no=4, abstain=2, present=13, members=13)
TWO_ONE_TEN = Tally(yes=2, no=1, abstain=10, present=13, members=13)


@pytest.mark.parametrize(
    ("votes", "rule", "met"),
    [
        (SEVEN_FOUR_TWO, SIMPLE_MAJORITY, True),
        (SEVEN_FOUR_TWO, MAJORITY_OF_PRESENT, True),
        (SEVEN_FOUR_TWO, TWO_THIRDS_OF_CAST, False),
        (SEVEN_FOUR_TWO, UNANIMITY, False),
        (TWO_ONE_TEN, SIMPLE_MAJORITY, True),
        (TWO_ONE_TEN, TWO_THIRDS_OF_CAST, True),
        (TWO_ONE_TEN, MAJORITY_OF_PRESENT, False),
        (TWO_ONE_TEN, TWO_THIRDS_OF_MEMBERS, False),
        (Tally(yes=2, no=2, present=4, members=4), SIMPLE_MAJORITY, False),
        (Tally(yes=1, abstain=6, present=7, members=7), UNANIMITY, True),
        (Tally(abstain=7, present=7, members=7), UNANIMITY, None),
        (Tally(), SIMPLE_MAJORITY, None),
    ],
)
def test_a_rule_is_met_or_not_or_cannot_be_told(votes: Tally, rule: Rule, met: bool | None) -> None:  # noqa: FBT001 - a case
    assert rule.met(votes) is met


tallies = st.builds(
    Tally,
    yes=st.integers(0, 20),
    no=st.integers(0, 20),
    abstain=st.integers(0, 20),
    perhaps=st.integers(0, 5),
).map(lambda t: Tally(t.yes, t.no, t.abstain, t.cast + t.abstain, t.perhaps, 60))


@settings(max_examples=50)
@given(tallies)
def test_abstentions_count_where_the_base_is_those_present_and_nowhere_else(votes: Tally) -> None:
    more = Tally(
        votes.yes, votes.no, votes.abstain + 1, votes.present + 1, votes.perhaps, votes.members
    )
    for rule in (UNANIMITY, SIMPLE_MAJORITY, TWO_THIRDS_OF_CAST):
        assert rule.met(more) == rule.met(votes)
    if MAJORITY_OF_PRESENT.met(votes) is False:
        assert MAJORITY_OF_PRESENT.met(more) is False


@settings(max_examples=50)
@given(tallies)
def test_what_is_told_with_unknown_presence_holds_for_every_number(votes: Tally) -> None:
    answer = MAJORITY_OF_PRESENT.met(votes)
    possible = {
        MAJORITY_OF_PRESENT.met(
            Tally(votes.yes, votes.no, votes.abstain, votes.present + came, 0, votes.members)
        )
        for came in range(votes.perhaps + 1)
    }
    assert possible == ({answer} if answer is not None or not votes.cast else {True, False})


def the_vote_of_2023() -> Tally:
    (meeting,) = [one for one in meetings(example_2024()) if one.key == "2023-04-13"]
    (item, _) = meeting.of_kind(ItemKind.DECISION)
    return tally(meeting, standings(meeting, item.number))


def test_the_unanimous_vote_of_one_party() -> None:
    votes = the_vote_of_2023()
    assert (votes.yes, votes.no, votes.abstain) == (3, 0, 0)
    assert (votes.present, votes.perhaps, votes.members) == (3, 1, 7)
    assert UNANIMITY.met(votes) is True
    assert TWO_THIRDS_OF_MEMBERS.met(votes) is False
    assert EVERY_PARTY.met(votes) is False
    assert votes.silent_parties == ("Eskilstuna kommun", "MDU")
    assert [answer.rule for answer in side_by_side(votes)] == list(RULES)


def test_a_base_that_is_not_known_is_an_interval_and_may_leave_the_answer_open() -> None:
    votes = Tally(yes=2, present=3, perhaps=1, members=7)
    assert MAJORITY_OF_PRESENT.met(votes) is None
    assert MAJORITY_OF_PRESENT.counted(votes) == "2 av 3–4"


NAME = MEMBERS[0].name


def meeting_of(portfolio: Portfolio) -> Meeting:
    (meeting,) = meetings(portfolio)
    return meeting


def away(item: int, *rows: Attendance) -> Away | None:
    given = standings(meeting_of(held(*rows)), item)
    return next(one.away for one in given if one.name == NAME)


def general(presence: Presence, **at: int) -> Attendance:
    return Attendance(MEETING, NAME, presence=presence, **at)  # type: ignore[arg-type]


def silent(item: int, presence: Presence | None = None) -> Attendance:
    return Attendance(MEETING, NAME, item, presence)


@pytest.mark.parametrize(
    ("item", "rows", "expected"),
    [
        (4, (silent(4),), None),
        (4, (silent(4), general(Presence.ABSENT)), Away.ABSENT),
        (4, (silent(4), general(Presence.LEFT)), Away.LEFT_SOMETIME),
        (4, (silent(4), general(Presence.LEFT, left_at=4)), Away.LEFT),
        (4, (silent(4), general(Presence.LEFT, left_at=5)), None),
        (4, (silent(4), general(Presence.PRESENT, arrived_at=5)), Away.LATE),
        (5, (silent(5), general(Presence.PRESENT, arrived_at=5)), None),
        (4, (silent(4, Presence.ABSENT),), Away.ABSENT),
        (5, (silent(4, Presence.ABSENT), silent(5)), None),
        (4, (silent(4, Presence.PRESENT), general(Presence.ABSENT)), None),
        (4, (general(Presence.ABSENT),), None),
    ],
    ids=str,
)
def test_presence_is_per_item(
    item: int, rows: tuple[Attendance, ...], expected: Away | None
) -> None:
    assert away(item, *rows) is expected


def test_members_stand_by_party_and_each_once() -> None:
    meeting = meeting_of(held())
    given = standings(meeting, 3)
    assert [one.name for one in given] == [person.name for person in MEMBERS]
    assert list(dict.fromkeys(one.party for one in given)) == list(PARTIES)


def test_a_draft_is_a_draft_until_something_is_voted_or_decided() -> None:
    before = draft()
    vote = Attendance(MEETING, NAME, DECISIONS[0].number, vote=Vote.YES)
    noted = tuple(
        replace(item, decision="Bifall") if item == DECISIONS[0] else item
        for item in before.meeting_items
    )
    assert is_draft(meeting_of(before))
    assert is_draft(meeting_of(replace(before, attendance=(general(Presence.PRESENT),))))
    assert not is_draft(meeting_of(replace(before, attendance=(vote,))))
    assert not is_draft(meeting_of(replace(before, meeting_items=noted)))


def test_a_meeting_without_decisions_is_a_draft_while_it_has_an_agenda_and_nobody() -> None:
    (_, held_without) = meetings(example_2024())
    assert not is_draft(held_without)
    agenda = MeetingItem(MEETING, 1, ItemKind.AGENDA, "Läget")
    assert is_draft(meeting_of(Portfolio(meeting_items=(agenda,))))
    assert not is_draft(
        meeting_of(Portfolio(meeting_items=(agenda, MeetingItem(MEETING, 2, ItemKind.NOTE))))
    )
