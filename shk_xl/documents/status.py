"""Which documents in a folder rest on what the workbook says now, and which don't.

Rules: nothing is written. A document is held against the values that it was filled with, so an
edited one can be told to be stale as well; the date that it bears is its own. One that has lost
its values is held against the document that would be made now. A file without our stamp is
nobody's business but its owner's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Final

from shk_xl.documents.back.base_part import read_base, text_of
from shk_xl.documents.back.edited import is_ours
from shk_xl.documents.back.outline import folded
from shk_xl.documents.difference import DocumentDifference, differences_between
from shk_xl.documents.fields import FieldValue, Row
from shk_xl.documents.file_names import unique
from shk_xl.documents.kinds import KIND_OF_TYPE, KINDS, TEMPLATES, DocumentKind
from shk_xl.documents.plan import Job, documents_of
from shk_xl.documents.stamp import TRACE_FIELD, Stamp
from shk_xl.documents.templates.kind_of_template import template_of_kind
from shk_xl.documents.templates.template import Template
from shk_xl.documents.word.content_hash import hash_of_package
from shk_xl.documents.word.package import WordPackage, read_package
from shk_xl.domain.faults import Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.user_file import read_user_file


class State(StrEnum):
    """How a document stands."""

    UP_TO_DATE = "unchanged"
    STALE = "stale"
    EDITED = "edited"
    MISSING = "missing"
    SUPERFLUOUS = "superfluous"


@dataclass(frozen=True, slots=True)
class DocumentStatus:
    """A document, and how it stands.

    Args:
        path: Where it is, or would be.
        kind: Which kind.
        row: The code, date or year that it tells of.
        state: How it stands.
        edited: Somebody has changed it since it was made; it may be stale as well.
        template_changed: Its template has been changed since.
        differences: What it says, and what the workbook says now; the field stands for the
            heading, the row and the column for the place.
    """

    path: Path
    kind: DocumentKind
    row: str
    state: State
    edited: bool = False
    template_changed: bool = False
    differences: tuple[DocumentDifference, ...] = ()

    @property
    def initiative(self) -> str:
        """The initiative's code; empty for a document about more than one."""
        return self.row if self.kind in KIND_OF_TYPE.values() else ""


_PLANNED: Final = frozenset({DocumentKind.PROPOSAL, DocumentKind.MINUTES, *KIND_OF_TYPE.values()})
"""The kinds of which the workbook decides how many there are."""
_LOCK: Final = "~$"


def status_of(
    portfolio: Portfolio, folder: Path, templates_dir: Path | None = None
) -> list[DocumentStatus]:
    """Tell how the documents in a folder stand.

    Args:
        portfolio: What they should tell of.
        folder: Where they are; it need not be there.
        templates_dir: The team's own templates; None for the built-in ones.

    Returns:
        The documents that are there, by name, then those that are missing.

    Raises:
        Refused: A template is gone, or has faults.
    """
    jobs = {(job.kind, job.row): job for job in documents_of(portfolio)}
    templates = _Templates(templates_dir)
    found = [*_found(folder, jobs, templates)]
    there = {(one.kind, one.row) for one in found}
    names = unique(job.stem for job in jobs.values())
    missing = [
        DocumentStatus(folder / name, job.kind, job.row, State.MISSING)
        for job, name in zip(jobs.values(), names, strict=True)
        if job.kind in _PLANNED and (job.kind, job.row) not in there
    ]
    return [*found, *missing]


_Jobs = Mapping[tuple[DocumentKind, str], Job]


class _Templates:
    """The templates, each read once."""

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._loaded: dict[str, Template] = {}

    def get(self, name: str) -> Template:
        if name not in self._loaded:
            self._loaded[name] = template_of_kind(name, self._folder)
        return self._loaded[name]


