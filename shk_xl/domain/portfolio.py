"""What a portfolio is: the initiatives of one focus area and year, and all that belongs to them.

Rules: every value is frozen. Things refer to each other by key (an initiative's code, a
frame's name, a person's name), never by position. A reference may dangle: the readiness
check finds it, since a workbook in the making is allowed to be unfinished.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from shk_xl.domain.amounts import Amount, Unknown
from shk_xl.domain.names import plain


class InitiativeType(StrEnum):
    """Which kind of initiative, with the users' name for it."""

    FORUM = "Foruminitiativ"
    PILOT = "Pilotinitiativ"
    ROLE = "Ny roll"


class Heading(StrEnum):
    """The headings that a text can stand under."""

    PROPOSED_DECISIONS = "Förslag till beslut"
    SUMMARY = "Sammanfattning"
    GOALS = "Samhällsmål"
    PURPOSE = "Syfte"
    DESCRIPTION = "Kort beskrivning"
    EFFECTS = "Effektmål"
    ADDED_VALUE = "Mervärde"
    RESOURCES = "Resurser och budget"
    BEST_INTERESTS = "Barnets bästa"
    AFTERWARDS = "Efter pilotfasen"
    BASIS = "Beslutsunderlag"
    SENT_TO = "Beslutet skickas till"
    PORTFOLIO = "Portföljen"
    CONTEXTS = "Kontexter"
    NOTES = "Övrigt"


class ItemKind(StrEnum):
    """What a row of a meeting is."""

    MEETING = "Möte"
    AGENDA = "Dagordning"
    NOTE = "Anteckning"
    DECISION = "Beslut"
    NEXT_STEP = "Nästa steg"


class Presence(StrEnum):
    """Whether a person took part in a meeting."""

    PRESENT = "Närvarande"
    LEFT = "Lämnade"
    ABSENT = "Frånvarande"


class Vote(StrEnum):
    """What a person answered; nobody who is silent has answered."""

    YES = "Ja"
    NO = "Nej"
    ABSTAINS = "Avstår"


class PartyKind(StrEnum):
    """Whether an organisation decides, or supports."""

    PARTY = "Part"
    SUPPORT = "Stöd"


@dataclass(frozen=True, slots=True)
class Initiative:
    """One initiative.

    Args:
        code: The short readable key ("UVAS").
        name: The name that the decision basis has, without the phase.
        aliases: Other names that documents use for the same initiative.
        type: Decides the criteria and the template.
        phase: 1, 2, …; None where phases don't apply.
        responsible: The party that answers for it; may be empty.
        actors: Everybody who takes part, as text.
        context: Where it takes place.
        period: When.
        start: The proposed first step.
        resources: What the parties put in, as text.
        amount: The proposed budget.
    """

    code: str
    name: str
    type: InitiativeType
    aliases: tuple[str, ...] = ()
    phase: int | None = None
    responsible: str = ""
    actors: str = ""
    context: str = ""
    period: str = ""
    start: str = ""
    resources: str = ""
    amount: Amount = Unknown()  # noqa: RUF009 - a frozen value

    @property
    def title(self) -> str:
        """The name with its phase: "Normförskjutning fas 1"."""
        return f"{self.name} fas {self.phase}" if self.phase is not None else self.name


@dataclass(frozen=True, slots=True)
class TextSection:
    """One text under one heading; an empty initiative means the portfolio as a whole."""

    initiative: str
    heading: Heading
    text: str


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion by which initiatives of one type are scored.

    Args:
        type: The initiative type that it applies to.
        name: Its name.
        weight: Its weight, larger than 0; weights need not sum to anything.
        motivation: Why it weighs that.
    """

    type: InitiativeType
    name: str
    weight: int = 1
    motivation: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The points that an initiative got on a criterion; None is "not scored yet"."""

    initiative: str
    criterion: str
    points: int | None
    motivation: str = ""


@dataclass(frozen=True, slots=True)
class Frame:
    """Money to spend: a frame, or a cost area inside one.

    Args:
        name: The key ("Initiativbudget").
        amount: How much it is.
        part_of: The frame that this is a cost area of; empty for a frame of its own.
        preliminary: The amount is not decided yet.
        funds_initiatives: Initiatives may be funded from it.
        purpose: What it is for, as text.
    """

    name: str
    amount: Amount
    part_of: str = ""
    preliminary: bool = False
    funds_initiatives: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class Allocation:
    """Money from a source to an initiative.

    Args:
        initiative: The initiative's code; empty when the split between initiatives is not made.
        source: The name of the frame or cost area.
        amount: How much.
        article: What it pays for ("Arbetstid"); may be empty.
        note: A remark for the readers.
    """

    initiative: str
    source: str
    amount: Amount
    article: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Party:
    """An organisation in the partnership."""

    name: str
    kind: PartyKind = PartyKind.PARTY
    email: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """A member of the Core Team, or of the support.

    Args:
        name: The key.
        party: The organisation that the person stands for.
        aliases: Other names that minutes use.
        role: What the person is there as.
    """

    name: str
    party: str
    aliases: tuple[str, ...] = ()
    role: str = ""


