"""Text as WordprocessingML: as typed, whatever was typed."""

from __future__ import annotations

import pytest
from documents_templates import PIXEL
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from shk_xl.documents.word import wordml
from shk_xl.documents.word.names import W, w
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.text_model import LINE_ENDS, parse
from shk_xl.documents.word.wordml import BlockStyles, blocks, drawing, inline, png_size

STYLES = BlockStyles("Punkt", "Punkt2", "Text", "Del")


def paragraphs(text: str) -> list[etree._Element]:
    xml = f'<w:body xmlns:w="{W}">{blocks(parse(text), STYLES)}</w:body>'
    return list(etree.fromstring(xml))


def shown(element: etree._Element) -> str:
    """Read an element as Word does: texts, line breaks and tabs."""
    marks = {w("br"): "\n", w("tab"): "\t"}
    return "".join(
        child.text or "" if child.tag == w("t") else marks.get(str(child.tag), "")
        for child in element.iter()
    )


def style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    assert found is not None
    return found.get(w("val"), "")


def test_each_block_has_the_style_of_its_kind() -> None:
    found = [
        (style(p), shown(p)) for p in paragraphs("Att:\n- lära\n  - dela\nDel 1:\nDel 2: vi provar")
    ]
    assert found == [
        ("Text", "Att:"),
        ("Punkt", "lära"),
        ("Punkt2", "dela"),
        ("Del", "Del 1:"),
        ("Text", "Del 2: vi provar"),
    ]


def test_italics_are_a_run_of_their_own() -> None:
    (paragraph,) = paragraphs("ett (*litet*) ord")
    italic = [
        shown(run) for run in paragraph.iter(w("r")) if run.find(f"{w('rPr')}/{w('i')}") is not None
    ]
    assert italic == ["litet"]
    assert shown(paragraph) == "ett (litet) ord"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("a & b < c > d ]]>", "a & b < c > d ]]>"),
        ("<w:p/>", "<w:p/>"),
        ("{{ 7*7 }} {% raw %} {_{ 1 }_}", "{{ 7*7 }} {% raw %} {_{ 1 }_}"),
        ("klocka\x07 och \x00", "klocka␇ och ␀"),
        ("\ufffe \ud800", "\ufffd \ufffd"),
        ("👩‍🏫 och \u200fhöger", "👩‍🏫 och \u200fhöger"),
        ("rad\nrad\r\nrad\u2028rad", "rad\nrad\nrad\nrad"),
        ("a\tb", "a\tb"),
        ("  två  blanka  ", "  två  blanka  "),
    ],
)
def test_a_short_text_stands_as_typed(typed: str, expected: str) -> None:
    xml = f'<w:r xmlns:w="{W}"><w:t xml:space="preserve">{inline(typed)}</w:t></w:r>'
    assert shown(etree.fromstring(xml)) == expected


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=80))
@settings(max_examples=50)
def test_any_text_gives_xml_with_the_same_characters(text: str) -> None:
    xml = f'<w:r xmlns:w="{W}"><w:t>{inline(text)}</w:t></w:r>'
    assert shown(etree.fromstring(xml)) == wordml.visible("\n".join(LINE_ENDS.split(text)))


def test_a_picture_keeps_its_proportions_and_says_what_it_shows() -> None:
    picture = Picture(PIXEL, 4.0, 'Ett "diagram" <över> kostnader\noch mer')
    root = etree.fromstring(f'<w:p xmlns:w="{W}">{drawing(picture, "rId9", 7)}</w:p>')
    (name,) = (e for e in root.iter() if etree.QName(e).localname == "docPr")
    (extent,) = (e for e in root.iter() if etree.QName(e).localname == "extent")
    assert name.get("descr") == picture.alt
    assert (extent.get("cx"), extent.get("cy")) == ("1440000", "720000")


def test_the_size_of_a_picture_is_read_from_its_header() -> None:
    assert png_size(PIXEL) == (2, 1)
    with pytest.raises(ValueError, match="PNG"):
        png_size(b"GIF89a")


def test_a_lead_in_and_the_bullet_before_the_last_stay_with_what_follows() -> None:
    kept = [
        p.find(f"{w('pPr')}/{w('keepNext')}") is not None
        for p in paragraphs("Vi vill:\n- ett\n- två\n- tre\n\nSedan\n- ensam")
    ]
    assert kept == [True, False, True, False, True, False]


def test_in_a_table_nothing_is_kept_with_the_next() -> None:
    assert "keepNext" not in blocks(parse("Vi vill:\n- ett\n- två"), BlockStyles("P", "P2", "T"))
