"""Versions of the team's workbook: kept before it is replaced, listed, and brought back.

Rules: the workbook is never replaced before both what it held and what it is to hold are kept
under their hashes; a version is never changed or removed. A workbook that somebody saved
since it was read is left alone. The ledger tells when and why; whose values they are, the
merge tells. The same bytes as the last version make no new one.
"""

from __future__ import annotations

import hashlib
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Place, refuse
from shk_xl.exchange import archive
from shk_xl.exchange.ledger import Ledger, now
from shk_xl.exchange.records import Merge, Version
from shk_xl.ooxml.atomic import write_atomically, write_new
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.user_file import read_user_file, refuse_if_locked

_SHORTEST: Final = 4
"""So many characters of a hash may name a version."""


class Reason(StrEnum):
    """Why a version is kept: what the workbook had become."""

    FOUND = "found"
    """What it was when it was about to be replaced: new, or saved by a person since."""
    MERGED = "merged"
    """Answers were merged into it."""
    RESOLVED = "resolved"
    """The choices on the sheet Konflikter were applied."""
    IMPORTED = "imported"
    """Old documents were read into it."""
    RESTORED = "restored"
    """An earlier version was brought back."""
    SENT = "sent"
    """Copies of it were made for the parties."""


def keep_version(
    ledger: Ledger, data: bytes, ending: str, reason: Reason, *, merge: int | None = None
) -> Version:
    """Keep a version of the workbook.

    Args:
        ledger: Of the workbook's exchange, open.
        data: The whole file.
        ending: ".xlsx" or ".xlsm".
        reason: Why.
        merge: The number of the merge that made it.

    Returns:
        The version; the last one when that has the same bytes.

    Raises:
        Refused: It can't be written.
    """
    sha256 = archive.sha256_of(data)
    last = next(reversed(ledger.select(Version)), None)
    if last is not None and last.sha256 == sha256 and merge in (None, last.merge):
        return last
    archive.keep(ledger.kept_versions, data, ending)
    number = ledger.next_number(Version)
    version = Version(number, now(), sha256, ending, reason.value, merge)
    ledger.insert(version)
    return version


def replace_book(
    ledger: Ledger,
    book: Path,
    data: bytes,
    *,
    expected: bytes,
    reason: Reason,
    merge: int | None = None,
) -> Version:
    """Replace the workbook, with the old one and the new one kept.

    Args:
        ledger: Of the workbook's exchange, open.
        book: The workbook.
        data: What it shall hold.
        expected: What it held when it was read.
        reason: Why.
        merge: The number of the merge that made the new one.

    Returns:
        The new version.

    Raises:
        Refused: Somebody has it open, or saved it in between; or a file can't be written.
            The workbook is then as it was.
    """
    refuse_if_locked(book)
    ending = book.suffix.lower()
    keep_version(ledger, expected, ending, Reason.FOUND)
    archive.keep(ledger.kept_versions, data, ending)
    before = hashlib.sha256(expected).digest()

    def is_unchanged(target: Path) -> bool:
        if hashlib.sha256(target.read_bytes()).digest() != before:
            raise refuse("book_saved_meanwhile", Place(str(book)))
        return True

    write_atomically(book, data, before=is_unchanged)
    return keep_version(ledger, data, ending, reason, merge=merge)


def find_version(ledger: Ledger, written: str) -> Version:
    """Find the version that a person means.

    Args:
        ledger: Of the workbook's exchange, open.
        written: Its number, or the beginning of its hash.

    Raises:
        Refused: There is none, or several.
    """
    versions = ledger.select(Version)
    named = [v for v in versions if str(v.number) == written]
    folded = written.casefold()
    if not named and len(folded) >= _SHORTEST:
        named = [v for v in versions if v.sha256.startswith(folded)]
    if not named:
        raise refuse("version_unknown", Place(str(ledger.folder)), version=written)
    if len({version.sha256 for version in named}) > 1:
        raise refuse("version_several", Place(str(ledger.folder)), version=written)
    return named[-1]


def version_at(ledger: Ledger, day: date) -> Version:
    """Find the version that was the last one on a day.

    Args:
        ledger: Of the workbook's exchange, open.
        day: By the calendar of this computer.

    Raises:
        Refused: None had been kept by then.
    """
    kept = [v for v in ledger.select(Version) if _kept_on(v) <= day]
    if not kept:
        raise refuse("version_none_then", Place(str(ledger.folder)), day=day.isoformat())
    return kept[-1]


def _kept_on(version: Version) -> date:
    return datetime.fromisoformat(version.at).astimezone().date()


def version_bytes(ledger: Ledger, version: Version) -> bytes:
    """Give a version as it was kept.

    Raises:
        Refused: The file is gone, or was changed.
    """
    return archive.kept(ledger.kept_versions, version.sha256, version.ending)


def restore_version(ledger: Ledger, book: Path, version: Version) -> Version:
    """Bring a version back; what the workbook holds now is kept first.

    The merges that came after the version are marked as undone, so that their answers can be
    merged again; bringing a merged version back takes that mark away.

    Args:
        ledger: Of the workbook's exchange, open.
        book: The workbook; it need not be there any more.
        version: What it shall be again.

    Returns:
        The version that the workbook has now.

    Raises:
        Refused: As for ``replace_book``, or the kept file was changed.
    """
    data = version_bytes(ledger, version)
    check_package(data, file=str(book))
    if book.exists():
        expected = read_user_file(book)
        restored = replace_book(ledger, book, data, expected=expected, reason=Reason.RESTORED)
    else:
        write_atomically(book, data)
        restored = keep_version(ledger, data, version.ending, Reason.RESTORED)
    _mark_merges(ledger, version)
    return restored


def save_version_as(ledger: Ledger, version: Version, out: Path) -> None:
    """Write a version to a file of its own.

    Raises:
        Refused: The file is there already, has another ending, or can't be written.
    """
    if out.suffix.casefold() != version.ending:
        raise refuse("copy_has_other_suffix", Place(str(out)), suffix=version.ending)
    if not write_new(out, version_bytes(ledger, version)):
        raise refuse("already_there", Place(str(out)))


def _mark_merges(ledger: Ledger, version: Version) -> None:
    """Say which merges no longer are in the workbook."""
    made_by = {v.merge: v.number for v in ledger.select(Version) if v.merge is not None}
    for merge in ledger.select(Merge):
        number = made_by.get(merge.number, 0)
        if number > version.number and not merge.undone_at:
            ledger.update(merge, undone_at=now())
        elif number == version.number and merge.undone_at:
            ledger.update(merge, undone_at="")
