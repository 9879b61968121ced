"""Write the reference pages of the manual from the tables that the program itself uses."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shk_xl.documents.accessibility.rules import PDF_RULES, WORD_RULES
from shk_xl.documents.kinds import TEMPLATES
from shk_xl.documents.templates.examples import documented
from shk_xl.documents.templates.titles import template_in_words
from shk_xl.domain.party_roles import Role
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.wording.findings import LEVELS
from shk_xl.workbook.schema import TABLES

DOCS = Path(__file__).parents[1] / "docs"
FILLED_BY = {
    None: "",
    Role.RESPONSIBLE: "ansvarig part",
    Role.COOPERATING: "alla parter som deltar",
}
NEW_ROWS = (
    "En part får föreslå nya rader: kopian har {count} tomma för det. De tas in när processtödet "
    "har godkänt dem."
)

INDENT: Final = "&emsp;"

TEMPLATE_RULES: Final = """## Så skrivs en mall

- `{{ namn }}` skriver en kort text, inne i en mening eller i en cell.
- `{{p syfte }}` skriver stycken, en lista eller en bild. Det står ensamt i sitt stycke.
- `{%p if syfte %}` … `{%p else %}` … `{%p endif %}` tar med stycken när fältet har något i sig. \
Varje märke står ensamt i sitt stycke. Inne i en mening skrivs `{% if … %}` utan p.
- `{%tr for rad in finansiering %}` … `{%tr endfor %}` upprepar raderna däremellan i en tabell. \
Märkena står i egna rader, som försvinner. Med `p` upprepas stycken, med `tc` kolumner.
- I en upprepning skrivs radens fält med radens namn före: `{{ rad.källa }}`. Namnet väljer ni.
- Formatmallarna Rubrik 1–3, Punktlista och Punktlista 2 ska finnas kvar i mallen. Listor och \
rubriker i texterna får deras utseende.
- Fält fylls i i löpande text, tabeller, sidhuvuden och sidfötter. De fylls inte i i textrutor, \
innehållskontroller, fotnoter, kommentarer, fältkoder, länkars adresser, alternativtexter eller \
filens egenskaper.
- Stäng av spårade ändringar och godkänn dem innan mallen sparas, som Word-dokument (.docx).

Mallarna kan också ändras i LibreOffice. Det tar dock bort tabellernas beskrivningar, och \
kontrollen säger då till. Exemplen nedan kommer från exempelportföljen; ett fält som är tomt där \
har inget exempel."""

ACCESSIBILITY_START: Final = """# Tillgänglighet

Lagen (2018:1937) om tillgänglighet till digital offentlig service hänvisar till den europeiska \
standarden EN 301 549. För dokument gäller dess kapitel 10, som tar upp kraven i WCAG 2.1 på \
nivå A och AA ett för ett: kravet 1.4.3 i WCAG är 10.1.4.3 i standarden. För PDF finns dessutom \
standarden PDF/UA (ISO 14289-1).

Programmet kontrollerar reglerna i tabellerna nedan, och inga andra:

- `shk-xl templates check` kontrollerar mallarna, både som de står och ifyllda med exemplet.
- Varje Word-dokument kontrolleras när det görs, och varje PDF när den görs med `--pdf`.

Det som står under *stopp* beror på mallen, och kommandot slutar med koden 1 tills det är rättat. \
Det som står under *varning* kan bero på den text som någon har skrivit, eller är god sed utan \
att lagen kräver det; det hindrar inget. Dokumenten skrivs i båda fallen.

Att inget sägs betyder att dessa regler är uppfyllda. Det betyder inte att dokumentet uppfyller \
lagen: en stor del av kraven kan bara en människa bedöma. De står sist på sidan."""

ACCESSIBILITY_END: Final = """## Så räknas det

- Kontrast räknas ut mellan textens färg och det som ligger bakom den: markering, skuggning av \
tecken, stycke, cell eller tabellformat, temats färger med ljushet. Gränsen 4,5:1 gäller här all \
text, också stor text som enligt WCAG får ha 3:1. Färgen *automatisk* väljer Word så att den \
syns. En hörncell där tabellformatet har färger för både raden och kolumnen bedöms inte.
- Rubriker är stycken med rubrikformat eller dispositionsnivå. Titeln räknas inte som rubrik.
- Ett tomt stycke som Word självt kräver, till exempel efter en tabell sist i en cell, räknas inte.
- I en PDF kontrolleras att text och bilder är taggade. Linjer och fyllda ytor kontrolleras inte: \
LibreOffice lämnar tabellernas linjer utan tagg, och de säger inget.

## Det som en människa måste kontrollera

