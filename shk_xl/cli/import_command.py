"""``shk-xl import``: old documents into a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.new_command import refuse_other_format
from shk_xl.cli.options import JSON
from shk_xl.documents.old.aliases import read_alias
from shk_xl.documents.old.merge import merge_imported
from shk_xl.documents.old.reader import read_old_documents
from shk_xl.documents.old.report import Imported, ImportNote, NoteKind
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import read_user_file, refuse_if_locked
from shk_xl.wording_import import note_in_words
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.reading.read import read_portfolio_bytes


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
    refuse_other_format(book)
    imported = read_old_documents(files, aliases=dict(map(read_alias, aliases)))
    target = book
    if book.exists():
        imported, target = added_to(book, imported)
    write_atomically(target, build_workbook(imported.portfolio))
    if for_machine:
        show.as_json([for_json(note) for note in imported.report])
    else:
        click.echo("\n".join(lines(imported)))
        click.echo(f"\n{target} är skriven. Gå igenom raderna ovan: shk-xl check {target}")
    if target == book:
        return ExitCode.DONE
    click.echo(
        f"{book} har sparats i ett annat program och är kvar som den var. Allt i dess tabeller är "
        f"med i {target.name}, men inte egna kolumner, blad och format.",
        err=True,
    )
    return ExitCode.TO_SETTLE


def added_to(book: Path, imported: Imported) -> tuple[Imported, Path]:
    """Add to a workbook that exists.

    A workbook is made anew from its portfolio. That replaces the file only where it holds
    nothing else: no formats, columns or sheets of somebody's own that would be lost.

    Returns:
        The portfolio with what was added, and where to write it: the workbook itself, or a
        new file beside it.

    Raises:
        Refused: It is open, or cannot be read.
    """
    refuse_if_locked(book)
    data = read_user_file(book)
    portfolio = read_portfolio_bytes(data, file=str(book)).portfolio
    merged = merge_imported(portfolio, imported)
    return merged, book if build_workbook(portfolio) == data else free_name(book)


def free_name(book: Path) -> Path:
    """Find a name beside a workbook that is not taken."""
    names = (f"{book.stem}_ny{number}{book.suffix}" for number in chain([""], count(2)))
    return next(path for path in map(book.with_name, names) if not path.exists())


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
