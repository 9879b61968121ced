"""A zip archive held as bytes: members inflated, some of them replaced, added or left out.

Rules: a member that is not replaced keeps its local header, compressed data and data
descriptor byte for byte, in its old place in the order; only offsets move. New members
come last. Sizes are enforced while inflating, never believed. This module knows nothing
about Office.

Source: PKWARE APPNOTE 6.3.10, sections 4.3 to 4.5.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Collection, Mapping
from typing import Final

from shk_xl.domain.faults import Place, refuse
from shk_xl.ooxml.zip_records import (
    CENTRAL,
    COUNT_IN_ZIP64,
    IN_ZIP64,
    LOCAL,
    LOCATOR,
    LONG,
    QUAD,
    SHORT,
    UTF8,
    Member,
    central_record,
    damaged,
    data_offset,
    find_directory,
    find_end,
    without_zip64,
)

STORED: Final = 0
DEFLATED: Final = 8
_LEVEL: Final = 5
"""Of sheet XML, twice as fast as level 6 and one or two per cent larger."""
_ENCRYPTED: Final = 0x1
_HAS_DESCRIPTOR: Final = 0x8
_CENTRAL_OFFSET_AT: Final = 42
_VERSION: Final = 20
"""What it takes to inflate: PKWARE APPNOTE 4.4.3."""
_NO_DATE: Final = 0x21
"""The first day that a zip archive can name, as Excel itself writes it."""


class ZipArchive:
    """The members of an archive.

    Args:
        data: The whole file; kept, not copied.

    Raises:
        Refused: ``package_damaged``; the archive cannot be trusted to be what it says.
    """

    __slots__ = ("_directory", "data", "members")

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._directory = find_directory(data)
        self.members: dict[str, Member] = {}
        position = self._directory.offset
        for _ in range(self._directory.count):
            member = central_record(data, position)
            if member.name in self.members:
                raise damaged("duplicate_member")
            self.members[member.name] = member
            position += len(member.central)
        if position != self._directory.offset + self._directory.size:
            raise damaged("directory_size")

    def read(self, name: str) -> bytes:
        """Inflate one member.

        Raises:
            KeyError: There is no such member.
            Refused: ``package_damaged``, ``package_encrypted_part`` or
                ``package_unknown_compression``.
        """
        member = self.members[name]
        start = data_offset(self.data, member)
        stop = start + member.compressed
        if stop > self._directory.offset:
            raise damaged("member_size")
        content = _inflated(member, memoryview(self.data)[start:stop])
        if len(content) != member.size or zlib.crc32(content) != member.crc:
            raise damaged("checksum")
        return content

    def replaced(
        self,
        contents: Mapping[str, bytes],
        *,
        added: Mapping[str, bytes] | None = None,
        removed: Collection[str] = (),
        method: int = DEFLATED,
    ) -> bytes:
        """Write the archive with other contents for some members.

        Args:
            contents: New inflated contents by member name.
            added: Contents of new members, by names that the archive does not have.
            removed: The members that are left out.
            method: How the new contents are kept; ``STORED`` is quick, for use in memory.

        Returns:
            The new archive. The old one, the same object, when there is nothing to do.

        Raises:
            KeyError: A name that the archive does not have, or has where it should not.
        """
        added = added or {}
        if not contents and not added and not removed:
            return self.data
        if known := self.members.keys() & added.keys():
            raise KeyError(*known)
        new = {self.members[name].name: content for name, content in contents.items()}
        left_out = {self.members[name].name for name in removed}
        central: dict[str, bytes] = {}
        view = memoryview(self.data)
        records = self._records()
        position = min((start for _, start, _ in records), default=0)
        chunks: list[bytes | memoryview] = [view[:position]]
        for member, start, stop in records:
            if member.name in left_out:
                continue
            if member.name in new:
                local, directory = _new_records(self.data, member, new[member.name], method)
                central[member.name] = _moved(directory, position, None)
                chunks.extend(local)
                position += sum(map(len, local))
            else:
                central[member.name] = _moved(member.central, position, member.wide_offset_at)
                chunks.append(view[start:stop])
                position += stop - start
        for name, content in added.items():
            local, directory = _added_records(name, content, method)
            central[name] = _moved(directory, position, None)
            chunks.extend(local)
            position += sum(map(len, local))
        names = [name for name in (*self.members, *added) if name in central]
        chunks.extend(central[name] for name in names)
        chunks.append(self._ending(position, sum(map(len, central.values())), len(names)))
        return b"".join(chunks)

    def _records(self) -> list[tuple[Member, int, int]]:
        """Give members with the span of their local record, in the order of the file."""
        ordered = sorted(self.members.values(), key=lambda member: member.offset)
        starts = [member.offset for member in ordered]
        stops = [*starts[1:], self._directory.offset]
        records = list(zip(ordered, starts, stops, strict=True))
        if any(stop < data_offset(self.data, m) + m.compressed for m, _, stop in records):
            raise damaged("overlap")
        return records

    def _ending(self, offset: int, size: int, count: int) -> bytes:
        """Write what follows the central directory, with its new place, size and count."""
        old_stop = self._directory.offset + self._directory.size
        ending = bytearray(self.data[old_stop:])
        end = len(ending) - (len(self.data) - find_end(self.data))
        if self._directory.end64 is not None:
            at = self._directory.end64 - old_stop
            struct.pack_into("<4Q", ending, at + 24, count, count, size, offset)
            locator = end - LOCATOR.size
            struct.pack_into("<Q", ending, locator + 8, offset + size + at)
        for value, at in ((size, end + 12), (offset, end + 16)):
            if LONG.unpack_from(ending, at)[0] != IN_ZIP64:
                LONG.pack_into(ending, at, value)
        if SHORT.unpack_from(ending, end + 10)[0] != COUNT_IN_ZIP64:
            struct.pack_into("<2H", ending, end + 8, count, count)
        return bytes(ending)


def _inflated(member: Member, raw: memoryview) -> bytes:
    if member.flags & _ENCRYPTED:
        raise refuse("package_encrypted_part", Place(sheet=member.name))
    if member.method == STORED:
        return bytes(raw)
    if member.method != DEFLATED:
        raise refuse("package_unknown_compression", Place(sheet=member.name))
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        return inflater.decompress(raw, member.size + 1)
    except zlib.error as error:
        raise damaged("data") from error


def _deflated(content: bytes) -> bytes:
    deflater = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS)
    return deflater.compress(content) + deflater.flush()


def _new_records(
    data: bytes, member: Member, content: bytes, method: int
) -> tuple[list[bytes], bytes]:
    """Write the local and the central record of new contents under the old name and date."""
    raw = _deflated(content) if method == DEFLATED else content
    sizes = (zlib.crc32(content), len(raw), len(content))
    flags = member.flags & ~_HAS_DESCRIPTOR
    local = list(LOCAL.unpack_from(data, member.offset))
    name_at = member.offset + LOCAL.size
    name = data[name_at : name_at + local[9]]
    extra = without_zip64(data, name_at + local[9], local[10])
    local[2:4] = flags, method
    local[6:9] = sizes
    local[10] = len(extra)
    central = list(CENTRAL.unpack_from(member.central))
    after_name = CENTRAL.size + central[10]
    central_extra = without_zip64(member.central, after_name, central[11])
    rest = member.central[after_name + central[11] :]
    central[3:5] = flags, method
    central[7:10] = sizes
    central[11] = len(central_extra)
    central[13] = 0
    directory = CENTRAL.pack(*central) + member.central[CENTRAL.size : after_name]
    return [LOCAL.pack(*local), name, extra, raw], directory + central_extra + rest


def _added_records(name: str, content: bytes, method: int) -> tuple[list[bytes], bytes]:
    """Write the local and the central record of a member that is new, without a date."""
    raw = _deflated(content) if method == DEFLATED else content
    written = name.encode()
    flags = 0 if name.isascii() else UTF8
    described = (flags, method, 0, _NO_DATE, zlib.crc32(content), len(raw), len(content))
    lengths = (len(written), 0)
    local = LOCAL.pack(b"PK\x03\x04", _VERSION, *described, *lengths)
    central = CENTRAL.pack(b"PK\x01\x02", _VERSION, _VERSION, *described, *lengths, 0, 0, 0, 0, 0)
    return [local, written, raw], central + written


def _moved(central: bytes, offset: int, wide_at: int | None) -> bytes:
    """Write the new offset of a local record into its central record."""
    record = bytearray(central)
    if wide_at is None:
        LONG.pack_into(record, _CENTRAL_OFFSET_AT, offset)
    else:
        QUAD.pack_into(record, wide_at, offset)
    return bytes(record)
