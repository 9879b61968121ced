"""What the sheets of a workbook share: its strings, and which of its styles show dates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import TypeAlias

from shk_xl.domain.faults import refuse
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.workbook_parts import Workbook
from shk_xl.workbook.reading.cells import CellFormats, read_formats

SharedStrings: TypeAlias = Callable[[int], str | None]
"""Gives a shared string by its number; None when there is no such number."""


@dataclass(frozen=True, slots=True)
class Shared:
    """What all sheets share."""

    strings: SharedStrings
    formats: CellFormats


def read_shared(package: Package, workbook: Workbook) -> Shared:
    """Read what all sheets share, the strings when the first is asked for.

    Raises:
        Refused: ``styles_unreadable``; later, when a string is asked for, that it can't be read.
    """

    @cache
    def strings() -> tuple[str, ...]:
        return read_shared_strings(package)

    def string(number: int) -> str | None:
        return strings()[number] if number < len(strings()) else None

    formats = CellFormats(date1904=workbook.date1904)
    for partname in package.related(workbook.partname, "styles"):
        try:
            formats = read_formats(package.read(partname), date1904=workbook.date1904)
        except (
            SyntaxError,
            ValueError,
        ) as error:
            raise refuse("styles_unreadable", part=partname) from error
    return Shared(string, formats)
