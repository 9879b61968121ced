"""The engine against Excel: nothing that is written differs, on real workbooks and on ours."""

from __future__ import annotations

import runpy
from pathlib import Path

import pytest
from raw_workbooks import workbook

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).parents[1]
TOOL = runpy.run_path(str(ROOT / "tools" / "engine_agreement.py"))
_SMALL = 60_000


def test_nothing_is_written_that_excel_did_not_have(excel_files: list[Path]) -> None:
    small = [path for path in excel_files if path.stat().st_size < _SMALL]
    result = TOOL["compare"]([*small, *sorted((ROOT / "workbooks").glob("*.xls?"))])
    assert result.wrong_cells == []
    assert result.equal.total() > 1_000
    page = (ROOT / "docs" / "motorn.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in result.functions if name != TOOL["OPERATORS"])


def test_a_wrong_value_is_found(tmp_path: Path) -> None:
    cells = {
        "A1": "<c><f>SUM(1,2)</f><v>3</v></c>",
        "A2": "<c><f>SUM(1,2)+1</f><v>5</v></c>",
        "A3": '<c t="str"><f>UPPER("a")</f><v>A</v></c>',
        "A4": "<c><f>1+1</f><v>2</v></c>",
        "A5": "<c><f>OKÄND(1)</f><v>2</v></c>",
    }
    path = tmp_path / "bok.xlsx"
    path.write_bytes(workbook({"Blad": cells}))
    result = TOOL["compare"]([path])
    assert result.wrong_cells == [("bok.xlsx", ("Blad", "A2"), 5.0, 4.0)]
    assert (result.equal["SUM"], result.wrong["SUM"], result.kept["OKÄND"]) == (1, 1, 1)
    assert "| `SUM` | 2 | 1 | 0 | 1 |" in TOOL["table"](result)
