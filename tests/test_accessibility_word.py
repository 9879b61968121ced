"""Word documents for all readers: each rule finds its fault, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from documents_templates import FIELDS, PIXEL, fill, p, table, template_bytes
from edited_templates import Edited, child, remove, xml
from edited_templates import p as paragraph
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from shk_xl.documents.accessibility.colours import contrast, read_theme, shading, text_colour
from shk_xl.documents.accessibility.rules import RULES, WORD_RULES, level_of
from shk_xl.documents.accessibility.word_file import check_word_file
from shk_xl.documents.kinds import Layout
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.package import read_package
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.faults import Fault
from shk_xl.domain.findings import Level
from shk_xl.wording import FAULTS, in_words
from shk_xl.workbook.example import example_2024

Plant = Callable[[Edited], str]
CASES: list[tuple[str, Plant, str]] = []
SOURCE = SourceStamp("bok.xlsx", "0" * 64)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The documents of the example in both layouts, by the beginning of their names."""
    folder = tmp_path_factory.mktemp("underlag")
    produced = [
        document
        for layout in Layout
        for document in produce_documents(
            example_2024(), folder, source=SOURCE, today=date(2024, 1, 15), layout=layout
        )
    ]
    assert all(document.findings == () for document in produced)
    return {document.path.name: document.path for document in produced}


def findings(data: bytes) -> list[Fault]:
    return check_word_file(read_package(data, "dokument.docx"))


def test_our_own_documents_keep_every_rule(made: dict[str, Path]) -> None:
    assert len(made) > 15
    told = {name: findings(path.read_bytes()) for name, path in made.items()}
    assert {name: found for name, found in told.items() if found} == {}


def case(code: str) -> Callable[[Plant], Plant]:
    def keep(plant: Plant) -> Plant:
        CASES.append((plant.__name__.replace("_", " "), plant, code))
        return plant

    return keep


TEXT = "Namn på initiativet"
HEADING = "Syfte med initiativet"


@case("docx_language")
def another_language(e: Edited) -> str:
    e.part("word/styles.xml", lambda old: old.replace('lang w:val="sv-SE"', 'lang w:val="en-US"'))
    return "formatmallar"


@case("docx_language_run")
def a_run_in_another_language(e: Edited) -> str:
    e.after(TEXT, paragraph("Pasted text here.", run='<w:rPr><w:lang w:val="en-US"/></w:rPr>'))
    return e.where("Pasted")


@case("docx_language_run")
def a_style_in_another_language(e: Edited) -> str:
    e.substitute(
        "word/styles.xml", r'(w:styleId="Subtitle">.*?<w:rPr>)', r'\1<w:lang w:val="de-DE"/>'
    )
    return e.where("Samhällskontraktet")


@case("docx_title")
def no_title(e: Edited) -> str:
    e.substitute("docProps/core.xml", r"<dc:title>.*?</dc:title>", "<dc:title> </dc:title>")
    return "egenskaper"


@case("docx_heading_order")
def a_level_skipped(e: Edited) -> str:
    style = child(e.paragraph("Effektmål"), "pPr", "pStyle")
    style.set(names.VAL, "Heading3")
    return e.where("Effektmål")


@case("docx_heading_order")
def a_level_skipped_by_direct_formatting(e: Edited) -> str:
    properties = child(e.paragraph("Effektmål"), "pPr")
    properties.append(xml('<w:outlineLvl w:val="2"/>'))
    return e.where("Effektmål")


@case("docx_heading_empty")
def an_empty_heading(e: Edited) -> str:
    e.paragraph("Effektmål").addprevious(xml(paragraph(" ", "Heading1")))
    return e.where("Effektmål").replace(*shifted(e.where("Effektmål"), -1))


@case("docx_heading_alone")
def nothing_under_a_heading(e: Edited) -> str:
    e.paragraph("Effektmål").addprevious(xml(paragraph("En rubrik till", "Heading1")))
    return e.where("En rubrik till")


@case("docx_bold_heading")
def a_bold_line(e: Edited) -> str:
    e.after(TEXT, paragraph("Nästa steg", run="<w:rPr><w:b/></w:rPr>"))
    return e.where("Nästa steg")


