"""The Word documents of a workbook that is open, and what the person is told of them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import date
from pathlib import Path
from typing import Final

from shk_xl.documents.kinds import DocumentKind
from shk_xl.documents.making import Produced, Status
from shk_xl.documents.outcome import count_in_words
from shk_xl.documents.produce import produce_documents
from shk_xl.documents.stamp import SourceStamp
from shk_xl.workbook.reading.read_workbook import ReadWorkbook

MOST_NAMES: Final = 5
"""How many documents are named before the rest are counted."""


def write_documents(  # noqa: PLR0913 - the choices of one button
    workbook: ReadWorkbook,
    folder: Path,
    *,
    kinds: Collection[str] | None,
    initiatives: Collection[str] | None,
    templates: Path | None = None,
    today: date,
    progress: Callable[[str], None],
) -> list[Produced]:
    """Make documents in a folder.

    Args:
        workbook: What they tell of.
        folder: Made if it is missing.
        kinds: Only these kinds, as ``DocumentKind`` spells them; None for all.
        initiatives: Only the decision bases of these codes; None for all documents.
        templates: The team's own templates; None for the built-in ones.
        today: The date of documents that are new or changed.
        progress: Told of each document.

    Raises:
        Refused: A template, an open document or the folder stands in the way; nothing was
            written then.
    """
    return produce_documents(
        workbook.portfolio,
        folder,
        source=SourceStamp(workbook.file, workbook.sha256),
        today=today,
        kinds=None if kinds is None else [DocumentKind(kind) for kind in kinds],
        initiatives=initiatives,
        templates_dir=templates,
        progress=lambda done, count, path: progress(f"Dokument {done} av {count}: {path.name}"),
    )


def documents_in_words(produced: Sequence[Produced]) -> str:
    """Count documents, and name those that wait beside one that somebody edited by hand."""
    beside = [document.path.name for document in produced if document.status is Status.EDITED]
    if not beside:
        return count_in_words(produced)
    more = len(beside) - MOST_NAMES
    named = [*beside[:MOST_NAMES], *([f"… och {more} till"] if more > 0 else [])]
    return (
        f"{count_in_words(produced)}\nDet som är ändrat för hand har lämnats som det är. "
        "Det nya ligger bredvid:\n" + "\n".join(named)
    )
