"""A pack: page numbers that go on, one tagged PDF, contents that lead to the right pages."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from shk_xl.documents.accessibility.pdf_file import check_pdf_file
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.pack.contents import with_links
from shk_xl.documents.pack.joining import PdfPart, join
from shk_xl.documents.pack.pack import make_pack
from shk_xl.documents.pack.page_numbers import numbered
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.documents.templates.files import read_template
from shk_xl.documents.word.names import W, w
from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import Initiative, InitiativeType, Portfolio

TODAY = date(2024, 1, 15)
SOURCE = SourceStamp("portfolj.xlsx", "0" * 64)
PORTFOLIO = Portfolio(
    initiatives=(
        Initiative("SKOGEN", "Skogen", InitiativeType.FORUM),
        Initiative("ÅN", "Ån & <bäcken>", InitiativeType.PILOT, phase=2),
    )
)
COMPLEX = (
    '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> NUMPAGES </w:instrText></w:r>'
    '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>1</w:t></w:r>'
    '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
)
WITHOUT_RESULT = (
    '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText> NUMPAGES \\* MERGEFORMAT </w:instrText>'
    '<w:fldChar w:fldCharType="end"/></w:r>'
)
SIMPLE = '<w:fldSimple w:instr=" NUMPAGES "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
PAGE = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple>'
SECTIONS = (
    '<w:p><w:pPr><w:sectPr><w:pgSz w:w="1" w:h="1"/><w:cols/></w:sectPr></w:pPr></w:p>'
    '<w:sectPr><w:pgSz w:w="1" w:h="1"/><w:pgNumType w:start="1"/></w:sectPr>'
)


def word_file(body: str) -> bytes:
    """One of our documents with another body."""
    buffer = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(read_template("innehall.docx")))
    with zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "word/document.xml":
                data = f'<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'.encode()
            target.writestr(name, data)
    return buffer.getvalue()


def body_of(data: bytes) -> etree._Element:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return etree.fromstring(archive.read("word/document.xml"))


@pytest.mark.parametrize("field", [COMPLEX, WITHOUT_RESULT, SIMPLE])
def test_the_count_of_pages_is_the_packs(field: str) -> None:
    root = body_of(numbered(word_file(f"<w:p>{PAGE}{field}</w:p>{SECTIONS}"), "a.docx", 7, 25))

    assert "".join(text.text or "" for text in root.iter(w("t"))) == "125"
    assert not list(root.iter(w("instrText")))
    assert [field.get(w("instr")) for field in root.iter(w("fldSimple"))] == [" PAGE "]


def test_the_first_section_starts_where_the_pack_has_come_to_and_the_others_go_on() -> None:
    root = body_of(numbered(word_file(SECTIONS), "a.docx", 7, 25))

    first, second = root.iter(w("sectPr"))
    assert [child.tag for child in first] == [w("pgSz"), w("pgNumType"), w("cols")]
    assert first.find(w("pgNumType")).get(w("start")) == "7"  # type: ignore[union-attr]
    assert second.find(w("pgNumType")).get(w("start")) is None  # type: ignore[union-attr]


def test_a_text_in_the_links_style_becomes_a_link() -> None:
    styled = '<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr><w:t>Skogen</w:t></w:r>'
    data = word_file(f"<w:p>{styled}</w:p>{SECTIONS}")

    linked = body_of(with_links(data, "a.docx", ["shk-xl:1"]))

    assert [text.text for text in linked.iter(w("instrText"))] == [' HYPERLINK "shk-xl:1" ']
    assert "".join(text.text or "" for text in linked.iter(w("t"))) == "Skogen"


def test_contents_whose_template_lost_the_style_are_left_without_links() -> None:
    data = word_file(f"<w:p><w:r><w:t>Skogen</w:t></w:r></w:p>{SECTIONS}")

    assert with_links(data, "a.docx", ["shk-xl:1"]) == data


def test_nothing_to_pack_is_said(tmp_path: Path) -> None:
    with pytest.raises(Refused) as refused:
        make_pack([], tmp_path, PORTFOLIO, today=TODAY)

    assert [fault.code for fault in refused.value.faults] == ["pack_empty"]
    assert not list(tmp_path.iterdir())


@pytest.fixture(scope="module")
def packed(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with documents and two packs of them."""
    assert soffice
    folder = tmp_path_factory.mktemp("packed")
    produced = produce_documents(PORTFOLIO, folder, source=SOURCE, today=TODAY)
    paths = [document.path for document in produced]
    for _ in range(2):
        make_pack(paths, folder, PORTFOLIO, today=TODAY)
    return folder


