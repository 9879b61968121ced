"""The merge of ten replies into a workbook of 2 000 rows by 30 columns, read and written.

Tables of 14, 7, 4, 3 and 2 typed columns, each with as many rows: together 30 columns. Every
reply changes some of the cells and is sorted otherwise. The goal is 3 seconds for merging and
writing; the reading of the files is told apart. Half the rows show that time grows with size.
Run it with the Python that shk_xl is installed for: ``python benchmarks/merge.py``.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import TypeVar

from shk_xl.domain import portfolio as model
from shk_xl.domain.amounts import Known
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.exchange.merge.tables import MergeTable, table_of_rows
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.writing.write import write_tables

GOAL = 3.0
REPLIES = 10
SIZES = (1_000, 2_000)
SCENES = {
    "1 % of the cells": 0.01,
    "10 % of the cells": 0.1,
    "all texts in rows of its own": 1.0,
}
"""What each reply has changed; in the first two, replies meet by chance, and are in conflict."""
TABLES = ("Initiativ", "Finansiering", "Värdering", "Texter", "Samhällsmål")
T = TypeVar("T")


def portfolio(rows: int) -> model.Portfolio:
    """Make a portfolio with so many rows in each of the five tables."""
    headings = [*model.Heading]
    codes = [f"K{number}" for number in range(rows)]
    return model.Portfolio(
        initiatives=tuple(
            model.Initiative(
                code, f"Initiativ {code}", model.InitiativeType.FORUM, (f"Alias {code}",), 1,
                "Kommunen", f"Aktörer {code}", f"Kontext {code}", "Mars", f"Start {code}",
                f"Resurser {code}", Known(1000 + number),
            )
            for number, code in enumerate(codes)
        ),
        allocations=tuple(
            model.Allocation(code, "Ram", Known(500), "Arbetstid", f"Not {code}") for code in codes
        ),
        scores=tuple(model.Score(code, "Önskat", 3, f"Därför {code}") for code in codes),
        texts=tuple(
            model.TextSection(code, headings[number % 3], f"Text om {code}. " * 8)
            for number, code in enumerate(codes)
        ),
        goals=tuple(model.SocietalGoal(f"Mål {code}", f"Not {code}") for code in codes),
    )  # fmt: skip


def replies(base: Mapping[str, MergeTable], share: float) -> Iterator[Reply]:
    """Make replies that have changed a share of the cells, each its own, and sorted the rows."""
    for number in range(REPLIES):
        drawn = random.Random(number)  # noqa: S311 - a benchmark
        tables = {}
        for name in TABLES:
            rows = [dict(row.cells) for row in base[name].rows.values()]
            free = [
                (row, title)
                for index, row in enumerate(rows)
                if index % REPLIES == number or share < 1
                for title in row
                if title not in SHAPES[name].key and isinstance(row[title], str)
            ]
            for row, title in drawn.sample(free, int(len(free) * share)):
                if not SHAPES[name].columns[title].choices:
                    row[title] = f"{row[title]} {number}"
            drawn.shuffle(rows)
            tables[name] = table_of_rows(SHAPES[name], rows)
        yield Reply(f"Part {number}", f"svar{number}.xlsx", tables)


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Give the seconds that something took, and what it gave."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result


def measure(rows: int) -> None:
    """Measure one size: reading once, then a merge for every share of cells changed."""
    book = build_workbook(portfolio(rows))
    reading, ours = timed(partial(tables_of, book, file="bok.xlsx"))
    print(f"{rows} rows: read one file {reading:.2f} s ({len(book) / 1e6:.1f} MB)")
    for scene, share in SCENES.items():
        base = tables_of(book, file="kopia.xlsx")
        made = [*replies(base, share)]
        merging, merged = timed(partial(merge, base, ours, made))
        edits = edits_of(merged)
        writing, _data = timed(partial(write_tables, book, edits))
        counts = merged.counts
        verdict = "within" if merging + writing <= GOAL else "OVER"
        print(
            f"  {scene}: {counts.came_in} differences, {counts.written} written, "
            f"{counts.conflicts} in conflict: merge {merging:.2f} s + write {writing:.2f} s "
            f"= {merging + writing:.2f} s ({verdict} {GOAL} s)"
        )


if __name__ == "__main__":
    for size in SIZES:
        measure(size)
