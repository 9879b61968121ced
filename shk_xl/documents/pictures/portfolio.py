"""The map of the portfolio: a lane for every type, a column for every phase.

Each initiative stands where its type and phase meet, in order of priority: its place as a
figure, its budget as a circle whose area is the amount, its name, amount and score in words.

Rules: what has no number says so in words, and has a sign of its own: a ring where ordinary
staff does it, a dashed ring where nobody knows the amount. With many initiatives the text
becomes smaller; what no page can hold is counted at the foot of its cell.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Final

from shk_xl import look
from shk_xl.documents.pictures.canvas import Canvas, Drawing, line_height, text_width, wrapped
from shk_xl.documents.pictures.words import amount_words, lane_words, points_words
from shk_xl.domain.amounts import Known, Staff
from shk_xl.domain.portfolio import InitiativeType
from shk_xl.domain.priorities import Priority

WIDTH: Final = 16.0
HIGHEST_PAGE: Final = 22.5
"""What an A4 page holds below a heading."""
SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Points; the first with which everything fits on the page is used."""
_MOST_COLUMNS: Final = 4
_HEAD: Final = 0.75
_FOOT: Final = 1.35
_LARGEST: Final = 0.056
"""The radius of the largest circle, in centimetres for each point of the text."""
_UNCOUNTED: Final = 0.4
"""The radius of a ring without an amount, as a part of the largest."""
_GUTTER: Final = 0.15
_NARROWEST: Final = 3.2
_WIDEST: Final = 6.5
"""What a column asks for, in centimetres, before the width of the page is shared."""
_OTHERS: Final = "Övriga"

Phase = int | None
Cell = tuple[InitiativeType, int]


@dataclass(frozen=True, slots=True)
class _Card:
    """An initiative ready to be drawn: the lines of its name, and of what is known of it."""

    priority: Priority
    name: list[str]
    facts: list[str]
    height: float


@dataclass(frozen=True)
class _Plan:
    """Everything measured for one size of the text.

    Args:
        size: Of the text, in points.
        columns: The name of each column.
        edges: Where each column begins, and where the last one ends.
        lanes: The types, from the top.
        cards: The initiatives of each cell, from the top.
        most: As many as a cell has room for.
        largest: The largest known amount.
    """

    size: float
    columns: Sequence[str]
    edges: Sequence[float]
    lanes: Sequence[InitiativeType]
    cards: Mapping[Cell, Sequence[_Card]]
    most: int
    largest: int

    @property
    def step(self) -> float:
        """The height of a line of text."""
        return line_height(self.size)

    @property
    def band(self) -> float:
        """The height of the heading of a lane."""
        return 1.7 * self.step

    def lane_height(self, type_: InitiativeType) -> float:
        """The heading of a lane and its fullest cell, with air above and below."""
        cells = [self.cell_height(type_, column) for column in range(len(self.columns))]
        return self.band + 0.5 * self.step + max(cells)

    def cell_height(self, type_: InitiativeType, column: int) -> float:
        cards = self.cards.get((type_, column), ())
        more = self.step if len(cards) > self.most else 0
        return sum(card.height for card in cards[: self.most]) + more

    @property
    def height(self) -> float:
        return _HEAD + sum(map(self.lane_height, self.lanes)) + _FOOT


def draw_portfolio(ordered: Sequence[Priority], total: str) -> Drawing:
    """Draw the map.

    Args:
        ordered: The initiatives in the order of the map, those of a type together.
        total: The line at the foot.
    """
    plan = _fitting(ordered)
    canvas = Canvas(WIDTH, plan.height)
    _draw_columns(canvas, plan)
    y = _HEAD
    for type_ in plan.lanes:
        _draw_lane(canvas, plan, type_, y)
        y += plan.lane_height(type_)
    _draw_foot(canvas, plan, total, y)
    return canvas.drawing()


