"""Formulas in the spelling of a host: the names of our functions change, and nothing else."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from raw_workbooks import MAIN, archive, sheet_xml, workbook

from shk_xl.cli.app import run
from shk_xl.domain.faults import Refused
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.xml_lexer import character_data, edited_data
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.formula_tokens import Kind, tokens
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.respelling import respell, respell_file
from shk_xl.workbook.spelling import OUR_FUNCTIONS, Spelling, changes, displayed, spelled

SPELLINGS = [
    "SHK_RANG(A1)",
    "shk_Rang(A1)",
    "_xldudf_SHK_RANG(A1)",
    "_xldudf_NS_SHK_RANG(A1)",
    "_xll.SHK_RANG(A1)",
    "[1]!SHK_RANG(A1)",
    "[2]!_xldudf_SHK_RANG(A1)",
    "Bok.xlam!SHK_RANG(A1)",
    r"'C:\Åsas mallar\It''s.xlam'!SHK_RANG(A1)",
    "'https://plats.se/Delade%20dokument/x.xlam'!shk_rang(A1)",
]


@pytest.mark.parametrize("formula", SPELLINGS)
def test_every_spelling_is_turned_to_every_other(formula: str) -> None:
    assert displayed(formula) == "SHK_RANG(A1)"
    assert displayed(f"={formula}") == "=SHK_RANG(A1)"
    assert spelled(formula, Spelling.OFFICE) == "_xldudf_SHK_RANG(A1)"


OTHERS = [
    '"_xldudf_SHK_RANG("',
    "'_xldudf_SHK_RANG('!A1",
    "[1]!SHK_RANG+1",
    "Tbl[_xldudf_SHK_RANG(]",
    "Tbl[[#This Row],[shk_rang('[a']]]",
    "shk_rang",
    "SHK_RANG2(A1)",
    "MIN_SHK_RANG(A1)",
    "_xldudf_XSHK_RANG(A1)",
    "_xlfn.SHK_RANG(A1)",
    "[1]Blad1!A1",
    "'C:\\[Bok.xlsx]SHK_RANG'!A1",
    "'C:\\shk_rang(\\x.xlam'!ANNAN(A1)",
    "#REF!",
    "åäö(1)",
    "$A$1:B2",
    "1.5E-3",
]
"""What stands beside our functions in a formula, and is nobody's but its own."""


@pytest.mark.parametrize("formula", OTHERS)
def test_what_only_looks_like_ours_is_left_to_the_letter(formula: str) -> None:
    for spelling in Spelling:
        assert changes(formula, spelling) == []


@st.composite
def calls(draw: st.DrawFn) -> tuple[str, str]:
    """One of our functions, in any spelling, and its name."""
    name = draw(st.sampled_from(sorted(OUR_FUNCTIONS)))
    written = draw(st.sampled_from([name, name.lower(), f"_xldudf_{name}", f"_xll.{name}"]))
    addin = draw(st.sampled_from(["", "[1]!", "'C:\\å b\\x.xlam'!", "'https://a.se/x.xlam'!"]))
    return f"{addin}{written}(", f"{name}("


signs = st.sampled_from(["+", ",", ";", "*(", ")", " ", "&", "=", "\n", "<>"])
others = st.sampled_from(OTHERS).map(lambda text: (text, text))
formulas = st.lists(st.tuples(st.one_of(calls(), others), signs), max_size=12)


@given(formulas)
def test_only_the_names_of_our_functions_change(parts: list[tuple[tuple[str, str], str]]) -> None:
    written = "".join(part + sign for (part, _), sign in parts)
    wanted = "".join(part + sign for (_, part), sign in parts)
    assert displayed(written) == wanted
    assert displayed(wanted) == wanted
    office = spelled(written, Spelling.OFFICE)
    assert spelled(office, Spelling.OFFICE) == office
    assert displayed(office) == wanted
    assert spelled(wanted, Spelling.OFFICE) == office


@given(st.text(max_size=40))
def test_any_text_at_all_is_taken(text: str) -> None:
    if not any(token.kind is Kind.FUNCTION for token in tokens(text)):
        assert displayed(text) == text
    assert displayed(displayed(text)) == displayed(text)


RAW = st.sampled_from(
    [
        *("&amp;", "&#229;", "&#x26;", "&gt;", "&quot;", "a", "å", "+", ")", "\r\n", "\n"),
        *("<!-- SHK_RANG( -->", "<?x SHK_RANG(?>", "<![CDATA[&<]]>", "<![CDATA[shk_rang(]]>"),
        *("shk_rang(", "_xldudf_SHK_RANG(", "shk&#95;rang(", "'&amp;.xlam'!SHK_RANG(", "[1]!"),
    ]
)


