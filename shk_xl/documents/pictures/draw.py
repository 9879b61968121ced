"""The two pictures of the overall proposal: the portfolio, and its contexts.

Rules: a picture tells nothing that the document does not also have as text or table. Its
alternative text is made from the same data as the picture.
"""

from __future__ import annotations

from typing import Final

from shk_xl import look
from shk_xl.documents.pictures.canvas import Canvas, without_glyph_warnings
from shk_xl.documents.pictures.contexts import contexts, draw_contexts
from shk_xl.documents.pictures.portfolio import WIDTH, draw_portfolio
from shk_xl.documents.pictures.words import context_alt, portfolio_alt, total_words
from shk_xl.documents.word.picture import Picture
from shk_xl.domain.portfolio import InitiativeType, Portfolio
from shk_xl.domain.priorities import Priority, priorities

_NOTHING: Final = "Portföljen har inga initiativ än."
_TYPES: Final = list(InitiativeType)
_LAST: Final = 10**9


def portfolio_picture(portfolio: Portfolio) -> Picture:
    """Draw the initiatives by type and phase, with amount and score.

    Args:
        portfolio: With any number of initiatives.

    Returns:
        The picture, 16 cm wide.
    """
    ordered = sorted(priorities(portfolio), key=_by_type_phase_and_place)
    if not ordered:
        return _nothing()
    with without_glyph_warnings():
        drawing = draw_portfolio(ordered, total_words(portfolio))
    return Picture(drawing.png, WIDTH, portfolio_alt(portfolio, ordered), drawing.svg)


def context_picture(portfolio: Portfolio) -> Picture:
    """Draw where the initiatives work; the same width."""
    groups = contexts(portfolio.initiatives)
    if not groups:
        return _nothing()
    with without_glyph_warnings():
        drawing = draw_contexts(groups)
    titles = [(context, [one.title for one in members]) for context, members in groups]
    return Picture(drawing.png, WIDTH, context_alt(titles, len(portfolio.initiatives)), drawing.svg)


def _by_type_phase_and_place(priority: Priority) -> tuple[int, int, int]:
    initiative, place = priority.initiative, priority.place
    phase = _LAST if initiative.phase is None else initiative.phase
    return _TYPES.index(initiative.type), phase, place.rank if place else _LAST


def _nothing() -> Picture:
    canvas = Canvas(WIDTH, 1.2)
    canvas.text(0, 0.6, _NOTHING, size=look.SMALL_PT, colour=look.MUTED)
    drawing = canvas.drawing()
    return Picture(drawing.png, WIDTH, _NOTHING, drawing.svg)
