"""What the program itself writes in documents: sentences that are nobody's text when read back.

Rules: a line is known by how it begins. It is left out of the portfolio, since the program
writes it anew, and told in the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from shk_xl.documents.old.lines import Line
from shk_xl.documents.old.report import Report

_OWN: Final = re.compile(
    r"Text saknas under den här rubriken\."
    r"|Texten om barnets bästa saknas\."
    r"|Finansieringen är inte delad mellan initiativen\."
    r"|Vägt medelvärde: "
    r"|\w+ kriteri(?:um|er) saknar poäng\."
    r"|Ingen på mötet företrädde "
    r"|Röster: Ja \d"
    r"|Initiativen och deras budgetförslag står i tabellen "
    r"|Kriterier, som väger "
    r"|Olika typer värderas med olika kriterier\."
)
NO_POINTS: Final = "saknas"
NO_MOTIVATION: Final = "Motivering saknas."
COMPUTED_COLUMNS: Final = frozenset(
    {
        "plats",
        "initiativ",
        "typ",
        "poäng",
        "budgetförslag",
        "finansieringskälla",
        "anmärkning",
        "ram",
        "tas från ramen",
        "kvar",
    }
)
"""The columns of the tables of ranks and of what is left of the frames, case folded."""


def without_own_words(lines: Iterable[Line], report: Report) -> tuple[Line, ...]:
    """Leave out what the program wrote itself.

    Args:
        lines: The lines of a file.
        report: Is told each line that is left out.
    """
    kept: list[Line] = []
    for line in lines:
        if _OWN.match(line.stripped) and not line.is_row:
            report.read("computed_line", line.place, text=line.stripped)
        else:
            kept.append(line)
    return tuple(kept)
