"""The gate that every package passes before any parser sees it.

Rules: nothing that the file says about itself is believed (sizes are counted while
inflating, with a ceiling). Each part is inflated once, one at a time, and scanned in one
pass, so that the time is linear in the size. The gate judges whether a package is safe to
read; what it holds is for others.

What is looked for, and why, follows from how readers were seen to fail: two readers can
see different files in one package (members with equal names, bytes before the package or
between its members), and a small file can ask for gigabytes (bombs, a merged area that
covers a sheet).
"""

from __future__ import annotations

import unicodedata
import zlib
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final

from shk_xl.domain.amounts import write_number
from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.ooxml.guard_directory import asks_for_more, faults_of_records, read_members
from shk_xl.ooxml.guard_types import Declared, type_problems
from shk_xl.ooxml.guard_xml import xml_problems
from shk_xl.ooxml.limits import LIMITS, Limits
from shk_xl.ooxml.package import CONTENT_TYPES
from shk_xl.ooxml.zip_archive import DEFLATED, STORED
from shk_xl.ooxml.zip_records import Member, data_offset

_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000  # PKWARE APPNOTE 4.4.4: bits 0, 6 and 13
_MOST_FAULTS: Final = 30
"""So many are told at once; a hostile file could have one for each of its parts."""


def check_package(data: bytes, *, file: str, limits: Limits = LIMITS) -> None:
    """Refuse what is no package (.xlsx, .xlsm, .docx), or not safe to read.

    Args:
        data: The whole file.
        file: Its name, for the faults; its suffix says what the file claims to be.
        limits: How large it may be.

    Raises:
        Refused: With the faults of the package's table of contents; if that has none, with
            those of its parts; if those have none, with those of their types.
    """
    place = Place(file)
    if len(data) > limits.file_bytes:
        raise refuse("package_too_large", place, megabytes=limits.file_bytes // 1_000_000)
    members = read_members(data, place, limits)
    faults = list(islice(_faults_of_contents(data, members, place), _MOST_FAULTS))
    declared = Declared()
    if not faults:
        faults = list(
            islice(_faults_of_parts(data, members, declared, place, limits), _MOST_FAULTS)
        )
    if not faults:
        problems = type_problems(declared, file)
        faults = [Fault(code, Place(file, _printable(part))) for code, part in problems]
    if faults:
        raise Refused(faults[:_MOST_FAULTS])


def _faults_of_contents(data: bytes, members: Sequence[Member], place: Place) -> Iterator[Fault]:
    """Judge the package as a whole, and each member's name and flags."""
    names = {member.name for member in members}
    if CONTENT_TYPES not in names:
        yield Fault(_without_content_types(names), place)
    yield from faults_of_records(data, members, place)
    seen: set[str] = set()
    for member in members:
        inside = Place(place.file, _printable(member.name))
        folded = unicodedata.normalize("NFC", member.name).casefold()
        if folded in seen:
            yield Fault("package_duplicate_part", inside)
        seen.add(folded)
        if _unsafe(member.name):
            yield Fault("package_unsafe_name", inside)
        if member.flags & _ENCRYPTED:
            yield Fault("package_encrypted_part", inside)
        elif member.method not in (STORED, DEFLATED) or asks_for_more(member):
            yield Fault("package_unknown_compression", inside)


def _without_content_types(names: set[str]) -> str:
    """Say what a package is that Office didn't make."""
    return "file_is_opendocument" if {"mimetype", "content.xml"} <= names else "file_is_zip"


def _unsafe(name: str) -> bool:
    """Find a name that could lead out of the package, or mean two things."""
    segments = name.removesuffix("/").split("/")
    return (
        any(segment in ("", ".", "..") for segment in segments)
        or any(sign in name for sign in "\\:")
        or not name.isprintable()
    )


def _printable(name: str) -> str:
    """Make a hostile name fit to show."""
    return name.encode("unicode_escape").decode("ascii") if not name.isprintable() else name


def _faults_of_parts(
    data: bytes, members: Sequence[Member], declared: Declared, place: Place, limits: Limits
) -> Iterator[Fault]:
    """Inflate and judge the parts, one at a time, and note what they declare and are."""
    left = limits.total_bytes
    for member in members:
        inside = Place(place.file, member.name)
        ceiling = min(left, limits.part_bytes, limits.inflated(member.compressed))
        part = _inflate(data, member, ceiling)
        if part is None:
            yield Fault("package_damaged_part", inside)
            continue
        if len(part) > ceiling:
            yield Fault("package_bomb", inside, {"megabytes": write_number(ceiling // 1_000_000)})
            return
        left -= len(part)
        root, problems = xml_problems(member.name, part, limits)
        declared.note(member.name, root, part)
        for code, values in problems:
            yield Fault(code, inside, values)


def _inflate(data: bytes, member: Member, ceiling: int) -> bytes | None:
    """Inflate a member to at most one byte above the ceiling; None when it is damaged."""
    start = data_offset(data, member)
    packed = memoryview(data)[start : start + member.compressed]
    if member.method == STORED:
        part = bytes(packed[: ceiling + 1])
    else:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        try:
            part = inflater.decompress(packed, ceiling + 1)
        except zlib.error:
            return None
        if len(part) <= ceiling and (not inflater.eof or inflater.unused_data):
            return None
    if len(part) > ceiling:
        return part
    whole = len(part) == member.size and zlib.crc32(part) == member.crc
    return part if whole else None
