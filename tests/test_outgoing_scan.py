"""The last look before a file leaves: every kind of trace is found, and content is no trace."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

import pytest
from outgoing_copies import copy_for, example, example_copy

from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.portfolio import Heading, TextSection
from shk_xl.exchange.outgoing.copy import refuse_traces
from shk_xl.exchange.outgoing.machine import Machine
from shk_xl.exchange.outgoing.scan import Allowed, scan
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.wording import in_words
from shk_xl.workbook.building.build import build_workbook

pytestmark = pytest.mark.thorough

MACHINE = Machine(frozenset({"anna.ek", "KSK-4711"}), r"C:\Users\anna.ek")
NOBODY = Machine(frozenset(), "")
Spoil = Callable[[bytes], bytes]


@pytest.fixture(scope="module")
def clean() -> bytes:
    return example_copy().data


def allowed_in(data: bytes) -> Allowed:
    """All that a copy says is its own."""
    package = Package(data)
    sheets = frozenset(sheet.name for sheet in read_workbook(package).sheets)
    texts = frozenset(read_shared_strings(package))
    return Allowed(texts, sheets, frozenset({"Samhällskontraktet"}), frozenset({"shk_id"}))


def rewritten(
    data: bytes, change: Callable[[ZipInfo], object] = lambda _info: None, comment: bytes = b""
) -> bytes:
    """Write the archive anew, with other words around its parts."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(stream, "w", ZIP_DEFLATED) as new:
        new.comment = comment
        for info in old.infolist():
            fresh = ZipInfo(info.filename, info.date_time)
            change(fresh)
            new.writestr(fresh, old.read(info.filename), ZIP_DEFLATED)
    return stream.getvalue()


def put(part: str, before: str, new: str) -> Spoil:
    """Put something in front of a piece of a part."""

    def spoil(data: bytes) -> bytes:
        text = Package(data).read(part).decode()
        assert before in text
        return Package(data).replaced({part: text.replace(before, new + before, 1).encode()})

    return spoil


def add(part: str, content: bytes | str) -> Spoil:
    """Add a part."""
    raw = content.encode() if isinstance(content, str) else content
    return lambda data: Package(data).replaced({}, added={part: raw})


def core(element: str) -> Spoil:
    return put("docProps/core.xml", "</cp:coreProperties>", element)


def app(element: str) -> Spoil:
    return put("docProps/app.xml", "</Properties>", element)


def workbook(element: str, before: str = "<sheets>") -> Spoil:
    return put("xl/workbook.xml", before, element)


def stamped(info: ZipInfo) -> None:
    info.date_time = (2026, 5, 4, 13, 37, 0)


def owned(info: ZipInfo) -> None:
    info.extra = b"ux\x0b\x00\x01\x04\xe8\x03\x00\x00\x04\xe8\x03\x00\x00"


LINK = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/externalLinkPath" Target="K:\\Budget\\bok.xlsx" TargetMode="External"/>'
)
MAIL_IN_REFERENCES = "".join(f"&#{ord(sign)};" for sign in "anna@sidan.example")

