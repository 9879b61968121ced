"""What each reply wants of one unit of a row, and when the wants go together.

Rules: wants go together when, put in order of size, each is contained in the next, what the
team has changed itself included. So the same change twice is one; a change of points and a
change of why, from different hands, are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from shk_xl.domain.faults import Fault
from shk_xl.exchange.merge.differences import Difference, Source
from shk_xl.exchange.merge.outcome import Values
from shk_xl.exchange.merge.shapes import Shape, Unit
from shk_xl.exchange.merge.tables import MergeRow
from shk_xl.exchange.merge.values import same
from shk_xl.workbook.reading.plain import PlainRow


@dataclass(frozen=True)
class Stance:
    """What one reply wants of one unit of one row.

    Args:
        source: Whose reply.
        unit: The titles that belong together.
        base: The row in the copy.
        theirs: The row in the reply.
        answered: The titles that the reply has.
        differences: What they have changed of the unit.
    """

    source: Source
    unit: Unit
    base: MergeRow
    theirs: MergeRow
    answered: frozenset[str]
    differences: tuple[Difference, ...]

    @cached_property
    def wants(self) -> Values:
        """The new values, by title; None for a cell that was cleared."""
        return {difference.title: difference.after for difference in self.differences}

    @cached_property
    def whole(self) -> Values:
        """All that the reply says of the unit; without what it doesn't answer."""
        values = self.theirs.values
        return {title: values.get(title) for title in self.unit if title in self.answered}

    def changed_by(self, ours: Values) -> Values:
        """What the team itself has changed of the unit since the copy was sent."""
        old = self.base.values
        return {t: ours.get(t) for t in self.unit if not same(old.get(t), ours.get(t))}

    def is_done(self, ours: Values) -> bool:
        """Whether the team's workbook says already what is wanted."""
        return is_contained(self.wants, ours)


def is_contained(wants: Values, within: Values) -> bool:
    """Tell whether all that is wanted is said, a cell that is to be blank included.

    >>> is_contained({"Poäng": 4}, {"Poäng": 4, "Motivering": "x"}), is_contained({"Poäng": 4}, {})
    (True, False)
    """
    return all(same(value, within.get(title)) for title, value in wants.items())


def _is_part(wants: Values, of: Values) -> bool:
    return wants.keys() <= of.keys() and is_contained(wants, of)


def go_together(stances: Sequence[Stance], ours: MergeRow) -> bool:
    """Tell whether nobody wants another value, or another part of the unit, than the others."""
    by_size = sorted((stance.wants for stance in stances), key=len)
    if not all(map(_is_part, by_size, by_size[1:])):
        return False
    changed = ((stance.wants, stance.changed_by(ours.values)) for stance in stances)
    return all(_is_part(wants, own) or _is_part(own, wants) for wants, own in changed)


def faults_of(
    shape: Shape, base: MergeRow, says: Values, wants: Collection[str], unit: Iterable[str]
) -> Mapping[str, Fault]:
    """Give what the reader of workbooks would refuse in what a reply says.

    Args:
        shape: What the table is.
        base: The row in the copy; what was wrong there, and the reply left alone, isn't told.
        says: What the reply says of the unit, by title.
        wants: The titles that it has changed.
        unit: The titles that are looked at.
    """
    key = {title: base.cells.get(title) for title in shape.key}
    sent = {title: base.cells.get(title) for title in unit}
    found = shape.check(PlainRow(base.number, {**key, **sent, **says}))
    found = {title: fault for title, fault in found.items() if title in sent}
    if found:
        known = shape.check(PlainRow(base.number, {**key, **sent})).keys() - {*wants}
        found = {title: fault for title, fault in found.items() if title not in known}
    return found
