"""The check of a template: every fault is found, in Swedish, with its paragraph and field."""

from __future__ import annotations

import pytest
from documents_templates import FIELDS, clean_parts, p, table, template_bytes

from shk_xl.documents.kinds import KINDS, DocumentKind
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.templates.files import read_template
from shk_xl.domain.faults import Fault, Refused
from shk_xl.wording import in_words


def faults(body: str, **parts: bytes) -> list[Fault]:
    """Check a template; no fault is an empty list."""
    try:
        load_template(template_bytes(body, **parts), "mall.docx", FIELDS)
    except Refused as refused:
        return list(refused.faults)
    return []


LOOP = "{%p for rad in rader %}"
END = "{%p endfor %}"
CASES = [
    ("one brace lost", p("Namn: { namn }}"), "template_braces", "stycke 1"),
    ("a tag never closed", p("ja") + p("{{ namn"), "template_braces", "stycke 2"),
    ("a tag in a tag", p("{{ namn och {{ effektmål }}"), "template_braces", "stycke 1"),
    ("single braces", p("{ namn }"), "template_single_braces", "stycke 1"),
    ("unknown field", p("{{ kostnad }}"), "template_unknown_field", "stycke 1"),
    ("nearly a field", p("{{ efektmål }}"), "template_unknown_field_near", "stycke 1"),
    (
        "unknown column",
        p(LOOP) + p("{{ rad.kalla }}") + p(END),
        "template_unknown_field_near",
        "stycke 2",
    ),
    ("block in a sentence", p("Se {{ syfte }}."), "template_block_in_sentence", "stycke 1"),
    ("picture in a sentence", p("{{ bild }}"), "template_block_in_sentence", "stycke 1"),
    ("text beside a block", p("Se ", "{{p syfte }}"), "template_text_beside", "stycke 1"),
    ("short text as block", p("{{p namn }}"), "template_text_as_block", "stycke 1"),
    ("rows as text", p("{{ rader }}"), "template_rows_as_text", "stycke 1"),
    ("a filter", p("{{ namn|upper }}"), "template_not_a_field", "stycke 1"),
    ("a way out", p("{{ namn.__class__ }}"), "template_unknown_field", "stycke 1"),
    ("a call", p("{{ range(10) }}"), "template_not_a_field", "stycke 1"),
    ("a call in an if", p("{% if namn() %}{% endif %}"), "template_not_allowed", "stycke 1"),
    ("text as a number", p("{% if namn < 3 %}{% endif %}"), "template_not_allowed", "stycke 1"),
    ("an include", p("{% include 'x' %}"), "template_not_allowed", "stycke 1"),
    ("raw", p("{% raw %}"), "template_not_allowed", "stycke 1"),
    ("rich text of docxtpl", p("{{r namn }}"), "template_not_allowed", "stycke 1"),
    ("two words", p("{{ mitt namn }}"), "template_syntax", "stycke 1"),
    ("nothing", p("{{ }}"), "template_syntax", "stycke 1"),
    ("bent quotes", p("{% if namn == ”a %}x{% endif %}"), "template_smart_quote", "stycke 1"),
    (
        "two in a paragraph",
        p("{%p if namn %}{%p endif %}"),
        "template_two_tags",
        "stycke 1",
    ),
    ("no end", p("{%p if namn %}") + p("x"), "template_unclosed", "stycke 1"),
    ("no beginning", p("{%p endif %}"), "template_unopened", "stycke 1"),
    ("wrong end", p("{%p if namn %}") + p("{%p endfor %}"), "template_unopened", "stycke 2"),
    ("else of nothing", p("{%p else %}"), "template_unopened", "stycke 1"),
    (
        "begun in one paragraph, ended in another",
        p("{% if namn %}") + p("{% endif %}"),
        "template_block_elsewhere",
        "stycke 2",
    ),
    (
        "begun in a table, ended outside",
        table((p("{%p if namn %}"),)) + p("{%p endif %}"),
        "template_block_elsewhere",
        "stycke 1",
    ),
    ("row outside a table", p("{%tr endfor %}"), "template_outside_table", "stycke 1"),
    (
        "more in a row that goes",
        table(("{%tr for rad in rader %}", "mer"), ("{%tr endfor %}", "")),
        "template_beside_in_table",
        "tabell 1, rad 1, kolumn 1, stycke 1",
    ),
    ("not repeated", p("{%p for x in syfte %}") + p(END), "template_not_rows", "stycke 1"),
    ("no loop", p("{%p for x %}") + p(END), "template_loop", "stycke 1"),
    (
        "in a cell",
        table(("a", "b"), ("c", "{{ kostnad }}")),
        "template_unknown_field",
        "tabell 1, rad 2, kolumn 2, stycke 1",
    ),
]


