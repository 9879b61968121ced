r"""One text model: what people type in a cell, or in Word, as paragraphs, bullets and parts.

Rules of the text, the same in both directions:

- Every line is a block of its own. Blank lines only separate; no empty block results.
- ``- ``, ``– ``, ``• ``, ``· `` or ``* `` first on a line makes a bullet. One that is indented
  deeper than the first bullet of its list is on level 2.
- ``Del 1:`` opens a part, alone on its line or with the part's text after it.
- ``*kursiv*`` and ``<i>kursiv</i>`` are italics. A mark without its pair stays as it was typed.

Nothing that a person can see is lost, and ``parse(write(parse(text))) == parse(text)``.
Standard library only: this module knows neither Word nor Excel.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Run:
    """Characters that look the same."""

    text: str
    italic: bool = False


Runs: TypeAlias = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of text."""

    runs: Runs


@dataclass(frozen=True, slots=True)
class Bullet:
    """An item of a list, on level 1 or 2."""

    runs: Runs
    level: int = 1


@dataclass(frozen=True, slots=True)
class PartHeading:
    """``Del n:``; ``runs`` is the text on the same line, empty when it stands alone."""

    number: int
    runs: Runs = ()


TextBlock: TypeAlias = Paragraph | Bullet | PartHeading

LINE_ENDS = re.compile(r"\r\n|[\n\r\v\f\u0085\u2028\u2029]")
_BULLETS = "-–•·*"
_BULLET = re.compile(rf"(?P<indent>\s*)[{_BULLETS}]\s+(?P<text>\S.*)")
_PART = re.compile(r"Del (?P<number>[1-9][0-9]{0,2}):(?:\s+(?P<text>\S.*))?")
_ITALICS = re.compile(
    r"<i>(?P<tagged>\s*(?!</?i>)\S(?:(?!</?i>).)*)</i>"
    r"|(?<![\w*])\*(?P<starred>[^\s*](?:[^*]*[^\s*])?)\*(?![\w*])"
)


def parse(text: str) -> tuple[TextBlock, ...]:
    r"""Read typed text as blocks.

    Args:
        text: Any text, with any kind of line ends.

    Returns:
        Its blocks in order; none for a text of white space.

    >>> for block in parse("Del 1:\n- Kartlägga *alla*\n  - och *några\n\nSedan vidare."):
    ...     print(block)
    PartHeading(number=1, runs=())
    Bullet(runs=(Run(text='Kartlägga ', italic=False), Run(text='alla', italic=True)), level=1)
    Bullet(runs=(Run(text='och *några', italic=False),), level=2)
    Paragraph(runs=(Run(text='Sedan vidare.', italic=False),))
    """
    return tuple(_blocks(LINE_ENDS.split(text)))


def write(blocks: Iterable[TextBlock]) -> str:
    r"""Write blocks as text for a cell: the inverse of ``parse``.

    A blank line stands between blocks, except between the bullets of a list.

    >>> write([Paragraph((Run("Att:"),)), Bullet((Run("lära"),)), Bullet((Run("dela"),), 2)])
    'Att:\n\n- lära\n  - dela'
    """
    pieces: list[str] = []
    previous: TextBlock | None = None
    for block in blocks:
        if previous is not None:
            in_list = isinstance(previous, Bullet) and isinstance(block, Bullet)
            pieces.append("\n" if in_list else "\n\n")
        pieces.append(_line(block))
        previous = block
    return "".join(pieces)


def parse_runs(line: str) -> Runs:
    """Read the italics of one line.

    >>> parse_runs("lärande (*inte bara kontroll*), 3*4 = 12")[1]
    Run(text='inte bara kontroll', italic=True)
    """
    if "*" not in line and "<" not in line:
        return (Run(line),) if line else ()
    runs: list[Run] = []
    end = 0
    for match in _ITALICS.finditer(line):
        runs.append(Run(line[end : match.start()]))
        runs.append(Run(match["tagged"] or match["starred"], italic=True))
        end = match.end()
    runs.append(Run(line[end:]))
    return _joined(runs)


def write_runs(runs: Runs) -> str:
    """Write the runs of one line, with stars where they read back the same, else with tags."""
    starred = "".join(f"*{run.text}*" if run.italic else run.text for run in runs)
    if parse_runs(starred) == runs:
        return starred
    return "".join(f"<i>{run.text}</i>" if run.italic else run.text for run in runs)


def plain_text(runs: Runs) -> str:
    """Give the characters without their look."""
    return "".join(run.text for run in runs)


def _blocks(lines: Iterable[str]) -> Iterator[TextBlock]:
    base: int | None = None
    for line in lines:
        text = line.strip()
        if not text:
            continue
        bullet = _BULLET.fullmatch(line.rstrip()) if text[0] in _BULLETS else None
        if bullet is None:
            base = None
            yield _plain_block(text)
            continue
        indent = len(bullet["indent"].expandtabs(4))
        base = indent if base is None else min(base, indent)
        yield Bullet(parse_runs(bullet["text"]), level=2 if indent > base else 1)


def _plain_block(line: str) -> TextBlock:
    part = _PART.fullmatch(line) if line.startswith("Del ") else None
    if part is None:
        return Paragraph(parse_runs(line))
    return PartHeading(int(part["number"]), parse_runs(part["text"] or ""))


def _line(block: TextBlock) -> str:
    text = write_runs(block.runs)
    if isinstance(block, Bullet):
        return f"{'  ' * (block.level - 1)}- {text}"
    if isinstance(block, PartHeading):
        return f"Del {block.number}: {text}".rstrip()
    return text


def _joined(runs: Iterable[Run]) -> Runs:
    """Join neighbours that look the same, and drop runs without characters."""
    joined: list[Run] = []
    for run in runs:
        if not run.text:
            continue
        if joined and joined[-1].italic == run.italic:
            joined[-1] = Run(joined[-1].text + run.text, run.italic)
        else:
            joined.append(run)
    return tuple(joined)
