"""The buttons on the sheet Översikt, in a workbook that carries macros.

Rules: one row of the sheet between the heading and the figures, with as many lines of buttons
as the width of the sheet asks for. They are form controls, which Excel has on Windows and Mac
alike, and are not printed. A button's width follows its caption.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from xlsxwriter.worksheet import Worksheet

LINE_HEIGHT: Final = 33
"""In points: a button and the air around it."""

_HEIGHT, _ABOVE, _BETWEEN, _STEP = 28, 7, 8, 44
"""In pixels; a step is a line."""
_ACROSS = 1100
"""The pixels of a line: what most screens show without scrolling."""
_LETTER, _SIDES = 7.3, 38
"""What a letter of a caption takes across, and what is beside the text, in pixels."""


@dataclass(frozen=True, slots=True)
class SheetButton:
    """A button on a sheet.

    Args:
        caption: What stands on it.
        macro: The Sub that it runs.
        help: What it does, for who cannot see it.
    """

    caption: str
    macro: str
    help: str

    @property
    def width(self) -> int:
        """In pixels."""
        return round(len(self.caption) * _LETTER) + _SIDES


def add_buttons(sheet: Worksheet, row: int, column: int, buttons: Sequence[SheetButton]) -> None:
    """Put buttons side by side, from a column on.

    Args:
        sheet: The sheet, its columns already as wide as they shall be.
        row: Their row, counted from zero.
        column: Where the first one begins.
        buttons: From left to right; none leaves the row as it is.
    """
    lines = list(_lines(buttons))
    if lines:
        sheet.set_row(row, LINE_HEIGHT * len(lines))
    for number, line in enumerate(lines):
        left = 0
        for button in line:
            options = {
                "caption": button.caption,
                "macro": button.macro,
                "description": button.help,
                "width": button.width,
                "height": _HEIGHT,
                "x_offset": left,
                "y_offset": _ABOVE + number * _STEP,
            }
            sheet.insert_button(row, column, options)
            left += button.width + _BETWEEN


def _lines(buttons: Sequence[SheetButton]) -> Iterator[list[SheetButton]]:
    """Break the buttons into lines that fit."""
    line: list[SheetButton] = []
    for button in buttons:
        if line and sum(one.width + _BETWEEN for one in line) + button.width > _ACROSS:
            yield line
            line = []
        line.append(button)
    if line:
        yield line
