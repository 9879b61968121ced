"""The template of a decision basis for a new role."""

from __future__ import annotations

from template_decision_basis import MISSING, NO_BEST_INTERESTS, assessment, head, tail
from word_parts import package
from word_text import (
    TEXT_WIDTH,
    Column,
    document,
    edges,
    page,
    paragraph,
    section,
    table,
    when,
)


def new_role() -> bytes:
    """The template for a new role."""
    columns = (
        Column("Artikel", "{{ rad.artikel }}", 24),
        Column("Kostnad", "{{ rad.belopp }}", 44, number=True),
        Column("Betalas av", "{{ rad.källa }}", 32),
    )
    costs = table(
        "Artiklar, kostnader och vem som betalar", "rad in finansiering", columns, together=True
    )
    body = (
        head("{{ namn }}")
        + section("Samhällsmål som initiativet fokuserar på", "samhällsmål")
        + section("Syfte med initiativet", "syfte", MISSING)
        + section("Kort beskrivning av initiativet", "beskrivning", MISSING)
        + section("Förslag på start", "förslag_på_start")
        + section("Effektmål", "effektmål", MISSING)
        + section("Mervärde som kommer skapas för parterna", "mervärde")
        + section("Prövning av barnets bästa", "barnets_bästa", NO_BEST_INTERESTS)
        + paragraph("Uppskattade kostnader under pilotfasen", "heading 1")
        + when("finansiering", costs, paragraph("Kostnaderna är inte angivna.", "Missing Text"))
        + when("efter_pilotfasen", paragraph("{{p efter_pilotfasen }}", "After Table"))
        + section("Resurser och budget", "resurstext")
        + section("Ungefärliga resurser från parterna", "resurser")
        + assessment()
        + tail()
    )
    return package(document(body, page(1)), edges(1, "Beslutsunderlag {{ kod }}", TEXT_WIDTH))
