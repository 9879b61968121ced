"""The calculation engine behind a narrow door; the only module that knows formualizer.

Rules: values go in and out as ours. What the engine could not compute is said so and never
passes for an error value of a cell. An exception in one of our functions that is not a
cell's error is kept and raised after the evaluation, since the engine would turn it into
``#VALUE!``. While a function runs it must not touch the engine (the engine holds its lock).

Source: formualizer 0.13.0, its type stubs, and what ``tests/test_engine.py`` shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from enum import Enum
from types import MappingProxyType
from typing import Any, Final, TypeAlias

import formualizer

from shk_xl.domain.faults import refuse
from shk_xl.functions.cell_values import (
    MISSING,
    Argument,
    Block,
    CellError,
    CellValue,
    Column,
)
from shk_xl.ooxml.addresses import Area, area, sheet_prefix
from shk_xl.workbook.recalculation import strange_errors
from shk_xl.workbook.recalculation.shared_ranges import HAND_OVER, SHEET

Function: TypeAlias = Callable[[list[Argument]], CellValue | Block]
FunctionTable: TypeAlias = Mapping[str, Function]
"""Our functions by upper-case name; each takes the list of its arguments."""


class Uncomputed(Enum):
    """Why the engine has no value for a cell; the value is the fault's code."""

    CIRCULAR = "formula_circular"
    UNREADABLE = "formula_unreadable"
    NOT_IMPLEMENTED = "formula_not_supported"
    CANCELLED = "formula_cancelled"


Override: TypeAlias = Callable[[list[Argument]], CellValue | Block | Uncomputed]
"""A function in place of one of the engine's; it may have no answer."""

EngineValue: TypeAlias = CellValue | Uncomputed

_ERROR_KINDS: Final[Mapping[str, CellError | Uncomputed]] = {
    "Null": CellError.NULL,
    "Div": CellError.DIV0,
    "Value": CellError.VALUE,
    "Ref": CellError.REF,
    "Name": CellError.NAME,
    "Num": CellError.NUM,
    "Na": CellError.NA,
    "Spill": CellError.SPILL,
    "Calc": CellError.CALC,
    "Circ": Uncomputed.CIRCULAR,
    "Error": Uncomputed.UNREADABLE,
    "NImpl": Uncomputed.NOT_IMPLEMENTED,
    "Cancelled": Uncomputed.CANCELLED,
}
_NO_FUNCTION: Final = (CellError.NAME, Uncomputed.NOT_IMPLEMENTED, Uncomputed.UNREADABLE)
"""What a call without arguments gives when there is no such function."""

_KIND_OF_ERROR: Final = {
    error: kind for kind, error in _ERROR_KINDS.items() if isinstance(error, CellError)
}
_KIND_OF_TEXT: Final = {error.value: kind for kind, error in _ERROR_KINDS.items()}
_NO_VALUE: Final = "NImpl"
"""The kind of an error of the file that the engine lacks."""


def unknown_functions(names: Iterable[str]) -> set[str]:
    """Say which function names the engine has no function for.

    >>> sorted(unknown_functions(["SUM", "_xlfn.XLOOKUP", "CUBEVALUE"]))
    ['CUBEVALUE']
    """
    book = formualizer.Workbook()
    book.set_temporal_egress("serial")
    sheet = book.sheet("Blad")
    found = set()
    for row, name in enumerate(names, start=1):
        sheet.set_formula(row, 1, f"={name}()")
        if _value(book.evaluate_cell("Blad", row, 1)) in _NO_FUNCTION:
            found.add(name)
    return found


