"""The package: untouched members are copied byte for byte, parts are found by relationship."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from raw_workbooks import MAIN, OFFICE, PACKAGE, STRICT, archive, workbook

from shk_xl.domain.faults import Refused
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import read_workbook

PART = "xl/worksheets/sheet1.xml"
CONTENT = b"<worksheet/>" * 500


class Unseekable(io.RawIOBase):
    """A sink that zipfile can't rewind, so that it writes data descriptors."""

    def __init__(self) -> None:
        self.written = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self.written += data
        return len(data)


def small() -> bytes:
    return workbook({"Blad1": {"A1": "1", "B1": "=A1*2"}, "Åsas blad": {"A1": "2"}})


def with_descriptors() -> bytes:
    sink = Unseekable()
    with (
        zipfile.ZipFile(io.BytesIO(small())) as source,
        zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for info in source.infolist():
            target.writestr(info.filename, source.read(info))
    return bytes(sink.written)


def with_zip64() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(small())) as source, zipfile.ZipFile(packed, "w") as target:
        for info in source.infolist():
            with target.open(info.filename, "w", force_zip64=True) as member:
                member.write(source.read(info))
    return packed.getvalue()


def with_comments() -> bytes:
    packed = io.BytesIO(small())
    with zipfile.ZipFile(packed, "a") as file:
        file.comment = "hälsning".encode()
        extra = zipfile.ZipInfo("docProps/app.xml", (1999, 12, 31, 23, 59, 58))
        extra.comment = b"en kommentar"
        extra.extra = struct.pack("<2H4s", 0x7875, 4, b"abcd")
        extra.external_attr = 0o600 << 16
        file.writestr(extra, "<Properties/>")
    return packed.getvalue()


def local_records(data: bytes) -> dict[str, bytes]:
    """The local record of every member: from its header to the next."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        infos = sorted(file.infolist(), key=lambda info: info.header_offset)
        stops = [*(info.header_offset for info in infos[1:]), file.start_dir]
        return {
            info.filename: data[info.header_offset : stop]
            for info, stop in zip(infos, stops, strict=True)
        }


def described(data: bytes) -> list[tuple[object, ...]]:
    """What the directory says of every member but sizes, flags and place."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return [
            (i.filename, i.date_time, i.comment, i.external_attr, i.internal_attr, i.create_system)
            for i in file.infolist()
        ]


@pytest.mark.parametrize("make", [small, with_descriptors, with_zip64, with_comments])
def test_all_but_the_replaced_part_is_copied_byte_for_byte(make: Callable[[], bytes]) -> None:
    data = make()
    changed = Package(data).replaced({PART: CONTENT})
    before, after = local_records(data), local_records(changed)
    assert list(before) == list(after)
    assert {n for n in before if before[n] != after[n]} == {PART}
    assert described(data) == described(changed)
    with zipfile.ZipFile(io.BytesIO(changed)) as file:
        assert file.testzip() is None
        assert file.read(PART) == CONTENT
        assert file.comment == zipfile.ZipFile(io.BytesIO(data)).comment
    assert Package(changed).read(PART) == CONTENT


@pytest.mark.parametrize("make", [small, with_descriptors, with_zip64, with_comments])
def test_the_new_contents_may_be_stored_for_use_in_memory(make: Callable[[], bytes]) -> None:
    changed = Package(make()).replaced_in_memory({PART: CONTENT})
    with zipfile.ZipFile(io.BytesIO(changed)) as file:
        assert file.testzip() is None
        assert file.getinfo(PART).compress_type == zipfile.ZIP_STORED


@pytest.mark.parametrize("make", [small, with_descriptors, with_zip64, with_comments])
def test_new_parts_come_last_and_others_can_be_left_out(make: Callable[[], bytes]) -> None:
    data = make()
    first = Package(data).partnames[0]
    new = {"xl/ny.xml": CONTENT, "xl/å.xml": b"<x/>"}
    changed = Package(data).replaced({PART: CONTENT}, added=new, removed=[first.upper()])
    before, after = local_records(data), local_records(changed)
    assert list(after) == [*(name for name in before if name != first), *new]
    assert {n for n in before if n != first and before[n] != after[n]} == {PART}
    with zipfile.ZipFile(io.BytesIO(changed)) as file:
        assert file.testzip() is None
        assert {name: file.read(name) for name in new} == new
        assert file.comment == zipfile.ZipFile(io.BytesIO(data)).comment
    with pytest.raises(KeyError):
        Package(data).replaced({}, added={PART: b""})


def test_without_anything_to_replace_the_same_object_comes_back() -> None:
    data = small()
    assert Package(data).replaced({}) is data


def test_putting_the_old_contents_back_gives_the_old_contents() -> None:
    package = Package(small())
    twice = Package(package.replaced({PART: CONTENT})).replaced({PART: package.read(PART)})
    assert {n: Package(twice).read(n) for n in package.partnames} == {
        n: package.read(n) for n in package.partnames
    }


def test_parts_are_found_without_regard_to_case() -> None:
    package = Package(small())
    assert package.read("XL/Workbook.xml") == package.read("xl/workbook.xml")
    assert "xl/WORKBOOK.xml" in package


TRANSITIONAL = (MAIN, OFFICE)
STRICT_ONES = (STRICT, "http://purl.oclc.org/ooxml/officeDocument/relationships")


