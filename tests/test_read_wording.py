"""Every note that the readers of old documents give has Swedish words, and no words are left."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import shk_xl.documents
from shk_xl.wording_import import NOTES

SOURCES = sorted((Path(shk_xl.documents.__file__).parent / "old").glob("*.py"))
METHODS = {"read", "confirm", "join", "placed", "differs", "lost"}
COMPUTED = {
    "amount_ambiguous",
    "amount_unknown",
    *(f"{what}_{end}" for what in ("sum", "funding") for end in ("agrees", "differs")),
}
"""The codes that are put together where they are given."""


def notes(path: Path) -> Iterator[tuple[str, set[str]]]:
    """The codes that a module gives, with the names of their values."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        owner = ast.unparse(node.func.value)
        first = node.args[0] if node.args else None
        if owner in {"report", "self._report"} and node.func.attr in METHODS:
            values = {keyword.arg or "" for keyword in node.keywords}
            if isinstance(first, ast.Constant):
                yield str(first.value), values


def test_every_note_has_words_and_every_word_a_note() -> None:
    given = {code for path in SOURCES for code, _ in notes(path)}
    assert given | COMPUTED == set(NOTES)


def test_the_words_use_values_that_the_note_has() -> None:
    for path in SOURCES:
        for code, values in notes(path):
            fields = {name for _, name, _, _ in Formatter().parse(NOTES[code]) if name}
            assert fields <= values, (path.name, code)


@pytest.mark.parametrize("code", NOTES)
def test_the_words_are_whole_sentences(code: str) -> None:
    assert re.search(r"([.!?”]|\{option\}|\{text\})$", NOTES[code]), NOTES[code]
