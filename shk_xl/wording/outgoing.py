"""The Swedish words of a copy that goes out: on its sheets, and for what is wrong with it."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FILL_TITLE: Final = "Fyll i: {column}"
READ_TITLE: Final = "Fylls inte i"
READ_HELP: Final = (
    "Den här cellen svarar andra för. Det som skrivs här tas inte in, men vi ser det och frågar."
)

TITLE: Final = "Kopia till {party}"
SUBTITLE: Final = "{name} · utskick {round} · {date}"
ASKED: Final = "Vad vi ber om"
BY: Final = "Svara senast"
BACK: Final = "Så svarar ni"
BACK_TEXT: Final = (
    "Fyll i, spara filen som Excel-arbetsbok (.xlsx) och svara på mejlet med filen bifogad, till "
    "{reply_to}. Det går bra att sortera och filtrera, men låt bladens och kolumnernas namn vara."
)
PART: Final = "Er del"
PART_OF_TABLE: Final = "{sheet}: {titles}. Det är {cells} i {rows}."
ONE_CELL, CELLS = "en cell", "{count} celler"
ONE_ROW, ROWS = "en rad", "{count} rader"
NO_PART: Final = "Ni har inga egna initiativ i portföljen än."
NEW_ROWS: Final = "Nya rader"
NEW_ROWS_TEXT: Final = (
    "Lägg till egna rader i de tomma raderna sist i {sheets}. Räcker de inte, skriv på raderna "
    "närmast under tabellen: de läses också."
)
MARKS: Final = "Så är det märkt"
MARKED_TO_FILL: Final = (
    "Ljus cell med mörk ram: här fyller ni i. När den markeras står det Fyll i bredvid."
)
MARKED_TO_READ: Final = (
    "Grå cell med grå text: andra svarar för den. När den markeras står det Fylls inte i bredvid."
)
COMPUTED: Final = "Beräknade tal"
COMPUTED_TEXT: Final = (
    "Belopp och poäng som portföljen räknar fram visas som de var {date}. De ändras inte när ni "
    "fyller i; det görs när svaret har kommit in."
)
ONLY_OWN: Final = "Vad som är med"
ONLY_OWN_TEXT: Final = (
    "Bara era egna initiativ och det som hör till dem. Resten av portföljen är kvar hos oss."
)
ID: Final = "Kopians id"
ID_HELP: Final = "Låt raden ovanför stå kvar: den visar vilken kopia svaret bygger på."

REGISTRATION_TITLE: Final = "Diarieblad: utgående handlingar"
REGISTRATION_COLUMNS: Final = (
    "Diarienummer",
    "Datum",
    "Avsändare",
    "Mottagare",
    "Innehåll",
    "Filnamn",
    "SHA-256",
)
REGISTRATION_CONTENT: Final = (
    "{name}, utskick {round}: kopia för ifyllnad. Begärt: {asked} Svar senast {by}."
)

_AGAIN: Final = (
    "Skicka inte filen. Gör om kopian; står det kvar är det ett fel i programmet som ska rättas."
)

FAULTS: Final[dict[str, Words]] = {
    "id_key_damaged": Words(
        "Nyckeln som kopiornas id skrivs med går inte att läsa.",
        "Hämta filen från en säkerhetskopia. Utan den känns inga tidigare kopior igen.",
    ),
    "id_too_long": Words(
        "Partens namn är så långt att kopians id inte får plats ({length} tecken; {limit} ryms).",
        "Korta namnet på bladet Parter.",
    ),
    "leak_archive": Words(
        "Filen bär med sig {what} utanför sitt innehåll.",
        _AGAIN,
    ),
    "leak_author": Words("Delen namnger en person: {what}.", _AGAIN),
    "leak_external": Words("Delen leder ut ur filen: {what}.", _AGAIN),
    "leak_hidden_sheet": Words("Bladet {what} är dolt.", _AGAIN),
    "leak_machine": Words("Delen nämner den här datorn eller dess användare: {what}.", _AGAIN),
    "leak_mail": Words("Delen har en e-postadress som inte hör till innehållet: {what}.", _AGAIN),
    "leak_part": Words("Filen har en del som inte ska vara med: {what}.", _AGAIN),
    "leak_path": Words("Delen har en sökväg som inte hör till innehållet: {what}.", _AGAIN),
    "leak_property": Words("Filens egenskaper har uppgiften {what}.", _AGAIN),
    "leak_time": Words("Delen har en tidsstämpel: {what}.", _AGAIN),
    "leak_unused_text": Words(
        "{count} texter ligger kvar i filen fast ingen cell visar dem.", _AGAIN
    ),
    "outgoing_columns_left": Words(
        "Egna kolumner i tabellen {table} följer inte med: {names}.",
        "Skicka det som står i dem på annat sätt, om parterna behöver det.",
    ),
    "outgoing_nothing_to_fill": Words(
        "{party} har inget att fylla i: parten ansvarar inte för något initiativ och deltar inte "
        "i något.",
        "Fyll i Ansvarig part eller Samverkande aktörer på bladet Initiativ.",
    ),
    "outgoing_only_new_rows": Words(
        "{party} har inga egna initiativ, så kopian har bara plats för nya rader.",
        "Stämmer det inte: fyll i Ansvarig part eller Samverkande aktörer på bladet Initiativ.",
    ),
    "outgoing_personal_number": Words(
        "Cellen har något som ser ut som ett personnummer.",
        "Ta bort det, om det inte måste skickas. Vanlig e-post är inte säker nog för sådant.",
    ),
    "outgoing_sheets_left": Words(
        "Egna blad följer inte med: {names}.",
        "Skicka det som står på dem på annat sätt, om parterna behöver det.",
    ),
    "request_answer_by_past": Words(
        "Sista svarsdag är {by}, och kopian görs {made}.", "Ange en senare dag."
    ),
    "request_empty": Words("Det står inte {what}.", "Fyll i det och kör igen."),
    "request_reply_to": Words(
        "Svar ska gå till ”{value}”, som inte är en e-postadress.",
        "Ange en adress, till exempel portfolj@kommunen.example.",
    ),
}
