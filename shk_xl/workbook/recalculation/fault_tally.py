"""Faults of many cells, told once each: the first cell, and how many there are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from shk_xl.domain.faults import Fault, FaultValue, Place


class FaultTally:
    """Counts faults that say the same.

    Faults with the same code, sheet and values are one, placed at the first cell, with
    ``count`` among its values.
    """

    __slots__ = ("_counted",)

    def __init__(self) -> None:
        self._counted: dict[tuple[object, ...], tuple[Fault, int]] = {}

    def __bool__(self) -> bool:
        return bool(self._counted)

    def add(self, code: str, sheet: str, cell: str, **values: FaultValue) -> None:
        """Count one."""
        key = (code, sheet, *values.values())
        fault, count = self._counted.get(key, (Fault(code, Place(None, sheet, cell), values), 0))
        self._counted[key] = (fault, count + 1)

    def faults(self) -> list[Fault]:
        """Give the faults, in the order in which they were found."""
        return [_with_count(fault, count) for fault, count in self._counted.values()]


def _with_count(fault: Fault, count: int) -> Fault:
    values: Mapping[str, FaultValue] = MappingProxyType({**fault.values, "count": count})
    return Fault(fault.code, fault.place, values)
