"""The Swedish words of the exchange by email, on its way out: faults, states, letters."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "kept_file_changed": Words(
        "Filen är inte längre den som sparades.",
        "Ändra inget i mappen .utskick. Lägg tillbaka filen från en säkerhetskopia.",
    ),
    "keyring_closed": Words(
        "Datorns nyckelring går inte att läsa ({reason}).", "Lås upp den och försök igen."
    ),
    "keyring_unsafe": Words(
        "Datorn har ingen säker plats för lösenord.",
        "Gör utkast i stället (--via eml), eller kör på en dator med nyckelring.",
    ),
    "mail_address": Words(
        "”{value}” är inte en e-postadress.",
        "Skriv precis en adress, utan namn, blanksteg, å, ä eller ö: namn@kommun.se.",
    ),
    "mail_authority": Words(
        "Certifikatet i ca_file går inte att läsa.",
        "Peka ut en fil i PEM-format, eller ta bort raden.",
    ),
    "mail_changed": Words(
        "Brevet är inte vad det skulle vara när det läses tillbaka.",
        "Inget är skickat. Visa det för den som förvaltar programmet.",
    ),
    "mail_copy_large": Words(
        "Kopian till {party} är {megabytes} MB, och en del brevlådor tar inte emot så mycket.",
        "Skicka bara partens egna rader (--only-own) om den kommer i retur.",
    ),
    "mail_copy_too_large": Words(
        "Kopian till {party} är {megabytes} MB, och större än {limit} MB tar många inte emot.",
        "Skicka bara partens egna rader (--only-own), eller lämna över filen på annat sätt.",
    ),
    "mail_encoded_word": Words(
        "{what} innehåller tecknen =? som e-postprogram kan läsa som något annat.",
        "Skriv om texten utan dem.",
    ),
    "mail_extra_missing": Words(
        "Det som behövs för att skicka på det sättet är inte installerat.",
        'Installera det: pip install "shk-xl[{extra}]". Utkast (--via eml) fungerar utan.',
    ),
    "mail_file_name": Words(
        "Filnamnet ”{value}” går inte att använda överallt.", 'Ta bort tecknen / \\ : " < > | ? *.'
    ),
    "mail_header_length": Words(
        "{what} är tom, för lång (mer än {longest} tecken) eller börjar med blanksteg.",
        "Skriv om texten.",
    ),
    "mail_hidden_characters": Words(
        "{what} innehåller osynliga tecken: {characters}.", "Skriv om texten utan dem."
    ),
    "mail_no_parties": Words(
        "Ingen i tabellen Parter är av slaget Part.", "Fyll i bladet Parter, eller välj med --to."
    ),
    "mail_party_unknown": Words(
        "”{value}” finns inte i tabellen Parter.", "Skriv namnet som där: {known}."
    ),
    "mail_party_without_address": Words(
        "{party} har ingen adress.", "Fyll i E-post på bladet Parter."
    ),
    "mail_reply_address_missing": Words(
        "Ingen adress att svara till är känd.",
        "Ange den med --reply-to, eller fyll i E-post för den som är Stöd på bladet Parter.",
    ),
    "mail_settings_key": Words(
        "Inställningen {key} är okänd eller av fel slag.",
        "De som finns är {known}. Lösenord skrivs aldrig här.",
    ),
    "mail_settings_missing": Words(
        "Inställningarna för att skicka saknas ([{section}]).",
        "Gör filen så som handboken visar i avsnittet Skicka och ta emot.",
    ),
    "mail_settings_security": Words(
        "Inställningen smtp.security måste vara starttls eller ssl.",
        "Fråga den som sköter er e-post vilket det är.",
    ),
    "mail_settings_unreadable": Words(
        "Filen med inställningar går inte att läsa: {reason}.", "Rätta den raden."
    ),
    "mail_settings_value": Words("Inställningen {key} saknas eller går inte.", "Fyll i den."),
    "mail_unsettled": Words(
        "Det är oklart om det förra brevet till {party} gick iväg (utskick {round}).",
        "Avgör det först: shk-xl outbox BOK visar hur.",
    ),
    "outbox_id_ambiguous": Words("Flera brev börjar med {value}.", "Skriv fler tecken av id:t."),
    "outbox_id_short": Words(
        "Id:t {value} är för kort.", "Skriv minst {shortest} tecken av det, som listan visar."
    ),
    "outbox_id_unknown": Words("Inget brev har id:t {value}.", "Se listan: shk-xl outbox BOK."),
    "outbox_settled": Words(
        "Brevet {value} går inte att ändra: {state}.", "Se listan: shk-xl outbox BOK."
    ),
    "outlook_missing": Words(
        "Det klassiska Outlook för Windows svarar inte. Det nya Outlook går inte att styra.",
        "Gör utkast som filer i stället (--via eml), och öppna dem i ert e-postprogram.",
    ),
    "password_missing": Words(
        "Lösenordet för {account} finns inte i datorns nyckelring.",
        "Lägg in det med python -m keyring set {service} {account} och kör igen.",
    ),
    "register_damaged": Words(
        "Registret över utskick är skadat.", "Lägg tillbaka mappen från en säkerhetskopia."
    ),
    "register_disk": Words(
        "Registret över utskick gick inte att skriva: disken är full eller svarar inte.",
        "Gör plats och kör igen. Det som stod där är kvar.",
    ),
    "register_in_use": Words(
        "Registret över utskick används just nu av någon annan.",
        "Vänta tills det andra kommandot är klart och kör igen.",
    ),
    "register_newer": Words(
        "Registret över utskick är skrivet av en senare version av programmet.",
        "Uppdatera programmet.",
    ),
    "register_unwritable": Words(
        "Registret över utskick går inte att öppna eller skriva till.",
        "Kontrollera att du får ändra i mappen.",
    ),
    "sign_in_failed": Words(
        "Inloggningen i Microsoft 365 blev inte klar ({reason}).",
        "Kör igen. Inget är skickat.",
    ),
}

STATES: Final[dict[str, str]] = {
    "queued": "väntar",
    "sending": "skickas",
    "sent": "skickat",
    "drafted": "utkast",
    "failed": "misslyckat",
    "unknown": "okänt",
    "cancelled": "avbrutet",
}
"""What a message's state is called, in a list."""

