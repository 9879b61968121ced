"""The registers that decision bases and proposals fill: criteria, goals, frames, what it's called.

Rules: a criterion is registered under the label that was read first, with weight 1. Two goals
are one when they differ in case or a full stop; near ones stay two and are reported. A remark
in italics after a goal is a remark, not a part of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final, NamedTuple, TypeVar

from shk_xl.documents.old.decision_basis import DecisionBasis
from shk_xl.documents.old.lines import Line
from shk_xl.documents.old.money import in_words, squashed
from shk_xl.documents.old.proposal import Proposal
from shk_xl.documents.old.report import Report
from shk_xl.domain.faults import Place
from shk_xl.domain.names import plain, similar_names, spaced
from shk_xl.domain.portfolio import (
    About,
    Allocation,
    Criterion,
    Frame,
    Initiative,
    InitiativeType,
    Score,
    SocietalGoal,
)
from shk_xl.workbook.schema import ABOUT_ROWS

_REMARK: Final = re.compile(
    r"(?P<goal>.*\S)\s*(?:\*(?P<stars>[^*]+)\*|<i>(?P<tags>[^<]+)</i>|\((?P<brackets>[^()]+)\))\.?"
)
_ALL_ITALIC: Final = re.compile(r"\*([^*]+)\*|<i>([^<]+)</i>")
_KNOWN_REMARK: Final = re.compile(r"(?P<goal>.*\S)\s+(?P<note>detta (?:samhälls)?mål är .*)")


class Named(NamedTuple):
    """What one document says that the portfolio is called."""

    place: Place
    partnership: str
    focus_area: str
    year: int | None = None
    registration_number: str = ""


def about_of(documents: Iterable[Named], report: Report) -> About:
    """Take the names and the year that are told first; the others are reported."""
    about = About()
    for document in documents:
        for title, (field, _) in ABOUT_ROWS.items():
            value, kept = getattr(document, field), getattr(about, field)
            if value and not kept:
                about = replace(about, **{field: value})
            elif value and plain(str(value)) != plain(str(kept)):
                report.differs(
                    "about_differs", document.place, field=title, text=str(value), kept=str(kept)
                )
    return about


def criteria_of(
    initiatives: Iterable[Initiative], scores: Iterable[Score], report: Report
) -> tuple[tuple[Criterion, ...], tuple[Score, ...]]:
    """Register the criteria of each type, and give the scores under the registered names."""
    types = {initiative.code: initiative.type for initiative in initiatives}
    criteria: dict[tuple[InitiativeType, str], Criterion] = {}
    named: list[Score] = []
    for score in scores:
        type_ = types[score.initiative]
        criterion = criteria.setdefault(
            (type_, plain(score.criterion)), Criterion(type_, score.criterion)
        )
        if criterion.name != score.criterion:
            report.read("criterion_spelled", typed=score.criterion, name=criterion.name)
        named.append(replace(score, criterion=criterion.name))
    labels = list(dict.fromkeys(criterion.name for criterion in criteria.values()))
    for left, right in similar_names(labels):
        report.join("criteria_near", left=left, right=right)
    ordered = [one for type_ in InitiativeType for one in criteria.values() if one.type is type_]
    return tuple(ordered), tuple(named)


def goals_of(bases: Iterable[DecisionBasis], report: Report) -> tuple[SocietalGoal, ...]:
    """Register the distinct goals; near ones are reported."""
    found_goals = (_goal(line) for basis in bases for line in _goal_lines(basis.goals))
    typed = [goal for goal in found_goals if goal.name]
    notes = {plain(goal.note) for goal in typed if goal.note}
    goals: dict[str, SocietalGoal] = {}
    for found in typed:
        goal = found if found.note else _with_known_note(found, notes)
        kept = goals.setdefault(plain(goal.name), goal)
        if goal.note and not kept.note:
            goals[plain(goal.name)] = replace(kept, note=goal.note)
    for left, right in similar_names([goal.name for goal in goals.values()]):
        report.join("goals_near", left=left, right=right)
    return tuple(goals.values())


@dataclass(frozen=True, slots=True)
class Money:
    """The frames, and what initiatives take from them, of all proposals."""

    frames: tuple[Frame, ...]
    funding: tuple[Allocation, ...]


def money_of(proposals: Sequence[Proposal], report: Report) -> Money:
    """Gather the frames and the funding; of two with one name the first counts."""
    frames: dict[str, Frame] = {}
    funding: dict[str, Allocation] = {}
    for proposal in proposals:
        for frame in proposal.frames:
            _keep(frames, frame.name, frame, proposal.place, report)
        for allocation in proposal.funding:
            _keep(funding, allocation.source, allocation, proposal.place, report)
    return Money(tuple(frames.values()), tuple(funding.values()))


def with_payers(
    allocations: Iterable[Allocation], frames: Sequence[Frame], report: Report
) -> tuple[Allocation, ...]:
    """Let a payer such as "Partnerskapets ordinarie budget" refer to the frame that it names.

    A payer whose last words are the name of exactly one frame means that frame, and it is
    reported; any other stays as typed.
    """
    names = {frame.name: squashed(frame.name) for frame in frames}
    settled: list[Allocation] = []
    for allocation in allocations:
        payer = squashed(allocation.source)
        found = [name for name, short in names.items() if short and payer.endswith(short)]
        longest = max(found, key=len, default=None)
        if allocation.source in names or longest is None:
            settled.append(allocation)
            continue
        report.confirm("payer_is_frame", typed=allocation.source, name=longest)
        settled.append(replace(allocation, source=longest))
    return tuple(_told_apart(settled, report))


def _told_apart(allocations: Iterable[Allocation], report: Report) -> Iterator[Allocation]:
    """Number articles that became the same when their payers did: each is a row of its own."""
    seen: set[tuple[str, str, str]] = set()
    for allocation in allocations:
        article, number = allocation.article, 1
        while (allocation.initiative, allocation.source, article) in seen:
            number += 1
            article = f"{allocation.article} ({number})".strip()
        if number > 1:
            report.differs("article_twice", article=allocation.article, name=article)
        seen.add((allocation.initiative, allocation.source, article))
        yield replace(allocation, article=article)


RecordT = TypeVar("RecordT", Frame, Allocation)


def _keep(
    records: dict[str, RecordT], key: str, record: RecordT, place: Place, report: Report
) -> None:
    kept = records.setdefault(key, record)
    if kept != record:
        report.differs(
            "money_differs",
            place,
            name=key,
            text=in_words(record.amount),
            kept=in_words(kept.amount),
        )


def _goal_lines(lines: Sequence[Line]) -> Iterable[Line]:
    """Give the lines that are goals: the bullets, or every line where there are none."""
    return [line for line in lines if line.bullet] or lines


def _goal(line: Line) -> SocietalGoal:
    text = spaced(line.content)
    whole = _ALL_ITALIC.fullmatch(text)
    if whole is not None:
        text = whole[1] or whole[2]
    match = _REMARK.fullmatch(text)
    if match is None:
        return SocietalGoal(text.rstrip(" ."))
    note = match["stars"] or match["tags"] or match["brackets"]
    return SocietalGoal(match["goal"].rstrip(" ."), note.strip())


def _with_known_note(goal: SocietalGoal, notes: Iterable[str]) -> SocietalGoal:
    """Take a remark off a goal that has it without marks of its own."""
    for note in notes:
        start = len(goal.name) - len(note)
        if start > 0 and plain(goal.name[start:]) == note:
            return SocietalGoal(goal.name[:start].rstrip(" ."), goal.name[start:])
    match = _KNOWN_REMARK.fullmatch(goal.name)
    return SocietalGoal(match["goal"], match["note"]) if match else goal
