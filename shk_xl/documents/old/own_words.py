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
    r"|Ett tankstreck betyder att ledamoten inte röstade"
    r"|Beslutet är inte antecknat\."
    r"|Det är inte antecknat vad som saknas\."
    r"|Initiativen och deras budgetförslag står i tabellen "
    r"|Kriterier, som väger "
    r"|Olika typer värderas med olika kriterier\."
    r"|Poängen är ett vägt medelvärde "
    r"|Finansiering(?: per initiativ)?$|Prioritering$|Jämförelse mellan typerna$"
    r"|(?:Forum|Pilot)initiativ$|Varför den ordningen$"
    r"|.+ (?:står före|står efter|delar plats med) .+ \([1-5],\d+\)(?: eftersom det fick |: )"
    r"|.+ saknar poäng och har ingen plats\.|När poängen är satta hamnar det på plats "
    r"|\d+ initiativ: |Kostnaden är okänd för |Beslutsunderlag saknas för "
    r"|[\d\s]+kr tas från |.+ är en preliminär ram\.|Okända belopp är inte avdragna från "
    r"|.+ är överskriden med [\d\s]+kr\.|Inte delat mellan initiativen: "
    r"|Okända belopp ingår inte i summorna\."
)
NO_POINTS: Final = "saknas"
NO_MOTIVATION: Final = "Motivering saknas."
MEAN: Final = "Vägt medelvärde"
"""The row below the scores, which says what they give together."""
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
        "belopp",
        "källans ram",
        "kvar av ramen",
    }
)
"""The columns of the tables of ranks, funding and what is left of the frames, case folded."""
OF_COMPUTED: Final = frozenset({"plats", "kvar", "finansieringskälla"})
"""One of these tells such a table from what people write."""


def without_own_words(lines: Iterable[Line], report: Report) -> tuple[Line, ...]:
    """Leave out what the program wrote itself.

    Args:
        lines: The lines of a file.
        report: Is told each line that is left out.
    """
    kept: list[Line] = []
    for line in lines:
        if _OWN.match(line.content) and not line.is_row:
            report.read("computed_line", line.place, text=line.stripped)
        else:
            kept.append(line)
    return tuple(kept)
