"""The readiness check: what must be settled before the Core Team meets.

Each check is a small function from a portfolio to findings; ``CHECKS`` lists them in the
order in which they are told. ``stop`` is what makes a decision rest on something wrong or
missing, ``warn`` what somebody should look at, ``note`` what is good to know.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import MappingProxyType

from shk_xl.domain import budget
from shk_xl.domain.amounts import Known, Staff, Unknown, write_kronor
from shk_xl.domain.faults import FaultValue
from shk_xl.domain.findings import Finding, Level, Where
from shk_xl.domain.meeting_checks import MEETING_CHECKS
from shk_xl.domain.meetings import meetings
from shk_xl.domain.names import plain, similar_names
from shk_xl.domain.portfolio import Heading, Initiative, ItemKind, Portfolio
from shk_xl.domain.priorities import HIGHEST, LOWEST
from shk_xl.domain.proposed_decisions import is_sentence, points_of

Check = Callable[[Portfolio], Iterator[Finding]]

BASIS_HEADINGS = (Heading.PURPOSE, Heading.DESCRIPTION)
"""Without a text under at least one of these there is nothing to decide on."""


def _finding(level: Level, code: str, where: Where, **values: FaultValue) -> Finding:
    return Finding(level, code, where, MappingProxyType(values))


def _of(initiative: Initiative, field: str = "") -> Where:
    return Where("initiatives", (initiative.code,), field)


def has_decision_basis(portfolio: Portfolio, initiative: Initiative) -> bool:
    """Whether there is a text to decide on."""
    texts = portfolio.texts_by_initiative.get(initiative.code, {})
    return any(texts.get(heading, "").strip() for heading in BASIS_HEADINGS)


def missing_decision_basis(portfolio: Portfolio) -> Iterator[Finding]:
    """Find initiatives without a text to decide on; a priced one stops the meeting."""
    for initiative in portfolio.initiatives:
        if has_decision_basis(portfolio, initiative):
            continue
        priced = isinstance(initiative.amount, Known)
        yield _finding(
            Level.STOP if priced else Level.WARN,
            "basis_missing_priced" if priced else "basis_missing",
            _of(initiative),
            name=initiative.title,
            amount=write_kronor(initiative.amount.kronor)
            if isinstance(initiative.amount, Known)
            else None,
        )


def unknown_amounts(portfolio: Portfolio) -> Iterator[Finding]:
    """Find initiatives and allocations whose amount nobody knows."""
    for initiative in portfolio.initiatives:
        if isinstance(initiative.amount, Unknown):
            yield _finding(
                Level.WARN,
                "amount_unknown",
                _of(initiative, "amount"),
                name=initiative.title,
                reason=initiative.amount.reason or "ingen orsak angiven",
            )
    for frame in portfolio.frames:
        if isinstance(frame.amount, Unknown):
            where = Where("frames", (frame.name,), "amount")
            yield _finding(Level.WARN, "frame_unknown", where, name=frame.name)


def scores(portfolio: Portfolio) -> Iterator[Finding]:
    """Find scores that are missing, off the scale, without motivation, or on a wrong criterion."""
    for initiative in portfolio.initiatives:
        criteria = portfolio.criteria_by_type[initiative.type]
        given = portfolio.scores_by_initiative.get(initiative.code, {})
        missing = [c.name for c in criteria if c.name not in given or given[c.name].points is None]
        if missing:
            yield _finding(
                Level.WARN,
                "score_missing",
                _of(initiative),
                name=initiative.title,
                count=len(missing),
                of=len(criteria),
                criteria=", ".join(missing),
            )
        allowed = {criterion.name for criterion in criteria}
        for score in given.values():
            where = Where("scores", (score.initiative, score.criterion), "points")
            named = {"name": initiative.title, "criterion": score.criterion}
            if score.criterion not in allowed:
                yield _finding(
                    Level.STOP, "criterion_of_other_type", where, **named, type=initiative.type
                )
            if score.points is None:
                continue
            if not LOWEST <= score.points <= HIGHEST:
                yield _finding(Level.STOP, "score_off_scale", where, **named, points=score.points)
            if not score.motivation.strip():
                where = Where("scores", (score.initiative, score.criterion), "motivation")
                yield _finding(Level.WARN, "score_without_motivation", where, **named)


def money(portfolio: Portfolio) -> Iterator[Finding]:
    """Find frames that are overdrawn or preliminary, and sums that don't close."""
    for source in budget.sources(portfolio):
        where = Where("frames", (source.frame.name,), "amount")
        if source.left is not None and source.left < 0:
            yield _finding(
                Level.STOP,
                "frame_overdrawn",
                where,
                name=source.frame.name,
                over=write_kronor(-source.left),
            )
        if source.frame.preliminary and source.allocated.kronor:
            yield _finding(
                Level.NOTE,
                "frame_preliminary",
                where,
                name=source.frame.name,
                allocated=write_kronor(source.allocated.kronor),
            )
    for gap in budget.frame_gaps(portfolio):
        yield _finding(
            Level.STOP,
            "areas_do_not_close",
            Where("frames", (gap.frame.name,), "amount"),
            name=gap.frame.name,
            amount=write_kronor(gap.amount),
            areas=write_kronor(gap.areas),
        )
    yield from _funding(portfolio)


