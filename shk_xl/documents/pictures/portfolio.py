"""The map of the portfolio: a line for every initiative, in groups by type.

Rules: the phase, the amount and the score each have a column of their own, so that labels
have nothing to collide with. What has no number says so in words. With many initiatives
the text becomes smaller; what no page can hold is counted below the last line.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from shk_xl import look
from shk_xl.documents.pictures.canvas import Canvas, line_height, text_width, wrapped
from shk_xl.documents.pictures.words import amount_words
from shk_xl.domain.amounts import Known, Staff, Unknown
from shk_xl.domain.portfolio import Initiative, InitiativeType
from shk_xl.domain.priorities import HIGHEST, LOWEST, Priority, write_score

WIDTH: Final = 16.0
HIGHEST_PAGE: Final = 22.5
"""What an A4 page holds below a heading."""
_SIZES: Final = (9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0)
"""Points; the first with which everything fits on the page is used."""
_MOST_PHASES: Final = 6
_NAME: Final = (0.0, 6.3)
_PHASES: Final = (6.6, 8.6)
_BUDGET: Final = (9.0, 12.9)
_SCORE: Final = (13.3, 15.2)
_RIGHT: Final = 15.95
_GAP: Final = 0.16
_HEAD: Final = 0.62
_FOOT: Final = 0.75


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the map: an initiative, and its name broken into lines."""

    priority: Priority
    name: tuple[str, ...]
    height: float


@dataclass(frozen=True, slots=True)
class _Scale:
    """What is measured once for all lines.

    Args:
        size: Of the text, in points.
        phases: The highest phase.
        largest: The largest known amount.
        bar: The longest bar, in centimetres; the amounts stand to the right of the bars.
    """

    size: float
    phases: int
    largest: int
    bar: float

    def phase_x(self, phase: int) -> float:
        """Where a phase stands."""
        left, right = _PHASES
        return left + (right - left) * (phase - 0.5) / self.phases

    def score_x(self, score: float) -> float:
        """Where a score stands on the line from the lowest to the highest."""
        left, right = _SCORE
        return left + (right - left) * (score - LOWEST) / (HIGHEST - LOWEST)


def draw_portfolio(ordered: Sequence[Priority], total: str) -> bytes:
    """Draw the map.

    Args:
        ordered: The initiatives in the order of the map, those of a type together.
        total: The line at the foot.

    Returns:
        The picture as PNG.
    """
    size, rows = _fitting(ordered)
    left_out = len(ordered) - len(rows)
    scale = _scale(size, [row.priority.initiative for row in rows])
    canvas = Canvas(WIDTH, _height(rows, size) + (line_height(size) if left_out else 0))
    y = _draw_head(canvas, scale)
    for type_, of_type in groupby(rows, key=lambda row: row.priority.initiative.type):
        y = _draw_type(canvas, scale, str(type_), y)
        for row in of_type:
            _draw_row(canvas, scale, row, y)
            y += row.height
    if left_out:
        words = f"… och {left_out} initiativ till, som står i tabellen."
        canvas.text(0, y + line_height(size) / 2, words, size=size, colour=look.MUTED)
    canvas.text(0, canvas.height - _FOOT / 2, total, size=size, bold=True)
    return canvas.png()


def _fitting(ordered: Sequence[Priority]) -> tuple[float, list[Row]]:
    """Choose the largest text with which all lines fit, or as many lines as fit."""
    for size in _SIZES:
        rows = list(_rows(ordered, size))
        if len(rows) == len(ordered):
            break
    return size, rows


def _rows(ordered: Sequence[Priority], size: float) -> Iterator[Row]:
    """Give lines until the page is full."""
    room = HIGHEST_PAGE - _HEAD - _FOOT
    type_: InitiativeType | None = None
    for priority in ordered:
        lines = wrapped(priority.initiative.name, size, _NAME[1] - _NAME[0])
        row = Row(priority, tuple(lines), len(lines) * line_height(size) + _pad(size))
        room -= row.height + (_type_height(size) if priority.initiative.type is not type_ else 0)
        if room < 0:
            return
        type_ = priority.initiative.type
        yield row


def _pad(size: float) -> float:
    """The room between two lines; small text needs less."""
    return float(_GAP * (size / _SIZES[0]) ** 1.5)


def _type_height(size: float) -> float:
    return line_height(size) + 3 * _pad(size)


def _height(rows: Sequence[Row], size: float) -> float:
    types = len({row.priority.initiative.type for row in rows})
    return _HEAD + types * _type_height(size) + sum(row.height for row in rows) + _FOOT


