"""The version that ``--since`` means: a file, a kept version's number, or a day."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from shk_xl.documents.changes import Earlier
from shk_xl.documents.phrases import date_in_words
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.versions import find_version, version_at, version_bytes
from shk_xl.workbook.reading.read import read_portfolio, read_portfolio_bytes


def earlier_version(book: Path, written: str) -> Earlier:
    """Read the version that a workbook is to be held against.

    Args:
        book: The workbook as it is.
        written: The path of another workbook; or a day as YYYY-MM-DD, the number of a kept
            version, or the beginning of its hash.

    Raises:
        Refused: There is no such file or version, or it is no portfolio.
    """
    path = Path(written)
    if path.suffix.lower() in {".xlsx", ".xlsm"} or path.is_file():
        said = f"arbetsboken {path.name}"
        return Earlier(read_portfolio(path).portfolio, said, path.stem)
    with Ledger.peek(folder_of(book)) as ledger:
        day = _day(written)
        version = version_at(ledger, day) if day else find_version(ledger, written)
        data = version_bytes(ledger, version)
    kept = datetime.fromisoformat(version.at).astimezone().date()
    said = f"versionen från {date_in_words(kept)} (nummer {version.number})"
    file = f"{book.name}, version {version.number}"
    key = written if day else f"version-{version.number}"
    return Earlier(read_portfolio_bytes(data, file=file).portfolio, said, key)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written) if "-" in written else None
    except ValueError:
        return None
