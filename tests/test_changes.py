"""Two versions of a portfolio side by side: everything that differs is told, and only that."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.domain.amounts import Amount, Known, Staff, Unknown
from shk_xl.domain.budget import budget_total
from shk_xl.domain.change_records import AmountChange, Status
from shk_xl.domain.changes import changes
from shk_xl.domain.portfolio import (
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
    Portfolio,
    Score,
    TextSection,
    Vote,
)
from shk_xl.workbook.example import example_2024

FORUM = InitiativeType.FORUM
EXAMPLE = example_2024()
AMOUNTS: st.SearchStrategy[Amount] = st.one_of(
    st.integers(0, 10**7).map(Known),
    st.sampled_from(["", "processtödet"]).map(Staff),
    st.sampled_from(["", "inväntar svar"]).map(Unknown),
)
CODES = st.sampled_from(["A", "B", "C", "D"])


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    amounts = draw(st.dictionaries(CODES, AMOUNTS))
    frames = draw(st.dictionaries(st.sampled_from(["Ett", "Två"]), AMOUNTS))
    keys = st.tuples(st.sampled_from(["", "A", "B"]), st.sampled_from(["Ett", "Två"]))
    allocations = draw(st.dictionaries(keys, AMOUNTS))
    points = draw(st.dictionaries(CODES, st.one_of(st.none(), st.integers(1, 5))))
    texts = draw(st.dictionaries(CODES, st.sampled_from(["", "Prova.", "Prova igen."])))
    return Portfolio(
        initiatives=tuple(
            Initiative(code, f"Initiativ {code}", FORUM, amount=amount)
            for code, amount in amounts.items()
        ),
        criteria=(Criterion(FORUM, "Mål"),),
        frames=tuple(
            Frame(name, amount, funds_initiatives=True) for name, amount in frames.items()
        ),
        allocations=tuple(Allocation(*key, amount) for key, amount in allocations.items()),
        scores=tuple(Score(code, "Mål", given, "För att.") for code, given in points.items()),
        texts=tuple(TextSection(code, Heading.PURPOSE, text) for code, text in texts.items()),
    )


def amounts_of(portfolio: Portfolio) -> dict[tuple[str, ...], Amount]:
    return {
        **{("initiative", one.code): one.amount for one in portfolio.initiatives},
        **{("frame", one.name): one.amount for one in portfolio.frames},
        **{("from", one.initiative, one.source): one.amount for one in portfolio.allocations},
    }


@settings(max_examples=50)
@given(portfolios())
def test_a_version_beside_itself_has_no_changes(portfolio: Portfolio) -> None:
    found = changes(portfolio, portfolio)
    assert not found
    assert found.difference == 0


@settings(max_examples=50)
@given(portfolios(), portfolios())
def test_every_amount_that_differs_is_told_once(before: Portfolio, after: Portfolio) -> None:
    found = changes(before, after)
    told = [
        *((("initiative", one.code), one.amount) for one in found.initiatives if one.amount),
        *((("frame", one.name), one.amount) for one in found.frames if one.amount),
        *((("from", "", one.source), one.amount) for one in found.unsplit),
        *(
            (("from", group.code, one.source), one.amount)
            for group in found.initiatives
            for one in group.funding
        ),
    ]
    was, now = amounts_of(before), amounts_of(after)
    differing = {
        key: AmountChange(was.get(key), now.get(key))
        for key in was.keys() | now.keys()
        if was.get(key) != now.get(key)
    }
    assert len(told) == len(differing)
    assert dict(told) == differing


@settings(max_examples=50)
@given(portfolios(), portfolios())
def test_the_sums_told_are_the_difference_of_the_totals(
    before: Portfolio, after: Portfolio
) -> None:
    found = changes(before, after)
    assert sum(one.effect for one in found.initiatives) == found.difference
    assert found.difference == budget_total(after).kronor - budget_total(before).kronor


@settings(max_examples=50)
@given(portfolios(), portfolios())
def test_the_way_back_is_the_same_changes_the_other_way(
    before: Portfolio, after: Portfolio
) -> None:
    there, back = changes(before, after), changes(after, before)
    assert bool(there) == bool(back)
    assert there.difference == -back.difference
    assert {one.code for one in there.initiatives} == {one.code for one in back.initiatives}


@settings(max_examples=50)
@given(portfolios(), portfolios())
def test_money_stands_before_scores_and_scores_before_texts(
    before: Portfolio, after: Portfolio
) -> None:
    weights = [one.weight for one in changes(before, after).initiatives]
    assert weights == sorted(weights)


SCORE = EXAMPLE.scores[0]
MEETING = EXAMPLE.meeting_items[0]
VOTE = next(row for row in EXAMPLE.attendance if row.vote)
OTHER = [row for row in EXAMPLE.attendance if row is not VOTE]
_FACTS: dict[str, Any] = {
    "name": "Annat",
    "type": InitiativeType.ROLE,
    "phase": 7,
    "responsible": "Regionen",
    "period": "Hösten",
    "context": "Annanstans",
    "actors": "Fler",
    "start": "Börja om",
    "resources": "Mer tid",
    "aliases": ("Annat namn",),
    "code": "NYKOD",
}


@pytest.mark.parametrize(
    "after",
    [
        replace(EXAMPLE, about=replace(EXAMPLE.about, registration_number="KS 2024/1")),
        replace(EXAMPLE, initiatives=EXAMPLE.initiatives[1:]),
        replace(EXAMPLE, texts=EXAMPLE.texts[1:]),
        replace(EXAMPLE, criteria=(replace(EXAMPLE.criteria[0], weight=3), *EXAMPLE.criteria[1:])),
        replace(EXAMPLE, scores=(replace(SCORE, points=1), *EXAMPLE.scores[1:])),
        replace(EXAMPLE, scores=(replace(SCORE, motivation="Nytt."), *EXAMPLE.scores[1:])),
        replace(EXAMPLE, frames=(replace(EXAMPLE.frames[0], purpose="Annat"), *EXAMPLE.frames[1:])),
        replace(
            EXAMPLE,
            allocations=(replace(EXAMPLE.allocations[0], note="Ny."), *EXAMPLE.allocations[1:]),
        ),
        replace(EXAMPLE, parties=(*EXAMPLE.parties, Party("Regionen"))),
        replace(EXAMPLE, people=EXAMPLE.people[1:]),
        replace(
            EXAMPLE, meeting_items=(replace(MEETING, text="Rådhuset"), *EXAMPLE.meeting_items[1:])
        ),
        replace(EXAMPLE, attendance=(*OTHER, replace(VOTE, vote=Vote.NO))),
        replace(EXAMPLE, attendance=EXAMPLE.attendance[1:]),
        replace(EXAMPLE, goals=EXAMPLE.goals[1:]),
        *(
            replace(
                EXAMPLE,
                initiatives=(
                    replace(EXAMPLE.initiatives[0], **{name: value}),
                    *EXAMPLE.initiatives[1:],
                ),
            )
            for name, value in _FACTS.items()
        ),
    ],
)
def test_whatever_differs_is_a_change(after: Portfolio) -> None:
    assert changes(EXAMPLE, after)


def test_another_order_of_rows_is_no_change() -> None:
    after = replace(
        EXAMPLE,
        initiatives=EXAMPLE.initiatives[::-1],
        texts=EXAMPLE.texts[::-1],
        scores=EXAMPLE.scores[::-1],
        attendance=EXAMPLE.attendance[::-1],
    )
    assert not changes(EXAMPLE, after)


def test_a_new_code_is_not_a_new_initiative() -> None:
    def moved(code: str) -> str:
        return "UNGA" if code == "UVAS" else code

    after = replace(
        EXAMPLE,
        initiatives=tuple(replace(i, code=moved(i.code)) for i in EXAMPLE.initiatives),
        texts=tuple(replace(t, initiative=moved(t.initiative)) for t in EXAMPLE.texts),
        scores=tuple(replace(s, initiative=moved(s.initiative)) for s in EXAMPLE.scores),
        allocations=tuple(replace(a, initiative=moved(a.initiative)) for a in EXAMPLE.allocations),
    )
    (change,) = changes(EXAMPLE, after).initiatives
    assert (change.code, change.status) == ("UNGA", Status.CHANGED)
    assert [(fact.name, fact.before, fact.after) for fact in change.facts] == [
        ("Kod", "UVAS", "UNGA")
    ]
    assert changes(EXAMPLE, after).difference == 0


def test_a_decision_stands_with_its_initiative_and_its_votes() -> None:
    decision = MeetingItem("2023-12-12", 1, ItemKind.DECISION, initiative="UVAS", decision="Bifall")
    after = replace(
        EXAMPLE,
        meeting_items=(*EXAMPLE.meeting_items, decision),
        attendance=(*EXAMPLE.attendance, Attendance("2023-12-12", "Ek", 1, vote=Vote.YES)),
    )
    (change,) = changes(EXAMPLE, after).initiatives
    (decided,) = change.decisions
    assert change.code == "UVAS"
    assert (decided.meeting, decided.status, decided.after) == ("2023-12-12", Status.NEW, "Bifall")
    assert decided.votes == (1, 0, 0)


def test_unknown_is_no_difference_in_kronor_but_an_effect_on_the_sum() -> None:
    became = AmountChange(Unknown("inväntar"), Known(300))
    assert (became.difference, became.effect) == (None, 300)
    assert AmountChange(Known(300), Staff()).difference == -300
    assert AmountChange(None, Unknown()).difference is None
