"""Edits of our tables in an existing workbook: they are all there, and nothing else changed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolio_books import PORTFOLIO, Layout, book, edited
from raw_workbooks import archive
from test_rows import portfolios, records
from written_books import (
    cells_of,
    changed_parts,
    check_sanity,
    parts_of,
    resaved,
    rest_of,
    rows_of,
)

from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.functions.cell_values import CellError
from shk_xl.ooxml.package import Package
from shk_xl.wording import in_words
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.reading.records import key_of
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.schema import TABLES
from shk_xl.workbook.writing.differences import differences
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow, RemoveRow
from shk_xl.workbook.writing.write import edit_and_recalculate, edit_tables

AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
BUILT = build_workbook(PORTFOLIO)
TABLE = {table.name: table for table in TABLES}


def read(data: bytes) -> ReadWorkbook:
    return read_portfolio_bytes(data, file="bok.xlsx")


def by_key(portfolio: Portfolio) -> dict[str, Any]:
    return {
        table.name: {key_of(one, table): one for one in getattr(portfolio, table.records)}
        for table in TABLES
    } | {"about": portfolio.about}


def codes(data: bytes, *edits: Edit) -> list[str]:
    with pytest.raises(Refused) as refused:
        edit_tables(data, edits)
    assert all(in_words(fault) for fault in refused.value.faults)
    return [fault.code for fault in refused.value.faults]


def cell(data: bytes, table: str, where: str) -> Any:
    return openpyxl.load_workbook(io.BytesIO(data))[TABLE[table].sheet][where].value


# Everything that is asked for is there.


@st.composite
def changes(draw: st.DrawFn) -> tuple[Portfolio, Portfolio]:
    """Two portfolios that have something in common."""
    old: Portfolio = draw(portfolios)
    tables: dict[str, Any] = {}
    for table in TABLES:
        kept = [one for one in getattr(old, table.records) if draw(st.booleans())]
        key = [table.column(title).field for title in table.key]
        for index, one in enumerate(kept):
            others = draw(records(table.name))
            if others:
                same_key = {field: getattr(one, field) for field in key}
                kept[index] = replace(others[0], **same_key)
        taken = {key_of(one, table) for one in kept}
        new = [one for one in draw(records(table.name)) if key_of(one, table) not in taken]
        tables[table.records] = (*kept, *new)
    about = draw(st.sampled_from([old.about, replace(old.about, year=2031, focus_area="=A1")]))
    return old, replace(old, about=about, **tables)


@pytest.mark.thorough
@settings(max_examples=50)
@given(changes())
def test_a_workbook_says_what_was_written(pair: tuple[Portfolio, Portfolio]) -> None:
    old, new = pair
    data = book(portfolio=old, options=AS_TEXT)
    edits = differences(read(data), new)
    written = edit_tables(data, edits)
    assert by_key(read(written.data).portfolio) == by_key(new)
    assert len(written.rows) == sum(isinstance(edit, NewRow) for edit in edits)
    check_sanity(written.data)
    assert differences(read(written.data), new) == []
    again = edit_tables(written.data, [e for e in edits if isinstance(e, CellEdit)])
    assert again.data is written.data


@pytest.mark.thorough
@settings(max_examples=30)
@given(st.data())
def test_nothing_else_in_the_file_changes(data: st.DataObject) -> None:
    wanted = data.draw(st.lists(st.sampled_from(sorted(CELLS)), min_size=1, unique=True))
    edits = [CellEdit(table, row, title, CELLS[table, row, title]) for table, row, title in wanted]
    written = edit_tables(BUILT, edits).data
    old, new = parts_of(BUILT), parts_of(written)
    places = read(BUILT).tables
    cells = {
        (places[table].sheet, f"{places[table].letters[title]}{row}")
        for table, row, title in wanted
    }
    assert changed_parts(BUILT, written) == {SHEET_PARTS[sheet] for sheet, _ in cells}
    for sheet in {sheet for sheet, _ in cells}:
        part = SHEET_PARTS[sheet]
        before, after = cells_of(old[part]), cells_of(new[part])
        assert before.keys() == after.keys()
        differing = {where for where in before if before[where] != after[where]}
        assert differing == {where for one, where in cells if one == sheet}
        assert rest_of(old[part]) == rest_of(new[part])


CELLS: dict[tuple[str, int, str], Any] = {
    ("Initiativ", 2, "Namn"): "=HYPERLINK(1)",
    ("Initiativ", 2, "Belopp"): 1_000_000.5,
    ("Initiativ", 2, "Beloppsläge"): None,
    ("Initiativ", 3, "Kontext"): " kant\n\t",
    ("Texter", 3, "Text"): "a\x0b_x000D_\r\n<&>",
    ("Värdering", 2, "Poäng"): 5,
    ("Parter", 2, "E-post"): "@SUM(A1)",
    ("OmFilen", 4, "Värde"): 2030,
}
SHEET_PARTS = {
    name: f"xl/worksheets/sheet{number}.xml"
    for number, name in enumerate(openpyxl.load_workbook(io.BytesIO(BUILT)).sheetnames, start=1)
}

HOSTILE = (
    "=1+1", "+1", "-1", "@A1", "=cmd|' /C calc'!A0", "\t=1", "'=1", "_x003D_1", "#N/A", "SANT",
    "1e5", "2027-04-13", " ", "\n", " \u00a0", "a\x00b", "\ufffe", "😀" * 10, "å" * 32_767,
)  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_text_is_text_to_every_reader(text: str) -> None:
    written = edit_tables(BUILT, [CellEdit("Texter", 3, "Text", text)]).data
    assert read(written).tables["Texter"].rows[1].values["Text"] == text
    found = openpyxl.load_workbook(io.BytesIO(written))["Texter"]["C3"]
    assert found.data_type == "s"
    assert b"<f>" not in cells_of(parts_of(written)[SHEET_PARTS["Texter"]])["C3"]


VALUES = [
    (12.0, 12),
    (0.1 + 0.2, 0.1 + 0.2),
    (-0.0, 0),
    (True, True),
    (False, False),
    (CellError.NA, "#N/A"),
    ("", None),
    (None, None),
    (date(2027, 4, 13), "2027-04-13"),
    (datetime(2027, 4, 13, 9, 30), "2027-04-13 09:30"),  # noqa: DTZ001 - a cell has no zone
]


@pytest.mark.parametrize(("value", "seen"), VALUES, ids=str)
def test_a_value_keeps_its_type(value: Any, seen: Any) -> None:
    written = edit_tables(BUILT, [CellEdit("Initiativ", 2, "Period", value)]).data
    assert cell(written, "Initiativ", "I2") == seen
    style = re.compile(rb'<c r="I2" s="(\d+)"')
    part = SHEET_PARTS["Initiativ"]
    assert style.search(parts_of(written)[part])[1] == style.search(parts_of(BUILT)[part])[1]  # type: ignore[index]


@pytest.mark.parametrize("options", [{}, {"date_1904": True}], ids=["1900", "1904"])
def test_a_date_is_a_number_where_the_cell_shows_dates(options: dict[str, Any]) -> None:
    def with_date(layouts: dict[str, Layout]) -> None:
        layouts["Möten"].rows[0]["Klart"] = (39448.0, "yyyy-mm-dd")

    data = book(with_date, options=options)
    written = edit_tables(data, [CellEdit("Möten", 2, "Klart", date(2027, 4, 13))]).data
    assert read(written).tables["Möten"].rows[0].values["Klart"] == datetime(2027, 4, 13)  # noqa: DTZ001
    assert cell(written, "Möten", "I2") == datetime(2027, 4, 13)  # noqa: DTZ001


def test_a_number_that_no_cell_can_hold_is_not_written() -> None:
    for number in (float("nan"), float("inf")):
        with pytest.raises(ValueError, match=r"nan|inf"):
            edit_tables(BUILT, [CellEdit("Värdering", 2, "Poäng", number)])


def test_what_stands_there_already_is_not_written_again() -> None:
    edits = [
        CellEdit("Initiativ", 2, "Namn", "Unga utan arbete"),
        CellEdit("Initiativ", 2, "Belopp", 648),
        CellEdit("Initiativ", 3, "Belopp", None),
    ]
    assert edit_tables(BUILT, edits).data is BUILT
    assert edit_tables(BUILT, []).data is BUILT


def test_of_two_edits_of_a_cell_the_later_one_holds() -> None:
    first, last = (CellEdit("Initiativ", 2, "Namn", text) for text in ("Ett", "Två"))
    assert cell(edit_tables(BUILT, [first, last]).data, "Initiativ", "B2") == "Två"
    as_it_was = CellEdit("Initiativ", 2, "Namn", "Unga utan arbete")
    assert edit_tables(BUILT, [first, as_it_was]).data is BUILT


# New rows.


def test_a_new_row_looks_and_computes_as_the_one_above() -> None:
    new: dict[str, Any] = {"Kod": "NYTT", "Namn": "Nytt", "Typ": "Foruminitiativ", "Belopp": 5}
    written = edit_tables(BUILT, [NewRow("Initiativ", new)])
    assert written.rows == (4,)
    sheet = openpyxl.load_workbook(io.BytesIO(written.data))["Initiativ"]
    assert sheet.tables["Initiativ"].ref == sheet.tables["Initiativ"].autoFilter.ref == "A1:U4"
    assert sheet.dimensions == "A1:U4"
    for above, below in zip(sheet[3], sheet[4], strict=True):
        assert above.style_id == below.style_id
        assert (above.data_type == "f") == (below.data_type == "f")
        if above.data_type == "f":
            assert above.value == below.value
    assert sheet.row_dimensions[4].height is None


def test_new_rows_fill_the_blank_rows_at_the_end_of_a_table_first() -> None:
    empty = build_workbook(Portfolio())
    rows = [NewRow("Parter", {"Namn": name}) for name in ("A", "B", "C")]
    written = edit_tables(empty, rows)
    assert written.rows == (2, 3, 4)
    assert [one.name for one in read(written.data).portfolio.parties] == ["A", "B", "C"]
    again = edit_tables(written.data, [NewRow("Parter", {"Namn": "D"})])
    assert again.rows == (5,)


def test_a_removed_row_stays_as_a_blank_one_that_is_not_filled_in_the_same_go() -> None:
    edits: list[Edit] = [
        RemoveRow("Initiativ", 3),
        NewRow("Initiativ", {"Kod": "NY", "Namn": "N", "Typ": "Forum"}),
    ]
    written = edit_tables(BUILT, edits)
    assert written.rows == (4,)
    kept = read(edit_tables(BUILT, edits[:1]).data).portfolio.initiatives
    assert [one.code for one in kept] == ["UVAS"]


def rules(data: bytes, sheet: str) -> list[str]:
    part = parts_of(data)[SHEET_PARTS[sheet]].decode()
    return re.findall(r'(?:sqref|dimension ref)="([^"]*)"', part)


NAMES = """<definedName name='Alla'>Parter!$A$2:$A$3</definedName>
<definedName name='Del'>Parter!$A$2:$A$2,'Parter'!$A$1:$C$3</definedName>
<definedName name='Annat'>Personer!$A$2:$A$3</definedName></definedNames>"""


def test_what_covers_the_whole_table_covers_the_new_rows() -> None:
    part = SHEET_PARTS["Parter"]
    two = edit_tables(BUILT, [NewRow("Parter", {"Namn": "B"})]).data
    data = edited(
        two,
        (part, r'sqref="A2:A1048576"', 'sqref="A2:A3"'),
        (part, r'sqref="B2:B1048576"', 'sqref="B3"'),
        (part, r'sqref="C2:C1048576"', 'sqref="A3:E3 A2:E2"'),
        (
            "xl/workbook.xml",
            "</definedNames>",
            NAMES,
        ),
    )
    written = edit_tables(data, [NewRow("Parter", {"Namn": "C"})]).data
    found = rules(written, "Parter")
    assert "A2:A4" in found
    assert "B3" in found
    assert "A3:E3 A2:E2 A4:C4" in found
    names = openpyxl.load_workbook(io.BytesIO(written)).defined_names
    assert names["Alla"].value == "Parter!$A$2:$A$4"
    assert names["Del"].value == "Parter!$A$2:$A$2,'Parter'!$A$1:$C$4"
    assert names["Annat"].value == "Personer!$A$2:$A$3"
    check_sanity(written)


def test_formulas_that_give_the_tables_addresses_follow_it() -> None:
    part = SHEET_PARTS["Översikt"]
    formula = "SUM(Parter!$C$2:$C$2)+COUNTA(Parter!A1:C2)+Parter!A2"
    data = edited(
        BUILT,
        (
            part,
            "</sheetData>",
            f'<row r="900"><c r="A900"><f>{formula}</f><v>0</v></c></row></sheetData>',
        ),
    )
    written = edit_tables(data, [NewRow("Parter", {"Namn": "B"})]).data
    now = "SUM(Parter!$C$2:$C$3)+COUNTA(Parter!A1:C3)+Parter!A2"
    assert f"<f>{now}</f><v>0</v>".encode() in parts_of(written)[part]


def test_a_chart_of_the_tables_rows_is_left_and_told_of() -> None:
    chart = "xl/charts/chart1.xml"
    data = edited(BUILT, (chart, "<c:f>[^<]*</c:f>", "<c:f>Parter!$C$2:$C$2</c:f>"))
    written = edit_tables(data, [NewRow("Parter", {"Namn": "B"})])
    (remark,) = written.remarks
    assert (remark.code, remark.place.sheet) == ("chart_misses_rows", "Översikt")
    assert parts_of(written.data)[chart] == parts_of(data)[chart]


def test_rows_that_were_typed_below_a_table_come_into_it() -> None:
    def typed_below(layouts: dict[str, Layout]) -> None:
        layouts["Parter"].below = [{"Namn": "Under"}, {}, {"Namn": "Längre ner"}]

    data = book(typed_below)
    before = [one.name for one in read(data).portfolio.parties]
    written = edit_tables(data, [NewRow("Parter", {"Namn": "Ny"})])
    assert [fault.code for fault in written.remarks] == ["rows_taken_in"]
    after = read(written.data)
    assert [one.name for one in after.portfolio.parties] == [*before, "Ny"]
    assert after.remarks == ()


def test_the_calculation_chain_goes_when_a_formula_comes() -> None:
    chain = b'<calcChain xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
    parts = parts_of(BUILT)
    parts["xl/calcChain.xml"] = chain
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        f'<Relationship Id="rId77" Type="{kind}" Target="calcChain.xml"/></Relationships>'.encode(),
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="x/y"/></Types>'
    )
    data = archive(parts)
    same = edit_tables(data, [NewRow("Parter", {"Namn": "B"})]).data
    assert "xl/calcChain.xml" in parts_of(same)
    written = parts_of(edit_tables(data, [NewRow("Finansiering", {"Källa": "Ram"})]).data)
    assert "xl/calcChain.xml" not in written
    for name in ("xl/_rels/workbook.xml.rels", "[Content_Types].xml"):
        assert b"calcChain" not in written[name]
        assert written[name] == parts_of(BUILT)[name]


# What hinders an edit, and what is told.

FORMULA = r'<c r="B2" s="\d+" t="s"><v>\d+</v></c>'


def with_formula(data: bytes) -> bytes:
    return edited(
        data,
        (SHEET_PARTS["Parter"], FORMULA, '<c r="B2" t="str"><f>"Pa"&amp;"rt"</f><v>Part</v></c>'),
    )


def test_a_formula_in_a_typed_column_goes_only_when_that_is_said() -> None:
    data = with_formula(BUILT)
    assert codes(data, CellEdit("Parter", 2, "Slag", "Stöd")) == ["formula_in_the_way"]
    assert codes(data, RemoveRow("Parter", 2)) == ["formula_in_the_way"]
    written = edit_tables(data, [CellEdit("Parter", 2, "Slag", "Stöd", over_formula=True)])
    assert [(fault.code, fault.place.cell) for fault in written.remarks] == [
        ("formula_replaced", "B2")
    ]
    assert cell(written.data, "Parter", "B2") == "Stöd"


def test_a_formula_that_others_share_is_written_out_before_it_goes() -> None:
    part = SHEET_PARTS["Parter"]
    three = edit_tables(
        BUILT, [NewRow("Parter", {"Namn": name, "Slag": "Part"}) for name in "BC"]
    ).data
    shared = [
        (
            part,
            r'<c r="C2"(?:[^>]*/>|[^>]*>.*?</c>)',
            '<c r="C2"><f t="shared" ref="C2:C4" si="0">LEN(A2)</f><v>9</v></c>',
        ),
        (
            part,
            r'<c r="C3"(?:[^>]*/>|[^>]*>.*?</c>)',
            '<c r="C3"><f t="shared" si="0"/><v>1</v></c>',
        ),
        (
            part,
            r'<c r="C4"(?:[^>]*/>|[^>]*>.*?</c>)',
            '<c r="C4"><f t="shared" si="0"/><v>1</v></c>',
        ),
    ]
    data = edited(three, *shared)
    edits: list[Edit] = [
        CellEdit("Parter", 2, "E-post", "a@b.example", over_formula=True),
        NewRow("Parter", {"Namn": "D"}),
    ]
    found = cells_of(parts_of(edit_tables(data, edits).data)[part])
    assert b"a@b.example" in found["C2"]
    assert b"<f>LEN(A3)</f>" in found["C3"]
    assert b"<f>LEN(A4)</f>" in found["C4"]
    assert b"<f>" not in found["C5"]


def test_everything_that_hinders_is_told_at_once() -> None:
    edits = [
        CellEdit("Initiativ", 2, "Kronor", 5),
        CellEdit("Initiativ", 1, "Namn", "Rubrik"),
        CellEdit("Initiativ", 2, "Namn", "å" * 32_768),
        CellEdit("Parter", 2, "Namn", "😀" * 20_000),
    ]
    assert codes(BUILT, *edits) == [
        "column_is_computed",
        "row_not_in_table",
        "text_too_long",
        "text_too_long",
    ]


def with_totals(layouts: dict[str, Layout]) -> None:
    layouts["Parter"].totals = True


def with_another_below(layouts: dict[str, Layout]) -> None:
    layouts["Personer"].sheet, layouts["Personer"].row = "Parter", 3


IN_THE_WAY: dict[str, tuple[Callable[[dict[str, Layout]], object], str]] = {
    "a totals row": (with_totals, "table_has_totals"),
    "another table below": (with_another_below, "rows_in_the_way"),
}


@pytest.mark.parametrize("what", IN_THE_WAY)
def test_a_table_grows_over_nothing(what: str) -> None:
    change, expected = IN_THE_WAY[what]
    rows = [NewRow("Parter", {"Namn": name}) for name in "ABCD"]
    found = codes(book(change), *rows)
    assert set(found) == {expected}


def test_a_table_grows_over_no_merged_cells() -> None:
    merged = (
        "</sheetData>",
        '</sheetData><mergeCells count="1"><mergeCell ref="B3:C4"/></mergeCells>',
    )
    data = edited(BUILT, (SHEET_PARTS["Parter"], *merged))
    assert codes(data, NewRow("Parter", {"Namn": "B"})) == ["merged_in_the_way"]


def test_a_missing_table_or_column_is_told() -> None:
    data = book(lambda layouts: layouts["Parter"].titles.remove("E-post"))
    assert codes(data, CellEdit("Parter", 2, "E-post", "x")) == ["column_missing"]
    assert cell(edit_tables(data, [CellEdit("Parter", 2, "Namn", "x")]).data, "Parter", "A2") == "x"
    renamed = book(lambda layouts: setattr(layouts["Parter"], "name", "Partner"))
    assert codes(renamed, CellEdit("Parter", 2, "Namn", "x")) == ["table_renamed"]
    with pytest.raises(KeyError):
        edit_tables(BUILT, [CellEdit("Partner", 2, "Namn", "x")])
    with pytest.raises(KeyError):
        edit_tables(BUILT, [CellEdit("Parter", 2, "Nam", "x")])


def test_a_new_row_in_a_filtered_table_is_shown_and_told_of() -> None:
    part = "xl/tables/table9.xml"
    assert b'name="Parter"' in parts_of(BUILT)[part]
    filtered = (
        part,
        r'<autoFilter ref="A1:C2"/>',
        '<autoFilter ref="A1:C2"><filterColumn colId="0"/></autoFilter>',
    )
    data = edited(BUILT, filtered, (SHEET_PARTS["Parter"], '<row r="2"', '<row r="2" hidden="1"'))
    written = edit_tables(data, [NewRow("Parter", {"Namn": "B"})])
    assert [fault.code for fault in written.remarks] == ["table_is_filtered"]
    rows = rows_of(parts_of(written.data)[SHEET_PARTS["Parter"]])
    assert (rows[2].get("hidden"), rows[3].get("hidden")) == ("1", None)
    assert b'<autoFilter ref="A1:C3"><filterColumn' in parts_of(written.data)[part]


def test_the_columns_that_people_added_are_left_alone() -> None:
    def with_own(layouts: dict[str, Layout]) -> None:
        layouts["Parter"].titles.insert(1, "Eget")
        layouts["Parter"].rows[0]["Eget"] = "vårt"

    data = book(with_own)
    written = edit_tables(
        data, [RemoveRow("Parter", 2), NewRow("Parter", {"Namn": "B", "Slag": "Part"})]
    )
    assert [fault.code for fault in written.remarks] == ["own_columns_kept"]
    assert cell(written.data, "Parter", "B2") == "vårt"
    assert [cell(written.data, "Parter", f"{letter}3") for letter in "ABC"] == ["B", None, "Part"]


# Whole workbooks.


def test_after_recalculation_the_sums_have_the_new_rows() -> None:
    portfolio = read(BUILT).portfolio
    new = replace(portfolio.initiatives[0], code="NYTT", name="Nytt")
    wanted = replace(portfolio, initiatives=(*portfolio.initiatives, new))
    written = edit_and_recalculate(BUILT, differences(read(BUILT), wanted))
    assert written.data == edit_and_recalculate(written.data, []).data
    assert read(written.data).portfolio == wanted
    anew = openpyxl.load_workbook(io.BytesIO(build_workbook(wanted)), data_only=True)
    found = openpyxl.load_workbook(io.BytesIO(written.data), data_only=True)
    for name in ("Översikt", "Initiativ", "Ramar"):
        assert [[c.value for c in row] for row in found[name].iter_rows()] == [
            [c.value for c in row] for row in anew[name].iter_rows()
        ]


OWN_FORMULAS = (
    "=LEN(Initiativ!B2)",
    "=A1*2",
    "=ROWS(Initiativ[Kod])",
    "=COUNTA(Initiativ!B2:B3)",
    "=COUNTBLANK(Initiativ[Period])",
    "=SUM(Initiativ[Fas])+A2",
    "=LEN(Texter!A2)",
)


def test_formulas_of_the_teams_own_follow_what_is_written() -> None:
    data = with_own_formulas(BUILT, OWN_FORMULAS)
    edits: list[Edit] = [
        CellEdit("Initiativ", 2, "Namn", "Ett mycket längre namn"),
        NewRow("Initiativ", {"Kod": "NY", "Namn": "Ny"}),
    ]
    before, after = own_values(data), edit_and_recalculate(data, edits).data
    everything = recalculate(edit_tables(data, edits).data, full=True).data
    assert parts_of(after) == parts_of(everything)
    assert own_values(after) == [22, 44, 3, 3, 3, 46, 0]
    assert [was != now for was, now in zip(before, own_values(after), strict=True)] == [
        *[True] * 6,
        False,
    ]


def with_own_formulas(data: bytes, formulas: Sequence[str]) -> bytes:
    """Add a sheet of the team's own, computed, in a workbook that doesn't ask to be computed."""
    opened = openpyxl.load_workbook(io.BytesIO(data))
    sheet = opened.create_sheet("Eget")
    for number, formula in enumerate(formulas, start=1):
        sheet.cell(number, 1, formula)
    buffer = io.BytesIO()
    opened.save(buffer)
    package = Package(recalculate(buffer.getvalue(), full=True).data)
    part = package.main_part()
    return package.replaced({part: package.read(part).replace(b' fullCalcOnLoad="1"', b"")})


def own_values(data: bytes) -> list[Any]:
    opened = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    return [cell.value for cell in opened["Eget"]["A"]]


EXAMPLE = Path(__file__).parents[1] / "workbooks" / "exempel_2024.xlsx"


def test_what_libreoffice_saved_is_edited_and_what_is_edited_it_opens(
    soffice: str, tmp_path: Path
) -> None:
    data = resaved(soffice, EXAMPLE.read_bytes(), tmp_path)
    portfolio = read(data).portfolio
    new = replace(portfolio.initiatives[0], code="NYTT", name="=Nytt\n")
    wanted = replace(
        portfolio,
        initiatives=(
            replace(portfolio.initiatives[0], name=" Å "),
            *portfolio.initiatives[1:],
            new,
        ),
        scores=portfolio.scores[1:],
    )
    written = edit_tables(data, differences(read(data), wanted)).data
    assert by_key(read(written).portfolio) == by_key(wanted)
    check_sanity(written)
    again = resaved(soffice, written, tmp_path)
    assert by_key(read(again).portfolio) == by_key(wanted)
