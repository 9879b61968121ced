"""Proposals: frames, rows with other columns, sums that don't agree, several proposals."""

from __future__ import annotations

import pytest
from old_documents import import_texts, notes_of

from shk_xl.domain.amounts import Amount, Known, Staff, Unknown
from shk_xl.domain.portfolio import Frame, Heading

START = "Beslutsunderlag 'Barn' - helhetsförslag\n\n"
HEADER = "Initiativets namn\tPeriod\tBudget förslag\n"


def frames_of(text: str) -> list[Frame]:
    return list(import_texts(START + text).portfolio.frames)


@pytest.mark.parametrize(
    ("line", "name", "amount", "purpose"),
    [
        ("Reserv: 1625 000kr", "Reserv", Known(1_625_000), ""),
        ("Reserv 4 000 000kr", "Reserv", Known(4_000_000), ""),
        ("Reserv\u00a04\u202f000\u202f000 kr", "Reserv", Known(4_000_000), ""),
        ("Reserv 2025 500 000 kr", "Reserv 2025", Known(500_000), ""),
        ("Reserv: 1,5 mnkr", "Reserv", Known(1_500_000), ""),
        ("Reserv: 250 000kr, 4 resor", "Reserv", Known(250_000), "4 resor"),
        ("Reserv: 250 000kr (resor)", "Reserv", Known(250_000), "resor"),
        ("Reserv\t250 000kr", "Reserv", Known(250_000), ""),
        ("Reserv: inväntar besked", "Reserv", Unknown(), "inväntar besked"),
        ("Reserv: 100 000 – 200 000 kr", "Reserv", Unknown(), "100 000 – 200 000 kr"),
        ("Reserv: 1.750", "Reserv", Unknown(), "1.750"),
        ("Pilot budget: 5 tkr", "Pilotbudget", Known(5_000), ""),
    ],
)
def test_a_frame_is_read_as_people_type_it(
    line: str, name: str, amount: Amount, purpose: str
) -> None:
    (frame,) = frames_of(f"Tillgångar\n{line}\n")
    assert (frame.name, frame.amount, frame.purpose) == (name, amount, purpose)


def test_an_explanation_belongs_to_the_frame_above_it() -> None:
    first, second = frames_of(
        "Tillgångar\nReserv 1 000 000kr\npreliminär, beslutas i mars\nt.ex. 3 resor\nLån 2 000 kr"
    )
    assert first.preliminary
    assert first.purpose == "preliminär, beslutas i mars\nt.ex. 3 resor"
    assert (second.preliminary, second.purpose) == (False, "")


def test_cost_areas_belong_to_the_frame_in_their_heading() -> None:
    frames = frames_of(
        "Tillgångar\nOrdinarie budget 3 000kr\nReserv 2 000kr\n"
        "Kostnadsområden reserv\nResor: 2 000kr\nSumma: 2 000kr"
    )
    assert [frame.part_of for frame in frames] == ["", "", "Reserv"]


def test_a_sum_below_cost_areas_is_held_against_them() -> None:
    text = "Tillgångar\nReserv 2 000kr\nKostnadsområden\nResor: 2 000kr\nSumma: 2 500kr"
    notes = notes_of(import_texts(START + text))
    assert notes["frame_guessed"] == [{"name": "Reserv"}]
    assert notes["sum_differs"] == [
        {"told": "2\u00a0500\u00a0kr", "counted": "2\u00a0000\u00a0kr", "unknown": 0}
    ]


def test_a_frame_that_stands_twice_is_kept_under_another_name() -> None:
    imported = import_texts(f"{START}Tillgångar\nReserv 1 000kr\nReserv 2 000kr\n")
    assert [frame.name for frame in imported.portfolio.frames] == ["Reserv", "Reserv (2)"]
    assert "frame_twice" in notes_of(imported)


def test_total_and_funding_are_held_against_the_rows() -> None:
    notes = notes_of(
        import_texts(
            f"{START}{HEADER}Lugn start\tVår\t500 000kr\nSen kväll\tHöst\tväntar\n\n"
            "TOTALT: 600 000\nTas från initiativ budget: 400 000kr"
        )
    )
    assert notes["sum_differs"][0]["counted"] == "500\u00a0000\u00a0kr"
    assert notes["sum_differs"][0]["unknown"] == 1
    assert notes["funding_differs"][0]["counted"] == "400\u00a0000\u00a0kr"


