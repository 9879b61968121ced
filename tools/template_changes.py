"""The template of what has changed since an earlier version: one page."""

from __future__ import annotations

from word_page import document, edges, page
from word_parts import package
from word_styles import TEXT_WIDTH
from word_tables import Column, table
from word_text import fact, paragraph, section, when


def changes() -> bytes:
    """The template for what has changed."""
    body = (
        paragraph("Vad har ändrats", "Title")
        + paragraph("{{ sammanhang }}", "Subtitle")
        + fact("Sedan", "{{ sedan }}")
        + when("inget", paragraph("{{ inget }}"))
        + section("I korthet", "i_korthet")
        + when("pengar", money())
        + when("initiativ", initiatives())
        + section("Övrigt", "övrigt")
        + when("resten", paragraph("{{ resten }}", "After Table"))
    )
    return package(document(body, page(1)), edges(1, "Vad har ändrats", TEXT_WIDTH))


def money() -> str:
    """The total and the frames, before and now."""
    columns = (
        Column("Kronor", "{{ rad.vad }}", 37),
        Column("Förut", "{{ rad.förut }}", 21, number=True),
        Column("Nu", "{{ rad.nu }}", 21, number=True),
        Column("Skillnad", "{{ rad.skillnad }}", 21, number=True),
    )
    caption = "Budgetförslagen och ramarna, förut och nu"
    return paragraph("Budget", "heading 1") + table(
        caption, "rad in pengar", columns, together=True
    )


def initiatives() -> str:
    """Each initiative that is different."""
    columns = (
        Column("Initiativ", "{{ rad.namn }}", 27),
        Column("Vad som har ändrats", "{{p rad.ändringar }}", 55),
        Column("Budgetförslag", "{{ rad.skillnad }}", 18, number=True),
    )
    return paragraph("Initiativen", "heading 1") + table(
        "Vad som har ändrats om varje initiativ, det tyngsta först", "rad in initiativ", columns
    )
