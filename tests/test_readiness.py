"""The readiness check: each finding is there when it should be, and only then."""

from __future__ import annotations

from dataclasses import replace

import pytest

from shk_xl.domain import readiness
from shk_xl.domain.amounts import Known, Staff, Unknown
from shk_xl.domain.findings import Finding, Level, Where
from shk_xl.domain.portfolio import (
    About,
    Allocation,
    Attendance,
    Criterion,
    Frame,
    Heading,
    Initiative,
    InitiativeType,
    ItemKind,
    MeetingItem,
    Party,
    Person,
    Portfolio,
    Presence,
    Score,
    TextSection,
    Vote,
)
from shk_xl.wording.findings import FINDINGS, finding_in_words
from shk_xl.workbook.schema import ABOUT_ROWS, TABLES

FORUM = InitiativeType.FORUM

READY = Portfolio(
    about=About(registration_number="SHK 2024/7"),
    initiatives=(Initiative("LABB", "Labbet", FORUM, phase=1, amount=Known(100)),),
    texts=(
        TextSection("LABB", Heading.PURPOSE, "Prova."),
        TextSection("LABB", Heading.BEST_INTERESTS, "Barnen är med."),
    ),
    criteria=(Criterion(FORUM, "Mål"),),
    scores=(Score("LABB", "Mål", 4, "Tydligt."),),
    frames=(Frame("Budget", Known(200), funds_initiatives=True),),
    allocations=(Allocation("LABB", "Budget", Known(100)),),
    parties=(Party("Norrby"),),
    people=(Person("Anna Ek", "Norrby"),),
    meeting_items=(MeetingItem("2024-01-15", 1, ItemKind.DECISION, "Labbet", initiative="LABB"),),
    attendance=(Attendance("2024-01-15", "Anna Ek", presence=Presence.PRESENT),),
)


def only(portfolio: Portfolio) -> Finding:
    """Give the one finding; another number of them fails."""
    (finding,) = readiness.check(portfolio)
    return finding


def test_a_portfolio_that_is_ready_has_no_findings() -> None:
    assert readiness.check(READY) == ()


LABB = READY.initiatives[0]
ITEM = READY.meeting_items[0]
BALLOT = Attendance("2024-01-15", "Anna Ek", item=1, vote=Vote.NO, reservation="För dyrt.")
SCORE = READY.scores[0]
ALLOCATION = READY.allocations[0]

