"""Answers merged into the team's workbook: from bytes to bytes.

Rules: the base is what was sent, as it is kept; what a party may fill in is judged by the
workbook that the copies were made from. All answers of a run are merged at once, so that their
order says nothing. Only values go in. A workbook that cannot be computed for certain gets the
values all the same, and that is told: to lose an answer is worse than to press F9.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shk_xl.domain.faults import Fault, Place, Refused, refuse
from shk_xl.exchange import archive
from shk_xl.exchange.intake.foreign_reader import ForeignReader
from shk_xl.exchange.ledger import Ledger
from shk_xl.exchange.merge.differences import Reply
from shk_xl.exchange.merge.outcome import Merged, Question
from shk_xl.exchange.merge.read import tables_of
from shk_xl.exchange.merge.sheets import (
    CHOICE,
    CONFLICT_SHEET,
    ID,
    Row,
    conflict_sheet,
    log_sheet,
)
from shk_xl.exchange.merge.tables import MergeTable
from shk_xl.exchange.records import Copy, IncomingFile, Version
from shk_xl.functions.cell_values import CellValue
from shk_xl.workbook.filling import MayFill, may_fill
from shk_xl.workbook.reading.read import read_portfolio_bytes
from shk_xl.workbook.recalculation.recalculate import recalculate
from shk_xl.workbook.writing.edits import Edit
from shk_xl.workbook.writing.report_sheet import (
    append_report_rows,
    read_report_sheet,
    write_report_sheet,
)
from shk_xl.workbook.writing.write import edit_tables

Tables = Mapping[str, MergeTable]


@dataclass(frozen=True, slots=True)
class Answer:
    """A workbook that is to be merged.

    Args:
        copy: The copy that it was made from.
        file: What it is called.
        sha256: Of its bytes.
        tables: What it holds.
    """

    copy: Copy
    file: str
    sha256: str
    tables: Tables


@dataclass(frozen=True, slots=True)
class NewBook:
    """The team's workbook as it is to be.

    Args:
        data: The file.
        remarks: What a person should know.
    """

    data: bytes
    remarks: tuple[Fault, ...]


class Bases:
    """What was sent, what came, and who may fill in what; each read once.

    Args:
        ledger: Of the workbook's exchange, open.
        reader: Reads again what came.
    """

    def __init__(self, ledger: Ledger, reader: ForeignReader) -> None:
        self._ledger = ledger
        self._reader = reader
        self._tables: dict[str, Tables] = {}
        self._answers: dict[str, Tables] = {}
        self._rules: dict[tuple[str, str], MayFill] = {}

    def reply(self, answer: Answer) -> Reply:
        """Give an answer as the merge takes it.

        Raises:
            Refused: The copy, or the workbook that it was made from, is no longer kept as it was.
        """
        copy = answer.copy
        if copy.id_text not in self._tables:
            data = self._ledger.copy_bytes(copy)
            self._tables[copy.id_text] = tables_of(data, file=copy.file_name)
        base = self._tables[copy.id_text]
        return Reply(copy.party, answer.file, answer.tables, self._may_fill(copy), base)

    def tables_of_answer(self, file: IncomingFile) -> Tables:
        """Read what an answer holds, as it was kept when it came.

        Raises:
            Refused: It is no longer kept as it was, or can't be read.
        """
        if file.sha256 not in self._answers:
            data = archive.kept(self._ledger.received, file.sha256)
            self._answers[file.sha256] = self._reader.book(data, file=file.file_name).tables
        return self._answers[file.sha256]

    def _may_fill(self, copy: Copy) -> MayFill:
        known = (copy.base_sha256, copy.party)
        if known not in self._rules:
            kept = self._ledger.select(Version, sha256=copy.base_sha256)
            if not kept:
                raise refuse("sent_version_missing", Place(copy.file_name), round=copy.round)
            folder = self._ledger.kept_versions
            data = archive.kept(folder, copy.base_sha256, kept[0].ending)
            # The workbook's own ending: it may have macros, which a copy never has.
            name = f"{copy.base_sha256}{kept[0].ending}"
            portfolio = read_portfolio_bytes(data, file=name).portfolio
            self._rules[known] = may_fill(portfolio, copy.party)
        return self._rules[known]


def asking(ours: Tables, questions: Sequence[Question]) -> Merged:
    """Give a merge that only asks: the questions of several merges with the same workbook."""
    once = {question.id: question for question in questions}
    ordered = sorted(once.values(), key=lambda question: not question.is_conflict)
    conflicts = tuple(question for question in ordered if question.is_conflict)
    proposals = tuple(question for question in ordered if not question.is_conflict)
    return Merged(ours, (), (), conflicts, proposals, ())


def choices_on_sheet(data: bytes) -> tuple[list[dict[str, CellValue]], dict[str, str]]:
    """Read the sheet Konflikter.

    Args:
        data: The team's workbook, guarded before.

    Returns:
        Its rows, and what is chosen by the id of the question.
    """
    rows = read_report_sheet(data, CONFLICT_SHEET) or []
    chosen = {
        str(row.get(ID)).partition("-")[0]: str(choice)
        for row in rows
        if (choice := row.get(CHOICE)) is not None
    }
    return rows, chosen


def new_book(data: bytes, edits: Sequence[Edit]) -> NewBook:
    """Write edits, and compute what depends on them.

    Args:
        data: The team's workbook, guarded before.
        edits: From the merge, or from answers.

    Raises:
        Refused: The edits can't be written.
    """
    if not edits:
        return NewBook(data, ())
    written = edit_tables(data, edits)
    try:
        computed = recalculate(written.data, edited=written.touched)
    except Refused as refused:
        why = (Fault("merged_not_computed"), *refused.faults)
        return NewBook(written.data, (*written.remarks, *why))
    return NewBook(computed.data, (*written.remarks, *computed.reports))


def with_sheets(
    data: bytes, ours_now: Tables, asked: Merged, lines: Sequence[Row], chosen: Mapping[str, str]
) -> bytes:
    """Add to the sheet Ändringslogg, and make the sheet Konflikter anew.

    Args:
        data: The team's workbook, with what was merged.
        ours_now: Its tables.
        asked: The open questions.
        lines: What is added to the log.
        chosen: The choices that wait to be applied, by the question's id.
    """
    if lines:
        data = append_report_rows(data, log_sheet(lines))
    has_sheet = read_report_sheet(data, CONFLICT_SHEET) is not None
    if asked.questions or has_sheet:
        data = write_report_sheet(data, conflict_sheet(replace(asked, ours=ours_now), chosen))
    return data
