"""What a template may ask for: the fields of each kind of document, declared.

Rules: a field has a Swedish name, a shape and a line of help. The shape decides how a
template may use it: ``{{ text }}``, ``{{p stycken }}``, ``{%tr for rad in rader %}``. The
check of a template, the values of a document and the manual all come from these tables.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.wordml import Blocks


class Shape(Enum):
    """How a field is used in a template."""

    TEXT = "text"
    """A short text inside a sentence or a cell: ``{{ namn }}``."""
    BLOCKS = "stycken"
    """Paragraphs and lists, alone in a paragraph: ``{{p syfte }}``."""
    PICTURE = "bild"
    """A picture, alone in a paragraph: ``{{p bild }}``."""
    ROWS = "rader"
    """Something repeated: ``{%tr for rad in rader %}``, ``{%p for …%}`` or ``{%tc for …%}``."""


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field.

    Args:
        name: What a template calls it.
        help: What it holds, in Swedish.
        shape: How it is used.
        columns: For ``ROWS``: the fields of each row.
    """

    name: str
    help: str
    shape: Shape = Shape.TEXT
    columns: tuple[FieldSpec, ...] = ()

    def column(self, name: str) -> FieldSpec | None:
        """Find a field of the row by name."""
        return find(self.columns, name)


FieldValue: TypeAlias = "str | Blocks | Picture | list[Row]"
Row: TypeAlias = Mapping[str, FieldValue]


def find(fields: tuple[FieldSpec, ...], name: str) -> FieldSpec | None:
    """Find a field by name."""
    return next((field for field in fields if field.name == name), None)


def text(name: str, help_: str) -> FieldSpec:
    """Declare a short text."""
    return FieldSpec(name, help_)


def blocks(name: str, help_: str) -> FieldSpec:
    """Declare paragraphs and lists."""
    return FieldSpec(name, help_, Shape.BLOCKS)


def picture(name: str, help_: str) -> FieldSpec:
    """Declare a picture."""
    return FieldSpec(name, help_, Shape.PICTURE)


def rows(name: str, help_: str, *columns: FieldSpec) -> FieldSpec:
    """Declare something repeated."""
    return FieldSpec(name, help_, Shape.ROWS, columns)
