"""The template of the contents of a pack."""

from __future__ import annotations

from typing import Final

from word_page import document, edges, page
from word_parts import package
from word_styles import TEXT_WIDTH
from word_tables import Column, table
from word_text import paragraph, run

TITLE: Final = "{{ rad.titel }}"


def contents() -> bytes:
    """The template for the contents of a pack."""
    columns = (
        Column("Nr", "{{ rad.nummer }}", 8),
        Column("Handling", TITLE, 68),
        Column("Sidor", "{{ rad.sidor }}", 12, number=True),
        Column("Börjar på sida", "{{ rad.sida }}", 12, number=True),
    )
    body = (
        paragraph("Handlingar", "Title")
        + paragraph("{{ sammanhang }}", "Subtitle")
        + paragraph("Innehåll", "heading 1")
        + _linked(table("Handlingarna i ordning, med sida", "rad in handlingar", columns))
        + paragraph("Paketet har {{ antal_sidor }} sidor.", "After Table")
    )
    return package(document(body, page(1)), edges(1, "Handlingar", TEXT_WIDTH))


def _linked(rows: str) -> str:
    """Give the title the style that makes it a link."""
    styled = run(TITLE).replace("<w:r>", '<w:r><w:rPr><w:rStyle w:val="Hyperlink"/></w:rPr>')
    return rows.replace(run(TITLE), styled)
