"""The sheet Om filen of a copy: what is asked, how to answer, and which copy it is.

Rules: it stands first. Lines of a label and a text, then the table of facts about the portfolio,
with nothing below it. The words are the caller's.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import Final

from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from shk_xl import look
from shk_xl.workbook.building.about import fixed, write_facts
from shk_xl.workbook.building.formats import Formats
from shk_xl.workbook.building.table import Rows, set_footer

_WIDTHS: Final = (24, 84, 42)
_LINE_HEIGHT: Final = 15
_AIR: Final = 6
_LETTERS: Final = 1.1
"""How many letters of Swedish text the width of a digit holds, a bit less than on average."""
_A4: Final = 9


class LineLook(Enum):
    """How the text of a line looks."""

    TEXT = auto()
    STRONG = auto()
    TO_FILL = auto()
    TO_READ = auto()
    ID = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the letter: what it is about, and what it says."""

    label: str
    text: str
    look: LineLook = LineLook.TEXT


@dataclass(frozen=True, slots=True)
class Letter:
    """What stands on the sheet above the facts."""

    title: str
    subtitle: str
    lines: tuple[Line, ...]


def write_letter(sheet: Worksheet, letter: Letter, facts: Rows, formats: Formats) -> None:
    """Write the sheet.

    Args:
        sheet: The empty sheet.
        letter: What it says.
        facts: The facts about the portfolio.
        formats: The workbook's formats.
    """
    for index, width in enumerate(_WIDTHS):
        sheet.set_column(index, index, width)
    strong = {"bold": True, "font_color": look.PRIMARY}
    sheet.set_row(0, 34)
    sheet.write_string(
        0, 0, letter.title, formats.make(**strong, font_size=look.HEADING_PT[0], valign="vcenter")
    )
    sheet.write_string(1, 0, letter.subtitle, formats.make(font_color=look.MUTED))
    last = _write_lines(sheet, letter.lines, formats, 3)
    write_facts(sheet, facts, formats, fixed(formats, align="left"), last + 1)
    sheet.hide_gridlines(2)
    sheet.set_tab_color(f"#{look.PRIMARY}")
    sheet.set_landscape()
    sheet.set_paper(_A4)
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
    set_footer(sheet)


def _write_lines(sheet: Worksheet, lines: Sequence[Line], formats: Formats, row: int) -> int:
    """Write lines from a row on; give the row after the last."""
    label = formats.make(font_color=look.MUTED, valign="vcenter", text_wrap=True)
    previous = ""
    for line in lines:
        if line.label != previous:
            sheet.write_string(row, 0, line.label, label)
        previous = line.label
        sheet.write_string(row, 1, line.text, _LOOKS[line.look](formats))
        sheet.set_row(row, _height(line.text))
        row += 1
    return row


def _height(text: str) -> int:
    lines = sum(max(1, math.ceil(len(one) / (_WIDTHS[1] * _LETTERS))) for one in text.split("\n"))
    return _LINE_HEIGHT * lines + _AIR


_TEXT: Final = {"valign": "vcenter", "text_wrap": True}
_LOOKS: Final[dict[LineLook, Callable[[Formats], Format]]] = {
    LineLook.TEXT: lambda formats: formats.make(**_TEXT),
    LineLook.STRONG: lambda formats: formats.make(**_TEXT, bold=True),
    LineLook.TO_FILL: lambda formats: formats.make(
        **_TEXT, bg_color=look.INPUT, border=1, border_color=look.PRIMARY
    ),
    LineLook.TO_READ: lambda formats: formats.make(
        **_TEXT, bg_color=look.SHADE, font_color=look.MUTED, border=1, border_color=look.LINE
    ),
    LineLook.ID: lambda formats: formats.make(**_TEXT, font_color=look.MUTED),
}
