"""The Swedish words for faults of documents: templates, writing, and reading old ones."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "document_damaged": Words(
        "Word-dokumentet är skadat: en del av det går inte att läsa.",
        "Öppna det i Word, spara det på nytt och försök igen.",
    ),
    "document_not_word": Words(
        "Filen är inget Word-dokument.", "Ange en fil som slutar på .docx och är sparad i Word."
    ),
    "folder_not_made": Words(
        "Mappen går inte att skapa: {reason}.",
        "Välj en annan mapp, eller be om rätt att skriva där.",
    ),
    "initiative_unknown": Words(
        "Arbetsboken har inget initiativ med koden ”{initiative}”.",
        "Koden står på bladet Initiativ. Närmast är: {near}.",
    ),
    "libreoffice_missing": Words(
        "LibreOffice finns inte på datorn, och PDF görs med det.",
        "Installera LibreOffice, eller öppna dokumenten i Word och spara dem som PDF.",
    ),
    "libreoffice_slow": Words(
        "LibreOffice blev inte klart på {seconds} sekunder.",
        "Stäng andra program och försök igen, med färre dokument åt gången.",
    ),
    "pdf_not_made": Words(
        "LibreOffice gjorde ingen PDF av dokumentet.",
        "Öppna dokumentet i Word, se att det är helt, och spara det som PDF därifrån.",
    ),
    "template_beside_in_table": Words(
        "{tag} tar bort hela sin rad eller cell, men där står mer: ”{text}”.",
        "Låt {tag} stå ensamt i raden eller cellen.",
    ),
    "template_block_elsewhere": Words(
        "{tag} avslutar {opened} ({where}), men inte på samma ställe.",
        "Börja och sluta i samma stycke, tabell, rad eller cell, och med samma märke "
        "(p, tr eller tc).",
    ),
    "template_block_in_sentence": Words(
        "Fältet {field} innehåller stycken eller en bild och får inte plats i en mening: ”{text}”.",
        "Skriv {{{{p {field} }}}} ensamt i ett eget stycke.",
    ),
    "template_braces": Words(
        "Klamrarna går inte ihop: ”{text}”.",
        "Ett fält börjar med {{{{ och slutar med }}}}, en styrning med {{% och %}}.",
    ),
    "template_loop": Words(
        "{tag} går inte att förstå som en upprepning.",
        "Skriv till exempel {{%tr for rad in finansiering %}}.",
    ),
    "template_missing": Words(
        "Mallen finns inte.", "Lägg den i mappen för mallar, eller välj de inbyggda mallarna."
    ),
    "template_not_a_field": Words(
        "{tag} är inget fält.", "Skriv bara fältets namn mellan klamrarna."
    ),
    "template_not_allowed": Words(
        "{tag} får inte stå i en mall.",
        "Använd fält, for … endfor och if … else … endif, utan funktioner och filter.",
    ),
    "template_not_rows": Words(
        "{tag}: fältet {field} går inte att upprepa.", "Upprepa ett fält som har rader."
    ),
    "template_outside_table": Words(
        "{tag} upprepar en rad eller en cell, men står inte i en tabell.",
        "Flytta det in i en tabell, eller skriv p i stället för tr eller tc.",
    ),
    "template_rows_as_text": Words(
        "Fältet {field} har rader och kan inte stå som text.",
        "Upprepa det med {{%tr for rad in {field} %}} … {{%tr endfor %}}.",
    ),
    "template_single_braces": Words(
        "Fältet {field} har bara en klammer på var sida: ”{text}”.", "Skriv {{{{ {field} }}}}."
    ),
    "template_smart_quote": Words(
        "{tag} har citattecken som Word har böjt och som inte går ihop.",
        "Ta bort citattecknen, eller skriv dem raka (ångra direkt efter att Word böjt dem).",
    ),
    "template_stray_tag": Words(
        "Ett fält står där det inte fylls i, till exempel i en bilds alternativtext, "
        "i en fältkod eller i borttagen text.",
        "Ta bort det därifrån. Godkänn spårade ändringar i mallen.",
    ),
    "template_structure": Words(
        "Mallen ger ett dokument som Word inte kan läsa.",
        "Se efter att varje for och if börjar och slutar i samma stycke eller tabell.",
    ),
    "template_style_missing": Words(
        "Formatmallen {style} saknas i mallen.",
        "Lägg till den: välj formatet i Word för ett stycke, så följer det med när mallen sparas.",
    ),
    "template_style_no_list": Words(
        "Formatmallen {style} är ingen punktlista.",
        "Ändra formatet i Word under Format – Numrering och välj punkter.",
    ),
    "template_syntax": Words(
        "{tag} går inte att förstå.",
        "Skriv bara ett fälts namn, med understreck i stället för mellanslag.",
    ),
    "template_text_as_block": Words(
        "Fältet {field} är en kort text och ska stå i ett stycke: {tag}.",
        "Skriv {{{{ {field} }}}} utan p, tr eller tc.",
    ),
    "template_text_beside": Words(
        "{tag} ersätter hela stycket, men där står mer text: ”{text}”.",
        "Flytta texten till ett eget stycke.",
    ),
    "template_two_tags": Words(
        "Två märken står i samma stycke, och {tag} ersätter hela stycket: ”{text}”.",
        "Ge varje märke ett eget stycke.",
    ),
    "template_unclosed": Words(
        "{tag} har inget slut.", "Lägg till endfor eller endif, med samma märke (p, tr eller tc)."
    ),
    "template_unknown_field": Words(
        "Fältet {field} finns inte för den här sortens dokument.",
        "Ta bort det, eller byt till ett fält som finns.",
    ),
    "template_unknown_field_near": Words(
        "Fältet {field} finns inte för den här sortens dokument.", "Menade du {suggestion}?"
    ),
    "template_unopened": Words(
        "{tag} hör inte ihop med någon början.", "Ta bort det, eller lägg till for eller if före."
    ),
    "import_alias_form": Words(
        "”{text}” är inget alias.",
        'Skriv båda namnen med likhetstecken emellan: --alias "Annat namn=Officiellt namn".',
    ),
    "import_no_document": Words(
        "Filen innehåller inget beslutsunderlag, helhetsförslag eller mötesanteckningar.",
        "Ett underlag börjar med ”Underlag för Core Team beslut: …”, ett förslag med "
        "”Beslutsunderlag … helhetsförslag” och anteckningar med ”Core Team …” och ett datum.",
    ),
    "import_not_text": Words(
        "Filen är ingen läsbar textfil.",
        "Spara dokumentet från Word som .docx, eller som oformaterad text i UTF-8.",
    ),
    "import_wrong_kind": Words(
        "Filer av slaget {suffix} läses inte in.", "Spara dokumentet som .docx eller .txt."
    ),
}

DOCUMENT_REASONS: Final[dict[str, str]] = {
    "edited": "Dokumentet är ändrat för hand och har lämnats som det är. Det nya ligger bredvid.",
    "replaced": "Ersätter ett dokument som vilade på andra uppgifter.",
    "same": "Innehållet är detsamma som förut.",
}
"""Why a document got its status, by the key that ``produce`` gives."""
