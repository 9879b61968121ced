"""The template of a decision basis for a forum or pilot initiative, and its common parts."""

from __future__ import annotations

from typing import Final

from word_parts import package
from word_text import (
    TEXT_WIDTH,
    Column,
    document,
    edges,
    fact,
    page,
    paragraph,
    run,
    section,
    table,
    when,
)

MISSING: Final = "Text saknas under den här rubriken."
NO_BEST_INTERESTS: Final = (
    "Texten om barnets bästa saknas. Prövningen behöver vara skriven innan Core Team beslutar."
)


def head(kind: str) -> str:
    """The first lines of a decision basis."""
    return (
        paragraph(f"Underlag för Core Team beslut: {kind}", "Title")
        + paragraph("{{ sammanhang }}", "Subtitle")
        + fact("Namn på initiativet", "{{ namn }}")
        + when("alias", fact("Kallas även", "{{ alias }}"))
        + when("ansvarig_part", fact("Ansvarig part", "{{ ansvarig_part }}"))
        + when("aktörer", fact("Samverkande aktörer", "{{ aktörer }}"))
        + when("kontext", fact("Kontext", "{{ kontext }}"))
        + when("period", fact("Period", "{{ period }}"))
        + fact("Budgetförslag", "{{ belopp }}")
    )


def assessment() -> str:
    """The scores, each with its weight and motivation, and the sum of them in words."""
    columns = (
        Column("Kriterium", "{{ rad.kriterium }}", 28),
        Column("Poäng", "{{ rad.poäng }}", 11),
        Column("Vikt", "{{ rad.vikt }}", 8, number=True),
        Column("Motivering", "{{p rad.motivering }}", 53, empty="Motivering saknas."),
    )
    return when(
        "värdering",
        paragraph("Värdering utifrån prioriteringskriterier", "heading 1")
        + table("Poäng, vikt och motivering för varje kriterium", "rad in värdering", columns)
        + paragraph("{{ värdering_mening }}", "After Table"),
    )


def funding() -> str:
    """Resources, and the budget written out."""
    columns = (
        Column("Finansieringskälla", "{{ rad.källa }}", 28, foot="Summa"),
        Column("Artikel", "{{ rad.artikel }}", 20),
        Column("Anmärkning", "{{ rad.anmärkning }}", 32),
        Column("Belopp", "{{ rad.belopp }}", 20, number=True, foot="{{ finansiering_summa }}"),
    )
    return (
        paragraph("Resurser och budget", "heading 1")
        + paragraph("", "Normal", runs=run("Budgetförslag: ", bold=True) + run("{{ belopp }}"))
        + when("resurstext", paragraph("{{p resurstext }}"))
        + when(
            "resurser",
            paragraph("Ungefärliga resurser från parterna", "heading 2")
            + paragraph("{{p resurser }}"),
        )
        + when(
            "finansiering",
            paragraph("Finansiering", "heading 2")
            + table(
                "Finansieringskällor och belopp", "rad in finansiering", columns, together=True
            ),
        )
        + when("finansiering_mening", paragraph("{{ finansiering_mening }}", "After Table"))
    )


def tail() -> str:
    """What every decision basis ends with."""
    return section("Övrigt", "övrigt")


def decision_basis(kind: str, goals: str) -> bytes:
    """The template for a forum or pilot initiative."""
    body = (
        head(kind)
        + section(goals, "samhällsmål", MISSING)
        + section("Syfte med initiativet", "syfte", MISSING)
        + section("Kort beskrivning av initiativet", "beskrivning", MISSING)
        + section("Förslag på start", "förslag_på_start")
        + section("Effektmål", "effektmål", MISSING)
        + section("Mervärde som kommer skapas för parterna", "mervärde", MISSING)
        + section("Prövning av barnets bästa", "barnets_bästa", NO_BEST_INTERESTS)
        + funding()
        + section("Efter pilotfasen", "efter_pilotfasen")
        + assessment()
        + tail()
    )
    return package(document(body, page(1)), edges(1, "Beslutsunderlag {{ kod }}", TEXT_WIDTH))
