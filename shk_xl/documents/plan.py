"""Which documents a portfolio gives: the kind, name, title and fields of each.

Rules: nothing is computed or drawn here until a document is filled in, so that a plan costs
nothing for the documents that nobody asked for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

from shk_xl.documents import changes, decision_basis, maps, minutes, proposal
from shk_xl.documents.back.cells import traced, traced_part
from shk_xl.documents.fields import Row
from shk_xl.documents.file_names import stem_of
from shk_xl.documents.kinds import KIND_OF_TYPE, DocumentKind, Layout, template_of
from shk_xl.documents.word.picture import Picture
from shk_xl.domain.meetings import Meeting, meetings
from shk_xl.domain.portfolio import Initiative, Portfolio
from shk_xl.ooxml.safe_names import safe


@dataclass(frozen=True, slots=True)
class Job:
    """A document to be made.

    Args:
        kind: Which kind.
        row: The code, date or year that it tells of.
        stem: Its file name without ending, before collisions are settled.
        title: The document's title.
        values: Its fields, for the date that it bears.
        layout: How it is set out.
    """

    kind: DocumentKind
    row: str
    stem: str
    title: str
    values: Callable[[date], Row]
    layout: Layout = Layout.HEADINGS

    @property
    def template(self) -> str:
        """The file name of its template."""
        return template_of(self.kind, self.layout)

    @property
    def initiative(self) -> str:
        """The initiative's code; empty for a document about more than one."""
        return self.row if self.kind in KIND_OF_TYPE.values() else ""


def documents_of(
    portfolio: Portfolio,
    layout: Layout = Layout.HEADINGS,
    earlier: changes.Earlier | None = None,
) -> Iterator[Job]:
    """List the documents of a portfolio.

    Args:
        portfolio: What they tell of.
        layout: How the decision bases are set out.
        earlier: The version since which changes are told; None for no such document.

    Returns:
        The proposal, the maps, the decision bases in the portfolio's order, the minutes by
        date, what has changed.
    """
    whole = cache(partial(traced, portfolio))
    held = cache(lambda: {meeting.key: meeting for meeting in meetings(whole())})
    about = portfolio.about
    year = str(about.year or "")
    if portfolio.initiatives:
        pictures = cache(partial(_pictures, portfolio))
        for kind, name, values in (
            (DocumentKind.PROPOSAL, "helhetsförslag", proposal.values),
            (DocumentKind.MAPS, "kartor", maps.values),
        ):
            yield Job(
                kind,
                year,
                stem_of(kind.value, year),
                " ".join(filter(None, (about.focus_area, f"– {name}", year))),
                partial(_with_pictures, values, whole, pictures),
            )
    background = decision_basis.Background.of(portfolio)
    for initiative in portfolio.initiatives:
        yield Job(
            KIND_OF_TYPE[initiative.type],
            initiative.code,
            _stem(initiative, layout),
            f"{initiative.title} – underlag för Core Team beslut",
            partial(_decision_basis, portfolio, initiative, background),
            layout,
        )
    for meeting in meetings(portfolio):
        yield Job(
            DocumentKind.MINUTES,
            meeting.key,
            stem_of("motesanteckningar", meeting.key),
            minutes.title(meeting),
            partial(_minutes, whole, held, meeting.key),
        )
    if earlier is not None:
        yield Job(
            DocumentKind.CHANGES,
            earlier.key,
            stem_of("forandringar-sedan", earlier.key),
            f"Vad har ändrats sedan {earlier.said}",
            partial(changes.values, portfolio, earlier),
        )


def _stem(initiative: Initiative, layout: Layout) -> str:
    """Name a file by layout, code and name, without saying the code twice."""
    name = safe(initiative.name.casefold())
    code = safe(initiative.code)
    # First, since a long name is cut at its end; with it both layouts can lie side by side.
    of_layout = "" if layout is Layout.HEADINGS else layout.value
    return stem_of(of_layout, code, f"{name}-".removeprefix(f"{code.casefold()}-"))


def _decision_basis(
    portfolio: Portfolio,
    initiative: Initiative,
    background: decision_basis.Background,
    today: date,
) -> Row:
    """Trace only what the document is about: a copy of all of it would be as large again."""
    part = traced_part(portfolio, initiative)
    return decision_basis.values(part, part.initiatives[0], background, today)


def _minutes(
    whole: Callable[[], Portfolio],
    held: Callable[[], Mapping[str, Meeting]],
    key: str,
    today: date,
) -> Row:
    return minutes.values(whole(), held()[key], today)


def _with_pictures(
    values: Callable[[Portfolio, Picture, Picture, date], Row],
    whole: Callable[[], Portfolio],
    pictures: Callable[[], tuple[Picture, Picture]],
    today: date,
) -> Row:
    return values(whole(), *pictures(), today)


def _pictures(portfolio: Portfolio) -> tuple[Picture, Picture]:
    """Draw the portfolio and the contexts; drawing takes longer than the rest together."""
    from shk_xl.documents.pictures.draw import context_picture, portfolio_picture  # noqa: PLC0415

    return portfolio_picture(portfolio), context_picture(portfolio)
