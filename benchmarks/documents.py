"""Six-page decision bases: our templates against a plain docxtpl loop on the same template.

Both get the same values and autoescape, write their files to disk, and say the same. Ours also
checks the template and each document, stamps it, keeps in it what it was filled with, writes
it safely and keeps its bytes the same between runs. The ratio is what counts; the seconds
depend on the machine. Run: ``python benchmarks/documents.py``, or with one of

- ``--jobs``: one process against two;
- ``--memory``: the peak for 1 000 and for 10 000 documents, less what the portfolio takes;
- ``--pdf``: PDFs through one LibreOffice.
"""

from __future__ import annotations

import os
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from statistics import median
from time import perf_counter, process_time
from typing import NamedTuple
from zipfile import ZipFile

from document_portfolio import portfolio
from docxtpl import DocxTemplate
from jinja2 import Environment

from shk_xl.documents import decision_basis
from shk_xl.documents.fields import Row
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.pack.joining import page_count
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import TRACE_FIELD, SourceStamp
from shk_xl.documents.templates.files import template_path
from shk_xl.documents.word.package import read_package
from shk_xl.documents.word.styles import read_styles
from shk_xl.documents.word.wordml import Blocks, BlockStyles, blocks

DOCUMENTS = 200
ROUNDS = 5
GOAL = 5.0
JOBS_DOCUMENTS = 2_000
SIZES = (1_000, 10_000)
PDFS = 40
TODAY = date(2024, 1, 15)
SOURCE = SourceStamp("portfolj.xlsx", "0" * 64)


@dataclass(frozen=True)
class PlainBlocks:
    """A block field as a plain docxtpl template wants it: something that is its own XML."""

    content: Blocks
    styles: BlockStyles

    def __bool__(self) -> bool:
        return bool(self.content)

    def __html__(self) -> str:
        return blocks(self.content.content, self.styles)


def for_docxtpl(row: Row, styles: BlockStyles) -> dict[str, object]:
    """Give the same values to docxtpl."""
    return {
        name: PlainBlocks(value, styles)
        if isinstance(value, Blocks)
        else [for_docxtpl(inner, styles) for inner in value]
        if isinstance(value, list)
        else value
        for name, value in row.items()
    }


def docxtpl_loop(folder: Path) -> None:
    """Make the documents the plain way: a template object for each."""
    whole = portfolio(DOCUMENTS)
    template = template_path(DocumentKind.FORUM.template)
    package = read_package(template.read_bytes(), template.name)
    found = read_styles(package.styles or b"")
    styles = replace(found.block_styles(), part=found.part_style(1))
    background = decision_basis.Background.of(whole)
    for initiative in whole.initiatives:
        row = decision_basis.values(whole, initiative, background, TODAY)
        document = DocxTemplate(template)
        values = {**for_docxtpl(row, styles), TRACE_FIELD: ""}
        document.render(values, Environment(autoescape=True))
        document.save(folder / f"{initiative.code}.docx")


def ours(folder: Path, size: int = DOCUMENTS, jobs: int = 1) -> None:
    """Make the documents as the program does."""
    produce_documents(
        portfolio(size), folder, source=SOURCE, today=TODAY, kinds=[DocumentKind.FORUM], jobs=jobs
    )


class Taken(NamedTuple):
    """How long something took.

    Args:
        wall: Seconds on the clock.
        processor: Seconds of the processor, in this process.
    """

    wall: float
    processor: float


def taken(make: Callable[[Path], None]) -> Taken:
    """Time one way, in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        wall, processor = perf_counter(), process_time()
        make(Path(folder))
        return Taken(perf_counter() - wall, process_time() - processor)


def on_one_core() -> None:
    """Keep to one core, where the system lets a process choose."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def words(path: Path) -> list[str]:
    """Give the text of a document."""
    xml = ZipFile(path).read("word/document.xml").decode()
    return " ".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)", xml)).split()


