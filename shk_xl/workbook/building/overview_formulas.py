"""The formulas of the sheet Översikt.

Rules: only what Excel, LibreOffice and our recalculation all compute: no dynamic arrays, no
array formulas. A list has no fixed rows behind it: each line finds its own row in the table,
the next funding source after the one above, or the initiative that is next in order. A line
with nothing to show gives empty text, never an error, and without asking a function of ours:
LibreOffice, which lacks them, keeps cached numbers and texts but calculates empty ones anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from shk_xl.domain.portfolio import InitiativeType
from shk_xl.workbook.columns import YES, AmountState
from shk_xl.workbook.schema import ABOUT_COLUMNS, ABOUT_TABLE

POSITION: Final = "M"
"""The column, beneath the charts, that says which row of its table a line shows."""
UNKNOWN: Final = "N"
"""The column after it, with the number of unknown amounts from a source."""
ROOM: Final = 0.17
"""The part of a chart's width that an amount in kronor takes as a label."""

_FACT, _VALUE, _ = ABOUT_COLUMNS


def _about(fact: str) -> str:
    return f'INDEX({ABOUT_TABLE}[{_VALUE}],MATCH("{fact}",{ABOUT_TABLE}[{_FACT}],0))'


def _if_any(formula: str, before: str = "", after: str = "") -> str:
    """The text of a cell between two others; nothing where the cell is empty."""
    return f'IF({formula}="","","{before}"&{formula}&"{after}")'


_NAME: Final = f"{_if_any(_about('Fokusområde'), after=' ')}&{_about('År')}"
TITLE: Final = f'=IF({_NAME}="","Ny portfölj",{_NAME})'
SUBTITLE: Final = (
    f'={_if_any(_about("Samverkan"), after=" · ")}&"Översikt. Allt på bladet beräknas från de '
    'andra bladen."'
)
KNOWN_TOTAL: Final = "=SHK_BUDGETSUMMA(Initiativ[Kronor])"
UNFUNDED: Final = "=SHK_BUDGETSUMMA(Initiativ[Kronor])-SHK_BUDGETSUMMA(Finansiering[Kronor])"
UNKNOWN_COUNT: Final = "=SHK_OPRISSATTA(Initiativ[Kronor])"


def _count(type_: InitiativeType, one: str, many: str) -> str:
    count = f'COUNTIFS(Initiativ[Typ],"{type_}")'
    return f'{count}&IF({count}=1," {one}"," {many}")'


COUNTS: Final = "=" + '&" · "&'.join(
    (
        _count(InitiativeType.FORUM, "forum", "forum"),
        _count(InitiativeType.PILOT, "pilot", "piloter"),
        _count(InitiativeType.ROLE, "ny roll", "nya roller"),
    )
)
BY_STAFF: Final = f'=COUNTIFS(Initiativ[Beloppsläge],"{AmountState.STAFF}")&" initiativ"'

_UNKNOWN: Final = "$D$5"
"""The cell with the count."""
_FIRST_UNKNOWN: Final = (
    f'INDEX(Initiativ[Namn],MATCH("{AmountState.UNKNOWN}",Initiativ[Beloppsläge],0))'
)
UNKNOWN_IN_WORDS: Final = (
    f'=IF({_UNKNOWN}=0,"","Utöver "&SHK_KRONOR(SHK_BUDGETSUMMA(Initiativ[Kronor]))&'
    f'" tillkommer kostnaden för "&IF({_UNKNOWN}=1,IFERROR({_FIRST_UNKNOWN},"ett initiativ"),'
    f'{_UNKNOWN}&" initiativ")&", som inte är känd än. Okänt är inte noll.")'
)


def _more(sheet: str, count: str, lines: int) -> str:
    return f'=IF({count}>{lines},"Ytterligare "&({count}-{lines})&" finns på bladet {sheet}.","")'


def more_sources(lines: int) -> str:
    """Tell how many sources the list has no line for."""
    return _more("Ramar", f'COUNTIFS(Ramar[Delas ut],"{YES}")', lines)


def more_initiatives(lines: int) -> str:
    """Tell how many initiatives the list has no line for."""
    return _more("Initiativ", "COUNT(Initiativ[Ordning])", lines)


