"""Packages made to harm a reader, and packages damaged at random.

``HOSTILE`` gives for each the file and the fault that it must be refused with. ``COSTLY``
passes the gate, since it is a legal workbook, and asks for more than a computer has.
"""

from __future__ import annotations

import random
import re
import struct
import zlib
from collections.abc import Callable, Mapping
from functools import partial

from raw_workbooks import DECLARATION, MAIN, OFFICE, archive, workbook

from shk_xl.ooxml.zip_archive import ZipArchive
from shk_xl.ooxml.zip_records import CENTRAL, LOCAL, find_directory

TYPES = "[Content_Types].xml"
SHEET = "xl/worksheets/sheet1.xml"
BOOK = "xl/workbook.xml"
DTD = b'<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>'


def plain() -> bytes:
    """A workbook that is as it should be, with a few formulas."""
    cells = {"A1": "1", "A2": "=A1*2", "B1": "=SHK_BELOPP(A1)", "B2": '="å"&A1'}
    return workbook({"Blad1": cells, "Blad2": {"A1": "=SUM(Blad1!A1:A2)"}})


def parts_of(data: bytes) -> dict[str, bytes]:
    archived = ZipArchive(data)
    return {name: archived.read(name) for name in archived.members}


def replaced(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The plain workbook with one part changed."""
    parts = parts_of(plain())
    parts[part] = change(parts[part])
    return archive(parts)


def added(parts: Mapping[str, bytes]) -> bytes:
    return archive({**parts_of(plain()), **parts})


def put(old: bytes, new: bytes, part: bytes) -> bytes:
    assert old in part
    return part.replace(old, new, 1)


def declared(type_: str, part: str = "/xl/vbaProject.bin") -> Callable[[bytes], bytes]:
    """Declare one more part."""
    override = f'<Override PartName="{part}" ContentType="{type_}"/></Types>'
    return partial(put, b"</Types>", override.encode())


def with_dtd(encoding: str) -> Callable[[bytes], bytes]:
    def change(part: bytes) -> bytes:
        text = part.decode().removeprefix(DECLARATION)
        declaration = f'<?xml version="1.0" encoding="{encoding}"?>'
        return (declaration + DTD.decode() + text).encode(encoding)

    return change


def _sheet(inside: str) -> Callable[[bytes], bytes]:
    return partial(put, b"</worksheet>", f"{inside}</worksheet>".encode())


def _cells(xml: str) -> Callable[[bytes], bytes]:
    return partial(put, b"</sheetData>", f"{xml}</sheetData>".encode())


def hidden_between() -> bytes:
    """A second sheet1 that the table of contents does not know, between two members."""
    data = plain()
    directory = find_directory(data)
    evil = b"<worksheet/>"
    name = SHEET.encode()
    local = LOCAL.pack(
        b"PK\x03\x04", 20, 0, 0, 0, 0, zlib.crc32(evil), len(evil), len(evil), len(name), 0
    )
    record = local + name + evil
    moved = bytearray(data[: directory.offset] + record + data[directory.offset :])
    struct.pack_into("<L", moved, len(moved) - 6, directory.offset + len(record))
    return bytes(moved)


def other_name() -> bytes:
    """A member with a second name, which some readers go by."""
    data = plain()
    directory = find_directory(data)
    extra = struct.pack("<2HBL", 0x7075, 5 + 4, 1, 0) + b"evil"
    fields = list(CENTRAL.unpack_from(data, directory.offset))
    fields[11] = len(extra)
    name_end = directory.offset + CENTRAL.size + fields[10]
    changed = (
        data[: directory.offset]
        + CENTRAL.pack(*fields)
        + data[directory.offset + CENTRAL.size : name_end]
        + extra
        + data[name_end:]
    )
    end = bytearray(changed)
    struct.pack_into("<L", end, len(end) - 10, directory.size + len(extra))
    return bytes(end)


def many_members(count: int = 6_000) -> bytes:
    return added({f"xl/{number}.bin": b"" for number in range(count)})


_VBA = "application/vnd.ms-office.vbaProject"
_WORKSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_CASE = {SHEET.upper().replace("XL/WORKSHEETS", "xl/worksheets"): b"<worksheet/>"}

HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "prefixed": (lambda: b"#!/bin/sh\n" + plain(), "package_prefixed"),
    "program": (lambda: b"MZ\x90\x00" + plain(), "file_is_program"),
    "twice": (lambda: plain() + plain(), "package_prefixed"),
    "surplus": (lambda: plain() + b"\0" * 50, "package_surplus"),
    "cut": (lambda: plain()[:-200], "package_damaged"),
    "hidden member": (hidden_between, "package_hidden_bytes"),
    "other name": (other_name, "package_damaged_part"),
    "many members": (many_members, "package_too_many_parts"),
    "case-equal": (lambda: added(_CASE), "package_duplicate_part"),
    "escaping": (lambda: added({"../../evil.xml": b"<a/>"}), "package_unsafe_name"),
    "bomb": (lambda: added({"xl/a.bin": b"\0" * 40_000_000}), "package_bomb"),
    "dtd utf-8": (lambda: replaced(SHEET, with_dtd("utf-8")), "package_dtd"),
    "dtd utf-16": (lambda: replaced(SHEET, with_dtd("utf-16")), "package_dtd"),
    "dtd in workbook": (lambda: replaced(BOOK, with_dtd("utf-16")), "package_dtd"),
    "dtd utf-32": (lambda: replaced(SHEET, with_dtd("utf-32")), "package_encoding"),
    "dtd ebcdic": (lambda: replaced(SHEET, with_dtd("cp037")), "package_encoding"),
    "dtd under another name": (
        lambda: added({"xl/media/image1.png": b"<?xml version='1.0'?>" + DTD + b"<a/>"}),
        "package_dtd",
    ),
    "ebcdic under another name": (
        lambda: added({"xl/media/image1.png": with_dtd("cp037")(b"<a/>")}),
        "package_encoding",
    ),
    "deep": (lambda: replaced(SHEET, _sheet("<a>" * 9999 + "</a>" * 9999)), "package_too_deep"),
    "merged": (
        lambda: replaced(
            SHEET, _sheet('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>')
        ),
        "sheet_merge_too_large",
    ),
    "outside": (
        lambda: replaced(SHEET, _cells('<row r="3"><c r="XFE3"/></row>')),
        "sheet_cell_outside",
    ),
    "many rows": (lambda: replaced(SHEET, _cells("<row/>" * 1_100_000)), "sheet_too_many_rows"),
    "many names": (
        lambda: replaced(
            BOOK,
            partial(
                put,
                b"</definedNames>",
                b'<definedName name="a">1</definedName>' * 101_000 + b"</definedNames>",
            ),
        ),
        "workbook_too_many_names",
    ),
    "sheet of another type": (
        lambda: replaced(TYPES, partial(put, _WORKSHEET.encode(), b"image/png")),
        "package_wrong_type",
    ),
    "sheet that is none": (
        lambda: replaced(SHEET, lambda _: f'<sst xmlns="{MAIN}"/>'.encode()),
        "package_wrong_type",
    ),
    "image that says it is a sheet": (
        lambda: archive(
            {
                **parts_of(replaced(TYPES, declared(_WORKSHEET, "/xl/media/a.png"))),
                "xl/media/a.png": b"\x89PNG",
            }
        ),
        "package_wrong_type",
    ),
    "two types": (
        lambda: replaced(TYPES, declared("image/png", f"/{SHEET}")),
        "package_ambiguous_type",
    ),
    "macros": (
        lambda: archive(
            {**parts_of(replaced(TYPES, declared(_VBA))), "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0"}
        ),
        "package_hidden_macros",
    ),
    "encrypted": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
        "file_is_encrypted",
    ),
    "signed": (
        lambda: replaced(
            "_rels/.rels",
            partial(
                put,
                b"</Relationships>",
                b'<Relationship Id="s" Type="http://schemas.openxmlformats.org/package/2006/'
                b'relationships/digital-signature/origin" Target="o.sigs"/></Relationships>',
            ),
        ),
        "workbook_signed",
    ),
    "no workbook": (
        lambda: replaced(BOOK, lambda _: f'<document xmlns:r="{OFFICE}"/>'.encode()),
        "package_wrong_type",
    ),
    "text": (lambda: b"Namn;Belopp\r\n", "file_is_text"),
    "empty": (lambda: b"", "file_empty"),
}

COSTLY: dict[str, Callable[[], bytes]] = {
    "array over the sheet": lambda: replaced(
        SHEET,
        _cells('<row r="9"><c r="C9"><f t="array" ref="C9:XFD1048576">ROW()</f><v>1</v></c></row>'),
    ),
    "shared formula over the sheet": lambda: replaced(
        SHEET,
        _cells(
            '<row r="9"><c r="C9"><f t="shared" si="0" ref="C9:XFD1048576">A1</f><v>1</v></c></row>'
        ),
    ),
    "product of whole columns and rows": lambda: replaced(
        SHEET,
        _cells(
            '<row r="9"><c r="C9"><f>SUMPRODUCT(ROW(1:1048576)*COLUMN(A:XFD))</f><v>1</v></c></row>'
        ),
    ),
    "long sequence": lambda: replaced(
        SHEET,
        _cells('<row r="9"><c r="C9"><f>SUM(SEQUENCE(1048576,16384))</f><v>1</v></c></row>'),
    ),
    "nested parentheses": lambda: replaced(
        SHEET,
        _cells(f'<row r="9"><c r="C9"><f>{"(" * 4000}1{")" * 4000}</f><v>1</v></c></row>'),
    ),
    "text that doubles": lambda: replaced(
        SHEET,
        _cells(
            "".join(
                f'<row r="{row}"><c r="C{row}"><f>{one}&amp;{one}</f><v>1</v></c></row>'
                for row in range(3, 60)
                for one in [f"C{row - 1}" if row > 3 else 'REPT("x",30000)']
            )
        ),
    ),
}


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Damage a package in one of many ways."""
    return chance.choice(_MUTATIONS)(data, chance)


def _flip(data: bytes, chance: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.randint(1, 8)):
        changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut(data: bytes, chance: random.Random) -> bytes:
    start, stop = sorted(chance.sample(range(len(data)), 2))
    return chance.choice([data[:stop], data[start:], data[:start] + data[stop:]])


def _doubled(data: bytes, chance: random.Random) -> bytes:
    start, stop = sorted(chance.sample(range(len(data)), 2))
    at = chance.randrange(len(data))
    return data[:at] + data[start:stop] + data[at:]


def _record(data: bytes, chance: random.Random) -> bytes:
    """Change a number in one of the archive's records."""
    changed = bytearray(data)
    places = [m.start() for m in re.finditer(rb"PK(?:\x01\x02|\x03\x04|\x05\x06)", data)]
    at = chance.choice(places) + chance.randrange(4, 40)
    value = chance.choice([0, 1, 0xFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF, chance.getrandbits(32)])
    size = chance.choice([1, 2, 4])
    changed[at : at + size] = (value & (256**size - 1)).to_bytes(size, "little")
    return bytes(changed[: len(data)])


def _spliced(data: bytes, chance: random.Random) -> bytes:
    """Exchange the contents of members, leave some out, give one another name."""
    parts = parts_of(data)
    names = list(parts)
    first, second = chance.sample(names, 2)
    deed = chance.randrange(4)
    if deed == 0:
        parts[first], parts[second] = parts[second], parts[first]
    elif deed == 1:
        del parts[first]
    elif deed == 2:
        parts[first] = b""
    else:
        parts[first + chance.choice(["x", "/", "/..", "\\a", ".xml", "\u0301"])] = parts.pop(first)
    return archive(parts)


def _xml(data: bytes, chance: random.Random) -> bytes:
    """Change the XML of a part: well-formed or not, legal or not."""
    parts = parts_of(data)
    name = chance.choice(list(parts))
    part = parts[name]
    tags = [match.span() for match in re.finditer(rb"<[^>]*>", part)]
    start, stop = chance.choice(tags or [(0, len(part))])
    values = [match.span(1) for match in re.finditer(rb'="([^"]*)"', part)]
    a, b = chance.choice(values or [(0, 0)])
    odd = chance.choice(_ODD)
    changes = [
        part[:start] + part[stop:],
        part[:stop] + part[start:stop] + part[stop:],
        part[:a] + odd + part[b:],
        part[:stop] + odd + part[stop:],
        part.replace(b'"', b"'"),
        part.replace(b"><", b">\n\t<!-- a > b --> <"),
        part.decode("utf-8", "replace").encode("utf-16"),
    ]
    parts[name] = chance.choice(changes)
    return archive(parts)


_ODD = (
    b"", b"-1", b"0", b"99999999999999999999", b"A0", b"XFD1048576", b"A1:A1048576", b"#REF!",
    b"&lt;", b"&#0;", b"&amp;", b"\xff", b"1e999", b"NaN", b"]]>", b"<v>1</v>", b"<f>A1+</f>",
    b"<f>INDIRECT(A1)</f>", b"\xc3\xa5" * 40, b"rId999", b"../../x",
)  # fmt: skip
_MUTATIONS = (_flip, _cut, _doubled, _record, _spliced, _xml, _xml)
