"""Write the workbooks that the project hands out: the empty one and the example of 2024."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from shk_xl.ooxml.atomic import write_atomically
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.starting_point import empty_portfolio

FOLDER: Final = Path(__file__).resolve().parent.parent / "workbooks"
PORTFOLIOS: Final = {
    "tom_portfolj.xlsx": empty_portfolio,
    "exempel_2024.xlsx": example_2024,
}


def main() -> None:
    """Build every workbook and write it."""
    for name, portfolio in PORTFOLIOS.items():
        path = FOLDER / name
        write_atomically(path, build_workbook(portfolio()))
        print(f"{path.relative_to(FOLDER.parent)}: {path.stat().st_size} byte")


if __name__ == "__main__":
    main()
