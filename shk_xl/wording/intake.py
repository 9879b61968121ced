"""The Swedish words for what comes back: messages, files, and whose answer they are."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "answer_from_stranger": Words(
        "Svaret kom från {sender}, som inte hör till {party} enligt bladet Parter.",
        "Det är inläst ändå, för vem som helst kan skriva en avsändare. Hör efter om det är rätt.",
    ),
    "answer_id_forged": Words(
        "Filen bär ett id som inte är skrivet härifrån ({ids}).",
        "Fråga avsändaren var filen kommer ifrån. Är den rätt: kör igen med "
        '--accept "{answer}={proposed}".',
    ),
    "answer_id_unknown": Words(
        "Filen bär ett id som är skrivet härifrån men inte finns i registret ({ids}).",
        "Kanske hör den till en annan arbetsbok, eller är mappen .utskick återställd. Hör den hit: "
        'kör igen med --accept "{answer}={proposed}".',
    ),
    "answer_ids_differ": Words(
        "Filen bär olika id på olika ställen ({ids}).",
        "Någon har kanske fogat ihop två filer. Öppna den, och kör igen med "
        '--accept "{answer}={proposed}" om den är rätt.',
    ),
    "answer_merged_before": Words(
        "Svaret är redan inläst, i sammanslagning {merge}.",
        "Inget är ändrat. Ska det läsas in igen: kör med --again.",
    ),
    "answer_without_id": Words(
        "Filen saknar id, så det går inte att veta vilken kopia den är gjord av.",
        'Öppna den och se vems den är. Kör sedan igen med --accept "{answer}={proposed}".',
    ),
    "arrival_twice": Words("Samma fil pekas ut två gånger.", "Den har lästs en gång."),
    "file_is_archive": Words(
        "Filen är ett arkiv (7z, RAR eller gzip) och öppnas inte.",
        "Packa upp den, och läs in arbetsboken i den.",
    ),
    "file_is_msg": Words(
        "Meddelandet är sparat i Outlooks eget format (.msg).",
        "Spara det som .eml, eller dra ut bilagan till en mapp, och läs in det.",
    ),
    "file_is_winmail": Words(
        "Bilagorna ligger inpackade i winmail.dat, Outlooks eget format, som inte öppnas här.",
        "Spara bilagan från Outlook och läs in den, eller be avsändaren skicka den som vanlig "
        "bilaga.",
    ),
    "file_is_zipped": Words(
        "Filen är en zip-fil med arbetsböcker eller brev i.", "Packa upp den, och läs in dem."
    ),
    "file_no_workbook": Words(
        "Filen är varken arbetsbok eller brev.", "Den är sparad; inget görs."
    ),
    "imap_broken": Words(
        "Brevlådan går inte att läsa ({reason}).",
        "Kontrollera adressen och nätet, och kör igen. Inget är ändrat i den.",
    ),
    "imap_certificate": Words(
        "Servern kan inte visa att den är den rätta ({reason}).",
        "Kontrollera adressen. Fråga annars den som sköter mejlservern.",
    ),
    "imap_folder": Words(
        "Brevlådan har ingen mapp som heter {folder}.", "Skriv namnet som det står i servern."
    ),
    "imap_login": Words(
        "Servern godtar inte användaren {user} med lösenordet i nyckelringen.",
        "Byt lösenordet i nyckelringen, eller fråga den som sköter mejlservern.",
    ),
    "letter_encrypted": Words(
        "Brevet är krypterat.",
        "Öppna det i mejlprogrammet, spara arbetsboken och läs in den.",
    ),
    "letter_gone": Words("Brevet togs bort medan brevlådan lästes.", "Läs brevlådan en gång till."),
    "letter_has_link": Words(
        "Brevet har ingen bilaga men en länk till en fil på nätet.",
        "Hämta filen själv, och läs in den.",
    ),
    "letter_incomplete": Words(
        "Brevet är bara en del, eller hänvisar till en fil som inte följer med.",
        "Hämta filen själv, eller be avsändaren skicka den igen.",
    ),
    "letter_is_automatic": Words(
        "Brevet är ett automatiskt svar.", "Inget görs. Vänta på det riktiga svaret."
    ),
    "letter_is_bounce": Words(
        "Brevet är en studs: ett utskick kom inte fram (till {failed}).",
        "Rätta adressen på bladet Parter och skicka igen.",
    ),
    "letter_is_read_receipt": Words("Brevet är en läskvittens.", "Inget görs."),
    "letter_too_deep": Words(
        "Brev ligger inuti varandra i mer än {deepest} lager.",
        "Spara arbetsboken från mejlprogrammet, och läs in den.",
    ),
    "letter_too_large": Words(
        "Brevet är större än {megabytes} MB.",
        "Spara arbetsboken från mejlprogrammet, och läs in den.",
    ),
    "letter_without_workbook": Words(
        "Brevet har ingen arbetsbok.", "Läs det; ett svar i text förs inte in av programmet."
    ),
    "merged_not_computed": Words(
        "Svaren är införda, men arbetsboken gick inte att räkna om.",
        "Öppna den i Excel och räkna om den (Ctrl+Alt+F9) innan någon läser summorna.",
    ),
    "nothing_received": Words(
        "Inget är skickat eller mottaget för arbetsboken.",
        "Börja med shk-xl send eller shk-xl receive.",
    ),
    "sent_version_missing": Words(
        "Arbetsboken som utskick {round} gjordes av finns inte kvar i mappen .utskick.",
        "Återställ mappen från en säkerhetskopia, och kör igen.",
    ),
}

RECEIPT_SUBJECT: Final = "Kvitto på ert svar, utskick {round} ({number})"
RECEIPT_PARTS: Final = ("Infört i arbetsboken", "Väntar på beslut hos oss", "Inte infört")
RECEIPT: Final = """Hej {party}!

Tack för ert svar på utskick {round} ({files}). Så här har vi tagit emot det.

{parts}
Hör av er om något inte stämmer.

Hälsningar
{sender}
"""
