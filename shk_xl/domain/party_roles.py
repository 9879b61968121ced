"""Which initiatives are a party's own, and how far: it answers for them, or takes part.

Rules: a party takes part when the actors name it, alone or as one part of it ("Västerås stad –
Skultuna"), or name all parties. Where no party is said to answer for an initiative, those who
take part answer for it together. Nothing is guessed from names that are merely alike.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from enum import IntEnum
from typing import Final

from shk_xl.domain.names import spaced
from shk_xl.domain.portfolio import Initiative, PartyKind, Portfolio


class Role(IntEnum):
    """What a party is in an initiative; a larger one may do all that a smaller one may."""

    COOPERATING = 1
    RESPONSIBLE = 2


_BETWEEN_ACTORS: Final = re.compile(r"[,;\n]")
_AND: Final = re.compile(r"\s+(?:och|samt)\s+", re.IGNORECASE)
_ALL_PARTIES: Final = "alla parter"


def roles(portfolio: Portfolio, party: str) -> Mapping[str, Role]:
    """Find a party's initiatives.

    Args:
        portfolio: All of it.
        party: The party's name in the register.

    Returns:
        The role by the initiative's code, in the portfolio's order; nothing for the others.

    >>> from shk_xl.domain.portfolio import InitiativeType
    >>> pilot = Initiative("P", "Piloten", InitiativeType.PILOT, actors="Kommunen, MDU")
    >>> roles(Portfolio(initiatives=(pilot,)), "MDU")
    {'P': <Role.RESPONSIBLE: 2>}
    """
    everybody = _names_of_all(portfolio, party)
    found = ((one.code, _role(one, party, everybody)) for one in portfolio.initiatives)
    return {code: role for code, role in found if role is not None}


def _role(initiative: Initiative, party: str, everybody: frozenset[str]) -> Role | None:
    if _folded(initiative.responsible) == _folded(party):
        return Role.RESPONSIBLE
    takes_part = any(
        actor in everybody or _is_of(actor, _folded(party)) for actor in _actors(initiative.actors)
    )
    if not takes_part:
        return None
    return Role.COOPERATING if initiative.responsible else Role.RESPONSIBLE


def _names_of_all(portfolio: Portfolio, party: str) -> frozenset[str]:
    """Give the names under which a party is meant together with all others."""
    decides = any(
        _folded(one.name) == _folded(party) and one.kind is PartyKind.PARTY
        for one in portfolio.parties
    )
    partnership = _folded(portfolio.about.partnership)
    if not decides:
        return frozenset()
    return frozenset({_ALL_PARTIES, f"{partnership} parter", f"{partnership}s parter"})


def _actors(text: str) -> Iterator[str]:
    """Give every name that a list of actors may hold; an "och" can be a part of a name."""
    for piece in _BETWEEN_ACTORS.split(text):
        yield _folded(piece)
        yield from map(_folded, _AND.split(piece))


def _is_of(actor: str, party: str) -> bool:
    """Whether an actor is the party, or a part of it that stands after its name."""
    rest = actor.removeprefix(party)
    return rest != actor and re.match(r"\s*(?:$|[–—(:/-])", rest) is not None


def _folded(text: str) -> str:
    return spaced(text).casefold()
