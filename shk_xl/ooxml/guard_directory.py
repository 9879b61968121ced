"""The gate for a package's table of contents: does it tell of all that is in the file?

Rules: the members fill the file from its first byte to the table of contents, one after the
other, with nothing before, between or over each other, and what a member says of itself is
what the table says. Then every reader sees the same, whichever of the two it goes by.

Source: PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5 and 4.6.9.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from typing import Final

from shk_xl.domain.amounts import write_number
from shk_xl.domain.faults import Fault, Place, Refused, placed, refuse
from shk_xl.ooxml.limits import Limits
from shk_xl.ooxml.not_a_package import what_it_is
from shk_xl.ooxml.zip_records import (
    CENTRAL,
    IN_ZIP64,
    LOCAL,
    Directory,
    Member,
    central_record,
    find_directory,
)

_END: Final = b"PK\x05\x06"
_END_RECORD: Final = 22
_DIRECTORY_AT: Final = 12
_HAS_DESCRIPTOR: Final = 0x8
_DESCRIPTOR: Final = b"PK\x07\x08"
_MEANT_TO_AGREE: Final = 0x1 | _HAS_DESCRIPTOR | 0x40 | 0x800 | 0x2000
"""The flags that decide how a member is read: encryption, descriptor, spelling of the name."""
_VERSION_AT: Final = 6
_NEWEST: Final = 63
"""Version 6.3 of the format, the newest that readers know (APPNOTE 4.4.3)."""
_PATCHED: Final = 0x20
_OTHER_NAME: Final = 0x7075
"""Info-ZIP's second name of a member, which some readers prefer and others don't know."""


def read_members(data: bytes, place: Place, limits: Limits) -> list[Member]:
    """Read the table of contents, or say what the file is instead of a package.

    Args:
        data: The whole file.
        place: The file, for the faults.
        limits: How many members it may have; they are counted before they are read.

    Raises:
        Refused: No package, a damaged one, bytes around it, or too many members.
    """
    other = what_it_is(data)
    if other is not None:
        raise refuse(other, place)
    if not data.startswith(_END, len(data) - _END_RECORD):
        raise refuse("package_surplus" if _END in data else "package_damaged", place)
    with placed(file=place.file):
        directory = _directory(data, place)
        if directory.count > limits.members:
            limit = write_number(limits.members)
            raise refuse("package_too_many_parts", place, limit=limit)
        members = []
        position = directory.offset
        for _ in range(directory.count):
            member = central_record(data, position)
            members.append(member)
            position += len(member.central)
        if position != directory.offset + directory.size:
            raise refuse("package_damaged", place)
    return members


def _directory(data: bytes, place: Place) -> Directory:
    """Find the table of contents; where it starts later than it says, something was put before."""
    try:
        return find_directory(data)
    except Refused:
        end = len(data) - _END_RECORD
        size, offset = struct.unpack_from("<2L", data, end + _DIRECTORY_AT)
        if IN_ZIP64 not in (size, offset) and data.startswith(b"PK\x01\x02", end - size):
            raise refuse("package_prefixed", place) from None
        raise


def faults_of_records(data: bytes, members: Sequence[Member], place: Place) -> Iterator[Fault]:
    """Judge how the members lie in the file, and what each says of itself.

    Args:
        data: The whole file.
        members: All that its table of contents lists.
        place: The file, for the faults.
    """
    position = 0
    end = _start_of_directory(data)
    for member in sorted(members, key=lambda member: member.offset):
        inside = Place(place.file, member.name)
        if member.offset != position:
            code = "package_overlap" if member.offset < position else "package_hidden_bytes"
            yield Fault("package_prefixed" if position == 0 else code, place)
            return
        stop = _end_of_record(data, member)
        if stop is None:
            yield Fault("package_damaged_part", inside)
            return
        if stop > end:
            yield Fault("package_overlap", inside)
            return
        position = stop
    if position != end:
        yield Fault("package_hidden_bytes", place)


def asks_for_more(member: Member) -> bool:
    """Tell whether a member asks for what no office program does, and some readers refuse."""
    return member.central[_VERSION_AT] > _NEWEST or bool(member.flags & _PATCHED)


def _start_of_directory(data: bytes) -> int:
    return find_directory(data).offset


def _end_of_record(data: bytes, member: Member) -> int | None:
    """Give where a member ends; None if it tells of itself what the table doesn't."""
    if not data.startswith(b"PK\x03\x04", member.offset):
        return None
    try:
        header = LOCAL.unpack_from(data, member.offset)
    except struct.error:
        return None
    _, _, flags, method, _, _, crc, compressed, size, name_length, extra_length = header
    name_at = member.offset + LOCAL.size
    name = data[name_at : name_at + name_length]
    stop = name_at + name_length + extra_length + member.compressed
    same = (
        name == _raw_name(member)
        and method == member.method
        and not (flags ^ member.flags) & _MEANT_TO_AGREE
        and not _has_other_name(data[name_at + name_length :][:extra_length])
        and not _has_other_name(member.central[CENTRAL.size + name_length :])
    )
    if not same:
        return None
    if not flags & _HAS_DESCRIPTOR:
        told = ((crc, member.crc), (compressed, member.compressed), (size, member.size))
        return stop if all(one in (own, IN_ZIP64) for one, own in told) else None
    return _after_descriptor(data, member, stop)


def _after_descriptor(data: bytes, member: Member, at: int) -> int | None:
    """Step over the record that some writers put after a member's data."""
    for layout in ("<3L", "<LQQ"):
        try:
            told = struct.pack(layout, member.crc, member.compressed, member.size)
        except struct.error:
            continue
        for descriptor in (_DESCRIPTOR + told, told):
            if data.startswith(descriptor, at):
                return at + len(descriptor)
    return None


def _raw_name(member: Member) -> bytes:
    (length,) = struct.unpack_from("<H", member.central, CENTRAL.size - 18)
    return member.central[CENTRAL.size : CENTRAL.size + length]


def _has_other_name(extra: bytes) -> bool:
    """Go through the extra fields, each with its kind and length before it."""
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, position)
        if kind == _OTHER_NAME:
            return True
        position += 4 + length
    return False
