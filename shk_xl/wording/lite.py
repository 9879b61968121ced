"""The Swedish words for faults of xlwings Lite."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "lite_main_edited": Words(
        "Någon har ändrat i filen sedan shk-xl skrev den.",
        "Flytta undan den, eller ange en annan mapp, och kör igen. Inget har ändrats.",
    ),
    "lite_main_foreign": Words(
        "Filen är skriven av någon annan.",
        "Ange en annan mapp och kör igen. Inget har ändrats.",
    ),
    "lite_no_files": Words(
        "Tillägget har ingen mapp för filer att hämta (/data).",
        "Uppdatera xlwings Lite: stäng Excel och öppna arbetsboken igen. Inget dokument har "
        "skapats.",
    ),
    "lite_packages_missing": Words(
        "Tillägget har inte laddat det som Word-dokument kräver.",
        "Lägg till de här raderna i requirements.txt i tillägget, en på varje rad, och välj "
        "Restart i dess meny: {lines}. Inget dokument har skapats.",
    ),
    "lite_requirements_foreign": Words(
        "Filen har rader som shk-xl inte har skrivit: {lines}.",
        "Ange en annan mapp och kör igen. Inget har ändrats.",
    ),
}
