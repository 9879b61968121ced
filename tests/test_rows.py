"""Rows and portfolio: nothing is lost on the way there and back, and every fault has its cell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.domain import portfolio as model
from shk_xl.domain.amounts import Amount, Known, Staff, Unknown
from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.functions.cell_values import CellError
from shk_xl.ooxml.addresses import column_letters
from shk_xl.wording import in_words
from shk_xl.workbook.columns import Column, Kind, Table
from shk_xl.workbook.reading.plain import PlainRow, PlainTable, PlainValue, typed_columns
from shk_xl.workbook.reading.records import key_of
from shk_xl.workbook.reading.rows import from_rows, read_rows, to_rows
from shk_xl.workbook.reading.values import as_key
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_SHEET, ABOUT_TABLE, TABLES

TABLE = {table.name: table for table in TABLES}


def plain(name: str, *rows: Mapping[str, PlainValue], first: int = 2) -> dict[str, PlainTable]:
    """Lay rows out as a sheet would: letters in the schema's order, rows from the second."""
    if name == ABOUT_TABLE:
        sheet, titles = ABOUT_SHEET, list(ABOUT_COLUMNS)
    else:
        sheet, titles = TABLE[name].sheet, [c.title for c in typed_columns(TABLE[name])]
    letters = {title: column_letters(index + 1) for index, title in enumerate(titles)}
    numbered = tuple(PlainRow(first + index, row) for index, row in enumerate(rows))
    return {name: PlainTable(name, sheet, letters, numbered, "bok.xlsx")}


def refused(tables: dict[str, PlainTable]) -> list[tuple[str, str | None]]:
    """Give code and cell of every fault, and see that each can be put in words."""
    with pytest.raises(Refused) as caught:
        from_rows(tables)
    for fault in caught.value.faults:
        assert fault.place.file == "bok.xlsx"
        assert in_words(fault).startswith("bok.xlsx, ")
    return [(fault.code, fault.place.cell) for fault in caught.value.faults]


def initiative(**cells: PlainValue) -> dict[str, PlainValue]:
    return {"Kod": "UVAS", "Namn": "UVAS", "Typ": "Foruminitiativ", **cells}


def amount_of(**cells: PlainValue) -> Amount:
    return from_rows(plain("Initiativ", initiative(**cells))).initiatives[0].amount


def words_of(fault: Fault) -> str:
    return in_words(fault)


# There and back.

texts = st.text(st.characters(codec="utf-8"), max_size=20).map(lambda t: t if t.strip() else "")
keys = st.text(st.characters(codec="utf-8"), max_size=8).map(as_key)
aliases = st.lists(keys.filter(lambda name: name and ";" not in name), max_size=3).map(tuple)
amounts: st.SearchStrategy[Amount] = st.one_of(
    st.integers(-(10**12), 10**12).map(Known), texts.map(Staff), texts.map(Unknown)
)
plain_amounts: st.SearchStrategy[Amount] = st.one_of(
    st.integers(0, 10**12).map(Known),
    st.sampled_from([Unknown(), Unknown("Inväntar svar"), Staff(), Staff("processtödet")]),
)
BY_TYPE: dict[object, st.SearchStrategy[Any]] = {
    Amount: amounts,
    bool: st.booleans(),
    int: st.integers(1, 10**6),
    int | None: st.none() | st.integers(-(10**9), 10**9),
    tuple[str, ...]: aliases,
}


def values_of(column: Column, table: Table) -> st.SearchStrategy[Any]:
    """Make values of the field that a column fills."""
    field = column.field.partition(".")[0]
    hint = get_type_hints(table.record)[field]
    if (table.name, field) == ("Ramar", "amount"):
        return plain_amounts
    if hint in BY_TYPE:
        return BY_TYPE[hint]
    if hint is str:
        found_by = column.title in table.key or column.refers_to or column.kind is Kind.CODE
        text = keys if found_by else texts
        return text.filter(bool) if column.required else text
    return st.from_type(hint)


def records(name: str) -> st.SearchStrategy[tuple[Any, ...]]:
    """Make records of a table, with keys that differ."""
    table = TABLE[name]
    made = {c.field.partition(".")[0]: values_of(c, table) for c in typed_columns(table)}
    return st.lists(
        st.builds(table.record, **made), max_size=4, unique_by=lambda one: key_of(one, table)
    ).map(tuple)


