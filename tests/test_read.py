"""A workbook is read as people left it, and every fault of it is told with its place."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from pathlib import Path
from typing import Any

import docx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolio_books import PORTFOLIO, Formula, Layout, book, edited

from shk_xl.domain import portfolio as model
from shk_xl.domain.amounts import Known, Unknown
from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.findings import Where
from shk_xl.wording import in_words
from shk_xl.workbook.reading.read import read_portfolio, read_portfolio_bytes
from shk_xl.workbook.reading.read_workbook import ReadWorkbook, in_sheet

Layouts = dict[str, Layout]
FILE = "bok.xlsx"
INITIATIVES, TEXTS = "xl/worksheets/sheet2.xml", "xl/worksheets/sheet3.xml"


def read(data: bytes) -> ReadWorkbook:
    return read_portfolio_bytes(data, file=FILE)


def faults(data: bytes) -> list[Fault]:
    """Give the faults of a refused file, and see that all can be put in words."""
    with pytest.raises(Refused) as caught:
        read(data)
    for fault in caught.value.faults:
        assert in_words(fault).startswith(FILE)
    return list(caught.value.faults)


def found(data: bytes) -> list[tuple[str, str | None, str | None]]:
    return [(fault.code, fault.place.sheet, fault.place.cell) for fault in faults(data)]


def with_cell(table: str, title: str, value: Any) -> bytes:
    """Write the workbook with another value in the first row of a table."""

    def change(layouts: Layouts) -> None:
        row = layouts[table].rows[0]
        layouts[table].rows[0] = {**row, title: value}

    return book(change)


# What is read.


def test_a_portfolio_is_read_as_it_was_written() -> None:
    data = book()
    workbook = read(data)
    assert workbook.portfolio == PORTFOLIO
    assert workbook.sha256 == hashlib.sha256(data).hexdigest()
    assert workbook.file == FILE
    assert workbook.remarks == ()
    assert workbook.own_columns == {}


def test_strings_inside_the_cells_are_read_the_same() -> None:
    assert read(book(options={"constant_memory": True})).portfolio.goals == PORTFOLIO.goals


def test_an_empty_portfolio_is_read() -> None:
    assert read(book(portfolio=model.Portfolio())).portfolio == model.Portfolio()


def test_a_file_is_read_even_while_somebody_has_it_open(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(book())
    (tmp_path / "~$bok.xlsx").write_bytes(b"x")
    assert read_portfolio(path).portfolio == PORTFOLIO


def test_columns_may_move_and_people_may_add_their_own() -> None:
    def change(layouts: Layouts) -> None:
        table = layouts["Initiativ"]
        table.titles.reverse()
        table.titles.insert(3, "Vår egen anteckning")
        table.rows[0]["Vår egen anteckning"] = "kom ihåg"
        layouts["Texter"].titles.append("Klar")

    workbook = read(book(change))
    assert workbook.portfolio == PORTFOLIO
    assert workbook.own_columns == {
        "Initiativ": ("Vår egen anteckning",),
        "Texter": ("Klar",),
    }


def test_a_table_may_stand_elsewhere_and_be_named_in_another_case() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].row, layouts["Initiativ"].column = 6, 2
        layouts["Texter"].sheet = "Flyttade texter"
        layouts["Ramar"].name = "RAMAR"
        layouts["Parter"].sheet, layouts["Parter"].column = "Initiativ", 40

    workbook = read(book(change))
    assert workbook.portfolio == PORTFOLIO
    assert workbook.cell_of("Initiativ", ("ROLL",), "Namn").cell == "D9"
    assert workbook.cell_of("Texter", ("UVAS", "Syfte"), "Text").sheet == "Flyttade texter"


def test_computed_columns_are_not_read_and_need_not_be_there() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].titles.remove("Kronor")
        layouts["Ramar"].rows[0] = {**layouts["Ramar"].rows[0], "Kvar": "skräp"}

    assert read(book(change)).portfolio == PORTFOLIO


def test_a_totals_row_is_no_row() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].totals = True

    assert read(book(change)).portfolio == PORTFOLIO


def test_blank_rows_are_skipped() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].rows[1:1] = [{}, {"Namn": "  ", "Kvar": 0}]

    workbook = read(book(change))
    assert workbook.portfolio == PORTFOLIO
    assert workbook.cell_of("Initiativ", ("ROLL",), "Kod").cell == "A5"


def test_rows_below_the_table_are_read_and_remarked_upon() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].below = [{}, {"Kod": "NY", "Namn": "Ny", "Typ": "Foruminitiativ"}]

    workbook = read(book(change))
    assert [one.code for one in workbook.portfolio.initiatives] == ["UVAS", "ROLL", "NY"]
    (remark,) = workbook.remarks
    assert (remark.code, remark.place.cell) == ("rows_below_table", "A5")
    assert "Dra i tabellens nedre högra hörn" in in_words(remark)


def test_what_stands_below_another_table_on_the_sheet_is_left_alone() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Parter"].sheet, layouts["Parter"].row = "Initiativ", 20

    assert read(book(change)).portfolio == PORTFOLIO


# Values.


@pytest.mark.parametrize(("cached", "amount"), [(250_000, Known(250_000)), ("#N/A", Unknown())])
def test_the_cached_value_of_a_formula_counts(cached: object, amount: object) -> None:
    def change(layouts: Layouts) -> None:
        formula = Formula("=Ramar[Belopp]*2", cached)
        layouts["Initiativ"].rows[0] |= {"Belopp": formula, "Beloppsläge": None}

    assert read(book(change)).portfolio.initiatives[0].amount == amount


def test_a_formula_that_gives_the_empty_text_is_an_empty_cell() -> None:
    def change(layouts: Layouts) -> None:
        formula = Formula('=IF(1,"",0)', 99)
        layouts["Initiativ"].rows[0] |= {"Belopp": formula, "Beloppsläge": None}

    empty = (INITIATIVES, r'(<c r="L2"[^>]*)>(<f>[^<]*</f>)<v>99</v>', r'\1 t="str">\2<v></v>')
    assert read(edited(book(change), empty)).portfolio.initiatives[0].amount == Unknown()


@pytest.mark.parametrize("value", ["", "<v></v>", "<v/>"])
def test_a_formula_that_nobody_has_calculated_is_a_fault(value: str) -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].rows[0]["Belopp"] = Formula("=1+1", 99)
        layouts["Initiativ"].rows[1]["Kontext"] = Formula('="a"', 98)

    data = edited(
        book(change), (INITIATIVES, "<v>99</v>", value), (INITIATIVES, "<v>98</v>", value)
    )
    assert found(data) == [
        ("formula_without_value", "Initiativ", "L2"),
        ("formula_without_value", "Initiativ", "H3"),
    ]


def test_a_real_date_is_the_key_of_its_meeting() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Möten"].rows[0] |= {
            "Möte": (45_029, "yyyy-mm-dd"),
            "Klart": (45_047, "yyyy-mm-dd"),
        }

    item = read(book(change)).portfolio.meeting_items[0]
    assert (item.meeting, item.due) == ("2023-04-13", "2023-05-01")


def test_dates_are_counted_from_the_files_own_first_day() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Möten"].rows[0]["Möte"] = (45_029 - 1_462, "yyyy-mm-dd")

    data = book(change, options={"date_1904": True})
    assert read(data).portfolio.meeting_items[0].meeting == "2023-04-13"


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ((45_029.5, "yyyy-mm-dd hh:mm"), "2023-04-13 12:00"),
        ((1.5, "[h]:mm"), "36:00"),
        ((10**9, "yyyy-mm-dd"), "1000000000"),
        ((2024, '# ##0 "kr"'), "2024"),
        (True, "SANT"),
        (0.1, "0,1"),
    ],
)
def test_what_stands_where_text_belongs_is_the_text_that_it_shows(cell: object, text: str) -> None:
    assert read(with_cell("Initiativ", "Period", cell)).portfolio.initiatives[0].period == text


@pytest.mark.parametrize(
    ("value", "text"), [("2023-04-13T00:00:00", "2023-04-13"), ("PT36H", "36:00")]
)
def test_dates_in_the_newer_spelling_are_read_too(value: str, text: str) -> None:
    data = with_cell("Initiativ", "Period", 4711)
    dated = edited(data, (INITIATIVES, '(<c r="I2")><v>4711', rf'\1 t="d"><v>{value}'))
    assert read(dated).portfolio.initiatives[0].period == text


def test_rich_text_and_escapes_are_read_as_they_look() -> None:
    data = edited(
        book(),
        (
            "xl/sharedStrings.xml",
            "<si><t>Helheten.</t></si>",
            "<si><r><t>a_x000D_ </t></r><r><rPr><b/></rPr><t>b_x005F_x000D_</t></r><rPh/></si>",
        ),
    )
    assert read(data).portfolio.texts[0].text == "a\r b_x000D_"


def test_text_is_kept_exactly() -> None:
    texts = read(book()).portfolio.texts
    assert texts[1].text == "  Rad ett\n- punkt\t_x000D_ "
    assert len(texts[2].text) == 30_000


# What is refused.


def test_text_in_a_number_column_has_its_cell() -> None:
    (fault,) = faults(with_cell("Initiativ", "Belopp", "1.750"))
    assert (fault.code, fault.place.sheet, fault.place.cell) == (
        "amount_ambiguous",
        "Initiativ",
        "L2",
    )
    assert in_words(fault).startswith("bok.xlsx, Initiativ!L2: ”1.750” kan betyda två")


def test_an_id_twice_has_both_cells() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].rows[1]["Kod"] = "uvas"

    (fault,) = faults(book(change))
    assert (fault.place.cell, fault.values["other"]) == ("A3", "A2")


def test_all_faults_of_tables_columns_and_cells_are_told_at_once() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].titles[1] = "Namnet"
        layouts["Värdering"].titles.remove("Motivering")
        layouts["Ramar"].name = "Ramarna"
        del layouts["Parter"]
        layouts["Texter"].rows[0]["Rubrik"] = "Portfölj"
        layouts["Personer"].rows[0]["Namn"] = None

    assert found(book(change)) == [
        ("column_renamed", "Initiativ", "B1"),
        ("column_missing", "Värdering", None),
        ("table_renamed", "Ramar", None),
        ("table_missing", None, None),
        ("choice_near", "Texter", "B2"),
        ("required_empty", "Personer", "A2"),
    ]


def test_the_words_for_a_renamed_table_and_column_name_what_to_change() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Initiativ"].titles[1] = "Namnet"
        layouts["Ramar"].name = "Ramarna"

    column, table = map(in_words, faults(book(change)))
    assert "Ändra tillbaka rubriken till Namn." in column
    assert "Tabellen Ramarna ser ut att vara tabellen Ramar." in table


def test_a_workbook_whose_tables_are_all_renamed_is_still_known() -> None:
    def change(layouts: Layouts) -> None:
        for layout in layouts.values():
            layout.name = f"{layout.name}_2"

    assert {code for code, _sheet, _cell in found(book(change))} == {"table_renamed"}


def test_a_workbook_without_any_of_our_tables_is_no_portfolio() -> None:
    def change(layouts: Layouts) -> None:
        own = Layout("Blad1", "Kunder", ["Namn", "Ort"], [{"Namn": "a", "Ort": "b"}])
        layouts.clear()
        layouts["Kunder"] = own

    assert found(book(change)) == [("not_a_portfolio", None, None)]


def test_a_table_there_twice_is_refused() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Kopia"] = Layout("Kopia", "Initiativ_2", ["Kod"], [{"Kod": "X"}])

    renamed = ("xl/tables/table13.xml", 'displayName="Initiativ_2"', 'displayName="initiativ"')
    assert found(edited(book(change), renamed)) == [("table_twice", "Kopia", None)]


def test_a_column_there_twice_is_refused() -> None:
    def change(layouts: Layouts) -> None:
        layouts["Texter"].titles.append("Textar")

    data = edited(book(change), ("xl/tables/table2.xml", '"Textar"', '"text"'))
    assert found(data) == [("column_twice", "Texter", "D1")]


def test_real_workbooks_that_are_no_portfolio_are_refused(excel_files: list[Path]) -> None:
    for path in excel_files:
        with pytest.raises(Refused) as caught:
            read_portfolio(path)
        assert len(caught.value.faults) == 1


def test_a_word_document_is_no_workbook() -> None:
    stream = io.BytesIO()
    docx.Document().save(stream)
    with pytest.raises(Refused) as caught:
        read(stream.getvalue())
    assert [fault.code for fault in caught.value.faults] == ["not_a_workbook"]
    assert caught.value.faults[0].place.file == FILE


def test_a_binary_or_strict_workbook_is_told_how_to_be_saved() -> None:
    strict = edited(
        book(),
        (
            "xl/workbook.xml",
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "http://purl.oclc.org/ooxml/spreadsheetml/main",
        ),
    )
    assert found(strict) == [("workbook_strict", None, None)]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in zipfile.ZipFile(io.BytesIO(book())).namelist():
            content = zipfile.ZipFile(io.BytesIO(book())).read(name)
            archive.writestr(
                name.replace("workbook.xml", "workbook.bin"),
                content.replace(b"xl/workbook.xml", b"xl/workbook.bin"),
            )
    assert found(stream.getvalue()) == [("workbook_binary", None, None)]


# Damage.


@pytest.mark.parametrize(
    ("part", "pattern", "replacement", "place"),
    [
        (INITIATIVES, '(t="s"><v>)\\d+', r"\g<1>99999", "Initiativ"),
        (INITIATIVES, '(t="s"><v>)\\d+', r"\1ett", "Initiativ"),
        (INITIATIVES, "<v>648</v>", "<v>64x</v>", "Initiativ"),
        (INITIATIVES, '<row r="2"', '<row r="två"', "Initiativ"),
        (INITIATIVES, '(<c r="A2") ', r'\1 s="två" ', "Initiativ"),
        ("xl/styles.xml", '(<cellXfs.*?numFmtId=")0', r"\1noll", "xl/styles.xml"),
    ],
)
def test_parts_that_make_no_sense_are_damaged(
    part: str, pattern: str, replacement: str, place: str
) -> None:
    data = edited(book(), (part, pattern, replacement))
    assert found(data) == [("package_damaged_part", place, None)]


@pytest.mark.parametrize(
    ("pattern", "replacement"),
    [
        ('<row r="3"', '<row r="2"'),
        ('<row r="2"', '<row r="9"'),
        ('<c r="B2"', '<c r="A2"'),
        ('<c r="A2"', '<c r="C2"'),
        ('<c r="A2"', '<c r="A3"'),
    ],
)
def test_rows_and_cells_out_of_order_are_refused(pattern: str, replacement: str) -> None:
    data = edited(book(), (INITIATIVES, pattern, replacement))
    assert found(data) == [("sheet_disorder", "Initiativ", None)]


def test_a_part_that_is_missing_is_refused() -> None:
    stream = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(book()))
    for gone in ("xl/sharedStrings.xml", INITIATIVES, "xl/tables/table1.xml", "xl/workbook.xml"):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as archive:
            for name in whole.namelist():
                if name != gone:
                    archive.writestr(name, whole.read(name))
        with pytest.raises(Refused) as caught:
            read(stream.getvalue())
        assert {fault.place.file for fault in caught.value.faults} == {FILE}


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**32))
def test_a_damaged_part_is_refused_or_read_but_never_a_crash(seed: int) -> None:
    data = damaged(BOOK, random.Random(seed))  # noqa: S311 - chance, not a secret
    outcome: object = None
    try:
        outcome = read(data)
    except Refused as refused:
        outcome = refused.faults
    assert outcome


BOOK = book()
_BITS = (b'"', b"<", b">", b"/", b"0", b"-1", b"A", b"1e999", b"\xff", b"<v>", b'r="A1"', b"&amp;")


def damaged(data: bytes, chance: random.Random) -> bytes:
    """Change a part of a package at random places, and zip it anew."""
    whole = zipfile.ZipFile(io.BytesIO(data))
    hurt = chance.choice([n for n in whole.namelist() if n.startswith(("xl/", "[", "_"))])
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in whole.namelist():
            content = whole.read(name)
            for _ in range(chance.randint(1, 3) if name == hurt else 0):
                start = chance.randrange(len(content))
                end = start + chance.choice([0, 1, 1, 5, 60])
                content = content[:start] + chance.choice(_BITS) + content[end:]
            archive.writestr(name, content)
    return stream.getvalue()


# Places.


def said(workbook: ReadWorkbook, where: Where) -> str:
    return in_sheet(workbook.place_of(where))


def test_a_finding_is_led_back_to_its_cell() -> None:
    workbook = read(book())
    assert said(workbook, Where("initiatives", ("uvas",), "amount")) == "Initiativ!L2"
    assert said(workbook, Where("scores", ("UVAS", "Önskat"), "points")) == "Värdering!C2"
    assert said(workbook, Where("frames", ("Ram",), "amount")) == "Ramar!C2"
    vote = Where("attendance", ("2023-04-13", 1, "Alva Ek"), "vote")
    assert said(workbook, vote) == "'Närvaro och röster'!G3"
    assert said(workbook, Where("allocations")) == "Finansiering"
    assert said(workbook, Where("initiatives", ("FINNS EJ",), "amount")) == "Initiativ"


def test_the_beginning_of_a_key_finds_the_first_row() -> None:
    workbook = read(book())
    assert said(workbook, Where("attendance", ("2023-04-13",))) == ("'Närvaro och röster'!A2")