@case("docx_typed_list")
def a_typed_bullet(e: Edited) -> str:
    e.after(TEXT, paragraph("- kartlägga"))
    return e.where("- kartlägga")


@case("docx_typed_list")
def a_typed_number(e: Edited) -> str:
    e.after(TEXT, paragraph("1. Core Team beslutar att vänta."))
    return e.where("att vänta")


@case("docx_table_header")
def no_mark_of_a_heading_row(e: Edited) -> str:
    properties = child(e.row("Kriterium"), "trPr")
    properties.remove(child(properties, "tblHeader"))
    return e.where("Kriterium").rpartition(", rad ")[0]


@case("docx_table_merged")
def two_cells_merged_across(e: Edited) -> str:
    first, second, *_ = e.row("Vägt medelvärde").iter(names.CELL)
    child(first, "tcPr").append(xml('<w:gridSpan w:val="2"/>'))
    remove(second)
    return e.where("Vägt medelvärde")


@case("docx_table_merged")
def two_cells_merged_down(e: Edited) -> str:
    cell = next(e.row("Vägt medelvärde").iter(names.CELL))
    child(cell, "tcPr").append(xml("<w:vMerge/>"))
    return e.where("Vägt medelvärde")


@case("docx_table_merged")
def a_cell_split(e: Edited) -> str:
    where = e.where("Kriterium").rpartition(", rad ")[0]
    cell = next(e.row("Vägt medelvärde").iter(names.CELL))
    cell.addnext(xml(f"<w:tc><w:tcPr/>{paragraph('delad')}</w:tc>"))
    return where


@case("docx_table_nested")
def a_table_in_a_table(e: Edited) -> str:
    cell = next(e.row("Vägt medelvärde").iter(names.CELL))
    cell.insert(
        1,
        xml(
            '<w:tbl><w:tblPr><w:tblCaption w:val="inre"/></w:tblPr><w:tblGrid><w:gridCol/>'
            "</w:tblGrid><w:tr><w:trPr><w:tblHeader/></w:trPr>"
            f"<w:tc>{paragraph('inre')}</w:tc></w:tr></w:tbl>"
        ),
    )
    return e.where("inre").rpartition(", rad ")[0]


@case("docx_table_description")
def no_description_of_a_table(e: Edited) -> str:
    properties = child(e.table("Kriterium"), "tblPr")
    properties.remove(child(properties, "tblCaption"))
    return e.where("Kriterium").rpartition(", rad ")[0]


def picture(inside: str = "", described: str = "", frame: str = "inline") -> str:
    docpr = f'<wp:docPr id="99" name="Bild 99" descr="{described}">{inside}</wp:docPr>'
    return f"<w:p><w:r><w:drawing><wp:{frame}>{docpr}</wp:{frame}></w:drawing></w:r></w:p>"


@case("docx_alt_text")
def no_alternative_text(e: Edited) -> str:
    e.after(TEXT, picture())
    return next_place(e, TEXT)


@case("docx_alt_text")
def no_alternative_text_of_an_old_picture(e: Edited) -> str:
    e.after(TEXT, "<w:p><w:r><w:pict><v:shape id='x'><v:imagedata/></v:shape></w:pict></w:r></w:p>")
    return next_place(e, TEXT)


@case("docx_floating")
def a_picture_that_floats(e: Edited) -> str:
    e.after(TEXT, picture(described="En karta", frame="anchor"))
    return next_place(e, TEXT)


@case("docx_empty_paragraph")
def an_empty_line(e: Edited) -> str:
    e.after(TEXT, "<w:p/>")
    return next_place(e, TEXT)


@case("docx_empty_paragraph")
def a_line_of_breaks(e: Edited) -> str:
    e.after(TEXT, "<w:p><w:r><w:br/></w:r></w:p>")
    return next_place(e, TEXT)


@case("docx_empty_paragraph")
def an_empty_line_in_a_cell(e: Edited) -> str:
    e.after("Vägt medelvärde", "<w:p/>")
    return next_place(e, "Vägt medelvärde")


@case("docx_contrast")
def text_in_a_faint_colour(e: Edited) -> str:
    e.after(TEXT, paragraph("Blek text.", run='<w:rPr><w:color w:val="9AA5B1"/></w:rPr>'))
    return e.where("Blek text")