@given(st.lists(RAW, max_size=10).map("".join))
def test_xml_is_respelled_as_it_reads_and_keeps_its_own_spelling(raw: str) -> None:
    def edits(text: str) -> list[tuple[int, int, str]]:
        return changes(text, Spelling.OFFICE)

    new = edited_data(raw, edits)
    assert character_data(new) == spelled(character_data(raw), Spelling.OFFICE)
    if not edits(character_data(raw)):
        assert new == raw


X14 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
XM = "http://schemas.microsoft.com/office/excel/2006/main"
AFTER = f"""
<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1"><formula>SHK_RANG(A1,A:A)
&gt; 1</formula></cfRule><cfRule type="colorScale" priority="2"><colorScale><cfvo type='min'/>
<cfvo gte="0" val='SHK_BELOPP("1 &amp; 2")' type="formula"/><cfvo type="num" val="SHK_RANG(A1)"/>
</colorScale></cfRule></conditionalFormatting><dataValidations count="1"><dataValidation sqref="A1">
<formula1>SHK_BELOPP($A$1)</formula1><formula2>"SHK_BELOPP("</formula2></dataValidation>
</dataValidations><extLst><ext uri="x" xmlns:x14="{X14}" xmlns:xm="{XM}"><x14:cfRule type="x">
<xm:f>SHK_KRONOR(A1)</xm:f></x14:cfRule><other:f xmlns:other="urn:x">SHK_KRONOR(A1)</other:f></ext>
</extLst>"""
CELLS = {
    "A1": "<c><f>SHK_BELOPP(B1)&amp;&quot;SHK_BELOPP(&quot;</f><v>5</v></c>",
    "A2": '<c t="str"><f t="shared" ref="A2:A4" si="0">SHK_KRONOR(B2)</f><v>SHK_KRONOR(</v></c>',
    "A3": '<c t="str"><f t="shared" si="0"/><v>gammalt</v></c>',
    "A4": "<c><f t='shared' si='0'></f></c>",
    "A5": '<c cm="1"><f t="array" ref="A5:A6"><![CDATA[SHK_RANG(B1:B2,B1:B2)]]></f ><v>1</v></c>',
    "A6": "SHK_RANG(B1)",
    "A7": "<c><f ca='1'>SUM(1,SHK_RANG(B1,B1:B2) )</f><!-- SHK_RANG( --><v/></c>",
    "A8": '<c t="inlineStr"><is><t>SHK_RANG(B1)</t></is></c>',
}
TABLE = f"""<?xml version="1.0"?><table xmlns="{MAIN}" id="1" name="SHK_RANG" displayName="SHK_RANG"
 ref="D1:E3"><tableColumns count="2"><tableColumn id="1" name="SHK_RANG("><calculatedColumnFormula
 array="1">SHK_RANG(SHK_RANG[[#This Row],[SHK_RANG(]],1)</calculatedColumnFormula></tableColumn>
<tableColumn id="2" name="b"><totalsRowFormula>SHK_BUDGETSUMMA(SHK_RANG[b])</totalsRowFormula>
</tableColumn></tableColumns></table>"""
NAMES = {"Egen": "SHK_BELOPP(Blad!$B$1)", "Text": '"SHK_BELOPP("', "SHK_RANG": "Blad!$A$1"}


def everything(spelling: Spelling) -> bytes:
    """A workbook with our functions wherever formulas stand, written as a host would."""
    parts = [sheet_xml(CELLS, after=AFTER), TABLE]
    names = NAMES
    if spelling is Spelling.OFFICE:
        for plain in (
            "<f>SHK_BELOPP(B1)&",
            "SHK_KRONOR(B2)<",
            "[SHK_RANG(B1:B2,",
            "(1,SHK_RANG(B1,",
            ">SHK_RANG(A1,A:A)\n",
            "'SHK_BELOPP(\"1",
            ">SHK_BELOPP($A$1)",
            "<xm:f>SHK_KRONOR(",
            '"1">SHK_RANG(SHK',
            ">SHK_BUDGETSUMMA(",
        ):
            assert sum(part.count(plain) for part in parts) == 1, plain
            parts = [part.replace(plain, plain.replace("SHK", "_xldudf_SHK", 1)) for part in parts]
        names = {**NAMES, "Egen": "_xldudf_SHK_BELOPP(Blad!$B$1)"}
    return workbook({"Blad": parts[0]}, names=names, tables={"Blad": [parts[1]]})


