"""The shared strings of a workbook: read, never written.

Rules: ordinary strings, which are nearly all, are read by one expression; a string of several
runs tag by tag, and so is a whole part that holds anything else.

Source: ECMA-376-1:2016, 18.4.8 (``si``) and 18.4.6 (``rPh``).
"""

from __future__ import annotations

import re
from typing import Final

from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.cell_text import from_xstring
from shk_xl.ooxml.package import Package

_ITEM: Final = re.compile(
    r'<si>(?:<t(?: xml:space="preserve")?>([^<]*)</t>|(.*?))</si>|<si/>', re.DOTALL
)
_NO_ITEMS: Final = re.compile(r"(?:<\?[^<]*\?>)?\s*<sst(?:\s[^<>]*)?>\s*(?:</sst>\s*)?")


def read_shared_strings(package: Package) -> tuple[str, ...]:
    """Read every shared string; none when the workbook has no such part.

    Runs of a rich text are joined; the phonetic guides beside them are left out.

    Raises:
        Refused: The part cannot be read.
    """
    found = package.related(package.main_part(), "sharedStrings")
    if not found:
        return ()
    text, _ = xml_lexer.decode(package.read(found[0]))
    start = text.find("<si>")
    head = text[: start if start >= 0 else len(text)]
    if "<!" in text or not _NO_ITEMS.fullmatch(head) or not _is_ordinary(text, len(head)):
        return tuple(_strings(text))
    root = head[head.index("<sst") :]
    return tuple(
        _joined(root, runs) if runs else from_xstring(xml_lexer.character_data(plain))
        for plain, runs in _ITEM.findall(text, len(head))
    )


def _is_ordinary(text: str, start: int) -> bool:
    """Whether nothing but strings stands after the head of the part."""
    return _ITEM.sub("", text[start:]).strip() in ("", "</sst>")


def _joined(root: str, runs: str) -> str:
    """Read a string of several runs, in the names that its part has declared."""
    (string,) = _strings(f"{root}<si>{runs}</si></sst>")
    return string


def _strings(text: str) -> list[str]:
    """Read strings of any layout."""
    strings: list[str] = []
    runs: list[tuple[int, str]] = []
    guides: list[tuple[int, int]] = []
    for element in xml_lexer.elements(text):
        inner = (element.inner_start, element.inner_end)
        if element.name == "t":
            runs.append((inner[0], xml_lexer.character_data(text[slice(*inner)])))
        elif element.name == "rPh":
            guides.append(inner)
        elif element.name == "si":
            strings.append(from_xstring("".join(_spoken(runs, guides))))
            runs, guides = [], []
    return strings


def _spoken(runs: list[tuple[int, str]], guides: list[tuple[int, int]]) -> list[str]:
    return [text for at, text in runs if not any(start <= at < end for start, end in guides)]
