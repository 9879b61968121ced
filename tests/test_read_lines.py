"""Files as lines: character sets, line ends, Word's lists, tables and marks; bad files refused."""

from __future__ import annotations

import io
import unicodedata
from pathlib import Path

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from old_documents import FOLDER, import_texts

from shk_xl.documents.old.docx import read_docx_lines
from shk_xl.documents.old.lines import Line, read_text_lines, written
from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.old.report import Report
from shk_xl.domain.faults import Place, Refused
from shk_xl.wording import in_words

TEXT = "Underlag för Core Team beslut: Ny roll\n\nNamn på initiativet: Ängen\n\nSyfte\n\n- å\n- ö"


def import_bytes(folder: Path, data: bytes, name: str = "fil.txt") -> str:
    file = folder / name
    file.write_bytes(data)
    imported = read_old_documents([file])
    assert imported.portfolio.initiatives[0].name == "Ängen"
    assert imported.portfolio.texts[0].text == "- å\n- ö"
    return ",".join(note.code for note in imported.report)


def codes_of(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    assert all(in_words(fault) for fault in refused.value.faults)
    return [fault.code for fault in refused.value.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_character_sets_and_line_ends(tmp_path: Path, encoding: str, end: str) -> None:
    told = import_bytes(tmp_path, TEXT.replace("\n", end).encode(encoding))
    assert ("encoding_guessed" in told) == (encoding == "cp1252")


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    import_bytes(tmp_path, unicodedata.normalize("NFD", TEXT).encode())


def test_control_characters_that_no_cell_can_hold_go_away(tmp_path: Path) -> None:
    import_bytes(tmp_path, TEXT.replace("Ängen", "Äng\x02en\x1f").encode())


def test_places_tell_the_line() -> None:
    lines = read_text_lines(b"a\n\nb", "fil.txt", Report())
    assert [line.place for line in lines] == [
        Place("fil.txt", cell=f"rad {number}") for number in (1, 2, 3)
    ]


def test_a_file_of_another_kind_is_refused(tmp_path: Path) -> None:
    files = []
    for name, data in (
        ("a.pdf", b"%PDF"),
        ("b.doc", b"x"),
        ("c", b"x"),
        ("d.txt", b""),
        ("e.txt", b"Hej\x00d\xc3\xa5"),
        ("f.txt", b"\x81\x8d\x8f"),
        ("g.txt", b"Inget av det som l\xc3\xa4ses in."),
        ("h.docx", b"PK\x03\x04 trasig"),
        ("~$i.docx", b"x"),
    ):
        files.append(tmp_path / name)
        files[-1].write_bytes(data)
    with pytest.raises(Refused) as refused:
        read_old_documents([*files, tmp_path / "saknas.txt", tmp_path])
    codes = codes_of(refused)
    assert codes[:3] == ["import_wrong_kind"] * 3
    assert codes[3:7] == ["file_empty", "import_not_text", "import_not_text", "import_no_document"]
    assert codes[8] == "file_is_owner_file"
    assert codes[-2:] == ["file_missing", "file_is_folder"]
    assert {fault.place.file for fault in refused.value.faults} >= {str(file) for file in files}


def test_a_workbook_in_disguise_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "bok.docx"
    openpyxl.Workbook().save(file)
    with pytest.raises(Refused) as refused:
        read_old_documents([file])
    assert codes_of(refused) == ["document_not_word"]


def test_one_bad_file_stops_the_whole_import(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        read_old_documents([FOLDER / "ny_roll.txt", tmp_path / "saknas.txt"])


def lines_of(*texts: str) -> list[Line]:
    return [Line(text, Place()) for text in texts]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["a", "", "", "b"], "a\n\nb"),
        (["· a", "", "• b", "– c", "* d", "o\te", "\uf0b7\tf"], "- a\n- b\n- c\n- d\n- e\n- f"),
        (["- a", " - b", "- c"], "- a\n  - b\n- c"),
        (["  - a", "  - b"], "- a\n- b"),
        (["- a", "", "b", "", "  - c"], "- a\n\nb\n\n- c"),
        (["*a* <i>b</i>"], "*a* <i>b</i>"),
        (["Del 1:", "", "- a"], "Del 1:\n\n- a"),
    ],
)
def test_lines_become_the_text_of_a_cell(texts: list[str], expected: str) -> None:
    assert written(lines_of(*texts)) == expected


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("Utvärdering", True),
        ("Frågor om torget i vår", True),
        ("Extra kommentarer:", True),
        ("Detta är viktigt för alla som är här idag:", False),
        ("Det blir fint.", False),
        ("Vad gör vi?", False),
        ("Allt är nytt. Det blir fint", False),
        ("gemener först", False),
        ("- Punkt", False),
        ("a\tb", False),
        ("", False),
        ("Del 1:", False),
    ],
)
def test_what_looks_like_a_heading(text: str, *, is_title: bool) -> None:
    assert Line(text, Place()).is_title == is_title