BROKEN = {
    "basis_missing_priced": replace(READY, texts=READY.texts[1:]),
    "basis_missing": replace(
        READY,
        initiatives=(replace(LABB, amount=Staff("oss")),),
        texts=READY.texts[1:],
        allocations=(),
    ),
    "amount_unknown": replace(
        READY, initiatives=(replace(LABB, amount=Unknown("inväntar")),), allocations=()
    ),
    "frame_unknown": replace(READY, frames=(replace(READY.frames[0], amount=Unknown()),)),
    "score_missing": replace(READY, scores=()),
    "score_off_scale": replace(READY, scores=(replace(SCORE, points=6),)),
    "score_without_motivation": replace(READY, scores=(replace(SCORE, motivation=" "),)),
    "criterion_of_other_type": replace(
        READY, scores=(SCORE, Score("LABB", "Annat", 3, "För att."))
    ),
    "frame_overdrawn": replace(READY, frames=(replace(READY.frames[0], amount=Known(99)),)),
    "frame_preliminary": replace(READY, frames=(replace(READY.frames[0], preliminary=True),)),
    "areas_do_not_close": replace(
        READY, frames=(*READY.frames, Frame("Löner", Known(150), part_of="Budget"))
    ),
    "funding_not_split": replace(READY, allocations=(replace(ALLOCATION, initiative=""),)),
    "funding_differs": replace(READY, allocations=(replace(ALLOCATION, amount=Known(90)),)),
    "unsplit_differs": replace(READY, allocations=(ALLOCATION, Allocation("", "Budget", Known(5)))),
    "initiative_not_listed": replace(READY, scores=(SCORE, replace(SCORE, initiative="LAB"))),
    "decision_on_other": replace(
        READY, meeting_items=(replace(READY.meeting_items[0], initiative="", title="Fondkollen"),)
    ),
    "source_not_listed": replace(READY, allocations=(replace(ALLOCATION, source="Bugdet"),)),
    "names_near": replace(
        READY,
        meeting_items=(
            replace(READY.meeting_items[0], initiative="", title="Perspektivkifte tidiga insatser"),
        ),
        initiatives=(
            replace(
                LABB,
                name="Perspektivskifte för tidigare insatser",
                aliases=("Tidiga insatser: perspektivkifte",),
            ),
        ),
    ),
    "party_absent": replace(READY, parties=(*READY.parties, Party("Söderby"))),
    "votes_from_one_party": replace(
        READY,
        parties=(*READY.parties, Party("Söderby")),
        attendance=(*READY.attendance, Attendance("2024-01-15", "Anna Ek", item=1, vote=Vote.YES)),
    ),
    "person_not_listed": replace(
        READY,
        attendance=(*READY.attendance, Attendance("2024-01-15", "Bo", presence=Presence.PRESENT)),
    ),
    **{
        code: replace(READY, attendance=(*READY.attendance, replace(BALLOT, vote=vote)))
        for code, vote in (
            ("reservation_abstained", Vote.ABSTAINS),
            ("reservation_after_yes", Vote.YES),
            ("reservation_without_vote", None),
        )
    },
    "vote_by_absent": replace(
        READY, attendance=(replace(READY.attendance[0], presence=Presence.ABSENT), BALLOT)
    ),
    "outcome_missing": replace(READY, attendance=(*READY.attendance, BALLOT)),
    "sent_back_without_reason": replace(
        READY, meeting_items=(replace(ITEM, decision="Återremiss."),)
    ),
    "decided_by_reference": replace(
        READY, meeting_items=(replace(ITEM, decision="Enligt förslaget"),)
    ),
    "best_interests_missing": replace(READY, texts=READY.texts[:1]),
    "decision_no_sentence": replace(
        READY,
        texts=(*READY.texts, TextSection("LABB", Heading.PROPOSED_DECISIONS, "att starta")),
    ),
    "registration_number_missing": replace(READY, about=About()),
    "staff_unnamed": replace(READY, initiatives=(replace(LABB, amount=Staff()),), allocations=()),
}


@pytest.mark.parametrize("code", FINDINGS)
def test_each_fault_is_found_and_worded(code: str) -> None:
    findings = readiness.check(BROKEN[code])
    assert code in {finding.code for finding in findings}
    for finding in findings:
        words = finding_in_words(finding)
        assert words.endswith(".")
        assert "None" not in words
        assert is_in_a_workbook(finding.where)


def is_in_a_workbook(where: Where) -> bool:
    """Whether the place is a fact, or a table of the schema with such a column."""
    if where.records == "about":
        return where.field in {field for field, _help in ABOUT_ROWS.values()}
    (table,) = [table for table in TABLES if table.records == where.records]
    return not where.field or table.column_of(where.field) in table.columns


def test_a_priced_initiative_without_a_decision_basis_stops_the_meeting() -> None:
    finding = only(BROKEN["basis_missing_priced"])
    assert finding.level is Level.STOP
    assert "100\u00a0kr" in finding_in_words(finding)


def test_one_who_voted_no_may_reserve_and_an_item_sent_back_says_what_is_missing() -> None:
    noted = replace(ITEM, decision="Återremiss", text="Kostnaden saknas.")
    portfolio = replace(READY, meeting_items=(noted,), attendance=(*READY.attendance, BALLOT))
    assert readiness.check(portfolio) == ()


def test_the_worst_stands_first() -> None:
    worse = replace(READY, texts=(), scores=(replace(SCORE, points=9, motivation=""),))
    levels = [finding.level for finding in readiness.check(worse)]
    assert levels == sorted(levels, key=list(Level).index)
    assert levels[0] is Level.STOP


def test_unsplit_funding_that_closes_is_one_warning_not_one_stop_an_initiative() -> None:
    finding = only(BROKEN["funding_not_split"])
    assert (finding.level, finding.where) == (Level.WARN, Where("allocations"))
