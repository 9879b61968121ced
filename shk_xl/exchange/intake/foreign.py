"""What is known of a foreign file once it is read, and how it passes between processes.

Rules: values and words pass, never an object that could do anything. Whoever receives them
holds each against its type: what the reading process says is no better than the file.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

from shk_xl.domain.faults import refuse
from shk_xl.exchange.identity import FoundId
from shk_xl.exchange.intake.kinds import Kind
from shk_xl.exchange.intake.letters import Attachment, Letter
from shk_xl.exchange.merge.read import merge_tables
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.workbook.child.messages import (
    Message,
    faults_as_json,
    faults_from_json,
    value_as_json,
    value_from_json,
    whole_signs,
)
from shk_xl.workbook.reading.plain import PlainRow, PlainTable, PlainTables

MOST_TEXT: Final = 30_000_000
"""Bytes of what a workbook says, written out; a full one with 2 000 rows says three million."""
MOST_ROWS: Final = 20_000
"""Rows of its tables that say something."""


@dataclass(frozen=True, slots=True)
class ForeignBook:
    """A workbook from outside.

    Args:
        ids: The ids that it carries.
        tables: What it says.
    """

    ids: FoundId
    tables: Mapping[str, MergeTable]


def letter_message(letter: Letter) -> Message:
    """Write a letter: its files follow each other in the bytes."""
    head = {
        "sender": letter.sender,
        "message_id": letter.message_id,
        "machine": letter.machine,
        "failed": letter.failed,
        "files": [[a.name, len(a.data), a.kind.name, a.code, a.sender] for a in letter.attachments],
        "others": letter.others,
        "faults": faults_as_json(letter.faults),
        "has_link": letter.has_link,
    }
    return Message(head, b"".join(a.data for a in letter.attachments))


def letter_of(message: Message) -> Letter:
    """Read a letter."""
    head, data = message.head, BytesIO(message.data)
    return Letter(
        _text(head["sender"]),
        _text(head["message_id"]),
        _text(head["machine"]),
        tuple(map(_text, head["failed"])),
        [
            Attachment(_text(name), data.read(size), Kind[kind], _text(code), _text(sender))
            for name, size, kind, code, sender in head["files"]
        ],
        [*map(_text, head["others"])],
        [*faults_from_json(head["faults"])],
        bool(head["has_link"]),
    )


def book_message(ids: FoundId, read: PlainTables) -> Message:
    """Write a workbook.

    Raises:
        Refused: It says more than any answer does.
    """
    tables = (*read.tables.values(), *read.incomplete.values())
    if sum(bool(row.values) for table in tables for row in table.rows) > MOST_ROWS:
        raise refuse("answer_too_large")
    told = {
        "ids": [dict(ids.texts), ids.agreed],
        "tables": [*_tables_as_json(read.tables.values())],
        "incomplete": [*_tables_as_json(read.incomplete.values())],
        "faults": faults_as_json(read.faults),
        "remarks": faults_as_json(read.remarks),
    }
    text = whole_signs(json.dumps(told, ensure_ascii=False, separators=(",", ":"))).encode()
    if len(text) > MOST_TEXT:
        raise refuse("answer_too_large")
    return Message({}, text)


def book_of(message: Message, *, file: str) -> ForeignBook:
    """Read a workbook.

    Args:
        message: What the reading process says.
        file: The workbook's name, for what is told.
    """
    if len(message.data) > MOST_TEXT:
        raise ValueError(len(message.data))
    told = json.loads(message.data)
    texts, agreed = told["ids"]
    read = PlainTables(
        file,
        {table.name: table for table in _tables_of(told["tables"], file)},
        {table.name: table for table in _tables_of(told["incomplete"], file)},
        faults=[*faults_from_json(told["faults"])],
        remarks=[*faults_from_json(told["remarks"])],
    )
    agreed = None if agreed is None else _text(agreed)
    return ForeignBook(FoundId(_texts(texts), agreed), merge_tables(read))


def _tables_as_json(tables: Iterable[PlainTable]) -> Iterator[list[object]]:
    for table in tables:
        rows = [
            [
                row.number,
                {title: value_as_json(value) for title, value in row.values.items()},
                [*row.formulas],
            ]
            for row in table.rows
        ]
        yield [table.name, table.sheet, dict(table.letters), rows]


def _tables_of(told: Iterable[Any], file: str) -> Iterator[PlainTable]:
    for name, sheet, letters, rows in told:
        yield PlainTable(
            _text(name), _text(sheet), _texts(letters), tuple(_row(*row) for row in rows), file
        )


def _row(number: Any, values: dict[str, Any], formulas: Iterable[Any]) -> PlainRow:  # noqa: ANN401 - any JSON
    if type(number) is not int:
        raise TypeError(number)
    cells = {title: value_from_json(value) for title, value in values.items()}
    return PlainRow(number, cells, frozenset(map(_text, formulas)))


def _texts(told: dict[str, Any]) -> dict[str, str]:
    return {name: _text(text) for name, text in told.items()}


def _text(told: Any) -> str:  # noqa: ANN401 - any JSON
    if not isinstance(told, str):
        raise TypeError(told)
    return told
