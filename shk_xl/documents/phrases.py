"""Amounts, scores and dates in Swedish words, as documents say them.

Rules: unknown is said aloud with its reason and never written as zero; a score with points
missing is an interval. Numbers have no-break spaces and a decimal comma.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from shk_xl.domain.amounts import Amount, Known, write_amount
from shk_xl.domain.portfolio import Initiative, InitiativeType
from shk_xl.domain.priorities import HIGHEST, Interval, Place, Priority, write_score

_MONTHS: Final = (
    *("januari", "februari", "mars", "april", "maj", "juni"),
    *("juli", "augusti", "september", "oktober", "november", "december"),
)
TYPE_IN_PLURAL: Final = {
    InitiativeType.FORUM: "foruminitiativen",
    InitiativeType.PILOT: "pilotinitiativen",
    InitiativeType.ROLE: "de nya rollerna",
}
_COUNTS: Final = ("inget", "ett", "två", "tre", "fyra", "fem", "sex")


def date_in_words(day: date) -> str:
    r"""Write a date for running text.

    >>> date_in_words(date(2024, 1, 15))
    '15\xa0januari 2024'
    """
    return f"{day.day}\u00a0{_MONTHS[day.month - 1]} {day.year}"


def date_text_in_words(text: str) -> str:
    r"""Write an ISO date for running text; another text stays as it is.

    >>> date_text_in_words("2023-09-26"), date_text_in_words("hösten 2023")
    ('26\xa0september 2023', 'hösten 2023')
    """
    try:
        return date_in_words(date.fromisoformat(text))
    except ValueError:
        return text


def listed(words: Sequence[str]) -> str:
    """Join words as a sentence does.

    >>> listed(["a", "b", "c"]), listed(["a"])
    ('a, b och c', 'a')
    """
    return " och ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)


def sentence(text: str) -> str:
    """Begin with a capital and end with a stop.

    >>> sentence("okänt: inväntar svar")
    'Okänt: inväntar svar.'
    """
    whole = text.strip()
    capital = whole[:1].upper() + whole[1:]
    return capital if capital.endswith((".", "!", "?", "…")) else f"{capital}."


def sentences(texts: Iterable[str]) -> str:
    """Make a sentence of each text that isn't empty.

    >>> sentences(["det mesta.", "", "resten"])
    'Det mesta. Resten.'
    """
    return " ".join(sentence(text) for text in texts if text.strip())


def amount_in_short(amount: Amount) -> str:
    """Write an amount for a table that is read at a glance: without whose staff, and why.

    >>> from shk_xl.domain.amounts import Staff, Unknown
    >>> amount_in_short(Staff("processtödet")), amount_in_short(Unknown("inväntar svar"))
    ('Ordinarie personal', 'Okänt')
    """
    return write_amount(amount if isinstance(amount, Known) else type(amount)())


def score_in_words(score: Interval | None) -> str:
    """Write a score, or the interval while points are missing; a dash without criteria."""
    if score is None:
        return "–"
    if score.exact is not None:
        return write_score(score.exact)
    return f"{write_score(score.low)}–{write_score(score.high)}"


def place_in_words(place: Place | None) -> str:
    """Write a place in a table; a dash for none.

    >>> place_in_words(Place(2, shared=True)), place_in_words(None)
    ('2 (delad)', '–')
    """
    if place is None:
        return "–"
    return f"{place.rank} (delad)" if place.shared else str(place.rank)


def priority_in_words(priority: Priority, placed: int) -> str:
    """Say in a sentence or two where an initiative stands among its own type.

    Args:
        priority: How the initiative stands.
        placed: How many initiatives of its type have a place.

    Returns:
        The score, or the interval that is left open, and the place; empty without criteria.
    """
    score, place = priority.score, priority.place
    if score is None:
        return ""
    if score.exact is None:
        criteria = "kriterium" if score.missing == 1 else "kriterier"
        missing = sentence(f"{count_in_words(score.missing)} {criteria} saknar poäng")
        return (
            f"{missing} Det vägda medelvärdet ligger mellan {write_score(score.low)} "
            f"och {write_score(score.high)} av {HIGHEST}. "
            "Initiativet får ingen plats förrän alla poäng finns."
        )
    said = f"Vägt medelvärde: {write_score(score.exact)} av {HIGHEST}."
    if place is None or placed == 1:
        return said
    word = "Delad plats" if place.shared else "Plats"
    among = TYPE_IN_PLURAL[priority.initiative.type]
    return f"{said} {word} {place.rank} av {placed} bland {among}."


def unknown_in_words(initiatives: Sequence[Initiative]) -> str:
    """Name initiatives whose amounts are unknown, with the reason; empty for none."""
    return listed([_unknown(initiative) for initiative in initiatives])


def _unknown(initiative: Initiative) -> str:
    reason = getattr(initiative.amount, "reason", "")
    return f"{initiative.title} ({reason})" if reason else initiative.title


def count_in_words(number: int) -> str:
    """Write a small count as a word.

    >>> count_in_words(2), count_in_words(14)
    ('två', '14')
    """
    return _COUNTS[number] if number < len(_COUNTS) else str(number)
