"""Reading a portfolio from a workbook file.

Rules: the guard comes before any parser. Every fault of the file is told at once. The file
is only read, never changed, and what people added to it is left alone.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.workbook.reading.package import read_plain_tables
from shk_xl.workbook.reading.read_workbook import ReadWorkbook, join


def read_portfolio(path: Path) -> ReadWorkbook:
    """Read the portfolio in a workbook.

    Args:
        path: As the user gave it.

    Raises:
        Refused: With every fault of the file.
    """
    return read_portfolio_bytes(read_user_file(path), file=str(path))


def read_portfolio_bytes(data: bytes, *, file: str) -> ReadWorkbook:
    """Read the portfolio in a workbook that is already in memory.

    Args:
        data: The whole file.
        file: Its name, for the faults.

    Raises:
        Refused: It is no workbook, not safe, damaged, no portfolio; or its tables, columns and
            cells have faults, then all of them.
    """
    check_package(data, file=file)
    sha256 = hashlib.sha256(data).hexdigest()
    return join(read_plain_tables(data, file), file=file, sha256=sha256)
