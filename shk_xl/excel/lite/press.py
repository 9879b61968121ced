"""The buttons in xlwings Lite: the work of ``shk_xl.excel.live``, done this add-in's way.

What Python reads of the workbook here is how it was when the button was pressed, and what it
writes waits until the script ends, or until ``flush``. Formulas come only when Excel is asked
for them, so that is done before the work begins. When something is refused, nothing that waits
is written.

Source: xlwings' remote engine (``xlwings.pro._xlremote``) and its page on the async API.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final

import xlwings

from shk_xl.domain.faults import Refused, refuse
from shk_xl.excel.lite.packages import refuse_without_packages
from shk_xl.excel.live.scripts import run
from shk_xl.functions.cell_values import CellError
from shk_xl.wording import in_words
from shk_xl.workbook.reading.read_workbook import ReadWorkbook
from shk_xl.workbook.spelling import displayed, may_name_ours

FILES: Final = Path("/data")
"""What Python writes here, the add-in offers for download under Files – Import/Export."""

RESPELL: Final = "anpassa_formler"
"""The button that works on formulas; the others need none."""
TITLE: Final = "Samhällskontraktet"
_ROWS_AT_ONCE: Final = 5_000


@dataclass(frozen=True, slots=True)
class FormulaCell:
    """A cell whose formula calls a function of ours.

    Args:
        sheet: The sheet's name.
        row: From 1.
        column: From 1.
        formula: In English, with its equals sign.
        unknown: It shows ``#NAME?``: Excel did not find the function when it was entered.
    """

    sheet: str
    row: int
    column: int
    formula: str
    unknown: bool


@dataclass(slots=True)
class LiteHost:
    """What xlwings Lite does its own way; see ``shk_xl.excel.live.scripts.Host``.

    Args:
        files: The folder whose files can be downloaded.
        formulas: The cells that call our functions, where they were asked for.
    """

    files: Path = FILES
    formulas: list[FormulaCell] = field(default_factory=list)

    def progress(self, text: str) -> None:
        """Show in the output pane what is going on."""
        print(text)  # noqa: T201 - where xlwings Lite shows what a script says

    def recalculate(self, book: xlwings.Book) -> None:
        """Let Excel calculate everything anew when the script ends."""
        book.app.calculate()

    def documents(
        self,
        workbook: ReadWorkbook,
        kinds: Collection[str] | None,
        initiatives: Collection[str] | None,
    ) -> str:
        """Put Word documents where the add-in offers them for download; see ``Host``."""
        refuse_without_packages()
        if not self.files.is_dir():
            raise refuse("lite_no_files")
        # Loaded here: they need the packages that were just looked for.
        from shk_xl.documents.kinds import DocumentKind  # noqa: PLC0415
        from shk_xl.documents.produce import produce_documents  # noqa: PLC0415
        from shk_xl.documents.stamp import SourceStamp  # noqa: PLC0415

        folder = self.files / Path(workbook.file).stem
        produced = produce_documents(
            workbook.portfolio,
            folder,
            source=SourceStamp(workbook.file, workbook.sha256),
            today=date.today(),  # noqa: DTZ011 - the day where the person sits
            kinds=None if kinds is None else [DocumentKind(kind) for kind in kinds],
            initiatives=initiatives,
        )
        return _produced_in_words(len(produced), folder)

    def respell(self, book: xlwings.Book) -> int:
        """Write anew the formulas that are spelled otherwise, or that Excel has not resolved."""
        found = [
            (cell, new)
            for cell in self.formulas
            if (new := displayed(cell.formula)) != cell.formula or cell.unknown
        ]
        for cell, new in found:
            book.sheets[cell.sheet].range((cell.row, cell.column)).formula = new
        return len(found)


def _produced_in_words(count: int, folder: Path) -> str:
    if not count:
        return "Det finns inga dokument att skapa."
    done = "Dokumentet är klart" if count == 1 else f"{count} dokument är klara"
    return (
        f"{done}. Hämta i mappen {folder.name}: tilläggets meny (☰) – Files – Import/Export "
        "– Download."
    )


async def press(name: str, book: xlwings.Book) -> None:
    """Do what a button does, and tell the person.

    Args:
        name: The button's name in ``shk_xl.excel.buttons``.
        book: The workbook that it was pressed in.
    """
    host = LiteHost()
    mode = "info"
    try:
        if name == RESPELL:
            await _read_formulas(book, host)
        answer = run(name, book, host)
    except Refused as refused:
        book.json()["actions"].clear()
        mode = "critical"
        answer = "\n".join(map(in_words, refused.faults))
    await book.flush()
    host.progress(answer)
    book.app.alert(answer, title=TITLE, mode=mode)


async def _read_formulas(book: xlwings.Book, host: LiteHost) -> None:
    """Ask Excel for the formulas that call our functions."""
    for sheet in book.sheets:
        used = sheet.used_range
        for start in range(0, used.shape[0], _ROWS_AT_ONCE):
            part = used[start : start + _ROWS_AT_ONCE, :]
            formulas = await part.options(ndim=2).get_formula()
            values = part.options(ndim=2, err_to_str=True).value
            host.formulas += [
                FormulaCell(sheet.name, row, column, str(text), value == CellError.NAME.value)
                for row, line in enumerate(zip(formulas, values, strict=True), part.row)
                for column, (text, value) in enumerate(zip(*line, strict=True), part.column)
                if str(text).startswith("=") and may_name_ours(str(text))
            ]
