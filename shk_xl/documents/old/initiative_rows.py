"""The rows of a proposal's table of initiatives.

Rules: the header row tells what a column holds. A column that the portfolio doesn't have goes
to the initiative's notes and is reported. The type of an initiative does not stand in the
table: phase 1 is taken for a forum and phase 2 for a pilot until a decision basis says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from shk_xl.documents.old.headings import INITIATIVE_COLUMNS, Field, Slot, column
from shk_xl.documents.old.lines import Line
from shk_xl.documents.old.money import read_amount
from shk_xl.documents.old.report import Report
from shk_xl.domain.faults import Place
from shk_xl.domain.names import spaced, split_phase
from shk_xl.domain.portfolio import Heading, Initiative, InitiativeType

_FIRST_PILOT_PHASE: Final = 2


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table.

    Args:
        place: Where it stands.
        initiative: All that it says of the initiative, which has no code yet.
        notes: The columns that the portfolio doesn't have.
    """

    place: Place
    initiative: Initiative
    notes: str = ""


def header_of(line: Line) -> dict[int, Field | str]:
    """Read a row as the header of the table.

    Returns:
        What each column holds, or its title where the portfolio has no such column; nothing
        for a row that is no header.
    """
    fields = [column(cell, INITIATIVE_COLUMNS) for cell in line.cells]
    known = [field for field in fields if field is not None]
    most_known = len(known) > len(fields) / 2
    if Slot.NAME not in known or len(known) < 2 or not most_known:  # noqa: PLR2004 - a name alone
        return {}  # is no table of initiatives, nor is a ranking or a table of their funding
    columns: dict[int, Field | str] = {}
    for index, field in enumerate(fields):
        taken = field is None or field in columns.values()
        columns[index] = line.cells[index] if taken or field is None else field
    return columns


def read_row(line: Line, columns: Mapping[int, Field | str], report: Report) -> Row:
    """Read a row of the table.

    Args:
        line: The row.
        columns: What each column holds.
        report: Is told of cells without a column, and of columns without a place.
    """
    facts: dict[Field | str, str] = {}
    for index, text in enumerate(line.cells):
        key = columns.get(index, f"Kolumn {index + 1}")
        if text:
            facts[key] = f"{facts[key]}\n{text}" if key in facts else text
    name, phase = split_phase(facts.get(Slot.NAME, ""))
    for short in range(len(line.cells), len(columns)):
        report.lost("cell_missing", line.place, column=_title(columns[short]), name=name)
    more = [f"{key}: {text}" for key, text in facts.items() if not isinstance(key, (Slot, Heading))]
    for text in more:
        report.placed("no_column", line.place, text=text, owner=name)
    return Row(
        place=line.place,
        initiative=Initiative(
            code="",
            name=spaced(name),
            type=_type_of_phase(phase),
            phase=phase,
            responsible=facts.get(Slot.RESPONSIBLE, ""),
            actors=facts.get(Slot.ACTORS, ""),
            context=facts.get(Slot.CONTEXT, ""),
            period=facts.get(Slot.PERIOD, ""),
            start=facts.get(Slot.START, ""),
            resources=facts.get(Slot.RESOURCES, ""),
            amount=read_amount(facts.get(Slot.AMOUNT, ""), line.place, report),
        ),
        notes="\n\n".join(more),
    )


def _type_of_phase(phase: int | None) -> InitiativeType:
    later = phase is not None and phase >= _FIRST_PILOT_PHASE
    return InitiativeType.PILOT if later else InitiativeType.FORUM


def _title(column_: Field | str) -> str:
    return column_.value if isinstance(column_, (Slot, Heading)) else column_
