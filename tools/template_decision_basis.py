"""The template of a decision basis for a forum or pilot initiative, and its common parts."""

from __future__ import annotations

from typing import Final

from word_page import document, edges, page
from word_parts import package
from word_styles import TEXT_WIDTH
from word_tables import Column, table
from word_text import fact, paragraph, points, run, section, when

MISSING: Final = "Text saknas under den här rubriken."
NO_BEST_INTERESTS: Final = (
    "Texten om barnets bästa saknas. Prövningen behöver vara skriven innan Core Team beslutar."
)


def head(kind: str) -> str:
    """The first lines of a decision basis, and what people have written to come first."""
    return (
        paragraph(f"Underlag för Core Team beslut: {kind}", "Title")
        + paragraph("{{ sammanhang }}", "Subtitle")
        + fact("Namn på initiativet", "{{ namn }}")
        + when("alias", fact("Kallas även", "{{ alias }}"))
        + facts()
        + fact("Budgetförslag", "{{ belopp }}")
        + when("beslut_text", proposed_decisions())
        + section("Sammanfattning", "sammanfattning_text")
    )


def facts() -> str:
    """Who, where and when."""
    return (
        when("ansvarig_part", fact("Ansvarig part", "{{ ansvarig_part }}"))
        + when("aktörer", fact("Samverkande aktörer", "{{ aktörer }}"))
        + when("kontext", fact("Kontext", "{{ kontext }}"))
        + when("period", fact("Period", "{{ period }}"))
    )


def proposed_decisions() -> str:
    """The points that the Core Team is asked to decide on, numbered."""
    return paragraph("Förslag till beslut", "heading 1") + points(
        "rad in förslag_till_beslut", "rad.punkt"
    )


def assessment() -> str:
    """The section with the scores; left out for a type that has no criteria."""
    return when(
        "värdering",
        paragraph("Värdering utifrån prioriteringskriterier", "heading 1") + scores(),
    )


def scores() -> str:
    """Points, weight, what each criterion gives and why; the place, and why that place."""
    columns = (
        Column("Kriterium", "{{ rad.kriterium }}", 27, foot="Vägt medelvärde"),
        Column("Motivering", "{{p rad.motivering }}", 44, empty="Motivering saknas."),
        Column("Poäng", "{{ rad.poäng }}", 11, number=True),
        Column("Vikt", "{{ rad.vikt }}", 8, number=True),
        Column("Bidrag", "{{ rad.bidrag }}", 10, number=True, foot="{{ poäng }}"),
    )
    caption = "Poäng, vikt, bidrag och motivering för varje kriterium"
    return (
        table(caption, "rad in värdering", columns)
        + paragraph("{{ värdering_mening }}", "After Table")
        + when("jämförelse", paragraph("{{p jämförelse }}"))
    )


def funding() -> str:
    """Resources, and the budget written out."""
    return (
        paragraph("Resurser och budget", "heading 1")
        + paragraph("", "Normal", runs=run("Budgetförslag: ", bold=True) + run("{{ belopp }}"))
        + when("resurstext", paragraph("{{p resurstext }}"))
        + when(
            "resurser",
            paragraph("Ungefärliga resurser från parterna", "heading 2")
            + paragraph("{{p resurser }}"),
        )
        + when("finansiering", paragraph("Finansiering", "heading 2") + sources())
        + when("finansiering_mening", paragraph("{{ finansiering_mening }}", "After Table"))
    )


def sources() -> str:
    """The sources with what each has and what is left, and the remarks once."""
    columns = (
        Column("Finansieringskälla", "{{ rad.källa_och_artikel }}", 37, foot="Summa"),
        Column("Belopp", "{{ rad.belopp }}", 21, number=True, foot="{{ finansiering_summa }}"),
        Column("Källans ram", "{{ rad.ram }}", 21, number=True),
        Column("Kvar av ramen", "{{ rad.kvar }}", 21, number=True),
    )
    caption = "Vad varje källa ger, hur mycket den har och vad som är kvar när alla fått sitt"
    return table(caption, "rad in finansiering", columns, together=True) + remarks()


def remarks() -> str:
    """What is to be known about the sources."""
    return when("finansiering_anmärkning", paragraph("{{ finansiering_anmärkning }}", "Remark"))


def tail() -> str:
    """What every decision basis ends with, where people have written it."""
    return (
        section("Övrigt", "övrigt")
        + section("Beslutsunderlag", "underlag_text")
        + section("Beslutet skickas till", "mottagare_text")
    )


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
