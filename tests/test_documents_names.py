"""File names: safe everywhere, short, and never two alike."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.documents.file_names import MAX_BYTES, stem_of, unique

RESERVED = {"con", "prn", "aux", "nul", "com1", "lpt9", "com¹"}


@pytest.mark.parametrize(
    ("words", "name"),
    [
        (("UVAS", "varför, vem, vad, vart?"), "UVAS-varför-vem-vad-vart.docx"),
        (("A/B:C*?", '"<x>|\\'), "A-B-C-x.docx"),
        (("CON", ""), "_CON.docx"),
        (("lpt9", ""), "_lpt9.docx"),
        (("..", "..."), "dokument.docx"),
        (("F\u00d6R", "fo\u0308r"), "FÖR-för.docx"),
        (("X", " slut. "), "X-slut.docx"),
    ],
)
def test_names(words: tuple[str, str], name: str) -> None:
    assert unique([stem_of(*words)]) == [name]


@given(st.lists(st.text(max_size=150), min_size=1, max_size=2), st.integers(1, 3))
@settings(max_examples=50)
def test_any_name_is_safe(words: list[str], copies: int) -> None:
    names = unique([stem_of(*words)] * copies)
    assert len({name.casefold() for name in names}) == copies
    for name in names:
        assert len(name.encode()) <= MAX_BYTES
        assert unicodedata.is_normalized("NFC", name)
        assert not re.search(r'[\x00-\x1f/\\:*?"<>|\s]', name)
        assert name.removesuffix(".docx").casefold() not in RESERVED
        assert not name.startswith((".", "-", "~"))


def test_names_that_differ_in_case_are_alike() -> None:
    assert unique(["A", "a", "A-2", "a"]) == ["A.docx", "a-2.docx", "A-2-2.docx", "a-3.docx"]
