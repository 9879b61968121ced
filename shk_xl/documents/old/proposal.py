"""An overall proposal: the money, the table of initiatives, and where their money comes from.

Rules: frames and cost areas get one readable name each, and the typed one is reported. Sums are
not stored, since they are computed; they are held against the rows. What the source does not
split between initiatives isn't split here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from shk_xl.documents.old import headings
from shk_xl.documents.old.headings import FRAME_COLUMNS, PROPOSAL, Field, Slot, worded
from shk_xl.documents.old.initiative_rows import Row, header_of, read_row
from shk_xl.documents.old.lines import Line, not_blank, written
from shk_xl.documents.old.money import (
    FUNDING_FRAMES,
    check_sum,
    first_amount,
    frame_name,
    is_amount,
    named_amount,
    read_amount,
    squashed,
)
from shk_xl.documents.old.own_words import COMPUTED_COLUMNS, OF_COMPUTED
from shk_xl.documents.old.report import Report
from shk_xl.documents.old.split import Source, partnership_and_area, quoted
from shk_xl.domain.amounts import Amount, Known, Unknown
from shk_xl.domain.faults import Place
from shk_xl.domain.names import plain
from shk_xl.domain.portfolio import Allocation, Frame, Heading

_YEAR: Final = re.compile(r"budget\s*:?\s*(?P<year>(?:19|20)\d\d)", re.IGNORECASE)
_ROWS: Final = re.compile(r"initiativ\s+(?:19|20)\d\d", re.IGNORECASE)
_AREAS: Final = re.compile(r"kostnadsområden\s+(?:i\s+|för\s+)?(?P<frame>\S.*?):?", re.IGNORECASE)
_FUNDING: Final = re.compile(r"tas från\s+(?P<source>\S.*?)\s*:\s*(?P<amount>.*)", re.IGNORECASE)
_SOURCE: Final = re.compile(r"tas från\s", re.IGNORECASE)
_PRELIMINARY: Final = "preliminär"
_ONLY_PRELIMINARY: Final = frozenset({"preliminär", "preliminärt", "preliminär beräkning"})
_TEXTS: Final = (
    Heading.PROPOSED_DECISIONS,
    Heading.SUMMARY,
    Heading.PORTFOLIO,
    Heading.CONTEXTS,
    Heading.NOTES,
)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What one proposal says.

    Args:
        place: Where it begins.
        partnership: The partnership's name.
        focus_area: The focus area's name.
        year: The budget year.
        frames: The frames and their cost areas.
        rows: The table of initiatives.
        funding: Where the money is taken from, not split between initiatives.
        texts: The texts about the whole.
    """

    place: Place
    partnership: str
    focus_area: str
    year: int | None
    frames: tuple[Frame, ...]
    rows: tuple[Row, ...]
    funding: tuple[Allocation, ...]
    texts: Mapping[Heading, str]


def read_proposal(source: Source, report: Report) -> Proposal:
    """Read one overall proposal.

    Args:
        source: The lines of the document.
        report: Is told what was read, and all that was not certain.
    """
    reader = _Reader(quoted(source.first.text)[1], report)
    for line in not_blank(source.lines):
        reader.take(line)
    return reader.proposal(source)