def assert_same_parts(one: bytes, other: bytes) -> None:
    first, second = Package(one), Package(other)
    assert first.partnames == second.partnames
    for name in first.partnames:
        assert first.read(name) == second.read(name), name


def test_formulas_are_found_wherever_they_stand_and_nothing_else_is_touched() -> None:
    plain, office = everything(Spelling.PLAIN), everything(Spelling.OFFICE)
    there = respell(plain, Spelling.OFFICE)
    assert_same_parts(there.data, office)
    assert (there.cells, there.elsewhere) == (1 + 3 + 1 + 1, 4 + 2 + 1)
    back = respell(there.data, Spelling.PLAIN)
    assert_same_parts(back.data, plain)
    assert (back.cells, back.elsewhere) == (there.cells, there.elsewhere)


def test_a_workbook_that_has_the_spelling_comes_back_as_it_is() -> None:
    for spelling in Spelling:
        data = everything(spelling)
        result = respell(data, spelling)
        assert result.data is data
        assert (result.cells, result.elsewhere) == (0, 0)
    data = workbook({"Blad": {"A1": "=SUM(1)"}})
    assert respell(data, Spelling.OFFICE).data is data


def test_parts_that_do_not_change_keep_their_compressed_bytes() -> None:
    data = workbook({"Ett": {"A1": "=SHK_BELOPP(1)"}, "Två": {"A1": "=SUM(1)", "A2": "å" * 500}})
    other = Package(data).read("xl/worksheets/sheet2.xml")
    changed = respell(data, Spelling.OFFICE).data
    at = data.index(b"xl/worksheets/sheet2.xml")
    packed = data[at : data.index(b"PK\x01\x02")]
    assert other
    assert packed in changed


@pytest.mark.parametrize(
    ("encoding", "declared"), [("utf-8-sig", "UTF-8"), ("utf-16", "UTF-16"), ("cp1252", "cp1252")]
)
def test_a_part_keeps_its_encoding_and_prefix(encoding: str, declared: str) -> None:
    declared = declared.replace("cp1252", "windows-1252")
    xml = (
        f'<?xml version="1.0" encoding="{declared}"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData>'
        '<x:row r="1"><x:c r="A1"  t="str" ><x:f >SHK_BELOPP( "å" )</x:f ><x:v>å</x:v></x:c>'
        "</x:row></x:sheetData></x:worksheet>"
    )
    package = Package(workbook({"Blad": {}}))
    name = "xl/worksheets/sheet1.xml"
    data = package.replaced({name: xml.encode(encoding)})
    changed = respell(data, Spelling.OFFICE).data
    wanted = xml.replace("SHK_BELOPP", "_xldudf_SHK_BELOPP").encode(encoding)
    assert Package(changed).read(name) == wanted


def test_a_link_to_an_addin_leaves_the_formula_and_keeps_its_part() -> None:
    formula = "=[1]!SHK_BELOPP(A1)+[2]Blad1!A1+[1]!ANNAN(1)"
    data = workbook({"Blad": {"A1": "1", "B1": formula}})
    changed = Package(respell(data, Spelling.PLAIN).data)
    sheet = changed.read("xl/worksheets/sheet1.xml").decode()
    assert "<f>SHK_BELOPP(A1)+[2]Blad1!A1+[1]!ANNAN(1)</f>" in sheet
    assert changed.partnames == Package(data).partnames


@pytest.fixture(scope="module")
def example() -> bytes:
    return build_workbook(example_2024())


def test_the_example_goes_there_and_back(example: bytes) -> None:
    there = respell(example, Spelling.OFFICE)
    assert there.cells > 50
    assert there.elsewhere >= 5
    back = respell(there.data, Spelling.PLAIN)
    assert_same_parts(back.data, example)
    assert respell(back.data, Spelling.OFFICE).data == there.data


def test_recalculation_gives_the_same_values_in_every_spelling(example: bytes) -> None:
    there = respell(example, Spelling.OFFICE).data
    again = recalculate(there)
    assert again.changed == 0
    assert again.functions_called == recalculate(example).functions_called > 0


def test_real_workbooks_have_none_of_our_functions_and_stay_as_they_are(
    excel_files: list[Path],
) -> None:
    read = 0
    for path in excel_files:
        data = path.read_bytes()
        try:
            package = Package(data)
            result = respell(data, Spelling.OFFICE)
        except Refused:
            continue
        assert package.data is data
        assert result.data is data, path.name
        read += 1
    assert read > 50


