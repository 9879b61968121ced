"""An open workbook is read as its file is: the same portfolio, the same faults, the same cells."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest
import xlwings
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolio_books import PORTFOLIO, Formula, Layout, book
from remote_book import RemoteBook
from xlwings.pro import _xlremote

from shk_xl.domain import portfolio as model
from shk_xl.domain.amounts import Known
from shk_xl.domain.faults import Fault, Refused
from shk_xl.excel.live import cells
from shk_xl.excel.live.book import content_hash, read_live
from shk_xl.excel.live.cells import plain_value, read_block
from shk_xl.functions.cell_values import CellError
from shk_xl.wording import in_words
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.plain import PlainRow, PlainTable
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.reading.values import is_blank
from shk_xl.workbook.schema import TABLES

pytestmark = pytest.mark.thorough

Layouts = dict[str, Layout]
FILE = "bok.xlsx"


def live(data: bytes) -> ReadWorkbook:
    return read_live(RemoteBook(data, FILE).open())


def outcome(read: Callable[[], ReadWorkbook]) -> tuple[Any, ...]:
    """Give all that a reader found, but for the file that it found it in."""
    try:
        workbook = read()
    except Refused as refused:
        return ("refused", *map(told, refused.faults))
    rows = {
        name: [
            (row.number, {t: v for t, v in row.values.items() if not is_blank(v)})
            for row in table.rows
            if not all(map(is_blank, row.values.values()))
        ]
        for name, table in workbook.tables.items()
    }
    letters = {name: table.letters for name, table in workbook.tables.items()}
    remarks = [told(fault) for fault in workbook.remarks]
    return (workbook.portfolio, workbook.row_numbers, workbook.own_columns, remarks, rows, letters)


def told(fault: Fault) -> tuple[Any, ...]:
    assert in_words(fault)
    return fault.code, fault.place.sheet, fault.place.cell, dict(fault.values)


def assert_same(data: bytes) -> tuple[Any, ...]:
    """See that both readers find the same; give it."""
    from_file = outcome(lambda: read_portfolio_bytes(data, file=FILE))
    assert outcome(lambda: live(data)) == from_file
    return from_file


# The same as from a file.


def test_the_example_is_read_as_from_its_file() -> None:
    data = build_workbook(example_2024())
    assert assert_same(data)[0] == example_2024()


def test_an_empty_portfolio_is_read() -> None:
    assert assert_same(build_workbook(model.Portfolio()))[0] == model.Portfolio()


def move(layouts: Layouts) -> None:
    layouts["Initiativ"].row, layouts["Initiativ"].column = 6, 2
    layouts["Initiativ"].titles.reverse()
    layouts["Initiativ"].titles.insert(3, "Vår egen anteckning")
    layouts["Texter"].sheet = "Flyttade texter"
    layouts["Ramar"].totals = True
    layouts["Parter"].sheet, layouts["Parter"].column = "Initiativ", 40


def type_below(layouts: Layouts) -> None:
    layouts["Initiativ"].below = [{}, {"Kod": "NY", "Namn": "Ny", "Typ": "Foruminitiativ"}]


def type_below_beside_another(layouts: Layouts) -> None:
    type_below(layouts)
    layouts["Parter"].sheet, layouts["Parter"].row = "Initiativ", 20


def show_dates(layouts: Layouts) -> None:
    layouts["Möten"].rows[0] |= {
        "Möte": (45_029, "yyyy-mm-dd"),
        "Klart": (45_047.4375, "yyyy-mm-dd hh:mm"),
        "Titel": (0.5, "yyyy-mm-dd hh:mm"),
    }


def rename_table(layouts: Layouts) -> None:
    layouts["Ramar"].name = "Ramarna"


def rename_column(layouts: Layouts) -> None:
    titles = layouts["Initiativ"].titles
    titles[titles.index("Namn")] = "Namnet"


def remove_column_and_table(layouts: Layouts) -> None:
    layouts["Texter"].titles.remove("Text")
    del layouts["Kriterier"]


def spoil_cells(layouts: Layouts) -> None:
    layouts["Initiativ"].rows[0] |= {
        "Belopp": Formula("=1/0", "#DIV/0!"),
        "Namn": Formula("=NOSUCH()", "#NAME?"),
        "Fas": "ett",
        "Typ": "Foruminitiativet",
    }
    layouts["Ramar"].rows[0] |= {"Belopp": "1.750", "Preliminär": "kanske"}


def know_nothing(layouts: Layouts) -> None:
    unknown = {"Belopp": Formula("=NA()", "#N/A"), "Beloppsläge": None}
    layouts["Initiativ"].rows[0] |= unknown


CHANGES = (
    move,
    type_below,
    type_below_beside_another,
    show_dates,
    rename_table,
    rename_column,
    remove_column_and_table,
    spoil_cells,
    know_nothing,
)


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_workbook_is_read_or_refused_as_its_file(
    change: Callable[[Layouts], object],
) -> None:
    assert assert_same(book(change)) != assert_same(book())


def test_a_workbook_that_is_no_portfolio_is_refused() -> None:
    def change(layouts: Layouts) -> None:
        layouts.clear()
        layouts["Kunder"] = Layout("Blad1", "Kunder", ["Namn"], [{"Namn": "a"}])

    assert assert_same(book(change)) == ("refused", ("not_a_portfolio", None, None, {}))


def test_a_fault_is_told_without_the_name_of_the_open_workbook() -> None:
    with pytest.raises(Refused) as caught:
        live(book(rename_column))
    assert in_words(caught.value.faults[0]).startswith("Initiativ!B1: ")


columns = [(table.name, column.title) for table in TABLES for column in table.columns]
cell_values = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(-(10.0**6), 10.0**6, allow_nan=False).map(lambda n: round(n, 3)),
    st.text("abc ÅÄÖåäö019-.,;:%/()\n", max_size=12),
    st.sampled_from(["Ja", "nej", "Okänt", "Pilotinitiativ", "648 000kr", "UVAS", "#hash"]),
    st.sampled_from(["#N/A", "#DIV/0!", "#VALUE!", "#NAME?"]).map(lambda e: Formula("=A1", e)),
    st.integers(61, 80_000).map(lambda day: (day, "yyyy-mm-dd")),
    st.integers(0, 1439).map(lambda m: (45_000 + m / 1440, "yyyy-mm-dd hh:mm")),
    st.integers(1, 1439).map(lambda minute: (minute / 1440, "yyyy-mm-dd hh:mm")),
)
edits = st.tuples(st.sampled_from(columns), st.integers(0, 4), cell_values)


@settings(max_examples=50)
@given(st.lists(edits, max_size=8), st.sampled_from([None, move, type_below]))
def test_whatever_people_type_is_read_as_from_its_file(
    typed: list[tuple[tuple[str, str], int, Any]], change: Callable[[Layouts], object] | None
) -> None:
    def edit(layouts: Layouts) -> None:
        for (table, title), row, value in typed:
            rows = layouts[table].rows
            rows.extend({} for _ in range(row + 1 - len(rows)))
            rows[row] = {**rows[row], title: value}
        if change:
            change(layouts)

    assert_same(book(edit))


def test_a_hidden_header_row_does_not_hide_the_columns() -> None:
    remote = RemoteBook(book())
    table = remote.table("Kriterier")
    sheet = remote["Kriterier"]
    sheet.cells = {(row - 1, column): value for (row, column), value in sheet.cells.items()}
    sheet.cells = {cell: value for cell, value in sheet.cells.items() if cell[0]}
    rows = table["data_body_range_address"].replace("2", "1")
    table |= {"show_headers": False, "header_row_range_address": None, "range_address": rows}
    assert read_live(remote.open()).portfolio.criteria == PORTFOLIO.criteria


# What only an open workbook has.


def test_what_is_typed_and_not_saved_is_read() -> None:
    remote = RemoteBook(book())
    remote["Initiativ"].cells[2, 12] = 999
    assert read_live(remote.open()).portfolio.initiatives[0].amount == Known(999)


def test_a_table_is_read_in_one_call_whatever_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[str] = []
    raw_value: Any = _xlremote.Range.raw_value

    def counted(cells: Any) -> Any:
        reads.append(cells.sheet.name)
        return raw_value.fget(cells)

    monkeypatch.setattr(_xlremote.Range, "raw_value", property(counted))
    many = [model.Initiative(f"I{n}", f"Namn {n}", model.InitiativeType.ROLE) for n in range(300)]
    live(book(portfolio=model.Portfolio(initiatives=tuple(many))))
    assert reads.count("Initiativ") == 2  # the titles, and the rows


def test_a_sheet_that_is_formatted_far_down_is_read_in_pieces(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("shk_xl.excel.live.book._ROWS_AT_ONCE", 3)
    remote = RemoteBook(book(type_below))
    payload = remote.payload()
    sheet = next(sheet for sheet in payload["sheets"] if sheet["name"] == "Initiativ")
    sheet["used_range_address"] = "A1:T40"
    read = read_live(xlwings.Book(json=payload))
    assert [one.code for one in read.portfolio.initiatives] == ["UVAS", "ROLL", "NY"]


def test_the_hash_is_of_what_the_rows_say_wherever_they_stand() -> None:
    def stand_elsewhere(layouts: Layouts) -> None:
        move(layouts)
        layouts["Initiativ"].rows.insert(1, {})
        layouts["Ramar"].rows[0]["Kvar"] = 12

    plain = live(book()).sha256
    assert live(book(stand_elsewhere)).sha256 == plain
    assert len(plain) == 64
    remote = RemoteBook(book())
    remote["Initiativ"].cells[2, 12] = 649
    assert read_live(remote.open()).sha256 != plain


def test_the_hash_knows_an_error_and_a_date_from_the_same_text() -> None:
    def hashed(value: Any) -> str:
        row = PlainRow(2, {"Kod": value})
        return content_hash({"Initiativ": PlainTable("Initiativ", "Initiativ", {}, (row,))})

    alike = [CellError.NA, "#N/A", datetime(2024, 1, 1), "2024-01-01T00:00:00", 1, "1"]  # noqa: DTZ001
    assert len({hashed(value) for value in alike}) == len(alike)
    assert hashed(1.0) == hashed(1)


# What hosts make of cells.


@pytest.mark.parametrize(
    ("given_by_host", "plain"),
    [
        ("#N/A", CellError.NA),
        ("text", "text"),
        ("", None),
        (-2_146_826_246, CellError.UNKNOWN),
        (Decimal(648_000), 648_000),
        (datetime(2023, 4, 13, 9, 59, 59, 999_990), datetime(2023, 4, 13, 10)),  # noqa: DTZ001
        (datetime(1899, 12, 30, 13, 30), datetime(1, 1, 1, 13, 30).time()),  # noqa: DTZ001
        (True, True),
        (2.5, 2.5),
    ],
)
def test_a_value_of_a_host_becomes_a_plain_value(given_by_host: Any, plain: Any) -> None:
    assert plain_value(given_by_host) == plain


def test_on_mac_errors_are_read_by_what_the_cells_show(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "sys", SimpleNamespace(platform="darwin"))
    engine = SimpleNamespace(type="desktop")
    shown = [["Kod", "#SAKNAS!", ""], ["##########", "#SPILL!", "#REF!"]]
    values = [["Kod", None, None], [648_000.0, None, None]]
    excel: Any = SimpleNamespace(
        sheet=SimpleNamespace(book=SimpleNamespace(app=SimpleNamespace(engine=engine))),
        options=lambda **_ndim: SimpleNamespace(value=values),
        api=SimpleNamespace(string_value=SimpleNamespace(get=lambda: shown)),
    )
    assert read_block(excel) == [
        ["Kod", CellError.NA, None],
        [648_000, CellError.SPILL, CellError.REF],
    ]


# What it needs.


def test_nothing_is_needed_but_xlwings_and_the_standard_library() -> None:
    code = (
        "import sys, xlwings; before = set(sys.modules)\n"
        "import shk_xl.excel.live.scripts\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - sys.stdlib_module_names))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['shk_xl']"