def _fitting(ordered: Sequence[Priority]) -> _Plan:
    """Choose the largest text with which all fit, or as many in a cell as fit."""
    for size in SIZES:
        plan = _plan(ordered, size, len(ordered))
        if plan.height <= HIGHEST_PAGE:
            return plan
    most = max((len(cards) for cards in plan.cards.values()), default=1)
    while most > 1 and plan.height > HIGHEST_PAGE:
        most -= 1
        plan = replace(plan, most=most)
    return plan


def _plan(ordered: Sequence[Priority], size: float, most: int) -> _Plan:
    phases = _phases(ordered)
    names = [_phase_name(phase) for phase in phases]
    if len(names) > _MOST_COLUMNS:
        names[_MOST_COLUMNS - 1 :] = [_OTHERS]
    lanes = list(dict.fromkeys(one.initiative.type for one in ordered))
    largest = max((_kronor(one) for one in ordered), default=0)
    column_of = [min(phases.index(one.initiative.phase), len(names) - 1) for one in ordered]
    edges = _edges(ordered, column_of, len(names), size)
    cards: dict[Cell, list[_Card]] = {}
    for one, column in zip(ordered, column_of, strict=True):
        width = edges[column + 1] - edges[column]
        card = _card(one, size, width, gathered=names[column] == _OTHERS)
        cards.setdefault((one.initiative.type, column), []).append(card)
    return _Plan(size, names, edges, lanes, cards, most, max(largest, 1))


def _edges(
    ordered: Sequence[Priority], column_of: Sequence[int], columns: int, size: float
) -> list[float]:
    """Share the width between the columns, more to those with long names."""
    wanted = [_NARROWEST] * columns
    for one, column in zip(ordered, column_of, strict=True):
        needed = _text_left(size) + text_width(one.initiative.name, size, bold=True)
        wanted[column] = max(wanted[column], min(needed, _WIDEST))
    return [0.0, *(WIDTH * sofar / sum(wanted) for sofar in accumulate(wanted))]


def _phases(ordered: Sequence[Priority]) -> list[Phase]:
    """The phases that there are, those without one last."""
    found = {one.initiative.phase for one in ordered}
    numbered = sorted(phase for phase in found if phase is not None)
    return [*numbered, None] if None in found else [*numbered]


def _phase_name(phase: Phase) -> str:
    return "Utan fas" if phase is None else f"Fas {phase}"


def _kronor(priority: Priority) -> int:
    amount = priority.initiative.amount
    return max(amount.kronor, 0) if isinstance(amount, Known) else 0


def _card(priority: Priority, size: float, width: float, *, gathered: bool) -> _Card:
    room = width - _text_left(size) - 2 * _GUTTER
    initiative = priority.initiative
    said = [amount_words(initiative.amount), points_words(priority)]
    if gathered:
        said.insert(0, _phase_name(initiative.phase).lower())
    name = wrapped(initiative.name, size, room, bold=True)
    facts = _facts([words for words in said if words], size, room)
    lines = (len(name) + len(facts)) * line_height(size)
    return _Card(priority, name, facts, max(lines, 2 * _LARGEST * size) + 0.5 * line_height(size))


def _facts(said: Sequence[str], size: float, room: float) -> list[str]:
    """Put facts on one line, or each on its own."""
    together = " · ".join(said)
    if text_width(together, size) <= room:
        return [together]
    return [line for words in said for line in wrapped(words, size, room)]


def _text_left(size: float) -> float:
    """Where the words of a card begin: right of its place and its circle."""
    return _circle_x(size) + _LARGEST * size + 0.15


def _circle_x(size: float) -> float:
    return 0.05 * size + _LARGEST * size


def _draw_columns(canvas: Canvas, plan: _Plan) -> None:
    for column, name in enumerate(plan.columns):
        x = plan.edges[column] + _GUTTER
        canvas.text(x, _HEAD / 2, name, size=plan.size + 2, bold=True, colour=look.PRIMARY)
    canvas.line((0, _HEAD), (WIDTH, _HEAD), look.PRIMARY)