@pytest.mark.parametrize(
    ("body", "code", "where"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_fault_is_found_with_its_place(body: str, code: str, where: str) -> None:
    found = [(fault.code, fault.place.cell) for fault in faults(body)]
    assert (code, where) in found
    assert all(in_words(fault) for fault in faults(body))


def test_all_faults_are_told_at_once_and_in_order() -> None:
    body = p("{{ a }}") + p("fri text") + p("{ namn }}") + p("{{ syfte }}")
    found = [(fault.code, fault.place.cell) for fault in faults(body)]
    assert found == [
        ("template_unknown_field", "stycke 1"),
        ("template_braces", "stycke 3"),
        ("template_block_in_sentence", "stycke 4"),
    ]


def test_a_fault_is_worded_with_paragraph_field_and_remedy() -> None:
    (fault,) = faults(p("Se {{ syfte }} här"))
    assert in_words(fault) == (
        "mall.docx, stycke 1: Fältet syfte innehåller stycken eller en bild och får inte plats i "
        "en mening: ”Se {{ syfte }} här”. Skriv {{p syfte }} ensamt i ett eget stycke."
    )


def test_headers_are_checked_too() -> None:
    header = (
        '<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
        f"{p('{{ fel }}')}</w:hdr>"
    )
    (fault,) = faults(p("x"), header1=header.encode())
    assert (fault.code, fault.place.cell) == ("template_unknown_field", "sidhuvud, stycke 1")


@pytest.mark.parametrize(
    "body",
    [
        p("{{ namn }} är {{ effektmål }}."),
        p("{% if namn and not effektmål %}ja{% elif namn == 'x' %}nej{% endif %}"),
        p("{%p if rader %}") + p("{{p syfte }}") + p("{%p else %}") + p("x") + p("{%p endif %}"),
        p("{{", " na", "mn ", "}}"),
        p("{{ effektma\u030al }}"),
        p("{% if namn == ”x” %}ja{% endif %}"),
        p("{{\u00a0namn\u00a0}}"),
        p("{# en anteckning #}"),
        p(LOOP) + p("{{ loop.index }} {{ rad.källa }}") + p(END),
        table(("{%tr for rad in rader %}",), ("{{ rad.källa }}",), ("{%tr endfor %}",)),
        p("mängden {a, b} och 100 %"),
    ],
)
def test_what_is_right_passes(body: str) -> None:
    assert faults(body) == []


def test_a_field_in_an_alternative_text_is_found() -> None:
    name = '<wp:docPr id="1" name="x" descr="{{ namn }}"/>'
    drawing = f"<w:p><w:r><w:drawing>{name}</w:drawing></w:r></w:p>"
    assert [fault.code for fault in faults(drawing)] == ["template_tag_in_alt_text"]


def test_a_field_in_deleted_text_is_found() -> None:
    deleted = "<w:p><w:del><w:r><w:delText>{{ namn }}</w:delText></w:r></w:del></w:p>"
    assert [fault.code for fault in faults(deleted)] == ["template_tracked_change"]


def test_missing_styles_are_named() -> None:
    styles = clean_parts()["word/styles.xml"].replace(
        b'w:val="List Bullet 2"', b'w:val="Min lista"'
    )
    (fault,) = faults(p("x"), styles=styles)
    assert (fault.code, fault.values["style"]) == ("template_style_missing_near", "List Bullet 2")


def test_a_list_style_without_bullets_is_named() -> None:
    styles = clean_parts()["word/styles.xml"]
    numbering = b'<w:numPr><w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr>'
    assert numbering in styles
    (fault,) = faults(p("x"), styles=styles.replace(numbering, b""))
    assert (fault.code, fault.values["style"]) == ("template_style_no_list", "List Bullet 2")


@pytest.mark.parametrize("kind", DocumentKind)
def test_the_built_in_templates_pass(kind: DocumentKind) -> None:
    template = load_template(read_template(kind.template), kind.template, KINDS[kind].fields)
    assert template.name == kind.template


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"inget Word-dokument", b"%PDF-1.7"])
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(Refused) as caught:
        load_template(data, "mall.docx", FIELDS)
    assert all(in_words(fault) for fault in caught.value.faults)
