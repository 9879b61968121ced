"""The merge of ten replies into a workbook of 2 000 rows by 30 columns, from files to a file.

Tables of 14, 7, 4, 3 and 2 typed columns, each with as many rows: together 30 columns. Every
reply changes some of the cells and is sorted otherwise. The goal is 3 seconds for merging and
writing, the sheets Ändringslogg and Konflikter included; reading and computing are told apart.
Other sizes show that time grows with size. Last, the whole job is held against what somebody
would write with openpyxl alone. Best of several runs, in seconds of one processor: nothing here
waits, and what else the machine does matters less.
Run it with the Python that shk_xl is installed for: ``python benchmarks/merge.py``.
"""

from __future__ import annotations

import gc
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO
from typing import Any, NamedTuple, TypeVar

from openpyxl import load_workbook

from shk_xl.domain import portfolio as model
from shk_xl.domain.amounts import Known
from shk_xl.exchange.intake.merging import with_sheets
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.edits import edits_of
from shk_xl.exchange.merge.merge import merge
from shk_xl.exchange.merge.outcome import Counts
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.exchange.merge.sheets import log_rows
from shk_xl.exchange.merge.tables import MergeRow, MergeTable
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.writing.edits import CellEdit
from shk_xl.workbook.writing.write import edit_tables

GOAL = 3.0
TIMES = 3
REPLIES = 10
SIZES = (500, 1_000, 2_000, 4_000)
AGAINST = 2_000
SCENES = {
    "1 % of the cells": 0.01,
    "10 % of the cells": 0.1,
    "all texts in rows of its own": 1.0,
}
"""What each reply has changed; in the first two, replies meet by chance, and are in conflict."""
TABLES = ("Initiativ", "Finansiering", "Värdering", "Texter", "Samhällsmål")
WHEN = "2024-01-01 10:00:00"
Tables = Mapping[str, MergeTable]
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


def reply_file(book: bytes, base: Tables, number: int, share: float) -> bytes:
    """Make the file of a reply that has changed a share of the texts, each in its own way."""
    drawn = random.Random(number)  # noqa: S311 - a benchmark
    edits = []
    for name in TABLES:
        columns = SHAPES[name].columns
        free = [
            CellEdit(name, row.number, title, f"{value} {number}")
            for index, row in enumerate(base[name].rows.values())
            if index % REPLIES == number or share < 1
            for title, value in row.cells.items()
            if title in columns and title not in SHAPES[name].key
            if isinstance(value, str) and not columns[title].choices
        ]
        edits += drawn.sample(free, int(len(free) * share))
    return edit_tables(book, edits).data


def unread(tables: Tables) -> dict[str, MergeTable]:
    """Give tables as they are when they have just been read: no cell has been looked at."""
    return {
        name: replace(
            table,
            rows={
                key: MergeRow(row.shape, row.number, row.cells, row.formulas)
                for key, row in table.rows.items()
            },
        )
        for name, table in tables.items()
    }


def sorted_otherwise(tables: Tables, number: int) -> dict[str, MergeTable]:
    """Give tables with their rows in another order."""
    drawn = random.Random(number)  # noqa: S311 - a benchmark

    def shuffled(table: MergeTable) -> MergeTable:
        rows = [*table.rows.items()]
        drawn.shuffle(rows)
        return replace(table, rows=dict(rows))

    return {name: shuffled(table) for name, table in unread(tables).items()}


def timed(work: Callable[[], T]) -> tuple[float, T]:
    """Give the seconds of the processor that something took, and what it gave."""
    start = time.process_time()
    result = work()
    return time.process_time() - start, result


class Run(NamedTuple):
    """One merge: the seconds of its steps, and how many differences ended where."""

    merging: float
    writing: float
    sheets: float
    computing: float
    counts: Counts


def run(book: bytes, base: Tables, answers: list[Tables]) -> Run:
    """Merge once."""
    gc.collect()  # of the run before
    ours = unread(base)
    replies = [
        Reply(f"Part {n}", f"svar{n}.xlsx", sorted_otherwise(answer, n), base=unread(base))
        for n, answer in enumerate(answers)
    ]
    merging, merged = timed(partial(merge, {}, ours, replies))
    writing, written = timed(lambda: edit_tables(book, edits_of(merged)))
    sheets, _data = timed(
        lambda: with_sheets(written.data, ours, merged, log_rows(merged, WHEN), {})
    )
    computing, _computed = timed(lambda: recalculate(written.data, edited=written.touched))
    return Run(merging, writing, sheets, computing, merged.counts)


