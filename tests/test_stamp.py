"""The stamp and the content hash: an edit is seen, and saving again is no edit."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from documents_templates import PIXEL, clean_parts, fill, p, stamp, table
from docx import Document

from shk_xl.documents.overwrite import free_path, untouched_stamp
from shk_xl.documents.stamp import read_stamp, stamp_part
from shk_xl.documents.word.content_hash import hash_of_package
from shk_xl.documents.word.package import CUSTOM_PART, Entry, read_package, write_package
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.wordml import Blocks

BODY = (
    p("Rubrik", style="Heading1")
    + p("{{ namn }} och {{ effektmål }}")
    + p("{{p syfte }}")
    + table(("a", "{{ namn }}"))
    + p("{{p bild }}")
)


@pytest.fixture
def made() -> bytes:
    picture = Picture(PIXEL, 4.0, "En karta")
    return fill(
        BODY, namn="Ord ord", effektmål="mål", syfte=Blocks.of("- ett *två*"), bild=picture
    ).data


def changed(data: bytes, old: str, new: str, part: str = "word/document.xml") -> bytes:
    """Change the XML of a part as a program or a person would have."""
    parts = dict(read_package(data, "x").parts)
    text = parts[part].decode()
    assert old in text
    parts[part] = text.replace(old, new, 1).encode()
    return write_package({name: Entry.of(content) for name, content in parts.items()})


def said(data: bytes) -> str:
    return hash_of_package(read_package(data, "x"))


def test_the_stamp_is_read_back_as_it_was_written() -> None:
    written = stamp(workbook='Bok "A" & <b>.xlsx', row="UVAS")
    parts = {**clean_parts(), CUSTOM_PART: stamp_part(written)}
    data = write_package({name: Entry.of(content) for name, content in parts.items()})
    assert read_stamp(read_package(data, "x")) == written


def test_a_document_without_a_whole_stamp_has_none() -> None:
    data = write_package({name: Entry.of(content) for name, content in clean_parts().items()})
    assert read_stamp(read_package(data, "x")) is None
    part = re.sub(rb"<property[^>]*datum.*?</property>", b"", stamp_part(stamp()))
    parts = {**clean_parts(), CUSTOM_PART: part}
    torn = write_package({name: Entry.of(content) for name, content in parts.items()})
    assert read_stamp(read_package(torn, "x")) is None


def test_the_stamp_holds_what_the_document_says(made: bytes) -> None:
    found = read_stamp(read_package(made, "x"))
    assert found is not None
    assert found.content_sha256 == said(made)


NO_EDITS = {
    "a run split in two": (
        "Ord ord</w:t></w:r>",
        "Ord</w:t></w:r><w:r><w:t xml:space='preserve'> ord</w:t></w:r>",
    ),
    "revision ids": ("<w:r>", '<w:r w:rsidR="00AB12CD">'),
    "proofing marks": ("<w:r>", '<w:proofErr w:type="spellStart"/><w:r>'),
    "page breaks of the layout": ("<w:r>", "<w:r><w:lastRenderedPageBreak/></w:r><w:r>"),
    "the language of a run": ("<w:r>", '<w:r><w:rPr><w:lang w:val="sv-SE"/></w:rPr></w:r><w:r>'),
    "bookmarks": ("<w:r>", '<w:bookmarkStart w:id="1" w:name="_GoBack"/><w:r>'),
}


@pytest.mark.parametrize("case", NO_EDITS, ids=list(NO_EDITS))
def test_what_a_program_does_is_no_edit(made: bytes, case: str) -> None:
    assert said(changed(made, *NO_EDITS[case])) == said(made)


EDITS = {
    "a letter": ("Ord ord", "Ord ort"),
    "a letter in a table": ('<w:t xml:space="preserve">a<', '<w:t xml:space="preserve">b<'),
    "bold": ("<w:r>", "<w:r><w:rPr><w:b/></w:rPr>"),
    "italics taken away": ("<w:i/>", ""),
    "another style": ('"Heading1"', '"Heading2"'),
    "a line break": ("Ord ord</w:t>", "Ord ord</w:t><w:br/>"),
    "a tracked deletion": (
        '<w:r><w:t xml:space="preserve">Rubrik</w:t></w:r>',
        '<w:del w:id="1" w:author="x"><w:r><w:delText>Rubrik</w:delText></w:r></w:del>',
    ),
    "a tracked insertion": (
        "<w:r>",
        '<w:ins w:id="1" w:author="x"><w:r><w:t>!</w:t></w:r></w:ins><w:r>',
    ),
    "the alternative text": ("En karta", "En plan"),
}


@pytest.mark.parametrize("case", EDITS, ids=list(EDITS))
def test_what_a_person_does_is_an_edit(made: bytes, case: str) -> None:
    assert said(changed(made, *EDITS[case])) != said(made)


def test_an_edited_header_is_an_edit(made: bytes) -> None:
    assert said(changed(made, "Sida ", "Sidan ", "word/header1.xml")) != said(made)


def test_a_changed_page_number_is_no_edit(made: bytes) -> None:
    assert said(changed(made, "<w:t>1</w:t>", "<w:t>7</w:t>", "word/header1.xml")) == said(made)


def test_saving_with_another_program_is_no_edit(made: bytes) -> None:
    saved = io.BytesIO()
    Document(io.BytesIO(made)).save(saved)
    assert said(saved.getvalue()) == said(made)
    before, after = (read_stamp(read_package(data, "x")) for data in (made, saved.getvalue()))
    assert before == after


def test_saving_with_libreoffice_is_no_edit(made: bytes, tmp_path: Path, soffice: str) -> None:
    (tmp_path / "in.docx").write_bytes(made)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    convert = ["--headless", "--convert-to", "docx:MS Word 2007 XML"]
    out = ["--outdir", str(tmp_path / "out"), str(tmp_path / "in.docx")]
    subprocess.run([soffice, profile, *convert, *out], check=True, capture_output=True, timeout=120)
    saved = (tmp_path / "out" / "in.docx").read_bytes()
    assert said(saved) == said(made)
    assert read_stamp(read_package(saved, "x")) == read_stamp(read_package(made, "x"))


def test_only_an_untouched_document_gives_way(made: bytes, tmp_path: Path) -> None:
    path = tmp_path / "UVAS.docx"
    assert free_path(path) == (path, None)
    path.write_bytes(made)
    mine = untouched_stamp(path)
    assert mine is not None
    assert free_path(path) == (path, mine)
    path.write_bytes(changed(made, "Ord ord", "Mitt ord"))
    assert free_path(path) == (tmp_path / "UVAS_ny.docx", None)
    shutil.copy(path, tmp_path / "UVAS_ny.docx")
    assert free_path(path) == (tmp_path / "UVAS_ny-2.docx", None)
    (tmp_path / "UVAS_ny.docx").write_bytes(made)
    assert free_path(path) == (tmp_path / "UVAS_ny.docx", mine)


@pytest.mark.parametrize("data", [b"", b"en anteckning", b"PK\x03\x04 skadad"])
def test_what_is_not_ours_is_never_written_over(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "UVAS.docx"
    path.write_bytes(data)
    assert free_path(path)[0].name == "UVAS_ny.docx"


def test_a_forged_stamp_does_not_match_the_words(made: bytes, tmp_path: Path) -> None:
    found = read_stamp(read_package(made, "x"))
    assert found is not None
    parts = dict(read_package(made, "x").parts)
    parts[CUSTOM_PART] = stamp_part(replace(found, content_sha256="0" * 64))
    path = tmp_path / "UVAS.docx"
    path.write_bytes(write_package({name: Entry.of(data) for name, data in parts.items()}))
    assert untouched_stamp(path) is None
