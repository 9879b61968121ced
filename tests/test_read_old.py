"""Old documents as a whole: every line is found again, in the right place, and guesses are told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from old_documents import (
    ALIASES,
    FILES,
    docx_of,
    import_texts,
    lost_lines,
    sections_of,
    words_of,
)

from shk_xl.documents.old.aliases import read_alias
from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.old.report import Imported, NoteKind
from shk_xl.domain.amounts import Known, Staff, Unknown, total
from shk_xl.domain.portfolio import (
    Heading,
    InitiativeType,
    PartyKind,
    Portfolio,
    Presence,
    Vote,
)
from shk_xl.wording_import import note_in_words
from shk_xl.workbook.schema import TABLES

SEED_ALIASES = {
    "Perspektivkifte tidiga insatser": "Perspektivskifte för tidigare insatser",
    "UVAS: varför, vem, vad, vart?": "UVAS: vem, vad, vart",
    "Demokratisk infrastruktur": "Att etablera en demokratisk praktik i vardagen",
}


def text_of(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def codes(imported: Imported, kind: NoteKind | None = None) -> Counter[str]:
    return Counter(note.code for note in imported.report if kind in (None, note.kind))


def titles(portfolio: Portfolio) -> dict[str, str]:
    return {initiative.name: initiative.code for initiative in portfolio.initiatives}


def assert_texts_are_those_of(files: Iterable[Path], portfolio: Portfolio) -> int:
    """Every heading of every decision basis holds the words of the source, and nothing else."""
    count = 0
    for file in files:
        for name, sections in sections_of(text_of(file)):
            code = titles(portfolio)[name.removesuffix(" fas 2")]
            ours = portfolio.texts_by_initiative[code]
            for heading, words in sections.items():
                assert words_of(ours[heading]) == words, (name, heading)
                count += 1
    return count


def seed_aliases(seeds: list[Path]) -> dict[str, str]:
    """The joins of the source documents, and the voter as the import itself proposes it."""
    report = read_old_documents(seeds).report
    options = [str(note.values["option"]) for note in report if note.code == "voter_unknown"]
    assert len(options) == 1
    return dict([*SEED_ALIASES.items(), read_alias(options[0].removeprefix("--alias ").strip('"'))])


@pytest.fixture(scope="module")
def joined() -> Imported:
    return read_old_documents(FILES, aliases=ALIASES)


@pytest.fixture(scope="module")
def apart() -> Imported:
    return read_old_documents(FILES)


@pytest.fixture(scope="module")
def seeded(seeds: list[Path]) -> Imported:
    return read_old_documents(seeds, aliases=seed_aliases(seeds))


@pytest.mark.parametrize("aliases", [{}, ALIASES])
def test_no_line_is_lost(aliases: Mapping[str, str]) -> None:
    assert lost_lines(map(text_of, FILES), read_old_documents(FILES, aliases=aliases)) == []


def test_a_line_that_is_lost_would_be_seen(joined: Imported) -> None:
    shorter = replace(joined.portfolio, texts=joined.portfolio.texts[:-1], scores=())
    assert len(lost_lines(map(text_of, FILES), replace(joined, portfolio=shorter))) > 10


def test_every_text_stands_under_its_heading(joined: Imported) -> None:
    assert assert_texts_are_those_of(FILES, joined.portfolio) == 6 * 6 + 3


def test_the_role_keeps_what_stands_below_its_table(joined: Imported) -> None:
    texts = joined.portfolio.texts_by_initiative["MOTESPLATSER"]
    assert texts[Heading.AFTERWARDS].startswith("Rollen prövas i 1 år")
    assert "\n  - Under 2025 ska denna roll" in texts[Heading.DESCRIPTION]
    assert Heading.NOTES not in texts


def test_texts_keep_their_italics_and_lists(joined: Imported) -> None:
    texts = joined.portfolio.texts_by_initiative
    assert "(*inte bara efter att beslutet är taget*)" in texts["BORDSSAMTAL"][Heading.EFFECTS]
    assert "- *Vila och återhämtning detta" in texts["LOVA"][Heading.GOALS]
    assert texts["LOVA"][Heading.EFFECTS].count("\n- ") == 2  # across the blank line in the list
    resources = joined.portfolio.initiative_by_code["LOVA"].resources
    assert resources.endswith("<i>inklusive tid för berättelser</i>")


def test_the_amounts_and_their_sums(joined: Imported) -> None:
    portfolio = joined.portfolio
    amounts = {one.code: one.amount for one in portfolio.initiatives}
    assert amounts == {
        "VANTRUMMEN": Known(540_000),
        "TRYGGARE": Staff("processtödet"),
        "LOVA": Known(324_000),
        "BESTAMMER": Known(756_000),
        "EGNA": Known(432_000),
        "BORDSSAMTAL": Staff("processtödet"),
        "MOTESPLATSER": Unknown("Väntar på besked från ekonomi"),
        "KLASSRUM": Unknown(),
    }
    assert total(amounts.values()).kronor == 2_052_000
    funding = {row.source: row.amount for row in portfolio.allocations_by_initiative[""]}
    assert funding == {"Initiativbudget": Known(1_052_000), "Pilotbudget": Known(1_000_000)}
    assert {"sum_agrees", "funding_agrees"} <= set(codes(joined))


def test_the_frames_and_cost_areas(joined: Imported) -> None:
    frames = {frame.name: frame for frame in joined.portfolio.frames}
    areas = [frame for frame in frames.values() if frame.part_of]
    assert {frame.part_of for frame in areas} == {"Ordinarie budget"}
    assert total(frame.amount for frame in areas).kronor == 3_000_000
    assert frames["Löner"].amount == Known(1_250_000)
    assert frames["Studentuppdrag"].purpose == "innebär 3 studenter 20% 9 månader"
    assert frames["Driftkostnader"].purpose.startswith("t.ex. fika")
    assert [name for name, one in frames.items() if one.preliminary] == ["Pilotbudget"]
    assert [name for name, one in frames.items() if one.funds_initiatives] == [
        "Pilotbudget",
        "Initiativbudget",
    ]
    assert codes(joined)["frame_named"] == 2


def test_the_payer_of_a_role_refers_to_a_frame_and_is_told(joined: Imported) -> None:
    (cost,) = joined.portfolio.allocations_by_initiative["MOTESPLATSER"]
    assert (cost.article, cost.source) == ("Arbetstid", "Ordinarie budget")
    assert cost.amount == Unknown("Väntar på besked från ekonomi")
    assert codes(joined, NoteKind.CONFIRM)["payer_is_frame"] == 1


def test_the_scores(joined: Imported) -> None:
    points = {
        code: [score.points for score in scores.values()]
        for code, scores in joined.portfolio.scores_by_initiative.items()
    }
    assert points == {
        "VANTRUMMEN": [4, 4],
        "TRYGGARE": [3, 2],
        "LOVA": [5, 4],
        "BESTAMMER": [5, 5, 3, 5],
        "BORDSSAMTAL": [3, 4, 2, 5],
        "KLASSRUM": [4, 2],
    }
    criteria = joined.portfolio.criteria_by_type
    assert [len(criteria[type_]) for type_ in InitiativeType] == [2, 4, 0]
    assert all(criterion.weight == 1 for criterion in joined.portfolio.criteria)
    first = joined.portfolio.scores_by_initiative["LOVA"]
    assert first["Koppling till Samhällsmål och norr stjärna"].motivation == (
        "loven är långa för den som är ensam. Alla tre målen berörs."
    )


def test_what_the_portfolio_is_called(joined: Imported) -> None:
    about = joined.portfolio.about
    assert (about.partnership, about.focus_area, about.year) == (
        "Samklang",
        "Barn växer tillsammans",
        2025,
    )
    assert codes(joined)["about_differs"] == 0


def test_names_that_drifted_are_joined_only_by_an_alias_in_either_order(
    joined: Imported, apart: Imported
) -> None:
    assert len(apart.portfolio.initiatives) == 11
    assert len(joined.portfolio.initiatives) == 8
    assert joined.portfolio.initiative_by_code["LOVA"].name == "LOVA: varför, var, när, hur?"
    assert joined.portfolio.initiative_by_code["LOVA"].aliases == ("LOVA: var, när, hur",)
    assert joined.portfolio.initiative_by_code["LOVA"].phase == 1
    assert codes(joined)["joined_by_alias"] == 3
    assert codes(joined, NoteKind.JOIN)["join_near"] == 0


def test_joins_are_proposed_as_options(apart: Imported) -> None:
    options = {n.values.get("option") for n in apart.report if n.kind is NoteKind.JOIN}
    assert '--alias "Tryggre väg till skola=Tryggare vägar till skolan"' in options
    assert '--alias "LOVA: var, när, hur=LOVA: varför, var, när, hur?"' in options
    assert '--alias "Öppen ateljé=Att skapa en ateljé där unga bestämmer"' in options
    assert '--alias "Kalle=Karl-Erik Kulturchef"' in options
    assert codes(apart) & Counter({"join_near": 9, "join_possible": 9}) == Counter(
        join_near=2, join_possible=2
    )


def test_a_name_with_the_phase_in_one_place_only_is_the_same(joined: Imported) -> None:
    one = joined.portfolio.initiative_by_code["VANTRUMMEN"]
    assert (one.name, one.phase, one.aliases) == ("Läsglädje i väntrummen", 1, ())
    assert one.actors.startswith("Norrby stad, Söderby kommun, Regionen")
    assert one.period == "Hela året (uppehåll juli)"
    assert one.context == "Vårdcentralerna + biblioteket i Norrby"
    assert one.start.startswith("Fyll tre väntrum")


def test_the_type_of_a_row_without_decision_basis_is_a_guess_that_is_told(
    joined: Imported,
) -> None:
    assert joined.portfolio.initiative_by_code["EGNA"].type is InitiativeType.PILOT
    told = [note for note in joined.report if note.code == "type_of_row"]
    assert [note.values["name"] for note in told] == ["Med egna ord fas 2"]


def test_codes_are_told_and_unique(joined: Imported) -> None:
    assert codes(joined, NoteKind.CONFIRM)["code_proposed"] == 8
    assert len({one.code for one in joined.portfolio.initiatives}) == 8


def test_goals_are_distinct_and_near_ones_are_told(joined: Imported) -> None:
    goals = joined.portfolio.goals
    assert len(goals) == 4
    assert [goal.note for goal in goals if goal.note] == ["detta samhällsmål är under uppbyggnad"]
    assert not any(goal.name.endswith(".") or "*" in goal.name for goal in goals)
    assert codes(joined, NoteKind.JOIN)["goals_near"] == 1


def test_presence_and_parties(joined: Imported) -> None:
    portfolio = joined.portfolio
    kinds = {party.name: party.kind for party in portfolio.parties}
    assert [name for name, kind in kinds.items() if kind is PartyKind.SUPPORT] == [
        "Processtödet",
        "Följeforskare",
    ]
    assert list(kinds)[:3] == ["Norrby stad", "Söderby kommun", "Högskolan"]
    rows = {(r.meeting, r.person): r for r in portfolio.attendance if r.item is None}
    left = rows["2025-02-05", "Söderbys socialchef"]
    assert (left.presence, left.note) == (Presence.LEFT, "lämnade efter första timmen")
    absent = [key for key, row in rows.items() if row.presence is Presence.ABSENT]
    assert len(absent) == 6
    assert portfolio.person_by_name["söderbys kulturchef"].party == ""
    assert codes(joined, NoteKind.LOST)["party_unknown"] == 4
    assert codes(joined, NoteKind.LOST)["party_without_people"] == 1


@pytest.mark.parametrize(("given", "person"), [(ALIASES, "Karl-Erik Kulturchef"), ({}, "Kalle")])
def test_votes_and_whose_they_are(given: Mapping[str, str], person: str) -> None:
    portfolio = read_old_documents(FILES, aliases=given).portfolio
    votes = {(row.person, row.item): row.vote for row in portfolio.attendance if row.item}
    assert votes == {
        ("Maja Skolchef", 5): Vote.YES,
        ("Maja Skolchef", 6): Vote.YES,
        (person, 5): Vote.YES,
        (person, 6): Vote.NO,
        ("Ronja Fritidschef", 5): Vote.YES,
        ("Ronja Fritidschef", 6): Vote.ABSTAINS,
    }


def test_a_first_name_that_one_person_alone_has_is_a_guess_that_is_told(apart: Imported) -> None:
    told = [note for note in apart.report if note.code == "voter_guessed"]
    assert {(note.values["typed"], note.values["name"]) for note in told} == {
        ("Maja", "Maja Skolchef"),
        ("Ronja", "Ronja Fritidschef"),
    }


def test_the_items_of_the_meetings(joined: Imported) -> None:
    items = [
        (item.meeting[:4], item.number, item.kind.value, item.title, item.initiative)
        for item in joined.portfolio.meeting_items
    ]
    assert items == [
        ("2024", 1, "Möte", "Core Team Möte ’Barn växer tillsammans’", ""),
        ("2024", 2, "Dagordning", "Läget", ""),
        ("2024", 3, "Dagordning", "Se över portföljen", ""),
        ("2024", 4, "Dagordning", "Synlighet", ""),
        ("2024", 5, "Dagordning", "Näs.ta steg", ""),
        ("2024", 6, "Anteckning", "Läget", ""),
        ("2024", 7, "Anteckning", "Forskning och studentarbeten", ""),
        ("2024", 8, "Anteckning", "Översyn av portföljen", ""),
        ("2024", 9, "Nästa steg", "Nästa steg", ""),
        ("2024", 10, "Nästa steg", "Nästa steg", ""),
        ("2025", 1, "Möte", "Core Team 'Barn växer tillsammans'", ""),
        ("2025", 2, "Anteckning", "Synpunkter på följeforskning och budget", ""),
        ("2025", 3, "Anteckning", "Frågor om sommarkollo", ""),
        ("2025", 4, "Anteckning", "Frågor om lugna kvällar", ""),
        ("2025", 5, "Beslut", "Beslut om initiativ", "Sommarkollo"),
        ("2025", 6, "Beslut", "Beslut om initiativ", "Lugna kvällar"),
        ("2025", 7, "Anteckning", "Extra kommentarer", ""),
        ("2025", 8, "Anteckning", "Studentarbeten", ""),
        ("2025", 9, "Anteckning", "Slutord om beslutet", ""),
    ]
    by_key = {(item.meeting, item.number): item for item in joined.portfolio.meeting_items}
    assert by_key["2025-02-05", 1].text == "Digitalt"
    assert by_key["2024-10-02", 2].text == "- Sommarkollo\n- Forskning och studentarbeten"
    assert by_key["2024-10-02", 8].text.startswith("Se bilagor\n\nCore Team pekade ut tre saker")
    assert by_key["2024-10-02", 8].text.endswith("- Stöd till värdarna")
    assert by_key["2024-10-02", 9].responsible == "Processtödet"
    assert by_key["2024-10-02", 10].responsible == ""


STARTS = (
    "Underlag för Core Team beslut: Pilotinitiativ",
    "Beslutsunderlag 'Barn växer tillsammans' - helhetsförslag",
    "Core Team Möte 'Barn växer tillsammans'",
)
ANY_LINES = [line for file in FILES for line in file.read_text("utf-8-sig").splitlines()]
scrambled = st.tuples(
    st.sampled_from(STARTS), st.lists(st.sampled_from([*ANY_LINES, *STARTS]), max_size=40)
).map(lambda drawn: "\n".join((drawn[0], *drawn[1])))


@given(scrambled)
@settings(max_examples=50, deadline=None)
def test_lines_in_any_order_are_kept_or_told_and_make_a_sound_portfolio(text: str) -> None:
    imported = import_texts(text)
    assert lost_lines([text], imported) == []
    assert_keys_are_unique(imported.portfolio)
    assert all(note_in_words(note) for note in imported.report)


def test_lost_pictures_are_told(joined: Imported) -> None:
    lost = [note.values["heading"] for note in joined.report if note.code == "picture_lost"]
    assert lost == ["Portföljen", "Kontexter"]


def test_every_note_can_be_worded_with_its_place(apart: Imported) -> None:
    for note in apart.report:
        words = note_in_words(note)
        assert "{" not in words
        assert note.place.file is None or words.startswith(note.place.file)


def without_tags(imported: Imported) -> Portfolio:
    """Italics as stars: Word doesn't tell how they were typed."""
    initiatives = tuple(
        replace(one, resources=one.resources.replace("<i>", "*").replace("</i>", "*"))
        for one in imported.portfolio.initiatives
    )
    return replace(imported.portfolio, initiatives=initiatives)


