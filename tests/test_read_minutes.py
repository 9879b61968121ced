"""Minutes: attendance, agenda, headings in the notes, votes, next steps."""

from __future__ import annotations

import pytest
from old_documents import import_texts, notes_of

from shk_xl.domain.portfolio import Attendance, ItemKind, MeetingItem, Presence, Vote

HEAD = "Core Team 'Barn'\n\n2024-05-06\n\n"
PRESENT = HEAD + "Medverkande\n\nNorrby: Maja Ek, Bo Ek, Kim Al\n\n"
NOTES = PRESENT + "Anteckningar från mötet\n\n"


def items_of(text: str) -> list[MeetingItem]:
    return list(import_texts(text).portfolio.meeting_items[1:])


def attendance_of(text: str) -> list[Attendance]:
    return list(import_texts(text).portfolio.attendance)


@pytest.mark.parametrize(
    ("head", "meeting", "place"),
    [
        ("Core Team 'Barn'\n\n2024-05-06 Digitalt\n", "2024-05-06", "Digitalt"),
        ("Core Team Möte ’Barn’\nDatum: 2024-05-06\nPlats: Torget\n", "2024-05-06", "Torget"),
        ("Core Team-möte\n\n6 maj 2024, Torget\n", "2024-05-06", "Torget"),
        ("Coer Team 'Barn'\n\n2024-05-06\n", "2024-05-06", ""),
        ("Core Team Möte 'Barn'\n", "utan datum", ""),
    ],
)
def test_the_head_tells_when_and_where(head: str, meeting: str, place: str) -> None:
    imported = import_texts(f"{head}\nMedverkande\nNorrby: Maja Ek\n")
    first = imported.portfolio.meeting_items[0]
    assert (first.meeting, first.kind, first.text) == (meeting, ItemKind.MEETING, place)
    assert ("meeting_without_date" in notes_of(imported)) == (meeting == "utan datum")


def test_a_sentence_about_the_core_team_begins_no_meeting() -> None:
    text = f"{NOTES}Läget\n\nCore Team kom överens om tre saker:\n\n2024-06-07 ses vi igen.\n"
    assert len({item.meeting for item in items_of(text)}) == 1


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Norrby: A B, C D och E F", ["A B", "C D", "E F"]),
        ("Norrby: A B; C D samt E F", ["A B", "C D", "E F"]),
        ("Norrby\tA B, C D", ["A B", "C D"]),
        ("Norrby: A B (ordf, från kl. 9 och framåt), C D", ["A B", "C D"]),
        ("Norrby: -", []),
        ("A B, C D", ["A B", "C D"]),
    ],
)
def test_lists_of_names(line: str, expected: list[str]) -> None:
    rows = attendance_of(f"{HEAD}Medverkande\n{line}\n")
    assert [row.person for row in rows] == expected
    assert {row.presence for row in rows} <= {Presence.PRESENT}


def test_remarks_are_kept_and_those_who_left_are_told_apart() -> None:
    first, second = attendance_of(
        f"{HEAD}Medverkande\nNorrby: A B (via länk), C D (gick efter lunch)\n"
    )
    assert (first.presence, first.note) == (Presence.PRESENT, "via länk")
    assert (second.presence, second.note) == (Presence.LEFT, "gick efter lunch")


def test_a_party_after_the_absent_is_taken_as_present_and_told() -> None:
    imported = import_texts(f"{HEAD}Medverkande\nNorrby: A B\nFrånvaro: C D\nStöd: E F\n")
    presence = {row.person: row.presence for row in imported.portfolio.attendance}
    assert presence == {
        "A B": Presence.PRESENT,
        "C D": Presence.ABSENT,
        "E F": Presence.PRESENT,
    }
    assert "presence_guessed" in notes_of(imported)


def test_the_party_of_someone_absent_may_come_from_other_minutes() -> None:
    other = HEAD.replace("05-06", "06-07") + "Medverkande\nNorrby: A B\nFrånvaro: Maja Ek, N N\n"
    imported = import_texts(PRESENT, other)
    people = {person.name: person.party for person in imported.portfolio.people}
    assert (people["Maja Ek"], people["N N"]) == ("Norrby", "")
    notes = notes_of(imported)
    assert [v["name"] for v in notes["party_from_elsewhere"]] == ["Maja Ek"]
    assert [v["name"] for v in notes["party_unknown"]] == ["N N"]


def test_near_people_and_parties_are_told() -> None:
    other = HEAD.replace("05-06", "06-07") + "Medverkande\nNorby: Maja Eek\n"
    notes = notes_of(import_texts(PRESENT, other))
    assert notes["people_near"][0]["option"] == '--alias "Maja Ek=Maja Eek"'
    assert notes["parties_near"] == [{"left": "Norrby", "right": "Norby"}]


