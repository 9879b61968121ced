"""The batch: workbooks a second, memory, growth with the rows, and what the guard costs.

Whole processes, as ratios in one run, so that what else the machine does matters less. Run it
with the Python that shk_xl is installed for: ``python benchmarks/batch.py``.
"""

from __future__ import annotations

import math
import os
import subprocess
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path

import recalc

from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.zip_archive import ZipArchive

BOOKS, SMALL_ROWS = 1_000, 10
ROWS = (1_000, 5_000, 20_000, 100_000, 200_000)
PROGRAM = "import sys; from shk_xl.__main__ import main; sys.exit(main())"


def run(arguments: list[str]) -> tuple[float, float, float]:
    """Run ``recalc``; gives wall seconds, processor seconds, and the largest process's MB."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "recalc", *arguments],
        env=environment,
        stdout=subprocess.DEVNULL,
    )
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"recalc {arguments}: {process.returncode}")
    # Of the process and of those it waited for: the largest.
    return wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def many(folder: Path) -> None:
    """Recalculate many small workbooks, and one alone, to see what is paid once."""
    book = folder / "0.xlsx"
    recalc.write_workbook(book, SMALL_ROWS, 5, tables=False, cached=False)
    data = book.read_bytes()
    alone, _, _ = run([str(book)])
    for jobs in (1, 2):
        for number in range(BOOKS):
            (folder / f"{number}.xlsx").write_bytes(data)
        wall, processor, _ = run([str(folder), "--jobs", str(jobs)])
        again, _, _ = run([str(folder), "--jobs", str(jobs)])
        print(
            f"| {BOOKS} workbooks, {jobs} processes | {BOOKS / wall:.0f} a second "
            f"({BOOKS / again:.0f} when nothing is new) | {1000 * processor / BOOKS:.1f} ms of "
            f"processor each, {2 * BOOKS / processor:.0f} a second on two that do nothing else "
            f"| {alone * BOOKS / wall:.0f} times one by one |",
            flush=True,
        )


def inflated(path: Path) -> int:
    """Give the size of the sheets' XML."""
    archive = ZipArchive(path.read_bytes())
    return sum(m.size for name, m in archive.members.items() if "/worksheets/sheet" in name)


def growth(folder: Path) -> None:
    """Recalculate larger and larger workbooks; memory against XML, and the slope of time.

    The time is the processors', which a busy machine changes least. The start and the program
    itself are measured on an empty workbook, and left out.
    """
    path = folder / "stor.xlsx"
    bare = run_empty(folder)
    points = []
    for rows in ROWS:
        recalc.write_workbook(path, rows, 100, tables=False, cached=False)
        xml = inflated(path) / 1e6
        start = path.read_bytes()
        seconds = []
        megabytes = 0.0
        for _ in range(3 if rows <= 20_000 else 1):
            path.write_bytes(start)
            _, processor, megabytes = run([str(path), "--full"])
            seconds.append(processor)
        points.append((math.log(rows), math.log(max(min(seconds) - bare[0], 1e-3))))
        guard = time.process_time()
        check_package(start, file=path.name)
        guard = time.process_time() - guard
        print(
            f"| {rows} rows, {xml:.1f} MB XML | {min(seconds):.2f} s | {megabytes:.0f} MB "
            f"| {(megabytes - bare[1]) / xml:.1f} × the XML | guard {xml / guard:.0f} MB/s |",
            flush=True,
        )
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    whole = (points[-1][1] - points[0][1]) / (points[-1][0] - points[0][0])
    print(f"| slope | {whole:.2f} from end to end | {', '.join(f'{s:.2f}' for s in slopes)} | | |")


def run_empty(folder: Path) -> tuple[float, float]:
    """Time a workbook that costs nothing: the start, and the memory of the program itself."""
    path = folder / "tom.xlsx"
    recalc.write_workbook(path, 1, 1, tables=False, cached=False)
    _, processor, megabytes = run([str(path)])
    return processor, megabytes


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "många").mkdir()
        print("| batch | goal ≥ 100 a second on two cores | | |\n|---|---|---|---|")
        many(folder / "många")
        print("\n| growth | processor time (slope ≤ 1.1) | memory | goal ≤ 6 × | |")
        print("|---|---|---|---|---|")
        growth(folder)


if __name__ == "__main__":
    main()