@pytest.mark.parametrize("styled", [False, True])
def test_word_documents_with_the_same_content_give_the_same_portfolio(
    tmp_path: Path, joined: Imported, *, styled: bool
) -> None:
    headings = [item.title for item in joined.portfolio.meeting_items]
    files = []
    for file in FILES:
        data = docx_of(text_of(file), titles=headings if styled else (), blank=not styled)
        files.append(tmp_path / f"{file.stem}.docx")
        files[-1].write_bytes(data)
    imported = read_old_documents(files, aliases=ALIASES)
    assert without_tags(imported) == without_tags(joined)
    assert lost_lines(map(text_of, FILES), imported) == []


def test_the_same_document_twice_counts_once(tmp_path: Path, joined: Imported) -> None:
    copies = []
    for file in FILES:
        copies.append(tmp_path / file.name)
        copies[-1].write_bytes(file.read_bytes())
    imported = read_old_documents([*FILES, *copies], aliases=ALIASES)
    assert imported.portfolio == joined.portfolio
    assert codes(imported)["document_twice"] == 10


def assert_keys_are_unique(portfolio: Portfolio) -> None:
    for table in TABLES:
        named = [table.column(title).field for title in table.key]
        records = getattr(portfolio, table.records)
        keys = Counter(tuple(getattr(record, one) for one in named) for record in records)
        assert not [key for key, count in keys.items() if count > 1], table.name


