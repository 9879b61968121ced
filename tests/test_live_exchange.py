"""Skicka till parter and Använd valen, pressed in an Excel on this computer, over a real file."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import openpyxl
import pytest
import xlwings
from answers import PARTIES, changed
from desktop_book import DesktopExcel
from exchange_books import PERIOD, asking_book, copied, team_bytes, value_of, with_choices
from remote_book import RemoteBook

from shk_xl.cli.app import run
from shk_xl.excel.buttons import BUTTONS, DESKTOP_BUTTONS
from shk_xl.excel.live import apply_choices, saved_file, send_to_parties
from shk_xl.excel.live.desktop import press
from shk_xl.excel.live.scripts import SCRIPTS
from shk_xl.exchange import archive, outbox
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.message import parse
from shk_xl.exchange.records import Copy, OutgoingMessage, Round
from shk_xl.workbook.writing.edits import CellEdit, NewRow
from shk_xl.workbook.writing.write import edit_and_recalculate

pytestmark = pytest.mark.thorough

SEND, APPLY = "skicka_till_parter", "anvand_valen"
OK, CANCEL = "ok", "cancel"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The person's home folder, where errors that nobody foresaw are kept."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setattr(Path, "home", lambda: folder)
    return folder


@pytest.fixture(autouse=True)
def opened(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were shown to the person."""
    shown: list[Path] = []

    def show(folder: Path) -> bool:
        shown.append(folder)
        return True

    monkeypatch.setattr(send_to_parties, "open_folder", show)
    return shown


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "bok" / "portfölj 2024.xlsm"
    path.parent.mkdir()
    path.write_bytes(team_bytes())
    return path


@pytest.fixture
def excel(book: Path, monkeypatch: pytest.MonkeyPatch) -> DesktopExcel:
    return excel_with(book, monkeypatch)


def excel_with(book: Path, monkeypatch: pytest.MonkeyPatch) -> DesktopExcel:
    made = DesktopExcel(RemoteBook(book.read_bytes(), book.name), monkeypatch)
    made.fullname = str(book)
    monkeypatch.setattr(xlwings.Book, "caller", made.open)
    return made


def pressed(excel: DesktopExcel, name: str, *answers: str) -> str:
    """Press a button, answer its questions, and give the message at the end."""
    excel.asked.clear()
    excel.answers = [*answers]
    press(name)
    excel.close()
    assert excel.status[-1] is False
    assert excel.answers == []
    title, text, _mode = excel.alerts.pop()
    assert title in {"Skicka till parter", "Använd valen"}
    assert excel.alerts == []
    return text


def files(book: Path) -> list[str]:
    return sorted(str(path.relative_to(book.parent)) for path in book.parent.rglob("*"))


def test_only_an_excel_with_files_beside_the_workbook_has_the_buttons() -> None:
    assert DESKTOP_BUTTONS[: len(BUTTONS)] == BUTTONS
    assert [button.name for button in DESKTOP_BUTTONS[len(BUTTONS) :]] == [
        SEND,
        APPLY,
        "kontrollera_mallar",
    ]
    assert not {SEND, APPLY} & set(SCRIPTS), "what Lite and the server can run"


# Skicka till parter.


