"""The Swedish words for faults of documents: writing, and reading old ones."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "document_damaged": Words(
        "Word-dokumentet är skadat: en del av det går inte att läsa.",
        "Öppna det i Word, spara det på nytt och försök igen.",
    ),
    "document_not_word": Words(
        "Filen är inget Word-dokument.", "Ange en fil som slutar på .docx och är sparad i Word."
    ),
    "documents_process_ended": Words(
        "En av processerna som skapar dokumenten avslutades i förtid.",
        "Kör en gång till med --jobs 1. De dokument som redan har skrivits är hela.",
    ),
    "folder_not_made": Words(
        "Mappen går inte att skapa: {reason}.",
        "Välj en annan mapp, eller be om rätt att skriva där.",
    ),
    "initiative_unknown": Words(
        "Arbetsboken har inget initiativ med koden ”{initiative}”.",
        "Koden står på bladet Initiativ. Närmast är: {near}.",
    ),
    "libreoffice_missing": Words(
        "LibreOffice finns inte på datorn, och PDF görs med det.",
        "Installera LibreOffice, eller öppna dokumenten i Word och spara dem som PDF.",
    ),
    "libreoffice_slow": Words(
        "LibreOffice blev inte klart på {seconds} sekunder.",
        "Stäng andra program och försök igen, med färre dokument åt gången.",
    ),
    "pack_empty": Words(
        "Det finns inga dokument att packa.",
        "Lägg till initiativ i arbetsboken, eller välj andra dokument med --kind.",
    ),
    "pack_pages_move": Words(
        "Sidorna i paketet går inte att numrera: antalet ändras när numren skrivs ut.",
        "Kontrollera mallarnas sidfot: sidnumret ska rymmas på en rad. Försök sedan igen.",
    ),
    "pdf_not_made": Words(
        "LibreOffice gjorde ingen PDF av dokumentet.",
        "Öppna dokumentet i Word, se att det är helt, och spara det som PDF därifrån.",
    ),
    "import_alias_form": Words(
        "”{text}” är inget alias.",
        'Skriv båda namnen med likhetstecken emellan: --alias "Annat namn=Officiellt namn".',
    ),
    "import_no_document": Words(
        "Filen innehåller inget beslutsunderlag, helhetsförslag eller mötesanteckningar.",
        "Ett underlag börjar med ”Underlag för Core Team beslut: …”, ett förslag med "
        "”Beslutsunderlag … helhetsförslag” och anteckningar med ”Core Team …” och ett datum.",
    ),
    "import_not_text": Words(
        "Filen är ingen läsbar textfil.",
        "Spara dokumentet från Word som .docx, eller som oformaterad text i UTF-8.",
    ),
    "import_wrong_kind": Words(
        "Filer av slaget {suffix} läses inte in.", "Spara dokumentet som .docx eller .txt."
    ),
}

DOCUMENT_REASONS: Final[dict[str, str]] = {
    "edited": "Dokumentet är ändrat för hand och har lämnats som det är. Det nya ligger bredvid.",
    "replaced": "Ersätter ett dokument som vilade på andra uppgifter.",
    "same": "Innehållet är detsamma som förut.",
}
"""Why a document got its status, by the key that ``produce`` gives."""
