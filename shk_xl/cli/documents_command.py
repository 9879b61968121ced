"""``shk-xl documents``: the Word documents for the Core Team."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.options import BOOK, JSON
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.outcome import STATUS_IN_WORDS, count_in_words
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import Produced, Status, produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.wording.documents import DOCUMENT_REASONS
from shk_xl.workbook.reading.read import read_portfolio
from shk_xl.workbook.reading.read_workbook import ReadWorkbook


@click.command("documents", help="Skapar Word-dokumenten för arbetsboken BOOK.")
@BOOK
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Mappen att skriva till; förval: underlag, bredvid arbetsboken.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in DocumentKind]),
    help="Bara detta slags dokument. Kan upprepas.",
)
@click.option(
    "--initiative",
    "initiatives",
    multiple=True,
    help="Bara initiativet med denna kod. Kan upprepas.",
)
@click.option("--templates", type=click.Path(path_type=Path), help="Mapp med egna mallar.")
@click.option(
    "--date",
    "dated",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Datum i dokumenten; förval: i dag.",
)
@click.option("--pdf", is_flag=True, help="Gör också PDF, genom LibreOffice.")
@JSON
def command(  # noqa: PLR0913 - one argument an option
    *,
    book: Path,
    out: Path | None,
    kinds: Sequence[str],
    initiatives: Sequence[str],
    templates: Path | None,
    dated: datetime | None,
    pdf: bool,
    for_machine: bool,
) -> int:
    """Write the documents; one that somebody changed by hand gives exit code 1."""
    folder = out or book.parent / "underlag"
    produced = write_documents(
        read_portfolio(book),
        book,
        folder,
        today=dated.date() if dated else date.today(),  # noqa: DTZ011 - the user's own day
        kinds=[DocumentKind(kind) for kind in kinds] or None,
        initiatives=initiatives or None,
        templates=templates,
        quiet=for_machine,
    )
    if pdf:
        to_pdf([document.path for document in produced], folder)
    if for_machine:
        show.as_json([for_json(document) for document in produced])
    else:
        click.echo("\n".join(lines(produced)))
    edited = any(document.status is Status.EDITED for document in produced)
    return ExitCode.TO_SETTLE if edited else ExitCode.DONE


def write_documents(  # noqa: PLR0913 - what the options say
    workbook: ReadWorkbook,
    book: Path,
    folder: Path,
    *,
    today: date,
    kinds: Collection[DocumentKind] | None = None,
    initiatives: Collection[str] | None = None,
    templates: Path | None = None,
    quiet: bool = False,
) -> list[Produced]:
    """Make the documents with progress on the screen."""
    with show.progress("Skapar dokument", quiet=quiet) as advance:
        return produce_documents(
            workbook.portfolio,
            folder,
            source=SourceStamp(book.name, workbook.sha256),
            today=today,
            kinds=kinds,
            initiatives=initiatives,
            templates_dir=templates,
            progress=lambda done, count, path: advance(done, count, path.name),
        )


def for_json(document: Produced) -> dict[str, str | None]:
    """Give a document as data for a machine."""
    return {
        "path": str(document.path),
        "kind": document.kind.value,
        "initiative": document.initiative or None,
        "status": document.status.value,
        "reason": reason_in_words(document) or None,
    }


def reason_in_words(document: Produced) -> str:
    """Say why a document got its status; empty for a new one."""
    return DOCUMENT_REASONS[document.reason] if document.reason else ""


def lines(produced: Sequence[Produced]) -> list[str]:
    """List the documents, and count them."""
    listed = []
    for document in produced:
        reason = reason_in_words(document)
        listed.append(
            f"{document.path}: {STATUS_IN_WORDS[document.status][0]}"
            + (f". {reason}" if reason else "")
        )
    return [*listed, count_in_words(produced)]
