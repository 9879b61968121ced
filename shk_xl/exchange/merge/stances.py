"""What each reply wants of one unit of a row, and when the wants go together.

Rules: wants go together when, put in order of size, each is contained in the next, what the
team has changed itself included. So the same change twice is one; a change of points and a
change of why, from different hands, are not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from shk_xl.domain.faults import Fault
from shk_xl.exchange.merge.compared import Compared
from shk_xl.exchange.merge.differences import Difference, Source
from shk_xl.exchange.merge.outcome import Values
from shk_xl.exchange.merge.shapes import Shape, Unit
from shk_xl.exchange.merge.tables import MergeRow
from shk_xl.exchange.merge.values import same
from shk_xl.workbook.reading.plain import PlainRow
from shk_xl.workbook.reading.records import Key


class Stance(NamedTuple):
    """What one reply wants of one unit of one row.

    Args:
        source: Whose reply.
        unit: The titles that belong together.
        base: The row in the copy.
        theirs: The row in the reply.
        differences: What they have changed of the unit.
        wants: The new values, by title; None for a cell that was cleared.
        whole: All that the reply says of the unit; without what it doesn't answer.
    """

    source: Source
    unit: Unit
    base: MergeRow
    theirs: MergeRow
    differences: tuple[Difference, ...]
    wants: Values
    whole: Values

    def changed_by(self, ours: Values) -> Values:
        """What the team itself has changed of the unit since the copy was sent."""
        base = self.base
        return {t: ours.get(t) for t in self.unit if not same(base.value(t), ours.get(t))}

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
    """Tell whether nobody wants another value, or another part of their unit, than the others."""
    by_size = sorted((stance.wants for stance in stances), key=len)
    if not all(map(_is_part, by_size, by_size[1:])):
        return False
    says = ours.of(stances[0].unit)
    changed = ((stance.wants, stance.changed_by(says)) for stance in stances)
    return all(_is_part(wants, own) or _is_part(own, wants) for wants, own in changed)


def stances_of(compared: Compared, key: Key) -> Iterator[Stance]:
    """Give what a reply wants of a row, unit by unit."""
    cells = compared.cells.get(key)
    if cells is None:
        return
    base, theirs, answered = compared.base.rows[key], compared.theirs.rows[key], compared.theirs
    unit_of = answered.shape.unit_of
    for unit in dict.fromkeys(unit_of[title] for title in cells):
        differences = tuple(cells[title] for title in unit if title in cells)
        wants = {difference.title: difference.after for difference in differences}
        whole = theirs.of(title for title in unit if title in answered.letters)
        yield Stance(compared.source, unit, base, theirs, differences, wants, whole)


def faults_of(
    shape: Shape, base: MergeRow, says: Values, wants: Collection[str], unit: Unit
) -> Mapping[str, Fault]:
    """Give what the reader of workbooks would refuse in what a reply says.

    Args:
        shape: What the table is.
        base: The row in the copy; what was wrong there, and the reply left alone, isn't told.
        says: What the reply says of the unit, by title.
        wants: The titles that it has changed.
        unit: The titles that are looked at.
    """
    check = shape.units.get(unit, shape.check)
    sent = {title: base.cells.get(title) for title in (*shape.key, *unit)}
    found = check(PlainRow(base.number, {**sent, **says}))
    if found:
        known = check(PlainRow(base.number, sent)).keys() - {*wants}
        found = {t: fault for t, fault in found.items() if t in unit and t not in known}
    return found
