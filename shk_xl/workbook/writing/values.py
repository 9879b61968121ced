"""A value as the content of a cell, and whether the cell holds it already.

Rules: nothing is guessed from a text: it goes in as text. What the cell already holds is not
written again, so that a rich text keeps its fonts and the file its bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Final

from openpyxl.utils.datetime import CALENDAR_MAC_1904, WINDOWS_EPOCH, to_excel

from shk_xl.functions.cell_values import CellError, CellValue
from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.cell_text import from_xstring, xstring
from shk_xl.ooxml.sheet_editing import BLANK, Content, number_content, text_content
from shk_xl.ooxml.sheet_rows import RowCell
from shk_xl.workbook.reading.cells import CellFormats
from shk_xl.workbook.reading.values import MAX_TEXT
from shk_xl.workbook.writing.edits import NewValue
from shk_xl.workbook.writing.shared import SharedStrings

_TRUE: Final = ("1", "true")


@dataclass(frozen=True, slots=True)
class OldCell:
    """A cell that is there: its style, whether it has a formula, and its value.

    Args:
        style: Its ``s``; empty where it has none.
        form: The attributes of its ``f``; None where it has none.
        value: None for a blank cell and for one whose value is not known.
        is_known: The value is read for certain.
        metadata: Its ``cm``.
    """

    style: str = ""
    form: str | None = None
    value: CellValue = None
    is_known: bool = True
    metadata: str = ""

    @property
    def is_blank(self) -> bool:
        """Whether it holds neither formula nor value."""
        return self.form is None and self.value is None and self.is_known


def read_old(cell: RowCell | None, prefix: str, strings: SharedStrings) -> OldCell:
    """Read what a cell holds."""
    if cell is None:
        return OldCell()
    given = xml_lexer.attributes(cell.attributes)
    style, type_, metadata = given.get("s", ""), given.get("t", ""), given.get("cm", "")
    if not cell.inner:
        return OldCell(style, metadata=metadata)
    raw = _value_alone(cell.inner, prefix)
    form, texts = None, list[str]()
    if raw is None:
        form, raw, texts = _content_of_any(cell.inner, prefix)
    if type_ == "inlineStr":
        known = "<" not in "".join(texts)
        text = from_xstring("".join(map(xml_lexer.character_data, texts))) if known else None
        return OldCell(style, form, text or None, known, metadata)
    value, known = _value(type_, raw, strings)
    return OldCell(style, form, value, known, metadata)


def _value_alone(inner: str, prefix: str) -> str | None:
    """Give what stands in ``v`` where a cell holds nothing else, as most do."""
    start, end = f"<{prefix}v>", f"</{prefix}v>"
    if not inner.startswith(start) or inner.find("<", 1) != len(inner) - len(end):
        return None
    return inner[len(start) : -len(end)] if inner.endswith(end) else None


def _content_of_any(inner: str, prefix: str) -> tuple[str | None, str | None, list[str]]:
    """Read what any cell holds: the attributes of ``f``, what stands in ``v``, and its texts."""
    form: str | None = None
    raw: str | None = None
    texts: list[str] = []
    for tag, content in _elements(inner):
        name = tag.name.removeprefix(prefix)
        if name == "f":
            form = tag.attributes
        elif name == "v":
            raw = content
        elif name == "t":
            texts.append(content)
        elif name == "rPh":
            texts.append("<")  # not to be told from the text so simply: the value is not known
    return form, raw, texts


def _elements(inner: str) -> list[tuple[xml_lexer.Tag, str]]:
    """Read the elements inside a cell, each with what stands in it."""
    found: list[tuple[xml_lexer.Tag, str]] = []
    opened: list[xml_lexer.Tag] = []
    for tag in xml_lexer.tags(inner):
        if tag.opens:
            opened.append(tag)
        if tag.closes:
            start = opened.pop()
            found.append((start, "" if start is tag else inner[start.end : tag.start]))
    return found


def _value(type_: str, raw: str | None, strings: SharedStrings) -> tuple[CellValue, bool]:
    """Read a value by its type, and tell whether it is known."""
    if not raw:
        return None, True
    read = _READERS.get(type_)
    try:
        value = read(xml_lexer.character_data(raw), strings) if read else None
    except (LookupError, ValueError):
        return None, False
    return (None if value == "" else value), value is not None


def _shared(text: str, strings: SharedStrings) -> CellValue:
    return strings(int(text))


_READERS: Final[Mapping[str, Callable[[str, SharedStrings], CellValue]]] = {
    "": lambda text, _strings: float(text),
    "n": lambda text, _strings: float(text),
    "s": _shared,
    "b": lambda text, _strings: text in _TRUE,
    "e": lambda text, _strings: CellError(text),
    "str": lambda text, _strings: from_xstring(text),
}
"""By a cell's ``t``; a date (``d``) stands only in strict files."""


def is_same(old: OldCell, value: CellValue) -> bool:
    """Whether a cell without formula holds a value already."""
    if old.form is not None or not old.is_known:
        return False
    if isinstance(value, int | float) and not isinstance(value, bool):
        return type(old.value) is float and old.value == float(value)
    return type(old.value) is type(value) and old.value == value


def plain(value: NewValue, style: str, formats: CellFormats) -> CellValue:
    """Give a value as a cell of some style holds it; see ``NewValue``."""
    if value == "":
        return None
    if not isinstance(value, date):
        return value
    number = int(style) if style.isdecimal() else 0
    if number in formats.dates and number not in formats.durations:
        epoch = CALENDAR_MAC_1904 if formats.date1904 else WINDOWS_EPOCH
        return float(to_excel(value, epoch))  # type: ignore[no-untyped-call]
    if isinstance(value, datetime):
        if value.time() != time():
            return value.isoformat(" ", "minutes")
        return value.date().isoformat()
    return value.isoformat()


def content_of(value: CellValue) -> Content:
    """Spell a value.

    Raises:
        ValueError: A number that no cell can hold.
    """
    spell = _CONTENT.get(type(value))
    if spell is not None:
        return spell(value)
    for kind, spell_kind in _CONTENT.items():
        if isinstance(value, kind):
            return spell_kind(value)
    raise TypeError(type(value))


def length_of(text: str) -> int:
    """Count a text as Excel does, which keeps it in UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def is_too_long(value: CellValue) -> bool:
    """Whether a value is a text that no cell can hold."""
    if not isinstance(value, str) or len(value) <= MAX_TEXT // 2:
        return False  # no character takes more than two of UTF-16's units
    return length_of(value) > MAX_TEXT


def _number(value: float) -> Content:
    if not math.isfinite(value):
        raise ValueError(value)
    return number_content(value)


_CONTENT: Final[Mapping[type, Callable[..., Content]]] = {
    type(None): lambda _value: BLANK,
    bool: lambda value: Content("b", "v", "1" if value else "0"),
    CellError: lambda value: Content("e", "v", xstring(value.value)),
    str: text_content,
    int: _number,
    float: _number,
}
"""In this order: a logical value is an int in Python."""