@dataclass(frozen=True, slots=True)
class SourceLine:
    """A line of the list of funding sources.

    Args:
        row: The line's row on the sheet, counted from one.
        rows: The first and the last row of the list.
    """

    row: int
    rows: tuple[int, int]

    def position(self) -> str:
        """Find the source: which row of the table Ramar it is; empty text when there is none."""
        column = "Ramar[Delas ut]"
        if self.row == self.rows[0]:
            return f'=IFERROR(MATCH("{YES}",{column},0),"")'
        above = f"{POSITION}{self.row - 1}"
        rest = f"INDEX({column},{above}+1):INDEX({column},ROWS({column}))"
        return f'=IFERROR({above}+MATCH("{YES}",{rest},0),"")'

    def shown(self) -> tuple[str, ...]:
        """Name, frame, allocated, left, and what there is to say about it."""
        name, frame, left = (f"{letter}{self.row}" for letter in "BCE")
        of_it = f"Finansiering[Kronor],Finansiering[Källa],{name}"
        amount = self._of("Belopp")
        in_words = f'IF(ISNA(SHK_BELOPP({amount})),"okänd",SHK_BELOPP({amount}))'
        unknown = f'IF(${UNKNOWN}{self.row}>0," + okänt belopp","")'
        preliminary = f'IF({self._of("Preliminär")}="{YES}","preliminär","")'
        overdrawn = f'IF(ISNUMBER({left}),IF({left}<0," överskriden",""),"")'
        return (
            self._line(self._of("Namn")),
            self._line(f'IF({amount}="","okänd",IF(ISNUMBER({amount}),{amount},{in_words}))'),
            self._line(f"SHK_BUDGETSUMMA({of_it})"),
            self._line(f'IF(ISNUMBER({frame}),SHK_RAMKVAR({frame},{of_it}),"okänt")'),
            self._line(f"TRIM({preliminary}&{overdrawn}&{unknown})"),
        )

    def unknown(self) -> str:
        """Count the amounts from this source that are unknown."""
        of_it = f"Finansiering[Kronor],Finansiering[Källa],$B{self.row}"
        return self._line(f"SHK_OPRISSATTA({of_it})")

    def drawn(self) -> Iterator[str]:
        """What the chart draws: allocated and left, each with a label or without, and over.

        An amount gets its label where there is room for it beside its neighbours.
        """
        frame, allocated, left = (f"{letter}{self.row}" for letter in "CDE")
        first, last = self.rows
        widest = f"MAX($C${first}:$D${last})"
        inside = f"MIN({frame},{allocated})"
        roomy = f"{inside}>={ROOM}*{widest}"
        spare = f"MAX({left},{widest}-{inside})>={ROOM}*{widest}"
        known = f"ISNUMBER({frame})"
        for value, condition in (
            (inside, roomy),
            (inside, f"NOT({roomy})"),
            (left, f"AND({left}>0,{spare})"),
            (left, f"AND({left}>0,NOT({spare}))"),
            (f"-{left}", f"{left}<0"),
        ):
            yield f'=IF({known},IF({condition},{value},""),"")'

    def _of(self, column: str) -> str:
        return f"INDEX(Ramar[{column}],${POSITION}{self.row})"

    def _line(self, formula: str) -> str:
        return f'=IF(${POSITION}{self.row}="","",{formula})'


@dataclass(frozen=True, slots=True)
class InitiativeLine:
    """A line of the list of initiatives.

    Args:
        row: The line's row on the sheet, counted from one.
        number: Its number in the list, counted from one.
    """

    row: int
    number: int

    def position(self) -> str:
        """Find the initiative: which row of the table it is; empty text when there is none."""
        order = "Initiativ[Ordning]"
        return f'=IFERROR(MATCH(SMALL({order},{self.number}),{order},0),"")'

    def shown(self) -> tuple[str, ...]:
        """Name, type with phase, amount, place and score."""
        phase, kronor = self._of("Fas"), self._of("Kronor")
        state = f'{self._of("Beloppsläge")}="{AmountState.STAFF}"'
        return (
            self._line(self._of("Namn")),
            self._line(f'{self._of("Typ")}&IF({phase}="",""," fas "&{phase})'),
            self._line(
                f'IF(ISNA({kronor}),"okänt",IF({state},"ordinarie personal",SHK_KRONOR({kronor})))'
            ),
            self._line(self._place()),
            self._line(self._score()),
        )

    def drawn(self) -> Iterator[str]:
        """What the chart draws: the score, in the series of the initiative's type."""
        score = f"$F{self.row}"
        for type_ in InitiativeType:
            same = f'AND(ISNUMBER({score}),{self._of("Typ")}="{type_}")'
            yield f'=IF(${POSITION}{self.row}="","",IF({same},{score},""))'

    def _place(self) -> str:
        place = self._of("Plats")
        sharing = f"COUNTIFS(Initiativ[Typ],{self._of('Typ')},Initiativ[Plats],{place})"
        shared = f'IF({sharing}>1," delad","")'
        return f'IF(ISNUMBER({place}),{place}&{shared},"–")'

    def _score(self) -> str:
        score, low, high = (self._of(column) for column in ("Poäng", "Lägst", "Högst"))
        between = f'{_decimal(low)}&"–"&{_decimal(high)}&" (saknas)"'
        return f'IF(ISNUMBER({score}),{score},IF(ISNUMBER({low}),{between},"–"))'

    def _of(self, column: str) -> str:
        return f"INDEX(Initiativ[{column}],${POSITION}{self.row})"

    def _line(self, formula: str) -> str:
        return f'=IF(${POSITION}{self.row}="","",{formula})'


def _decimal(formula: str) -> str:
    """A number as text with one decimal after a comma, whatever the program's language."""
    tenths = f"ROUND({formula}*10,0)"
    return f'INT({tenths}/10)&","&MOD({tenths},10)'
