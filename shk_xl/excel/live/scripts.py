"""What each button does, the same in every host.

Rules: the workbook is read live, unsaved changes included. What differs between hosts is
asked of the ``Host``. What a person caused is a ``Refused``; the answer is one Swedish text.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Final, Protocol

import xlwings

from shk_xl.domain.faults import Refused
from shk_xl.domain.findings import Level
from shk_xl.excel.live.book import read_computed, read_live
from shk_xl.excel.live.cells import is_desktop
from shk_xl.excel.live.check_sheet import refuse_if_taken, write_check
from shk_xl.excel.live.computed import OddCell, odd_cells
from shk_xl.excel.live.selection import selected_initiatives
from shk_xl.excel.live.totals import totals_in_words
from shk_xl.functions.cell_values import CellError
from shk_xl.wording.live import CELLS_DIFFER, FUNCTIONS_NOT_LOADED
from shk_xl.workbook.check_lines import CHECK_SHEET, check_lines, count_in_words, fault_lines
from shk_xl.workbook.reading.read_workbook import ReadWorkbook, in_sheet
from shk_xl.workbook.reading.values import shown

BASIS_KINDS: Final = ("foruminitiativ", "pilotinitiativ", "ny_roll")
PROPOSAL_KIND: Final = "helhetsforslag"
MINUTES_KIND: Final = "motesanteckningar"
"""As ``documents.kinds.DocumentKind`` spells them, which not every host has."""
MOST_CELLS: Final = 5
"""How many cells are named before the rest are counted."""
MOST_CODES: Final = 10
"""The same for initiatives."""


class Host(Protocol):
    """What a program around the workbook does in its own way."""

    def progress(self, text: str) -> None:
        """Show what is going on."""

    def recalculate(self, book: xlwings.Book) -> None:
        """Calculate every formula of the workbook anew."""

    def documents(
        self,
        workbook: ReadWorkbook,
        kinds: Collection[str] | None,
        initiatives: Collection[str] | None,
    ) -> str:
        """Make Word documents and hand them over.

        Args:
            workbook: What they tell of.
            kinds: Only these kinds, as ``documents.kinds.DocumentKind`` spells them; None for
                all.
            initiatives: Only the decision bases of these codes; None for all documents.

        Returns:
            What was made, and where it is, in Swedish.

        Raises:
            Refused: Something stands in the way, and nothing was made.
        """

    def respell(self, book: xlwings.Book) -> int:
        """Turn the formulas that call our functions to the spelling ``SHK_X(``.

        Returns:
            How many cells changed.
        """


def run(name: str, book: xlwings.Book, host: Host) -> str:
    """Do what a button does.

    Args:
        name: The button's name in ``shk_xl.excel.buttons``.
        book: The workbook that it was pressed in.
        host: The program around it.

    Returns:
        What the person is told.

    Raises:
        Refused: What the person must settle first; nothing was written then.
    """
    return SCRIPTS[name](book, host)


def recalculate(book: xlwings.Book, host: Host) -> str:
    """Calculate all formulas, and tell the totals, the frames and the places.

    The numbers that are told come from what people typed, not from the formulas: they are
    right even where the functions cannot be found. An Excel that Python talks to directly is
    read again afterwards, and what its formulas show is held against them.
    """
    host.progress("Läser arbetsboken …")
    workbook = read_live(book)
    host.progress("Räknar om …")
    host.recalculate(book)
    told = [totals_in_words(workbook.portfolio)]
    if is_desktop(book):
        host.progress("Kontrollerar de beräknade cellerna …")
        told += _odd_in_words(odd_cells(workbook, read_computed(book)))
    return "\n\n".join(told)


def check(book: xlwings.Book, host: Host) -> str:
    """Write what must be settled before the meeting on a sheet.

    A workbook that cannot be read has its faults listed there instead; one that is no
    portfolio at all gets no sheet.
    """
    host.progress("Kontrollerar arbetsboken …")
    refuse_if_taken(book)
    try:
        lines = check_lines(read_live(book))
        summary = count_in_words(lines)
        told = f"{summary} Listan står på bladet {CHECK_SHEET}, med länk till varje cell."
    except Refused as refused:
        if any(fault.code == "not_a_portfolio" for fault in refused.faults):
            raise
        lines = fault_lines(refused.faults, Level.STOP)
        summary = f"Arbetsboken går inte att läsa förrän detta är rättat. Antal fel: {len(lines)}."
        told = f"{summary} Felen står på bladet {CHECK_SHEET}, med länk till varje cell."
    write_check(book, lines, summary, datetime.now().astimezone())
    return told if lines else f"{summary} Det står också på bladet {CHECK_SHEET}."


def decision_bases(book: xlwings.Book, host: Host) -> str:
    """Make the decision bases of the selected initiatives, otherwise of all."""
    host.progress("Läser arbetsboken …")
    workbook = read_live(book)
    selected = selected_initiatives(book, workbook)
    which = _codes_in_words(selected) if selected else "alla initiativ"
    told = host.documents(workbook, BASIS_KINDS, selected or None)
    return f"Beslutsunderlag för {which}.\n{told}"


def documents_of_kind(kind: str, book: xlwings.Book, host: Host) -> str:
    """Make all documents of a kind."""
    host.progress("Läser arbetsboken …")
    return host.documents(read_live(book), (kind,), None)


def respell(book: xlwings.Book, host: Host) -> str:
    """Turn the formulas to the spelling that this Excel shows."""
    host.progress("Anpassar formlerna …")
    count = host.respell(book)
    if not count:
        return "Alla formler hade redan rätt stavning. Inget är ändrat."
    formulas = "formel" if count == 1 else "formler"
    return f"{count} {formulas} har fått den stavning som funktionerna har här."


Script = Callable[[xlwings.Book, Host], str]

SCRIPTS: Final[Mapping[str, Script]] = {
    "rakna_om": recalculate,
    "kontrollera": check,
    "skapa_underlag": decision_bases,
    "skapa_helhetsforslag": partial(documents_of_kind, PROPOSAL_KIND),
    "skapa_motesanteckningar": partial(documents_of_kind, MINUTES_KIND),
    "anpassa_formler": respell,
}


def _codes_in_words(codes: Sequence[str]) -> str:
    more = len(codes) - MOST_CODES
    named = ", ".join(codes[:MOST_CODES])
    return f"de markerade raderna: {named}" + (f" och {more} till" if more > 0 else "")


def _odd_in_words(odd: Sequence[OddCell]) -> list[str]:
    """Say which computed cells are wrong, and what to do; nothing when all are right."""
    if not odd:
        return []
    missing = any(cell.shown is CellError.NAME for cell in odd)
    advice = FUNCTIONS_NOT_LOADED if missing else CELLS_DIFFER.format(count=len(odd))
    named = [f"{in_sheet(cell.place)} visar {_shown(cell)}" for cell in odd[:MOST_CELLS]]
    more = len(odd) - MOST_CELLS
    return [advice, "\n".join([*named, *([f"… och {more} celler till."] if more > 0 else [])])]


def _shown(cell: OddCell) -> str:
    now = shown(cell.shown) or "ingenting"
    return now if isinstance(cell.shown, CellError) else f"{now}, ska vara {shown(cell.right)}"
