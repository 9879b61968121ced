"""``shk-xl new``: a portfolio workbook, with buttons or without."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import click

from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK
from shk_xl.domain.faults import Place, refuse
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.reading.read import read_portfolio
from shk_xl.workbook.starting_point import empty_portfolio

WITH_MACROS = ".xlsm"


@click.command(
    "new",
    help=(
        "Gör en ny portfölj i filen BOOK: .xlsx, eller .xlsm med knappar och med funktionerna i "
        "arbetsboken."
    ),
)
@BOOK
@click.option("--year", type=click.IntRange(1900, 9999), help="Budgetåret.")
@click.option("--focus-area", default="", help="Fokusområdet, till exempel namnet på satsningen.")
@click.option(
    "--from",
    "source",
    type=click.Path(path_type=Path),
    help="En portfölj att hämta innehållet från. Den lämnas som den är.",
)
def command(book: Path, year: int | None, focus_area: str, source: Path | None) -> int:
    """Write the workbook; an existing file is never replaced."""
    build = builder_of(book)
    if source and (year or focus_area):
        raise click.UsageError("Ange --from, eller --year och --focus-area, men inte båda.")
    if book.exists():
        raise refuse("already_there", Place(file=str(book)))
    portfolio = read_portfolio(source).portfolio if source else empty_portfolio(year, focus_area)
    write_atomically(book, build(portfolio))
    click.echo(f"{book} är klar. {next_step(book, source)}")
    return ExitCode.DONE


def builder_of(book: Path) -> Callable[[Portfolio], bytes]:
    """Choose how a workbook is made, by its name.

    Raises:
        Refused: A name that Excel would not open as a workbook.
    """
    suffix = book.suffix.lower()
    if suffix == WITH_MACROS:
        # Loaded only here: who wants no macros does not wait for what writes them.
        from shk_xl.excel.macro_workbook import build_macro_workbook  # noqa: PLC0415

        return build_macro_workbook
    if suffix != ".xlsx":
        raise refuse("not_a_book_name", Place(file=str(book)))
    return build_workbook


def next_step(book: Path, source: Path | None) -> str:
    """Say what the person does next."""
    steps = []
    if source:
        steps.append(
            "Allt i portföljens tabeller är med; egna kolumner, blad och format är kvar i "
            f"{source}."
        )
    if book.suffix.lower() == WITH_MACROS:
        steps.append(
            "Knapparna och funktionerna behöver Python: kör shk-xl excel install en gång på varje "
            "dator, öppna arbetsboken och välj Aktivera innehåll."
        )
    return " ".join([*steps, "Börja på bladet Initiativ."])