def _scale(size: float, initiatives: Sequence[Initiative]) -> _Scale:
    known = [one.amount.kronor for one in initiatives if isinstance(one.amount, Known)]
    beside = [one.amount for one in initiatives if not isinstance(one.amount, Staff)]
    labels = [text_width(amount_words(amount), size) for amount in beside]
    room = _BUDGET[1] - _BUDGET[0] - max(labels, default=0) - _GAP
    phases = max((one.phase or 1 for one in initiatives), default=1)
    return _Scale(size, phases, max([1, *known]), max(room, 0.5))


def _draw_head(canvas: Canvas, scale: _Scale) -> float:
    """Write the headings of the columns; give where the lines start."""
    y = _HEAD / 2
    heads = [(_NAME[0], "Initiativ"), (_BUDGET[0], "Föreslagen budget"), (_SCORE[0], "Poäng 1–5")]
    if scale.phases > _MOST_PHASES:
        heads.append((_PHASES[0], "Fas"))
    else:
        for phase in range(1, scale.phases + 1):
            text = f"Fas {phase}" if scale.phases <= 3 else str(phase)  # noqa: PLR2004 - room for the word
            canvas.text(
                scale.phase_x(phase), y, text, size=scale.size, colour=look.MUTED, align="center"
            )
    for x, text in heads:
        canvas.text(x, y, text, size=scale.size, colour=look.MUTED)
    canvas.line((0, _HEAD), (WIDTH, _HEAD), look.PRIMARY)
    return _HEAD


def _draw_type(canvas: Canvas, scale: _Scale, name: str, y: float) -> float:
    height = _type_height(scale.size)
    middle = y + (height + _pad(scale.size)) / 2
    canvas.text(0, middle, name, size=scale.size + 1, colour=look.PRIMARY, bold=True)
    return y + height


def _draw_row(canvas: Canvas, scale: _Scale, row: Row, y: float) -> None:
    step = line_height(scale.size)
    top = y + _pad(scale.size) / 2
    for number, line in enumerate(row.name):
        canvas.text(_NAME[0], top + step * (number + 0.5), line, size=scale.size)
    middle = top + step / 2
    _draw_phase(canvas, scale, row.priority.initiative.phase, middle)
    _draw_budget(canvas, scale, row.priority.initiative, middle)
    _draw_score(canvas, scale, row.priority, middle)
    canvas.line((0, y + row.height), (WIDTH, y + row.height), look.LINE)


def _draw_phase(canvas: Canvas, scale: _Scale, phase: int | None, y: float) -> None:
    """Fill the dot of the phase; the others are rings."""
    if phase is None or scale.phases > _MOST_PHASES:
        text = "utan fas" if phase is None else str(phase)
        canvas.text(_PHASES[0], y, text, size=scale.size, colour=look.MUTED)
        return
    for other in range(1, scale.phases + 1):
        fill = look.PRIMARY if other == phase else look.PAPER
        edge = look.PRIMARY if other == phase else look.LINE
        canvas.dot(scale.phase_x(other), y, 0.012 * scale.size, fill=fill, edge=edge)


def _draw_budget(canvas: Canvas, scale: _Scale, initiative: Initiative, y: float) -> None:
    """Draw the amount as a bar, and write it; a dashed box stands for what nobody knows."""
    amount = initiative.amount
    left, thick = _BUDGET[0], 0.028 * scale.size
    x = left
    if isinstance(amount, Known):
        length = scale.bar * max(amount.kronor, 0) / scale.largest
        canvas.box(left, y - thick / 2, length, thick, fill=look.PRIMARY)
        x += length + _GAP
    elif isinstance(amount, Unknown):
        length = scale.bar / 2
        canvas.box(left, y - thick / 2, length, thick, edge=look.MUTED, dashed=True)
        x += length + _GAP
    canvas.text(x, y, amount_words(amount), size=scale.size)


def _draw_score(canvas: Canvas, scale: _Scale, priority: Priority, y: float) -> None:
    score = priority.score
    if score is None:
        canvas.text(_SCORE[0], y, "har inga kriterier", size=scale.size, colour=look.MUTED)
        return
    if score.exact is None:
        between = f"{write_score(score.low)}–{write_score(score.high)}"
        canvas.text(_SCORE[0], y, f"saknas ({between})", size=scale.size, colour=look.MUTED)
        return
    canvas.line((_SCORE[0], y), (_SCORE[1], y), look.LINE)
    for tick in range(LOWEST, HIGHEST + 1):
        x = scale.score_x(tick)
        canvas.line((x, y - 0.06), (x, y + 0.06), look.LINE)
    canvas.dot(scale.score_x(float(score.exact)), y, 0.013 * scale.size, fill=look.PRIMARY)
    canvas.text(_RIGHT, y, write_score(score.exact), size=scale.size, bold=True, align="right")
