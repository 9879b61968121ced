"""The minutes of a meeting (*mötesanteckningar*), or a draft: their fields, and the values.

Rules: a meeting that has decided nothing yet gives a draft, with boxes to fill in by hand,
and nothing said of what has not happened. Nothing that was noted is left out.

Source: the minutes of two Core Team meetings.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Final

from shk_xl.documents import fields, minutes_decisions, minutes_draft
from shk_xl.documents.fields import FieldSpec, Row
from shk_xl.documents.meeting_words import listed_names, own_title, with_remarks
from shk_xl.documents.phrases import date_text_in_words, listed
from shk_xl.documents.sender import SENDER_FIELDS, sender_values
from shk_xl.documents.word.text_model import Bullet, Paragraph, PartHeading, Run, TextBlock, parse
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.meetings import Meeting, Member
from shk_xl.domain.portfolio import ItemKind, MeetingItem, Portfolio, Presence
from shk_xl.domain.presence import is_draft

FIELDS: Final[tuple[FieldSpec, ...]] = (
    *SENDER_FIELDS,
    fields.text("dokument", "Mötesanteckningar, eller Utkast till mötesanteckningar."),
    fields.text("möte", "Mötets rubrik."),
    fields.text("mötesdatum", "Mötets datum."),
    fields.text("plats", "Var mötet hölls."),
    fields.rows(
        "medverkande",
        "En rad för varje part som var med. Tomt i ett utkast.",
        fields.text("part", "Parten."),
        fields.text("namn", "De som var med, och vid vilka punkter de inte var det."),
    ),
    fields.text("frånvaro", "De som var frånvarande."),
    fields.text("parter_utan_närvaro", "Parter som ingen på mötet företrädde; annars tomt."),
    *minutes_draft.FIELDS,
    fields.blocks("dagordning", "Punkterna på dagordningen."),
    fields.rows(
        "anteckningar",
        "En del för varje anteckning, i ordning.",
        fields.text("rubrik", "Rubriken; tom om anteckningen hör till föregående."),
        fields.blocks("text", "Det som antecknades."),
    ),
    *minutes_decisions.FIELDS,
    fields.rows(
        "nästa_steg",
        "En rad för varje steg.",
        fields.blocks("vad", "Vad som ska göras."),
        fields.text("vem", "Vem som gör det."),
        fields.text("när", "När det är klart."),
    ),
    fields.rows(
        "underskrifter",
        "En rad för varje part som beslutar.",
        fields.text("part", "Parten."),
    ),
)


def title(meeting: Meeting) -> str:
    """Give the title of a meeting's minutes."""
    return f"{_kind(meeting)} {meeting.key}"


def values(portfolio: Portfolio, meeting: Meeting, today: date) -> Row:
    """Give the value of every field of a meeting's minutes.

    Args:
        portfolio: The portfolio.
        meeting: One of its meetings.
        today: The date of the document.
    """
    head = meeting.head
    return {
        **sender_values(portfolio, today),
        "dokument": _kind(meeting),
        "möte": (head.title if head else "") or "Mötesanteckningar",
        "mötesdatum": date_text_in_words(meeting.key),
        "plats": head.text if head else "",
        **_attendance(portfolio, meeting),
        **minutes_draft.values(portfolio, meeting),
        "dagordning": _agenda(meeting.of_kind(ItemKind.AGENDA)),
        "anteckningar": _notes(meeting.of_kind(ItemKind.NOTE)),
        **minutes_decisions.values(portfolio, meeting),
        "nästa_steg": [_step(item) for item in meeting.of_kind(ItemKind.NEXT_STEP)],
        "underskrifter": [{"part": party.name} for party in meeting.parties],
    }


def _kind(meeting: Meeting) -> str:
    return "Utkast till mötesanteckningar" if is_draft(meeting) else "Mötesanteckningar"


def _attendance(portfolio: Portfolio, meeting: Meeting) -> Row:
    """Say who was there; of a meeting that has not been, nothing."""
    if is_draft(meeting):
        return {"medverkande": [], "frånvaro": "", "parter_utan_närvaro": ""}
    return {
        "medverkande": _present(portfolio, meeting),
        "frånvaro": listed_names([m.name for m in _with(meeting, Presence.ABSENT)]),
        "parter_utan_närvaro": listed(meeting.parties_absent()),
    }


def _with(meeting: Meeting, *presence: Presence) -> list[Member]:
    return [member for member in meeting.members if member.attendance.presence in presence]


def _present(portfolio: Portfolio, meeting: Meeting) -> list[Row]:
    by_party: dict[str, list[str]] = {}
    for member in _with(meeting, Presence.PRESENT, Presence.LEFT):
        named = with_remarks(portfolio, meeting, member)
        by_party.setdefault(member.party or "Övriga", []).append(named)
    return [{"part": party, "namn": "; ".join(names)} for party, names in by_party.items()]


def _agenda(items: tuple[MeetingItem, ...]) -> Blocks:
    """Give the agenda as one list; what stands under a point is on its second level."""
    content: list[TextBlock] = []
    for item in items:
        below = parse(item.text)
        if item.title:
            content.append(Bullet((Run(item.title),)))
        content.extend(_under(block, 2 if item.title else 1) for block in below)
    return Blocks(tuple(content))


def _under(block: TextBlock, level: int) -> TextBlock:
    return block if isinstance(block, PartHeading) else Bullet(block.runs, level)


def _notes(items: tuple[MeetingItem, ...]) -> list[Row]:
    titles = ["", *(item.title for item in items)]
    return [
        {"rubrik": "" if title == before else title, "text": Blocks.of(item.text)}
        for item, (before, title) in zip(items, pairwise(titles), strict=True)
    ]


def _step(item: MeetingItem) -> Row:
    title = (Paragraph((Run(own_title(item)),)),) if own_title(item) else ()
    return {
        "vad": Blocks((*title, *parse(item.text))),
        "vem": item.responsible or "–",
        "när": item.due or "–",
    }