KINDS: Mapping[str, tuple[Spoil, str]] = {
    "who saved it": (put("docProps/core.xml", "</cp:lastModifiedBy>", "Anna"), "leak_author"),
    "keywords": (core("<cp:keywords>utkast</cp:keywords>"), "leak_property"),
    "when it was printed": (
        core("<cp:lastPrinted>2026-05-04T13:37:00Z</cp:lastPrinted>"),
        "leak_property",
    ),
    "company": (app("<Company>Kommunen</Company>"), "leak_property"),
    "manager": (app("<Manager>Chefen</Manager>"), "leak_property"),
    "base of links": (app("<HyperlinkBase>K:\\Budget</HyperlinkBase>"), "leak_path"),
    "label of a custom property": (
        put("docProps/custom.xml", "</Properties>", '<property name="MSIP_Label_1_Owner"/>'),
        "leak_property",
    ),
    "where it was saved": (
        workbook('<x15ac:absPath xmlns:x15ac="http://a" url="https://kommunen.example/sites/x/"/>'),
        "leak_path",
    ),
    "who reserved it": (workbook('<fileSharing userName="Anna Ek"/>'), "leak_author"),
    "its history": (
        workbook('<xr:revisionPtr xmlns:xr="http://a" documentId="8_{1}"/>'),
        "leak_property",
    ),
    "where it is published": (workbook("<webPublishing/>"), "leak_external"),
    "a hidden sheet": (
        lambda data: workbook("")(
            Package(data).replaced(
                {
                    "xl/workbook.xml": Package(data)
                    .read("xl/workbook.xml")
                    .replace(b'name="Texter"', b'name="Texter" state="hidden"')
                }
            )
        ),
        "leak_hidden_sheet",
    ),
    "a very hidden sheet": (
        workbook('<sheet name="_shk" sheetId="99" state="veryHidden"/>', "</sheets>"),
        "leak_hidden_sheet",
    ),
    "a sheet of somebody's": (
        workbook('<sheet name="Eget" sheetId="98"/>', "</sheets>"),
        "leak_part",
    ),
    "a hidden name": (
        workbook('<definedName name="x" hidden="1">1</definedName>', "</definedNames>"),
        "leak_part",
    ),
    "printer settings": (
        add("xl/printerSettings/printerSettings1.bin", "\\\\print\\KSK".encode("utf-16-le")),
        "leak_path",
    ),
    "the machine in UTF-16": (
        add("xl/x.bin", b"\x01" + "KSK-4711".encode("utf-16-le")),
        "leak_machine",
    ),
    "the user in UTF-16, other way": (
        add("xl/x.bin", "anna.ek".encode("utf-16-be")),
        "leak_machine",
    ),
    "the user's folder": (add("xl/x.bin", b"c:/users/ANNA.EK/Desktop"), "leak_machine"),
    "a comment's author": (
        add("xl/comments1.xml", "<comments><authors><author>Anna</author></authors></comments>"),
        "leak_author",
    ),
    "persons of threads": (
        add("xl/persons/person.xml", '<personList><person displayName="Anna"/></personList>'),
        "leak_author",
    ),
    "threads": (add("xl/threadedComments/threadedComment1.xml", "<a/>"), "leak_part"),
    "a link to another book": (
        lambda data: add("xl/externalLinks/_rels/externalLink1.xml.rels", f"<R>{LINK}</R>")(
            add("xl/externalLinks/externalLink1.xml", "<externalLink/>")(data)
        ),
        "leak_external",
    ),
    "a pivot's cache": (add("xl/pivotCache/pivotCacheRecords1.xml", "<r/>"), "leak_part"),
    "a picture of the first sheet": (add("docProps/thumbnail.jpeg", b"\xff\xd8"), "leak_part"),
    "custom XML": (add("customXml/item1.xml", "<a/>"), "leak_part"),
    "a part named after somebody": (add("xl/media/anna.ek.png", b"x"), "leak_machine"),
    "a part nobody knows": (add("xl/nytt.xml", "<a/>"), "leak_part"),
    "times of parts": (lambda data: rewritten(data, stamped), "leak_time"),
    "owners of parts": (lambda data: rewritten(data, owned), "leak_archive"),
    "a comment of the archive": (lambda data: rewritten(data, comment=b"av Anna"), "leak_archive"),
    "a deleted text": (
        put("xl/sharedStrings.xml", "</sst>", "<si><t>struket</t></si>"),
        "leak_unused_text",
    ),
    "an address in a style": (
        put("xl/styles.xml", "</styleSheet>", '<a name="anna@sidan.example"/>'),
        "leak_mail",
    ),
    "an address spelled in references": (
        put("xl/theme/theme1.xml", "</a:theme>", f'<a name="{MAIL_IN_REFERENCES}"/>'),
        "leak_mail",
    ),
    "a folder in a footer": (
        put("xl/worksheets/sheet3.xml", "</oddFooter>", "/home/anna/bok.xlsx"),
        "leak_path",
    ),
    "the user in alternative text": (
        put("xl/drawings/drawing1.xml", "</xdr:wsDr>", '<a descr="Ritad av Anna.Ek"/>'),
        "leak_machine",
    ),
}


def found_in(data: bytes, clean: bytes, machine: Machine = MACHINE) -> list[Fault]:
    return scan(data, allowed_in(clean), machine)


def test_a_copy_has_no_traces(clean: bytes) -> None:
    assert found_in(clean, clean) == []
    assert scan(clean, allowed_in(clean)) == []  # of this very machine


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_trace_is_found_and_told_with_its_part(kind: str, clean: bytes) -> None:
    spoil, code = KINDS[kind]
    faults = found_in(spoil(clean), clean)
    assert code in {fault.code for fault in faults}
    for fault in faults:
        assert fault.place.sheet or fault.code in {"leak_archive", "leak_unused_text"}
        assert in_words(fault).endswith(".")


def test_all_traces_of_a_file_are_told_at_once(clean: bytes) -> None:
    spoiled = clean
    for kind in ("keywords", "company", "who reserved it", "a part nobody knows", "its history"):
        spoiled = KINDS[kind][0](spoiled)
    assert len(found_in(spoiled, clean)) >= 5


def test_what_the_content_says_is_no_trace() -> None:
    text = (
        "Skriv till anna@sidan.example, se K:\\Delad\\plan.docx eller https://sidan.example/a?b=1&c"
    )
    portfolio = replace(example(), texts=(TextSection("UVAS", Heading.NOTES, text),))
    data = copy_for("MDU", build_workbook(portfolio)).data
    assert found_in(data, data) == []
    other = put("xl/styles.xml", "</styleSheet>", '<a name="bo@sidan.example"/>')(data)
    assert [fault.code for fault in found_in(other, data)] == ["leak_mail"]


def test_a_file_in_which_anything_is_found_does_not_leave(clean: bytes) -> None:
    spoiled = KINDS["who saved it"][0](clean)
    with pytest.raises(Refused) as refused:
        refuse_traces(spoiled, "kopia.xlsx", allowed_in(clean))
    (fault,) = refused.value.faults
    assert (fault.code, fault.place.file) == ("leak_author", "kopia.xlsx")


@pytest.mark.parametrize("name", ["default", "Calibri", "Poäng", "initiativ"])
def test_a_user_named_as_any_workbook_speaks_can_send(name: str, clean: bytes) -> None:
    nobody_s = replace(allowed_in(clean), texts=frozenset())
    traces = scan(clean, nobody_s, Machine(frozenset({name}), ""))
    assert "leak_machine" not in {fault.code for fault in traces}


def test_a_machine_tells_its_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USER", "anna.ek")
    monkeypatch.setenv("COMPUTERNAME", "PC")
    machine = Machine.this()
    assert "anna.ek" in machine.names
    assert "PC" not in machine.names  # too short to be told from chance


def test_a_file_that_is_no_package_is_refused() -> None:
    with pytest.raises(Refused):
        scan(b"PK", allowed_in(example_copy().data), NOBODY)
