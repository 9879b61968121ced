"""The tables of a workbook file, as they are merged.

Rules: the guard comes first, as for every file. A file that is no portfolio, or that can't be
read at all, is refused; of every other, all that can be read is, and what can't be is told.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from shk_xl.domain.faults import Fault
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.exchange.merge.tables import MergeTable, table_of
from shk_xl.ooxml.guard import check_package
from shk_xl.workbook.reading.package import read_plain_tables
from shk_xl.workbook.reading.plain import PlainTables


def tables_of(data: bytes, *, file: str) -> Mapping[str, MergeTable]:
    """Read the tables of a portfolio workbook, whatever state it is in.

    Args:
        data: The whole file.
        file: Its name, for what is told.

    Returns:
        The tables that the file has, by name, in the order of the schema.

    Raises:
        Refused: It is no workbook, not safe, damaged, or no portfolio.
    """
    check_package(data, file=file)
    return merge_tables(read_plain_tables(data, file, whole=True))


def merge_tables(read: PlainTables) -> Mapping[str, MergeTable]:
    """Give the tables of a workbook that was read whole, also the incomplete ones.

    Args:
        read: What was read of it, here or elsewhere.
    """
    plain = {**read.tables, **read.incomplete}
    faults = [*read.faults, *read.remarks]
    return {
        name: table_of(plain[name], shape, _of_sheet(faults, plain[name].sheet))
        for name, shape in SHAPES.items()
        if name in plain
    }


def _of_sheet(faults: Iterable[Fault], sheet: str) -> Iterable[Fault]:
    return (fault for fault in faults if fault.place.sheet == sheet)