class Engine:
    """A workbook loaded for calculation.

    Args:
        data: The calculation copy.
        functions: Our functions.
        omitted: The text that stands for an omitted argument in the copy.
        overrides: Functions that replace the engine's own of the same name, upper-case, where
            those differ from Excel's.
        date1904: The workbook counts days from 1904.
        now: What NOW shall give, in local time unless it says otherwise; the clock when None.

    Raises:
        Refused: ``engine_refused``; it cannot load the workbook.
    """

    __slots__ = ("_book", "_bridge")

    def __init__(
        self,
        data: bytes,
        functions: FunctionTable,
        *,
        omitted: str,
        overrides: Mapping[str, Override] = MappingProxyType({}),
        date1904: bool = False,
        now: datetime | None = None,
    ) -> None:
        settings = formualizer.EvaluationConfig()
        settings.cycle_detection = "runtime"  # a circle in a branch not taken is none
        settings.date_system = "1904" if date1904 else "1900"
        config = formualizer.WorkbookConfig(eval_config=settings)
        try:
            self._book = formualizer.Workbook.from_bytes(data, config=config)
        except (OSError, RuntimeError, ValueError) as error:
            raise refuse("engine_refused", reason=str(error)) from error
        self._book.set_temporal_egress("serial")
        if now is not None:
            self._set_clock(now.astimezone())
        self._bridge = _Bridge(omitted)
        for name, function in functions.items():
            self._book.register_function(name, self._bridge.callback(function, counts=True))
        for name, override in overrides.items():
            callback = self._bridge.callback(override, counts=False)
            self._book.register_function(name, callback, allow_override_builtin=True)
        self._book.register_function(strange_errors.FUNCTION, _error_of_file)

    def _set_clock(self, now: datetime) -> None:
        offset = now.utcoffset()
        seconds = 0 if offset is None else int(offset.total_seconds())
        self._book.set_deterministic_clock(now.astimezone(UTC), seconds)

    @property
    def calls(self) -> int:
        """How many times our functions have been called."""
        return self._bridge.calls

    def dropped_names(self) -> frozenset[str]:
        """Give the defined names that the engine cannot compute, casefolded."""
        return frozenset(
            str(entry["name"]).casefold() for entry in self._book.name_import_diagnostics
        )

    def share(self, references: Sequence[str]) -> None:
        """Hand ranges over once, for the calls that refer to them by ``shared_ranges``.

        Args:
            references: The ranges with their sheets, in the order of their cells.
        """
        if not references:
            return
        self._book.register_function(HAND_OVER, self._bridge.hand_over)
        self._book.add_sheet(SHEET)
        sheet = self._book.sheet(SHEET)
        for row, reference in enumerate(references, start=1):
            sheet.set_formula(row, 1, f"={HAND_OVER}({reference})")

    def fill(self, sheet: str, area: Area, formula: str) -> None:
        """Put a formula into the first cell of an area."""
        self._book.sheet(sheet).set_formula(area.first_row, area.first_column, f"={formula}")

    def evaluate(self) -> None:
        """Compute everything.

        Raises:
            Refused: ``engine_refused``.
            BaseException: What one of our functions raised.
        """
        try:
            self._book.evaluate_all()
        except (formualizer.ExcelEvaluationError, RuntimeError, ValueError) as error:
            failure = self._bridge.failure
            raise failure or refuse("engine_refused", reason=str(error)) from error
        if self._bridge.failure is not None:
            raise self._bridge.failure

    def set_value(self, sheet: str, row: int, column: int, value: CellValue) -> None:
        """Put a value in a cell, in place of its formula; what depends on it is computed anew."""
        if isinstance(value, CellError):
            self.set_formula(sheet, row, column, strange_errors.call(value.value))
        else:
            self._book.set_value(sheet, row, column, value)

    def set_formula(self, sheet: str, row: int, column: int, formula: str) -> None:
        """Put a formula in a cell; one that cannot be read gives ``formula_unreadable``."""
        try:
            self._book.set_formula(sheet, row, column, f"={formula}")
        except (formualizer.ExcelEvaluationError, RuntimeError, ValueError):
            unreadable = f'{strange_errors.FUNCTION}("{Uncomputed.UNREADABLE.value}")'
            self._book.set_formula(sheet, row, column, f"={unreadable}")

    def size(self, sheet: str, formula: str) -> tuple[int, int] | None:
        """Give how many rows and columns the values of a formula take; None when it has none.

        Args:
            sheet: A sheet for it alone, which exists here alone.
            formula: With a sheet before every reference.
        """
        if sheet not in self._book.sheet_names:
            self.add_sheet(sheet)
        found = []
        for row, function in enumerate(("ROWS", "COLUMNS"), start=1):
            self.set_formula(sheet, row, 1, f"{function}({formula})")
            found.append(_value(self._book.evaluate_cell(sheet, row, 1)))
        rows, columns = found
        if not isinstance(rows, float) or not isinstance(columns, float):
            return None
        return int(rows), int(columns)

    def add_sheet(self, name: str) -> None:
        """Add a sheet, which exists here alone."""
        self._book.add_sheet(name)

    def values(self, sheet: str, cells: Iterable[tuple[int, int]]) -> list[EngineValue]:
        """Give the computed values of cells, by row and column."""
        get = self._book.get_value
        raw = [get(sheet, row, column) for row, column in cells]
        return [value if type(value) in _PLAIN else _value(value) for value in raw]

    def formula(self, sheet: str, address: str) -> str | None:
        """Give the formula of a cell as the engine understood it, in its own spelling."""
        found: str | None = self._snapshot(sheet, address).formula
        return found

    def spelled(self, formula: str) -> str | None:
        """Write a formula in the engine's own spelling; None when it cannot read it."""
        try:
            return str(formualizer.parse(f"={formula}").to_formula())
        except (formualizer.ParserError, formualizer.TokenizerError):
            return None

    def spill(self, sheet: str, address: str) -> Area | None:
        """Give the cells that a formula fills; None when it fills only its own."""
        role = self._snapshot(sheet, address).spill
        extent = role.extent if role is not None else None
        return None if extent is None else area(extent.rpartition("!")[2])

    def _snapshot(self, sheet: str, address: str) -> formualizer.CellSnapshot:
        return self._book.inspect_cell(sheet_prefix(sheet) + address, include_values=False).cell


