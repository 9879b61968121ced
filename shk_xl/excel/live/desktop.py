"""What VBA calls when a button is pressed in Excel on Windows or Mac.

Rules: the person sees what goes on in the status bar, one message at the end, and never a
traceback. This is the edge where an error that nobody foresaw is caught: it is logged, and
the person is told that it is the program's, and what it may have changed.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Final

import xlwings

from shk_xl.documents.templates.files import own_folder
from shk_xl.domain.faults import Refused
from shk_xl.excel.buttons import DESKTOP_BUTTONS
from shk_xl.excel.live import failure_log
from shk_xl.excel.live.desktop_formulas import DYNAMIC, PLAIN, Respelling, respell
from shk_xl.excel.live.documents import documents_in_words, write_documents
from shk_xl.excel.live.folder import documents_folder, open_folder
from shk_xl.excel.live.scripts import run
from shk_xl.wording import in_words
from shk_xl.wording.live import DRAFTS_MAYBE
from shk_xl.workbook.reading.read_workbook import ReadWorkbook

MOST_FAULTS: Final = 10
"""How many faults a message holds before the rest are counted."""
_CAPTIONS: Final = {button.name: button.caption for button in DESKTOP_BUTTONS}
_AFTER_FAILURE: Final[Mapping[str, str]] = {
    "rakna_om": "Inget som du har skrivit är ändrat.",
    "kontrollera": "Bara bladet Kontroll kan vara ändrat.",
    "anpassa_formler": "Antal formler som hann skrivas om: {changed}. Resten är som förut.",
    "skicka_till_parter": DRAFTS_MAYBE,
}
"""What may have changed when a button failed; nothing for the other ones."""
_NOTHING_CHANGED: Final = "Inget i arbetsboken är ändrat."


class DesktopHost:
    """Excel on this computer, and what it does in its own way.

    Args:
        book: The workbook that a button was pressed in.
        name: The button's.
    """

    def __init__(self, book: xlwings.Book, name: str) -> None:
        self._book, self._name = book, name
        self.respelling = Respelling()

    def progress(self, text: str) -> None:
        """Show what is going on in the status bar."""
        self._book.app.status_bar = text

    def ask(self, text: str) -> bool:
        """Ask whether to go on."""
        caption = _CAPTIONS[self._name]
        return self._book.app.alert(text, caption, "ok_cancel", "info") == "ok"

    def end(self) -> None:
        """Give the status bar back to Excel."""
        self._book.app.status_bar = False

    def recalculate(self, book: xlwings.Book) -> None:
        """Calculate all formulas on Windows; on Mac those that wait.

        Classic xlwings has no worksheet functions on Mac: calculating all there would turn
        right values, kept since another computer calculated them, into ``#NAME?``.
        """
        if sys.platform == "win32":
            book.app.api.CalculateFullRebuild()
        else:
            book.app.calculate()

    def documents(
        self,
        workbook: ReadWorkbook,
        kinds: Collection[str] | None,
        initiatives: Collection[str] | None,
    ) -> str:
        """Write documents in the folder beside the workbook, and show it."""
        folder = documents_folder(self._book)
        produced = write_documents(
            workbook,
            folder,
            kinds=kinds,
            initiatives=initiatives,
            templates=own_folder(folder.parent),
            today=date.today(),  # noqa: DTZ011 - the person's own day
            progress=self.progress,
        )
        told = documents_in_words(produced)
        if not produced:
            return told
        opened = "" if open_folder(folder) else " Den gick inte att visa; öppna den själv."
        return f"{told}\nMapp: {folder}.{opened}"

    def respell(self, book: xlwings.Book) -> int:
        """Rewrite the formulas, each sheet read in one call."""
        respell(book, formula_kind(book), self.respelling)
        return self.respelling.changed


def press(name: str) -> None:
    """Do what a button does in the workbook that called, and tell the person.

    Args:
        name: The button's name in ``shk_xl.excel.buttons``.
    """
    book = xlwings.Book.caller()
    host = DesktopHost(book, name)
    try:
        told, mode = outcome(name, lambda: _done(name, book, host), lambda: _state(name, host))
    finally:
        host.end()
    if told:
        tell(book, name, told, mode)


def outcome(name: str, work: Callable[[], str], state: Callable[[], str]) -> tuple[str, str]:
    """Do the work of a button, whatever comes of it.

    Args:
        name: The button's name.
        work: Does it, and says what was done.
        state: Says what may have changed when the work fails.

    Returns:
        What the person is told, and how: "info" or "critical", as xlwings calls it.
    """
    try:
        return work(), "info"
    except Refused as refused:
        return refused_in_words(refused), "critical"
    except Exception as error:  # noqa: BLE001 - the edge: nobody else would tell the person
        return failure_log.keep(error, name, state()), "critical"


def tell(book: xlwings.Book, name: str, told: str, mode: str) -> None:
    """Show a message at the end of a button's work."""
    book.app.alert(told, title=_CAPTIONS[name], mode=mode)


def _send(book: xlwings.Book, host: DesktopHost) -> str:
    from shk_xl.excel.live.send_to_parties import send_to_parties  # noqa: PLC0415 - when used

    return send_to_parties(book, host)


def _apply(book: xlwings.Book, host: DesktopHost) -> str:
    from shk_xl.excel.live.apply_choices import apply_choices  # noqa: PLC0415 - when used

    return apply_choices(book, host)


def _check_templates(book: xlwings.Book, host: DesktopHost) -> str:
    from shk_xl.excel.live.check_templates import check_templates  # noqa: PLC0415 - when used

    return check_templates(book, host)


_WITH_FILES: Final[Mapping[str, Callable[[xlwings.Book, DesktopHost], str]]] = {
    "skicka_till_parter": _send,
    "anvand_valen": _apply,
    "kontrollera_mallar": _check_templates,
}
"""What the buttons do that no other host has; what they need is loaded for these alone."""


def _done(name: str, book: xlwings.Book, host: DesktopHost) -> str:
    if name in _WITH_FILES:
        return _WITH_FILES[name](book, host)
    return run(name, book, host) + _left_in_words(host.respelling.left)


def _state(name: str, host: DesktopHost) -> str:
    state = _AFTER_FAILURE.get(name, _NOTHING_CHANGED)
    return state.format(changed=host.respelling.changed)


def refused_in_words(refused: Refused) -> str:
    """Say what a person must settle, with as many faults as a message holds."""
    lines = [f"• {in_words(fault)}" for fault in refused.faults[:MOST_FAULTS]]
    more = len(refused.faults) - MOST_FAULTS
    if more > 0:
        lines.append(f"… och {more} fel till. Tryck Kontrollera för att se alla med länkar.")
    return "\n".join(lines) if len(lines) > 1 else lines[0].removeprefix("• ")


def formula_kind(book: xlwings.Book) -> str:
    """Find out which formulas this Excel knows: one from before spilling arrays raises."""
    try:
        getattr(book.sheets[0].range("A1"), DYNAMIC)
    except Exception:  # noqa: BLE001 - COM and AppleScript have each their own error
        return PLAIN
    return DYNAMIC


def _left_in_words(count: int) -> str:
    if not count:
        return ""
    return (
        f"\n\nFormler som är lämnade som de är: {count}. De hör till en matrisformel eller ett "
        "skyddat blad. Ta bort skyddet och tryck igen, eller kör shk-xl excel formulas på den "
        "sparade filen."
    )