def refuse_unlike() -> None:
    """Stop unless both ways have made as many documents, that say the same."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        docxtpl_loop(Path(one))
        ours(Path(other))
        plain, own = (sorted(Path(folder).glob("*.docx")) for folder in (one, other))
        if len(plain) != DOCUMENTS or list(map(words, plain)) != list(map(words, own)):
            raise SystemExit("the two ways do not make the same documents")


def against_docxtpl() -> int:
    """Time both in turns, and print the medians and their ratio."""
    on_one_core()
    refuse_unlike()
    print(f"{DOCUMENTS} decision bases of six pages, median of {ROUNDS} rounds in turns, one core")
    timed = [(taken(docxtpl_loop), taken(ours)) for _ in range(ROUNDS)]
    plain, own = (
        Taken(*map(median, zip(*column, strict=True))) for column in zip(*timed, strict=True)
    )
    for name, one in (("plain docxtpl loop", plain), ("shk_xl", own)):
        rate = DOCUMENTS / one.wall
        print(f"  {name:18} {one.wall:6.2f} s, {one.processor:5.2f} s processor, {rate:4.0f}/s")
    ratio = plain.wall / own.wall
    of_processor = plain.processor / own.processor
    print(f"  ratio {ratio:.1f}, of processor time {of_processor:.1f} (goal {GOAL:.0f})")
    return int(ratio < GOAL)


def with_processes() -> int:
    """Time one process against two, in turns."""
    timed: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(ROUNDS):
        for jobs, seconds in timed.items():
            seconds.append(taken(lambda folder, jobs=jobs: ours(folder, JOBS_DOCUMENTS, jobs)).wall)  # type: ignore[misc]
    one, two = min(timed[1]), min(timed[2])
    print(f"{JOBS_DOCUMENTS} decision bases of six pages, best of {ROUNDS} rounds in turns")
    print(f"  one process {one:6.2f} s, two {two:6.2f} s, ratio {one / two:.2f}")
    return 0


def peak(size: int, *, make: bool) -> float:
    """Give the peak of a process that has a portfolio, or makes its documents, in MB."""
    program = [sys.executable, __file__, "--child", str(size), "make" if make else "hold"]
    return float(subprocess.run(program, capture_output=True, text=True, check=True).stdout)


def child(size: int, *, make: bool) -> int:
    """Hold a portfolio of that size, make its documents if asked for, and print the peak."""
    held = portfolio(size)
    if make:
        with tempfile.TemporaryDirectory() as folder:
            produce_documents(
                held, Path(folder), source=SOURCE, today=TODAY, kinds=[DocumentKind.FORUM]
            )
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return 0


def memory() -> int:
    """Print the peaks, less the portfolios."""
    for size in SIZES:
        held, made = peak(size, make=False), peak(size, make=True)
        print(
            f"{size:6} documents: peak {made:4.0f} MB, with the portfolio alone {held:4.0f} MB, "
            f"for the documents {made - held:3.0f} MB"
        )
    return 0


def pdfs() -> int:
    """Time PDFs through one LibreOffice."""
    with tempfile.TemporaryDirectory() as folder:
        ours(Path(folder), PDFS)
        paths = sorted(Path(folder).glob("*.docx"))
        for count in (1, PDFS):
            start = perf_counter()
            made = to_pdf(paths[:count], Path(folder))
            wall = perf_counter() - start
            print(
                f"{count:3} PDFs of {page_count(made[0])} pages: {wall:5.1f} s, "
                f"{count / wall:.1f} documents/s"
            )
    return 0


def main() -> int:
    """Do what is asked for."""
    match sys.argv[1:]:
        case ["--child", size, what]:
            return child(int(size), make=what == "make")
        case ["--memory"]:
            return memory()
        case ["--jobs"]:
            return with_processes()
        case ["--pdf"]:
            return pdfs()
        case _:
            return against_docxtpl()


if __name__ == "__main__":
    raise SystemExit(main())
