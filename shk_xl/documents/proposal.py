"""The overall proposal (*helhetsförslag*): its fields, and their values from a portfolio.

Rules: the team's own headings in their order, with a summary of the figures first.

Source: the headings and the table of "Beslutsunderlag – helhetsförslag".
"""

from __future__ import annotations

from datetime import date
from typing import Final

from shk_xl.documents import fields, proposal_money, proposal_ranking
from shk_xl.documents.fields import FieldSpec, Row
from shk_xl.documents.proposal_summary import summary
from shk_xl.documents.sender import SENDER_FIELDS, sender_values
from shk_xl.documents.word.picture import Picture
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.amounts import write_amount
from shk_xl.domain.portfolio import Heading, Initiative, Portfolio
from shk_xl.domain.proposed_decisions import points_of

FIELDS: Final[tuple[FieldSpec, ...]] = (
    *SENDER_FIELDS,
    fields.rows(
        "förslag_till_beslut",
        "En rad för varje skriven punkt om portföljen som helhet.",
        fields.blocks("punkt", "Punkten i en hel mening."),
    ),
    fields.blocks("sammanfattning", "Den skrivna sammanfattningen, eller uppgifterna i ord."),
    fields.blocks("portfölj_text", "Texten under rubriken Portföljen."),
    fields.picture("portfölj_bild", "Bilden av portföljen."),
    fields.blocks("kontext_text", "Texten under rubriken Kontexter."),
    fields.picture("kontext_bild", "Bilden av kontexterna."),
    fields.rows(
        "initiativ",
        "En rad för varje initiativ.",
        fields.text("namn", "Initiativets namn med fas."),
        fields.blocks("förslag_på_start", "Vad som görs först."),
        fields.text("kontext", "Förslag på kontext."),
        fields.text("period", "När."),
        fields.blocks("resurser", "Ungefärliga resurser från parterna."),
        fields.text("belopp", "Budgetförslaget."),
    ),
    *proposal_money.FIELDS,
    *proposal_ranking.FIELDS,
    fields.blocks("övrigt", "Det som inte hör till någon annan rubrik."),
)


def values(portfolio: Portfolio, portfolio_map: Picture, context_map: Picture, today: date) -> Row:
    """Give the value of every field of the overall proposal.

    Args:
        portfolio: The portfolio.
        portfolio_map: The picture of the portfolio.
        context_map: The picture of the contexts.
        today: The date of the document.
    """
    texts = portfolio.texts_by_initiative.get("", {})
    points = points_of(texts.get(Heading.PROPOSED_DECISIONS, ""))
    return {
        **sender_values(portfolio, today),
        "förslag_till_beslut": [{"punkt": Blocks.of(point)} for point in points],
        "sammanfattning": Blocks.of(texts.get(Heading.SUMMARY, "")) or summary(portfolio),
        "portfölj_text": Blocks.of(texts.get(Heading.PORTFOLIO, "")),
        "portfölj_bild": portfolio_map,
        "kontext_text": Blocks.of(texts.get(Heading.CONTEXTS, "")),
        "kontext_bild": context_map,
        "initiativ": [_initiative(initiative) for initiative in portfolio.initiatives],
        **proposal_money.values(portfolio),
        **proposal_ranking.values(portfolio),
        "övrigt": Blocks.of(texts.get(Heading.NOTES, "")),
    }


def _initiative(initiative: Initiative) -> Row:
    return {
        "namn": initiative.title,
        "förslag_på_start": Blocks.of(initiative.start),
        "kontext": initiative.context,
        "period": initiative.period,
        "resurser": Blocks.of(initiative.resources),
        "belopp": write_amount(initiative.amount),
    }
