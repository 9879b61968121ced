"""Forms: an empty one written by ``documents --form``, and filled ones read by ``import``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.app import ExitCode
from shk_xl.cli.edited_documents import Ours, Returned, made_by_us
from shk_xl.documents.back.edited import Edited, read_edited
from shk_xl.documents.back.editor import edited_by
from shk_xl.documents.form import (
    FORM_ROW,
    as_imported,
    changes_of,
    faults_of,
    filled_in,
    initiative_of,
    make_form,
)
from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.old.report import Imported
from shk_xl.domain.faults import Place, refuse
from shk_xl.domain.portfolio import About, Portfolio
from shk_xl.exchange.intake.text_merging import merge_texts
from shk_xl.exchange.intake.texts import TextChange, TextReply
from shk_xl.ooxml.atomic import write_new
from shk_xl.workbook.reading.read import read_portfolio


@dataclass(frozen=True, slots=True)
class Answers:
    """What filled forms say.

    Args:
        new: Those about initiatives that the workbook lacks, each as a portfolio of its own.
        returned: What became of the others, and what can't be read; None where there are none.
    """

    new: tuple[Imported, ...] = ()
    returned: Returned | None = None


def write_form(
    kind: DocumentKind,
    book: Path | None,
    out: Path | None,
    today: date,
    templates: Path | None,
    *,
    for_machine: bool,
) -> int:
    """Write an empty form; a file that is there already is never replaced."""
    about = About() if book is None else read_portfolio(book).portfolio.about
    path = out or Path(f"formular-{kind.value}.docx")
    if not write_new(path, make_form(kind, about, today, templates)):
        raise refuse("already_there", Place(str(path)))
    if for_machine:
        show.as_json({"path": str(path), "kind": kind.value, "status": "written"})
    else:
        click.echo(
            f"{path} är skriven. Fyll i den med Word, och läs in den med: "
            f"shk-xl import {show.in_shell(path)} --into BOOK"
        )
    return ExitCode.DONE


def forms_among(files: Sequence[Path]) -> list[Ours]:
    """Give the files that are forms of ours."""
    made = (made_by_us(file) for file in files)
    return [one for one in made if one is not None and one.stamp.row == FORM_ROW]


def read_forms(forms: Sequence[Ours], book: Path, templates: Path | None) -> Answers:
    """Read filled forms, and merge those about what the workbook has.

    Args:
        forms: From ``forms_among``.
        book: The workbook; it need not be there.
        templates: The team's own templates; None for the built-in ones.

    Raises:
        Refused: A template or the workbook stands in the way.
    """
    if not forms:
        return Answers()
    portfolio = read_portfolio(book).portfolio if book.exists() else Portfolio()
    new: list[Imported] = []
    read: list[Edited] = []
    replies: list[TextReply] = []
    for form in forms:
        edited = read_edited(form.package, form.path.name, form.stamp, None, templates)
        filled = filled_in(edited)
        faults = faults_of(filled, form.path.name)
        read.append(replace(edited, told=(*edited.told, *faults)))
        initiative = None if faults else initiative_of(filled, portfolio)
        if initiative is not None:
            changes = changes_of(filled, initiative, form.path.name)
            replies.append(
                TextReply(
                    edited_by(form.package),
                    form.path.name,
                    form.data,
                    tuple(TextChange(*cell[:3], "", text) for cell, text in changes.items()),
                )
            )
        elif not faults:
            new.append(as_imported(filled, portfolio, form.path.name))
    return Answers(tuple(new), Returned(tuple(read), merge_texts(book, replies)))