def _draw_lane(canvas: Canvas, plan: _Plan, type_: InitiativeType, top: float) -> None:
    canvas.box(0, top, WIDTH, plan.band, fill=look.SHADE)
    middle, size = top + plan.band / 2, plan.size
    canvas.text(_GUTTER, middle, type_.value, size=size + 1, bold=True)
    members = [
        card.priority.initiative
        for column in range(len(plan.columns))
        for card in plan.cards.get((type_, column), ())
    ]
    right = WIDTH - _GUTTER
    words = lane_words(members)
    canvas.text(right, middle, words, size=size, colour=look.MUTED, align="right")
    y, bottom = top + plan.band, top + plan.lane_height(type_)
    for column in range(len(plan.columns)):
        x = plan.edges[column]
        if column:
            canvas.line((x, y), (x, bottom), look.LINE)
        _draw_cell(canvas, plan, (type_, column), y + 0.5 * plan.step)


def _draw_cell(canvas: Canvas, plan: _Plan, cell: Cell, y: float) -> None:
    x = plan.edges[cell[1]] + _GUTTER
    cards = plan.cards.get(cell, ())
    for card in cards[: plan.most]:
        _draw_card(canvas, plan, card, x, y)
        y += card.height
    if len(cards) > plan.most:
        words = f"… och {len(cards) - plan.most} till, i tabellen"
        canvas.text(x, y + plan.step / 2, words, size=plan.size, colour=look.MUTED)


def _draw_card(canvas: Canvas, plan: _Plan, card: _Card, x: float, y: float) -> None:
    size, step = plan.size, plan.step
    middle = y + max(2 * step, 2 * _LARGEST * size) / 2
    place = card.priority.place
    if place:
        figure = str(place.rank)
        canvas.text(x, middle, figure, size=size * 1.5, bold=True, colour=look.PRIMARY)
    _draw_amount(canvas, plan, card.priority, x + _circle_x(size), middle)
    left = x + _text_left(size)
    for number, line in enumerate(card.name):
        canvas.text(left, y + step * (number + 0.5), line, size=size, bold=True)
    for number, line in enumerate(card.facts, start=len(card.name)):
        canvas.text(left, y + step * (number + 0.5), line, size=size, colour=look.MUTED)


def _draw_amount(canvas: Canvas, plan: _Plan, priority: Priority, x: float, y: float) -> None:
    largest = _LARGEST * plan.size
    amount = priority.initiative.amount
    if isinstance(amount, Known):
        radius = largest * math.sqrt(_kronor(priority) / plan.largest)
        canvas.dot(x, y, radius, fill=look.SERIES[_shade(priority)])
        return
    dashed = not isinstance(amount, Staff)
    canvas.dot(x, y, largest * _UNCOUNTED, fill=None, edge=look.MUTED, dashed=dashed)


def _shade(priority: Priority) -> int:
    """The colour of a type; the lane says the same, so it carries nothing alone."""
    return min(list(InitiativeType).index(priority.initiative.type), 1)


def _draw_foot(canvas: Canvas, plan: _Plan, total: str, top: float) -> None:
    """Write the total, and what the signs mean."""
    size, radius = plan.size, 0.11
    canvas.line((0, top), (WIDTH, top), look.PRIMARY)
    canvas.text(0, top + 0.4, total, size=size + 0.5, bold=True)
    y = top + 0.95
    signs = (
        ("Siffran är platsen bland initiativ av samma typ.", None),
        ("cirkelns yta är budgeten", _disc),
        ("ordinarie personal", _ring),
        ("beloppet är okänt", _dashed_ring),
    )
    widths = [text_width(words, size - 1) + (2 * radius + 0.55) for words, _ in signs]
    starts = [sum(widths[:number]) for number in range(len(signs))]
    for (words, sign), x in zip(signs, starts, strict=True):
        if sign is not None:
            sign(canvas, x + radius, y, radius)
        left = x + (2 * radius + 0.12 if sign else 0)
        canvas.text(left, y, words, size=size - 1, colour=look.MUTED)


def _disc(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.dot(x, y, radius, fill=look.PRIMARY)


def _ring(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.dot(x, y, radius, fill=None, edge=look.MUTED)


def _dashed_ring(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.dot(x, y, radius, fill=None, edge=look.MUTED, dashed=True)
