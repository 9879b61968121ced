"""The shared strings of a workbook: read, never written.

Source: ECMA-376-1:2016, 18.4.8 (``si``) and 18.4.6 (``rPh``).
"""

from __future__ import annotations

from shk_xl.ooxml import xml_lexer
from shk_xl.ooxml.cell_text import from_xstring
from shk_xl.ooxml.package import Package


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
    return tuple(strings)


def _spoken(runs: list[tuple[int, str]], guides: list[tuple[int, int]]) -> list[str]:
    return [text for at, text in runs if not any(start <= at < end for start, end in guides)]
