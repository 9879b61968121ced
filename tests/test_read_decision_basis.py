"""Decision bases: headings with slips, scores that are no scores, costs, and what has no place."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from old_documents import FOLDER, HEADINGS, import_texts, notes_of, plainly, strings_of, words_of

from shk_xl.domain.amounts import Known, Staff, Unknown
from shk_xl.domain.portfolio import Heading, InitiativeType

START = "Underlag för Core Team beslut: Foruminitiativ\n\nNamn på initiativet: Lugn start\n\n"
BASIS = (FOLDER / "underlag.txt").read_text(encoding="utf-8-sig").split("Underlag för Core Team")[2]
LINES = ("Underlag för Core Team" + BASIS).splitlines()
TYPED = [index for index, line in enumerate(LINES) if HEADINGS.get(plainly(line.partition(":")[0]))]


def texts_of(text: str) -> dict[Heading, str]:
    return {section.heading: section.text for section in import_texts(text).portfolio.texts}


@st.composite
def slips(draw: st.DrawFn) -> tuple[int, str]:
    """A heading of the fixture with one or two slips of the hand in it."""
    index = draw(st.sampled_from(TYPED))
    heading = LINES[index]
    for _ in range(draw(st.integers(1, 2))):
        at = draw(st.integers(0, len(heading) - 1))
        letter = draw(st.sampled_from(["", *"aekståö :"]))
        after = heading[at + 1 :] if draw(st.booleans()) else heading[at:]
        heading = heading[:at] + letter + after
    return index, heading


@given(slips())
@settings(max_examples=50)
def test_a_heading_with_slips_lands_in_its_field_or_is_reported(slip: tuple[int, str]) -> None:
    index, typed = slip
    imported = import_texts("\n".join([*LINES[:index], typed, *LINES[index + 1 :]]))
    body = plainly(LINES[index + 2].lstrip("- "))
    expected = HEADINGS[plainly(LINES[index].partition(":")[0])]
    (code,) = (one.code for one in imported.portfolio.initiatives)
    assert expected is not None
    text = imported.portfolio.texts_by_initiative[code].get(expected, "")
    reported = [note for note in imported.report if note.place.cell == f"rad {index + 1}"]
    assert body in words_of(text) or reported
    everything = plainly(" ".join(strings_of(imported.portfolio)))
    kept = [line.lstrip("- ") for line in LINES[index + 1 : index + 6] if line.strip()]
    assert all(plainly(line) in everything for line in kept if not _is_form(line))


def _is_form(line: str) -> bool:
    return plainly(line.partition(":")[0]) in HEADINGS or ": " in line


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("MERVÄRDE som kommer skapas för parterna:", Heading.ADDED_VALUE),
        ("Mer värde", Heading.ADDED_VALUE),
        ("Syfte med initiativet", Heading.PURPOSE),
        ("Syfte", Heading.PURPOSE),
        ("*Effektmål*", Heading.EFFECTS),
        ("Effektma\u030al:", Heading.EFFECTS),
        ("Samhällsmål som initiativet fokuserar främst på:", Heading.GOALS),
        ("Barnets bästa:", Heading.BEST_INTERESTS),
        ("Resurser och budget", Heading.RESOURCES),
    ],
)
def test_a_heading_goes_by_many_names(typed: str, heading: Heading) -> None:
    imported = import_texts(f"{START}{typed}\n\nEn rad om detta.")
    (text,) = imported.portfolio.texts
    assert (text.heading, text.text) == (heading, "En rad om detta.")
    assert "heading_near" not in notes_of(imported)


def test_a_near_heading_is_used_and_told() -> None:
    imported = import_texts(f"{START}Kort beskrivnin av intiativet:\n\nEn rad.")
    assert imported.portfolio.texts[0].heading is Heading.DESCRIPTION
    (told,) = notes_of(imported)["heading_near"]
    assert told["heading"] == "kort beskrivning av initiativet"


def test_an_unknown_heading_stays_in_the_text_and_is_told() -> None:
    imported = import_texts(f"{START}Effektmål:\n\n- Direkt: lugn\n\nRisker och hinder\n\nInga.")
    assert texts_of(f"{START}Effektmål:\n\nRisker") == {Heading.EFFECTS: "Risker"}
    assert imported.portfolio.texts[0].text == "- Direkt: lugn\n\nRisker och hinder\n\nInga."
    assert notes_of(imported)["heading_unknown"][0]["typed"] == "Risker och hinder"


def test_a_labelled_bullet_is_no_heading() -> None:
    text = texts_of(f"{START}Effektmål:\n\n- Syfte: att lära\n- Direkt: lugn")
    assert text == {Heading.EFFECTS: "- Syfte: att lära\n- Direkt: lugn"}


def test_a_heading_may_have_its_text_on_the_same_line() -> None:
    assert texts_of(f"{START}Syfte: att lära mer") == {Heading.PURPOSE: "att lära mer"}


def test_a_heading_that_stands_twice_keeps_both_texts() -> None:
    imported = import_texts(f"{START}Syfte\n\nEtt.\n\nEffektmål\n\nTvå.\n\nSyfte\n\nTre.")
    texts = {text.heading: text.text for text in imported.portfolio.texts}
    assert texts == {Heading.PURPOSE: "Ett.\n\nTre.", Heading.EFFECTS: "Två."}
    assert notes_of(imported)["heading_twice"] == [{"heading": "Syfte"}]


def test_a_line_without_a_field_lands_in_the_notes_and_is_told() -> None:
    imported = import_texts(
        "Underlag för Core Team beslut: Foruminitiativ\n\nSamklang 'Barn'\n\nUtkast 3\n\n"
        "Namn på initiativet: Lugn start\n\nFörankrat hos rektor"
    )
    (text,) = imported.portfolio.texts
    assert (text.heading, text.text) == (Heading.NOTES, "Utkast 3\n\nFörankrat hos rektor")
    told = [values["text"] for values in notes_of(imported)["no_field"]]
    assert told == ["Utkast 3", "Förankrat hos rektor"]


@pytest.mark.parametrize(
    ("line", "points", "motivation"),
    [
        ("Partnerskap och samproduktion: 3, två parter.", 3, "två parter."),
        ("Partnerskap och samproduktion:3", 3, ""),
        ("- Partnerskap och samproduktion: 4 – bra", 4, "bra"),
        ("Partnerskap och samproduktion: 2. Få parter.", 2, "Få parter."),
        ("Partnerskap och samproduktion: 3,5, nästan", None, "3,5, nästan"),
        ("Partnerskap och samproduktion: 3/5, nästan", 3, "nästan"),
        ("Partnerskap och samproduktion: 3 av 5", 3, ""),
        ("Partnerskap och samproduktion: 3/10, nästan", None, "3/10, nästan"),
        ("Partnerskap och samproduktion: 3–4, nästan", None, "3–4, nästan"),
        ("Partnerskap och samproduktion: 3 eller 4", None, "3 eller 4"),
        ("Partnerskap och samproduktion: ej bedömt", None, "ej bedömt"),
        ("Partnerskap och samproduktion:", None, ""),
    ],
)
def test_points_count_only_where_they_stand_alone(
    line: str, points: int | None, motivation: str
) -> None:
    imported = import_texts(f"{START}Värdering\n\n{line}")
    (score,) = imported.portfolio.scores
    assert score.criterion == "Partnerskap och samproduktion"
    assert (score.points, score.motivation) == (points, motivation)
    told = {"points_unread", "points_missing"} & set(notes_of(imported))
    assert bool(told) == (points is None)


def test_points_off_the_scale_are_kept_and_told() -> None:
    imported = import_texts(f"{START}Värdering\n\nMod: 7, mycket")
    assert imported.portfolio.scores[0].points == 7
    assert notes_of(imported)["points_off_scale"] == [{"criterion": "Mod", "points": 7}]


def test_a_paragraph_after_a_score_belongs_to_its_motivation() -> None:
    imported = import_texts(f"{START}Värdering\n\nInledning.\n\nMod: 3, bra\n\nMer om mod.")
    assert imported.portfolio.scores[0].motivation == "bra\n\nMer om mod."
    assert imported.portfolio.texts[0].text == "Inledning."
    assert {"score_continued", "no_field"} <= set(notes_of(imported))


def test_scores_in_a_table() -> None:
    imported = import_texts(
        f"{START}Värdering\n\nKriterium\tPoäng\tMotivering\nMod\t4\tBra.\nLust\t\tVet ej."
    )
    scores = [(s.criterion, s.points, s.motivation) for s in imported.portfolio.scores]
    assert scores == [("Mod", 4, "Bra."), ("Lust", None, "Vet ej.")]


@pytest.mark.parametrize(
    ("typed", "type_", "told"),
    [
        ("Foruminitiativ", InitiativeType.FORUM, False),
        ("PILOTINITIATIV", InitiativeType.PILOT, False),
        ("Ny roll för torget", InitiativeType.ROLE, False),
        ("Pilotintiativ", InitiativeType.PILOT, True),
        ("Labb", InitiativeType.FORUM, True),
    ],
)
def test_the_type_is_read_or_guessed_aloud(
    typed: str, type_: InitiativeType, *, told: bool
) -> None:
    imported = import_texts(START.replace("Foruminitiativ", typed))
    assert imported.portfolio.initiatives[0].type is type_
    assert ("type_guessed" in notes_of(imported)) == told


def test_the_words_of_a_role_that_is_called_something_else_are_told() -> None:
    imported = import_texts(START.replace("Foruminitiativ", "Ny roll på torget"))
    assert notes_of(imported)["heading_words"][0]["text"] == "Ny roll på torget"


def test_a_basis_without_a_name_gets_one_and_is_told() -> None:
    text = "Underlag för Core Team beslut: Foruminitiativ\n\nSyfte\n\nAtt {}.\n"
    imported = import_texts(text.format("lära"), text.format("pröva"))
    assert [i.name for i in imported.portfolio.initiatives] == [
        "Initiativ utan namn 1",
        "Initiativ utan namn 2",
    ]
    assert len(notes_of(imported)["name_missing"]) == 2


def test_a_second_name_begins_a_basis_whose_heading_is_missing() -> None:
    imported = import_texts(
        f"{START}Syfte\n\nEtt.\n\nNamn på initiativet: Sen kväll\n\nSyfte\n\nTvå."
    )
    assert [i.name for i in imported.portfolio.initiatives] == ["Lugn start", "Sen kväll"]
    assert [text.text for text in imported.portfolio.texts] == ["Ett.", "Två."]
    assert "basis_without_heading" in notes_of(imported)


COSTS = START.replace("Foruminitiativ", "Ny roll") + "Uppskattade kostnader:\n\n"


def test_the_costs_of_a_role() -> None:
    imported = import_texts(
        f"{COSTS}Ungefärligt.\n\nArtikel\tKostnad\tBetalas av\tAnm\n"
        "Arbetstid\t300 000kr\tKommunen\t\nLokal\tOrdinarie personal fritid\tKommunen\tDelad\n"
        "Resor\t1.750\t\t\nSumma\t300 000kr\t\t\n\nSedan ses allt över."
    )
    rows = [(a.article, a.source, a.amount) for a in imported.portfolio.allocations]
    assert rows == [
        ("Arbetstid", "Kommunen", Known(300_000)),
        ("Lokal", "Kommunen", Staff("fritid")),
        ("Resor", "Källa saknas", Unknown("1.750")),
    ]
    texts = {text.heading: text.text for text in imported.portfolio.texts}
    assert texts[Heading.AFTERWARDS] == "Sedan ses allt över."
    assert texts[Heading.NOTES] == "Ungefärligt.\n\nDelad"
    notes = notes_of(imported)
    assert notes["amount_ambiguous"] == [{"text": "1.750"}]
    assert notes["payer_missing"] == [{"article": "Resor"}]
    assert notes["sum_agrees"][0]["unknown"] == 1
    assert imported.portfolio.initiatives[0].amount == Unknown("1.750")


def test_known_costs_make_the_amount_and_two_equal_articles_stay_two() -> None:
    imported = import_texts(
        f"{COSTS}Artikel\tKostnad\tBetalas av\nTid\t100 tkr\tKommunen\nTid\t50 tkr\tKommunen"
    )
    assert imported.portfolio.initiatives[0].amount == Known(150_000)
    assert [a.article for a in imported.portfolio.allocations] == ["Tid", "Tid (2)"]
    assert {"amount_from_costs", "article_twice"} <= set(notes_of(imported))


def test_two_bases_for_one_initiative_lose_nothing() -> None:
    first = f"{START}Syfte\n\nEtt.\n\nVärdering\n\nMod: 3, bra"
    second = f"{START}Kontext: Torget\n\nSyfte\n\nTvå.\n\nVärdering\n\nMod: 4, bättre"
    imported = import_texts(first, second)
    (initiative,) = imported.portfolio.initiatives
    texts = {text.heading: text.text for text in imported.portfolio.texts}
    assert initiative.context == "Torget"
    assert texts[Heading.PURPOSE] == "Ett."
    assert texts[Heading.NOTES] == "Syfte\n\nTvå.\n\nMod: 4, bättre"
    assert imported.portfolio.scores[0].points == 3
    assert {"text_differs", "score_differs"} <= set(notes_of(imported))


def test_an_alias_that_no_document_has_is_told_and_kept() -> None:
    imported = import_texts(START, aliases={"Lugn strat": "Lugn start"})
    assert imported.portfolio.initiatives[0].aliases == ("Lugn strat",)
    assert notes_of(imported)["alias_unused"][0]["names"] == "Lugn strat"


def test_two_phases_of_one_name_are_two_initiatives() -> None:
    imported = import_texts(
        START.replace("start", "start fas 1") + START.replace("start", "start fas 2")
    )
    assert [(i.name, i.phase) for i in imported.portfolio.initiatives] == [
        ("Lugn start", 1),
        ("Lugn start", 2),
    ]
    assert "phases_apart" in notes_of(imported)
