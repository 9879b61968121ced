"""What votes mean under the usual rules of decision, side by side and without a verdict.

Rules: an abstention is not a No, and silence is not a Yes. A share says what it is a share
of: of those who voted Yes or No, of those who were present, or of all members. Where presence
is not known for certain, a rule is answered only if every possible number gives the same
answer. Which rule counts is for those who decide to say, before they vote.

Source: Robert's Rules of Order on the base of a qualified majority (an abstention has the
effect of a No where the base is those present, or the members).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Final, Protocol


class Base(StrEnum):
    """What a share of Yes votes is a share of, in words that follow "av"."""

    CAST = "dem som röstade Ja eller Nej"
    PRESENT = "dem som var med"
    MEMBERS = "alla ledamöter"


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on one item, and how many could have voted.

    Args:
        yes: How many voted Yes.
        no: How many voted No.
        abstain: How many abstained.
        present: How many took part for certain, voters included.
        perhaps: How many more may have taken part; nobody has noted it.
        members: How many members there are.
        silent_parties: The parties from which nobody voted Yes or No.
    """

    yes: int = 0
    no: int = 0
    abstain: int = 0
    present: int = 0
    perhaps: int = 0
    members: int = 0
    silent_parties: tuple[str, ...] = ()

    @property
    def cast(self) -> int:
        """How many voted Yes or No."""
        return self.yes + self.no

    def whole(self, base: Base) -> tuple[int, int]:
        """Give the lowest and the highest number that a share may be of."""
        if base is Base.PRESENT:
            return self.present, self.present + self.perhaps
        number = self.cast if base is Base.CAST else self.members
        return number, number


class Rule(Protocol):
    """A rule of decision."""

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def asks(self) -> str:
        """What it asks for, in words."""

    def met(self, tally: Tally) -> bool | None:
        """Tell whether the votes are what the rule asks for.

        Returns:
            None where that cannot be told: nobody voted Yes or No, or presence is not known.
        """

    def counted(self, tally: Tally) -> str:
        """Say what was counted."""


@dataclass(frozen=True, slots=True)
class Share:
    """Yes votes are a share of a base, or more than that share.

    Args:
        name: What the rule is called.
        asks: What it asks for, in words.
        base: What the share is of.
        share: How large it is.
        more: Whether exactly that share is too little.

    >>> seven = Tally(yes=7, no=4, abstain=2, present=13, members=13)
    >>> MAJORITY_OF_PRESENT.met(seven), TWO_THIRDS_OF_CAST.met(seven)
    (True, False)
    >>> two = Tally(yes=2, no=1, abstain=10, present=13, members=13)
    >>> MAJORITY_OF_PRESENT.met(two), TWO_THIRDS_OF_CAST.met(two)
    (False, True)
    """

    name: str
    asks: str
    base: Base
    share: Fraction
    more: bool = False

    def met(self, tally: Tally) -> bool | None:
        """Hold the Yes votes against the share of every number that the base may be."""
        if not tally.cast:
            return None
        answers = {self._enough(tally.yes, whole) for whole in tally.whole(self.base)}
        return answers.pop() if len(answers) == 1 else None

    def counted(self, tally: Tally) -> str:
        """Say how many said Yes, of how many."""
        low, high = tally.whole(self.base)
        whole = str(low) if low == high else f"{low}–{high}"
        return f"{tally.yes} av {whole}"

    def _enough(self, yes: int, whole: int) -> bool:
        needed = self.share * whole
        return yes > needed if self.more else yes >= needed


@dataclass(frozen=True, slots=True)
class EveryParty:
    """Somebody from each party voted Yes or No; what they answered does not matter.

    >>> EVERY_PARTY.met(Tally(yes=3, silent_parties=("Söderby",)))
    False
    """

    name: str
    asks: str

    def met(self, tally: Tally) -> bool | None:
        """Look for parties from which nobody answered."""
        return not tally.silent_parties if tally.cast else None

    def counted(self, tally: Tally) -> str:
        """Name the parties from which nobody answered."""
        return f"saknas: {', '.join(tally.silent_parties)}" if tally.silent_parties else ""


_HALF: Final = Fraction(1, 2)
_TWO_THIRDS: Final = Fraction(2, 3)
UNANIMITY: Final = Share("Enhällighet", f"Ja från alla av {Base.CAST}", Base.CAST, Fraction(1))
SIMPLE_MAJORITY: Final = Share(
    "Enkel majoritet", f"Ja från mer än hälften av {Base.CAST}", Base.CAST, _HALF, more=True
)
TWO_THIRDS_OF_CAST: Final = Share(
    "Två tredjedelar av rösterna",
    f"Ja från minst två tredjedelar av {Base.CAST}",
    Base.CAST,
    _TWO_THIRDS,
)
MAJORITY_OF_PRESENT: Final = Share(
    "Hälften av de närvarande",
    f"Ja från mer än hälften av {Base.PRESENT}",
    Base.PRESENT,
    _HALF,
    more=True,
)
TWO_THIRDS_OF_MEMBERS: Final = Share(
    "Två tredjedelar av alla",
    f"Ja från minst två tredjedelar av {Base.MEMBERS}",
    Base.MEMBERS,
    _TWO_THIRDS,
)
EVERY_PARTY: Final = EveryParty(
    "Röst från varje part", "Ja eller Nej från minst en ledamot i varje part"
)

RULES: Final[Sequence[Rule]] = (
    UNANIMITY,
    SIMPLE_MAJORITY,
    TWO_THIRDS_OF_CAST,
    MAJORITY_OF_PRESENT,
    TWO_THIRDS_OF_MEMBERS,
    EVERY_PARTY,
)
"""The rules that are shown beside each other, none before another."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a rule says about some votes.

    Args:
        rule: The rule.
        met: Whether it is met; None where that cannot be told.
        counted: What was counted, in words.
    """

    rule: Rule
    met: bool | None
    counted: str


def side_by_side(tally: Tally, rules: Sequence[Rule] = RULES) -> tuple[Answer, ...]:
    """Hold votes against several rules.

    >>> three = Tally(yes=3, present=3, perhaps=1, members=7, silent_parties=("Söderby",))
    >>> for answer in side_by_side(three):
    ...     print(answer.met, answer.counted)
    True 3 av 3
    True 3 av 3
    True 3 av 3
    True 3 av 3–4
    False 3 av 7
    False saknas: Söderby
    """
    return tuple(Answer(rule, rule.met(tally), rule.counted(tally)) for rule in rules)
