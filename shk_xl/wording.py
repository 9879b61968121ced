"""The Swedish words for every fault, in one table.

Each entry says what is wrong and what to do about it. The fields in braces come from
the fault's values. A test holds this table against the codes that the program raises.
"""

from __future__ import annotations

from typing import NamedTuple

from shk_xl.domain.faults import Fault


class Words(NamedTuple):
    """What is wrong, and the remedy."""

    what: str
    remedy: str


FAULTS: dict[str, Words] = {
    # commands
    "already_there": Words(
        "Filen finns redan.", "Välj ett annat namn; en arbetsbok skrivs aldrig över."
    ),
    "import_would_lose": Words(
        "Arbetsboken har fått egna format, kolumner eller blad, som skulle gå förlorade.",
        "Läs in dokumenten till en ny fil och kopiera därifrån.",
    ),
    "no_workbooks": Words(
        "Mappen {folder} har inga arbetsböcker (.xlsx, .xlsm).", "Peka ut en annan mapp."
    ),
    "not_xlsx": Words("Arbetsboken måste heta något på .xlsx.", "Byt ändelsen och kör igen."),
    # files
    "disk_full": Words(
        "Disken eller utrymmet är fullt.", "Frigör plats och kör igen. Inget har ändrats."
    ),
    "file_empty": Words("Filen är tom.", "Hämta den igen, eller en tidigare version av den."),
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
    "folder_missing": Words("Mappen {folder} finns inte.", "Skapa den, eller ange en annan."),
    "folder_no_permission": Words(
        "Det går inte att skriva i mappen {folder}.",
        "Ange en mapp där du får spara. Inget har ändrats.",
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
    # tables
    "amount_ambiguous": Words(
        "”{value}” kan betyda två olika belopp.",
        "Skriv beloppet i hela kronor utan punkt och komma, till exempel 1 750 000.",
    ),
    "amount_contradicts": Words(
        "Beloppet {value} och beloppsläget {state} säger emot varandra.",
        "Ändra det ena. Ordinarie personal och Okänt ska inte ha något belopp.",
    ),
    "amount_missing": Words(
        "Beloppsläget är {state}, men beloppet är tomt. Det räknas som okänt.",
        "Fyll i beloppet, eller ändra läget.",
    ),
    "amount_not_a_number": Words(
        "”{value}” är inget belopp.",
        "Skriv ett tal i hela kronor, eller lämna beloppet tomt och välj ett läge.",
    ),
    "amount_not_whole": Words("{value} är inte hela kronor.", "Avrunda beloppet till hela kronor."),
    "amount_without_column": Words(
        "{key}: förklaringen ”{value}” till beloppet får inte plats i kolumnen {column}.",
        "Flytta den till en textkolumn.",
    ),
    "choice_near": Words("”{value}” finns inte bland valen.", "Menar du {near}?"),
    "choice_unknown": Words("”{value}” finns inte bland valen.", "Välj ett av: {choices}."),
    "column_missing": Words(
        "Tabellen {table} saknar kolumnen {column}.",
        "Lägg tillbaka den med precis den rubriken; den får stå var som helst i tabellen.",
    ),
    "column_renamed": Words(
        "Tabellen {table} saknar kolumnen {column}. Den heter kanske {near} nu.",
        "Ändra tillbaka rubriken till {column}.",
    ),
    "column_twice": Words(
        "Tabellen {table} har två kolumner med rubriken {column}.", "Byt rubrik på den ena."
    ),
    "duplicate_key": Words(
        "”{key}” finns redan i cell {other}.", "Ta bort den ena raden, eller ändra en av dem."
    ),
    "error_in_cell": Words("Cellen visar felet {error}.", "Rätta formeln, eller skriv värdet."),
    "fact_missing": Words(
        "Raden {fact} saknas.", "Lägg till en rad med precis den uppgiften, och dess värde."
    ),
    "formula_without_value": Words(
        "Cellen har en formel som inte är uträknad.",
        "Öppna filen i Excel, låt den räkna om, och spara. Eller kör shk-xl recalc.",
    ),
    "name_with_semicolon": Words(
        "{key}: namnet ”{value}” i kolumnen {column} har ett semikolon, som skiljer namn åt.",
        "Skriv namnet utan semikolon.",
    ),
    "not_a_portfolio": Words(
        "Filen är ingen portföljarbetsbok: ingen av tabellerna finns i den.",
        "Ange en arbetsbok som är gjord med shk-xl new, eller gör en sådan först.",
    ),
    "number_expected": Words("”{value}” är inget tal.", "Skriv ett heltal med siffror."),
    "number_not_positive": Words("{value} är inte större än 0.", "Skriv 1 eller mer."),
    "number_not_whole": Words("{value} är inget heltal.", "Skriv ett heltal."),
    "points_not_whole": Words(
        "Poängen {value} är inget heltal. Den räknas som ännu inte satt.",
        "Skriv ett heltal från 1 till 5.",
    ),
    "required_empty": Words("{column} är tom.", "Fyll i cellen, eller ta bort hela raden."),
    "rows_below_table": Words(
        "Raden står under tabellen {table}, så arbetsbokens egna summor räknar inte med den.",
        "Dra i tabellens nedre högra hörn så att raden kommer med.",
    ),
    "sheet_disorder": Words(
        "Rader eller celler står i fel ordning eller två gånger (vid {at}).",
        "Öppna filen i Excel, kontrollera innehållet och spara den på nytt.",
    ),
    "table_missing": Words(
        "Tabellen {table} på bladet {sheet} saknas.",
        "Hämta bladet från en tidigare version av filen, eller från en ny arbetsbok.",
    ),
    "table_renamed": Words(
        "Tabellen {near} ser ut att vara tabellen {table}.",
        "Klicka i den och ändra namnet till {table} under Tabelldesign – Tabellnamn.",
    ),
    "table_twice": Words(
        "Två tabeller heter {table}.", "Öppna filen i Excel och byt namn på den ena."
    ),
    "text_too_long": Words(
        "Texten har {length} tecken; i kolumnen {column} ryms {limit}.", "Korta den."
    ),
    "text_too_long_for_cell": Words(
        "{key}: texten i kolumnen {column} har {length} tecken; i en cell ryms {limit}.",
        "Korta den, eller dela den på flera rader.",
    ),
    "workbook_binary": Words(
        "Filen är en binär arbetsbok (.xlsb).",
        "Öppna den i Excel och spara den som Excel-arbetsbok (.xlsx).",
    ),
    "workbook_strict": Words(
        "Filen är sparad som Strict Open XML.",
        "Öppna den i Excel och spara den som vanlig Excel-arbetsbok (.xlsx).",
    ),
    # ooxml
    # old documents
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
    # workbook
    "example_column_unknown": Words(
        "Rad {row} har nyckeln {column}, som inte är en kolumn som man skriver i.",
        "Använd kolumnens rubrik i arbetsboken.",
    ),
    "example_table_unknown": Words(
        "Tabellen {table} finns inte i arbetsboken.", "Använd tabellens namn i arbetsboken."
    ),
    # recalculation
    "array_size": Words(
        "Matrisformeln fyller andra celler än dem som filen visar. Antal formler: {count}.",
        "Öppna filen i Excel, räkna om den där och spara.",
    ),
    "array_without_area": Words(
        "Matrisformeln säger inte vilka celler den gäller.",
        "Öppna filen i Excel och spara den på nytt.",
    ),
    "cell_iso_date": Words(
        "Datumet är sparat som text (ISO 8601), som beräkningen inte läser.",
        "Öppna filen i Excel och spara den som vanlig Excel-arbetsbok (.xlsx).",
    ),
    "cell_unreadable": Words(
        "En cell går inte att läsa (tecken {position} i bladets XML).",
        "Öppna filen i Excel och spara den på nytt.",
    ),
    "engine_refused": Words(
        "Arbetsboken går inte att räkna om här: {reason}.", "Räkna om den i Excel."
    ),
    "formula_cancelled": Words(
        "Beräkningen av formeln avbröts. Antal formler: {count}.", "Kör igen, eller i Excel."
    ),
    "formula_circular": Words(
        "Formeln hänvisar till sig själv, direkt eller via andra celler. Antal formler: {count}.",
        "Rätta formeln, så att den inte behöver sitt eget svar.",
    ),
    "formula_fills_several": Words(
        "Formeln ger flera värden men har plats för ett. Antal formler: {count}.",
        "Öppna filen i Excel, skriv om formeln där och spara.",
    ),
    "formula_misread": Words(
        "Formeln läses på ett annat sätt här än i Excel. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "formula_not_supported": Words(
        "Formeln använder något som inte går att räkna ut här. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "formula_unreadable": Words(
        "Formeln går inte att läsa. Antal formler: {count}.", "Rätta formeln i Excel."
    ),
    "function_doubtful": Words(
        "Funktionen {function} kan ge ett annat svar här än i Excel. Antal ställen: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "function_unknown": Words(
        "Funktionen {function} finns inte här. Antal ställen: {count}.",
        "Rätta namnet, eller räkna om arbetsboken i Excel.",
    ),
    "name_not_supported": Words(
        "Namnet {name} går inte att räkna ut här. Antal ställen: {count}.",
        "Räkna om arbetsboken i Excel, eller låt namnet stå för ett område.",
    ),
    "name_unknown": Words(
        "Namnet {name} finns inte i arbetsboken. Antal formler: {count}.",
        "Rätta formeln, eller skapa namnet under Formler, Namnhanteraren.",
    ),
    "not_a_workbook": Words(
        "Filen är ingen Excel-arbetsbok.", "Ange en fil som slutar på .xlsx eller .xlsm."
    ),
    "part_missing": Words(
        "Delen {part} saknas i filen.", "Hämta filen igen, eller en tidigare version av den."
    ),
    "precision_as_displayed": Words(
        "Arbetsboken räknar med de avrundade tal som visas (Ange precision enligt visning).",
        "Stäng av det i Excel under Arkiv, Alternativ, Avancerat, eller räkna om i Excel.",
    ),
    "range_as_value": Words(
        "Ett område står där formeln behöver ett enda värde. Antal formler: {count}.",
        "Byt området mot en cell, eller räkna om arbetsboken i Excel.",
    ),
    "table_column_unknown": Words(
        "Formeln hänvisar till kolumnen ”{column}”, som inte finns i tabellen {table}.",
        "Rätta formeln, eller ge kolumnen dess namn tillbaka.",
    ),
    "table_not_named": Words(
        "Formeln hänvisar till en kolumn utan tabell, men cellen ligger inte i någon tabell.",
        "Skriv tabellens namn före kolumnen.",
    ),
    "table_outside": Words(
        "Formeln hänvisar till en tabell i en annan fil: {sheet}.",
        "Hämta värdet till den här arbetsboken, eller räkna om i Excel.",
    ),
    "table_reference_unreadable": Words(
        "Tabellhänvisningen {reference} går inte att läsa.", "Rätta formeln i Excel."
    ),
    "table_row_outside": Words(
        "Formeln hänvisar till den egna raden i tabellen {table}, som ligger på ett annat blad.",
        "Ange vilken rad som menas, till exempel med XLETAUPP.",
    ),
    "table_unknown": Words(
        "Formeln hänvisar till tabellen ”{table}”, som inte finns.",
        "Rätta formeln, eller ge tabellen dess namn tillbaka.",
    ),
    "table_unreadable": Words(
        "Tabellen i {part} går inte att läsa.", "Öppna filen i Excel och spara den på nytt."
    ),
    "value_doubtful": Words(
        "Svaret kan skilja sig från det som Excel ger. Antal formler: {count}.",
        "Räkna om arbetsboken i Excel.",
    ),
    "workbook_signed": Words(
        "Arbetsboken är digitalt signerad, och en omräkning skulle bryta signaturen.",
        "Ta bort signaturen i Excel, räkna om, och signera på nytt.",
    ),
    # documents
    "document_damaged": Words(
        "Word-dokumentet är skadat: en del av det går inte att läsa.",
        "Öppna det i Word, spara det på nytt och försök igen.",
    ),
    "document_not_word": Words(
        "Filen är inget Word-dokument.", "Ange en fil som slutar på .docx och är sparad i Word."
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
    "pdf_not_made": Words(
        "LibreOffice gjorde ingen PDF av dokumentet.",
        "Öppna dokumentet i Word, se att det är helt, och spara det som PDF därifrån.",
    ),
    "template_beside_in_table": Words(
        "{tag} tar bort hela sin rad eller cell, men där står mer: ”{text}”.",
        "Låt {tag} stå ensamt i raden eller cellen.",
    ),
    "template_block_elsewhere": Words(
        "{tag} avslutar {opened} ({where}), men inte på samma ställe.",
        "Börja och sluta i samma stycke, tabell, rad eller cell, och med samma märke "
        "(p, tr eller tc).",
    ),
    "template_block_in_sentence": Words(
        "Fältet {field} innehåller stycken eller en bild och får inte plats i en mening: ”{text}”.",
        "Skriv {{{{p {field} }}}} ensamt i ett eget stycke.",
    ),
    "template_braces": Words(
        "Klamrarna går inte ihop: ”{text}”.",
        "Ett fält börjar med {{{{ och slutar med }}}}, en styrning med {{% och %}}.",
    ),
    "template_loop": Words(
        "{tag} går inte att förstå som en upprepning.",
        "Skriv till exempel {{%tr for rad in finansiering %}}.",
    ),
    "template_missing": Words(
        "Mallen finns inte.", "Lägg den i mappen för mallar, eller välj de inbyggda mallarna."
    ),
    "template_not_a_field": Words(
        "{tag} är inget fält.", "Skriv bara fältets namn mellan klamrarna."
    ),
    "template_not_allowed": Words(
        "{tag} får inte stå i en mall.",
        "Använd fält, for … endfor och if … else … endif, utan funktioner och filter.",
    ),
    "template_not_rows": Words(
        "{tag}: fältet {field} går inte att upprepa.", "Upprepa ett fält som har rader."
    ),
    "template_outside_table": Words(
        "{tag} upprepar en rad eller en cell, men står inte i en tabell.",
        "Flytta det in i en tabell, eller skriv p i stället för tr eller tc.",
    ),
    "template_rows_as_text": Words(
        "Fältet {field} har rader och kan inte stå som text.",
        "Upprepa det med {{%tr for rad in {field} %}} … {{%tr endfor %}}.",
    ),
    "template_single_braces": Words(
        "Fältet {field} har bara en klammer på var sida: ”{text}”.", "Skriv {{{{ {field} }}}}."
    ),
    "template_smart_quote": Words(
        "{tag} har citattecken som Word har böjt och som inte går ihop.",
        "Ta bort citattecknen, eller skriv dem raka (ångra direkt efter att Word böjt dem).",
    ),
    "template_stray_tag": Words(
        "Ett fält står där det inte fylls i, till exempel i en bilds alternativtext, "
        "i en fältkod eller i borttagen text.",
        "Ta bort det därifrån. Godkänn spårade ändringar i mallen.",
    ),
    "template_structure": Words(
        "Mallen ger ett dokument som Word inte kan läsa.",
        "Se efter att varje for och if börjar och slutar i samma stycke eller tabell.",
    ),
    "template_style_missing": Words(
        "Formatmallen {style} saknas i mallen.",
        "Lägg till den: välj formatet i Word för ett stycke, så följer det med när mallen sparas.",
    ),
    "template_style_no_list": Words(
        "Formatmallen {style} är ingen punktlista.",
        "Ändra formatet i Word under Format – Numrering och välj punkter.",
    ),
    "template_syntax": Words(
        "{tag} går inte att förstå.",
        "Skriv bara ett fälts namn, med understreck i stället för mellanslag.",
    ),
    "template_text_as_block": Words(
        "Fältet {field} är en kort text och ska stå i ett stycke: {tag}.",
        "Skriv {{{{ {field} }}}} utan p, tr eller tc.",
    ),
    "template_text_beside": Words(
        "{tag} ersätter hela stycket, men där står mer text: ”{text}”.",
        "Flytta texten till ett eget stycke.",
    ),
    "template_two_tags": Words(
        "Två märken står i samma stycke, och {tag} ersätter hela stycket: ”{text}”.",
        "Ge varje märke ett eget stycke.",
    ),
    "template_unclosed": Words(
        "{tag} har inget slut.", "Lägg till endfor eller endif, med samma märke (p, tr eller tc)."
    ),
    "template_unknown_field": Words(
        "Fältet {field} finns inte för den här sortens dokument.",
        "Ta bort det, eller byt till ett fält som finns.",
    ),
    "template_unknown_field_near": Words(
        "Fältet {field} finns inte för den här sortens dokument.", "Menade du {suggestion}?"
    ),
    "template_unopened": Words(
        "{tag} hör inte ihop med någon början.", "Ta bort det, eller lägg till for eller if före."
    ),
}

DOCUMENT_REASONS: dict[str, str] = {
    "edited": "Dokumentet är ändrat för hand och har lämnats som det är. Det nya ligger bredvid.",
    "replaced": "Ersätter ett dokument som vilade på andra uppgifter.",
    "same": "Innehållet är detsamma som förut.",
}
"""Why a document got its status, by the key that ``produce`` gives."""


def place_in_words(fault: Fault) -> str:
    """Say where a fault is, from the file inwards; empty when it has no place.

    >>> from shk_xl.domain.faults import Place
    >>> place_in_words(Fault("locked", Place("bok.xlsx", "Initiativ", "C4")))
    'bok.xlsx, Initiativ!C4'
    """
    place = fault.place
    inner = "!".join(part for part in (place.sheet, place.cell) if part)
    return ", ".join(part for part in (place.file, inner) if part)


def what_and_remedy(fault: Fault) -> str:
    """Say what is wrong and what to do about it."""
    words = FAULTS[fault.code]
    return " ".join(part.format_map(fault.values) for part in words)


def in_words(fault: Fault) -> str:
    """Word a fault as one line of Swedish: place, what is wrong, what to do."""
    place = place_in_words(fault)
    return f"{place}: {what_and_remedy(fault)}" if place else what_and_remedy(fault)
