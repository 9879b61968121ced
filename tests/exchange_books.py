"""A team's workbook with macros: as it goes out, and with two conflicts that wait for a choice."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import openpyxl
from answers import changed, team_workbook

from shk_xl.cli.app import run
from shk_xl.excel.macro_workbook import with_macros
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.sheets import CHOICE, CONFLICT_SHEET, FIELD
from shk_xl.exchange.records import Copy

PERIOD = ("Initiativ", ("uvas",), "Period")
START = ("Initiativ", ("uvas",), "Förslag på start")
_SUPPORT = ("Parter", ("processtödet",), "E-post")

Cell = tuple[str, tuple[str, ...], str]


@cache
def team_bytes() -> bytes:
    """The example with macros, addresses for five parties, and one to answer to."""
    return with_macros(changed(team_workbook(), (*_SUPPORT, "stod@team.example")))


def asking_book(folder: Path) -> Path:
    """Make a workbook where the team and a party have changed the same two cells."""
    book = folder / "portfölj.xlsm"
    book.write_bytes(team_bytes())
    assert run(["send", str(book), "--all"]) == 0
    with Ledger(folder_of(book)) as ledger:
        (copy,) = (one for one in ledger.select(Copy) if one.party == "Västerås stad")
        answer = changed(ledger.copy_bytes(copy), (*PERIOD, "Deras"), (*START, "Deras start"))
    book.write_bytes(changed(team_bytes(), (*PERIOD, "Vår"), (*START, "Vår start")))
    (folder / "svar.xlsx").write_bytes(answer)
    assert run(["receive", str(folder / "svar.xlsx"), "--into", str(book)]) == 1
    return book


def copied(book: Path, folder: Path) -> Path:
    """Copy a workbook, and the folder of its exchange."""
    folder.mkdir()
    shutil.copytree(folder_of(book), folder / folder_of(book).name)
    return Path(shutil.copy(book, folder))


def with_choices(book: Path, choices: Mapping[str, str]) -> bytes:
    """Put choices in the sheet Konflikter, by the column that a question is about."""
    opened = openpyxl.load_workbook(book, keep_vba=True)
    sheet = opened[CONFLICT_SHEET]
    titles = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        chosen = choices.get(str(row[titles.index(FIELD)].value))
        if chosen:
            row[titles.index(CHOICE)].value = chosen
    path = book.with_name("vald.xlsm")
    opened.save(path)
    data = path.read_bytes()
    path.unlink()
    return data


def value_of(book: Path, cell: Cell) -> object:
    """Read a cell of the file."""
    table, key, title = cell
    return tables_of(book.read_bytes(), file="")[table].rows[key].values.get(title)
