"""Recalculation: the right values, and nothing else changed."""

from __future__ import annotations

import csv
import io
import subprocess
import warnings
import zipfile
from collections.abc import Callable, Collection
from datetime import datetime
from functools import partial
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook
from raw_workbooks import MAIN, STRICT, archive, sheet_xml, table_xml, workbook

from shk_xl.domain.faults import Refused
from shk_xl.functions.cell_values import MISSING, Argument, CellError, CellValue, Column
from shk_xl.ooxml.addresses import LAST_COLUMN
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.wording import in_words
from shk_xl.workbook.recalculation.cached_value import old_value
from shk_xl.workbook.recalculation.formula_sheets import FormulaSheet, read_sheets
from shk_xl.workbook.recalculation.recalculate import (
    Recalculation,
    recalculate,
    recalculate_file,
)


def cells_of(argument: Argument) -> list[object]:
    if isinstance(argument, list):
        return [cell for row in argument for cell in row]
    return list(argument) if isinstance(argument, Column) else [argument]


def total(arguments: list[Argument]) -> CellValue:
    """Sum the numbers among the arguments, with 100 for each omitted one."""
    found = 0.0
    for argument in arguments:
        cells = cells_of(argument)
        if CellError.DIV0 in cells:
            return CellError.DIV0
        found += sum(cell for cell in cells if isinstance(cell, float))
        found += 100.0 * (argument is MISSING)
    return found


OURS = {"SHK_T": total, "SHK_PLUS": total}


def sheets_of(data: bytes) -> dict[str, FormulaSheet]:
    package = Package(data)
    return {sheet.name: sheet for sheet in read_sheets(package, read_workbook(package))}


def values(data: bytes, sheet: str = "Blad") -> dict[str, tuple[str, str]]:
    """The type and raw value of every cell."""
    return {cell.address: (cell.type, cell.value) for cell in sheets_of(data)[sheet].cells.cells()}


def calculated(cells: dict[str, str], **more: object) -> dict[str, tuple[str, str]]:
    data = workbook({"Blad": cells}, **more)  # type: ignore[arg-type]
    return values(recalculate(data, functions=OURS).data)


def refused(data: bytes) -> list[tuple[str, str | None, str | None, dict[str, object]]]:
    with pytest.raises(Refused) as error:
        recalculate(data, functions=OURS)
    for fault in error.value.faults:
        assert in_words(fault)
    return [
        (fault.code, fault.place.sheet, fault.place.cell, dict(fault.values))
        for fault in error.value.faults
    ]


def assert_only_values_differ(before: bytes, after: bytes) -> None:
    """Compare two workbooks part by part; only ``v`` and ``t`` of formula cells may differ."""
    one, other = Package(before), Package(after)
    assert one.partnames == other.partnames
    sheets = {sheet.partname: sheet for sheet in sheets_of(before).values()}
    again = {sheet.partname: sheet for sheet in sheets_of(after).values()}
    for name in one.partnames:
        if name not in sheets:
            assert one.read(name) == other.read(name), name
            continue
        old, new = sheets[name], again[name]
        assert old.cells.formulas.formulas == new.cells.formulas.formulas
        assert old.cells.formulas.forms == new.cells.formulas.forms
        blank = [("", "")] * len(old.cells)
        children = [c for array in old.forms.arrays for c in array.children]
        children_again = [c for array in new.forms.arrays for c in array.children]
        assert old.cells.with_values(blank, [(c, ("", "")) for c in children]) == (
            new.cells.with_values(blank, [(c, ("", "")) for c in children_again])
        ), name


def test_every_formula_gets_its_value() -> None:
    found = calculated(
        {
            "A1": "2",
            "A2": "å & ä",
            "B1": "=A1*1.5",
            "B2": '=A2&"!"',
            "B3": "=A1>1",
            "B4": "=1/0",
            "B5": '=""',
            "B6": "=C9",
            "B7": "=SHK_T(A1,B1)",
            "B8": "=B7+B1",
            "B9": "=NA()",
        }
    )
    assert {a: v for a, v in found.items() if a[0] == "B"} == {
        "B1": ("", "3"),
        "B2": ("str", "å &amp; ä!"),
        "B3": ("b", "1"),
        "B4": ("e", "#DIV/0!"),
        "B5": ("str", ""),
        "B6": ("", "0"),
        "B7": ("", "5"),
        "B8": ("", "8"),
        "B9": ("e", "#N/A"),
    }


