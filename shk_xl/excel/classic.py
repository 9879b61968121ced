"""The worksheet functions in classic xlwings: the module that its add-in imports.

Every function of the catalogue becomes a plain Python function with xlwings' decorators,
so that no domain function wears them. Blocks arrive as lists of rows, error cells as text
(``err_to_str``) which is turned back into errors here: an error is never read as blank.

Rules: outside Excel's machine xlwings' decorators do nothing, and this module still imports.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from inspect import Parameter as PythonParameter
from inspect import Signature
from typing import Any, TypeAlias

import xlwings

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

HostValue: TypeAlias = float | int | str | bool | datetime | None
HostArgument: TypeAlias = HostValue | list[HostValue] | list[list[HostValue]]
HostFunction: TypeAlias = Callable[..., Any]

EXCEL_EPOCH = datetime(1899, 12, 30)  # noqa: DTZ001 - serial dates have no time zone
SECONDS_PER_DAY = 86_400


def cell_from_host(value: HostValue) -> CellValue:
    """Turn a value of xlwings into a cell value.

    >>> cell_from_host("#N/A")
    <CellError.NA: '#N/A'>
    """
    if isinstance(value, str):
        return error_from_text(value) or value
    if isinstance(value, datetime):
        return (value - EXCEL_EPOCH).total_seconds() / SECONDS_PER_DAY
    return value


def argument_from_host(value: HostArgument | Missing) -> Argument:
    """Turn an argument of xlwings into ours.

    A blank cell arrives as None; an omitted argument as the default of the signature, which
    is ``MISSING``.
    """
    if isinstance(value, list):
        rows = [row if isinstance(row, list) else [row] for row in value]
        return [[cell_from_host(item) for item in row] for row in rows]
    return value if isinstance(value, Missing) else cell_from_host(value)


def result_to_host(result: CellValue | Block) -> Any:  # noqa: ANN401 - xlwings takes many types
    """Turn a result into what xlwings writes; an error is written as its text."""
    if isinstance(result, list):
        return [[result_to_host(item) for item in row] for row in result]
    return result.value if isinstance(result, CellError) else result


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


def parameter_name(name: str) -> str:
    """Give the name of an argument in Python and VBA, which is ASCII.

    >>> parameter_name("poäng")
    'poang'
    """
    return name.translate(str.maketrans("åäöÅÄÖ", "aaoAAO"))


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
        options: dict[str, Any] = {"doc": parameter.help, "err_to_str": True}
        if parameter.block:
            options["ndim"] = 2
        decorated = arg(parameter_name(parameter.name), **options)(decorated)
    registered: HostFunction = func(category=CATEGORY)(decorated)
    return registered


globals().update({function.name: register(function) for function in FUNCTIONS})
