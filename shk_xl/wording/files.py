"""The Swedish words for faults of files and packages."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "disk_full": Words(
        "Disken eller utrymmet är fullt.", "Frigör plats och kör igen. Inget har ändrats."
    ),
    "file_being_written": Words(
        "En annan körning skriver filen just nu.",
        "Vänta tills den är klar och kör igen. Om ingen körning pågår: ta bort hjälpfilen {owner}.",
    ),
    "file_changed_meanwhile": Words(
        "Filen ändrades under tiden.",
        "Någon annan sparade den medan den räknades om. Inget har skrivits; kör igen.",
    ),
    "file_empty": Words("Filen är tom.", "Hämta den igen, eller en tidigare version av den."),
    "file_is_device": Words(
        "Det är ingen vanlig fil utan en enhet eller ett rör.", "Ange en fil på disken."
    ),
    "file_is_encrypted": Words(
        "Filen är skyddad med lösenord.",
        "Öppna den i Office, ta bort lösenordet under Arkiv – Information, och spara.",
    ),
    "file_is_folder": Words("Det är en mapp, ingen fil.", "Ange en fil i mappen."),
    "file_is_html": Words(
        "Filen är en webbsida, vad namnet än säger.",
        "Öppna den i Excel och spara den som Excel-arbetsbok (.xlsx).",
    ),
    "file_is_old_office": Words(
        "Filen är sparad i ett äldre format (.xls eller .doc).",
        "Öppna den och spara den som .xlsx eller .docx.",
    ),
    "file_is_opendocument": Words(
        "Filen är sparad i OpenDocument-format (.ods eller .odt).",
        "Öppna den och spara den som .xlsx eller .docx.",
    ),
    "file_is_owner_file": Words(
        "Det är en hjälpfil som visar att någon har en fil öppen.",
        "Ange själva filen: samma namn utan ~$.",
    ),
    "file_is_pdf": Words(
        "Filen är en PDF, vad namnet än säger.", "Ange Excel- eller Word-filen i stället."
    ),
    "file_is_program": Words(
        "Filen är ett program, vad namnet än säger.", "Öppna den inte. Fråga den som skickade den."
    ),
    "file_is_rtf": Words("Filen är i RTF-format.", "Öppna den i Word och spara den som .docx."),
    "file_is_text": Words(
        "Filen är en textfil (till exempel CSV), ingen Office-fil.",
        "Öppna den i Excel eller Word och spara den som .xlsx eller .docx.",
    ),
    "file_is_unknown": Words(
        "Filen är varken en Excel- eller en Word-fil.", "Kontrollera att det är rätt fil."
    ),
    "file_is_xml": Words(
        "Filen är en XML-fil, ingen Excel- eller Word-fil.",
        "Öppna den i Excel eller Word och spara den som .xlsx eller .docx.",
    ),
    "file_is_zip": Words(
        "Filen är ett zip-arkiv, ingen Excel- eller Word-fil.",
        "Packa upp det och ange filen som ligger i det.",
    ),
    "file_locked": Words(
        "Någon har filen öppen.",
        "Stäng den och kör igen. Om ingen har den öppen: ta bort hjälpfilen {owner}.",
    ),
    "file_missing": Words("Filen finns inte.", "Kontrollera namnet och mappen."),
    "file_missing_near": Words("Filen finns inte.", "I mappen finns: {near}."),
    "file_name_too_long": Words("Namnet är för långt.", "Ge filen ett kortare namn."),
    "file_no_permission": Words(
        "Du har inte behörighet att läsa filen.", "Be den som äger filen eller mappen om åtkomst."
    ),
    "file_open_elsewhere": Words(
        "Filen är öppen i ett annat program.", "Stäng den där och kör igen. Inget har ändrats."
    ),
    "file_read_only": Words(
        "Filen är skrivskyddad.",
        "Ta bort skrivskyddet, eller spara under ett annat namn. Inget har ändrats.",
    ),
    "file_unreadable": Words(
        "Filen gick inte att läsa ({reason}).", "Kopiera den till din dator och försök igen."
    ),
    "file_unwritable": Words(
        "Filen gick inte att skriva ({reason}).", "Försök i en annan mapp. Inget har ändrats."
    ),
    "file_written_wrong": Words(
        "Disken gav tillbaka något annat än det som skrevs.",
        "Kontrollera disken, eller skriv till en annan. Filen är som den var.",
    ),
    "folder_missing": Words("Mappen {folder} finns inte.", "Skapa den, eller ange en annan."),
    "folder_no_permission": Words(
        "Det går inte att skriva i mappen {folder}.",
        "Ange en mapp där du får spara. Inget har ändrats.",
    ),
    "package_ambiguous_type": Words(
        "Filen säger två gånger vad den här delen är, så att olika program kan läsa den olika.",
        "Öppna filen i Office, kontrollera innehållet och spara den på nytt.",
    ),
    "package_bomb": Words(
        "Delen packas upp till över {megabytes} MB. Så ser en skadlig fil ut.",
        "Öppna inte filen. Fråga den som skickade den.",
    ),
    "package_damaged": Words(
        "Filen är skadad och går inte att läsa.",
        "Hämta den igen, eller öppna den i Office, låt Office reparera den, och spara.",
    ),
    "package_damaged_part": Words(
        "Den här delen av filen är skadad.",
        "Hämta filen igen, eller öppna den i Office, låt Office reparera den, och spara.",
    ),
    "package_dtd": Words(
        "Delen innehåller en DTD, som Office aldrig skriver och som kan vara skadlig.",
        "Läs inte in filen. Fråga den som skickade den.",
    ),
    "package_duplicate_part": Words(
        "Två delar i filen har samma namn, så att olika program ser olika innehåll.",
        "Öppna filen i Office, kontrollera innehållet och spara den på nytt.",
    ),
    "package_encoding": Words(
        "Delen är skriven med teckenkodningen {encoding}, som Office inte använder.",
        "Öppna filen i Office och spara den på nytt.",
    ),
    "package_encrypted_part": Words(
        "Delen är krypterad.", "Packa om filen utan lösenord, eller öppna den och spara på nytt."
    ),
    "package_hidden_bytes": Words(
        "Mellan filens delar ligger något som inte hör till någon av dem.",
        "Öppna filen i Office, kontrollera innehållet och spara den på nytt.",
    ),
    "package_hidden_macros": Words(
        "Filen innehåller makron fast namnet säger att den inte gör det.",
        "Öppna den inte förrän du har frågat den som skickade den.",
    ),
    "package_overlap": Words(
        "Delar av filen ligger ovanpå varandra. Så ser en skadlig fil ut.",
        "Öppna den inte. Fråga den som skickade den.",
    ),
    "package_prefixed": Words(
        "Något ligger före själva dokumentet i filen. Det kan vara ett program.",
        "Läs inte in filen. Fråga den som skickade den.",
    ),
    "package_surplus": Words(
        "Något ligger efter själva dokumentet i filen.",
        "Öppna filen i Office, kontrollera innehållet och spara den på nytt.",
    ),
    "package_too_deep": Words(
        "Delen har fler än {limit} nivåer i varandra.",
        "Öppna filen i Office och spara den på nytt.",
    ),
    "package_too_large": Words(
        "Filen är större än {megabytes} MB.", "Dela upp den, eller ta bort stora bilder."
    ),
    "package_too_many_parts": Words(
        "Filen har fler än {limit} delar.", "Öppna den i Office och spara den på nytt."
    ),
    "package_unknown_compression": Words(
        "Delen är packad på ett sätt som Office inte använder.",
        "Öppna filen i Office och spara den på nytt.",
    ),
    "package_unsafe_name": Words(
        "En del i filen har ett namn som pekar utanför den.",
        "Läs inte in filen. Fråga den som skickade den.",
    ),
    "package_wrong_type": Words(
        "Delen är något annat än vad filen säger att den är.",
        "Öppna filen i Office, kontrollera innehållet och spara den på nytt.",
    ),
    "sheet_cell_outside": Words(
        "Bladet har en cell utanför Excels gränser (rad 1 048 576, kolumn XFD).",
        "Öppna filen i Excel och spara den på nytt.",
    ),
    "sheet_link_too_large": Words(
        "En länk på bladet täcker fler än {limit} celler.",
        "Ta bort länken och sätt den på en enda cell.",
    ),
    "sheet_merge_too_large": Words(
        "Sammanfogade celler täcker fler än {limit} celler på bladet.",
        "Dela upp de sammanfogade cellerna i Excel och spara.",
    ),
    "sheet_too_many_cells": Words(
        "Bladet har fler än {limit} celler.", "Dela upp det på flera filer."
    ),
    "sheet_too_many_rows": Words(
        "Bladet har fler än {limit} rader.", "Dela upp det på flera filer."
    ),
    "workbook_too_many_formats": Words(
        "Arbetsboken har fler än {limit} cellformat.",
        "Ta bort format som inte används i Excel och spara den på nytt.",
    ),
    "workbook_too_many_names": Words(
        "Arbetsboken har fler än {limit} definierade namn.",
        "Ta bort dem som inte används under Formler, Namnhanteraren.",
    ),
    "workbook_too_many_strings": Words(
        "Arbetsboken har fler än {limit} olika texter.", "Dela upp den på flera filer."
    ),
}