def _funding(portfolio: Portfolio) -> Iterator[Finding]:
    """Hold the allocations against the amounts."""
    gaps = budget.funding_gaps(portfolio)
    unsplit = budget.allocated_to(portfolio.allocations_by_initiative.get("", ()))
    lacking = sum(gap.amount - gap.allocated for gap in gaps)
    if unsplit.kronor and lacking == unsplit.kronor:
        yield _finding(
            Level.WARN,
            "funding_not_split",
            Where("allocations"),
            amount=write_kronor(unsplit.kronor),
            count=len(gaps),
        )
        return
    for gap in gaps:
        yield _finding(
            Level.STOP,
            "funding_differs",
            _of(gap.initiative, "amount"),
            name=gap.initiative.title,
            amount=write_kronor(gap.amount),
            allocated=write_kronor(gap.allocated),
        )
    if unsplit.kronor:
        yield _finding(
            Level.STOP,
            "unsplit_differs",
            Where("allocations"),
            amount=write_kronor(unsplit.kronor),
            lacking=write_kronor(lacking),
        )


def references(portfolio: Portfolio) -> Iterator[Finding]:
    """Find what is named in one place and does not exist in the other."""
    codes = {plain(code) for code in portfolio.initiative_by_code}
    names = {plain(n) for i in portfolio.initiatives for n in (i.name, i.title, *i.aliases)}
    frames = {frame.name for frame in portfolio.frames}
    for records, key, initiative in _initiatives_named(portfolio):
        if plain(initiative) not in codes:
            where = Where(records, key, "initiative")
            yield _finding(Level.STOP, "initiative_not_listed", where, value=initiative)
    for item in portfolio.meeting_items:
        if item.kind is not ItemKind.DECISION:
            continue
        named = item.initiative or item.title
        if plain(named) not in codes | names:
            where = Where("meeting_items", (item.meeting, item.number), "initiative")
            yield _finding(
                Level.NOTE, "decision_on_other", where, value=named, meeting=item.meeting
            )
    for allocation in portfolio.allocations:
        if allocation.source not in frames:
            key = (allocation.initiative, allocation.source, allocation.article)
            where = Where("allocations", key, "source")
            yield _finding(Level.STOP, "source_not_listed", where, value=allocation.source)
    for frame in portfolio.frames:
        if frame.part_of and frame.part_of not in frames:
            where = Where("frames", (frame.name,), "part_of")
            yield _finding(Level.STOP, "source_not_listed", where, value=frame.part_of)


def _initiatives_named(
    portfolio: Portfolio,
) -> Iterator[tuple[str, tuple[str | int | None, ...], str]]:
    """Where rows refer to an initiative by its code: records, key, code."""
    for text in portfolio.texts:
        if text.initiative:
            yield "texts", (text.initiative, text.heading.value), text.initiative
    for score in portfolio.scores:
        yield "scores", (score.initiative, score.criterion), score.initiative
    for row in portfolio.allocations:
        if row.initiative:
            yield "allocations", (row.initiative, row.source, row.article), row.initiative