def test_the_result_tells_what_was_done() -> None:
    data = workbook(
        {"Blad": {"A1": "2", "B1": "=A1*2", "B2": "=SHK_T(A1)", "B3": "=1/0", "B4": "=NA()"}}
    )
    result = recalculate(data, functions=OURS)
    assert result.report("bok.xlsx") == {
        "path": "bok.xlsx",
        "status": "updated",
        "formulas": 4,
        "functions_called": 1,
        "changed": 4,
        "errors": 1,
        "kept": 0,
        "reason": None,
    }
    assert [tuple(change) for change in result.changes()] == [
        ("Blad", "B1", None, 4.0),
        ("Blad", "B2", None, 2.0),
        ("Blad", "B3", None, CellError.DIV0),
        ("Blad", "B4", None, CellError.NA),
    ]


def test_a_second_run_changes_nothing() -> None:
    data = workbook(
        {"Blad": {"A1": "0.1", "B1": "=A1+0.2", "B2": '=SHK_T(A1)&" kr"', "B3": "=NA()"}}
    )
    once = recalculate(data, functions=OURS)
    twice = recalculate(once.data, functions=OURS)
    assert twice.data is once.data
    assert (twice.status, twice.changed, twice.changes()) == ("unchanged", 0, [])


def test_noise_in_the_last_digit_is_no_change() -> None:
    data = workbook({"Blad": {"B1": "<c><f>0.1+0.2</f><v>0.3</v></c>"}})
    assert recalculate(data, functions=OURS).data is data


def test_only_the_values_change() -> None:
    cells = {
        "A1": '<c s="7" t="inlineStr"><is><t>a</t></is></c>',
        "B1": '<c s="1" t="str" cm="1"><f t="array" ref="B1">1+1</f><v>gammalt</v></c>',
        "C1": '<c s="2"><f ca="1">2*2</f><v>3</v></c>',
        "D1": '<c s="3"><f>3*3</f><v>9</v></c>',
    }
    extension = '<extLst><ext uri="{x}"><c r="C1"><f>1</f><v>1</v></c></ext></extLst>'
    xml = sheet_xml(cells, after=extension)
    data = workbook({"Blad": xml, "Annat": {"A1": "1"}})
    changed = recalculate(data, full=True).data
    assert_only_values_differ(data, changed)
    part = Package(changed).read("xl/worksheets/sheet1.xml").decode()
    assert part == xml.replace(' t="str" cm', " cm").replace("<v>gammalt</v>", "<v>2</v>").replace(
        "<v>3</v>", "<v>4</v>"
    )
    with zipfile.ZipFile(io.BytesIO(changed)) as file:
        assert {info.date_time for info in file.infolist()} == {(2024, 2, 29, 12, 30, 58)}


def test_a_workbook_without_formulas_comes_back_as_it_is() -> None:
    data = workbook({"Blad": {"A1": "1"}})
    assert recalculate(data).data is data


SPELLINGS = [
    "SHK_T(A1)",
    "shk_t(A1)",
    "_xldudf_SHK_T(A1)",
    "_xldudf_MIN_SHK_T(A1)",
    "_xll.SHK_T(A1)",
    "[1]!SHK_T(A1)",
    "'Bok.xlam'!SHK_T(A1)",
    "'C:\\sökväg\\Bok.xlam'!SHK_T(A1)",
    "SUM(IF(TRUE,SHK_T(A1),0))",
]


@pytest.mark.parametrize("formula", SPELLINGS)
def test_our_functions_are_called_in_any_spelling(formula: str) -> None:
    found = calculated({"A1": "21", "B1": f"={formula}", "B2": "=B1*2"})
    assert (found["B1"], found["B2"]) == (("", "21"), ("", "42"))


