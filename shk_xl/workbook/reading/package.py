"""The plain rows of our tables, out of a workbook's package.

Rules: the package has passed the guard. Whatever a parser raises becomes a fault with the
part or sheet that it was reading; nothing is skipped that cannot be read.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
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
    ReadValue,
    read_formats,
    read_sheet,
)
from shk_xl.workbook.reading.plain import PlainRow, PlainTable, PlainValue
from shk_xl.workbook.reading.tables import Found, find_tables
from shk_xl.workbook.reading.values import is_blank

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


@dataclass(slots=True)
class PlainTables:
    """What a workbook holds of ours, filled while it is read.

    Args:
        file: Its name.
        tables: The rows of the tables that have all their columns, by table name.
        own_columns: By table name, the titles of columns that people added.
        faults: What is wrong with the tables, and cells that have no value.
        remarks: What can be lived with.
    """

    file: str
    tables: dict[str, PlainTable] = field(default_factory=dict)
    own_columns: dict[str, tuple[str, ...]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    remarks: list[Fault] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Source:
    """Where the cells come from: the sheets' parts by sheet name, and what sheets share."""

    package: Package
    partnames: Mapping[str, str]
    strings: Sequence[str]
    formats: CellFormats


def read_plain_tables(data: bytes, file: str) -> PlainTables:
    """Read our tables.

    Args:
        data: The whole file.
        file: Its name, for the faults.

    Raises:
        Refused: It is no workbook, a part of it cannot be read, or none of our tables is there.
    """
    read = PlainTables(file)
    with _place(file):
        package = Package(data)
        workbook = _read_workbook(package)
    found = _find(package, workbook, read)
    source = _read_shared(package, workbook, file)
    for one in found:
        if one.own:
            read.own_columns[one.wanted.name] = one.own
        if one.complete:
            with _place(file, one.table.sheet):
                read.tables[one.wanted.name] = _read_table(one, source, read)
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


def _find(package: Package, workbook: Workbook, read: PlainTables) -> list[Found]:
    """Find our tables; a workbook without any of them is refused at once."""
    tables: list[FileTable] = []
    for sheet in workbook.sheets:
        with _place(read.file, sheet.name):
            tables += read_tables(package, sheet)
    found = find_tables(tables, read.file, read.faults)
    if not found and not any(fault.code == "table_renamed" for fault in read.faults):
        raise Refused(read.faults)
    count = Counter(table.sheet for table in tables)
    return [replace(one, alone=count[one.table.sheet] == 1) for one in found]


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


def _read_table(one: Found, source: _Source, read: PlainTables) -> PlainTable:
    """Read the rows of a table, and those that people typed below it."""
    plain = PlainTable(one.wanted.name, one.table.sheet, one.letters, file=read.file)
    titles = {one.columns[title]: title for title in one.wanted.typed}
    part = source.package.read(source.partnames[one.table.sheet])
    rows: list[PlainRow] = []
    for number, values in read_sheet(part, titles, source.strings, source.formats):
        below = one.alone and number > one.table.area.last_row
        if below or number in one.rows:
            row = PlainRow(number, dict(_calculated(plain, number, values, read.faults)))
            rows.append(row)
            if below and not all(map(is_blank, row.values.values())):
                place = plain.place(number, one.wanted.typed[0])
                read.remarks.append(Fault("rows_below_table", place, {"table": plain.name}))
    return replace(plain, rows=tuple(rows))


def _calculated(
    plain: PlainTable, number: int, values: Mapping[str, ReadValue], faults: list[Fault]
) -> Iterator[tuple[str, PlainValue]]:
    """Pass on the values of a row; a formula without one is a fault."""
    for title, value in values.items():
        if isinstance(value, NotCalculated):
            faults.append(Fault("formula_without_value", plain.place(number, title)))
        else:
            yield title, value