portfolios = st.builds(
    Portfolio,
    about=st.builds(
        model.About,
        partnership=texts,
        focus_area=texts,
        year=st.none() | st.integers(1, 9999),
        registration_number=texts,
    ),
    **{table.records: records(table.name) for table in TABLES},
)


@settings(max_examples=50, deadline=None)
@given(portfolios)
def test_a_portfolio_survives_its_rows(portfolio: Portfolio) -> None:
    tables: dict[str, PlainTable] = {}
    for name, rows in to_rows(portfolio).items():
        tables |= plain(name, *rows)
    assert from_rows(tables) == portfolio


def test_rows_hold_the_typed_columns_alone_in_the_order_of_the_schema() -> None:
    person = model.Person("Alva Ek", "Kommunen", aliases=("A. Ek", "Alva"))
    frame = model.Frame("Initiativbudget", Known(1_750_000), funds_initiatives=True)
    rows = to_rows(Portfolio(people=(person,), frames=(frame,)))
    assert rows["Personer"] == [
        {"Namn": "Alva Ek", "Part": "Kommunen", "Alias": "A. Ek; Alva", "Roll": None}
    ]
    assert rows["Ramar"] == [
        {
            "Namn": "Initiativbudget",
            "Ingår i": None,
            "Belopp": 1_750_000,
            "Preliminär": "Nej",
            "Delas ut": "Ja",
            "Avser": None,
        }
    ]
    for table in TABLES:
        assert all(list(row) == [c.title for c in typed_columns(table)] for row in rows[table.name])


@pytest.mark.parametrize(
    ("amount", "cells"),
    [
        (Known(0), (0, "Känt belopp", None)),
        (Staff("processtödet"), (None, "Ordinarie personal", "processtödet")),
        (Unknown("inväntar svar"), (None, "Okänt", "inväntar svar")),
    ],
)
def test_an_amount_takes_three_columns(amount: Amount, cells: tuple[object, ...]) -> None:
    made = model.Initiative("UVAS", "UVAS", model.InitiativeType.FORUM, amount=amount)
    row = to_rows(Portfolio(initiatives=(made,)))["Initiativ"][0]
    assert (row["Belopp"], row["Beloppsläge"], row["Förklaring till belopp"]) == cells


def test_what_no_cell_can_hold_is_refused_before_anything_is_written() -> None:
    text = model.TextSection("UVAS", model.Heading.PURPOSE, "x" * 32_768)
    person = model.Person("Alva", "Kommunen", aliases=("Ek; Alva",))
    frame = model.Frame("Ram", Unknown("beslut i maj"))
    with pytest.raises(Refused) as caught:
        to_rows(Portfolio(texts=(text,), people=(person,), frames=(frame,)))
    assert [fault.code for fault in caught.value.faults] == [
        "text_too_long_for_cell",
        "amount_without_column",
        "name_with_semicolon",
    ]
    assert "UVAS Syfte" in words_of(caught.value.faults[0])


# Amounts.


@pytest.mark.parametrize(
    ("cells", "amount"),
    [
        ({}, Unknown()),
        ({"Belopp": 648_000}, Known(648_000)),
        ({"Belopp": 648_000.0}, Known(648_000)),
        ({"Belopp": 0}, Known(0)),
        ({"Belopp": "1625 000 kr"}, Known(1_625_000)),
        ({"Belopp": "1,5 mnkr", "Beloppsläge": "Känt belopp"}, Known(1_500_000)),
        ({"Belopp": CellError.NA}, Unknown()),
        ({"Belopp": "Inväntar svar"}, Unknown("Inväntar svar")),
        ({"Beloppsläge": "Ordinarie personal"}, Staff()),
        (
            {"Beloppsläge": "ordinarie personal", "Förklaring till belopp": "processtödet"},
            Staff("processtödet"),
        ),
        ({"Beloppsläge": "Okänt", "Förklaring till belopp": "svar i maj"}, Unknown("svar i maj")),
        ({"Förklaring till belopp": "svar i maj"}, Unknown("svar i maj")),
    ],
)
def test_the_three_states_of_an_amount(cells: dict[str, PlainValue], amount: Amount) -> None:
    assert amount_of(**cells) == amount


