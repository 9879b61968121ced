"""The overall proposal in short: how many initiatives, for how much, from where, what is open.

Rules: every figure is one that stands in the proposal. What is unknown or not written is said
here already, since many read no further.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from shk_xl.documents.phrases import count_in_words, listed, sentence, unknown_in_words
from shk_xl.documents.word.text_model import Bullet, Run
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain import budget
from shk_xl.domain.amounts import write_kronor
from shk_xl.domain.portfolio import InitiativeType, Portfolio
from shk_xl.domain.readiness import has_decision_basis

_NAMES: Final = {
    InitiativeType.FORUM: ("forum", "forum"),
    InitiativeType.PILOT: ("pilot", "piloter"),
    InitiativeType.ROLE: ("ny roll", "nya roller"),
}
_NAMED: Final = 3
"""How many are named before the rest are counted; the tables name them all."""


def summary(portfolio: Portfolio) -> Blocks:
    """Give the proposal in short, a bullet for each thing."""
    return Blocks(tuple(Bullet((Run(text),)) for text in _said(portfolio)))


def _said(portfolio: Portfolio) -> Iterator[str]:
    if not portfolio.initiatives:
        yield "Portföljen har inga initiativ."
        return
    summed = write_kronor(budget.budget_total(portfolio).kronor)
    yield f"{_counted(portfolio)}. Kända budgetförslag: {summed}."
    if unknown := budget.unknown_initiatives(portfolio):
        few = [unknown_in_words([initiative]) for initiative in unknown[:_NAMED]]
        yield f"Kostnaden är okänd för {_some(few, len(unknown))}."
    yield from _taken(portfolio)
    lacking = [one for one in portfolio.initiatives if not has_decision_basis(portfolio, one)]
    if lacking:
        few = [initiative.title for initiative in lacking[:_NAMED]]
        yield f"Beslutsunderlag saknas för {_some(few, len(lacking))}."


def _counted(portfolio: Portfolio) -> str:
    """Count the initiatives, in all and of each type."""
    counts = Counter(initiative.type for initiative in portfolio.initiatives)
    kinds = [_of_type(type_, counts[type_]) for type_ in InitiativeType if counts[type_]]
    return f"{len(portfolio.initiatives)} initiativ: {listed(kinds)}"


def _of_type(type_: InitiativeType, count: int) -> str:
    """Count the initiatives of one type.

    >>> _of_type(InitiativeType.FORUM, 1), _of_type(InitiativeType.ROLE, 2)
    ('ett forum', 'två nya roller')
    """
    one, several = _NAMES[type_]
    if count > 1:
        return f"{count_in_words(count)} {several}"
    return f"{'ett' if type_ is InitiativeType.FORUM else 'en'} {one}"


def _taken(portfolio: Portfolio) -> Iterator[str]:
    """Say what is taken from each source, and what is left there."""
    for source in budget.sources(portfolio):
        if not source.allocated.kronor:
            continue
        preliminary = ", som är preliminär" if source.frame.preliminary else ""
        if source.left is None:
            left = "hur mycket som är kvar är okänt"
        elif source.left < 0:
            left = f"ramen överskrids med {write_kronor(-source.left)}"
        else:
            left = f"{write_kronor(source.left)} är kvar"
        taken = write_kronor(source.allocated.kronor)
        yield sentence(f"{taken} tas från {source.frame.name}{preliminary}; {left}")


def _some(few: Sequence[str], count: int) -> str:
    """Name a few, and count the rest.

    >>> _some(["Labbet", "Kursen"], 4)
    'Labbet, Kursen och två till'
    """
    rest = [f"{count_in_words(count - len(few))} till"] if count > len(few) else []
    return listed([*few, *rest])
