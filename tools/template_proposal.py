"""The template of the overall proposal."""

from __future__ import annotations

from template_decision_basis import proposed_decisions, remarks
from word_page import WIDE_TEXT_WIDTH, document, edges, page, section_end
from word_parts import package
from word_styles import TEXT_WIDTH
from word_tables import Column, table
from word_text import each, paragraph, run, section, when


def proposal() -> bytes:
    """The template for the overall proposal: upright pages, and one section across."""
    first = (
        paragraph("Beslutsunderlag ’{{ fokusområde }}’ – helhetsförslag", "Title")
        + paragraph("{{ sammanhang }} {{ år }}", "Subtitle")
        + when("förslag_till_beslut", proposed_decisions())
        + paragraph("Sammanfattning", "heading 1")
        + paragraph("{{p sammanfattning }}")
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
    last_across = section_end(total, page(2, wide=True, letterhead=False))
    body = (
        first
        + closing
        + across
        + last_across
        + financing()
        + ranking()
        + section("Övrigt", "övrigt")
    )
    name = "Helhetsförslag {{ år }}"
    return package(
        document(body, page(1, letterhead=False)),
        edges(1, name, TEXT_WIDTH) | edges(2, name, WIDE_TEXT_WIDTH, letterhead=False),
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
        Column("Initiativets namn", "{{ rad.namn }}", 16),
        Column("Förslag på start", "{{p rad.förslag_på_start }}", 19),
        Column("Förslag på kontext", "{{ rad.kontext }}", 17),
        Column("Period", "{{ rad.period }}", 9),
        Column("Ungefärliga resurser parterna", "{{p rad.resurser }}", 26),
        Column("Budgetförslag", "{{ rad.belopp }}", 13, number=True),
    )
    caption = "Initiativ med start, kontext, period, resurser och budgetförslag"
    return table(caption, "rad in initiativ", columns, WIDE_TEXT_WIDTH)


def financing() -> str:
    """Where the money is taken from, and what is left."""
    sources = (
        Column("Finansieringskälla", "{{ rad.namn }}", 37),
        Column("Ram", "{{ rad.ram }}", 21, number=True),
        Column("Tas från ramen", "{{ rad.tas }}", 21, number=True),
        Column("Kvar", "{{ rad.kvar }}", 21, number=True),
    )
    split = (
        Column("Initiativ", "{{ rad.initiativ }}", 54),
        Column("Finansieringskälla", "{{ rad.källa_och_artikel }}", 28),
        Column("Belopp", "{{ rad.belopp }}", 18, number=True),
    )
    caption = "Vad som tas från varje källa och vad som är kvar"
    return (
        paragraph("Finansiering", "heading 1")
        + table(caption, "rad in källor", sources, together=True)
        + when("källor_anmärkning", paragraph("{{ källor_anmärkning }}", "Remark"))
        + when("finansiering_mening", paragraph("{{ finansiering_mening }}", "After Table"))
        + when(
            "finansiering",
            paragraph("Finansiering per initiativ", "heading 2")
            + table("Källa och belopp för varje initiativ", "rad in finansiering", split)
            + remarks(),
        )
    )


def ranking() -> str:
    """Priorities per type with their reasons, and across types over what they have in common."""
    by_type = (
        Column("Plats", "{{ rad.plats }}", 12),
        Column("Initiativ", "{{ rad.namn }}", 54),
        Column("Poäng", "{{ rad.poäng }}", 12, number=True),
        Column("Budgetförslag", "{{ rad.belopp }}", 22, number=True),
    )
    across = (
        Column("Plats", "{{ rad.plats }}", 12),
        Column("Initiativ", "{{ rad.namn }}", 54),
        Column("Typ", "{{ rad.typ }}", 22),
        Column("Poäng", "{{ rad.poäng }}", 12, number=True),
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
            + table("Initiativ i prioritetsordning", "rad in del.initiativ", by_type, together=True)
            + when(
                "del.skäl",
                paragraph("Varför den ordningen", "heading 3") + paragraph("{{p del.skäl }}"),
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