@pytest.mark.parametrize(
    ("cells", "code", "cell"),
    [
        ({"Belopp": "1.750"}, "amount_ambiguous", "L2"),
        ({"Belopp": "mycket"}, "amount_not_a_number", "L2"),
        ({"Belopp": 648_000.5}, "amount_not_whole", "L2"),
        ({"Belopp": "100,50"}, "amount_not_whole", "L2"),
        ({"Belopp": True}, "amount_not_a_number", "L2"),
        ({"Belopp": date(2024, 5, 1)}, "amount_not_a_number", "L2"),
        ({"Belopp": CellError.VALUE}, "error_in_cell", "L2"),
        ({"Belopp": 1, "Beloppsläge": "Okänt"}, "amount_contradicts", "M2"),
        ({"Belopp": 0, "Beloppsläge": "Ordinarie personal"}, "amount_contradicts", "M2"),
        ({"Belopp": CellError.NA, "Beloppsläge": "Ordinarie personal"}, "amount_contradicts", "M2"),
        ({"Beloppsläge": "Okännt"}, "choice_near", "M2"),
    ],
)
def test_an_amount_that_cannot_be_trusted_has_its_cell(
    cells: dict[str, PlainValue], code: str, cell: str
) -> None:
    assert refused(plain("Initiativ", initiative(**cells))) == [(code, cell)]


def test_a_known_amount_that_is_still_to_come_is_unknown_and_remarked_upon() -> None:
    read = read_rows(plain("Initiativ", initiative(Beloppsläge="Känt belopp")))
    assert read.portfolio.initiatives[0].amount == Unknown()
    assert [(r.code, r.place.cell) for r in read.remarks] == [("amount_missing", "M2")]


# Other cells.


def test_every_fault_of_every_table_is_told_at_once() -> None:
    tables = plain(
        "Initiativ",
        initiative(Typ="Forum initiativ", Fas="två"),
        initiative(Kod=None, Namn="Utan kod"),
        {"Kod": "B", "Namn": CellError.REF, "Typ": "Annat"},
    ) | plain("Kriterier", {"Typ": "Foruminitiativ", "Kriterium": "Önskat", "Vikt": 0})
    assert refused(tables) == [
        ("choice_near", "D2"),
        ("number_expected", "E2"),
        ("required_empty", "A3"),
        ("error_in_cell", "B4"),
        ("choice_unknown", "D4"),
        ("number_not_positive", "C2"),
    ]


def test_a_near_choice_is_offered() -> None:
    with pytest.raises(Refused) as caught:
        from_rows(plain("Initiativ", initiative(Typ="pilot-initiativ")))
    assert "Menar du Pilotinitiativ?" in in_words(caught.value.faults[0])


@pytest.mark.parametrize("word", ["ja", "JA ", True])
def test_yes_in_any_case_is_yes(word: PlainValue) -> None:
    read = from_rows(plain("Ramar", {"Namn": "Ram", "Preliminär": word}))
    assert read.frames[0].preliminary is True


def test_points_off_the_scale_are_left_for_the_readiness_check() -> None:
    rows = [{"Initiativ": "A", "Kriterium": str(n), "Poäng": n} for n in (0, 5, 7)]
    assert [s.points for s in from_rows(plain("Värdering", *rows)).scores] == [0, 5, 7]


def test_half_points_are_no_points_and_remarked_upon() -> None:
    read = read_rows(plain("Värdering", {"Initiativ": "A", "Kriterium": "K", "Poäng": 3.5}))
    assert read.portfolio.scores[0].points is None
    assert [(r.code, r.place.cell) for r in read.remarks] == [("points_not_whole", "C2")]
    assert "3,5" in in_words(read.remarks[0])


def test_points_in_words_are_a_fault() -> None:
    row: dict[str, PlainValue] = {"Initiativ": "A", "Kriterium": "K", "Poäng": "fyra"}
    assert refused(plain("Värdering", row)) == [("number_expected", "C2")]


@pytest.mark.parametrize(
    "typed",
    [datetime(2023, 4, 13, tzinfo=UTC), date(2023, 4, 13), "2023-04-13", " 2023-04-13 "],
)
def test_a_meeting_typed_as_a_date_has_the_date_as_its_key(typed: PlainValue) -> None:
    row: dict[str, PlainValue] = {"Möte": typed, "Punkt": 1, "Slag": "Möte", "Klart": typed}
    item = from_rows(plain("Möten", row)).meeting_items[0]
    assert item.meeting == "2023-04-13"
    assert item.due.strip() == "2023-04-13"


@pytest.mark.parametrize(
    ("typed", "text"), [(2024, "2024"), (2.0, "2"), (1.5, "1,5"), (True, "SANT")]
)
def test_a_number_where_text_belongs_is_the_text_that_it_shows(
    typed: PlainValue, text: str
) -> None:
    assert from_rows(plain("Initiativ", initiative(Period=typed))).initiatives[0].period == text