@case("docx_contrast")
def text_on_a_dark_highlight(e: Edited) -> str:
    e.after(TEXT, paragraph("Märkt text.", run='<w:rPr><w:highlight w:val="darkBlue"/></w:rPr>'))
    return e.where("Märkt text")


@case("docx_contrast")
def a_paragraph_with_dark_shading(e: Edited) -> str:
    shaded = '<w:pPr><w:shd w:val="clear" w:color="auto" w:fill="404040"/></w:pPr>'
    e.after(TEXT, f"<w:p>{shaded}<w:r><w:t>Mörk ruta.</w:t></w:r></w:p>")
    return e.where("Mörk ruta")


@case("docx_contrast")
def a_cell_with_dark_shading(e: Edited) -> str:
    cell = next(e.row("Vägt medelvärde").iter(names.CELL))
    child(cell, "tcPr").append(xml('<w:shd w:val="clear" w:fill="1F4E5F"/>'))
    return e.where("Vägt medelvärde")


@case("docx_contrast")
def a_style_in_a_faint_theme_colour(e: Edited) -> str:
    e.substitute(
        "word/styles.xml",
        r'(w:styleId="Fact">.*?<w:rPr>)',
        r'\1<w:color w:val="000000" w:themeColor="accent1" w:themeTint="66"/>',
    )
    return e.where(TEXT)


@case("docx_contrast")
def a_table_style_with_a_dark_first_row(e: Edited) -> str:
    e.substitute(
        "word/styles.xml",
        r'(w:styleId="SHKTable">.*?)</w:style>',
        r'\1<w:tblStylePr w:type="lastRow"><w:tcPr><w:shd w:val="clear" w:fill="333333"/></w:tcPr>'
        r"</w:tblStylePr></w:style>",
    )
    look = child(e.table("Kriterium"), "tblPr", "tblLook")
    look.set(w("lastRow"), "1")
    return e.where("Vägt medelvärde")


@case("docx_text_box")
def a_text_box(e: Edited) -> str:
    box = f"<wps:txbx><w:txbxContent>{paragraph('I en ruta.')}</w:txbxContent></wps:txbx>"
    e.after(TEXT, picture().replace("</wp:inline>", f"{box}</wp:inline>"))
    return e.where("I en ruta").replace(", textruta, stycke 1", "")


@case("docx_text_box")
def a_frame(e: Edited) -> str:
    framed = '<w:pPr><w:framePr w:w="2000" w:wrap="around"/></w:pPr>'
    e.after(TEXT, f"<w:p>{framed}<w:r><w:t>Vid sidan.</w:t></w:r></w:p>")
    return e.where("Vid sidan")


@case("docx_link_words")
def a_link_that_says_here(e: Edited) -> str:
    link = '<w:hyperlink r:id="rId1"><w:r><w:t>Klicka här</w:t></w:r></w:hyperlink>'
    e.after(TEXT, f"<w:p><w:r><w:t>Läs mer: </w:t></w:r>{link}</w:p>")
    return e.where("Klicka här")


@case("docx_link_words")
def a_link_that_is_an_address(e: Edited) -> str:
    link = '<w:hyperlink r:id="rId1"><w:r><w:t>https://example.se/a</w:t></w:r></w:hyperlink>'
    e.after(TEXT, f"<w:p><w:r><w:t>Se även </w:t></w:r>{link}</w:p>")
    return e.where("Se även")


@case("docx_moving_text")
def text_that_blinks(e: Edited) -> str:
    run = '<w:rPr><w:effect w:val="blinkBackground"/></w:rPr>'
    e.after(TEXT, paragraph("Blinkar här.", run=run))
    return e.where("Blinkar här")


@case("docx_capitals")
def a_line_in_capitals(e: Edited) -> str:
    e.after(TEXT, paragraph("DET HÄR ÄR VIKTIGT ATT LÄSA."))
    return e.where("DET HÄR")


def shifted(where: str, by: int) -> tuple[str, str]:
    number = int(re.findall(r"\d+", where)[-1])
    return f"stycke {number}", f"stycke {number + by}"


