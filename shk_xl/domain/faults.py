"""What can be wrong with what a user gives us, as data.

Rules: a fault carries where and what, never a finished sentence (the Swedish words
stand in ``shk_xl.wording``). Whoever checks something collects every fault and raises
``Refused`` once, so that a user can mend all of it in one go.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from types import MappingProxyType

FaultValue = str | int | None


@dataclass(frozen=True, slots=True)
class Place:
    """Where something is: a file, a sheet (or part) in it, a cell (or paragraph) in that."""

    file: str | None = None
    sheet: str | None = None
    cell: str | None = None


NOWHERE = Place()


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Args:
        code: A key of ``shk_xl.wording.FAULTS``.
        place: Where it is.
        values: What the words need, for example ``{"value": "1.750"}``.
    """

    code: str
    place: Place = NOWHERE
    values: Mapping[str, FaultValue] = field(default_factory=lambda: MappingProxyType({}))


class Refused(Exception):  # noqa: N818 - it is an answer to a user, not a crash
    """The input cannot be used; nothing was written.

    Args:
        faults: Everything that is wrong with it, at least one.
    """

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(", ".join(fault.code for fault in self.faults))


def refuse(code: str, place: Place = NOWHERE, **values: FaultValue) -> Refused:
    """Make the exception for a single fault.

    >>> refuse("locked", Place(file="bok.xlsx")).faults[0].place.file
    'bok.xlsx'
    """
    return Refused([Fault(code, place, MappingProxyType(values))])


@contextmanager
def placed(*, file: str | None = None, sheet: str | None = None) -> Iterator[None]:
    """Add a place to every fault that is refused in here: its file, its sheet, or both."""
    try:
        yield
    except Refused as refused:
        where = {"file": file, "sheet": sheet}
        known = {key: value for key, value in where.items() if value is not None}
        faults = [replace(f, place=replace(f.place, **known)) for f in refused.faults]
        raise Refused(faults) from refused
