"""The scores of a decision basis: "criterion: 3, motivation", a line or a row for each.

Rules: a label is kept as typed, since it is the criterion's name. Points count only where they
stand alone ("3, …", "3 av 5, …"); "3,5" or "3–4" is no score but a text to be settled, and is
reported. A line that is no score belongs to the motivation above it.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from shk_xl.documents.old.headings import SCORE_COLUMNS, Field, Slot, column
from shk_xl.documents.old.lines import Line, not_blank
from shk_xl.documents.old.own_words import MEAN, NO_MOTIVATION, NO_POINTS
from shk_xl.documents.old.report import Report
from shk_xl.domain.names import likeness, plain, spaced
from shk_xl.domain.portfolio import Heading, Score
from shk_xl.domain.priorities import HIGHEST, LOWEST

_SCORE: Final = re.compile(
    r"(?P<label>[^\s.:][^.\n]{0,90}?)\s*:\s*(?P<points>[0-9]{1,2})(?:/5| av 5)?\s*"
    r"(?:[,.;:]?|[,.;:]\s+(?P<motivation>\S.*)|[–—-]\s+(?P<after_dash>[^\s\d].*))",
    re.DOTALL,
)
_POINTS: Final = re.compile(r"(?P<points>[0-9]{1,2})(?:/5| av 5)?")
_NOT_SCORED: Final = frozenset({"", "-", "–", NO_POINTS})
_USUAL_WEIGHT: Final = "1"
_ALIKE: Final = 0.88
KNOWN_CRITERIA: Final = (
    "Koppling till samhällsmål och norr stjärna",
    "Koppling till samhällsmål och nordstjärna",
    "Önskat av målgruppen",
    "Partnerskap och samproduktion",
    "Adresserar rot-orsaker",
)
"""The labels of 2024, by which a line without points is known to be about a criterion."""


@dataclass(frozen=True, slots=True)
class Scores:
    """The scores, not yet tied to an initiative, and the lines before the first of them."""

    scores: tuple[Score, ...]
    before: tuple[Line, ...]


def read_scores(lines: Sequence[Line], report: Report) -> Scores:
    """Read the lines under the heading of the assessment.

    Args:
        lines: All lines of the section.
        report: Is told of points that cannot be read or are off the scale, and of lines that
            were taken as more of a motivation.
    """
    scores: list[Score] = []
    before: list[Line] = []
    columns: dict[Field, int] = {Slot.NAME: 0, Slot.SCORES: 1, Heading.NOTES: 2}
    for line in not_blank(lines):
        if line.is_row and (header := _header(line)):
            columns = header
        elif line.is_row and line.cells[columns[Slot.NAME]] == MEAN:
            report.read("computed_line", line.place, text=line.text)
        elif line.is_row:
            score, surplus = _score_of_row(line, columns, report)
            scores.append(score)
            before += surplus
        elif (score_of_line := _score_of_line(line, report)) is not None:
            scores.append(score_of_line)
        elif scores:
            report.placed("score_continued", line.place, text=line.content)
            motivation = f"{scores[-1].motivation}\n\n{line.content}".strip()
            scores[-1] = replace(scores[-1], motivation=motivation)
        else:
            before.append(line)
    return Scores(tuple(scores), tuple(before))


def _header(line: Line) -> dict[Field, int]:
    """Read a row as the header of a table of scores; nothing where it is no header."""
    fields = [column(cell, SCORE_COLUMNS) for cell in line.cells]
    if Slot.NAME not in fields:
        return {}
    return {field: index for index, field in enumerate(fields) if field is not None}


def _score_of_line(line: Line, report: Report) -> Score | None:
    match = _SCORE.fullmatch(line.content)
    if match is not None:
        motivation = match["motivation"] or match["after_dash"] or ""
        return _score(match["label"], match["points"], motivation, line, report)
    label, colon, rest = line.content.partition(":")
    if colon and _is_criterion(label):
        return _score(label, "", rest.strip(), line, report)
    return None


def _score_of_row(
    line: Line, columns: Mapping[Field, int], report: Report
) -> tuple[Score, list[Line]]:
    """Read a row, and give the cells that a score has no place for."""
    cells = dict(enumerate(line.cells))
    label = cells.pop(columns[Slot.NAME], "")
    typed = cells.pop(columns.get(Slot.SCORES, -1), "")
    motivation = cells.pop(columns.get(Heading.NOTES, -1), "").removeprefix(NO_MOTIVATION)
    cells.pop(columns.get(Slot.COMPUTED, -1), "")
    weight = cells.pop(columns.get(Slot.WEIGHT, -1), _USUAL_WEIGHT)
    points = _POINTS.fullmatch(typed)
    if points is None and typed not in _NOT_SCORED:
        motivation = f"{typed}\n{motivation}".strip()
    score = _score(label, points["points"] if points else "", motivation, line, report)
    surplus = [text for text in cells.values() if text]
    if weight != _USUAL_WEIGHT:
        surplus.append(f"{label}: {Slot.WEIGHT.value} {weight}")
    return score, [Line(text, line.place) for text in surplus]


def _score(label: str, points: str, motivation: str, line: Line, report: Report) -> Score:
    criterion = spaced(label).strip("* ")
    if not points and not motivation:
        report.lost("points_missing", line.place, criterion=criterion)
    elif not points:
        report.differs("points_unread", line.place, criterion=criterion, text=motivation)
    elif not LOWEST <= int(points) <= HIGHEST:
        report.differs("points_off_scale", line.place, criterion=criterion, points=int(points))
    return Score("", criterion, int(points) if points else None, motivation)


def _is_criterion(label: str) -> bool:
    text = plain(label)
    return any(likeness(text, plain(known)) >= _ALIKE for known in KNOWN_CRITERIA)