- Words egen kontroll: Granska – Kontrollera tillgänglighet. Öppna ett dokument av varje slag.
- Lyssna på ett dokument av varje slag med en skärmläsare (NVDA, JAWS eller VoiceOver), både \
Word-filen och PDF-filen: att allt läses upp, i rätt ordning och med tabellernas rubriker.
- Att alternativtexter, rubriker, länktexter och tabellbeskrivningar säger rätt sak. Programmet \
ser bara att de finns.
- Att texten är begriplig och välskriven (klarspråk), och att förkortningar förklaras.
- Bilder som ni själva lägger in: kontrast, text i bilden, och att färg inte ensam bär betydelsen.
- Ord och citat på andra språk: de ska vara märkta med sitt språk, och programmet varnar för alla \
sådana märken eftersom de oftast har följt med av misstag.
- Länkar som är gjorda som fältkoder, ekvationer, diagram och inbäddade filer.
- Text som ligger ovanpå en bild eller i en ritad form.
- PDF-filer som är gjorda i Word eller i ett annat program, och full PDF/UA: kör dem genom PAC \
eller veraPDF. Programmet kontrollerar ett urval av reglerna i PDF/UA."""


def functions_page() -> str:
    """Describe every worksheet function."""
    parts = [
        "# Funktionerna i arbetsboken",
        (
            "Funktionerna finns i arbetsboken under kategorin Samhällskontraktet. `#SAKNAS!` (på "
            "engelska `#N/A`) betyder att ett värde är okänt: summor räknar inte med det, och den "
            "som saknar värde får ingen plats. Andra felvärden går igenom oförändrade."
        ),
    ]
    for function in FUNCTIONS:
        rows = [
            f"| {parameter.name} | {'får utelämnas' if parameter.optional else 'krävs'} | "
            f"{parameter.help} |"
            for parameter in function.parameters
        ]
        parts += [
            f"## {function.name}",
            function.help,
            "\n".join(["| argument | | vad det är |", "|---|---|---|", *rows]),
            f"Exempel: `{function.example}`",
        ]
    return "\n\n".join(parts) + "\n"


def columns_page() -> str:
    """Describe every sheet and column."""
    parts = [
        "# Bladen och kolumnerna",
        (
            "Varje blad har en tabell. Kolumner som beräknas skrivs inte i; de är grå i "
            "arbetsboken. Egna kolumner får läggas till, och kolumner får flyttas, men rubrikerna "
            "ska stå kvar."
        ),
        (
            "Sista kolumnen säger vad en part fyller i i sin kopia, när arbetsboken skickas ut: "
            "för sina egna initiativ, alltså dem som parten ansvarar för eller deltar i. Är ingen "
            "ansvarig part angiven svarar de som deltar tillsammans. Resten är processtödets; "
            "ändrar en part något där tas det inte in, men det visas."
        ),
    ]
    for table in TABLES:
        rows = [
            f"| {column.title} | {column.help} | "
            f"{', '.join(column.choices) if column.choices else ''} | "
            f"{FILLED_BY[column.filled_by]} |"
            for column in table.columns
        ]
        head = ["| kolumn | vad som står där | val | fylls i av |", "|---|---|---|---|"]
        parts += [f"## {table.sheet}", table.help, "\n".join([*head, *rows])]
        if table.new_rows:
            parts.append(NEW_ROWS.format(count=table.new_rows))
    return "\n\n".join(parts) + "\n"


def templates_page() -> str:
    """Describe every field of every template; those with the same fields together."""
    parts = [
        "# Mallarna och deras fält",
        (
            "Dokumenten görs av Word-mallar som ni ändrar själva. `shk-xl templates new MAPP` "
            "lägger de inbyggda mallarna i en mapp, `shk-xl templates check MAPP` säger vad som är "
            "fel, var det står och vad man gör, och `shk-xl documents BOOK --templates MAPP` "
            "använder dem. Inget skrivs förrän mallarna är hela."
        ),
        TEMPLATE_RULES,
    ]
    for fields in dict.fromkeys(TEMPLATES.values()):
        templates = [name for name, asked in TEMPLATES.items() if asked == fields]
        parts.append(f"## {', '.join(map(template_in_words, templates))}")
        parts.append("Mall: " + ", ".join(f"`{name}`" for name in templates))
        rows = [
            f"| {INDENT * field.depth}`{field.written}` | {field.spec.help} | "
            f"{field.example.replace('|', '/')} |"
            for field in documented(templates[0])
        ]
        parts.append("\n".join(["| skrivs | vad det är | exempel |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def accessibility_page() -> str:
    """Tell what is checked for all readers, by which requirement, and what is not."""
    parts = [ACCESSIBILITY_START]
    for title, rules in (("Word-dokument och mallar", WORD_RULES), ("PDF", PDF_RULES)):
        rows = [
            f"| {rule.checks} | {', '.join(rule.wcag) or 'god sed'} | "
            f"{', '.join(rule.en_301_549)} | {rule.pdf_ua} | {LEVELS[rule.level].lower()} |"
            for rule in rules.values()
        ]
        head = "| regel | WCAG 2.1 | EN 301 549 | PDF/UA-1 | nivå |"
        parts += [f"## {title}", "\n".join([head, "|---|---|---|---|---|", *rows])]
    return "\n\n".join([*parts, ACCESSIBILITY_END]) + "\n"


PAGES = {
    "funktioner.md": functions_page,
    "kolumner.md": columns_page,
    "mallar.md": templates_page,
    "tillganglighet.md": accessibility_page,
}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
