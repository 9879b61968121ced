"""What a comparison finds in one table of one reply, filled while it is compared.

Rules: whatever differs is here once: as a cell, a row, or only told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from shk_xl.domain.faults import Fault, FaultValue
from shk_xl.exchange.merge.differences import Difference, Source, What
from shk_xl.exchange.merge.outcome import Notice
from shk_xl.exchange.merge.tables import MergeRow, MergeTable
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.reading.records import Key


@dataclass(frozen=True, slots=True)
class Arrived:
    """A row that the copy did not have."""

    difference: Difference
    row: MergeRow


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """A row that may be one of the copy's under another key, or without one.

    Args:
        difference: What differs; its key is the one that the copy had.
        before: The row in the copy.
        row: The row in the reply.
    """

    difference: Difference
    before: MergeRow
    row: MergeRow


@dataclass(slots=True)
class Compared:
    """What differs in one table of one reply, filled while it is compared.

    Args:
        source: Whose reply.
        base: The table as it was sent.
        theirs: The table as it came back.
        cells: The cells that differ, by row and title.
        gone: The rows that are gone.
        new: The rows that came, by key.
        keyless: The rows that came without a key.
        rekeyed: The rows whose key may have been changed.
        notices: What is only told.
    """

    source: Source
    base: MergeTable
    theirs: MergeTable
    cells: dict[Key, dict[str, Difference]] = field(default_factory=dict)
    gone: dict[Key, Difference] = field(default_factory=dict)
    new: dict[Key, Arrived] = field(default_factory=dict)
    keyless: list[Arrived] = field(default_factory=list)
    rekeyed: list[Rekeyed] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)

    def note(self, difference: Difference, code: str, **values: FaultValue) -> None:
        """Tell of a difference that nothing is done with."""
        self.note_all((difference,), code, **values)

    def note_all(self, differences: Sequence[Difference], code: str, **values: FaultValue) -> None:
        """Tell of differences in one, at the place of the first."""
        first = differences[0]
        row = MergeRow(self.theirs.shape, first.row, {}) if first.row else None
        fault = Fault(code, self.theirs.place(row, first.title), values)
        self.notices.append(Notice(tuple(differences), fault))

    def differ(
        self,
        what: What,
        key: Key = (),
        title: str = "",
        row: int = 0,
        before: CellValue = None,
        after: CellValue = None,
    ) -> Difference:
        """Make a difference of this table."""
        name = self.theirs.shape.name
        return Difference(self.source, what, name, key, title, row, before, after)
