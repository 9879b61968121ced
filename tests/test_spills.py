"""Array formulas that come to fill other cells: exactly those cells change."""

from __future__ import annotations

import io
import re
import subprocess
from pathlib import Path

import openpyxl
import pytest
from raw_workbooks import MAIN, sheet_xml, workbook

from shk_xl.functions.cell_values import Argument, Block
from shk_xl.ooxml.package import Package
from shk_xl.workbook.recalculation.recalculate import Recalculation, recalculate

PART = "xl/worksheets/sheet1.xml"


def run(sheet: dict[str, str] | str, rows: int) -> tuple[str, Recalculation]:
    """Recalculate a sheet on which ``SHK_B()`` gives so many rows of a number and an x."""

    def block(_: list[Argument]) -> Block:
        return [[float(row), "x"] for row in range(1, rows + 1)]

    functions = {"SHK_B": block}
    result = recalculate(workbook({"Blad": sheet}), functions=functions)
    assert recalculate(result.data, functions=functions).data is result.data
    return Package(result.data).read(PART).decode(), result


def spill(ref: str, *, dynamic: bool = True) -> str:
    mark = ' cm="1"' if dynamic else ""
    return f'<c{mark}><f t="array" ref="{ref}">SHK_B()</f><v>1</v></c>'


CELLS = {
    "A1": spill("A1:B2"),
    "B1": '<c t="str"><v>x</v></c>',
    "A2": "2",
    "B2": '<c s="3" t="str"><v>x</v></c>',
    "D1": "<c><f>SUM(A1:A9)</f><v>3</v></c>",
    "E1": "<c><f>SUM(_xlfn.ANCHORARRAY(A1))</f><v>3</v></c>",
    "D4": "5",
}


def test_a_spill_that_keeps_its_size_changes_nothing() -> None:
    assert run(CELLS, 2)[1].status == "unchanged"


def test_a_spill_that_grows_gets_the_cells_that_it_needs() -> None:
    xml, result = run(CELLS, 4)
    expected = (
        sheet_xml(CELLS)
        .replace('ref="A1:B2"', 'ref="A1:B4"')
        .replace("<v>3</v>", "<v>10</v>")
        .replace(
            '<row r="4">',
            '<row r="3"><c r="A3"><v>3</v></c><c r="B3" t="str"><v>x</v></c></row>'
            '<row r="4"><c r="A4"><v>4</v></c><c r="B4" t="str"><v>x</v></c>',
        )
    )
    assert xml == expected
    changes = {change.address: (change.old, change.new) for change in result.changes()}
    assert changes["A3"] == (None, 3.0)
    assert result.changed == len(changes) == 6


def test_a_spill_that_shrinks_leaves_its_cells_empty() -> None:
    xml, result = run(CELLS, 1)
    expected = (
        sheet_xml(CELLS)
        .replace('ref="A1:B2"', 'ref="A1:B1"')
        .replace("<v>3</v>", "<v>1</v>")
        .replace('<c r="A2"><v>2</v></c>', '<c r="A2"></c>')
        .replace('<c r="B2" s="3" t="str"><v>x</v></c>', '<c r="B2" s="3"></c>')
    )
    assert xml == expected
    changes = {change.address: change.new for change in result.changes()}
    assert (changes["A2"], changes["B2"], changes["D1"]) == (None, None, 1.0)


def test_a_spill_into_a_cell_with_content_is_an_error() -> None:
    xml, _ = run({**CELLS, "A3": "77"}, 4)
    assert '<c r="A1" t="e" cm="1"><f t="array" ref="A1">SHK_B()</f><v>#SPILL!</v></c>' in xml
    assert '<c r="A2"></c><c r="B2" s="3"></c>' in xml
    assert '<c r="A3"><v>77</v></c>' in xml


def test_an_empty_cell_in_the_way_keeps_its_style() -> None:
    xml, _ = run({**CELLS, "A3": '<c s="9"/>'}, 3)
    assert '<row r="3"><c r="A3" s="9"><v>3</v></c><c r="B3" t="str"><v>x</v></c></row>' in xml