@dataclass(frozen=True, slots=True)
class MeetingItem:
    """One row of a meeting: the meeting itself, an agenda item, a note, a decision, a next step.

    Args:
        meeting: The meeting's key, its date as text ("2023-04-13").
        number: Its place in the meeting, unique there.
        kind: What the row is.
        title: The heading.
        text: What was said; for the meeting itself, the place.
        initiative: For a decision: the code (or name) of the initiative.
        decision: For a decision: the outcome in words.
        responsible: For a next step: who.
        due: For a next step: when, as text.
    """

    meeting: str
    number: int
    kind: ItemKind
    title: str = ""
    text: str = ""
    initiative: str = ""
    decision: str = ""
    responsible: str = ""
    due: str = ""


@dataclass(frozen=True, slots=True)
class Attendance:
    """A person's presence at a meeting, or presence and vote at one of its items.

    Args:
        meeting: The meeting's key.
        person: The person's name or alias.
        item: The item that the row tells of; None for the meeting as a whole.
        presence: At the item, or at the meeting where nothing is said about an item.
        left_at: The item from which on a person was gone, where it is known.
        vote: On the row of an item.
        note: A remark, for example why a person took no part in an item.
        arrived_at: The item from which on a person who came late took part.
        reservation: On the row of an item: what the person declares against the decision.
    """

    meeting: str
    person: str
    item: int | None = None
    presence: Presence | None = None
    left_at: int | None = None
    vote: Vote | None = None
    note: str = ""
    arrived_at: int | None = None
    reservation: str = ""


@dataclass(frozen=True, slots=True)
class SocietalGoal:
    """A societal goal that initiatives may contribute to."""

    name: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """What the portfolio is called, and the number that it is registered under."""

    partnership: str = ""
    focus_area: str = ""
    year: int | None = None
    registration_number: str = ""


@dataclass(frozen=True)
class Portfolio:
    """Everything in one workbook; the look-ups are made once, when first asked for."""

    about: About = field(default_factory=About)
    initiatives: tuple[Initiative, ...] = ()
    texts: tuple[TextSection, ...] = ()
    criteria: tuple[Criterion, ...] = ()
    scores: tuple[Score, ...] = ()
    frames: tuple[Frame, ...] = ()
    allocations: tuple[Allocation, ...] = ()
    parties: tuple[Party, ...] = ()
    people: tuple[Person, ...] = ()
    meeting_items: tuple[MeetingItem, ...] = ()
    attendance: tuple[Attendance, ...] = ()
    goals: tuple[SocietalGoal, ...] = ()

    @cached_property
    def initiative_by_code(self) -> Mapping[str, Initiative]:
        """The initiatives by their code."""
        return {initiative.code: initiative for initiative in self.initiatives}

    @cached_property
    def initiative_by_name(self) -> Mapping[str, Initiative]:
        """The initiatives by code, name and alias, as ``plain`` gives them.

        A name that several initiatives have, such as two phases of one, is nobody's.
        """
        named: dict[str, dict[str, Initiative]] = defaultdict(dict)
        for initiative in self.initiatives:
            for name in (initiative.code, initiative.name, *initiative.aliases):
                named[plain(name)][initiative.code] = initiative
        return {
            name: next(iter(those.values())) for name, those in named.items() if len(those) == 1
        }

    @cached_property
    def texts_by_initiative(self) -> Mapping[str, Mapping[Heading, str]]:
        """The texts by initiative (``""`` is the portfolio) and heading."""
        texts: dict[str, dict[Heading, str]] = defaultdict(dict)
        for text in self.texts:
            texts[text.initiative][text.heading] = text.text
        return texts

    @cached_property
    def scores_by_initiative(self) -> Mapping[str, Mapping[str, Score]]:
        """The scores by initiative and criterion."""
        scores: dict[str, dict[str, Score]] = defaultdict(dict)
        for score in self.scores:
            scores[score.initiative][score.criterion] = score
        return scores

    @cached_property
    def criteria_by_type(self) -> Mapping[InitiativeType, tuple[Criterion, ...]]:
        """The criteria of each initiative type, in the workbook's order."""
        return {
            type_: tuple(criterion for criterion in self.criteria if criterion.type is type_)
            for type_ in InitiativeType
        }

    @cached_property
    def allocations_by_initiative(self) -> Mapping[str, tuple[Allocation, ...]]:
        """The allocations by initiative; ``""`` holds what is not split between initiatives."""
        allocations: dict[str, tuple[Allocation, ...]] = defaultdict(tuple)
        for allocation in self.allocations:
            allocations[allocation.initiative] += (allocation,)
        return allocations

    @cached_property
    def person_by_name(self) -> Mapping[str, Person]:
        """The people by name and by every alias, case folded."""
        return {
            name.casefold(): person
            for person in self.people
            for name in (*person.aliases, person.name)
        }