def test_a_pack_holds_the_documents_as_they_are_and_one_pdf(packed: Path) -> None:
    folder = packed / "handlingar-2024-01-15"

    names = sorted(path.name for path in folder.iterdir())
    assert [name[:3] for name in names] == ["01-", "02-", "03-", "han"]
    for name in names[:-1]:
        assert (folder / name).read_bytes() == (packed / name[3:]).read_bytes()


def test_a_pack_that_is_there_is_never_changed(packed: Path) -> None:
    assert (packed / "handlingar-2024-01-15-2").is_dir()
    assert not [path for path in packed.iterdir() if path.name.startswith(".")]


def test_the_pdf_is_tagged_once_and_its_links_and_bookmarks_lead_right(packed: Path) -> None:
    with pikepdf.open(packed / "handlingar-2024-01-15" / "handlingar-2024-01-15.pdf") as pdf:
        pages = {page.obj.objgen: index for index, page in enumerate(pdf.pages)}
        links = sorted(
            pages[note.Dest[0].objgen]
            for note in pdf.pages[0].obj.Annots
            if note.Subtype == pikepdf.Name.Link
        )
        with pdf.open_outline() as outline:
            titles = [item.title for item in outline.root]
            targets = [item.destination for item in outline.root]
            starts = [pages[page[0].objgen] for page in targets if isinstance(page, pikepdf.Array)]
        assert titles[0] == "Innehåll"
        assert len(titles) == 4
        assert starts[0] == 0
        assert sorted(set(links)) == starts[1:]
        assert len(pdf.Root.StructTreeRoot.K[0].K) == 4
        assert_every_page_is_tied_to_its_own_content(pdf)


def assert_every_page_is_tied_to_its_own_content(pdf: pikepdf.Pdf) -> None:
    pairs = list(pdf.Root.StructTreeRoot.ParentTree.Nums)
    by_key = dict(zip(map(int, pairs[::2]), pairs[1::2], strict=True))
    assert len(by_key) == len(pairs) // 2
    for page in pdf.pages:
        for element in by_key[int(page.obj.StructParents)]:
            assert element.Pg.objgen == page.obj.objgen
        for note in page.obj.get("/Annots", []):
            assert pikepdf.Name.Link == by_key[int(note.StructParent)].S


def test_the_whole_says_its_title_and_its_language(packed: Path) -> None:
    with pikepdf.open(packed / "handlingar-2024-01-15" / "handlingar-2024-01-15.pdf") as pdf:
        assert pdf.Root.Lang == "sv-SE"
        assert pdf.Root.ViewerPreferences.DisplayDocTitle
        assert str(pdf.docinfo["/Title"]) == "Handlingar, 15\xa0januari 2024"


def test_nothing_hinders_a_reader_of_the_pdf(packed: Path) -> None:
    assert not check_pdf_file(packed / "handlingar-2024-01-15" / "handlingar-2024-01-15.pdf")


def test_the_same_document_twice_is_two_parts(soffice: str, tmp_path: Path) -> None:
    assert soffice
    produced = produce_documents(
        PORTFOLIO, tmp_path, source=SOURCE, today=TODAY, kinds=[DocumentKind.FORUM]
    )
    [pdf] = to_pdf([produced[0].path], tmp_path)

    joined = join([PdfPart(pdf, "Ett"), PdfPart(pdf, "Två")], "Båda")

    with pikepdf.open(io.BytesIO(joined)) as whole:
        assert len(whole.pages) % 2 == 0
        assert_every_page_is_tied_to_its_own_content(whole)