OMITTED = [
    ("SHK_T()", "0"),
    ("SHK_T(0)", "0"),
    ("SHK_T(,)", "200"),
    ("SHK_T(1,)", "101"),
    ("SHK_T(1,,2)", "103"),
    ("SHK_T(1, ,2)", "103"),
    ("SHK_T(C9,1)", "1"),
    ("SHK_PLUS(SHK_T(1,),,1)", "202"),
]


@pytest.mark.parametrize(("formula", "value"), OMITTED)
def test_an_omitted_argument_is_not_zero(formula: str, value: str) -> None:
    assert calculated({"B1": f"={formula}"})["B1"] == ("", value)


def test_whole_columns_reach_our_functions_with_one_length() -> None:
    seen: list[list[Argument]] = []

    def note(arguments: list[Argument]) -> CellValue:
        seen.append(arguments)
        return 0.0

    cells = {"A1": "1", "B7": "2", "D1": "=SHK_T(A:A,$B:$B,C:C)", "D2": "=SHK_T(1:1)"}
    recalculate(workbook({"Blad": cells}), functions={"SHK_T": note})
    lengths = [[len(cells_of(argument)) for argument in arguments] for arguments in seen]
    assert sorted(lengths) == [[7, 7, 7], [LAST_COLUMN]]


TABLE = table_xml("Bidrag", "A1:D5", ["Namn", "Belopp [kr]", "Dubbelt", "Andel"], totals=1)
TABLE_CELLS = {
    "A1": "Namn",
    "B1": "Belopp [kr]",
    "C1": "Dubbelt",
    "D1": "Andel",
    **{f"A{row}": f"Å{row}" for row in (2, 3, 4)},
    **{f"B{row}": str(row * 10) for row in (2, 3, 4)},
    **{f"C{row}": "=Bidrag[[#This Row],[Belopp '[kr']]]*2" for row in (2, 3, 4)},
    **{f"D{row}": "=Bidrag[@Dubbelt]/SUM(bidrag[dubbelt])" for row in (2, 3, 4)},
    "B5": "=SUBTOTAL(109,Bidrag[Belopp '[kr']])",
    "C5": "=SUM([Dubbelt])",
    "F1": "=SHK_T(Bidrag[Belopp '[kr']],)",
    "F2": "=Bidrag[[#Headers],[Dubbelt]]",
    "F3": "=Bidrag[[#Totals],[Dubbelt]]",
    "F9": "=Bidrag[[#This Row],[Dubbelt]]",
}


def test_table_references_are_computed() -> None:
    data = workbook(
        {"Blad": TABLE_CELLS, "Åsas": {"A1": "=SUM(Bidrag[Dubbelt])", "A2": "=ROWS(Bidrag)"}},
        tables={"Blad": [TABLE]},
    )
    result = recalculate(data, functions=OURS)
    assert_only_values_differ(data, result.data)
    found = values(result.data)
    assert [found[a] for a in ("C2", "C4", "B5", "C5", "F1", "F3", "F9")] == [
        ("", "40"),
        ("", "80"),
        ("", "90"),
        ("", "180"),
        ("", "190"),
        ("", "180"),
        ("e", "#VALUE!"),
    ]
    assert found["F2"] == ("str", "Dubbelt")
    assert sum(float(found[f"D{row}"][1]) for row in (2, 3, 4)) == pytest.approx(1)
    assert values(result.data, "Åsas") == {"A1": ("", "180"), "A2": ("", "3")}


def test_names_may_stand_for_tables() -> None:
    names = {"Allt": "Bidrag[Dubbelt]", "Först": "Blad!$B$2", "Formel": "SUM(Blad!$B$2:$B$4)*2"}
    cells = {**TABLE_CELLS, "H1": "=SUM(Allt)", "H2": "=Först+1", "H3": "=Formel", "H4": "=först"}
    found = calculated(cells, names=names, tables={"Blad": [TABLE]})
    assert [found[f"H{row}"][1] for row in (1, 2, 3, 4)] == ["180", "21", "180", "20"]


