"""The Swedish words for faults of commands."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "already_there": Words(
        "Filen finns redan.", "Välj ett annat namn; en arbetsbok skrivs aldrig över."
    ),
    "no_workbooks": Words(
        "Mappen {folder} har inga arbetsböcker (.xlsx, .xlsm).", "Peka ut en annan mapp."
    ),
    "not_xlsx": Words("Arbetsboken måste heta något på .xlsx.", "Byt ändelsen och kör igen."),
}
