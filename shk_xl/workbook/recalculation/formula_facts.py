"""What is known of a formula before anything is computed.

What it refers to, and whether it has to be computed whatever its cached value says. Defined
names count as what they stand for, names of names too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from shk_xl.ooxml.workbook_parts import DefinedName
from shk_xl.workbook.formula_tokens import Kind, our_name
from shk_xl.workbook.recalculation.engine_limits import plain_name
from shk_xl.workbook.recalculation.references import Reference, whole_sheets
from shk_xl.workbook.recalculation.sheet_formulas import Shape, ShapeReader
from shk_xl.workbook.recalculation.structured_references import FormulaPlace

RANDOM: Final = frozenset(("RAND", "RANDBETWEEN", "RANDARRAY"))
"""Another value at every calculation."""
CLOCK: Final = frozenset(("TODAY", "NOW"))
"""They follow the clock."""
VOLATILE: Final = RANDOM | CLOCK | {"OFFSET", "INDIRECT", "CELL", "INFO"}
"""Computed at every calculation, since no text tells what they depend on."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a formula.

    Args:
        references: The cells that its value may depend on, but for what volatile functions find.
        functions: The functions that it calls, in upper case, without the file's prefixes.
        ours: It calls a function of ours.
    """

    references: tuple[Reference, ...]
    functions: frozenset[str]
    ours: bool

    @property
    def volatile(self) -> frozenset[str]:
        """The volatile functions that it calls."""
        return self.functions & VOLATILE


class FormulaFacts:
    """What is known of the formulas of a workbook.

    Args:
        names: Its defined names.
        worksheets: The place of each worksheet among all sheets, in order.
        reader: Reads formulas.
        functions: The names of our functions.
    """

    __slots__ = ("_functions", "_names", "_of_names", "_of_shapes", "_reader")

    def __init__(
        self,
        names: Iterable[DefinedName],
        worksheets: Iterable[int],
        reader: ShapeReader,
        functions: Collection[str],
    ) -> None:
        places = {place: number for number, place in enumerate(worksheets)}
        self._names: dict[tuple[str, int | None], str] = {}
        for name in names:
            scope = None if name.sheet is None else places.get(name.sheet, -1)
            self._names[name.name.casefold(), scope] = name.formula
        self._reader = reader
        self._functions = functions
        self._of_names: dict[tuple[str, int | None], Facts | None] = {}
        self._of_shapes: dict[Shape, Facts] = {}

    def local(self, names: Collection[str], sheet: int) -> bool:
        """Whether any of some names means on a sheet what it does not mean elsewhere."""
        return any((name, sheet) in self._names for name in names)

    def of(self, shape: Shape) -> Facts:
        """Tell what is known of the formulas of a shape."""
        if shape not in self._of_shapes:
            self._of_shapes[shape] = self._read(shape, shape.sheet)
        return self._of_shapes[shape]

    def _read(self, shape: Shape, sheet: int) -> Facts:
        called = [token.text for token in shape.tokens if token.kind is Kind.FUNCTION]
        ours = [name for name in called if our_name(name, self._functions) is not None]
        meant = [self._name(name, sheet) for name in shape.mentions.names]
        known = [facts for facts in meant if facts is not None]
        references = [*shape.mentions.references]
        references += [r for facts in known for r in facts.references]
        functions = {plain_name(name) for name in called}
        functions.update(*(facts.functions for facts in known))
        return Facts(
            tuple(dict.fromkeys(references)),
            frozenset(functions),
            bool(ours) or any(facts.ours for facts in known),
        )

    def _name(self, name: str, sheet: int) -> Facts | None:
        """Tell what is known of a name; None for one that stands for nothing, or for itself."""
        scope = sheet if (name, sheet) in self._names else None
        formula = self._names.get((name, scope))
        if formula is None:
            return None
        if (name, sheet) not in self._of_names:
            self._of_names[name, sheet] = None
            shape = self._reader.shape(formula, FormulaPlace(None, 1, 1), sheet)
            self._of_names[name, sheet] = _anywhere(self._read(shape, sheet))
        return self._of_names[name, sheet]


def _anywhere(facts: Facts) -> Facts:
    """Let relative references of a name reach their whole sheets: what they mean moves."""
    references = tuple(
        whole_sheets(reference.sheets)
        if not all(edge.fixed for edge in reference[1:5])
        else reference
        for reference in facts.references
    )
    return Facts(references, facts.functions, facts.ours)


def with_spills(
    references: tuple[Reference, ...], areas: Mapping[int, Iterable[Reference]]
) -> tuple[Reference, ...]:
    """Add to references that mean a whole spill the cells that formulas of the sheet fill.

    Args:
        references: What a formula refers to.
        areas: The cells that array formulas fill, by sheet.
    """
    spills = [reference for reference in references if reference.spill]
    if not spills:
        return references
    filled = (area for one in spills for sheet in one.sheets for area in areas.get(sheet, ()))
    return tuple(dict.fromkeys((*references, *filled)))
