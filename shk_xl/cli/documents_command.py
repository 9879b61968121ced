"""``shk-xl documents``: the Word documents for the Core Team."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.document_differences import (
    differences_of,
    lines_of_edited,
    lines_of_status,
    status_for_json,
)
from shk_xl.cli.document_differences import for_json as difference_for_json
from shk_xl.cli.document_findings import (
    findings_for_json,
    findings_of,
    lines_of_findings,
    stops,
)
from shk_xl.cli.form import write_form
from shk_xl.cli.kept_version import kept_version
from shk_xl.cli.options import JSON
from shk_xl.cli.packing import lines_of_pack, pack_of
from shk_xl.cli.since import earlier_version
from shk_xl.documents.changes import Earlier
from shk_xl.documents.form import FORMS
from shk_xl.documents.kinds import DocumentKind, Layout
from shk_xl.documents.making import Produced, Status
from shk_xl.documents.outcome import STATUS_IN_WORDS, count_in_words
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.documents.status import State, status_of
from shk_xl.documents.templates.files import own_folder
from shk_xl.domain.faults import Fault
from shk_xl.wording.documents import DOCUMENT_REASONS
from shk_xl.workbook.reading.read import read_portfolio
from shk_xl.workbook.reading.read_workbook import ReadWorkbook


@click.command("documents", help="Skapar Word-dokumenten för arbetsboken BOOK.")
@click.argument("book", type=click.Path(path_type=Path), required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Mappen att skriva till; förval: underlag, bredvid arbetsboken. Med --form: filen.",
)
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([kind.value for kind in DocumentKind if kind is not DocumentKind.CONTENTS]),
    help="Bara detta slags dokument. Kan upprepas.",
)
@click.option(
    "--initiative",
    "initiatives",
    multiple=True,
    help="Bara initiativet med denna kod. Kan upprepas.",
)
@click.option(
    "--layout",
    type=click.Choice([layout.value for layout in Layout]),
    default=Layout.HEADINGS.value,
    help="Beslutsunderlagens uppställning: egna rubriker (förval) eller tjänsteskrivelse.",
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    help="Mapp med egna mallar; förval: mappen mallar bredvid arbetsboken, om den finns.",
)
@click.option(
    "--date",
    "dated",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Datum i dokumenten; förval: i dag.",
)
@click.option(
    "--since",
    metavar="OLD",
    help=(
        "Gör också en sida om vad som har ändrats sedan OLD: en äldre arbetsbok, en dag "
        "(ÅÅÅÅ-MM-DD) eller en version i shk-xl log."
    ),
)
@click.option("--pdf", is_flag=True, help="Gör också PDF, genom LibreOffice.")
@click.option(
    "--pack",
    "packed",
    is_flag=True,
    help="Samlar dokumenten i en mapp, med en PDF som har innehåll och löpande sidnummer.",
)
@click.option(
    "--status",
    "only_status",
    is_flag=True,
    help="Visar vilka dokument som vilar på gamla uppgifter, och vilka. Skriver inget.",
)
@click.option(
    "--form",
    type=click.Choice([kind.value for kind in FORMS]),
    help="Skapar i stället ett tomt formulär att fylla i med Word. BOOK behövs inte.",
)
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    help="Hur många dokument som skapas samtidigt; förval: så många att det går fortast.",
)
@JSON
def command(  # noqa: PLR0913 - one argument an option
    *,
    book: Path | None,
    out: Path | None,
    kinds: Sequence[str],
    initiatives: Sequence[str],
    layout: str,
    templates: Path | None,
    dated: datetime | None,
    since: str | None,
    pdf: bool,
    packed: bool,
    only_status: bool,
    form: str | None,
    jobs: int | None,
    for_machine: bool,
) -> int:
    """Write the documents; one that somebody changed by hand gives exit code 1."""
    if DocumentKind.CHANGES in kinds and not since:
        raise click.UsageError("forandringar behöver --since: vad ändringarna räknas från.")
    today = dated.date() if dated else date.today()  # noqa: DTZ011 - the user's own day
    templates = templates or (own_folder(book.parent) if book else None)
    if form is not None:
        return write_form(DocumentKind(form), book, out, today, templates, for_machine=for_machine)
    if book is None:
        raise click.UsageError("Ange arbetsboken: shk-xl documents BOOK.")
    folder = out or book.parent / "underlag"
    if only_status:
        return show_status(book, folder, templates, for_machine=for_machine)
    produced = write_documents(
        workbook := read_portfolio(book),
        book,
        folder,
        today=today,
        kinds=[DocumentKind(kind) for kind in kinds] or None,
        initiatives=initiatives or None,
        layout=Layout(layout),
        earlier=earlier_version(book, since) if since else None,
        templates=templates,
        quiet=for_machine,
        jobs=jobs,
    )
    pdfs = to_pdf([document.path for document in produced], folder) if pdf else []
    pack = pack_of(produced, folder, workbook, today, templates) if packed else None
    found = findings_of(produced, [*pdfs, pack.pdf] if pack else pdfs)
    if for_machine:
        show.as_json([for_json(document, found) for document in produced])
    else:
        told = (*lines(produced), *lines_of_edited(produced, book), *lines_of_findings(found))
        click.echo("\n".join((*told, *(lines_of_pack(pack, produced) if pack else ()))))
    edited = any(document.status is Status.EDITED for document in produced)
    return ExitCode.TO_SETTLE if edited or stops(found) else ExitCode.DONE


def write_documents(  # noqa: PLR0913 - what the options say
    workbook: ReadWorkbook,
    book: Path,
    folder: Path,
    *,
    today: date,
    kinds: Collection[DocumentKind] | None = None,
    initiatives: Collection[str] | None = None,
    layout: Layout = Layout.HEADINGS,
    earlier: Earlier | None = None,
    templates: Path | None = None,
    quiet: bool = False,
    jobs: int | None = None,
) -> list[Produced]:
    """Make the documents with progress on the screen."""
    with show.progress("Skapar dokument", quiet=quiet) as advance:
        return produce_documents(
            workbook.portfolio,
            folder,
            source=SourceStamp(book.name, workbook.sha256, kept_version(book, workbook.sha256)),
            today=today,
            kinds=kinds,
            initiatives=initiatives,
            layout=layout,
            earlier=earlier,
            templates_dir=templates,
            progress=lambda done, count, path: advance(done, count, path.name),
            jobs=jobs,
        )


def show_status(book: Path, folder: Path, templates: Path | None, *, for_machine: bool) -> int:
    """Tell which documents rest on old numbers; one that does gives exit code 1."""
    statuses = status_of(read_portfolio(book).portfolio, folder, templates)
    if for_machine:
        show.as_json([*map(status_for_json, statuses)])
    else:
        click.echo("\n".join(lines_of_status(statuses, book)))
    stale = any(one.state is State.STALE for one in statuses)
    return ExitCode.TO_SETTLE if stale else ExitCode.DONE


def for_json(document: Produced, found: Sequence[Fault] = ()) -> dict[str, object]:
    """Give a document as data for a machine; of an edited one, what the new one says."""
    differences = [*map(difference_for_json, differences_of(document))]
    return {
        "path": str(document.path),
        "kind": document.kind.value,
        "initiative": document.initiative or None,
        "status": document.status.value,
        "reason": reason_in_words(document) or None,
        "findings": findings_for_json(found, document.path),
        **({"differences": differences} if document.status is Status.EDITED else {}),
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