def shared(master: str, text: str, *users: str) -> dict[str, str]:
    rest = dict.fromkeys(users, '<c><f t="shared" si="0"/><v>9</v></c>')
    return {master: f'<c><f t="shared" ref="{master}:{users[-1]}" si="0">{text}</f></c>', **rest}


def test_shared_formulas_are_computed_in_every_cell() -> None:
    cells = {"A1": "1", "A2": "2", "A3": "3", **shared("B1", "A1*SHK_T(A1,)", "B2", "B3")}
    found = calculated(cells)
    assert [found[f"B{row}"][1] for row in (1, 2, 3)] == ["101", "204", "309"]


def test_a_sheet_whose_name_looks_like_a_cell_is_not_moved() -> None:
    data = workbook(
        {"Blad": shared("B1", "'Q1'!A1*2", "B2"), "Q1": {"A1": "1", "A2": "5"}, "Q2": {"A2": "900"}}
    )
    found = values(recalculate(data, full=True).data)
    assert [found["B1"], found["B2"]] == [("", "2"), ("", "10")]


ARRAY = {
    "A1": "1",
    "A2": "2",
    "A3": "3",
    "B1": '<c cm="1"><f t="array" ref="B1:B3">A1:A3*SHK_T(10)</f><v>9</v></c>',
    "B2": '<c s="4"><v>9</v></c>',
    "B3": '<c s="5"/>',
    "C1": "=SUM(B1:B3)",
}


def test_an_array_formula_fills_its_cells() -> None:
    data = workbook({"Blad": ARRAY})
    result = recalculate(data, functions=OURS)
    assert_only_values_differ(data, result.data)
    found = values(result.data)
    assert [found[a][1] for a in ("B1", "B2", "B3", "C1")] == ["10", "20", "30", "60"]
    assert result.changed == 4
    assert recalculate(result.data, functions=OURS).data is result.data


WHAT_IF = {
    "A1": "1",
    "B1": '<c><f t="dataTable" ref="B1:B2" dt2D="0" dtr="0" r1="A1"/><v>5</v></c>',
    "B2": "6",
    "C1": "=B1+B2",
}


def test_a_what_if_table_keeps_its_values() -> None:
    result = recalculate(workbook({"Blad": WHAT_IF}))
    assert values(result.data)["C1"] == ("", "11")
    assert values(result.data)["B1"] == ("", "5")
    assert (result.kept, result.changed) == (2, 1)


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!"])
def test_errors_that_the_engine_cannot_load_are_handed_on(error: str) -> None:
    cells = {
        "A1": f'<c t="e"><f>1+1</f><v>{error}</v></c>',
        "A2": "=A1",
        "A3": "=IFERROR(B1,7)",
        "B1": '<c t="e"><v>#BLOCKED!</v></c>',
    }
    found = calculated(cells)
    assert [found[a] for a in ("A1", "A2", "A3")] == [("e", error), ("e", error), ("", "7")]
    data = recalculate(workbook({"Blad": cells}), functions=OURS, full=True).data
    assert (values(data)["A1"], values(data)["A2"]) == (("", "2"), ("", "2"))


def test_dates_follow_the_calendar_of_the_workbook() -> None:
    data = workbook({"Blad": {"A1": "=DATE(2024,1,2)"}}, properties='<workbookPr date1904="1"/>|')
    assert values(recalculate(data).data)["A1"] == ("", "43831")


def test_today_follows_the_given_clock() -> None:
    data = workbook({"Blad": {"A1": "=TODAY()"}})
    now = datetime(2024, 2, 29, 12, 0)  # noqa: DTZ001 - local time, as Excel's
    result = recalculate(data, now=now)
    assert values(result.data)["A1"] == ("", "45351")
    assert recalculate(result.data, now=now).data is result.data


def test_an_exception_in_a_function_stops_everything() -> None:
    def broken(_: list[Argument]) -> CellValue:
        message = "trasig"
        raise LookupError(message)

    data = workbook({"Blad": {"A1": "=IFERROR(SHK_T(1),0)"}})
    with pytest.raises(LookupError, match="trasig"):
        recalculate(data, functions={"SHK_T": broken})


