"""The Swedish words for faults of recalculation."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "array_size": Words(
        "Matrisformeln får inte plats i sina celler. Antal formler: {count}.",
        "Öppna filen i Excel, räkna om den där och spara.",
    ),
    "array_without_area": Words(
        "Matrisformeln säger inte vilka celler den gäller.",
        "Öppna filen i Excel och spara den på nytt.",
    ),
    "cell_iso_date": Words(
        "Datumet är sparat som text (ISO 8601), som beräkningen inte läser.",
        "Öppna filen i Excel och spara den som vanlig Excel-arbetsbok (.xlsx).",
    ),
    "cell_unreadable": Words(
        "En cell går inte att läsa (tecken {position} i bladets XML).",
        "Öppna filen i Excel och spara den på nytt.",
    ),
    "chance_followed": Words(
        "Formeln använder {function} och får ett nytt slumptal vid varje omräkning. "
        "Antal formler: {count}.",
        "Ersätt slumptalet med sitt värde om svaret ska stå sig.",
    ),
    "circle_iterates": Words(
        "Formeln hänvisar till sig själv och arbetsboken räknar i omgångar (iterativ beräkning), "
        "vilket inte går här: värdet är orört. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "clock_followed": Words(
        "Formeln följer klockan ({function}). Antal formler: {count}.",
        "Ange en tidpunkt om svaret ska gälla en annan dag.",
    ),
    "engine_disagrees": Words(
        "Värdet är orört: {function} ger ett annat svar här än i Excel. I {witness} har Excel "
        "{excel} och beräkningen här {engine}. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel, eller låt beräkningen här gälla.",
    ),
    "engine_refused": Words(
        "Arbetsboken går inte att räkna om här: {reason}.", "Räkna om den i Excel."
    ),
    "formula_cancelled": Words(
        "Beräkningen av formeln avbröts. Antal formler: {count}.", "Kör igen, eller i Excel."
    ),
    "formula_circular": Words(
        "Formeln hänvisar till sig själv: {circle}. Antal celler i cirkeln: {count}.",
        "Rätta formeln, så att den inte behöver sitt eget svar.",
    ),
    "formula_fills_several": Words(
        "Formeln ger flera värden men har plats för ett. Antal formler: {count}.",
        "Öppna filen i Excel, skriv om formeln där och spara.",
    ),
    "formula_misread": Words(
        "Formeln läses på ett annat sätt här än i Excel. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "formula_not_supported": Words(
        "Formeln använder något som inte går att räkna ut här. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "formula_unreadable": Words(
        "Formeln går inte att läsa. Antal formler: {count}.", "Rätta formeln i Excel."
    ),
    "function_doubtful": Words(
        "Funktionen {function} kan ge ett annat svar här än i Excel. Antal ställen: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "function_unknown": Words(
        "Funktionen {function} finns inte här. Antal ställen: {count}.",
        "Rätta namnet, eller räkna om arbetsboken i Excel.",
    ),
    "name_not_supported": Words(
        "Namnet {name} går inte att räkna ut här. Antal ställen: {count}.",
        "Räkna om arbetsboken i Excel, eller låt namnet stå för ett område.",
    ),
    "name_unknown": Words(
        "Namnet {name} finns inte i arbetsboken. Antal formler: {count}.",
        "Rätta formeln, eller skapa namnet under Formler, Namnhanteraren.",
    ),
    "not_a_workbook": Words(
        "Filen är ingen Excel-arbetsbok.", "Ange en fil som slutar på .xlsx eller .xlsm."
    ),
    "part_missing": Words(
        "Delen {part} saknas i filen.", "Hämta filen igen, eller en tidigare version av den."
    ),
    "precision_as_displayed": Words(
        "Arbetsboken räknar med de avrundade tal som visas (Ange precision enligt visning).",
        "Stäng av det i Excel under Arkiv, Alternativ, Avancerat, eller räkna om i Excel.",
    ),
    "range_as_value": Words(
        "Ett område står där formeln behöver ett enda värde. Antal formler: {count}.",
        "Byt området mot en cell, eller räkna om arbetsboken i Excel.",
    ),
    "table_column_unknown": Words(
        "Formeln hänvisar till kolumnen ”{column}”, som inte finns i tabellen {table}.",
        "Rätta formeln, eller ge kolumnen dess namn tillbaka.",
    ),
    "table_not_named": Words(
        "Formeln hänvisar till en kolumn utan tabell, men cellen ligger inte i någon tabell.",
        "Skriv tabellens namn före kolumnen.",
    ),
    "table_outside": Words(
        "Formeln hänvisar till en tabell i en annan fil: {sheet}.",
        "Hämta värdet till den här arbetsboken, eller räkna om i Excel.",
    ),
    "table_reference_unreadable": Words(
        "Tabellhänvisningen {reference} går inte att läsa.", "Rätta formeln i Excel."
    ),
    "table_row_outside": Words(
        "Formeln hänvisar till den egna raden i tabellen {table}, som ligger på ett annat blad.",
        "Ange vilken rad som menas, till exempel med XLETAUPP.",
    ),
    "table_unknown": Words(
        "Formeln hänvisar till tabellen ”{table}”, som inte finns.",
        "Rätta formeln, eller ge tabellen dess namn tillbaka.",
    ),
    "table_unreadable": Words(
        "Tabellen i {part} går inte att läsa.", "Öppna filen i Excel och spara den på nytt."
    ),
    "value_doubtful": Words(
        "Svaret kan skilja sig från det som Excel ger. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "value_missing": Words(
        "Formeln har inget värde, och det som den bygger på går inte att räkna ut här. "
        "Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "value_stale": Words(
        "Värdet är gammalt: något som det bygger på har ändrats, men det går inte att räkna ut "
        "här. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "what_if_stale": Words(
        "Vad-händer-om-tabellen visar gamla värden: något som den bygger på har ändrats. "
        "Antal tabeller: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "workbook_signed": Words(
        "Arbetsboken är digitalt signerad, och en ändring skulle bryta signaturen.",
        "Ta bort signaturen i Excel, kör igen, och signera på nytt.",
    ),
}
