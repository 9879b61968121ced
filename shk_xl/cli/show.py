"""What commands print: tables in plain text, JSON for machines, progress on long work."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Protocol

import click


def as_json(data: object) -> None:
    """Print data for a machine."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2))


def table(header: Sequence[str], rows: Sequence[Sequence[str]], right: Sequence[int] = ()) -> str:
    """Lay out a table with aligned columns.

    Args:
        header: The titles.
        rows: Cells as text.
        right: The columns to align to the right, counted from 0.

    >>> print(table(["Källa", "Kvar"], [["Pilotbudget", "5"]], right=[1]))
    Källa        Kvar
    -----------  ----
    Pilotbudget     5
    """
    lines = [list(header), *(list(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(header))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        "  ".join(
            cell.rjust(width) if column in right else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ).rstrip()
        for line in lines
    )


def in_shell(path: Path) -> str:
    """Write a path as it is typed in a command, in all shells.

    >>> in_shell(Path("portfölj 2027.xlsx")), in_shell(Path("bok.xlsx"))
    ('"portfölj 2027.xlsx"', 'bok.xlsx')
    """
    return f'"{path}"' if " " in str(path) else str(path)


class Advance(Protocol):
    """Tell how many are done, of how many, and which one was last."""

    def __call__(self, done: int, count: int, label: str, /) -> None:
        """Move the bar."""


def _nowhere(_done: int, _count: int, _label: str) -> None:
    """Show nothing."""


@contextmanager
def progress(title: str, *, quiet: bool = False) -> Iterator[Advance]:
    """Show progress with time left on the screen; nothing when nobody watches.

    Args:
        title: What is going on.
        quiet: Show nothing.
    """
    if quiet or not sys.stderr.isatty():
        yield _nowhere
        return
    from rich.console import Console  # noqa: PLC0415 - only where somebody watches
    from rich.progress import (  # noqa: PLC0415 - the same
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(title, total=None)

        def advance(done: int, count: int, label: str, /) -> None:
            bar.update(task, completed=done, total=count, description=f"{title}: {label}")

        yield advance
