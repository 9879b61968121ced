"""The guard lets whole packages through, and says what every other file is."""

from __future__ import annotations

import copy
import io
import random
import struct
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import docx
import pytest
import xlsxwriter
from hostile_packages import COSTLY, HOSTILE, mutated, plain
from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.domain.faults import Fault, Refused
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.guard_xml import surely_shallow
from shk_xl.ooxml.limits import LIMITS, Limits
from shk_xl.ooxml.package import CONTENT_TYPES
from shk_xl.ooxml.zip_archive import ZipArchive
from shk_xl.wording import in_words

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
TYPES = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
DTD = '<!DOCTYPE worksheet [<!ENTITY a "aaaa">]>'


def sheet(inside: str = "", *, declaration: str = "", before: str = "") -> str:
    return f'{declaration}{before}<worksheet xmlns="{MAIN}">{inside}</worksheet>'


def package(parts: dict[str, bytes | str] | None = None, **options: int) -> bytes:
    """Make a package with a sheet, and the parts that a test adds or replaces."""
    stream = io.BytesIO()
    whole: dict[str, bytes | str] = {CONTENT_TYPES: TYPES, "xl/worksheets/sheet1.xml": sheet()}
    with zipfile.ZipFile(stream, "w", options.get("method", zipfile.ZIP_DEFLATED)) as archive:
        for name, content in {**whole, **(parts or {})}.items():
            archive.writestr(zipfile.ZipInfo(name), content, archive.compression)
    return stream.getvalue()


def with_sheet(content: bytes | str) -> bytes:
    return package({"xl/worksheets/sheet1.xml": content})


def faults(data: bytes, limits: Limits = LIMITS) -> list[Fault]:
    """Give the faults of a refused file, and see that all can be put in words."""
    with pytest.raises(Refused) as caught:
        check_package(data, file="bok.xlsx", limits=limits)
    for fault in caught.value.faults:
        assert in_words(fault).startswith("bok.xlsx")
    return list(caught.value.faults)


def codes(data: bytes, limits: Limits = LIMITS) -> list[str]:
    return [fault.code for fault in faults(data, limits)]


def changed(data: bytes, change: Callable[[list[zipfile.ZipInfo]], None]) -> bytes:
    """Write the table of contents anew after a change to it; the members stay as they are."""
    stream = io.BytesIO(data)
    with zipfile.ZipFile(stream, "a") as archive:
        change(archive.filelist)
        archive._didModify = True  # type: ignore[attr-defined]
    return stream.getvalue()


# What passes.


def test_a_workbook_and_a_document_pass() -> None:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet()
        page.write_row(0, 0, ["å", 1, True])
        page.write(1_048_575, 16_383, "i sista cellen")
        page.merge_range("A2:C4", "sammanfogat")
        page.write_url("E5", "https://example.invalid/")
    check_package(stream.getvalue(), file="bok.xlsx")
    stream = io.BytesIO()
    docx.Document().save(stream)
    check_package(stream.getvalue(), file="text.docx")


def test_every_workbook_that_a_spreadsheet_program_saved_passes(excel_files: list[Path]) -> None:
    for path in excel_files:
        data = path.read_bytes()
        if path.suffix == ".xlsx" and b"vbaProject" in data:  # as a test of another program has it
            assert set(codes(data)) == {"package_hidden_macros"}
        else:
            check_package(data, file=path.name)


@pytest.mark.parametrize(
    "content",
    [
        sheet("<a>&lt;!DOCTYPE html&gt;</a>"),
        sheet("<a><![CDATA[<!DOCTYPE html>]]></a>"),
        sheet("<!-- <!DOCTYPE html> -->"),
        sheet().encode("utf-16"),
        sheet(declaration='<?xml version="1.0" encoding="UTF-16"?>').encode("utf-16"),
        sheet(declaration='<?xml version="1.0" encoding="ISO-8859-1"?>'),
        b"\xef\xbb\xbf" + sheet().encode(),
        sheet("<a>" * 150 + "</a>" * 150),
        sheet('<row r="1048576"><c r="XFD1048576"/></row>'),
        sheet('<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'),
    ],
)
def test_what_looks_dangerous_and_is_not_passes(content: bytes | str) -> None:
    check_package(with_sheet(content), file="bok.xlsx")


