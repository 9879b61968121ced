"""The Swedish words for faults of commands."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "already_there": Words(
        "Filen finns redan.", "Välj ett annat namn; en arbetsbok skrivs aldrig över."
    ),
    "computing_ended": Words(
        "Arbetsboken fick räkneprocessen att avslutas ({reason}).",
        "Filen är orörd. Öppna den i Excel och spara den på nytt, eller räkna om den där.",
    ),
    "computing_not_started": Words(
        "Räkneprocessen gick inte att starta ({reason}).",
        "Filen är orörd. Installera programmet på nytt.",
    ),
    "computing_out_of_memory": Words(
        "Arbetsboken behöver mer minne än en räkneprocess får använda.",
        "Filen är orörd. Dela upp den, eller räkna om den i Excel.",
    ),
    "computing_too_slow": Words(
        "Arbetsboken tog för lång tid att räkna om och avbröts.",
        "Filen är orörd. Dela upp den, eller räkna om den i Excel.",
    ),
    "no_workbooks": Words(
        "Mappen {folder} har inga arbetsböcker (.xlsx, .xlsm).", "Peka ut en annan mapp."
    ),
    "nothing_fits": Words(
        "Ingen arbetsbok passar mönstret {pattern}.", "Kontrollera mönstret och mappen."
    ),
    "not_a_book_name": Words(
        "Arbetsboken måste heta något på .xlsx, eller på .xlsm om den ska ha knappar.",
        "Byt ändelsen och kör igen.",
    ),
    "result_wrong": Words(
        "Resultatet gick inte att läsa tillbaka som det räknades ut.",
        "Filen är orörd. Räkna om den i Excel, och visa filen för den som förvaltar programmet.",
    ),
    "same_target": Words(
        "Flera arbetsböcker skulle skrivas till samma fil: {files}.",
        "Ange dem var för sig, eller en mapp som de ligger i. Inget har skrivits.",
    ),
}
