"""The table of facts about the portfolio itself: one row a fact, found by its title.

Rules: rows with other titles are somebody else's and are left alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shk_xl.domain.faults import Fault, Place
from shk_xl.domain.portfolio import About
from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.workbook.columns import Column, Kind
from shk_xl.workbook.reading.plain import PlainTable, PlainValue
from shk_xl.workbook.reading.values import READERS, WrongValue, is_blank, read_key
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_ROWS

_FACT, _VALUE = ABOUT_COLUMNS[:2]
_COLUMN: Final = Column(_VALUE, Kind.TEXT, 0, "")
_KINDS: Final[Mapping[str, Kind]] = {"year": Kind.WHOLE}
"""The kinds of the facts that aren't text, by field."""
_NOT_ASKED_FOR: Final = frozenset({"registration_number"})
"""Facts that a workbook may lack: a case has no number before it is registered."""


def about_rows(about: About) -> list[dict[str, CellValue]]:
    """Write the facts as rows.

    >>> about_rows(About(year=2024))[2]
    {'Uppgift': 'År', 'Värde': 2024}
    """
    return [
        {_FACT: title, _VALUE: getattr(about, field) or None}
        for title, (field, _help) in ABOUT_ROWS.items()
    ]


def read_about(table: PlainTable, faults: list[Fault], remarks: list[Fault]) -> About:
    """Read the facts from rows.

    Args:
        table: With the columns of the schema.
        faults: Gets what is wrong.
        remarks: Gets the facts that have no row.

    Returns:
        What could be read; a fact without a row keeps its default.
    """
    facts: dict[str, object] = {}
    seen: dict[str, str | None] = {}
    for row in table.rows:
        title = _title(row.values.get(_FACT))
        if title not in ABOUT_ROWS:
            continue
        place = table.place(row.number, _FACT)
        if title in seen:
            faults.append(Fault("duplicate_key", place, {"key": title, "other": seen[title]}))
            continue
        seen[title] = place.cell
        field = ABOUT_ROWS[title][0]
        value = row.values.get(_VALUE)
        try:
            if not is_blank(value):
                facts[field] = READERS[_KINDS.get(field, Kind.TEXT)](value, _COLUMN)
        except WrongValue as wrong:
            faults.append(Fault(wrong.code, table.place(row.number, _VALUE), wrong.values))
    place = Place(table.file, table.sheet)
    remarks += [
        Fault("fact_missing", place, {"fact": title})
        for title, (field, _help) in ABOUT_ROWS.items()
        if title not in seen and field not in _NOT_ASKED_FOR
    ]
    return About(**facts)  # type: ignore[arg-type]  # each reader gives its field's type


def _title(value: PlainValue) -> str:
    """Read a row's title; an error there names no fact of ours."""
    return "" if isinstance(value, CellError) else read_key(value, _COLUMN)
