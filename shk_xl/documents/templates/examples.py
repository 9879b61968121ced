"""An example of each field, taken from the documents of the example portfolio.

Rules: nothing is written by hand, so that no example is ever out of date. The first document
of a template that has something in a field gives the example; a field that is empty in all of
them has none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Final

from shk_xl.documents.changes import Earlier
from shk_xl.documents.fields import FieldSpec, FieldValue, Row, Shape
from shk_xl.documents.kinds import TEMPLATES, DocumentKind, Layout
from shk_xl.documents.pack import contents
from shk_xl.documents.plan import documents_of
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.text_model import write
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.portfolio import Portfolio
from shk_xl.workbook.example import example_2024

EXAMPLE_DAY: Final = date(2024, 1, 15)
_LONG: Final = 70
_VARIABLES: Final = ("rad", "del", "led")


@dataclass(frozen=True, slots=True)
class Documented:
    """A field as a person needs it explained.

    Args:
        spec: The field.
        depth: How many fields with rows it stands in.
        written: How it is written in a template.
        example: What it may hold; empty where the example portfolio has nothing.
    """

    spec: FieldSpec
    depth: int
    written: str
    example: str


def documented(template: str) -> tuple[Documented, ...]:
    """Explain the fields of a template.

    Args:
        template: The template's file name.

    Returns:
        Each field, followed by the fields of its rows.
    """
    return tuple(_documented(TEMPLATES[template], example_rows(template), ""))


@cache
def example_rows(template: str) -> tuple[Row, ...]:
    """Give the values of every document of the example that a template is for.

    What has changed is told since a version that lacked the first initiative.

    Args:
        template: The template's file name.
    """
    portfolio = example_2024()
    if template == DocumentKind.CONTENTS.template:
        return (_contents(portfolio),)
    before = replace(portfolio, initiatives=portfolio.initiatives[1:])
    earlier = Earlier(before, "den förra versionen", "forra")
    jobs = (job for layout in Layout for job in documents_of(portfolio, layout, earlier))
    unique = {(job.kind, job.row, job.layout): job for job in jobs if job.template == template}
    return tuple(job.values(EXAMPLE_DAY) for job in unique.values())


def _contents(portfolio: Portfolio) -> Row:
    """A pack in which each document has a page of its own."""
    titles = [job.title for job in documents_of(portfolio)]
    entries = [contents.Entered(title, page, 1) for page, title in enumerate(titles, start=2)]
    return contents.values(portfolio, entries, len(titles) + 1, EXAMPLE_DAY)


def _documented(
    fields: Sequence[FieldSpec], rows: Sequence[Row], owner: str, depth: int = 0
) -> Iterator[Documented]:
    for field in fields:
        values = [value for row in rows if (value := row[field.name])]
        example = _shown(values[0]) if values else ""
        name = f"{owner}.{field.name}" if owner else field.name
        yield Documented(field, depth, _written(name, field.shape, depth), example)
        if field.shape is Shape.ROWS:
            inner = [row for value in values if isinstance(value, list) for row in value]
            yield from _documented(field.columns, inner, _VARIABLES[depth], depth + 1)


def _written(name: str, shape: Shape, depth: int) -> str:
    """Write a field as it stands in a template."""
    ways: Mapping[Shape, str] = {
        Shape.TEXT: f"{{{{ {name} }}}}",
        Shape.BLOCKS: f"{{{{p {name} }}}}",
        Shape.PICTURE: f"{{{{p {name} }}}}",
        Shape.ROWS: f"{{%p for {_VARIABLES[min(depth, 2)]} in {name} %}} … {{%p endfor %}}",
    }
    return ways[shape]


def _shown(value: FieldValue) -> str:
    """Show the beginning of a value on one line."""
    if isinstance(value, Picture):
        text = f"bild: {value.alt}"
    elif isinstance(value, Blocks):
        text = write(value.content)
    elif isinstance(value, list):
        return "en rad" if len(value) == 1 else f"{len(value)} rader"
    else:
        text = value
    line = " ".join(text.split())
    return line if len(line) <= _LONG else f"{line[: _LONG - 1].rstrip()}…"
