"""The program's own documents are old documents next year: they are read back as they were."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest
from old_documents import ALIASES, FILES, words_of

from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.old.report import Imported
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.portfolio import Heading, Portfolio


@pytest.fixture(scope="module")
def before() -> Portfolio:
    return read_old_documents(FILES, aliases=ALIASES).portfolio


@pytest.fixture(scope="module")
def back(tmp_path_factory: pytest.TempPathFactory, before: Portfolio) -> Imported:
    folder = tmp_path_factory.mktemp("documents")
    stamp = SourceStamp("bok.xlsx", "0" * 64)
    produced = produce_documents(before, folder, source=stamp, today=date(2025, 1, 1))
    return read_old_documents([one.path for one in produced])


def test_initiatives_come_back_with_all_their_facts(before: Portfolio, back: Imported) -> None:
    def facts(portfolio: Portfolio) -> dict[str, tuple[object, ...]]:
        return {
            one.name: (
                one.type,
                one.phase,
                one.aliases,
                one.amount,
                one.actors,
                one.context,
                one.period,
                one.start,
                words_of(one.resources),
            )
            for one in portfolio.initiatives
        }

    assert facts(back.portfolio) == facts(before)


def test_texts_come_back_under_their_headings(before: Portfolio, back: Imported) -> None:
    for initiative in before.initiatives:
        theirs = before.texts_by_initiative.get(initiative.code, {})
        ours = back.portfolio.texts_by_initiative.get(initiative.code, {})
        for heading in Heading:
            assert words_of(ours.get(heading, "")) == words_of(theirs.get(heading, "")), (
                initiative.code,
                heading,
            )


def test_scores_frames_and_costs_come_back(before: Portfolio, back: Imported) -> None:
    scored = Counter(score for score in back.portfolio.scores if score.points is not None)
    assert scored == Counter(before.scores)
    money = {frame.name: (frame.amount, frame.part_of) for frame in before.frames}
    assert {f.name: (f.amount, f.part_of) for f in back.portfolio.frames} == money
    costs = [row for row in before.allocations if row.initiative]
    assert [row for row in back.portfolio.allocations if row.initiative] == costs
    assert back.portfolio.about == before.about


def test_meetings_come_back_with_presence_votes_and_steps(
    before: Portfolio, back: Imported
) -> None:
    def votes(portfolio: Portfolio) -> Counter[tuple[object, ...]]:
        about = {(i.meeting, i.number): i.initiative for i in portfolio.meeting_items}
        return Counter(
            (
                row.meeting,
                about.get((row.meeting, row.item or 0)),
                row.person,
                row.presence,
                row.vote,
            )
            for row in portfolio.attendance
        )

    def items(portfolio: Portfolio) -> set[tuple[object, ...]]:
        return {
            (item.meeting, item.kind, item.title, words_of(item.text), item.responsible)
            for item in portfolio.meeting_items
        }

    assert votes(back.portfolio) == votes(before)
    assert items(before) <= items(back.portfolio)
