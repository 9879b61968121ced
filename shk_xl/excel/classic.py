"""The worksheet functions in classic xlwings: the module that its COM server calls.

Every function of the catalogue becomes a plain Python function with xlwings' decorators, so
that no domain function wears them. Every argument arrives as a list of rows (``ndim=2``), a
single cell too: a blank cell is ``[[None]]`` and cannot be taken for an omitted argument. A
result is a value or a list of rows; an error leaves as a mark (``error_marks``), which our VBA
(``vba``) turns into the error. The functions have no meaning without that VBA.

Rules: outside Excel's machine xlwings' decorators do nothing, and this module still imports.

Error cells: xlwings gives the seven old errors as text (``err_to_str``; without it they would
come as blank) and any newer one, like ``#SPILL!``, as the bare SCODE, a whole number. Both are
turned into errors here. A cell that holds the *text* ``#N/A`` therefore reads as that error:
xlwings makes no difference between them, and an error is the answer that misleads nobody. A
cell's own number is never a whole number here, since Excel stores numbers as floating point.

Source: xlwings 0.37.8, ``udfs.call_udf`` and ``_xlwindows._clean_value_data_element``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from inspect import Parameter as PythonParameter
from inspect import Signature
from typing import Any, Final, TypeAlias

import xlwings

from shk_xl.excel.ascii_names import parameter_name
from shk_xl.excel.error_marks import MARK, error_from_scode, mark
from shk_xl.functions.catalogue import CATEGORY, FUNCTIONS
from shk_xl.functions.cell_values import (
    MISSING,
    Argument,
    Block,
    CellError,
    CellValue,
    Missing,
    error_from_text,
)
from shk_xl.functions.evaluate import WorksheetFunction, evaluate

HostValue: TypeAlias = float | int | str | bool | datetime | Decimal | None
HostArgument: TypeAlias = list[list[HostValue]] | Missing | None
HostResult: TypeAlias = float | str | bool | None
HostFunction: TypeAlias = Callable[..., Any]

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial dates have no time zone
SECONDS_PER_DAY = 86_400


def _serial(value: datetime) -> float:
    return (value - EXCEL_EPOCH).total_seconds() / SECONDS_PER_DAY


_READERS: Final[Mapping[type, Callable[[Any], CellValue]]] = {
    str: lambda text: error_from_text(text) or text,
    int: lambda number: error_from_scode(number) or number,
    # What VBA code may give where it calls a function: a Date, a Currency.
    datetime: _serial,
    Decimal: float,
}


def cell_from_host(value: HostValue) -> CellValue:
    """Turn a value of xlwings into a cell value.

    >>> cell_from_host("#N/A"), cell_from_host(-2_146_826_243)
    (<CellError.NA: '#N/A'>, <CellError.SPILL: '#SPILL!'>)
    """
    reader = _READERS.get(type(value))
    return value if reader is None else reader(value)  # type: ignore[return-value]  # by type


def argument_from_host(value: HostArgument) -> Argument:
    """Turn an argument of xlwings into ours; what is no list of rows was left out.

    An optional argument that is left out arrives as the default of the signature, a required
    one as None.
    """
    if isinstance(value, list):
        return [[cell_from_host(item) for item in row] for row in value]
    return MISSING


def cell_to_host(value: CellValue) -> HostResult:
    """Turn a cell value into what COM carries.

    A whole number leaves as floating point, which is what a cell holds: as an integer, an amount
    over 2 147 483 647 kronor would leave in a type that 32-bit Excel does not take. A text that
    could be taken for a mark is no answer of ours, and leaves as ``#VALUE!``.
    """
    if isinstance(value, CellError):
        return mark(value)
    if type(value) is int:
        return float(value)
    if isinstance(value, str) and value.startswith(MARK):
        return mark(CellError.VALUE)
    return value


def result_to_host(result: CellValue | Block) -> HostResult | list[list[HostResult]]:
    """Turn a result into what xlwings writes: a value, or rows of them."""
    if isinstance(result, list):
        return [[cell_to_host(item) for item in row] for row in result]
    return cell_to_host(result)


def host_function(function: WorksheetFunction) -> HostFunction:
    """Make the Python function that xlwings registers for one entry of the catalogue."""

    def call(*values: HostArgument) -> Any:  # noqa: ANN401 - xlwings takes many types
        return result_to_host(evaluate(function, [argument_from_host(value) for value in values]))

    call.__name__ = call.__qualname__ = function.name
    call.__doc__ = function.help
    call.__module__ = __name__
    call.__signature__ = Signature(  # type: ignore[attr-defined]  # read by inspect.signature
        [
            PythonParameter(
                parameter_name(parameter.name),
                PythonParameter.POSITIONAL_OR_KEYWORD,
                default=MISSING if parameter.optional else PythonParameter.empty,
            )
            for parameter in function.parameters
        ]
    )
    return call


def register(
    function: WorksheetFunction,
    func: Callable[..., Any] = xlwings.func,
    arg: Callable[..., Any] = xlwings.arg,
) -> HostFunction:
    """Decorate for xlwings; ``func`` last, since an inner decorator resets its category.

    Args:
        function: An entry of the catalogue.
        func: xlwings' decorator for functions; off Windows the default one does nothing.
        arg: xlwings' decorator for arguments.
    """
    decorated = host_function(function)
    for parameter in function.parameters:
        options: dict[str, Any] = {"doc": parameter.help, "err_to_str": True, "ndim": 2}
        decorated = arg(parameter_name(parameter.name), **options)(decorated)
    registered: HostFunction = func(category=CATEGORY)(decorated)
    return registered


globals().update({function.name: register(function) for function in FUNCTIONS})