def _found(folder: Path, jobs: _Jobs, templates: _Templates) -> Iterator[DocumentStatus]:
    paths = sorted(folder.glob("*.docx")) if folder.is_dir() else []
    for path in paths:
        if path.name.startswith(_LOCK):
            continue
        try:
            package = read_package(read_user_file(path), path.name)
        except Refused:
            continue  # no document of ours can be unreadable and known to be ours
        stamp = is_ours(package)
        kind = DocumentKind(stamp.kind) if stamp is not None else None
        if stamp is not None and kind in _PLANNED:
            yield _status(path, package, stamp, jobs, templates)


def _status(
    path: Path, package: WordPackage, stamp: Stamp, jobs: _Jobs, templates: _Templates
) -> DocumentStatus:
    kind = DocumentKind(stamp.kind)
    edited = stamp.content_sha256 != hash_of_package(package)
    job = jobs.get((kind, stamp.row))
    if job is None:
        return DocumentStatus(path, kind, stamp.row, State.SUPERFLUOUS, edited)
    try:
        values = job.values(date.fromisoformat(stamp.date))
    except ValueError:
        values = job.values(date.min)
    name = stamp.template if stamp.template in TEMPLATES else kind.template
    template = templates.get(name)
    base = read_base(package)
    if base is not None:
        differences = tuple(_changed(base, values))
    elif edited:
        differences = ()  # nobody can tell what is old from what somebody wrote
    else:
        differences = _against_new(package, template, job, values, stamp)
    renewed = template.sha256 != stamp.template_sha256
    stale = bool(differences) or (renewed and not edited)
    state = State.STALE if stale else State.EDITED if edited else State.UP_TO_DATE
    return DocumentStatus(path, kind, stamp.row, state, edited, renewed, differences)


def _against_new(
    package: WordPackage, template: Template, job: Job, values: Row, stamp: Stamp
) -> tuple[DocumentDifference, ...]:
    """Hold a document without values against the one that would be made now."""
    rendered = template.render(values)
    if rendered.rendering_sha256 == stamp.rendering_sha256:
        return ()
    data = template.package(rendered, job.title, KINDS[job.kind].name, stamp)
    return differences_between(package, read_package(data, template.name))


def _changed(before: Row, after: Row, where: tuple[str, ...] = ()) -> Iterator[DocumentDifference]:
    """Give the fields that hold something else now."""
    for name, value in after.items():
        if name in before and name != TRACE_FIELD:
            yield from _changed_value(before[name], value, (*where, name.replace("_", " ")))


def _changed_value(
    before: FieldValue, after: FieldValue, where: tuple[str, ...]
) -> Iterator[DocumentDifference]:
    if isinstance(after, list):
        yield from _changed_rows(before if isinstance(before, list) else [], after, where)
        return
    old = "" if isinstance(before, list) else text_of(before)
    new = text_of(after)
    if folded(old) != folded(new):
        yield DocumentDifference(where[0], " · ".join(where[1:]), old, new)


def _changed_rows(
    before: Sequence[Row], after: Sequence[Row], where: tuple[str, ...]
) -> Iterator[DocumentDifference]:
    """Compare rows with the same name; one that came or went is told by what it says."""
    old, new = _named(before), _named(after)
    for name in dict.fromkeys((*old, *new)):
        place = (*where, name) if name else where
        if name in old and name in new:
            yield from _changed(old[name], new[name], place)
            continue
        texts = [_row_said(rows[name]) if name in rows else "" for rows in (old, new)]
        yield DocumentDifference(where[0], " · ".join(place[1:]), texts[0], texts[1])


def _named(rows: Sequence[Row]) -> dict[str, Row]:
    """Give rows by the first text in each; of two with one name, the second has its number."""
    found: dict[str, Row] = {}
    for row in rows:
        texts = [folded(value) for value in row.values() if isinstance(value, str)]
        first = next(iter(texts), "")
        name, number = first, 1
        while name in found:
            number += 1
            name = f"{first} ({number})"
        found[name] = row
    return found


def _row_said(row: Row) -> str:
    texts = (text_of(value) for value in row.values() if not isinstance(value, list))
    return " | ".join(filter(None, texts))
