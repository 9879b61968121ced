"""``shk-xl new``: an empty portfolio workbook."""

from __future__ import annotations

from pathlib import Path

import click

from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK
from shk_xl.domain.faults import Place, refuse
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.starting_point import empty_portfolio


@click.command("new", help="Gör en ny, tom portfölj i filen BOOK (.xlsx).")
@BOOK
@click.option("--year", type=click.IntRange(1900, 9999), help="Budgetåret.")
@click.option("--focus-area", default="", help="Fokusområdet, till exempel namnet på satsningen.")
def command(book: Path, year: int | None, focus_area: str) -> int:
    """Write the workbook; an existing file is never replaced."""
    refuse_other_format(book)
    if book.exists():
        raise refuse("already_there", Place(file=str(book)))
    write_atomically(book, build_workbook(empty_portfolio(year, focus_area)))
    click.echo(f"{book} är klar. Börja på bladet Initiativ.")
    return ExitCode.DONE


def refuse_other_format(book: Path) -> None:
    """Refuse a name that Excel would not open as a workbook without macros."""
    if book.suffix.lower() != ".xlsx":
        raise refuse("not_xlsx", Place(file=str(book)))
