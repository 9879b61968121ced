"""Cells of a sheet: read in any layout, and nothing changed but values and their type."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from raw_workbooks import MAIN, STRICT, archive, sheet_xml

from shk_xl.domain.faults import Refused
from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml.addresses import Area
from shk_xl.ooxml.cell_text import from_xstring, number_text, xstring
from shk_xl.ooxml.formula_forms import forms
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.shared_strings import read_shared_strings
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.sheet_content import SheetCells, Spelled
from shk_xl.ooxml.xml_lexer import character_data
from shk_xl.workbook.recalculation.cached_value import new_values, old_value

SHEET = sheet_xml(
    {
        "A1": '<c t="s"><v>0</v></c>',
        "B1": "12",
        "C1": "=B1*2",
        "D1": '<c s="3" t="str"><f>"å"&amp;B1</f><v>å12</v></c>',
        "E1": '<c t="b"><f>B1&gt;1</f><v>1</v></c>',
        "F1": '<c t="e"><f>NA()</f><v>#N/A</v></c>',
        "A2": '<c s="1"/>',
        "B2": '<c t="inlineStr"><is><t xml:space="preserve"> hej </t></is></c>',
        "C2": '<c><f t="shared" ref="C2:C3" si="0">B1+1</f><v>13</v></c>',
        "D2": '<c cm="1"><f t="array" ref="D2:D4">B1:B3*2</f><v>24</v></c>',
        "C3": '<c><f t="shared" si="0"/><v>1</v></c>',
        "D3": '<c s="2"><v>0</v></c>',
        "D4": '<c s="2"/>',
        "AB14": '<c vm="2"><f>1</f><v></v></c>',
    },
    after='<extLst><ext uri="x"><f>not a cell</f></ext></extLst>',
)
EXPECTED = [
    ("C1", "", "", "B1*2", ""),
    ("D1", "str", "å12", '"å"&B1', ""),
    ("E1", "b", "1", "B1>1", ""),
    ("F1", "e", "#N/A", "NA()", ""),
    ("C2", "", "13", "B1+1", "shared"),
    ("D2", "", "24", "B1:B3*2", "array"),
    ("C3", "", "1", "", "shared"),
    ("AB14", "", "", "1", ""),
]


def seen(cells: SheetCells) -> list[tuple[str, str, str, str, str]]:
    of = cells.formulas
    return [
        (
            of.address(i),
            of.types[i],
            from_xstring(character_data(of.values[i])),
            character_data(of.formulas[i]),
            next((kind for kind in ("shared", "array") if kind in of.forms[i]), ""),
        )
        for i in range(len(cells))
    ]


def test_formula_cells_are_read_with_all_they_have() -> None:
    assert seen(read_sheet(SHEET.encode())) == EXPECTED


def single_quotes(xml: str) -> str:
    return re.sub(r'="([^"<>]*)"', r"='\1'", xml)


def spread_out(xml: str) -> str:
    spaced = re.sub(r"<(c|row|f|v)( [^<>]*?)?(/?)>", r"<\1\2\n  \3>", xml)
    return re.sub(r"</(c|row)>", r"</\1 >\n\t", spaced)


def other_order(xml: str) -> str:
    return re.sub(r'<c r="(\w+)"((?: \w+="\w+")*)', r'<c\2 r="\1"', xml)


def prefixed(xml: str) -> str:
    named = re.sub(r"<(/?)(?=[a-zA-Z])(?!\?)", r"<\1x:", xml)
    return named.replace(f'xmlns="{MAIN}"', f'xmlns:x="{MAIN}"')


def commented(xml: str) -> str:
    hidden = '<!-- <c r="Z9"><f>1+1</f><v>2</v></c> -->'
    with_comments = re.sub(r"(<(?:row|c|v|f)\b[^<>]*>)", lambda m: m[0] + hidden, xml)
    return with_comments.replace("<sheetData>", f"{hidden}<sheetData><?note <c>?>{hidden}", 1)


def in_cdata(xml: str) -> str:
    return re.sub(r"<f>([^<&]*)</f>", r"<f><![CDATA[\1]]></f>", xml)


def with_references(xml: str) -> str:
    return xml.replace("NA()", "&#78;&#x41;()").replace("<v>12</v>", "<v>&#49;2</v>")


def with_cell_extensions(xml: str) -> str:
    return xml.replace(
        "</c>", '<extLst><ext uri="a"><y:f xmlns:y="urn:y">9</y:f></ext></extLst></c>'
    )


LAYOUTS: dict[str, Callable[[str], str]] = {
    "as Excel writes": lambda xml: xml,
    "strict": lambda xml: xml.replace(MAIN, STRICT),
    "single quotes": single_quotes,
    "white space": spread_out,
    "attributes in another order": other_order,
    "a prefix": prefixed,
    "prefix and white space": lambda xml: spread_out(prefixed(xml)),
    "comments that look like cells": commented,
    "CDATA": in_cdata,
    "character references": with_references,
    "extensions in cells": with_cell_extensions,
    "a bare sheet": lambda xml: xml.partition("?>\n")[2],
}
NEW: list[Spelled | None] = [
    ("", "1.5"),
    ("str", "ä &lt;b&gt;"),
    None,
    ("b", "0"),
    ("str", " "),
    ("e", "#DIV/0!"),
    ("", "7"),
    ("str", ""),
]


def without_values(xml: str, addresses: set[str]) -> bytes:
    """The whole part in one normal form, less what may change in some cells."""
    root = etree.fromstring(xml.encode())
    for cell in root.iter("{*}c"):
        if cell.get("r") in addresses:
            cell.attrib.pop("t", "")
            for part in cell:
                part.tail = None
            for value in cell.findall("{*}v"):
                cell.remove(value)
    return etree.tostring(root, method="c14n")


@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_layout_is_read_the_same(layout: str) -> None:
    assert seen(read_sheet(LAYOUTS[layout](SHEET).encode())) == EXPECTED


@pytest.mark.parametrize("layout", LAYOUTS)
def test_any_layout_keeps_all_but_the_values(layout: str) -> None:
    xml = LAYOUTS[layout](SHEET)
    before = read_sheet(xml.encode())
    written = before.with_values(NEW).decode()
    changed = {address for (address, *_), new in zip(EXPECTED, NEW, strict=True) if new}
    assert without_values(written, changed) == without_values(xml, changed)
    after = read_sheet(written.encode())
    found = [(of[1], of[2]) for of in seen(after)]
    wanted = [
        (old[1], old[2]) if new is None else (new[0], character_data(new[1]))
        for old, new in zip(EXPECTED, NEW, strict=True)
    ]
    assert found == wanted


@pytest.mark.parametrize("layout", LAYOUTS)
def test_without_new_values_not_a_byte_changes(layout: str) -> None:
    data = LAYOUTS[layout](SHEET).encode()
    assert read_sheet(data).with_values([None] * len(EXPECTED)) == data


ENCODINGS = {
    "UTF-8 with a mark": (b"\xef\xbb\xbf", "utf-8", "UTF-8"),
    "UTF-16, low byte first": (b"\xff\xfe", "utf-16-le", "UTF-16"),
    "UTF-16, high byte first": (b"\xfe\xff", "utf-16-be", "UTF-16"),
    "UTF-16 without a mark": (b"", "utf-16-le", "UTF-16"),
    "Latin 1": (b"", "latin-1", "ISO-8859-1"),
}


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_stays(encoding: str) -> None:
    mark, codec, name = ENCODINGS[encoding]
    data = mark + SHEET.replace('"UTF-8"', f'"{name}"').encode(codec)
    cells = read_sheet(data)
    assert seen(cells) == EXPECTED
    assert cells.with_values([None] * len(EXPECTED)) == data
    new: list[Spelled | None] = [("str", "Ω å"), *[None] * 7]
    again = read_sheet(cells.with_values(new))
    assert seen(again)[0] == ("C1", "str", "Ω å", "B1*2", "")


def test_every_cell_can_be_read_with_its_value() -> None:
    cells = {cell.address: cell for cell in read_sheet(SHEET.encode()).cells()}
    assert len(cells) == 14
    assert (cells["A1"].type, cells["A1"].value) == ("s", "0")
    assert (cells["B1"].row, cells["B1"].column, cells["B1"].value) == (1, 2, "12")
    assert cells["A2"].form is None
    within = read_sheet(SHEET.encode()).cells([Area(1, 2, 2, 3), Area(14, 28, 14, 28)])
    assert [cell.address for cell in within] == ["B1", "C1", "B2", "C2", "AB14"]
    assert cells["F1"].value == "#N/A"


@pytest.mark.parametrize("layout", LAYOUTS)
def test_cells_under_an_array_formula_get_values_too(layout: str) -> None:
    cells = read_sheet(LAYOUTS[layout](SHEET).encode())
    (array,) = forms(cells).arrays
    assert [child.address for child in array.children] == ["D3", "D4"]
    new = [(child, ("str", "ny")) for child in array.children]
    written = read_sheet(cells.with_values([None] * len(EXPECTED), new))
    values = {cell.address: (cell.type, cell.value) for cell in written.cells()}
    assert values["D3"] == values["D4"] == ("str", "ny")
    assert values["B1"][1] == next(c for c in cells.cells() if c.address == "B1").value


UNREADABLE = {
    "a formula cell that doesn't say where it is": ("<c r='C1'>", "<c>"),
    "two formulas in a cell": ("<f>B1*2</f>", "<f>1</f><f>2</f>"),
    "the value before the formula": ("<f>NA()</f><v>#N/A</v>", "<v>#N/A</v><f>NA()</f>"),
    "a formula beside an inline text": ("<f>NA()</f>", "<f>NA()</f><is><t>x</t></is>"),
    "an element that doesn't end": ("</row>", ""),
    "something else among the cells": ("</row>", "</row><other/>"),
    "text among the cells": ("</row>", "</row>text"),
    "the prefix bound anew": ("<row ", f'<row xmlns="{STRICT}" '),
    "another prefix for cells": ("<row r", f'<x:row xmlns:x="{MAIN}" r'),
    "a document type": ("<worksheet", "<!DOCTYPE worksheet><worksheet"),
    "an unknown entity": ('"å"&amp;B1', "&okänd;"),
    "an array formula without area": (' ref="D2:D4"', ""),
}


@pytest.mark.parametrize("what", UNREADABLE)
def test_what_cannot_be_read_for_certain_is_refused(what: str) -> None:
    old, new = UNREADABLE[what]
    xml = SHEET.replace('<c r="C1">', "<c r='C1'>")
    assert old in xml
    with pytest.raises(Refused):  # noqa: PT012 - some is found out when the formulas are asked for
        cells = read_sheet(xml.replace(old, new, 1).encode())
        seen(cells)
        forms(cells)


def test_an_unknown_encoding_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        read_sheet(SHEET.replace('"UTF-8"', '"KOI8-R"').encode())
    assert refused.value.faults[0].code == "package_encoding"


def test_a_sheet_without_cells_has_none() -> None:
    for data in ("<sheetData/>", "<sheetData></sheetData>", ""):
        xml = f'<worksheet xmlns="{MAIN}">{data}</worksheet>'.encode()
        assert len(read_sheet(xml)) == 0
        assert read_sheet(xml).with_values([]) == xml


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=12)


@given(texts)
def test_any_text_survives_the_file(text: str) -> None:
    cells = read_sheet(SHEET.encode())
    data = cells.with_values([("str", xstring(text)), *[None] * 7])
    cell = next(c for c in etree.fromstring(data).iter(f"{{{MAIN}}}c") if c.get("r") == "C1")
    value = cell[1].text or ""
    assert from_xstring(value) == text
    written = read_sheet(data).formulas
    assert old_value(written.types[0], written.values[0], lambda _: None) == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_any_number_survives_the_file(number: float) -> None:
    assert float(number_text(number)) == number
    assert new_values([""], [number_text(number)], [number], lambda _: None) == [None]


def test_space_at_the_ends_is_marked_as_wanted() -> None:
    data = read_sheet(SHEET.encode()).with_values([("str", " a"), *[None] * 7])
    assert b'<f>B1*2</f><v xml:space="preserve"> a</v>' in data


SAME: list[tuple[str, str, CellValue]] = [
    ("", "0.3", 0.1 + 0.2),
    ("n", "3.0", 3.0),
    ("", "-0", 0.0),
    ("", "1E3", 1000.0),
    ("str", "a &amp; b", "a & b"),
    ("str", "a_x000D_b", "a\rb"),
    ("str", "", ""),
    ("str", "", None),
    ("b", "1", True),
    ("b", "false", False),
    ("e", "#N/A", CellError.NA),
    ("s", "1", "delad"),
]
DIFFERENT: list[tuple[str, str, CellValue, Spelled]] = [
    ("", "0.3", 0.3000000000001, ("", "0.3000000000001")),
    ("", "0", 5e-17, ("", "5e-17")),
    ("", "", 0.0, ("", "0")),
    ("", "", "", ("str", "")),
    ("str", "1", 1.0, ("", "1")),
    ("", "1", True, ("b", "1")),
    ("b", "1", 1.0, ("", "1")),
    ("str", "#N/A", CellError.NA, ("e", "#N/A")),
    ("e", "#N/A", CellError.DIV0, ("e", "#DIV/0!")),
    ("str", "A", "a", ("str", "a")),
    ("s", "9", "delad", ("str", "delad")),
    ("d", "2024-01-01", 45292.0, ("", "45292")),
]


def shared(number: int) -> str | None:
    return "delad" if number == 1 else None


@pytest.mark.parametrize(("type_", "raw", "value"), SAME)
def test_what_the_file_already_holds_is_left(type_: str, raw: str, value: CellValue) -> None:
    assert new_values([type_], [raw], [value], shared) == [None]


@pytest.mark.parametrize(("type_", "raw", "value", "spelled"), DIFFERENT)
def test_what_differs_is_written(type_: str, raw: str, value: CellValue, spelled: Spelled) -> None:
    assert new_values([type_], [raw], [value], shared) == [spelled]


def test_shared_strings_are_read_without_phonetic_guides() -> None:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    rel = "<Relationships xmlns='p'><Relationship Id='1' Type='http://schemas.openxmlformats.org/"
    rel += "officeDocument/2006/relationships/{}' Target='{}'/></Relationships>"
    strings = (
        "<sst><si><t>ett</t></si><si><r><t>två </t></r><r><t>delar</t></r>"
        "<rPh sb='0' eb='1'><t>gissning</t></rPh></si><si/><si><t>rad_x000D_&amp;</t></si></sst>"
    )
    data = archive(
        {
            "[Content_Types].xml": types,
            "_rels/.rels": rel.format("officeDocument", "bok.xml").encode(),
            "bok.xml": b"<workbook/>",
            "_rels/bok.xml.rels": rel.format("sharedStrings", "s.xml").encode(),
            "s.xml": strings.encode(),
        }
    )
    assert read_shared_strings(Package(data)) == ("ett", "två delar", "", "rad\r&")


STRINGS = {
    "ordinary": "<sst count='3' xmlns='m'><si><t>ett</t></si><si><t xml:space=\"preserve\"> två"
    "</t></si><si/><si><t>a_x000D_&amp;</t></si></sst>",
    "runs among them": "<sst xmlns='m' xmlns:y='n'><si><t>ett</t></si><si><r><t> </t></r><r>"
    "<t>två</t></r><rPh sb='0' eb='1'><t>x</t></rPh><y:e y:a='1'/></si><si></si>"
    "<si><t>a_x000D_&amp;</t></si></sst>",
    "white space and a comment": "<sst>\n<si >\n<t>ett</t></si><!-- <si/> --><si><t> två</t></si>"
    "<si/><si><t><![CDATA[a_x000D_&]]></t></si>\n</sst>",
    "a prefix": "<x:sst xmlns:x='m'><x:si><x:t>ett</x:t></x:si><x:si><x:t> två</x:t></x:si><x:si/>"
    "<x:si><x:t>a_x000D_&amp;</x:t></x:si></x:sst>",
}


@pytest.mark.parametrize("layout", STRINGS)
def test_shared_strings_of_any_layout_are_read_the_same(layout: str) -> None:
    types = b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
    rel = "<Relationships xmlns='p'><Relationship Id='1' Type='http://schemas.openxmlformats.org/"
    rel += "officeDocument/2006/relationships/{}' Target='{}'/></Relationships>"
    parts = {
        "[Content_Types].xml": types,
        "_rels/.rels": rel.format("officeDocument", "bok.xml").encode(),
        "bok.xml": b"<workbook/>",
        "_rels/bok.xml.rels": rel.format("sharedStrings", "s.xml").encode(),
        "s.xml": f'<?xml version="1.0" encoding="UTF-8"?>\n{STRINGS[layout]}'.encode(),
    }
    assert read_shared_strings(Package(archive(parts))) == ("ett", " två", "", "a\r&")


names = st.sampled_from(["", "x:", "a-b.c:"])
space = st.sampled_from(["", " ", "\n", "\t  ", "\r\n"])
gap = st.sampled_from([" ", "\n", "  ", "\t"])
between = st.sampled_from(["", "\n", "<!-- <c r='A1'><f>1</f></c> -->", "<?x <c?>", " "])


@st.composite
def cells_in_some_layout(draw: st.DrawFn, prefix: str, address: str) -> tuple[str, bool]:
    """A cell written in any legal way, and whether it holds a formula."""
    quote = draw(st.sampled_from("'\""))
    attributes = [f"r={quote}{address}{quote}"]
    if draw(st.booleans()):
        attributes.append(f"s{draw(space)}={draw(space)}{quote}4{quote}")
    if draw(st.booleans()):
        attributes.append(f"t={quote}{draw(st.sampled_from(['n', 'str', 'e', 'b']))}{quote}")
    attributes = draw(st.permutations(attributes))
    opening = f"<{prefix}c" + "".join(draw(gap) + one for one in attributes) + draw(space)
    has_formula = draw(st.booleans())
    if not has_formula and draw(st.booleans()):
        return f"{opening}/>", False
    formula = draw(
        st.sampled_from(["A1+1", "IF(A1&lt;2,&quot;a&gt;b&quot;)", "<![CDATA[A1<2]]>", ""])
    )
    value = draw(st.sampled_from(["", "1", "å&amp;", "<!-- -->2"]))
    inner = draw(between)
    if has_formula:
        inner += f"<{prefix}f{draw(space)}>{formula}</{prefix}f{draw(space)}>{draw(between)}"
    if draw(st.booleans()):
        inner += f"<{prefix}v{draw(space)}>{value}</{prefix}v>{draw(between)}"
    return f"{opening}>{inner}</{prefix}c{draw(space)}>", has_formula


@settings(max_examples=50)
@given(st.data())
def test_random_layouts_keep_all_but_the_values(data: st.DataObject) -> None:
    prefix = data.draw(names)
    xml = ""
    addresses = []
    for row in range(1, data.draw(st.integers(1, 3)) + 1):
        xml += f"{data.draw(between)}<{prefix}row r='{row}'{data.draw(space)}>"
        for letter in "ABC"[: data.draw(st.integers(0, 3))]:
            cell, has_formula = data.draw(cells_in_some_layout(prefix, f"{letter}{row}"))
            xml += cell + data.draw(between)
            addresses += [f"{letter}{row}"] * has_formula
        xml += f"</{prefix}row>"
    declared = f"xmlns:{prefix[:-1]}" if prefix else "xmlns"
    sheet = f'<{prefix}worksheet {declared}="{MAIN}"><{prefix}sheetData>{xml}</{prefix}sheetData>'
    sheet += f"</{prefix}worksheet>"
    cells = read_sheet(sheet.encode())
    assert [cells.formulas.address(i) for i in range(len(cells))] == addresses
    assert cells.with_values([None] * len(cells)) == sheet.encode()
    new = data.draw(
        st.lists(
            st.sampled_from([None, ("", "5"), ("str", " ö"), ("e", "#N/A")]),
            min_size=len(cells),
            max_size=len(cells),
        )
    )
    written = cells.with_values(new).decode()
    changed = {a for a, one in zip(addresses, new, strict=True) if one is not None}
    assert without_values(written, changed) == without_values(sheet, changed)
    found = read_sheet(written.encode()).formulas
    for index, one in enumerate(new):
        if one is not None:
            assert (found.types[index], found.values[index]) == one
