"""PDF through LibreOffice: every document, tagged, in one call."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from shk_xl.documents import pdf
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.faults import Refused
from shk_xl.wording import in_words
from shk_xl.workbook.example import example_2024


@pytest.mark.usefixtures("soffice")
def test_documents_become_tagged_pdfs_in_swedish(tmp_path: Path) -> None:
    made = produce_documents(
        example_2024(),
        tmp_path,
        source=SourceStamp("bok.xlsx", "0" * 64),
        today=date(2023, 11, 20),
        kinds=[DocumentKind.FORUM],
    )
    files = to_pdf([document.path for document in made], tmp_path)
    assert [file.stem for file in files] == [document.path.stem for document in made]
    for file in files:
        data = file.read_bytes()
        assert data.startswith(b"%PDF-")
        assert b"/MarkInfo" in data
        assert b"/StructTreeRoot" in data
        assert b"/Lang(sv-SE)" in data


@pytest.mark.usefixtures("soffice")
def test_a_document_that_gave_no_pdf_is_named(tmp_path: Path) -> None:
    missing = tmp_path / "finns-inte.docx"
    with pytest.raises(Refused) as caught:
        to_pdf([missing], tmp_path)
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.file) == ("pdf_not_made", str(missing))


@pytest.mark.usefixtures("soffice")
def test_a_document_that_fails_does_not_take_the_others_with_it(tmp_path: Path) -> None:
    made = produce_documents(
        example_2024(),
        tmp_path,
        source=SourceStamp("bok.xlsx", "0" * 64),
        today=date(2023, 11, 20),
        kinds=[DocumentKind.PILOT],
    )
    whole = [document.path for document in made]
    gone = [tmp_path / "borta-1.docx", tmp_path / "borta-2.docx"]
    with pytest.raises(Refused) as caught:
        to_pdf([gone[0], *whole, gone[1]], tmp_path)
    told = [(fault.code, fault.place.file) for fault in caught.value.faults]
    assert told == [("pdf_not_made", str(path)) for path in gone]
    assert all(path.with_suffix(".pdf").is_file() for path in whole)


def test_without_libreoffice_the_fault_says_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", ("soffice-that-is-not-there",))
    with pytest.raises(Refused) as caught:
        to_pdf([tmp_path / "x.docx"], tmp_path)
    assert "Installera LibreOffice" in in_words(caught.value.faults[0])


def test_nothing_to_do_needs_no_libreoffice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pdf, "PROGRAMS", ())
    assert to_pdf([], tmp_path) == []
