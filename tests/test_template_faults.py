"""What goes wrong when a team edits a template in Word: each is found, in its paragraph.

Every case plants one fault in the XML of a built-in template, in the way that Word leaves it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from edited_templates import MAIN, Edited, child, p, remove, xml

from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.templates.checking import check_file, level_of
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.templates.files import read_template
from shk_xl.documents.templates.kind_of_template import template_of_kind
from shk_xl.documents.word import names
from shk_xl.domain.faults import Refused
from shk_xl.domain.findings import Level
from shk_xl.wording import in_words

pytestmark = pytest.mark.thorough

Plant = Callable[[Edited], str | None]
CASES: list[tuple[str, Plant, str]] = []
FORUM = "foruminitiativ.docx"
NAME = "{{ namn }}"
GOALS = "{{p samhällsmål }}"
ROW = "{%tr for rad in finansiering %}"
IF = "{%p if syfte %}"


def case(code: str) -> Callable[[Plant], Plant]:
    """Name the code that a planted fault must be found with."""

    def keep(plant: Plant) -> Plant:
        CASES.append((plant.__name__.replace("_", " "), plant, code))
        return plant

    return keep


def typed(old: str, new: str) -> Plant:
    """Type something else in the paragraph of a text."""

    def plant(e: Edited) -> str:
        where = e.where(old)
        e.replace(old, new)
        return where

    return plant


for label, old, new, code in (
    ("an opening brace lost", NAME, "{ namn }}", "template_braces"),
    ("a closing brace lost", NAME, "{{ namn }", "template_braces"),
    ("both closing braces lost", NAME, "{{ namn", "template_braces"),
    ("both opening braces lost", NAME, "namn }}", "template_braces"),
    ("one brace on each side", NAME, "{ namn }", "template_single_braces"),
    ("one brace around a block", GOALS, "{p samhällsmål }", "template_single_braces"),
    ("a lone opening brace", NAME, "{ namn", "template_braces"),
    ("a lone closing brace", NAME, "namn }", "template_braces"),
    ("a brace and a per cent apart", IF, "{ %p if syfte %}", "template_braces"),
    ("a per cent lost", IF, "{%p if syfte }", "template_braces"),
    ("a letter wrong in a field", NAME, "{{ namm }}", "template_unknown_field_near"),
    ("a field that is none", NAME, "{{ telefon }}", "template_unknown_field"),
    ("a space in a field", NAME, "{{ mitt namn }}", "template_syntax"),
    ("a field of the row outside it", NAME, "{{ rad.källa }}", "template_unknown_field"),
    ("quotes that do not pair", IF, "{%p if namn == ”x %}", "template_smart_quote"),
    ("a block in a sentence", GOALS, "Målen är {{ samhällsmål }}.", "template_block_in_sentence"),
    ("text before a block", GOALS, "Mål: {{p samhällsmål }}", "template_text_beside"),
    ("text after a block", GOALS, "{{p samhällsmål }} osv.", "template_text_beside"),
    ("a text as a block", NAME, "{{p namn }}", "template_text_beside"),
    ("rows as text", NAME, "{{ finansiering }}", "template_rows_as_text"),
    ("a row tag outside a table", IF, "{%tr if syfte %}", "template_outside_table"),
    ("more in a row that goes", ROW, f"Källor {ROW}", "template_beside_in_table"),
    ("two tags in a paragraph", IF, f"{IF}{{%p endif %}}", "template_two_tags"),
    ("a filter", NAME, "{{ namn|upper }}", "template_not_a_field"),
):
    CASES.append((label, typed(old, new), code))


@case("template_unclosed")
def the_end_of_a_loop_deleted(e: Edited) -> str:
    where = e.where(ROW)
    row = e.row("{%tr endfor %}")
    remove(row)
    return where


@case("template_unclosed")
def the_end_of_a_condition_deleted(e: Edited) -> str:
    where = e.where("{%p if alias %}")
    end = e.paragraph("{%p endif %}")
    remove(end)
    return where


@case("template_unopened")
def the_start_of_a_loop_deleted(e: Edited) -> str:
    row = e.row(ROW)
    remove(row)
    return e.where("{%tr endfor %}")


@case("template_block_elsewhere")
def a_loop_across_cells(e: Edited) -> str:
    where = e.where("{{ rad.belopp }}")
    e.replace("{{ rad.källa", "{% if rad.belopp %}{{ rad.källa")
    e.replace("{{ rad.belopp }}", "{{ rad.belopp }}{% endif %}")
    return where


@case("template_block_elsewhere")
def a_paragraph_loop_across_cells(e: Edited) -> str:
    first, second = e.paragraph("{{ rad.källa"), e.paragraph("{{ rad.belopp }}")
    first.addprevious(xml(p("{%p if rad.belopp %}")))
    second.addnext(xml(p("{%p endif %}")))
    return e.where("{{ rad.belopp }}").replace("stycke 1", "stycke 2")


@case("template_unclosed")
def a_loop_that_ends_in_another_table(e: Edited) -> str:
    where = e.where(ROW)
    end = e.row("{%tr endfor %}")
    other = e.row("{%tr for rad in värdering %}")
    remove(end)
    other.addprevious(end)
    return where


@case("template_style_missing_near")
def a_style_renamed(e: Edited) -> str:
    e.substitute(
        "word/styles.xml", 'w:name w:val="List Bullet 2"', 'w:name w:val="List Bullet två"'
    )
    return "formatmallar"


@case("template_style_missing_near")
def a_style_deleted(e: Edited) -> str:
    pattern = r'<w:style [^>]*w:styleId="ListBullet2">.*?</w:style>'
    e.substitute("word/styles.xml", pattern, "")
    return "formatmallar"


@case("template_style_no_list")
def the_numbering_of_a_list_style_lost(e: Edited) -> str:
    e.substitute("word/styles.xml", r'<w:numPr><w:ilvl w:val="1"/>.*?</w:numPr>', "")
    return "formatmallar"


@case("template_style_unknown")
def a_paragraph_with_a_style_that_is_gone(e: Edited) -> str:
    child(e.paragraph(NAME), "pPr", "pStyle").set(names.VAL, "Brödtextindrag")
    return e.where(NAME)


BOX = (
    "<w:p><w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:inline>"
    "<wp:docPr id='7' name='Ruta' descr='ruta'/><wps:txbx><w:txbxContent>{0}</w:txbxContent>"
    "</wps:txbx></wp:inline></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape>"
    "<v:textbox><w:txbxContent>{0}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r></w:p>"
)


@case("template_tag_in_box")
def a_field_in_a_text_box(e: Edited) -> str:
    box = e.after(NAME, BOX.format(p("{{ kod }}")))
    e.paragraph(NAME).addnext(box)
    return e.where("{{ kod }}")


@case("template_tag_in_alt_text")
def a_field_in_an_alternative_text(e: Edited) -> str:
    drawing = "<wp:inline><wp:docPr id='9' name='Bild' descr='Karta {{ namn }}'/></wp:inline>"
    e.after(GOALS, f"<w:p><w:r><w:t>Karta</w:t><w:drawing>{drawing}</w:drawing></w:r></w:p>")
    return e.where("Karta")


@case("template_tag_in_field_code")
def a_field_in_a_field_code(e: Edited) -> str:
    code = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText> TITLE "{{ na</w:instrText>'
        '</w:r><w:r><w:instrText>mn }}" </w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>Titel</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    e.after(GOALS, f"<w:p>{code}</w:p>")
    return e.where("Titel")


@case("template_tag_in_note")
def a_field_in_a_footnote(e: Edited) -> str:
    note = f'<w:footnote w:id="1">{p("Se {{ kod }}")}</w:footnote>'
    declared = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    e.parts["word/footnotes.xml"] = f"<w:footnotes {declared}>{note}</w:footnotes>".encode()
    return "fotnot 1"


@case("template_tag_in_note")
def a_field_in_a_comment(e: Edited) -> str:
    note = f'<w:comment w:id="0" w:author="">{p("ska det vara {{ kod }}?")}</w:comment>'
    declared = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    e.parts["word/comments.xml"] = f"<w:comments {declared}>{note}</w:comments>".encode()
    return "kommentar 0"


@case("template_tag_in_properties")
def a_field_in_the_properties(e: Edited) -> str:
    e.parts["docProps/core.xml"] = (
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        b'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        b"<dc:title>{{ namn }}</dc:title></cp:coreProperties>"
    )
    return "egenskaper"


@case("template_tag_in_link")
def a_field_in_the_address_of_a_link(e: Edited) -> None:
    link = (
        '<Relationship Id="rIdLink" TargetMode="External" '
        'Target="https://x.se/%7b%7b%20kod%20%7d%7d" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/>'
    )
    e.part("word/_rels/document.xml.rels", lambda old: old.replace("</R", f"{link}</R"))


@case("template_stray_tag")
def a_field_in_the_text_of_a_list(e: Edited) -> str:
    e.part(
        "word/numbering.xml",
        lambda old: old.replace('lvlText w:val="•"', 'lvlText w:val="{{ kod }}"'),
    )
    return "word/numbering.xml"


@case("template_tag_in_control")
def a_field_in_a_content_control(e: Edited) -> str:
    where = e.where(NAME)
    run = e.run(NAME)
    e.wrap(
        run,
        '<w:sdt><w:sdtPr><w:alias w:val="Namn"/></w:sdtPr><w:sdtContent>',
        "</w:sdtContent></w:sdt>",
    )
    return where


@case("template_control_around_row")
def a_repeating_section_around_a_row(e: Edited) -> str:
    where = e.where("{{ rad.belopp }}").replace("kolumn 2", "kolumn 1").rpartition(", rad ")[0]
    e.wrap(e.row("{{ rad.belopp }}"), "<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>")
    return where


@case("template_tracked_change")
def a_tracked_insertion(e: Edited) -> str:
    run = e.run(NAME)
    where = e.where(NAME)
    e.wrap(run, '<w:ins w:id="1" w:author="" w:date="2024-01-01T00:00:00Z">', "</w:ins>")
    return where


@case("template_tracked_change")
def a_tracked_deletion(e: Edited) -> str:
    deleted = '<w:del w:id="2" w:author=""><w:r><w:delText>{{ kod }}</w:delText></w:r></w:del>'
    e.paragraph(NAME).append(xml(deleted))
    return e.where(NAME)


@case("template_tracked_change")
def a_tracked_change_of_format(e: Edited) -> str:
    run = e.run(NAME)
    run.insert(0, xml('<w:rPr><w:rPrChange w:id="3" w:author=""><w:rPr/></w:rPrChange></w:rPr>'))
    return e.where(NAME)


@case("template_unknown_field")
def an_unknown_field_in_the_header(e: Edited) -> str:
    e.substitute("word/header1.xml", r"\{\{ kod \}\}", "{{ ordförande }}")
    return "sidhuvud, stycke 1"


@case("template_other_format")
def a_template_of_words_own(e: Edited) -> None:
    e.part("[Content_Types].xml", lambda old: old.replace("document.main+xml", "template.main+xml"))


@case("template_title_of_other_kind")
def a_pilot_template_saved_as_forum(e: Edited) -> str:
    other = Edited.of("pilotinitiativ.docx")
    e.parts, e.root = other.parts, other.root
    return "stycke 1"


@case("template_wrong_kind")
def minutes_saved_as_forum(e: Edited) -> None:
    other = Edited.of("motesanteckningar.docx")
    e.parts, e.root = other.parts, other.root


@case("docx_table_header")
def the_mark_of_a_heading_row_lost(e: Edited) -> str:
    remove(child(e.row("Finansieringskälla"), "trPr", "tblHeader"))
    return e.where("Finansieringskälla").rpartition(", rad ")[0]


@case("docx_table_header")
def a_heading_row_deleted(e: Edited) -> str:
    where = e.where("Finansieringskälla").rpartition(", rad ")[0]
    row = e.row("Finansieringskälla")
    remove(row)
    return where


@case("docx_language")
def another_language_than_swedish(e: Edited) -> str:
    e.part(
        "word/styles.xml", lambda old: old.replace('w:lang w:val="sv-SE"', 'w:lang w:val="en-US"')
    )
    return "formatmallar"


@case("docx_language_run")
def a_pasted_text_in_another_language(e: Edited) -> str:
    e.after(GOALS, p("Pasted from elsewhere.", run='<w:rPr><w:lang w:val="en-GB"/></w:rPr>'))
    return e.where("Pasted")


@pytest.mark.parametrize(
    ("plant", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_planted_fault_is_found_with_its_place(plant: Plant, code: str, tmp_path: Path) -> None:
    edited = Edited.of(FORUM)
    where = plant(edited)
    path = tmp_path / FORUM
    path.write_bytes(edited.data)
    found = check_file(path).found
    assert (code, where) in [(fault.code, fault.place.cell) for fault in found]
    assert {fault.code for fault in found} <= {code, *ALSO.get(code, ())}
    assert all(fault.place.file == str(path) and in_words(fault) for fault in found)


ALSO = {
    "template_text_beside": {"template_text_as_block"},
    "template_outside_table": {"template_unopened", "template_block_elsewhere"},
    "template_two_tags": {"template_unopened", "template_unclosed"},
    "template_block_elsewhere": {"template_unclosed", "template_unopened"},
    "template_unopened": {"template_unknown_field", "template_unknown_field_near"},
    "template_unclosed": {"template_block_elsewhere", "template_unopened"},
    "template_smart_quote": {"template_unopened"},
    "template_braces": {"template_unopened", "template_unclosed"},
    "template_tag_in_box": {"docx_text_box"},
    "template_control_around_row": {"template_tag_in_control"},
}
"""What follows from a fault, and is told with it."""


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_template_as_it_is_has_nothing_to_tell(template: str, tmp_path: Path) -> None:
    path = tmp_path / template
    path.write_bytes(read_template(template))
    assert check_file(path).found == ()


def same_when_filled(edited: Edited) -> None:
    """A template that is edited without harm gives the same document."""
    from shk_xl.documents.templates.examples import example_rows  # noqa: PLC0415

    values = example_rows(FORUM)[0]
    plain = load_template(read_template(FORUM), FORUM, TEMPLATES[FORUM]).render(values)
    other = load_template(edited.data, FORUM, TEMPLATES[FORUM]).render(values)
    assert other.content_sha256 == plain.content_sha256


def test_tags_that_word_has_split_are_whole() -> None:
    edited = Edited.of(FORUM)
    edited.split(NAME, 1, 3, 5, 8)
    edited.split(GOALS, 1, 2, 9)
    edited.split("{{ rad.belopp }}", 1, 6)
    same_when_filled(edited)


def test_names_in_decomposed_letters_are_found() -> None:
    edited = Edited.of(FORUM)
    edited.replace(GOALS, "{{p samha\u0308llsma\u030al }}")
    same_when_filled(edited)


def test_a_page_number_from_the_gallery_stands_in_a_control_of_words_own() -> None:
    edited = Edited.of(FORUM)
    edited.wrap(
        edited.paragraph(NAME),
        '<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Page Numbers"/></w:docPartObj>'
        "</w:sdtPr><w:sdtContent>",
        "</w:sdtContent></w:sdt>",
    )
    same_when_filled(edited)


def test_bent_quotes_that_pair_are_straightened() -> None:
    edited = Edited.of(FORUM)
    edited.replace("{%p if alias %}", "{%p if alias and alias != ”x” %}")
    same_when_filled(edited)


def test_a_document_is_not_made_of_a_template_of_another_kind(tmp_path: Path) -> None:
    (tmp_path / FORUM).write_bytes(read_template("pilotinitiativ.docx"))
    with pytest.raises(Refused) as caught:
        template_of_kind(FORUM, tmp_path)
    assert [fault.code for fault in caught.value.faults] == ["template_title_of_other_kind"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("foruminitiativ.dotx", "template_other_format"),
        ("foruminitiativ.docm", "template_other_format"),
        ("foruminitiativ.doc", "template_other_format"),
        ("foruminitiativ (2).docx", "template_name_unknown"),
    ],
)
def test_a_file_under_another_name_is_told(name: str, code: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(read_template(FORUM))
    found = check_file(tmp_path / name).found
    assert [fault.code for fault in found] == [code]
    assert level_of(found[0]) in (Level.STOP, Level.NOTE)


def test_a_file_of_old_word_or_with_a_password_is_told(tmp_path: Path) -> None:
    (tmp_path / FORUM).write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512)
    assert [fault.code for fault in check_file(tmp_path / FORUM).found] == ["file_is_old_office"]


def test_the_document_part_is_where_these_tests_edit() -> None:
    assert MAIN in Edited.of(FORUM).parts