REFUSALS: dict[str, tuple[dict[str, str], list[tuple[str, str | None, dict[str, object]]]]] = {
    "an unknown function": (
        {"A1": "=OKÄND(1)", "A2": "=IFERROR(OKÄND(2),1)", "A3": "=SHK_SAKNAS()"},
        [
            ("function_unknown", "A1", {"function": "OKÄND", "count": 2}),
            ("function_unknown", "A3", {"function": "SHK_SAKNAS", "count": 1}),
        ],
    ),
    "a function that the engine gets wrong": (
        {"A1": '=TEXT(B1,"0.0")', "A2": "=FIXED(B2)"},
        [
            ("function_doubtful", "A1", {"function": "TEXT", "count": 1}),
            ("function_doubtful", "A2", {"function": "FIXED", "count": 1}),
        ],
    ),
    "a circle": (
        {"A1": "=A2", "A2": "=A1+1", "A3": "=IFERROR(A1,0)"},
        [("formula_circular", "A1", {"count": 2, "circle": "Blad!A1 → Blad!A2 → Blad!A1"})],
    ),
    "a formula that is none": (
        {"A1": "=1+*("},
        [("formula_unreadable", "A1", {"count": 1})],
    ),
    "a name that isn't there": (
        {"A1": "=Saknas+1"},
        [("name_unknown", "A1", {"name": "Saknas", "count": 1})],
    ),
    "a range as one value": (
        {"A1": "=SUM(B1:B3*2)", "A2": "=LEN(C1:C2)"},
        [("range_as_value", "A1", {"count": 2})],
    ),
    "a formula with several values": (
        {"A1": "=_xlfn.SEQUENCE(3)"},
        [("formula_fills_several", "A1", {"count": 1})],
    ),
    "a formula whose values have no room": (
        {"A1": "=_xlfn.SEQUENCE(3)", "A2": "1"},
        [("formula_fills_several", "A1", {"count": 1})],
    ),
    "more digits in a text than Excel gives": (
        {"A1": '=1/3&" kr"'},
        [("value_doubtful", "A1", {"count": 1})],
    ),
    "a table that isn't there": (
        {"A1": "=SUM(Saknas[A])", "A2": "=SUM(Saknas[A])"},
        [("table_unknown", "A1", {"table": "Saknas"})],
    ),
    "a date written as text": (
        {"A1": '<c t="d"><v>2024-01-01</v></c>', "A2": "=A1+1"},
        [("cell_iso_date", "A1", {})],
    ),
    "an error value that the engine lacks": (
        {"A1": '<c t="e"><v>#BLOCKED!</v></c>', "A2": "=A1"},
        [("formula_not_supported", "A2", {})],
    ),
}


@pytest.mark.parametrize("what", REFUSALS)
def test_what_cannot_be_computed_for_certain_is_refused(what: str) -> None:
    cells, expected = REFUSALS[what]
    found = refused(workbook({"Blad": cells}))
    assert [code for code, *_ in found] == [code for code, *_ in expected]
    for (_, _, cell, values_), (_, where, wanted) in zip(found, expected, strict=True):
        assert cell == where
        assert {key: values_[key] for key in wanted} == wanted


def test_a_column_that_is_gone_is_named_with_its_cell() -> None:
    cells = {**TABLE_CELLS, "F1": "=SUM(Bidrag[Borta])", "F2": "=SUM(Bidrag[Borta])"}
    assert refused(workbook({"Blad": cells}, tables={"Blad": [TABLE]})) == [
        (
            "table_column_unknown",
            "Blad",
            "F1",
            {"table": "Bidrag", "column": "Borta", "count": 2},
        )
    ]


def test_a_name_that_the_engine_cannot_follow_is_refused_where_it_is_used() -> None:
    names = {"Egen": "SHK_T(Blad!$A$1)", "Oanvänd": "OFFSET(Blad!$A$1,1,1)"}
    data = workbook({"Blad": {"A1": "1", "B1": "=IFERROR(egen,0)"}}, names=names)
    assert refused(data) == [("name_not_supported", "Blad", "B1", {"name": "egen", "count": 1})]


