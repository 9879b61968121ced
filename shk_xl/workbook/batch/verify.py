"""A recalculated workbook read again, before it takes the place of the old one.

Rules: the new bytes pass the guard like any other file, so that every part is whole and well
formed, and cells that were to get a new value are looked up in them: all of them, or some
thousands spread over the file. Nothing that the process that computed says is taken on trust.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final

from shk_xl.domain.faults import Place, refuse
from shk_xl.functions.cell_values import CellValue
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.odd_cells import read_cell
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.workbook.batch.messages import Written
from shk_xl.workbook.recalculation.cached_value import old_value

_OPENING: Final = re.compile(r"<((?:[\w.-]+:)?)c\s")
_CELL: Final = re.compile(
    r"""<((?:[\w.-]+:)?)c((?:\s[^<>]*)?)>(?:<\1f(?:\s[^<>]*)?(?:/>|>[^<]*</\1f>))?"""
    r"""(?:<\1v(?:\s[^<>]*)?(?:/>|>([^<]*)</\1v>))?</\1c>"""
)
"""A cell as it is usually written, with its ``t`` among the attributes (2) and its ``v`` (3)."""
_TYPE: Final = re.compile(r"""\st=["'](\w+)["']""")
_FIFTEEN_DIGITS: Final = 1e-14


def verify(data: bytes, written: Sequence[Written], *, file: str) -> None:
    """Refuse a result that is damaged, or does not hold what was computed.

    Args:
        data: The new file.
        written: Values that must stand in it.
        file: Its name, for the faults.

    Raises:
        Refused: The guard's faults, or the first cell that holds something else.
    """
    check_package(data, file=file)
    package = Package(data)
    partnames = {sheet.name: sheet.partname for sheet in read_workbook(package).sheets}
    for sheet, of_sheet in groupby(written, key=lambda one: one.sheet):
        if sheet not in partnames:
            raise refuse("result_wrong", Place(file, sheet))
        text, _ = xml_lexer.decode(package.read(partnames[sheet]))
        for one, held in _held(text, of_sheet):
            if not _same(held, one.value):
                raise refuse("result_wrong", Place(file, sheet, one.address))


def _held(text: str, written: Iterable[Written]) -> Iterator[tuple[Written, CellValue]]:
    """Look cells up; they come in the order of the sheet, so that it is gone through once."""
    position = 0
    for one in written:
        at, value = _found(text, one.address, position)
        if at < 0:
            at, value = _found(text, one.address, 0)
        position = max(at, 0)
        yield one, value


def _found(text: str, address: str, position: int) -> tuple[int, CellValue]:
    """Find the cell of an address from a position on; -1 when it is not there."""
    for quoted in (f'r="{address}"', f"r='{address}'"):
        at = text.find(quoted, position)
        while at >= 0:
            start = text.rfind("<", 0, at)
            opening = _OPENING.match(text, start) if start >= 0 else None
            if opening is not None:
                return start, _value(text, start, opening[1])
            at = text.find(quoted, at + 1)
    return -1, None


def _value(text: str, start: int, prefix: str) -> CellValue:
    """Read the value of the cell that starts at a position."""
    cell = _CELL.match(text, start)
    if cell is not None:
        type_ = _TYPE.search(cell[2])
        return old_value(type_[1] if type_ else "", cell[3] or "", _no_string)
    read = read_cell(text, start, prefix).cell
    return None if read is None else old_value(read.type, read.value, _no_string)


def _no_string(_number: int) -> str | None:
    """A written value is never kept among the shared strings."""
    return None


def _same(held: CellValue, computed: CellValue) -> bool:
    if isinstance(held, float) and isinstance(computed, float):
        return held == computed or math.isclose(held, computed, rel_tol=_FIFTEEN_DIGITS)
    expected = "" if computed is None else computed
    return type(held) is type(expected) and held == expected
