"""A document that came back: what somebody wrote comes out, and nothing else does."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from docx import Document
from edited_documents import (
    NAME,
    SOURCE,
    TODAY,
    add_after,
    changes,
    edited,
    example,
    made,
    move_before,
    read,
    remove,
    saved_by_libreoffice,
    say,
    starting,
    told,
    under,
    with_xml,
    without_base,
)
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from shk_xl.documents.back.edited import Known, is_ours, read_edited
from shk_xl.documents.kinds import DocumentKind, Layout
from shk_xl.documents.plan import Job, documents_of
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import Stamp
from shk_xl.documents.templates.files import template_path
from shk_xl.documents.templates.kind_of_template import template_of_kind
from shk_xl.documents.word.package import read_package
from shk_xl.documents.word.text_model import parse
from shk_xl.documents.word.wordml import visible
from shk_xl.domain.portfolio import Heading, Portfolio, TextSection

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

EFFECTS = ("UVAS", "Effektmål", "Text")
BEST_INTERESTS = ("UVAS", "Barnets bästa", "Text")
DESCRIPTION = ("UVAS", "Kort beskrivning", "Text")


@pytest.fixture(scope="module")
def uvas(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    return made(example(), "UVAS", tmp_path_factory.mktemp("underlag"))


@pytest.mark.thorough
@pytest.mark.parametrize("layout", Layout)
def test_what_nobody_changed_gives_nothing(tmp_path: Path, layout: Layout) -> None:
    produced = produce_documents(
        example(),
        tmp_path,
        source=SOURCE,
        today=TODAY,
        layout=layout,
        kinds=set(DocumentKind) - {DocumentKind.PROPOSAL},
    )
    assert len(produced) > 8
    for document in produced:
        found = read(document.path.read_bytes())
        assert (document.path.name, found.edits, found.told) == (document.path.name, (), ())


@pytest.mark.thorough
def test_saving_with_libreoffice_gives_nothing(uvas: bytes, tmp_path: Path, soffice: str) -> None:
    found = read(saved_by_libreoffice(uvas, tmp_path, soffice))
    assert (found.edits, found.told, found.has_base) == ((), (), True)


@pytest.mark.thorough
def test_an_edit_is_read_after_libreoffice_has_saved_it(
    uvas: bytes, tmp_path: Path, soffice: str
) -> None:
    data = saved_by_libreoffice(uvas, tmp_path / "before", soffice)
    data = edited(data, lambda d: add_after(under(d, "Effektmål"), "En ny punkt"))
    found = changes(saved_by_libreoffice(data, tmp_path / "after", soffice))
    assert [*found] == [EFFECTS]
    assert found[EFFECTS].split("\n")[1] == "- En ny punkt"


WORD_NOISE = {
    "revision ids": lambda xml: xml.replace("<w:r>", '<w:r w:rsidR="00AB12CD">'),
    "proofing marks": lambda xml: xml.replace("<w:r>", '<w:proofErr w:type="spellStart"/><w:r>'),
    "split runs": lambda xml: re.sub(
        r'<w:r><w:t xml:space="preserve">(\w\w)(\w[^<]*)</w:t></w:r>',
        r"<w:r><w:t>\1</w:t></w:r><w:r><w:t xml:space='preserve'>\2</w:t></w:r>",
        xml,
    ),
    "smart tags": lambda xml: xml.replace(
        '<w:r><w:t xml:space="preserve">Eskilstuna',
        '<w:smartTag w:uri="u" w:element="place"/><w:r><w:t xml:space="preserve">Eskilstuna',
        1,
    ).replace("<w:r>", "<w:r><w:rPr><w:noProof/></w:rPr>"),
    "another font": lambda xml: xml.replace(
        "<w:r><w:t ", '<w:r><w:rPr><w:rFonts w:ascii="Arial"/><w:sz w:val="28"/></w:rPr><w:t '
    ),
    "bookmarks": lambda xml: xml.replace(
        "<w:r>", '<w:bookmarkStart w:id="7" w:name="_GoBack"/><w:bookmarkEnd w:id="7"/><w:r>', 1
    ),
}


@pytest.mark.parametrize("noise", WORD_NOISE)
def test_what_word_does_on_its_own_gives_nothing(uvas: bytes, noise: str) -> None:
    found = read(with_xml(uvas, WORD_NOISE[noise]))
    assert (found.edits, found.told) == ((), ())


def test_a_bullet_that_was_added_comes_back_in_its_place(uvas: bytes) -> None:
    data = edited(uvas, lambda d: add_after(under(d, "Effektmål"), "En ny punkt"))
    found = changes(data)
    assert [*found] == [EFFECTS]
    before = example().texts_by_initiative["UVAS"][Heading.EFFECTS].split("\n")
    assert found[EFFECTS].split("\n") == [before[0], "- En ny punkt", *before[1:]]


def test_a_text_is_added_first_last_and_in_between(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        first = under(document, "Kort beskrivning")
        add_after(first, first.text)
        say(first, "Allra först.")
        last = starting(document, "Förslag på start")
        new = add_after(first, "Allra sist.")
        move_before(new, last)

    text = changes(edited(uvas, change))[DESCRIPTION]
    assert text.startswith("Allra först.\n\n")
    assert text.endswith("\n\nAllra sist.")
    assert "Del 1:" in text


def test_text_that_replaces_the_templates_own_sentence_is_read(uvas: bytes) -> None:
    data = edited(uvas, lambda d: say(under(d, "Prövning av barnets"), "Barnen är hörda."))
    assert changes(data) == {BEST_INTERESTS: "Barnen är hörda."}
    assert told(data) == []


def test_an_emptied_text_is_read_as_empty(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        while under(document, "Effektmål").text[:8] != "Mervärde":
            remove(under(document, "Effektmål"))

    assert changes(edited(uvas, change)) == {EFFECTS: ""}


def test_a_fact_in_a_line_is_read(uvas: bytes) -> None:
    data = edited(uvas, lambda d: say(starting(d, "Period"), "Period: Hela hösten"))
    assert changes(data) == {("UVAS", "Period"): "Hela hösten"}


def test_a_motivation_is_read_with_the_points_that_it_was_about(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        cells = [cell for row in document.tables[-1].rows for cell in row.cells]
        cell = next(cell for cell in cells if cell.text.startswith("Gruppen har"))
        say(cell.paragraphs[0], "Ny motivering.")

    (edit,) = read(edited(uvas, change)).edits
    assert (edit.cell.table, edit.cell.title, edit.after) == (
        "Värdering",
        "Motivering",
        "Ny motivering.",
    )
    assert edit.cell.beside == (("Poäng", "5"),)


def test_italics_that_were_added_are_read(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        say(under(document, "Förslag på start"), "Allt")
        under(document, "Förslag på start").runs[0].italic = True

    assert changes(edited(uvas, change)) == {("UVAS", "Förslag på start"): "*Allt*"}


def test_amounts_and_points_are_told_and_not_taken(uvas: bytes) -> None:
    def change(document: WordDocument) -> None:
        say(starting(document, "Budgetförslag"), "Budgetförslag: 700 000 kr")
        cells = [cell for row in document.tables[-1].rows for cell in row.cells]
        say(next(c for c in cells if c.text == "5 av 5").paragraphs[0], "1 av 5")

    data = edited(uvas, change)
    assert changes(data) == {}
    assert sorted(told(data)) == ["edited_amount", "edited_points"]


INSERTED = (
    '<w:ins w:id="90" w:author="A" w:date="2024-01-15T00:00:00Z"><w:r>'
    '<w:t xml:space="preserve">Nytt </w:t></w:r></w:ins>'
)


def test_a_change_that_nobody_has_accepted_is_told_and_not_taken(uvas: bytes) -> None:
    before = '<w:r><w:t xml:space="preserve">Arbetet går'
    data = with_xml(uvas, lambda xml: xml.replace(before, INSERTED + before, 1))
    assert changes(data) == {}
    (fault,) = read(data).told
    assert fault.code == "edited_tracked"
    assert str(fault.values["text"]).startswith("Nytt Arbetet går")


def test_a_deleted_paragraph_that_nobody_has_accepted_is_told(uvas: bytes) -> None:
    def delete(xml: str) -> str:
        start = xml.index('<w:r><w:t xml:space="preserve">Arbetet går')
        end = xml.index("</w:p>", start)
        runs = xml[start:end].replace("w:t>", "w:delText>").replace("<w:t ", "<w:delText ")
        return f'{xml[:start]}<w:del w:id="91" w:author="A">{runs}</w:del>{xml[end:]}'

    data = with_xml(uvas, delete)
    assert changes(data) == {}
    assert "edited_tracked" in told(data)


def test_a_fact_that_stands_in_two_places_and_says_two_things_is_told(tmp_path: Path) -> None:
    template = tmp_path / "mallar" / DocumentKind.FORUM.template
    template.parent.mkdir()
    shutil.copy(template_path(template.name), template)
    document = Document(str(template))
    add_after(starting(document, "Underlag för"), "När: {{ period }}", "Normal")
    document.save(str(template))
    (one,) = produce_documents(
        example(),
        tmp_path,
        source=SOURCE,
        today=TODAY,
        initiatives=["UVAS"],
        templates_dir=tmp_path / "mallar",
    )

    def change(document: WordDocument) -> None:
        say(starting(document, "När"), "När: våren")

    def both(document: WordDocument) -> None:
        change(document)
        say(starting(document, "Period"), "Period: hösten")

    data = one.path.read_bytes()
    assert changes(edited(data, change), tmp_path / "mallar") == {("UVAS", "Period"): "våren"}
    twice = edited(data, both)
    assert changes(twice, tmp_path / "mallar") == {}
    assert told(twice, tmp_path / "mallar") == ["edited_twice"]


def test_a_document_without_its_base_is_held_against_the_workbook(uvas: bytes) -> None:
    data = without_base(edited(uvas, lambda d: say(starting(d, "Period"), "Period: Sen höst")))
    package = read_package(data, NAME)
    stamp = is_ours(package)
    assert stamp is not None
    job = next(job for job in documents_of(example()) if job.row == "UVAS")
    for as_made in (False, True):
        found = read_edited(package, NAME, stamp, Known(job.values(TODAY), as_made=as_made))
        assert [(one.cell.title, one.after) for one in found.edits] == [("Period", "Sen höst")]
        assert found.has_base is as_made


def test_a_document_that_nobody_knows_anything_of_is_told(uvas: bytes) -> None:
    data = without_base(edited(uvas, lambda d: say(starting(d, "Period"), "Period: Sen höst")))
    found = read(data)
    assert (found.edits, [fault.code for fault in found.told]) == ((), ["edited_without_base"])


LINE = st.text(
    st.sampled_from("abcåäö ABC 12 .,:;!?&<>{}%*_-–•'\"()[]/\\\x07\ufdd0\u00a0\u200f😀"),
    max_size=30,
).filter(lambda line: not line.startswith("Del "))
TEXT = st.lists(
    st.one_of(LINE, LINE.map("- {}".format), LINE.map("  - {}".format), st.just("Del 1:")),
    max_size=5,
).map("\n".join)
HEADINGS = (Heading.PURPOSE, Heading.DESCRIPTION, Heading.EFFECTS, Heading.AFTERWARDS)
TEXTS = st.fixed_dictionaries(dict.fromkeys(HEADINGS, TEXT))


def job_of(texts: dict[Heading, str]) -> Job:
    initiative = example().initiative_by_code["UVAS"]
    sections = tuple(TextSection("UVAS", heading, text) for heading, text in texts.items())
    portfolio = Portfolio(about=example().about, initiatives=(initiative,), texts=sections)
    return next(job for job in documents_of(portfolio) if job.row == "UVAS")


# Shrinking would make as many documents as it liked; the seed of a failure is told all the same.
@settings(max_examples=10, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate))
@given(before=TEXTS, after=TEXTS)
def test_any_text_that_is_changed_into_any_other_comes_back(
    before: dict[Heading, str], after: dict[Heading, str]
) -> None:
    template = template_of_kind(DocumentKind.FORUM.template)
    # A template says something of its own where a text is missing: nobody types that in Word.
    after = {heading: text if _seen(text) else before[heading] for heading, text in after.items()}
    base, now = job_of(before).values(TODAY), job_of(after).values(TODAY)
    stamp = Stamp(
        DocumentKind.FORUM, "UVAS", "", "", template.name, template.sha256, "2024-01-15", "", ""
    )
    data = template.package(template.render(now), "", "", stamp, base)
    found = read_edited(read_package(data, NAME), NAME, stamp, None)
    back = {one.cell.key[1]: one.after for one in found.edits}
    for heading in HEADINGS:
        seen, typed = _seen(before[heading]), _seen(after[heading])
        if seen != typed:
            assert _seen(back.pop(heading.value)) == typed
    assert back == {}


def _seen(text: str) -> list[tuple[str, ...]]:
    """Give what a person can see of a text."""
    blocks = parse(visible(text).replace("\ufdd0", "\ufffd"))
    return [
        (
            type(b).__name__,
            *(f"{r.italic}{' '.join(r.text.split())}" for r in b.runs if r.text.strip()),
        )
        for b in blocks
    ]


def test_the_stamp_alone_is_enough_to_see_that_nobody_has_changed_anything(uvas: bytes) -> None:
    package = read_package(uvas, NAME)
    stamp = is_ours(package)
    assert stamp is not None
    found = read_edited(package, NAME, replace(stamp, template="finns inte.docx"), None)
    assert (found.edits, found.told) == ((), ())
