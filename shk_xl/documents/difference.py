"""What differs between two Word documents, in a reader's words.

Rules: what is said is compared, not how it looks. A difference is told under its heading; one
in a table by the row's first cell and the column's title. Paragraphs that say the same hold the
others in place, so one that came or went doesn't make all that follow differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import zip_longest
from typing import Final

from shk_xl.documents.back.outline import Block, Grid, Outline, Text, folded, read_outline, said
from shk_xl.documents.word.package import WordPackage

OUTSIDE: Final = "Sidhuvud, sidfot och fotnoter"
"""Stands for the heading of what is on every page."""
BEGINNING: Final = "Före första rubriken"


@dataclass(frozen=True, slots=True)
class DocumentDifference:
    """One thing that two documents say differently.

    Args:
        heading: The heading that it stands under.
        where: The row and the column of a table; empty for a paragraph.
        before: What the first one says; empty where it says nothing.
        after: What the second one says.
    """

    heading: str
    where: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class _Statement:
    where: str
    text: str


def differences_between(before: WordPackage, after: WordPackage) -> tuple[DocumentDifference, ...]:
    """Compare two documents.

    Args:
        before: The first one.
        after: The second one.

    Returns:
        What differs, in the order of the first document; what only the second has comes last.
    """
    first, second = read_outline(before), read_outline(after)
    left, right = _by_heading(first), _by_heading(second)
    headings = dict.fromkeys((*left, *right))
    found = [
        difference
        for heading in headings
        for difference in _under(heading, left.get(heading, ()), right.get(heading, ()))
    ]
    return (*found, *_outside(first, second))


def _by_heading(outline: Outline) -> dict[str, list[_Statement]]:
    """Give what stands under each heading; a heading that comes twice has its number."""
    found: dict[str, list[_Statement]] = {BEGINNING: []}
    current = BEGINNING
    for block in outline.blocks:
        if isinstance(block, Text) and block.level:
            current, number = block.text, 1
            while current in found:
                number += 1
                current = f"{block.text} ({number})"
            found[current] = []
        else:
            found[current] += _statements(block)
    return found


def _statements(block: Block) -> Iterator[_Statement]:
    if isinstance(block, Text):
        if block.text:
            yield _Statement("", block.text)
        return
    titles = [said(cell) for cell in block.rows[0]] if block.rows else []
    yield _Statement("tabellens rubriker", " | ".join(titles))
    for row in block.rows[1:]:
        name = said(row[0]) if row else ""
        yield _Statement(f"raden {name}", name)
        for number, cell in enumerate(row[1:], start=1):
            title = titles[number] if number < len(titles) else f"kolumn {number + 1}"
            yield _Statement(f"{name}, {title}", _cell_text(cell))


def _cell_text(cell: Sequence[Block]) -> str:
    if any(isinstance(block, Grid) for block in cell):
        return said(cell)
    return "\n".join(block.text for block in cell if isinstance(block, Text))


def _under(
    heading: str, before: Iterable[_Statement], after: Iterable[_Statement]
) -> Iterator[DocumentDifference]:
    first, second = [*before], [*after]
    left = [one.text for one in first if not one.where]
    right = [one.text for one in second if not one.where]
    for old, new in _paired(left, right):
        yield DocumentDifference(heading, "", old, new)
    cells, others = _cells(first), _cells(second)
    for where in dict.fromkeys((*cells, *others)):
        old, new = cells.get(where, ""), others.get(where, "")
        if folded(old) != folded(new):
            yield DocumentDifference(heading, where, old, new)


def _cells(statements: Iterable[_Statement]) -> dict[str, str]:
    """Give the cells by their place; of two with one place, the second has its number."""
    found: dict[str, str] = {}
    for one in statements:
        where, number = one.where, 1
        while where in found:
            number += 1
            where = f"{one.where} ({number})"
        if where:
            found[where] = one.text
    return found


def _paired(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the paragraphs that differ, each with the one that took its place."""
    keys = [*map(folded, before)], [*map(folded, after)]
    for step, i1, i2, j1, j2 in SequenceMatcher(None, *keys, autojunk=False).get_opcodes():
        if step != "equal":
            yield from zip_longest(before[i1:i2], after[j1:j2], fillvalue="")


def _outside(before: Outline, after: Outline) -> Iterator[DocumentDifference]:
    for old, new in _paired(before.outside, after.outside):
        yield DocumentDifference(OUTSIDE, "", old, new)
