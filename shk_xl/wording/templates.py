"""The Swedish words for faults of templates."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "template_already_there": Words(
        "Mallen finns redan.", "Välj en annan mapp. En mall skrivs aldrig över."
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
    "template_control_around_row": Words(
        "En innehållskontroll ligger runt en rad eller en cell: ”{text}”.",
        "Markera tabellen, högerklicka och välj Ta bort innehållskontroll.",
    ),
    "template_loop": Words(
        "{tag} går inte att förstå som en upprepning.",
        "Skriv till exempel {{%tr for rad in finansiering %}}.",
    ),
    "template_loops_nested": Words(
        "{tag} upprepar för djupt: rader i samma rader, eller för många nivåer i varandra.",
        "Upprepa varje fält med rader en gång, och ett fälts egna rader inuti det.",
    ),
    "template_missing": Words(
        "Mallen finns inte.", "Lägg den i mappen för mallar, eller välj de inbyggda mallarna."
    ),
    "template_name_unknown": Words(
        "Filen heter inte som någon mall, och används inte.", "Döp om den, om den ska vara: {near}."
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
    "template_other_format": Words(
        "Filen är sparad som {format}, och då går dokumenten inte att öppna.",
        "Öppna den i Word, välj Spara som och filformatet Word-dokument (.docx).",
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
        "Ett fält står där det inte fylls i, till exempel i ett diagram, en ekvation eller ett "
        "namn på ett format.",
        "Ta bort det därifrån, och skriv det i ett vanligt stycke.",
    ),
    "template_structure": Words(
        "Mallen ger ett dokument som Word inte kan läsa.",
        "Se efter att varje for och if börjar och slutar i samma stycke eller tabell.",
    ),
    "template_style_missing": Words(
        "Formatmallen {style} saknas i mallen.",
        "Lägg till den: välj formatet i Word för ett stycke, så följer det med när mallen sparas.",
    ),
    "template_style_missing_near": Words(
        "Formatmallen {style} saknas i mallen. Den närmaste heter {near}.",
        "Ge formatet tillbaka namnet {style}, eller lägg till det: välj det i Word för ett "
        "stycke, så följer det med när mallen sparas.",
    ),
    "template_style_no_list": Words(
        "Formatmallen {style} är ingen punktlista.",
        "Ändra formatet i Word under Format – Numrering och välj punkter.",
    ),
    "template_style_unknown": Words(
        "Texten ”{text}” har formatmallen {style}, som inte finns i mallen.",
        "Välj ett format för stycket i Word, och spara.",
    ),
    "template_syntax": Words(
        "{tag} går inte att förstå.",
        "Skriv bara ett fälts namn, med understreck i stället för mellanslag.",
    ),
    "template_tag_in_alt_text": Words(
        "{tag} står i en alternativtext, och där fylls inget i.",
        "Skriv alternativtexten som vanlig text. En bild som programmet ritar får sin själv.",
    ),
    "template_tag_in_box": Words(
        "{tag} står i en textruta, som en skärmläsare läser på fel plats.",
        "Flytta texten till ett vanligt stycke eller en tabell, och ta bort textrutan.",
    ),
    "template_tag_in_control": Words(
        "{tag} står i en innehållskontroll, som Word fyller med annat.",
        "Markera texten, högerklicka och välj Ta bort innehållskontroll.",
    ),
    "template_tag_in_field_code": Words(
        "{tag} står i en fältkod: ”{text}”.",
        "Tryck Alt+F9 så att fältkoderna syns, ta bort fältkoden och skriv {tag} som text.",
    ),
    "template_tag_in_link": Words(
        "Ett fält står i adressen till en länk, och där fylls inget i.",
        "Högerklicka på länken i mallen, välj Redigera hyperlänk och ta bort klamrarna.",
    ),
    "template_tag_in_note": Words(
        "Ett fält står i en fotnot, slutnot eller kommentar, och där fylls inget i: ”{text}”.",
        "Flytta det till ett vanligt stycke.",
    ),
    "template_tag_in_properties": Words(
        "Ett fält står bland filens egenskaper, och där fylls inget i.",
        "Öppna Arkiv – Information och töm rutorna. Programmet skriver titeln själv.",
    ),
    "template_text_as_block": Words(
        "Fältet {field} är en kort text och ska stå i ett stycke: {tag}.",
        "Skriv {{{{ {field} }}}} utan p, tr eller tc.",
    ),
    "template_text_beside": Words(
        "{tag} ersätter hela stycket, men där står mer text: ”{text}”.",
        "Flytta texten till ett eget stycke.",
    ),
    "template_title_of_other_kind": Words(
        "Titeln ”{text}” hör till en mall för {kind}.",
        "Byt namn på filen, eller ändra titeln.",
    ),
    "template_tracked_change": Words(
        "Mallen har en spårad ändring, och den skulle följa med till varje dokument: ”{text}”.",
        "Välj Granska – Godkänn – Godkänn alla ändringar, stäng av spårningen och spara.",
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
    "template_wrong_kind": Words(
        "Det är en mall för ett annat slags dokument: {kind}.",
        "Byt namn på filen, eller börja från den rätta mallen med: shk-xl templates new MAPP.",
    ),
}