COPY: Final = "kopia"
RECEIPT: Final = "kvitto"
"""What a message is, in a list."""

REASONS: Final[dict[str, str]] = {
    "certificate": "servern kunde inte visa att den är den rätta ({answer})",
    "draft_not_written": "utkastet gick inte att skriva: {answer}",
    "found_sent": "det fanns redan bland skickat",
    "in_mailbox": "ligger bland utkasten i din brevlåda",
    "in_outlook": "ligger bland utkasten i Outlook",
    "interrupted": "programmet avbröts mitt i",
    "login_refused": "inloggningen godtogs inte ({answer})",
    "no_contact": "ingen kontakt med servern ({answer})",
    "no_receipt": "servern kvitterade inte ({answer})",
    "no_tls": "anslutningen gick inte att skydda ({answer})",
    "outlook_refused": "Outlook svarade nej ({answer})",
    "said_cancelled": "avbrutet för hand",
    "said_sent": "markerat som skickat för hand",
    "server_lacks": "servern saknar något som krävs ({answer})",
    "server_refused": "servern svarade nej ({answer})",
    "too_large_for_server": "större än servern tar emot ({answer} byte)",
}
"""Why a message has its state."""

DRAFTS: Final[dict[str, str]] = {
    "eml": "i mappen {folder}",
    "outlook": "i Outlook",
    "graph": "i din brevlåda i Microsoft 365",
}
"""Where the drafts of each transport lie."""

UNKNOWN_HELP: Final = (
    "Brevet {id} till {party} kan ha gått iväg. Titta bland skickade brev efter Message-ID\n"
    "{message_id}, eller fråga dem.\n"
    "  Gick det iväg: shk-xl outbox {book} --mark-sent {id}\n"
    "  Annars:        shk-xl outbox {book} --retry {id} --send"
)
"""What a person does about a message whose outcome nobody knows."""

ASK: Final = "Fyll i det som är markerat, för era initiativ."
"""What the parties are asked for, when the sender says nothing else."""

SUBJECT: Final = "{title}: arbetsbok att fylla i, utskick {round}"

BODY: Final = """\
Hej!

Här kommer er kopia ({party}) av arbetsboken {title}.

Vad vi ber om: {ask}
Senast: {due}
Svara till: {reply_to}

Så här gör ni:
1. Spara den bifogade filen {file_name} och öppna den i Excel eller LibreOffice.
2. Läs bladet Om filen: där står vad som är er del.
3. Fyll i de markerade cellerna. Nya rader skrivs sist i tabellen. Ni kan sortera och filtrera.
4. Spara, med samma filformat, och skicka filen som bilaga i ett svar på det här brevet.

Ändra inte koderna i första kolumnen, de håller ihop raderna. Filen har inga makron, och tal som
vi räknar fram är värden i den.

Kopians id: {id_text}
Id:t står också på bladet Om filen, och visar vilken kopia svaret bygger på.

Hälsningar
{sender}
"""
"""The letter with a copy."""

_KILOBYTE: Final = 1_000
_HASH_DIGITS: Final = 12


def size(count: int) -> str:
    """Say how large a file is.

    >>> size(34_123)
    '35 kB'
    """
    return f"{-(-count // _KILOBYTE)} kB"


def short_hash(sha256: str) -> str:
    """Give as much of a hash as people compare."""
    return sha256[:_HASH_DIGITS]