def word(*blocks: str) -> tuple[list[str], Report]:
    """Read the body that consists of these blocks of WordprocessingML."""
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        body.insert(len(body) - 1, parse_xml(block.replace(">", f" {nsdecls('w', 'wp')}>", 1)))
    file = io.BytesIO()
    document.save(file)
    report = Report()
    return [line.text for line in read_docx_lines(file.getvalue(), "f.docx", report)], report


def run(text: str, properties: str = "") -> str:
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def p(*content: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr>{''.join(content)}</w:p>"


def style(name: str) -> str:
    return f'<w:pStyle w:val="{name}"/>'


DELETED = "<w:del><w:r><w:delText>gammal</w:delText></w:r></w:del>"
NO_LIST = '<w:numPr><w:numId w:val="0"/></w:numPr>'


@pytest.mark.parametrize(
    ("paragraph", "expected"),
    [
        (p(run("a")), ["a"]),
        (p(run("a "), run("b", "<w:i/>"), run(" c")), ["a *b* c"]),
        (p(run("a", "<w:i/>"), run(" b ", "<w:i/>"), run("c")), ["*a b* c"]),
        (p(run("ord", '<w:i w:val="0"/>')), ["ord"]),
        (p(run("a"), run("b", "<w:i/>"), run("c")), ["a<i>b</i>c"]),
        (p(run("2*3", "<w:i/>")), ["<i>2*3</i>"]),
        (p("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>"), ["a\tb", "c"]),
        (
            p(f"<w:ins>{run('ny')}</w:ins><w:del><w:r><w:delText>gammal</w:delText></w:r></w:del>"),
            ["ny"],
        ),
        (p(f"<w:hyperlink>{run('länk')}</w:hyperlink>"), ["länk"]),
        (p(run("a"), properties=style("ListBullet")), ["- a"]),
        (p(run("a"), properties=style("ListBullet2")), ["  - a"]),
        (
            p(run("a"), properties=style("ListBullet") + '<w:numPr><w:numId w:val="0"/></w:numPr>'),
            ["a"],
        ),
        (p(run("a"), properties=style("ListNumber")), ["1. a"]),
        (p(run("a", "<w:i/>"), properties=style("Heading1")), ["a"]),
        (f"<w:sdt><w:sdtContent>{p(run('i en ruta'))}</w:sdtContent></w:sdt>", ["i en ruta"]),
    ],
)
def test_a_paragraph_as_a_person_sees_it(paragraph: str, expected: list[str]) -> None:
    assert word(paragraph)[0] == expected


def test_numbers_count_on() -> None:
    number = p(run("a"), properties=style("ListNumber"))
    assert word(number, p(run("b")), number)[0] == ["1. a", "b", "2. a"]


def cell(*content: str, span: int = 1) -> str:
    return f'<w:tc><w:tcPr><w:gridSpan w:val="{span}"/></w:tcPr>{"".join(content)}</w:tc>'


def test_a_table_is_rows_in_its_place() -> None:
    first = cell(p(), span=2) + cell(p(run("a"), run("b")))
    second = cell(p(run("c")), p(run("d"), properties=style("ListBullet"))) + cell(p())
    table = f"<w:tbl><w:tr>{first}</w:tr><w:tr>{second}</w:tr></w:tbl>"
    lines, _ = word(p(run("före")), table, p(run("efter")))
    assert lines == ["före", "\t\tab", "c\n- d", "efter"]


def test_what_is_not_read_is_told() -> None:
    document = docx.Document()
    document.add_paragraph("a")
    document.sections[0].header.paragraphs[0].text = "Arbetsmaterial"
    document.element.body.insert(
        0, parse_xml(f"<w:p {nsdecls('w')}><w:r><w:drawing/></w:r><w:ins/></w:p>")
    )
    file = io.BytesIO()
    document.save(file)
    report = Report()
    read_docx_lines(file.getvalue(), "f.docx", report)
    assert [note.code for note in report] == [
        "pictures_not_read",
        "tracked_changes",
        "outside_body",
    ]
    assert next(n for n in report if n.code == "outside_body").values["text"] == "Arbetsmaterial"


def test_a_text_box_is_read_once_where_it_is_anchored() -> None:
    box = f"<w:txbxContent>{p(run('i rutan'))}</w:txbxContent>"
    lines, _ = word(f"<w:p><w:r><w:t>vid</w:t><w:pict>{box}</w:pict></w:r></w:p>", p(run("sedan")))
    assert lines == ["vid", "i rutan", "sedan"]


def test_a_long_text_goes_in_whole() -> None:
    words = "ord " * 7_500
    imported = import_texts(f"{TEXT.split('- å', maxsplit=1)[0]}{words}.")
    assert len(imported.portfolio.texts[0].text) == len(words) + 1
