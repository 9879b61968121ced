"""From a formula to the catalogue in xlwings Lite.

Rules: whole ranges and single cells alike arrive as lists of rows (``ndim=2``), error cells
as their text (``err_to_str``). A blank cell and an argument that the formula left out are kept
apart. An error goes back as its text, of which xlwings makes an error value.
"""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.functions.cell_values import MISSING, Argument, Block, CellError, error_from_text
from shk_xl.functions.evaluate import evaluate

HostCell: TypeAlias = float | int | str | bool | None
HostArgument: TypeAlias = list[list[HostCell]] | None

CALLER: Final = "custom_functions_call"
"""xlwings' own function (``xlwings.server``) that calls ours."""

_FUNCTIONS: Final = {function.name: function for function in FUNCTIONS}
_BLANK: Final[Block] = [[None]]


def answer(name: str, *values: HostArgument) -> HostCell | list[list[HostCell]]:
    """Calculate what a formula calls.

    Args:
        name: The function's name in Excel.
        values: One for each of its parameters, as xlwings gives them: rows of cells; None for
            a blank cell, and for an argument that the formula left out.

    Returns:
        What xlwings writes: a value, or rows of them; an error as its text.

    >>> answer("SHK_BUDGETSUMMA", [[1.0], ["#N/A"], [2.0]], None, None)
    3
    """
    function = _FUNCTIONS[name]
    sent = _sent() if None in values else None
    arguments = [
        _absent(sent, place, optional=parameter.optional) if value is None else _cells(value)
        for place, (parameter, value) in enumerate(zip(function.parameters, values, strict=True))
    ]
    result = evaluate(function, arguments)
    if isinstance(result, list):
        return [[_to_host(cell) for cell in row] for row in result]
    return _to_host(result)


def _cells(rows: list[list[HostCell]]) -> Block:
    """Turn the rows of xlwings into ours, where an error is no text."""
    return [
        [(error_from_text(cell) or cell) if isinstance(cell, str) else cell for cell in row]
        for row in rows
    ]


def _to_host(cell: HostCell | CellError) -> HostCell:
    return cell.value if isinstance(cell, CellError) else cell


def _absent(sent: Sequence[Any] | None, place: int, *, optional: bool) -> Argument:
    """Tell a blank cell from an argument that was left out; both reach us as None.

    Args:
        sent: What Excel sent; None where that is not at hand.
        place: Which argument.
        optional: Without ``sent``, xlwings' own meaning holds: an optional one was left out.
    """
    if sent is None or place >= len(sent):
        return MISSING if optional else _BLANK
    return _BLANK if isinstance(sent[place], list | tuple) else MISSING


def _sent() -> Sequence[Any] | None:
    """Find the arguments as Excel sent them: a cell as rows, a left out argument as null.

    xlwings replaces both a blank cell and null by the parameter's default before it calls
    (``to_scalar`` in ``xlwings.pro.udfs_officejs``) and hands the original to nobody, so it is
    read where xlwings has it: among the local names of its calling function.
    """
    frame = inspect.currentframe()
    while frame is not None and frame.f_code.co_name != CALLER:
        frame = frame.f_back
    data = None if frame is None else frame.f_locals.get("data")
    sent = data.get("args") if isinstance(data, dict) else None
    return sent if isinstance(sent, list | tuple) else None
