r"""The values of a document with marks around each: where in a template they end up.

Rules: a template is filled twice. Once with marks around every value that says something: that
gives the document as it was made, and whose every paragraph is. Once as if every value said
something: that gives the places of those that say nothing. So whatever template the team
makes, nobody has to tell the program where its fields are.

The marks are noncharacters of Unicode, which no text that a person types has.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Final, Self

from shk_xl.documents.fields import FieldValue, Row
from shk_xl.documents.word.text_model import Paragraph, Run, TextBlock
from shk_xl.documents.word.wordml import Blocks

_START, _NUMBERED, _END = "\ufdd0", "\ufdd1", "\ufdd2"
MARK: Final = re.compile(f"{_START}(?P<number>\\d+){_NUMBERED}|(?P<end>{_END})")
_FORBIDDEN: Final = str.maketrans(dict.fromkeys((_START, _NUMBERED, _END), "\ufffd"))


class _Marked(str):
    """A text with marks, which is as true as the text was."""

    __slots__ = ("says",)

    says: bool

    def __new__(cls, text: str, *, says: bool) -> Self:
        made = super().__new__(cls, text)
        made.says = says
        return made

    def __bool__(self) -> bool:
        return self.says


@dataclass(frozen=True, slots=True)
class _MarkedBlocks(Blocks):
    """Blocks with marks, which are as true as the blocks were."""

    says: bool = field(default=False, compare=False)

    def __bool__(self) -> bool:
        return self.says


def marked(values: Row, *, all_say: bool) -> tuple[Row, list[tuple[tuple[str, ...], FieldValue]]]:
    """Put marks around every text and every block.

    Args:
        values: The values of a document.
        all_say: Let every value pass for one that says something.

    Returns:
        The marked values; and each value with its path, at the number in its marks.
    """
    known: list[tuple[tuple[str, ...], FieldValue]] = []

    def number(path: tuple[str, ...], value: FieldValue) -> int:
        known.append((path, value))
        return len(known) - 1

    return _row(values, (), number, all_say=all_say), known


_Number = Callable[[tuple[str, ...], FieldValue], int]


def _row(values: Row, path: tuple[str, ...], number: _Number, *, all_say: bool) -> Row:
    return {
        name: _value(value, (*path, name), number, all_say=all_say)
        for name, value in values.items()
    }


def _value(
    value: FieldValue, path: tuple[str, ...], number: _Number, *, all_say: bool
) -> FieldValue:
    if isinstance(value, list):
        rows = enumerate(value)
        return [_row(row, (*path, str(n)), number, all_say=all_say) for n, row in rows]
    if isinstance(value, Blocks):
        start = f"{_START}{number(path, value)}{_NUMBERED}"
        content = (_paragraph(start), *map(_without_marks, value.content), _paragraph(_END))
        return _MarkedBlocks(content, says=all_say or bool(value))
    if isinstance(value, str):
        text = f"{_START}{number(path, value)}{_NUMBERED}{value.translate(_FORBIDDEN)}{_END}"
        return _Marked(text, says=all_say or bool(value))
    return value


def _paragraph(mark: str) -> Paragraph:
    return Paragraph((Run(mark),))


def _without_marks(block: TextBlock) -> TextBlock:
    """A text with our marks in it would be read wrong; this is what a person sees of one."""
    return replace(
        block, runs=tuple(Run(run.text.translate(_FORBIDDEN), run.italic) for run in block.runs)
    )
