"""What a user typed stands in the document as typed, in every field of every template."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

import pytest
from documents_templates import PIXEL, p, template_bytes
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from shk_xl.documents.fields import FieldSpec, FieldValue, Row, Shape
from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.templates.examples import documented
from shk_xl.documents.templates.files import read_template
from shk_xl.documents.templates.template import Template
from shk_xl.documents.word import names
from shk_xl.documents.word.names import w
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.text_model import Paragraph, Run
from shk_xl.documents.word.wordml import Blocks, visible

pytestmark = pytest.mark.thorough

TYPED = {
    "fields": "{{ 7*7 }} {% if x %}{% endif %} {# x #}",
    "disguised fields": "{_{ 1 }_} {_% x %_} {%p for x in y %}",
    "mark-up": "<w:p/> </w:t></w:r></w:p> <w:br/> <!-- --> <![CDATA[ ]]>",
    "entities": "&amp; & &#10; &lt; ]]> \" '",
    "emoji": "👩‍🏫 👨‍👩‍👧‍👦 🇸🇪 ✅ 😀 é e\u0301",
    "right to left": "\u202eomvänt\u202c \u200f \u200e شكرا",
    "invisible": "a\u200bb\u00adc\u2060d\ufeffe f\u00a0g",
    "non-characters": "a\ufffeb\uffffc",
    "controls": "a\x00b\x07c\x08d\x1be\x1f",
    "lone surrogates": "a\ud800b\udfffc",
    "beyond the plane": "𝔘𝔫𝔦 𐍈 \U0010fffd",
    "paths and formats": "_x0041_ $PATH %s {0} \\n C:\\temp",
    "long": "å" * 30_000,
    "spaces": "  två  i rad \u2003 ",
}
"""Characters that a cell, a file or an answer by mail can hold, by what is odd about them."""


def fields_of(template: str) -> tuple[FieldSpec, ...]:
    return TEMPLATES[template]


def filled(fields: tuple[FieldSpec, ...], text: str) -> Row:
    """Give every field the same text, and everything repeated one row."""
    values: dict[str, FieldValue] = {}
    for field in fields:
        values[field.name] = FILLED[field.shape](field, text)
    return values


FILLED: Mapping[Shape, Callable[[FieldSpec, str], FieldValue]] = {
    Shape.TEXT: lambda _, text: text,
    Shape.BLOCKS: lambda _, text: Blocks((Paragraph((Run(text),)),)),
    Shape.PICTURE: lambda _, text: Picture(PIXEL, 1.0, text),
    Shape.ROWS: lambda field, text: [filled(field.columns, text)],
}


def with_every_field(template: str) -> Template:
    """A template that asks for all the fields, each alone in a paragraph."""
    body = "".join(_paragraphs(fields_of(template)))
    return load_template(template_bytes(body), "alla.docx", fields_of(template))


def _paragraphs(fields: tuple[FieldSpec, ...], owner: str = "", depth: int = 0) -> Iterator[str]:
    for field in fields:
        name = f"{owner}.{field.name}" if owner else field.name
        if field.shape is Shape.ROWS:
            yield p(f"{{%p for r{depth} in {name} %}}")
            yield from _paragraphs(field.columns, f"r{depth}", depth + 1)
            yield p("{%p endfor %}")
        elif field.shape is Shape.TEXT:
            yield p(f"{{{{ {name} }}}}")
        else:
            yield p(f"{{{{p {name} }}}}")


def texts(parts: Mapping[str, bytes]) -> list[str]:
    """Give the text of every paragraph, and the words of every picture."""
    root = etree.fromstring(parts["word/document.xml"])
    said = []
    for paragraph in root.iter(names.P):
        characters = "".join(
            {names.T: element.text or "", w("tab"): "\t", w("br"): "\n"}[element.tag]
            for element in paragraph.iter(names.T, w("tab"), w("br"))
        )
        pictures = [one.get("descr", "") for one in paragraph.iter(f"{{{names.WP}}}docPr")]
        said.append(pictures[0] if pictures else characters)
    return said


@pytest.fixture(scope="module", params=TEMPLATES)
def every_field(request: pytest.FixtureRequest) -> tuple[str, Template]:
    return request.param, with_every_field(request.param)


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
def test_it_stands_as_typed_in_every_field(typed: str, every_field: tuple[str, Template]) -> None:
    name, template = every_field
    said = texts(template.render(filled(fields_of(name), typed)).parts)
    count = sum(field.spec.shape is not Shape.ROWS for field in documented(name))
    assert said == [visible(typed)] * count


@pytest.mark.parametrize("typed", TYPED.values(), ids=TYPED)
@pytest.mark.parametrize("name", TEMPLATES)
def test_the_templates_as_they_are_take_it_too(name: str, typed: str) -> None:
    template = load_template(read_template(name), name, fields_of(name))
    rendered = template.render(filled(fields_of(name), typed))
    said = "\n".join(texts(rendered.parts))
    assert said.count(visible(typed)) >= 3
    tags = [f"{{{{ {field.name} }}}}" for field in fields_of(name)]
    assert not any(tag in said for tag in tags)


@given(st.text(st.characters(exclude_characters="\r\n\v\f\u0085\u2028\u2029\t"), max_size=60))
@settings(max_examples=50, deadline=None)
def test_any_text_comes_back_as_typed(typed: str) -> None:
    template = EVERY["motesanteckningar.docx"]
    fields = fields_of("motesanteckningar.docx")
    assert set(texts(template.render(filled(fields, typed)).parts)) == {visible(typed)}


EVERY = {name: with_every_field(name) for name in ("motesanteckningar.docx",)}


def test_what_xml_cannot_hold_is_shown_and_not_dropped() -> None:
    assert visible("a\x00b\x07c\x1b") == "a␀b␇c␛"
    assert visible("\ud800\ufffe\uffff") == "���"
    assert visible("åäö 👩‍🏫 \u200f\n\t") == "åäö 👩‍🏫 \u200f\n\t"


def test_lines_and_tabs_in_a_short_text_stay_lines_and_tabs() -> None:
    name = "ny_roll.docx"
    said = texts(with_every_field(name).render(filled(fields_of(name), "a\tb")).parts)
    assert set(said) == {"a\tb"}
    fields = tuple(field for field in fields_of(name) if field.shape is Shape.TEXT)
    body = "".join(_paragraphs(fields))
    template = load_template(template_bytes(body), "text.docx", fields)
    for end in ("\n", "\r\n", "\r", "\u2028"):
        assert set(texts(template.render(filled(fields, f"a{end}b")).parts)) == {"a\nb"}
