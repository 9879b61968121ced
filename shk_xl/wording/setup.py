"""The Swedish words for setting up Excel: faults, what was done, and what a check found."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "excel_never_started": Words(
        "Excel har aldrig startats på den här datorn, så dess mapp finns inte än.",
        "Starta Excel en gång, avsluta det och kör igen.",
    ),
    "excel_not_on_this_system": Words(
        "Excel finns inte för det här systemet, så här finns inget att ansluta.",
        "Kör kommandot på en dator med Excel för Windows eller Mac, eller använd xlwings Lite: "
        "shk-xl excel lite. Omräkning utan Excel: shk-xl recalc.",
    ),
    "file_differs": Words(
        "Där ligger redan en annan fil än den som ska dit. Den kan komma från ett annat xlwings.",
        "Behöver ingen den: kör igen med --force. Den läggs tillbaka av shk-xl excel uninstall. "
        "Inget har ändrats.",
    ),
    "interpreter_path_mac": Words(
        "Sökvägen till Python, {path}, har blanksteg eller andra tecken som xlwings på Mac inte "
        "klarar.",
        "Lägg programmets mapp på en plats utan blanksteg, å, ä och ö, till exempel direkt i din "
        "hemmapp, gör om .venv där och kör igen.",
    ),
    "interpreter_path_windows": Words(
        "Sökvägen till Python, {path}, har tecken som Excels VBA inte kan läsa.",
        "Lägg programmets mapp på en plats utan ovanliga tecken, till exempel C:\\shk-xl, gör om "
        ".venv där och kör igen.",
    ),
    "receipt_damaged": Words(
        "Filen som minns vad install lade till går inte att läsa.",
        "Ta bort den. Kontrollera sedan raderna i xlwings.conf i samma mapp för hand.",
    ),
    "setting_differs": Words(
        "Inställningen {key} är redan {value}. Den skulle bli {wanted}.",
        "Är den gamla inte längre i bruk: kör igen med --force. Den läggs tillbaka av shk-xl excel "
        "uninstall. Inget har ändrats.",
    ),
    "setup_not_allowed": Words(
        "Du har inte behörighet till filen.",
        "På Mac: tillåt Terminal under Systeminställningar – Integritet och säkerhet – Appdata, "
        "och kör igen. På Windows: fråga it-avdelningen.",
    ),
}

STEPS: Final[dict[str, str]] = {
    "file_left": "Kvar: {path}. Någon har bytt ut filen sedan install.",
    "file_removed": "Borttagen: {path}",
    "file_replaced": "Utbytt: {path}",
    "file_restored": "Den tidigare filen är tillbaka: {path}",
    "file_stands": "Finns redan: {path}",
    "file_written": "Ny fil: {path}",
    "nothing_of_ours": "Det finns inget att ta bort.",
    "setting_left": "Kvar: inställningen {key}. Någon har ändrat den till {value} sedan install.",
    "setting_removed": "Borttagen: inställningen {key}.",
    "setting_replaced": "Inställningen {key} är nu {value}. Förut: {before}.",
    "setting_restored": "Inställningen {key} är som före install.",
    "setting_stands": "Inställningen {key} är redan {value}.",
    "setting_written": "Ny inställning: {key} är {value}.",
}

MARKS: Final[dict[str, str]] = {"ok": "OK", "note": "Notera", "warn": "Varning", "stop": "Fel"}

_MACRO_SETTINGS: Final = "Arkiv – Alternativ – Säkerhetscenter – Inställningar – Makroinställningar"
_LET_EXCEL_ASK: Final = f"Välj att Excel ska visa ett meddelande om makron: {_MACRO_SETTINGS}"

CHECKS: Final[dict[str, Words]] = {
    "add_in_differs": Words(
        "xlwings tillägg i {path} är från en annan version av xlwings.",
        "Det stör inte knapparna i arbetsboken. Används det inte: ta bort filen. Används det: byt "
        "ut det med shk-xl excel install --addin --force.",
    ),
    "add_in_not_needed": Words(
        "xlwings tillägg är inte installerat. Arbetsboken med knappar behöver det inte.", ""
    ),
    "add_in_ok": Words("xlwings tillägg finns i {path}, i rätt version.", ""),
    "appscript_missing": Words(
        "Paketet appscript saknas, så Python når inte Excel ({path}).",
        "Installera programmet på nytt i samma miljö: pip install .",
    ),
    "book_open": Words(
        "{file} är öppen.", "Är det inte du, blir den skrivskyddad i ditt Excel tills den stängs."
    ),
    "book_path_long": Words(
        "Arbetsbokens sökväg har {length} tecken. Excel klarar {limit}.",
        "Flytta den till en mapp med kortare namn.",
    ),
    "book_settings_beside": Words(
        "I samma mapp som {file} finns xlwings.conf, som går före dina inställningar.",
        "Hör den inte till arbetsboken: ta bort eller flytta den.",
    ),
    "book_synced": Words(
        "Arbetsboken ligger i {folder}, som OneDrive håller i takt.",
        "Öppnar Excel den från webben hamnar Word-dokumenten i en mapp under Dokument. Vill du ha "
        "dem bredvid: stäng av Spara automatiskt, eller lägg arbetsboken i en vanlig mapp.",
    ),
    "book_version": Words(
        "Arbetsbokens knappar är gjorda för xlwings {there}, men xlwings {here} är installerat.",
        "Installera samma version i programmets miljö: pip install xlwings=={there}",
    ),
    "book_version_ok": Words("Arbetsbokens knappar hör till xlwings {version}.", ""),
    "book_without_macros": Words(
        "{file} har inga knappar.",
        "En arbetsbok med knappar heter något på .xlsm: shk-xl new bok.xlsm. Utan makron: "
        "shk-xl excel lite.",
    ),
    "book_without_xlwings": Words(
        "{file} har makron, men inte de som hör till programmet.",
        "Gör en arbetsbok med knappar: shk-xl new bok.xlsm",
    ),
    "excel_not_found": Words(
        "Excel hittas inte på datorn.", "Installera Excel, eller använd Excel på webben med Lite."
    ),
    "excel_not_here": Words(
        "Excel finns inte för det här systemet, så inställningar, makron och tillägg kan inte "
        "kontrolleras här.",
        "Det som fungerar här: recalc, check, summary, documents och excel lite. För knappar och "
        "funktioner i Excel: kör status på en dator med Windows eller Mac.",
    ),
    "excel_ok": Words("Excel {version} finns.", ""),
    "excel_ok_bits": Words("Excel {version} finns ({bits} bitar).", ""),
    "excel_old": Words("Excel {version} är för gammalt.", "Det behövs Excel 2016 eller senare."),
    "excel_running": Words(
        "Excel är igång.", "Starta om Excel när du har kört install eller uninstall."
    ),
    "internet_policy": Words(
        "Er organisation blockerar makron i filer som kommer från internet eller e-post.",
        "Det gäller bara filer med den märkningen: avblockera filen, eller lägg den på en betrodd "
        "plats.",
    ),
    "library_missing": Words(
        "{name} saknas bredvid Python. Utan den kan Excel inte anropa funktionerna.",
        "Installera om xlwings i samma miljö: pip install --force-reinstall --no-deps "
        "xlwings=={version}",
    ),
    "library_ok": Words("{name} finns bredvid Python.", ""),
    "mac_functions": Words(
        "På Mac fungerar knapparna. Funktionerna i celler räknas inte med xlwings på Mac.",
        "Använd Lite för funktionerna (shk-xl excel lite), eller räkna om med shk-xl recalc.",
    ),
    "macros_all": Words(
        "Excel kör alla makron utan att fråga, även främmande.",
        f"{_LET_EXCEL_ASK}.",
    ),
    "macros_ask": Words("Excel frågar innan makron körs. Välj Aktivera innehåll.", ""),
    "macros_none": Words(
        "Excel kör inga makron, och frågar inte.",
        f"{_LET_EXCEL_ASK}.",
    ),
    "macros_off": Words(
        "Er organisation har stängt av VBA helt.",
        "Knapparna i arbetsboken kan inte fungera. Använd Lite: shk-xl excel lite.",
    ),
    "macros_policy": Words(
        "Er organisation tillåter inte osignerade makron.",
        "Be it-avdelningen om en betrodd plats för arbetsboken, eller använd Lite: shk-xl excel "
        "lite.",
    ),
    "macros_signed": Words(
        "Excel kör bara signerade makron, och arbetsbokens är inte signerade.",
        f"{_LET_EXCEL_ASK}. Eller lägg arbetsboken på en betrodd plats.",
    ),
    "macros_trusted": Words("Arbetsboken ligger på en betrodd plats. Makron körs.", ""),
    "mark_none": Words("Arbetsboken är inte märkt som hämtad från internet.", ""),
    "mark_of_the_web": Words(
        "{file} är märkt som hämtad från internet eller e-post, så Excel blockerar makron.",
        "Vet du vem den kommer från: högerklicka på filen, välj Egenskaper, kryssa i Avblockera "
        "och tryck OK.",
    ),
    "object_model": Words(
        "Makron behöver inte få åtkomst till VBA-projektets objektmodell. Låt den inställningen "
        "vara av.",
        "",
    ),
    "program_differs": Words(
        "Excel startar {path}, som har version {there} av programmet. Här är det {here}.",
        "Kör shk-xl excel install från den version som ska användas.",
    ),
    "program_missing": Words(
        "Excel startar {path}, som inte har det här programmet.", "Kör: shk-xl excel install"
    ),
    "python_32_bits": Words(
        "Python i {path} är 32-bitars.", "Installera Python för 64 bitar och gör om .venv."
    ),
    "python_ok": Words("Python {version}, 64 bitar: {path}", ""),
    "python_old": Words(
        "Python {version} i {path} är för gammal.",
        "Installera Python 3.11 eller senare och gör om .venv.",
    ),
    "python_store": Words(
        "Python i {path} är från Microsoft Store, och den kan Excel inte starta säkert.",
        "Installera Python från python.org, gör om .venv och kör shk-xl excel install.",
    ),
    "python_store_base": Words(
        "Miljön bygger på Python från Microsoft Store ({path}).",
        "Fungerar inte knapparna: installera Python från python.org och gör om .venv.",
    ),
    "pywin32_missing": Words(
        "Paketet pywin32 saknas, så Python når inte Excel ({path}).",
        "Installera programmet på nytt i samma miljö: pip install .",
    ),
    "script_missing": Words(
        "Skriptet som knapparna anropar på Mac finns inte, eller är från en annan version.",
        "Kör: shk-xl excel install",
    ),
    "script_ok": Words("Skriptet som knapparna anropar på Mac finns.", ""),
    "settings_conda": Words(
        "{file} nämner en conda-miljö, som xlwings startar först.",
        "Används den inte: ta bort raderna CONDA PATH och CONDA ENV.",
    ),
    "settings_gone": Words(
        "Excel ska starta {path}, men den finns inte längre.", "Kör: shk-xl excel install --force"
    ),
    "settings_missing": Words(
        "Excel vet inte vilken Python som ska startas: {file} säger det inte.",
        "Kör: shk-xl excel install",
    ),
    "settings_ok": Words("Excel startar {path}, som har programmet ({file}).", ""),
    "settings_silent": Words(
        "Excel ska starta {path}, men den svarar inte.",
        "Gör om .venv och kör shk-xl excel install --force. Stoppar ett skydd Python: fråga "
        "it-avdelningen.",
    ),
    "settings_store": Words(
        "Excel ska starta {path}, som bara är Microsoft Stores genväg till Python.",
        "Installera Python från python.org, gör om .venv och kör shk-xl excel install --force.",
    ),
    "settings_workbook_folder": Words(
        "Python läser först det som ligger i arbetsbokens mapp, även filer som kommit med e-post. "
        "Ligger arbetsboken på SharePoint kan knapparna dessutom stanna.",
        "Använder du inte xlwings till annat: kör shk-xl excel install --force. Annars: lägg raden "
        '"ADD_WORKBOOK_TO_PYTHONPATH","false" i {file} om dina andra arbetsböcker klarar det.',
    ),
    "trusted_none": Words(
        "Ingen betrodd plats är angiven. Det behövs bara om makron annars inte får köras.", ""
    ),
    "trusted_some": Words("Betrodda platser: {folders}", ""),
    "xlwings_missing": Words(
        "xlwings saknas ({path}).", "Installera programmet på nytt i samma miljö: pip install ."
    ),
    "xlwings_ok": Words("xlwings {version} finns, med det som behövs för att nå Excel.", ""),
}
