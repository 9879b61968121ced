"""What must hold of a workbook that was written into, whoever made it."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree

from shk_xl.ooxml.addresses import area, column_letters, column_number
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import CONTENT_TYPES, Package
from shk_xl.ooxml.workbook_parts import read_tables, read_workbook

_WHERE = re.compile(r"([A-Z]+)([0-9]+)")
GROWING = ("dimension", "conditionalFormatting", "dataValidation", "ignoredError")
"""Elements of a sheet that may say that they reach further."""


def resaved(soffice: str, data: bytes, folder: Path) -> bytes:
    """Open a workbook in LibreOffice and save it again."""
    book, out = folder / "bok.xlsx", folder / "ut"
    book.write_bytes(data)
    command = [soffice, f"-env:UserInstallation={(folder / 'profil').as_uri()}", "--headless"]
    command += ["--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(out), str(book)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return (out / book.name).read_bytes()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        assert file.testzip() is None
        return {name: file.read(name) for name in file.namelist()}


def changed_parts(before: bytes, after: bytes) -> set[str]:
    """The parts that differ, came or went."""
    old, new = parts_of(before), parts_of(after)
    return {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}


def cells_of(part: bytes) -> dict[str, bytes]:
    """Every cell of a sheet, to the letter, by address."""
    root = etree.fromstring(part)
    found = [(cell.get("r"), etree.tostring(cell, method="c14n")) for cell in root.iter("{*}c")]
    cells = {str(where): xml for where, xml in found}
    assert len(cells) == len(found), "a cell stands twice"
    return cells


def rest_of(part: bytes) -> bytes:
    """A sheet without its cells, and without how far rules reach."""
    root = etree.fromstring(part)
    for data in root.iter("{*}sheetData"):
        data.clear()
    for element in root.iter():
        name = etree.QName(element).localname
        if name in GROWING:
            element.attrib.pop("sqref", "")
            element.attrib.pop("ref", "")
    return etree.tostring(root, method="c14n")


def rows_of(part: bytes) -> dict[int, dict[str, str]]:
    """The attributes of every row, by number."""
    root = etree.fromstring(part)
    return {
        int(str(row.get("r"))): {str(k): str(v) for k, v in row.attrib.items()}
        for row in root.iter("{*}row")
    }


def check_sanity(
    data: bytes, *, known: Collection[str] = (), only: Collection[str] | None = None
) -> None:
    """Hold a workbook against the rules that Excel repairs files for.

    Args:
        data: The file.
        known: Parts that lead nowhere already before.
        only: The sheets' parts to look at; all when None.
    """
    package = Package(data)
    macros = b"macroenabled" in package.read(CONTENT_TYPES).lower()
    check_package(data, file="bok.xlsm" if macros else "bok.xlsx")
    workbook = read_workbook(package)
    for sheet in workbook.sheets:
        if sheet.kind == "worksheet" and (only is None or sheet.partname in only):
            _check_sheet(package.read(sheet.partname))
            for table in read_tables(package, sheet):
                start = f"{column_letters(table.area.first_column)}{table.area.first_row}"
                assert not table.header_rows or start in cells_of(package.read(sheet.partname))
    _check_lists(package, known)


def _check_sheet(part: bytes) -> None:
    root = etree.fromstring(part)
    last_row = 0
    for row in root.iter("{*}row"):
        number = int(row.get("r", last_row + 1))
        assert number > last_row, "rows out of order"
        last_row, last_column = number, 0
        for cell in row.iterfind("{*}c"):
            found = _WHERE.fullmatch(str(cell.get("r")))
            assert found is not None
            assert int(found[2]) == number
            assert column_number(found[1]) > last_column, "cells out of order"
            last_column = column_number(found[1])
            names = [etree.QName(child).localname for child in cell]
            assert names == sorted(names, key=("f", "v", "is", "extLst").index)
            assert cell.get("t") != "inlineStr" or "is" in names
    for element in root.iter():
        for one in str(element.get("sqref", "")).split():
            assert area(one) is not None, one


def _check_lists(package: Package, known: Collection[str]) -> None:
    """Every part has a kind, and every relationship leads to a part."""
    types = etree.fromstring(package.read(CONTENT_TYPES))
    named = {str(e.get("PartName")).lstrip("/") for e in types.iter("{*}Override")}
    endings = {str(e.get("Extension")).casefold() for e in types.iter("{*}Default")}
    assert {name for name in named if name not in package} <= set(known)
    for name in package.partnames:
        if name != CONTENT_TYPES:
            ending = name.rpartition(".")[2].casefold()
            assert name in named or ending in endings, name
    for source, target in _relationships(package):
        assert target in package or target in known, (source, target)


def _relationships(package: Package) -> Iterator[tuple[str, str]]:
    for name in ("", *package.partnames):
        if name.endswith(".rels"):
            continue
        for relationship in package.relationships(name):
            if not relationship.external:
                yield name, relationship.target
