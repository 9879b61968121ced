"""The Swedish words for the buttons: faults of an open workbook, and what is told at the end."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "book_changed_meanwhile": Words(
        "Arbetsboken ändrades innan den hann stängas, så inget val är infört.",
        "Tryck på knappen igen.",
    ),
    "book_never_saved": Words(
        "Arbetsboken är inte sparad som fil än.",
        "Spara den i den mapp där den ska vara kvar, och tryck på knappen igen.",
    ),
    "book_not_saved": Words(
        "Arbetsboken är inte sparad än, så det finns ingen mapp att lägga dokumenten i.",
        "Spara den där dokumenten ska ligga, och tryck på knappen igen.",
    ),
    "book_not_synced": Words(
        "Filen i mappen på datorn är inte den som är öppen: OneDrive har inte hunnit ikapp.",
        "Vänta tills OneDrive har synkat, och tryck på knappen igen.",
    ),
    "book_on_web": Words(
        "Arbetsboken är öppnad från webben, och ingen mapp på datorn hör ihop med den.",
        "Synka mappen med OneDrive och öppna arbetsboken därifrån, eller spara den på datorn.",
    ),
    "book_read_only": Words(
        "Arbetsboken är öppnad som skrivskyddad, så Excel kan inte spara den.",
        "Stäng den där den mer är öppen, öppna den igen och tryck på knappen.",
    ),
    "book_replaced_on_web": Words(
        "Arbetsboken är öppnad från OneDrive eller SharePoint, och då går filen inte att byta ut "
        "härifrån.",
        "Spara och stäng den, vänta tills OneDrive har synkat, och kör shk-xl resolve på filen.",
    ),
    "book_save_failed": Words(
        "Excel sparade inte arbetsboken.",
        "Spara den själv, och tryck på knappen igen.",
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

SAVE_FIRST: Final = (
    "Arbetsboken har ändringar som inte är sparade, och knappen arbetar med det som står i filen."
    "\n\nSpara och fortsätta?"
)

NOTHING_SENT: Final = "Inget är skrivet eller skickat."
PREVIEW_OF_ROUND: Final = (
    "Utskick {round}. Utkast till e-post: {count}. Inget skickas förrän du själv gör det.\n"
    "Ni ber om: {ask}\n"
    "Svar senast {due}, till {reply_to}."
)
PREVIEW_OF_PARTY: Final = (
    "• {party}, {address}\n   {file}, {size}, SHA-256 {hash} …, celler att fylla i: {cells}"
)
MORE_PARTIES: Final = "… och {count} till. Alla visas av shk-xl send BOK --all --dry-run."
DRAFTS_MADE: Final = (
    "Utkast: {count}, i mappen {folder}. Inget är skickat.\n\n"
    "Öppna utkasten, läs igenom dem och skicka dem från ert e-postprogram. I mappen ligger också "
    "ett diarieblad att skriva ut.\n\n"
    "När svaren kommer: spara dem i en mapp, stäng arbetsboken och kör shk-xl receive MAPP "
    '--into "{book}"'
)
DRAFTS_NOT_MADE: Final = (
    "Utkast som inte gick att skriva: {count} ({reason}). De väntar; "
    'shk-xl outbox "{book}" visar dem.'
)
DRAFTS_MAYBE: Final = (
    "Inget i arbetsboken är ändrat. Utkast som hann bli klara ligger i mappen .utskick bredvid den."
)

NOTHING_APPLIED: Final = "Inga val är införda."
NO_CHOICES: Final = "Det finns inget val att föra in."
CLOSE_AND_OPEN: Final = (
    "Arbetsboken stängs en kort stund och öppnas sedan igen. Den sparas som den är nu som en "
    "version, som går att ta tillbaka.\n\nFöra in valen?"
)
APPLYING: Final = "För in valen. Arbetsboken öppnas snart igen …"
APPLIED: Final = "Valen är införda, och arbetsboken är öppen igen."
WHOLE_ANYWAY: Final = (
    "Arbetsboken är hel. Är den inte öppen, öppna den som vanligt: {path}. Bladet Konflikter visar "
    "vad som är kvar att välja."
)

NO_TEMPLATES: Final = (
    "Det finns inga egna mallar för den här arbetsboken. Ska de inbyggda mallarna läggas i mappen "
    "{folder}, så att ni kan ändra dem i Word?"
)
TEMPLATES_MADE: Final = (
    "Mallarna ligger i {folder}. Ändra dem i Word och tryck Kontrollera mallar igen. "
    "Knapparna för dokument använder dem i fortsättningen."
)
ALL_TEMPLATES_FINE: Final = "{count} mallar i {folder}: inget att åtgärda."
MORE_IN_TEMPLATES: Final = (
    '… och {count} rader till. Se allt med: shk-xl templates check "{folder}"'
)
