"""Texts that were changed outside of the workbook, as a reply that the merge takes.

Rules: who changed them, and in what kind of file, is not known here: a change is a cell, what
stood there and what stands there now. What came is kept as plain data beside the file itself,
so that the questions it led to can be asked again. Where nobody knows what stood there, every
change is a question.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Final

from shk_xl.exchange import archive
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.exchange.merge.tables import MergeTable, empty_table, table_of
from shk_xl.exchange.records import IncomingFile, Merge
from shk_xl.workbook.reading.plain import PlainRow, PlainTable

TEXTS_ID: Final = "texter"
"""Stands in the ledger where an answer has the id of its copy."""
UNKNOWN: Final = "(okänt: dokumentet minns inte vad som stod här)"
"""Stands for what nobody knows any more; nothing that anybody writes is the same."""
_FIRST_ROW: Final = 2


@dataclass(frozen=True, slots=True)
class TextChange:
    """A cell whose text was changed.

    Args:
        table: The table's name.
        key: What the columns of the row's key hold, as text; empty for a blank one.
        title: The column's title.
        before: What it said; None where nobody knows.
        after: What it says now; empty for a text that was taken away.
        beside: What stood in the columns that are merged together with it, by title.
    """

    table: str
    key: tuple[str, ...]
    title: str
    before: str | None
    after: str
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class TextReply:
    """The changes of one file.

    Args:
        party: Who changed them, as far as is known.
        file: The file's name.
        data: The file as it came.
        changes: What was changed, each cell once.
    """

    party: str
    file: str
    data: bytes
    changes: tuple[TextChange, ...]

    @property
    def kept(self) -> bytes:
        """The changes as they are kept: the same bytes for the same changes."""
        told = {
            "party": self.party,
            "file": self.file,
            "changes": [asdict(change) for change in self.changes],
        }
        return json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()


def reply_of(texts: TextReply) -> Reply:
    """Give changes as a reply of the merge, with what stood there as its base."""
    changes = texts.changes
    before = {one: UNKNOWN if one.before is None else one.before for one in changes}
    after = {one: one.after for one in changes}
    return Reply(texts.party, texts.file, _tables(after), base=_tables(before))


def replies_of(ledger: Ledger, merge: Merge) -> list[Reply]:
    """Give the replies of this kind that a merge took, as they were kept.

    Raises:
        Refused: One is gone, or was changed.
    """
    files = ledger.select(IncomingFile, merge=merge.number)
    kept = dict.fromkeys(file.sha256 for file in files if file.id_text == TEXTS_ID)
    return [reply_of(_read(archive.kept(ledger.received, sha256))) for sha256 in kept]


def _read(data: bytes) -> TextReply:
    told = json.loads(data)
    changes = tuple(
        TextChange(
            change["table"],
            tuple(change["key"]),
            change["title"],
            change["before"],
            change["after"],
            tuple((title, text) for title, text in change["beside"]),
        )
        for change in told["changes"]
    )
    return TextReply(told["party"], told["file"], b"", changes)


def _tables(texts: Mapping[TextChange, str]) -> Mapping[str, MergeTable]:
    """Give texts as tables in which nothing else stands."""
    names = dict.fromkeys(change.table for change in texts)
    return {name: _table(name, [c for c in texts if c.table == name], texts) for name in names}


def _table(name: str, changes: Sequence[TextChange], texts: Mapping[TextChange, str]) -> MergeTable:
    shape = SHAPES[name]
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for change in changes:
        row = rows.setdefault(change.key, key_values(change))
        row |= {**dict(change.beside), change.title: texts[change]}
    numbered = tuple(PlainRow(n, row) for n, row in enumerate(rows.values(), _FIRST_ROW))
    letters = empty_table(shape).letters
    return table_of(PlainTable(name, shape.sheet, letters, numbered), shape)


def key_values(change: TextChange) -> dict[str, str]:
    """Give the columns of a row's key, by title."""
    return dict(zip(SHAPES[change.table].key, change.key, strict=True))


def all_changes(replies: Iterable[TextReply]) -> Iterable[TextChange]:
    """Give the changes of all files."""
    return (change for reply in replies for change in reply.changes)
