"""The Swedish words for the server: what it needs before it starts, and whom it turns away."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "server_address_unknown": Words(
        "Adressen finns inte på servern.", "Öppna panelen från menyfliken i Excel."
    ),
    "server_body_large": Words(
        "Det som skickades är större än {megabytes} MB.",
        "Peka på tabellens kolumn i stället för på hela kolumner, eller dela upp arbetsboken.",
    ),
    "server_body_slow": Words(
        "Det tog för lång tid att ta emot det som skickades.", "Försök igen."
    ),
    "server_call_malformed": Words(
        "Servern förstår inte anropet.", "Ladda om panelen i Excel och försök igen."
    ),
    "server_call_slow": Words(
        "Beräkningen tog för lång tid.", "Peka på ett mindre område, till exempel en tabellkolumn."
    ),
    "server_call_too_large": Words(
        "Områdena har fler än {limit} celler.",
        "Peka på tabellens kolumn, till exempel Finansiering[Kronor], i stället för på hela "
        "kolumner.",
    ),
    "server_certificate_half": Words(
        "Certifikatet och dess nyckel hör ihop.", "Ange både --cert och --key."
    ),
    "server_certificate_unreadable": Words(
        "Certifikatet eller dess nyckel gick inte att läsa ({reason}).",
        "Ange två PEM-filer som hör ihop, nyckeln utan lösenord.",
    ),
    "server_download_gone": Words(
        "Dokumentet är redan hämtat, eller så har det gått för lång tid.",
        "Tryck på knappen i panelen igen.",
    ),
    "server_excel_too_old": Words(
        "Svaret innehåller ett felvärde, och den här versionen av Excel kan inte visa sådana från "
        "ett tillägg.",
        "Uppdatera Excel.",
    ),
    "server_extra_missing": Words(
        "Tillägget för servern är inte installerat.",
        'Installera det: pip install "shk-xl[server]".',
    ),
    "server_failed": Words(
        "Något gick fel i programmet (fel {number}).",
        "Inget har ändrats av servern. Visa den som sköter servern numret; orsaken står i loggen.",
    ),
    "server_function_unknown": Words(
        "Funktionen finns inte på servern.",
        "Kontrollera stavningen, eller ladda om tillägget så att det får serverns funktioner.",
    ),
    "server_host_foreign": Words(
        "Anropet är ställt till en annan adress än serverns.",
        "Använd adressen som servern visade när den startade.",
    ),
    "server_key_weak": Words(
        "Nyckeln i {variable} duger inte.",
        "Ta minst {least} tecken, bara A–Z, a–z, 0–9, - och _, eller ta bort variabeln: då gör "
        "servern en ny nyckel vid varje start.",
    ),
    "server_key_wrong": Words(
        "Nyckeln saknas eller gäller inte längre.",
        "Lägg in manifestet på nytt, från adressen som servern visade när den startade.",
    ),
    "server_license_missing": Words(
        "Servern bygger på xlwings Server, som behöver en licensnyckel.",
        "För icke-kommersiell användning är den fri (PolyForm Noncommercial 1.0.0): sätt "
        "miljövariabeln XLWINGS_LICENSE_KEY till noncommercial. "
        "Leverantören kallar intern användning i en organisation kommersiell: fråga den "
        "skriftligt om ni är osäkra. En köpt nyckel sätts i samma variabel. Läs docs/server.md.",
    ),
    "server_license_refused": Words(
        "Licensnyckeln i XLWINGS_LICENSE_KEY godtas inte av xlwings Server.",
        "Se efter att den är rätt skriven och inte har gått ut. Läs docs/server.md.",
    ),
    "server_needs_name": Words(
        "Servern ska nås från andra datorer men har inget namn.",
        "Sätt XLWINGS_HOSTNAME till namnet i adressen, till exempel shk.kommunen.se.",
    ),
    "server_needs_sign_in": Words(
        "På adressen {host} kan andra nå servern, och då måste de logga in.",
        'Sätt XLWINGS_AUTH_PROVIDERS, till exempel till ["entraid"], med '
        "XLWINGS_AUTH_ENTRAID_CLIENT_ID och XLWINGS_AUTH_ENTRAID_TENANT_ID; eller kör utan --host "
        "och utan XLWINGS_HOSTNAME, så når bara den här datorn servern.",
    ),
    "server_needs_tls": Words(
        "Andra ska nå servern, men trafiken är inte krypterad.",
        "Ange --cert och --key, eller --behind-proxy om en proxy framför servern sköter https.",
    ),
    "server_origin_foreign": Words(
        "Anropet kommer från en annan webbsida.", "Använd panelen i Excel."
    ),
    "server_port_taken": Words(
        "Servern kan inte lyssna på {address} ({reason}).",
        "Välj en annan port med --port, eller stäng det program som har den.",
    ),
    "server_sign_in_failed": Words(
        "Inloggningen gick inte igenom.",
        "Logga in i Excel med kontot från din organisation. Hjälper det inte: be den som sköter "
        "servern om behörighet.",
    ),
    "server_sign_in_incomplete": Words(
        "Inloggningen {provider} är inte färdig: {variable} saknas.",
        "Sätt variabeln. Läs docs/server.md.",
    ),
    "server_sign_in_unknown": Words(
        "Inloggningen {provider} finns inte.",
        "Ange entraid, eller lägg en egen modul auth.{provider} där Python hittar den. Den som "
        "följer med xlwings Server är bara ett exempel och släpper in vem som helst.",
    ),
    "server_sign_in_unreadable": Words(
        "XLWINGS_AUTH_PROVIDERS går inte att läsa.",
        'Skriv en lista med namn inom hakparentes, till exempel ["entraid"].',
    ),
}
