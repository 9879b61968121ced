"""The maps as posters (*kartor*): the two pictures of the overall proposal, large, for the wall.

Rules: the same pictures from the same numbers as in the proposal, on A3.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, Row
from shk_xl.documents.sender import SENDER_FIELDS, sender_values
from shk_xl.documents.word.picture import Picture
from shk_xl.domain.portfolio import Portfolio

WIDTH_CM: Final = 25.4
"""What stands between the margins of an A3 page; a full map is then 36 cm high."""

FIELDS: Final[tuple[FieldSpec, ...]] = (
    *SENDER_FIELDS,
    fields.picture("portfölj_bild", "Bilden av portföljen, för en hel sida."),
    fields.picture("kontext_bild", "Bilden av kontexterna, för en hel sida."),
)


def values(portfolio: Portfolio, portfolio_map: Picture, context_map: Picture, today: date) -> Row:
    """Give the value of every field of the posters.

    Args:
        portfolio: The portfolio.
        portfolio_map: The picture of the portfolio.
        context_map: The picture of the contexts.
        today: The date of the document.
    """
    return {
        **sender_values(portfolio, today),
        "portfölj_bild": replace(portfolio_map, width_cm=WIDTH_CM),
        "kontext_bild": replace(context_map, width_cm=WIDTH_CM),
    }
