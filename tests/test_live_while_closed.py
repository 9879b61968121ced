"""Använd valen all the way: two processes, a file with a real conflict, and Excel stood in for."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from closing_excel import install, log_of, macro_of
from exchange_books import PERIOD, START, asking_book, copied, value_of, with_choices

from shk_xl.exchange.intake.resolving import resolve_book
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.records import Version
from shk_xl.ooxml.package import Package

pytestmark = pytest.mark.thorough

PRESS = """
import atexit, sys, time
from pathlib import Path
import com_book, xlwings
from shk_xl.excel.live import desktop

excel = com_book.ComApp()
book = excel.Workbooks.Open(sys.argv[1])
xlwings.Book.caller = book.open
atexit.register(time.sleep, 3)  # as xlwings, which looks for Excels to end
desktop.press("anvand_valen")
print(len(list(book.messages())))
"""
NAME = "portfölj.xlsm"
LONGEST = 40.0
"""Seconds that the process gets."""


class Pressed:
    """What was seen when the button was pressed on a workbook."""

    def __init__(self, book: Path, folder: Path, *, server: bool = False, **plan: object) -> None:
        self.book, self.folder = book, folder
        folder.mkdir()
        macro = macro_of(folder)
        macro.touch()
        done = subprocess.run(
            [sys.executable, "-c", PRESS, str(book), *([] if server else ["--from_xl=1"])],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).parent,
            env=install(folder, book, **plan),
        )
        self.untouched = not log_of(folder).exists()
        assert done.returncode == 0, done.stderr
        assert done.stdout.split() == ["1"], "one question, and no message at the end"
        macro.unlink()
        self.events = self._events()

    def _events(self) -> list[list[Any]]:
        """Wait until the person has been told, and give all that Excel did."""
        for _ in range(int(LONGEST / 0.1)):
            log = log_of(self.folder)
            lines = log.read_text(encoding="utf-8").splitlines() if log.exists() else []
            events = [json.loads(line) for line in lines]
            if events and events[-1][0] == "message":
                return events
            time.sleep(0.1)
        raise AssertionError(events)

    @property
    def done(self) -> list[tuple[str, str]]:
        """What Excel did, and with which workbook."""
        return [(event[0], event[1]) for event in self.events if event[0] in {"open", "close"}]

    @property
    def told(self) -> str:
        """The message, which must stand in a window that is there."""
        _, has_window, title, text = self.events[-1]
        assert has_window
        assert title == "Använd valen"
        return str(text)


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asking_book(tmp_path_factory.mktemp("asking"))


@pytest.fixture
def chosen(asking: Path, tmp_path: Path) -> Path:
    """A workbook with two questions, one of which is answered."""
    book = copied(asking, tmp_path / "bok")
    book.write_bytes(with_choices(book, {"Period": "Deras: Västerås stad"}))
    return book


def test_the_choices_are_applied_while_the_workbook_is_closed(chosen: Path, tmp_path: Path) -> None:
    before = chosen.read_bytes()
    seen = Pressed(chosen, tmp_path / "excel")
    assert seen.untouched, "Excel was left alone until the press was over"
    assert seen.done == [("close", NAME), ("open", NAME), ("close", "Bok1")]
    first, second = seen.events[:2]
    assert first == ["add", "Bok1", False, 1], "an empty workbook first, when the macro had ended"
    assert second == ["close", NAME, False, 2], "Excel is never without a workbook"
    assert seen.told.startswith("Valen är införda, och arbetsboken är öppen igen.")
    assert "Val: 1.\n• Initiativ, UVAS, Period: Deras: Västerås stad" in seen.told
    assert "Kvar att välja, på bladet Konflikter: 1." in seen.told
    assert (value_of(chosen, PERIOD), value_of(chosen, START)) == ("Deras", "Vår start")
    assert not (tmp_path / "excel" / "shk-xl-fel.log").exists()
    with Ledger(folder_of(chosen)) as ledger:
        reasons = [version.reason for version in ledger.select(Version)]
    assert reasons[-2:] == ["found", "resolved"]
    macros = "xl/vbaProject.bin"
    assert Package(chosen.read_bytes()).read(macros) == Package(before).read(macros)


def test_a_process_that_xlwings_keeps_for_the_next_press_is_not_waited_for(
    chosen: Path, tmp_path: Path
) -> None:
    seen = Pressed(chosen, tmp_path / "excel", server=True)
    assert not seen.untouched
    assert seen.told.startswith("Valen är införda")


def test_the_button_gives_what_the_command_gives(chosen: Path, tmp_path: Path) -> None:
    by_command = copied(chosen, tmp_path / "kommando")
    resolve_book(by_command)
    Pressed(chosen, tmp_path / "excel")
    of_button, of_command = chosen.read_bytes(), by_command.read_bytes()
    assert tables_of(of_button, file="") == tables_of(of_command, file="")
    assert Package(of_button).partnames == Package(of_command).partnames


def test_what_is_typed_before_the_workbook_is_closed_keeps_it_open(
    chosen: Path, tmp_path: Path
) -> None:
    before = chosen.read_bytes()
    seen = Pressed(chosen, tmp_path / "excel", saved=False)
    assert seen.done == [("close", "Bok1")]
    assert "ändrades innan den hann stängas, så inget val är infört" in seen.told
    assert chosen.read_bytes() == before


def test_a_refusal_is_told_and_the_workbook_opened_again(chosen: Path, tmp_path: Path) -> None:
    before = chosen.read_bytes()
    seen = Pressed(chosen, tmp_path / "excel", held=True)
    assert seen.done == [("close", NAME), ("open", NAME), ("close", "Bok1")]
    assert f"~${NAME}" in seen.told
    assert chosen.read_bytes() == before


def test_a_workbook_that_excel_does_not_open_again_is_told_with_its_path(
    chosen: Path, tmp_path: Path
) -> None:
    seen = Pressed(chosen, tmp_path / "excel", opens=False)
    assert seen.done == [("close", NAME), ("open", NAME)], "the empty one is left to be told in"
    assert f"Arbetsboken är hel. Är den inte öppen, öppna den som vanligt: {chosen}" in seen.told
    assert (tmp_path / "excel" / "shk-xl-fel.log").exists()
    assert value_of(chosen, PERIOD) == "Deras"
