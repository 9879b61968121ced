"""Our VBA, run without Excel: in pyOpenVBA's interpreter, with as much of Excel as it touches.

The modules are the text that goes into a workbook. Stood in for are Excel's objects, and
xlwings' VBA module, whose work is Windows' own: finding Python and starting it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from pyopenvba.exceptions import VBARuntimeError
from pyopenvba.interpreter import (
    EMPTY,
    MISSING,
    HostBridge,
    Interpreter,
    VBAArray,
    VBAErrorValue,
    VBAObject,
    method,
)

from shk_xl.excel import vba
from shk_xl.excel.error_marks import NUMBERS, SCODES
from shk_xl.functions.cell_values import Argument, CellError, Missing

XLWINGS = """
Public Function GetConfig(key As String, Optional default As String = "") As Variant
    GetConfig = HostSetting(key)
End Function
Public Function RunPython(pythonCommand As String)
    HostRun pythonCommand
End Function
Public Function XLPy()
    Set XLPy = HostPython()
End Function
"""


class Thing(VBAObject):  # type: ignore[misc]  # no types
    """An object of Excel's with a few members, each a value."""

    def __init__(self, **members: object) -> None:
        self._values = {name.lower(): value for name, value in members.items()}

    def vba_get(
        self,
        name: str,
        args: Sequence[object] = (),
        named: dict[str, object] | None = None,
    ) -> object:
        value = self._values[name.lower()]
        return value(*args, **(named or {})) if callable(value) else value

    def vba_set(
        self,
        name: str,
        value: object,
        args: Sequence[object] = (),
        named: dict[str, object] | None = None,
        *,
        by_ref: bool = False,
    ) -> None:
        assert (tuple(args), named or {}, by_ref) == ((), {}, False)
        self._values[name.lower()] = value


def cells(values: object, areas: int = 1) -> Thing:
    """Make a range: what Value2 gives of it, and how many areas it has."""
    return Thing(Value2=values, Areas=Thing(Count=areas))


def array(rows: Sequence[Sequence[object]], first: int = 0) -> VBAArray:
    """Make an array of two dimensions, which VBA keeps column by column."""
    bounds = [(first, first + len(rows) - 1), (first, first + len(rows[0]) - 1)]
    return VBAArray(bounds, items=[item for column in zip(*rows, strict=True) for item in column])


def to_vba(argument: Argument) -> object:
    """Give an argument as Excel gives it to a worksheet function."""
    if isinstance(argument, Missing):
        return MISSING
    if isinstance(argument, list):
        rows = [[cell_to_vba(cell) for cell in row] for row in argument]
        return cells(rows[0][0] if len(rows) == len(rows[0]) == 1 else array(rows, first=1))
    return cell_to_vba(argument)


def cell_to_vba(value: object) -> object:
    """Give the value of a cell in VBA."""
    if isinstance(value, CellError):
        return VBAErrorValue(NUMBERS[value])
    return EMPTY if value is None else value


def to_com(value: object) -> Any:
    """Carry a value from VBA to Python, as pywin32 does it."""
    if isinstance(value, VBAArray):
        height = value.bounds[0][1] - value.bounds[0][0] + 1
        return tuple(tuple(map(to_com, value.items[row::height])) for row in range(height))
    if isinstance(value, VBAErrorValue):
        return SCODES + value.number
    if value is MISSING:
        return -2147352572
    return None if value is EMPTY else value


def from_com(value: Any) -> object:
    """Carry a result from Python to VBA: a list in a list is an array of two dimensions."""
    if isinstance(value, list) and isinstance(value[0], list):
        return array(value)
    if isinstance(value, list):
        return VBAArray([(0, len(value) - 1)], items=list(value))
    return value


def shown(value: object) -> Any:
    """Tell what a cell shows of a result; an error as its text."""
    if isinstance(value, VBAErrorValue):
        return next(error.value for error, number in NUMBERS.items() if number == value.number)
    if isinstance(value, VBAArray) and value.dimensions == 1:
        return [[shown(item) for item in value.items]]
    if isinstance(value, VBAArray):
        height = value.bounds[0][1] - value.bounds[0][0] + 1
        return [list(map(shown, value.items[row::height])) for row in range(height)]
    return value


@dataclass
class Python(VBAObject):  # type: ignore[misc]  # no types
    """What xlwings' XLPy gives: the object that reaches Python."""

    answer: Callable[[str, str, list[Any]], object]

    @method  # type: ignore[untyped-decorator]  # no types
    def CallUDF(  # noqa: N802 - the name that VBA calls
        self, module: Any, name: Any, arguments: Any, book: Any, caller: Any
    ) -> object:
        assert isinstance(book, Thing)
        assert caller == "the cell"
        return from_com(self.answer(str(module), str(name), list(map(to_com, arguments.items))))


@dataclass
class Excel(HostBridge):  # type: ignore[misc]  # no types
    """As much of Excel as our VBA touches, and what it was asked to do."""

    answer: Callable[[str, str, list[Any]], object] | None = None
    settings: dict[str, str] = field(default_factory=dict)
    new_is_enabled: bool = True
    ran: list[str] = field(default_factory=list)
    described: list[dict[str, Any]] = field(default_factory=list)
    asked: int = 0

    def __post_init__(self) -> None:
        self.book = Thing(Name="bok's.xlsm", Saved=True)

    def describe(self, **options: Any) -> None:
        """Take what MacroOptions is given; Excel then has something to save."""
        self.described.append(options)
        self.book.vba_set("Saved", value=False)

    def global_object(self, name: str) -> object:
        """Give what stands for Excel."""
        bars = lambda _: Thing(Controls=lambda _: Thing(Enabled=self.new_is_enabled))  # noqa: E731
        application = Thing(CommandBars=bars, Caller="the cell", MacroOptions=self.describe)
        known = {"application": application, "thisworkbook": self.book}
        return known.get(name.lower(), super().global_object(name))

    def has_global_member(self, name: str) -> bool:
        """Whether a name is one of the stand-in for xlwings."""
        return name.lower() in {"hostsetting", "hostrun", "hostpython"}

    def call_global(self, name: str, args: list[object], named: dict[str, object]) -> object:
        """Do what the stand-in for xlwings asks."""
        assert not named
        work: dict[str, Callable[..., object]] = {
            "hostsetting": self._setting,
            "hostrun": self._run,
            "hostpython": self._python,
        }
        return work[name.lower()](*args)

    def _setting(self, key: object) -> str:
        return self.settings.get(str(key), "")

    def _run(self, command: object) -> object:
        self.ran.append(str(command))
        return EMPTY

    def _python(self) -> object:
        self.asked += 1
        if self.answer is None:
            raise VBARuntimeError(1, "Could not load xlwings64.dll")
        return Python(self.answer)


def interpreter(excel: Excel) -> Interpreter:
    """Load our modules as they are in a workbook."""
    made = Interpreter(excel)
    made.add_module(XLWINGS, name="xlwings")
    for name, text in vba.modules().items():
        made.add_module(text, name=name)
    return made
