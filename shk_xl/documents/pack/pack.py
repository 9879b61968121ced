"""A pack: documents as they stand, in one folder, and as one PDF with contents.

The pages are counted first, from a PDF of each document; then the page numbers and the
contents are written and the PDFs are made again. A pack where the second count differs
from the first is not written.

Rules: what is packed is the document on disk, also one that somebody has edited. A pack
that is there already is never changed: the new one gets a name of its own. The folder
appears whole or not at all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, chain, count
from pathlib import Path
from typing import Final

from lxml import etree

from shk_xl.documents.fields import Row
from shk_xl.documents.kinds import KINDS, DocumentKind
from shk_xl.documents.pack import contents
from shk_xl.documents.pack.contents import Entered
from shk_xl.documents.pack.joining import PdfPart, join, link_to, page_count
from shk_xl.documents.pack.page_numbers import numbered
from shk_xl.documents.pdf import to_pdf
from shk_xl.documents.phrases import date_in_words
from shk_xl.documents.stamp import Stamp
from shk_xl.documents.templates.kind_of_template import template_of_kind
from shk_xl.documents.templates.template import Template
from shk_xl.documents.word.package import CORE_PART, read_package
from shk_xl.domain.faults import refuse
from shk_xl.domain.portfolio import Portfolio
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.user_file import make_folder, read_user_file

NAME: Final = "handlingar"
_KIND: Final = DocumentKind.CONTENTS
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_ROUNDS: Final = 3


@dataclass(frozen=True, slots=True)
class Pack:
    """A finished pack.

    Args:
        folder: Where it lies.
        pdf: The PDF in it.
        entries: The documents, with their pages.
        pages: How many pages the PDF has.
    """

    folder: Path
    pdf: Path
    entries: tuple[Entered, ...]
    pages: int


@dataclass(frozen=True, slots=True)
class _Document:
    """A document to be packed: its name in the folder, title and bytes."""

    name: str
    title: str
    data: bytes


def make_pack(
    documents: Sequence[Path],
    target_dir: Path,
    portfolio: Portfolio,
    *,
    today: date,
    templates_dir: Path | None = None,
) -> Pack:
    """Make a pack.

    Args:
        documents: The Word documents, in the order that they are to be read.
        target_dir: The folder to put the pack's folder in.
        portfolio: Whose pack it is.
        today: The date of the pack.
        templates_dir: The team's own templates; None for the built-in ones.

    Returns:
        Where the pack is, and what is on which page.

    Raises:
        Refused: There is nothing to pack, a document cannot be read, the template of the
            contents has faults, or LibreOffice is missing or fails.
    """
    if not documents:
        raise refuse("pack_empty")
    template = template_of_kind(_KIND.template, templates_dir)
    packed = [_read(number, path) for number, path in enumerate(documents, start=1)]
    title = _title(portfolio, today)

    def listed(pages: Sequence[int]) -> bytes:
        """Fill in the contents, for so many pages of each part."""
        row = contents.values(portfolio, _entries(packed, pages), sum(pages), today)
        filled = _filled(template, row, title, today)
        return contents.with_links(filled, _KIND.template, _addresses(len(packed)))

    make_folder(target_dir)
    with tempfile.TemporaryDirectory(dir=target_dir, prefix=f".{NAME}-") as scratch:
        pdfs, pages = _settled(listed, packed, Path(scratch))
        titles = [KINDS[_KIND].name, *(document.title for document in packed)]
        whole = join(list(map(PdfPart, pdfs, titles)), title)
        folder = _free(target_dir / f"{NAME}-{today.isoformat()}")
        ready = Path(scratch) / "ready"
        make_folder(ready)
        for document in packed:
            write_atomically(ready / document.name, document.data)
        write_atomically(ready / f"{folder.name}.pdf", whole)
        ready.rename(folder)
    entries = _entries(packed, pages)
    return Pack(folder, folder / f"{folder.name}.pdf", tuple(entries), sum(pages))


def _read(number: int, path: Path) -> _Document:
    data = read_user_file(path)
    core = read_package(data, path.name).parts.get(CORE_PART)
    title = None if core is None else etree.fromstring(core).findtext(_TITLE)
    return _Document(f"{number:02}-{path.name}", title or path.stem, data)


def _title(portfolio: Portfolio, today: date) -> str:
    about = " – ".join(filter(None, ("Handlingar", portfolio.about.focus_area)))
    return f"{about}, {date_in_words(today)}"


def _entries(packed: Sequence[_Document], pages: Sequence[int]) -> list[Entered]:
    """Give each document its first page; the contents come first of all."""
    starts = accumulate(pages[:-1], initial=1)
    next(starts)
    return [
        Entered(document.title, start, length)
        for document, start, length in zip(packed, starts, pages[1:], strict=True)
    ]


def _addresses(documents: int) -> list[str]:
    return [link_to(number) for number in range(1, documents + 1)]


def _filled(template: Template, row: Row, title: str, today: date) -> bytes:
    """Fill in the contents, which nobody keeps as a Word document."""
    day = today.isoformat()
    stamp = Stamp(_KIND.value, day, "", "", template.name, template.sha256, day, "", "")
    return template.package(template.render(row), title, KINDS[_KIND].name, stamp)


def _settled(
    listed: Callable[[Sequence[int]], bytes], packed: Sequence[_Document], scratch: Path
) -> tuple[list[Path], list[int]]:
    """Make PDFs until they have the pages that the contents say."""
    pages = [1] * (len(packed) + 1)
    for _ in range(_ROUNDS):
        total = sum(pages)
        starts = accumulate(pages[:-1], initial=1)
        sources = [listed(pages), *(document.data for document in packed)]
        paths = [scratch / f"{number}.docx" for number in range(len(sources))]
        for path, data, start in zip(paths, sources, starts, strict=True):
            path.write_bytes(numbered(data, path.name, start, total))
        pdfs = to_pdf(paths, scratch)
        found = list(map(page_count, pdfs))
        if found == pages:
            return pdfs, pages
        pages = found
    raise refuse("pack_pages_move")


def _free(folder: Path) -> Path:
    """Find the first name that nothing has yet."""
    later = (folder.with_name(f"{folder.name}-{number}") for number in count(2))
    return next(path for path in chain((folder,), later) if not path.exists())
