"""The one way from cells to a cell: convert the arguments, call, convert the result.

Every host (Excel, its web kin, the batch recalculation, LibreOffice in the tests) is a thin
shell over ``evaluate``, so that all of them give the same.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, TypeAlias

from shk_xl.functions.arguments import CellFault
from shk_xl.functions.cell_values import MISSING, Argument, Block, CellError, CellValue

Result: TypeAlias = CellValue | Fraction


@dataclass(frozen=True, slots=True)
class Parameter:
    """An argument of a worksheet function, as the user sees it.

    Args:
        name: Its Swedish name.
        help: What to give.
        take: The converter from cells, of ``shk_xl.functions.arguments``.
        optional: The formula may leave it out.
        block: It takes a range rather than a single cell.
    """

    name: str
    help: str
    take: Callable[[Argument], Any]
    optional: bool = False
    block: bool = False


@dataclass(frozen=True, slots=True)
class WorksheetFunction:
    """A worksheet function.

    Args:
        name: Its name in Excel: ASCII, ``SHK_…``.
        call: The Python behind it; takes the converted arguments in order.
        help: What it gives, in Swedish.
        parameters: Its arguments in order; optional ones last.
        example: A formula as a user would write it.
    """

    name: str
    call: Callable[..., Result]
    help: str
    parameters: tuple[Parameter, ...]
    example: str

    @property
    def required(self) -> int:
        """How many arguments a formula must give."""
        return sum(not parameter.optional for parameter in self.parameters)


def evaluate(function: WorksheetFunction, arguments: Sequence[Argument]) -> CellValue | Block:
    """Calculate one cell.

    Args:
        function: An entry of the catalogue.
        arguments: Cell values, blocks of them, or ``MISSING``; trailing ones may be left out.

    Returns:
        A cell value; a wrong number of arguments, or an impossible one, gives an error value.
    """
    parameters = function.parameters
    given = len(arguments)
    if given > len(parameters) or MISSING in arguments[: function.required]:
        return CellError.VALUE
    if given < function.required:
        return CellError.VALUE
    padded = (*arguments, *(MISSING,) * (len(parameters) - given))
    try:
        taken = [parameter.take(value) for parameter, value in zip(parameters, padded, strict=True)]
        result = function.call(*taken)
    except CellFault as fault:
        return fault.error
    return float(result) if isinstance(result, Fraction) else result
