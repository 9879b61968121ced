"""Every fault that the program raises has Swedish words, and no words are left over."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from string import Formatter

import pytest

import shk_xl
from shk_xl.wording import FAULTS

ROOT = Path(shk_xl.__file__).parent
SOURCES = [
    path for path in ROOT.rglob("*.py") if "wording" not in path.relative_to(ROOT).as_posix()
]


def strings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def raised(path: Path) -> Iterator[str]:
    """The codes that stand as the first argument of ``refuse`` or ``Fault``."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name) or not node.args:
            continue
        first = node.args[0]
        if node.func.id in {"refuse", "Fault"} and isinstance(first, ast.Constant):
            yield str(first.value)


def test_every_code_that_is_raised_has_words() -> None:
    codes = {code for path in SOURCES for code in raised(path)}
    assert codes
    assert codes <= set(FAULTS)


def test_no_words_are_left_over() -> None:
    spoken = {text for path in SOURCES for text in strings(path)}
    assert set(FAULTS) <= spoken


@pytest.mark.parametrize("code", FAULTS)
def test_the_words_are_whole_sentences_with_a_remedy(code: str) -> None:
    words = FAULTS[code]
    assert re.search(r"[.!?]$", words.what), words
    assert re.search(r"[.!?]$", words.remedy), words
    assert words.what[0].isupper() or words.what[0] in "{~.”"
    fields = [name for text in words for _, name, _, _ in Formatter().parse(text) if name]
    assert all(name.isidentifier() for name in fields)