def test_external_references_that_lead_nowhere_are_refused() -> None:
    codes = [code for code, *_ in refused(workbook({"Blad": {"A1": "=[1]Blad1!A1+1"}}))]
    assert codes in (["engine_refused"], ["formula_misread"])


@pytest.mark.parametrize(
    ("properties", "code"), [('|<calcPr fullPrecision="0"/>', "precision_as_displayed")]
)
def test_settings_that_change_every_value_are_refused(properties: str, code: str) -> None:
    assert refused(workbook({"Blad": {"A1": "=1"}}, properties=properties))[0][0] == code


def test_a_strict_workbook_is_refused() -> None:
    package = Package(workbook({"Blad": {"A1": "=1"}}))
    main = package.read("xl/workbook.xml").replace(MAIN.encode(), STRICT.encode())
    assert refused(package.replaced({"xl/workbook.xml": main}))[0][0] == "workbook_strict"


def test_a_signed_workbook_is_refused() -> None:
    package = Package(workbook({"Blad": {"A1": "=1"}}))
    signature = b'<Relationship Id="s" Target="_xmlsignatures/origin.sigs" Type="http://schemas.'
    signature += b'openxmlformats.org/package/2006/relationships/digital-signature/origin"/>'
    rels = package.read("_rels/.rels").replace(b"</Rel", signature + b"</Rel")
    assert refused(package.replaced({"_rels/.rels": rels}))[0][0] == "workbook_signed"


def test_a_document_that_is_no_workbook_is_refused() -> None:
    parts = {name: Package(workbook({})).read(name) for name in Package(workbook({})).partnames}
    parts["xl/workbook.xml"] = b'<document xmlns="urn:x"/>'
    assert refused(archive(parts))[0][0] == "not_a_workbook"


def xlsxwriter_book(fill: Callable[[xlsxwriter.Workbook], None]) -> bytes:
    written = io.BytesIO()
    book = xlsxwriter.Workbook(written)
    fill(book)
    book.close()
    return written.getvalue()


def fill_with_tables(book: xlsxwriter.Workbook) -> None:
    sheet = book.add_worksheet("Åtgärder & mål")
    sheet.add_table(
        "B2:E6",
        {
            "name": "Åtgärder",
            "total_row": True,
            "data": [[f"Å{i}", i] for i in range(3)],
            "columns": [
                {"header": "Namn"},
                {"header": "Kr '24 #1", "total_function": "sum"},
                {"header": "Dubbelt", "formula": "=Åtgärder[[#This Row],[Kr ''24 '#1]]*2"},
                {"header": "Rang", "formula": "=SHK_T(Åtgärder[[#This Row],[Dubbelt]],)"},
            ],
        },
    )
    sheet.write_dynamic_array_formula("G1:G3", "=_xlfn._xlws.SORT(C3:C5,1,-1)")
    sheet.write_array_formula("H1:H1", "{=SUM(C3:C5*D3:D5)}")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "='Åtgärder & mål'!$C$3:$C$5"})
    sheet.insert_chart("J2", chart)
    sheet.conditional_format("C3:C5", {"type": "data_bar"})
    sheet.data_validation("B3:B5", {"validate": "list", "source": ["a", "b"]})


def test_a_workbook_by_xlsxwriter_is_computed_and_stays_whole() -> None:
    data = xlsxwriter_book(fill_with_tables)
    result = recalculate(data, functions=OURS)
    assert_only_values_differ(data, result.data)
    found = values(result.data, "Åtgärder & mål")
    assert [found[f"D{row}"][1] for row in (3, 4, 5)] == ["0", "2", "4"]
    assert [found[f"E{row}"][1] for row in (3, 4, 5)] == ["100", "102", "104"]
    assert found["C6"] == ("", "3")
    assert [found[f"G{row}"][1] for row in (1, 2, 3)] == ["2", "1", "0"]
    assert found["H1"] == ("", "10")
    book = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)
    assert book["Åtgärder & mål"]["E5"].value == 104


