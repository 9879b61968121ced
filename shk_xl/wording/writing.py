"""The Swedish words for what is written into a workbook that exists, and for its versions."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "book_structure_protected": Words(
        "Arbetsbokens struktur är skyddad, så ett blad kan inte läggas till.",
        "Välj Granska – Skydda arbetsbok för att ta bort skyddet, spara, och kör igen.",
    ),
    "book_saved_meanwhile": Words(
        "Någon sparade arbetsboken medan den bearbetades.",
        "Inget har skrivits i den. Kör igen.",
    ),
    "chart_misses_rows": Words(
        "Ett diagram på bladet ritar tabellens rader, men inte de nya.",
        "Markera diagrammet och dra ut området, så att de nya raderna kommer med.",
    ),
    "column_is_computed": Words(
        "Kolumnen {column} i tabellen {table} beräknas, så inget kan skrivas i den.",
        "Ändra i de kolumner som den räknas ur.",
    ),
    "formula_in_the_way": Words(
        "I cellen har någon lagt en formel, och den skrivs inte över.",
        "Skriv ett värde i cellen om formeln inte ska vara kvar, och kör igen.",
    ),
    "formula_replaced": Words(
        "En formel i cellen ersattes med ett värde.",
        "Formeln finns i den förra versionen av arbetsboken.",
    ),
    "merged_in_the_way": Words(
        "Cellerna är sammanfogade, så tabellen {table} kan inte få rader här.",
        "Ta bort sammanfogningen under tabellen och kör igen.",
    ),
    "own_columns_kept": Words(
        "Raden är tömd, men det som står i egna kolumner är kvar.",
        "Ta bort raden i Excel om inget av det behövs.",
    ),
    "report_sheet_taken": Words(
        "Det finns redan ett blad som heter så, och programmet har inte skrivit det.",
        "Byt namn på bladet och kör igen. Inget är ändrat.",
    ),
    "row_not_in_table": Words(
        "Raden hör inte till tabellen {table}.",
        "Arbetsboken har ändrats sedan den lästes. Kör igen.",
    ),
    "rows_in_the_way": Words(
        "Under tabellen {table} står något som inte hör till den, så den kan inte få fler rader.",
        "Flytta det till ett eget blad och kör igen.",
    ),
    "rows_taken_in": Words(
        "Raderna ner till {last} stod under tabellen {table} och hör nu till den.",
        "Kontrollera att de ska vara med.",
    ),
    "styles_unreadable": Words(
        "Arbetsbokens format går inte att lägga till i ({part}).",
        "Öppna den i Excel, spara den, och kör igen.",
    ),
    "table_full": Words(
        "Tabellen {table} når bladets sista rad.", "Ta bort tomma rader i den och kör igen."
    ),
    "table_has_totals": Words(
        "Tabellen {table} har en summarad, så den kan inte få fler rader.",
        "Stäng av den under Tabelldesign – Summarad, spara, och kör igen.",
    ),
    "table_is_filtered": Words(
        "Tabellen är filtrerad. Nya rader syns ändå, tills filtret används på nytt.",
        "Välj Data – Använd igen om de ska filtreras.",
    ),
    "version_several": Words(
        "Flera versioner börjar på {version}.", "Skriv fler tecken av versionens beteckning."
    ),
    "version_none_then": Words(
        "Ingen version av arbetsboken var sparad den {day}.",
        "shk-xl log visar vilka versioner som finns. Ange ett nummer, eller en äldre fil.",
    ),
    "version_unknown": Words(
        "Det finns ingen version {version} av arbetsboken.",
        "shk-xl log visar vilka versioner som finns.",
    ),
}

VERSIONS: Final[dict[str, str]] = {
    "found": "som den var när programmet skulle ändra den",
    "merged": "svar inlagda",
    "resolved": "konflikter avgjorda",
    "imported": "dokument inlästa",
    "restored": "en tidigare version tillbakatagen",
    "sent": "utskickad till parter",
}
"""Why a version is kept, by the reasons of ``shk_xl.exchange.versions``."""
