"""Answers made to harm whoever takes them in: workbooks that were a party's copy.

``ANSWERS`` gives for each, by what it misuses, how it is made of a copy that was filled in, the
state that it must end in, and the codes that may be told as its reason. What is merged is merged
for its values; everything else in it must leave no trace. Where a file reaches for the network
it reaches for ``CANARY``, in whose place a test puts an address that it listens at.
"""

from __future__ import annotations

import io
import random
import re
import struct
import zipfile
from collections.abc import Callable, Mapping
from functools import partial
from typing import NamedTuple

from hostile_packages import BOOK, TYPES, parts_of, put
from raw_workbooks import MAIN, OFFICE, PACKAGE, archive

from shk_xl.ooxml.zip_records import CENTRAL, find_directory

CANARY = "http://127.0.0.1:9/"
TEXTS, SCORES, INITIATIVES = (f"xl/worksheets/sheet{number}.xml" for number in (4, 5, 3))
STRINGS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
TEXTS_TABLE, TEXTS_RELS = "xl/tables/table3.xml", "xl/worksheets/_rels/sheet4.xml.rels"
BOOK_RELS = "xl/_rels/workbook.xml.rels"
Change = Callable[[bytes], bytes]


class Item(NamedTuple):
    """Something hostile, and what must become of it."""

    make: Callable[[bytes], bytes]
    state: str
    codes: frozenset[str] = frozenset()


def merged(make: Callable[[bytes], bytes]) -> Item:
    return Item(make, "merged")


def refused(*codes: str) -> Callable[[Callable[[bytes], bytes]], Item]:
    return lambda make: Item(make, "refused", frozenset(codes))


def edited(changes: Mapping[str, Change], added: Mapping[str, bytes] | None = None) -> Change:
    """Change parts of a workbook, and add some."""

    def make(book: bytes) -> bytes:
        parts = parts_of(book)
        for part, change in changes.items():
            parts[part] = change(parts[part])
        return archive({**parts, **(added or {})})

    return make


def before(end: str, xml: Callable[[], str]) -> Change:
    """Put XML before an end tag."""
    return lambda part: put(end.encode(), xml().encode() + end.encode(), part)


def cell(address: str, xml: str) -> Change:
    """Put a cell in place of another, with another type and content."""
    pattern = re.compile(rf'<c r="{address}"( s="\d+")?[^>]*?(?:/>|>.*?</c>)'.encode())

    def change(part: bytes) -> bytes:
        changed, count = pattern.subn(
            lambda old: b'<c r="%s"%s%s' % (address.encode(), old[1] or b"", xml.encode()), part
        )
        assert count == 1
        return changed

    return change


def text_cell(text: str) -> Change:
    """An answer whose first text is another."""
    return edited(
        {TEXTS: cell("C2", f' t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>')}
    )


def number_cell(number: str) -> Change:
    """An answer whose first score is another number."""
    return edited({SCORES: cell("C2", f"><v>{number}</v></c>")})


def related(type_: str, target: str, mode: str = ' TargetMode="External"') -> Change:
    return before(
        "</Relationships>",
        lambda: f'<Relationship Id="rIdX" Type="{OFFICE}/{type_}" Target="{target}"{mode}/>',
    )


def with_part(type_: str, partname: str, content: bytes, content_type: str) -> Change:
    """Add a part to the workbook, properly declared."""
    override = f'<Override PartName="/{partname}" ContentType="{content_type}"/>'
    target = f"/{partname}"
    return edited(
        {TYPES: before("</Types>", lambda: override), BOOK_RELS: related(type_, target, "")},
        {partname: content},
    )


def noise(size: int) -> bytes:
    """Bytes that hardly compress, the same each time."""
    return random.Random(size).randbytes(size)  # noqa: S311 - not a secret


# --- the archive -----------------------------------------------------------------------------


def zipped(book: bytes, times: int = 1) -> bytes:
    for number in range(times):
        book = archive({f"svar{number}.xlsx": book})
    return book


def lying_size(book: bytes) -> bytes:
    """The table of contents says four gigabytes of a sheet that has some kilobytes."""
    return _central(book, 9, 0xFFFF_FFF0)


def lying_crc(book: bytes) -> bytes:
    return _central(book, 7, 0x1234_5678)


def locked_member(book: bytes) -> bytes:
    return _central(book, 3, 1)


def wide_size(book: bytes) -> bytes:
    """A member whose size stands in 64 bits, and is almost the largest there is."""
    return _central(book, 9, 0xFFFF_FFFF, struct.pack("<2HQ", 1, 8, 2**64 - 2))


