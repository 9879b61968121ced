"""Our tables in a workbook that is to be written: where each one stands, and in which parts.

Rules: only the tables that edits are about have to be there; the rest of the workbook may be
in any state. What cannot be written at all (signed, strict, binary) is refused first.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from shk_xl.domain.faults import Fault, Refused, placed, refuse
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.table import Table as FileTable
from shk_xl.ooxml.workbook_parts import Workbook, read_tables, read_workbook
from shk_xl.workbook.reading.tables import Found, find_tables
from shk_xl.workbook.schema import ABOUT_TABLE, TABLES


@dataclass(frozen=True, slots=True)
class BookTable:
    """A table of ours in the workbook.

    Args:
        found: The table and its columns.
        partname: The part of the table.
        sheet_part: The part of its sheet.
        others: The other tables on its sheet.
    """

    found: Found
    partname: str
    sheet_part: str
    others: tuple[FileTable, ...]

    @property
    def name(self) -> str:
        """Its name in the schema."""
        return self.found.wanted.name

    @property
    def sheet(self) -> str:
        """The name of its sheet."""
        return self.found.table.sheet


def open_workbook(data: bytes) -> tuple[Package, Workbook]:
    """Read what holds a workbook together, if it may be written.

    Raises:
        Refused: It is no workbook, or one whose bytes must not or cannot be changed.
    """
    package = Package(data)
    if package.main_part().casefold().endswith(".bin"):
        raise refuse("workbook_binary")
    workbook = read_workbook(package)
    faults = [
        Fault(code)
        for code, is_so in (
            ("workbook_signed", package.is_signed),
            ("workbook_strict", workbook.strict),
        )
        if is_so
    ]
    if faults:
        raise Refused(faults)
    return package, workbook


def find_book_tables(
    package: Package, workbook: Workbook, wanted: Collection[str]
) -> dict[str, BookTable]:
    """Find the tables that are to be written.

    Args:
        package: The workbook's package.
        workbook: What it says of its sheets.
        wanted: The names of the tables in the schema.

    Raises:
        Refused: One of them is missing, renamed or there twice, with every fault.
    """
    parts: dict[int, tuple[str, str]] = {}
    tables: list[FileTable] = []
    for sheet in workbook.sheets:
        with placed(sheet=sheet.name):
            of_sheet = read_tables(package, sheet)
            partnames = package.related(sheet.partname, "table") if sheet.partname else ()
        for table, partname in zip(of_sheet, partnames, strict=True):
            parts[id(table)] = partname, sheet.partname
        tables += of_sheet
    faults: list[Fault] = []
    found = {one.wanted.name: one for one in find_tables(tables, None, faults)}
    known = {*(table.name for table in TABLES), ABOUT_TABLE}
    if unknown := set(wanted) - known:
        raise KeyError(*sorted(unknown))
    about_wanted = [
        fault
        for fault in faults
        if fault.values.get("table") in wanted
        and fault.code not in ("column_missing", "column_renamed")
    ]
    if about_wanted or not set(wanted) <= found.keys():
        raise Refused(about_wanted or faults)
    return {name: _book_table(found[name], tables, parts) for name in wanted}


def _book_table(
    one: Found, tables: Collection[FileTable], parts: Mapping[int, tuple[str, str]]
) -> BookTable:
    partname, sheet_part = parts[id(one.table)]
    others = tuple(t for t in tables if t.sheet == one.table.sheet and t is not one.table)
    return BookTable(one, partname, sheet_part, others)