def test_new_cells_get_the_style_of_their_row_or_column_and_the_dimension_grows() -> None:
    content = sheet_xml(CELLS).replace(
        "<sheetData>",
        '<dimension ref="A1:E4"/><cols><col min="2" max="3" style="7"/></cols><sheetData>',
    )
    content = content.replace('<row r="4">', '<row r="4" s="5" customFormat="1">')
    xml, _ = run(content, 6)
    assert '<dimension ref="A1:E6"/>' in xml
    assert '<row r="3"><c r="A3"><v>3</v></c><c r="B3" s="7" t="str"><v>x</v></c></row>' in xml
    assert '<c r="A4" s="5"><v>4</v></c><c r="B4" s="5" t="str"><v>x</v></c><c r="D4">' in xml
    assert xml.index('<row r="5">') < xml.index('<row r="6">') < xml.index("</sheetData>")


@pytest.mark.parametrize("prefix", ["", "x:"])
def test_odd_layouts_take_new_cells_too(prefix: str) -> None:
    name = "xmlns:x" if prefix else "xmlns"
    content = (
        f"<{prefix}worksheet {name}='{MAIN}'>\n<{prefix}sheetData>\n"
        f"<!-- <row r='9'> --><{prefix}row r='1' spans='1:2'>"
        f"<{prefix}c cm='1' r='A1' ><{prefix}f ref='A1:B1' t='array' >SHK_B()</{prefix}f>"
        f"<{prefix}v>1</{prefix}v></{prefix}c>"
        f"<{prefix}c r='B1' t='str'><{prefix}v>x</{prefix}v></{prefix}c></{prefix}row>\n"
        f"<{prefix}row r='2' ht='30'/>\n<{prefix}row r='7'></{prefix}row>"
        f"</{prefix}sheetData></{prefix}worksheet>"
    )
    xml, _ = run(content, 3)
    rows = re.findall(rf"<{prefix}row r=.(\d).*?>(.*?)</{prefix}row>", xml.split("-->")[1])
    assert [row for row, _ in rows] == ["1", "2", "3", "7"]
    assert [len(re.findall(f"<{prefix}c ", inside)) for _, inside in rows] == [2, 2, 2, 0]
    assert 'ref="A1:B3"' in xml


def test_an_array_formula_of_a_fixed_size_keeps_it() -> None:
    cells = {**CELLS, "A1": spill("A1:B2", dynamic=False)}
    assert run(cells, 5)[1].changed == 0
    xml, _ = run({**cells, "B2": "2"}, 1)
    assert 'ref="A1:B2"' in xml
    assert '<c r="A2"><v>1</v></c><c r="B2" t="str"><v>x</v></c>' in xml
    three = {**CELLS, "A1": spill("A1:B3", dynamic=False), "A3": "3", "B3": "3"}
    assert '<c r="A3" t="e"><v>#N/A</v></c>' in run(three, 2)[0]


def test_an_array_formula_without_room_in_its_cells_is_kept() -> None:
    cells = {**CELLS, "A1": spill("A1:B2", dynamic=False), "A3": "9"}
    result = run(cells, 4)[1]
    assert result.changed == 0
    assert [fault.code for fault in result.reports] == ["array_size"]


def test_libreoffice_opens_what_has_grown(soffice: str, tmp_path: Path) -> None:
    _, result = run({**CELLS, "B2": "2"}, 4)
    book = tmp_path / "bok.xlsx"
    book.write_bytes(result.data)
    profile = f"-env:UserInstallation={(tmp_path / 'profil').as_uri()}"
    command = [soffice, profile, "--headless", "--convert-to", "csv", "--outdir", str(tmp_path)]
    subprocess.run([*command, str(book)], check=True, capture_output=True)
    rows = (tmp_path / "bok.csv").read_text(encoding="utf-8").splitlines()
    assert [len(row.split(",")) for row in rows] == [5] * 4
    assert rows[3].split(",")[3] == "5"  # what a function of ours gives, it computes anew


def test_others_can_read_what_has_grown() -> None:
    _, result = run({**CELLS, "B2": "2"}, 4)
    sheet = openpyxl.load_workbook(io.BytesIO(result.data), data_only=True)["Blad"]
    assert [cell.value for cell in sheet["A"][:4]] == [1, 2, 3, 4]