def test_a_file_is_written_only_when_something_changed(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(workbook({"Blad": {"A1": "=1+1"}}))
    assert recalculate_file(path).status == "updated"
    before = path.stat()
    assert recalculate_file(path).status == "unchanged"
    assert path.stat().st_mtime_ns == before.st_mtime_ns
    assert path.stat().st_ino == before.st_ino


def test_a_result_may_go_to_another_file(tmp_path: Path) -> None:
    path, out = tmp_path / "bok.xlsx", tmp_path / "ny.xlsx"
    data = workbook({"Blad": {"A1": "=1+1"}})
    path.write_bytes(data)
    recalculate_file(path, out)
    assert path.read_bytes() == data
    assert values(out.read_bytes())["A1"] == ("", "2")
    recalculate_file(out, path)
    assert path.read_bytes() == out.read_bytes()


def test_a_refused_file_is_untouched_and_told_in_swedish(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    data = workbook({"Blad": {"A1": "=1+1", "A2": "=OKÄND(1)"}})
    path.write_bytes(data)
    with pytest.raises(Refused) as error:
        recalculate_file(path)
    assert path.read_bytes() == data
    (fault,) = error.value.faults
    assert "bok.xlsx, Blad!A2: Funktionen OKÄND finns inte här." in in_words(fault)


def test_a_file_is_guarded_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bok.xlsx"
    package = Package(workbook({"Blad": {"A1": "=1+1"}}))
    part = "xl/worksheets/sheet1.xml"
    xml = package.read(part).replace(b"<worksheet", b"<!DOCTYPE x><worksheet")
    path.write_bytes(package.replaced({part: xml}))
    with pytest.raises(Refused) as error:
        recalculate_file(path)
    assert [fault.code for fault in error.value.faults] == ["package_dtd"]


_SMALL = 100_000
"""The larger files have nothing that the others lack, and take seconds."""


def opened(data: bytes) -> tuple[bool, bool]:
    """Whether openpyxl and calamine open a workbook, and can read all its cells."""
    return tuple(map(partial(opened_by, data), (by_openpyxl, by_calamine)))  # type: ignore[return-value]  # of two


def opened_by(data: bytes, reader: Callable[[io.BytesIO], object]) -> bool:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            reader(io.BytesIO(data))
    except Exception:  # noqa: BLE001 - what they can't open, they say in many ways
        return False
    return True


def by_openpyxl(stream: io.BytesIO) -> None:
    openpyxl.load_workbook(stream).close()


def by_calamine(stream: io.BytesIO) -> None:
    book = CalamineWorkbook.from_filelike(stream)
    for name in book.sheet_names:
        book.get_sheet_by_name(name).to_python()


def poisoned(data: bytes, but: Collection[tuple[str, str]] = ()) -> bytes:
    """The workbook with a wrong value in every formula cell but those of what-if tables.

    Args:
        data: The workbook.
        but: Cells that keep their values, by sheet and address.
    """
    parts = {}
    for name, sheet in sheets_of(data).items():
        kept = {index for index, _ in sheet.forms.what_if}
        kept |= {i for i in range(len(sheet.cells)) if (name, sheet.address(i)) in but}
        new = [None if i in kept else ("", "-987654321") for i in range(len(sheet.cells))]
        children = [(c, ("", "-987654321")) for a in sheet.forms.arrays for c in a.children]
        parts[sheet.partname] = sheet.cells.with_values(new, children)
    return Package(data).replaced(parts)


def held(data: bytes) -> dict[tuple[str, str], CellValue]:
    """The value of every formula cell."""
    found = {}
    for name, sheet in sheets_of(data).items():
        of = sheet.cells.formulas
        for index, (type_, raw) in enumerate(zip(of.types, of.values, strict=True)):
            found[name, of.address(index)] = old_value(type_, raw, lambda _: None)
    return found


def recomputed(data: bytes) -> tuple[bytes, set[tuple[str, str]]] | None:
    """Everything in a workbook computed, from wrong values, and the cells that were not.

    What cannot be computed keeps its value, and that must not be a wrong one when others are
    computed from it: so it is found first, and left as it is the second time.
    """
    kept: set[tuple[str, str]] = set()
    result = None
    for _ in range(2):
        result = accepted(poisoned(data, kept), full=True)
        kept |= {(cell.sheet, cell.address) for cell in result.kept_cells} if result else set()
    return None if result is None else (result.data, kept)


def accepted(data: bytes, *, full: bool = False) -> Recalculation | None:
    """The workbook recalculated; None when it is refused, which is told in words."""
    try:
        return recalculate(data, full=full)
    except Refused as error:
        words = list(map(in_words, error.faults))
    return None if all(words) else recalculate(data)


@pytest.mark.thorough
def test_real_workbooks_need_nothing(excel_files: list[Path]) -> None:
    for path in excel_files:
        data = path.read_bytes()
        result = accepted(data)
        assert result is None or result.data is data, path.name


@pytest.mark.thorough
def test_real_workbooks_are_computed_as_excel_did(excel_files: list[Path]) -> None:
    compared = 0
    for path in excel_files:
        data = path.read_bytes()
        found = recomputed(data) if len(data) < _SMALL else None
        if found is None:
            continue
        again, kept = found
        assert_only_values_differ(data, again)
        old, new = held(data), held(again)
        assert old.keys() == new.keys()
        for cell, value in old.items():
            if cell not in kept:
                assert value == new[cell] or new[cell] == pytest.approx(value), (path.name, cell)
        compared += len(old.keys() - kept)
        assert opened(again) == opened(data), path.name
    assert compared > 500


FORMULAS = """
SUM(A1:A5); AVERAGE(A1:A5); ROUND(A3*1.005,2); IF(A1>2,"hög","låg"); VLOOKUP(A2,A1:A5,1,FALSE)
INDEX(A1:A5,MATCH(A4,A1:A5,0)); COUNTIF(A1:A5,">2"); SUMIFS(A1:A5,A1:A5,"<5"); MOD(-7,3)
SUMPRODUCT((A1:A5>2)*A1:A5); 1/0; MAX(A1:A5)-MIN(A1:A5); LEFT("åäö",2)&LEN("åäö"); IFERROR(1/0,7)
DAY(DATE(2024,2,29)+1); IF(AND(A1>0,A2>0),1,0); ROUNDUP(A1,0); TRIM("  a  b "); LARGE(A1:A5,2)
RANK(A2,A1:A5); MEDIAN(A1:A5); SUBSTITUTE("ananas","na","å",2); -2^2; SUM(10%,A1); INT(-1.5); A1&"x"
"""
TO_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,false"
"""LibreOffice's filter: semicolons, UTF-8, and values as they are, not as they are shown."""


def test_libreoffice_gives_the_same_values(soffice: str, tmp_path: Path) -> None:
    formulas = [formula.strip() for formula in FORMULAS.strip().replace("\n", ";").split(";")]
    cells = {f"A{row}": str(row * 1.25) for row in range(1, 6)}
    cells |= {f"B{row}": f"={formula}" for row, formula in enumerate(formulas, 1)}
    source = tmp_path / "bok.xlsx"
    source.write_bytes(workbook({"Blad": cells}))
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", TO_CSV, "--outdir", str(tmp_path)]
    subprocess.run([*command, str(source)], check=True, capture_output=True)
    text = (tmp_path / "bok.csv").read_text(encoding="utf-8")
    theirs = [row[1] for row in csv.reader(io.StringIO(text), delimiter=";")]
    ours = held(recalculate(source.read_bytes()).data)
    for row, (formula, other) in enumerate(zip(formulas, theirs, strict=True), 1):
        value = ours["Blad", f"B{row}"]
        if isinstance(value, float):
            assert value == pytest.approx(float(other.replace(",", "."))), formula
        else:
            spelled = value.value if isinstance(value, CellError) else str(value).upper()
            assert spelled.upper() == other.upper(), formula