def test_the_preview_shows_who_gets_what_and_the_drafts_are_just_that(
    excel: DesktopExcel, book: Path, opened: list[Path]
) -> None:
    before = book.read_bytes()
    text = pressed(excel, SEND, OK)
    assert book.read_bytes() == before
    (preview,) = excel.asked
    with Ledger(folder_of(book)) as ledger:
        (made,) = ledger.select(Round)
        messages = ledger.select(OutgoingMessage)
        assert {message.party for message in messages} == set(PARTIES)
        assert f"Utskick 1. Utkast till e-post: {len(PARTIES)}." in preview
        assert f"Svar senast {made.due}, till stod@team.example." in preview
        for message in messages:
            draft = parse((ledger.folder / message.answer).read_bytes())
            assert draft.attachment is not None
            assert draft.recipient == PARTIES[message.party]
            sha256 = archive.sha256_of(draft.attachment.data)
            kilobytes = -(-len(draft.attachment.data) // 1000)
            assert f"• {message.party}, {draft.recipient}\n" in preview
            said = (
                f"   {draft.attachment.file_name}, {kilobytes} kB, SHA-256 {sha256[:12]} …, celler"
            )
            assert said in preview
    folder = folder_of(book) / "ut" / "utskick-1"
    assert len([*folder.glob("*.eml")]) == len(PARTIES)
    assert text.startswith(f"Utkast: {len(PARTIES)}, i mappen {folder}. Inget är skickat.")
    assert opened == [folder]


def test_a_cancel_leaves_nothing_and_the_next_press_makes_the_first_round(
    excel: DesktopExcel, book: Path, opened: list[Path]
) -> None:
    assert pressed(excel, SEND, CANCEL) == "Inget är skrivet eller skickat."
    assert files(book) == [book.name]
    assert opened == []
    pressed(excel, SEND, OK)
    assert "Utskick 1." in excel.asked[0]
    before = files(book)
    pressed(excel, SEND, CANCEL)
    assert "Utskick 2." in excel.asked[0]
    assert files(book) == before


def test_the_button_makes_what_the_command_makes(excel: DesktopExcel, book: Path) -> None:
    assert run(["send", str(book), "--all"]) == 0
    pressed(excel, SEND, OK)
    with Ledger(folder_of(book)) as ledger:
        by_command, by_button = ledger.select(Round)
        assert (by_command.ask, by_command.due) == (by_button.ask, by_button.due)
        assert by_command.book_sha256 == by_button.book_sha256
        copies = [
            {copy.party: tables_of(ledger.copy_bytes(copy), file="") for copy in ledger.select(Copy)
             if copy.round == number}
            for number in (1, 2)
        ]  # fmt: skip
    values = [
        {party: {n: {k: r.values for k, r in t.rows.items()} for n, t in tables.items()}
         for party, tables in of_round.items()}
        for of_round in copies
    ]  # fmt: skip
    assert values[0] == values[1]


def test_unsaved_changes_are_saved_when_the_person_says_so_and_leave(
    excel: DesktopExcel, book: Path
) -> None:
    excel.unsaved = changed(book.read_bytes(), (*PERIOD, "Våren 2031"))
    pressed(excel, SEND, OK, OK)
    assert "Spara och fortsätta?" in excel.asked[0]
    assert value_of(book, PERIOD) == "Våren 2031"
    with Ledger(folder_of(book)) as ledger:
        copy = ledger.copy_bytes(ledger.select(Copy)[0])
    table, key, title = PERIOD
    assert tables_of(copy, file="")[table].rows[key].values[title] == "Våren 2031"


def test_who_does_not_want_to_save_has_nothing_written(excel: DesktopExcel, book: Path) -> None:
    before = book.read_bytes()
    excel.unsaved = b"aldrig"
    for button, said in ((SEND, "Inget är skrivet eller skickat."), (APPLY, "Inga val är införda")):
        assert pressed(excel, button, CANCEL).startswith(said)
    assert book.read_bytes() == before
    assert files(book) == [book.name]


@pytest.mark.parametrize("button", [SEND, APPLY])
@pytest.mark.parametrize(
    ("arrange", "said"),
    [
        (lambda excel: setattr(excel, "fullname", excel.remote.name), "inte sparad som fil än"),
        (lambda excel: setattr(excel, "fullname", "https://x/bok.xlsm"), "OneDrive"),
        (lambda excel: setattr(excel, "fullname", xlwings.XlwingsError("ingen")), "OneDrive"),
        (lambda excel: excel.__dict__.update(unsaved=b"x", read_only=True), "skrivskyddad"),
    ],
)
def test_a_workbook_without_a_file_of_its_own_is_told_what_to_do(
    excel: DesktopExcel, book: Path, button: str, arrange: Callable[[DesktopExcel], None], said: str
) -> None:
    arrange(excel)
    assert said in pressed(excel, button)
    assert excel.asked == []
    assert files(book) == [book.name]


def test_a_save_that_excel_did_not_make_stops_all(excel: DesktopExcel, book: Path) -> None:
    excel.unsaved, excel.save_fails = b"x", True
    assert "Excel sparade inte arbetsboken." in pressed(excel, SEND, OK)
    assert files(book) == [book.name]


def test_a_folder_that_lags_behind_the_web_is_told(excel: DesktopExcel, book: Path) -> None:
    excel.from_web = True
    pressed(excel, SEND, CANCEL)
    assert "Utskick 1." in excel.asked[0], "the folder is in step"
    book.write_bytes(changed(book.read_bytes(), (*PERIOD, "Ett äldre svar")))
    assert "OneDrive har inte hunnit ikapp" in pressed(excel, SEND)
    assert files(book) == [book.name]


def test_parties_without_an_address_are_told_all_at_once(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows = tables_of(book.read_bytes(), file="")["Parter"].rows.values()
    numbers = {row.values["Namn"]: row.number for row in rows}
    cleared = [CellEdit("Parter", numbers[name], "E-post", None) for name in ("MDU", "Region Nord")]
    book.write_bytes(edit_and_recalculate(book.read_bytes(), cleared).data)
    text = pressed(excel_with(book, monkeypatch), SEND)
    assert "MDU har ingen adress." in text
    assert "Region Nord har ingen adress." in text
    assert files(book) == [book.name]


def test_what_is_sensitive_and_what_is_left_out_stands_in_the_preview(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.write_bytes(changed(book.read_bytes(), (*PERIOD, "Ring 19900101-0017")))
    opened = openpyxl.load_workbook(book, keep_vba=True)
    opened.create_sheet("Egna anteckningar")
    opened.save(book)
    excel = excel_with(book, monkeypatch)
    pressed(excel, SEND, CANCEL)
    (preview,) = excel.asked
    warned, noted = preview.index("Se upp:"), preview.index("Att veta:")
    assert "ser ut som ett personnummer" in preview[warned:noted]
    assert "Egna anteckningar" in preview[noted:]
    assert preview.endswith("Göra utkasten?")


def test_many_parties_are_counted_so_that_the_message_fits(
    book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    more = [
        NewRow("Parter", {"Namn": f"Part {n}", "Slag": "Part", "E-post": f"p{n}@x.example"})
        for n in range(8)
    ]
    book.write_bytes(edit_and_recalculate(book.read_bytes(), more).data)
    excel = excel_with(book, monkeypatch)
    pressed(excel, SEND, CANCEL)
    assert f"… och {len(PARTIES) + 8 - 10} till." in excel.asked[0]
    assert excel.asked[0].count("SHA-256") == 10


def test_drafts_that_cannot_be_written_wait_and_are_told(
    excel: DesktopExcel, opened: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver = outbox.deliver

    def in_the_way(ledger: Ledger, *rest: Any) -> Any:
        for message in ledger.select(OutgoingMessage, party="MDU"):
            (ledger.outgoing / "utskick-1" / f"MDU-{message.short_key}.eml").mkdir()
        return deliver(ledger, *rest)

    monkeypatch.setattr(outbox, "deliver", in_the_way)
    text = pressed(excel, SEND, OK)
    assert f"Utkast: {len(PARTIES) - 1}, i mappen" in text
    assert "Utkast som inte gick att skriva: 1 (utkastet gick inte att skriva" in text
    assert len(opened) == 1


def test_a_failure_that_nobody_foresaw_says_what_may_be_there(
    excel: DesktopExcel, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outbox, "deliver", lambda *_arguments: 1 / 0)
    text = pressed(excel, SEND, OK)
    assert "Utkast som hann bli klara ligger i mappen .utskick" in text
    assert "ZeroDivisionError" in (home / "shk-xl-fel.log").read_text(encoding="utf-8")


# Använd valen: what comes before the workbook is closed.


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return asking_book(tmp_path_factory.mktemp("asking"))


@pytest.fixture
def asked_book(asking: Path, tmp_path: Path) -> Path:
    return copied(asking, tmp_path / "fråga")


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """What was asked of processes; each answers at once that it has found the workbook."""
    commands: list[list[str]] = []

    def start(command: list[str], **_options: object) -> object:
        if apply_choices.PROCESS not in command:
            return popen(command, **_options)  # a reader of files from outside
        commands.append(command[1:])
        stdin = io.StringIO()
        return SimpleNamespace(stdin=stdin, stdout=io.StringIO(f"{apply_choices.READY}\n"))

    popen: Any = subprocess.Popen
    monkeypatch.setattr(subprocess, "Popen", start)
    return commands


def test_the_choices_are_shown_before_the_workbook_is_closed(
    asked_book: Path, monkeypatch: pytest.MonkeyPatch, started: list[list[str]]
) -> None:
    excel = excel_with(asked_book, monkeypatch)
    excel.unsaved = with_choices(asked_book, {"Period": "Deras: Västerås stad"})
    excel.answers = [OK, OK]
    press(APPLY)
    assert excel.alerts == [], "the process that goes on tells how it went"
    assert excel.status[-1] is False
    save, preview = excel.asked
    assert "Spara och fortsätta?" in save
    assert "Val: 1.\n• Initiativ, UVAS, Period: Deras: Västerås stad" in preview
    assert "Kvar att välja, på bladet Konflikter: 1." in preview
    assert "stängs en kort stund" in preview
    excel_id, name, path = started[0][-3:]
    assert excel_id.lstrip("-").isdigit()
    assert (name, path) == (asked_book.name, str(asked_book))
    assert value_of(asked_book, PERIOD) == "Vår"


def test_a_cancel_starts_nothing_and_changes_nothing(
    asked_book: Path, monkeypatch: pytest.MonkeyPatch, started: list[list[str]]
) -> None:
    asked_book.write_bytes(with_choices(asked_book, {"Period": "Deras: Västerås stad"}))
    before = {path: path.read_bytes() for path in asked_book.parent.rglob("*") if path.is_file()}
    excel = excel_with(asked_book, monkeypatch)
    assert pressed(excel, APPLY, CANCEL) == "Inga val är införda."
    assert started == []
    now = {path: path.read_bytes() for path in asked_book.parent.rglob("*") if path.is_file()}
    assert now == before


def test_no_choice_and_wrong_choices_are_told_without_closing(
    asked_book: Path, monkeypatch: pytest.MonkeyPatch, started: list[list[str]]
) -> None:
    excel = excel_with(asked_book, monkeypatch)
    text = pressed(excel, APPLY)
    assert text.startswith("Det finns inget val att föra in.")
    assert "Kvar att välja, på bladet Konflikter: 2." in text
    asked_book.write_bytes(with_choices(asked_book, {"Period": "Nånting annat"}))
    text = pressed(excel, APPLY)
    assert "Nånting annat" in text
    assert excel.asked == []
    assert started == []


def test_a_workbook_that_nothing_was_received_for_is_told(
    excel: DesktopExcel, started: list[list[str]]
) -> None:
    assert "inget" in pressed(excel, APPLY).casefold()
    assert started == []


@pytest.mark.parametrize(
    ("arrange", "said"), [("from_web", "shk-xl resolve"), ("read_only", "skrivskyddad")]
)
def test_a_file_that_could_not_be_replaced_is_not_closed(
    asked_book: Path,
    monkeypatch: pytest.MonkeyPatch,
    started: list[list[str]],
    arrange: str,
    said: str,
) -> None:
    excel = excel_with(asked_book, monkeypatch)
    setattr(excel, arrange, True)
    assert said in pressed(excel, APPLY)
    assert started == []


def test_a_process_that_finds_no_excel_is_told_at_once(
    asked_book: Path, monkeypatch: pytest.MonkeyPatch, home: Path
) -> None:
    """The real process, on a computer without Excel: it must say so before the press is over."""
    asked_book.write_bytes(with_choices(asked_book, {"Period": "Deras: Västerås stad"}))
    before = asked_book.read_bytes()
    text = pressed(excel_with(asked_book, monkeypatch), APPLY, OK)
    assert text.startswith("Något gick fel i programmet")
    assert "Inget i arbetsboken är ändrat." in text
    assert "while_closed" in (home / "shk-xl-fel.log").read_text(encoding="utf-8")
    assert asked_book.read_bytes() == before


def test_on_mac_the_same_is_asked_of_applescript(monkeypatch: pytest.MonkeyPatch) -> None:
    def answers(value: object) -> Any:
        return SimpleNamespace(get=lambda: value)

    monkeypatch.setattr(saved_file, "sys", SimpleNamespace(platform="darwin"))
    api = SimpleNamespace(
        saved=answers(True),  # noqa: FBT003 - what AppleScript gives
        read_only=answers(False),  # noqa: FBT003 - the same
        full_name=answers("/Users/x/bok.xlsm"),
    )
    calling: Any = SimpleNamespace(api=api)
    assert saved_file.is_saved(calling)
    assert not saved_file.is_read_only(calling)
    assert not saved_file.is_on_web(calling)


def test_the_process_loads_without_the_press(tmp_path: Path) -> None:
    """Without Excel and without a press it ends, rather than waiting."""
    command = [sys.executable, "-m", apply_choices.PROCESS, "1", "bok.xlsm", "bok.xlsm"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path
    )
    assert done.returncode != 0
    assert apply_choices.READY not in done.stdout