def next_place(e: Edited, text: str) -> str:
    """Name the paragraph after the one with a text."""
    where = e.where(text)
    head, _, tail = where.rpartition("stycke ")
    return f"{head}stycke {int(tail) + 1}"


@pytest.mark.parametrize(
    ("plant", "code"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_a_planted_fault_is_found_and_nothing_else(
    plant: Plant, code: str, made: dict[str, Path]
) -> None:
    path = next(path for name, path in made.items() if name.startswith("UVAS"))
    package = read_package(path.read_bytes(), path.name)
    edited = Edited(dict(package.parts), etree.fromstring(package.parts[package.main]))
    where = plant(edited)
    found = findings(edited.data)
    assert {fault.code for fault in found} == {code}
    assert where in [fault.place.cell for fault in found]
    assert all("{" not in in_words(fault) for fault in found)


def test_every_rule_of_word_has_a_planted_fault_and_words() -> None:
    assert {case[2] for case in CASES} == set(WORD_RULES)
    assert set(RULES) <= set(FAULTS)
    assert all(rule.wcag or rule.pdf_ua or rule.level is Level.WARN for rule in RULES.values())


def test_what_a_text_may_cause_is_a_warning() -> None:
    for code in ("docx_typed_list", "docx_heading_alone", "docx_capitals", "docx_empty_paragraph"):
        assert level_of(Fault(code)) is Level.WARN
    assert level_of(Fault("docx_alt_text")) is Level.STOP


HARMLESS = [
    picture(
        '<a:extLst><a:ext uri="x"><adec:decorative xmlns:adec="http://schemas.microsoft.com/'
        'office/drawing/2017/decorative" val="1"/></a:ext></a:extLst>'
    ),
    paragraph("Budget", run='<w:rPr><w:b w:val="0"/></w:rPr>'),
    paragraph("Det här är viktigt.", run="<w:rPr><w:b/></w:rPr>"),
    paragraph(
        "Vit text.", run='<w:rPr><w:color w:val="FFFFFF"/><w:highlight w:val="black"/></w:rPr>'
    ),
    paragraph(
        "Word väljer.", run='<w:rPr><w:color w:val="auto"/><w:highlight w:val="black"/></w:rPr>'
    ),
    paragraph("På svenska i Finland.", run='<w:rPr><w:lang w:val="sv-FI"/></w:rPr>'),
    paragraph("UVAS och MDU"),
    paragraph("2024-01-15 träffas vi"),
    paragraph("– "),
    '<w:p><w:r><w:br w:type="page"/></w:r></w:p>',
    '<w:p><w:hyperlink r:id="x"><w:r><w:t>Läs helhetsförslaget</w:t></w:r></w:hyperlink></w:p>',
]


@pytest.mark.parametrize("harmless", HARMLESS)
def test_what_hinders_nobody_is_not_told(harmless: str, made: dict[str, Path]) -> None:
    path = next(path for name, path in made.items() if name.startswith("UVAS"))
    package = read_package(path.read_bytes(), path.name)
    edited = Edited(dict(package.parts), etree.fromstring(package.parts[package.main]))
    edited.after(TEXT, harmless)
    assert findings(edited.data) == []


def rendered_findings(body: str, **values: object) -> list[str]:
    """Give the codes that filling a template of one body tells."""
    empty = {"namn": "", "effektmål": "", "syfte": Blocks(()), "rader": []}
    picture_ = Picture(PIXEL, 4.0, "En pixel")
    template = load_template(template_bytes(body), "mall.docx", FIELDS)
    filled = template.render({"bild": picture_, **empty, **values})  # type: ignore[dict-item]
    return [fault.code for fault in filled.findings]


H1, H2 = "Heading1", "Heading2"


@pytest.mark.parametrize(
    ("body", "values", "codes"),
    [
        (p("Text.", style="Normal") + p("{{ namn }}"), {"namn": "x"}, []),
        (p("Text.") + p("{{ namn }}"), {}, ["docx_empty_paragraph"]),
        (p("{{ namn }}", style=H1) + p("Text."), {}, ["docx_heading_empty"]),
        (p("{{ namn }}", style=H1) + p("Text."), {"namn": "Rubrik"}, []),
        (p("Rubrik", style=H1) + p("{{p syfte }}"), {}, ["docx_heading_alone"]),
        (p("Rubrik", style=H1) + p("{{p syfte }}"), {"syfte": Blocks.of("- a")}, []),
        (
            p("{%p if namn %}")
            + p("A", style=H1)
            + p("x")
            + p("{%p endif %}")
            + p("B", style=H2)
            + p("x"),
            {},
            ["docx_heading_order"],
        ),
        (p("{{ namn }}"), {"namn": "- ett streck"}, ["docx_typed_list"]),
        (p("{{p syfte }}"), {"syfte": Blocks.of("1. ett\n2. två")}, ["docx_typed_list"] * 2),
        (p("{{ namn }}"), {"namn": "LÄS DET HÄR NU GENAST"}, ["docx_capitals"]),
        (p("{{p bild }}"), {"bild": Picture(PIXEL, 4.0, " ")}, ["docx_alt_text"]),
        (p("{{p bild }}"), {"bild": Picture(PIXEL, 4.0, "En pixel")}, []),
    ],
)
def test_what_filling_causes_is_told(
    body: str, values: dict[str, object], codes: list[str]
) -> None:
    assert rendered_findings(body, **values) == codes


words = st.sampled_from(
    [
        "",
        " ",
        "Text.",
        "- x",
        "• y",
        "3) z",
        "Del 1:",
        "ETT TVÅ TRE FYRA FEM",
        "*kursiv*",
        "A\n\nB",
        "- a\n- b",
        "<i>x</i>",
        "Rubrik",
    ]
)
pieces = st.sampled_from(
    [
        p("{{ namn }}"),
        p("{{p syfte }}"),
        p("{{ effektmål }}", style=H1),
        p("Under", style=H2),
        p("{%p if namn %}") + p("Villkor", style=H1) + p("{%p endif %}"),
        p("{{p bild }}"),
        table(("{{ namn }}",)),
        table((p("{{ namn }}") + p("{{ effektmål }}"),)),
        p("Fast text."),
    ]
)


@given(st.lists(pieces, min_size=1, max_size=5), words, words, words, st.sampled_from(["", "alt"]))
@settings(max_examples=50, deadline=None)
def test_the_quick_look_at_the_text_misses_nothing(
    body: list[str], name: str, effect: str, purpose: str, alt: str
) -> None:
    """The check while filling tells what the walk through the finished document does."""
    values = {"namn": name, "effektmål": effect, "syfte": Blocks.of(purpose)}
    image = Picture(PIXEL, 4.0, alt)
    whole = {fault.code for fault in findings(fill("".join(body), **values, bild=image).data)}
    quick = set(rendered_findings("".join(body), **values, bild=image))
    assert quick == whole


def test_contrast_is_that_of_the_formula() -> None:
    assert contrast("767676", "FFFFFF") >= 4.5 > contrast("777777", "FFFFFF")
    assert contrast("FFFFFF", "000000") == pytest.approx(21)


def near(colour: str | None, of_word: str) -> bool:
    """Word rounds in steps of its own."""
    pairs = zip(bytes.fromhex(colour or ""), bytes.fromhex(of_word), strict=True)
    return all(abs(a - b) <= 1 for a, b in pairs)


def test_colours_of_a_theme_have_tint_and_shade() -> None:
    theme = read_theme(
        xml(
            '<a:theme><a:themeElements><a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" '
            'lastClr="000000"/></a:dk1><a:accent1><a:srgbClr val="4472C4"/></a:accent1>'
            "</a:clrScheme></a:themeElements></a:theme>"
        ),
        None,
    )
    tinted = xml('<w:color w:val="auto" w:themeColor="accent1" w:themeTint="99"/>')
    assert near(text_colour(tinted, theme), "8EAADB")
    shaded = xml('<w:shd w:val="clear" w:fill="auto" w:themeFill="accent1" w:themeFillShade="BF"/>')
    assert near(shading(shaded, theme), "2F5496")
    assert text_colour(xml('<w:color w:themeColor="text1"/>'), theme) == "000000"
    assert shading(xml('<w:shd w:val="pct50" w:color="000000" w:fill="FFFFFF"/>'), {}) == "808080"
