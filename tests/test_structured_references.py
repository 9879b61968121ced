"""Table references as addresses: every form, once for a whole column."""

from __future__ import annotations

import pytest

from shk_xl.ooxml.addresses import Area, area
from shk_xl.ooxml.table import Table
from shk_xl.workbook.formula_tokens import joined, tokens
from shk_xl.workbook.recalculation.formula_translator import OMITTED, FormulaTranslator
from shk_xl.workbook.recalculation.structured_references import (
    ROW,
    FormulaPlace,
    TableReferenceError,
    Tables,
)

INITIATIV = Table(
    "Initiativ",
    "Initiativ",
    Area(1, 2, 6, 6),
    1,
    1,
    ("Kod", "Belopp", "Kr [tkr]", "Det'är #1", "Två\nrader"),
)
RAMAR = Table("Ramar_år", "Åsas ramar's", Area(3, 1, 4, 2), 0, 0, ("Källa", "Belopp"))
TABLES = Tables([INITIATIV, RAMAR])
INSIDE = FormulaPlace("Initiativ", 4, 6)

TRANSLATED = [
    ("Initiativ[Belopp]", "$C$2:$C$5"),
    ("initiativ[BELOPP]", "$C$2:$C$5"),
    ("Initiativ", "$B$2:$F$5"),
    ("Initiativ[]", "$B$2:$F$5"),
    ("Initiativ[#Data]", "$B$2:$F$5"),
    ("Initiativ[#All]", "$B$1:$F$6"),
    ("Initiativ[#Headers]", "$B$1:$F$1"),
    ("Initiativ[#Totals]", "$B$6:$F$6"),
    ("Initiativ[[#Headers],[Belopp]]", "$C$1"),
    ("Initiativ[[#Totals],[Belopp]]", "$C$6"),
    ("Initiativ[[#All],[Belopp]]", "$C$1:$C$6"),
    ("Initiativ[[#Headers],[#Data],[Belopp]]", "$C$1:$C$5"),
    ("Initiativ[[#Data],[#Totals],[Kod]:[Belopp]]", "$B$2:$C$6"),
    ("Initiativ[[Kod]:[Kr '[tkr']]]", "$B$2:$D$5"),
    ("Initiativ[[Kr '[tkr']]:[Kod]]", "$B$2:$D$5"),
    ("Initiativ[Kr '[tkr']]", "$D$2:$D$5"),
    ("Initiativ[Det''är '#1]", "$E$2:$E$5"),
    ("Initiativ[Två\nrader]", "$F$2:$F$5"),
    ("Initiativ[[#This Row],[Belopp]]", f"$C{ROW}"),
    ("Initiativ[[#this  row], [belopp]]", f"$C{ROW}"),
    ("Initiativ[@Belopp]", f"$C{ROW}"),
    ("Initiativ[@[Kr '[tkr']]]", f"$D{ROW}"),
    ("Initiativ[@]", f"$B{ROW}:$F{ROW}"),
    ("Initiativ[#This Row]", f"$B{ROW}:$F{ROW}"),
    ("Initiativ[[#This Row],[Kod]:[Belopp]]", f"$B{ROW}:$C{ROW}"),
    ("Initiativ[@[Kod]:[Belopp]]", f"$B{ROW}:$C{ROW}"),
    ("[Belopp]", "$C$2:$C$5"),
    ("[@Belopp]*2", f"$C{ROW}*2"),
    ("[[#This Row],[Belopp]]", f"$C{ROW}"),
    ("Ramar_år[Belopp]", "'Åsas ramar''s'!$B$3:$B$4"),
    ("Ramar_år[#Headers]", "#REF!"),
    ("Ramar_år[#Totals]", "#REF!"),
    ("Ramar_år[[#All],[Källa]]", "'Åsas ramar''s'!$A$3:$A$4"),
    ("SUM(Initiativ[@Belopp],Ramar_år[Belopp])", f"SUM($C{ROW},'Åsas ramar''s'!$B$3:$B$4)"),
    ('"Initiativ[Kod]"', '"Initiativ[Kod]"'),
    ("Annat+Initiativ!A1+ROWS(Initiativ)", "Annat+Initiativ!A1+ROWS($B$2:$F$5)"),
    ("Initiativ(1)", "Initiativ(1)"),
]


@pytest.mark.parametrize(("reference", "address"), TRANSLATED)
def test_every_form_becomes_an_address(reference: str, address: str) -> None:
    written, where = TABLES.translated(tokens(reference), INSIDE)
    assert joined(written) == address
    assert where.holds(INSIDE.row, INSIDE.column)


