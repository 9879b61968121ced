"""What was noted as the decision on an item, and what it refers to.

Rules: a noted decision stands as it was typed. One that says no more than that the proposal
was accepted stands for the proposed decisions, word for word. An item that is sent back says
what is missing. Nothing is concluded from the votes.
"""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import Final

from shk_xl.domain.names import plain, spaced
from shk_xl.domain.portfolio import Initiative, MeetingItem, Portfolio
from shk_xl.domain.proposed_decisions import points_of, proposed_decisions

_DECIDED: Final = r"(?:core team )?(?:beslutar|beslutade|beslut(?:et)?(?: blev)?:?)?\s*(?:att )?"
_PROPOSAL: Final = (
    r"(?:(?:processtödets|det) )?(?:framlagda |lagda )?förslag(?:et)?(?: till beslut)?"
)
_ACCEPTED: Final = re.compile(
    rf"{_DECIDED}(?:(?:enligt|i enlighet med) {_PROPOSAL}"
    rf"|(?:bifall|bifalls|bifölls|bifalles|bifaller|bifalla)(?: (?:till )?{_PROPOSAL})?"
    rf"|{_PROPOSAL} (?:bifalls|bifölls|bifalles|antas|antogs|godkänns|godkändes)"
    rf"|(?:anta|antar|godkänna|godkänner) {_PROPOSAL})[.!]?",
    re.IGNORECASE,
)
_SENT_BACK: Final = re.compile(r"\båterremi(?:ss|tt)\w*", re.IGNORECASE)
_ONLY_SENT_BACK: Final = re.compile(
    rf"{_DECIDED}(?:ärendet |förslaget )?(?:återremi(?:ss|tt)\w*)(?: (?:ärendet|förslaget))?[.!:]?",
    re.IGNORECASE,
)


class Outcome(Enum):
    """What kind of decision was noted."""

    NOTHING = auto()
    """None is noted."""
    AS_PROPOSED = auto()
    """The proposal was accepted, and nothing is said besides."""
    SENT_BACK = auto()
    """Sent back to be prepared further (*återremiss*)."""
    OTHER = auto()
    """What is noted says it all."""


def outcome(item: MeetingItem) -> Outcome:
    """Tell what kind of decision is noted on an item.

    >>> from shk_xl.domain.portfolio import ItemKind
    >>> def of(noted): return outcome(MeetingItem("m", 1, ItemKind.DECISION, decision=noted))
    >>> of("Enligt förslaget."), of("Bifall"), of("Bifall, men utan pengar")
    (<Outcome.AS_PROPOSED: 2>, <Outcome.AS_PROPOSED: 2>, <Outcome.OTHER: 4>)
    """
    noted = spaced(item.decision)
    if not noted:
        return Outcome.NOTHING
    if _ACCEPTED.fullmatch(noted):
        return Outcome.AS_PROPOSED
    return Outcome.SENT_BACK if _SENT_BACK.search(noted) else Outcome.OTHER


def initiative_of(portfolio: Portfolio, item: MeetingItem) -> Initiative | None:
    """Find the initiative of an item by its code, or by a name that one initiative alone has."""
    named = item.initiative or item.title
    return portfolio.initiative_by_code.get(named) or portfolio.initiative_by_name.get(plain(named))


def decided_points(portfolio: Portfolio, item: MeetingItem) -> tuple[str, ...]:
    """Give the sentences of the decision: those proposed where it is as proposed, else as noted.

    Args:
        portfolio: The portfolio; an initiative that it does not have has no proposed decisions.
        item: An item with a decision.

    Returns:
        Empty where nothing is noted.
    """
    if outcome(item) is Outcome.AS_PROPOSED:
        return proposed_points(portfolio, item) or (item.decision.strip(),)
    return points_of(item.decision)


def proposed_points(portfolio: Portfolio, item: MeetingItem) -> tuple[str, ...]:
    """Give the proposed decisions on the initiative of an item; none for one not listed."""
    initiative = initiative_of(portfolio, item)
    return proposed_decisions(portfolio, initiative) if initiative else ()


def says_what_is_missing(item: MeetingItem) -> bool:
    """Whether an item that was sent back says more than that.

    >>> from shk_xl.domain.portfolio import ItemKind
    >>> def of(noted): return MeetingItem("m", 1, ItemKind.DECISION, decision=noted)
    >>> says_what_is_missing(of("Återremiss")), says_what_is_missing(of("Återremiss: ingen budget"))
    (False, True)
    """
    return bool(item.text.strip()) or not _ONLY_SENT_BACK.fullmatch(spaced(item.decision))
