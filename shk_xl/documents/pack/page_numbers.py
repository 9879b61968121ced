"""Page numbers that go on through a pack of documents.

A document counts its own pages: ``PAGE`` starts at 1, and ``NUMPAGES`` is its own count.
In a pack the first section starts where the document before it ended, the other sections
go on from there, and the count is the pack's, written out.

Rules: nothing but page numbers changes. A document whose template shows no page number
gets none.

Source: ECMA-376 part 1, 17.6.12 (pgNumType), 17.16.5 (fields).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from lxml import etree

from shk_xl.documents.word.names import P, R, T, w
from shk_xl.documents.word.package import Entry, read_package, write_package, xml_bytes

_SECTION: Final = w("sectPr")
_NUMBERS: Final = w("pgNumType")
_START: Final = w("start")
_AFTER_NUMBERS: Final = tuple(
    w(name)
    for name in (
        "cols",
        "formProt",
        "vAlign",
        "noEndnote",
        "titlePg",
        "textDirection",
        "bidi",
        "rtlGutter",
        "docGrid",
        "printerSettings",
        "sectPrChange",
    )
)
"""What stands after ``pgNumType`` in a section's properties."""
_SIMPLE_FIELD: Final = w("fldSimple")
_FIELD_CHARACTER: Final = w("fldChar")
_FIELD_STATE: Final = w("fldCharType")
_INSTRUCTION: Final = w("instrText")
_COUNT: Final = "NUMPAGES"


def numbered(data: bytes, file: str, first: int, total: int) -> bytes:
    """Give a document the page numbers that it has in a pack.

    Args:
        data: A Word document.
        file: Its name, for the fault.
        first: The number of its first page.
        total: How many pages the pack has.

    Returns:
        The document, otherwise the same.

    Raises:
        Refused: It is no Word document, or a damaged or dangerous one.
    """
    package = read_package(data, file)
    parts = dict(package.parts)
    for name in package.text_parts:
        root = etree.fromstring(parts[name])
        if name == package.main:
            _start_at(root, first)
        _write_out_the_count(root, str(total))
        parts[name] = xml_bytes(root)
    return write_package({name: Entry.of(part) for name, part in parts.items()})


def _start_at(root: etree._Element, first: int) -> None:
    for position, section in enumerate(root.iter(_SECTION)):
        numbers = section.find(_NUMBERS)
        if numbers is None and position == 0:
            numbers = etree.Element(_NUMBERS)
            section.insert(_place_for_numbers(section), numbers)
        if numbers is None:
            continue
        if position == 0:
            numbers.set(_START, str(first))
        elif _START in numbers.attrib:
            del numbers.attrib[_START]


def _place_for_numbers(section: etree._Element) -> int:
    later = (i for i, child in enumerate(section) if child.tag in _AFTER_NUMBERS)
    return next(later, len(section))


def _write_out_the_count(root: etree._Element, count: str) -> None:
    for simple in list(root.iter(_SIMPLE_FIELD)):
        if _is_count(simple.get(w("instr"), "")):
            runs = list(simple)
            parent = simple.getparent()
            if parent is not None:
                parent[parent.index(simple) : parent.index(simple) + 1] = runs
                _say(runs, parent, count)
    for paragraph in root.iter(P):
        for field in list(_fields(paragraph)):
            _replace_field(paragraph, field, count)


def _is_count(instruction: str) -> bool:
    return instruction.split()[:1] == [_COUNT]


def _fields(paragraph: etree._Element) -> Iterator[list[etree._Element]]:
    """Find the runs of each outermost field that is built of several runs."""
    runs: list[etree._Element] = []
    depth = 0
    for run in paragraph.findall(R):
        states = [mark.get(_FIELD_STATE) for mark in run.findall(_FIELD_CHARACTER)]
        depth += states.count("begin")
        if depth:
            runs.append(run)
        depth -= states.count("end")
        if runs and not depth:
            yield runs
            runs = []


def _replace_field(paragraph: etree._Element, runs: list[etree._Element], count: str) -> None:
    instruction = "".join(text.text or "" for run in runs for text in run.iter(_INSTRUCTION))
    if not _is_count(instruction):
        return
    for run in runs:
        for mark in run.findall(_FIELD_CHARACTER) + run.findall(_INSTRUCTION):
            run.remove(mark)
    _say(runs, paragraph, count)


def _say(runs: list[etree._Element], parent: etree._Element, count: str) -> None:
    """Write the count in the first run that had a result, and empty the others."""
    said = False
    for run in runs:
        for text in run.findall(T):
            text.text = "" if said else count
            said = True
    if not said and runs:
        etree.SubElement(runs[0], T).text = count
    for run in runs:
        if run.tag == R and not any(child.tag == T for child in run):
            parent.remove(run)
