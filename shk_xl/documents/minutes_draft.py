"""The draft of a meeting's minutes: the presence list and the ballots, with empty boxes.

Rules: everybody who has a vote is in every list, and the support in the presence list. A box
is empty until somebody has noted the answer in the workbook; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, Row
from shk_xl.domain.meetings import Meeting
from shk_xl.domain.portfolio import Attendance, Portfolio, Presence
from shk_xl.domain.presence import is_draft, voters, who

EMPTY_BOX: Final = "☐"
TICKED_BOX: Final = "☒"
_NOTICE: Final = (
    "Utkast. Mötet har inte beslutat något än. Rutorna fylls i för hand vid mötet och skrivs "
    "sedan in i arbetsboken, som då ger anteckningarna."
)

FIELDS: Final[tuple[FieldSpec, ...]] = (
    fields.text("utkast", "Att inget är beslutat än, och hur utkastet används; annars tomt."),
    fields.rows(
        "närvarolista",
        "I ett utkast: en rad för varje person som kan komma; annars tomt.",
        fields.text("namn", "Personens namn."),
        fields.text("part", "Parten."),
        fields.text("ruta", "En tom ruta, eller en ifylld om närvaron är antecknad."),
        fields.text("anmärkning", "Det som är antecknat om personens närvaro i förväg."),
    ),
    fields.rows(
        "röstande",
        "I ett utkast: en rad för varje ledamot som har rösträtt; annars tomt.",
        fields.text("namn", "Ledamotens namn."),
        fields.text("part", "Parten."),
        fields.text("ruta", "En tom ruta."),
    ),
)


@dataclass(frozen=True, slots=True)
class _Invited:
    """Somebody who may come: the name, the organisation, and what is noted beforehand."""

    name: str
    party: str
    row: Attendance | None


def values(portfolio: Portfolio, meeting: Meeting) -> Row:
    """Give the values of ``FIELDS``."""
    if not is_draft(meeting):
        return {"utkast": "", "närvarolista": [], "röstande": []}
    invited = list(_invited(portfolio, meeting))
    deciding = {party.name for party in meeting.parties}
    return {
        "utkast": _NOTICE,
        "närvarolista": [_presence(one) for one in invited],
        "röstande": [
            {"namn": one.name, "part": one.party, "ruta": EMPTY_BOX}
            for one in invited
            if one.party in deciding
        ],
    }


def _invited(portfolio: Portfolio, meeting: Meeting) -> Iterator[_Invited]:
    """Give everybody in the register and on the meeting's list: by party, each once."""
    rows = {who(member): member.attendance for member in meeting.members}
    parties = {person.name: person.party for person in portfolio.people}
    parties |= {who(m): m.party for m in (*meeting.members, *voters(meeting))}
    deciding = [party.name for party in meeting.parties]
    order = {name: place for place, name in enumerate(deciding)}
    order |= {
        p.name: len(order) + n for n, p in enumerate(portfolio.parties) if p.name not in order
    }
    for name, party in sorted(parties.items(), key=lambda pair: order.get(pair[1], len(order))):
        yield _Invited(name, party, rows.get(name))


def _presence(one: _Invited) -> Row:
    noted = one.row.presence if one.row else None
    remarks = [one.row.note] if one.row and one.row.note else []
    if noted is Presence.ABSENT:
        remarks.insert(0, "antecknad som frånvarande")
    there = noted in {Presence.PRESENT, Presence.LEFT}
    return {
        "namn": one.name,
        "part": one.party,
        "ruta": TICKED_BOX if there else EMPTY_BOX,
        "anmärkning": ". ".join(remarks),
    }
