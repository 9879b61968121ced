"""A Word document as lines: what a person sees in it, in order.

Rules: the package has passed the gate before it is parsed here. A list paragraph gets ``- ``
before it (a numbered one its number), an indent for its level, italic runs stand in ``*…*``,
and a table is rows in their place. Inserted text counts, deleted text doesn't. What stands
outside the body (headers, footnotes, comments, pictures) is reported.

Source: ECMA-376 part 1, WordprocessingML.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final

from lxml import etree

from shk_xl.documents.old.docx_lists import Lists, read_lists, whole
from shk_xl.documents.old.lines import Line, clean
from shk_xl.documents.old.report import Report
from shk_xl.documents.word.names import CELL, MC, ROW, TABLE, VAL, P, R, T, w
from shk_xl.documents.word.package import WordPackage, read_package
from shk_xl.documents.word.text_model import Run, Runs, plain_text, write_runs
from shk_xl.domain.faults import Place, refuse

_SKIPPED: Final = frozenset(
    {
        w("del"),
        w("moveFrom"),
        w("pPr"),
        w("rPr"),
        w("instrText"),
        w("delText"),
        f"{{{MC}}}Fallback",  # the same text box a second time, for old programs
    }
)
_TEXT_BOX: Final = w("txbxContent")
_SIGNS: Final = {
    w("tab"): "\t",
    w("ptab"): "\t",
    w("br"): "\n",
    w("cr"): "\n",
    w("noBreakHyphen"): "-",
}
_PICTURES: Final = (w("drawing"), w("pict"), w("object"))
_CHANGES: Final = (w("ins"), w("del"), w("moveFrom"), w("moveTo"))
_OUTSIDE: Final = ("header", "footer", "footnotes", "endnotes", "comments")
_MOST_COLUMNS: Final = 63
"""Word has no more columns in a table."""
_OFF: Final = ("0", "false", "off")


def read_docx_lines(data: bytes, file: str, report: Report) -> tuple[Line, ...]:
    """Read a Word document as lines.

    Args:
        data: The file.
        file: Its name, for the places.
        report: Is told what isn't read: pictures, tracked changes, text outside the body.

    Raises:
        Refused: It is no Word document, is damaged, or isn't safe to read.
    """
    package = read_package(data, file)  # through the gate
    body = etree.fromstring(package.parts[package.main]).find(w("body"))
    if body is None:
        raise refuse("document_damaged", Place(file))
    _report_what_is_not_read(package, body, file, report)
    return tuple(_Reader(file, read_lists(package)).lines(body))


class _Reader:
    """Walks a body in order, counting paragraphs and tables for the places."""

    def __init__(self, file: str, lists: Lists) -> None:
        self._file = file
        self._lists = lists
        self._paragraphs = 0
        self._tables = 0
        self._counters: Counter[tuple[str, int]] = Counter()

    def lines(self, body: etree._Element) -> Iterator[Line]:
        for block in inner(body, (P, TABLE)):
            if block.tag == P:
                self._paragraphs += 1
                yield from self._paragraph(block)
            else:
                self._tables += 1
                yield from self._rows(block)

    def _paragraph(self, paragraph: etree._Element) -> Iterator[Line]:
        place = Place(self._file, cell=f"stycke {self._paragraphs}")
        styled = self._lists.is_heading(paragraph)
        for text in self._texts(paragraph, with_italics=not styled):
            yield Line(clean(text), place, styled)
        for box in text_boxes(paragraph):
            yield from self.lines(box)

    def _texts(self, paragraph: etree._Element, *, with_italics: bool = True) -> Iterator[str]:
        """Give a paragraph's lines; the first one with the sign that Word shows before it."""
        sign = self._sign(paragraph)
        for number, runs in enumerate(lines_of_paragraph(paragraph)):
            text = write_runs(runs) if with_italics else plain_text(runs)
            yield sign + text if number == 0 and text.strip() else text

    def _sign(self, paragraph: etree._Element) -> str:
        """Give what Word shows before a list paragraph."""
        item = self._lists.item(paragraph)
        if item is None:
            return ""
        indent = "  " * item.level
        if item.bullet:
            return f"{indent}- "
        self._counters[item.list_id, item.level] += 1
        for list_id, level in list(self._counters):
            if list_id == item.list_id and level > item.level:
                del self._counters[list_id, level]
        return f"{indent}{self._counters[item.list_id, item.level]}. "

    def _rows(self, table: etree._Element) -> Iterator[Line]:
        for number, row in enumerate(inner(table, (ROW,)), start=1):
            place = Place(self._file, cell=f"tabell {self._tables}, rad {number}")
            cells = [text for cell in inner(row, (CELL,)) for text in self._cell(cell)]
            yield Line(clean("\t".join(cells)), place, row=len(cells) > 1)

    def _cell(self, cell: etree._Element) -> Iterator[str]:
        """Give a cell's text, and an empty one for each further column that it spans."""
        texts = (text for paragraph in cell.iter(P) for text in self._texts(paragraph))
        yield "\n".join(text.replace("\t", " ").strip() for text in texts if text.strip())
        span = cell.find(f"{w('tcPr')}/{w('gridSpan')}")
        columns = whole(span.get(VAL)) if span is not None else 1
        for _ in range(min(columns, _MOST_COLUMNS) - 1):
            yield ""


