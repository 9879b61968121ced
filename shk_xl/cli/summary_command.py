"""``shk-xl summary``: totals, frames and priorities of a portfolio."""

from __future__ import annotations

from pathlib import Path

import click

from shk_xl.cli import show
from shk_xl.cli.options import BOOK, JSON
from shk_xl.domain.amounts import kronor_of, write_amount, write_kronor
from shk_xl.domain.budget import budget_total, sources, unknown_initiatives
from shk_xl.domain.portfolio import InitiativeType, Portfolio
from shk_xl.domain.priorities import (
    Priority,
    across_types,
    common_criteria,
    priorities,
    write_score,
)
from shk_xl.domain.summary import summary
from shk_xl.workbook.reading.read import read_portfolio

MOST_NAMES = 10
"""How many initiatives without an amount are named before the rest are counted."""


@click.command("summary", help="Visar summor, ramar och prioriteringar i arbetsboken BOOK.")
@BOOK
@JSON
def command(book: Path, *, for_machine: bool) -> None:
    """Print the summary."""
    portfolio = read_portfolio(book).portfolio
    if for_machine:
        show.as_json(summary(portfolio))
    else:
        click.echo(in_words(portfolio))


def in_words(portfolio: Portfolio) -> str:
    """Lay out the summary as text for a person."""
    head = " ".join(
        str(part) for part in (portfolio.about.focus_area, portfolio.about.year) if part
    )
    parts = [head, _total(portfolio), _sources(portfolio), _initiatives(portfolio)]
    across = _across(portfolio)
    return "\n\n".join(part for part in (*parts, across) if part)


def _total(portfolio: Portfolio) -> str:
    lines = [f"Totalt: {write_kronor(budget_total(portfolio).kronor)}"]
    unknown = [f"{i.title} ({write_amount(i.amount)})" for i in unknown_initiatives(portfolio)]
    if unknown:
        more = len(unknown) - MOST_NAMES
        shown = [*unknown[:MOST_NAMES], *([f"och {more} till"] if more > 0 else [])]
        lines.append(f"Inte med i summan, beloppet är okänt: {', '.join(shown)}")
    return "\n".join(lines)


def _sources(portfolio: Portfolio) -> str:
    rows = [
        [
            source.frame.name,
            _kronor(kronor_of(source.frame.amount)),
            _kronor(source.allocated.kronor),
            _kronor(source.left),
            "preliminär" if source.frame.preliminary else "",
        ]
        for source in sources(portfolio)
    ]
    return (
        show.table(["Källa", "Ram", "Fördelat", "Kvar", ""], rows, right=[1, 2, 3]) if rows else ""
    )


def _kronor(value: int | None) -> str:
    return "okänt" if value is None else write_kronor(value)


def _initiatives(portfolio: Portfolio) -> str:
    rows = [_initiative(priority) for priority in _in_order(priorities(portfolio))]
    if not rows:
        return "Portföljen har inga initiativ ännu."
    header = ["Plats", "Poäng", "Typ", "Initiativ", "Belopp"]
    return show.table(header, rows, right=[1])


def _in_order(found: tuple[Priority, ...]) -> list[Priority]:
    """Sort by type, then by place; those without a place last."""
    types = list(InitiativeType)
    return sorted(
        found,
        key=lambda p: (
            types.index(p.initiative.type),
            p.place.rank if p.place else len(found) + 1,
        ),
    )


def _initiative(priority: Priority) -> list[str]:
    initiative = priority.initiative
    return [
        _place(priority),
        _score(priority),
        initiative.type.value,
        initiative.title,
        write_amount(initiative.amount),
    ]


def _place(priority: Priority) -> str:
    if priority.place is None:
        return "–"
    return f"{priority.place.rank} (delad)" if priority.place.shared else str(priority.place.rank)


def _score(priority: Priority) -> str:
    interval = priority.score
    if interval is None:
        return "–"
    if interval.missing:
        return f"{write_score(interval.low)}–{write_score(interval.high)}"
    return write_score(interval.low)


def _across(portfolio: Portfolio) -> str:
    """Compare over the criteria that the types share."""
    found = [priority for priority in across_types(portfolio) if priority.place]
    types = {priority.initiative.type for priority in found}
    if len(types) < 2:  # noqa: PLR2004 - one type needs no comparison
        return ""
    common = ", ".join(
        common_criteria(portfolio, [t for t in InitiativeType if portfolio.criteria_by_type[t]])
    )
    ordered = sorted(found, key=lambda priority: priority.place.rank if priority.place else 0)
    rows = [[_place(p), _score(p), p.initiative.title] for p in ordered]
    return (
        f"Över typgränserna, bara på kriterier som typerna har gemensamt ({common}):\n"
        + show.table(["Plats", "Poäng", "Initiativ"], rows, right=[1])
    )
