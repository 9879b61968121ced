"""Write the reference pages of the manual from the tables that the program itself uses."""

from __future__ import annotations

from pathlib import Path

from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.workbook.schema import TABLES

DOCS = Path(__file__).parents[1] / "docs"


def functions_page() -> str:
    """Describe every worksheet function."""
    parts = [
        "# Funktionerna i arbetsboken",
        (
            "Funktionerna finns i arbetsboken under kategorin Samhällskontraktet. `#SAKNAS!` (på "
            "engelska `#N/A`) betyder att ett värde är okänt: summor räknar inte med det, och den "
            "som saknar värde får ingen plats. Andra felvärden går igenom oförändrade."
        ),
    ]
    for function in FUNCTIONS:
        rows = [
            f"| {parameter.name} | {'får utelämnas' if parameter.optional else 'krävs'} | "
            f"{parameter.help} |"
            for parameter in function.parameters
        ]
        parts += [
            f"## {function.name}",
            function.help,
            "\n".join(["| argument | | vad det är |", "|---|---|---|", *rows]),
            f"Exempel: `{function.example}`",
        ]
    return "\n\n".join(parts) + "\n"


def columns_page() -> str:
    """Describe every sheet and column."""
    parts = [
        "# Bladen och kolumnerna",
        (
            "Varje blad har en tabell. Kolumner som beräknas skrivs inte i; de är grå i "
            "arbetsboken. Egna kolumner får läggas till, och kolumner får flyttas, men rubrikerna "
            "ska stå kvar."
        ),
    ]
    for table in TABLES:
        rows = [
            f"| {column.title} | {column.help} | "
            f"{', '.join(column.choices) if column.choices else ''} |"
            for column in table.columns
        ]
        parts += [
            f"## {table.sheet}",
            table.help,
            "\n".join(["| kolumn | vad som står där | val |", "|---|---|---|", *rows]),
        ]
    return "\n\n".join(parts) + "\n"


PAGES = {"funktioner.md": functions_page, "kolumner.md": columns_page}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
