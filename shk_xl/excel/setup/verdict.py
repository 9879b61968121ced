"""What a check of the machine answers, as data."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from shk_xl.domain.faults import FaultValue
from shk_xl.excel.setup.facts import Machine


class Mark(StrEnum):
    """How it is: as it should be, good to know, worth a look, or it will not work."""

    OK = "ok"
    NOTE = "note"
    WARN = "warn"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Verdict:
    """One answer.

    Args:
        mark: How it is.
        code: A key of ``shk_xl.wording.setup.CHECKS``.
        values: What the words need.
    """

    mark: Mark
    code: str
    values: Mapping[str, FaultValue] = field(default_factory=lambda: MappingProxyType({}))


Check = Callable[[Machine], Iterator[Verdict]]
"""A check answers once, more than once, or not at all where it does not apply."""


def say(mark: Mark, code: str, **values: FaultValue) -> Verdict:
    """Make a verdict.

    >>> say(Mark.OK, "python_ok", version="3.12.1").values["version"]
    '3.12.1'
    """
    return Verdict(mark, code, MappingProxyType(values))