WRONG = [
    ("Saknas[A]", "table_unknown", {"table": "Saknas"}),
    ("Initiativ[Saknas]", "table_column_unknown", {"table": "Initiativ", "column": "Saknas"}),
    ("Initiativ[@Saknas]", "table_column_unknown", {"table": "Initiativ", "column": "Saknas"}),
    ("Initiativ[[Kod]:[Borta]]", "table_column_unknown", {"table": "Initiativ", "column": "Borta"}),
    ("Initiativ[#Annat]", "table_reference_unreadable", {"reference": "#Annat"}),
    ("Initiativ[[Kod],]", "table_reference_unreadable", {"reference": "[Kod],"}),
    ("Ramar_år[@Belopp]", "table_row_outside", {"table": "Ramar_år"}),
    ("[1]Blad1!Initiativ[Kod]", "table_outside", {"sheet": "[1]Blad1!"}),
]


@pytest.mark.parametrize(("reference", "code", "values"), WRONG)
def test_what_leads_nowhere_is_a_fault(reference: str, code: str, values: dict[str, str]) -> None:
    with pytest.raises(TableReferenceError) as error:
        TABLES.translated(tokens(reference), INSIDE)
    assert (error.value.code, error.value.values) == (code, values)


def test_a_column_without_table_needs_a_table_around() -> None:
    with pytest.raises(TableReferenceError) as error:
        TABLES.translated(tokens("[@Belopp]"), FormulaPlace("Initiativ", 4, 7))
    assert error.value.code == "table_not_named"


@pytest.mark.parametrize("row", [1, 6, 7])
def test_the_own_row_outside_the_data_is_a_value_error(row: int) -> None:
    place = FormulaPlace("Initiativ", row, 9)
    written, where = TABLES.translated(tokens("Initiativ[@Belopp]"), place)
    assert joined(written) == "#VALUE!"
    assert where.holds(row, 9)
    assert not where.holds(4, 9)


def translator(last_row: int = 40) -> FormulaTranslator:
    return FormulaTranslator(TABLES, {"SHK_RANG", "SHK_BELOPP"}, last_row)


def test_a_template_serves_every_row_that_it_was_made_for() -> None:
    template = translator().template("[@Belopp]*Initiativ[@[Kr '[tkr']]]", INSIDE)
    assert [template.at(row) for row in (2, 5)] == ["$C2*$D2", "$C5*$D5"]
    assert (template.where.first_row, template.where.last_row) == (2, 5)


OWN = [
    ("SHK_RANG(A1)", "SHK_RANG(A1)"),
    ("shk_rang(A1)", "SHK_RANG(A1)"),
    ("_xldudf_NS_SHK_RANG(A1)+_xll.shk_belopp(1)", "SHK_RANG(A1)+SHK_BELOPP(1)"),
    ("[1]!SHK_RANG(A1)", "SHK_RANG(A1)"),
    ("'C:\\sökväg\\Bok.xlam'!SHK_RANG(A1)", "SHK_RANG(A1)"),
    ("Blad1!SHK_RANG(A1)", "Blad1!SHK_RANG(A1)"),
    ("[1]!ANNAN(A1)", "[1]!ANNAN(A1)"),
    ("SHK_RANG(1,,2)", f'SHK_RANG(1,"{OMITTED}",2)'),
    ("SHK_RANG(,)", f'SHK_RANG("{OMITTED}","{OMITTED}")'),
    ("SHK_RANG( )", "SHK_RANG( )"),
    ("IF(,SHK_RANG(SHK_BELOPP(1,),2),)", f'IF(,SHK_RANG(SHK_BELOPP(1,"{OMITTED}"),2),)'),
    ("SHK_RANG(A:A,$B:C)", "SHK_RANG(A$1:A$40,$B$1:C$40)"),
    ("SHK_RANG('Å'!A:A,2:3)", "SHK_RANG('Å'!A$1:A$40,$A2:$XFD3)"),
    ("SUM(A:A)", "SUM(A:A)"),
    ("SHK_BELOPP(Initiativ[@Belopp],)", f'SHK_BELOPP($C4,"{OMITTED}")'),
    ('"SHK_RANG(1,,2)"', '"SHK_RANG(1,,2)"'),
]


@pytest.mark.parametrize(("formula", "written"), OWN)
def test_calls_of_ours_get_one_form(formula: str, written: str) -> None:
    in_array = INSIDE._replace(is_array=True)
    assert translator().template(formula, in_array).at(4) == written


def test_an_ordinary_formula_calls_ours_by_the_names_for_one_cell() -> None:
    written = translator().template("SHK_RANG(shk_belopp(1))", INSIDE).at(4)
    assert written == "SHK_RANG__CELL(SHK_BELOPP__CELL(1))"


def test_what_needs_no_rewriting_is_told_quickly() -> None:
    assert not translator().may_rewrite("SUM(A1:B2)\nRAMAR!A1")
    for formula in ("shk_Rang(1)", "Initiativ", "x[1]", "ROWS(RAMAR_ÅR)"):
        assert translator().may_rewrite(formula)


@pytest.mark.parametrize("text", ["A0", "XFE1", "A1048577", "1A", "A1:B", ""])
def test_what_is_no_address_is_told(text: str) -> None:
    assert area(text) is None
