"""The template of the maps as posters: two upright pages of A3."""

from __future__ import annotations

from typing import Final

from word_page import document, edges, page
from word_parts import package
from word_styles import MARGIN, PORTRAIT
from word_text import paragraph, run

_A3: Final = (PORTRAIT[1], 23811)
_MARGIN: Final = 1191
_HEADING_PT: Final = 32
_TEXT_WIDTH: Final = _A3[0] - 2 * _MARGIN


def maps() -> bytes:
    """The template for the maps."""
    body = (
        _heading("Portföljen {{ år }}")
        + paragraph("{{p portfölj_bild }}", "Picture")
        + paragraph("Kontexter {{ år }}", "heading 1").replace(
            "</w:pPr>", "<w:pageBreakBefore/></w:pPr>"
        )
        + paragraph("{{p kontext_bild }}", "Picture")
    )
    heads = edges(1, "{{ sammanhang }}", _TEXT_WIDTH, letterhead=False)
    return package(document(body, _a3(page(1, letterhead=False))), heads)


def _heading(text: str) -> str:
    """Write a heading to be read from across a room."""
    size = f'<w:rPr><w:sz w:val="{_HEADING_PT * 2}"/></w:rPr>'
    return paragraph("", "heading 1", runs=run(text).replace("<w:r>", f"<w:r>{size}"))


def _on_a_new_page(heading: str) -> str:
    return heading.replace("</w:pPr>", "<w:pageBreakBefore/></w:pPr>")


def _a3(section: str) -> str:
    """Make the pages of a section A3, with wider margins."""
    before, after = _size(*PORTRAIT), _size(*_A3)
    for side in ("left", "right"):
        section = section.replace(f'w:{side}="{MARGIN}"', f'w:{side}="{_MARGIN}"')
    return section.replace(before, after)


def _size(width: int, height: int) -> str:
    return f'<w:pgSz w:w="{width}" w:h="{height}"'
