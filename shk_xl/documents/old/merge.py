"""Adding what was imported to a portfolio that exists.

Rules: nothing that the portfolio says is changed. What it leaves empty is filled in, what it
lacks is added, and what it says differently is reported with both values. Initiatives are the
same when a name or alias is; a meeting that exists already is compared, never mixed.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from shk_xl.documents.old.aliases import option_of
from shk_xl.documents.old.money import in_words
from shk_xl.documents.old.registers import with_payers
from shk_xl.documents.old.report import Imported, Report
from shk_xl.documents.old.settle import settle_decisions, settle_steps, settle_voters
from shk_xl.domain.amounts import Known, Staff, Unknown
from shk_xl.domain.names import plain, propose_code, similar_names
from shk_xl.domain.portfolio import Portfolio
from shk_xl.workbook.columns import NO, YES
from shk_xl.workbook.schema import ABOUT_ROWS, TABLES

RecordT = TypeVar("RecordT")
_EMPTY: Final = ("", None, (), Unknown())


@dataclass(frozen=True, slots=True)
class _Kind:
    """How the records of one table are told apart.

    Args:
        records: The field of ``Portfolio``.
        key: What two records of the same thing share.
        name: What a reader calls it.
    """

    records: str
    key: Callable[[Any], Hashable]
    name: Callable[[Any], str]


_KINDS: Final = (
    _Kind("initiatives", lambda r: r.code, lambda r: r.name),
    _Kind(
        "texts", lambda r: (r.initiative, r.heading), lambda r: f"{r.initiative} {r.heading.value}"
    ),
    _Kind("criteria", lambda r: (r.type, plain(r.name)), lambda r: r.name),
    _Kind(
        "scores",
        lambda r: (r.initiative, plain(r.criterion)),
        lambda r: f"{r.initiative} {r.criterion}",
    ),
    _Kind("frames", lambda r: plain(r.name), lambda r: r.name),
    _Kind(
        "allocations",
        lambda r: (r.initiative, plain(r.source), plain(r.article)),
        lambda r: " ".join(filter(None, (r.initiative, r.source, r.article))),
    ),
    _Kind("parties", lambda r: plain(r.name), lambda r: r.name),
    _Kind("people", lambda r: plain(r.name), lambda r: r.name),
    _Kind("goals", lambda r: plain(r.name), lambda r: r.name),
)
_BY_CODE: Final = ("texts", "scores", "allocations", "meeting_items")
_ABOUT_TITLES: Final = {field: title for title, (field, _) in ABOUT_ROWS.items()}


def merge_imported(into: Portfolio, imported: Imported) -> Imported:
    """Add what was imported to a portfolio, without changing what stands there.

    Args:
        into: The portfolio that exists.
        imported: What was read.

    Returns:
        The portfolio with what was added, and the notes: those of the import, then those of
        the merge.
    """
    report = Report()
    theirs = _with_known_names(_with_known_codes(imported.portfolio, into, report), into, report)
    _propose_joins(theirs, into, report)
    about = _merged(into.about, theirs.about, "Om filen", _ABOUT_TITLES, report)
    records: dict[str, Any] = {}
    for kind in _KINDS:
        ours, added = getattr(into, kind.records), getattr(theirs, kind.records)
        records[kind.records] = _merged_records(ours, added, kind, report)
    merged = replace(into, about=about, **records)
    return Imported(_with_meetings(merged, theirs, report), (*imported.report, *report))


def _with_known_codes(theirs: Portfolio, ours: Portfolio, report: Report) -> Portfolio:
    """Give imported initiatives the codes of the same ones in the portfolio, others a free code."""
    by_name: dict[str, str] = {}
    for initiative in reversed(ours.initiatives):
        for name in (*initiative.aliases, initiative.name):
            by_name[plain(name)] = initiative.code
    taken = {initiative.code for initiative in ours.initiatives}
    codes: dict[str, str] = {}
    for initiative in theirs.initiatives:
        found = dict.fromkeys(
            by_name[plain(name)]
            for name in (initiative.name, *initiative.aliases)
            if plain(name) in by_name
        )
        code, *others = [*found] or [propose_code(initiative.name, taken)]
        if others:
            named = ", ".join((code, *others))
            report.differs("matches_several", name=initiative.name, codes=named)
        if code != initiative.code:
            report.read("code_changed", name=initiative.name, before=initiative.code, code=code)
        taken.add(code)
        codes[initiative.code] = code
    return _recoded(theirs, codes)


def _recoded(portfolio: Portfolio, codes: dict[str, str]) -> Portfolio:
    """Write new codes wherever the old ones stand."""
    changed: dict[str, Any] = {
        records: tuple(
            replace(record, initiative=codes.get(record.initiative, record.initiative))
            for record in getattr(portfolio, records)
        )
        for records in _BY_CODE
    }
    initiatives = tuple(replace(one, code=codes[one.code]) for one in portfolio.initiatives)
    return replace(portfolio, initiatives=initiatives, **changed)


def _with_known_names(theirs: Portfolio, ours: Portfolio, report: Report) -> Portfolio:
    """Call people, criteria and frames what the portfolio calls them."""
    known = ours.person_by_name
    names = {
        person.name: known[person.name.casefold()].name
        for person in theirs.people
        if person.name.casefold() in known
    }
    criteria = {plain(one.name): one.name for one in reversed(ours.criteria)}
    return replace(
        theirs,
        people=tuple(replace(one, name=names.get(one.name, one.name)) for one in theirs.people),
        attendance=tuple(
            replace(row, person=names.get(row.person, row.person)) for row in theirs.attendance
        ),
        scores=tuple(
            replace(score, criterion=criteria.get(plain(score.criterion), score.criterion))
            for score in theirs.scores
        ),
        allocations=with_payers(theirs.allocations, (*ours.frames, *theirs.frames), report),
    )


def _propose_joins(theirs: Portfolio, ours: Portfolio, report: Report) -> None:
    """Propose to join new initiatives with near names in the portfolio."""
    codes = {initiative.code for initiative in ours.initiatives}
    known = {name for one in ours.initiatives for name in (one.name, *one.aliases)}
    new = {one.name for one in theirs.initiatives if one.code not in codes} - known
    for left, right in similar_names([*known, *new]):
        if (left in new) != (right in new):
            alias, name = (left, right) if left in new else (right, left)
            report.join("join_near", alias=alias, name=name, option=option_of(alias, name))


def _merged_records(
    ours: Sequence[RecordT], theirs: Iterable[RecordT], kind: _Kind, report: Report
) -> tuple[RecordT, ...]:
    """Merge the records of one table; those of the portfolio keep their places."""
    records = list(ours)
    places = {kind.key(record): place for place, record in reversed(list(enumerate(records)))}
    titles = _titles(kind.records)
    for record in theirs:
        key = kind.key(record)
        if key in places:
            kept = records[places[key]]
            records[places[key]] = _merged(kept, record, kind.name(kept), titles, report)
        else:
            places[key] = len(records)
            records.append(record)
    return tuple(records)


def _merged(
    ours: RecordT, theirs: RecordT, owner: str, titles: Mapping[str, str], report: Report
) -> RecordT:
    """Fill what is empty in one record; tell of every value that differs."""
    filled: dict[str, Any] = {}
    for field, title in titles.items():
        kept, value = getattr(ours, field), getattr(theirs, field)
        if field == "aliases":
            value = kept + _new_aliases(ours, theirs)
        if value in _EMPTY or value == kept:
            continue
        if kept in _EMPTY or field == "aliases":
            filled[field] = value
            report.read("filled", owner=owner, field=title, text=_worded(value))
        else:
            report.differs(
                "kept_existing", owner=owner, field=title, text=_worded(value), kept=_worded(kept)
            )
    return replace(ours, **filled)  # type: ignore[type-var]  # every record is a dataclass


def _new_aliases(ours: Any, theirs: Any) -> tuple[str, ...]:  # noqa: ANN401 - two record types
    known = {plain(name) for name in (ours.name, *ours.aliases)}
    new = {plain(name): name for name in (theirs.name, *theirs.aliases) if plain(name) not in known}
    return tuple(new.values())


def _titles(records: str) -> dict[str, str]:
    """Give the titles of a table's columns by the field that they fill, without the key's."""
    table = next(table for table in TABLES if table.records == records)
    titles: dict[str, str] = {}
    for column in table.columns:
        field = column.field.partition(".")[0]
        if field and column.title not in table.key:
            titles.setdefault(field, column.title)
    titles.pop("name", None)
    return titles


def _worded(value: Any) -> str:  # noqa: ANN401 - the value of any field
    if isinstance(value, (Known, Staff, Unknown)):
        return in_words(value)
    if isinstance(value, bool):
        return YES if value else NO
    return "; ".join(value) if isinstance(value, tuple) else str(value)


def _with_meetings(merged: Portfolio, theirs: Portfolio, report: Report) -> Portfolio:
    """Add the meetings that are new; compare the others."""
    known = {item.meeting for item in merged.meeting_items}
    known |= {row.meeting for row in merged.attendance}
    _compare_meetings(merged, theirs, known, report)
    new = replace(
        merged,
        meeting_items=tuple(item for item in theirs.meeting_items if item.meeting not in known),
        attendance=tuple(row for row in theirs.attendance if row.meeting not in known),
    )
    quiet = Report()  # the import told of all names that it couldn't settle
    settled = settle_steps(settle_voters(settle_decisions(new, quiet)[0], quiet), quiet)
    return replace(
        merged,
        meeting_items=(*merged.meeting_items, *settled.meeting_items),
        attendance=(*merged.attendance, *settled.attendance),
    )


def _compare_meetings(
    ours: Portfolio, theirs: Portfolio, known: Iterable[str], report: Report
) -> None:
    """Tell what the imported minutes of a known meeting say that the portfolio doesn't."""
    said = set(_statements(ours))
    for meeting, text in _statements(theirs):
        if meeting in known and (meeting, text) not in said:
            report.differs("meeting_exists", meeting=meeting, text=text)


def _statements(portfolio: Portfolio) -> Iterator[tuple[str, str]]:
    """Say everything about meetings in words that don't depend on the numbers of items."""
    titles: dict[tuple[str, int], str] = {}
    for item in portfolio.meeting_items:
        about = item.initiative or item.title
        titles[item.meeting, item.number] = about
        yield item.meeting, f"{item.kind.value}: {about}. {item.text}".strip()
    for row in portfolio.attendance:
        about = titles.get((row.meeting, row.item), "") if row.item is not None else ""
        answer = row.vote or row.presence
        said = filter(None, (row.person, answer.value if answer else "", about, row.note))
        yield row.meeting, ", ".join(said)
