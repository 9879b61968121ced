"""``shk-xl import``: old documents into a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.new_command import builder_of
from shk_xl.cli.options import JSON
from shk_xl.documents.old.aliases import read_alias
from shk_xl.documents.old.merge import merge_imported
from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.old.report import Imported, ImportNote, NoteKind
from shk_xl.domain.faults import Fault, placed
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
        "Läser gamla beslutsunderlag, helhetsförslag och mötesanteckningar (.docx, .txt) ur "
        "FILES till en arbetsbok."
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
@JSON
def command(files: Sequence[Path], book: Path, aliases: Sequence[str], *, for_machine: bool) -> int:
    """Read the documents, add them to the workbook, and tell what to confirm."""
    build = builder_of(book)
    imported = read_old_documents(files, aliases=dict(map(read_alias, aliases)))
    remarks: Sequence[Fault] = ()
    if book.exists():
        imported, remarks = added_to(book, imported)
    else:
        write_atomically(book, build(imported.portfolio))
    if for_machine:
        show.as_json([for_json(note) for note in imported.report])
    else:
        click.echo("\n".join(lines(imported)))
        click.echo(f"\n{book} är skriven. Gå igenom raderna ovan: shk-xl check {book}")
    for remark in remarks:
        click.echo(in_words(remark), err=True)
    return ExitCode.DONE


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