def inner(parent: etree._Element, wanted: Iterable[str]) -> Iterator[etree._Element]:
    """Give the wanted elements in order, through content controls and the like around them."""
    for child in parent:
        if child.tag in wanted:
            yield child
        elif child.tag not in _SKIPPED:
            yield from inner(child, wanted)


def lines_of_paragraph(paragraph: etree._Element) -> Iterator[Runs]:
    """Give the runs of each line of a paragraph; white space at their ends is never italic."""
    line: list[Run] = []
    for run in (*_joined(_runs(paragraph)), Run("\n")):
        for number, text in enumerate(run.text.split("\n")):
            if number > 0:
                yield _joined(line)
                line = []
            inner = text.strip()
            before, _, after = text.partition(inner) if inner else (text, "", "")
            line += [Run(before), Run(inner, run.italic), Run(after)]


def _joined(runs: Iterable[Run]) -> Runs:
    """Join neighbours that look the same; Word splits runs wherever it likes."""
    groups = groupby((run for run in runs if run.text), key=lambda run: run.italic)
    return tuple(Run("".join(run.text for run in same), italic) for italic, same in groups)


def _runs(element: etree._Element, *, italic: bool = False) -> Iterator[Run]:
    """Give the characters of a paragraph in order, with what is inserted and linked."""
    for child in element:
        if child.tag in _SKIPPED or child.tag == _TEXT_BOX:
            continue
        if child.tag == T:
            yield Run(child.text or "", italic)
        elif child.tag in _SIGNS:
            yield Run(_SIGNS[child.tag], italic)
        else:
            yield from _runs(child, italic=_is_italic(child) if child.tag == R else italic)


def _is_italic(run: etree._Element) -> bool:
    mark = run.find(f"{w('rPr')}/{w('i')}")
    return mark is not None and mark.get(VAL, "1") not in _OFF


def text_boxes(paragraph: etree._Element) -> Iterator[etree._Element]:
    """Give the text boxes anchored in a paragraph, each once."""
    return inner(paragraph, (_TEXT_BOX,))


def _report_what_is_not_read(
    package: WordPackage, body: etree._Element, file: str, report: Report
) -> None:
    pictures = sum(1 for _ in inner(body, _PICTURES))
    if pictures:
        report.lost("pictures_not_read", Place(file), count=pictures)
    if any(True for _ in body.iter(*_CHANGES)):
        report.confirm("tracked_changes", Place(file))
    roots = (etree.fromstring(package.parts[part]) for part in package.named(*_OUTSIDE))
    paragraphs = (paragraph for root in roots for paragraph in root.iter(P))
    texts = (
        plain_text(runs).strip()
        for paragraph in paragraphs
        for runs in lines_of_paragraph(paragraph)
    )
    outside = " / ".join(dict.fromkeys(filter(None, texts)))
    if outside:
        report.lost("outside_body", Place(file), text=outside)