class _Bridge:
    """What Python functions called by the engine share.

    It does not know the engine: a workbook of the engine keeps its functions alive, and were
    they to keep the workbook alive in turn, no garbage collector would see the circle.

    Args:
        omitted: The text that stands for an omitted argument.
    """

    __slots__ = ("_omitted", "_shared", "calls", "failure")

    def __init__(self, omitted: str) -> None:
        self._omitted = omitted
        self._shared: dict[str, Column] = {}
        self.calls = 0
        self.failure: BaseException | None = None

    def callback(self, function: Override, *, counts: bool) -> Callable[..., Any]:
        """Make what the engine calls for a function; ``counts`` when the function is ours."""

        def call(*arguments: Any) -> Any:  # noqa: ANN401 - the engine's values
            self.calls += counts
            try:
                return _for_engine(function([self._argument(value) for value in arguments]))
            except BaseException as error:  # the engine would make #VALUE! of it
                if self.failure is None:
                    self.failure = error
                raise

        return call

    def hand_over(self, block: Any) -> str:  # noqa: ANN401 - the engine's value
        """Keep a range, and answer with the mark by which calls find it."""
        rows = block if type(block) is list else [[block]]
        mark = f"{SHEET}{len(self._shared)}"
        self._shared[mark] = Column((_cell(item) for row in rows for item in row), len(rows[0]))
        return mark

    def _argument(self, value: Any) -> Argument:  # noqa: ANN401 - the engine's value
        if value == self._omitted:
            return MISSING
        if type(value) is list:
            return [[_cell(item) for item in row] for row in value]
        if type(value) is str and value in self._shared:
            return self._shared[value]
        return _cell(value)


def _error_of_file(text: str) -> Any:  # noqa: ANN401 - the engine's value
    return {"type": "Error", "kind": _KIND_OF_TEXT.get(text, _NO_VALUE)}


def _cell(value: Any) -> CellValue:  # noqa: ANN401 - the engine's value
    """Take a value as an argument; what could not be computed ends the evaluation anyway."""
    if type(value) is not dict:
        found: CellValue = value
        return found
    error = _value(value)
    return CellError.VALUE if isinstance(error, Uncomputed) else error


def _value(value: Any) -> EngineValue:  # noqa: ANN401 - the engine's value
    if type(value) is dict:
        return _ERROR_KINDS.get(value["kind"], Uncomputed.CANCELLED)
    if type(value) is int:
        return float(value)
    if type(value) not in _PLAIN:
        raise TypeError(type(value).__name__)
    found: CellValue = value
    return found


_PLAIN: Final = frozenset((float, str, bool, type(None)))
"""The types of values that are ours already."""


def _for_engine(value: CellValue | Block | Uncomputed) -> Any:  # noqa: ANN401 - the engine's value
    if isinstance(value, Uncomputed):
        return {"type": "Error", "kind": _NO_VALUE}
    if type(value) is list:
        return [[_for_engine(item) for item in row] for row in value]
    if isinstance(value, CellError):
        return {"type": "Error", "kind": _KIND_OF_ERROR[value]}
    if type(value) is int:
        return float(value)
    return value
