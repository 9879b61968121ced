"""Cells and rows put into a sheet of any layout, and nothing else in it changed."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from raw_workbooks import sheet_xml
from test_sheet_cells import ENCODINGS, LAYOUTS, SHEET
from written_books import cells_of, rows_of

from shk_xl.domain.faults import Refused
from shk_xl.ooxml.addresses import area
from shk_xl.ooxml.sheet_editing import BLANK, Content, SheetEditor, number_content, text_content

EDITS = {
    "A1": text_content("=å & <b>\n"),
    "B1": BLANK,
    "D1": number_content(2.5),
    "G1": Content("b", "v", "1"),
    "A2": text_content(" x"),
    "B3": number_content(7),
    "AA14": text_content("före"),
    "AC14": text_content("efter"),
    "C9": number_content(1),
    "A9": text_content("ny rad"),
    "B20": text_content("sist"),
}


def place(address: str) -> tuple[int, int]:
    found = area(address)
    assert found is not None
    return found.first_row, found.first_column


def edited(xml: str | bytes) -> bytes:
    editor = SheetEditor(xml.encode() if isinstance(xml, str) else xml)
    for address, content in EDITS.items():
        editor.put(*place(address), content, style="5")
    return editor.written()


def value_of(cell: etree._Element) -> tuple[str, str]:
    inline = "".join(str(text.text or "") for text in cell.iterfind("{*}is/{*}t"))
    return str(cell.get("t", "")), inline or str(cell.findtext("{*}v", ""))


WANTED = {
    "A1": ("inlineStr", "=å & <b>\n"),
    "B1": ("", ""),
    "D1": ("", "2.5"),
    "G1": ("b", "1"),
    "A2": ("inlineStr", " x"),
    "B3": ("", "7"),
    "AA14": ("inlineStr", "före"),
    "AC14": ("inlineStr", "efter"),
    "C9": ("", "1"),
    "A9": ("inlineStr", "ny rad"),
    "B20": ("inlineStr", "sist"),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_in_any_layout_only_those_cells_change(layout: str) -> None:
    xml = LAYOUTS[layout](SHEET)
    written = edited(xml)
    root = etree.fromstring(written)
    cells = {str(cell.get("r")): cell for cell in root.iter("{*}c")}
    assert {address: value_of(cells[address]) for address in EDITS} == WANTED
    assert not any(cells[address].findall("{*}f") for address in EDITS)
    before, after = cells_of(xml.encode()), cells_of(written)
    assert {a: x for a, x in before.items() if a not in EDITS} == {
        a: x for a, x in after.items() if a not in EDITS
    }
    assert [cells["D1"].get("s"), cells["B1"].get("s"), cells["A9"].get("s")] == ["3", None, "5"]
    assert [int(str(row.get("r"))) for row in root.iter("{*}row")] == [1, 2, 3, 4, 9, 14, 20]
    if layout == "extensions in cells":
        assert all("extLst" in str(etree.tostring(cells[a])) for a in ("A1", "D1"))


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_encoding_of_the_part_stays(encoding: str) -> None:
    mark, codec, name = ENCODINGS[encoding]
    data = mark + SHEET.replace('"UTF-8"', f'"{name}"').encode(codec)
    written = edited(data)
    assert written.startswith(mark)
    root = etree.fromstring(written)
    cells = {str(cell.get("r")): cell for cell in root.iter("{*}c")}
    assert {address: value_of(cells[address]) for address in EDITS} == WANTED


def test_without_edits_not_a_byte_changes() -> None:
    assert SheetEditor(SHEET.encode()).written() == SHEET.encode()


def test_an_empty_row_opens_and_a_span_that_is_too_narrow_goes() -> None:
    xml = SHEET.replace('<row r="3">', '<row r="3" spans="3:4" ht="30">')
    empty = xml.replace('<row r="14">', '<row r="9" spans="1:9" /><row r="14">')
    written = edited(empty)
    rows = rows_of(written)
    assert rows[3] == {"r": "3", "ht": "30"}
    assert rows[9] == {"r": "9", "spans": "1:9"}
    assert [where for where in cells_of(written) if where.endswith("9")] == ["A9", "C9"]


@pytest.mark.parametrize(
    ("height", "kept"), [('ht="30"', False), ('ht="30" customHeight="1"', True), ("", False)]
)
def test_a_height_that_nobody_fixed_goes_when_a_text_changes(height: str, *, kept: bool) -> None:
    xml = SHEET.replace('<row r="1">', f'<row r="1" {height}>')
    root = etree.fromstring(edited(xml))
    assert ("ht" in next(root.iter("{*}row")).attrib) == kept


DISORDER = {
    "a row twice": ('<row r="4">', '<row r="3">'),
    "rows in another order": ('<row r="4">', '<row r="2">'),
    "a cell of another row": ('<c r="C3"', '<c r="C4"'),
    "cells in another order": ('<c r="D3"', '<c r="B3"'),
    "a cell that does not say where it is": ('<c r="D3" s="2">', '<c s="2">'),
}


@pytest.mark.parametrize("what", DISORDER)
def test_a_sheet_in_disorder_is_refused(what: str) -> None:
    old, new = DISORDER[what]
    assert old in SHEET
    with pytest.raises(Refused):
        edited(SHEET.replace(old, new, 1))


addresses = st.builds("{}{}".format, st.sampled_from(["A", "C", "E", "AB"]), st.integers(1, 6))
contents = st.text(st.characters(codec="utf-8"), max_size=6).map(text_content) | st.floats(
    allow_nan=False, allow_infinity=False
).map(number_content)


@settings(max_examples=50)
@given(
    st.dictionaries(addresses, st.sampled_from(["1", "text", "=A1*2", '<c s="3"/>'])),
    st.dictionaries(addresses, contents, min_size=1),
    st.sampled_from(sorted(LAYOUTS)),
)
def test_random_cells_come_in_order(
    old: dict[str, str], new: dict[str, Content], layout: str
) -> None:
    xml = LAYOUTS[layout](sheet_xml({**old, "B3": "2"}))
    editor = SheetEditor(xml.encode())
    for address, content in new.items():
        editor.put(*place(address), content)
    found = list(cells_of(editor.written()))
    assert sorted(found) == sorted({*old, "B3", *new})
    assert found == sorted(found, key=place)
    kept = cells_of(xml.encode())
    after = cells_of(editor.written())
    assert all(after[address] == kept[address] for address in kept.keys() - new.keys())
