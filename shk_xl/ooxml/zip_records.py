"""The records of a zip archive: end of archive, central directory, local headers.

Rules: the central directory is the authority; what contradicts it is refused. Numbers are
checked against the file, never believed. Nothing is inflated here.

Source: PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from typing import Final

from shk_xl.domain.faults import Refused, refuse

UTF8: Final = 0x800
_ZIP64: Final = 0x0001
IN_ZIP64: Final = 0xFFFFFFFF
COUNT_IN_ZIP64: Final = 0xFFFF
_MAX_COMMENT: Final = 0xFFFF
LOCAL: Final = struct.Struct("<4s5H3L2H")
CENTRAL: Final = struct.Struct("<4s6H3L5H2L")
_END: Final = struct.Struct("<4s4H2LH")
_END64: Final = struct.Struct("<4sQ2H2L4Q")
LOCATOR: Final = struct.Struct("<4sLQL")
SHORT: Final = struct.Struct("<H")
LONG: Final = struct.Struct("<L")
QUAD: Final = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Member:
    """One member, as its central record tells it.

    Args:
        name: Its name in the archive.
        flags: General purpose flags.
        method: ``STORED`` or ``DEFLATED``; anything else is refused when read.
        crc: CRC-32 of the inflated data.
        compressed: Bytes in the archive.
        size: Bytes inflated.
        offset: Where its local record starts.
        central: The central record itself.
        wide_offset_at: Where in ``central`` the 64-bit offset stands, if it is one.
    """

    name: str
    flags: int
    method: int
    crc: int
    compressed: int
    size: int
    offset: int
    central: bytes
    wide_offset_at: int | None


@dataclass(frozen=True, slots=True)
class Directory:
    """Where the central directory stands, and how many records it has."""

    offset: int
    size: int
    count: int
    end64: int | None


def damaged(reason: str) -> Refused:
    """Make the fault for an archive that contradicts itself."""
    return refuse("package_damaged", reason=reason)


def find_end(data: bytes) -> int:
    """Find the end record; its comment must reach the last byte."""
    lowest = max(0, len(data) - _END.size - _MAX_COMMENT)
    at = data.rfind(b"PK\x05\x06", lowest)
    while at >= 0:
        if len(data) - at >= _END.size:
            comment = _END.unpack_from(data, at)[7]
            if at + _END.size + comment == len(data):
                return at
        at = data.rfind(b"PK\x05\x06", lowest, at)
    raise damaged("no_end")


def find_directory(data: bytes) -> Directory:
    """Find the central directory, which must end where the end records start."""
    end = find_end(data)
    _, disk, first, here, count, size, offset, _ = _END.unpack_from(data, end)
    end64 = None
    stop = end
    locator = end - LOCATOR.size
    if locator >= 0 and data.startswith(b"PK\x06\x07", locator):
        end64 = LOCATOR.unpack_from(data, locator)[2]
        if end64 + _END64.size > locator or not data.startswith(b"PK\x06\x06", end64):
            raise damaged("zip64")
        _, _, _, _, disk, first, here, count, size, offset = _END64.unpack_from(data, end64)
        stop = end64
    if disk or first or here != count:
        raise damaged("several_disks")
    if offset + size != stop:
        raise damaged("directory_place")
    return Directory(offset, size, count, end64)


def central_record(data: bytes, at: int) -> Member:
    """Read the record of a member in the central directory."""
    try:
        fields = CENTRAL.unpack_from(data, at)
    except struct.error as error:
        raise damaged("directory_size") from error
    if fields[0] != b"PK\x01\x02":
        raise damaged("directory_record")
    flags, method, crc, compressed, size = fields[3], fields[4], *fields[7:10]
    name_length, extra_length, comment_length = fields[10:13]
    stop = at + CENTRAL.size + name_length + extra_length + comment_length
    record = data[at:stop]
    name = record[CENTRAL.size : CENTRAL.size + name_length]
    extra_at = CENTRAL.size + name_length
    wide = _wide_fields(record, extra_at, extra_length, (size, compressed, fields[16]))
    (size, compressed, offset), wide_offset_at = wide
    return Member(
        name.decode("utf-8" if flags & UTF8 else "cp437", "replace"),
        flags,
        method,
        crc,
        compressed,
        size,
        offset,
        record,
        wide_offset_at,
    )


def _wide_fields(
    record: bytes, at: int, length: int, narrow: tuple[int, int, int]
) -> tuple[list[int], int | None]:
    """Take size, compressed size and offset from the zip64 field where they stand there."""
    values = list(narrow)
    if IN_ZIP64 not in narrow:
        return values, None
    place = next((p for kind, p, _ in _extra_fields(record, at, length) if kind == _ZIP64), None)
    if place is None:
        raise damaged("zip64")
    offset_at = None
    for index, value in enumerate(narrow):
        if value != IN_ZIP64:
            continue
        if place + QUAD.size > at + length:
            raise damaged("zip64")
        values[index] = QUAD.unpack_from(record, place)[0]
        offset_at = place if index == len(narrow) - 1 else None
        place += QUAD.size
    return values, offset_at


def _extra_fields(record: bytes, at: int, length: int) -> list[tuple[int, int, int]]:
    """List the extra fields: kind, and the span of the content."""
    fields = []
    stop = at + length
    while at + 4 <= stop:
        kind, size = struct.unpack_from("<2H", record, at)
        fields.append((kind, at + 4, min(at + 4 + size, stop)))
        at += 4 + size
    return fields


def data_offset(data: bytes, member: Member) -> int:
    """Give the place where a member's compressed data start, after its local header."""
    try:
        fields = LOCAL.unpack_from(data, member.offset)
    except struct.error as error:
        raise damaged("local_header") from error
    if fields[0] != b"PK\x03\x04":
        raise damaged("local_header")
    return int(member.offset + LOCAL.size + fields[9] + fields[10])


def without_zip64(record: bytes, at: int, length: int) -> bytes:
    """Copy the extra fields of a record, but not the zip64 one."""
    kept = [
        record[start - 4 : stop]
        for kind, start, stop in _extra_fields(record, at, length)
        if kind != _ZIP64
    ]
    return b"".join(kept)
