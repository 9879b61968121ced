"""The headings of the old documents, under all the names that they go by.

Rules: a heading is found by its exact words (case, spaces, colon and italics aside), alone on
its line or before a colon. Failing that, by its likeness, and then it is reported for a person
to confirm. A line that is only somewhat like a heading stays where it is, and is reported. A
bullet or a row of a table is never a heading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeAlias

from shk_xl.documents.old.lines import Line
from shk_xl.documents.old.report import Report
from shk_xl.domain.names import likeness, spaced
from shk_xl.domain.portfolio import Heading


class Slot(StrEnum):
    """What an old document holds besides texts under headings."""

    NAME = "Namn"
    ACTORS = "Samverkande aktörer"
    RESPONSIBLE = "Ansvarig part"
    CONTEXT = "Kontext"
    PERIOD = "Period"
    START = "Förslag på start"
    RESOURCES = "Resurser från parterna"
    ALIASES = "Alias"
    AMOUNT = "Belopp"
    SCORES = "Värdering"
    WEIGHT = "Vikt"
    COSTS = "Kostnader"
    ASSETS = "Tillgångar"
    AREAS = "Kostnadsområden"
    ROWS = "Initiativ"
    TOTAL = "Totalt"
    COMPUTED = "Beräknat"
    DATE = "Datum"
    PLACE = "Plats"
    PRESENT = "Medverkande"
    ABSENT = "Frånvaro"
    AGENDA = "Dagordning"
    MINUTES = "Anteckningar"
    DECISIONS = "Beslut"
    NEXT_STEPS = "Nästa steg"


Field: TypeAlias = Heading | Slot

SURE: Final = 0.88
"""From this likeness a heading is taken for what it resembles, and reported."""
MAYBE: Final = 0.7
"""From this likeness a line is reported, and stays where it is."""
_MOST: Final = 90
_LEAD_INS: Final = frozenset({"initiativet syftar till att"})
"""Lines that resemble a heading ("initiativets syfte") and are none."""


def _table(*rows: tuple[Field, *tuple[str, ...]]) -> dict[str, Field]:
    """Make a table of rows: what is meant, then the names for it."""
    return {name: field for field, *names in rows for name in names}


DECISION_BASIS: Final[Mapping[str, Field]] = _table(
    (Slot.NAME, "namn på initiativet", "initiativets namn", "namn"),
    (Slot.ACTORS, "samverkande aktörer", "aktörer"),
    (Slot.RESPONSIBLE, "ansvarig part"),
    (Slot.CONTEXT, "kontext"),
    (Slot.PERIOD, "period"),
    (Slot.START, "förslag på start"),
    (
        Slot.RESOURCES,
        "ungefärliga resurser från parterna",
        "ungefärliga resurser parterna",
        "resurser från parterna",
    ),
    (Slot.ALIASES, "kallas även", "andra namn"),
    (Slot.AMOUNT, "budgetförslag", "budget förslag"),
    (
        Heading.GOALS,
        "samhällsmål som initiativet fokuserar på",
        "samhällsmål som initiativet fokuserar främst på",
        "samhällsmål",
    ),
    (Heading.PURPOSE, "syfte med initiativet", "initiativets syfte", "syfte"),
    (
        Heading.DESCRIPTION,
        "kort beskrivning av initiativet",
        "beskrivning av initiativet",
        "kort beskrivning",
        "beskrivning",
    ),
    (Heading.EFFECTS, "effektmål", "effektmål för initiativet"),
    (
        Heading.ADDED_VALUE,
        "mervärde som kommer skapas för parterna",
        "mer värde som kommer skapas för parterna",
        "mervärde för parterna",
        "mer värde för parterna",
        "mervärde",
        "mer värde",
    ),
    (Heading.PROPOSED_DECISIONS, "förslag till beslut"),
    (Heading.SUMMARY, "sammanfattning"),
    (Heading.BASIS, "beslutsunderlag"),
    (Heading.SENT_TO, "beslutet skickas till"),
    (Heading.RESOURCES, "resurser och budget", "resurser"),
    (Heading.BEST_INTERESTS, "barnets bästa", "prövning av barnets bästa"),
    (Heading.AFTERWARDS, "efter pilotfasen"),
    (Heading.NOTES, "övrigt"),
    (
        Slot.SCORES,
        "värdering utifrån prioriteringskriterier",
        "prioriteringskriterier",
        "värdering",
    ),
    (
        Slot.COSTS,
        "uppskattade kostnader under pilotfasen",
        "uppskattade kostnader",
        "kostnader",
    ),
)

PROPOSAL: Final[Mapping[str, Field]] = _table(
    (Heading.PORTFOLIO, "portföljen", "portfölj"),
    (Heading.CONTEXTS, "kontexter"),
    (Heading.PROPOSED_DECISIONS, "förslag till beslut"),
    (Heading.SUMMARY, "sammanfattning"),
    (Heading.NOTES, "övrigt"),
    (Slot.ASSETS, "tillgångar fokusområdet", "tillgångar för fokusområdet", "tillgångar"),
    (
        Slot.AREAS,
        "kostnadsområden ordinarie budget",
        "kostnadsområden i ordinarie budget",
        "kostnadsområden",
    ),
    (Slot.ROWS, "initiativ i portföljen", "förslag på initiativ"),
    (Slot.TOTAL, "totalt", "summa", "totalsumma"),
)

INITIATIVE_COLUMNS: Final[Mapping[str, Field]] = _table(
    (Slot.NAME, "initiativets namn", "initiativ", "namn"),
    (Slot.START, "förslag på start", "start"),
    (Slot.CONTEXT, "förslag på kontext", "kontext"),
    (Slot.PERIOD, "period"),
    (
        Slot.RESOURCES,
        "ungefärliga resurser parterna",
        "ungefärliga resurser från parterna",
        "resurser från parterna",
        "resurser",
    ),
    (Slot.AMOUNT, "budget förslag", "budgetförslag", "förslag på budget", "budget", "belopp"),
    (Slot.RESPONSIBLE, "ansvarig part"),
    (Slot.ACTORS, "samverkande aktörer"),
)

COST_COLUMNS: Final[Mapping[str, Field]] = _table(
    (Slot.NAME, "artikel"),
    (Slot.AMOUNT, "kostnad", "belopp", "uppskattad kostnad"),
    (Slot.RESPONSIBLE, "betalas av", "källa", "finansieras av"),
)

SCORE_COLUMNS: Final[Mapping[str, Field]] = _table(
    (Slot.NAME, "kriterium", "kriterier", "prioriteringskriterium"),
    (Slot.SCORES, "poäng"),
    (Slot.WEIGHT, "vikt"),
    (Slot.COMPUTED, "bidrag"),
    (Heading.NOTES, "motivering", "motivation"),
)

FRAME_COLUMNS: Final = frozenset({"ram", "kostnadsområde", "anmärkning", "avser", "belopp"})
"""The titles of a table of frames, where the amounts stand in one."""

STEP_COLUMNS: Final[Mapping[str, Field]] = _table(
    (Slot.NEXT_STEPS, "vad", "nästa steg", "uppgift"),
    (Slot.RESPONSIBLE, "vem", "ansvarig"),
    (Slot.DATE, "när", "klart", "datum"),
)

MINUTES: Final[Mapping[str, Field]] = _table(
    (Slot.DATE, "datum"),
    (Slot.PLACE, "plats"),
    (Slot.PRESENT, "medverkande", "närvarande", "deltagare"),
    (Slot.ABSENT, "frånvaro", "frånvarande", "ej närvarande"),
    (Slot.AGENDA, "agenda", "dagordning"),
    (Slot.MINUTES, "mötesanteckningar", "anteckningar från mötet", "anteckningar"),
    (Slot.DECISIONS, "beslut om initiativ", "beslut om initiativen", "beslut"),
    (Slot.COMPUTED, "rösterna under olika regler"),
    (Slot.NEXT_STEPS, "nästa steg"),
)


@dataclass(frozen=True, slots=True)
class Found:
    """A heading that was found.

    Args:
        field: What it stands for.
        typed: The words of the heading as they were typed.
        rest: What stands after it on the same line.
        name: The heading that it was taken for.
    """

    field: Field
    typed: str
    rest: str
    name: str


def find(line: Line, table: Mapping[str, Field], report: Report) -> Found | None:
    """Find the heading that a line is, or begins with.

    Args:
        line: Any line.
        table: The headings that may be meant.
        report: Is told of a likeness that somebody has to confirm.

    Returns:
        The heading; None for a line without one.
    """
    text = _labelled(line, table)
    if not text:
        return None
    before, colon, after = text.partition(":")
    for typed, rest in ((text, ""), (before, after.strip())):
        name = worded(typed)
        if name in table:
            return Found(table[name], typed, rest, name)
    for typed, rest in ((text, ""), (before if colon else "", after.strip())):
        name, alike = nearest(typed, table)
        if alike >= SURE:
            report.confirm("heading_near", line.place, typed=typed, heading=name)
            return Found(table[name], typed, rest, name)
    return None


def _labelled(line: Line, table: Mapping[str, Field]) -> str:
    """Give a line's text; of a row only a label and what it labels, as "label: text"."""
    if line.bullet:
        return ""
    if not line.is_row:
        return line.stripped
    label, *rest = (cell for cell in line.cells if cell)
    if label.endswith(":") or (len(rest) == 1 and worded(label) in table):
        return f"{label.rstrip(':')}: {'; '.join(rest)}"
    return ""


