"""What hinders some readers of the documents that were made, told on the screen or as data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from shk_xl.documents.accessibility.rules import level_of, told_once
from shk_xl.documents.making import Produced
from shk_xl.domain.faults import Fault
from shk_xl.domain.findings import Level
from shk_xl.wording import in_words, place_in_words, what_and_remedy
from shk_xl.wording.accessibility import more_in_words
from shk_xl.wording.findings import LEVELS


def findings_of(produced: Iterable[Produced], pdfs: Iterable[Path] = ()) -> list[Fault]:
    """Gather what was found in documents, and check their PDFs.

    Args:
        produced: The Word documents.
        pdfs: The PDFs that were made of them.
    """
    found = [finding for document in produced for finding in document.findings]
    for pdf in pdfs:
        # Loaded only here: who makes no PDFs does not wait for what reads them.
        from shk_xl.documents.accessibility.pdf_file import check_pdf_file  # noqa: PLC0415

        found += check_pdf_file(pdf)
    return found


def stops(found: Iterable[Fault]) -> bool:
    """Whether something was found that a template has to be mended for."""
    return any(level_of(fault) is Level.STOP for fault in found)


def lines_of_findings(found: Sequence[Fault]) -> list[str]:
    """Word what was found: the first of each sort in a document, and how many more.

    >>> lines_of_findings([])
    []
    """
    return [
        f"{LEVELS[level_of(fault)]}: {in_words(fault)}{more_in_words(more)}"
        for fault, more in told_once(found)
    ]


def findings_for_json(found: Iterable[Fault], path: Path) -> list[dict[str, str]]:
    """Give what was found in a document, and in its PDF, as data for a machine."""
    files = {str(path), str(path.with_suffix(".pdf"))}
    return [
        {
            "level": level_of(fault).value,
            "code": fault.code,
            "where": place_in_words(fault),
            "message": what_and_remedy(fault),
        }
        for fault in found
        if fault.place.file in files
    ]
