"""Recalculation against LibreOffice and against the engine's own recalculation.

Whole processes, from start to written file: wall time and memory, the best of several runs,
as ratios in one run, so that what else the machine does matters less. LibreOffice is set to
recalculate on load, with a profile of its own that is warm before it is measured. Run it
with the Python that shk_xl is installed for: ``python benchmarks/recalc.py``.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

TIMES = 3
LARGE, MEDIUM, SMALL = 20_000, 3_000, 50
OURS = 500
MOST_FOR_ENGINE_ALONE = 15_000
"""More rows than this, and the engine's own recalculation refuses the workbook."""
HEADERS = ("Kod", "Belopp", "Vikt", "Poäng", "Andel", "Moms", "Summa", "Vägd", "Grupp", "Text")
FORMULAS = (
    "{Belopp}*{Vikt}",
    "{Andel}*0.25",
    "{Andel}+{Moms}",
    "ROUND({Summa}*{Poäng}/5,2)",
    'IF({Poäng}>3,"hög","låg")',
    '{Kod}&"-"&{Grupp}',
)
"""The formula columns, each with names of columns in braces."""

OUR_PROGRAM = (
    "import sys; from pathlib import Path; from shk_xl.workbook.recalculation.recalculate import "
    "recalculate_file as r; r(Path(sys.argv[1]), Path(sys.argv[2]))"
)
ENGINE_ALONE = (
    "import sys; from formualizer import recalculate_xlsx_file as r; "
    "r(sys.argv[1], output=sys.argv[2])"
)
IN_ONE_PROCESS = """
import sys, timeit
from formualizer import recalculate_xlsx_bytes
from shk_xl.workbook.recalculation.recalculate import recalculate
data = open(sys.argv[1], "rb").read()
for work in recalculate, recalculate_xlsx_bytes:
    print(min(timeit.repeat(lambda: work(data), number=1, repeat=int(sys.argv[2]))))
"""
RECALCULATE_ON_LOAD = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode"
oor:op="fuse"><value>0</value></prop></item></oor:items>"""


class Cost(NamedTuple):
    """What something took; 0 megabytes where only the time was measured."""

    seconds: float
    megabytes: float


def values_of(row: int) -> list[object]:
    """Give what the cells of a row hold, formulas computed as Excel would."""
    amount, weight, points = 1000 + row % 977, 0.5 + (row % 10) / 10, 1 + row % 5
    share = amount * weight
    total = share + share * 0.25
    group = "hög" if points > 3 else "låg"
    weighted = int(total * points / 5 * 100 + 0.5) / 100
    code = f"K{row}"
    return [code, amount, weight, points, share, share * 0.25, total, weighted, group,
            f"{code}-{group}"]  # fmt: skip


def write_workbook(path: Path, rows: int, ours: int, *, tables: bool, cached: bool) -> None:
    """Write a workbook with six formula columns, a few totals, and some calls of ours.

    In a process of its own, since a process counts the memory of the one that starts it.
    """
    arguments = [str(path), str(rows), str(ours), str(int(tables)), str(int(cached))]
    subprocess.run([sys.executable, __file__, *arguments], check=True)


def write_here(path: str, rows: int, ours: int, tables: int, cached: int) -> None:
    """Write the workbook in this process."""
    import xlsxwriter  # noqa: PLC0415 - only here

    book = xlsxwriter.Workbook(path)
    data = book.add_worksheet("Data")
    data.write_row(0, 0, HEADERS)
    for row in range(rows):
        if tables:
            names = {name: f"T[[#This Row],[{name}]]" for name in HEADERS}
        else:
            names = {name: f"{chr(65 + i)}{row + 2}" for i, name in enumerate(HEADERS)}
        values = values_of(row)
        data.write_row(row + 1, 0, values[:4])
        for place, formula in enumerate(FORMULAS, 4):
            value = values[place] if cached else ""
            data.write_formula(row + 1, place, f"={formula.format_map(names)}", None, value)
    if tables:
        columns = [{"header": name} for name in HEADERS]
        data.add_table(0, 0, rows, len(HEADERS) - 1, {"name": "T", "columns": columns})
    totals = book.add_worksheet("Summor")
    for place, name in enumerate(("Belopp", "Andel", "Vägd")):
        column = chr(65 + HEADERS.index(name))
        area = f"T[{name}]" if tables else f"Data!${column}$2:${column}${rows + 1}"
        totals.write_formula(0, place, f"=SUM({area})", None, "")
    own = book.add_worksheet("Egna")
    for row in range(ours):
        value = values_of(row % rows)[1] if cached else ""
        own.write_formula(row, 0, f"=SHK_BELOPP(Data!B{row % rows + 2})", None, value)
    book.close()
    if cached:
        keep_values(Path(path))


def keep_values(path: Path) -> None:
    """Take out the flag by which a workbook says that its values are no results."""
    from shk_xl.ooxml.package import Package  # noqa: PLC0415 - only here

    package = Package(path.read_bytes())
    main = package.main_part()
    settings = package.read(main).replace(b' fullCalcOnLoad="1"', b"")
    path.write_bytes(package.replaced({main: settings}))


def cost(command: list[str]) -> Cost:
    """Run a process several times and give its shortest time and least memory."""
    best = Cost(float("inf"), float("inf"))
    # An installed program has its modules compiled, whatever the machine's settings are.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    for _ in range(TIMES):
        start = time.perf_counter()
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
        )
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            raise SystemExit(process.communicate()[1].decode())
        best = Cost(min(best[0], seconds), min(best[1], usage.ru_maxrss / 1024))
    return best


def in_one_process(path: Path) -> tuple[Cost, Cost]:
    """Time both recalculations of the same bytes in one process, without memory."""
    command = [sys.executable, "-c", IN_ONE_PROCESS, str(path), str(TIMES)]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    ours, theirs = map(float, printed.split())
    return Cost(ours, 0), Cost(theirs, 0)


def libreoffice(folder: Path) -> list[str]:
    """Give LibreOffice's command, with a profile that recalculates on load."""
    profile = folder / "profil"
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(RECALCULATE_ON_LOAD)
    program = shutil.which("soffice")
    if program is None:
        raise SystemExit("LibreOffice is not installed")
    settings = f"-env:UserInstallation={profile.as_uri()}"
    return [program, settings, "--headless", "--convert-to", "xlsx", "--outdir", str(folder / "lo")]


