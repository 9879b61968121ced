"""Reading existing decision bases, proposals and minutes into a portfolio.

Rules: files are read one by one into lines, lines into documents, documents into records, and
only then brought together. Nothing is dropped: what has no column lands in a text under "Övrigt"
or in the report. Nothing is guessed silently: every guess is a note to confirm.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final

from shk_xl.documents.old.aliases import Aliases
from shk_xl.documents.old.decision_basis import DecisionBasis, read_decision_basis
from shk_xl.documents.old.docx import read_docx_lines
from shk_xl.documents.old.initiatives import InitiativeRecords
from shk_xl.documents.old.joins import Joined, join, official_name, propose_joins
from shk_xl.documents.old.lines import Line, not_blank, read_text_lines, written
from shk_xl.documents.old.meetings import meetings_of
from shk_xl.documents.old.minutes import Minutes, read_minutes
from shk_xl.documents.old.own_words import without_own_words
from shk_xl.documents.old.proposal import Proposal, read_proposal
from shk_xl.documents.old.registers import (
    Named,
    about_of,
    criteria_of,
    goals_of,
    money_of,
    with_payers,
)
from shk_xl.documents.old.report import Imported, Report
from shk_xl.documents.old.settle import settle_decisions, settle_steps, settle_voters
from shk_xl.documents.old.split import DocumentKind, Source, split
from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.domain.names import propose_code
from shk_xl.domain.portfolio import Heading, Portfolio, TextSection
from shk_xl.ooxml.user_file import read_user_file

_READERS: Final[Mapping[str, Callable[[bytes, str, Report], tuple[Line, ...]]]] = {
    ".txt": read_text_lines,
    ".docx": read_docx_lines,
}


@dataclass
class _Documents:
    """What was read, by kind, in the order of the files."""

    bases: list[DecisionBasis] = field(default_factory=list)
    proposals: list[Proposal] = field(default_factory=list)
    minutes: list[Minutes] = field(default_factory=list)
    before: list[Line] = field(default_factory=list)

    @property
    def named(self) -> list[Named]:
        """What each document says that the portfolio is called; the proposals first."""
        proposals = [
            Named(one.place, one.partnership, one.focus_area, one.year) for one in self.proposals
        ]
        bases = [Named(one.place, one.partnership, one.focus_area) for one in self.bases]
        minutes = [Named(one.place, one.partnership, one.focus_area) for one in self.minutes]
        return [*proposals, *bases, *minutes]


def read_old_documents(
    files: Sequence[Path], *, aliases: Mapping[str, str] = MappingProxyType({})
) -> Imported:
    """Read old documents into a portfolio of their own.

    Args:
        files: Text files and Word documents, each with one document or several.
        aliases: Alias → official name, for initiatives and people; either order works.

    Returns:
        The portfolio, with proposed codes, and the notes about it.

    Raises:
        Refused: With every file that cannot be read, or holds no known document.
    """
    report = Report()
    documents = _Documents()
    seen: set[tuple[DocumentKind, tuple[str, ...]]] = set()
    faults: list[Fault] = []
    for path in files:
        try:
            sources = _sources(path, documents, report)
        except Refused as refused:
            faults += refused.faults
            continue
        for source in sources:
            if (source.kind, source.content) in seen:
                report.read("document_twice", source.first.place, kind=source.kind.value)
                continue
            seen.add((source.kind, source.content))
            _read_document(source, documents, report)
    if faults:
        raise Refused(faults)
    portfolio = _assembled(documents, aliases, report)
    return Imported(portfolio, tuple(report))


def _sources(path: Path, documents: _Documents, report: Report) -> tuple[Source, ...]:
    """Read a file as the documents in it."""
    data = read_user_file(path)
    reader = _READERS.get(path.suffix.casefold())
    if reader is None:
        raise refuse("import_wrong_kind", Place(str(path)), suffix=path.suffix or path.name)
    lines = without_own_words(reader(data, str(path), report), report)
    before, sources = split(lines, report)
    if not sources:
        raise refuse("import_no_document", Place(str(path)))
    for line in not_blank(before):
        report.placed("before_document", line.place, text=line.stripped)
        documents.before.append(line)
    return sources


def _read_document(source: Source, documents: _Documents, report: Report) -> None:
    place = source.first.place
    if source.kind is DocumentKind.BASIS:
        basis = read_decision_basis(source, report)
        documents.bases.append(basis)
        texts, scores = len(basis.texts), len(basis.scores)
        report.read("basis_read", place, name=basis.name, texts=texts, scores=scores)
    elif source.kind is DocumentKind.PROPOSAL:
        proposal = read_proposal(source, report)
        documents.proposals.append(proposal)
        report.read("proposal_read", place, rows=len(proposal.rows), frames=len(proposal.frames))
    else:
        minutes = read_minutes(source, report)
        documents.minutes.append(minutes)
        people = len(minutes.attendees)
        report.read(
            "minutes_read", place, meeting=minutes.date, items=len(minutes.items), people=people
        )


def _assembled(documents: _Documents, given: Mapping[str, str], report: Report) -> Portfolio:
    """Bring the records of all documents together; an alias may stand in a decision basis too."""
    told = {alias: basis.name for basis in documents.bases for alias in basis.aliases}
    aliases = Aliases({**told, **given})
    joined = join(documents.bases, documents.proposals, aliases, report)
    records = _records(joined, aliases, report)
    initiatives = tuple(record.initiative for record in records)
    scores = [score for record in records for score in record.scores]
    criteria, named_scores = criteria_of(initiatives, scores, report)
    money = money_of(documents.proposals, report)
    costs = [cost for record in records for cost in record.costs]
    meetings = meetings_of(documents.minutes, aliases, report)
    portfolio = Portfolio(
        about=about_of(documents.named, report),
        initiatives=initiatives,
        texts=(*_texts_of_whole(documents, report), *(t for r in records for t in r.texts)),
        criteria=criteria,
        scores=named_scores,
        frames=money.frames,
        allocations=(*with_payers(costs, money.frames, report), *money.funding),
        parties=meetings.parties,
        people=meetings.people,
        meeting_items=meetings.items,
        attendance=meetings.attendance,
        goals=goals_of(documents.bases, report),
    )
    portfolio, elsewhere = settle_decisions(portfolio, report)
    propose_joins(joined, elsewhere, report)
    names = [name for one in joined for name in one.names]
    names += [row.person for row in portfolio.attendance]
    Aliases(given).report_unused([*names, *elsewhere, *_decided(documents)], report)
    return settle_steps(settle_voters(portfolio, report), report)


def _records(
    joined: Sequence[Joined], aliases: Aliases, report: Report
) -> tuple[InitiativeRecords, ...]:
    """Make the records of each initiative, under a code of its own."""
    codes: set[str] = set()
    records: list[InitiativeRecords] = []
    for one in joined:
        code = propose_code(official_name(one, aliases), codes)
        codes.add(code)
        records.append(InitiativeRecords(one, code, aliases, report))
    return tuple(records)


def _decided(documents: _Documents) -> Iterable[str]:
    """Give the initiatives that votes were about, as typed."""
    for minutes in documents.minutes:
        for item in minutes.items:
            yield from item.votes.initiatives if item.votes else ()


def _texts_of_whole(documents: _Documents, report: Report) -> Iterable[TextSection]:
    """Give the texts about the portfolio as a whole; of two under one heading both are kept."""
    texts: dict[Heading, list[str]] = {}
    if documents.before:
        texts[Heading.NOTES] = [written(documents.before)]
    for proposal in documents.proposals:
        for heading, text in proposal.texts.items():
            kept = texts.setdefault(heading, [])
            if kept and text not in kept and heading is not Heading.NOTES:
                report.differs(
                    "text_differs", proposal.place, owner="portföljen", heading=heading.value
                )
            kept += [] if text in kept else [text]
    for heading, kept in texts.items():
        yield TextSection("", heading, "\n\n".join(kept))
