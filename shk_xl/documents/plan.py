"""Which documents a portfolio gives: the kind, name, title and fields of each.

Rules: nothing is computed or drawn here until a document is filled in, so that a plan costs
nothing for the documents that nobody asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from shk_xl.documents import decision_basis, minutes, proposal
from shk_xl.documents.fields import Row
from shk_xl.documents.file_names import safe, stem_of
from shk_xl.documents.kinds import KIND_OF_TYPE, DocumentKind
from shk_xl.documents.word.picture import Picture
from shk_xl.domain.meetings import meetings
from shk_xl.domain.portfolio import Initiative, Portfolio


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be made.

    Args:
        kind: Which kind.
        row: The code, date or year that it tells of.
        stem: Its file name without ending, before collisions are settled.
        title: The document's title.
        values: Its fields, for the date that it bears.
    """

    kind: DocumentKind
    row: str
    stem: str
    title: str
    values: Callable[[date], Row]

    @property
    def initiative(self) -> str:
        """The initiative's code; empty for a document about more than one."""
        return self.row if self.kind in KIND_OF_TYPE.values() else ""


def documents_of(portfolio: Portfolio) -> Iterator[Job]:
    """List the documents of a portfolio.

    Args:
        portfolio: What they tell of.

    Returns:
        The proposal, the decision bases in the portfolio's order, the minutes by date.
    """
    about = portfolio.about
    year = str(about.year or "")
    if portfolio.initiatives:
        yield Job(
            DocumentKind.PROPOSAL,
            year,
            stem_of("helhetsforslag", year),
            " ".join(filter(None, (about.focus_area, "– helhetsförslag", year))),
            partial(_proposal_values, portfolio, cache(partial(_pictures, portfolio))),
        )
    standings = decision_basis.Standings.of(portfolio)
    for initiative in portfolio.initiatives:
        yield Job(
            KIND_OF_TYPE[initiative.type],
            initiative.code,
            _stem(initiative),
            f"{initiative.title} – underlag för Core Team beslut",
            partial(decision_basis.values, portfolio, initiative, standings),
        )
    for meeting in meetings(portfolio):
        yield Job(
            DocumentKind.MINUTES,
            meeting.key,
            stem_of("motesanteckningar", meeting.key),
            f"Mötesanteckningar {meeting.key}",
            partial(minutes.values, portfolio, meeting),
        )


def _stem(initiative: Initiative) -> str:
    """Name a file by code and name, without saying the code twice."""
    name = safe(initiative.name.casefold())
    code = safe(initiative.code)
    return stem_of(code, f"{name}-".removeprefix(f"{code.casefold()}-"))


def _proposal_values(
    portfolio: Portfolio, pictures: Callable[[], tuple[Picture, Picture]], today: date
) -> Row:
    return proposal.values(portfolio, *pictures(), today)


def _pictures(portfolio: Portfolio) -> tuple[Picture, Picture]:
    """Draw the portfolio and the contexts; drawing takes longer than the rest together."""
    from shk_xl.documents.pictures.draw import context_picture, portfolio_picture  # noqa: PLC0415

    return portfolio_picture(portfolio), context_picture(portfolio)
