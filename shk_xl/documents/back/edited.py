"""What a colleague has changed in a document that the program made, as cells of the workbook.

Rules: the document is held against itself as it was made, so nothing but what somebody has
written counts. A text that stands in a cell comes back to that cell. What is computed, what
lost its heading, what may belong in two places, and what nobody has accepted yet, is told and
not taken. Nothing that was written is left out of both.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from shk_xl.documents.back.base_part import completed, read_base
from shk_xl.documents.back.cell_edits import RENAMED, CellEdit, edits_of, lists_of
from shk_xl.documents.back.findings import Findings
from shk_xl.documents.back.outline import Outline, read_outline
from shk_xl.documents.back.sections import align_document
from shk_xl.documents.back.skeleton import Skeleton, skeleton_of
from shk_xl.documents.fields import Row
from shk_xl.documents.kinds import TEMPLATES, DocumentKind
from shk_xl.documents.stamp import Stamp, read_stamp
from shk_xl.documents.templates.kind_of_template import template_of_kind
from shk_xl.documents.word.content_hash import hash_of_package
from shk_xl.documents.word.package import WordPackage
from shk_xl.domain.faults import Fault, Place


@dataclass(frozen=True, slots=True)
class Edited:
    """A document that came back.

    Args:
        file: Its name.
        stamp: Where it comes from.
        edits: What goes back to the workbook.
        told: What doesn't, and why.
        has_base: What it was filled with is known, and it is still about the same; otherwise
            nobody can say who changed what.
    """

    file: str
    stamp: Stamp
    edits: tuple[CellEdit, ...]
    told: tuple[Fault, ...]
    has_base: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """What a workbook says that a document was filled with.

    Args:
        values: The fields.
        as_made: The workbook is the one that the document was made from.
    """

    values: Row
    as_made: bool


def is_ours(package: WordPackage) -> Stamp | None:
    """Give the stamp of a document that the program made; None for any other."""
    stamp = read_stamp(package)
    known = {kind.value for kind in DocumentKind}
    return stamp if stamp is not None and stamp.kind in known else None


def read_edited(
    package: WordPackage,
    file: str,
    stamp: Stamp,
    values: Known | None,
    templates_dir: Path | None = None,
) -> Edited:
    """Read what was changed in a document.

    Args:
        package: The document.
        file: Its name, for the places.
        stamp: Its stamp.
        values: What the workbook says that its fields hold, for one that has lost its base.
        templates_dir: The team's own templates; None for the built-in ones.

    Raises:
        Refused: Its template is gone, or has faults; or nothing says what it was filled with.
    """
    base = read_base(package)
    if base is not None and stamp.content_sha256 == hash_of_package(package):
        return Edited(file, stamp, (), ())
    filled = base if base is not None else values.values if values is not None else None
    if filled is None:
        return Edited(file, stamp, (), (Fault("edited_without_base", Place(file)),), has_base=False)
    kind = DocumentKind(stamp.kind)
    name = stamp.template if stamp.template in TEMPLATES else kind.template
    template = template_of_kind(name, templates_dir)
    told: list[Fault] = []
    if template.sha256 != stamp.template_sha256:
        told.append(Fault("edited_template_changed", Place(file), {"template": name}))
    whole = completed(filled, TEMPLATES[name])
    skeleton = skeleton_of(template, whole, stamp)
    now = read_outline(package)
    found = Findings(file, lists=lists_of(skeleton.values))
    align_document(skeleton.pieces, now.blocks, found)
    edits = edits_of(skeleton, whole, found)
    told += [*found.told, *_outside(skeleton, now, file)]
    once = tuple(fault for n, fault in enumerate(told) if fault not in told[:n])
    sure = base is not None or (values is not None and values.as_made)
    sure = sure and not any(fault.code == RENAMED for fault in once)
    return Edited(file, stamp, edits, once, sure)


def _outside(skeleton: Skeleton, now: Outline, file: str) -> Iterator[Fault]:
    """Tell what differs where no fields are read: headers, footers, notes, comments."""
    new = [text for text in now.outside if text not in skeleton.outside]
    if new:
        yield Fault("edited_outside", Place(file), {"text": " / ".join(new)})
    if now.comments:
        yield Fault("edited_comments", Place(file), {"count": now.comments})
