"""The decisions of a meeting: what was decided, how everybody voted, and by which rule.

Rules: a decision stands as it was noted; one that was noted as according to the proposal
stands as the proposed sentences, unchanged and numbered. Everybody who votes has a row and
every decision a column; who did not vote has a dash and not a Nej. A table holds a few
decisions, so that it can be read. What the votes mean is told under several rules, and no
verdict is passed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl.documents import fields
from shk_xl.documents.fields import FieldSpec, FieldValue, Row
from shk_xl.documents.meeting_words import (
    answer_lines,
    count_line,
    decision_title,
    initiative_title,
    party_line,
)
from shk_xl.documents.word.wordml import Blocks
from shk_xl.domain.decision_rules import RULES, Answer, Tally, side_by_side
from shk_xl.domain.meetings import Meeting
from shk_xl.domain.outcomes import (
    Outcome,
    decided_points,
    outcome,
    proposed_points,
    says_what_is_missing,
)
from shk_xl.domain.portfolio import ItemKind, MeetingItem, Portfolio
from shk_xl.domain.presence import Standing, is_draft, standings, tally

NO_VOTE: Final = "–"
_ABSENT: Final = "frånvarande"
_WIDEST: Final = 4
"""So many decisions stand beside each other in a table on an upright page."""
_LONGEST_WORD: Final = {1: 24, 2: 18, 3: 12}
"""How many letters a word in the head of a column may have, by the number of columns."""
_MET: Final = {True: "uppfyllt", False: "inte uppfyllt", None: "går inte att säga"}

_POINT: Final = fields.blocks("punkt", "Meningen, utan nummer.")
_COLUMN: Final = fields.text("rubrik", "Initiativet, eller beslutets nummer.")
_VOTES: Final = fields.rows(
    "röster",
    "En cell för varje beslut.",
    fields.text("röst", "Ja, Nej, Avstår eller frånvarande; annars ett tankstreck."),
)

FIELDS: Final[tuple[FieldSpec, ...]] = (
    fields.rows(
        "beslut",
        "En del för varje beslut, i ordning.",
        fields.text("rubrik", "Beslutets rubrik, eller initiativet."),
        fields.text("initiativ", "Initiativet som beslutet gäller."),
        fields.text("beslut", "Beslutet i ord; tomt om inget är antecknat."),
        fields.text("enligt_förslaget", "Enligt förslaget, när beslutet är det; annars tomt."),
        fields.rows(
            "punkter", "Beslutets meningar, när de är flera eller enligt förslaget.", _POINT
        ),
        fields.text("saknas", "Det som borde vara antecknat om beslutet men inte är det."),
        fields.rows("förslag", "Förslaget till beslut, en mening per rad; i ett utkast.", _POINT),
        fields.text("räkning", "Rösterna i ord, utan omdöme."),
        fields.rows(
            "svar",
            "En rad för varje svar som någon gav, och en för dem som inte röstade.",
            fields.text("etikett", "Röstade Ja, Röstade Nej, Avstod eller Röstade inte."),
            fields.text("namn", "Ledamöterna, och varför någon inte röstade."),
        ),
        fields.text("efter_part", "Rösterna från varje part, i ord."),
        fields.rows(
            "reservationer",
            "En rad för varje reservation.",
            fields.text("namn", "Ledamoten, med sin part."),
            fields.blocks("text", "Reservationen."),
        ),
        fields.text("text_rubrik", "Det här saknas, när ärendet är återremitterat; annars tomt."),
        fields.blocks("text", "Det som antecknades om beslutet."),
    ),
    fields.rows(
        "rösttabeller",
        "Rösterna, några beslut i varje tabell.",
        fields.text("besluten", "Vilka beslut numren i tabellen är; tomt när namnen står där."),
        fields.rows("kolumner", "Tabellens beslut.", _COLUMN),
        fields.rows(
            "ledamöter",
            "En rad för varje ledamot.",
            fields.text("namn", "Ledamotens namn."),
            fields.text("part", "Parten som ledamoten företräder."),
            _VOTES,
        ),
        fields.rows(
            "regler",
            "En rad för varje beslutsregel.",
            fields.text("regel", "Regelns namn."),
            fields.text("kräver", "Vad regeln kräver, och av vilka."),
            fields.rows(
                "utfall",
                "En cell för varje beslut.",
                fields.text("utfall", "Om rösterna uppfyller regeln, och vad som är räknat."),
            ),
        ),
    ),
    fields.rows(
        "ledamöter",
        "En rad för varje ledamot, med alla beslut.",
        fields.text("namn", "Ledamotens namn."),
        fields.text("part", "Parten som ledamoten företräder."),
        _VOTES,
    ),
)


@dataclass(frozen=True, slots=True)
class _Decision:
    """A decision with its number in the document, and how every member stood."""

    number: int
    item: MeetingItem
    standings: tuple[Standing, ...]


def values(portfolio: Portfolio, meeting: Meeting) -> Row:
    """Give the values of ``FIELDS``."""
    draft = is_draft(meeting)
    decisions = [
        _Decision(number, item, standings(meeting, item.number))
        for number, item in enumerate(meeting.of_kind(ItemKind.DECISION), start=1)
    ]
    voted = [] if draft else decisions
    told = _draft if draft else _told
    return {
        "beslut": [told(portfolio, meeting, decision) for decision in decisions],
        "rösttabeller": list(_tables(portfolio, meeting, voted)),
        "ledamöter": _members(voted),
    }


def _draft(portfolio: Portfolio, _meeting: Meeting, decision: _Decision) -> Row:
    """Give what is proposed, and nothing of what has not happened."""
    proposed = proposed_points(portfolio, decision.item)
    return {
        **_named(portfolio, decision.item),
        "beslut": "",
        "enligt_förslaget": "",
        "punkter": [],
        "saknas": "",
        "förslag": _points(proposed),
        "räkning": "",
        "svar": [],
        "efter_part": "",
        "reservationer": [],
        "text_rubrik": "",
        "text": Blocks.of(decision.item.text),
    }


def _told(portfolio: Portfolio, meeting: Meeting, decision: _Decision) -> Row:
    item, each = decision.item, decision.standings
    voted = any(one.vote for one in each)
    return {
        **_named(portfolio, item),
        **_outcome(portfolio, item),
        "förslag": [],
        "räkning": count_line(each),
        "svar": [{"etikett": a, "namn": names} for a, names in answer_lines(each) if voted],
        "efter_part": party_line(meeting, each) if voted else "",
        "reservationer": [
            {"namn": f"{one.name}, {one.party}".strip(", "), "text": Blocks.of(one.reservation)}
            for one in each
            if one.reservation.strip()
        ],
    }


def _points(points: Sequence[str]) -> list[Row]:
    return [{"punkt": Blocks.of(point)} for point in points]


def _named(portfolio: Portfolio, item: MeetingItem) -> dict[str, FieldValue]:
    return {
        "rubrik": decision_title(portfolio, item),
        "initiativ": initiative_title(portfolio, item),
    }


def _outcome(portfolio: Portfolio, item: MeetingItem) -> dict[str, FieldValue]:
    noted = outcome(item)
    points = decided_points(portfolio, item)
    proposed = noted is Outcome.AS_PROPOSED and bool(proposed_points(portfolio, item))
    numbered = proposed or len(points) > 1
    sent_back = noted is Outcome.SENT_BACK
    return {
        "beslut": " ".join(points),
        "enligt_förslaget": "Enligt förslaget." if proposed else "",
        "punkter": _points(points) if numbered else [],
        "saknas": _MISSING.get((noted, says_what_is_missing(item)), ""),
        "text_rubrik": "Det här saknas" if sent_back and item.text.strip() else "",
        "text": Blocks.of(item.text),
    }


_MISSING: Final[Mapping[tuple[Outcome, bool], str]] = {
    (Outcome.NOTHING, False): "Beslutet är inte antecknat.",
    (Outcome.NOTHING, True): "Beslutet är inte antecknat.",
    (Outcome.SENT_BACK, False): "Det är inte antecknat vad som saknas.",
}
"""What is said aloud, by what was noted and whether it says what is missing."""


def _tables(
    portfolio: Portfolio, meeting: Meeting, decisions: Sequence[_Decision]
) -> Iterator[Row]:
    """Give the tables of votes, as few as can be read and about the same size."""
    if not decisions:
        return
    titles = [initiative_title(portfolio, decision.item) for decision in decisions]
    words = (word for title in titles for word in title.split())
    named = max(map(len, words), default=0) <= _LONGEST_WORD.get(len(titles), 0)
    count = -(-len(decisions) // _WIDEST)
    size = -(-len(decisions) // count)
    for start in range(0, len(decisions), size):
        part, part_titles = decisions[start : start + size], titles[start : start + size]
        heads = part_titles if named else [f"Beslut {one.number}" for one in part]
        key = [f"{one.number}. {title}" for one, title in zip(part, part_titles, strict=True)]
        yield {
            "besluten": "" if named else "; ".join(key),
            "kolumner": [{"rubrik": head} for head in heads],
            "ledamöter": _members(part),
            "regler": _rules(meeting, part),
        }


def _members(decisions: Sequence[_Decision]) -> list[Row]:
    """Give a row for each member; the members are the same at every decision."""
    by_member = zip(*(decision.standings for decision in decisions), strict=True)
    return [
        {
            "namn": each[0].name,
            "part": each[0].party or NO_VOTE,
            "röster": [{"röst": _vote(one)} for one in each],
        }
        for each in by_member
    ]


def _vote(one: Standing) -> str:
    if one.vote:
        return one.vote.value
    return _ABSENT if one.away and one.away.is_certain else NO_VOTE


def _rules(meeting: Meeting, decisions: Sequence[_Decision]) -> list[Row]:
    """Hold the votes of some decisions against every rule."""
    counts = [tally(meeting, one.standings) for one in decisions]
    answers = [side_by_side(count) for count in counts]
    return [
        {
            "regel": rule.name,
            "kräver": rule.asks,
            "utfall": [
                {"utfall": _answer(each, count)}
                for each, count in zip(of_rule, counts, strict=True)
            ],
        }
        for rule, of_rule in zip(RULES, zip(*answers, strict=True), strict=True)
    ]


def _answer(answer: Answer, count: Tally) -> str:
    if not count.cast:
        return "ingen röst"
    said = _MET[answer.met]
    return f"{said}, {answer.counted}" if answer.counted else said
