"""A team's workbook that was sent to five parties, and answers to it in every wrapping.

``sent`` makes the exchange once; a test takes a copy of the folder with ``Exchange.copied``.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from shk_xl.cli.app import run
from shk_xl.domain.portfolio import PartyKind
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.records import Copy
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.building.build import build_workbook
from shk_xl.workbook.example import example_2024
from shk_xl.workbook.reading.records import Key
from shk_xl.workbook.writing.edits import CellEdit, Edit, NewRow
from shk_xl.workbook.writing.write import edit_and_recalculate, edit_tables

PARTIES = {
    "Västerås stad": "portfolj@vasteras.example",
    "Eskilstuna kommun": "portfolj@eskilstuna.example",
    "MDU": "portfolj@mdu.example",
    "Region Nord": "portfolj@nord.example",
    "Föreningen Ö": "portfolj@foreningen.example",
}
REPLY_TO = "processtod@team.example"


@dataclass(frozen=True)
class Exchange:
    """A workbook, its folder, and the copies that went out, by party."""

    book: Path
    copies: Mapping[str, bytes]
    ids: Mapping[str, str]

    def copied(self, folder: Path) -> Exchange:
        book = Path(shutil.copy(self.book, folder))
        shutil.copytree(folder_of(self.book), folder_of(book))
        return Exchange(book, self.copies, self.ids)

    @property
    def folder(self) -> Path:
        return folder_of(self.book)

    def value(self, table: str, key: Key, title: str) -> CellValue:
        return value_in(self.book.read_bytes(), table, key, title)

    def rows(self, table: str) -> list[Key]:
        return [*tables_of(self.book.read_bytes(), file="")[table].rows]


def sent(folder: Path) -> Exchange:
    """Make the team's workbook, and send it to five parties as drafts."""
    book = folder / "portfölj.xlsx"
    book.write_bytes(team_workbook())
    assert run(["send", str(book), "--all", "--reply-to", REPLY_TO, "--json"]) == 0
    with Ledger(folder_of(book)) as ledger:
        copies = ledger.select(Copy)
        data = {copy.party: ledger.copy_bytes(copy) for copy in copies}
    return Exchange(book, data, {copy.party: copy.id_text for copy in copies})


def team_workbook() -> bytes:
    """The example with addresses for the parties, and two more parties."""
    data = build_workbook(example_2024())
    rows = tables_of(data, file="")["Parter"].rows
    known = {row.values["Namn"]: row.number for row in rows.values()}
    edits: list[Edit] = []
    for name, address in PARTIES.items():
        if name in known:
            edits.append(CellEdit("Parter", known[name], "E-post", address))
        else:
            values = {"Namn": name, "Slag": PartyKind.PARTY.value, "E-post": address}
            edits.append(NewRow("Parter", values))
    return edit_and_recalculate(data, edits).data


def value_in(data: bytes, table: str, key: Key, title: str) -> CellValue:
    return tables_of(data, file="")[table].rows[key].values.get(title)


def changed(data: bytes, *cells: tuple[str, Key, str, CellValue]) -> bytes:
    """Give a workbook with other values: table, key, column, value."""
    tables = tables_of(data, file="")
    edits = [
        CellEdit(table, tables[table].rows[key].number, title, value)
        for table, key, title, value in cells
    ]
    return edit_tables(data, edits).data


def with_rows(data: bytes, table: str, rows: Sequence[Mapping[str, CellValue]]) -> bytes:
    return edit_tables(data, [NewRow(table, row) for row in rows]).data


def letter(
    *attachments: tuple[str, bytes],
    sender: str = "portfolj@vasteras.example",
    subject: str = "SV: Portföljen",
    headers: Mapping[str, str] | None = None,
    body: str = "Hej!\n\nHär kommer vårt svar.\n",
) -> EmailMessage:
    """Write a letter as a mail program would."""
    message = EmailMessage()
    message["From"] = f"En kollega <{sender}>"
    message["To"] = REPLY_TO
    message["Subject"] = subject
    message["Message-ID"] = f"<{abs(hash((subject, sender, len(attachments))))}@mail.example>"
    for name, value in (headers or {}).items():
        message[name] = value
    message.set_content(body)
    for name, data in attachments:
        message.add_attachment(
            data,
            maintype="application",
            subtype="vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            filename=name,
        )
    return message


def forwarded(inner: EmailMessage, times: int = 1) -> EmailMessage:
    """Forward a letter as an attachment, several times over."""
    for number in range(times):
        outer = letter(sender="chef@vasteras.example", subject=f"VB: {number}")
        outer.add_attachment(inner)
        inner = outer
    return inner