def test_keys_are_unique_in_every_table(apart: Imported, joined: Imported) -> None:
    assert_keys_are_unique(apart.portfolio)
    assert_keys_are_unique(joined.portfolio)


def test_the_source_documents_field_by_field(seeds: list[Path], seeded: Imported) -> None:
    portfolio = seeded.portfolio
    assert lost_lines(map(text_of, seeds), seeded) == []
    assert assert_texts_are_those_of(seeds, portfolio) == 6 * 6 + 3
    amounts = {one.code: one.amount for one in portfolio.initiatives}
    assert amounts == {
        "FORSKOLAN": Known(648_000),
        "PERSPEKTIV": Staff("processtödet"),
        "NORMFORSKJUT": Known(432_000),
        "UVAS": Known(648_000),
        "DEMOKRATISK": Known(864_000),
        "VILLKOR": Known(864_000),
        "CORNERSTONE": Staff("processtödet"),
        "TESTBADDAR": amounts["TESTBADDAR"],
    }
    assert isinstance(amounts["TESTBADDAR"], Unknown)
    assert total(amounts.values()) == (3_456_000, 1)
    funding = {row.source: row.amount for row in portfolio.allocations_by_initiative[""]}
    assert funding == {"Initiativbudget": Known(1_456_000), "Pilotbudget": Known(2_000_000)}
    frames = {frame.name: frame.amount for frame in portfolio.frames}
    assert frames == {
        "Ordinarie budget": Known(4_000_000),
        "Pilotbudget": Known(7_500_000),
        "Löner": Known(1_625_000),
        "Studentuppdrag": Known(225_000),
        "Driftkostnader": Known(400_000),
        "Initiativbudget": Known(1_750_000),
    }


