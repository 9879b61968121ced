"""A call of a worksheet function, as Office.js sends it, answered through the catalogue.

Rules: every argument comes as rows of cells. ``null`` in place of an argument means that the
formula left it out, and in a cell that the cell is blank; xlwings takes both for the same,
which is why the call is answered here and not by its own route. An error goes out as Excel's
own error value, cell by cell. This module knows JSON, no web library.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from itertools import chain
from typing import Any, Final, TypeAlias

from shk_xl.domain.faults import refuse
from shk_xl.functions.catalogue import find
from shk_xl.functions.cell_values import (
    MISSING,
    Argument,
    Block,
    CellError,
    CellValue,
    error_from_text,
)
from shk_xl.functions.evaluate import WorksheetFunction, evaluate

Json: TypeAlias = Any

MAX_CELLS: Final = 2_200_000
"""Two whole columns of a worksheet."""
_FIRST_RUNTIME_WITH_ERRORS: Final = (1, 4)
_READY: Final = frozenset({float, int, str, bool})
_PLAIN: Final = _READY | {type(None)}
_OFFICE_NAMES: Final[Mapping[CellError, str]] = {
    CellError.NULL: "Null",
    CellError.DIV0: "Div0",
    CellError.VALUE: "Value",
    CellError.REF: "Ref",
    CellError.NAME: "Name",
    CellError.NUM: "Num",
    CellError.NA: "NotAvailable",
    CellError.GETTING_DATA: "GettingData",
    CellError.SPILL: "Spill",
    CellError.CALC: "Calc",
    CellError.FIELD: "Field",
    CellError.BLOCKED: "Blocked",
    CellError.CONNECT: "Connect",
    CellError.BUSY: "Busy",
}
"""The names in ``Excel.ErrorCellValueType``; it has none for ``UNKNOWN``."""
_BY_OFFICE_NAME: Final = {name: error for error, name in _OFFICE_NAMES.items()}


def answer(body: bytes) -> bytes:
    """Answer a call.

    Args:
        body: What Office.js sent: JSON with ``func_name``, ``args`` and ``runtime``.

    Returns:
        JSON with ``result``: rows of cells.

    Raises:
        Refused: It is no call of ours, or too large.
    """
    request = _read(body)
    name, values = request.get("func_name"), request.get("args")
    function = find(name) if isinstance(name, str) else None
    if function is None:
        raise refuse("server_function_unknown")
    result = _evaluated(function, values)
    if _has_error(result) and _runtime(request) < _FIRST_RUNTIME_WITH_ERRORS:
        raise refuse("server_excel_too_old")
    return json.dumps({"result": rows_to_office(result)}).encode()


def _read(body: bytes) -> dict[str, Json]:
    try:
        request = json.loads(body)
    except (ValueError, RecursionError):
        raise refuse("server_call_malformed") from None
    if not isinstance(request, dict):
        raise refuse("server_call_malformed")
    return request


def _evaluated(function: WorksheetFunction, values: Json) -> Block:
    if not isinstance(values, list):
        raise refuse("server_call_malformed")
    if sum(map(_size, values)) > MAX_CELLS:
        raise refuse("server_call_too_large", limit=MAX_CELLS)
    result = evaluate(function, [argument_from_office(value) for value in values])
    return result if isinstance(result, list) else [[result]]


def _size(value: Json) -> int:
    """How many cells an argument has, if its rows are as long as the first one."""
    rows = value if isinstance(value, list) and value else [[]]
    return len(rows) * max(1, len(rows[0]) if isinstance(rows[0], list) else 1)


def argument_from_office(value: Json) -> Argument:
    """Turn an argument of Office.js into ours.

    Raises:
        Refused: It is not rows of equal length.

    >>> argument_from_office(None), argument_from_office([[None, 1]])
    (<Missing.MISSING: 'missing'>, [[None, 1]])
    """
    if value is None:
        return MISSING
    rows: list[Json] = value if isinstance(value, list) else []
    lengths = set(map(len, rows)) if set(map(type, rows)) == {list} else set()
    if len(lengths) != 1 or 0 in lengths:
        raise refuse("server_call_malformed")
    # Most are what we take already, and a copy costs more than this look.
    if _types(rows) <= _PLAIN:
        return rows
    return [[v if type(v) in _PLAIN else cell_from_office(v) for v in row] for row in rows]


def _types(rows: list[list[Json]]) -> set[type]:
    return set(map(type, chain.from_iterable(rows)))


def cell_from_office(value: Json) -> CellValue:
    """Turn a cell that Office.js sends as an object into ours; what has no value is an error.

    >>> cell_from_office({"type": "Error", "errorType": "Div0", "basicValue": "#DIV/0!"})
    <CellError.DIV0: '#DIV/0!'>
    """
    if not isinstance(value, dict):
        raise refuse("server_call_malformed")
    basic = value.get("basicValue")
    if value.get("type") == "Error":
        named = _BY_OFFICE_NAME.get(str(value.get("errorType")))
        return named or error_from_text(str(basic)) or CellError.UNKNOWN
    return basic if isinstance(basic, float | int | str) else CellError.VALUE


def rows_to_office(rows: Block) -> list[list[Json]]:
    """Turn a result into what Office.js writes; blank is an empty text, since null gives 0."""
    if _types(rows) <= _READY:
        return rows
    return [[v if type(v) in _READY else _to_office(v) for v in row] for row in rows]


def _to_office(value: CellValue) -> Json:
    if isinstance(value, CellError):
        return {"type": "Error", "errorType": _OFFICE_NAMES.get(value, "Value")}
    return ""


def _has_error(rows: Block) -> bool:
    return CellError in _types(rows)


def _runtime(request: Mapping[str, Json]) -> tuple[int, ...]:
    """The version of Excel's runtime for functions; nothing known is an old one."""
    parts = str(request.get("runtime")).split(".")
    return tuple(int(part) for part in parts) if all(p.isdecimal() for p in parts) else (0,)
