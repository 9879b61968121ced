"""The text model: what is typed comes out as blocks, and back, and nothing is lost."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shk_xl.documents.word.text_model import (
    Bullet,
    Paragraph,
    PartHeading,
    Run,
    TextBlock,
    parse,
    parse_runs,
    plain_text,
    write,
)


def plain(text: str) -> tuple[Run, ...]:
    return (Run(text),)


CASES: list[tuple[str, str, tuple[TextBlock, ...]]] = [
    ("nothing", " \n\t\n", ()),
    ("one paragraph", "Hej", (Paragraph(plain("Hej")),)),
    ("blank lines separate", "a\n\n\n  b ", (Paragraph(plain("a")), Paragraph(plain("b")))),
    ("every line is a block", "a\r\nb\vc", tuple(Paragraph(plain(x)) for x in "abc")),
    ("all bullet marks", "- a\n– b\n• c\n· d\n* e", tuple(Bullet(plain(x)) for x in "abcde")),
    ("a tab after the mark", "•\ta", (Bullet(plain("a")),)),
    ("one leading space is level 2", "- a\n - b", (Bullet(plain("a")), Bullet(plain("b"), 2))),
    ("an indented list is level 1", "  - a\n  - b", (Bullet(plain("a")), Bullet(plain("b")))),
    ("a blank line keeps the list", "- a\n\n - b", (Bullet(plain("a")), Bullet(plain("b"), 2))),
    (
        "a paragraph ends the list",
        "- a\nb\n - c",
        (Bullet(plain("a")), Paragraph(plain("b")), Bullet(plain("c"))),
    ),
    ("a mark without space is text", "-5 grader", (Paragraph(plain("-5 grader")),)),
    ("a mark alone is text", "- ", (Paragraph(plain("-")),)),
    ("part alone", "Del 1:", (PartHeading(1),)),
    ("part with text", "Del 2: vi börjar", (PartHeading(2, plain("vi börjar")),)),
    ("part in a sentence", "I Del 1: nej", (Paragraph(plain("I Del 1: nej")),)),
]


@pytest.mark.parametrize(("text", "blocks"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_blocks(text: str, blocks: tuple[TextBlock, ...]) -> None:
    assert parse(text) == blocks


ITALICS = [
    ("*a*", [("a", True)]),
    ("<i>a b</i>", [("a b", True)]),
    ("x (*a b*), y", [("x (", False), ("a b", True), ("), y", False)]),
    ("mål *under arbete*", [("mål ", False), ("under arbete", True)]),
    ("*t.ex. 2023.*", [("t.ex. 2023.", True)]),
    ("3*4*5", [("3*4*5", False)]),
    ("a * b * c", [("a * b * c", False)]),
    ("en * stjärna", [("en * stjärna", False)]),
    ("**a**", [("**a**", False)]),
    ("<i>a", [("<i>a", False)]),
    ("<i> <i>x</i>", [("<i> ", False), ("x", True)]),
    ("<i>a*b</i>c", [("a*b", True), ("c", False)]),
    ("*a*<i>b</i>", [("ab", True)]),
]


@pytest.mark.parametrize(("line", "expected"), ITALICS)
def test_italics(line: str, expected: list[tuple[str, bool]]) -> None:
    assert [(run.text, run.italic) for run in parse_runs(line)] == expected


typed = st.text(alphabet="ab 1-*–•·\n\t:<>i/Del\u00a0\u200f✓", max_size=60)
tokens = st.lists(
    st.sampled_from(["*", "<i>", "</i>", "a", " ", "\n", "- ", "Del 1:", "(", ")", "\n  - ", "."]),
    max_size=14,
).map("".join)


@given(st.one_of(typed, tokens))
@settings(max_examples=50)
def test_text_survives_the_way_there_and_back(text: str) -> None:
    blocks = parse(text)
    assert parse(write(blocks)) == blocks


@given(st.one_of(typed, tokens))
def test_no_visible_character_is_lost(text: str) -> None:
    shown = "".join(
        ("-" if isinstance(block, Bullet) else "")
        + (f"Del{block.number}:" if isinstance(block, PartHeading) else "")
        + plain_text(block.runs)
        for block in parse(text)
    )
    marks = re.compile(r"[-–•·*]|</?i>|\s")
    assert re.sub(marks, "", shown) == re.sub(marks, "", text)


@given(st.one_of(typed, tokens))
def test_no_block_is_empty(text: str) -> None:
    assert all(isinstance(block, PartHeading) or plain_text(block.runs) for block in parse(text))