def _central(book: bytes, field: int, value: int, extra: bytes = b"") -> bytes:
    """Change the first record of the table of contents."""
    directory = find_directory(book)
    fields = list(CENTRAL.unpack_from(book, directory.offset))
    fields[field] = value
    old = directory.offset + CENTRAL.size + fields[10]
    fields[11] += len(extra)
    start = book[: directory.offset] + CENTRAL.pack(*fields)
    name = book[directory.offset + CENTRAL.size : old]
    changed = bytearray(start + name + extra + book[old:])
    struct.pack_into("<L", changed, len(changed) - 10, directory.size + len(extra))
    return bytes(changed)


def same_name_twice(book: bytes) -> bytes:
    stream = io.BytesIO(book)
    with zipfile.ZipFile(stream, "a") as file:
        file.filelist[0].orig_filename = TEXTS
        info = zipfile.ZipInfo("xl/worksheets/sheeT4.xml")
        file.writestr(info, b"<worksheet/>")
    return stream.getvalue().replace(b"sheeT4", b"sheet4")


def shared_content(book: bytes) -> bytes:
    """Thousands of members that lie in the same bytes: a bomb without nesting."""
    stream = io.BytesIO(edited({}, {"xl/a.bin": noise(200_000)})(book))
    with zipfile.ZipFile(stream, "a") as file:
        one = file.getinfo("xl/a.bin")
        for number in range(1_500):
            twin = zipfile.ZipInfo(f"xl/{number:04}.bin")
            twin.header_offset, twin.CRC = one.header_offset, one.CRC
            twin.compress_type = one.compress_type
            twin.compress_size, twin.file_size = one.compress_size, one.file_size
            file.filelist.append(twin)
        file._didModify = True  # type: ignore[attr-defined]
    return stream.getvalue()


def zeros(book: bytes) -> bytes:
    return edited({}, {"xl/a.bin": b"\0" * 300_000_000})(book)


def many_bombs(book: bytes) -> bytes:
    block = noise(20_000)
    return edited({}, {f"xl/{number}.bin": block * 480 for number in range(30)})(book)


# --- XML -------------------------------------------------------------------------------------


def dtd(declared: str, used: str) -> Change:
    """Declare entities in the shared strings, and use them in a text."""

    def change(part: bytes) -> bytes:
        head, _, rest = part.partition(b"?>")
        return b"".join(
            (head, b"?>", declared.encode(), put(b"<t>Kod</t>", f"<t>{used}</t>".encode(), rest))
        )

    return edited({STRINGS: change})


def laughs() -> str:
    names = [f"<!ENTITY l{n} '{f'&l{n - 1};' * 10}'>" for n in range(1, 12)]
    return f"<!DOCTYPE sst [<!ENTITY l0 'skratt'>{''.join(names)}]>"


def rows(count: int, first: int, content: Callable[[int], str]) -> str:
    return "".join(f'<row r="{n}">{content(n)}</row>' for n in range(first, first + count))


def wide_rows(count: int) -> str:
    from shk_xl.ooxml.addresses import column_letters  # noqa: PLC0415

    letters = [column_letters(number) for number in range(1, 16_385)]
    return rows(count, 900, lambda n: "".join(f'<c r="{c}{n}"><v>1</v></c>' for c in letters))


def many_attributes(part: bytes) -> bytes:
    attributes = "".join(f' a{number}="1"' for number in range(300_000))
    return put(b"<sheetData>", f"<sheetData{attributes}>".encode(), part)


def sheets(count: int) -> Change:
    """A workbook that lists one sheet many times over."""

    def change(part: bytes) -> bytes:
        found = re.search(rb'<sheet name="Texter" sheetId="\d+" (r:id="rId\d+")/>', part)
        assert found
        listed = b"".join(
            b'<sheet name="B%d" sheetId="%d" %s/>' % (n, n + 100, found[1]) for n in range(count)
        )
        return put(b"</sheets>", listed + b"</sheets>", part)

    return edited({BOOK: change})


