"""xlwings' own Windows half on any system: the real code, with empty Windows libraries.

Importing this module puts stand-ins where xlwings looks for pywin32 and for Windows' libraries,
so it belongs in a process of its own. What runs is xlwings': the class that Excel reaches over
COM (``com_server.XLPython``), ``udfs.call_udf``, and the converters. What is ours is how COM
carries values: an error of a cell as its SCODE, an omitted argument as another, a range as rows
in tuples, a result of several rows as an array of two dimensions.
"""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from unittest.mock import MagicMock

LIBRARIES = (
    "pythoncom pywintypes win32api win32con win32event win32gui win32process win32timezone "
    "win32com win32com.client win32com.client.dynamic win32com.server win32com.server.dispatcher "
    "win32com.server.policy win32com.server.util winerror"
)


def no_wrapped_object(_: object) -> None:
    """Say, as pywin32 does, that a value is no object of Python's own."""
    raise TypeError


for library in LIBRARIES.split():
    sys.modules[library] = MagicMock(name=library)
    parent, _, child = library.rpartition(".")
    if parent:
        setattr(sys.modules[parent], child, sys.modules[library])
sys.modules["pywintypes"].TimeType = type("TimeType", (datetime,), {})  # type: ignore[attr-defined]
sys.modules["pywintypes"].com_error = type("com_error", (Exception,), {})  # type: ignore[attr-defined]
sys.modules["win32com.server.util"].unwrap = no_wrapped_object  # type: ignore[attr-defined]
sys.modules["pythoncom"].__file__ = "pythoncom.dll"
for loader in ("windll", "oledll", "PyDLL"):
    setattr(ctypes, loader, MagicMock(name=loader))

import xlwings  # noqa: E402 - after the stand-ins
from xlwings import _xlwindows, com_server, udfs  # noqa: E402

from shk_xl.excel import classic  # noqa: E402
from shk_xl.excel.error_marks import NUMBERS, SCODES  # noqa: E402
from shk_xl.functions.catalogue import FUNCTIONS, find  # noqa: E402
from shk_xl.functions.cell_values import Argument, CellError, Missing  # noqa: E402

xlwings.engines.add(xlwings.Engine(impl=_xlwindows.engine))
xlwings.engines.active = xlwings.engines["excel"]  # type: ignore[assignment]  # its own way
_xlwindows.is_range_instance = lambda _: False
for function in FUNCTIONS:
    setattr(classic, function.name, classic.register(function, udfs.xlfunc, udfs.xlarg))

MISSING_SCODE = -2147352572
SERVER = com_server.XLPython()


def to_com(argument: Argument) -> Any:
    """Carry an argument over COM, as pywin32 does it."""
    if isinstance(argument, Missing):
        return MISSING_SCODE
    if isinstance(argument, CellError):
        return NUMBERS[argument] + SCODES
    if isinstance(argument, list):
        return tuple(tuple(to_com(cell) for cell in row) for row in argument)
    return argument


def call(name: str, arguments: Sequence[Any]) -> Any:
    """Call a function as Excel does: what goes in and what comes out is what COM carries."""
    function = find(name)
    assert function is not None
    omitted = [MISSING_SCODE] * (len(function.parameters) - len(arguments))
    return SERVER.CallUDF(  # type: ignore[no-untyped-call]  # xlwings has no types
        "shk_xl.excel.classic", name, [*arguments, *omitted]
    )
