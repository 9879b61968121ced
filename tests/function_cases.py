"""One case table for the worksheet functions; every host runs it.

A case is (function, arguments, expected). Blocks are lists of rows.
"""

from __future__ import annotations

from typing import NamedTuple

from shk_xl.functions.cell_values import MISSING, Argument, Block, CellError, CellValue

NA, VALUE, NUM, DIV0, REF = (
    CellError.NA,
    CellError.VALUE,
    CellError.NUM,
    CellError.DIV0,
    CellError.REF,
)


class Case(NamedTuple):
    """A call and what it shall give: a value, or rows of them where the result is an array."""

    function: str
    arguments: tuple[Argument, ...]
    expected: CellValue | Block


def col(*values: CellValue) -> list[list[CellValue]]:
    """Make a block of one column."""
    return [[value] for value in values]


SOURCES = col("Initiativbudget", "Pilotbudget", "Pilotbudget", None)
AMOUNTS = col(648_000.0, 272_000.0, NA, 5.0)
VOTES = (
    col(None, None, None, "Ja", "Nej", "Ja", "Avstår"),
    col("Norrby", "Söderby", "", "Norrby", "Norrby", "Norrby", "Norrby"),
    col("Närvarande", "Frånvarande", "Närvarande", None, None, None, None),
    col(*["2024-01-15"] * 7),
    "2024-01-15",
    col(None, None, None, 3.0, 3.0, 4.0, 3.0),
)