def test_parts_that_are_no_xml_pass_whatever_they_hold() -> None:
    parts: dict[str, bytes | str] = {
        "xl/drawings/drawing1.vml": "<xml><br></xml>",
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n<!DOCTYPE",
        "xl/model/item.data": "STREAM <a>".encode("utf-16"),
        "xl/printerSettings1.bin": b"\x00<\x00",
        "docProps/": b"",
    }
    check_package(package(parts), file="bok.xlsx")


# What is no package.


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"%PDF-1.7\n", "file_is_pdf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "file_is_old_office"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "file_is_encrypted",
        ),
        ("Namn;Belopp\r\nUVÅS;648 000\r\n".encode("cp1252"), "file_is_text"),
        ("Namn\tBelopp".encode("utf-16"), "file_is_text"),
        (b"\xef\xbb\xbfNamn,Belopp\n", "file_is_text"),
        (b"\r\n<html><table>", "file_is_html"),
        (b"<!DOCTYPE html>", "file_is_html"),
        (b'<?xml version="1.0"?><Workbook/>', "file_is_xml"),
        (b"{\\rtf1\\ansi}", "file_is_rtf"),
        (b"MZ\x90\x00", "file_is_program"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "file_is_unknown"),
        (b"PK\x05\x06" + bytes(18), "file_is_zip"),
        (b"PK\x03\x04" + bytes(100), "package_damaged"),
    ],
)
def test_a_file_that_is_no_package_is_called_what_it_is(data: bytes, code: str) -> None:
    assert codes(data) == [code]


def test_other_packages_are_called_what_they_are() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", "<a/>")
    assert codes(stream.getvalue()) == ["file_is_opendocument"]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("bok.xlsx", package())
    assert codes(stream.getvalue()) == ["file_is_zip"]


def test_bytes_around_the_package_are_refused() -> None:
    whole = package()
    assert codes(b"MZ\x90\x00" + whole) == ["file_is_program"]
    assert codes(b"\x00\x01\x02" + whole) == ["package_prefixed"]
    assert codes(b"#!/bin/sh\n" + whole) == ["package_prefixed"]
    assert codes(package() + whole) == ["package_prefixed"]
    assert codes(whole + b"\x00" * 40) == ["package_surplus"]


