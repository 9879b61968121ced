"""``shk-xl demo``: the main job on the example of 2024, from workbook to documents."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from shk_xl.cli.document_findings import findings_of, lines_of_findings
from shk_xl.cli.documents_command import write_documents
from shk_xl.cli.recalc_words import in_words_of
from shk_xl.cli.summary_command import in_words
from shk_xl.documents.outcome import count_in_words
from shk_xl.documents.pdf import to_pdf
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import make_folder
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.check_lines import check_lines
from shk_xl.workbook.check_lines import count_in_words as findings_in_words
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.read import read_portfolio
from shk_xl.workbook.recalculation.recalculate import recalculate_file

BOOK = "exempel_2024.xlsx"
DOCUMENTS = "underlag"


@click.command("demo", help="Gör allt på exemplet från 2024, i mappen FOLDER.")
@click.argument("folder", type=click.Path(path_type=Path), default=Path("shk-xl-demo"))
@click.option("--pdf", is_flag=True, help="Gör också PDF, genom LibreOffice.")
def command(folder: Path, *, pdf: bool) -> None:
    """Build, recalculate, write every document, and show the numbers."""
    make_folder(folder)
    book = folder / BOOK
    if not book.exists():
        write_atomically(book, build_workbook(example_2024()))
    result = recalculate_file(book)
    workbook = read_portfolio(book)
    documents = folder / DOCUMENTS
    produced = write_documents(workbook, book, documents, today=date.today())  # noqa: DTZ011 - the user's own day
    pdfs = to_pdf([document.path for document in produced], documents) if pdf else []
    click.echo(in_words(workbook.portfolio))
    click.echo(f"\n{book}: omräknad utan Excel. {in_words_of(result.report(str(book)))}")
    click.echo(f"{documents}: {count_in_words(produced)}")
    for line in lines_of_findings(findings_of(produced, pdfs)):
        click.echo(line)
    findings = findings_in_words(check_lines(workbook))
    click.echo(f"Mötesberedskap: {findings} Se dem med: shk-xl check {book}")
