"""The gate that every package passes before any parser sees it.

Rules: nothing that the file says about itself is believed (sizes are counted while
inflating, with a ceiling). Each part is inflated once, one at a time, and scanned in one
pass. The gate judges whether a package is safe to read; what it holds is for others.

What is looked for, and why, follows from how readers were seen to fail: two readers can
see different files in one package (members with equal names, bytes before the package),
and a small file can ask for gigabytes (bombs, a merged area that covers a sheet).
"""

from __future__ import annotations

import io
import unicodedata
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from shk_xl.domain.amounts import write_number
from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.ooxml.guard_xml import xml_problems
from shk_xl.ooxml.limits import LIMITS, Limits
from shk_xl.ooxml.not_a_package import what_it_is
from shk_xl.ooxml.package import CONTENT_TYPES

_ENCRYPTED: Final = 0x1 | 0x40 | 0x2000  # PKWARE APPNOTE 4.4.4: bits 0, 6 and 13
_UTF8_NAME: Final = 0x800
_LOCAL_HEADER: Final = 30
_END: Final = b"PK\x05\x06"
_END_RECORD: Final = 22
_METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_READ_ERRORS: Final = (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeError)


def check_package(data: bytes, *, file: str, limits: Limits = LIMITS) -> None:
    """Refuse what is no package (.xlsx, .xlsm, .docx), or not safe to read.

    Args:
        data: The whole file.
        file: Its name, for the faults.
        limits: How large it may be.

    Raises:
        Refused: With every fault of the package's table of contents; if that has none, with
            every fault of its parts.
    """
    place = Place(file)
    if len(data) > limits.file_bytes:
        raise refuse("package_too_large", place, megabytes=limits.file_bytes // 1_000_000)
    members = _members(data, place)
    faults = [*_faults_of_package(data, members, place, limits), *_faults_of_names(members, place)]
    if not faults:
        faults = list(_faults_of_parts(data, members, file, limits))
    if faults:
        raise Refused(faults)


def _members(data: bytes, place: Place) -> list[zipfile.ZipInfo]:
    """Read the table of contents, or say what the file is instead of a package."""
    other = what_it_is(data)
    if other is not None:
        raise refuse(other, place)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
    except _READ_ERRORS as error:
        raise refuse("package_damaged", place) from error
    if not data[-_END_RECORD:].startswith(_END):
        raise refuse("package_surplus", place)
    return members


def _faults_of_package(
    data: bytes, members: list[zipfile.ZipInfo], place: Place, limits: Limits
) -> Iterator[Fault]:
    """Judge the package as a whole."""
    names = {member.orig_filename for member in members}
    if not members or min(member.header_offset for member in members) != 0:
        yield Fault("package_prefixed", place)
    elif CONTENT_TYPES not in names:
        yield Fault(_without_content_types(names), place)
    if len(members) > limits.members:
        yield Fault("package_too_many_parts", place, {"limit": write_number(limits.members)})
    if _overlap(data, members):
        yield Fault("package_overlap", place)


def _without_content_types(names: set[str]) -> str:
    """Say what a package is that Office didn't make."""
    return "file_is_opendocument" if {"mimetype", "content.xml"} <= names else "file_is_zip"


def _overlap(data: bytes, members: list[zipfile.ZipInfo]) -> bool:
    """Find members that share bytes (a bomb that is larger than its own sum)."""
    end = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < end:
            return True
        end = member.header_offset + _LOCAL_HEADER + member.compress_size
    return end > len(data) - _END_RECORD


def _faults_of_names(members: list[zipfile.ZipInfo], place: Place) -> Iterator[Fault]:
    """Judge each member's name and flags."""
    seen: set[str] = set()
    for member in members:
        name = member.orig_filename
        inside = Place(place.file, _printable(name))
        folded = unicodedata.normalize("NFC", name).casefold()
        if folded in seen:
            yield Fault("package_duplicate_part", inside)
        seen.add(folded)
        if _unsafe(name):
            yield Fault("package_unsafe_name", inside)
        if member.flag_bits & _ENCRYPTED:
            yield Fault("package_encrypted_part", inside)
        elif member.compress_type not in _METHODS:
            yield Fault("package_unknown_compression", inside)


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
    data: bytes, members: list[zipfile.ZipInfo], file: str, limits: Limits
) -> Iterator[Fault]:
    """Inflate and judge the parts, one at a time."""
    left = limits.total_bytes
    for member in members:
        place = Place(file, member.filename)
        ceiling = min(left, limits.part_bytes, limits.inflated(member.compress_size))
        part = _inflate(data, member, ceiling)
        if part is None:
            yield Fault("package_damaged_part", place)
            continue
        if len(part) > ceiling:
            yield Fault("package_bomb", place, {"megabytes": ceiling // 1_000_000})
            return
        left -= len(part)
        for code, values in xml_problems(member.filename, part, limits):
            yield Fault(code, place, values)


def _inflate(data: bytes, member: zipfile.ZipInfo, ceiling: int) -> bytes | None:
    """Inflate a member to at most one byte above the ceiling; None when it is damaged."""
    start = _content_start(data, member)
    if start is None:
        return None
    packed = memoryview(data)[start : start + member.compress_size]
    if member.compress_type == zipfile.ZIP_STORED:
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
    whole = len(part) == member.file_size and zlib.crc32(part) == member.CRC
    return part if whole else None


def _content_start(data: bytes, member: zipfile.ZipInfo) -> int | None:
    """Find where a member's bytes begin; None if its own header tells of another member."""
    header = data[member.header_offset : member.header_offset + _LOCAL_HEADER]
    if len(header) < _LOCAL_HEADER or not header.startswith(b"PK\x03\x04"):
        return None
    method = int.from_bytes(header[8:10], "little")
    name_size = int.from_bytes(header[26:28], "little")
    extra_size = int.from_bytes(header[28:30], "little")
    name_start = member.header_offset + _LOCAL_HEADER
    encoding = "utf-8" if member.flag_bits & _UTF8_NAME else "cp437"
    name = data[name_start : name_start + name_size]
    if method != member.compress_type or name != member.orig_filename.encode(encoding):
        return None
    return name_start + name_size + extra_size
