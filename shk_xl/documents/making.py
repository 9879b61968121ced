"""One document after another: what was ordered, prepared once and made.

Rules: each document is written whole or not at all. One that would come out as it already
stands is left alone, date and all; one that rests on other numbers is replaced; one that a
person has edited is kept, with the new one beside it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from pathlib import Path

from shk_xl.documents.accessibility.rules import placed_in
from shk_xl.documents.changes import Earlier
from shk_xl.documents.fields import Row
from shk_xl.documents.file_names import unique
from shk_xl.documents.kinds import KINDS, ON_REQUEST, DocumentKind, Layout
from shk_xl.documents.overwrite import free_path
from shk_xl.documents.plan import Job, documents_of
from shk_xl.documents.stamp import TRACE_FIELD, SourceStamp, Stamp
from shk_xl.documents.templates.kind_of_template import template_of_kind
from shk_xl.documents.templates.template import Rendered, Template
from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.many_files import ManyFiles


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
        findings: What hinders some readers of it (``accessibility``).
    """

    path: Path
    kind: DocumentKind
    initiative: str
    status: Status
    reason: str = ""
    findings: tuple[Fault, ...] = ()


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be made: the arguments of ``produce_documents``, which see."""

    portfolio: Portfolio
    target_dir: Path
    source: SourceStamp
    today: date
    kinds: Collection[DocumentKind] | None
    initiatives: Collection[str] | None
    layout: Layout
    earlier: Earlier | None
    templates_dir: Path | None


@dataclass(frozen=True, slots=True)
class Prepared:
    """An order with all that its documents need; nothing is written yet.

    Args:
        order: What is to be made.
        wanted: The documents, in order, and where each belongs.
        templates: Their templates.
    """

    order: Order
    wanted: Sequence[tuple[Job, Path]]
    templates: Mapping[str, Template]

    @classmethod
    def of(cls, order: Order) -> Prepared:
        """Plan the documents, and load their templates.

        Raises:
            Refused: Everything that is wrong with the templates.
        """
        planned = list(documents_of(order.portfolio, order.layout, order.earlier))
        named = zip(planned, unique(job.stem for job in planned), strict=True)
        kinds, initiatives = order.kinds, order.initiatives
        wanted = [
            (job, order.target_dir / name)
            for job, name in named
            if (job.kind not in ON_REQUEST if kinds is None else job.kind in kinds)
            and (initiatives is None or job.initiative in initiatives)
        ]
        needed = {job.template for job, _ in wanted}
        return cls(order, wanted, _templates(needed, order.templates_dir))

    def made(self, numbers: Iterable[int]) -> Iterator[Produced]:
        """Make some of the documents, by their places among those that are wanted."""
        with ManyFiles() as files:
            for job, path in map(self.wanted.__getitem__, numbers):
                yield _produce(job, path, self.templates[job.template], self.order, files)


def _templates(names: Collection[str], folder: Path | None) -> Mapping[str, Template]:
    """Load the templates that are needed, and tell the faults of all of them at once."""
    loaded: dict[str, Template] = {}
    faults: list[Fault] = []
    for name in sorted(names):
        try:
            loaded[name] = template_of_kind(name, folder)
        except Refused as refused:
            faults.extend(refused.faults)
    if faults:
        raise Refused(faults)
    return loaded


def _produce(job: Job, path: Path, template: Template, order: Order, files: ManyFiles) -> Produced:
    target, stamp = free_path(path)
    edited = target != path
    status = Status.EDITED if edited else Status.WRITTEN
    reason = "edited" if edited else "" if stamp is None else "replaced"
    rendered = None if stamp is None else _as_it_stands(job, template, stamp)
    if rendered is None:
        new = _stamp(job, template, order.source, order.today)
        values = _traced(job.values(order.today), new)
        rendered = template.render(values)
        files.write(target, _packaged(job, template, rendered, values, new))
    elif not edited:
        status, reason = Status.UNCHANGED, "same"
    findings = tuple(placed_in(str(target), rendered.findings))
    return Produced(target, job.kind, job.initiative, status, reason, findings)


def _as_it_stands(job: Job, template: Template, stamp: Stamp) -> Rendered | None:
    """Give the document as it stands; None if it would come out otherwise on its own date."""
    try:
        day = date.fromisoformat(stamp.date)
    except ValueError:
        return None
    if stamp.template_sha256 != template.sha256:
        return None
    rendered = template.render(_traced(job.values(day), stamp))
    return rendered if rendered.rendering_sha256 == stamp.rendering_sha256 else None


def _traced(values: Row, stamp: Stamp) -> Row:
    """Let a template show what the document is made from."""
    return {**values, TRACE_FIELD: stamp.trace}


def _stamp(job: Job, template: Template, source: SourceStamp, today: date) -> Stamp:
    """Say what a document is made from; what it says is not known yet."""
    return Stamp(
        kind=job.kind.value,
        row=job.row,
        workbook=source.workbook,
        workbook_sha256=source.sha256,
        template=template.name,
        template_sha256=template.sha256,
        date=today.isoformat(),
        content_sha256="",
        rendering_sha256="",
        version=source.version,
    )


def _packaged(job: Job, template: Template, rendered: Rendered, values: Row, stamp: Stamp) -> bytes:
    stamp = replace(
        stamp,
        content_sha256=rendered.content_sha256,
        rendering_sha256=rendered.rendering_sha256,
    )
    return template.package(rendered, job.title, KINDS[job.kind].name, stamp, values)