def test_a_cut_file_is_damaged() -> None:
    whole = package()
    assert codes(whole[: len(whole) // 2]) == ["package_damaged"]


# The table of contents.


def test_members_with_the_same_name_are_refused() -> None:
    stream = io.BytesIO(package())
    with zipfile.ZipFile(stream, "a") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile says that it is a duplicate: it is meant
        archive.writestr("xl/worksheets/sheet1.xml", sheet("<evil/>"))
    assert codes(stream.getvalue()) == ["package_duplicate_part"]


@pytest.mark.parametrize("name", ["XL/Worksheets/Sheet1.xml", "xl/worksheets/SHEET1.XML"])
def test_members_that_differ_in_case_alone_are_refused(name: str) -> None:
    (fault,) = faults(package({name: sheet("<evil/>")}))
    assert (fault.code, fault.place.sheet) == ("package_duplicate_part", name)


def test_members_that_differ_in_unicode_form_alone_are_refused() -> None:
    assert codes(package({"xl/\xe5.xml": "<a/>", "xl/a\u030a.xml": "<a/>"})) == [
        "package_duplicate_part"
    ]


@pytest.mark.parametrize(
    "name",
    ["../evil.xml", "/xl/evil.xml", "xl\\evil.xml", "C:/evil.xml", "xl/./evil.xml", "xl//evil.xml"],
)
def test_names_that_lead_out_of_the_package_are_refused(name: str) -> None:
    (fault,) = faults(package({name: "<a/>"}))
    assert (fault.code, fault.place.sheet) == ("package_unsafe_name", name)


def test_a_name_with_a_zero_byte_is_refused_and_shown_harmlessly() -> None:
    data = package({"xl/evilX.xml": "<a/>"}).replace(b"evilX.xml", b"evil\x00.xml")
    (fault,) = faults(data)
    assert fault.code == "package_unsafe_name"
    assert fault.place.sheet == r"xl/evil\x00.xml"


def test_encrypted_members_are_refused() -> None:
    def encrypt(members: list[zipfile.ZipInfo]) -> None:
        members[1].flag_bits |= 1

    assert "package_encrypted_part" in codes(changed(package(), encrypt))


def test_unknown_compression_is_refused() -> None:
    assert set(codes(package(method=zipfile.ZIP_BZIP2))) == {"package_unknown_compression"}


def test_overlapping_members_are_refused() -> None:
    def overlap(members: list[zipfile.ZipInfo]) -> None:
        twin = copy.copy(members[1])
        twin.filename = twin.orig_filename = "xl/worksheets/sheet2.xml"
        members.append(twin)

    assert codes(changed(package(), overlap)) == ["package_overlap"]


def test_a_member_that_its_own_header_names_otherwise_is_damaged() -> None:
    def rename(members: list[zipfile.ZipInfo]) -> None:
        members[1].filename = members[1].orig_filename = "xl/worksheets/other.xml"

    assert codes(changed(package(), rename)) == ["package_damaged_part"]


def test_all_faults_of_the_names_are_told_at_once() -> None:
    data = package({"../evil.xml": "<a/>", "XL/worksheets/sheet1.xml": "<a/>"})
    assert codes(data) == ["package_unsafe_name", "package_duplicate_part"]


def test_limits_of_the_package() -> None:
    data = package({f"xl/{n}.xml": "<a/>" for n in range(20)})
    assert codes(data, replace(LIMITS, members=10)) == ["package_too_many_parts"]
    assert codes(data, replace(LIMITS, file_bytes=100)) == ["package_too_large"]


# Sizes.


def test_a_bomb_is_stopped_by_its_ratio_long_before_it_is_inflated() -> None:
    bomb = package({"xl/bomb.bin": b"\x00" * 100_000_000})
    assert len(bomb) < 200_000
    (fault,) = faults(bomb)
    assert (fault.code, fault.place.sheet) == ("package_bomb", "xl/bomb.bin")
    assert int(fault.values["megabytes"] or 0) < 50


def test_many_parts_that_are_large_together_are_a_bomb() -> None:
    data = package({f"xl/{n}.bin": bytes(range(256)) * 40 for n in range(10)})
    check_package(data, file="bok.xlsx")
    assert codes(data, replace(LIMITS, total_bytes=50_000)) == ["package_bomb"]
    assert codes(data, replace(LIMITS, part_bytes=10_000)) == ["package_bomb"]


@pytest.mark.parametrize("size", [3, 1_000_000])
def test_a_size_that_lies_is_not_believed(size: int) -> None:
    def lie(members: list[zipfile.ZipInfo]) -> None:
        members[1].file_size = size

    assert codes(changed(package(), lie)) == ["package_damaged_part"]


def test_a_flipped_bit_is_found() -> None:
    data = bytearray(package({"xl/a.bin": b"abcdefgh"}, method=zipfile.ZIP_STORED))
    at = data.index(b"abcdefgh")
    data[at] ^= 1
    (fault,) = faults(bytes(data))
    assert (fault.code, fault.place.sheet) == ("package_damaged_part", "xl/a.bin")


# XML.

_ENCODED = {
    "utf-8": sheet(before=DTD).encode(),
    "utf-8 with mark": b"\xef\xbb\xbf" + sheet(before=DTD).encode(),
    "utf-16 little": b"\xff\xfe" + sheet(before=DTD).encode("utf-16-le"),
    "utf-16 big": b"\xfe\xff" + sheet(before=DTD).encode("utf-16-be"),
    "utf-16 without mark": sheet(
        before=DTD, declaration='<?xml version="1.0" encoding="UTF-16"?>'
    ).encode("utf-16-le"),
    "latin-1": sheet(
        before=DTD, declaration='<?xml version="1.0" encoding="ISO-8859-1"?>'
    ).encode(),
    "after a comment": sheet(before=f"<!-- > -->\n<?a b?>{DTD}").encode(),
    "without content": sheet(before="<!DOCTYPE worksheet>").encode(),
    "from outside": sheet(before='<!DOCTYPE a SYSTEM "file:///etc/passwd">').encode(),
}


@pytest.mark.parametrize("content", _ENCODED.values(), ids=_ENCODED.keys())
@pytest.mark.parametrize("name", ["xl/worksheets/sheet1.xml", "xl/_rels/a.rels", "xl/odd.data"])
def test_a_document_type_is_refused_in_every_encoding(content: bytes, name: str) -> None:
    (fault,) = faults(package({name: content}))
    assert (fault.code, fault.place.sheet) == ("package_dtd", name)


@pytest.mark.parametrize("encoding", ["utf-32", "utf-32-le", "utf-32-be"])
def test_utf32_is_refused(encoding: str) -> None:
    assert codes(with_sheet(sheet(before=DTD).encode(encoding))) == ["package_encoding"]


@pytest.mark.parametrize("name", ["UTF-7", "cp037", "utf-16-surprise", "x-user-defined"])
def test_encodings_that_office_does_not_use_are_refused(name: str) -> None:
    content = sheet(declaration=f'<?xml version="1.0" encoding="{name}"?>')
    assert codes(with_sheet(content)) == ["package_encoding"]


def test_an_open_tag_hides_no_document_type_in_a_drawing() -> None:
    content = f"<br>{DTD}<xml></xml>"
    assert codes(package({"xl/drawings/drawing1.vml": content})) == ["package_dtd"]
    wide = content.encode("utf-16")
    assert codes(package({"xl/drawings/drawing1.vml": wide})) == ["package_dtd"]


@pytest.mark.parametrize("content", ["", "<a>", "<a></b>", "<a>\x01</a>", "text", b"<a>\xe5</a>"])
def test_xml_that_is_not_well_formed_is_damaged(content: str | bytes) -> None:
    if content == "":
        check_package(with_sheet(content), file="bok.xlsx")  # a reader will miss its content
    else:
        assert codes(with_sheet(content)) == ["package_damaged_part"]


@pytest.mark.parametrize("depth", [250, 200_000])
def test_elements_too_deep_in_each_other_are_refused(depth: int) -> None:
    assert codes(with_sheet(sheet("<a>" * depth + "</a>" * depth))) == ["package_too_deep"]


@pytest.mark.parametrize(
    "content",
    [
        sheet('<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
        sheet("<mergeCells><mergeCell x=\">\" ref = '$A$1:$XFD$1048576'/></mergeCells>"),
        sheet('<mergeCells><mergeCell ref="&#65;1:XFD1048576"/></mergeCells>'),
        sheet('<mergeCells><mergeCell ref="allt"/></mergeCells>'),
        sheet('<mergeCells><mergeCell ref="XFD1048576:A1"/></mergeCells>').encode("utf-16"),
        f'<x:worksheet xmlns:x="{MAIN}"><x:mergeCell ref="A1:XFD1048576"/></x:worksheet>',
        sheet('<mergeCell ref="A1:D40000"/>' * 2),
    ],
)
def test_merged_areas_that_cover_the_sheet_are_refused(content: bytes | str) -> None:
    assert codes(with_sheet(content)) == ["sheet_merge_too_large"]


def test_a_link_that_covers_the_sheet_is_refused() -> None:
    content = sheet('<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>')
    assert codes(with_sheet(content)) == ["sheet_link_too_large"]


@pytest.mark.parametrize(
    "cell",
    [
        '<c r="XFE1"/>',
        '<c s="1" r="XGA1"/>',
        "<c r='AAAA1'/>",
        '<c r="zzz1"/>',
        '<c r="A1048577"/>',
        '<c r="A99999999999"/>',
        '<x:c xmlns:x="a" r="ABC2000000"/>',
        '<row r="1048577"/>',
        '<row spans="1:2" r="1100000"/>',
    ],
)
def test_cells_outside_the_sheet_are_refused(cell: str) -> None:
    content = sheet(f"<sheetData>{cell}</sheetData>")
    assert codes(with_sheet(content)) == ["sheet_cell_outside"]
    assert codes(with_sheet(content.encode("utf-16"))) == ["sheet_cell_outside"]


def test_too_many_cells_are_refused() -> None:
    content = sheet("<row>" + "<c/>" * 200 + "</row>")
    check_package(with_sheet(content), file="bok.xlsx")
    assert codes(with_sheet(content), replace(LIMITS, cells=100)) == ["sheet_too_many_cells"]


def test_the_faults_of_all_parts_are_told_at_once() -> None:
    parts: dict[str, bytes | str] = {
        "xl/a.xml": "<a>",
        "xl/b.xml": f"{DTD}<worksheet/>",
        "xl/c.xml": sheet('<mergeCell ref="A1:XFD1048576"/><c r="XFE1"/>'),
    }
    assert codes(package(parts)) == [
        "package_damaged_part",
        "package_dtd",
        "sheet_cell_outside",
        "sheet_merge_too_large",
    ]


@pytest.mark.parametrize("name", [name for name in HOSTILE if name != "signed"])
def test_hostile_packages_are_refused(name: str) -> None:
    make, code = HOSTILE[name]
    assert code in codes(make())


@pytest.mark.parametrize("name", COSTLY)
def test_a_legal_workbook_is_let_in_whatever_it_costs_to_compute(name: str) -> None:
    check_package(COSTLY[name](), file="bok.xlsx")


def test_macros_are_let_in_where_the_name_tells_of_them() -> None:
    check_package(HOSTILE["macros"][0](), file="bok.xlsm")


def test_a_hostile_package_is_not_told_of_without_end() -> None:
    assert len(codes(package({f"xl/{n}.xml": "<a>" for n in range(500)}))) == 30


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32))
def test_what_is_let_in_reads_the_same_to_every_reader(seed: int) -> None:
    data = mutated(plain(), random.Random(seed))  # noqa: S311 - not a secret
    try:
        check_package(data, file="bok.xlsx")
    except Refused:
        return
    ours = ZipArchive(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.namelist() == list(ours.members)
        assert all(archive.read(name) == ours.read(name) for name in ours.members)


@pytest.mark.parametrize("before", ["", '<mergeCell ref="B2:C3"/>'])
def test_areas_are_found_before_and_after_the_cells(before: str) -> None:
    cells = "<sheetData><row><c/></row></sheetData>"
    for after in ('<mergeCell ref="A1:XFD1048576"/>', '<a><mergeCell ref="&#65;:&#65;"/></a>'):
        assert codes(with_sheet(sheet(before + cells + after))) == ["sheet_merge_too_large"]


def test_a_directory_that_points_nowhere_is_damaged() -> None:
    data = bytearray(package())
    at = data.rindex(b"PK\x01\x02")
    struct.pack_into("<L", data, at + 42, 0x7FFFFFF0)
    assert codes(bytes(data)) == ["package_hidden_bytes"]


@settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["<a>", "</a>", "<b/>", "x", "y>z", "<!-- < -->"]), max_size=60))
def test_counting_never_calls_a_deep_part_shallow(pieces: list[str]) -> None:
    depth = deepest = 1
    content = ""
    for piece in pieces:
        if piece == "</a>" and depth == 1:
            continue
        depth += (piece == "<a>") - (piece == "</a>")
        deepest = max(deepest, depth + (piece == "<b/>"))
        content += piece
    part = f"<r>{content}{'</a>' * (depth - 1)}</r>".encode()
    assert deepest <= 20 or not surely_shallow(part, 20)
