"""The minutes of a meeting (*mötesanteckningar*): their fields, and the values from a portfolio.

Rules: everybody who votes has a row and every decision a column; who did not vote has a
dash and not a Nej. The count is said in words, with the parties that were there, and no
verdict is passed. Nothing that was noted is left out.

Source: the minutes of two Core Team meetings.
"""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.decision_basis import SENDER_FIELDS, sender_values
from shk_xl.documents.fields import FieldSpec, Row
from shk_xl.documents.phrases import date_text_in_words, listed
from shk_xl.documents.word.text_model import Bullet, Paragraph, PartHeading, Run, TextBlock, parse
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.meetings import Meeting, Member
from shk_xl.domain.portfolio import ItemKind, MeetingItem, Portfolio, Presence

NO_VOTE: Final = "–"
_SECTIONS: Final = frozenset({"beslut", "beslut om initiativ", "nästa steg"})

FIELDS: Final[tuple[FieldSpec, ...]] = (
    *SENDER_FIELDS,
    fields.text("möte", "Mötets rubrik."),
    fields.text("mötesdatum", "Mötets datum."),
    fields.text("plats", "Var mötet hölls."),
    fields.rows(
        "medverkande",
        "En rad för varje part som var med.",
        fields.text("part", "Parten."),
        fields.text("namn", "De som var med, och vem som gick före slutet."),
    ),
    fields.text("frånvaro", "De som var frånvarande."),
    fields.text("parter_utan_närvaro", "Parter som ingen på mötet företrädde; annars tomt."),
    fields.blocks("dagordning", "Punkterna på dagordningen."),
    fields.rows(
        "anteckningar",
        "En del för varje anteckning, i ordning.",
        fields.text("rubrik", "Rubriken; tom om anteckningen hör till föregående."),
        fields.blocks("text", "Det som antecknades."),
    ),
    fields.rows(
        "beslut",
        "En del för varje beslut, i ordning.",
        fields.text("rubrik", "Beslutets rubrik, eller initiativet."),
        fields.text("initiativ", "Initiativet som beslutet gäller."),
        fields.text("beslut", "Beslutet i ord; tomt om inget är antecknat."),
        fields.text("räkning", "Rösterna i ord, utan omdöme."),
        fields.blocks("text", "Det som antecknades om beslutet."),
    ),
    fields.rows(
        "ledamöter",
        "En rad för varje ledamot i rösttabellen.",
        fields.text("namn", "Ledamotens namn."),
        fields.text("part", "Parten som ledamoten företräder."),
        fields.rows(
            "röster",
            "En cell för varje beslut.",
            fields.text("röst", "Ja, Nej, Avstår eller frånvarande; annars ett tankstreck."),
        ),
    ),
    fields.rows(
        "nästa_steg",
        "En rad för varje steg.",
        fields.blocks("vad", "Vad som ska göras."),
        fields.text("vem", "Vem som gör det."),
        fields.text("när", "När det är klart."),
    ),
)


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
        "möte": (head.title if head else "") or "Mötesanteckningar",
        "mötesdatum": date_text_in_words(meeting.key),
        "plats": head.text if head else "",
        "medverkande": _present(meeting),
        "frånvaro": listed([m.name for m in _with(meeting, Presence.ABSENT)]),
        "parter_utan_närvaro": listed(meeting.parties_absent()),
        "dagordning": _agenda(meeting.of_kind(ItemKind.AGENDA)),
        "anteckningar": _notes(meeting.of_kind(ItemKind.NOTE)),
        "beslut": [_decision(item, meeting, portfolio) for item in _decisions(meeting)],
        "ledamöter": [_voter(member, meeting) for member in _voters(meeting)],
        "nästa_steg": [_step(item) for item in meeting.of_kind(ItemKind.NEXT_STEP)],
    }


def _with(meeting: Meeting, *presence: Presence) -> list[Member]:
    return [member for member in meeting.members if member.attendance.presence in presence]


def _present(meeting: Meeting) -> list[Row]:
    by_party: dict[str, list[str]] = {}
    for member in _with(meeting, Presence.PRESENT, Presence.LEFT):
        by_party.setdefault(member.party or "Övriga", []).append(_named(member, meeting))
    return [{"part": party, "namn": ", ".join(names)} for party, names in by_party.items()]


def _named(member: Member, meeting: Meeting) -> str:
    """Name a person, with how and when they left."""
    remarks: list[str] = []
    if member.attendance.presence is Presence.LEFT:
        left = next((i for i in meeting.items if i.number == member.attendance.left_at), None)
        remarks.append(f"lämnade vid {left.title}" if left and left.title else "lämnade mötet")
    if member.attendance.note:
        remarks.append(member.attendance.note)
    return f"{member.name} ({'. '.join(remarks).rstrip('.')})" if remarks else member.name


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


def _decisions(meeting: Meeting) -> tuple[MeetingItem, ...]:
    return meeting.of_kind(ItemKind.DECISION)


def _decision(item: MeetingItem, meeting: Meeting, portfolio: Portfolio) -> Row:
    known = portfolio.initiative_by_code.get(item.initiative)
    initiative = known.title if known else item.initiative or item.title
    return {
        "rubrik": ": ".join(dict.fromkeys(filter(None, (_own_title(item), initiative)))),
        "initiativ": initiative,
        "beslut": item.decision,
        "räkning": meeting.count(item.number).in_words(),
        "text": Blocks.of(item.text),
    }


def _step(item: MeetingItem) -> Row:
    title = (Paragraph((Run(_own_title(item)),)),) if _own_title(item) else ()
    return {
        "vad": Blocks((*title, *parse(item.text))),
        "vem": item.responsible or "–",
        "när": item.due or "–",
    }


def _own_title(item: MeetingItem) -> str:
    """Give the title, unless it only repeats the heading that it stands under."""
    return "" if item.title.strip().casefold() in _SECTIONS else item.title


def _voters(meeting: Meeting) -> list[Member]:
    """Give the members of deciding parties, and whoever voted besides, each once."""
    deciding = {party.name for party in meeting.parties}
    members = [member for member in meeting.members if member.party in deciding]
    voting = [member for rows in meeting.votes.values() for member in rows]
    return list({_who(member): member for member in (*voting, *members)}.values())


def _who(member: Member) -> str:
    return member.person.name if member.person else member.name


def _voter(member: Member, meeting: Meeting) -> Row:
    absent = member.attendance.presence is Presence.ABSENT
    silent = "frånvarande" if absent else NO_VOTE
    votes: list[Row] = []
    for item in _decisions(meeting):
        given = (row for row in meeting.votes.get(item.number, ()) if _who(row) == _who(member))
        vote = next((row.attendance.vote for row in given), None)
        votes.append({"röst": vote.value if vote else silent})
    return {"namn": _who(member), "part": member.party or "–", "röster": votes}
