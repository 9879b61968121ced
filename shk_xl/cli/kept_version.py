"""The number under which a workbook is kept, for the stamp of what is made from it."""

from __future__ import annotations

from pathlib import Path

from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.records import Version


def kept_version(book: Path, sha256: str) -> str:
    """Give the number of the version that a workbook is.

    Args:
        book: The workbook.
        sha256: Of its bytes.

    Returns:
        The number of the last version with these bytes; empty where it was never kept.
    """
    with Ledger.peek(folder_of(book)) as ledger:
        kept = ledger.select(Version, sha256=sha256)
    return str(kept[-1].number) if kept else ""