CASES: tuple[Case, ...] = (
    Case("SHK_BELOPP", (648_000.0,), 648_000),
    Case("SHK_BELOPP", ("648 000kr",), 648_000),
    Case("SHK_BELOPP", ("1625 000 kr",), 1_625_000),
    Case("SHK_BELOPP", ("648\u00a0000:-",), 648_000),
    Case("SHK_BELOPP", ("1,5 mnkr",), 1_500_000),
    Case("SHK_BELOPP", ("\u2212250 tkr",), -250_000),
    Case("SHK_BELOPP", ("1.750",), VALUE),
    Case("SHK_BELOPP", ("Ordinarie personal processtödet",), 0),
    Case("SHK_BELOPP", ("Inväntar svar",), NA),
    Case("SHK_BELOPP", ("ungefär mycket",), VALUE),
    Case("SHK_BELOPP", (0.5,), NUM),
    Case("SHK_BELOPP", (True,), VALUE),
    Case("SHK_BELOPP", (None,), NA),
    Case("SHK_BELOPP", (NA,), NA),
    Case("SHK_BELOPP", (REF,), REF),
    Case("SHK_BELOPP", (None, "Ordinarie personal"), 0),
    Case("SHK_BELOPP", (None, "Okänt"), NA),
    Case("SHK_BELOPP", (5.0, "Känt belopp"), 5),
    Case("SHK_BELOPP", (5.0, "Okänt"), VALUE),
    Case("SHK_BELOPP", (5.0, "Ordinarie personal"), VALUE),
    Case("SHK_BELOPP", (5.0, "Kanske"), VALUE),
    Case("SHK_BUDGETSUMMA", (col(1.0, 2.0, NA, None, ""),), 3),
    Case("SHK_BUDGETSUMMA", (7.0,), 7),
    Case("SHK_BUDGETSUMMA", (col(None, None),), 0),
    Case("SHK_BUDGETSUMMA", (col("250 tkr", 1.0),), 250_001),
    Case("SHK_BUDGETSUMMA", (col("x", 1.0),), VALUE),
    Case("SHK_BUDGETSUMMA", (col(DIV0, 1.0),), DIV0),
    Case("SHK_BUDGETSUMMA", (AMOUNTS, SOURCES, "pilotbudget"), 272_000),
    Case("SHK_BUDGETSUMMA", (AMOUNTS, SOURCES, "Saknas"), 0),
    Case("SHK_BUDGETSUMMA", (AMOUNTS, col("Pilotbudget"), "Pilotbudget"), VALUE),
    Case("SHK_BUDGETSUMMA", (AMOUNTS, SOURCES), VALUE),
    Case("SHK_BUDGETSUMMA", (AMOUNTS, SOURCES, REF), REF),
    Case("SHK_BUDGETSUMMA", ([[1.0, 2.0], [3.0, 4.0]],), 10),
    Case("SHK_BUDGETSUMMA", ([[1.0] for _ in range(20_000)],), 20_000),
    Case("SHK_OPRISSATTA", (col(1.0, NA, NA, None),), 2),
    Case("SHK_OPRISSATTA", (AMOUNTS, SOURCES, "Pilotbudget"), 1),
    Case("SHK_OPRISSATTA", (col(REF),), REF),
    Case("SHK_RAMKVAR", (1_750_000.0, col(648_000.0, 808_000.0)), 294_000),
    Case("SHK_RAMKVAR", (1.0, col(3.0)), -2),
    Case("SHK_RAMKVAR", (NA, col(3.0)), NA),
    Case("SHK_RAMKVAR", (None, col(3.0)), NA),
    Case("SHK_RAMKVAR", ("7,5 mnkr", AMOUNTS, SOURCES, "Pilotbudget"), 7_228_000),
    Case("SHK_PRIORITET", (col(5.0, 4.0),), 4.5),
    Case("SHK_PRIORITET", (col(5.0, 4.0), col(3.0, 1.0)), 4.75),
    Case("SHK_PRIORITET", (col(5.0, None), col(1.0, 1.0)), NA),
    Case("SHK_PRIORITET", (col(5.0, NA), col(1.0, 1.0)), NA),
    Case("SHK_PRIORITET", (col(6.0, 4.0), col(1.0, 1.0)), NUM),
    Case("SHK_PRIORITET", (col(0.0, 4.0),), NUM),
    Case("SHK_PRIORITET", (col(3.5, 4.0),), NUM),
    Case("SHK_PRIORITET", (col(5.0, 4.0), col(1.0, 0.0)), NUM),
    Case("SHK_PRIORITET", (col(5.0, "fyra"),), VALUE),
    Case("SHK_PRIORITET", (col(5.0, REF),), REF),
    Case("SHK_PRIORITET", (col(5.0, 4.0), col(1.0)), VALUE),
    Case("SHK_PRIORITET", (col(3.0, 5.0), col(1.0, 1.0), col("A", "B"), "B"), 5.0),
    Case("SHK_PRIORITET", (col(3.0, 5.0), col(1.0, 1.0), col("A", "B"), "B", 2.0), NA),
    Case("SHK_PRIORITET", (col(3.0), col(1.0), col("A"), "B"), NA),
    Case("SHK_PRIORITET", (col(5.0, 4.0), MISSING, MISSING, MISSING, 1.0), NUM),
    Case("SHK_PRIORITET_LAGST", (col(5.0, None), col(1.0, 1.0)), 3.0),
    Case("SHK_PRIORITET_HOGST", (col(3.0, None), col(1.0, 1.0)), 4.0),
    Case("SHK_PRIORITET_LAGST", (col(3.0), col(1.0), col("A"), "B", 2.0), 1.0),
    Case("SHK_PRIORITET_HOGST", (col(3.0), col(1.0), col("A"), "A", 4.0), 4.5),
    Case("SHK_RANG", (4.0, col(4.0, 4.0, 5.0, 1.0)), 2),
    Case("SHK_RANG", (1.0, col(4.0, 4.0, 1.0)), 3),
    Case("SHK_RANG", (NA, col(4.0, NA)), NA),
    Case("SHK_RANG", (4.0, col(4.0, NA, None, "")), 1),
    Case("SHK_RANG", ("", col(4.0)), ""),
    Case("SHK_RANG", (None, col(4.0)), ""),
    Case("SHK_RANG", ("fyra", col(4.0)), VALUE),
    Case("SHK_RANG", (2.0, col(4.0, 2.0, 3.0), col("F", "P", "P"), "P"), 2),
    Case("SHK_RANG", (2.0, col(2.0, REF)), REF),
    Case("SHK_KRONOR", (3_456_000.0,), "3\u00a0456\u00a0000\u00a0kr"),
    Case("SHK_KRONOR", (-5.0,), "\u22125\u00a0kr"),
    Case("SHK_KRONOR", (NA,), NA),
    Case("SHK_KRONOR", (DIV0,), DIV0),
    Case(
        "SHK_ROSTER",
        (*VOTES, 3.0),
        "Ja 1, Nej 1, Avstår 1. Frånvarande 1. Parter på mötet: Norrby.",
    ),
    Case(
        "SHK_ROSTER",
        (*VOTES, 4.0),
        "Ja 1, Nej 0, Avstår 0. Frånvarande 1. Parter på mötet: Norrby.",
    ),
    # Presence is the meeting's, and that of the item; what is said of another item doesn't count.
    *(
        Case(
            "SHK_ROSTER",
            (
                col("", "", "Ja"),
                col("Norrby", "Norrby", "Norrby"),
                col("Närvarande", "Frånvarande", ""),
                col("m", "m", "m"),
                "m",
                col("", 3.0, 4.0),
                item,
            ),
            said,
        )
        for item, said in (
            (3.0, "Ja 0, Nej 0, Avstår 0. Frånvarande 1. Parter på mötet: Norrby."),
            (4.0, "Ja 1, Nej 0, Avstår 0. Frånvarande 0. Parter på mötet: Norrby."),
        )
    ),
    Case("SHK_ROSTER", (col("Kanske"), *(col("x"),) * 3, "x", col(1.0), 1.0), VALUE),
    Case("SHK_ROSTER", (*VOTES[:1], col("Norrby"), *VOTES[2:], 3.0), VALUE),
    # A range where a single cell belongs is answered cell by cell, in one call.
    Case("SHK_BELOPP", (col("250 tkr", NA, 5.0, "x"),), col(250_000, NA, 5, VALUE)),
    Case("SHK_BELOPP", ([["1 tkr", "2 tkr"], [3.0, None]],), [[1_000, 2_000], [3, NA]]),
    Case("SHK_BELOPP", (col(None, 7.0), "Känt belopp"), col(NA, 7)),
    Case("SHK_BELOPP", (col(None, 7.0), col("Ordinarie personal", "")), col(0, 7)),
    Case("SHK_BELOPP", (col(1.0, 2.0, 3.0), col("", "")), col(1, 2, NA)),
    Case("SHK_BELOPP", (col(1.0, 2.0), [["", "Okänt"]]), [[1, VALUE], [2, VALUE]]),
    Case("SHK_KRONOR", ([[1.0, NA]],), [["1\u00a0kr", NA]]),
    Case("SHK_RANG", (col(4.0, 1.0, NA, 4.0), col(4.0, 1.0, NA, 4.0)), col(1, 3, NA, 1)),
    Case("SHK_RANG", (col(2.0, 3.0), col(2.0, 3.0), col("F", "P"), col("F", "P")), col(1, 1)),
    Case("SHK_RAMKVAR", (col(10.0, NA), col(3.0, NA)), col(7, NA)),
    Case("SHK_BUDGETSUMMA", (AMOUNTS, SOURCES, col("Pilotbudget", REF)), col(272_000, REF)),
    Case("SHK_BELOPP", ([[1.0]] * 20_000,), [[1]] * 20_000),
)
