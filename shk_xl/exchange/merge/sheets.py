"""The two sheets that a person sees of a merge: Konflikter, to answer, and Ändringslogg, to read.

Rules: what stands on them is made to be read; the answers are looked up in the merge itself, by
the id in the last column. A long text is shown shortened. Every difference has a line: a
question on the one sheet, all else on the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from shk_xl.exchange.merge.differences import Difference, What
from shk_xl.exchange.merge.outcome import (
    LATER,
    OURS,
    THEIRS,
    Action,
    AddRow,
    Change,
    Merged,
    Notice,
    Question,
    SetCell,
    Values,
)
from shk_xl.exchange.merge.shapes import SHAPES
from shk_xl.exchange.merge.tables import MergeTable, key_in_words
from shk_xl.exchange.merge.values import CLEARED, in_words
from shk_xl.functions.cell_values import CellValue
from shk_xl.wording import what_and_remedy
from shk_xl.workbook.reading.values import MAX_TEXT
from shk_xl.workbook.writing.report import Link, ReportColumn, ReportSheet

CONFLICT_SHEET: Final = "Konflikter"
LOG_SHEET: Final = "Ändringslogg"
WHAT, SHEET, KEY, FIELD = "Vad", "Ark", "Nyckel", "Fält"
BASE, OUR_VALUE, THEIR_VALUE = "Bas", "Vår", "Deras"
NOTE, ANSWERS, CHOICE, ID = "Att veta", "Svar att välja mellan", "Välj", "Id"
CONFLICT_WIDTHS: Final[Mapping[str, int]] = {
    WHAT: 20,
    SHEET: 16,
    KEY: 22,
    FIELD: 18,
    BASE: 30,
    OUR_VALUE: 30,
    THEIR_VALUE: 40,
    NOTE: 30,
    ANSWERS: 34,
    CHOICE: 30,
    ID: 18,
}
WHEN, WHO, FILE, BEFORE, AFTER, HOW = "När", "Vem", "Fil", "Från", "Till", "Hur"
LOG_WIDTHS: Final[Mapping[str, int]] = {
    WHEN: 17,
    WHO: 20,
    FILE: 28,
    SHEET: 16,
    KEY: 22,
    FIELD: 18,
    BEFORE: 34,
    AFTER: 34,
    HOW: 44,
}

WRITTEN: Final = "Infört"
ALREADY: Final = "Fanns redan hos oss"
TOLD: Final = "Inte infört. {why}"
CHOSEN: Final = "Valt: {choice}"

_SHOWN: Final = 1_000
_LONGEST_LIST: Final = 255
"""Excel's limit for the list of choices that stands in a cell's validation."""
_OF_CELLS: Final = frozenset({What.CELL, What.OWN_CELL})
_NO_ROW: Final = "(ingen rad)"
_BLANK: Final = "(tom)"
_WHOLE_ROW: Final = "(hela raden)"

Row = dict[str, CellValue]


def conflict_rows(merged: Merged, choices: Mapping[str, str] | None = None) -> list[Row]:
    """Give the lines of the sheet Konflikter.

    Args:
        merged: With its questions.
        choices: Answers that a person has put in before, by the id of the question; they are
            put in again where the question is still the same.
    """
    given = choices or {}
    return [_conflict_row(question, given.get(question.id)) for question in merged.questions]


def conflict_sheet(merged: Merged, choices: Mapping[str, str] | None = None) -> ReportSheet:
    """Make the sheet Konflikter, with a link from every question to its row."""
    listed = choice_list(merged)
    columns = tuple(
        ReportColumn(title, width, listed if title == CHOICE else (), fills_in=title == CHOICE)
        for title, width in CONFLICT_WIDTHS.items()
    )
    rows = conflict_rows(merged, choices)
    lines = [
        [_linked(question, merged.ours, row) if title == KEY else row[title] for title in row]
        for question, row in zip(merged.questions, rows, strict=True)
    ]
    return ReportSheet(CONFLICT_SHEET, columns, lines)


def choice_list(merged: Merged) -> tuple[str, ...]:
    """Give what may be chosen: every answer by its words, or by number where those are too many."""
    by_words = {option.label: None for question in merged.questions for option in question.options}
    listed = tuple(dict.fromkeys((OURS, *by_words, LATER)))
    if len(",".join(listed)) <= _LONGEST_LIST:
        return listed
    most = max(len(question.options) for question in merged.questions)
    return (OURS, *(numbered(number) for number in range(1, most)), LATER)


def numbered(number: int) -> str:
    """Word an answer by its number in the question.

    >>> numbered(2)
    'Deras 2'
    """
    return f"{THEIRS} {number}"


def _conflict_row(question: Question, given: str | None) -> Row:
    answers = [
        f"{numbered(number)} = {option.label}" if number else option.label
        for number, option in enumerate(question.options)
    ]
    return {
        WHAT: question.asked.value,
        SHEET: question.sheet,
        KEY: key_in_words(question.key_values),
        FIELD: ", ".join(question.titles) or _WHOLE_ROW,
        BASE: _in_cell(question.base, question.titles),
        OUR_VALUE: _in_cell(question.ours, question.titles),
        THEIR_VALUE: _shortened(
            "\n".join(
                f"{label}: {_in_cell(values, question.titles)}"
                if len(question.titles) == 1 or values is None
                else f"{label}:\n{_in_cell(values, question.titles)}"
                for label, values in question.theirs.items()
            )
        ),
        NOTE: "\n".join(map(what_and_remedy, question.remarks)) or None,
        ANSWERS: "\n".join((*answers, LATER)),
        CHOICE: given or question.suggested or None,
        ID: f"{question.id}-{question.state}",
    }


def _linked(question: Question, ours: Mapping[str, MergeTable], row: Row) -> CellValue | Link:
    """Lead to the row in our workbook, where it has one."""
    table = ours.get(question.table)
    found = table.rows.get(question.key) if table else None
    if table is None or found is None:
        return row[KEY]
    title = question.titles[0] if question.titles else ""
    cell = table.place(found, title if title in table.letters else "").cell
    return Link(in_words(row[KEY]), table.sheet, cell) if cell else row[KEY]


def _in_cell(values: Values | None, titles: Sequence[str]) -> str:
    """Write what a row says in some columns; the titles stand there where they are several."""
    if values is None:
        return _NO_ROW
    if len(titles) == 1:
        return _shortened(in_words(values.get(titles[0])) or _BLANK)
    said = ((title, in_words(values.get(title))) for title in titles)
    return _shortened("\n".join(f"{title}: {word or _BLANK}" for title, word in said))


def _shortened(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


def log_rows(merged: Merged, when: str) -> list[Row]:
    """Give the lines of the sheet Ändringslogg: what was written, and what was only told.

    Args:
        merged: What came of the replies.
        when: The time, as it is to stand there.
    """
    lines = [line for change in merged.changes for line in _lines_of_change(merged, change)]
    lines += [line for notice in merged.notices for line in _lines_of_notice(merged, notice)]
    return [{WHEN: when, **line} for line in lines]


def log_rows_of_answers(
    merged: Merged, answers: Iterable[tuple[Question, str, Sequence[Action]]], when: str
) -> list[Row]:
    """Give the lines that tell what a person has answered.

    Args:
        merged: With the team's tables.
        answers: Each question, the words of the answer, and what it does.
        when: The time, as it is to stand there.
    """
    return [
        {WHEN: when, **line}
        for question, choice, actions in answers
        for line in _lines_of_answer(merged, question, choice, actions)
    ]


def log_sheet(rows: Sequence[Row]) -> ReportSheet:
    """Make the sheet Ändringslogg, or what is to be added to it."""
    columns = tuple(ReportColumn(title, width) for title, width in LOG_WIDTHS.items())
    return ReportSheet(LOG_SHEET, columns, [[row[title] for title in LOG_WIDTHS] for row in rows])


def _lines_of_change(merged: Merged, change: Change) -> Iterator[Row]:
    how = ALREADY if change.already else WRITTEN
    for difference in change.differences:
        written = difference._replace(before=change.before, after=change.value)
        yield _line(merged, difference if change.already else written, "", how)


def _lines_of_notice(merged: Merged, notice: Notice) -> Iterator[Row]:
    how = TOLD.format(why=what_and_remedy(notice.fault))
    for difference in notice.differences:
        yield _line(merged, difference, notice.fault.place.cell or "", how)


def _line(merged: Merged, difference: Difference, cell: str, how: str) -> Row:
    """Tell of a difference; where its row has no key, of the cell in the reply."""
    cleared = CLEARED if difference.what in _OF_CELLS else None
    return {
        **_whence(difference.source.label, difference.source.file),
        SHEET: _sheet_of(merged, difference.table),
        KEY: _key_in_words(merged, difference) or cell,
        FIELD: difference.title or None,
        BEFORE: _in_full(in_words(difference.before)) or None,
        AFTER: _in_full(in_words(difference.after)) or cleared,
        HOW: how,
    }


def _key_in_words(merged: Merged, difference: Difference) -> str:
    """Write a key as it is spelled where the team has the row; else as keys are compared."""
    table = merged.ours.get(difference.table)
    row = table.rows.get(difference.key) if table else None
    if row is not None:
        return key_in_words(row.key_values)
    return key_in_words(part if isinstance(part, str | int) else None for part in difference.key)


def _in_full(text: str) -> str:
    return text if len(text) <= MAX_TEXT else f"{text[: MAX_TEXT - 1]}…"


def _lines_of_answer(
    merged: Merged, question: Question, choice: str, actions: Sequence[Action]
) -> Iterator[Row]:
    sources = dict.fromkeys(difference.source for difference in question.differences)
    start: Row = {
        **_whence(
            ", ".join(source.label for source in sources),
            ", ".join(source.file for source in sources),
        ),
        SHEET: question.sheet,
        KEY: key_in_words(question.key_values),
    }
    how = CHOSEN.format(choice=choice)
    if not actions:
        titles = ", ".join(question.titles)
        yield {**start, FIELD: titles or None, BEFORE: None, AFTER: None, HOW: how}
    for action in actions:
        yield {**start, **_done(merged, action), HOW: how}


def _done(merged: Merged, action: Action) -> Row:
    if isinstance(action, AddRow):
        values = {title: value for title, value in action.values.items() if value is not None}
        return {FIELD: _WHOLE_ROW, BEFORE: None, AFTER: _in_cell(values, [*values])}
    ours = merged.ours[action.table].rows[action.key].values
    if isinstance(action, SetCell):
        before = _in_full(in_words(ours.get(action.title))) or None
        after = _in_full(in_words(action.value)) or CLEARED
        return {FIELD: action.title, BEFORE: before, AFTER: after}
    return {FIELD: _WHOLE_ROW, BEFORE: _in_cell(ours, [*ours]), AFTER: "borttagen"}


def _whence(who: str, file: str) -> Row:
    return {WHO: who, FILE: file}


def _sheet_of(merged: Merged, table: str) -> str:
    found = merged.ours.get(table)
    return (found.shape if found else SHAPES[table]).sheet
