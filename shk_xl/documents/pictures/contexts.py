"""The map of the contexts: a box for every context, with the initiatives that work there.

Rules: a context is what stands between plus signs in an initiative's context, so that one
initiative may stand in several boxes. A shape before the name tells its type. With many
boxes the text becomes smaller; what no page can hold is counted at the foot.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from shk_xl import look
from shk_xl.documents.pictures.canvas import Canvas, Drawing, line_height, text_width, wrapped
from shk_xl.documents.pictures.portfolio import HIGHEST_PAGE, SIZES, WIDTH
from shk_xl.documents.pictures.words import more_contexts
from shk_xl.domain.portfolio import Initiative, InitiativeType

NOWHERE: Final = "Kontext saknas"
_EDGE: Final = 0.03
"""Room for the line of the outermost boxes."""
_GAP: Final = 0.35
_PAD: Final = 0.22
_MOST_NAMED: Final = 12
"""As many initiatives as a box names."""
_MOST_NOWHERE: Final = 5
"""The same for those without a context, which stand last."""
_COLUMNS: Final = 2
_FOOT: Final = 0.7

Group = tuple[str, Sequence[Initiative]]


@dataclass(frozen=True, slots=True)
class _Box:
    """A context ready to be drawn: the lines of its name, and of its initiatives."""

    title: list[str]
    lines: list[tuple[InitiativeType | None, str]]
    nowhere: bool
    height: float


@dataclass(frozen=True, slots=True)
class _Placed:
    """A box and where it stands."""

    box: _Box
    x: float
    y: float


def contexts(initiatives: Sequence[Initiative]) -> list[Group]:
    """Group initiatives by context, those with most initiatives first.

    Args:
        initiatives: In the order in which they shall stand in their boxes.

    Returns:
        Every context with its initiatives; last those that have none.
    """
    groups: dict[str, tuple[str, list[Initiative]]] = {}
    nowhere: list[Initiative] = []
    for initiative in initiatives:
        names = dict.fromkeys(_names(initiative))
        if not names:
            nowhere.append(initiative)
        for name in names:
            groups.setdefault(name.casefold(), (name, []))[1].append(initiative)
    ordered = sorted(groups.values(), key=lambda group: -len(group[1]))
    return [*ordered, (NOWHERE, nowhere)] if nowhere else list(ordered)


def _names(initiative: Initiative) -> list[str]:
    names = (" ".join(name.split()) for name in initiative.context.split("+"))
    return [name[0].upper() + name[1:] for name in names if name]


def draw_contexts(groups: Sequence[Group]) -> Drawing:
    """Draw the map.

    Args:
        groups: Every context with its initiatives.
    """
    size, placed, height = _fitting(groups)
    canvas = Canvas(WIDTH, height + _FOOT)
    for one in placed:
        _draw_box(canvas, one, size)
    _draw_foot(canvas, groups, len(placed), size)
    return canvas.drawing()


def _fitting(groups: Sequence[Group]) -> tuple[float, list[_Placed], float]:
    """Choose the largest text with which all boxes fit, or as many boxes as fit."""
    for size in SIZES:
        placed = list(_place(groups, size))
        if len(placed) == len(groups):
            break
    return size, placed, max((one.y + one.box.height for one in placed), default=0.0)


def _place(groups: Sequence[Group], size: float) -> Iterator[_Placed]:
    """Put every box below the shorter column, until the page is full."""
    bottoms = [_EDGE] * _COLUMNS
    for group in groups:
        box = _box(group, size)
        column = bottoms.index(min(bottoms))
        if bottoms[column] + box.height + _FOOT > HIGHEST_PAGE:
            return
        x = _EDGE + column * (_column_width() + _GAP)
        yield _Placed(box, x, bottoms[column])
        bottoms[column] += box.height + _GAP * size / SIZES[0]


def _column_width() -> float:
    return (WIDTH - 2 * _EDGE - _GAP * (_COLUMNS - 1)) / _COLUMNS


def _box(group: Group, size: float) -> _Box:
    context, initiatives = group
    width = _column_width() - 2 * _PAD
    title = wrapped(context, size, width, bold=True)
    lines: list[tuple[InitiativeType | None, str]] = []
    most = _MOST_NOWHERE if context == NOWHERE else _MOST_NAMED
    for initiative in initiatives[:most]:
        first, *rest = wrapped(initiative.title, size, width - _indent(size))
        lines += [(initiative.type, first), *((None, line) for line in rest)]
    if len(initiatives) > most:
        lines.append((None, f"… och {len(initiatives) - most} till"))
    height = (len(title) + len(lines)) * line_height(size) + 2.5 * _pad(size)
    return _Box(title, lines, context == NOWHERE, height)


def _pad(size: float) -> float:
    """The room above the name of a box and below its last line; small text needs less."""
    return _PAD * size / SIZES[0]


def _indent(size: float) -> float:
    return 0.045 * size


def _draw_box(canvas: Canvas, placed: _Placed, size: float) -> None:
    box, x, y = placed.box, placed.x, placed.y
    step = line_height(size)
    fill = None if box.nowhere else look.SHADE
    canvas.box(x, y, _column_width(), box.height, fill=fill, edge=look.LINE, dashed=box.nowhere)
    y += _pad(size)
    for number, line in enumerate(box.title):
        middle = y + step * (number + 0.5)
        canvas.text(x + _PAD, middle, line, size=size, bold=True, colour=look.PRIMARY)
    y += step * len(box.title) + _pad(size) / 2
    for number, (type_, line) in enumerate(box.lines):
        middle = y + step * (number + 0.5)
        if type_ is not None:
            _SHAPES[type_](canvas, x + _PAD + _indent(size) * 0.35, middle, 0.012 * size)
        canvas.text(x + _PAD + _indent(size), middle, line, size=size)


def _draw_foot(canvas: Canvas, groups: Sequence[Group], drawn: int, size: float) -> None:
    """Explain the shapes, and tell how many contexts the page has no room for."""
    y, x = canvas.height - _FOOT / 2, 0.0
    types = {one.type for _, initiatives in groups for one in initiatives}
    for type_ in InitiativeType:
        if type_ in types:
            _SHAPES[type_](canvas, x + _indent(size) * 0.35, y, 0.012 * size)
            canvas.text(x + _indent(size), y, type_.value, size=size, colour=look.MUTED)
            x += _indent(size) + text_width(type_.value, size) + 2 * _GAP
    if drawn < len(groups):
        words = f"{more_contexts(len(groups) - drawn)} står i tabellen."
        canvas.text(WIDTH, y, words, size=size, colour=look.MUTED, align="right")


def _disc(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.dot(x, y, radius, fill=look.PRIMARY)


def _square(canvas: Canvas, x: float, y: float, radius: float) -> None:
    canvas.box(x - radius, y - radius, 2 * radius, 2 * radius, fill=look.SECONDARY)


def _triangle(canvas: Canvas, x: float, y: float, radius: float) -> None:
    half = radius * math.sqrt(3) * 0.75
    corners = [(x, y - 1.3 * radius), (x - half, y + radius), (x + half, y + radius)]
    canvas.polygon(corners, fill=look.ACCENT)


_SHAPES: Final[dict[InitiativeType, Callable[[Canvas, float, float, float], None]]] = {
    InitiativeType.FORUM: _disc,
    InitiativeType.PILOT: _square,
    InitiativeType.ROLE: _triangle,
}
