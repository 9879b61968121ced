"""What the readiness check finds, as data: a level, what, and where in the portfolio."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from shk_xl.domain.faults import FaultValue


class Level(StrEnum):
    """How bad it is: the meeting must wait, somebody should look, or good to know."""

    STOP = "stop"
    WARN = "warn"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Where:
    """A place in the portfolio.

    Args:
        records: The field of ``Portfolio`` ("initiatives").
        key: What names the record there, in the order of the table's key.
        field: The record's field ("amount"); empty for the record as a whole.
    """

    records: str
    key: tuple[str | int | None, ...] = ()
    field: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that the check found.

    Args:
        level: How bad it is.
        code: A key of ``shk_xl.wording.findings.FINDINGS``.
        where: Where it is.
        values: What the words need.
    """

    level: Level
    code: str
    where: Where
    values: Mapping[str, FaultValue] = field(default_factory=lambda: MappingProxyType({}))
