"""What a new portfolio starts with: the criteria that the partnership scores by, and no more.

Source: the criteria of the decision bases of 2024, two for a forum and four for a pilot.
"""

from __future__ import annotations

from typing import Final

from shk_xl.domain.portfolio import About, Criterion, InitiativeType, Portfolio

PARTNERSHIP: Final = "Samhällskontraktet"

_GOALS: Final = "Koppling till samhällsmål och nordstjärna"
_WANTED: Final = "Önskat av målgruppen"
_PARTNERSHIP: Final = "Partnerskap och samproduktion"
_ROOT_CAUSES: Final = "Adresserar rotorsaker"

CRITERIA: Final = tuple(
    Criterion(type_, name)
    for type_, names in (
        (InitiativeType.FORUM, (_GOALS, _PARTNERSHIP)),
        (InitiativeType.PILOT, (_GOALS, _WANTED, _PARTNERSHIP, _ROOT_CAUSES)),
    )
    for name in names
)


def empty_portfolio(year: int | None = None, focus_area: str = "") -> Portfolio:
    """Make the portfolio of a new workbook.

    >>> empty_portfolio(2027).about.year
    2027
    """
    about = About(partnership=PARTNERSHIP, focus_area=focus_area, year=year)
    return Portfolio(about=about, criteria=CRITERIA)
