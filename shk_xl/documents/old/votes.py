"""The table of votes: a column for each initiative, a row for each person.

Rules: only Ja, Nej and Avstår are votes; an empty cell is no vote. A row or cell of another
kind is kept as text and reported. Names stay as typed: who is meant is settled elsewhere.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.documents.old.lines import Line
from shk_xl.documents.old.report import Report
from shk_xl.domain.names import plain
from shk_xl.domain.portfolio import Vote

_VOTES: Final = {
    **{plain(vote): vote for vote in Vote},
    "avstod": Vote.ABSTAINS,
    "blankt": Vote.ABSTAINS,
}
_NAME_COLUMNS: Final = frozenset({"namn", "person", "ledamot", "part"})
_NO_ANSWER: Final = frozenset({"", "-", "–"})


@dataclass(frozen=True, slots=True)
class CastVote:
    """One person's answer on one initiative; ``note`` is a cell that was no plain answer."""

    person: str
    column: int
    vote: Vote | None
    note: str
    line: Line


@dataclass(frozen=True, slots=True)
class VoteTable:
    """The votes of a meeting on its initiatives.

    Args:
        initiatives: The columns, as typed.
        votes: The answers.
        unread: The rows that are no votes.
    """

    initiatives: tuple[str, ...]
    votes: tuple[CastVote, ...]
    unread: tuple[Line, ...]


def is_vote_table(rows: Sequence[Line]) -> bool:
    """Tell whether rows below a header hold votes."""
    return any(plain(cell) in _VOTES for row in rows[1:] for cell in row.cells[1:])


def read_vote_table(rows: Sequence[Line], names: Container[str], report: Report) -> VoteTable:
    """Read a table of votes.

    Args:
        rows: The header and the rows below it.
        names: Each person of the attendance, alone and with the party after it, as ``plain``
            gives them: a cell beside the votes that repeats the party holds nothing new.
        report: Is told of what is no vote.
    """
    header, *people = rows
    columns = [index for index in range(1, len(header.cells)) if _is_voted(header, people, index)]
    votes: list[CastVote] = []
    unread: list[Line] = []
    voters: set[str] = {""}  # a row without a name is nobody's vote
    for row in people:
        name = plain(row.cells[0])
        cast = [_cast(row, index, number) for number, index in enumerate(columns)]
        answers = [vote for vote in cast if vote is not None]
        counts = any(vote.vote for vote in answers) and name not in voters
        silent = not answers and name in names
        if not (counts or silent) or _has_more(row, columns, names):
            unread.append(row)
        if counts:
            voters.add(name)
            votes += answers
    for row in unread:
        report.placed("vote_row_unread", row.place, text=row.text)
    for vote in votes:
        if vote.vote is None:
            report.differs("vote_unread", vote.line.place, text=vote.note, person=vote.person)
    initiatives = tuple(header.cells[index] for index in columns)
    beside = (cell for index, cell in enumerate(header.cells) if index not in columns)
    titled = any(cell and plain(cell) not in _NAME_COLUMNS for cell in beside)
    if titled or any(_has_more(row, columns, names) for row in people):
        unread.insert(0, header)
        report.placed("vote_row_unread", header.place, text=header.text)
    return VoteTable(initiatives, tuple(votes), tuple(unread))


def _is_voted(header: Line, people: Sequence[Line], index: int) -> bool:
    """Tell whether a column is an initiative's: it has a title, and votes or nothing at all."""
    title = header.cells[index]
    cells = [plain(row.cells[index]) for row in people if index < len(row.cells)]
    voted = any(cell in _VOTES for cell in cells) or all(cell in _NO_ANSWER for cell in cells)
    return bool(title) and plain(title) not in _NAME_COLUMNS and voted


def _has_more(row: Line, columns: Sequence[int], names: Container[str]) -> bool:
    """Tell whether a row says something beside a name and votes."""
    beside = (cell for index, cell in enumerate(row.cells) if index and index not in columns)
    told = (cell for cell in beside if plain(cell) not in _NO_ANSWER)
    return any(plain(f"{row.cells[0]} {cell}") not in names for cell in told)


def _cast(row: Line, index: int, number: int) -> CastVote | None:
    text = row.cells[index] if index < len(row.cells) else ""
    if plain(text) in _NO_ANSWER:
        return None
    vote = _VOTES.get(plain(text))
    return CastVote(row.cells[0], number, vote, "" if vote else text, row)
