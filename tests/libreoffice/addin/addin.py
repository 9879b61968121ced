"""The worksheet functions as an add-in of LibreOffice Calc: a thin shell over ``evaluate``.

It runs in the Python of LibreOffice, which finds the project by ``SHK_XL_PATH``. Calc gives an
add-in neither blank cells nor errors as values, but a range as an object that knows both. So
every argument is a pair: a range and nothing, or the cell ``NOTHING`` and a value.
``calc_formulas`` of the tests writes formulas so.

Source: LibreOffice API, com.sun.star.sheet.AddIn; the codes are those of Calc's errors.
"""

# ruff: noqa: ARG002, N802, N816 - LibreOffice decides on these names and arguments

# mypy: disable-error-code="import-not-found, misc"
# LibreOffice's own Python has these modules, and they have no types.

from __future__ import annotations

import os
import struct
import sys
from collections.abc import Callable
from typing import Any

import uno
import unohelper
from com.sun.star.lang import Locale, XLocalizable, XServiceInfo, XServiceName
from com.sun.star.sheet import XAddIn
from shkxl.tests import XFunctions

sys.path.append(os.environ["SHK_XL_PATH"])

from shk_xl.functions.catalogue import CATEGORY, FUNCTIONS
from shk_xl.functions.cell_values import (
    MISSING,
    Argument,
    Block,
    CellError,
    CellValue,
)
from shk_xl.functions.evaluate import WorksheetFunction, evaluate

SERVICE = "shkxl.tests.Functions"
ADD_IN = "com.sun.star.sheet.AddIn"
NOTHING = "$AMJ$1048576"
"""The cell that stands for no range; the last one of a sheet with 1 024 columns."""
EMPTY = uno.Enum("com.sun.star.table.CellContentType", "EMPTY")
CODES = {
    CellError.NULL: 521,
    CellError.DIV0: 532,
    CellError.VALUE: 519,
    CellError.REF: 524,
    CellError.NAME: 525,
    CellError.NUM: 503,
    CellError.NA: 32767,
}
ERRORS = {code: error for error, code in CODES.items()}
NOT_A_NUMBER = 0x7FF8_0000_0000_0000
"""Calc keeps an error as a number that is none, with the code in its lowest bits."""


def cells_of(cells: Any) -> Block:
    """Take a range: Calc gives a text for what is blank, and nothing for an error."""
    rows: Block = [list(row) for row in cells.getDataArray()]
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if value is None:
                values[column] = ERRORS[cells.getCellByPosition(column, row).getError()]
            elif value == "" and cells.getCellByPosition(column, row).getType() == EMPTY:
                values[column] = None
    return rows


def argument_from_calc(cells: Any, value: Any) -> Argument:
    """Take an argument: a range, a value, or neither when the formula left it out."""
    if not cells.AbsoluteName.endswith(f".{NOTHING}"):
        return cells_of(cells)
    return MISSING if value is None else value


def cell_to_calc(value: CellValue) -> Any:
    """Give a cell's value."""
    if isinstance(value, CellError):
        return struct.unpack("<d", struct.pack("<Q", NOT_A_NUMBER | CODES[value]))[0]
    return float(value) if isinstance(value, int) else value


def rows_to_calc(function: WorksheetFunction, arguments: tuple[Any, ...]) -> Any:
    """Evaluate a function and give its result as rows."""
    pairs = zip(arguments[::2], arguments[1::2], strict=True)
    given = [argument_from_calc(cells, value) for cells, value in pairs]
    while given and given[-1] is MISSING:
        given.pop()
    result = evaluate(function, given)
    rows = result if isinstance(result, list) else [[result]]
    return tuple(tuple(cell_to_calc(cell) for cell in row) for row in rows)


class Names:
    """What Calc asks about the functions: the answers stand in the catalogue."""

    def getProgrammaticFuntionName(self, display: str) -> str:
        return next((name for name, shown in DISPLAYED.items() if shown == display), "")

    def getDisplayFunctionName(self, name: str) -> str:
        return DISPLAYED.get(name, name)

    def getFunctionDescription(self, name: str) -> str:
        return BY_NAME[name].help if name in BY_NAME else ""

    def getDisplayArgumentName(self, name: str, number: int) -> str:
        return self._argument(name, number, "name")

    def getArgumentDescription(self, name: str, number: int) -> str:
        return self._argument(name, number, "help")

    def _argument(self, name: str, number: int, what: str) -> str:
        parameters = BY_NAME[name].parameters if name in BY_NAME else ()
        return getattr(parameters[number // 2], what) if number // 2 < len(parameters) else ""

    def getProgrammaticCategoryName(self, name: str) -> str:
        return "Add-In"

    def getDisplayCategoryName(self, name: str) -> str:
        return CATEGORY


class Functions(
    Names, unohelper.Base, XFunctions, XAddIn, XServiceName, XServiceInfo, XLocalizable
):
    """The add-in; its functions are set below."""

    def __init__(self, context: Any) -> None:
        self.locale = Locale("sv", "SE", "")

    def getServiceName(self) -> str:
        return SERVICE

    def getImplementationName(self) -> str:
        return SERVICE

    def supportsService(self, name: str) -> bool:
        return name in self.getSupportedServiceNames()

    def getSupportedServiceNames(self) -> tuple[str, ...]:
        return (ADD_IN, SERVICE)

    def setLocale(self, locale: Any) -> None:
        self.locale = locale

    def getLocale(self) -> Any:
        return self.locale


def one_value(function: WorksheetFunction) -> Callable[..., Any]:
    """Make the method for a formula in one cell, which shows the first value."""
    return lambda _, *arguments: rows_to_calc(function, arguments)[0][0]


def several_values(function: WorksheetFunction) -> Callable[..., Any]:
    """Make the method for an array formula."""
    return lambda _, *arguments: rows_to_calc(function, arguments)


BY_NAME: dict[str, WorksheetFunction] = {}
DISPLAYED: dict[str, str] = {}
for number, function in enumerate(FUNCTIONS, 1):
    for kind, method, ending in (("cell", one_value, ""), ("array", several_values, "_MATRIS")):
        BY_NAME[f"{kind}{number:02}"] = function
        DISPLAYED[f"{kind}{number:02}"] = function.name + ending
        setattr(Functions, f"{kind}{number:02}", method(function))

g_ImplementationHelper = unohelper.ImplementationHelper()
g_ImplementationHelper.addImplementation(Functions, SERVICE, (ADD_IN,))
