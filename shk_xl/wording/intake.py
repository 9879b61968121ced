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
    "answer_too_large": Words(
        "Filen har fler rader, eller mer text, i våra tabeller än ett svar kan ha.",
        "Den är sparad, men inget ur den förs in. Be avsändaren fylla i kopian på nytt.",
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
    "letter_too_complex": Words(
        "Brevet är byggt som inget e-postprogram bygger brev: orimligt många rader, delar eller "
        "tecken i ett brevhuvud.",
        "Det är sparat, men öppnas inte. Är avsändaren känd: spara arbetsboken från "
        "e-postprogrammet, och läs in den.",
    ),
    "letter_too_deep": Words(
        "Brev ligger inuti varandra i mer än {deepest} lager.",
        "Spara arbetsboken från mejlprogrammet, och läs in den.",
    ),
    "letter_too_large": Words(
        "Brevet är större än {megabytes} MB.",
        "Spara arbetsboken från mejlprogrammet, och läs in den.",
    ),
    "letter_too_many_files": Words(
        "Brevet har fler än {most} filer som kan vara svar.",
        "Spara dem i en mapp, och läs in mappen.",
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
    "reading_ended": Words(
        "Filen kunde inte läsas: läsningen avbröts ({reason}).",
        "Den är sparad, men inget ur den förs in. Be avsändaren fylla i kopian på nytt.",
    ),
    "reading_given_up": Words(
        "Filen är inte läst, för de andra filerna i brevet tog för lång tid.",
        "Spara den ur brevet, och läs in den för sig.",
    ),
    "reading_not_started": Words(
        "Filen är inte läst, för den process som läser filer utifrån gick inte att starta "
        "({reason}).",
        "Den är sparad. Kör igen; hjälper inte det, installera programmet på nytt.",
    ),
    "reading_out_of_memory": Words(
        "Filen kunde inte läsas med så mycket minne som en läsning får använda ({megabytes} MB).",
        "Den är sparad, men inget ur den förs in. Be avsändaren fylla i kopian på nytt.",
    ),
    "reading_too_slow": Words(
        "Filen kunde inte läsas inom {seconds} sekunder.",
        "Den är sparad, men inget ur den förs in. Läs in den igen när datorn har mindre att göra, "
        "eller be avsändaren fylla i kopian på nytt.",
    ),
    "sent_version_missing": Words(
        "Arbetsboken som utskick {round} gjordes av finns inte kvar i mappen .utskick.",
        "Återställ mappen från en säkerhetskopia, och kör igen.",
    ),
}

RECEIPT_SENDER: Final = "Processtödet"
TAKEN: Final = "Infört i arbetsboken"
WAITING: Final = "Väntar på beslut hos oss"
STILL_WAITING: Final = "Väntar fortfarande på beslut hos oss"
NOT_TAKEN: Final = "Inte infört"
NOTHING_DIFFERS: Final = "Inget i det skiljer sig från kopian som vi skickade.\n"
BLANK: Final = "tomt"
ALREADY_THERE: Final = "fanns redan"
OURS_STANDS: Final = "vår uppgift står kvar"
OTHERS_STANDS: Final = "en annan uppgift gäller"

RECEIPT_SUBJECT: Final = "Kvitto på ert svar, utskick {round}"
RECEIPT: Final = """Hej {party}!

Tack för ert svar på utskick {round} ({files}). Så här har vi tagit emot det.

{parts}
Hör av er om något inte stämmer.

Hälsningar
{sender}
"""

DECISION_SUBJECT: Final = "Beslut om ert svar, utskick {round}"
DECISION: Final = """Hej {party}!

Nu är det avgjort som väntade hos oss i ert svar på utskick {round}.

{parts}
Hör av er om något inte stämmer.

Hälsningar
{sender}
"""


def differences_in_words(count: int) -> str:
    """Say how many differences there are.

    >>> differences_in_words(0), differences_in_words(1), differences_in_words(7)
    ('inga skillnader', '1 skillnad', '7 skillnader')
    """
    return {0: "inga skillnader", 1: "1 skillnad"}.get(count, f"{count} skillnader")