def suspect(line: Line, table: Mapping[str, Field]) -> str | None:
    """Tell which heading a line that is none resembles; empty if it only looks like some heading.

    Args:
        line: A line that ``find`` found nothing in.
        table: The headings that may be meant.

    Returns:
        The heading, ``""`` for a line that looks like a heading of no known kind, or None.
    """
    text = line.stripped
    if not text or line.is_row or line.bullet or worded(text) in _LEAD_INS:
        return None
    for typed in (text, text.partition(":")[0]):
        name, alike = nearest(typed, table)
        if alike >= MAYBE:
            return name
    return "" if line.is_title else None


def column(title: str, table: Mapping[str, Field]) -> Field | None:
    """Find what a column of a table holds, by its exact title or a near one."""
    name, alike = worded(title), 1.0
    if name not in table:
        name, alike = nearest(title, table)
    return table[name] if alike >= SURE else None


def nearest(typed: str, table: Mapping[str, Field]) -> tuple[str, float]:
    """Give the heading that a text is most alike, and how much."""
    text = worded(typed)
    if not text or len(text) > _MOST:
        return "", 0.0
    near = (
        (name, likeness(name, text))
        for name in table
        if 2 * min(len(name), len(text)) >= MAYBE * (len(name) + len(text))
    )
    return max(near, key=lambda pair: pair[1], default=("", 0.0))


def worded(typed: str) -> str:
    """Give a heading's words as the tables spell them.

    >>> worded("*Mer värde  för parterna*:")
    'mer värde för parterna'
    """
    return spaced(typed).casefold().strip(" :*_")
