"""The template of an official letter (*tjänsteskrivelse*), for every type of initiative.

Source: municipal guides to decision papers: the proposed decisions first, then a summary, the
background, the assessment, the money, the best interests of the child, the basis, the receivers.
"""

from __future__ import annotations

from template_decision_basis import (
    MISSING,
    NO_BEST_INTERESTS,
    facts,
    proposed_decisions,
    scores,
    sources,
)
from word_page import document, edges, page
from word_parts import package
from word_styles import TEXT_WIDTH
from word_text import bullets, fact, paragraph, section, when


def official_letter() -> bytes:
    """The template for all types of initiative."""
    body = (
        paragraph("{{ namn }}", "Title")
        + paragraph("Underlag för Core Team beslut: {{ typ }}", "Subtitle")
        + proposed_decisions()
        + paragraph("Sammanfattning", "heading 1")
        + paragraph("{{p sammanfattning }}")
        + background()
        + judgement()
        + money()
        + section("Prövning av barnets bästa", "barnets_bästa", NO_BEST_INTERESTS)
        + section("Efter pilotfasen", "efter_pilotfasen")
        + section("Övrigt", "övrigt")
        + paragraph("Beslutsunderlag", "heading 1")
        + bullets("rad in underlag", "rad.handling")
        + paragraph("Beslutet skickas till", "heading 1")
        + when(
            "mottagare",
            bullets("rad in mottagare", "rad.namn"),
            paragraph("Mottagare är inte angivna.", "Missing Text"),
        )
    )
    return package(document(body, page(1)), edges(1, "Tjänsteskrivelse {{ kod }}", TEXT_WIDTH))


def background() -> str:
    """What the initiative is: the facts, and the texts that people have written."""
    texts = (
        ("Samhällsmål", "samhällsmål", ""),
        ("Syfte", "syfte", MISSING),
        ("Kort beskrivning", "beskrivning", MISSING),
        ("Förslag på start", "förslag_på_start", ""),
        ("Effektmål", "effektmål", MISSING),
    )
    return (
        paragraph("Bakgrund", "heading 1")
        + when("alias", fact("Kallas även", "{{ alias }}"))
        + facts()
        + "".join(section(heading, field, missing, level=2) for heading, field, missing in texts)
    )


def judgement() -> str:
    """The points and the place with their reasons, and the added value."""
    return (
        paragraph("Bedömning", "heading 1")
        + when(
            "värdering",
            scores(),
            paragraph("Det finns inga kriterier för {{ typ }}, så initiativet har inga poäng."),
        )
        + section("Mervärde", "mervärde", MISSING, level=2)
    )


def money() -> str:
    """The amount, its sources, and what the parties put in."""
    return (
        paragraph("Ekonomiska konsekvenser", "heading 1")
        + paragraph("{{ belopp_mening }}")
        + when("resurstext", paragraph("{{p resurstext }}"))
        + when("finansiering", sources())
        + when("finansiering_mening", paragraph("{{ finansiering_mening }}", "After Table"))
        + section("Ungefärliga resurser från parterna", "resurser", level=2)
    )
