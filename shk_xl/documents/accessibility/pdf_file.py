"""A PDF against the rules: what a program can see of what a reader needs.

Rules: each rule is one function that gives where it is broken; the table at the end lists
them. Lines and shading of tables are not asked for tags: the program that makes the PDFs
leaves them out, and they say nothing.

Source: ISO 14289-1 (PDF/UA-1), by the clauses that ``rules.PDF_RULES`` names.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Final

import pikepdf

from shk_xl.documents.accessibility.looks import is_swedish
from shk_xl.documents.accessibility.pdf_content import has_unembedded_font, has_untagged_content
from shk_xl.documents.accessibility.pdf_tree import Node, read_tree
from shk_xl.domain.faults import Fault, Place, refuse
from shk_xl.ooxml.user_file import read_user_file

_MARK: Final = "{http://www.aiim.org/pdfua/ns/id/}part"
_TITLE: Final = "{http://purl.org/dc/elements/1.1/}title"
_HEADINGS: Final = {f"H{level}": level for level in range(1, 7)}
_ITEM_PARTS: Final = frozenset({"LBody", "Lbl"})


def check_pdf_file(path: Path) -> list[Fault]:
    """Check a PDF on disk.

    Raises:
        Refused: It can't be read, or is no PDF.
    """
    return check_pdf(read_user_file(path), str(path))


def check_pdf(data: bytes, file: str) -> list[Fault]:
    """Check a PDF.

    Args:
        data: The file.
        file: Its name, for the faults.

    Returns:
        The breaches of ``rules.PDF_RULES``, each with its page where it has one.

    Raises:
        Refused: It is no PDF, or a damaged one.
    """
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            opened = Opened(pdf)
            return [
                Fault(code, Place(file, cell=where or None))
                for code, rule in _RULES.items()
                for where in dict.fromkeys(rule(opened))
            ]
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise refuse("pdf_unreadable", Place(file)) from error


@dataclass(frozen=True)
class Opened:
    """A PDF, its structure, and what stands in that."""

    pdf: pikepdf.Pdf

    @cached_property
    def tree(self) -> Node | None:
        """The structure tree."""
        return read_tree(self.pdf)

    @cached_property
    def nodes(self) -> tuple[Node, ...]:
        """All structure elements in reading order; none in a PDF without tags."""
        return () if self.tree is None else tuple(self.tree.walk())

    @property
    def headings(self) -> list[tuple[int, Node]]:
        """The headings with their levels."""
        return [(_HEADINGS[node.type], node) for node in self.nodes if node.type in _HEADINGS]

    def of_type(self, type_: str) -> Iterator[Node]:
        """Give the elements of a type."""
        return (node for node in self.nodes if node.type == type_)


def _protected(opened: Opened) -> Iterator[str]:
    if opened.pdf.is_encrypted and not opened.pdf.allow.accessibility:
        yield ""


def _tagged(opened: Opened) -> Iterator[str]:
    mark = opened.pdf.Root.get("/MarkInfo", pikepdf.Dictionary())
    sure = _is_true(mark.get("/Marked")) and not _is_true(mark.get("/Suspects"))
    if not sure or len(opened.nodes) <= 1:
        yield ""


def _untagged_content(opened: Opened) -> Iterator[str]:
    for number, page in enumerate(opened.pdf.pages, start=1):
        if has_untagged_content(page):
            yield f"sida {number}"


def _language(opened: Opened) -> Iterator[str]:
    if not is_swedish(str(opened.pdf.Root.get("/Lang", ""))):
        yield ""


def _title(opened: Opened) -> Iterator[str]:
    with opened.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        title = str(metadata.get(_TITLE, "")) or str(opened.pdf.docinfo.get("/Title", ""))
    shown = opened.pdf.Root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle")
    if not title.strip() or not _is_true(shown):
        yield ""


def _ua_mark(opened: Opened) -> Iterator[str]:
    with opened.pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        if str(metadata.get(_MARK, "")) != "1":
            yield ""


def _heading_order(opened: Opened) -> Iterator[str]:
    levels = [(0, None), *opened.headings]
    for (before, _), (level, node) in pairwise(levels):
        if level > before + 1 and node is not None:
            yield _on(node)


def _alt_text(opened: Opened) -> Iterator[str]:
    for figure in opened.of_type("Figure"):
        said = (str(figure.element.get(key, "")).strip() for key in ("/Alt", "/ActualText"))
        if not any(said):
            yield _on(figure)


def _table_header(opened: Opened) -> Iterator[str]:
    for table in opened.of_type("Table"):
        if not any(node.type == "TH" for node in table.walk()):
            yield _on(table)


def _table_shape(opened: Opened) -> Iterator[str]:
    for table in opened.of_type("Table"):
        rows = [node for node in table.walk() if node.type == "TR"]
        if len({sum(map(_columns, row.children)) for row in rows}) > 1:
            yield _on(table)


def _columns(cell: Node) -> int:
    """Count the columns that a cell covers."""
    said = cell.element.get("/A")
    attributes = list(said) if isinstance(said, pikepdf.Array) else [said]
    spans = [one.get("/ColSpan") for one in attributes if isinstance(one, pikepdf.Dictionary)]
    return int(next((span for span in spans if span is not None), 1))


def _list(opened: Opened) -> Iterator[str]:
    for one in opened.of_type("L"):
        items = [child for child in one.children if child.type not in ("Caption", "L")]
        parts = [part.type for item in items for part in item.children]
        if any(item.type != "LI" for item in items) or not set(parts) <= _ITEM_PARTS:
            yield _on(one)


def _bookmarks(opened: Opened) -> Iterator[str]:
    outlines = opened.pdf.Root.get("/Outlines", pikepdf.Dictionary())
    if len(opened.headings) > 1 and "/First" not in outlines:
        yield ""


def _tab_order(opened: Opened) -> Iterator[str]:
    for number, page in enumerate(opened.pdf.pages, start=1):
        if len(page.get("/Annots", ())) and page.get("/Tabs") != pikepdf.Name.S:
            yield f"sida {number}"


def _fonts(opened: Opened) -> Iterator[str]:
    for number, page in enumerate(opened.pdf.pages, start=1):
        if has_unembedded_font(page):
            yield f"sida {number}"


def _is_true(value: object) -> bool:
    return value is True


def _on(node: Node) -> str:
    return f"sida {node.page}" if node.page else ""


_RULES: Final[Mapping[str, Callable[[Opened], Iterator[str]]]] = {
    "pdf_protected": _protected,
    "pdf_tagged": _tagged,
    "pdf_untagged_content": _untagged_content,
    "pdf_language": _language,
    "pdf_title": _title,
    "pdf_ua_mark": _ua_mark,
    "pdf_heading_order": _heading_order,
    "pdf_alt_text": _alt_text,
    "pdf_table_header": _table_header,
    "pdf_table_shape": _table_shape,
    "pdf_list": _list,
    "pdf_bookmarks": _bookmarks,
    "pdf_tab_order": _tab_order,
    "pdf_fonts": _fonts,
}
