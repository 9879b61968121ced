"""Formulas as tokens: nothing is lost, and our functions are known in any spelling."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shk_xl.ooxml.sheet_content import FormulaColumns
from shk_xl.workbook.formula_tokens import (
    Kind,
    arguments,
    is_addin,
    joined,
    matching_closing,
    our_name,
    tokens,
)
from shk_xl.workbook.recalculation.engine_limits import Call, calls
from shk_xl.workbook.recalculation.ranges_as_values import (
    holds_range_as_value,
    may_hold_range_as_value,
)
from shk_xl.workbook.recalculation.shared_formulas import (
    SharedFormula,
    moved,
    shared_formulas,
)

TEXT, SHEET, ERROR, BRACKETS = Kind.TEXT, Kind.SHEET, Kind.ERROR, Kind.BRACKETS
NUMBER, REFERENCE, FUNCTION, NAME = Kind.NUMBER, Kind.REFERENCE, Kind.FUNCTION, Kind.NAME
SPLIT: list[tuple[str, list[tuple[Kind, str]]]] = [
    ('"a ""b"" (SUM("', [(TEXT, '"a ""b"" (SUM("')]),
    ("'Åsas blad'!$B$2", [(SHEET, "'Åsas blad'!"), (REFERENCE, "$B$2")]),
    ("'It''s [1]'!A1", [(SHEET, "'It''s [1]'!"), (REFERENCE, "A1")]),
    ("[1]Blad1!A1", [(SHEET, "[1]Blad1!"), (REFERENCE, "A1")]),
    ("[1]!Namn", [(SHEET, "[1]!"), (NAME, "Namn")]),
    ("Blad1:Blad3!A1", [(SHEET, "Blad1:Blad3!"), (REFERENCE, "A1")]),
    ("Blad1!#REF!", [(SHEET, "Blad1!"), (ERROR, "#REF!")]),
    ("T[[#This Row],[Kr '[tkr']]]", [(NAME, "T"), (BRACKETS, "[[#This Row],[Kr '[tkr']]]")]),
    ("T[a'']", [(NAME, "T"), (BRACKETS, "[a'']")]),
    ("[@Å]", [(BRACKETS, "[@Å]")]),
    ("1.5E-3", [(NUMBER, "1.5E-3")]),
    (".5", [(NUMBER, ".5")]),
    ("$A:$C", [(REFERENCE, "$A:$C")]),
    ("$1:3", [(REFERENCE, "$1:3")]),
    ("LOG10", [(REFERENCE, "LOG10")]),
    ("_xlfn.STDEV.S", [(NAME, "_xlfn.STDEV.S")]),
    ("Belopp_år.2", [(NAME, "Belopp_år.2")]),
    ("A1B", [(NAME, "A1B")]),
    ("TRUE", [(NAME, "TRUE")]),
]


@pytest.mark.parametrize(("formula", "split"), SPLIT)
def test_each_kind_of_token(formula: str, split: list[tuple[Kind, str]]) -> None:
    assert [tuple(token) for token in tokens(formula)] == split


def test_a_function_is_a_name_before_a_parenthesis() -> None:
    found = tokens("LOG10(A1)+SUM (B1)")
    assert [token.text for token in found if token.kind is FUNCTION] == ["LOG10"]
    assert found[0].kind is FUNCTION


PIECES = [
    "'Åb'!",
    "[1]",
    "T[",
    "[#This_Row]",
    "]",
    "'",
    '"',
    '""',
    "A1",
    "$B$2",
    ":",
    "1E",
    "(",
    ")",
    "{",
    "}",
    ",",
    ";",
    "#N/A",
    "#",
    "+",
    "<>",
    "åäö",
    "SUM",
    "_xlfn.",
    ".",
    "\\",
    "🙂",
]
pieces = st.sampled_from([*PIECES, " ", "\n", "\0"])


@given(st.one_of(st.text(max_size=30), st.lists(pieces, max_size=15).map("".join)))
def test_the_tokens_joined_give_the_text_back(formula: str) -> None:
    assert joined(tokens(formula)) == formula


OURS = {"SHK_BELOPP", "SHK_RANG", "SHK_PRIORITET", "SHK_PRIORITET_LAGST"}
SPELLINGS = [
    ("SHK_BELOPP", "SHK_BELOPP"),
    ("shk_belopp", "SHK_BELOPP"),
    ("_xldudf_SHK_RANG", "SHK_RANG"),
    ("_xldudf_NS_SHK_PRIORITET_LAGST", "SHK_PRIORITET_LAGST"),
    ("_xldudf_A_B_SHK_PRIORITET", "SHK_PRIORITET"),
    ("_XLDUDF_shk_rang", "SHK_RANG"),
    ("_xll.SHK_RANG", "SHK_RANG"),
    ("SUM", None),
    ("SHK_OKAND", None),
    ("MIN_SHK_RANG", None),
    ("_xll.NS_SHK_RANG", None),
    ("_xldudf_ASHK_RANG", None),
]


@pytest.mark.parametrize(("written", "name"), SPELLINGS)
def test_our_functions_are_known_in_any_spelling(written: str, name: str | None) -> None:
    assert our_name(written, OURS) == name


@pytest.mark.parametrize(
    ("sheet", "addin"),
    [
        ("[1]!", True),
        ("'Bok.xlam'!", True),
        ("'C:\\sökväg\\Bok.XLAM'!", True),
        ("'https://plats.se/Delade%20dokument/Bok.xlam'!", True),
        ("Bok.xlam!", True),
        ("[1]Blad1!", False),
        ("'C:\\Mallar\\[Bok.xlsx]Blad1'!", False),
        ("Blad1!", False),
        ("'Bok.xlam blad'!", False),
    ],
)
def test_a_prefix_that_leads_to_an_addin_is_told(sheet: str, *, addin: bool) -> None:
    assert is_addin(sheet) is addin


@pytest.mark.parametrize(
    ("formula", "parts"),
    [
        ("F()", []),
        ("F( )", []),
        ("F(1)", ["1"]),
        ("F(1,)", ["1", ""]),
        ("F(,)", ["", ""]),
        ("F(G(1,2),{3,4;5,6},(A1,B1))", ["G(1,2)", "{3,4;5,6}", "(A1,B1)"]),
        ('F("a,b",T[[#All],[A]])', ['"a,b"', "T[[#All],[A]]"]),
        ("F(1", []),
    ],
)
def test_the_arguments_of_a_call(formula: str, parts: list[str]) -> None:
    found = tokens(formula)
    assert [joined(found[a:b]) for a, b in arguments(found, 1)] == parts


def test_a_parenthesis_that_is_never_closed_has_no_end() -> None:
    assert matching_closing(tokens("F((1)"), 1) is None


def test_calls_are_read_outermost_first() -> None:
    assert calls('SUM(A1,"text(")') == [Call("SUM", ["A1", '"text("'])]


MOVED = [
    ("A1+$A1+A$1+$A$1", 2, 1, "B3+$A3+B$1+$A$1"),
    ("SUM(A:A,$B:B,1:1,$2:2)", 1, 1, "SUM(B:B,$B:C,2:2,$2:3)"),
    ("'Q1'!A1+FY24!B2", 1, 0, "'Q1'!A2+FY24!B3"),
    ('"A1"&Belopp_A1&LOG10(A1)', 1, 0, '"A1"&Belopp_A1&LOG10(A2)'),
    ("A1", -1, 0, "#REF!"),
    ("XFD1", 0, 1, "#REF!"),
    ("A1048576:B2", 1, 0, "#REF!:B3"),
    ("a1", 1, 0, "A2"),
]


@pytest.mark.parametrize(("formula", "down", "right", "written"), MOVED)
def test_a_shared_formula_moves_its_relative_references(
    formula: str, down: int, right: int, written: str
) -> None:
    assert moved(tokens(formula), down, right) == written


def test_shared_formulas_are_found_with_their_users() -> None:
    forms = [' t="shared" ref="A1:A3" si="0"', ' si="0" t="shared"', "", " t='shared' si='1'"]
    forms += [' t="shared" si="1" ref="B1:B2"', ' t="shared" ref="C1:C2" si="0"', forms[1]]
    formulas = ["A2", "", "1", "", "B9", "C3", ""]
    columns = FormulaColumns([1] * 7, [1] * 7, [""] * 7, [""] * 7, formulas, forms)
    assert shared_formulas(columns) == (
        SharedFormula(0, (1,)),
        SharedFormula(4, (3,)),
        SharedFormula(5, (6,)),
    )


RANGES = [
    ("SUM(A1:A3)", False, False),
    ("SUM(A1:A3*2)", False, True),
    ("SUM(A1:A3*2)", True, False),
    ("SUM(2*Blad1!A1:A3)", False, True),
    ("SUMPRODUCT((A1:A3>1)*B1:B3)", False, False),
    ("A:A&B1", False, True),
    ("-A1:A3", False, True),
    ("LEN(A1:A3)", True, True),
    ("MAX(LEN(A1:A3))", True, True),
    ("IF(A1:A3>0,A1:A3)", True, False),
    ("IF(A1>0,B1:B3,C1:C3)", False, False),
    ("ROUND(A1,2)*SUM(B1:B3)", False, False),
    ("T[A]*2", False, True),
    ("T[[#This Row],[A]]*2", False, False),
    ("T[[#This Row],[A]:[B]]*2", False, True),
    ("T[@A]*T[[#Totals],[A]]", False, False),
    ("Belopp*2", False, True),
    ("SUM(Belopp)", False, False),
    ("INDEX(A1:A9,2):INDEX(A1:A9,4)", False, False),
    ('"A1:A3*2"', False, False),
    ("COUNTIF(A1:A3,B1)=2", False, False),
    ('SUM(LEN(A1:A3&"x"))', True, True),
    ('SUMPRODUCT(LEN(A1:A3&"x"))', False, True),
    ("ROUND(IF(A1>0,B1:B3,0),1)", False, True),
    ("SUM(LEN(TRANSPOSE(A1:A3)))", False, True),
    ("ROUND(_xlfn.IFNA(A1:A3,0),1)", True, True),
    ('SUM(LEN({"a","bb"}))', False, True),
    ('MATCH(A1,{"a","bb"},0)+ABS(B1)', False, False),
    ("IFERROR(MATCH(A1,{1,2},0),9)", False, False),
    ("ROUND(SUM(A1:A3)/2,1)", False, False),
    ("ROUND(SUM(A1:A3)/2,1)", True, False),
    ("ROUND(VLOOKUP(A1,B1:C3,2,FALSE),1)", False, False),
    ("ROUND(VLOOKUP(A1:A3,B1:C3,2,FALSE),1)", True, True),
    ("LEN(SHK_KRONOR(A1:A3))", True, True),
    ("ROUND(SHK_PRIORITET(A1:A3),1)", False, False),
]


@pytest.mark.parametrize(("formula", "is_array", "held"), RANGES)
def test_a_range_where_one_value_is_meant_is_found(
    formula: str, *, is_array: bool, held: bool
) -> None:
    names = ("belopp",)
    assert holds_range_as_value(formula, is_array=is_array, range_names=names) is held
    if held and "Belopp" not in formula:
        assert may_hold_range_as_value(formula)