def test_the_same_key_twice_names_both_cells() -> None:
    tables = plain("Initiativ", initiative(), initiative(Kod="B"), initiative(Kod="uvas "))
    with pytest.raises(Refused) as caught:
        from_rows(tables)
    (fault,) = caught.value.faults
    assert (fault.code, fault.place.cell) == ("duplicate_key", "A4")
    assert "finns redan i cell A2" in in_words(fault)


def test_a_key_of_several_columns_is_compared_as_a_whole() -> None:
    row: dict[str, PlainValue] = {"Initiativ": None, "Rubrik": "Syfte", "Text": "a"}
    other = {**row, "Initiativ": "UVAS"}
    assert len(from_rows(plain("Texter", row, other)).texts) == 2
    assert refused(plain("Texter", row, other, row)) == [("duplicate_key", "A4")]


def test_keys_are_stripped_and_composed_and_texts_kept() -> None:
    row = initiative(Kod=" A\u030aR ", Kontext="  två\n rader ", Alias="ett ; ; två")
    read = from_rows(plain("Initiativ", row)).initiatives[0]
    assert (read.code, read.context, read.aliases) == ("ÅR", "  två\n rader ", ("ett", "två"))


def test_blank_rows_are_skipped() -> None:
    blank: dict[str, PlainValue] = {"Kod": None, "Namn": "", "Typ": "  "}
    read = from_rows(plain("Initiativ", blank, initiative(), blank))
    assert len(read.initiatives) == 1


def test_a_long_description_is_kept_and_a_longer_one_refused() -> None:
    row: dict[str, PlainValue] = {"Rubrik": "Syfte", "Text": "å" * 30_000}
    assert len(from_rows(plain("Texter", row)).texts[0].text) == 30_000
    assert refused(plain("Texter", {**row, "Text": "å" * 40_000})) == [("text_too_long", "C2")]
    assert refused(plain("Initiativ", initiative(Kod="K" * 256))) == [("text_too_long", "A2")]


def test_what_a_record_has_a_default_for_may_be_blank() -> None:
    read = from_rows(
        plain("Kriterier", {"Typ": "Foruminitiativ", "Kriterium": "Önskat"})
        | plain("Parter", {"Namn": "Kommunen"})
    )
    assert read.criteria[0].weight == 1
    assert read.parties[0].kind is model.PartyKind.PARTY


def test_the_facts_are_found_by_their_titles() -> None:
    facts: list[dict[str, PlainValue]] = [
        {"Uppgift": "Id", "Värde": "shk1:abc"},
        {"Uppgift": "År", "Värde": 2024},
        {"Uppgift": "Fokusområde", "Värde": "Alla barn"},
    ]
    read = read_rows(plain(ABOUT_TABLE, *facts))
    assert read.portfolio.about == model.About(focus_area="Alla barn", year=2024)
    assert [(r.code, r.values["fact"]) for r in read.remarks] == [("fact_missing", "Samverkan")]
    assert "Raden Samverkan saknas." in in_words(read.remarks[0])
    wrong: list[dict[str, PlainValue]] = [*facts, {"Uppgift": "År", "Värde": 2025}]
    assert refused(plain(ABOUT_TABLE, *wrong)) == [("duplicate_key", "A5")]
    late: dict[str, PlainValue] = {"Uppgift": "År", "Värde": "i år"}
    assert refused(plain(ABOUT_TABLE, late)) == [("number_expected", "B2")]


def test_every_typed_column_fills_a_field_of_its_record() -> None:
    for table in TABLES:
        names = {field.name for field in fields(table.record)}
        for column in typed_columns(table):
            assert column.field.partition(".")[0] in names


def test_a_wrong_key_is_not_also_told_as_twice() -> None:
    tables = plain("Initiativ", initiative(Kod=CellError.NA), initiative(Kod=CellError.NA))
    assert refused(tables) == [("error_in_cell", "A2"), ("error_in_cell", "A3")]


def test_a_live_book_has_no_file() -> None:
    tables = plain("Initiativ", initiative(Typ="?"))
    live = {name: replace(table, file=None) for name, table in tables.items()}
    with pytest.raises(Refused) as caught:
        from_rows(live)
    assert in_words(caught.value.faults[0]).startswith("Initiativ!D2: ")
