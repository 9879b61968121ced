"""Write the reference pages of the manual from the tables that the program itself uses."""

from __future__ import annotations

from pathlib import Path

from shk_xl.domain.party_roles import Role
from shk_xl.functions.catalogue import FUNCTIONS
from shk_xl.workbook.schema import TABLES

DOCS = Path(__file__).parents[1] / "docs"
FILLED_BY = {
    None: "",
    Role.RESPONSIBLE: "ansvarig part",
    Role.COOPERATING: "alla parter som deltar",
}
NEW_ROWS = (
    "En part får föreslå nya rader: kopian har {count} tomma för det. De tas in när processtödet "
    "har godkänt dem."
)


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
        (
            "Sista kolumnen säger vad en part fyller i i sin kopia, när arbetsboken skickas ut: "
            "för sina egna initiativ, alltså dem som parten ansvarar för eller deltar i. Är ingen "
            "ansvarig part angiven svarar de som deltar tillsammans. Resten är processtödets; "
            "ändrar en part något där tas det inte in, men det visas."
        ),
    ]
    for table in TABLES:
        rows = [
            f"| {column.title} | {column.help} | "
            f"{', '.join(column.choices) if column.choices else ''} | "
            f"{FILLED_BY[column.filled_by]} |"
            for column in table.columns
        ]
        head = ["| kolumn | vad som står där | val | fylls i av |", "|---|---|---|---|"]
        parts += [f"## {table.sheet}", table.help, "\n".join([*head, *rows])]
        if table.new_rows:
            parts.append(NEW_ROWS.format(count=table.new_rows))
    return "\n\n".join(parts) + "\n"


PAGES = {"funktioner.md": functions_page, "kolumner.md": columns_page}


def main() -> None:
    """Write every page."""
    for name, page in PAGES.items():
        (DOCS / name).write_text(page(), encoding="utf-8")
        print(name)


if __name__ == "__main__":
    main()