def test_an_alias_joins_people_under_the_official_name() -> None:
    other = HEAD.replace("05-06", "06-07") + "Medverkande\nNorrby: Maja Eek\n"
    imported = import_texts(PRESENT, other, aliases={"Maja Eek": "Maja Ek"})
    maja = imported.portfolio.person_by_name["maja eek"]
    assert (maja.name, maja.aliases) == ("Maja Ek", ("Maja Eek",))
    assert {row.person for row in imported.portfolio.attendance} == {"Maja Ek", "Bo Ek", "Kim Al"}


def test_the_agenda_keeps_its_sub_items_and_is_no_section() -> None:
    items = items_of(
        f"{HEAD}Agenda\n1. Läget\n· Torget\n  · Bänkar\nNästa steg\n\nAnteckningar\nLäget\nBra.\n"
    )
    assert [(item.kind, item.title, item.text) for item in items] == [
        (ItemKind.AGENDA, "1. Läget", "- Torget\n  - Bänkar"),
        (ItemKind.AGENDA, "Nästa steg", ""),
        (ItemKind.NOTE, "Läget", "Bra."),
    ]


def test_an_agenda_without_notes_heading_ends_at_a_blank_line() -> None:
    items = items_of(f"{HEAD}Agenda\n- Läget\n- Torget\n\nLäget\nAllt är bra.\n")
    kinds = [(item.kind, item.title) for item in items]
    assert kinds == [
        (ItemKind.AGENDA, "Läget"),
        (ItemKind.AGENDA, "Torget"),
        (ItemKind.NOTE, "Läget"),
    ]


def test_headings_in_the_notes_are_items_and_told() -> None:
    imported = import_texts(
        f"{NOTES}Inledning utan rubrik.\n\nTorget i vår\n\nBänkar ställs ut. Det blir fint\n\n"
        "Utöver det önskas:\n- blommor\n\nÖvriga frågor:\n\nInga.\n"
    )
    notes = [(i.title, i.text) for i in imported.portfolio.meeting_items if i.kind is ItemKind.NOTE]
    assert notes == [
        ("", "Inledning utan rubrik."),
        ("Torget i vår", "Bänkar ställs ut. Det blir fint\n\nUtöver det önskas:\n\n- blommor"),
        ("Övriga frågor", "Inga."),
    ]
    (told,) = notes_of(imported)["minutes_titles"]
    assert told["titles"] == "Torget i vår; Övriga frågor"


def test_a_line_that_is_no_list_of_names_becomes_a_note_and_is_told() -> None:
    imported = import_texts(f"{HEAD}Medverkande\nNorrby: A B\nMötet var öppet\n")
    assert imported.portfolio.meeting_items[1].text == "Mötet var öppet"
    assert notes_of(imported)["no_field"][0]["text"] == "Mötet var öppet"


VOTES = f"{NOTES}Beslut om initiativ\n\n"


def test_votes_are_read_column_by_column() -> None:
    imported = import_texts(
        f"{VOTES}\tLugn start\tSen kväll\nMaja\tJA\tnej\nBo Ek\tAvstår\t\nKim\tJa?\tJa\n"
    )
    items = [i for i in imported.portfolio.meeting_items if i.kind is ItemKind.DECISION]
    assert [(item.title, item.initiative) for item in items] == [
        ("Beslut om initiativ", "Lugn start"),
        ("Beslut om initiativ", "Sen kväll"),
    ]
    votes = [(r.person, r.vote, r.note) for r in imported.portfolio.attendance if r.item]
    assert votes == [
        ("Maja Ek", Vote.YES, ""),
        ("Maja Ek", Vote.NO, ""),
        ("Bo Ek", Vote.ABSTAINS, ""),
        ("Kim Al", None, "Ja?"),
        ("Kim Al", Vote.YES, ""),
    ]
    notes = notes_of(imported)
    assert notes["vote_unread"] == [{"text": "Ja?", "person": "Kim"}]
    assert len(notes["voter_guessed"]) == 2
    assert len(notes["decision_on_other"]) == 2


def test_a_first_name_that_two_people_have_is_not_guessed() -> None:
    text = f"{VOTES}\tLugn start\nMaja\tJa\n".replace("Bo Ek", "Maja Al")
    imported = import_texts(text)
    assert [row.person for row in imported.portfolio.attendance if row.item] == ["Maja"]
    assert notes_of(imported)["voter_unknown"][0]["names"] == "Maja Ek; Maja Al; Kim Al"