class _Reader:
    """Takes a proposal line by line; each line ends in exactly one place."""

    def __init__(self, focus_area: str, report: Report) -> None:
        self._focus_area = focus_area
        self._report = report
        self._section: Field | None = None
        self._part_of = ""
        self._partnership = ""
        self._columns: dict[int, Field | str] = {}
        self._year: int | None = None
        self._frames: list[Frame] = []
        self._rows: list[Row] = []
        self._funding: list[Allocation] = []
        self._texts: dict[Heading, list[Line]] = {heading: [] for heading in _TEXTS}
        self._told: list[tuple[Line, Amount]] = []
        self._empty: dict[Field, Place] = {}

    def take(self, line: Line) -> None:
        for one in self._unfolded(line):
            self._take(one)

    def _take(self, line: Line) -> None:
        taken = self._table(line) if line.is_row else self._heading(line) or self._money(line)
        if taken:
            return
        if self._section in self._texts and not line.is_row:
            self._report_suspect(line)
            self._texts[Heading(self._section)].append(line)
            self._empty.pop(Heading(self._section), None)
            return
        self._report.placed("no_field", line.place, text=line.text, owner="portföljen")
        self._texts[Heading.NOTES].append(line)

    def _unfolded(self, line: Line) -> list[Line]:
        """Write a row that tells of money as the lines that it would be without a table."""
        name, *rest = [cell.rstrip(":") for cell in line.cells if cell] if line.is_row else [""]
        in_frames = self._section in (Slot.ASSETS, Slot.AREAS)
        if in_frames and {worded(cell) for cell in (name, *rest)} <= FRAME_COLUMNS:
            return []
        is_sum = PROPOSAL.get(worded(name)) is Slot.TOTAL or _SOURCE.match(name)
        amounts = [cell for cell in rest if is_amount(cell)]
        is_frame = in_frames and (amounts or len(rest) == 1) and not header_of(line)
        if not rest or not (is_sum or is_frame):
            return [line]
        amount = amounts[-1] if amounts else rest[0]
        rest.remove(amount)
        return [Line(f"{name}: {amount}", line.place), *(Line(text, line.place) for text in rest)]

    def _report_suspect(self, line: Line) -> None:
        heading = headings.suspect(line, PROPOSAL)
        if heading:
            self._report.placed("heading_maybe", line.place, typed=line.stripped, heading=heading)

    def proposal(self, source: Source) -> Proposal:
        for heading, place in self._empty.items():
            self._report.lost("picture_lost", place, heading=heading.value)
        self._check_sums()
        named = {allocation.source for allocation in self._funding}
        return Proposal(
            place=source.first.place,
            partnership=self._partnership,
            focus_area=self._focus_area,
            year=self._year,
            frames=tuple(
                replace(frame, funds_initiatives=frame.funds_initiatives or frame.name in named)
                for frame in self._frames
            ),
            rows=tuple(self._rows),
            funding=tuple(self._funding),
            texts={h: text for h, lines in self._texts.items() if (text := written(lines))},
        )

    def _table(self, line: Line) -> bool:
        columns = header_of(line)
        titles = {worded(cell) for cell in line.cells}
        if titles <= COMPUTED_COLUMNS and titles & OF_COMPUTED:
            self._section = Slot.COMPUTED
        if self._section is Slot.COMPUTED:
            self._report.read("computed_line", line.place, text=line.text)
        elif columns:
            self._columns, self._section = columns, Slot.ROWS
        elif self._section is Slot.ROWS and self._has_name(line):
            self._rows.append(read_row(line, self._columns, self._report))
        else:
            return False
        return True

    def _has_name(self, line: Line) -> bool:
        """Tell whether a row names an initiative, under a header that has been seen."""
        return any(
            self._columns.get(index) is Slot.NAME and cell for index, cell in enumerate(line.cells)
        )

    def _heading(self, line: Line) -> bool:
        text = line.stripped
        if self._section is Slot.COMPUTED:
            self._section = None  # such a table ends where a line follows
        if year := _YEAR.fullmatch(text):
            self._year = int(year["year"])
            return True
        name, area = partnership_and_area(text)
        if area and plain(area) == plain(self._focus_area) and not self._partnership:
            self._partnership = name
            return True
        if _ROWS.fullmatch(text):
            self._section = Slot.ROWS
            return True
        areas = _AREAS.fullmatch(text)
        found = headings.find(line, PROPOSAL, self._report)
        if found is None and areas is None:
            return False
        if found is not None and found.field is Slot.TOTAL and found.rest:
            return self._total(line, found.rest)
        self._section = found.field if found else Slot.AREAS
        if self._section is Slot.AREAS:
            self._part_of = self._frame_of(areas["frame"] if areas else "", line)
        if self._section in (Heading.PORTFOLIO, Heading.CONTEXTS):
            self._empty[self._section] = line.place
        if found and found.rest:
            self.take(Line(found.rest, line.place))
        return True

    def _money(self, line: Line) -> bool:
        funding = _FUNDING.fullmatch(line.content)
        if funding is not None:
            amount = read_amount(funding["amount"], line.place, self._report)
            source = self._frame_of(funding["source"], line)
            self._funding.append(Allocation("", source, amount))
            return True
        if self._section not in (Slot.ASSETS, Slot.AREAS):
            return False
        named = named_amount(line.content)
        if named is not None:
            amount = read_amount(named.amount, line.place, self._report)
            self._frame(named.name, amount, line)
            if not isinstance(amount, Known):
                self._explain(named.amount)  # a frame has no other room for a reason
            self._explain(named.rest)
            return True
        if self._frames:
            self._report_suspect(line)
            self._explain(line.content)
        return bool(self._frames)

    def _frame(self, typed: str, amount: Amount, line: Line) -> None:
        name = self._named(typed, line)
        while any(squashed(frame.name) == squashed(name) for frame in self._frames):
            self._report.differs("frame_twice", line.place, name=name)
            name = f"{name} (2)"
        part_of = self._part_of if self._section is Slot.AREAS else ""
        funds = name in FUNDING_FRAMES
        known = amount if isinstance(amount, Known) else Unknown()
        self._frames.append(Frame(name, known, part_of, funds_initiatives=funds))

    def _explain(self, text: str) -> None:
        """Add an explanation to the frame above it; "preliminär beräkning" is a mark."""
        if not text:
            return
        frame = self._frames[-1]
        if plain(text).startswith(_PRELIMINARY):
            frame = replace(frame, preliminary=True)
        if plain(text).rstrip(".") not in _ONLY_PRELIMINARY:
            frame = replace(frame, purpose=f"{frame.purpose}\n{text}".strip())
        self._frames[-1] = frame

    def _named(self, typed: str, line: Line) -> str:
        name = frame_name(typed)
        if name != typed:
            self._report.confirm("frame_named", line.place, typed=typed, name=name)
        return name

    def _frame_of(self, typed: str, line: Line) -> str:
        """Find the frame that a heading or a funding line refers to."""
        for frame in self._frames:
            if squashed(frame.name) == squashed(frame_name(typed)):
                return frame.name
        if not typed and self._frames:
            self._report.confirm("frame_guessed", line.place, name=self._frames[0].name)
            return self._frames[0].name
        return self._named(typed, line)

    def _total(self, line: Line, rest: str) -> bool:
        told, remark = first_amount(rest)
        amount = read_amount(told, line.place, self._report)
        if remark:
            self._report.read("computed_line", line.place, text=remark)
        if self._section in (Slot.ASSETS, Slot.AREAS):
            part_of = self._part_of if self._section is Slot.AREAS else ""
            rows = (frame.amount for frame in self._frames if frame.part_of == part_of)
            check_sum(amount, rows, line.place, self._report)
        else:
            self._told.append((line, amount))
            self._section = None
        return True

    def _check_sums(self) -> None:
        for line, told in self._told:
            rows = (row.initiative.amount for row in self._rows)
            check_sum(told, rows, line.place, self._report)
            if self._funding:
                funding = (allocation.amount for allocation in self._funding)
                check_sum(told, funding, line.place, self._report, "funding")