def relocated(namespaces: tuple[str, str], sheet: str) -> bytes:
    """A package with prefixes, odd places, and a part name that needs decoding."""
    main, office = namespaces

    def relationships(*listed: str) -> bytes:
        inner = "".join(f"<p:Relationship {attributes}/>" for attributes in listed)
        outer = f'<p:Relationships xmlns:p="{PACKAGE}/relationships">{inner}</p:Relationships>'
        return outer.encode()

    book = f"<w:workbook xmlns:w='{main}' xmlns:q='{office}'><w:sheets><w:sheet "
    book += "name='Å &amp; ä' q:id='x1' sheetId='7'/></w:sheets></w:workbook>"
    to_book = f"Target='/bok/arbets%20bok.xml' Id='a' Type='{office}/officeDocument'"
    to_sheet = f"Id='x1' Type='{office}/worksheet' Target='{sheet}'"
    link = f"Id='x2' TargetMode='External' Type='{office}/hyperlink' Target='https://example.org/'"
    return archive(
        {
            "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"/>'.encode(),
            "_rels/.rels": relationships(to_book),
            "bok/arbets bok.xml": book.encode(),
            "bok/_rels/arbets bok.xml.rels": relationships(to_sheet, link),
            "blad/ett.xml": b"<worksheet/>",
        }
    )


@pytest.mark.parametrize("namespaces", [TRANSITIONAL, STRICT_ONES])
@pytest.mark.parametrize("sheet", ["/blad/ett.xml", "../blad/ett.xml", "../blad/ett.xml#A1"])
def test_the_workbook_and_its_sheets_are_found_wherever_they_stand(
    namespaces: tuple[str, str], sheet: str
) -> None:
    package = Package(relocated(namespaces, sheet))
    found = read_workbook(package)
    assert found.partname == "bok/arbets bok.xml"
    assert found.strict is (namespaces is STRICT_ONES)
    assert [(s.name, s.partname, s.kind) for s in found.sheets] == [
        ("Å & ä", "blad/ett.xml", "worksheet")
    ]
    link = package.relationships(found.partname)[1]
    assert (link.target, link.external) == ("https://example.org/", True)


def patched(data: bytes, signature: bytes, offset: int, value: bytes) -> bytes:
    at = data.index(signature) + offset
    return data[:at] + value + data[at + len(value) :]


DAMAGED: dict[str, Callable[[bytes], bytes]] = {
    "no zip": lambda _: b"not a zip at all",
    "empty": lambda _: b"",
    "cut off": lambda data: data[:-40],
    "cut in the middle": lambda data: data[: len(data) // 2],
    "bytes after the end": lambda data: data + b"more",
    "bytes before the start": lambda data: b"MZ" + data,
    "wrong checksum": lambda data: patched(data, b"PK\x01\x02", 16, b"\0\0\0\0"),
    "too small a size": lambda data: patched(data, b"PK\x01\x02", 24, b"\x01\0\0\0"),
    "too large a size": lambda data: patched(data, b"PK\x01\x02", 24, b"\xff\xff\xff\x0f"),
    "compressed size beyond the end": lambda data: patched(
        data, b"PK\x01\x02", 20, b"\xff\xff\0\0"
    ),
    "offset beyond the end": lambda data: patched(data, b"PK\x01\x02", 42, b"\xff\xff\xff\x0f"),
    "count too high": lambda data: patched(data, b"PK\x05\x06", 8, b"\x63\0\x63\0"),
    "several disks": lambda data: patched(data, b"PK\x05\x06", 4, b"\x01\0"),
    "zip64 without its field": lambda data: patched(data, b"PK\x01\x02", 24, b"\xff\xff\xff\xff"),
}


@pytest.mark.parametrize("damage", DAMAGED)
def test_a_damaged_archive_is_refused(damage: str) -> None:
    data = DAMAGED[damage](small())
    with pytest.raises(Refused) as refused:
        Package(data).read("[Content_Types].xml")
    assert [fault.code for fault in refused.value.faults] == ["package_damaged"]


@pytest.mark.parametrize(
    ("offset", "value", "code"),
    [(8, b"\x01\0", "package_encrypted_part"), (10, b"\x0c\0", "package_unknown_compression")],
)
def test_a_member_that_cannot_be_inflated_is_named(offset: int, value: bytes, code: str) -> None:
    data = patched(small(), b"PK\x01\x02", offset, value)
    with pytest.raises(Refused) as refused:
        Package(data).read("[Content_Types].xml")
    fault = refused.value.faults[0]
    assert (fault.code, fault.place.sheet) == (code, "[Content_Types].xml")


def test_two_members_with_one_name_are_refused() -> None:
    packed = io.BytesIO(small())
    with zipfile.ZipFile(packed, "a") as file, pytest.warns(UserWarning, match="Duplicate"):
        file.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refused):
        Package(packed.getvalue())


def test_a_zip_that_is_no_package_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        Package(archive({"a.txt": b"hej"}))
    assert refused.value.faults[0].code == "file_is_unknown"


def test_a_missing_part_is_named() -> None:
    with pytest.raises(Refused) as refused:
        Package(small()).read("xl/saknas.xml")
    assert dict(refused.value.faults[0].values) == {"part": "xl/saknas.xml"}


def test_every_real_workbook_survives_a_replaced_part(excel_files: list[Path]) -> None:
    for path in excel_files:
        data = path.read_bytes()
        package = Package(data)
        name = package.main_part()
        changed = package.replaced({name: package.read(name) + b" "})
        before, after = local_records(data), local_records(changed)
        assert {n for n in before if before[n] != after[n]} == {name}, path.name
        assert described(data) == described(changed), path.name
        assert zipfile.ZipFile(io.BytesIO(changed)).testzip() is None, path.name


def test_the_checksum_is_that_of_the_new_contents() -> None:
    changed = Package(small()).replaced({PART: CONTENT})
    with zipfile.ZipFile(io.BytesIO(changed)) as file:
        assert zlib.crc32(CONTENT) == file.getinfo(PART).CRC