def test_someone_absent_is_not_guessed_to_have_voted() -> None:
    text = (
        f"{HEAD}Medverkande\nNorrby: Bo Ek\nFrånvaro: Maja Ek\n\nBeslut\n\n\tLugn start\nMaja\tJa\n"
    )
    imported = import_texts(text)
    assert [row.person for row in imported.portfolio.attendance if row.item] == ["Maja"]


def test_rows_that_are_no_votes_stay_in_the_notes() -> None:
    imported = import_texts(
        f"{VOTES}Namn\tPart\tLugn start\nMaja\tNorrby\tJa\nMaja\t\tNej\nSumma\t\t1 ja\n"
        "Bo Ek\tNorrby\tNej\nKim Al\tNorrby\t–\n"
    )
    rows = [(r.person, r.vote) for r in imported.portfolio.attendance if r.item]
    assert rows == [("Maja Ek", Vote.YES), ("Bo Ek", Vote.NO)]
    note = next(i for i in imported.portfolio.meeting_items if i.kind is ItemKind.NOTE)
    assert note.text.split("\n\n") == [
        "Namn\tPart\tLugn start",
        "Maja\tNorrby\tJa",
        "Maja\t\tNej",
        "Summa\t\t1 ja",
    ]


def test_two_names_for_one_voter_are_told_and_both_votes_kept() -> None:
    imported = import_texts(f"{VOTES}\tLugn start\nMaja\tJa\nMaja Ek\tNej\n")
    rows = [(r.person, r.vote) for r in imported.portfolio.attendance if r.item]
    assert rows == [("Maja", Vote.YES), ("Maja Ek", Vote.NO)]
    assert "voter_twice" in notes_of(imported)


def test_a_decision_refers_to_the_initiative_that_it_names() -> None:
    basis = "Underlag för Core Team beslut: Foruminitiativ\n\nNamn på initiativet: Lugn start\n"
    imported = import_texts(basis, f"{VOTES}\tLUGN start fas 1\nMaja\tJa\n")
    (item,) = (i for i in imported.portfolio.meeting_items if i.kind is ItemKind.DECISION)
    assert item.initiative == imported.portfolio.initiatives[0].code
    assert "decision_on_other" not in notes_of(imported)


def test_next_steps_and_who_answers_for_them() -> None:
    items = items_of(
        f"{NOTES}Läget\n\nBra.\n\nNästa steg\n\n· Norrby ringer skolan\n  · före jul\n"
        "· Boka lokal (ansvarig: Bo Ek)\n· Kim Al: köp kaffe\n· Maja skriver\n\n"
        "Nästa möte\n\nI maj.\n"
    )
    steps = [(i.text, i.responsible) for i in items if i.kind is ItemKind.NEXT_STEP]
    assert steps == [
        ("Norrby ringer skolan\n- före jul", "Norrby"),
        ("Boka lokal (ansvarig: Bo Ek)", "Bo Ek"),
        ("Kim Al: köp kaffe", "Kim Al"),
        ("Maja skriver", ""),
    ]
    assert (items[-1].kind, items[-1].title, items[-1].text) == (
        ItemKind.NOTE,
        "Nästa möte",
        "I maj.",
    )


def test_next_steps_in_a_table() -> None:
    items = items_of(
        f"{NOTES}Nästa steg\n\nVad\tVem\tNär\nRing skolan\tBo Ek\tjuni\nBoka lokal\t–\t–\n"
    )
    assert [(i.text, i.responsible, i.due) for i in items] == [
        ("Ring skolan", "Bo Ek", "juni"),
        ("Boka lokal", "", ""),
    ]


def test_labels_may_be_followed_by_a_tab() -> None:
    imported = import_texts(
        "Core Team Möte 'Barn'\n\nSamklang 'Barn'\n\nDatum:\t5\u00a0maj 2024\nPlats:\tTorget\n\n"
        "Medverkande\n\nNorrby:\tMaja Ek\nFrånvaro:\tBo Ek och Kim Al\n"
    )
    first = imported.portfolio.meeting_items[0]
    assert (first.meeting, first.text) == ("2024-05-05", "Torget")
    assert imported.portfolio.about.partnership == "Samklang"
    presence = [row.presence for row in imported.portfolio.attendance]
    assert presence == [Presence.PRESENT, Presence.ABSENT, Presence.ABSENT]


def test_two_meetings_on_one_day_get_keys_of_their_own() -> None:
    imported = import_texts(f"{NOTES}Ett\n\nA.\n", f"{NOTES}Två\n\nB.\n")
    assert {i.meeting for i in imported.portfolio.meeting_items} == {
        "2024-05-06",
        "2024-05-06 (2)",
    }
    assert "meeting_twice" in notes_of(imported)
