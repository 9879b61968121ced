"""Something hostile received, from beginning to end, in a program of its own that is measured.

``tried`` gives what became of it, how long it took, and the most memory that the process that
read it had, and that the program itself had.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from answers import Exchange, changed
from hostile_answers import ANSWERS, Item
from hostile_messages import MESSAGES
from hostile_packages import HOSTILE, mutated

from shk_xl.domain.faults import Refused
from shk_xl.exchange.intake.foreign_reader import ForeignReader

PARTY = "Västerås stad"
CHANGED = ("Initiativ", ("uvas",), "Period")
MOST_SECONDS, MOST_MEGABYTES = 5.0, 500

_PROGRAM = Path(__file__).with_name("measured_receive.py")
_APART = ("sh", "-c", '"$@"; exit $?', "sh")
"""A small process between: what is measured starts with what its parent had in memory."""


class Tried(NamedTuple):
    """What became of it.

    Args:
        state: The state that it ended in.
        codes: The codes of what was told of it.
        seconds: From the first byte that is read to the workbook that is written.
        computed: Seconds that processors worked in both processes, with all that they load.
        child: Megabytes that the reading process had at the most.
        own: Megabytes that the program itself had at the most.
    """

    state: str
    codes: frozenset[str]
    seconds: float = 0
    computed: float = 0
    child: int = 0
    own: int = 0

    def is_right(self, item: Item) -> bool:
        """Whether the state and its reason are those that they must be."""
        told = not item.codes or bool(item.codes & self.codes)
        return self.state == item.state and told

    @property
    def is_cheap(self) -> bool:
        """Whether it cost no more than it may."""
        # A machine that is busy with other things makes nothing more costly.
        seconds = min(self.seconds, self.computed)
        return seconds <= MOST_SECONDS and max(self.child, self.own) <= MOST_MEGABYTES


def groups() -> Mapping[str, Mapping[str, Item]]:
    """Every hostile package and message, by what it misuses and its name."""
    packages = {
        name: Item(lambda _book, make=make: make(), "refused", frozenset({code}))  # type: ignore[misc]
        for name, (make, code) in HOSTILE.items()
        if name not in {"empty", "signed"}  # nothing came; nothing is written to
    }
    return {"package": packages, **ANSWERS, **MESSAGES}


def items() -> Mapping[str, Item]:
    """All of them, by name."""
    return {name: item for group in groups().values() for name, item in group.items()}


def answer(exchange: Exchange) -> bytes:
    """A copy that was filled in as it should be."""
    return changed(exchange.copies[PARTY], (*CHANGED, "Hela 2027"))


def tried(exchange: Exchange, data: bytes, folder: Path) -> Tried:
    """Receive something.

    Args:
        exchange: Where; it is changed.
        data: What comes.
        folder: For the file that it comes in.
    """
    path = folder / ("svar.eml" if data.startswith(b"From: ") else "svar.xlsx")
    path.write_bytes(data)
    done = subprocess.run(
        [*_APART, sys.executable, str(_PROGRAM), str(exchange.book), str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        last = done.stderr.strip().rpartition("\n")[2]
        return Tried(f"kraschade: {last}", frozenset())
    told = json.loads(done.stdout)
    return Tried(told["state"], frozenset(told["codes"]), *told["cost"])


def damaged(book: bytes, letter: bytes, seed: int) -> tuple[bytes, bool]:
    """Damage a workbook or a letter in some way; tells also whether it is a letter."""
    chance = random.Random(seed)  # noqa: S311 - not a secret
    if chance.randrange(3):
        return mutated(book, chance), False
    changed = bytearray(letter)
    for _ in range(chance.randint(1, 10)):
        here, there = (chance.randrange(min(len(changed), 3_000)) for _ in range(2))
        deeds = (
            (slice(here, here + 1), bytes([chance.randrange(256)])),
            (slice(here, here + chance.randrange(30)), b""),
            (slice(here, here), bytes(changed[there : there + chance.randrange(200)])),
        )
        place, new = chance.choice(deeds)
        changed[place] = new
    return bytes(changed), True


def outcome(reader: ForeignReader, data: bytes, *, is_letter: bool) -> str:
    """Read something damaged: ``read``, ``refused``, or the code of how it ended the reader."""
    try:
        (reader.letter if is_letter else reader.book)(data, file="svar")
    except Refused as refused:
        code = refused.faults[0].code
        return code if code.startswith("reading_") else "refused"
    return "read"
