"""The Swedish words for the buttons: faults of an open workbook, and what is told at the end."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "book_not_saved": Words(
        "Arbetsboken är inte sparad än, så det finns ingen mapp att lägga dokumenten i.",
        "Spara den där dokumenten ska ligga, och tryck på knappen igen.",
    ),
    "check_sheet_taken": Words(
        "Det finns redan ett blad som heter så, och knappen har inte skrivit det. Inget är ändrat.",
        "Byt namn på bladet och tryck på knappen igen.",
    ),
    "sheet_protected": Words(
        "Bladet är skyddat, så inget kan skrivas där.",
        "Välj Granska – Ta bort bladets skydd, och tryck på knappen igen.",
    ),
    "structure_protected": Words(
        "Arbetsbokens struktur är skyddad, så bladet {sheet} kan inte läggas till.",
        "Välj Granska – Skydda arbetsbok för att ta bort skyddet, och tryck på knappen igen.",
    ),
}

FUNCTIONS_NOT_LOADED: Final = (
    "Excel hittar inte funktionerna (SHK_…), så de beräknade cellerna visar fel. Inget är "
    "förlorat. Tryck Anpassa formler. Hjälper det inte: stäng Excel, öppna arbetsboken igen och "
    "tillåt makron, eller kör shk-xl excel status och gör det som står där."
)
CELLS_DIFFER: Final = (
    "Beräknade celler som visar något annat än de ska: {count}. Formeln kan vara överskriven: "
    "kopiera den från en annan rad i samma kolumn."
)
PROGRAM_FAILED: Final = (
    "Något gick fel i programmet; det beror inte på dig. {state}\n\n"
    "De tekniska uppgifterna ligger i {log}. Skicka filen till den som sköter verktyget."
)
LOG_NOT_WRITTEN: Final = (
    "Något gick fel i programmet; det beror inte på dig. {state}\n\n"
    "De tekniska uppgifterna gick inte att spara. Säg till den som sköter verktyget: {error}."
)
