"""PDFs for all readers: each rule finds its fault, and nothing else."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pikepdf
import pytest

from shk_xl.documents.accessibility.pdf_file import check_pdf, check_pdf_file
from shk_xl.documents.accessibility.rules import PDF_RULES
from shk_xl.documents.kinds import Layout
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.domain.faults import Refused
from shk_xl.wording import in_words
from shk_xl.workbook.example import example_2024

Plant = Callable[[pikepdf.Pdf], str | None]
CASES: list[tuple[str, Plant, str]] = []


def case(code: str) -> Callable[[Plant], Plant]:
    def keep(plant: Plant) -> Plant:
        CASES.append((plant.__name__.replace("_", " "), plant, code))
        return plant

    return keep


def elements(pdf: pikepdf.Pdf, type_: str) -> Iterator[pikepdf.Object]:
    """Give the structure elements of a type, in order."""
    yield from within(pdf.Root.StructTreeRoot.K, type_)


def within(root: pikepdf.Object, type_: str) -> Iterator[pikepdf.Object]:
    waiting = [root]
    while waiting:
        element = waiting.pop()
        if isinstance(element, pikepdf.Array):
            waiting.extend(reversed(list(element)))
        elif isinstance(element, pikepdf.Dictionary) and "/S" in element:
            if str(element.S) == f"/{type_}":
                yield element
            if "/K" in element:
                waiting.append(element.K)


@case("pdf_tagged")
def not_marked_as_tagged(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/MarkInfo"]


@case("pdf_tagged")
def tags_that_may_be_wrong(pdf: pikepdf.Pdf) -> None:
    pdf.Root.MarkInfo["/Suspects"] = True


@case("pdf_untagged_content")
def text_outside_the_tags(pdf: pikepdf.Pdf) -> str:
    pdf.pages[1].contents_add(b"BT 10 10 Td (utan tagg) Tj ET")
    return "sida 2"


@case("pdf_language")
def another_language(pdf: pikepdf.Pdf) -> None:
    pdf.Root["/Lang"] = pikepdf.String("en-US")


@case("pdf_language")
def no_language(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Lang"]


@case("pdf_title")
def a_title_that_is_not_shown(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/ViewerPreferences"]


@case("pdf_title")
def no_title(pdf: pikepdf.Pdf) -> None:
    del pdf.docinfo["/Title"]
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["dc:title"]


@case("pdf_ua_mark")
def not_marked_as_pdf_ua(pdf: pikepdf.Pdf) -> None:
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["{http://www.aiim.org/pdfua/ns/id/}part"]


@case("pdf_heading_order")
def a_level_skipped(pdf: pikepdf.Pdf) -> str:
    next(elements(pdf, "H2"))["/S"] = pikepdf.Name.H4
    return "sida 2"


@case("pdf_alt_text")
def no_alternative_text(pdf: pikepdf.Pdf) -> None:
    del next(elements(pdf, "Figure"))["/Alt"]


@case("pdf_table_header")
def no_heading_cells(pdf: pikepdf.Pdf) -> None:
    for cell in within(next(elements(pdf, "Table")), "TH"):
        cell["/S"] = pikepdf.Name.TD


@case("pdf_table_shape")
def a_row_with_fewer_cells(pdf: pikepdf.Pdf) -> None:
    row = list(elements(pdf, "TR"))[1]
    row["/K"] = pikepdf.Array(list(row.K)[:-1])


@case("pdf_list")
def an_item_that_is_none(pdf: pikepdf.Pdf) -> None:
    next(elements(pdf, "LI"))["/S"] = pikepdf.Name.P


@case("pdf_bookmarks")
def no_bookmarks(pdf: pikepdf.Pdf) -> None:
    del pdf.Root["/Outlines"]


@case("pdf_tab_order")
def links_without_an_order(pdf: pikepdf.Pdf) -> str:
    link = pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9])
    page = pdf.pages[0]
    page["/Annots"] = pikepdf.Array([pdf.make_indirect(link)])
    if "/Tabs" in page:
        del page["/Tabs"]
    return "sida 1"


@case("pdf_fonts")
def a_font_that_is_not_embedded(pdf: pikepdf.Pdf) -> str:
    fonts = pdf.pages[0].Resources.Font
    font = fonts[next(iter(fonts.keys()))]
    described = font.DescendantFonts[0] if "/DescendantFonts" in font else font
    for key in ("/FontFile", "/FontFile2", "/FontFile3"):
        if key in described.FontDescriptor:
            del described.FontDescriptor[key]
    return "sida 1"


@pytest.fixture(scope="module")
def made(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The PDFs of every document of the example, in both layouts."""
    assert soffice
    folder = tmp_path_factory.mktemp("pdf")
    produced = [
        document.path
        for layout in Layout
        for document in produce_documents(
            example_2024(),
            folder,
            source=SourceStamp("bok.xlsx", "0" * 64),
            today=date(2024, 1, 15),
            layout=layout,
        )
    ]
    return to_pdf(list(dict.fromkeys(produced)), folder)


def test_our_own_pdfs_keep_every_rule(made: list[Path]) -> None:
    assert len(made) > 15
    assert {path.name: check_pdf_file(path) for path in made} == {path.name: [] for path in made}


@pytest.mark.parametrize(
    ("plant", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_planted_fault_is_found_and_nothing_else(
    plant: Plant, code: str, made: list[Path]
) -> None:
    path = next(path for path in made if path.name.startswith("helhetsforslag"))
    changed = io.BytesIO()
    with pikepdf.open(path) as pdf:
        where = plant(pdf)
        pdf.save(changed)
    found = check_pdf(changed.getvalue(), path.name)
    assert {fault.code for fault in found} == {code}
    assert where is None or where in [fault.place.cell for fault in found]
    assert all(in_words(fault) for fault in found)


def test_a_file_that_keeps_aids_out_is_told(made: list[Path]) -> None:
    changed = io.BytesIO()
    with pikepdf.open(made[0]) as pdf:
        rights = pikepdf.Permissions(accessibility=False)
        # The last revision that has this right; later ones always grant it.
        locked = pikepdf.Encryption(
            owner="x", user="", allow=rights, R=3, aes=False, metadata=False
        )
        pdf.save(changed, encryption=locked)
    assert "pdf_protected" in {fault.code for fault in check_pdf(changed.getvalue(), "x.pdf")}


def test_every_rule_of_pdf_has_a_planted_fault() -> None:
    assert {case[2] for case in CASES} | {"pdf_protected"} == set(PDF_RULES)


@pytest.mark.parametrize("data", [b"%PDF-1.7", b"inget", b"PK\x03\x04"])
def test_what_is_no_pdf_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        check_pdf(data, "x.pdf")
    assert [fault.code for fault in caught.value.faults] == ["pdf_unreadable"]