def measure(rows: int) -> None:
    """Measure one size: reading once, then a merge for every share of cells changed."""
    book = build_workbook(portfolio(rows))
    base = tables_of(book, file="bok.xlsx")
    for scene, share in SCENES.items():
        files = [reply_file(book, base, number, share) for number in range(REPLIES)]
        read = [timed(partial(tables_of, file, file="svar.xlsx")) for file in files]
        runs = [run(book, base, [answer for _seconds, answer in read]) for _ in range(TIMES)]
        best = min(runs, key=lambda one: one.merging + one.writing + one.sheets)
        total = best.merging + best.writing + best.sheets
        counts = best.counts
        print(
            f"{rows:5} rows, {scene}: {counts.came_in} differences, {counts.written} written, "
            f"{counts.conflicts} in conflict: merge {best.merging:.2f} + write "
            f"{best.writing:.2f} + sheets {best.sheets:.2f} = {total:.2f} s "
            f"({'within' if total <= GOAL else 'OVER'} {GOAL} s); "
            f"one file read {min(seconds for seconds, _ in read):.2f} s, "
            f"computed {best.computing:.2f} s"
        )
        if rows == AGAINST:
            against_openpyxl(book, files, total + sum(seconds for seconds, _ in read))


def against_openpyxl(book: bytes, files: list[bytes], ours: float) -> None:
    """Do the same with openpyxl alone: no check of the files, no groups, no keys that changed."""
    ours += min(timed(partial(tables_of, book, file="bok.xlsx"))[0] for _ in range(TIMES))
    theirs, _data = timed(partial(merge_by_hand, book, files))
    print(f"      files to file {ours:.1f} s, openpyxl {theirs:.1f} s: ratio {ours / theirs:.2f}")


def merge_by_hand(book: bytes, files: list[bytes]) -> bytes:
    """Merge with openpyxl, as a patient colleague would write it."""
    ours, base = load_workbook(BytesIO(book)), cells_by_key(book)
    wanted: dict[tuple[str, str, str], dict[Any, list[int]]] = {}
    for number, file in enumerate(files):
        for place, value in cells_by_key(file).items():
            if value != base.get(place):
                wanted.setdefault(place, {}).setdefault(value, []).append(number)
    log, conflicts = ours.create_sheet("Ändringslogg"), ours.create_sheet("Konflikter")
    rows = {name: rows_by_key(ours[SHAPES[name].sheet], SHAPES[name].key) for name in TABLES}
    for (name, key, title), values in wanted.items():
        for value, numbers in values.items():
            before = base.get((name, key, title))
            if len(values) > 1:
                conflicts.append([name, key, title, before, value, str(numbers)])
            else:
                cell = rows[name][key][title]
                cell.value = value
                log.append([name, key, title, before, value, str(numbers)])
    out = BytesIO()
    ours.save(out)
    return out.getvalue()


def cells_by_key(data: bytes) -> dict[tuple[str, str, str], Any]:
    """Read the values of the five tables."""
    book = load_workbook(BytesIO(data), data_only=True, read_only=True)
    return {
        (name, key, title): value
        for name in TABLES
        for key, row in rows_by_key(book[SHAPES[name].sheet], SHAPES[name].key).items()
        for title, value in ((title, cell.value) for title, cell in row.items())
    }


def rows_by_key(
    sheet: Any,  # noqa: ANN401 - either kind of sheet
    key: tuple[str, ...],
) -> dict[str, dict[str, Any]]:
    """Give the cells of a sheet by key and title."""
    lines = sheet.iter_rows()
    titles = [str(cell.value) for cell in next(lines)]
    rows = (dict(zip(titles, line, strict=False)) for line in lines)
    return {" ".join(str(row[title].value) for title in key): row for row in rows}


if __name__ == "__main__":
    for size in SIZES:
        measure(size)
