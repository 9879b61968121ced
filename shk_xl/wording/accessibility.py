"""The Swedish words for what hinders some readers of a document."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "docx_alt_text": Words(
        "En bild saknar alternativtext.",
        "Högerklicka på bilden i Word, välj Visa alternativtext och skriv vad den visar, "
        "eller markera den som dekorativ.",
    ),
    "docx_bold_heading": Words(
        "”{text}” ser ut som en rubrik men är bara fetstil.",
        "Välj ett rubrikformat (Rubrik 1, Rubrik 2 …) för raden.",
    ),
    "docx_capitals": Words(
        "Texten är skriven med versaler: ”{text}”.",
        "Skriv med vanliga bokstäver, och låt formatet göra dem stora om det behövs.",
    ),
    "docx_contrast": Words(
        "Texten ”{text}” har för svag kontrast: {ratio}:1 (#{ink} på #{paper}).",
        "Välj en mörkare text eller en ljusare bakgrund, så att kontrasten blir minst 4,5:1.",
    ),
    "docx_empty_paragraph": Words(
        "Ett tomt stycke står efter ”{before}”.",
        "Ta bort det, och ge formatet avstånd före eller efter i stället.",
    ),
    "docx_floating": Words(
        "En bild ligger fritt på sidan, och läses upp på ett annat ställe.",
        "Högerklicka på bilden, välj Radbyte och I nivå med texten.",
    ),
    "docx_heading_alone": Words(
        "Det står inget under rubriken ”{text}”.", "Skriv en text där, eller ta bort rubriken."
    ),
    "docx_heading_empty": Words(
        "En rubrik på nivå {level} är tom, efter ”{before}”.",
        "Ta bort den, eller välj formatet Normal för raden.",
    ),
    "docx_heading_order": Words(
        "Rubriken ”{text}” är på nivå {level}, men den före är på nivå {before}.",
        "Gå ned en nivå i taget: Rubrik 1, sedan Rubrik 2.",
    ),
    "docx_language": Words(
        "Dokumentets språk är {language} och inte svenska.",
        "Markera allt i Word (Ctrl+A), välj Granska – Språk – Ange språk – Svenska och sedan "
        "Ange som standard.",
    ),
    "docx_language_run": Words(
        "Texten ”{text}” är märkt som språket {language}, och läses upp med det.",
        "Markera den, och välj Granska – Språk – Ange språk – Svenska.",
    ),
    "docx_link_words": Words(
        "Länken ”{link}” säger inte vart den leder.",
        "Skriv vad läsaren kommer till, till exempel dokumentets namn.",
    ),
    "docx_moving_text": Words(
        "Texten ”{text}” blinkar eller rör sig.",
        "Ta bort texteffekten: markera texten och tryck Ctrl+mellanslag.",
    ),
    "docx_table_description": Words(
        "Tabellen saknar beskrivning.",
        "Högerklicka i den, välj Tabellegenskaper – Alternativtext och skriv vad den visar.",
    ),
    "docx_table_header": Words(
        "Tabellen har ingen rubrikrad som är märkt som det.",
        "Ställ dig i första raden och välj Layout – Upprepa rubrikrader. Saknas den: lägg "
        "till en rad överst med kolumnernas namn.",
    ),
    "docx_table_merged": Words(
        "Tabellen har sammanslagna eller delade celler, och läses då upp fel.",
        "Ge varje rad lika många celler, och upprepa texten där det behövs.",
    ),
    "docx_table_nested": Words(
        "En tabell ligger inuti en tabell.", "Flytta ut den, eller skriv den som text."
    ),
    "docx_text_box": Words(
        "Text står i en textruta eller en ram, och läses upp på fel plats eller inte alls.",
        "Flytta texten till ett vanligt stycke, och ta bort rutan.",
    ),
    "docx_title": Words(
        "Dokumentet saknar titel bland egenskaperna.", "Skriv den under Arkiv – Information."
    ),
    "docx_typed_list": Words(
        "”{text}” börjar med ett skrivet tecken och är ingen riktig lista.",
        "Välj formatet Punktlista eller Numrerad lista, och ta bort tecknet.",
    ),
    "pdf_alt_text": Words(
        "En bild i PDF-filen saknar alternativtext.",
        "Skriv den i Word-dokumentet, och gör om PDF-filen.",
    ),
    "pdf_bookmarks": Words(
        "PDF-filen saknar bokmärken.",
        "Gör om PDF-filen från Word-dokumentet med: shk-xl documents BOOK --pdf.",
    ),
    "pdf_fonts": Words(
        "En typsnittsfil är inte inbäddad i PDF-filen.",
        "Gör om PDF-filen från Word-dokumentet med: shk-xl documents BOOK --pdf.",
    ),
    "pdf_heading_order": Words(
        "Rubrikerna i PDF-filen hoppar över en nivå.",
        "Ändra rubriknivåerna i Word-dokumentet, och gör om PDF-filen.",
    ),
    "pdf_language": Words(
        "PDF-filens språk är inte svenska.", "Ange språket i Word-dokumentet, och gör om PDF-filen."
    ),
    "pdf_list": Words(
        "En lista i PDF-filen är inte taggad som lista.",
        "Använd formaten Punktlista och Numrerad lista i Word-dokumentet, och gör om PDF-filen.",
    ),
    "pdf_protected": Words(
        "PDF-filen är låst så att hjälpmedel inte får läsa den.",
        "Spara den utan lösenord och utan begränsningar.",
    ),
    "pdf_tab_order": Words(
        "Länkarna på en sida i PDF-filen följer inte läsordningen.",
        "Gör om PDF-filen från Word-dokumentet med: shk-xl documents BOOK --pdf.",
    ),
    "pdf_table_header": Words(
        "En tabell i PDF-filen saknar rubrikceller.",
        "Märk första raden som rubrikrad i Word-dokumentet, och gör om PDF-filen.",
    ),
    "pdf_table_shape": Words(
        "En tabell i PDF-filen har rader med olika många celler.",
        "Dela inte celler och slå inte ihop dem i Word-dokumentet, och gör om PDF-filen.",
    ),
    "pdf_tagged": Words(
        "PDF-filen är inte taggad, och kan inte läsas upp i ordning.",
        "Gör om PDF-filen från Word-dokumentet med: shk-xl documents BOOK --pdf.",
    ),
    "pdf_title": Words(
        "PDF-filen saknar titel, eller visar filnamnet i stället.",
        "Gör om PDF-filen från Word-dokumentet med: shk-xl documents BOOK --pdf.",
    ),
    "pdf_ua_mark": Words(
        "PDF-filen är inte märkt som PDF/UA.",
        "Gör om PDF-filen från Word-dokumentet med: shk-xl documents BOOK --pdf.",
    ),
    "pdf_unreadable": Words(
        "PDF-filen går inte att läsa.",
        "Gör om PDF-filen från Word-dokumentet med: shk-xl documents BOOK --pdf.",
    ),
    "pdf_untagged_content": Words(
        "Text eller bilder i PDF-filen står utanför taggarna, och läses inte upp.",
        "Gör om PDF-filen från Word-dokumentet med: shk-xl documents BOOK --pdf.",
    ),
}


def more_in_words(more: int) -> str:
    """Say how many more there are of what was told; nothing when it is the only one.

    >>> more_in_words(0), more_in_words(2)
    ('', ' Likadant på 2 ställen till.')
    """
    if not more:
        return ""
    return f" Likadant på {'ett ställe' if more == 1 else f'{more} ställen'} till."
