"""Excel's own functions that are calculated here, since the engine gives something else."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shk_xl.functions.cell_values import Argument, Block, CellError, CellValue
from shk_xl.workbook.recalculation.engine import Uncomputed
from shk_xl.workbook.recalculation.engine_overrides import Overrides
from shk_xl.workbook.recalculation.text_formats import NumberFormat, read_format

FUNCTIONS = Overrides(date1904=False).functions
NA, VALUE, NUM, DIV0 = CellError.NA, CellError.VALUE, CellError.NUM, CellError.DIV0


def call(name: str, *arguments: Argument) -> CellValue | Block | Uncomputed:
    return FUNCTIONS[name](list(arguments))


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("UPPER", ("på åäö ß é",), "PÅ ÅÄÖ ß É"),
        ("UPPER", (NA,), NA),
        ("UPPER", (None,), ""),
        ("UPPER", (12.0,), "12"),
        ("UPPER", ([["å", "b"]],), [["Å", "B"]]),
        ("LOWER", ("ÅÄÖ Äpple",), "åäö äpple"),
        ("PROPER", ("åsa o'hara på ÖN 2a",), "Åsa O'Hara På Ön 2A"),
        ("SEARCH", ("Ö", "förskolan"), 2),
        ("SEARCH", ("o", "förskolan"), 6),
        ("SEARCH", ("s?l", "förskolan"), VALUE),
        ("SEARCH", ("s??l", "förskolan"), 4),
        ("SEARCH", ("f*l", "förskolan", 2.0), VALUE),
        ("SEARCH", ("~?", "vem?"), 4),
        ("SEARCH", ("a", "åä"), VALUE),
        ("SEARCH", ("", "abc", 3.0), 3),
        ("SEARCH", ("a", "abc", 0.0), VALUE),
        ("TEXT", (3456000.0, "# ##0"), "3\u00a0456\u00a0000"),
        ("TEXT", (-1234.5, '# ##0" kr"'), "-1\u00a0235 kr"),
        ("TEXT", (0.0, "# ###"), ""),
        ("TEXT", (-0.4, "0"), "0"),
        ("TEXT", (1.005, "0,00"), "1,01"),
        ("TEXT", (7.0, "000"), "007"),
        ("TEXT", (0.125, "0,0%"), "12,5%"),
        ("TEXT", (45296.0, "ÅÅÅÅ-MM-DD"), "2024-01-05"),
        ("TEXT", (45296.7, "d/M åå"), "5/1 24"),
        ("TEXT", (None, "0"), "0"),
        ("TEXT", (NA, "0"), NA),
        ("CEILING", (2.5, 1.0), 3.0),
        ("CEILING", (-2.5, 2.0), -2.0),
        ("CEILING", (-2.5, -2.0), -4.0),
        ("CEILING", (2.5, -2.0), NUM),
        ("CEILING", (2.5, 0.0), 0.0),
        ("CEILING", (0.6, 0.2), 0.6),
        ("FLOOR", (3.7, 2.0), 2.0),
        ("FLOOR", (-2.5, 2.0), -4.0),
        ("FLOOR", (-2.5, -2.0), -2.0),
        ("FLOOR", (2.5, -2.0), NUM),
        ("FLOOR", (2.5, 0.0), DIV0),
        ("FLOOR", (0.6, 0.2), 0.6),
        ("CEILING.MATH", (24.3, 5.0), 25.0),
        ("CEILING.MATH", (-8.1, 2.0), -8.0),
        ("CEILING.MATH", (-5.5, 2.0, -1.0), -6.0),
        ("CEILING.MATH", (6.7,), 7.0),
        ("FLOOR.MATH", (24.3, 5.0), 20.0),
        ("FLOOR.MATH", (-8.1, 2.0), -10.0),
        ("FLOOR.MATH", (-5.5, 2.0, -1.0), -4.0),
        ("CEILING.PRECISE", (-4.1, -2.0), -4.0),
        ("FLOOR.PRECISE", (-3.2, -1.0), -4.0),
        ("ISO.CEILING", (4.3,), 5.0),
    ],
)
def test_it_gives_what_excel_gives(
    name: str, arguments: tuple[Argument, ...], expected: CellValue | Block
) -> None:
    assert call(name, *arguments) == expected


@pytest.mark.parametrize(
    "form",
    ["0.00", "#,##0", "#,##0.00", "yyyy-mm-dd", "# ##0 ", '# ##0 "kr"', "0;-0", "[Red]0", "0E+00"],
)
def test_a_format_that_other_languages_read_otherwise_is_out_of_reach(form: str) -> None:
    overrides = Overrides(date1904=False)
    assert overrides.functions["TEXT"]([1.5, form]) is Uncomputed.NOT_IMPLEMENTED
    assert overrides.out_of_reach == 1


def test_what_the_language_decides_is_out_of_reach() -> None:
    for name, arguments in (
        ("UPPER", (1.5,)),
        ("LOWER", (True,)),
        ("TEXT", ("12", "0")),
        ("TEXT", (59.0, "ÅÅÅÅ-MM-DD")),
    ):
        assert call(name, *arguments) is Uncomputed.NOT_IMPLEMENTED


def test_dates_are_counted_as_the_workbook_counts_them() -> None:
    text = Overrides(date1904=True).functions["TEXT"]
    assert text([0.0, "ÅÅÅÅ-MM-DD"]) == "1904-01-01"


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=4), st.integers(0, 4))
def test_a_number_in_a_format_reads_back_as_itself_rounded(number: Decimal, decimals: int) -> None:
    form = read_format("# ##0" + (f",{'0' * decimals}" if decimals else ""))
    if decimals == 3:
        assert form is None, "three decimals look like English thousands"
        return
    assert isinstance(form, NumberFormat)
    text = form.text(float(number))
    read = Decimal(text.replace("\u00a0", "").replace(",", "."))
    assert abs(read - Decimal(repr(float(number)))) * 2 <= Decimal(1).scaleb(-decimals)
