"""How long edits of a large table take: all typed cells of it, one cell, and new rows.

Run: ``python benchmarks/table_writing.py``. The time should grow with the number of rows.
"""

from __future__ import annotations

import sys
from pathlib import Path
from time import process_time

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from portfolio_books import Layout, book

from shk_xl.workbook.columns import Kind
from shk_xl.workbook.schema import TABLES
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow
from shk_xl.workbook.writing.write import edit_tables

ROWS = (500, 1000, 2000, 4000)
COLUMNS = 30
TABLE = next(table for table in TABLES if table.name == "Initiativ")
TYPED = [c.title for c in TABLE.columns if c.field and c.kind in (Kind.TEXT, Kind.LONG_TEXT)]


def workbook(rows: int) -> bytes:
    """Make a workbook with a large table."""

    def enlarge(layouts: dict[str, Layout]) -> None:
        layout = layouts[TABLE.name]
        layout.titles += [f"Eget {n}" for n in range(COLUMNS - len(layout.titles))]
        texts = [title for title in layout.titles if title in TYPED or title.startswith("Eget")]
        layout.rows = [
            {
                "Kod": f"K{row}",
                "Typ": "Foruminitiativ",
                **{title: f"{title} {row} åäö" for title in texts},
            }
            for row in range(rows)
        ]

    return book(enlarge)


def seconds(data: bytes, edits: list[Edit]) -> float:
    """Measure the edits once."""
    start = process_time()
    edit_tables(data, edits)
    return process_time() - start


def main() -> None:
    """Print a line for each size."""
    print("rader  alla celler  (antal)  en cell  nya rader  (antal)")
    for rows in ROWS:
        data = workbook(rows)
        cells: list[Edit] = [
            CellEdit(TABLE.name, 2 + row, title, f"nytt {row}")
            for row in range(rows)
            for title in TYPED
        ]
        new: list[Edit] = [
            NewRow(TABLE.name, {"Kod": f"N{row}", "Namn": "nytt"}) for row in range(rows // 2)
        ]
        measured = [seconds(data, edits) for edits in (cells, cells[:1], new)]
        print(
            f"{rows:5}  {measured[0]:10.2f} s  {len(cells):7}  {measured[1]:5.2f} s  "
            f"{measured[2]:7.2f} s  {len(new):7}"
        )


if __name__ == "__main__":
    main()
