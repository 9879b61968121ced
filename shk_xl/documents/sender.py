"""Who a document comes from: the fields of its head, which every kind of document has."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec
from shk_xl.documents.phrases import date_in_words
from shk_xl.documents.stamp import TRACE_FIELD
from shk_xl.domain.portfolio import PartyKind, Portfolio

SENDER_FIELDS: Final[tuple[FieldSpec, ...]] = (
    fields.text("avsändare", "Samverkan och fokusområde på en rad."),
    fields.text("sammanhang", "Samverkan och fokusområdet inom citattecken, för första sidan."),
    fields.text("samverkan", "Samverkans namn."),
    fields.text("fokusområde", "Fokusområdets namn."),
    fields.text("parter", "Parterna, åtskilda med komma."),
    fields.text("år", "Portföljens år."),
    fields.text("datum", "Dagen då dokumentets innehåll skrevs."),
    fields.text("diarienummer", "Ärendets nummer i diariet; tomt om det saknas."),
    fields.text(TRACE_FIELD, "Arbetsboken med version, mallen och dagen, för sidfoten."),
)


def sender_values(portfolio: Portfolio, today: date) -> Mapping[str, str]:
    """Give the values of ``SENDER_FIELDS``.

    Args:
        portfolio: Whose document it is.
        today: The date of the document.
    """
    about = portfolio.about
    quoted = f"’{about.focus_area}’" if about.focus_area else ""
    return {
        "avsändare": " · ".join(filter(None, (about.partnership, about.focus_area))),
        "sammanhang": " ".join(filter(None, (about.partnership, quoted))),
        "samverkan": about.partnership,
        "fokusområde": about.focus_area,
        "parter": ", ".join(parties(portfolio)),
        "år": str(about.year or ""),
        "datum": date_in_words(today),
        TRACE_FIELD: "",
        "diarienummer": about.registration_number,
    }


def parties(portfolio: Portfolio) -> list[str]:
    """Name the parties that decide, in the workbook's order."""
    return [party.name for party in portfolio.parties if party.kind is PartyKind.PARTY]
