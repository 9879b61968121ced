"""The Swedish words for what a merge tells: of a reply, of our own workbook, of the choices."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "reply_table_missing": Words(
        "Tabellen {table} finns inte i svaret, eller har fått ett annat namn.",
        "Den räknas som inte besvarad. Ingen rad i den är ändrad eller borttagen.",
    ),
    "reply_column_missing": Words(
        "Kolumnen {column} finns inte i svaret.",
        "Den räknas som inte besvarad. Inget i den är ändrat eller tömt.",
    ),
    "reply_column_renamed": Words(
        "Kolumnen {column} finns inte i svaret. Den heter kanske {near} där.",
        "Den räknas som inte besvarad. Läs det som står i {near}, och för in det som ska gälla.",
    ),
    "reply_key_column_missing": Words(
        "Tabellen saknar en kolumn som raderna känns igen på.",
        "Tabellen räknas som inte besvarad. Be parten skicka den igen med alla kolumner.",
    ),
    "reply_column_new": Words(
        "Parten har lagt till kolumnen {column}.",
        "Den förs inte in. Det som står i den visas här, cell för cell.",
    ),
    "reply_own_column": Words(
        "I kolumnen {column}, som inte är en av våra, stod {before}; nu står {after}.",
        "Det förs inte in. Skriv in det som ska gälla.",
    ),
    "reply_computed_overwritten": Words(
        "I kolumnen {column}, som beräknas, stod {before}; parten har skrivit {after}.",
        "Det förs inte in. Ändra det som kolumnen beräknas av, om parten har rätt.",
    ),
    "reply_retyped": Words(
        "Celler i kolumnen {column} har samma värde men är {after} i stället för {before} "
        "({count} stycken).",
        "Inget är ändrat.",
    ),
    "reply_formula_same": Words(
        "Parten har en formel i kolumnen {column} som ger samma värde som förut.",
        "Inget är ändrat.",
    ),
    "reply_formula_without_value": Words(
        "Parten har en formel i {column} som inte är uträknad.",
        "Den förs inte in. Fråga parten efter värdet.",
    ),
    "reply_formula_recalculated": Words(
        "Formeln i {column} ger ett annat värde i svaret än i kopian.",
        "Den förs inte in. Se efter om formeln ska ändras.",
    ),
    "reply_value_refused": Words(
        "”{after}” i {column} går inte att föra in.", "{why} Fråga parten vad som menas."
    ),
    "reply_row_refused": Words(
        "Raden går inte att föra in: {content}.", "{why} Fråga parten vad som menas."
    ),
    "reply_row_without_key": Words(
        "En ny rad saknar det som den ska kännas igen på: {content}.",
        "Den förs inte in. Skriv in den i arbetsboken med det som saknas.",
    ),
    "reply_keyless_gone": Words(
        "En rad utan nyckel som fanns i kopian finns inte i svaret: {content}.",
        "Inget är ändrat. Ta bort raden själv om den ska bort.",
    ),
    "reply_key_twice": Words(
        "”{key}” står på flera rader i svaret ({rows} stycken), så det går inte att veta vilken "
        "som gäller. Nytt: {content}.",
        "Inget av det förs in. Skriv in det som ska gälla.",
    ),
    "own_key_twice": Words(
        "”{key}” står på flera rader i vår arbetsbok, så det går inte att veta vilken som "
        "parten har ändrat.",
        "Ta bort eller ändra den ena raden, och ta emot svaret igen.",
    ),
    "own_column_missing": Words(
        "Vår arbetsbok saknar kolumnen {column}.",
        "Lägg tillbaka den, och ta emot svaret igen.",
    ),
    "own_table_missing": Words(
        "Vår arbetsbok saknar tabellen {table}.",
        "Lägg tillbaka den, och ta emot svaret igen.",
    ),
    "row_near": Words(
        "Raden liknar en som redan finns: {names}.", "Se efter att den inte är samma."
    ),
    "row_code_proposed": Words(
        "Raden saknar kod; den får koden {code}.",
        "Lägg till den med den koden, eller skriv in raden själv med en annan.",
    ),
    "row_with_formulas": Words(
        "Parten har formler i {columns}.", "Värdena förs in, inte formlerna, om raden läggs till."
    ),
    "row_renamed_here": Words(
        "Raden heter kanske {key} hos oss nu.", "Välj om ändringen ska göras på den raden."
    ),
    "key_referred_to": Words(
        "Andra blad hänvisar till nyckeln: {sheets}.", "Ändra den där också om den byts."
    ),
    "question_settled": Words("Frågan är redan avgjord: vår uppgift gäller.", "Inget är ändrat."),
    "choice_of_question_unknown": Words(
        "”{choice}” är inget av svaren på den frågan.", "Välj ett i listan: {choices}."
    ),
    "question_changed": Words(
        "Frågan stämmer inte längre: arbetsboken eller svaren har ändrats sedan den ställdes.",
        "Läs raden som den är nu, och välj igen.",
    ),
    "question_twice": Words(
        "Samma fråga står på flera rader med olika svar.", "Behåll en av raderna."
    ),
    "choices_collide": Words(
        "Svaret ”{choice}” säger emot ett annat svar om samma rad eller nyckel ({key}).",
        "Ändra det ena till Vår eller Senare.",
    ),
}
