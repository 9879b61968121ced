"""Write the first Word templates to ``word_templates/``.

Run once: ``python tools/build_templates.py``. From then on the templates are edited in
Word, and this script is kept for starting over.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from word_parts import package
from word_text import (
    TEXT_WIDTH,
    WIDE_TEXT_WIDTH,
    Column,
    document,
    each,
    edges,
    fact,
    page,
    paragraph,
    run,
    section,
    section_end,
    table,
    vote_table,
    when,
)

TARGET: Final = Path(__file__).resolve().parent.parent / "word_templates"
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


def proposal() -> bytes:
    """The template for the overall proposal: upright pages, and one section across."""
    first = (
        paragraph("Beslutsunderlag ’{{ fokusområde }}’ – helhetsförslag", "Title")
        + paragraph("{{ sammanhang }} {{ år }}", "Subtitle")
        + paragraph("Portföljen", "heading 1")
        + when("portfölj_text", paragraph("{{p portfölj_text }}", "Before Table"))
        + paragraph("{{p portfölj_bild }}", "Picture")
        + paragraph("Kontexter", "heading 1")
        + when("kontext_text", paragraph("{{p kontext_text }}", "Before Table"))
        + paragraph("{{p kontext_bild }}", "Picture")
        + paragraph("Budget {{ år }}", "heading 1")
        + paragraph("Tillgångar fokusområdet", "heading 2")
        + frames()
        + each(
            "ram in ramar_med_kostnadsområden",
            paragraph("Kostnadsområden {{ ram.namn }}", "heading 2") + cost_areas(),
        )
    )
    closing = section_end(
        paragraph(
            "Initiativen och deras budgetförslag står i tabellen på nästa sida.", "After Table"
        ),
        page(1),
    )
    across = paragraph("Initiativ {{ år }}", "heading 1") + initiatives()
    unknown = "{% if okänt %} Okänd kostnad, som inte ingår i summan: {{ okänt }}.{% endif %}"
    total = paragraph("", "Total", runs=run("TOTALT: {{ totalt }}.", bold=True) + run(unknown))
    last_across = section_end(total, page(2, wide=True))
    body = first + closing + across + last_across + financing() + ranking() + tail()
    return package(
        document(body, page(1)),
        edges(1, "Helhetsförslag {{ år }}", TEXT_WIDTH)
        | edges(2, "Helhetsförslag {{ år }}", WIDE_TEXT_WIDTH),
    )


def frames() -> str:
    """What there is to spend."""
    columns = (
        Column("Ram", "{{ rad.namn }}", 30),
        Column("Anmärkning", "{{ rad.anmärkning }}", 48),
        Column("Belopp", "{{ rad.belopp }}", 22, number=True),
    )
    return table("Ramar och belopp", "rad in ramar", columns, together=True)


def cost_areas() -> str:
    """The cost areas of one frame, with their sum."""
    columns = (
        Column("Kostnadsområde", "{{ rad.namn }}", 30, foot="Summa"),
        Column("Avser", "{{ rad.avser }}", 48),
        Column("Belopp", "{{ rad.belopp }}", 22, number=True, foot="{{ ram.summa }}"),
    )
    return table("Kostnadsområden och belopp", "rad in ram.kostnadsområden", columns, together=True)


def initiatives() -> str:
    """The table of initiatives, across the page."""
    columns = (
        Column("Initiativets namn", "{{ rad.namn }}", 15),
        Column("Förslag på start", "{{p rad.förslag_på_start }}", 19),
        Column("Förslag på kontext", "{{ rad.kontext }}", 18),
        Column("Period", "{{ rad.period }}", 8),
        Column("Ungefärliga resurser parterna", "{{p rad.resurser }}", 28),
        Column("Budgetförslag", "{{ rad.belopp }}", 12, number=True),
    )
    caption = "Initiativ med start, kontext, period, resurser och budgetförslag"
    return table(caption, "rad in initiativ", columns, WIDE_TEXT_WIDTH)


def financing() -> str:
    """Where the money is taken from, and what is left."""
    sources = (
        Column("Finansieringskälla", "{{ rad.namn }}", 24),
        Column("Anmärkning", "{{ rad.anmärkning }}", 22),
        Column("Ram", "{{ rad.ram }}", 18, number=True),
        Column("Tas från ramen", "{{ rad.tas }}", 18, number=True),
        Column("Kvar", "{{ rad.kvar }}", 18, number=True),
    )
    split = (
        Column("Initiativ", "{{ rad.initiativ }}", 38),
        Column("Finansieringskälla", "{{ rad.källa }}", 24),
        Column("Artikel", "{{ rad.artikel }}", 18),
        Column("Belopp", "{{ rad.belopp }}", 20, number=True),
    )
    return (
        paragraph("Finansiering", "heading 1")
        + table(
            "Vad som tas från varje källa och vad som är kvar",
            "rad in källor",
            sources,
            together=True,
        )
        + when("finansiering_mening", paragraph("{{ finansiering_mening }}", "After Table"))
        + when(
            "finansiering",
            paragraph("Finansiering per initiativ", "heading 2")
            + table("Källa och belopp för varje initiativ", "rad in finansiering", split)
            + when(
                "finansiering_anmärkning",
                paragraph("Anmärkning: {{ finansiering_anmärkning }}", "After Table"),
            ),
        )
    )


def ranking() -> str:
    """Priorities per type, and across types over what they have in common."""
    by_type = (
        Column("Plats", "{{ rad.plats }}", 14),
        Column("Initiativ", "{{ rad.namn }}", 52),
        Column("Poäng", "{{ rad.poäng }}", 14, number=True),
        Column("Budgetförslag", "{{ rad.belopp }}", 20, number=True),
    )
    across = (
        Column("Plats", "{{ rad.plats }}", 14),
        Column("Initiativ", "{{ rad.namn }}", 48),
        Column("Typ", "{{ rad.typ }}", 24),
        Column("Poäng", "{{ rad.poäng }}", 14, number=True),
    )
    return (
        paragraph("Prioritering", "heading 1")
        + paragraph(
            "Poängen är ett vägt medelvärde mellan 1 och 5. "
            "Ett initiativ jämförs med andra av samma typ."
        )
        + each(
            "del in prioritering",
            paragraph("{{ del.typ }}", "heading 2")
            + paragraph("{{ del.kriterier }}", "Before Table")
            + table(
                "Initiativ i prioritetsordning", "rad in del.initiativ", by_type, together=True
            ),
        )
        + when(
            "jämförelse",
            paragraph("Jämförelse mellan typerna", "heading 2")
            + paragraph(
                "Olika typer värderas med olika kriterier. Här räknas bara de som alla typerna "
                "har: {{ gemensamma_kriterier }}.",
                "Before Table",
            )
            + table("Initiativ av olika typ i ordning", "rad in jämförelse", across, together=True),
        )
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


TEMPLATES: Final = {
    "foruminitiativ.docx": lambda: decision_basis(
        "Foruminitiativ", "Samhällsmål som initiativet fokuserar på"
    ),
    "pilotinitiativ.docx": lambda: decision_basis(
        "Pilotinitiativ", "Samhällsmål som initiativet fokuserar främst på"
    ),
    "ny_roll.docx": new_role,
    "helhetsforslag.docx": proposal,
    "motesanteckningar.docx": minutes,
}


def main() -> None:
    """Write every template."""
    TARGET.mkdir(exist_ok=True)
    for name, build in TEMPLATES.items():
        (TARGET / name).write_bytes(build())
        print(TARGET / name)


if __name__ == "__main__":
    main()
