"""``shk-xl recalc``: batch recalculation of workbooks, without Excel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import JSON
from shk_xl.domain.faults import Refused, refuse
from shk_xl.wording import in_words
from shk_xl.workbook.recalculation.recalculate import Recalculation, recalculate_file, refusal

WORKBOOKS = {".xlsx", ".xlsm"}


@click.command(
    "recalc", help="Räknar om arbetsböcker utan Excel. PATHS är filer, eller mappar med filer."
)
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Skriver resultatet till en mapp i stället för i filen.",
)
@click.option(
    "--check", "only_check", is_flag=True, help="Skriver inget; kod 1 om något värde är gammalt."
)
@JSON
def command(paths: Sequence[Path], *, out: Path | None, only_check: bool, for_machine: bool) -> int:
    """Recalculate every file; one bad file does not stop the rest."""
    books = list(find_workbooks(paths))
    reports: list[dict[str, Any]] = []
    stale = False
    with show.progress("Räknar om", quiet=for_machine) as advance:
        for done, (book, below) in enumerate(books, start=1):
            target = out / below if out else None
            try:
                result = recalculate_file(book, target, write=not only_check)
            except Refused as refused:
                reports.append(refusal(str(book), refused))
                _tell(refused, quiet=for_machine)
            else:
                stale |= bool(result.changed)
                reports.append(result.report(str(book)))
                if not for_machine:
                    click.echo(f"{book}: {in_words_of(result, only_check=only_check)}")
            advance(done, len(books), book.name)
    if for_machine:
        show.as_json(reports)
    if any(report["status"] == "refused" for report in reports):
        return ExitCode.REFUSED
    return ExitCode.TO_SETTLE if only_check and stale else ExitCode.DONE


def find_workbooks(paths: Sequence[Path]) -> list[tuple[Path, Path]]:
    """Find the workbooks in files and folders, each once, with its path below the folder.

    Raises:
        Refused: A folder holds no workbook.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        if not path.is_dir():
            found.setdefault(path, Path(path.name))
            continue
        inside = [
            book
            for book in sorted(path.rglob("*"))
            if book.suffix.lower() in WORKBOOKS and not book.name.startswith("~$")
        ]
        if not inside:
            raise refuse("no_workbooks", folder=str(path))
        for book in inside:
            found.setdefault(book, book.relative_to(path))
    return list(found.items())


def _tell(refused: Refused, *, quiet: bool) -> None:
    if not quiet:
        for fault in refused.faults:
            click.echo(in_words(fault), err=True)


def in_words_of(result: Recalculation, *, only_check: bool = False) -> str:
    """Say what recalculation made of a workbook.

    Args:
        result: What it made.
        only_check: Nothing was written.
    """
    verb = "är gamla" if only_check else "ändrade"
    counts = f"{result.formulas} formler, {result.functions_called} anrop av våra funktioner"
    parts = [counts, f"{result.changed} värden {verb}"]
    if result.errors:
        parts.append(f"{result.errors} formler ger fel")
    if result.kept:
        parts.append(f"{result.kept} celler i vad-händer-om-tabeller är orörda")
    return ", ".join(parts) + "."
