"""The template of the minutes of a meeting."""

from __future__ import annotations

from word_parts import package
from word_text import (
    TEXT_WIDTH,
    Column,
    document,
    each,
    edges,
    fact,
    page,
    paragraph,
    run,
    section,
    table,
    vote_table,
    when,
)


def minutes() -> bytes:
    """The template for the minutes of a meeting."""
    steps = (
        Column("Vad", "{{p rad.vad }}", 56),
        Column("Vem", "{{ rad.vem }}", 26),
        Column("När", "{{ rad.när }}", 18),
    )
    present = paragraph(
        "",
        "Fact",
        runs=run("{{ rad.part }}:", bold=True) + "<w:r><w:tab/></w:r>" + run("{{ rad.namn }}"),
    )
    body = (
        paragraph("{{ möte }}", "Title")
        + paragraph("{{ sammanhang }}", "Subtitle")
        + fact("Datum", "{{ mötesdatum }}")
        + when("plats", fact("Plats", "{{ plats }}"))
        + paragraph("Medverkande", "heading 1")
        + each("rad in medverkande", present)
        + when("frånvaro", fact("Frånvaro", "{{ frånvaro }}"))
        + when(
            "parter_utan_närvaro",
            paragraph("Ingen på mötet företrädde {{ parter_utan_närvaro }}.", "Missing Text"),
        )
        + section("Agenda", "dagordning")
        + when(
            "anteckningar",
            paragraph("Mötesanteckningar", "heading 1")
            + each(
                "del in anteckningar",
                when("del.rubrik", paragraph("{{ del.rubrik }}", "heading 2"))
                + paragraph("{{p del.text }}"),
            ),
        )
        + when("beslut", decisions())
        + when(
            "nästa_steg",
            paragraph("Nästa steg", "heading 1")
            + table("Vad som ska göras, av vem och när", "rad in nästa_steg", steps),
        )
    )
    return package(
        document(body, page(1)), edges(1, "Mötesanteckningar {{ mötesdatum }}", TEXT_WIDTH)
    )


def decisions() -> str:
    """The votes, and each decision in words."""
    return (
        paragraph("Beslut om initiativ", "heading 1")
        + vote_table("Ledamöternas röster, en kolumn för varje beslut")
        + each(
            "del in beslut",
            paragraph("{{ del.rubrik }}", "heading 2")
            + when(
                "del.beslut",
                paragraph("", "Normal", runs=run("Beslut: ", bold=True) + run("{{ del.beslut }}")),
            )
            + paragraph("", "Normal", runs=run("Röster: ", bold=True) + run("{{ del.räkning }}"))
            + paragraph("{{p del.text }}"),
        )
    )
