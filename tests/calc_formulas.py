"""Formulas as the add-in of the tests takes them in LibreOffice Calc.

Every argument of our functions becomes a pair, a range or else a value, since Calc hands an
add-in neither blank cells nor errors as values; ``libreoffice/README.md`` tells why. The
rest of the workbook stays as it is.
"""

from __future__ import annotations

from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.ooxml.cell_text import escaped
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.workbook_parts import read_workbook
from shk_xl.ooxml.xml_lexer import character_data
from shk_xl.workbook.formula_tokens import Kind, Token, arguments, joined, tokens

ARGUMENTS = 8
NOTHING = "$AMJ$1048576"
NO_RANGE = Token(Kind.OTHER, f"{NOTHING},")
NO_VALUE = Token(Kind.OTHER, ",")
GIVES_RANGE = {"INDEX", "OFFSET"}
METHODS = {function.name: f"{number:02}" for number, function in enumerate(FUNCTIONS, 1)}


def calc_formula(formula: str, *, is_array: bool) -> str:
    """Rewrite a formula.

    >>> calc_formula("1+SHK_KRONOR(A1)", is_array=False).count(NOTHING)
    7
    """
    pieces = tokens(formula)
    kind = "ARRAY" if is_array else "CELL"
    for place in reversed(range(len(pieces))):
        if pieces[place].kind is not Kind.FUNCTION or pieces[place].text not in METHODS:
            continue
        spans = arguments(pieces, place + 1)
        end = spans[-1][1] if spans else place + 2
        left_out = [Token(Kind.OTHER, f",{NOTHING},")] * (ARGUMENTS - len(spans))
        pieces[end:end] = left_out
        for start, stop in reversed(spans):
            if is_range(pieces[start:stop]):
                pieces.insert(stop, NO_VALUE)
            else:
                pieces.insert(start, NO_RANGE)
        slot = METHODS[pieces[place].text]
        pieces[place] = Token(Kind.FUNCTION, f"SHKXL.TESTS.FUNCTIONS.{kind}{slot}")
    return joined(pieces)


def is_range(argument: list[Token]) -> bool:
    """Whether an argument is a reference and nothing else."""
    content = [token for token in argument if token.kind is not Kind.SPACE]
    if not content:
        return False
    if content[0].kind is Kind.FUNCTION and content[0].text in GIVES_RANGE:
        return arguments(content, 1)[-1][1] == len(content) - 1
    kinds = [token.kind for token in content if token.kind is not Kind.SHEET]
    return kinds in (
        [Kind.REFERENCE],
        [Kind.REFERENCE, Kind.OPERATOR, Kind.REFERENCE],
        [Kind.NAME, Kind.BRACKETS],
        [Kind.BRACKETS],
    )


def for_calc(data: bytes) -> bytes:
    """Rewrite the formulas of a workbook's cells."""
    package = Package(data)
    parts = {}
    for sheet in read_workbook(package).sheets:
        cells = read_sheet(package.read(sheet.partname))
        new = []
        for raw, form in zip(cells.formulas.formulas, cells.formulas.forms, strict=True):
            written = calc_formula(character_data(raw), is_array='t="array"' in form)
            new.append(escaped(written) if "SHK_" in raw else None)
        parts[sheet.partname] = cells.with_formulas(new)
    return package.replaced(parts)
