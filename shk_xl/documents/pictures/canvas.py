"""A sheet to draw on, measured in centimetres from its upper left corner.

Rules: matplotlib is left as it was: a figure of its own, drawn by Agg and as SVG. Text is
measured before it is placed, so nothing needs to overlap; a dollar sign is a dollar sign. The
same drawing gives the same bytes. This module knows no initiatives.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final

from matplotlib import font_manager, rc_context
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties
from matplotlib.lines import Line2D
from matplotlib.patches import Circle, Polygon, Rectangle
from matplotlib.text import Text
from matplotlib.textpath import text_to_path

from shk_xl import look
from shk_xl.documents.word.wordml import visible

DPI: Final = 300
_CM: Final = 2.54
_POINTS: Final = 72
_FAMILIES: Final = (look.FONT, "Carlito", "Arial", "Liberation Sans")
_LAST_RESORT: Final = "DejaVu Sans"
"""It comes with matplotlib, and draws signs that the other fonts lack."""
_LINE_SPACING: Final = 1.22
_HAIRLINE: Final = 0.7
_DOCUMENT_TYPE: Final = re.compile(rb"<!DOCTYPE[^>]*>\s*")
"""Refers to a file on the web, which a document must not (``ooxml.guard``)."""
_SVG_SETTINGS: Final = {"svg.fonttype": "path", "svg.hashsalt": "shk_xl"}
"""Letters as outlines, so that no font is needed; ids that are the same every time."""
_LONGEST: Final = 400
"""Characters that a picture shows of a text; the document's tables have all of it."""
_DRAWN_WIDER: Final = 1.04
"""Letters are set on whole pixels when they are drawn, which makes a line a little longer."""


@lru_cache(maxsize=1)
def _families() -> tuple[str, ...]:
    installed = set(font_manager.get_font_names())
    return (*(name for name in _FAMILIES if name in installed), _LAST_RESORT)


@lru_cache(maxsize=64)
def _font(size: float, *, bold: bool) -> FontProperties:
    weight = "bold" if bold else "normal"
    return FontProperties(family=list(_families()), size=size, weight=weight)


@contextmanager
def without_glyph_warnings() -> Iterator[None]:
    """Let signs that no font has be drawn as boxes, without a warning for each."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph .* missing from")
        yield


def line_height(size: float) -> float:
    """Give the height of a line of text, in centimetres.

    Args:
        size: In points.
    """
    return size * _LINE_SPACING * _CM / _POINTS


@lru_cache(maxsize=16_384)
def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Give the width of a text, in centimetres; of a very long one, of what is shown."""
    shown = visible(text[:_LONGEST])
    font = _font(size, bold=bold)
    width, _, _ = text_to_path.get_text_width_height_descent(shown, font, ismath=False)
    return float(width) * _CM / _POINTS * _DRAWN_WIDER


def wrapped(text: str, size: float, width: float, *, bold: bool = False) -> list[str]:
    """Break a text into lines that are no wider than ``width`` centimetres.

    Args:
        text: Any white space in it counts as a space; a very long one is cut.
        size: In points.
        width: A word that is wider than this is broken.
        bold: It is set in bold.

    Returns:
        At least one line.
    """
    space = text_width("n n", size, bold=bold) - text_width("nn", size, bold=bold)
    lines: list[str] = [""]
    used = 0.0
    shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
    for piece in _pieces(visible(shown), size, width, bold=bold):
        needed = text_width(piece, size, bold=bold)
        if lines[-1] and used + space + needed <= width:
            lines[-1] += f" {piece}"
            used += space + needed
        elif lines[-1]:
            lines.append(piece)
            used = needed
        else:
            lines[-1], used = piece, needed
    return lines


def _pieces(text: str, size: float, width: float, *, bold: bool) -> Iterator[str]:
    """Give the words of a text; one that is wider than a line in pieces."""
    for word in text.split():
        if text_width(word, size, bold=bold) <= width:
            yield word
            continue
        piece = ""
        for letter in word:
            if piece and text_width(piece + letter, size, bold=bold) > width:
                yield piece
                piece = ""
            piece += letter
        yield piece


@dataclass(frozen=True, slots=True)
class Drawing:
    """A finished picture: as PNG, and as SVG for programs that can show it."""

    png: bytes
    svg: bytes


class Canvas:
    """A white sheet.

    Args:
        width: In centimetres.
        height: In centimetres.
    """

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = width, height
        self._figure = Figure(figsize=(width / _CM, height / _CM), dpi=DPI)
        self._figure.patch.set_facecolor(f"#{look.PAPER}")
        self._axes = self._figure.add_axes((0, 0, 1, 1))
        self._axes.set_xlim(0, width)
        self._axes.set_ylim(height, 0)
        self._axes.set_axis_off()
        self._drawn = 0

    def text(  # noqa: PLR0913 - how a text is set
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float,
        colour: str = look.INK,
        bold: bool = False,
        align: str = "left",
    ) -> None:
        """Write a line of text with its middle at ``y``."""
        self._add(
            Text(
                x,
                y,
                text,
                fontproperties=_font(size, bold=bold),
                color=f"#{colour}",
                horizontalalignment=align,
                verticalalignment="center_baseline",
                parse_math=False,
            )
        )

    def line(self, start: tuple[float, float], end: tuple[float, float], colour: str) -> None:
        """Draw a thin line."""
        xs, ys = [start[0], end[0]], [start[1], end[1]]
        self._add(Line2D(xs, ys, color=f"#{colour}", linewidth=_HAIRLINE))

    def box(  # noqa: PLR0913 - where and how
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        *,
        fill: str | None = None,
        edge: str | None = None,
        dashed: bool = False,
    ) -> None:
        """Draw a box from its upper left corner."""
        self._add(Rectangle((x, y), width, height, **_paint(fill, edge, dashed=dashed)))

    def dot(
        self,
        x: float,
        y: float,
        radius: float,
        *,
        fill: str | None,
        edge: str | None = None,
        dashed: bool = False,
    ) -> None:
        """Draw a circle round its middle."""
        self._add(Circle((x, y), radius, **_paint(fill, edge, dashed=dashed)))

    def polygon(self, points: list[tuple[float, float]], *, fill: str) -> None:
        """Draw a filled shape."""
        self._add(Polygon(points, closed=True, **_paint(fill, None)))

    def drawing(self) -> Drawing:
        """Give the picture, as points and as outlines."""
        png, svg = BytesIO(), BytesIO()
        FigureCanvasAgg(self._figure).print_png(png, metadata={"Software": None})
        with rc_context(_SVG_SETTINGS):
            FigureCanvasSVG(self._figure).print_svg(svg, metadata={"Date": None, "Creator": None})
        return Drawing(png.getvalue(), _DOCUMENT_TYPE.sub(b"", svg.getvalue(), count=1))

    def _add(self, artist: Artist) -> None:
        """Draw on top of everything before."""
        self._drawn += 1
        artist.set_zorder(self._drawn)
        artist.set_transform(self._axes.transData)
        self._axes.add_artist(artist)


def _paint(fill: str | None, edge: str | None, *, dashed: bool = False) -> dict[str, object]:
    return {
        "facecolor": f"#{fill}" if fill else "none",
        "edgecolor": f"#{edge}" if edge else "none",
        "linewidth": _HAIRLINE if edge else 0,
        "linestyle": (0, (3, 2)) if dashed else "solid",
    }
