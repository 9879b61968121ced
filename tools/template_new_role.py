"""The template of a decision basis for a new role."""

from __future__ import annotations

from template_decision_basis import (
    MISSING,
    NO_BEST_INTERESTS,
    assessment,
    head,
    remarks,
    tail,
)
from word_page import document, edges, page
from word_parts import package
from word_styles import TEXT_WIDTH
from word_tables import Column, table
from word_text import paragraph, section, when


def new_role() -> bytes:
    """The template for a new role."""
    columns = (
        Column("Artikel", "{{ rad.artikel }}", 24),
        Column("Kostnad", "{{ rad.belopp }}", 42, number=True),
        Column("Betalas av", "{{ rad.källa }}", 34),
    )
    caption = "Artiklar, kostnader och vem som betalar"
    costs = table(caption, "rad in finansiering", columns, together=True) + remarks()
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
