"""What is decided for a table: the replies' sides of it, and where each difference ends.

Rules: the sides come in an order that does not depend on the order of arrival. Whoever takes a
difference up here puts it in exactly one place.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from shk_xl.domain.faults import Fault, FaultValue
from shk_xl.exchange.merge.compared import Compared
from shk_xl.exchange.merge.differences import Difference, Source
from shk_xl.exchange.merge.outcome import Change, Question, Values
from shk_xl.exchange.merge.shapes import Shape
from shk_xl.exchange.merge.tables import MergeRow, MergeTable
from shk_xl.exchange.merge.values import same
from shk_xl.functions.cell_values import CellValue
from shk_xl.wording import what_and_remedy
from shk_xl.workbook.filling import MayFill
from shk_xl.workbook.reading.records import Key


@dataclass(frozen=True, slots=True)
class Side:
    """One reply's side of a table.

    Args:
        source: Whose reply.
        may_fill: What the party was asked to fill in.
        compared: What differs.
    """

    source: Source
    may_fill: MayFill
    compared: Compared

    def note(self, differences: Iterable[Difference], code: str, **values: FaultValue) -> None:
        """Tell of differences that nothing more is done with."""
        self.compared.note_all(tuple(differences), code, **values)


@dataclass(slots=True)
class Deciding:
    """A table while it is decided.

    Args:
        shape: What the table is.
        ours: As the team has it now.
        sides: The replies' sides of it, in the order of their labels.
        linked: The cells, by key and title, that are tied to what others have changed.
        rekeyed: The keys of the rows that some reply seems to have given another key.
        written: What has been taken and is written, by key and title.
        changes: Gets what is taken.
        questions: Gets what is asked.
    """

    shape: Shape
    ours: MergeTable
    sides: Sequence[Side]
    linked: frozenset[tuple[Key, str]] = frozenset()
    rekeyed: frozenset[Key] = field(init=False)
    written: dict[Key, dict[str, CellValue]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.rekeyed = frozenset(
            one.difference.key for side in self.sides for one in side.compared.rekeyed
        )

    def take(self, differences: Iterable[Difference], row: MergeRow, key: Key) -> None:
        """Take what cells are to say; what they say already is taken without being written."""
        by_title: dict[str, list[Difference]] = {}
        for difference in differences:
            by_title.setdefault(difference.title, []).append(difference)
        for title, same_cell in by_title.items():
            written = self.written.setdefault(key, {})
            value = same_cell[0].after
            before = written[title] if title in written else row.value(title)
            written[title] = value
            self.changes.append(
                Change(
                    tuple(same_cell),
                    self.shape.name,
                    key,
                    row.key_values,
                    title,
                    before,
                    value,
                    already=same(before, value),
                )
            )

    def says(self, key: Key, titles: Iterable[str]) -> Values:
        """Give what a row of ours says when what has been taken is written."""
        written, row = self.written.get(key, {}), self.ours.rows[key]
        return {t: written[t] if t in written else row.value(t) for t in titles}

    def take_row(self, differences: Iterable[Difference], row: MergeRow, key: Key) -> None:
        """Take that a row came, or went, in the team's workbook too."""
        self.changes.append(
            Change(tuple(differences), self.shape.name, key, row.key_values, "", already=True)
        )


def why(faults: Iterable[Fault]) -> str:
    """Say what the reader of workbooks has against values."""
    return " ".join(dict.fromkeys(what_and_remedy(fault) for fault in faults))
