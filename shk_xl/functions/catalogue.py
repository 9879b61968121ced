"""The catalogue of worksheet functions: every function once, read from top to bottom.

Names are Excel's (ASCII), help is Swedish. A host reads this table; nothing is registered
by importing it.
"""

from __future__ import annotations

from typing import Final

from shk_xl.functions import arguments as take
from shk_xl.functions import calculations as calculate
from shk_xl.functions.evaluate import Parameter, WorksheetFunction

CATEGORY: Final = "Samhällskontraktet"
"""Under which Excel lists the functions."""

_AMOUNTS = Parameter(
    "belopp",
    "Området med belopp. #SAKNAS! betyder okänt och räknas inte med.",
    take.column,
    block=True,
)
_CONDITION_RANGE = Parameter(
    "villkorsområde",
    "Området som avgör vilka rader som räknas, lika stort som det första.",
    take.optional_column,
    optional=True,
    block=True,
)
_CONDITION = Parameter(
    "villkor",
    "Det som ska stå i villkorsområdet för att raden ska räknas.",
    take.optional_cell,
    optional=True,
)
_SCORE_PARAMETERS = (
    Parameter(
        "poäng", "Området med poäng 1–5. Tomt eller #SAKNAS! saknas ännu.", take.column, block=True
    ),
    Parameter(
        "vikter",
        "Området med vikter, lika stort. Utelämnat väger alla lika.",
        take.optional_column,
        optional=True,
        block=True,
    ),
    _CONDITION_RANGE,
    _CONDITION,
    Parameter(
        "viktsumma",
        "Summan av vikterna för alla kriterier som gäller. Rader som fattas räknas som saknade.",
        take.optional_cell,
        optional=True,
    ),
)

FUNCTIONS: Final[tuple[WorksheetFunction, ...]] = (
    WorksheetFunction(
        "SHK_BELOPP",
        calculate.amount_in_kronor,
        "Läser ett belopp som tal eller text (648 000kr, 1,5 mnkr, 250 tkr) och ger hela kronor. "
        "Ordinarie personal ger 0, okänt ger #SAKNAS!.",
        (
            Parameter("belopp", "Talet eller texten.", take.cell),
            Parameter(
                "beloppsläge",
                "Känt belopp, Ordinarie personal eller Okänt.",
                take.cell,
                optional=True,
            ),
        ),
        '=SHK_BELOPP("648 000 kr")',
    ),
    WorksheetFunction(
        "SHK_BUDGETSUMMA",
        calculate.budget_sum,
        "Summerar kända belopp, om man vill bara på rader som uppfyller ett villkor. Okända "
        "belopp (#SAKNAS!) räknas inte med; SHK_OPRISSATTA säger hur många de är.",
        (_AMOUNTS, _CONDITION_RANGE, _CONDITION),
        '=SHK_BUDGETSUMMA(Finansiering[Kronor];Finansiering[Källa];"Pilotbudget")',
    ),
    WorksheetFunction(
        "SHK_OPRISSATTA",
        calculate.count_unknown,
        "Räknar hur många belopp som är okända (#SAKNAS!).",
        (_AMOUNTS, _CONDITION_RANGE, _CONDITION),
        "=SHK_OPRISSATTA(Initiativ[Kronor])",
    ),
    WorksheetFunction(
        "SHK_RAMKVAR",
        calculate.left_of_frame,
        "Ger det som är kvar av en ram när de kända beloppen är dragna. Negativt om ramen är "
        "överskriden; #SAKNAS! om ramen är okänd.",
        (
            Parameter("ram", "Ramens belopp.", take.amount),
            _AMOUNTS,
            _CONDITION_RANGE,
            _CONDITION,
        ),
        "=SHK_RAMKVAR(C5;Finansiering[Kronor];Finansiering[Källa];A5)",
    ),
    WorksheetFunction(
        "SHK_PRIORITET",
        calculate.priority,
        "Ger poängen som vägt medelvärde. Saknas någon poäng blir svaret #SAKNAS!; se då "
        "SHK_PRIORITET_LAGST och SHK_PRIORITET_HOGST.",
        _SCORE_PARAMETERS,
        "=SHK_PRIORITET(C2:C5;D2:D5)",
    ),
    WorksheetFunction(
        "SHK_PRIORITET_LAGST",
        calculate.priority_lowest,
        "Ger den lägsta möjliga poängen: det som saknas räknas som 1.",
        _SCORE_PARAMETERS,
        "=SHK_PRIORITET_LAGST(C2:C5;D2:D5)",
    ),
    WorksheetFunction(
        "SHK_PRIORITET_HOGST",
        calculate.priority_highest,
        "Ger den högsta möjliga poängen: det som saknas räknas som 5.",
        _SCORE_PARAMETERS,
        "=SHK_PRIORITET_HOGST(C2:C5;D2:D5)",
    ),
    WorksheetFunction(
        "SHK_RANG",
        calculate.rank,
        "Ger platsen, högst värde först, om man vill bara bland rader av samma typ. Lika värden "
        "delar plats (1, 1, 3). Den som saknar värde får ingen plats.",
        (
            Parameter("värde", "Värdet som ska få en plats.", take.cell),
            Parameter("område", "Alla värden att jämföra med.", take.column, block=True),
            Parameter(
                "typområde",
                "Området med typer, lika stort.",
                take.optional_column,
                optional=True,
                block=True,
            ),
            Parameter("typ", "Typen att jämföra inom.", take.optional_cell, optional=True),
        ),
        "=SHK_RANG(D2;D2:D9;B2:B9;B2)",
    ),
    WorksheetFunction(
        "SHK_KRONOR",
        calculate.kronor_as_text,
        "Skriver ett belopp som svensk text: 648 000 kr.",
        (Parameter("belopp", "Beloppet.", take.amount),),
        "=SHK_KRONOR(3456000)",
    ),
    WorksheetFunction(
        "SHK_ROSTER",
        calculate.votes_in_words,
        "Skriver rösterna om en punkt i ord: Ja, Nej, Avstår, frånvarande och vilka parter som "
        "var med. Funktionen avgör inte om förslaget är antaget.",
        (
            Parameter("röster", "Området med röster.", take.column, block=True),
            Parameter("parter", "Området med parter, lika stort.", take.column, block=True),
            Parameter("närvaro", "Området med närvaro, lika stort.", take.column, block=True),
            Parameter("möten", "Området med möten, lika stort.", take.column, block=True),
            Parameter("möte", "Mötet som frågan gäller.", take.cell),
            Parameter("punkter", "Området med punkter, lika stort.", take.column, block=True),
            Parameter("punkt", "Punkten som frågan gäller.", take.cell),
        ),
        "=SHK_ROSTER(F2:F9;H2:H9;D2:D9;A2:A9;A2;B2:B9;B2)",
    ),
)

_BY_NAME = {function.name: function for function in FUNCTIONS}


def find(name: str) -> WorksheetFunction | None:
    """Find a function by its name, in any case.

    >>> find("shk_rang").name
    'SHK_RANG'
    """
    return _BY_NAME.get(name.upper())
