"""The template of the overall proposal."""

from __future__ import annotations

from template_decision_basis import tail
from word_parts import package
from word_text import (
    TEXT_WIDTH,
    WIDE_TEXT_WIDTH,
    Column,
    document,
    each,
    edges,
    page,
    paragraph,
    run,
    section_end,
    table,
    when,
)


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
