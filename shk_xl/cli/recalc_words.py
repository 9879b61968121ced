"""What ``shk-xl recalc`` says: of one workbook, of all, and of what was passed over."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import click

from shk_xl.wording import in_words
from shk_xl.workbook.batch.outcome import Outcome

_MOST_NAMES: Final = 5
"""How many files are named before the rest are counted."""


def tell(outcome: Outcome, *, only_check: bool = False) -> None:
    """Print what became of a workbook; refusals on standard error."""
    for fault in outcome.faults:
        click.echo(in_words(fault), err=True)
    if not outcome.faults:
        kept = f" Den gamla finns i {outcome.backup.name}." if outcome.backup else ""
        words = in_words_of(outcome.report, only_check=only_check)
        click.echo(f"{outcome.path}: {words}{kept}")
    for remark in outcome.remarks:
        click.echo(f"  {in_words(remark)}")


def in_words_of(report: Mapping[str, Any], *, only_check: bool = False) -> str:
    """Say what recalculation made of a workbook.

    Args:
        report: The object that ``recalc --json`` prints for it.
        only_check: Nothing was written.
    """
    verb = "är gamla" if only_check else "ändrade"
    parts = [
        f"{report['formulas']} formler, {report['functions_called']} anrop av våra funktioner",
        f"{report['changed']} värden {verb}",
    ]
    if report["errors"]:
        parts.append(f"{report['errors']} formler ger fel")
    if report["kept"]:
        parts.append(f"{report['kept']} celler behöll sina värden")
    return ", ".join(parts) + "."


def sum_up(outcomes: Iterable[Outcome], *, only_check: bool = False) -> str:
    """Say in a sentence what became of all."""
    count = Counter(outcome.report["status"] for outcome in outcomes)
    new = "har gamla värden" if only_check else "räknades om"
    parts = [f"{count['updated']} {new}", f"{count['unchanged']} stämde redan"]
    if count["refused"]:
        parts.append(f"{count['refused']} är orörda (se ovan)")
    return f"{count.total()} arbetsböcker: {', '.join(parts)}."


def interrupted(done: Sequence[Outcome], left: Sequence[Path]) -> str:
    """Say what was done and what was not, when the user has had enough."""
    said = f"Avbrutet. {len(done)} arbetsböcker är klara och hela."
    return f"{said} Orörda: {_names(left)}." if left else said


def passed_over(paths: Sequence[Path]) -> str:
    """Say what was not looked at in the folders."""
    return f"Hoppade över (öppna, dolda eller tillfälliga filer): {_names(paths)}."


def _names(paths: Sequence[Path]) -> str:
    more = len(paths) - _MOST_NAMES
    shown = [str(path) for path in paths[:_MOST_NAMES]]
    return ", ".join([*shown, *([f"och {more} till"] if more > 0 else [])])
