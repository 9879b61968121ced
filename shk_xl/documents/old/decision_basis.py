"""A decision basis: one initiative, its texts under headings, its scores, its costs.

Rules: each line goes to the field of the heading above it, as typed. A line that looks like a
heading of no known kind stays in that field and is reported. A line that no field can hold goes
to the initiative's notes and is reported.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from shk_xl.documents.old import headings
from shk_xl.documents.old.headings import (
    COST_COLUMNS,
    DECISION_BASIS,
    SURE,
    Field,
    Slot,
    column,
)
from shk_xl.documents.old.lines import Line, not_blank, written
from shk_xl.documents.old.money import check_sum, read_amount
from shk_xl.documents.old.report import Report
from shk_xl.documents.old.scores import Scores, read_scores
from shk_xl.documents.old.split import Source, partnership_and_area
from shk_xl.domain.amounts import Amount, Known, Staff, Unknown, total
from shk_xl.domain.faults import Place
from shk_xl.domain.names import likeness, plain, split_phase
from shk_xl.domain.portfolio import Allocation, Heading, InitiativeType, Score

_ROLE: Final = "ny roll"
_PILOT_MARK: Final = "önskat av målgruppen"
_SHORT: Final = (
    Slot.ACTORS,
    Slot.RESPONSIBLE,
    Slot.CONTEXT,
    Slot.PERIOD,
    Slot.START,
    Slot.RESOURCES,
)
NO_PAYER: Final = "Källa saknas"
_SUMS: Final = frozenset({"totalt", "summa", "total"})


@dataclass(frozen=True, slots=True)
class DecisionBasis:
    """What one decision basis says; its records aren't tied to an initiative yet.

    Args:
        place: Where it begins.
        name: The initiative's name without the phase; empty where none was found.
        phase: The phase, where the name has one.
        type: The type of initiative.
        texts: The texts, by heading.
        facts: The short fields: actors, context and the like.
        aliases: Other names that it tells of.
        proposed: The proposed budget, where the decision basis has it.
        scores: The scores, with an empty initiative.
        costs: The articles of a role, with an empty initiative and the payer as typed.
        goals: The lines under the societal goals.
        partnership: The partnership's name.
        focus_area: The focus area's name.
    """

    place: Place
    name: str
    phase: int | None
    type: InitiativeType
    texts: Mapping[Heading, str] = field(default_factory=dict)
    facts: Mapping[Slot, str] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    proposed: Amount = Unknown()  # noqa: RUF009 - a frozen value
    scores: tuple[Score, ...] = ()
    costs: tuple[Allocation, ...] = ()
    goals: tuple[Line, ...] = ()
    partnership: str = ""
    focus_area: str = ""

    @property
    def amount(self) -> Amount:
        """The proposed budget, or else what its articles cost together, if all are known."""
        if self.proposed != Unknown():
            return self.proposed
        unknown = (cost.amount for cost in self.costs if isinstance(cost.amount, Unknown))
        staff = (cost.amount for cost in self.costs if isinstance(cost.amount, Staff))
        known = [cost.amount for cost in self.costs if isinstance(cost.amount, Known)]
        if first := next(unknown, None):
            return first
        if known:
            return Known(total(known).kronor)
        return next(staff, Unknown())


def read_decision_basis(source: Source, report: Report) -> DecisionBasis:
    """Read one decision basis.

    Args:
        source: The lines of the document.
        report: Is told what was read, and all that was not certain.
    """
    sections = _sections(source.lines, report)
    texts = {heading: list(sections.get(heading, ())) for heading in Heading}
    lines = not_blank(sections.get(Slot.NAME, ()))
    name = lines[0].content if lines else ""
    if not name:
        report.differs("name_missing", source.first.place)
    partnership, focus_area, more = _head(sections.get(None, []))
    scores = read_scores(sections.get(Slot.SCORES, ()), report)
    costs, afterwards, unread = _costs(sections.get(Slot.COSTS, ()), report)
    texts[Heading.AFTERWARDS] += afterwards
    unplaced = [*more, *lines[1:], *scores.before, *unread]
    for line in unplaced:
        report.placed("no_field", line.place, text=line.stripped, owner=name or source.rest)
    texts[Heading.NOTES] += unplaced
    type_ = _type(source, scores, report)
    if type_ is InitiativeType.ROLE:
        name = name or source.rest
        if plain(source.rest) not in {_ROLE, plain(name)}:
            report.placed("heading_words", source.first.place, text=source.rest, name=name)
    plain_name, phase = split_phase(name)
    return DecisionBasis(
        place=source.first.place,
        name=plain_name,
        phase=phase,
        type=type_,
        texts={heading: text for heading, lines in texts.items() if (text := written(lines))},
        facts={slot: text for slot in _SHORT if (text := written(sections.get(slot, ())))},
        aliases=_aliases(sections.get(Slot.ALIASES, ())),
        proposed=_proposed(sections.get(Slot.AMOUNT, ()), report),
        scores=scores.scores,
        costs=costs,
        goals=not_blank(sections.get(Heading.GOALS, ())),
        partnership=partnership,
        focus_area=focus_area,
    )


def _sections(lines: Sequence[Line], report: Report) -> dict[Field | None, list[Line]]:
    """Sort the lines by the heading above them; None is before the first heading."""
    sections: dict[Field | None, list[Line]] = {None: []}
    current: Field | None = None
    for line in lines:
        found = headings.find(line, DECISION_BASIS, report)
        if found is None:
            _report_suspect(line, current, report)
            sections[current].append(line)
            continue
        if found.field is Slot.AMOUNT and found.rest:
            sections.setdefault(Slot.AMOUNT, []).append(Line(found.rest, line.place))
            continue  # a fact on a line of its own, wherever it stands
        current = found.field
        if current in sections:
            report.differs("heading_twice", line.place, heading=found.typed)
        sections.setdefault(current, [])
        if found.rest:
            sections[current].append(Line(found.rest, line.place))
    return sections


def _report_suspect(line: Line, current: Field | None, report: Report) -> None:
    if current is None or current is Slot.SCORES:
        return  # before the headings, and among the scores, every line is accounted for
    heading = headings.suspect(line, DECISION_BASIS)
    if heading:
        report.placed("heading_maybe", line.place, typed=line.stripped, heading=heading)
    elif heading is not None and (line.styled or isinstance(current, Heading)):
        report.placed("heading_unknown", line.place, typed=line.stripped, field=current.value)


def _aliases(lines: Iterable[Line]) -> tuple[str, ...]:
    names = (name.strip() for line in not_blank(lines) for name in line.content.split(";"))
    return tuple(name for name in names if name)


def _proposed(lines: Iterable[Line], report: Report) -> Amount:
    """Read the proposed budget; the same amount may stand in several places."""
    told = {line.content: line for line in reversed(not_blank(lines))}
    amounts = [read_amount(text, line.place, report) for text, line in told.items()]
    if len(set(amounts)) > 1:
        place = next(iter(told.values())).place
        report.differs("amounts_differ", place, amounts="; ".join(reversed(told)))
    return amounts[-1] if amounts else Unknown()


def _head(lines: Iterable[Line]) -> tuple[str, str, list[Line]]:
    """Read the partnership and the focus area from the lines before the first heading."""
    partnership = focus_area = ""
    more: list[Line] = []
    for line in not_blank(lines):
        name, area = partnership_and_area(line.stripped)
        if area and not focus_area:
            partnership, focus_area = name, area
        else:
            more.append(line)
    return partnership, focus_area, more


def _type(source: Source, scores: Scores, report: Report) -> InitiativeType:
    """Read the type from the document's heading; otherwise guess it from the criteria."""
    typed = plain(source.rest)
    if typed == _ROLE or typed.startswith(f"{_ROLE} "):
        return InitiativeType.ROLE
    for type_ in InitiativeType:
        if typed == plain(type_):
            return type_
    near = max(InitiativeType, key=lambda type_: likeness(typed, plain(type_)))
    if likeness(typed, plain(near)) < SURE:
        criteria = {plain(score.criterion) for score in scores.scores}
        near = InitiativeType.PILOT if _PILOT_MARK in criteria else InitiativeType.FORUM
    report.confirm("type_guessed", source.first.place, typed=source.rest, type=near.value)
    return near