def test_real_workbooks_with_our_functions_change_in_formulas_alone(
    excel_files: list[Path],
) -> None:
    """Common functions in the real files are made one of ours, and turned there and back."""
    compared = 0
    for path in excel_files:
        data = path.read_bytes()
        if len(data) > 200_000:
            continue
        try:
            ours = with_our_functions(data)
            there = respell(ours, Spelling.OFFICE)
        except Refused:
            continue
        back = respell(there.data, Spelling.PLAIN)
        assert_same_parts(back.data, ours)
        one, other = Package(ours), Package(there.data)
        for name in one.partnames:
            new = other.read(name)
            assert new.replace(b"_xldudf_", b"") == one.read(name), name
            compared += new.count(b"_xldudf_")
        assert there.data == ours or there.cells + there.elsewhere
    assert compared > 100


def with_our_functions(data: bytes) -> bytes:
    package = Package(data)
    parts = {}
    for name in package.partnames:
        part = package.read(name)
        new = re.sub(
            rb"(?<![A-Za-z._])(?:SUM|IF|ROUND|INDEX|MATCH|AND|COUNT|AVERAGE)\(",
            b"SHK_BUDGETSUMMA(",
            part,
        )
        if name.endswith(".xml") and new != part:
            parts[name] = new
    return package.replaced(parts)


def refused(data: bytes) -> list[str]:
    with pytest.raises(Refused) as error:
        respell(data, Spelling.OFFICE)
    return [fault.code for fault in error.value.faults]


def test_a_signed_workbook_is_refused() -> None:
    package = Package(workbook({"Blad": {"A1": "=SHK_BELOPP(1)"}}))
    signature = b'<Relationship Id="s" Target="_xmlsignatures/origin.sigs" Type="http://schemas.'
    signature += b'openxmlformats.org/package/2006/relationships/digital-signature/origin"/>'
    rels = package.read("_rels/.rels").replace(b"</Rel", signature + b"</Rel")
    assert refused(package.replaced({"_rels/.rels": rels})) == ["workbook_signed"]


def test_what_is_no_workbook_is_refused() -> None:
    assert refused(b"text")[0].startswith("package_damaged")
    empty = Package(workbook({}))
    parts = {name: empty.read(name) for name in empty.partnames}
    parts["xl/workbook.xml"] = b'<document xmlns="urn:x"/>'
    assert refused(archive(parts)) == ["not_a_workbook"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(everything(Spelling.PLAIN))
    return path


def test_the_command_says_what_it_changed(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["excel", "formulas", str(book), "--for", "lite"]) == 0
    assert capsys.readouterr().out == (
        f"{book}: formlerna i 6 celler och 7 formler på annat håll är omskrivna.\n"
    )
    assert_same_parts(book.read_bytes(), everything(Spelling.OFFICE))
    before = book.stat()
    assert run(["excel", "formulas", str(book), "--for", "server"]) == 0
    assert "inget är ändrat" in capsys.readouterr().out
    assert book.stat().st_ino == before.st_ino


def test_the_command_can_write_a_copy(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before, copy = book.read_bytes(), book.with_name("kopia.xlsx")
    choices = ["--for", "server", "--out", str(copy), "--json"]
    assert run(["excel", "formulas", str(book), *choices]) == 0
    assert json.loads(capsys.readouterr().out) == {"path": str(copy), "cells": 6, "elsewhere": 7}
    assert book.read_bytes() == before
    assert_same_parts(copy.read_bytes(), everything(Spelling.OFFICE))
    assert run(["excel", "formulas", str(book), *choices]) == 3
    assert "Filen finns redan" in capsys.readouterr().err


def test_a_copy_keeps_its_suffix(book: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = book.with_suffix(".xlsm")
    assert run(["excel", "formulas", str(book), "--for", "classic", "--out", str(copy)]) == 3
    assert "Låt namnet sluta på .xlsx." in capsys.readouterr().err
    assert not copy.exists()


def test_a_file_that_somebody_has_open_is_refused(book: Path) -> None:
    book.with_name("~$bok.xlsx").write_bytes(b"x")
    before = book.read_bytes()
    with pytest.raises(Refused) as error:
        respell_file(book, Spelling.OFFICE)
    assert [fault.code for fault in error.value.faults] == ["file_locked"]
    assert book.read_bytes() == before


def test_a_file_is_guarded_before_it_is_read(book: Path) -> None:
    package = Package(book.read_bytes())
    part = "xl/worksheets/sheet1.xml"
    xml = package.read(part).replace(b"<worksheet", b"<!DOCTYPE x><worksheet")
    book.write_bytes(package.replaced({part: xml}))
    with pytest.raises(Refused) as error:
        respell_file(book, Spelling.OFFICE)
    assert [fault.code for fault in error.value.faults] == ["package_dtd"]
    assert all(str(book) == fault.place.file for fault in error.value.faults)
