"""What stands in a formula that cannot be computed, or not for certain.

An unknown function inside ``IFERROR`` would give a plausible value, so names are looked for in
the formula, not in the result.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from shk_xl.domain.faults import FaultValue
from shk_xl.ooxml.workbook_parts import DefinedName
from shk_xl.workbook.formula_tokens import Kind, our_name
from shk_xl.workbook.recalculation.engine import unknown_functions
from shk_xl.workbook.recalculation.engine_limits import (
    calls,
    is_doubtful,
    plain_name,
)
from shk_xl.workbook.recalculation.ranges_as_values import (
    holds_range_as_value,
    is_range,
    may_hold_range_as_value,
)
from shk_xl.workbook.recalculation.sheet_formulas import Shape

_MACRO_SIGNS: Final = re.compile(r"[\\?]")
"""What the names of macros may hold, and those of worksheet functions may not."""

MAY_DIFFER: Final = frozenset(
    ("engine_disagrees", "function_doubtful", "range_as_value", "value_doubtful")
)
"""Doubts about the engine's answer; with the others there is no answer."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the engine's value of a formula is not to be written.

    Args:
        code: The fault's code.
        values: What its words need.
    """

    code: str
    values: Mapping[str, FaultValue] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def may_differ(self) -> bool:
        """Whether the engine has an answer, which may differ from Excel's."""
        return self.code in MAY_DIFFER


class StaticDoubts:
    """Tells of formulas why they cannot be computed for certain.

    Args:
        functions: The names of our functions, in upper case.
        names: The defined names of the workbook.
        hidden_rows: The workbook has hidden or filtered rows.
    """

    __slots__ = ("_functions", "_hidden_rows", "_of", "_ranges", "_unknown")

    def __init__(
        self, functions: Collection[str], names: Iterable[DefinedName], *, hidden_rows: bool
    ) -> None:
        self._functions = functions
        self._hidden_rows = hidden_rows
        self._ranges = frozenset(name.name.casefold() for name in names if is_range(name.formula))
        self._of: dict[Shape, Doubt | None] = {}
        self._unknown: dict[str, bool] = {}

    def look_up(self, shapes: Iterable[Shape]) -> None:
        """Ask the engine about all functions of some formulas at once, since asking is dear."""
        called = {
            _MACRO_SIGNS.split(token.text)[-1]
            for shape in shapes
            for token in shape.tokens
            if token.kind is Kind.FUNCTION and our_name(token.text, self._functions) is None
        }
        new = sorted(called - self._unknown.keys())
        unknown = unknown_functions(new) if new else ()
        self._unknown.update((name, name in unknown) for name in new)

    def of(self, shape: Shape) -> Doubt | None:
        """Tell why a formula cannot be computed for certain; None when nothing says so."""
        if shape not in self._of:
            self._of[shape] = self._find(shape)
        return self._of[shape]

    def _find(self, shape: Shape) -> Doubt | None:
        if shape.unreadable is not None:
            return Doubt(*shape.unreadable)
        if not shape.text.strip():
            return Doubt("formula_unreadable")
        doubtful: Doubt | None = None
        for call in calls(shape.text):
            if our_name(call.name, self._functions) is not None:
                continue
            if self._unknown.get(_MACRO_SIGNS.split(call.name)[-1]):
                return Doubt("function_unknown", MappingProxyType({"function": call.name}))
            if doubtful is None and is_doubtful(call, hidden_rows=self._hidden_rows):
                name = plain_name(call.name)
                doubtful = Doubt("function_doubtful", MappingProxyType({"function": name}))
        return doubtful or self._range_as_value(shape)

    def _range_as_value(self, shape: Shape) -> Doubt | None:
        ranges = self._ranges & shape.mentions.names
        if not (ranges or may_hold_range_as_value(shape.text)):
            return None
        if holds_range_as_value(shape.text, is_array=shape.is_array, range_names=ranges):
            return Doubt("range_as_value")
        return None
