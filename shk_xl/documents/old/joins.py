"""Which decision bases and rows of proposals are about the same initiative.

Rules: they are joined when their names are equal (case, spaces and phase aside) or when the
user said so. What only looks alike stays apart, and is proposed. Two phases of one name are two
initiatives, and so are two rows of one table.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, islice
from typing import Final

from shk_xl.documents.old.aliases import Aliases, option_of, without_phase
from shk_xl.documents.old.decision_basis import DecisionBasis
from shk_xl.documents.old.initiative_rows import Row
from shk_xl.documents.old.proposal import Proposal
from shk_xl.documents.old.report import Report
from shk_xl.domain.faults import Place
from shk_xl.domain.names import plain, similar_names

NAMELESS: Final = "Initiativ utan namn"
_CANDIDATES: Final = 3
_STEM: Final = 5


@dataclass
class Joined:
    """All that the documents say about one initiative.

    Args:
        bases: Its decision bases, in the order in which they were read.
        rows: Its rows in proposals.
    """

    bases: list[DecisionBasis] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the decision basis, or else of the row."""
        return self.bases[0].name if self.bases else self.rows[0].initiative.name

    @property
    def place(self) -> Place:
        """Where it is first named."""
        return self.bases[0].place if self.bases else self.rows[0].place

    @property
    def names(self) -> tuple[str, ...]:
        """Every name that the documents use."""
        return (
            *(basis.name for basis in self.bases),
            *(row.initiative.name for row in self.rows),
        )


def join(
    bases: Sequence[DecisionBasis],
    proposals: Sequence[Proposal],
    aliases: Aliases,
    report: Report,
) -> tuple[Joined, ...]:
    """Bring together what is about the same initiative.

    Args:
        bases: All decision bases.
        proposals: All proposals.
        aliases: What the user says is the same.
        report: Is told of joins by alias, and of rows that stand twice.
    """
    phases = _phases(bases, proposals, aliases)
    for name, of_name in phases.items():
        if len(of_name) > 1:
            told = ", ".join(map(str, sorted(of_name)))
            report.differs("phases_apart", name=name, phases=told)
    groups: dict[tuple[str, int | None], Joined] = {}
    for proposal in proposals:
        taken: set[tuple[str, int | None]] = set()
        for row in proposal.rows:
            key = _key(row.initiative.name, row.initiative.phase, phases, aliases)
            while key in taken:
                report.differs("row_twice", row.place, name=row.initiative.title)
                key = (f"{key[0]} ", key[1])
            taken.add(key)
            groups.setdefault(key, Joined()).rows.append(row)
    for number, basis in enumerate(bases, start=1):
        named = basis if basis.name else replace(basis, name=f"{NAMELESS} {number}")
        key = _key(named.name, named.phase, phases, aliases)
        groups.setdefault(key, Joined()).bases.append(named)
    for joined in groups.values():
        for other in without_phase(joined.names, joined.name):
            report.read("joined_by_alias", joined.place, alias=other, name=joined.name)
    return tuple(groups.values())


def official_name(joined: Joined, aliases: Aliases) -> str:
    """Give the name that a decision basis has; without one, the official name of an alias."""
    known = () if joined.bases else aliases.names(joined.name)
    return known[0] if known else joined.name


def propose_joins(joined: Sequence[Joined], decided: Sequence[str], report: Report) -> None:
    """Propose to join what may be the same; nothing is joined here.

    Args:
        joined: All initiatives.
        decided: Names in minutes that are no initiative's name.
        report: Is told each proposal, worded as the option that would make it.
    """
    owner = {name: one for one in reversed(joined) for name in one.names}
    near: set[int] = set()
    for left, right in similar_names([*owner, *(name for name in decided if name not in owner)]):
        pair = _ordered(left, right, owner)
        first, second = owner.get(pair[0]), owner.get(pair[1])
        if first is second:
            continue  # two names of one initiative, or two of none
        named = [one for one in (second, first) if one is not None]
        near.update(map(id, named))
        place = named[0].place
        report.join("join_near", place, alias=pair[0], name=pair[1], option=option_of(*pair))
    for row, basis in _possible(joined):
        if id(row) not in near and id(basis) not in near:
            option = option_of(row.name, basis.name)
            report.join("join_possible", row.place, alias=row.name, name=basis.name, option=option)


def _phases(
    bases: Sequence[DecisionBasis], proposals: Sequence[Proposal], aliases: Aliases
) -> dict[str, set[int]]:
    phases: dict[str, set[int]] = {}
    named = [(basis.name, basis.phase) for basis in bases]
    for proposal in proposals:
        named += [(row.initiative.name, row.initiative.phase) for row in proposal.rows]
    for name, phase in named:
        of_name = phases.setdefault(aliases.key(name), set())
        if phase is not None:
            of_name.add(phase)
    return phases


def _key(
    name: str, phase: int | None, phases: dict[str, set[int]], aliases: Aliases
) -> tuple[str, int | None]:
    """Give the key of an initiative: its name, and its phase where the name has several."""
    key = aliases.key(name)
    return key, phase if len(phases.get(key, ())) > 1 else None


def _ordered(left: str, right: str, owner: dict[str, Joined]) -> tuple[str, str]:
    """Put the alias first: the official name is that of a decision basis."""
    official = owner.get(left)
    return (right, left) if official is not None and official.bases else (left, right)


def _possible(joined: Sequence[Joined]) -> Iterator[tuple[Joined, Joined]]:
    """Pair rows without a decision basis with decision bases without a row, of one type.

    Each decision basis gets a few rows, first those that share a longer word with it.
    """
    rows = [one for one in joined if one.rows and not one.bases]
    by_word: dict[str, list[Joined]] = defaultdict(list)
    for row in rows:
        for stem in _stems(row.name):
            by_word[stem].append(row)
    for basis in joined:
        if basis.rows:
            continue
        sharing = (row for stem in _stems(basis.name) for row in by_word[stem])
        type_ = basis.bases[0].type
        fitting = (row for row in chain(sharing, rows) if row.rows[0].initiative.type is type_)
        for row in islice({id(row): row for row in fitting}.values(), _CANDIDATES):
            yield row, basis


def _stems(name: str) -> list[str]:
    """Give the beginnings of the longer words of a name."""
    return [word[:_STEM] for word in plain(name).split() if len(word) >= _STEM]
