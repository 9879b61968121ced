"""What a cell can hold, in plain Python.

Rules: a blank cell is ``None``; an omitted argument is ``MISSING``; an error is a
``CellError``. These three never stand for one another, and none of them is zero.
A date is the serial number that Excel stores. Only this module spells the error codes.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from enum import Enum
from functools import cached_property, lru_cache
from typing import Any, Final, TypeAlias, TypeVar


class CellError(Enum):
    """An error value of a cell; ``NA`` is how a worksheet says "unknown"."""

    NULL = "#NULL!"
    DIV0 = "#DIV/0!"
    VALUE = "#VALUE!"
    REF = "#REF!"
    NAME = "#NAME?"
    NUM = "#NUM!"
    NA = "#N/A"
    GETTING_DATA = "#GETTING_DATA"
    SPILL = "#SPILL!"
    CALC = "#CALC!"
    FIELD = "#FIELD!"
    BLOCKED = "#BLOCKED!"
    CONNECT = "#CONNECT!"
    UNKNOWN = "#UNKNOWN!"
    BUSY = "#BUSY!"


class Missing(Enum):
    """The type of ``MISSING``: an argument that the formula left out."""

    MISSING = "missing"


MISSING: Final = Missing.MISSING

T = TypeVar("T")
CellValue: TypeAlias = float | int | str | bool | CellError | None
Block: TypeAlias = list[list[CellValue]]


class Column:
    """A range as one list of cells, row by row, which remembers where each key stands.

    A host that gives the same range to many cells makes one ``Column`` of it, so that
    finding the rows of a key costs one look through the range and not one for each cell.

    Args:
        cells: The cells, row by row.
        width: How many cells a row has.
    """

    def __init__(self, cells: Iterable[CellValue] = (), width: int = 1) -> None:
        self.cells = list(cells)
        self.width = width
        self._remembered: dict[Hashable, Any] = {}

    def __len__(self) -> int:
        return len(self.cells)

    def __iter__(self) -> Iterator[CellValue]:
        return iter(self.cells)

    def block(self) -> Block:
        """Give the cells as rows again."""
        cells, width = self.cells, self.width
        return [cells[start : start + width] for start in range(0, len(cells), width)]

    def remember(self, key: Hashable, make: Callable[[], T]) -> T:
        """Make something of this range once, and give it to every cell that asks.

        Args:
            key: What it is, and what it was made with.
            make: Makes it.
        """
        if key not in self._remembered:
            self._remembered[key] = make()
        made: T = self._remembered[key]
        return made

    @cached_property
    def rows_by_key(self) -> Mapping[CellValue, Sequence[int]]:
        """The positions of each key, compared as Excel does."""
        rows: defaultdict[CellValue, list[int]] = defaultdict(list)
        for position, value in enumerate(self.cells):
            rows[comparable(value)].append(position)
        return rows

    @cached_property
    def first_error(self) -> CellError | None:
        """The first error in the range that does not just say "unknown"."""
        found = (v for v in self.cells if isinstance(v, CellError) and v is not CellError.NA)
        return next(found, None)


Argument: TypeAlias = CellValue | Block | Column | Missing


@lru_cache(maxsize=65_536)
def _comparable_text(text: str) -> str | None:
    return unicodedata.normalize("NFC", text).strip().casefold() or None


def comparable(value: CellValue) -> CellValue:
    """Bring a cell to the form in which keys are compared, as Excel does: case apart.

    >>> comparable(" Pilotbudget") == comparable("pilotbudget")
    True
    """
    return _comparable_text(value) if isinstance(value, str) else value


_BY_TEXT = {error.value: error for error in CellError}


def error_from_text(text: str) -> CellError | None:
    """Give the error that a text spells, or None when it is plain text.

    >>> error_from_text("#N/A")
    <CellError.NA: '#N/A'>
    >>> error_from_text("saknas") is None
    True
    """
    return _BY_TEXT.get(text)