def test_the_source_documents_scores_meetings_and_names(seeded: Imported) -> None:
    portfolio = seeded.portfolio
    points = {
        code: [score.points for score in scores.values()]
        for code, scores in portfolio.scores_by_initiative.items()
    }
    assert points == {
        "PERSPEKTIV": [3, 2],
        "FORSKOLAN": [4, 4],
        "UVAS": [5, 4],
        "CORNERSTONE": [3, 4, 2, 5],
        "DEMOKRATISK": [5, 5, 3, 5],
        "NORMFORSKJUT": [4, 2],
    }
    assert all(score.motivation for score in portfolio.scores)
    with_basis = {text.initiative for text in portfolio.texts}
    without = [one.code for one in portfolio.initiatives if one.code not in with_basis]
    assert len(with_basis) == 7
    assert without == ["VILLKOR"]
    meetings = {item.meeting for item in portfolio.meeting_items}
    assert meetings == {"2023-09-26", "2023-04-13"}
    votes = [row for row in portfolio.attendance if row.vote is Vote.YES]
    assert len(votes) == 6
    assert {portfolio.person_by_name[row.person.casefold()].party for row in votes} == {
        "Västerås stad"
    }
    assert portfolio.about.year == 2024


def test_the_source_documents_without_aliases_propose_the_joins(seeds: list[Path]) -> None:
    imported = read_old_documents(seeds)
    assert len(imported.portfolio.initiatives) == 11
    joins = {
        frozenset((note.values["alias"], note.values["name"]))
        for note in imported.report
        if note.code in ("join_near", "join_possible")
    }
    assert {frozenset(pair) for pair in SEED_ALIASES.items()} <= joins


def test_the_source_documents_as_word_give_the_same(
    tmp_path: Path, seeds: list[Path], seeded: Imported
) -> None:
    files = []
    for file in seeds:
        files.append(tmp_path / f"{file.stem}.docx")
        files[-1].write_bytes(docx_of(text_of(file)))
    imported = read_old_documents(files, aliases=seed_aliases(seeds))
    assert without_tags(imported) == without_tags(seeded)
