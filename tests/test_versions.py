"""Versions of the team's workbook: nothing is replaced that is not kept, and all come back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from portfolio_books import PORTFOLIO

from shk_xl.cli.app import run
from shk_xl.domain.faults import Refused
from shk_xl.exchange.ledger import Ledger, folder_of, now
from shk_xl.exchange.records import Merge, Version
from shk_xl.exchange.versions import (
    Reason,
    find_version,
    keep_version,
    replace_book,
    restore_version,
    version_bytes,
)
from shk_xl.wording.writing import VERSIONS
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.writing.edits import CellEdit
from shk_xl.workbook.writing.write import edit_tables

FIRST = build_workbook(PORTFOLIO)
SECOND, THIRD = (
    edit_tables(FIRST, [CellEdit("Initiativ", 2, "Namn", name)]).data for name in ("Två", "Tre")
)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bok.xlsx"
    path.write_bytes(FIRST)
    return path


def listed(book: Path) -> list[tuple[str, str]]:
    with Ledger.peek(folder_of(book)) as ledger:
        return [(v.reason, v.sha256[:6]) for v in ledger.select(Version)]


def replaced(book: Path, data: bytes, **given: Any) -> Version:
    with Ledger(folder_of(book)) as ledger:
        expected = given.pop("expected", book.read_bytes())
        return replace_book(
            ledger,
            book,
            data,
            expected=expected,
            reason=given.pop("reason", Reason.MERGED),
            **given,
        )


def codes(refused: pytest.ExceptionInfo[Refused]) -> list[str]:
    return [fault.code for fault in refused.value.faults]


def test_the_old_and_the_new_workbook_are_kept_when_it_is_replaced(book: Path) -> None:
    replaced(book, SECOND)
    assert book.read_bytes() == SECOND
    assert [reason for reason, _ in listed(book)] == ["found", "merged"]
    with Ledger(folder_of(book)) as ledger:
        kept = [version_bytes(ledger, version) for version in ledger.select(Version)]
    assert kept == [FIRST, SECOND]
    replaced(book, THIRD)
    assert [reason for reason, _ in listed(book)] == ["found", "merged", "merged"]
    book.write_bytes(FIRST)
    replaced(book, SECOND)
    reasons = [reason for reason, _ in listed(book)]
    assert reasons == ["found", "merged", "merged", "found", "merged"]


def test_the_same_bytes_make_no_new_version(book: Path) -> None:
    with Ledger(folder_of(book)) as ledger:
        one = keep_version(ledger, FIRST, ".xlsx", Reason.SENT)
        assert keep_version(ledger, FIRST, ".xlsx", Reason.FOUND) == one
        assert len(ledger.select(Version)) == 1


def test_a_workbook_that_somebody_saved_or_has_open_is_left_alone(book: Path) -> None:
    with pytest.raises(Refused) as saved:
        replaced(book, SECOND, expected=THIRD)
    assert codes(saved) == ["book_saved_meanwhile"]
    book.with_name("~$bok.xlsx").write_bytes(b"x")
    with pytest.raises(Refused) as opened:
        replaced(book, SECOND)
    assert codes(opened) == ["file_locked"]
    assert book.read_bytes() == FIRST


def test_a_version_comes_back_and_what_stood_there_is_kept(book: Path) -> None:
    replaced(book, SECOND)
    book.write_bytes(THIRD)
    with Ledger(folder_of(book)) as ledger:
        restore_version(ledger, book, find_version(ledger, "1"))
    assert book.read_bytes() == FIRST
    assert [reason for reason, _ in listed(book)] == ["found", "merged", "found", "restored"]
    with Ledger(folder_of(book)) as ledger:
        restore_version(ledger, book, find_version(ledger, "3"))
        assert book.read_bytes() == THIRD
    book.unlink()
    with Ledger(folder_of(book)) as ledger:
        restore_version(ledger, book, find_version(ledger, "2"))
    assert book.read_bytes() == SECOND


def test_a_merge_whose_version_is_left_is_marked_as_undone(book: Path) -> None:
    with Ledger(folder_of(book)) as ledger:
        ledger.insert(Merge(1, now(), "a", "b"))
    replaced(book, SECOND, merge=1)
    with Ledger(folder_of(book)) as ledger:
        first, merged = ledger.select(Version)
        restore_version(ledger, book, first)
        assert ledger.select(Merge)[0].undone_at
        restore_version(ledger, book, merged)
        assert not ledger.select(Merge)[0].undone_at


def test_a_version_is_found_by_its_number_or_its_hash(book: Path) -> None:
    replaced(book, SECOND)
    with Ledger(folder_of(book)) as ledger:
        _, second = ledger.select(Version)
        assert find_version(ledger, second.sha256[:8].upper()) == second
        for written, code in (("9", "version_unknown"), (second.sha256[:3], "version_unknown")):
            with pytest.raises(Refused) as refused:
                find_version(ledger, written)
            assert codes(refused) == [code]
        for number, ending in ((3, "1"), (4, "2")):
            ledger.insert(Version(number, now(), f"abcd{ending}", ".xlsx", "found"))
        with pytest.raises(Refused) as several:
            find_version(ledger, "abcd")
        assert codes(several) == ["version_several"]


def test_a_kept_file_that_was_changed_never_comes_back(book: Path) -> None:
    replaced(book, SECOND)
    (kept,) = (folder_of(book) / "versioner").glob(f"{listed(book)[0][1]}*")
    kept.write_bytes(THIRD)
    with Ledger(folder_of(book)) as ledger, pytest.raises(Refused):
        restore_version(ledger, book, find_version(ledger, "1"))
    assert book.read_bytes() == SECOND


def test_every_reason_has_words() -> None:
    assert {reason.value for reason in Reason} == VERSIONS.keys()


def test_the_commands_list_and_bring_back(
    book: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    def shk(*arguments: object) -> tuple[int, str, str]:
        code = run([str(argument) for argument in arguments])
        return code, *capsys.readouterr()

    assert shk("log", book)[0] == 0
    assert not folder_of(book).exists()
    assert shk("restore", book, "1")[0] == 3
    replaced(book, SECOND)
    code, out, _ = shk("log", book)
    assert code == 0
    assert "svar inlagda (arbetsboken nu)" in out
    found = json.loads(shk("log", book, "--json")[1])
    assert [(one["number"], one["current"]) for one in found] == [(1, False), (2, True)]
    assert Path(found[0]["path"]).read_bytes() == FIRST
    copy = tmp_path / "kopia.xlsx"
    assert shk("restore", book, "1", "--out", copy)[0] == 0
    assert (copy.read_bytes(), book.read_bytes()) == (FIRST, SECOND)
    assert shk("restore", book, "1", "--out", copy)[0] == 3
    assert shk("restore", book, "1", "--out", tmp_path / "kopia.xlsm")[0] == 3
    code, out, _ = shk("restore", book, "1", "--json")
    assert (code, json.loads(out)["number"]) == (0, 1)
    assert book.read_bytes() == FIRST
    book.write_bytes(THIRD)
    assert "har ändrats sedan" in shk("log", book)[1]
