"""The content of a PDF's pages: whether text and pictures are tagged, and fonts embedded.

Source: ISO 32000-1 14.6 (marked content), 9.9 (embedded font programs) and 8.10 (forms).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

import pikepdf

_SHOWS_TEXT: Final = frozenset({"Tj", "TJ", "'", '"'})
_DRAWS: Final = frozenset({"Do", "INLINE IMAGE", "BI"})
_ARTIFACT: Final = "/Artifact"
_FONT_FILES: Final = ("/FontFile", "/FontFile2", "/FontFile3")
_MOST_DEEP: Final = 10


def has_untagged_content(page: pikepdf.Page) -> bool:
    """Whether text or a picture stands outside tags, and is not marked as decoration."""
    marked: list[bool] = []
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in ("BMC", "BDC"):
            marked.append(_is_told(page, list(instruction.operands)))
        elif name == "EMC" and marked:
            marked.pop()
        elif (name in _SHOWS_TEXT or name in _DRAWS) and not any(marked):
            return True
    return False


def _is_told(page: pikepdf.Page, operands: list[Any]) -> bool:
    """Whether marked content belongs to the structure, or is an artefact."""
    if operands and str(operands[0]) == _ARTIFACT:
        return True
    properties = operands[1] if len(operands) > 1 else None
    if isinstance(properties, pikepdf.Name):
        named = page.get("/Resources", pikepdf.Dictionary()).get("/Properties")
        properties = None if named is None else named.get(str(properties))
    return isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties


def has_unembedded_font(page: pikepdf.Page) -> bool:
    """Whether a page shows text in a font that the file does not carry."""
    return any(not _is_embedded(font) for font in _fonts(page.get("/Resources"), _MOST_DEEP))


def _fonts(resources: object, deep: int) -> Iterator[pikepdf.Object]:
    """Give the fonts of a page, and of the forms that it draws."""
    if not isinstance(resources, pikepdf.Dictionary) or not deep:
        return
    yield from resources.get("/Font", pikepdf.Dictionary()).values()
    for form in resources.get("/XObject", pikepdf.Dictionary()).values():
        yield from _fonts(form.get("/Resources"), deep - 1)


def _is_embedded(font: pikepdf.Object) -> bool:
    """Whether a font has its program; one that is drawn in the file itself needs none."""
    if font.get("/Subtype") == pikepdf.Name.Type3:
        return True
    composed = font.get("/DescendantFonts")
    described = font if composed is None else composed[0]
    descriptor = described.get("/FontDescriptor")
    return descriptor is not None and any(key in descriptor for key in _FONT_FILES)
