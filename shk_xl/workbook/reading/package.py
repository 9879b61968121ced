"""The plain rows of our tables, out of a workbook's package.

Rules: the package has passed the guard. Whatever a parser raises becomes a fault with the
part or sheet that it was reading; nothing is skipped that cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.table import Table as FileTable
from shk_xl.ooxml.workbook_parts import Workbook, read_tables, read_workbook
from shk_xl.workbook.reading.cells import (
    CellFormats,
    Disorder,
    NotCalculated,
    ReadRow,
    read_formats,
    read_sheet,
)
from shk_xl.workbook.reading.plain import PlainRow, PlainTable, PlainTables, PlainValue
from shk_xl.workbook.reading.tables import Found, find_ours, remarks_below

_UNREADABLE: Final = (
    AttributeError,
    IndexError,
    KeyError,
    OverflowError,
    SyntaxError,  # the parsers' XML errors are kinds of it
    TypeError,
    ValueError,
)
"""What openpyxl was seen to raise on parts that are well-formed and make no sense."""


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the cells come from: the sheets' parts by sheet name, and what sheets share."""

    package: Package
    partnames: Mapping[str, str]
    strings: Sequence[str]
    formats: CellFormats


def read_plain_tables(data: bytes, file: str, *, whole: bool = False) -> PlainTables:
    """Read our tables.

    Args:
        data: The whole file.
        file: Its name, for the faults.
        whole: Read tables that lack columns too, and of every table also the columns that are
            computed and those that people added, under the titles that they have.

    Raises:
        Refused: It is no workbook, a part of it cannot be read, or none of our tables is there.
    """
    read = PlainTables(file)
    with _place(file):
        package = Package(data)
        workbook = _read_workbook(package)
    found = find_ours(_tables(package, workbook, file), read)
    source = _read_shared(package, workbook, file)
    for one in found:
        if one.complete or whole:
            into = read.tables if one.complete else read.incomplete
            titles = _all_titles(one) if whole else _typed_titles(one)
            with _place(file, one.table.sheet):
                into[one.wanted.name] = _read_table(one, titles, source, read)
    return read


@contextmanager
def _place(file: str, inside: str | None = None) -> Iterator[None]:
    """Give what goes wrong in here its place: the file, and the part or sheet in it."""
    try:
        yield
    except Refused as refused:
        placed = [replace(f, place=replace(f.place, file=file)) for f in refused.faults]
        raise Refused(placed) from refused
    except Disorder as error:
        raise refuse("sheet_disorder", Place(file, inside), at=str(error)) from error
    except _UNREADABLE as error:
        raise refuse("package_damaged_part", Place(file, inside)) from error


def _read_workbook(package: Package) -> Workbook:
    partname = package.main_part()
    if partname.casefold().endswith(".bin"):
        raise refuse("workbook_binary")
    workbook = read_workbook(package)
    if workbook.strict:
        raise refuse("workbook_strict")
    return workbook


def _tables(package: Package, workbook: Workbook, file: str) -> list[FileTable]:
    tables: list[FileTable] = []
    for sheet in workbook.sheets:
        with _place(file, sheet.name):
            tables += read_tables(package, sheet)
    return tables


def _read_shared(package: Package, workbook: Workbook, file: str) -> _Source:
    """Read what all sheets share: the strings, and which formats show dates."""
    formats = CellFormats(date1904=workbook.date1904)
    with _place(file):
        strings = read_shared_strings(package)
    for partname in package.related(workbook.partname, "styles"):
        with _place(file, partname):
            formats = read_formats(package.read(partname), date1904=workbook.date1904)
    partnames = {sheet.name: sheet.partname for sheet in workbook.sheets}
    return _Source(package, partnames, strings, formats)


def _typed_titles(one: Found) -> dict[int, str]:
    return {one.columns[title]: title for title in one.wanted.typed if title in one.columns}


def _all_titles(one: Found) -> dict[int, str]:
    """Give the titles of all columns, by number: those of ours, and those that people added."""
    ours = {number: title for title, number in one.columns.items()}
    added = {
        number: title
        for number, title in enumerate(one.table.columns, one.table.area.first_column)
        if title in one.own
    }
    return {**added, **ours}


def _read_table(
    one: Found, titles: Mapping[int, str], source: _Source, read: PlainTables
) -> PlainTable:
    """Read the rows of a table, and those that people typed below it."""
    plain = one.plain(read.file, titles)
    part = source.package.read(source.partnames[one.table.sheet])
    rows = tuple(
        PlainRow(row.number, dict(_calculated(plain, row, read.faults)), row.formulas)
        for row in read_sheet(part, titles, source.strings, source.formats)
        if one.has_row(row.number)
    )
    plain = replace(plain, rows=rows)
    read.remarks += remarks_below(one, plain)
    return plain


def _calculated(
    plain: PlainTable, row: ReadRow, faults: list[Fault]
) -> Iterator[tuple[str, PlainValue]]:
    """Pass on the values of a row; a formula without one is a fault."""
    for title, value in row.values.items():
        if isinstance(value, NotCalculated):
            faults.append(Fault("formula_without_value", plain.place(row.number, title)))
        else:
            yield title, value
