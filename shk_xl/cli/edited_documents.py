"""Documents that came back, read into the workbook: what ``import`` does with our own.

Rules: a document that the program made, about something that the workbook has, is held against
itself as it was made; all others are read as old documents. What a document was filled with
stands in the document; if it is gone, in the version of the workbook that it was made from; and
if that is gone too, every difference from the workbook is a question.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from shk_xl.cli import show
from shk_xl.documents.back.base_part import read_base
from shk_xl.documents.back.edited import Edited, Known, is_ours, read_edited
from shk_xl.documents.back.editor import edited_by
from shk_xl.documents.form import FORM_ROW
from shk_xl.documents.plan import Job, documents_of
from shk_xl.documents.stamp import Stamp
from shk_xl.documents.word.package import WordPackage, read_package
from shk_xl.domain.faults import Fault, Refused
from shk_xl.domain.portfolio import Portfolio
from shk_xl.exchange import archive
from shk_xl.exchange.intake.text_merging import TextsMerged, merge_texts
from shk_xl.exchange.intake.texts import TextChange, TextReply
from shk_xl.exchange.ledger import Ledger, folder_of
from shk_xl.exchange.merge.outcome import Change, Question
from shk_xl.exchange.merge.sheets import CONFLICT_SHEET
from shk_xl.exchange.merge.tables import key_in_words
from shk_xl.exchange.merge.values import in_words as value_in_words
from shk_xl.exchange.records import Version
from shk_xl.ooxml.user_file import read_user_file
from shk_xl.wording import in_words
from shk_xl.workbook.reading.read import read_portfolio, read_portfolio_bytes

NOTES: Final = frozenset(
    {"edited_comments", "edited_heading", "edited_heading_gone", "edited_template_changed"}
)
"""What is only told; everything else is for somebody to do something about."""
_SHOWN: Final = 100
_LONGEST: Final = 500
_DOCX: Final = ".docx"
_Key = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Ours:
    """A document that the program made.

    Args:
        path: Where it is.
        data: Its bytes.
        package: Its parts.
        stamp: Where it comes from.
    """

    path: Path
    data: bytes
    package: WordPackage
    stamp: Stamp

    @property
    def key(self) -> _Key:
        """What tells which document of the workbook it is."""
        return self.stamp.kind, self.stamp.row


@dataclass(frozen=True, slots=True)
class Returned:
    """What became of the documents that came back.

    Args:
        documents: What was read in each.
        merged: What became of it.
    """

    documents: tuple[Edited, ...]
    merged: TextsMerged

    @property
    def told(self) -> tuple[Fault, ...]:
        """What was not taken, of all documents."""
        return tuple(fault for document in self.documents for fault in document.told)

    @property
    def waits(self) -> bool:
        """Whether something is left for a person."""
        asked = self.merged.questions is not None and bool(self.merged.questions.questions)
        return asked or any(fault.code not in NOTES for fault in self.told)


def ours_among(files: Sequence[Path], book: Path) -> list[Ours]:
    """Give the files that the program made from this workbook, or an earlier one of its kind.

    Args:
        files: What is to be read.
        book: The workbook; where it isn't there, no file is of it.

    Raises:
        Refused: The workbook can't be read, or a file isn't safe.
    """
    made = (
        [found for file in files if (found := made_by_us(file)) is not None]
        if book.exists()
        else []
    )
    if not made:
        return []
    jobs = _jobs(read_portfolio(book).portfolio)
    return [one for one in made if one.key in jobs]


def read_back(documents: Sequence[Ours], book: Path, templates: Path | None) -> Returned:
    """Read what was changed in documents into the workbook.

    Args:
        documents: From ``ours_among``.
        book: The workbook.
        templates: The team's own templates; None for the built-in ones.

    Raises:
        Refused: A template or the workbook stands in the way; the workbook is then as it was.
    """
    workbooks = _Workbooks(book)
    read = []
    for one in documents:
        known = None if read_base(one.package) is not None else workbooks.known(one.stamp, one.key)
        read.append(read_edited(one.package, one.path.name, one.stamp, known, templates))
    pairs = zip(documents, read, strict=True)
    return Returned(tuple(read), merge_texts(book, [_reply(*pair) for pair in pairs]))


def made_by_us(path: Path) -> Ours | None:
    """Read a file that the program made; None for any other."""
    if path.suffix.casefold() != _DOCX:
        return None
    try:
        data = read_user_file(path)
        package = read_package(data, path.name)
    except Refused:
        return None  # the reader of old documents tells of it, together with the other files
    stamp = is_ours(package)
    return None if stamp is None else Ours(path, data, package, stamp)


def _jobs(portfolio: Portfolio) -> dict[_Key, Job]:
    return {(job.kind.value, job.row): job for job in documents_of(portfolio)}


@dataclass(slots=True)
class _Workbooks:
    """What the workbook, and its kept versions, say that documents are filled with."""

    book: Path
    read: dict[str, Mapping[_Key, Job]] | None = None

    def known(self, stamp: Stamp, key: _Key) -> Known | None:
        """Give what a document was filled with, or would be now."""
        try:
            day = date.fromisoformat(stamp.date)
        except ValueError:
            day = date.min
        kept = self._kept(stamp.workbook_sha256)
        if key in kept:
            return Known(kept[key].values(day), as_made=True)
        now = _jobs(read_portfolio(self.book).portfolio)
        return Known(now[key].values(day), as_made=False) if key in now else None

    def _kept(self, sha256: str) -> Mapping[_Key, Job]:
        self.read = self.read or {}
        if sha256 not in self.read:
            self.read[sha256] = _jobs_of_version(self.book, sha256)
        return self.read[sha256]


def _jobs_of_version(book: Path, sha256: str) -> Mapping[_Key, Job]:
    data = read_user_file(book)
    if archive.sha256_of(data) != sha256:
        with Ledger.peek(folder_of(book)) as ledger:
            kept = ledger.select(Version, sha256=sha256)
            if not kept:
                return {}
            data = archive.kept(ledger.kept_versions, sha256, kept[0].ending)
    return _jobs(read_portfolio_bytes(data, file=str(book)).portfolio)


def _reply(made: Ours, read: Edited) -> TextReply:
    changes = tuple(
        TextChange(
            edit.cell.table,
            edit.cell.key,
            edit.cell.title,
            edit.before if read.has_base else None,
            edit.after,
            edit.cell.beside,
        )
        for edit in read.edits
    )
    return TextReply(edited_by(made.package), made.path.name, made.data, changes)


def lines(returned: Returned, book: Path) -> list[str]:
    """Say what was read, what waits, and what was not taken."""
    said: list[str] = []
    for document in returned.documents:
        said.append(f"{document.file}: {_counted(document)}.")
        said += [f"  {_short(_within(fault), _LONGEST)}" for fault in document.told]
    said += [f"Infört: {_change(change)}" for change in returned.merged.written]
    questions = returned.merged.questions.questions if returned.merged.questions else ()
    if questions:
        said += [f"Väntar på ert val: {_question(question)}" for question in questions]
        said.append(
            f"Välj på bladet {CONFLICT_SHEET} i {book}, spara, stäng och kör: "
            f"shk-xl resolve {show.in_shell(book)}"
        )
    said += [f"Notera: {in_words(remark)}" for remark in returned.merged.remarks]
    return said


def _counted(document: Edited) -> str:
    count = len(document.edits)
    if document.stamp.row == FORM_ROW:
        return "ett ifyllt fält" if count == 1 else f"{count} ifyllda fält"
    if not count:
        return "inga ändringar att läsa in"
    return "en ändrad text" if count == 1 else f"{count} ändrade texter"


def for_json(returned: Returned) -> list[dict[str, str | None]]:
    """Give the same as data for a machine, in full."""
    told = [
        _entry("told", fault.code, fault.place.file, fault.place.cell, _within(fault))
        for fault in returned.told
    ]
    written = [
        _entry("written", None, ", ".join(_files(change)), None, _change(change, None))
        for change in returned.merged.written
    ]
    questions = returned.merged.questions.questions if returned.merged.questions else ()
    asked = [
        _entry("conflict", question.id, None, None, _question(question)) for question in questions
    ]
    return [*written, *asked, *told]


def _entry(
    kind: str, code: str | None, file: str | None, place: str | None, message: str
) -> dict[str, str | None]:
    return {"kind": kind, "code": code, "file": file, "place": place, "message": message}


def _within(fault: Fault) -> str:
    return in_words(replace(fault, place=replace(fault.place, file=None)))


def _files(change: Change) -> list[str]:
    return [*dict.fromkeys(difference.source.file for difference in change.differences)]


def _change(change: Change, longest: int | None = _SHOWN) -> str:
    before, after = value_in_words(change.before), value_in_words(change.value)
    what = f"{key_in_words(change.key_values)}, {change.title}"
    return f"{what}: ”{_short(before, longest)}” → ”{_short(after, longest)}”"


def _question(question: Question) -> str:
    what = f"{key_in_words(question.key_values)}, {', '.join(question.titles)}"
    return f"{question.asked.value}: {what}"


def _short(text: str, longest: int | None) -> str:
    one_line = " ".join(text.split()) if longest else text
    return one_line if longest is None or len(one_line) <= longest else f"{one_line[:longest]}…"
