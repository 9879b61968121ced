"""Our functions in ordinary formulas, which have room for one value.

A function that gets a range where a cell belongs answers with an array. In an array formula
that is what Excel shows; in an ordinary one Excel takes a single value of it, and which one
depends on what stands around the call. So the copy gives ordinary formulas a name of their
own for each function, and an array as its result is an error, and counted: a formula that
catches the error does not hide it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from shk_xl.functions.cell_values import Argument, Block, CellError, CellValue

SUFFIX: Final = "__CELL"
"""Ends the names of our functions in ordinary formulas, in the copy alone."""

Function = Callable[[list[Argument]], CellValue | Block]


class OneCell:
    """Our functions under both of their names.

    Args:
        functions: Our functions by upper-case name.
    """

    def __init__(self, functions: Mapping[str, Function]) -> None:
        self.arrays = 0
        """How many times an ordinary formula got an array."""
        self.functions: dict[str, Function] = dict(functions)
        for name, function in functions.items():
            self.functions[name + SUFFIX] = self._single(function)

    def _single(self, function: Function) -> Function:
        def call(arguments: list[Argument]) -> CellValue:
            result = function(arguments)
            if isinstance(result, list):
                self.arrays += 1
                return CellError.SPILL
            return result

        return call
