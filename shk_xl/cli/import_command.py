"""``shk-xl import``: documents into a workbook: those that came back, and old ones."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click

from shk_xl.cli import edited_documents, show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.edited_documents import ours_among, read_back
from shk_xl.cli.form import forms_among, read_forms
from shk_xl.cli.new_command import builder_of
from shk_xl.cli.options import JSON
from shk_xl.documents.old.aliases import read_alias
from shk_xl.documents.old.merge import merge_imported
from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.old.report import Imported, ImportNote, NoteKind
from shk_xl.documents.templates.files import own_folder
from shk_xl.domain.faults import Fault, placed
from shk_xl.domain.portfolio import Portfolio
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.versions import Reason, replace_book
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import read_user_file, refuse_if_locked
from shk_xl.wording import in_words
from shk_xl.wording_import import note_in_words
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.writing.differences import differences
from shk_xl.workbook.writing.write import edit_and_recalculate


@click.command(
    "import",
    help=(
        "Läser dokument ur FILES till en arbetsbok: det som någon har ändrat i dokument som "
        "shk-xl har skapat, och gamla beslutsunderlag, helhetsförslag och mötesanteckningar "
        "(.docx, .txt)."
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--into",
    "book",
    required=True,
    type=click.Path(path_type=Path),
    help="Arbetsboken. Den görs om den inte finns.",
)
@click.option(
    "--alias",
    "aliases",
    multiple=True,
    help='Två namn på samma sak: "Gammalt namn=Riktigt namn". Kan upprepas.',
)
@click.option(
    "--templates",
    type=click.Path(path_type=Path),
    help="Mapp med de mallar som dokumenten är gjorda med; förval som för documents.",
)
@JSON
def command(
    *,
    files: Sequence[Path],
    book: Path,
    aliases: Sequence[str],
    templates: Path | None,
    for_machine: bool,
) -> int:
    """Read the documents into the workbook; what waits for a person gives exit code 1."""
    build = builder_of(book)
    forms = forms_among(files)
    ours = ours_among(files, book)
    came_back = {document.path for document in (*ours, *forms)}
    old = [file for file in files if file not in came_back]
    templates = templates or own_folder(book.parent)
    returned = read_back(ours, book, templates) if ours else None
    answers = read_forms(forms, book, templates)
    told: list[dict[str, str | None]] = []
    if returned is not None:
        told = edited_documents.for_json(returned)
        if not for_machine:
            click.echo("\n".join(edited_documents.lines(returned, book)))
    for answer in answers.new:
        told += _add(answer, book, build, quiet=for_machine)
    if answers.returned is not None:
        told += edited_documents.for_json(answers.returned)
        if not for_machine:
            click.echo("\n".join(edited_documents.lines(answers.returned, book)))
    if old:
        read = read_old_documents(old, aliases=dict(map(read_alias, aliases)))
        told += _add(read, book, build, quiet=for_machine)
    if for_machine:
        show.as_json(told)
    waits = any(one is not None and one.waits for one in (returned, answers.returned))
    return ExitCode.TO_SETTLE if waits else ExitCode.DONE


def _add(
    imported: Imported, book: Path, build: Callable[[Portfolio], bytes], *, quiet: bool
) -> list[dict[str, str | None]]:
    """Add what was read to the workbook, or make one of it, and tell what to confirm."""
    remarks: Sequence[Fault] = ()
    if book.exists():
        imported, remarks = added_to(book, imported)
    else:
        write_atomically(book, build(imported.portfolio))
    if not quiet:
        click.echo("\n".join(lines(imported)))
        click.echo(f"\n{book} är skriven. Gå igenom raderna ovan: shk-xl check {book}")
    for remark in remarks:
        click.echo(in_words(remark), err=True)
    return [for_json(note) for note in imported.report]


def added_to(book: Path, imported: Imported) -> tuple[Imported, Sequence[Fault]]:
    """Add to a workbook that exists: values and rows into its tables, all else as it was.

    The workbook as it was is kept as a version.

    Returns:
        The portfolio with what was added, and what the person should know of the workbook.

    Raises:
        Refused: It is open, or cannot be read, written or computed.
    """
    refuse_if_locked(book)
    data = read_user_file(book)
    read = read_portfolio_bytes(data, file=str(book))
    merged = merge_imported(read.portfolio, imported)
    with placed(file=str(book)):
        written = edit_and_recalculate(data, differences(read, merged.portfolio))
    if written.data is not data:
        with Ledger(folder_of(book)) as ledger:
            replace_book(ledger, book, written.data, expected=data, reason=Reason.IMPORTED)
    return merged, written.remarks


def for_json(note: ImportNote) -> dict[str, str | None]:
    """Give a note as data for a machine."""
    return {
        "kind": note.kind.name.lower(),
        "code": note.code,
        "file": note.place.file,
        "place": note.place.cell,
        "message": note_in_words(note),
    }


def lines(imported: Imported) -> list[str]:
    """List the notes under what they ask of the reader."""
    listed: list[str] = []
    for kind in NoteKind:
        notes = [note_in_words(note) for note in imported.report if note.kind is kind]
        if notes:
            listed += [f"{kind.value}:", *(f"  {note}" for note in notes)]
    return listed
