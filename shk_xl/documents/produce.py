"""From a portfolio to its Word documents in a folder.

Rules: everything that can be refused is refused before the first document is written:
templates, names, locks, the folder. Each document is then written whole or not at all. One
that would come out as it already stands is left alone, date and all; one that rests on
other numbers is replaced; one that a person has edited is kept, with the new one beside it.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from shk_xl.documents.file_names import unique
from shk_xl.documents.kinds import KINDS, DocumentKind
from shk_xl.documents.overwrite import free_path, write_faults
from shk_xl.documents.plan import Job, documents_of
from shk_xl.documents.stamp import SourceStamp, Stamp
from shk_xl.documents.templates.compilation import load_template
from shk_xl.documents.templates.files import read_template
from shk_xl.documents.templates.template import Rendered, Template
from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import make_folder


class Status(StrEnum):
    """What became of a document."""

    WRITTEN = "written"
    UNCHANGED = "unchanged"
    EDITED = "edited"


@dataclass(frozen=True, slots=True)
class Produced:
    """A document, and what became of it.

    Args:
        path: Where it is; for an edited one, where the new version was put.
        kind: Which kind.
        initiative: The initiative's code; empty for a document about more than one.
        status: What happened.
        reason: Why, as a key of ``shk_xl.wording.DOCUMENT_REASONS``; empty for a new document.
    """

    path: Path
    kind: DocumentKind
    initiative: str
    status: Status
    reason: str = ""


Progress = Callable[[int, int, Path], None]


def produce_documents(  # noqa: PLR0913 - the choices of one command
    portfolio: Portfolio,
    target_dir: Path,
    *,
    source: SourceStamp,
    today: date,
    kinds: Collection[DocumentKind] | None = None,
    initiatives: Collection[str] | None = None,
    templates_dir: Path | None = None,
    progress: Progress | None = None,
) -> list[Produced]:
    """Make the documents of a portfolio.

    Args:
        portfolio: What they tell of.
        target_dir: The folder to put them in; made if it is missing.
        source: The workbook that the portfolio was read from.
        today: The date of documents that are new or changed.
        kinds: Only these kinds; None for all.
        initiatives: Only the decision bases of these codes; None for all documents.
        templates_dir: The team's own templates; None for the built-in ones.
        progress: Called after each document with how many are done, of how many, and its path.

    Returns:
        Every document and what became of it, in order: the proposal, the decision bases in
        the portfolio's order, the minutes by date.

    Raises:
        Refused: Everything that stands in the way; nothing was written then.
    """
    _refuse_unknown(portfolio, initiatives)
    planned = list(documents_of(portfolio))
    named = zip(planned, unique(job.stem for job in planned), strict=True)
    wanted = [
        (job, target_dir / name)
        for job, name in named
        if (kinds is None or job.kind in kinds)
        and (initiatives is None or job.initiative in initiatives)
    ]
    templates = _templates({job.kind for job, _ in wanted}, templates_dir)
    make_folder(target_dir)
    faults = [fault for _, path in wanted for fault in write_faults(path)]
    if faults:
        raise Refused(faults)
    produced: list[Produced] = []
    for number, (job, path) in enumerate(wanted, start=1):
        produced.append(_produce(job, path, templates[job.kind], source, today))
        if progress is not None:
            progress(number, len(wanted), produced[-1].path)
    return produced


def _templates(
    kinds: Collection[DocumentKind], folder: Path | None
) -> Mapping[DocumentKind, Template]:
    """Load the templates that are needed, and tell the faults of all of them at once."""
    loaded: dict[DocumentKind, Template] = {}
    faults: list[Fault] = []
    for kind in sorted(kinds):
        try:
            data = read_template(kind.template, folder)
            loaded[kind] = load_template(data, kind.template, KINDS[kind].fields)
        except Refused as refused:
            faults.extend(refused.faults)
    if faults:
        raise Refused(faults)
    return loaded


def _refuse_unknown(portfolio: Portfolio, codes: Collection[str] | None) -> None:
    known = portfolio.initiative_by_code
    faults: list[Fault] = []
    for code in codes or ():
        if code not in known:
            near = difflib.get_close_matches(code, known, n=1, cutoff=0.5)
            values = {"initiative": code, "near": near[0] if near else ", ".join(known)}
            faults.append(Fault("initiative_unknown", values=values))
    if faults:
        raise Refused(faults)


def _produce(
    job: Job, path: Path, template: Template, source: SourceStamp, today: date
) -> Produced:
    target, stamp = free_path(path)
    edited = target != path
    if stamp is not None and _as_it_stands(job, template, stamp):
        status = Status.EDITED if edited else Status.UNCHANGED
        return Produced(target, job.kind, job.initiative, status, "edited" if edited else "same")
    rendered = template.render(job.values(today))
    write_atomically(target, _packaged(job, template, rendered, source, today))
    if edited:
        return Produced(target, job.kind, job.initiative, Status.EDITED, "edited")
    reason = "" if stamp is None else "replaced"
    return Produced(target, job.kind, job.initiative, Status.WRITTEN, reason)


def _as_it_stands(job: Job, template: Template, stamp: Stamp) -> bool:
    """Whether the document would come out the same, on the date that it bears."""
    try:
        day = date.fromisoformat(stamp.date)
    except ValueError:
        return False
    if stamp.template_sha256 != template.sha256:
        return False
    return template.render(job.values(day)).rendering_sha256 == stamp.rendering_sha256


def _packaged(
    job: Job, template: Template, rendered: Rendered, source: SourceStamp, today: date
) -> bytes:
    stamp = Stamp(
        kind=job.kind.value,
        row=job.row,
        workbook=source.workbook,
        workbook_sha256=source.sha256,
        template=template.name,
        template_sha256=template.sha256,
        date=today.isoformat(),
        content_sha256=rendered.content_sha256,
        rendering_sha256=rendered.rendering_sha256,
    )
    return template.package(rendered, job.title, KINDS[job.kind].name, stamp)
