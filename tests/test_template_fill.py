"""Filling a template: what a user typed stands as typed, and the package never varies."""

from __future__ import annotations

import io
import zipfile

import pytest
from documents_templates import FIELDS, PIXEL, fill, p, stamp, table, template_bytes
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from shk_xl.documents.fields import Row
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.word.names import CELL, P, w
from shk_xl.documents.word.package import read_package
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.text_model import parse
from shk_xl.documents.word.wordml import Blocks, visible
from shk_xl.domain.faults import Refused

HOSTILE = [
    "{{ 7*7 }}",
    "{% raw %}{{ namn }}{% endraw %}",
    "{_{ 1 }_} {_% x %_}",
    "{# borta? #}",
    "<w:p/> & ]]> <i>",
    "A & B 'x' \"y\"",
    "}} {{ namn }} %}",
    "en ensam { och }",
    "å ä ö 👩‍🏫 \u200f",
    "_x0041_ $PATH %s \\n",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_hostile_text_stands_as_typed(typed: str) -> None:
    filled = fill(
        p("Namn: {{ namn }}!") + p("{{p syfte }}") + table(("{{ effektmål }}",)),
        namn=typed,
        syfte=Blocks.of(f"- {typed}"),
        effektmål=typed,
    )
    assert filled.texts == [f"Namn: {typed}!", typed]
    assert filled.document.tables[0].cell(0, 0).text == typed


@given(
    st.text(alphabet=st.characters(exclude_characters="\r\n\v\f\u0085\u2028\u2029"), max_size=40)
)
@settings(max_examples=25, deadline=None)
def test_any_text_stands_as_typed(typed: str) -> None:
    filled = fill(p("[{{ namn }}]"), namn=typed)
    assert filled.texts == [f"[{visible(typed)}]"]


def test_a_block_takes_the_style_of_its_paragraph_and_lists_their_own() -> None:
    filled = fill(p("{{p syfte }}", style="TableText"), syfte=Blocks.of("Att:\n- lära\n - dela"))
    styles = [paragraph.style.name for paragraph in filled.document.paragraphs if paragraph.style]
    assert styles == ["Table Text", "List Bullet", "List Bullet 2"]


def test_an_empty_block_leaves_nothing_but_keeps_a_cell_whole() -> None:
    filled = fill(p("före") + p("{{p syfte }}") + p("efter") + table(("{{p syfte }}",)))
    assert filled.texts == ["före", "efter"]
    assert len(filled.document.tables[0].cell(0, 0).paragraphs) == 1


def test_conditions_and_rows() -> None:
    body = (
        p("{%p if namn %}")
        + p("har namn")
        + p("{%p else %}")
        + p("saknar namn")
        + p("{%p endif %}")
        + table(
            ("Källa", "Not"),
            ("{%tr for rad in rader %}", ""),
            ("{{ loop.index }} {{ rad.källa }}", "{{p rad.not }}"),
            ("{%tr endfor %}", ""),
        )
    )
    rows = [
        {"källa": name, "not": Blocks.of(note), "celler": []}
        for name, note in (("Pilot", "*preliminär*"), ("Initiativ", ""))
    ]
    filled = fill(body, rader=rows)
    assert filled.texts == ["saknar namn"]
    cells = [[cell.text for cell in row.cells] for row in filled.document.tables[0].rows]
    assert cells == [["Källa", "Not"], ["1 Pilot", "preliminär"], ["2 Initiativ", ""]]


@pytest.mark.parametrize("count", [0, 1, 5])
def test_a_repeated_column_leaves_a_grid_that_fits(count: int) -> None:
    body = p("x") + table(
        ("{%tr for rad in rader %}", "", "", ""),
        (
            "{{ rad.källa }}",
            "{%tc for cell in rad.celler %}",
            "{{ cell.röst }}",
            "{%tc endfor %}",
        ),
        ("{%tr endfor %}", "", "", ""),
    )
    cells = [{"röst": f"Ja {n}"} for n in range(count)]
    filled = fill(body, rader=[{"källa": "Namn", "not": Blocks(()), "celler": cells}])
    (found,) = filled.document.tables
    assert [cell.text for cell in found.rows[0].cells] == [
        "Namn",
        *(f"Ja {n}" for n in range(count)),
    ]
    assert len(found.columns) == count + 1


def test_a_table_that_lost_its_rows_is_left_out() -> None:
    body = p("x") + table(("{%tr for rad in rader %}",), ("{{ rad.källa }}",), ("{%tr endfor %}",))
    assert "<w:tbl" not in fill(body).xml


def test_a_cell_whose_condition_failed_still_has_a_paragraph() -> None:
    cell = p("{%p if namn %}") + p("x") + p("{%p endif %}")
    root = read_root(fill(table((cell,))).data)
    assert [child.tag for child in next(root.iter(CELL))] == [P]


def read_root(data: bytes) -> etree._Element:
    return etree.fromstring(read_package(data, "x").parts["word/document.xml"])


def test_split_runs_and_decomposed_names_are_filled() -> None:
    body = p("a {", "{ na", "mn }", "} b") + p("{{ effektma\u030al }}")
    assert fill(body, namn="X", effektmål="Y").texts == ["a X b", "Y"]


def test_pictures_have_alternative_texts_and_parts_of_their_own() -> None:
    picture = Picture(PIXEL, 8.0, 'Karta: "A" <B> & C')
    filled = fill(p("{{p bild }}", style="Picture"), bild=picture)
    (shape,) = filled.document.inline_shapes
    assert shape._inline.docPr.get("descr") == picture.alt
    assert read_package(filled.data, "x").parts["word/media/shk_1001.png"] == PIXEL


def test_properties_are_set_and_name_nobody() -> None:
    properties = fill(p("x")).document.core_properties
    assert (properties.title, properties.language) == ("Titel & mer", "sv-SE")
    assert properties.created is not None
    assert properties.created.date().isoformat() == "2024-01-15"
    assert (properties.author, properties.last_modified_by) == ("", "")


def test_same_input_gives_the_same_bytes() -> None:
    body = p("{{ namn }}") + p("{{p bild }}")
    picture = Picture(PIXEL, 8.0, "alt")
    assert fill(body, namn="X", bild=picture).data == fill(body, namn="X", bild=picture).data


def test_the_package_is_written_in_order_with_fixed_dates() -> None:
    with zipfile.ZipFile(io.BytesIO(fill(p("x")).data)) as archive:
        infos = archive.infolist()
        assert archive.testzip() is None
    assert [info.filename for info in infos] == sorted(info.filename for info in infos)
    assert infos[0].filename == "[Content_Types].xml"
    assert {info.date_time for info in infos} == {(1980, 1, 1, 0, 0, 0)}
    assert {info.create_system for info in infos} == {0}


def test_a_template_is_compiled_once_and_keeps_nothing_between_documents() -> None:
    template = load_template(template_bytes(p("{{ namn }}")), "mall.docx", FIELDS)
    values: Row = {
        "effektmål": "",
        "syfte": Blocks(()),
        "bild": Picture(PIXEL, 1.0, ""),
        "rader": [],
    }
    first = template.render({**values, "namn": "A"})
    other = template.render({**values, "namn": "B"})
    again = template.render({**values, "namn": "A"})
    assert first == again
    assert first.content_sha256 != other.content_sha256
    assert template.package(first, "t", "s", stamp()) == template.package(again, "t", "s", stamp())


def test_a_long_text_stays_whole() -> None:
    words = "Ord & mer. " * 3_000
    filled = fill(p("{{p syfte }}"), syfte=Blocks.of(words))
    assert filled.texts == [words.strip()]


def test_mark_up_that_would_break_the_document_is_refused() -> None:
    crossed = (
        "<w:p><w:r><w:t>{% if namn %}</w:t></w:r><w:hyperlink><w:r><w:t>{% endif %}</w:t></w:r>"
        "</w:hyperlink></w:p>"
    )
    with pytest.raises(Refused) as caught:
        fill(crossed, namn="")
    assert [fault.code for fault in caught.value.faults] == ["template_structure"]


PIECES = (
    *("{{ namn }}", "{{p syfte }}", "{{p bild }}", "{{ syfte }}", "{{ rad.källa }}", "text", ""),
    *("{%p if namn %}", "{%p if rader %}", "{%p else %}", "{%p endif %}", "{%p endfor %}"),
    *("{%p for rad in rader %}", "{%tr for rad in rader %}", "{%tr endfor %}"),
    *("{%tc for rad in rader %}", "{%tc endfor %}", "{% if namn %}ja{% endif %}", "{ namn }}"),
)
any_table = st.lists(
    st.tuples(st.sampled_from(PIECES), st.sampled_from(PIECES)), min_size=1, max_size=4
).map(lambda rows: table(*rows))


@given(st.lists(st.one_of(st.sampled_from(PIECES).map(p), any_table), max_size=5), st.booleans())
@settings(max_examples=50, deadline=None)
def test_a_template_that_passes_the_check_gives_a_sound_document(
    pieces: list[str],
    full: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    row = {"källa": "K", "not": Blocks.of("n"), "celler": []}
    values = {"namn": "N", "syfte": Blocks.of("- s"), "rader": [row, row]} if full else {}
    try:
        filled = fill("".join(pieces), **values)
    except Refused:
        return
    root = read_root(filled.data)
    assert "{%" not in "".join(map(str, root.itertext()))
    for cell in root.iter(CELL):
        assert cell[-1].tag == P


def test_tables_in_a_document_are_not_touched_without_need() -> None:
    body = table(("a", "b")) + p("x")
    root = read_root(fill(body).data)
    grid = next(root.iter(w("tblGrid")))
    assert [column.get(w("w")) for column in grid] == ["3000", "3000"]


def test_blocks_are_true_only_with_content() -> None:
    assert not Blocks(parse(" \n "))
    assert Blocks(parse("x"))