def measured(folder: Path) -> Iterator[tuple[str, str, Cost, Cost, str]]:
    """Measure each pair: what, against what, our cost, theirs, and the goal."""
    out = str(folder / "ut.xlsx")
    ours = [sys.executable, "-c", OUR_PROGRAM]
    office = libreoffice(folder)
    path = folder / "bok.xlsx"
    write_workbook(path, SMALL, 20, tables=True, cached=False)
    subprocess.run([*office, str(path)], check=True, capture_output=True)
    yield "small", "LibreOffice", cost([*ours, str(path), out]), cost([*office, str(path)]), "< 1"
    for tables in (False, True):
        for cached in (False, True):
            write_workbook(path, LARGE, OURS, tables=tables, cached=cached)
            name = f"{LARGE} rows, {'tables' if tables else 'A1'}"
            name += ", cached" if cached else ", not cached"
            mine, theirs = cost([*ours, str(path), out]), cost([*office, str(path)])
            yield name, "LibreOffice", mine, theirs, "≤ 0.5" if cached else "< 1"
    for cached in (False, True):
        write_workbook(path, MEDIUM, 0, tables=False, cached=cached)
        name = f"{MEDIUM} rows, A1, {'cached' if cached else 'not cached'}"
        alone = cost([sys.executable, "-c", ENGINE_ALONE, str(path), out])
        mine = cost([*ours, str(path), out])
        yield name, "engine alone, with start and guard", mine, alone, "≤ 2"
        mine, alone = in_one_process(path)
        yield name, "engine alone, in one process", mine, alone, "≤ 2"
    write_workbook(path, MOST_FOR_ENGINE_ALONE, 20, tables=False, cached=True)
    name = f"{MOST_FOR_ENGINE_ALONE} rows, A1, cached, 20 calls of ours"
    yield name, "engine alone, in one process", *in_one_process(path), "≤ 1.2"


def main() -> None:
    """Measure and print."""
    print("| workbook | against | ours s | theirs s | ratio | goal | ours MB | theirs MB |")
    print("|---|---|---|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name, against, mine, theirs, goal in measured(Path(folder)):
            ratio = mine.seconds / theirs.seconds
            print(
                f"| {name} | {against} | {mine.seconds:.2f} | {theirs.seconds:.2f} | {ratio:.2f} "
                f"| {goal} | {mine.megabytes:.0f} | {theirs.megabytes:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    if len(sys.argv) > 1:
        write_here(sys.argv[1], *map(int, sys.argv[2:]))
    else:
        main()