def near_names(portfolio: Portfolio) -> Iterator[Finding]:
    """Find names so alike that they may be the same initiative without an alias saying so."""
    owner: dict[str, str] = {}
    for initiative in portfolio.initiatives:
        for name in (initiative.name, *initiative.aliases):
            owner.setdefault(name, initiative.code)
    for item in portfolio.meeting_items:
        if item.kind is ItemKind.DECISION and (named := item.initiative or item.title):
            owner.setdefault(named, named if named in portfolio.initiative_by_code else "")
    for left, right in similar_names(list(owner)):
        if owner[left] != owner[right]:
            code = owner[left] or owner[right]
            yield _finding(
                Level.WARN,
                "names_near",
                Where("initiatives", (code,), "name"),
                left=left,
                right=right,
            )


def attendance(portfolio: Portfolio) -> Iterator[Finding]:
    """Find parties without anybody present, votes by people nobody knows, and double names."""
    for meeting in meetings(portfolio):
        if not meeting.members and not meeting.votes:
            continue
        for party in meeting.parties_absent():
            yield _finding(
                Level.WARN,
                "party_absent",
                Where("attendance", (meeting.key,)),
                party=party,
                meeting=meeting.key,
            )
        rows = [*meeting.members, *(m for voters in meeting.votes.values() for m in voters)]
        for name in dict.fromkeys(member.name for member in rows if member.person is None):
            where = Where("attendance", (meeting.key, None, name), "person")
            yield _finding(Level.WARN, "person_not_listed", where, value=name, meeting=meeting.key)


def one_sided_votes(portfolio: Portfolio) -> Iterator[Finding]:
    """Find decisions on which the people of a single party voted, where there are several."""
    for meeting in meetings(portfolio):
        for item in meeting.of_kind(ItemKind.DECISION):
            voting = [party for party in meeting.count(item.number).by_party if party]
            if len(voting) == 1 and len(meeting.parties) > 1:
                yield _finding(
                    Level.WARN,
                    "votes_from_one_party",
                    Where("meeting_items", (meeting.key, item.number)),
                    name=item.title or item.initiative,
                    party=voting[0],
                    meeting=meeting.key,
                )


def best_interests(portfolio: Portfolio) -> Iterator[Finding]:
    """Find initiatives without a text on the child's best interests."""
    for initiative in portfolio.initiatives:
        texts = portfolio.texts_by_initiative.get(initiative.code, {})
        if not texts.get(Heading.BEST_INTERESTS, "").strip():
            yield _finding(
                Level.WARN, "best_interests_missing", _of(initiative), name=initiative.title
            )


def proposed_decision_points(portfolio: Portfolio) -> Iterator[Finding]:
    """Find written points that cannot stand in the minutes as they are."""
    for initiative in portfolio.initiatives:
        texts = portfolio.texts_by_initiative.get(initiative.code, {})
        for point in points_of(texts.get(Heading.PROPOSED_DECISIONS, "")):
            if not is_sentence(point):
                where = Where("texts", (initiative.code, Heading.PROPOSED_DECISIONS.value), "text")
                yield _finding(
                    Level.NOTE, "decision_no_sentence", where, name=initiative.title, point=point
                )


def registration_number(portfolio: Portfolio) -> Iterator[Finding]:
    """Tell when a portfolio that has begun has no number in a register."""
    if portfolio.initiatives and not portfolio.about.registration_number:
        yield _finding(
            Level.NOTE, "registration_number_missing", Where("about", (), "registration_number")
        )


def staff_without_name(portfolio: Portfolio) -> Iterator[Finding]:
    """Find amounts covered by staff where nobody says whose."""
    for initiative in portfolio.initiatives:
        if isinstance(initiative.amount, Staff) and not initiative.amount.by:
            yield _finding(
                Level.NOTE, "staff_unnamed", _of(initiative, "amount"), name=initiative.title
            )


CHECKS: tuple[Check, ...] = (
    missing_decision_basis,
    unknown_amounts,
    scores,
    money,
    references,
    near_names,
    attendance,
    one_sided_votes,
    best_interests,
    staff_without_name,
    proposed_decision_points,
    registration_number,
    *MEETING_CHECKS,
)


def check(portfolio: Portfolio) -> tuple[Finding, ...]:
    """Run every check; the worst first, otherwise in the order of ``CHECKS``."""
    found = [finding for one in CHECKS for finding in one(portfolio)]
    order = list(Level)
    return tuple(sorted(found, key=lambda finding: order.index(finding.level)))