def _costs(
    lines: Sequence[Line], report: Report
) -> tuple[tuple[Allocation, ...], list[Line], list[Line]]:
    """Read the cost table: its rows, the paragraphs after it, and those before it."""
    costs: list[Allocation] = []
    before: list[Line] = []
    after: list[Line] = []
    columns: dict[Field, int] = {Slot.NAME: 0, Slot.AMOUNT: 1, Slot.RESPONSIBLE: 2}
    seen = False
    for line in not_blank(lines):
        if not line.is_row:
            (after if seen else before).append(line)
            continue
        header = _cost_columns(line)
        seen = True
        if header:
            columns = header
            continue
        cost, surplus = _cost(line, columns, report)
        if plain(cost.article) in _SUMS:
            check_sum(cost.amount, (row.amount for row in costs), line.place, report)
        else:
            costs.append(cost)
            before += surplus
    return tuple(costs), after, before


def _cost_columns(line: Line) -> dict[Field, int]:
    """Read a row as the header of the cost table; nothing where it is no header."""
    fields = [column(cell, COST_COLUMNS) for cell in line.cells]
    if Slot.NAME not in fields or Slot.AMOUNT not in fields:
        return {}
    return {field_: index for index, field_ in enumerate(fields) if field_ is not None}


def _cost(
    line: Line, columns: Mapping[Field, int], report: Report
) -> tuple[Allocation, list[Line]]:
    cells = dict(enumerate(line.cells))
    article = cells.pop(columns[Slot.NAME], "")
    amount = cells.pop(columns[Slot.AMOUNT], "")
    payer = cells.pop(columns.get(Slot.RESPONSIBLE, -1), "")
    if not payer and plain(article) not in _SUMS:
        report.lost("payer_missing", line.place, article=article)
        payer = NO_PAYER
    allocation = Allocation("", payer, read_amount(amount, line.place, report), article)
    return allocation, [Line(text, line.place) for text in cells.values() if text]