def test_the_total_may_be_a_row_of_the_table() -> None:
    imported = import_texts(f"{START}{HEADER}Lugn start\tVår\t500 000kr\nTotalt\t\t500 000kr\n")
    assert len(imported.portfolio.initiatives) == 1
    assert "sum_agrees" in notes_of(imported)


def test_columns_of_other_kinds_go_to_the_notes_and_missing_cells_are_told() -> None:
    imported = import_texts(
        f"{START}Initiativ\tKontaktperson\tPeriodd\tBudget\nLugn start\tRektor\tVår\t5 tkr\n"
        "Sen kväll\tVärd\n"
    )
    first, second = imported.portfolio.initiatives
    assert (first.period, first.amount, second.amount) == ("Vår", Known(5_000), Unknown())
    texts = {text.initiative: text.text for text in imported.portfolio.texts}
    assert texts[first.code] == "Kontaktperson: Rektor"
    notes = notes_of(imported)
    assert len(notes["no_column"]) == 2
    assert [values["column"] for values in notes["cell_missing"]] == ["Period", "Belopp"]


@pytest.mark.parametrize(
    ("cell", "amount"),
    [
        ("Ordinarie personal processtödet", Staff("processtödet")),
        ("ordinarie personal: fritid", Staff("fritid")),
        ("0 kr", Known(0)),
        ("-", Unknown()),
        ("Inväntar svar", Unknown("Inväntar svar")),
        ("648,000", Unknown("648,000")),
    ],
)
def test_an_amount_has_three_states(cell: str, amount: Amount) -> None:
    imported = import_texts(f"{START}{HEADER}Lugn start\tVår\t{cell}\n")
    assert imported.portfolio.initiatives[0].amount == amount


def test_two_rows_with_one_name_stay_two_and_keep_their_money() -> None:
    imported = import_texts(f"{START}{HEADER}Lugn start\tVår\t5 tkr\nLugn start\tHöst\t6 tkr\n")
    amounts = [one.amount for one in imported.portfolio.initiatives]
    assert amounts == [Known(5_000), Known(6_000)]
    assert "row_twice" in notes_of(imported)


def test_of_two_proposals_the_first_counts_and_the_other_is_told() -> None:
    head = "Budget {}\nTillgångar\nReserv {} 000kr\n"
    row = "Lugn start\t{}\t{} tkr\n"
    imported = import_texts(
        START + head.format(2024, 1) + HEADER + row.format("Vår", 5),
        START + head.format(2025, 2) + HEADER + row.format("Höst", 6),
    )
    portfolio = imported.portfolio
    assert portfolio.about.year == 2024
    assert portfolio.frames[0].amount == Known(1_000)
    assert portfolio.initiatives[0].amount == Known(5_000)
    (text,) = portfolio.texts
    assert text.text == "Höst\n\n6\u00a0000\u00a0kr"
    assert {"about_differs", "money_differs", "value_differs"} <= set(notes_of(imported))


def test_texts_under_the_pictures_are_kept() -> None:
    imported = import_texts(f"{START}Portföljen\n\nTre ringar.\n\nKontexter\n\nBudget 2024\n")
    (text,) = imported.portfolio.texts
    assert (text.initiative, text.heading, text.text) == ("", Heading.PORTFOLIO, "Tre ringar.")
    assert [v["heading"] for v in notes_of(imported)["picture_lost"]] == ["Kontexter"]


def test_what_has_no_place_goes_to_the_notes_of_the_portfolio() -> None:
    imported = import_texts(f"Till nämnden\n\n{START}Skiss, ej beslutad\n\n{HEADER}\tVår\t5 tkr\n")
    (text,) = imported.portfolio.texts
    assert (text.initiative, text.heading) == ("", Heading.NOTES)
    assert text.text == "Till nämnden\n\nSkiss, ej beslutad\n\nVår\t5 tkr"
    assert {"before_document", "no_field"} <= set(notes_of(imported))