def repeated_string(length: int, cells: int) -> Change:
    """One long text that many cells of a table show."""
    text = noise(length // 2).hex()

    def string(part: bytes) -> bytes:
        return put(b"</sst>", f"<si><t>{text}</t></si></sst>".encode(), part)

    def make(book: bytes) -> bytes:
        number = parts_of(book)[STRINGS].count(b"<si>")
        added = rows(cells, 900, lambda n: f'<c r="C{n}" t="s"><v>{number}</v></c>')
        return edited({STRINGS: string, TEXTS: before("</sheetData>", lambda: added)})(book)

    return make


def strings(count: int) -> str:
    return "".join(f"<si><t>{number}</t></si>" for number in range(count))


def renamed_table(part: bytes) -> bytes:
    return re.sub(rb'ref="A1:[A-Z]+\d+"', b'ref="A1:XFD1048576"', part)


def many_columns(part: bytes) -> bytes:
    added = "".join(f'<tableColumn id="{n}" name="K{n}"/>' for n in range(1_000, 101_000))
    return put(b"</tableColumns>", f"{added}</tableColumns>".encode(), part)


_LINK = (
    f'<externalLink xmlns="{MAIN}" xmlns:r="{OFFICE}"><externalBook r:id="rId1"><sheetNames>'
    '<sheetName val="A"/></sheetNames></externalBook></externalLink>'
)
_DDE = (
    f'<externalLink xmlns="{MAIN}"><ddeLink ddeService="cmd" ddeTopic="/C calc"><ddeItems>'
    '<ddeItem name="A0" advise="1"/></ddeItems></ddeLink></externalLink>'
)
_LINK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
_CONNECTION = (
    f'<connections xmlns="{MAIN}"><connection id="1" name="x" type="4" refreshOnLoad="1">'
    '<webPr url="{url}"/></connection></connections>'
)


def external_link(book: bytes) -> bytes:
    made = with_part(
        "externalLink", "xl/externalLinks/externalLink1.xml", _LINK.encode(), _LINK_TYPE
    )
    rels = (
        f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{OFFICE}/externalLinkPath" Target="{CANARY}b.xlsx" TargetMode="External"/>'
        "</Relationships>"
    )
    return edited({}, {"xl/externalLinks/_rels/externalLink1.xml.rels": rels.encode()})(made(book))


def connection(book: bytes) -> bytes:
    content = _CONNECTION.format(url=CANARY).encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.connections+xml"
    return with_part("connections", "xl/connections.xml", content, kind)(book)


_package = refused("package_damaged_part", "package_damaged", "package_overlap")
_bomb = refused("package_bomb")
_dtd = refused("package_dtd")
ANSWERS: dict[str, dict[str, Item]] = {
    "archive": {
        "zip in the name of a workbook": refused("file_is_zipped")(zipped),
        "zip in zip, 6 deep": refused("file_is_zipped")(partial(zipped, times=6)),
        "bomb: one part, 1:1 000": _bomb(zeros),
        "bomb: 30 parts of 10 MB": _bomb(many_bombs),
        "bomb: members in the same bytes": refused("package_overlap", "package_hidden_bytes")(
            shared_content
        ),
        "size that lies": _package(lying_size),
        "checksum that lies": _package(lying_crc),
        "64-bit size": _package(wide_size),
        "encrypted member": refused("package_encrypted_part")(locked_member),
        "same name twice": refused("package_duplicate_part")(same_name_twice),
        "2 500 parts": refused("package_too_many_parts")(
            edited({}, {f"xl/{number}.bin": b"" for number in range(2_500)})
        ),
    },
    "XML": {
        "billion laughs": _dtd(dtd(laughs(), "&l11;")),
        "one long entity, often": _dtd(
            dtd(f"<!DOCTYPE sst [<!ENTITY a '{'a' * 50_000}'>]>", "&a;" * 50_000)
        ),
        "entity from a file": _dtd(
            dtd("<!DOCTYPE sst [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>", "&x;")
        ),
        "entity from the network": _dtd(
            dtd(f"<!DOCTYPE sst [<!ENTITY x SYSTEM '{CANARY}'>]>", "&x;")
        ),
        "200 000 elements deep": refused("package_too_deep")(
            edited({STRINGS: before("</sst>", lambda: "<si>" * 200_000 + "</si>" * 200_000)})
        ),
        "300 000 attributes": merged(edited({TEXTS: many_attributes})),
        "comment of 20 MB": merged(
            edited({TEXTS: before("</worksheet>", lambda: f"<!--{noise(10_000_000).hex()}-->")})
        ),
        "400 000 shared strings": refused("workbook_too_many_strings")(
            edited({STRINGS: before("</sst>", partial(strings, 400_000))})
        ),
        "250 000 shared strings": merged(
            edited({STRINGS: before("</sst>", partial(strings, 250_000))})
        ),
        "text of 20 MB in 1 000 cells": refused("text_too_long")(
            repeated_string(20_000_000, 1_000)
        ),
        "text of 30 000 signs in 2 000 cells": refused("answer_too_large")(
            repeated_string(30_000, 2_000)
        ),
        "text of 30 000 signs in 19 000 cells": refused("reading_out_of_memory")(
            repeated_string(30_000, 19_000)
        ),
        "format code of 5 MB": merged(
            edited(
                {
                    STYLES: partial(
                        put,
                        b"</numFmts>",
                        b'<numFmt numFmtId="999" formatCode="%s"/></numFmts>'
                        % (b"[Red]0;" * 700_000),
                    )
                }
            )
        ),
    },
    "sheets": {
        "a million rows": refused("sheet_too_many_cells")(
            edited(
                {
                    TEXTS: before(
                        "</sheetData>",
                        lambda: rows(950_000, 900, lambda n: f'<c r="C{n}"><v>1</v></c>'),
                    )
                }
            )
        ),
        "5 000 rows below a table": merged(
            edited(
                {
                    TEXTS: before(
                        "</sheetData>",
                        lambda: rows(5_000, 900, lambda n: f'<c r="C{n}"><v>1</v></c>'),
                    )
                }
            )
        ),
        "49 000 rows below a table": refused("answer_too_large", "reading_too_slow")(
            edited(
                {
                    TEXTS: before(
                        "</sheetData>",
                        lambda: rows(49_000, 900, lambda n: f'<c r="C{n}"><v>1</v></c>'),
                    )
                }
            )
        ),
        "18 rows of 16 384 cells": merged(
            edited({"xl/worksheets/sheet2.xml": before("</sheetData>", lambda: wide_rows(18))})
        ),
        "last cell of the sheet": merged(
            edited(
                {
                    "xl/worksheets/sheet2.xml": before(
                        "</sheetData>",
                        lambda: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
                    )
                }
            )
        ),
        "dimension that lies": merged(
            edited(
                {
                    TEXTS: lambda part: re.sub(
                        rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', part
                    )
                }
            )
        ),
        "table over the whole sheet": refused("table_unreadable")(
            edited({TEXTS_TABLE: renamed_table})
        ),
        "table of 100 000 columns": refused("table_unreadable")(
            edited({TEXTS_TABLE: many_columns})
        ),
        "one sheet 100 000 times": refused("reading_too_slow")(sheets(100_000)),
        "merged cells over the sheet": refused("sheet_merge_too_large")(
            edited(
                {
                    TEXTS: before(
                        "</worksheet>",
                        lambda: '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
                    )
                }
            )
        ),
        "link over the sheet": refused("sheet_link_too_large")(
            edited(
                {
                    TEXTS: before(
                        "</worksheet>",
                        lambda: '<hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>',
                    )
                }
            )
        ),
        "rows out of order": refused("sheet_disorder")(
            edited(
                {TEXTS: before("</sheetData>", lambda: '<row r="2"><c r="C2"><v>1</v></c></row>')}
            )
        ),
    },
    "values": {
        "number of 5 000 digits": refused("package_damaged_part")(number_cell("9" * 5_000)),
        "number of 4 000 digits": refused("package_damaged_part")(number_cell("9" * 4_000)),
        "1e999": merged(number_cell("1e999")),
        "not a number": refused("package_damaged_part")(number_cell("NaN")),
        "text of 2 MB in a cell": refused("text_too_long")(text_cell("å" * 1_000_000)),
        "half a character": merged(text_cell("a_xD83D_b")),
        "signs that nobody sees": merged(text_cell("a_x0000__x0007_\u202eb\u200b")),
        "formula that fetches": merged(
            edited(
                {
                    TEXTS: cell(
                        "C2", ' t="str"><f>WEBSERVICE("http://127.0.0.1:9/")</f><v>hämtat</v></c>'
                    )
                }
            )
        ),
        "formula that starts a program": merged(
            edited({TEXTS: cell("C2", ' t="str"><f>cmd|"/C calc"!A0</f><v>x</v></c>')})
        ),
    },
    "company": {
        "link to another workbook": merged(external_link),
        "DDE link": merged(
            with_part(
                "externalLink", "xl/externalLinks/externalLink1.xml", _DDE.encode(), _LINK_TYPE
            )
        ),
        "connection that fetches": merged(connection),
        "embedded workbook": merged(
            lambda book: edited({}, {"xl/embeddings/bok.xlsx": book})(book)
        ),
        "picture from the network": merged(
            edited({"xl/drawings/_rels/drawing1.xml.rels": related("image", CANARY)})
        ),
        "table from the network": merged(
            edited(
                {
                    TEXTS_RELS: lambda part: part.replace(
                        b'Target="../tables/table3.xml"',
                        f'Target="{CANARY}" TargetMode="External"'.encode(),
                    )
                }
            )
        ),
    },
}
