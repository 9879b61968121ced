"""What is known about a workbook that a person wants to use in Excel.

Rules: the file is read and passes the guard first. Only what matters for running its macros
is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from pyopenvba.cfb import CFB
from pyopenvba.exceptions import PyOpenVBAError
from pyopenvba.vba import parse_vba_project

from shk_xl.domain.faults import Place, Refused, refuse
from shk_xl.excel.setup.facts import BookFacts
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.user_file import read_user_file, refuse_if_locked

_VBA_PART: Final = "xl/vbaProject.bin"
_VERSION: Final = re.compile(r'XLWINGS_VERSION As String = "([^"]+)"')
_ZONE: Final = re.compile(r"^ZoneId\s*=\s*(\d+)", re.MULTILINE)


def read_book(path: Path, synced_folders: Iterable[str] = ()) -> BookFacts:
    """Find out what matters about a workbook.

    Args:
        path: As the person gave it.
        synced_folders: The folders that OneDrive keeps in step.

    Raises:
        Refused: It can't be read, or is no package.
    """
    data = read_user_file(path)
    check_package(data, file=str(path))
    package = Package(data)
    full = path.resolve()
    macros = _VBA_PART in package
    return BookFacts(
        path=str(full),
        macros=macros,
        vba_version=_vba_version(package.read(_VBA_PART), path) if macros else None,
        zone=_zone(path),
        synced=next((folder for folder in synced_folders if _is_below(full, folder)), None),
        open=_is_open(path),
        settings_beside=full.with_name("xlwings.conf").is_file(),
    )


def _vba_version(project: bytes, path: Path) -> str | None:
    """Read which xlwings the VBA in a workbook is from."""
    try:
        modules = parse_vba_project(CFB.from_bytes(project)).modules
        found = (_VERSION.search(module.source) for module in modules if module.name == "xlwings")
        return next((match[1] for match in found if match), None)
    except PyOpenVBAError as error:
        raise refuse("package_damaged_part", Place(str(path), _VBA_PART)) from error


def _zone(path: Path) -> int | None:
    """Read the mark that Windows puts on files from elsewhere, in a stream of its own."""
    try:
        mark = Path(f"{path}:Zone.Identifier").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return None  # no mark, or a file system that has none
    found = _ZONE.search(mark)
    return int(found[1]) if found else None


def _is_below(path: Path, folder: str) -> bool:
    return path.is_relative_to(Path(folder).resolve())


def _is_open(path: Path) -> bool:
    try:
        refuse_if_locked(path)
    except Refused:
        return True
    return False
