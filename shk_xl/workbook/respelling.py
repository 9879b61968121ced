"""A workbook file with our functions in the spelling of one host, and nothing else changed.

Rules: only the names of our functions are replaced, inside the texts of formulas and wherever
formulas stand: cells, table columns, defined names, conditional formatting, data validation.
Every other byte stays, values and calculation settings too, so that whoever lacks the
functions sees the right values. A link to an add-in is taken out of the formula; the part
that describes the link stays.

Source: ``docs/analysis/formula_spelling.md``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, partial
from pathlib import Path
from typing import Final

from shk_xl.domain.faults import Place, placed, refuse
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.atomic import write_atomically
from shk_xl.ooxml.guard import check_package
from shk_xl.ooxml.package import Package
from shk_xl.ooxml.sheet_cells import read_sheet
from shk_xl.ooxml.user_file import make_folder, read_user_file, refuse_if_locked
from shk_xl.ooxml.workbook_parts import MAIN_NAMESPACES, read_workbook
from shk_xl.ooxml.xml_lexer import Edit, edited, edited_data
from shk_xl.workbook.recalculation.shared_formulas import shared_formulas
from shk_xl.workbook.spelling import Spelling, changes, may_name_ours

_FORMULA_NAMES: Final = (
    "calculatedColumnFormula",
    "definedName",
    "formula",
    "formula1",
    "formula2",
    "totalsRowFormula",
)
_FORMULAS: Final = {
    *((uri, name) for uri in MAIN_NAMESPACES for name in _FORMULA_NAMES),
    ("http://schemas.microsoft.com/office/excel/2006/main", "f"),
}
"""The elements, outside cells, whose text is a formula: by namespace and name."""

_RULE_LIMIT: Final = "cfvo"
"""A limit of a colour scale, data bar or icon set: its formula stands in an attribute."""
_LIMIT_VALUE: Final = re.compile(r"""\sval\s*=\s*(?:"([^"]*)"|'([^']*)')""")


@dataclass(frozen=True, slots=True)
class Respelled:
    """What respelling made of a workbook.

    Args:
        data: The workbook; the same object as was given when it already had the spelling.
        cells: How many cells' formulas changed.
        elsewhere: How many other formulas changed: table columns, names, rules.
    """

    data: bytes
    cells: int
    elsewhere: int


def respell(data: bytes, spelling: Spelling) -> Respelled:
    """Turn the formulas of a workbook to a spelling.

    Args:
        data: The file, guarded before.
        spelling: The one of the host that shall open it.

    Raises:
        Refused: It is no workbook, it is signed, or a part of it cannot be read.
    """
    package = Package(data)
    workbook = read_workbook(package)
    if package.is_signed:
        raise refuse("workbook_signed")
    respelling = _Respelling(package, spelling)
    respelling.part(workbook.partname)
    for sheet in workbook.sheets:
        if sheet.partname:
            with placed(sheet=sheet.name):
                respelling.sheet(sheet.partname)
            for table in package.related(sheet.partname, "table"):
                respelling.part(table)
    changed = package.replaced(respelling.parts)
    return Respelled(changed, respelling.cells, respelling.elsewhere)


def respell_file(path: Path, spelling: Spelling, out: Path | None = None) -> Respelled:
    """Turn the formulas of a workbook on disk to a spelling.

    Args:
        path: The file.
        spelling: The one of the host that shall open it.
        out: Where the result goes; into the file itself when None.

    Raises:
        Refused: As for ``respell``; the guard; the file cannot be read or written, somebody
            has it open, or the other file is there already or has another suffix.
    """
    target = out or path
    data = read_user_file(path)
    if target != path:
        _refuse_target(target, path.suffix)
    refuse_if_locked(target)
    check_package(data, file=str(path))
    with placed(file=str(path)):
        result = respell(data, spelling)
    if target != path or result.data is not data:
        make_folder(target.parent)
        write_atomically(target, result.data)
    return result


def _refuse_target(target: Path, suffix: str) -> None:
    """Refuse a name that is taken, or that Excel would not open the copy under."""
    if target.exists():
        raise refuse("already_there", Place(file=str(target)))
    if target.suffix.casefold() != suffix.casefold():
        raise refuse("copy_has_other_suffix", Place(file=str(target)), suffix=suffix)


@dataclass(slots=True)
class _Respelling:
    """A workbook being respelled: its new parts, and how many formulas changed."""

    package: Package
    spelling: Spelling
    parts: dict[str, bytes] = field(default_factory=dict)
    cells: int = 0
    elsewhere: int = 0

    def part(self, partname: str) -> None:
        """Respell a part that has no cells."""
        text, encoding = xml_lexer.decode(self.package.read(partname))
        edits = self._edits(text) if _may_change(text) else []
        if edits:
            self.parts[partname] = encoding.encode(edited(text, edits))

    def sheet(self, partname: str) -> None:
        """Respell a sheet."""
        data = self.package.read(partname)
        if not _may_change(xml_lexer.decode(data)[0]):
            return
        sheet = read_sheet(data)
        new = list(map(cache(self._new), sheet.formulas.formulas))
        changed = {index for index, formula in enumerate(new) if formula is not None}
        users = (len(s.users) for s in shared_formulas(sheet.formulas) if s.master in changed)
        self.cells += len(changed) + sum(users)
        around = self._edits(sheet.text[: sheet.start] + sheet.text[sheet.end :])
        if changed or around:
            self.parts[partname] = sheet.with_formulas(new, around)

    def _edits(self, text: str) -> list[Edit]:
        """Find the formulas that change in XML without cells."""
        found = []
        for start, end in _formula_spans(text):
            new = self._new(text[start:end])
            if new is not None:
                found.append((start, end, new))
        self.elsewhere += len(found)
        return found

    def _new(self, raw: str) -> str | None:
        """Respell a formula as the file spells it; None when nothing changes."""
        new = edited_data(raw, partial(changes, spelling=self.spelling))
        return None if new == raw else new


def _may_change(text: str) -> bool:
    """Whether XML could hold one of our names; references could hide its letters."""
    return may_name_ours(text) or "&#" in text


def _formula_spans(text: str) -> Iterator[tuple[int, int]]:
    """Find the formulas in XML without cells: where each starts and ends."""
    for element in xml_lexer.elements(text):
        if (element.uri, element.name) in _FORMULAS:
            yield element.inner_start, element.inner_end
        elif element.name == _RULE_LIMIT and element.attributes.get("type") == "formula":
            tag = text.rindex("<", 0, element.inner_start)
            value = _LIMIT_VALUE.search(text, tag, element.inner_start)
            if value is not None:
                yield value.span(value.lastindex or 0)
