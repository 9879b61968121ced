"""The Swedish words for faults of the tables of a portfolio workbook."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "amount_ambiguous": Words(
        "”{value}” kan betyda två olika belopp.",
        "Skriv beloppet i hela kronor utan punkt och komma, till exempel 1 750 000.",
    ),
    "amount_contradicts": Words(
        "Beloppet {value} och beloppsläget {state} säger emot varandra.",
        "Ändra det ena. Ordinarie personal och Okänt ska inte ha något belopp.",
    ),
    "amount_missing": Words(
        "Beloppsläget är {state}, men beloppet är tomt. Det räknas som okänt.",
        "Fyll i beloppet, eller ändra läget.",
    ),
    "amount_not_a_number": Words(
        "”{value}” är inget belopp.",
        "Skriv ett tal i hela kronor, eller lämna beloppet tomt och välj ett läge.",
    ),
    "amount_not_whole": Words("{value} är inte hela kronor.", "Avrunda beloppet till hela kronor."),
    "amount_without_column": Words(
        "{key}: förklaringen ”{value}” till beloppet får inte plats i kolumnen {column}.",
        "Flytta den till en textkolumn.",
    ),
    "choice_near": Words("”{value}” finns inte bland valen.", "Menar du {near}?"),
    "choice_unknown": Words("”{value}” finns inte bland valen.", "Välj ett av: {choices}."),
    "column_missing": Words(
        "Tabellen {table} saknar kolumnen {column}.",
        "Lägg tillbaka den med precis den rubriken; den får stå var som helst i tabellen.",
    ),
    "column_renamed": Words(
        "Tabellen {table} saknar kolumnen {column}. Den heter kanske {near} nu.",
        "Ändra tillbaka rubriken till {column}.",
    ),
    "column_twice": Words(
        "Tabellen {table} har två kolumner med rubriken {column}.", "Byt rubrik på den ena."
    ),
    "duplicate_key": Words(
        "”{key}” finns redan i cell {other}.", "Ta bort den ena raden, eller ändra en av dem."
    ),
    "error_in_cell": Words("Cellen visar felet {error}.", "Rätta formeln, eller skriv värdet."),
    "fact_missing": Words(
        "Raden {fact} saknas.", "Lägg till en rad med precis den uppgiften, och dess värde."
    ),
    "formula_without_value": Words(
        "Cellen har en formel som inte är uträknad.",
        "Öppna filen i Excel, låt den räkna om, och spara. Eller kör shk-xl recalc.",
    ),
    "name_with_semicolon": Words(
        "{key}: namnet ”{value}” i kolumnen {column} har ett semikolon, som skiljer namn åt.",
        "Skriv namnet utan semikolon.",
    ),
    "not_a_portfolio": Words(
        "Filen är ingen portföljarbetsbok: ingen av tabellerna finns i den.",
        "Ange en arbetsbok som är gjord med shk-xl new, eller gör en sådan först.",
    ),
    "number_expected": Words("”{value}” är inget tal.", "Skriv ett heltal med siffror."),
    "number_not_positive": Words("{value} är inte större än 0.", "Skriv 1 eller mer."),
    "number_not_whole": Words("{value} är inget heltal.", "Skriv ett heltal."),
    "points_not_whole": Words(
        "Poängen {value} är inget heltal. Den räknas som ännu inte satt.",
        "Skriv ett heltal från 1 till 5.",
    ),
    "required_empty": Words("{column} är tom.", "Fyll i cellen, eller ta bort hela raden."),
    "rows_below_table": Words(
        "Raden står under tabellen {table}, så arbetsbokens egna summor räknar inte med den.",
        "Dra i tabellens nedre högra hörn så att raden kommer med.",
    ),
    "sheet_disorder": Words(
        "Rader eller celler står i fel ordning eller två gånger (vid {at}).",
        "Öppna filen i Excel, kontrollera innehållet och spara den på nytt.",
    ),
    "table_missing": Words(
        "Tabellen {table} på bladet {sheet} saknas.",
        "Hämta bladet från en tidigare version av filen, eller från en ny arbetsbok.",
    ),
    "table_renamed": Words(
        "Tabellen {near} ser ut att vara tabellen {table}.",
        "Klicka i den och ändra namnet till {table} under Tabelldesign – Tabellnamn.",
    ),
    "table_twice": Words(
        "Två tabeller heter {table}.", "Öppna filen i Excel och byt namn på den ena."
    ),
    "text_too_long": Words(
        "Texten har {length} tecken; i kolumnen {column} ryms {limit}.", "Korta den."
    ),
    "text_too_long_for_cell": Words(
        "{key}: texten i kolumnen {column} har {length} tecken; i en cell ryms {limit}.",
        "Korta den, eller dela den på flera rader.",
    ),
    "workbook_binary": Words(
        "Filen är en binär arbetsbok (.xlsb).",
        "Öppna den i Excel och spara den som Excel-arbetsbok (.xlsx).",
    ),
    "workbook_strict": Words(
        "Filen är sparad som Strict Open XML.",
        "Öppna den i Excel och spara den som vanlig Excel-arbetsbok (.xlsx).",
    ),
    "example_column_unknown": Words(
        "Rad {row} har nyckeln {column}, som inte är en kolumn som man skriver i.",
        "Använd kolumnens rubrik i arbetsboken.",
    ),
    "example_table_unknown": Words(
        "Tabellen {table} finns inte i arbetsboken.", "Använd tabellens namn i arbetsboken."
    ),
}
