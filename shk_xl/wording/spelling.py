"""The Swedish words for faults of respelling formulas."""

from __future__ import annotations

from typing import Final

from shk_xl.wording.words import Words

FAULTS: Final[dict[str, Words]] = {
    "copy_has_other_suffix": Words(
        "Kopian måste ha samma filändelse som arbetsboken.", "Låt namnet sluta på {suffix}."
    ),
}
